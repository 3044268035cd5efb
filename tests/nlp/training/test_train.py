import json
from pathlib import Path

import pytest

from nlp.errors import BadPattern
from nlp.model import CARD, FIRMNESS, THEMES
from nlp.training.corpus import pointer_of, read_corpus
from nlp.training.train import train

SENTENCES = [
    ("Staff of depot {n} must be paid the real Living Wage.", "fair_work", 3),
    ("Depot {n} has a blue door.", None, 0),
    ("We would like depot {n} to support local firms.", "local_economy", 1),
]


def corpus(folder: Path) -> Path:
    lines = []
    for n in range(12):
        for text, theme, level in SENTENCES:
            words = text.format(n=n)
            labels = [{"quote": words, "theme": theme, "level": level}] if theme else []
            lines.append(json.dumps({"text": words, "field": "tender/description", "labels": labels}))
    (folder / "small.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_the_same_corpus_and_seed_give_the_same_bytes(tmp_path: Path) -> None:
    source = corpus(tmp_path)

    scores = train(source, tmp_path / "one", 7)
    train(source, tmp_path / "two", 7)

    assert scores["f1"] > 0.5
    for name in (THEMES, FIRMNESS, CARD):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1"),
        ('{"text": "a"}', "labels"),
        ('{"text": "a", "labels": [{"quote": "b", "theme": "x", "level": 1}]}', "not in its text"),
    ],
    ids=["json", "labels", "quote"],
)
def test_a_broken_line_of_the_corpus_is_named(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "bad.jsonl").write_text(line + "\n", encoding="utf-8")

    with pytest.raises(BadPattern, match=message):
        list(read_corpus(tmp_path))


@pytest.mark.parametrize(
    ("field", "pointer"),
    [
        (None, "/tender/description"),
        ("criteria/name", "/tender/lots/0/awardCriteria/criteria/0/name"),
        ("release/description", "/description"),
        ("noAgreedMetricsRationale", "/noAgreedMetricsRationale"),
    ],
)
def test_a_short_name_of_a_field_stands_for_its_pointer(field: str | None, pointer: str) -> None:
    assert pointer_of(field) == pointer


def test_every_line_of_our_own_corpus_can_be_used() -> None:
    passages = list(read_corpus())

    assert len(passages) > 2000
    assert any(not passage.labels for passage in passages)
