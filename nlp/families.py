"""Families of phrases, read from ``nlp/patterns/<language>/<theme>.jsonl``: one family a line.

A line has ``family`` (its name), ``theme``, ``phrases``, and two lists that a test walks: ``matches`` and ``misses``.
Beside them it may have:

==============  ====================================================================================================
``unless``      phrases that forbid it in the same statement
``fields``      the only kinds of field it is looked for in; ``not_fields`` those it is not
``types``       the only notice types it is looked for in; ``none`` is a notice without one
``needs``       what must be true of the notice: ``direct`` (it is, or explains, an award without competition)
``whole``       the phrase must be the whole statement
``modality``    who is bound, where the words around do not say it: ``must``, ``scored``, ``reported``, ``may``
``what``        true where the words themselves are a definite act, standard, group or form
``ruled_out``   true where the words say that there will be none, or that it is not told
``formula``     true where the words only repeat the statute, or only wish
``beyond``      true where the words stand although their theme is what is bought
``sure``        true where the categoriser may not overrule it
``cap``         the highest level that the words can carry
==============  ====================================================================================================
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nlp.commitment import Level, Modality
from nlp.errors import BadPattern
from nlp.fields import CRITERIA, KPIS, RATIONALES, RESULTS, Field
from nlp.phrases import Keys, Phrase, alternation, compile_phrase

PATTERNS = Path(__file__).parent / "patterns"
LANGUAGES = ("en", "cy")
UNTAUGHT = ("cy",)
"""Languages that the corpus does not teach: there the rules decide alone."""
_GROUPS: Mapping[str, frozenset[Field]] = {
    "criteria": CRITERIA,
    "kpis": KPIS,
    "rationales": RATIONALES,
    "results": RESULTS,
}
_KNOWN = {
    "family", "theme", "phrases", "matches", "misses", "unless", "fields", "not_fields", "types", "needs", "whole",
    "modality", "what", "ruled_out", "formula", "beyond", "sure", "cap",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Family:
    """Phrases that say the same thing in other words, and what follows from finding one."""

    name: str
    theme: str
    phrases: tuple[Phrase, ...]
    matches: tuple[str, ...]
    misses: tuple[str, ...]
    unless: re.Pattern[str] | None
    fields: frozenset[Field]
    types: frozenset[str]
    needs: frozenset[str]
    whole: bool
    modality: Modality | None
    what: bool
    ruled_out: bool
    formula: bool
    beyond: bool
    sure: bool
    cap: Level


def load_families(language: str, folder: Path = PATTERNS) -> tuple[Family, ...]:
    """All families of a language in the order of their files, or raise ``BadPattern`` naming the file and the line."""
    words = _words(folder / language / "words.json")
    return tuple(
        _family(row, words, place)
        for path in sorted((folder / language).glob("*.jsonl"))
        for place, row in _rows(path)
        if "family" in row
    )


@cache
def families(language: str) -> tuple[Family, ...]:
    """The project's own families of a language."""
    return load_families(language)


Candidates = dict[Family, list[Phrase]]
"""The families that a text could hold, with the phrases that it could hold of each."""


class Index:
    """Families by the keys of their phrases: which of them a text could hold, without searching it."""

    def __init__(self, found: tuple[Family, ...]) -> None:
        self._families = found
        phrases = [phrase for family in found for phrase in family.phrases]
        self._keys = Keys(key for phrase in phrases for keys in (phrase.keys, *phrase.needs) for key in keys)
        self._by_field: dict[Field, dict[str, list[tuple[int, Phrase]]]] = {}

    def candidates(self, folded: str, field: Field) -> Candidates:
        """The families that a folded text in a field could hold, and the phrases to look for, in file order."""
        by_key = self._by_field.get(field)
        if by_key is None:
            by_key = self._by_field[field] = self._keyed(field)
        keys = self._keys.of(folded)
        found: dict[int, dict[Phrase, None]] = {}
        for key in keys & by_key.keys():
            for number, phrase in by_key[key]:
                for need in phrase.needs:
                    if need.isdisjoint(keys):
                        break
                else:
                    found.setdefault(number, {})[phrase] = None
        return {self._families[number]: list(found[number]) for number in sorted(found)}

    def _keyed(self, field: Field) -> dict[str, list[tuple[int, Phrase]]]:
        by_key: dict[str, list[tuple[int, Phrase]]] = defaultdict(list)
        for number, family in enumerate(self._families):
            for phrase in family.phrases if field in family.fields else ():
                for key in phrase.keys:
                    by_key[key].append((number, phrase))
        return dict(by_key)


@cache
def index(languages: tuple[str, ...]) -> Index:
    """The index of all families of some languages."""
    return Index(tuple(family for language in languages for family in families(language)))


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        place = f"{path.name}, line {number}"
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadPattern(f"{place}: not JSON ({error.msg}); mend the line") from error
        if not isinstance(row, dict) or (unknown := row.keys() - _KNOWN):
            raise BadPattern(
                f"{place}: unknown {sorted(unknown) if isinstance(row, dict) else 'shape'}; see nlp/families.py"
            )
        yield place, row


def _words(path: Path) -> dict[str, str]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def _family(row: dict[str, Any], words: Mapping[str, str], place: str) -> Family:
    try:
        unless = [compile_phrase(source, words, keyed=False) for source in row.get("unless", ())]
        return Family(
            name=row["family"],
            theme=row["theme"],
            phrases=tuple(compile_phrase(source, words) for source in row["phrases"]),
            matches=tuple(row["matches"]),
            misses=tuple(row["misses"]),
            unless=alternation(unless) if unless else None,
            fields=_fields(row),
            types=frozenset(row.get("types", ())),
            needs=frozenset(row.get("needs", ())),
            whole=row.get("whole", False),
            modality=Modality(row["modality"]) if "modality" in row else None,
            what=row.get("what", False),
            ruled_out=row.get("ruled_out", False),
            formula=row.get("formula", False),
            beyond=row.get("beyond", False),
            sure=row.get("sure", False),
            cap=Level(row.get("cap", Level.MEASURABLE)),
        )
    except KeyError as error:
        raise BadPattern(f"{place}: {error} is missing; every family has it") from error
    except (BadPattern, ValueError) as error:
        raise BadPattern(f"{place}: {error}") from error


def _fields(row: Mapping[str, Any]) -> frozenset[Field]:
    only = _expand(row["fields"]) if "fields" in row else frozenset(Field)
    return only - _expand(row.get("not_fields", ()))


def _expand(names: list[str] | tuple[str, ...]) -> frozenset[Field]:
    return frozenset[Field]().union(*(_GROUPS.get(name) or {Field(name)} for name in names))
