from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from monitor.models import StoredNotice, StoredSegment
from monitor.services import Services
from monitor.store import buyers, notices, search
from monitor.store.engine import Store
from scrapers.notice import Money, Notice, Organisation, Segment

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
Make = Callable[..., Notice]


def found(store: Store, words: str) -> list[str]:
    statement = select(StoredNotice.release_id).where(notices.matching(words, sqlite=store.is_sqlite))
    with store.reading() as session:
        return sorted(session.exec(statement))


def test_a_notice_is_new_then_unchanged_then_changed(store: Store, make_notice: Make) -> None:
    with store.writing() as session:
        first = notices.keep(session, [make_notice(1), make_notice(2)], at=NOW)
        second = notices.keep(session, [make_notice(1), make_notice(2)], at=LATER)
        third = notices.keep(session, [make_notice(1), make_notice(2, title="Ledgers, mended")], at=LATER)

    assert first == notices.Kept(new=2)
    assert second == notices.Kept(unchanged=2)
    assert third == notices.Kept(changed=1, unchanged=1)


def test_the_same_words_on_another_page_are_unchanged(store: Store, make_notice: Make) -> None:
    with store.writing() as session:
        notices.keep(session, [make_notice(1)], at=NOW)
        kept = notices.keep(session, [make_notice(1, page_sha256="f" * 64)], at=LATER)

    assert kept == notices.Kept(unchanged=1)


def test_only_a_change_moves_the_time_of_change(store: Store, make_notice: Make) -> None:
    with store.writing() as session:
        notices.keep(session, [make_notice(1), make_notice(2)], at=NOW)
        notices.keep(session, [make_notice(1), make_notice(2, "Other words.")], at=LATER)
        rows = session.exec(select(StoredNotice).order_by(col(StoredNotice.key))).all()

    assert [(row.first_seen_at, row.changed_at) for row in rows] == [(NOW, NOW), (NOW, LATER)]


def test_a_change_replaces_texts_and_index(store: Store, make_notice: Make) -> None:
    with store.writing() as session:
        notices.keep(session, [make_notice(1, "Apprentices in foundries.")], at=NOW)
    with store.writing() as session:
        notices.keep(session, [make_notice(1, "Orchards by the sea.")], at=LATER)

    with store.reading() as session:
        assert session.exec(select(StoredSegment.text)).all() == ["Orchards by the sea."]
    assert found(store, "foundries") == []
    assert found(store, "orchards") == ["000001-2026"]


def test_a_notice_comes_back_as_it_went_in(store: Store, make_notice: Make) -> None:
    segments = (
        Segment(pointer="/tender/lots/0", text="Fünf Äpfel 🍎", weight=Decimal("12.5"), frequency=30, also=("/x",)),
        Segment(pointer="/tender/title", text=""),
    )
    given = make_notice(1, segments=segments, value=Money(net=Decimal("1.25"), currency="GBP"), cpv=("03000000",))
    with store.writing() as session:
        notices.keep(session, [given], at=NOW)

    with store.reading() as session:
        row = notices.by_id(session, given.id)
        assert row is not None
        assert notices.segments(session, [row.key])[row.key] == list(segments)
        facts = notices.facts(row)
    assert (facts.value, facts.cpv, facts.buyer, facts.published_at) == (
        given.value,
        given.cpv,
        given.buyer,
        given.published_at,
    )


def test_the_last_of_two_with_one_id_on_a_page_counts(store: Store, make_notice: Make) -> None:
    with store.writing() as session:
        kept = notices.keep(session, [make_notice(1, title="First"), make_notice(1, title="Second")], at=NOW)
        titles = session.exec(select(StoredNotice.title)).all()

    assert (kept, titles) == (notices.Kept(new=1), ["Second"])


def test_one_id_at_two_sources_is_two_notices(store: Store, make_notice: Make) -> None:
    with store.writing() as session:
        kept = notices.keep(session, [make_notice(1), make_notice(1, source="elsewhere")], at=NOW)

    assert kept == notices.Kept(new=2)


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        pytest.param("wage", [1, 2], id="one word"),
        pytest.param("WAGE living", [1, 2], id="two words in any order and case"),
        pytest.param('"living wage"', [1], id="a phrase"),
        pytest.param('"living wage" foundry', [], id="a phrase and a word that is not there"),
        pytest.param("apprentice", [3], id="another form of the word"),
        pytest.param("Northmere", [1, 2, 3], id="the buyer"),
    ],
)
def test_finds_by_words_and_phrases(store: Store, make_notice: Make, words: str, ids: list[int]) -> None:
    texts = ["Pay the living wage.", "A wage for living on.", "Apprentices at the café."]
    with store.writing() as session:
        notices.keep(session, [make_notice(number, text) for number, text in enumerate(texts, start=1)], at=NOW)

    assert found(store, words) == [f"{number:06}-2026" for number in ids]


HOSTILE = [
    '"',
    '""',
    '"open phrase',
    "NOT",
    "a AND b",
    "a NEAR(b, 2)",
    "body:wage",
    "wage*",
    "^wage",
    "-wage",
    "(wage",
    "wage)",
    "{body}: wage",
    "'; DROP TABLE notice; --",
    "%",
    "_",
    "😀",
    "   ",
    "\x00",
    "wa\x00ge",
    "\udcff",
    "x" * 10_000,
]


@pytest.mark.parametrize("words", ["cafe", "café"])
def test_an_accent_may_be_left_out_on_sqlite_alone(store: Store, make_notice: Make, words: str) -> None:
    with store.writing() as session:
        notices.keep(session, [make_notice(1, "Apprentices at the café.")], at=NOW)

    assert bool(found(store, words)) == (store.is_sqlite or words == "café")


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_looked_for_and_nothing_more(services: Services, make_notice: Make, words: str) -> None:
    with services.store.writing() as session:
        notices.keep(session, [make_notice(1, "Orchards.")], at=NOW)

    with services.store.reading() as session:
        lines = search.find_notices(session, search.Query(words=words), extractor=None, sqlite=services.store.is_sqlite)

    assert lines == []


@pytest.mark.parametrize("words", ["wage*", "(wage)", '"wage', "wage; --", "body:Wage"])
def test_what_looks_like_an_operator_is_taken_off_a_word(store: Store, make_notice: Make, words: str) -> None:
    with store.writing() as session:
        notices.keep(session, [make_notice(1, "The body asks a wage.")], at=NOW)

    assert found(store, words) == (["000001-2026"] if words != "body:Wage" else [])


@given(words=st.text(max_size=40))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_words_break_a_search(services: Services, words: str) -> None:
    sqlite = services.store.is_sqlite
    with services.store.reading() as session:
        assert search.count_notices(session, search.Query(words=words), extractor=None, sqlite=sqlite) == 0


@pytest.mark.parametrize("text", ["%", "_", "\\", "100%", "Borough_of"])
def test_a_buyers_name_is_no_pattern(services: Services, make_notice: Make, text: str) -> None:
    with services.store.writing() as session:
        notices.keep(session, [make_notice(1)], at=NOW)

    with services.store.reading() as session:
        assert buyers.find(session, search.Query(buyer=text)) == []


@pytest.mark.parametrize(
    ("buyer", "key"),
    [
        (Organisation(name="Borough of Northmere", scheme="GB-PPON", identifier="PN-1"), "GB-PPON-PN-1"),
        (Organisation(name="The  Borough, of Northmere!"), "the-borough-of-northmere"),
        (None, None),
    ],
    ids=["by its identifier", "by its folded name", "of nobody"],
)
def test_a_buyer_is_told_by_its_identifier_else_its_name(buyer: Organisation | None, key: str | None) -> None:
    assert notices.buyer_key(buyer) == key


def test_lists_more_notices_than_a_database_takes_parameters(services: Services, make_notice: Make) -> None:
    with services.store.writing() as session:
        notices.keep(session, [make_notice(number) for number in range(1, 1202)], at=NOW)

    with services.store.reading() as session:
        lines = search.find_notices(
            session, search.Query(limit=100_000), extractor="phrases-1", sqlite=services.store.is_sqlite
        )

    assert len({line.notice_id for line in lines}) == 1201


def test_dates_are_uk_days_both_included(services: Services, make_notice: Make) -> None:
    moments = [datetime(2026, 6, 30, 22, 59, tzinfo=UTC), datetime(2026, 6, 30, 23, tzinfo=UTC)]
    moments += [datetime(2026, 7, 1, 22, 59, tzinfo=UTC), datetime(2026, 7, 1, 23, tzinfo=UTC)]
    day = datetime(2026, 7, 1, tzinfo=UTC).date()
    with services.store.writing() as session:
        fresh = [make_notice(number, published_at=moment) for number, moment in enumerate(moments)]
        notices.keep(session, fresh, at=NOW)

    with services.store.reading() as session:
        query = search.Query(since=day, until=day)
        lines = search.find_notices(session, query, extractor=None, sqlite=services.store.is_sqlite)

    assert [line.notice_id for line in lines] == ["000002-2026", "000001-2026"]


NAMED = Organisation(name="BOROUGH of Northmere")
KNOWN = Organisation(name="Borough of Northmere", scheme="GB-PPON", identifier="PNRT-1111-AAAA")
NAMESAKE = Organisation(name="Borough of Northmere", scheme="GB-PPON", identifier="PNRT-2222-BBBB")


@pytest.mark.parametrize(
    ("others", "key"),
    [
        pytest.param([KNOWN], "GB-PPON-PNRT-1111-AAAA", id="the one of that name"),
        pytest.param([KNOWN, NAMESAKE], "borough-of-northmere", id="two of that name"),
        pytest.param([], "borough-of-northmere", id="none of that name"),
    ],
)
def test_a_buyer_without_identifier_counts_with_the_one_of_its_name(
    store: Store, make_notice: Make, others: list[Organisation], key: str
) -> None:
    kept = [
        make_notice(1, buyer=NAMED),
        *(make_notice(number, buyer=one) for number, one in enumerate(others, start=2)),
    ]
    with store.writing() as session:
        notices.keep(session, kept, at=NOW)

        notices.adopt_identifiers(session)

        assert session.exec(select(StoredNotice.buyer_key).where(StoredNotice.release_id == "000001-2026")).one() == key
