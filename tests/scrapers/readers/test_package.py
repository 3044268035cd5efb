"""Bytes and files become releases, and what is damaged is told."""

from __future__ import annotations

import gzip
import json
import math
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from scrapers.errors import BadPage
from scrapers.notice import SetAside
from scrapers.readers.ocds import read
from scrapers.readers.package import decode, read_file, releases

RELEASE = {"ocid": "ocds-northmere-1", "id": "1", "tag": ["tender"]}


@pytest.mark.parametrize(
    "written", [b'{"amount": 1e9999}', b'\xef\xbb\xbf{"amount": 1e9999}'], ids=["plain", "with BOM"]
)
def test_a_number_out_of_range_is_infinite(written: bytes) -> None:
    assert decode(written) == {"amount": math.inf}


def test_bytes_that_are_not_utf_8_are_read_as_windows_1252_and_told() -> None:
    told: list[SetAside] = []

    document = decode('{"title": "Café '.encode() + b'\x93Northmere\x94 \xa3"}', report=told.append)

    assert document == {"title": "Café “Northmere” £"}
    assert len(told) == 1
    assert "byte 17 of line 1" in told[0].reason


def test_half_of_a_surrogate_pair_is_replaced() -> None:
    assert decode(rb'{"title": ["half \ud83d", "whole \ud83d\ude00"]}') == {
        "title": ["half \ufffd", "whole \U0001f600"]
    }


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param(b"", "it is empty", id="empty"),
        pytest.param(b"<!DOCTYPE html><html>", "line 1, column 1; it begins the text '<!DOCTYPE", id="a web page"),
        pytest.param(b'{"releases": [\n{"id": }]}', "line 2, column 8", id="broken"),
        pytest.param(b"[" * 100_000, "can't be read", id="nested without end"),
        pytest.param(b'{"id": ' + b"9" * 5000 + b"}", "can't be read", id="a number too long"),
    ],
)
def test_what_is_no_json_is_a_bad_page_with_its_place(body: bytes, message: str) -> None:
    with pytest.raises(BadPage) as caught:
        decode(body)

    assert message in str(caught.value)


@pytest.mark.parametrize(
    "document",
    [
        pytest.param({"releases": [RELEASE], "links": {}}, id="release package"),
        pytest.param({"records": [{"ocid": "x", "releases": [RELEASE]}]}, id="record package"),
        pytest.param(
            {"records": [{"releases": [{"url": "https://northmere.example/1"}], "compiledRelease": RELEASE}]},
            id="record package with linked releases",
        ),
        pytest.param([RELEASE], id="list"),
        pytest.param([{"releases": [RELEASE]}], id="list of packages"),
        pytest.param(RELEASE, id="single release"),
    ],
)
def test_finds_the_releases_in_every_envelope(document: Any) -> None:
    assert releases(document, where="page 1") == [RELEASE]


@pytest.mark.parametrize(
    "document",
    [{"message": "Rate limit"}, "text", 5, None, {"releases": "none"}, {"records": {}}],
    ids=["an error", "text", "a number", "null", "releases of a wrong type", "records of a wrong type"],
)
def test_anything_else_is_a_bad_page_that_names_the_place(document: Any) -> None:
    with pytest.raises(BadPage, match=r"^page 1 "):
        releases(document, where="page 1")


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzipped"])
@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param(json.dumps(RELEASE), ["line 1"], id="one release"),
        pytest.param(json.dumps(RELEASE, indent=1), [""], id="one release over many lines"),
        pytest.param(json.dumps({"releases": [RELEASE, RELEASE]}, indent=1), ["release 1", "release 2"], id="package"),
        pytest.param(json.dumps([RELEASE]), ["line 1, release 1"], id="list on one line"),
        pytest.param(
            f"\n{json.dumps(RELEASE)}\n\n{json.dumps({'releases': [RELEASE]})}\n",
            ["line 2", "line 4, release 1"],
            id="JSON lines of releases and packages",
        ),
    ],
)
def test_reads_files_of_every_shape(tmp_path: Path, text: str, places: list[str], pack: Any) -> None:
    file = tmp_path / "northmere.json"
    file.write_bytes(pack(text.encode()))

    found = list(read_file(file))

    assert [where for where, _ in found] == [f"{file}, {place}".removesuffix(", ") for place in places]
    assert all(raw == RELEASE for _, raw in found)


@pytest.mark.parametrize("lines", [["good", "bad", "good"], ["bad", "good"], ["good", "bad"]], ids=" ".join)
def test_a_broken_line_does_not_stop_its_neighbours(lines: list[str]) -> None:
    body = "\n".join(json.dumps(RELEASE) if line == "good" else '{"id": ' for line in lines)

    found = [raw for _, raw in read_file("-", stdin=BytesIO(body.encode()))]

    assert ["bad" if isinstance(raw, SetAside) else "good" for raw in found] == lines
    broken = next(raw for raw in found if isinstance(raw, SetAside))
    assert f"standard input, line {lines.index('bad') + 1}: This is no JSON" in broken.reason
    assert read(broken, source="file").problems == (broken,)


def test_tells_of_odd_bytes_in_a_line() -> None:
    body = json.dumps(RELEASE).encode() + b'\n{"id": "2", "tag": ["tender"], "title": "\xa3"}\n'

    found = list(read_file("-", stdin=BytesIO(body)))

    assert found[1] == ("standard input, line 2", {"id": "2", "tag": ["tender"], "title": "£"})
    assert isinstance(found[2][1], SetAside)


@pytest.mark.parametrize(
    ("name", "body", "message"),
    [
        pytest.param("absent.json", None, "There is no file", id="missing"),
        pytest.param(".", None, "is a directory", id="directory"),
        pytest.param("empty.json", b"", "it is empty", id="empty"),
        pytest.param("page.json", b"<html>\n</html>\n", "This is no JSON", id="web page"),
        pytest.param(
            "half.json.gz", gzip.compress(b'{"releases": []}')[:-9], "damaged gzip file", id="half a gzip file"
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(
    tmp_path: Path, name: str, body: bytes | None, message: str
) -> None:
    file = tmp_path / name
    if body is not None:
        file.write_bytes(body)

    with pytest.raises(BadPage, match=message) as caught:
        list(read_file(file))

    assert str(file) in str(caught.value)
