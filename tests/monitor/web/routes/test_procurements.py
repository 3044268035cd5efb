from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest

from monitor.services import Services
from monitor.store import threads
from monitor.tracing.procurement import Procurement
from nlp.commitment import Commitment, Level, Modality
from scrapers.notice import Notice, NoticeType, Segment

OCID = "ocds-example-21"
PLACE = f"/procurements/{OCID}"
ASK = "must take on 12 apprentices each year"
LESS = "must take on 8 apprentices each year"
HOSTILE = "</p><script>alert('x')</script> must take on 12 <img src=x onerror=alert(1)>"
Make = Callable[..., Any]


def said(one: Notice, words: str, theme: str = "jobs_skills") -> Commitment:
    start = one.segments[0].text.index(words)
    return Commitment(
        notice_id=one.id,
        pointer="/tender/description",
        start=start,
        end=start + len(words),
        quote=words,
        theme=theme,
        level=Level.MEASURABLE,
        modality=Modality.MUST,
    )


@pytest.fixture
def trace(services: Services, keep: Make) -> Callable[..., None]:
    """Keep the notices of a procurement with their words, and the threads that follow from them."""

    def traced(*pairs: tuple[Notice, str]) -> None:
        for one, words in pairs:
            keep(one, *([(words, "jobs_skills", Level.MEASURABLE)] if words else []))
        procurement = Procurement(
            ocid=pairs[0][0].ocid,
            notices=tuple(one for one, _ in pairs),
            as_of=date(2026, 11, 20),
            commitments=tuple(said(one, words) for one, words in pairs if words),
        )
        with services.store.writing() as session:
            threads.put(session, [procurement], at=services.clock.now())

    return traced


@pytest.fixture
def followed(web: Any, trace: Make, make: Make, judge: Make) -> Any:
    """A promise of 12 apprentices that a change lowers to 8, and an update that is silent about it."""
    tender = make(1, f"The supplier {ASK}.", ocid=OCID, id="000021-2026", award_due=datetime(2026, 11, 9, tzinfo=UTC))
    update = make(2, "The closing day moves.", ocid=OCID, id="000022-2026", is_update=True)
    details = make(3, f"The supplier {ASK}.", ocid=OCID, id="000023-2026", notice_type=NoticeType.UK7)
    change = make(4, f"The supplier {LESS}.", ocid=OCID, id="000024-2026", notice_type=NoticeType.UK10)
    trace((tender, ASK), (update, ""), (details, ASK), (change, LESS))
    judge(tender, ("/tender/description", ASK))
    return web


def test_the_page_and_its_twin_tell_the_same(followed: Any) -> None:
    page, twin = followed.get(PLACE).text, followed.get(f"{PLACE}.json").json()

    [thread] = twin["threads"]
    assert (thread["state"], thread["theme"], thread["quote"]) == ("weakened", "jobs_skills", ASK)
    assert thread["reason"] == "it went from 12 apprentices to 8 apprentices"
    assert twin["states"] == {"weakened": 1}
    assert [one["id"] for one in twin["notices"]] == ["000021-2026", "000022-2026", "000023-2026", "000024-2026"]
    assert "It went from 12 apprentices to 8 apprentices." in page
    assert '<span class="thread-state weakened">Weakened</span>' in page
    assert "1 commitment followed through 4 notices" in page
    assert twin["licence"]["text"] in unescape(page)


def test_programs_are_given_the_same_at_both_addresses(followed: Any) -> None:
    assert followed.get(f"/api{PLACE}").json() == followed.get(f"{PLACE}.json").json()


def test_each_step_links_to_its_words_where_they_are_marked(followed: Any) -> None:
    [thread] = followed.get(f"{PLACE}.json").json()["threads"]

    for step in thread["steps"]:
        address, _, anchor = step["link"].partition("#")
        assert f'id="{anchor}"' in followed.get(address).text


def test_each_step_shows_its_quote_its_score_and_its_reasons(followed: Any) -> None:
    page = followed.get(PLACE).text

    assert page.count("<blockquote>") >= 3
    assert "Match 1.00 of 1: same theme, word for word the same" in page
    assert "Weaker: from 12 apprentices to 8 apprentices" in page


def test_the_picture_has_a_text_in_its_place(followed: Any) -> None:
    page = followed.get(PLACE).text

    assert 'aria-label="4 notices in the order they were published; the list below names them"' in page
    assert 'aria-label="Asked in notice 1; agreed in notice 3; changed, weaker in notice 4"' in page
    assert page.count('role="img"') == 2


def test_the_page_has_no_script_and_no_style_of_its_own(followed: Any) -> None:
    page = followed.get(PLACE).text

    assert "<script" not in page
    assert "style=" not in page


def test_the_next_notice_and_its_day_are_told(web: Any, trace: Make, make: Make) -> None:
    due = datetime(2026, 11, 25, 12, tzinfo=UTC)
    trace((make(1, f"The supplier {ASK}.", ocid=OCID, id="000021-2026", award_due=due), ASK))

    page, twin = web.get(PLACE).text, web.get(f"{PLACE}.json").json()

    [thread] = twin["threads"]
    assert thread["next"]["notice_type"] == "UK6"
    assert (thread["next"]["by"], thread["is_overdue"]) == ("2026-11-25", False)
    assert "Look next for:" in page
    assert "25 November 2026" in page


def test_a_day_that_has_passed_is_told_as_such(web: Any, trace: Make, make: Make) -> None:
    due = datetime(2026, 11, 19, 12, tzinfo=UTC)
    trace((make(1, f"The supplier {ASK}.", ocid=OCID, id="000021-2026", award_due=due), ASK))

    page = web.get(PLACE).text

    assert "Not held yet:" in page
    assert web.get(f"{PLACE}.json").json()["threads"][0]["is_overdue"] is True


def test_findings_stand_below_with_links_to_their_words(followed: Any) -> None:
    page, twin = followed.get(PLACE).text, followed.get(f"{PLACE}.json").json()

    [finding] = twin["findings"]
    assert finding["evidence"][0]["link"].startswith("/notices/000021-2026#words-")
    assert "Question raised" in page


def test_the_table_has_a_row_for_each_step(followed: Any) -> None:
    answer = followed.get(f"{PLACE}.csv")

    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.headers["content-type"].startswith("text/csv")
    assert [(row["state"], row["stage"], row["notice_id"]) for row in rows] == [
        ("weakened", "asked", "000021-2026"),
        ("weakened", "agreed", "000023-2026"),
        ("weakened", "changed", "000024-2026"),
    ]


def test_the_notice_and_the_flag_lead_to_the_procurement(followed: Any) -> None:
    assert f'href="{PLACE}"' in followed.get("/notices/000021-2026").text
    assert f'href="{PLACE}"' in followed.get("/flags").text


def test_a_procurement_without_commitments_still_shows_its_notices(web: Any) -> None:
    page = web.get("/procurements/ocds-example-3").text

    assert "no commitment in them to follow" in page
    assert "Tender notice (UK4)" in page


def test_an_unknown_procurement_is_told_as_such(web: Any) -> None:
    answer = web.get("/procurements/none.json")

    assert answer.status_code == 404
    assert "no procurement has the OCID 'none'" in answer.json()["error"]["message"].replace("No", "no", 1)


@pytest.mark.parametrize("ocid", ["a/b", "å b?c#d", "'\"<>", "50%"])
def test_a_procurement_is_found_by_any_ocid(web: Any, keep: Make, make: Make, ocid: str) -> None:
    keep(make(4, "Some text.", ocid=ocid))

    assert web.get(f"/procurements/{quote(ocid, safe='')}").status_code == 200
    assert web.get(f"/procurements/{quote(ocid, safe='')}.json").json()["procurement"]["ocid"] == ocid


def test_hostile_words_are_shown_and_never_obeyed(web: Any, trace: Make, make: Make) -> None:
    one = make(
        1, HOSTILE, ocid=OCID, id="000021-2026", segments=(Segment(pointer="/tender/description", text=HOSTILE),)
    )
    trace((one, HOSTILE))

    page = web.get(PLACE).text

    assert "<script" not in page
    assert "<img" not in page
    assert re.search(r"&lt;script&gt;", page)
