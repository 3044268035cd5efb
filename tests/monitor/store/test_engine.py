from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from monitor.errors import BadSettings, DatabaseUnreachable
from monitor.models import HostGate
from monitor.store.engine import Store

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def url(database_at: Callable[[str], str]) -> str:
    return database_at("deep")


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path / 'deep' / 'ethos.db'}")
    yield made
    made.close()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    made = Store(url)
    yield made
    made.close()


def test_makes_the_folder_and_the_database_on_first_use(sqlite: Store, tmp_path: Path) -> None:
    with sqlite.reading() as session:
        tables = set(inspect(session.connection()).get_table_names())

    assert (tmp_path / "deep" / "ethos.db").is_file()
    assert set(SQLModel.metadata.tables) <= tables


def test_keeps_what_is_there_when_opened_again(store: Store, url: str) -> None:
    with store.writing() as session:
        session.add(HostGate(host="notices.example", closed_until=NOON))

    again = Store(url)

    with again.reading() as session:
        assert session.get_one(HostGate, "notices.example").closed_until == NOON
    again.close()


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 60_000), ("synchronous", 1)]
)
def test_runs_sqlite_as_promised(sqlite: Store, pragma: str, value: object) -> None:
    with sqlite.reading() as session:
        assert session.scalar(text(f"PRAGMA {pragma}")) == value


def test_migrations_make_what_the_models_declare(store: Store) -> None:
    with store.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        differences = compare_metadata(context, SQLModel.metadata)

    ours = [one for one in differences if not any(name in str(one) for name in ("notice_text", "ix_segment_words"))]
    assert ours == []


def test_the_first_migration_can_be_taken_back(store: Store) -> None:
    store.downgrade("base")

    with store.reading() as session:
        found = inspect(session.connection())
        assert set(found.get_table_names()) == {"alembic_version"}
        assert found.get_view_names() == []


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(NOON, id="in UTC"),
        pytest.param(NOON.astimezone(timezone(timedelta(hours=1))), id="in another zone"),
        pytest.param(NOON.replace(microsecond=123456), id="to the microsecond"),
    ],
)
def test_times_come_back_as_the_same_moment_in_utc(store: Store, moment: datetime) -> None:
    with store.writing() as session:
        session.add(HostGate(host="notices.example", closed_until=moment))

    with store.reading() as session:
        found = session.get_one(HostGate, "notices.example").closed_until
    assert found == moment
    assert found.tzinfo is UTC


def test_a_time_without_a_zone_is_not_stored(store: Store) -> None:
    with pytest.raises(Exception, match="without a zone"), store.writing() as session:
        session.add(HostGate(host="notices.example", closed_until=NOON.replace(tzinfo=None)))

    with store.reading() as session:
        assert session.get(HostGate, "notices.example") is None


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.writing() as session:  # noqa: PT012 - the failure is its second line
        session.add(HostGate(host="notices.example", closed_until=NOON))
        session.flush()
        raise ZeroDivisionError

    with store.reading() as session:
        assert session.get(HostGate, "notices.example") is None


def test_a_reader_sees_one_state_and_never_waits_for_a_writer(store: Store) -> None:
    with store.writing() as writing:
        writing.add(HostGate(host="notices.example", closed_until=NOON))
        writing.flush()
        with store.reading() as reading:
            assert reading.get(HostGate, "notices.example") is None


def test_two_writers_that_read_first_never_deadlock(store: Store, url: str) -> None:
    other = Store(url)
    together = threading.Barrier(2)
    failures: list[BaseException] = []

    def count(own: Store) -> None:
        try:
            together.wait()
            for _ in range(50):
                with own.writing() as session:
                    gate = session.get(HostGate, "host") or HostGate(host="host", closed_until=NOON, calls="0")
                    gate.calls = str(int(gate.calls) + 1)
                    session.add(gate)
        except BaseException as error:  # noqa: BLE001 - told to the test below
            failures.append(error)

    threads = [threading.Thread(target=count, args=(one,)) for one in (store, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with store.reading() as session:
        assert session.get_one(HostGate, "host").calls == "100"
    assert failures == []
    other.close()


def test_two_processes_may_make_the_database_at_once(url: str) -> None:
    together = threading.Barrier(4)
    made: list[Store] = []

    def make() -> None:
        together.wait()
        made.append(Store(url))

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 4
    for one in made:
        one.close()


def _directory(folder: Path) -> str:
    return f"sqlite:///{folder}"


def _text_file(folder: Path) -> str:
    (folder / "letter.db").write_text("Dear reader, this is no database. " * 100)
    return f"sqlite:///{folder / 'letter.db'}"


def _under_a_file(folder: Path) -> str:
    (folder / "file").touch()
    return f"sqlite:///{folder / 'file' / 'ethos.db'}"


def _of_the_kernel(_: Path) -> str:
    return "sqlite:////proc/ethos/ethos.db"


@pytest.mark.parametrize("place", [_directory, _text_file, _under_a_file, _of_the_kernel])
def test_a_place_that_cannot_hold_a_database_is_named_in_one_sentence(place: object, tmp_path: Path) -> None:
    url = place(tmp_path)  # type: ignore[operator]

    with pytest.raises(DatabaseUnreachable) as caught:
        Store(url)

    assert url in str(caught.value)
    assert "ETHOS_DATABASE__URL" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    url = _text_file(tmp_path)
    before = (tmp_path / "letter.db").read_bytes()

    with pytest.raises(DatabaseUnreachable):
        Store(url)

    assert (tmp_path / "letter.db").read_bytes() == before


def test_a_database_of_a_later_version_is_told_and_not_touched(store: Store, url: str) -> None:
    with store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999_from_the_future'"))

    with pytest.raises(DatabaseUnreachable, match="later version"):
        Store(url)

    with store.reading() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == "9999_from_the_future"


@pytest.mark.parametrize("url", ["nonsense", "", "madeup://host/name", "sqlite+madeup:///x.db"])
def test_an_address_of_no_known_kind_is_a_bad_setting(url: str) -> None:
    with pytest.raises(BadSettings, match=r"database\.url") as caught:
        Store(url)

    assert "sqlite:///data/ethos.db" in str(caught.value)


@pytest.mark.parametrize(
    "url",
    ["madeup://ada:s3cret@host/name", "madeup://ada:p@s3cret@host", "madeup:://ada:s3cret@host", "ada://:s3cret@"],
)
def test_no_message_shows_a_password(url: str) -> None:
    with pytest.raises(BadSettings) as caught:
        Store(url)

    assert "s3cret" not in str(caught.value)


def test_no_error_shows_what_a_statement_was_given(sqlite: Store) -> None:
    with pytest.raises(IntegrityError) as caught, sqlite.writing() as session:
        session.execute(text("INSERT INTO address (target) VALUES (:it)"), {"it": "ada@readers.example"})

    assert "ada@readers.example" not in str(caught.value)
