from __future__ import annotations

from typing import Any

NORTHMERE = "GB-PPON-PNOR-0001-AAAA"


def test_a_buyer_stands_beside_the_others_of_its_kind_with_counts_and_intervals(web: Any) -> None:
    page, twin = web.get(f"/benchmark/{NORTHMERE}").text, web.get(f"/benchmark/{NORTHMERE}.json").json()

    jobs = next(line for line in twin["lines"] if line["measure"] == "jobs_skills")
    assert twin["peers"] == 1
    assert (jobs["buyer_hits"], jobs["buyer_total"], jobs["peers_hits"], jobs["peers_total"]) == (1, 1, 0, 1)
    assert jobs["reading"] == "too few to tell"
    assert "1 of 1" in page
    assert "100%, between 21% and 100%" in page
    assert "too few to tell" in page


def test_a_measure_without_cases_shows_no_bar(web: Any) -> None:
    page, twin = web.get(f"/benchmark/{NORTHMERE}").text, web.get(f"/benchmark/{NORTHMERE}.json").json()

    empty = [line for line in twin["lines"] if line["buyer_total"] == 0]
    bars = sum((line["buyer_total"] > 0) + (line["peers_total"] > 0) for line in twin["lines"])
    assert empty
    assert page.count("<svg") == bars
