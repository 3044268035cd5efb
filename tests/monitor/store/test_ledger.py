from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from monitor.models import ArchivedPage, ReleaseReceipt, Run, WalkedWindow
from monitor.store import coverage, days, ledger, notices
from monitor.store.engine import Store
from scrapers.notice import Notice, SetAside
from scrapers.page import Page, Receipt, Window

MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)
DAY = date(2026, 11, 23)
SOURCE = "find_a_tender"
NEXT = "https://notices.example/next"
MOST = 240


def walk(
    session: Session,
    since: datetime,
    until: datetime,
    *ids: str | None,
    ended: bool = True,
    days: list[str | None] | None = None,
) -> WalkedWindow:
    """A window with one page of these releases."""
    run = ledger.open_run(session, source=SOURCE, at=until)
    window = ledger.open_window(session, run=run, window=Window(since=since, until=until), at=until)
    ledger.add_page(session, window=window, page=page(*ids, last=ended), days=days or [DAY.isoformat()] * len(ids))
    return window


def page(*ids: str | None, last: bool = True, number: int = 1, body: bytes = b"") -> Page:
    return Page(
        source=SOURCE,
        url="https://notices.example/page",
        number=number,
        body=body,
        sha256=hashlib.sha256(body or repr(ids).encode()).hexdigest(),
        fetched_at=MIDNIGHT + timedelta(days=1),
        next_url=None if last else NEXT,
        receipts=tuple(
            Receipt(position=position, release_id=one, ocid=None, published=None) for position, one in enumerate(ids)
        ),
    )


def one_day(session: Session, least: int = 0) -> days.Day:
    [line] = days.lines(session, source=SOURCE, least=[least] * 7, since=DAY, until=DAY)
    return line


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('shared') / 'ethos.db'}")
    yield store
    store.close()


minutes = st.tuples(st.integers(0, MOST), st.integers(1, 60))


@given(walks=st.lists(st.tuples(minutes, st.booleans()), max_size=8), asked=minutes)
@settings(max_examples=60, deadline=None)
def test_what_is_uncovered_is_each_minute_that_no_finished_walk_holds(
    shared: Store, walks: list[tuple[tuple[int, int], bool]], asked: tuple[int, int]
) -> None:
    def stretch(pair: tuple[int, int]) -> Window:
        begin = MIDNIGHT + timedelta(minutes=pair[0])
        return Window(since=begin, until=begin + timedelta(minutes=pair[1]))

    walked = {minute for (start, length), ended in walks if ended for minute in range(start, start + length)}
    with shared._told(), Session(shared._writer) as session:
        for pair, ended in walks:
            walk(session, stretch(pair).since, stretch(pair).until, ended=ended)
        left = coverage.uncovered(session, source=SOURCE, window=stretch(asked))
        joined = coverage.covered(session, source=SOURCE)
        session.rollback()

    def minutes_of(windows: list[Window]) -> list[int]:
        return [
            (window.since - MIDNIGHT) // timedelta(minutes=1) + offset
            for window in windows
            for offset in range((window.until - window.since) // timedelta(minutes=1))
        ]

    assert minutes_of(left) == [one for one in range(asked[0], sum(asked)) if one not in walked]
    assert minutes_of(joined) == sorted(walked)
    assert all(one.until < two.since for one, two in pairwise(joined))


def test_a_day_is_complete_when_finished_walks_cover_it(store: Store) -> None:
    with store.writing() as session:
        walk(session, MIDNIGHT, MIDNIGHT + timedelta(hours=12), "000001-2026", "000002-2026")
        walk(session, MIDNIGHT + timedelta(hours=12), MIDNIGHT + timedelta(days=1), "000003-2026")
        line = one_day(session)

    assert (line.state, line.note) == ("complete", "walked to the end")
    assert (line.windows, line.pages, line.releases, line.distinct, line.gaps) == (2, 2, 3, 3, 0)


def test_a_day_with_fewer_than_expected_is_complete_and_says_so(store: Store) -> None:
    with store.writing() as session:
        walk(session, MIDNIGHT, MIDNIGHT + timedelta(days=1), "000001-2026")
        line = one_day(session, least=100)

    assert line.state == "complete"
    assert "fewer than the 100 expected" in line.note


def test_a_working_day_that_came_out_empty_is_unknown(store: Store) -> None:
    with store.writing() as session:
        walk(session, MIDNIGHT, MIDNIGHT + timedelta(days=1))
        line = one_day(session, least=100)

    assert line.state == "unknown"
    assert "empty" in line.note


def test_an_empty_day_is_complete_where_none_is_expected(store: Store) -> None:
    with store.writing() as session:
        walk(session, MIDNIGHT, MIDNIGHT + timedelta(days=1))
        line = one_day(session)

    assert line.state == "complete"


def test_a_day_between_two_that_were_asked_for_is_unknown(store: Store) -> None:
    with store.writing() as session:
        assert days.lines(session, source=SOURCE, least=[0] * 7) == []
        walk(session, MIDNIGHT - timedelta(days=1), MIDNIGHT)
        walk(session, MIDNIGHT + timedelta(days=1), MIDNIGHT + timedelta(days=2))
        line = one_day(session)

    assert (line.state, line.note) == ("unknown", "never asked for")


@pytest.mark.parametrize(
    ("since", "until"),
    [
        pytest.param(timedelta(0), timedelta(hours=23, minutes=59, seconds=59), id="a second short at the end"),
        pytest.param(timedelta(seconds=1), timedelta(days=1), id="a second short at the beginning"),
    ],
)
def test_a_day_that_lacks_a_second_is_partial(store: Store, since: timedelta, until: timedelta) -> None:
    with store.writing() as session:
        walk(session, MIDNIGHT + since, MIDNIGHT + until)
        line = one_day(session)

    assert (line.state, line.note) == ("partial", "not all of the day has been walked")


def test_a_day_whose_walk_stopped_short_is_partial_and_says_why(store: Store) -> None:
    with store.writing() as session:
        walk(session, MIDNIGHT, MIDNIGHT + timedelta(days=1), "000001-2026", ended=False).reason = "The line went dead."
        line = one_day(session)

    assert (line.state, line.note, line.windows) == ("partial", "The line went dead.", 0)


def test_numbers_between_the_first_and_last_that_did_not_appear_are_gaps(store: Store) -> None:
    with store.writing() as session:
        walk(session, MIDNIGHT, MIDNIGHT + timedelta(days=1), "000010-2026", "000007-2026", "000002-2026", "odd-name")
        line = one_day(session)

    assert (line.first, line.last, line.gaps) == ("000002-2026", "000010-2026", 6)


def test_numbers_of_two_years_have_no_gap_between_them(store: Store) -> None:
    with store.writing() as session:
        walk(session, MIDNIGHT, MIDNIGHT + timedelta(days=1), "000001-2027", "099999-2026")
        line = one_day(session)

    assert (line.first, line.last, line.gaps) == ("099999-2026", "000001-2027", 0)


def test_releases_that_came_twice_are_counted_apart_and_nameless_ones_each(store: Store) -> None:
    with store.writing() as session:
        walk(session, MIDNIGHT, MIDNIGHT + timedelta(days=1), "000001-2026", "000001-2026", None, None)
        line = one_day(session)

    assert (line.releases, line.distinct, line.duplicates) == (4, 3, 1)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        pytest.param(date(2026, 3, 29), 23, id="when summer time begins"),
        pytest.param(date(2026, 10, 25), 25, id="when summer time ends"),
        pytest.param(date(2026, 11, 23), 24, id="on any other day"),
    ],
)
def test_a_uk_day_is_as_long_as_its_clock_says(store: Store, day: date, hours: int) -> None:
    begin, end = coverage.day_bounds(day)
    with store.writing() as session:
        walk(session, begin, begin + timedelta(hours=hours))
        [line] = days.lines(session, source=SOURCE, least=[0] * 7)

    assert end - begin == timedelta(hours=hours)
    assert (line.day, line.state) == (day, "complete")


def test_a_summer_day_begins_before_midnight_in_utc() -> None:
    assert coverage.day_bounds(date(2026, 7, 1))[0] == datetime(2026, 6, 30, 23, tzinfo=UTC)


def test_a_day_counts_its_notices_and_what_was_set_aside(store: Store, make_notice: Callable[..., Notice]) -> None:
    problem = SetAside(reason="It has no date.", release_id="000002-2026")
    part = SetAside(reason="A value is no number.", release_id="000001-2026", pointer="/tender/value")
    with store.writing() as session:
        walk(session, MIDNIGHT, MIDNIGHT + timedelta(days=1), "000001-2026", "000002-2026")
        [kept] = ledger.unread(session)
        notices.keep(session, [make_notice(1)], at=MIDNIGHT)
        ledger.was_read(session, page=kept, problems=[(problem, True), (part, False)], at=MIDNIGHT)
        line = one_day(session)
        listed = ledger.set_aside(session)

    assert (line.notices, line.set_aside) == (1, 1)
    assert {(one.reason, one.whole) for one in listed} == {(problem.reason, True), (part.reason, False)}


def test_reading_a_page_again_lists_each_problem_once(store: Store) -> None:
    problem = SetAside(reason="It has no date.", release_id="000001-2026")
    with store.writing() as session:
        walk(session, MIDNIGHT, MIDNIGHT + timedelta(days=1), "000001-2026")
        [kept] = ledger.unread(session)
        for _ in range(2):
            ledger.was_read(session, page=kept, problems=[(problem, True)], at=MIDNIGHT)

        assert len(ledger.set_aside(session)) == 1


def test_a_run_whose_process_was_killed_is_ended_as_failed(store: Store) -> None:
    with store.writing() as session:
        ledger.open_run(session, source=SOURCE, at=MIDNIGHT)
        other = ledger.open_run(session, source="elsewhere", at=MIDNIGHT)
        assert ledger.abandoned(session, source=SOURCE, at=MIDNIGHT + timedelta(hours=1)) == 1
        [killed] = session.exec(select(Run).where(Run.source == SOURCE))

    assert killed.ending == "failed"
    assert killed.message is not None
    assert "ended before the run did" in killed.message
    assert other.ending is None


def test_a_page_says_where_its_walk_goes_on_and_the_last_one_ends_it(store: Store) -> None:
    with store.writing() as session:
        window = walk(session, MIDNIGHT, MIDNIGHT + timedelta(days=1), "000001-2026", ended=False)
        on_the_way = (window.next_url, window.ended_at, [one.id for one in ledger.interrupted(session, source=SOURCE)])
        ledger.add_page(session, window=window, page=page("000002-2026"), days=[None])
        session.flush()
        numbers = session.exec(select(ArchivedPage.number)).all()

        assert on_the_way == (NEXT, None, [window.id])
        assert (window.next_url, window.pages, window.releases) == (None, 2, 2)
        assert window.ended_at is not None
        assert ledger.interrupted(session, source=SOURCE) == []
        assert numbers == [1, 2]


def test_a_walk_that_starts_over_leaves_no_page_of_its_first_try(store: Store) -> None:
    with store.writing() as session:
        window = walk(session, MIDNIGHT, MIDNIGHT + timedelta(days=1), "000001-2026", ended=False)
        [kept] = ledger.unread(session)
        ledger.was_read(session, page=kept, problems=[(SetAside(reason="Odd."), True)], at=MIDNIGHT)

        ledger.forget_walk(session, window)

        assert (window.pages, window.releases, window.next_url) == (0, 0, None)
        assert session.exec(select(ReleaseReceipt)).all() == []
        assert ledger.set_aside(session) == []


def test_a_page_that_comes_again_is_read_again_for_another_may_have_come_between(store: Store) -> None:
    with store.writing() as session:
        walk(session, MIDNIGHT, MIDNIGHT + timedelta(days=1), "000001-2026")
        [kept] = ledger.unread(session)
        ledger.was_read(session, page=kept, problems=[], at=MIDNIGHT)

        walk(session, MIDNIGHT, MIDNIGHT + timedelta(days=1), "000001-2026")

        assert ledger.count_unread(session) == 1


def test_unread_pages_come_oldest_first(store: Store) -> None:
    with store.writing() as session:
        for number in range(3):
            walk(session, MIDNIGHT, MIDNIGHT + timedelta(days=1), f"{number:06}-2026")
        first, second, third = ledger.unread(session)

        assert [one.id for one in ledger.unread(session, after=first.id)] == [second.id, third.id]
        assert ledger.count_unread(session) == 3
