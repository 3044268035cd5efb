"""Who is bound, and whether it is said that there will be none: words of ``nlp/patterns/<language>/moods.json``.

``moods.json`` has five lists of phrases: ``must``, ``scored``, ``reported``, ``may``, and ``none`` (it is ruled
out).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from nlp.commitment import Modality
from nlp.families import LANGUAGES, PATTERNS
from nlp.fields import CRITERIA, KPIS, RESULTS
from nlp.phrases import Phrase, alternation, compile_phrase
from nlp.setting import MOOD, Setting, folded_of, setting_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """What the words around a theme say of who is bound."""

    modality: Modality = Modality.NONE
    ruled_out: bool = False
    softened: bool = False


class Moods:
    """Reads the mood of a statement into ``doc.user_data["mood"]``."""

    def __init__(self, languages: tuple[str, ...] = LANGUAGES) -> None:
        self._expressions = _expressions(languages)

    def mood(self, folded: str, setting: Setting) -> Mood:
        """The mood of a folded statement in its field."""
        said = {name for name, expression in self._expressions.items() if expression.search(folded)}
        softened = "may" in said
        if "none" in said:
            return Mood(ruled_out=True, softened=softened)
        if setting.field in CRITERIA:
            return Mood(modality=Modality.SCORED, softened=softened)
        if setting.field in KPIS | RESULTS:
            return Mood(modality=Modality.REPORTED, softened=softened)
        for modality in (Modality.SCORED, Modality.MUST, Modality.REPORTED, Modality.MAY):
            if modality in said:
                return Mood(modality=modality, softened=softened)
        return Mood(softened=softened)

    def __call__(self, doc: Doc) -> Doc:
        """Store the mood."""
        doc.user_data[MOOD] = self.mood(folded_of(doc), setting_of(doc))
        return doc


@cache
def _expressions(languages: tuple[str, ...]) -> dict[str, re.Pattern[str]]:
    """One expression for each list, of the phrases of all languages."""
    phrases: dict[str, list[Phrase]] = defaultdict(list)
    for language in languages:
        lists = json.loads((PATTERNS / language / "moods.json").read_text(encoding="utf-8"))
        for name, sources in lists.items():
            phrases[name] += [compile_phrase(source, keyed=False) for source in sources]
    return {name: alternation(found) for name, found in sorted(phrases.items())}


@Language.factory("modality", default_config={"languages": list(LANGUAGES)})
def make_modality(nlp: Language, name: str, languages: list[str]) -> Moods:  # noqa: ARG001 - spaCy calls a factory so
    """Make the moods of some languages."""
    return Moods(tuple(languages))
