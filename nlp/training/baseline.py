"""The keyword baseline: what a user would otherwise use. A word of a theme anywhere is a commitment, at level 1.

It is kept so that every figure stands beside what a plain list of words reaches on the same notices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.commitment import Commitment, Context, Level, Modality, Reading, Segment
from nlp.segmenter import statements

KEYWORDS = {
    "social_value": "social value|community benefit|wider benefit",
    "jobs_skills": "apprentice|training|employment|skills|work placement",
    "fair_work": "living wage|fair work|fair pay|zero hours",
    "local_economy": r"\bsmes?\b|local business|local supplier|vcse|social enterprise",
    "equality": "equality|diversity|inclusion|accessib",
    "climate": "carbon|net zero|emission|climate|energy efficien",
    "environment": "environment|sustainab|recycl|waste|biodivers",
    "community": "community|volunteer",
    "wellbeing": "wellbeing|well-being|mental health",
    "ethical_supply": "modern slavery|ethical|human rights",
    "award_criteria": "award criteria|weighting|quality.{0,20}%|price.{0,20}%",
    "performance": r"\bkpis?\b|performance|service level",
    "open_contract": "transparen|freedom of information|open book",
    "payment": "payment|invoice",
    "integrity": "conflict.{0,3} of interest|brib|fraud",
    "fair_process": "open procedure|competition|standstill|equal treatment",
    "engagement": "engagement|consultation|collaborat|partnership",
    "value_for_money": "value for money|saving|efficien",
    "justification": "direct award|sole supplier|urgen|single supplier",
}


class KeywordBaseline:
    """Reads notices by keyword alone, with the same shape as the extractor."""

    version = "keywords"

    def __init__(self) -> None:
        self._words = {theme: re.compile(words, re.IGNORECASE) for theme, words in KEYWORDS.items()}

    def read(self, context: Context, segments: Sequence[Segment]) -> Reading:
        """All statements in which a word of a theme stands."""
        found = [made for segment in segments for made in self._segment(context, segment)]
        return Reading(commitments=tuple(sorted(found, key=lambda made: (made.pointer, made.start, made.theme))))

    def _segment(self, context: Context, segment: Segment) -> Iterator[Commitment]:
        for start, end in statements(segment.text):
            quote = segment.text[start:end]
            for theme, words in self._words.items():
                if words.search(quote):
                    yield Commitment(
                        notice_id=context.notice_id,
                        pointer=segment.pointer,
                        start=start,
                        end=end,
                        quote=quote,
                        theme=theme,
                        level=Level.NAMED,
                        modality=Modality.NONE,
                        found_by="keyword",
                        extractor=self.version,
                    )
