"""The picture of the imports is the one in pyproject.toml, and a wrong import would be seen."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("monitor", "scrapers", "nlp", "alerts")
LINT = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache"]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        LINT, cwd=folder, env={"PYTHONPATH": str(folder)}, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The code in a folder of its own, to spoil."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "*.json*"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_is_kept() -> None:
    checked = lint(ROOT)

    assert checked.returncode == 0, checked.stdout
    assert "0 broken" in checked.stdout


CRAFTS, DOWN = "only the application imports them", "imports run down"
SPACY, HTTP, DATABASE = "Only reading knows spaCy", "speaks HTTP to sources", "Only the store opens a database"


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        pytest.param("scrapers/page.py", "import alerts.message", CRAFTS, id="a craft that knows another"),
        pytest.param("nlp/level.py", "import monitor.steps", CRAFTS, id="a craft that knows the application"),
        pytest.param("monitor/steps.py", "import monitor.cycle", DOWN, id="a module that points up"),
        pytest.param("monitor/store/chunks.py", "import monitor.collect", DOWN, id="a store that knows a step"),
        pytest.param("monitor/law/dates.py", "import monitor.store.engine", DOWN, id="a law that knows the store"),
        pytest.param("alerts/cleaning.py", "import sqlite3", DATABASE, id="a craft that opens a database"),
        pytest.param("monitor/read.py", "import spacy", SPACY, id="a step that knows spaCy"),
        pytest.param("monitor/read.py", "import httpx", HTTP, id="a step that speaks HTTP"),
    ],
)
def test_a_wrong_import_is_seen(copy: Path, module: str, line: str, contract: str) -> None:
    spoilt = copy / module
    spoilt.write_text(f"{spoilt.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")

    checked = lint(copy)

    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert f"{contract} BROKEN" in " ".join(checked.stdout.split())


def test_the_contracts_speak_of_every_package() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert set(settings["tool"]["importlinter"]["root_packages"]) == set(PACKAGES)
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"benchmarks"} == set(PACKAGES)
