"""What the trained model sees of a statement: words, pairs of words, field and rules, each hashed to a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.families import Family
from nlp.setting import Setting

BUCKETS = 1 << 16
MAX_WORDS = 120
_STEM, _SHORT = 6, 4
_WORD = re.compile(r"[^\W\d_]+|\d+|[%£]")


def features(folded: str, setting: Setting, rules: Iterable[Family]) -> NDArray[np.int64]:
    """The rows of a statement's features, as often as each is there."""
    return rows_of(folded, _signs(setting, rules))


def rows_of(folded: str, signs: Iterable[str]) -> NDArray[np.int64]:
    """The rows of the words of a folded text, of their pairs, and of some signs beside them."""
    words = _WORD.findall(folded)[:MAX_WORDS]
    pairs = [_numbers(word) for word in words]
    stems = np.array([_START, *(stem for stem, _ in pairs), _END], dtype=np.int64)
    short = np.array([short for _, short in pairs], dtype=np.int64)
    beside = np.array([_number(sign) for sign in (*signs, f"n={min(len(words) // 4, 6)}")], dtype=np.int64)
    joined = stems[:-1] * 1_000_003 + stems[1:]
    return np.concatenate((stems, short, joined, beside)) % BUCKETS


@lru_cache(maxsize=1 << 16)
def _numbers(word: str) -> tuple[int, int]:
    if word.isdigit():
        return _number("s=#"), _number("4=#")
    return _number(f"s={word[:_STEM]}"), _number(f"4={word[:_SHORT]}")


@lru_cache(maxsize=1 << 16)
def _number(name: str) -> int:
    return crc32(name.encode())


_START, _END = _number("^"), _number("$")


def _signs(setting: Setting, rules: Iterable[Family]) -> Iterator[str]:
    field = setting.field.value
    yield f"f={field}"
    yield f"t={setting.notice_type}"
    if setting.weight is not None:
        yield "weighted"
    for rule in rules:
        yield f"r={rule.name}"
        yield f"rt={rule.theme}"
        yield f"r={rule.name}|{field}"
    for theme in sorted(setting.subjects):
        yield f"subject={theme}"
