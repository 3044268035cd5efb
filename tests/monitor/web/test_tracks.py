from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.web.tracks import places, track

STATIONS = {"1": 0, "2": 1, "3": 2, "4": 3}


def step(notice_id: str, stage: str, **fields: Any) -> dict[str, Any]:
    return {"notice_id": notice_id, "stage": stage, **fields}


@given(count=st.integers(1, 200))
def test_stations_stand_evenly_and_within_the_picture(count: int) -> None:
    found = places(count)

    assert len(found) == count
    assert found == sorted(found)
    assert all(0 < place < 100 for place in found)


def test_a_track_runs_from_its_first_station_to_its_last() -> None:
    found = track([step("1", "asked"), step("3", "agreed")], STATIONS)

    assert found is not None
    assert (found.start, found.end) == (12.5, 62.5)
    assert [one.number for one in found.marks] == [1, 3]
    assert found.words == "Asked in notice 1; agreed in notice 3"


@pytest.mark.parametrize(
    ("steps", "kind", "words"),
    [
        ([step("4", "rated", rating="met")], "met", "Rated met in notice 4"),
        ([step("4", "rated", rating="met"), step("4", "rated", rating="below")], "missed", "Rated missed in notice 4"),
        ([step("4", "rated", rating="other")], "rated", "Rated in notice 4"),
        ([step("4", "changed", shift={"direction": "weaker"})], "weaker", "Changed, weaker in notice 4"),
        ([step("4", "agreed", shift={"direction": "firmer"})], "firmer", "Agreed, firmer in notice 4"),
        ([step("4", "ended")], "ended", "Ended in notice 4"),
    ],
)
def test_a_mark_tells_what_happened(steps: list[dict[str, Any]], kind: str, words: str) -> None:
    found = track(steps, STATIONS)

    assert found is not None
    assert (found.marks[0].kind, found.words) == (kind, words)


def test_steps_of_notices_that_are_not_held_have_no_track() -> None:
    assert track([step("9", "asked")], STATIONS) is None
