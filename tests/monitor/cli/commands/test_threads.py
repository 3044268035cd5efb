from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.mark.usefixtures("filled")
def test_lists_commitments_with_their_state_for_people_and_programs(run: Run) -> None:
    shown, told = run("threads"), run("threads", "--json")

    [row] = json.loads(told.out)
    assert (shown.code, told.code) == (0, 0)
    assert (row["state"], row["theme"], row["ocid"]) == ("open", "jobs_skills", "ocds-h6vhtk-000002")
    assert "12 apprentices" in row["quote"]
    assert "Look next for" in shown.out
    assert "ocds-h6vhtk-000002" in shown.out


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["--state", "open"], 1),
        (["--state", "weakened"], 0),
        (["--theme", "jobs_skills"], 1),
        (["--theme", "climate"], 0),
        (["ocds-h6vhtk-000002"], 1),
        (["ocds-h6vhtk-000001"], 0),
        (["--overdue"], 0),
        (["--offset", "1"], 0),
    ],
)
def test_options_narrow_the_list(run: Run, options: list[str], count: int) -> None:
    said = run("threads", *options, "--json")

    assert said.code == 0
    assert len(json.loads(said.out)) == count


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ocds-none"], "no procurement has the OCID 'ocds-none'"),
        (["--theme", "climat"], "no theme is called 'climat'"),
        (["--state", "lost"], "not_seen_again"),
    ],
)
def test_what_is_not_known_is_wrong_usage(run: Run, arguments: list[str], words: str) -> None:
    said = run("threads", *arguments)

    assert said.code == 2
    assert words in said.err


@pytest.mark.usefixtures("filled")
def test_an_empty_answer_says_what_to_do(run: Run) -> None:
    assert "fewer options find more" in run("threads", "--state", "rated_met").out
