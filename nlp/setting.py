"""What a component may know of the statement it reads beside its words, and the keys components agree on.

A ``Doc`` is one statement. ``doc.user_data[SETTING]`` holds its ``Setting``; ``doc.spans[THEMES]`` the words found
for a theme, with the theme as label and the family or model as id; ``doc.user_data[MOOD]`` and ``[SLOTS]`` what
the later components add.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from spacy.tokens import Doc

from nlp.commitment import Segment
from nlp.fields import Field, field_of
from nlp.phrases import fold

SETTING = "setting"
TEXT = "text"
FOLDED = "folded"
HITS = "hits"
THEMES = "themes"
MOOD = "mood"
SLOTS = "slots"
SCORES = "scores"
FIRED = "fired"
JUDGED = "judged"
FIRM = "firm"
LEARNED = "model"
"""The id of a span that no rule but the categoriser found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a statement stands, and what its notice buys."""

    field: Field = Field.DESCRIPTION
    notice_type: str | None = None
    weight: Decimal | None = None
    weighted: bool = False
    """Whether the criterion that the text names or describes has a weight in a field of its own."""
    frequency: int | None = None
    subjects: frozenset[str] = frozenset()
    traits: frozenset[str] = frozenset()
    """What is true of the whole notice, as families may need it: ``direct``."""
    alone: bool = True
    """Whether the statement is the whole of its segment."""


def placed(
    segment: Segment, *, notice_type: str | None, subjects: frozenset[str], traits: frozenset[str], alone: bool
) -> Setting:
    """The setting of the statements of a segment."""
    kind = field_of(segment.pointer)
    return Setting(
        field=kind,
        notice_type=notice_type,
        weight=segment.weight if kind is Field.CRITERION_NAME else None,
        weighted=segment.weight is not None,
        frequency=segment.frequency,
        subjects=subjects,
        traits=traits,
        alone=alone,
    )


def setting_of(doc: Doc) -> Setting:
    """The setting of a statement; a plain description of an unknown notice where none was given."""
    found = doc.user_data.get(SETTING)
    return found if isinstance(found, Setting) else Setting()


def folded_of(doc: Doc) -> str:
    """The statement's text folded for matching, made once."""
    found = doc.user_data.get(FOLDED)
    if not isinstance(found, str):
        found = doc.user_data[FOLDED] = fold(text_of(doc))
    return found


def text_of(doc: Doc) -> str:
    """The statement's text; kept beside the doc, which would put it together from its tokens each time."""
    found = doc.user_data.get(TEXT)
    if not isinstance(found, str):
        found = doc.user_data[TEXT] = doc.text
    return found
