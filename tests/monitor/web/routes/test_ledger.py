from __future__ import annotations

from typing import Any

import pytest


def test_a_day_shows_what_was_walked_and_what_came(web: Any) -> None:
    page, twin = web.get("/ledger").text, web.get("/ledger.json").json()

    day = twin["items"][0]
    assert (day["day"], day["state"], day["pages"], day["releases"], day["notices"]) == (
        "2026-11-02",
        "complete",
        1,
        1,
        1,
    )
    assert "complete" in page
    assert 'href="/?since=2026-11-02&amp;until=2026-11-02"' in page


def test_the_table_has_a_line_a_day(web: Any) -> None:
    heading, line = web.get("/ledger.csv").text.splitlines()

    assert heading.startswith("source,day,state")
    assert line.startswith("find_a_tender,2026-11-02,complete")


def test_days_outside_the_dates_are_left_out(web: Any) -> None:
    answer = web.get("/ledger?since=2026-11-03")

    assert "No day between these" in answer.text
    assert web.get("/ledger.json?until=2026-11-02&since=").json()["items"]


@pytest.mark.parametrize("asked", ["since=banana", "until=9999-12-31", "day=2026-11-02"])
def test_a_bad_parameter_is_one_sentence(web: Any, asked: str) -> None:
    answer = web.get(f"/ledger.json?{asked}")

    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "bad_request"


def test_an_empty_ledger_says_what_begins_it(empty: Any) -> None:
    assert "ethos collect" in empty.get("/ledger").text
