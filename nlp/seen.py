"""A statement as the rules left it: what the trained judges are shown, in training as in reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

from nlp.commitment import Slots
from nlp.components.modality import Mood
from nlp.setting import FIRED, MOOD, SLOTS, THEMES, Setting, folded_of, setting_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A statement as the rules left it."""

    folded: str
    setting: Setting
    fired: Sequence[tuple[str, str]] = ()
    """The families that matched, each with its theme."""
    standing: frozenset[str] = frozenset()
    """The themes that stand when subjects are left out."""
    mood: Mood = field(default_factory=Mood)
    slots: Slots = field(default_factory=Slots)


def seen_of(doc: Doc) -> Seen:
    """A statement that the rules, its mood, its slots and its subject have been read of."""
    spans: Sequence[Span] = doc.spans.get(THEMES, ())
    fired = doc.user_data.get(FIRED)
    return Seen(
        folded=folded_of(doc),
        setting=setting_of(doc),
        fired=fired if fired is not None else tuple((span.id_, span.label_) for span in spans),
        standing=frozenset(span.label_ for span in spans),
        mood=doc.user_data.get(MOOD) or Mood(),
        slots=doc.user_data.get(SLOTS) or Slots(),
    )
