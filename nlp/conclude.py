"""From the words found in a statement to its commitments: one for each theme, with its level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Doc, Span

from nlp.commitment import Level, Modality, Slots
from nlp.components.categoriser import LEARNED
from nlp.components.modality import Mood
from nlp.components.structure import KPI, NO_KPI, WEIGHTED
from nlp.components.subject import TITLES
from nlp.facts import has_facts
from nlp.families import LANGUAGES, Family, families
from nlp.fields import Field
from nlp.level import BINDING, Said, level
from nlp.quotes import clause
from nlp.setting import FIRM, MOOD, SCORES, SLOTS, THEMES, folded_of, setting_of, text_of
from nlp.shares import shared

_HEADING = 75
_TITLE_WORDS = 10
EVEN, SURE = 0.5, 0.93


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """One commitment of a statement, with offsets into the statement."""

    start: int
    end: int
    theme: str
    level: Level
    modality: Modality
    slots: Slots
    confidence: float
    found_by: str


@cache
def by_name() -> dict[str, Family]:
    """All families of all languages by name."""
    return {family.name: family for language in LANGUAGES for family in families(language)}


def conclude(doc: Doc) -> Iterator[Conclusion]:
    """The commitments of a statement that all components have read, in the order of their themes."""
    spans = doc.spans.get(THEMES, ())
    if not spans:
        return
    grouped: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        grouped[span.label_].append(span)
    mood: Mood = doc.user_data.get(MOOD) or Mood()
    slots: Slots = doc.user_data.get(SLOTS) or Slots()
    if _heading(text_of(doc)) or _short_title(doc):
        return
    for theme in sorted(grouped):
        yield _conclusion(doc, theme, grouped, mood, slots)


def _confidence(doc: Doc, theme: str, found: list[Span]) -> float:
    """How sure the find is: a field's meaning is certain, a rule is lifted by the model, the model stands alone."""
    scores: dict[str, float] = doc.user_data.get(SCORES) or {}
    chance = scores.get(theme, EVEN)
    if any(span.id_.startswith("field:") for span in found):
        return 1.0
    return round(chance if all(span.id_ == LEARNED for span in found) else (1 + chance) / 2, 3)


def _heading(text: str) -> bool:
    """Whether a statement only announces a list."""
    return text.endswith(":") and len(text) < _HEADING and "%" not in text


def _short_title(doc: Doc) -> bool:
    """Whether the statement is a title that only names what is bought."""
    return setting_of(doc).field in TITLES and text_of(doc).count(" ") < _TITLE_WORDS


def _conclusion(doc: Doc, theme: str, grouped: dict[str, list[Span]], mood: Mood, slots: Slots) -> Conclusion:
    found = grouped[theme]
    first, last = min(span.start_char for span in found), max(span.end_char for span in found)
    start, end = clause(text_of(doc), first, last)
    action = text_of(doc)[found[0].start_char : found[0].end_char]
    judged = [_judge(doc, span, mood, slots, scored="award_criteria" in grouped) for span in _telling(doc, found)]
    ruled_out = [judgement for judgement in judged if judgement[0] is Level.RULED_OUT]
    best, said = ruled_out[0] if ruled_out else max(judged, key=lambda judgement: judgement[0])
    return Conclusion(
        start=start,
        end=end,
        theme=theme,
        level=best,
        modality=said.modality,
        slots=replace(slots, action=action) if said.what else slots,
        confidence=_confidence(doc, theme, found),
        found_by=", ".join(sorted({span.id_ for span in found})),
    )


def _judge(doc: Doc, span: Span, mood: Mood, slots: Slots, *, scored: bool) -> tuple[Level, Said]:
    theme, setting = span.label_, setting_of(doc)
    family = by_name().get(span.id_)
    modality = _modality(span, mood, family)
    if scored and slots.weight is not None and theme != "award_criteria":
        modality = Modality.SCORED
    ruled_out = (
        span.id_ == NO_KPI or (family.ruled_out if family else False) or (mood.ruled_out and theme != "justification")
    )
    said = Said(
        modality=modality,
        ruled_out=ruled_out,
        formula=family.formula if family else False,
        what=_what(doc, span, family),
        shared=shared(folded_of(doc), span.start_char, span.end_char, named=setting.field is Field.CRITERION_NAME),
        cap=family.cap if family else Level.MEASURABLE,
    )
    said = _firmer(
        doc.user_data.get(FIRM, {}).get(theme), said, known=family is not None or span.id_.startswith("field:")
    )
    return level(theme, slots, said)[0], said


def _telling(doc: Doc, found: list[Span]) -> list[Span]:
    """The spans that decide the level: a statute's words, where a reason gives nothing else."""
    if found[0].label_ != "justification" or has_facts(text_of(doc)):
        return found
    formulas = [span for span in found if (family := by_name().get(span.id_)) is not None and family.formula]
    return formulas or found


def _modality(span: Span, mood: Mood, family: Family | None) -> Modality:
    if mood.modality in {Modality.MUST, Modality.SCORED} or family is None or family.modality is None:
        return Modality.REPORTED if span.id_ == KPI else mood.modality
    return family.modality


def _firmer(chances: dict[str, float] | None, said: Said, *, known: bool) -> Said:
    """What is said, as the judge of firmness reads it: where no rule knows the words, or where it is sure."""
    if chances is None or said.ruled_out:
        return said
    low, high = (1 - SURE, SURE) if known else (EVEN, EVEN)
    modality, what, formula = said.modality, said.what, said.formula
    if chances["bound"] >= high and modality not in BINDING:
        modality, formula = Modality.MUST, False
    elif chances["bound"] < low and modality in BINDING:
        modality = Modality.MAY
    if chances["definite"] >= high:
        what = True
    elif chances["definite"] < low:
        what = False
    return replace(said, modality=modality, what=what, formula=formula)


def _what(doc: Doc, span: Span, family: Family | None) -> bool:
    if span.label_ == "justification":
        return has_facts(text_of(doc))
    return span.id_ in {KPI, WEIGHTED} or (family.what if family else False)
