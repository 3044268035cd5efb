"""The docs say what the code does: reference pages are current, every setting is documented, every link leads on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.cli import reference
from monitor.config import ROOT, load

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"])


@pytest.mark.parametrize("path", reference.pages())
def test_a_reference_page_is_the_one_that_the_code_makes(path: str) -> None:
    page = ROOT / path

    assert page.is_file(), "run 'python -m monitor.cli.reference'"
    assert page.read_text(encoding="utf-8") == reference.pages()[path], "run 'python -m monitor.cli.reference'"


def _documented() -> dict[str, set[str]]:
    """The keys that stand in config.toml under each table, set or commented out."""
    found: dict[str, set[str]] = {}
    table = ""
    for line in (ROOT / "config.toml").read_text(encoding="utf-8").splitlines():
        bare = line.removeprefix("#").strip()
        if heading := re.fullmatch(r"\[(\[?[a-z0-9_.]+\]?)\]", bare, re.IGNORECASE):
            table = heading[1]
            found.setdefault(table, set())
        elif key := re.match(r"([a-z0-9_]+) *=", bare):
            found.setdefault(table, set()).add(key[1])
    return found


def _known() -> dict[str, set[str]]:
    settings = reference.keys()
    return {table: {key for key, default, _ in rows if "secret" not in default} for table, rows in settings}


TABLES = _known()
SOURCES = [table for table in TABLES if table.startswith("scrapers.")]


@pytest.mark.parametrize("table", [table for table in TABLES if table not in SOURCES])
def test_every_setting_stands_in_the_configuration_file(table: str) -> None:
    assert TABLES[table] - _documented().get(table, set()) == set()


def test_every_source_stands_in_the_configuration_file() -> None:
    assert set(SOURCES) - set(_documented()) == set()


def test_every_setting_of_a_source_stands_there_for_one_of_them_at_least() -> None:
    documented = {key for table, keys in _documented().items() if table in SOURCES for key in keys}

    assert {key for table in SOURCES for key in TABLES[table]} - documented == set()


def test_the_configuration_file_has_no_key_that_is_no_setting() -> None:
    unknown = {f"{table}.{key}" for table, keys in _documented().items() for key in keys - TABLES.get(table, set())}

    assert unknown == set()


def test_the_configuration_file_sets_what_it_may(tmp_path: Path) -> None:
    """Every line that is commented out would be taken, were it not."""
    lines = (ROOT / "config.toml").read_text(encoding="utf-8").splitlines()
    bare = [re.sub(r"^# ?(?=[a-z_]+ = |\[)", "", line) for line in lines]
    (tmp_path / "config.toml").write_text("\n".join(bare), encoding="utf-8")

    load(tmp_path / "config.toml", {})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8")) if page.exists() else ["missing page"]
    within = [link.partition("#")[0] for link in links if not re.match(r"[a-z]+:|#", link)]

    assert [link for link in within if not (page.parent / link).exists()] == []
