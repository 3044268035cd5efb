"""What a component may know of the statement it reads beside its words, and the keys components agree on.

A ``Doc`` is one statement. ``doc.user_data[SETTING]`` holds its ``Setting``; ``doc.spans[THEMES]`` the words found
for a theme, with the theme as label and the family or model as id; ``doc.user_data[MOOD]`` and ``[SLOTS]`` what
the later components add.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from spacy.tokens import Doc

from nlp.fields import Field
from nlp.phrases import fold, keys

SETTING = "setting"
TEXT = "text"
FOLDED = "folded"
KEYS = "keys"
HITS = "hits"
THEMES = "themes"
MOOD = "mood"
SLOTS = "slots"
SCORES = "scores"
FIRM = "firm"


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


def keys_of(doc: Doc) -> set[str]:
    """The keys of the statement's words, made once."""
    found = doc.user_data.get(KEYS)
    if not isinstance(found, set):
        found = doc.user_data[KEYS] = keys(folded_of(doc))
    return found
