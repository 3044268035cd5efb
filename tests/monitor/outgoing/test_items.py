from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from alerts.message import Quote, What
from monitor.models import Event, StoredNotice
from monitor.outgoing.items import AROUND, Seen, in_context, item_of, money
from scrapers.notice import Segment

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def event(**fields: Any) -> Event:
    given: dict[str, Any] = {
        "key": 1,
        "name": "notice:x:1",
        "kind": "notice",
        "ocid": "ocds-1",
        "severity": "practice",
        "at": AT,
    }
    return Event(**(given | {"notice_id": "000001-2026", "facts": {}} | fields))


def notice(**fields: Any) -> StoredNotice:
    given: dict[str, Any] = {
        "source": "find_a_tender",
        "release_id": "000001-2026",
        "ocid": "ocds-1",
        "notice_type": "UK4",
        "regime": "act_2023",
        "published_at": AT - timedelta(days=1),
        "buyer_name": "Borough of Northmere",
        "title": "Ledgers",
        "value_net": Decimal(5000),
        "currency": "GBP",
        "page_sha256": "0" * 64,
        "first_seen_at": AT,
        "changed_at": AT,
    }
    return StoredNotice(**(given | fields))


def made(told: Event, seen: Seen) -> Any:
    return item_of(told, seen, titles={"OP10": "Performance notice overdue"}, public_url="https://ethos.example/")


def test_a_new_notice_says_what_was_read_in_it() -> None:
    item = made(event(), Seen(notice=notice(), themes={"jobs_skills": 4}))

    assert (item.what, item.heading, item.buyer, item.value) == (
        What.NOTICE,
        "Tender notice",
        "Borough of Northmere",
        "£5,000",
    )
    assert item.reason.startswith("Commitments read in it: ")
    assert item.reason.endswith(" (measurable).")
    assert item.page_url == "https://ethos.example/notices/000001-2026"


def test_a_commitment_that_changed_says_how() -> None:
    facts = {"theme": "jobs_skills", "from": "open", "to": "not_seen_again", "reason": "it is not in the award"}

    item = made(event(kind="thread", facts={**facts, "quote": "12 apprentices"}), Seen(notice=notice()))

    assert (item.what, item.heading) == (What.THREAD, "Commitment not seen again")
    assert item.reason.endswith(": it is not in the award")
    assert [quoted.text for quoted in item.quotes] == ["12 apprentices"]


def test_a_flag_that_is_no_longer_kept_is_told_all_the_same() -> None:
    item = made(event(kind="deadline", indicator="OP10"), Seen(notice=notice()))

    assert (item.indicator, item.indicator_title, item.title) == ("OP10", "Performance notice overdue", "Ledgers")


def test_an_event_whose_notice_is_gone_still_has_an_item() -> None:
    item = made(event(), Seen())

    assert (item.title, item.published_at) == ("(no title published)", AT)


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        pytest.param("We ask for 12 apprentices a year.", "We ask for ", " a year.", id="short"),
        pytest.param("a" * 999 + "12 apprentices" + "b" * 999, "…" + "a" * AROUND, "b" * AROUND + "…", id="long"),
    ],
)
def test_a_quote_stands_between_the_words_around_it(text: str, before: str, after: str) -> None:
    quoted = in_context(Quote(text="12 apprentices", pointer="/a"), [Segment(pointer="/a", text=text)])

    assert (quoted.before, quoted.after) == (before, after)


def test_a_quote_that_its_text_does_not_hold_stands_alone() -> None:
    quoted = Quote(text="12 apprentices", pointer="/a")

    assert (
        in_context(quoted, [Segment(pointer="/b", text="12 apprentices"), Segment(pointer="/a", text="no")]) == quoted
    )


@pytest.mark.parametrize(
    ("value", "currency", "shown"),
    [
        (Decimal(1234567), "GBP", "£1,234,567"),
        (Decimal("1234.5"), "GBP", "£1,234.50"),
        (Decimal(10), "CHF", "CHF 10"),
        (Decimal(10), None, "10"),
        (None, "GBP", None),
    ],
)
def test_money_reads_as_people_write_it(value: Decimal | None, currency: str | None, shown: str | None) -> None:
    assert money(value, currency) == shown


def test_what_stands_around_a_quote_holds_no_half_of_a_contact() -> None:
    text = f"Ask a.clerk@northmere.example{' ' * (AROUND - 10)}12 apprentices{' ' * (AROUND - 6)}01632 960123"

    quoted = in_context(Quote(text="12 apprentices", pointer="/a"), [Segment(pointer="/a", text=text)])

    assert "northmere" not in quoted.before
    assert "0163" not in quoted.after
