"""Each command as its user would call it, on a small database of its own."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.cli.main import Commands, ethos, first_line

Run = Callable[..., Any]
NAMES = Commands(name="ethos").list_commands(None)  # type: ignore[arg-type]
NOBODY = "http://127.0.0.1:9"


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_with_an_example(run: Run, name: str) -> None:
    said = run(name, "--help")

    assert said.code == 0
    assert "\n  Example:\n    " in said.out
    assert f"ethos {name}" in said.out.partition("Example:")[2]


@pytest.mark.parametrize("name", NAMES)
def test_every_command_stands_in_the_help_with_what_it_is_for(run: Run, name: str) -> None:
    words = " ".join(run("--help").out.split())

    assert f" {name} {' '.join(first_line(name).split())}" in words


def test_the_help_is_what_one_gets_without_a_command(run: Run) -> None:
    said = run()

    assert "ethos demo" in said.out + said.err


def test_tells_its_version(run: Run) -> None:
    assert run("--version").out.startswith("ethos, version ")


@pytest.mark.usefixtures("filled")
def test_a_search_with_bytes_that_are_no_text_finds_nothing(run: Run) -> None:
    said = run("notices", "--words", "\udcff", "--buyer", "\udcfe", "--json")

    assert (said.code, json.loads(said.out)) == (0, [])


TABLES = ["notices", "flags", "buyers", "ledger", "indicators", "themes"]


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.usefixtures("filled")
def test_a_table_is_also_json_and_csv(run: Run, name: str) -> None:
    objects = json.loads(run(name, "--json").out)
    rows = list(csv.DictReader(io.StringIO(run(name, "--csv").out, newline="")))

    assert len(objects) == len(rows) > 0
    assert list(objects[0]) == list(rows[0])


@pytest.mark.parametrize("name", ["notices", "flags", "buyers", "ledger", "status"])
def test_an_empty_database_says_what_to_do(run: Run, name: str) -> None:
    said = run(name)

    assert said.code == 0
    assert "ethos " in said.out


@pytest.mark.usefixtures("filled")
def test_markup_and_smileys_of_a_notice_are_shown_as_they_are(run: Run) -> None:
    words = run("notices").out

    assert "[red]" in words
    assert ":smile:" in words


@pytest.mark.usefixtures("filled")
def test_a_benchmark_is_also_json_and_csv(run: Run) -> None:
    found = json.loads(run("benchmark", "Office for Public Ledgers", "--json").out)
    rows = list(csv.DictReader(io.StringIO(run("benchmark", "ledgers", "--csv").out, newline="")))

    assert found["buyer"]["name"] == "Office for Public Ledgers"
    assert [row["measure"] for row in rows] == [line["measure"] for line in found["lines"]]
    assert "Office for Public Ledgers beside 0 other buyers" in run("benchmark", "ledgers").out


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (["--words", "apprentices"], ["000002-2026"]),
        (["--words", '"binding of ledgers"'], ["000001-2026"]),
        (["--theme", "jobs_skills"], ["000002-2026"]),
        (["--level", "4"], ["000002-2026"]),
        (["--buyer", "ledgers", "--limit", "1"], ["000003-2026"]),
        (["--type", "uk4", "--offset", "2"], ["000001-2026"]),
        (["--until", "2026-11-22"], []),
        (["--indicator", "sv01", "--since", "2026-11-23"], ["000003-2026", "000001-2026"]),
        (["--ocid", "ocds-h6vhtk-000003"], ["000003-2026"]),
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("filled")
def test_notices_are_found_by_what_is_asked(run: Run, arguments: list[str], ids: list[str]) -> None:
    assert [row["notice_id"] for row in json.loads(run("notices", "--json", *arguments).out)] == ids


@pytest.mark.usefixtures("filled")
def test_status_shows_what_was_set_aside_and_ends_with_one(run: Run) -> None:
    shown = run("status")
    told = run("status", "--json")

    found = json.loads(told.out)
    assert (shown.code, told.code) == (1, 1)
    assert "soon" in shown.out
    assert found["notices"] == 3
    assert [one["release_id"] for one in found["set_aside"] if one["whole"]] == ["000004-2026"]
    assert [one["ending"] for one in found["runs"]] == ["new"]


@pytest.mark.usefixtures("filled")
def test_the_ledger_tells_each_day(run: Run) -> None:
    days = {line["day"]: line for line in json.loads(run("ledger", "--json").out)}

    assert (days["2026-11-23"]["state"], days["2026-11-23"]["notices"]) == ("complete", 3)


@pytest.mark.parametrize("form", ["jsonl", "csv"])
@pytest.mark.usefixtures("filled")
def test_an_export_to_a_file_is_the_one_to_standard_output(run: Run, tmp_path: Path, form: str) -> None:
    path = tmp_path / "notices.out"

    said = run("export", "notices", "--format", form)
    run("export", "notices", "--format", form, "--output", str(path))

    assert path.read_bytes() == said.out.encode()
    assert list(tmp_path.glob(".*")) == []


def test_an_indicator_is_shown_by_its_code_and_an_unknown_one_is_told(run: Run) -> None:
    assert [row["code"] for row in json.loads(run("indicators", "op01", "--json").out)] == ["OP01"]
    unknown = run("indicators", "[/red]")
    assert unknown.code == 2
    assert "'[/red]'" in unknown.err


def test_a_draft_is_checked_and_nothing_made(run: Run, tmp_path: Path) -> None:
    (tmp_path / "[draft].txt").write_text("The supplier must employ 12 apprentices by March 2027.")

    table = run("check", str(tmp_path / "[draft].txt"))
    found = json.loads(run("check", str(tmp_path / "[draft].txt"), "--json").out)

    assert table.code == 0
    assert "[draft].txt" in table.out
    assert found["themes"]
    assert found["findings"] == []
    assert not (tmp_path / "data").exists()


def program(environment: dict[str, str], *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", "from monitor.cli.main import main; main()", *arguments],
        env=environment,
        input=given,
        capture_output=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("name", ["extract", "assess"])
def test_file_mode_reads_and_writes_the_standard_streams(
    environment: dict[str, str], make_release: Any, tmp_path: Path, name: str
) -> None:
    text = "The supplier must pay the real living wage, and employ 12 apprentices by March 2027."
    given = json.dumps(make_release(1, description=text)).encode() + b'\n{"cut sho\n'

    streams = program(environment, name, "--input", "-", "--output", "-", given=given)

    lines = [json.loads(line) for line in streams.stdout.splitlines()]
    assert streams.returncode == 1
    assert lines
    assert {line["notice_id"] for line in lines} == {"000001-2026"}
    assert b"line 2" in streams.stderr
    assert not (tmp_path / "data").exists()


def test_every_command_is_found_by_the_program() -> None:
    assert isinstance(ethos, Commands)
    assert {"run", "demo", "replay", "collect", "ledger", "status", "check", "export"} <= set(NAMES)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("flags", "--indicator", "XX99"), id="an indicator"),
        pytest.param(("flags", "--theme", "nope"), id="a theme"),
        pytest.param(("notices", "--type", "UK99"), id="a type of notice"),
    ],
)
def test_a_code_that_is_none_is_no_clean_answer(run: Run, arguments: tuple[str, ...]) -> None:
    told = run(*arguments)

    assert told.code == 2
    assert repr(arguments[-1]) in told.err


@pytest.mark.usefixtures("filled")
def test_a_moment_is_shown_to_the_minute_and_told_in_full_to_programs(run: Run) -> None:
    table, told = run("extract", "--list-versions").out, json.loads(run("extract", "--list-versions", "--json").out)

    moment = datetime.fromisoformat(told[0]["first_at"]).astimezone(UTC)
    assert f"{moment:%Y-%m-%d %H:%M} UTC" in table
    assert "+00:00" not in table
