"""The gate: a cheap test that lets most text pass unread.

A statement is read when it has all the words that some pattern of its field needs, or stands in a field that
is read whatever it says (a rationale, an indicator, a criterion).
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.families import LANGUAGES, Candidates, index
from nlp.fields import KPIS, RATIONALES, RESULTS, Field
from nlp.setting import folded_of, setting_of

ALWAYS = KPIS | RESULTS | RATIONALES | {Field.NO_KPI}
GATE = "gate"


class Gate:
    """Whether a statement is worth reading; ``doc.user_data["gate"]`` says it."""

    def __init__(self, languages: tuple[str, ...] = LANGUAGES) -> None:
        self.index = index(languages)

    def passes(self, candidates: Candidates, field: Field) -> bool:
        """Whether a text that could hold these families of its field need be read."""
        return field in ALWAYS or bool(candidates)

    def __call__(self, doc: Doc) -> Doc:
        """Mark the statement."""
        field = setting_of(doc).field
        doc.user_data[GATE] = self.passes(self.index.candidates(folded_of(doc), field), field)
        return doc


@Language.factory("gate", default_config={"languages": list(LANGUAGES)})
def make_gate(nlp: Language, name: str, languages: list[str]) -> Gate:  # noqa: ARG001 - spaCy calls a factory so
    """Make the gate of some languages."""
    return Gate(tuple(languages))
