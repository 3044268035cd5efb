import json
from pathlib import Path

import pytest

from nlp.errors import BadPattern
from nlp.pipeline import Extractor
from nlp.training.evaluate import evaluate

RELEASE = {
    "id": "n1",
    "tender": {
        "title": "Office cleaning",
        "description": "All staff must be paid the real Living Wage. Quality 60%, price 40%.",
        "documents": [{"id": "n1", "noticeType": "UK4"}],
        "lots": [{"awardCriteria": {"criteria": [{"name": "Social Value", "numbers": [{"number": 10}]}]}}],
    },
}
LABELS = [
    {
        "id": "n1",
        "segment": 1,
        "quote": "All staff must be paid the real Living Wage.",
        "theme": "fair_work",
        "level": 3,
    },
    {"id": "n1", "segment": 1, "quote": "Quality 60%, price 40%.", "theme": "award_criteria", "level": 3},
    {"id": "n1", "segment": 2, "quote": "Social Value", "theme": "social_value", "level": 3},
]


def write(folder: Path, labels: list[dict[str, object]]) -> Path:
    (folder / "notices.jsonl").write_text(json.dumps(RELEASE) + "\n", encoding="utf-8")
    (folder / "labels.jsonl").write_text("".join(json.dumps(label) + "\n" for label in labels), encoding="utf-8")
    return folder


def test_an_evaluation_tells_the_figures_by_theme_type_and_component(tmp_path: Path) -> None:
    result = evaluate(Extractor.load(), write(tmp_path, LABELS), without=["firmness"])

    assert result.overall["all"].labels == 3
    assert result.overall["all"].spans.recall == 1.0
    assert result.by_theme["fair_work"].spans.f1 == 1.0
    assert set(result.by_type) == {"UK4"}
    assert set(result.without) == {"firmness"}
    assert result.baseline.labels == 3
    assert result.exact


def test_a_folder_without_labels_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadPattern, match="labelled notices"):
        evaluate(Extractor.load(), tmp_path)


def test_a_quote_that_is_not_in_its_segment_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path, [{**LABELS[0], "quote": "never said"}])

    with pytest.raises(BadPattern, match="never said"):
        evaluate(Extractor.load(), folder)
