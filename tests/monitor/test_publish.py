from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from monitor import cycle, publish
from monitor.models import Flag, StoredCommitment, StoredFinding, StoredNotice
from monitor.services import Services
from monitor.steps import silent

FORMULAS = ['=HYPERLINK("http://x.example")', "+44", "-1", "@SUM(A1)", "\tx", "\rx"]


class Untold:
    def __call__(self, _: str) -> Untold:
        return self

    def __enter__(self) -> Any:
        return silent

    def __exit__(self, *_: object) -> None:
        pass


@pytest.fixture
def filled(make_services: Callable[..., Services], replayed: Any, make_release: Any, clock: Any) -> Services:
    releases = [
        make_release(number, title=title, description='The supplier must take on 12 apprentices,\n"all" local.')
        for number, title in enumerate([*FORMULAS, "Plain; with, comma"], start=1)
    ]
    services = make_services(replayed([*releases, make_release(90)]))
    cycle.run(services, telling=Untold(), since=clock.moment - timedelta(days=2))
    return services


def exported(services: Services, kind: str, form: str) -> bytes:
    return b"".join(publish.lines(services, kind, form))


@pytest.mark.parametrize("kind", publish.KINDS)
def test_both_forms_have_the_same_rows(filled: Services, kind: str) -> None:
    objects = [json.loads(line) for line in exported(filled, kind, "jsonl").splitlines()]
    table = list(csv.DictReader(io.StringIO(exported(filled, kind, "csv").decode(), newline="")))

    assert len(objects) == len(table) > 0
    assert [list(one) for one in objects] == [list(row) for row in table]


@pytest.mark.parametrize("kind", publish.KINDS)
def test_columns_stand_in_the_order_that_the_tables_declare(filled: Services, kind: str) -> None:
    table = {
        "notices": StoredNotice,
        "commitments": StoredCommitment,
        "findings": StoredFinding,
        "flags": Flag,
    }[kind]

    header = exported(filled, kind, "csv").decode().partition("\r\n")[0].split(",")

    declared = [name for name in table.model_fields if name in header]
    assert [name for name in header if name in declared] == declared


@pytest.mark.parametrize("kind", publish.KINDS)
def test_two_exports_give_the_same_bytes(filled: Services, kind: str) -> None:
    assert exported(filled, kind, "csv") == exported(filled, kind, "csv")


@pytest.mark.parametrize("kind", publish.KINDS)
@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_no_personal_contact_detail_leaves(filled: Services, kind: str, form: str) -> None:
    words = exported(filled, kind, form).decode()

    assert re.search(r"\w@\w+\.|1632", words) is None
    assert "Office for Public Ledgers" in words or kind != "notices"


@pytest.mark.parametrize("kind", publish.KINDS)
def test_no_cell_of_a_table_is_a_formula(filled: Services, kind: str) -> None:
    rows = csv.reader(io.StringIO(exported(filled, kind, "csv").decode(), newline=""))

    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_a_title_that_looks_like_a_formula_keeps_its_words(filled: Services) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(filled, "notices", "csv").decode(), newline="")))

    assert {row["title"] for row in rows} >= {'\'=HYPERLINK("http://x.example")', "Plain; with, comma"}


def test_json_keeps_what_was_published(filled: Services) -> None:
    titles = {json.loads(line)["title"] for line in exported(filled, "notices", "jsonl").splitlines()}

    assert FORMULAS[0] in titles


def test_a_commitment_names_its_notice(filled: Services) -> None:
    rows = [json.loads(line) for line in exported(filled, "commitments", "jsonl").splitlines()]

    assert {row["notice_id"] for row in rows} == {f"{number:06}-2026" for number in range(1, 8)}
    assert {row["quote"] for row in rows} == {"12 apprentices"}


@pytest.mark.parametrize("kind", publish.KINDS)
@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_an_empty_database_gives_nothing(services: Services, kind: str, form: str) -> None:
    assert exported(services, kind, form) == b""
