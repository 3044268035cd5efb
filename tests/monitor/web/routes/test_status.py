from __future__ import annotations

from typing import Any


def test_status_tells_what_is_kept_what_ran_and_what_was_set_aside(web: Any) -> None:
    page, twin = web.get("/status").text, web.get("/status.json").json()

    assert (twin["notices"], twin["commitments"], twin["flags"], twin["unread_pages"]) == (3, 3, 1, 0)
    assert (twin["extractor"], twin["rules"]) == ("test-1", "rules-1")
    assert twin["set_aside"][0]["reason"] in page
    assert "Run 1" in page


def test_status_of_an_empty_database_says_what_makes_the_first_run(empty: Any) -> None:
    assert "ethos run" in empty.get("/status").text
