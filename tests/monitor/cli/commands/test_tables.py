from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def test_counts_a_file_for_programs(run: Run, tmp_path: Path, make_release: Any) -> None:
    path = tmp_path / "releases.json"
    path.write_text(json.dumps({"releases": [make_release(1), make_release(2)]}), encoding="utf-8")

    said = run("tables", "--input", str(path), "--as-of", "2026-11-23", "--json")

    assert said.code == 0
    assert {"table": "Notices", "what": "UK4", "count": 2, "of": None} in json.loads(said.out)


def test_says_what_was_set_aside(run: Run, tmp_path: Path, make_release: Any) -> None:
    path = tmp_path / "releases.json"
    path.write_text(json.dumps({"releases": [make_release(1), {**make_release(2), "date": "soon"}]}), encoding="utf-8")

    said = run("tables", "--input", str(path))

    assert said.code == 1
    assert "soon" in said.err


def test_needs_a_file(run: Run) -> None:
    assert run("tables").code == 2
