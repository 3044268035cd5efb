"""How firm the words are, by the second trained judge: at least named, required, specified, measurable.

It tells what lists of words can't: whether "will work with" binds anybody, and whether what is asked for is
definite. How its answer and that of the rules make one level is said in ``nlp.level.settled``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from nlp.batches import batches
from nlp.commitment import Level
from nlp.facts import has_facts
from nlp.families import UNTAUGHT, families
from nlp.features import Case, level_blocks
from nlp.judging import judgements_of
from nlp.level import Firm
from nlp.model import FIRMNESS, LinearModel, load_model
from nlp.seen import seen_of
from nlp.setting import FIRM, THEMES, text_of

MODEL = Path(__file__).parent.parent / "model"
HEADS = ("named", "required", "specified", "measurable")
"""Level 1 or more, 2 or more, 3 or more, 4."""
_EVEN = 0.5


class Firmness:
    """Stores what the judge says of each theme in ``doc.user_data["firm"]``."""

    def __init__(self, model: LinearModel, untaught: tuple[str, ...] = UNTAUGHT) -> None:
        self.model = model
        self._spared = {family.name for language in untaught for family in families(language)}

    def firm(self, cases: Sequence[Case]) -> list[Firm]:
        """What the judge says of each of some themes that were found."""
        if not cases:
            return []
        falling = np.minimum.accumulate(self.model.probabilities(level_blocks(cases)), axis=1)
        likeliest = (falling >= _EVEN).sum(axis=1).tolist()
        expected = falling.sum(axis=1).tolist()
        return [Firm(one, Level(other)) for one, other in zip(expected, likeliest, strict=True)]

    def pipe(self, docs: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        """Judge each theme that was found, many docs at a time."""
        for found in batches(docs, batch_size):
            cases = [(doc, case) for doc in found for case in self._cases(doc)]
            for doc in found:
                doc.user_data[FIRM] = {}
            for (doc, case), firm in zip(cases, self.firm([case for _, case in cases]), strict=True):
                doc.user_data[FIRM][case.theme] = firm
            yield from found

    def __call__(self, doc: Doc) -> Doc:
        """Judge each theme that was found."""
        return next(self.pipe([doc]))

    def _cases(self, doc: Doc) -> list[Case]:
        themes = sorted({span.label_ for span in doc.spans.get(THEMES, ()) if span.id_ not in self._spared})
        if not themes:
            return []
        seen, facts, ruled = seen_of(doc), has_facts(text_of(doc)), judgements_of(doc)
        return [Case(seen, theme, ruled[theme].level if theme in ruled else None, facts) for theme in themes]


@Language.factory("firmness", requires=["doc.spans"], default_config={"model": None, "untaught": list(UNTAUGHT)})
def make_firmness(nlp: Language, name: str, model: str | None, untaught: list[str]) -> Firmness:  # noqa: ARG001 - spaCy calls a factory so
    """Make the judge of firmness from the model in a folder, the project's own where none is given."""
    return Firmness(load_model(Path(model) if model else MODEL, FIRMNESS), tuple(untaught))
