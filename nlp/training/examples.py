"""What the judges learn from: each statement of the corpus as the rules would leave it in reading, with its labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import spacy
from spacy.language import Language

from nlp.commitment import Level
from nlp.components import modality, slots, structure, subject, themes
from nlp.facts import has_facts
from nlp.judging import judgements_of
from nlp.phrases import fold
from nlp.seen import Seen, seen_of
from nlp.setting import FOLDED, SETTING, TEXT, placed
from nlp.training.corpus import Passage
from nlp.traits import traits_of

RULES = ("themes", "structure", "modality", "slots", "subject")
_MODULES = (themes, structure, modality, slots, subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A statement as the rules left it, the levels that they give, and its labels: theme and level."""

    seen: Seen
    facts: bool
    ruled: Mapping[str, Level]
    labels: Mapping[str, int]


def examples(passages: Iterable[Passage]) -> Iterator[Example]:
    """One example for each statement, in the order of the passages."""
    nlp = spacy.blank("en")
    for step in RULES:
        nlp.add_pipe(step)
    judge = subject.Subject()
    for passage in passages:
        yield from _passage(nlp, judge, passage)


def _passage(nlp: Language, judge: subject.Subject, passage: Passage) -> Iterator[Example]:
    found = list(passage.statements())
    setting = placed(
        passage,
        notice_type=passage.context.notice_type,
        subjects=judge.subjects(passage.context),
        traits=traits_of(passage.context, [passage]),
        alone=len(found) == 1,
    )
    folded = fold(passage.text)
    for start, end, labels in found:
        doc = nlp.make_doc(passage.text[start:end])
        doc.user_data.update({SETTING: setting, FOLDED: folded[start:end], TEXT: passage.text[start:end]})
        doc = nlp(doc)
        ruled = {theme: judgement.level for theme, judgement in judgements_of(doc).items()}
        yield Example(seen=seen_of(doc), facts=has_facts(passage.text[start:end]), ruled=ruled, labels=labels)
