"""What the trained judges see of a statement: numbered features in blocks, each block with its own scale.

===========  ===================================================================  ==================
block        what is in it                                                        scale
===========  ===================================================================  ==================
``plain``    where the statement stands, and how long it is                       0.3
``rules``    families that matched, the themes that stand by them, with the mood  1.5
``words``    words, neighbours, and pairs of words with content                   3 / sqrt(n + 6)
``field``    words by the kind of field                                           2.1 / sqrt(n + 6)
``meanings`` meanings of words, and pairs of them                                 1.5 / sqrt(n + 6)
===========  ===================================================================  ==================

The scales were chosen on labelled notices: rules count in full however long the statement is, words share. Many
statements are taken at once, since most of the cost is that of a call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.commitment import Level
from nlp.seen import Seen
from nlp.setting import Setting
from nlp.wording import number_of, words_of

BUCKETS = 1 << 20
"""How many numbers there are for features; two that share one are learned as one."""
Numbers = NDArray[np.int64]
_NEXT, _NEAR, _IN, _BESIDE, _WITH = 1_000_003, 1_000_033, 31, 999_983, 999_979
_NOTED = ("quantity", "rate", "deadline", "check", "weight", "beneficiary", "place")
_CHECKS = ("rate", "deadline", "check")
_KINDS = {
    "description": (
        "description lot_description note title lot_title framework features other place status document selection"
    ),
    "criterion": "criterion_name criterion_description criteria_prose lot_limits",
    "indicator": "kpi_title kpi_description result_title result_description rating",
    "reason": "direct_award no_engagement no_lots accelerated amendment_reason period_reason amendment",
    "option": "renewal options",
}
_KIND = {field: kind for kind, fields in _KINDS.items() for field in fields.split()}
_GROUPS = {
    "justification": "just", "award_criteria": "crit", "engagement": "eng", "performance": "perf",
    "value_for_money": "vfm", "fair_process": "process", "integrity": "process", "open_contract": "process",
    "payment": "process",
}  # fmt: skip
_START, _END = number_of("^"), number_of("$")


@dataclass(frozen=True, slots=True)
class Block:
    """Features of one kind: their numbers, the example of each in rising order, and the scale of each example."""

    numbers: Numbers
    owners: Numbers
    scales: NDArray[np.float32]


class Case(NamedTuple):
    """A theme found in a statement, with the level that the rules give it or none; ``facts``: of its own case."""

    seen: Seen
    theme: str
    ruled: Level | None
    facts: bool


class _Text(NamedTuple):
    """The words of many statements in one row."""

    statements: int
    numbers: Numbers
    owners: Numbers
    meanings: Numbers
    common: NDArray[np.bool_]
    lengths: list[int]


def theme_blocks(seen: Sequence[Seen]) -> list[Block]:
    """The features for the judge of themes."""
    text = _text([one.folded for one in seen])
    kinds = [kind_of(one.setting) for one in seen]
    salts = np.array([number_of(f"kind={kind}") for kind in kinds], dtype=np.int64)
    return [
        _named([_plain(one, length, kind) for one, length, kind in zip(seen, text.lengths, kinds, strict=True)], 0.3),
        _named([_rules(one, kind) for one, kind in zip(seen, kinds, strict=True)], 1.5),
        _shared(text.statements, [_pairs(text)], 3.0),
        _shared(text.statements, [(text.owners, text.numbers * _IN + salts[text.owners])], 2.1),
        _shared(text.statements, _meanings(text, salts), 1.5),
    ]


def level_blocks(cases: Sequence[Case]) -> list[Block]:
    """The features for the judge of levels."""
    text = _text([case.seen.folded for case in cases])
    groups = [_GROUPS.get(case.theme, "social") for case in cases]
    salts = np.array([number_of(f"group={group}") for group in groups], dtype=np.int64)
    owners, pairs = _pairs(text)
    return [
        _named([_level_names(case, group) for case, group in zip(cases, groups, strict=True)], 0.5),
        _shared(text.statements, [(owners, pairs)], 3.0),
        _shared(text.statements, [(owners, pairs * _IN + salts[owners])], 3.0),
    ]


def kind_of(setting: Setting) -> str:
    """The kind of a field: fields of one kind share what is learned of them."""
    return _KIND.get(setting.field.value, setting.field.value)


def _text(folded: Sequence[str]) -> _Text:
    words = [words_of(one) for one in folded]
    lengths = [len(found) for found in words]
    table = np.fromiter(chain.from_iterable(chain.from_iterable(words)), dtype=np.int64).reshape(-1, 3)
    owners = np.repeat(np.arange(len(folded)), lengths)
    return _Text(len(folded), table[:, 0], owners, table[:, 1], table[:, 2] > 0, lengths)


def _named(names: Sequence[Iterable[str]], scale: float) -> Block:
    """Features by their names, each in full."""
    numbers = [sorted({number_of(name) for name in one}) for one in names]
    owners = np.repeat(np.arange(len(names)), [len(one) for one in numbers])
    flat = np.array(list(chain.from_iterable(numbers)), dtype=np.int64) % BUCKETS
    return Block(flat, owners, np.full(len(names), scale, dtype=np.float32))


def _shared(count: int, parts: Sequence[tuple[Numbers, Numbers]], scale: float) -> Block:
    """Features that share their weight: each counts once, and the less the more there are of the statement."""
    keys = np.unique(np.concatenate([owners * BUCKETS + numbers % BUCKETS for owners, numbers in parts]))
    owners = keys // BUCKETS
    scales = scale / np.sqrt(np.bincount(owners, minlength=count) + 6)
    return Block(keys % BUCKETS, owners, scales.astype(np.float32))


def _pairs(text: _Text) -> tuple[Numbers, Numbers]:
    """Words, neighbours with the two ends, and pairs of words with content, next to each other or one apart."""
    starts = np.concatenate(([0], np.cumsum(text.lengths)[:-1])).astype(np.int64)
    ends = starts + text.lengths
    before, after = np.insert(text.numbers, starts, _START), np.insert(text.numbers, ends, _END)
    around = np.repeat(np.arange(text.statements), np.add(text.lengths, 1))
    content, holders = text.numbers[~text.common], text.owners[~text.common]
    owners, numbers = [text.owners, around], [text.numbers, before * _NEXT + after]
    for far in (1, 2):
        same = holders[:-far] == holders[far:]
        owners.append(holders[:-far][same])
        numbers.append((content[:-far] * _NEAR + content[far:])[same])
    return np.concatenate(owners), np.concatenate(numbers)


def _meanings(text: _Text, salts: Numbers) -> list[tuple[Numbers, Numbers]]:
    """Meanings, alone, by the kind of field, next to each other, and all pairs of them."""
    holders, found = text.owners[text.meanings > 0], text.meanings[text.meanings > 0]
    same = holders[:-1] == holders[1:]
    beside = (found[:-1] * _BESIDE + found[1:])[same]
    keys = np.unique(holders << 32 | found)
    owners, unique = keys >> 32, keys & 0xFFFFFFFF
    rest = np.searchsorted(owners, owners, side="right") - np.arange(len(owners)) - 1
    first = np.repeat(np.arange(len(owners)), rest)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(rest) - rest, rest)
    return [
        (owners, unique),
        (owners, unique * _IN + salts[owners]),
        (holders[:-1][same], beside),
        (owners[first], unique[first] * _WITH + unique[second]),
    ]


def _plain(seen: Seen, length: int, kind: str) -> Iterator[str]:
    yield f"f={seen.setting.field.value}"
    yield f"g={kind}"
    yield f"n={min(length // 4, 6)}"
    if seen.setting.weight is not None:
        yield "weighted"


def _rules(seen: Seen, kind: str) -> Iterator[str]:
    for family, _ in seen.fired:
        yield f"r={family}"
    for theme in seen.standing:
        yield f"R={theme}"
        yield f"R={theme}|{kind}"
        yield f"R={theme}|{seen.mood.modality.value}"
    for theme in seen.setting.subjects:
        yield f"subject={theme}"


def _level_names(case: Case, group: str) -> Iterator[str]:
    kind = kind_of(case.seen.setting)
    yield f"th={case.theme}"
    yield f"group={group}"
    yield f"kind={kind}"
    yield f"{group}|kind={kind}"
    for name in _level_plain(case.seen, case.theme, case.ruled, facts=case.facts):
        yield name
        yield f"{group}|{name}"


def _level_plain(seen: Seen, theme: str, ruled: Level | None, *, facts: bool) -> Iterator[str]:
    yield f"m={seen.mood.modality.value}"
    yield f"none={seen.mood.ruled_out}"
    yield f"soft={seen.mood.softened}"
    yield f"n={min(seen.folded.count(' ') // 8, 5)}"
    yield f"facts={facts}"
    yield f"wt={seen.setting.weight is not None}"
    for name in _NOTED:
        yield f"sl={name}{getattr(seen.slots, name) is not None}"
    checked = any(getattr(seen.slots, name) is not None for name in _CHECKS)
    yield f"qc={seen.slots.quantity is not None}{checked}"
    yield f"rl={'None' if ruled is None else int(ruled)}"
    for family, of in seen.fired:
        if of == theme:
            yield f"fam={family}"
