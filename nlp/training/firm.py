"""Examples for the judge of firmness: each labelled statement of the corpus as the pipeline would see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import spacy
from spacy.tokens import Doc, Span

from nlp.components import modality, slots, structure, themes
from nlp.families import LANGUAGES, families
from nlp.fields import Field, field_of
from nlp.firm import HEADS, firm_features
from nlp.phrases import fold
from nlp.setting import FOLDED, SETTING, THEMES, Setting
from nlp.training.corpus import Passage
from nlp.training.example import Example

_STEPS = ("themes", "structure", "modality", "slots")
_MODULES = (modality, slots, structure, themes)


def firm_examples(passages: Sequence[Passage]) -> Iterator[Example]:
    """One example for each theme of each statement, with the highest level of its labels."""
    nlp = spacy.blank("en")
    for step in _STEPS:
        nlp.add_pipe(step)
    known = {family.name: family for language in LANGUAGES for family in families(language)}
    for passage in passages:
        for start, end, found in passage.statements():
            if not found:
                continue
            doc = nlp(_doc(nlp.make_doc(passage.text[start:end]), passage))
            for theme in sorted(found):
                level = max(
                    top for low, high, named, top in passage.labels if named == theme and low < end and start < high
                )
                spans: list[Span] = [span for span in doc.spans[THEMES] if span.label_ == theme]
                truth = np.array([level > rank for rank in range(len(HEADS))], dtype=np.float32)
                yield Example(firm_features(doc, theme, spans, known), firm_features(doc, theme, [], known), truth)


def _doc(doc: Doc, passage: Passage) -> Doc:
    kind = field_of(passage.pointer)
    doc.user_data[FOLDED] = fold(doc.text)
    doc.user_data[SETTING] = Setting(
        field=kind,
        notice_type=passage.context.notice_type,
        weight=passage.weight if kind is Field.CRITERION_NAME else None,
    )
    return doc
