from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from nlp.taxonomy.themes import Principle

Run = Callable[..., Any]
ALL = [one.value for one in Principle]


def test_the_seven_are_listed_with_their_themes_and_indicators(run: Run) -> None:
    found = json.loads(run("principles", "--json").out)

    assert [one["principle"] for one in found] == ALL
    assert "Fair treatment of suppliers" in run("principles").out
    assert all(one["themes"] and one["indicators"] for one in found)


@pytest.mark.usefixtures("filled")
def test_a_notice_is_read_by_principle(run: Run) -> None:
    found = {one["principle"]: one for one in json.loads(run("principles", "000002-2026", "--json").out)}
    shown = run("principles", "000002-2026").out

    assert list(found) == ALL
    assert (found["public_good"]["state"], found["public_good"]["levels"]) == ("published", [0, 0, 0, 0, 1])
    assert found["integrity"]["state"] == "not_published"
    assert "1 measurable" in shown
    assert "not published" in shown


@pytest.mark.usefixtures("filled")
def test_a_buyer_is_read_by_principle(run: Run) -> None:
    found = {
        one["principle"]: one
        for one in json.loads(run("principles", "--buyer", "GB-PPON-POPL-1111-AAAA", "--json").out)
    }
    shown = run("principles", "--buyer", "GB-PPON-POPL-1111-AAAA").out

    assert (found["public_good"]["notices"], found["public_good"]["states"]["published"]) == (3, 1)
    assert found["public_good"]["asked"]["flags"] == ["SV01"]
    assert found["public_good"]["asked"]["not_applicable"] > 0
    assert "1 published," in shown


@pytest.mark.parametrize("arguments", [["nothing"], ["--buyer", "nobody"], ["a", "--buyer", "b"]], ids=" ".join)
@pytest.mark.usefixtures("filled")
def test_what_is_not_kept_is_told(run: Run, arguments: list[str]) -> None:
    assert run("principles", *arguments).code == 2
