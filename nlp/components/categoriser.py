"""The trained categoriser: decides what rules can't, commitment or subject, and which theme.

It drops words that a rule found where the whole statement does not read like a commitment of that theme, and adds
a theme where it reads like one in words that no rule knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.families import LANGUAGES, Family, families
from nlp.features import features
from nlp.fields import Field
from nlp.model import LinearModel, load_model
from nlp.setting import SCORES, THEMES, Setting, folded_of, setting_of

MODEL = Path(__file__).parent.parent / "model"
KEEP, ADD = 0.01, 0.55
_STRICTER = {"engagement": 0.75, "fair_process": 0.7}
"""Themes that the model sees too readily, with the probability that they need."""
LEARNED = "model"
_SPARED = frozenset({"justification"})
_NEVER = frozenset(
    {
        Field.NO_KPI,
        Field.DOCUMENT,
        Field.PLACE,
        Field.TITLE,
        Field.LOT_TITLE,
        Field.RENEWAL,
        Field.OPTIONS,
        Field.OTHER,
    }
)


class Categoriser:
    """Judges a statement's themes; the probabilities are kept in ``doc.user_data["scores"]``."""

    def __init__(self, model: LinearModel, languages: tuple[str, ...] = LANGUAGES) -> None:
        self.model = model
        self._families = {family.name: family for language in languages for family in families(language)}

    def scores(self, folded: str, setting: Setting, rules: Sequence[Family]) -> dict[str, float]:
        """The probability of each theme for a folded text in which some rules matched."""
        chances = self.model.probabilities(features(folded, setting, rules))
        return dict(zip(self.model.names, chances.tolist(), strict=True))

    def added(self, scores: dict[str, float], setting: Setting) -> list[str]:
        """The themes that are found by their probability alone."""
        if setting.field in _NEVER:
            return []
        return [theme for theme, chance in scores.items() if chance >= _STRICTER.get(theme, ADD)]

    def __call__(self, doc: Doc) -> Doc:
        """Drop and add spans by their probabilities."""
        setting = setting_of(doc)
        spans: list[Span] = list(doc.spans.get(THEMES, ()))
        scores: dict[str, float] | None = doc.user_data.get(SCORES)
        if scores is None:
            rules = [self._families[span.id_] for span in spans if span.id_ in self._families]
            scores = doc.user_data[SCORES] = self.scores(folded_of(doc), setting, rules)
        kept = [span for span in spans if self._stands(span, scores)]
        found = {span.label_ for span in kept}
        if len(doc):
            kept += [_whole(doc, theme) for theme in self.added(scores, setting) if theme not in found]
        doc.spans[THEMES] = kept
        return doc

    def _stands(self, span: Span, scores: dict[str, float]) -> bool:
        if span.id_.startswith("field:") or span.label_ in _SPARED:
            return True
        family = self._families.get(span.id_)
        return (family is not None and family.sure) or scores.get(span.label_, 1.0) >= KEEP


def _whole(doc: Doc, theme: str) -> Span:
    return Span(doc, 0, len(doc), label=theme, span_id=LEARNED)


@Language.factory(
    "categoriser",
    requires=["doc.spans"],
    assigns=["doc.spans"],
    default_config={"model": None, "languages": list(LANGUAGES)},
)
def make_categoriser(nlp: Language, name: str, model: str | None, languages: list[str]) -> Categoriser:  # noqa: ARG001 - spaCy calls a factory so
    """Make the categoriser from the model in a folder, the project's own where none is given."""
    return Categoriser(load_model(Path(model) if model else MODEL), tuple(languages))
