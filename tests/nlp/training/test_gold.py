import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from nlp.training.gold import GoldSegment, read_gold


def segments(folder: Path, criterion: dict[str, Any]) -> dict[str, GoldSegment]:
    release = {"id": "one", "tender": {"title": "Desks", "lots": [{"awardCriteria": {"criteria": [criterion]}}]}}
    (folder / "notices.jsonl").write_text(json.dumps(release) + "\n", encoding="utf-8")
    (folder / "labels.jsonl").write_text("", encoding="utf-8")
    notice = next(read_gold(folder))
    return {segment.pointer.rsplit("/", 1)[-1]: segment for segment in notice.segments}


def test_a_weight_belongs_to_all_texts_of_its_criterion(tmp_path: Path) -> None:
    found = segments(
        tmp_path, {"name": "Quality", "description": "How the work is done", "numbers": [{"number": 60.0}]}
    )

    assert found["name"].weight == found["description"].weight == Decimal(60)


def test_a_percentage_goes_before_other_numbers(tmp_path: Path) -> None:
    numbers = [{"number": 3.0, "weight": "decimalExact"}, {"number": 40.0, "weight": "percentageExact"}]

    assert segments(tmp_path, {"name": "Price", "numbers": numbers})["name"].weight == Decimal(40)


def test_older_regimes_write_the_weight_as_the_description(tmp_path: Path) -> None:
    assert segments(tmp_path, {"name": "Price", "description": "40%"})["name"].weight == Decimal(40)
