"""What the rules say of the level of each theme that was found in a statement."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc, Span

from nlp.commitment import Level, Modality, Slots
from nlp.components.modality import Mood
from nlp.components.structure import KPI, NO_KPI, WEIGHTED
from nlp.facts import has_facts
from nlp.families import LANGUAGES, Family, families
from nlp.fields import Field
from nlp.level import Said, level
from nlp.setting import JUDGED, LEARNED, MOOD, SLOTS, THEMES, folded_of, setting_of, text_of
from nlp.shares import shared


class Judgement(NamedTuple):
    """The level that the rules give, and what they took to be said."""

    level: Level
    said: Said


@cache
def by_name() -> dict[str, Family]:
    """All families of all languages by name."""
    return {family.name: family for language in LANGUAGES for family in families(language)}


def judgements_of(doc: Doc) -> dict[str, Judgement]:
    """The judgement of each theme that rules found, made once; the model's own finds have none."""
    found: dict[str, Judgement] | None = doc.user_data.get(JUDGED)
    if found is None:
        grouped: dict[str, list[Span]] = defaultdict(list)
        for span in doc.spans.get(THEMES, ()):
            grouped[span.label_].append(span)
        found = doc.user_data[JUDGED] = {
            theme: judged(doc, spans, scored="award_criteria" in grouped)
            for theme, spans in sorted(grouped.items())
            if any(span.id_ != LEARNED for span in spans)
        }
    return found


def judged(doc: Doc, found: list[Span], *, scored: bool) -> Judgement:
    """The judgement of one theme by the words found for it; ``scored``: the statement tells criteria, too."""
    mood: Mood = doc.user_data.get(MOOD) or Mood()
    slots: Slots = doc.user_data.get(SLOTS) or Slots()
    every = [_judge(doc, span, mood, slots, scored=scored) for span in _telling(doc, found)]
    ruled_out = [judgement for judgement in every if judgement.level is Level.RULED_OUT]
    return ruled_out[0] if ruled_out else max(every, key=lambda judgement: judgement.level)


def _judge(doc: Doc, span: Span, mood: Mood, slots: Slots, *, scored: bool) -> Judgement:
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
    return Judgement(level(theme, slots, said)[0], said)


def _telling(doc: Doc, found: list[Span]) -> list[Span]:
    """The spans that decide the level: a statute's words or a wish, where nothing else is definite.

    Of the words of a reason, those with a cap decide: that there is a framework is a reason, however it is numbered.
    """
    known = [(span, family) for span in found if (family := by_name().get(span.id_)) is not None]
    capped = [span for span, family in known if family.theme == "justification" and family.cap < Level.MEASURABLE]
    if capped:
        return capped
    definite = {"justification": has_facts(text_of(doc)), "engagement": any(family.what for _, family in known)}
    if definite.get(found[0].label_, True):
        return found
    return [span for span, family in known if family.formula] or found


def _modality(span: Span, mood: Mood, family: Family | None) -> Modality:
    if mood.modality in {Modality.MUST, Modality.SCORED} or family is None or family.modality is None:
        return Modality.REPORTED if span.id_ == KPI else mood.modality
    return family.modality


def _what(doc: Doc, span: Span, family: Family | None) -> bool:
    if span.label_ == "justification":
        return has_facts(text_of(doc))
    return span.id_ in {KPI, WEIGHTED} or (family.what if family else False)
