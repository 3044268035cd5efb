from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monitor import files
from monitor.demonstration import CORPUS
from monitor.errors import BadInput
from monitor.services import Reader, Services

COMMITMENT_KEYS = [
    "notice_id",
    "pointer",
    "start",
    "end",
    "quote",
    "theme",
    "level",
    "modality",
    "slots",
    "confidence",
    "found_by",
    "extractor",
]
FINDING_KEYS = [
    "ocid",
    "notice_id",
    "indicator",
    "status",
    "kind",
    "reason",
    "evidence",
    "legal_basis",
    "rules",
]
AS_OF = date(2026, 11, 23)
TEXT = "The supplier must pay the real living wage and take on 12 apprentices."


@pytest.fixture
def releases(make_release: Any) -> list[dict[str, Any]]:
    return [
        make_release(3, description=TEXT),
        make_release(1),
        make_release(2, title="Social value is welcome", description=TEXT),
    ]


@pytest.fixture
def given(tmp_path: Path, releases: list[dict[str, Any]]) -> Path:
    path = tmp_path / "releases.jsonl"
    path.write_text("".join(json.dumps(release) + "\n" for release in releases), encoding="utf-8")
    return path


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "lines.jsonl"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def at(document: Any, pointer: str) -> Any:
    """What stands at a JSON Pointer (RFC 6901)."""
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        document = document[int(key)] if isinstance(document, list) else document[key]
    return document


def extract(services: Services, path: Path | str, output: Path | str) -> Any:
    return files.extract(services, path=str(path), output=str(output))


def assess(services: Services, path: Path | str, output: Path | str, as_of: date | None = AS_OF) -> Any:
    return files.assess(services, path=str(path), output=str(output), as_of=as_of)


MODES = [pytest.param(extract, id="extract"), pytest.param(assess, id="assess")]
Mode = Callable[[Services, Any, Any], Any]


def test_a_commitment_line_has_the_promised_keys_in_the_order_of_the_releases(
    services: Services, given: Path, output: Path
) -> None:
    outcome = extract(services, given, output)

    written = lines(output)
    assert [list(line) for line in written] == [COMMITMENT_KEYS] * 4
    assert [line["notice_id"] for line in written] == ["000003-2026"] * 2 + ["000002-2026"] * 2
    assert written[1]["quote"] == "12 apprentices"
    assert (written[1]["level"], written[1]["modality"], written[1]["slots"]) == (4, "must", {})
    assert (outcome.took, outcome.made, outcome.failed) == (3, 4, 0)


def test_a_finding_line_has_the_promised_keys_by_procurement_and_indicator(
    services: Services, given: Path, output: Path
) -> None:
    assess(services, given, output)

    written = lines(output)
    codes = [one.code for one in services.indicators]
    assert [list(line) for line in written] == [FINDING_KEYS] * len(written)
    assert [(line["ocid"], line["indicator"]) for line in written] == [
        (f"ocds-h6vhtk-{number:06x}", code) for number in (1, 2, 3) for code in codes
    ]
    assert {tuple(evidence) for line in written for evidence in line["evidence"]} == {("pointer", "quote")}
    assert all(isinstance(line["legal_basis"], str) and line["reason"] for line in written)
    assert {line["status"] for line in written} <= {"raised", "clear", "not_applicable", "cannot_tell"}


@pytest.mark.parametrize("mode", MODES)
def test_two_runs_give_the_same_bytes(services: Services, given: Path, tmp_path: Path, mode: Mode) -> None:
    for name in ("first", "second"):
        mode(services, given, tmp_path / name)

    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes() != b""


def test_every_quote_is_what_the_release_has_at_its_place(
    make_services: Callable[..., Services], reader: Reader, output: Path
) -> None:
    services = make_services(reader=reader)
    wrong, found = [], 0
    for page in sorted(CORPUS.glob("*.json")):
        extract(services, page, output)
        raw = {release["id"]: release for release in json.loads(page.read_text(encoding="utf-8"))["releases"]}
        for line in lines(output):
            found += 1
            if at(raw[line["notice_id"]], line["pointer"])[line["start"] : line["end"]] != line["quote"]:
                wrong.append(line)

    assert found > 100
    assert wrong == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("shape", ["package", "list", "release", "indented"])
def test_takes_packages_lists_and_single_releases(
    services: Services, releases: list[Any], tmp_path: Path, output: Path, mode: Mode, shape: str
) -> None:
    document = {"package": {"releases": releases}, "list": releases, "release": releases[0], "indented": releases}[
        shape
    ]
    path = tmp_path / "given.json"
    path.write_text(json.dumps(document, indent=2 if shape == "indented" else None), encoding="utf-8")

    outcome = mode(services, path, output)

    assert outcome.took == (1 if shape == "release" else 3)
    assert lines(output)


@pytest.mark.parametrize("mode", MODES)
def test_a_broken_line_is_told_and_its_neighbours_kept(
    services: Services, given: Path, releases: list[Any], output: Path, mode: Mode
) -> None:
    broken = [json.dumps(releases[0]), '{"id": "cut sho', json.dumps({"id": 7, "ocid": "x"}), json.dumps(releases[2])]
    given.write_text("\n".join(broken), encoding="utf-8")

    outcome = mode(services, given, output)

    assert {line["notice_id"] for line in lines(output)} == {"000003-2026", "000002-2026"}
    assert outcome.failed == len(outcome.failures) == 2
    assert "line 2" in outcome.failures[0]
    assert str(given) in outcome.failures[0]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("make", "named"),
    [
        pytest.param(lambda _: None, "There is no file", id="missing"),
        pytest.param(Path.mkdir, "is a directory", id="a directory"),
        pytest.param(Path.touch, "empty", id="empty"),
        pytest.param(lambda path: path.write_text("Dear reader,"), "no JSON", id="a letter"),
        pytest.param(lambda path: path.write_text('{"message": "busy"}'), "without OCDS releases", id="another object"),
        pytest.param(lambda path: path.write_bytes(b"\x1f\x8bnonsense"), "gzip", id="a damaged gzip"),
    ],
)
def test_an_input_that_cannot_be_read_is_named_and_nothing_written(
    services: Services, tmp_path: Path, output: Path, mode: Mode, make: Callable[[Path], object], named: str
) -> None:
    path = tmp_path / "given.json"
    make(path)

    with pytest.raises(BadInput, match=named) as caught:
        mode(services, path, output)

    assert str(path) in str(caught.value)
    assert {one for one in tmp_path.iterdir() if one != path} <= {tmp_path / "data"}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "place",
    [pytest.param("", id="a directory"), pytest.param("nowhere/lines.jsonl", id="in a folder that is not there")],
)
def test_an_output_that_cannot_be_written_is_named(
    services: Services, given: Path, tmp_path: Path, mode: Mode, place: str
) -> None:
    output = tmp_path / place

    with pytest.raises(BadInput) as caught:
        mode(services, given, output)

    assert str(output) in str(caught.value)
    assert [one for one in tmp_path.iterdir() if one.name != "data"] == [given]


def test_an_output_that_was_there_stays_until_all_is_written(
    make_services: Callable[..., Services], given: Path, output: Path
) -> None:
    output.write_text("as it was")
    services = make_services()
    services.extractor = Dying(services.extractor)

    with pytest.raises(KeyboardInterrupt):
        extract(services, given, output)

    assert output.read_text() == "as it was"
    assert list(output.parent.glob(".*")) == []


class Dying:
    """A reader whose process ends after the first notice."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.version = reader.version

    def read(self, *given: Any) -> Any:
        return self.reader.read(*given)

    def read_many(self, notices: Any) -> Any:
        yield self.reader.read(*next(iter(notices)))
        raise KeyboardInterrupt


def test_a_release_without_an_ocid_is_a_procurement_of_its_own(
    services: Services, releases: list[Any], given: Path, output: Path
) -> None:
    given.write_text("\n".join(json.dumps({**one, "ocid": None}) for one in releases), encoding="utf-8")

    assess(services, given, output)

    assert {(line["ocid"], line["notice_id"]) for line in lines(output)} == {(one["id"], one["id"]) for one in releases}


def test_judges_as_of_the_day_that_is_named(services: Services, given: Path, output: Path) -> None:
    assess(services, given, output, date(2026, 11, 22))
    before = lines(output)

    assess(services, given, output, AS_OF)

    assert before == []
    assert len(lines(output)) == 3 * len(services.indicators)


def test_judges_as_of_today_where_no_day_is_named(services: Services, given: Path, output: Path) -> None:
    assess(services, given, output, None)

    assert len(lines(output)) == 3 * len(services.indicators)


def test_needs_no_database(services: Services, given: Path, output: Path, tmp_path: Path) -> None:
    extract(services, given, output)
    assess(services, given, output)

    assert not (tmp_path / "data").exists()
