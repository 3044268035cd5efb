"""What goes wrong ends in one sentence and the exit code that says what kind of trouble it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]
NOBODY = "http://127.0.0.1:9"

WRONG = [
    pytest.param(["fetch"], "No such command 'fetch'", id="an unknown command"),
    pytest.param(["notices", "--word", "x"], "--word", id="an unknown option"),
    pytest.param(["notices", "--since", "yesterday"], "2026-08-10", id="a date that is none"),
    pytest.param(["notices", "--since", "2026-02-30"], "2026-02-30", id="a day that is not"),
    pytest.param(["notices", "--level", "9"], "9", id="a level too high"),
    pytest.param(["notices", "--limit", "0"], "0", id="a limit of nothing"),
    pytest.param(["notices", "--cpv", "4x"], "two to eight digits", id="a CPV code that is none"),
    pytest.param(["flags", "--region", "%"], "such as UKC", id="a region that is none"),
    pytest.param(
        ["notices", "--since", "2026-11-02", "--until", "2026-11-01"], "swap them", id="days the wrong way round"
    ),
    pytest.param(["flags", "--value-from", "2", "--value-until", "1"], "swap them", id="amounts the wrong way round"),
    pytest.param(["flags", "--kind", "crime"], "crime", id="an unknown kind"),
    pytest.param(["notices", "--json", "--csv"], "one of --json and --csv", id="two forms"),
    pytest.param(
        ["benchmark", "Northmere", "--json", "--csv"], "one of --json and --csv", id="two forms of a benchmark"
    ),
    pytest.param(["collect", "find_a_tendre"], "find_a_tender", id="an unknown source"),
    pytest.param(["collect", "--since", "soon"], "2026-08-10T06:00", id="a time that is none"),
    pytest.param(["run", "--until", "2026-13-01"], "2026-13-01", id="a month that is not"),
    pytest.param(["ledger", "find_a_tendre"], "find_a_tender", id="an unknown source of a ledger"),
    pytest.param(["benchmark"], "BUYER", id="no buyer"),
    pytest.param(["benchmark", "Nowhere"], "ethos buyers", id="an unknown buyer"),
    pytest.param(["check"], "FILE", id="no draft"),
    pytest.param(["check", "nowhere.txt"], "nowhere.txt", id="a draft that is missing"),
    pytest.param(["check", "/"], "is a directory", id="a draft that is a directory"),
    pytest.param(["extract", "--input", "x"], "--input and --output go together", id="half of file mode"),
    pytest.param(["assess", "--output", "x"], "--input and --output go together", id="the other half"),
    pytest.param(["extract", "--input", "nowhere.json", "--output", "-"], "no file nowhere.json", id="a missing input"),
    pytest.param(["assess", "--input", "/", "--output", "-"], "is a directory", id="an input that is a directory"),
    pytest.param(["export", "everything"], "everything", id="an unknown kind of export"),
    pytest.param(["export", "--output", "/"], "/", id="an export to a directory"),
    pytest.param(["export", "--output", "nowhere/x"], "nowhere", id="an export to nowhere"),
    pytest.param(["replay", "nowhere"], "nowhere", id="a replay of nothing"),
    pytest.param(["replay", ".", "--port", "70000"], "70000", id="a port that is none"),
]


@pytest.mark.parametrize(("arguments", "named"), WRONG)
def test_wrong_usage_ends_with_two_and_says_what_is_wrong(run: Run, arguments: list[str], named: str) -> None:
    said = run(*arguments)

    assert said.code == 2
    assert named in said.err
    assert said.out == ""
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("variable", "named"),
    [
        ("ETHOS_DATABSE__URL", "databse"),
        ("ETHOS_WEB__PROT", "web.prot"),
        ("ETHOS_SCRAPERS__FIND_A_TENDER__SINSE", "scrapers.find_a_tender.sinse"),
        ("ETHOS_VERBOSE", "verbose"),
    ],
)
@pytest.mark.parametrize("name", ["run", "status", "notices"])
def test_a_misspelt_setting_ends_with_two_and_is_named(run: Run, name: str, variable: str, named: str) -> None:
    said = run(name, **{variable: "1"})

    assert said.code == 2
    assert f"the setting {named} is not a setting" in said.err
    assert said.err.count("\n") == 1


def test_a_channel_that_cannot_work_ends_with_two_and_names_its_key(run: Run) -> None:
    said = run("notify", ETHOS_ALERTS__EMAIL__ENABLED="true")

    assert said.code == 2
    assert "email" in said.err.lower()


@pytest.mark.parametrize(
    "name", ["run", "collect", "notices", "flags", "buyers", "ledger", "status", "export", "notify"]
)
def test_a_database_that_cannot_be_reached_ends_with_three(run: Run, name: str) -> None:
    said = run(name, ETHOS_DATABASE__URL="sqlite:////proc/ethos/ethos.db")

    assert said.code == 3
    assert said.err.startswith("ethos: the database sqlite:////proc/ethos/ethos.db can't be used")
    assert said.err.count("\n") == 1


def test_a_source_that_cannot_be_reached_ends_with_three_and_is_told_once(run: Run) -> None:
    said = run("collect", "--since", "2026-11-20", "--until", "2026-11-21")

    [sentence] = [line for line in said.err.splitlines() if line.startswith("ethos:")]
    assert said.code == 3
    assert "Find a Tender can't be reached" in sentence
    assert NOBODY in sentence
