"""Where tests keep things: in SQLite, and in PostgreSQL too where ``ETHOS_TEST_POSTGRESQL`` names an empty database."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

POSTGRESQL = os.environ.get("ETHOS_TEST_POSTGRESQL")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if POSTGRESQL and "database_at" in metafunc.fixturenames:
        metafunc.parametrize("database_at", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def database_at(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """The address of a database of the test's own, one for each folder."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield lambda folder: f"sqlite:///{tmp_path / folder / 'ethos.db'}"
        return
    name = f"test_{uuid.uuid4().hex}"
    with _schemas(name) as add:
        yield add


@contextmanager
def _schemas(name: str) -> Iterator[Callable[[str], str]]:
    """A schema of the database for each folder, and nothing of them left afterwards."""
    url = make_url(POSTGRESQL or "")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    made: set[str] = set()

    def add(folder: str) -> str:
        schema = f"{name}_{folder}"
        with engine.connect() as connection:
            connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'))
        made.add(schema)
        options = {"options": f"-csearch_path={schema}"}
        return url.update_query_dict(options).render_as_string(hide_password=False)

    yield add
    with engine.connect() as connection:
        for schema in made:
            connection.execute(text(f'DROP SCHEMA "{schema}" CASCADE'))
    engine.dispose()
