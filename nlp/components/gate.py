"""The gate: a cheap test that lets most text pass unread.

A statement is read when it has the beginnings of all the words that some pattern needs, or stands in a field that
is read whatever it says (a rationale, an indicator, a criterion).
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.families import LANGUAGES, Candidates, index
from nlp.fields import KPIS, RATIONALES, RESULTS, Field
from nlp.setting import keys_of, setting_of

ALWAYS = KPIS | RESULTS | RATIONALES | {Field.NO_KPI}
GATE = "gate"


class Gate:
    """Whether a statement is worth reading; ``doc.user_data["gate"]`` says it."""

    def __init__(self, languages: tuple[str, ...] = LANGUAGES) -> None:
        self.index = index(languages)

    def passes(self, candidates: Candidates, field: Field) -> bool:
        """Whether a text that could hold these families need be read in this field."""
        return field in ALWAYS or any(field in family.fields for family in candidates)

    def __call__(self, doc: Doc) -> Doc:
        """Mark the statement."""
        doc.user_data[GATE] = self.passes(self.index.candidates(keys_of(doc)), setting_of(doc).field)
        return doc


@Language.factory("gate", default_config={"languages": list(LANGUAGES)})
def make_gate(nlp: Language, name: str, languages: list[str]) -> Gate:  # noqa: ARG001 - spaCy calls a factory so
    """Make the gate of some languages."""
    return Gate(tuple(languages))
