"""Words as the search understands them: SQLite's FTS5 with the tokenizer ``porter unicode61``, without a database.

All terms must be found. A term is a word or a quoted phrase, whose stems stand next to each other. Letters lose their
case and their accents.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

Term = tuple[str, ...]

_TOKEN = re.compile(r"[^\W_]+")
_TERM = re.compile(r'"([^"]+)"|(\S+)')
_SHORTEST, _LONGEST = 3, 64  # FTS5 leaves shorter and longer tokens as they are (fts5_tokenize.c)
_MEASURE = re.compile(r"[^aeiouy]*(?:[aeiou]|(?<!^)y)+[^aeiou]")
"""Vowels with a consonant behind them: where it matches, FTS5 follows Porter's two later rules, logi and bli."""
_PORTER = snowballstemmer.stemmer("porter")


@dataclass(frozen=True, slots=True)
class Text:
    """What a notice says, ready to be asked for terms."""

    stems: frozenset[str]
    line: str

    @classmethod
    def of(cls, strings: Iterable[str]) -> Text:
        """Its buyer's name and texts, in their order: phrases may reach from one into the next, as in the search."""
        found = stems("\n".join(strings))
        return cls(stems=frozenset(found), line=f" {' '.join(found)} ")

    def has(self, term: Term) -> bool:
        """Whether the stems of a term stand in it next to each other."""
        if len(term) == 1:
            return term[0] in self.stems
        return self.stems.issuperset(term) and f" {' '.join(term)} " in self.line


def terms(words: str) -> tuple[Term, ...]:
    """The terms that are asked for; none where nothing of it is a word."""
    parts = (phrase or word for phrase, word in _TERM.findall(words))
    return tuple(found for part in parts if (found := stems(part)))


def stems(text: str) -> Term:
    """The stems of a text, in order."""
    return tuple(map(_stem, _TOKEN.findall(_plain(text))))


def _plain(text: str) -> str:
    text = text.lower()
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


@lru_cache(maxsize=200_000)
def _stem(token: str) -> str:
    if not _SHORTEST <= len(token.encode()) <= _LONGEST:
        return token
    stem = str(_PORTER.stemWord(token))
    if stem.endswith("logi") and _MEASURE.match(stem[:-4]):
        return stem[:-1]
    if stem.endswith("bli") and _MEASURE.match(stem[:-3]):
        return str(_PORTER.stemWord(f"{stem[:-1]}e"))
    return stem
