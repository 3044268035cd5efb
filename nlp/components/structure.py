"""Themes by field: what a text means because of where it stands, whatever its words.

An indicator's title is ``performance``; a reason for having none is ``performance``, ruled out, unless it says that
indicators are kept and only not published; a sentence of a rationale is ``justification``, unless it only names the
notice. Words that say nothing there are listed in ``empty.json``.
"""

from __future__ import annotations

import json
import re

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.families import PATTERNS
from nlp.fields import KPIS, RATIONALES, RESULTS, Field
from nlp.phrases import alternation, compile_phrase
from nlp.setting import THEMES, Setting, folded_of, setting_of

KPI, NO_KPI, REASON = "field:indicator", "field:no-indicators", "field:rationale"
KEPT = "field:indicators-kept"
WEIGHTED = "field:weight-line"
_MINIMUM, _WORDS, _LINE = 6, 4, 120
_PROSE = frozenset(
    {
        Field.DESCRIPTION,
        Field.NOTE,
        Field.LOT_DESCRIPTION,
        Field.FEATURES,
        Field.FRAMEWORK,
        Field.CRITERION_NAME,
        Field.CRITERIA_PROSE,
        Field.CRITERION_DESCRIPTION,
    }
)
WEIGHT_LINE = re.compile(r"[^.;?!%]{2,90}[\s:=(\[\u2013-]+\[?\d{1,3}(?:\.\d{1,2})?\]?\s?%\)?\W{0,3}$")
_NO_WEIGHT = re.compile(
    r"\b(?:vat|rebate|levy|retention|discount|turnover|deposit|uplift|increase|inflation|tax|reduction|funding|up to)\b"
)


class Structure:
    """Labels a statement by its field, in ``doc.spans["themes"]`` with an id that begins with ``field:``."""

    def __init__(self) -> None:
        lists = json.loads((PATTERNS / "en" / "empty.json").read_text(encoding="utf-8"))
        self._empty = {name: _expression(phrases) for name, phrases in lists.items()}

    def match(self, folded: str, setting: Setting) -> tuple[str, str] | None:
        """The theme and the reason for it, or ``None``."""
        field = setting.field
        if field in KPIS | RESULTS:
            return None if self._says_nothing("indicator", folded) else ("performance", KPI)
        if field is Field.NO_KPI:
            return "performance", KEPT if self._keeps(folded) else NO_KPI
        if field in RATIONALES and self._is_reason(folded, setting):
            return "justification", REASON
        if field in _PROSE and len(folded) <= _LINE and WEIGHT_LINE.match(folded) and not _NO_WEIGHT.search(folded):
            return "award_criteria", WEIGHTED
        return None

    def _keeps(self, folded: str) -> bool:
        """Whether a reason for telling no indicators says that the contract has some."""
        return bool(self._empty["kept"].search(folded)) and not self._empty["kept_not"].search(folded)

    def _is_reason(self, folded: str, setting: Setting) -> bool:
        if len(folded) < _MINIMUM or self._says_nothing("rationale", folded):
            return False
        return setting.alone or folded.count(" ") >= _WORDS

    def _says_nothing(self, name: str, folded: str) -> bool:
        return bool(self._empty[name].search(folded)) or not any(char.isalpha() for char in folded)

    def __call__(self, doc: Doc) -> Doc:
        """Store the label, if there is one."""
        found = self.match(folded_of(doc), setting_of(doc))
        if found and len(doc):
            span = Span(doc, 0, len(doc), label=found[0], span_id=found[1])
            doc.spans[THEMES] = [*doc.spans.get(THEMES, ()), span]
        return doc


def _expression(phrases: dict[str, list[str]]) -> re.Pattern[str]:
    """Some phrases are empty wherever they stand, some only where nothing else is said."""
    anywhere = alternation([compile_phrase(source, keyed=False) for source in phrases["anywhere"]]).pattern
    whole = alternation([compile_phrase(source, keyed=False) for source in phrases["whole"]]).pattern
    return re.compile(rf"{anywhere}|^\W*{whole}\W*$")


@Language.factory("structure", assigns=["doc.spans"])
def make_structure(nlp: Language, name: str) -> Structure:  # noqa: ARG001 - spaCy calls a factory so
    """Make the reader of fields."""
    return Structure()
