"""Short phrases written as data, compiled so that most text never meets a pattern.

The language of a phrase, word by word and blind to case:

========  ======================================================
``word``  that word
``word*`` any word that begins so
``(a|b)`` one of several, each a phrase itself
``[a]``   may be left out (never the first of a phrase)
``..``    up to four words of any kind
``...``   up to twelve
``#``     a number; ``#%`` a percentage
``<a>``   the list of words that ``words.json`` names so
========  ======================================================

Each phrase has *keys*, words (``wage``) or beginnings of words (``apprentic*``) of which at least one must stand in a
text that it matches. A text without a key need not be searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from nlp.errors import BadPattern
from nlp.lexica import words

SHORTEST_KEY = 3
"""Beginnings shorter than this are no keys: they stand in too many texts."""
SEPARATOR = r"[^\w.;!?]{1,4}"
GAPS = {"..": 4, "...": 12}
_TOKEN = re.compile(r"\.\.\.?|[\[\]()|]|[^\s\[\]()|]+")
_NUMBERS = {"#": r"\d[\d,.]*(?:st|nd|rd|th)?", "#%": r"\d[\d.]*\s{0,2}(?:%|per\s?cent(?:age)?)"}
_WORD = re.compile(r"[^\W_]+")
_REMEMBERED = 1 << 16
_LIST = re.compile(r"<(\w+)>")
_FOLD = str.maketrans({"\u2019": "'", "\u2018": "'", "`": "'", "\u00a0": " ", "\u200b": " ", "\u202f": " "})

COMMON = frozenset(words("common"))


def fold(text: str) -> str:
    """The text in lower case with plain apostrophes and spaces: as long as the text, so that offsets hold."""
    lowered = text.lower()
    if text.isascii():
        return lowered.replace("`", "'")
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.translate(_FOLD)


class Keys:
    """Finds which of some keys stand in a text; what is known of a word is kept."""

    def __init__(self, keys: Iterable[str]) -> None:
        every = set(keys)
        self._whole = frozenset(key for key in every if not key.endswith("*"))
        self._begun = frozenset(key[:-1] for key in every if key.endswith("*"))
        self._sizes = sorted({len(key) for key in self._begun})
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, folded: str) -> set[str]:
        """The keys that stand in a folded text."""
        known, found = self._known, set[str]()
        for word in _WORD.findall(folded):
            keys = known.get(word)
            if keys is None:
                keys = self._look(word)
            if keys:
                found.update(keys)
        return found

    def _look(self, word: str) -> tuple[str, ...]:
        begun = [f"{word[:size]}*" for size in self._sizes if size <= len(word) and word[:size] in self._begun]
        found = (word, *begun) if word in self._whole else tuple(begun)
        if len(self._known) < _REMEMBERED:
            self._known[word] = found
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """A compiled phrase: the expression, and the keys of which one must be there."""

    source: str
    expression: str
    keys: frozenset[str]
    needs: tuple[frozenset[str], ...] = ()
    """For each word that can't be left out, the keys of which one must be there."""


@dataclass(frozen=True, slots=True)
class _Part:
    expression: str
    keys: frozenset[str]
    kind: str = "word"


def compile_phrase(source: str, lists: Mapping[str, str] | None = None, *, keyed: bool = True) -> Phrase:
    """Compile one phrase, or raise ``BadPattern`` where it needs a key and has none."""
    try:
        spelt = _LIST.sub(lambda found: f"({(lists or {})[found[1]]})", source)
    except KeyError as error:
        raise BadPattern(f"phrase {source!r}: words.json has no list {error}") from error
    tokens = _TOKEN.findall(fold(spelt))
    parts, rest = _sequence(tokens, 0)
    if rest != len(tokens):
        raise BadPattern(f"phrase {source!r}: a bracket is closed that was never opened")
    if not parts or parts[0].kind in {"optional", "gap"}:
        raise BadPattern(f"phrase {source!r}: begin with a word that is always there")
    found = _anchor(parts)
    if keyed and not found:
        raise BadPattern(f"phrase {source!r}: no word is long enough to be looked up; write one in full")
    return Phrase(source, _join(parts), found, tuple(part.keys for part in parts if part.keys and part.keys != found))


def alternation(phrases: Iterable[Phrase]) -> re.Pattern[str]:
    """One expression that finds any of the phrases as whole words."""
    return words_only("|".join(phrase.expression for phrase in phrases))


@cache
def words_only(body: str) -> re.Pattern[str]:
    """An expression that begins and ends where words do."""
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)")


def _sequence(tokens: Sequence[str], at: int) -> tuple[list[_Part], int]:
    parts: list[_Part] = []
    while at < len(tokens) and tokens[at] not in {")", "]", "|"}:
        part, at = _part(tokens, at)
        parts.append(part)
    return parts, at


def _part(tokens: Sequence[str], at: int) -> tuple[_Part, int]:
    token = tokens[at]
    if token in GAPS:
        return _Part(rf"(?:[^\w.;!?]{{1,4}}[\w%£'&+-]+(?:[.,]\w+)*){{0,{GAPS[token]}}}?", frozenset(), "gap"), at + 1
    if token in _NUMBERS:
        return _Part(_NUMBERS[token], frozenset(), "number"), at + 1
    if token in {"(", "["}:
        return _group(tokens, at)
    if token.endswith("*"):
        return _Part(re.escape(token[:-1]) + r"\w*", _key(token)), at + 1
    return _Part(re.escape(token), _key(token), "common" if token in COMMON else "word"), at + 1


def _key(token: str) -> frozenset[str]:
    """The longest word of a token, which may be only a beginning if it is the last."""
    parts = _WORD.findall(token)
    if token.endswith("*") and parts and token[-2:-1].isalnum():
        parts[-1] += "*"
    whole = [part for part in parts if not part.endswith("*") or len(part) > SHORTEST_KEY]
    return frozenset({max(whole, key=len)}) if whole else frozenset()


def _group(tokens: Sequence[str], at: int) -> tuple[_Part, int]:
    closing = ")" if tokens[at] == "(" else "]"
    choices: list[list[_Part]] = []
    while True:
        parts, at = _sequence(tokens, at + 1)
        choices.append(parts)
        if at >= len(tokens) or not parts:
            raise BadPattern(f"phrase {' '.join(tokens)!r}: a bracket stays open or holds nothing")
        if tokens[at] == closing:
            break
    anchors = [_anchor(choice) for choice in choices]
    found = frozenset[str]().union(*anchors) if all(anchors) else frozenset[str]()
    body = "|".join(_join(choice) for choice in choices)
    common = any(_rank(choice) == 0 for choice in choices)
    kind = "optional" if closing == "]" else "common" if common else "word"
    return _Part(f"(?:{body})", found if closing == ")" else frozenset(), kind), at + 1


def _rank(parts: Sequence[_Part]) -> int:
    return max((2 if part.kind == "word" else 0 for part in parts if part.keys), default=0)


def _anchor(parts: Sequence[_Part]) -> frozenset[str]:
    best = max(
        (part for part in parts if part.keys),
        key=lambda part: (part.kind == "word", -len(part.keys), min(map(len, part.keys))),
        default=None,
    )
    return best.keys if best else frozenset()


def _join(parts: Sequence[_Part]) -> str:
    def pieces() -> Iterator[str]:
        yield parts[0].expression
        for part in parts[1:]:
            if part.kind == "gap":
                yield part.expression
            elif part.kind == "optional":
                yield f"(?:{SEPARATOR}{part.expression})?"
            else:
                yield SEPARATOR + part.expression

    return "".join(pieces())
