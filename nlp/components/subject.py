"""Subject or commitment: words that describe what is bought are no commitment.

The title and the CPV codes tell which themes a contract itself buys (``nlp/patterns/<language>/subjects.json``). A
theme that is bought is kept only where the words go beyond it: they are scored or measured, or their family says so.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.commitment import Context, Modality
from nlp.components.modality import Mood
from nlp.families import LANGUAGES, PATTERNS, families
from nlp.fields import CRITERIA, KPIS, RESULTS, Field
from nlp.phrases import alternation, compile_phrase, fold
from nlp.setting import FIRED, MOOD, THEMES, Setting, folded_of, setting_of

_HEAD = 80

TITLES = frozenset({Field.TITLE, Field.LOT_TITLE})

_CRAFT = re.compile(
    r"\b(?:knowledge|experience|expertise|understanding|methodology|techni\w+|qualifications|competen\w+|curriculum|"
    r"(?:course|programme|audit) content|quality of (?:delivery|training|teaching|service))\b"
)
"""How well the subject is done, which a criterion asks of any bidder: not what is asked beyond it."""


@dataclass(frozen=True, slots=True)
class Bought:
    """The words and codes by which a contract buys a theme itself."""

    words: re.Pattern[str]
    codes: tuple[str, ...]


class Subject:
    """Drops from ``doc.spans["themes"]`` what only describes the contract's own subject."""

    def __init__(self, languages: tuple[str, ...] = LANGUAGES) -> None:
        self._bought = [bought(language) for language in languages]
        self._beyond = {family.name for language in languages for family in families(language) if family.beyond}

    def subjects(self, context: Context) -> frozenset[str]:
        """The themes that a notice's contract buys."""
        title = fold(context.title or "")[:_HEAD]
        codes = tuple(dict.fromkeys(context.cpv))
        return frozenset(
            theme
            for found in self._bought
            for theme, row in found.items()
            if row.words.search(title) or (row.codes and any(code.startswith(row.codes) for code in codes))
        )

    def stands(self, span: Span, setting: Setting, mood: Mood) -> bool:
        """Whether a span is a commitment and not the subject."""
        if span.label_ not in setting.subjects or span.id_.startswith("field:") or span.id_ in self._beyond:
            return True
        if setting.field in TITLES:
            return False
        if setting.field in CRITERIA:
            return not _CRAFT.search(folded_of(span.doc))
        return setting.field in KPIS | RESULTS or mood.modality is Modality.SCORED

    def __call__(self, doc: Doc) -> Doc:
        """Keep the spans that stand, and note which families had matched."""
        setting = setting_of(doc)
        doc.user_data[FIRED] = tuple((span.id_, span.label_) for span in doc.spans.get(THEMES, ()))
        if setting.subjects and THEMES in doc.spans:
            mood = doc.user_data.get(MOOD) or Mood()
            doc.spans[THEMES] = [span for span in doc.spans[THEMES] if self.stands(span, setting, mood)]
        return doc


@cache
def bought(language: str) -> dict[str, Bought]:
    """What tells the subject, for each theme that a contract can buy."""
    path = PATTERNS / language / "subjects.json"
    rows = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {
        theme: Bought(alternation([compile_phrase(source, keyed=False) for source in row["title"]]), tuple(row["cpv"]))
        for theme, row in sorted(rows.items())
    }


@Language.factory("subject", requires=["doc.spans"], default_config={"languages": list(LANGUAGES)})
def make_subject(nlp: Language, name: str, languages: list[str]) -> Subject:  # noqa: ARG001 - spaCy calls a factory so
    """Make the judge of subjects."""
    return Subject(tuple(languages))
