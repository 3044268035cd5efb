"""The corpus written for this project, as statements with the themes that stand in each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from nlp.commitment import Context
from nlp.errors import BadPattern
from nlp.segmenter import statements

CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One text of the corpus at the pointer it would stand at, with its labels as (start, end, theme, level)."""

    context: Context
    pointer: str
    text: str
    weight: Decimal | None
    labels: tuple[tuple[int, int, str, int], ...]
    frequency: int | None = None

    def statements(self) -> Iterator[tuple[int, int, dict[str, int]]]:
        """Where each statement starts and ends, and the themes of the labels that touch it with their highest level."""
        for start, end in statements(self.text):
            found: dict[str, int] = {}
            for low, high, theme, level in self.labels:
                if low < end and start < high:
                    found[theme] = max(level, found.get(theme, 0))
            yield start, end, found


def read_corpus(folder: Path = CORPUS) -> Iterator[Passage]:
    """All passages in the order of their files, or ``BadPattern`` naming the line that can't be used."""
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
            if line.strip():
                yield _passage(line, f"{path.name}, line {number}")


def _passage(line: str, place: str) -> Passage:
    try:
        row = json.loads(line)
        text, labels = row["text"], row["labels"]
        return Passage(
            context=Context(
                notice_id=place,
                notice_type=row.get("notice_type"),
                title=row.get("title"),
                cpv=tuple(row.get("cpv") or ()),
            ),
            pointer=pointer_of(row.get("field")),
            text=text,
            weight=_weight(row),
            labels=tuple(_label(text, label, place) for label in labels),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadPattern(f"{place}: {error!r}; a line has text, field and labels") from error


def pointer_of(field: str | None) -> str:
    """The pointer that the short name of a field in the corpus stands for."""
    name = field or "tender/description"
    if name.startswith("criteria/"):
        return f"/tender/lots/0/awardCriteria/criteria/0/{name.removeprefix('criteria/')}"
    return "/description" if name == "release/description" else f"/{name}"


def _weight(row: Mapping[str, Any]) -> Decimal | None:
    weight = row.get("weight")
    return None if weight is None else Decimal(str(weight))


def _label(text: str, label: Mapping[str, Any], place: str) -> tuple[int, int, str, int]:
    start = text.find(label["quote"])
    if start < 0:
        raise BadPattern(f"{place}: the quote {label['quote']!r} is not in its text")
    return start, start + len(label["quote"]), label["theme"], int(label["level"])
