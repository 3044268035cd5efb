"""Extracting: from parsed JSON to commitments, on generated notices of 400 words, and on real ones if any.

The yardsticks are a regular expression of keywords, which is what a user would otherwise write, and spaCy's tokenizer.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Sequence
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import spacy

from benchmarks.generator import release
from benchmarks.measure import measured
from monitor.extract import context
from nlp.commitment import Context
from nlp.pipeline import COMPONENTS, Extractor
from nlp.training.evaluate import OPTIONAL
from scrapers.notice import Notice
from scrapers.readers import ocds, package

NOTICES = 1000
KEYWORDS = re.compile(
    r"\b(?:social value|community benefits?|apprentic\w+|living wage|local (?:jobs|firms|suppliers)|sme|vcse|carbon|"
    r"net zero|emissions|sustainab\w+|biodiversity|recycl\w+|equality|diversity|inclusion|disab\w+|modern slavery|"
    r"volunteer\w*|wellbeing|kpi|key performance|service levels?|award criteria|quality \d+ ?%|price \d+ ?%|meat|"
    r"standstill|conflicts? of interest|bribery|fraud|prompt payment|30 days|value for money|efficien\w+|"
    r"engagement|co-?production|partnership|open book|transparen\w+|freedom of information|direct award|urgen\w+)\b",
    re.IGNORECASE,
)
REAL = Path(os.environ.get("ETHOS_BENCH_DATA", "../shared/data/find_a_tender"))

Work = list[tuple[Context, Sequence[Any]]]


def main() -> None:
    """Measure on both kinds of notices."""
    _measure("generated, 400 words", [_read(release(number)) for number in range(NOTICES)])
    pages = sorted(REAL.rglob("*.json"))
    if pages:
        raws = [raw for page in pages for raw in package.releases(package.decode(page.read_bytes()), where=str(page))]
        _measure("real", [_read(raw) for raw in raws])
    else:
        print(f"no real notices at {REAL}: name a folder with ETHOS_BENCH_DATA")


def _read(raw: Any) -> Notice:
    notice = ocds.read(raw, source="find_a_tender").notice
    if notice is None:
        raise ValueError("a benchmark's release can't be read")
    return notice


def _measure(what: str, notices: list[Notice]) -> None:
    work: Work = [(context(notice), notice.segments) for notice in notices]
    words = sum(len(segment.text.split()) for notice in notices for segment in notice.segments)
    print(f"{what}: {len(notices)} notices, {words / len(notices):.0f} words each")
    with measured() as span:
        for notice in notices:
            for segment in notice.segments:
                KEYWORDS.findall(segment.text)
    _tell("regular expression, one core", len(notices), span.wall)
    tokenizer = spacy.blank("en").tokenizer
    with measured() as span:
        for notice in notices:
            for segment in notice.segments:
                tokenizer(segment.text)
    _tell("spaCy's tokenizer, one core", len(notices), span.wall)
    extractor = Extractor.load()
    with measured() as span:
        found = sum(len(reading.commitments) for reading in extractor.read_many(work))
    _tell("extract, one core", len(notices), span.wall, f"{found} commitments")
    halves = [work[::2], work[1::2]]
    with Pool(2, initializer=_load) as pool:
        pool.map(_extract, [work[:50], work[:50]])
        start = time.perf_counter()
        pool.map(_extract, halves)
        _tell("extract, two processes", len(notices), time.perf_counter() - start)
    for name in OPTIONAL:
        without = Extractor.load(components=[other for other in COMPONENTS if other != name])
        with measured() as part:
            for _ in without.read_many(work[: len(work) // 4]):
                pass
        print(f"  without {name}: {len(work) // 4 / part.wall:.0f} notices/s")


_loaded: list[Extractor] = []


def _load() -> None:
    _loaded.append(Extractor.load())


def _extract(work: Work) -> int:
    return sum(len(reading.commitments) for reading in _loaded[0].read_many(work))


def _tell(what: str, notices: int, seconds: float, more: str = "") -> None:
    print(f"  {what:30} {notices / seconds:8.0f} notices/s  {more}")
