"""How firm the words are, by the second trained judge: named, bound, definite, measured.

It tells what lists of words can't: whether "will work with" binds anybody, and whether what is asked for is
definite. The level itself is still given by ``nlp.level.level``.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.families import LANGUAGES, families
from nlp.firm import HEADS, firm_features
from nlp.model import FIRMNESS, LinearModel, load_model
from nlp.setting import FIRM, THEMES

MODEL = Path(__file__).parent.parent / "model"


class Firmness:
    """Stores the probabilities of each head for each theme in ``doc.user_data["firm"]``."""

    def __init__(self, model: LinearModel, languages: tuple[str, ...] = LANGUAGES) -> None:
        self.model = model
        self._families = {family.name: family for language in languages for family in families(language)}

    def __call__(self, doc: Doc) -> Doc:
        """Judge each theme that was found."""
        grouped: dict[str, list[Span]] = defaultdict(list)
        for span in doc.spans.get(THEMES, ()):
            grouped[span.label_].append(span)
        doc.user_data[FIRM] = {theme: self._judge(doc, theme, spans) for theme, spans in grouped.items()}
        return doc

    def _judge(self, doc: Doc, theme: str, spans: list[Span]) -> dict[str, float]:
        chances = self.model.probabilities(firm_features(doc, theme, spans, self._families))
        return dict(zip(HEADS, map(float, chances), strict=True))


@Language.factory("firmness", requires=["doc.spans"], default_config={"model": None, "languages": list(LANGUAGES)})
def make_firmness(nlp: Language, name: str, model: str | None, languages: list[str]) -> Firmness:  # noqa: ARG001 - spaCy calls a factory so
    """Make the judge of firmness from the model in a folder, the project's own where none is given."""
    return Firmness(load_model(Path(model) if model else MODEL, FIRMNESS), tuple(languages))
