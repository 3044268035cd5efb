"""The trained categoriser: decides what rules can't, commitment or subject, and which theme.

It comes after all rules and sees what they found. A theme that stands by the rules is dropped where the whole
statement does not read like a commitment of that theme; a theme that no rule knows is added where it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.batches import batches
from nlp.components.structure import WEIGHTED
from nlp.families import LANGUAGES, UNTAUGHT, families
from nlp.features import theme_blocks
from nlp.fields import Field
from nlp.lexica import choice
from nlp.model import LinearModel, load_model
from nlp.seen import Seen, seen_of
from nlp.setting import LEARNED, SCORES, THEMES

MODEL = Path(__file__).parent.parent / "model"
KEEP, ADD = 0.05, 0.5
"""The least probability of a theme that stands by the rules, and of one that no rule knows."""
RULED_ONLY = frozenset(
    {"justification", "award_criteria", "performance", "engagement", "local_economy", "social_value"}
)
"""Themes that are never added: on labelled notices the model alone was mostly wrong in them."""
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
"""Fields in which nothing is added."""
_PORTAL = re.compile(rf"\b{choice('portal_steps')}")
"""Words of a step in using a portal, which looks like an open competition to the model and binds nobody."""


class Categoriser:
    """Judges a statement's themes; the probabilities are kept in ``doc.user_data["scores"]``.

    What rules find in a language that the corpus does not teach stands as it is, as do lines that tell a weight and
    what a sure family finds.
    """

    def __init__(self, model: LinearModel, untaught: tuple[str, ...] = UNTAUGHT) -> None:
        self.model = model
        every = ((language, family) for language in LANGUAGES for family in families(language))
        self._spared = {family.name for language, family in every if family.sure or language in untaught} | {WEIGHTED}

    def scores(self, seen: Sequence[Seen]) -> list[dict[str, float]]:
        """The probability of each theme for each of some statements."""
        if not seen:
            return []
        every = self.model.probabilities(theme_blocks(seen)).tolist()
        return [dict(zip(self.model.names, chances, strict=True)) for chances in every]

    def added(self, scores: dict[str, float], seen: Seen) -> list[str]:
        """The themes that are found by their probability alone."""
        if seen.setting.field in _NEVER or _PORTAL.search(seen.folded):
            return []
        known = seen.standing | seen.setting.subjects | RULED_ONLY
        return [theme for theme, chance in scores.items() if chance >= ADD and theme not in known]

    def pipe(self, docs: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        """Drop and add spans by their probabilities, many docs at a time."""
        for found in batches(docs, batch_size):
            seen = [seen_of(doc) for doc in found]
            for doc, one, scores in zip(found, seen, self.scores(seen), strict=True):
                self._decide(doc, one, scores)
                yield doc

    def __call__(self, doc: Doc) -> Doc:
        """Drop and add spans by their probabilities."""
        return next(self.pipe([doc]))

    def _decide(self, doc: Doc, seen: Seen, scores: dict[str, float]) -> None:
        doc.user_data[SCORES] = scores
        spans: list[Span] = list(doc.spans.get(THEMES, ()))
        kept = [span for span in spans if span.id_ in self._spared or scores.get(span.label_, 1.0) >= KEEP]
        if len(doc):
            kept += [Span(doc, 0, len(doc), label=theme, span_id=LEARNED) for theme in self.added(scores, seen)]
        doc.spans[THEMES] = kept


@Language.factory(
    "categoriser",
    requires=["doc.spans"],
    assigns=["doc.spans"],
    default_config={"model": None, "untaught": list(UNTAUGHT)},
)
def make_categoriser(nlp: Language, name: str, model: str | None, untaught: list[str]) -> Categoriser:  # noqa: ARG001 - spaCy calls a factory so
    """Make the categoriser from the model in a folder, the project's own where none is given."""
    return Categoriser(load_model(Path(model) if model else MODEL), tuple(untaught))
