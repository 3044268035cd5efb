"""Themes by rule: the families of phrases in ``nlp/patterns``, looked up by key and confirmed by expression."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.families import LANGUAGES, Candidates, Family, index
from nlp.phrases import Phrase, words_only
from nlp.setting import HITS, THEMES, Setting, folded_of, setting_of


class Themes:
    """Finds the words of each family, and puts them in ``doc.spans["themes"]`` with the family's name as id."""

    def __init__(self, languages: tuple[str, ...] = LANGUAGES) -> None:
        self.index = index(languages)

    def match(self, folded: str, candidates: Candidates, setting: Setting) -> Iterator[tuple[Family, int, int]]:
        """Each candidate that is in a folded text, with where its first words start and its last end."""
        for family, phrases in candidates.items():
            if not _applies(family, setting):
                continue
            span = _found(folded, phrases, whole=family.whole)
            if span is not None and not (family.unless and family.unless.search(folded)):
                yield family, *span

    def __call__(self, doc: Doc) -> Doc:
        """Store what is found."""
        hits: list[tuple[Family, int, int]] | None = doc.user_data.get(HITS)
        if hits is None:
            folded, setting = folded_of(doc), setting_of(doc)
            hits = list(self.match(folded, self.index.candidates(folded, setting.field), setting))
        spans = [span for family, start, end in hits if (span := _span(doc, start, end, family)) is not None]
        doc.spans[THEMES] = [*doc.spans.get(THEMES, ()), *spans]
        return doc


def _applies(family: Family, setting: Setting) -> bool:
    """Whether a family is looked for in this field of this notice at all."""
    if setting.field not in family.fields or not family.needs <= setting.traits:
        return False
    if setting.weighted and family.ruled_out and family.theme == "award_criteria":
        return False  # "see the specification" beside a weight that is told leaves nothing untold
    return not family.types or (setting.notice_type or "none") in family.types


def _found(folded: str, phrases: list[Phrase], *, whole: bool) -> tuple[int, int] | None:
    """From the first to the last place where any of the phrases is found."""
    if whole:
        core = folded.strip(" .:;,-%")
        return (0, len(folded)) if any(words_only(phrase.expression).fullmatch(core) for phrase in phrases) else None
    places = [found.span() for phrase in phrases for found in words_only(phrase.expression).finditer(folded)]
    return (min(start for start, _ in places), max(end for _, end in places)) if places else None


def _span(doc: Doc, start: int, end: int, family: Family) -> Span | None:
    span: Span | None = doc.char_span(start, end, label=family.theme, span_id=family.name, alignment_mode="expand")
    return span


@Language.factory("themes", assigns=["doc.spans"], default_config={"languages": list(LANGUAGES)})
def make_themes(nlp: Language, name: str, languages: list[str]) -> Themes:  # noqa: ARG001 - spaCy calls a factory so
    """Make the rules of some languages."""
    return Themes(tuple(languages))
