"""The main job over HTTP, on the demonstration's invented notices and with the project's own reader."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from alerts.channels.atom import Atom, AtomSettings
from monitor import assess, collect, cycle, extract, read, status, trace
from monitor.demonstration import CORPUS, LAST_DAY
from monitor.models import Flag, StoredCommitment, StoredSegment
from monitor.services import Reader, Services
from monitor.steps import Outcome, Progress, silent
from monitor.store import search
from monitor.subscriptions.settings import PeopleSettings
from nlp.commitment import Context, Reading, Segment

Make = Callable[..., Services]
STEPS = ["collect", "read", "extract", "trace", "assess", "notify"]
FORTNIGHT = datetime(2026, 11, 9, tzinfo=UTC)
EARLIER_DAYS = {
    day
    for page in CORPUS.glob("*.json")
    for release in json.loads(page.read_text(encoding="utf-8"))["releases"]
    if (day := datetime.fromisoformat(release["date"][:10]).replace(tzinfo=UTC)) < FORTNIGHT
}


@contextmanager
def untold(_: str) -> Iterator[Progress]:
    yield silent


def run(services: Services) -> dict[str, Outcome]:
    """One cycle, before which only those days of spring and summer are collected that have notices."""
    for day in sorted(EARLIER_DAYS):
        collect.run(services, since=day, until=day + timedelta(days=1))
    return {one.step: one for one in cycle.run(services, telling=untold, since=FORTNIGHT, until=LAST_DAY)}


@pytest.fixture
def feed(tmp_path: Path) -> Atom:
    return Atom(AtomSettings(path=tmp_path / "alerts.atom"))


@pytest.fixture
def services(make_services: Make, replayed: Any, feed: Atom, reader: Reader) -> Services:
    """Over notices of many months, all of which are told as if they were new."""
    made = make_services(replayed(CORPUS), channels=[feed], reader=reader)
    made.settings = made.settings.model_copy(update={"people": PeopleSettings(oldest_days=365)})
    return made


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first test that runs the whole job leaves what it made, for the others."""
    return tmp_path_factory.mktemp("done")


@pytest.fixture
def ran(services: Services, feed: Atom, done: Path, tmp_path: Path) -> Services:
    """Services after the whole job: done once, and copied from then on."""
    if not (done / "data").exists():
        run(services)
        services.close()
        del services.store
        shutil.copytree(tmp_path / "data", done / "data")
        shutil.copy(feed.settings.path, done)
    else:
        shutil.copytree(done / "data", tmp_path / "data")
        shutil.copy(done / feed.settings.path.name, feed.settings.path)
    return services


def test_the_whole_job_reads_sixty_eight_notices_and_raises_flags(services: Services, feed: Atom) -> None:
    outcomes = run(services)

    found = status.run(services)
    assert [step for step in outcomes if step in STEPS] == STEPS
    assert (outcomes["read"].made, outcomes["read"].failed) == (72, 0)
    assert outcomes["extract"].took == found.notices == 72
    assert outcomes["extract"].made == found.commitments > 100
    assert outcomes["assess"].made == found.flags > 10
    assert (outcomes["notify"].took, outcomes["notify"].made) == (found.flags, 1)
    assert feed.settings.path.read_bytes().count(b"<entry>") == found.flags
    assert (found.unread_pages, list(found.set_aside)) == (0, [])
    assert [outcome.failures for outcome in outcomes.values() if outcome.failures] == []


def test_a_second_run_makes_nothing_new_and_tells_nobody(
    ran: Services, feed: Atom, clock: Any, everything: Any
) -> None:
    before, told = everything(ran), feed.settings.path.read_bytes()
    clock.pass_(minutes=5)

    outcomes = run(ran)

    assert {(outcome.made, outcome.failed) for outcome in outcomes.values()} == {(0, 0)}
    assert everything(ran) == before
    assert feed.settings.path.read_bytes() == told


def test_every_quote_is_the_text_at_its_place(ran: Services) -> None:
    with ran.store.reading() as session:
        texts = {(row.notice_key, row.pointer): row.text for row in session.exec(select(StoredSegment))}
        commitments = session.exec(select(StoredCommitment)).all()
        wrong = [one for one in commitments if texts[one.notice_key, one.pointer][one.start : one.end] != one.quote]

    assert commitments
    assert wrong == []


def test_every_flag_says_why_on_what_ground_and_where(ran: Services) -> None:
    with ran.store.reading() as session:
        lines = search.find_flags(session, search.Query(limit=1000), extractor=None, sqlite=True)
        standing = [row for row in session.exec(select(Flag)) if row.cleared_at is None]

    assert len(lines) == len(standing)
    assert all(line.reason and line.evidence and line.legal_basis and line.page_sha256 for line in lines)
    assert all(line.page_sha256 in ran.archive for line in lines)


@pytest.mark.parametrize("seed", range(2))
def test_the_order_of_pages_changes_nothing(
    make_services: Make, replayed: Any, reader: Reader, seed: int, clock: Any, everything: Any
) -> None:
    """A week in one walk, and the same week in three that go backwards and are read one by one."""
    address = replayed(CORPUS)
    begin = LAST_DAY - timedelta(days=6)
    whole = make_services(address, folder="whole", reader=reader)
    cycle.run(whole, telling=untold, since=begin, until=LAST_DAY)
    parts = make_services(address, folder="parts", reader=reader)

    for hours in (*sorted(random.Random(seed).sample(range(1, 144), 2), reverse=True), 0):
        clock.pass_(seconds=1)
        cycle.run(parts, telling=untold, since=begin + timedelta(hours=hours), until=LAST_DAY)

    assert everything(parts)["notices"]
    assert everything(parts) == everything(whole)


def test_each_step_may_run_alone_and_again(ran: Services, clock: Any, everything: Any) -> None:
    before = everything(ran)

    for step in (read.run, extract.run, trace.run, assess.run):
        clock.pass_(seconds=1)
        step(ran)
    assess.run(ran, again=True)

    assert everything(ran) == before


def test_another_reader_reads_all_again_and_leaves_the_first_ones_readings(ran: Services, clock: Any) -> None:
    with ran.store.reading() as session:
        before = len(session.exec(select(StoredCommitment)).all())
    clock.pass_(minutes=1)
    ran.extractor = Silent()

    outcome = extract.run(ran)

    with ran.store.reading() as session:
        after = session.exec(select(StoredCommitment)).all()
    assert (outcome.took, outcome.made) == (72, 0)
    assert len(after) == before
    assert status.run(ran).extractor == "silent-1"


class Silent:
    """A reader that finds nothing."""

    version = "silent-1"

    def read(self, _context: Context, _segments: Sequence[Segment]) -> Reading:
        return Reading()

    def read_many(self, notices: Iterable[tuple[Context, Sequence[Segment]]]) -> Iterator[Reading]:
        return (self.read(*notice) for notice in notices)


def test_a_change_is_judged_again_and_a_flag_cleared(
    make_services: Make, answering: Any, make_release: Any, clock: Any
) -> None:
    descriptions = iter(["Binding of ledgers in cloth.", "The supplier must take on 12 apprentices."])
    base = answering(
        lambda _: (200, {}, json.dumps({"releases": [make_release(1, description=next(descriptions))]}).encode())
    )
    services = make_services(base)
    hours: Any = {"since": datetime(2026, 11, 23, 9, tzinfo=UTC), "until": datetime(2026, 11, 23, 11, tzinfo=UTC)}
    first = cycle.run(services, telling=untold, **hours)
    clock.pass_(minutes=1)

    collect.run(services, **hours, again=True)
    second = cycle.run(services, telling=untold, **hours)

    with services.store.reading() as session:
        flag = session.exec(select(Flag).where(Flag.indicator == "SV01")).one()
    [before] = [outcome for outcome in first if outcome.step == "assess"]
    [after] = [outcome for outcome in second if outcome.step == "assess"]
    assert before.made >= 1
    assert after.left >= 1
    assert flag.cleared_at is not None
