"""What the trained judge of firmness sees: a statement's words, its theme, and what other components found."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span

from nlp.commitment import Slots
from nlp.components.modality import Mood
from nlp.facts import has_facts
from nlp.families import Family
from nlp.features import rows_of
from nlp.fields import Field
from nlp.setting import MOOD, SLOTS, folded_of, setting_of, text_of
from nlp.shares import shared

HEADS = ("named", "bound", "definite", "measured")
"""Level 1 or more, 2 or more, 3 or more, 4."""
_NOTED = ("quantity", "place", "beneficiary", "deadline", "rate", "check", "weight")


def firm_features(doc: Doc, theme: str, spans: list[Span], families: dict[str, Family]) -> NDArray[np.int64]:
    """The rows of a statement's features for one theme that was found in it."""
    return rows_of(folded_of(doc), _signs(doc, theme, spans, families))


def _signs(doc: Doc, theme: str, spans: list[Span], families: dict[str, Family]) -> Iterator[str]:
    setting = setting_of(doc)
    mood: Mood = doc.user_data.get(MOOD) or Mood()
    slots: Slots = doc.user_data.get(SLOTS) or Slots()
    folded = folded_of(doc)
    signs = [f"f={setting.field}", f"m={mood.modality}", f"soft={mood.softened}", f"out={mood.ruled_out}"]
    signs += [f"has={name}" for name in _NOTED if getattr(slots, name) is not None]
    if theme == "justification":
        signs.append(f"facts={has_facts(text_of(doc))}")
    if slots.weight is not None:
        named = setting.field is Field.CRITERION_NAME
        signs.append(f"shared={any(shared(folded, span.start_char, span.end_char, named=named) for span in spans)}")
    signs += [
        f"what={family.what},{family.modality},{family.formula}" for span in spans if (family := families.get(span.id_))
    ]
    yield f"th={theme}"
    for sign in signs:
        yield sign
        yield f"{theme}|{sign}"
    for span in spans:
        yield f"r={span.id_}"
