from pathlib import Path

import pytest

from nlp.training.evaluate import Evaluation
from nlp.training.report import BEGIN, END, replaced, tables
from nlp.training.scoring import Mark, figures

GOLD = [Mark("n", "/a", 0, 9, "climate", 2)]


def evaluation() -> Evaluation:
    found = figures(GOLD, GOLD)
    return Evaluation(
        overall={"all": found},
        by_theme={"climate": found},
        by_type={},
        without={"categoriser": figures(GOLD, [])},
        baseline=figures(GOLD, []),
        exact=True,
    )


def test_every_figure_stands_beside_the_baseline_and_the_readers() -> None:
    told = "\n".join(tables("a set", evaluation()))

    assert "| all | 1 | 1 | 1.000 | 1.000 | 1.000 |" in told
    assert "| half unseen, without categoriser | 1 | 0 | 0.000 |" in told
    assert "| keywords alone |" in told
    assert "| two readers | | | 0.93 |" in told
    assert "| climate | 1 | 1 | 1.00 | 1.00 | 1.00 |" in told


def test_the_tables_take_the_place_of_the_old_ones() -> None:
    page = f"before {BEGIN} old {END} after"

    assert replaced(page, "new") == f"before {BEGIN}\n\nnew\n{END} after"


def test_a_page_without_marks_is_told_so() -> None:
    with pytest.raises(SystemExit, match="no marks"):
        replaced("a page", "new")


def test_the_page_of_the_model_has_the_marks() -> None:
    page = Path(__file__).parents[3] / "docs" / "explanation" / "reading.md"

    assert replaced(page.read_text(encoding="utf-8"), "new").count("new\n" + END) == 1
