"""The database: opened once, migrated on first use, entered by transactions that read or write.

Readers see one state and never wait; writers wait for each other in order, so that two processes never deadlock half
way through a transaction, nor both add what neither saw. SQLite does so in WAL mode with ``BEGIN IMMEDIATE``;
PostgreSQL by repeatable reads, and by a lock that every writing transaction takes first.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError, NoSuchModuleError, OperationalError
from sqlmodel import Session, create_engine

from monitor.errors import BadSettings, DatabaseUnreachable

MIGRATIONS = Path(__file__).with_name("migrations")
BUSY_SECONDS = 60
WRITERS = 0x6574686F73
"""The number of the writers' lock on PostgreSQL: "ethos" in ASCII, so that nobody else's lock is ours."""


class Store:
    """One database. ``reading`` and ``writing`` give a session within a transaction of that kind."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = _engine(url)
        self._writer = self._engine.execution_options(ethos_write=True)
        with ExitStack() as in_vain:
            in_vain.callback(self._engine.dispose)
            self._migrate()
            in_vain.pop_all()

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is SQLite."""
        return self._engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and changes nothing."""
        with self._told(), Session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are kept together at the end, or not at all."""
        with self._told(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, InterfaceError) as error:
            raise DatabaseUnreachable(_sentence(self.url, error)) from error
        except DatabaseError as error:
            if "malformed" in str(error) or "not a database" in str(error):
                raise DatabaseUnreachable(_sentence(self.url, error)) from error
            raise

    def downgrade(self, revision: str) -> None:
        """Take migrations back to a revision, ``base`` for all of them: what they made is lost."""
        config = _alembic()
        with self._told(), self._writer.begin() as connection:
            config.attributes["connection"] = connection
            command.downgrade(config, revision)

    def _migrate(self) -> None:
        config = _alembic()
        head = ScriptDirectory.from_config(config).get_current_head()
        with self._told(), self._engine.connect() as connection:
            now = MigrationContext.configure(connection).get_current_revision()
        if now == head:
            return
        with self._told(), self._writer.begin() as connection:
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, "head")
            except CommandError as error:
                raise DatabaseUnreachable(
                    f"the database {_safe(self.url)} was made by a later version of Ethos ({error}): "
                    "install that version, or name another database with ETHOS_DATABASE__URL"
                ) from error


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, hide_parameters=True)  # they hold people's addresses, which no error may show
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise BadSettings(
            f"database.url {_safe(url)!r} can't be used ({_safe(str(error))}): write sqlite:///data/ethos.db, "
            "or postgresql+psycopg://... with the 'postgresql' extra installed"
        ) from error
    except OSError as error:
        raise DatabaseUnreachable(_sentence(url, error)) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    elif engine.dialect.name == "postgresql":
        event.listen(engine, "begin", _begin_on_postgresql)
    return engine


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "secure_delete=ON",  # what a person has erased leaves no bytes behind
        "temp_store=MEMORY",
        "cache_size=-65536",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("ethos_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _begin_on_postgresql(connection: Connection) -> None:
    # A writer reads what was committed before each statement: one state for all of it would be that of before its wait.
    if connection.get_execution_options().get("ethos_write"):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def _sentence(url: str, error: Exception) -> str:
    cause = str(getattr(error, "orig", None) or error)
    return (
        f"the database {_safe(url)} can't be used ({cause}): check that the place exists, is writable and has room, "
        "or name another with ETHOS_DATABASE__URL"
    )


def _safe(text: str) -> str:
    """A text with the password of any address in it left out."""
    return re.sub(r"(://[^:/@\s]*):\S*@", r"\1:***@", text)
