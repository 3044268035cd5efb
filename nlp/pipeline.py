"""The reader: segments in, commitments out. The one module that others call, and the one that runs spaCy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from nlp.commitment import Commitment, Context, Reading, Segment
from nlp.components import categoriser, firmness, gate, modality, slots, structure, subject, themes
from nlp.conclude import Conclusion, conclude
from nlp.families import Candidates
from nlp.fields import Field, field_of
from nlp.phrases import fold, keys
from nlp.readability import readability
from nlp.segmenter import statements
from nlp.setting import FOLDED, HITS, SCORES, SETTING, TEXT, THEMES, Setting
from nlp.traits import traits_of

MODEL = categoriser.MODEL
FINDERS = ("themes", "structure", "categoriser")
COMPONENTS = ("gate", *FINDERS, "modality", "slots", "subject", "firmness")
MAX_SEGMENTS = 5000
_HOME = Path(__file__).parent
_MODULES = (gate, themes, structure, categoriser, modality, slots, subject, firmness)


class Extractor:
    """Reads the commitments of notices; the same version gives the same commitments for the same texts."""

    def __init__(self, nlp: Language, version: str) -> None:
        self.version = version
        self._nlp = nlp
        self._gate = cast("gate.Gate", nlp.get_pipe("gate"))
        self._subject = cast("subject.Subject", nlp.get_pipe("subject"))
        self._themes = cast("themes.Themes", nlp.get_pipe("themes"))
        self._structure = cast("structure.Structure | None", _optional(nlp, "structure"))
        self._categoriser = cast("categoriser.Categoriser | None", _optional(nlp, "categoriser"))
        self._finders = [step for name, step in nlp.pipeline if name in FINDERS]
        self._describers = [step for name, step in nlp.pipeline if name not in {*FINDERS, "gate"}]

    @classmethod
    def load(cls, model: Path | None = None, *, components: Sequence[str] = COMPONENTS) -> Extractor:
        """Make the reader, with the project's own model where none is given."""
        nlp = spacy.blank("en")
        for name in components:
            own = {"model": str(model)} if name in {"categoriser", "firmness"} and model is not None else {}
            nlp.add_pipe(name, config=own)
        return cls(nlp, _version(model or MODEL))

    def read(self, context: Context, segments: Sequence[Segment]) -> Reading:
        """All commitments of one notice in the order of its pointers, or why its texts can't be judged."""
        chosen = segments[:MAX_SEGMENTS]
        state, reason = readability([segment.text for segment in chosen])
        subjects = self._subject.subjects(context)
        traits = traits_of(context, chosen)
        seen: set[tuple[Field, str]] = set()
        found: list[Commitment] = []
        for segment in chosen:
            kind = field_of(segment.pointer)
            if (kind, segment.text) not in seen:
                seen.add((kind, segment.text))
                found.extend(self._segment(context, segment, kind, subjects, traits))
        found.sort(key=_order)
        return Reading(commitments=tuple(found), readability=state, reason=reason)

    def read_many(self, notices: Iterable[tuple[Context, Sequence[Segment]]]) -> Iterator[Reading]:
        """The readings of many notices, in their order."""
        for context, segments in notices:
            yield self.read(context, segments)

    def _segment(
        self, context: Context, segment: Segment, kind: Field, subjects: frozenset[str], traits: frozenset[str]
    ) -> Iterator[Commitment]:
        folded = fold(segment.text)
        places = statements(segment.text)
        setting = Setting(
            field=kind,
            notice_type=context.notice_type,
            weight=segment.weight if kind is Field.CRITERION_NAME else None,
            weighted=segment.weight is not None,
            frequency=segment.frequency,
            subjects=subjects,
            traits=traits,
            alone=len(places) == 1,
        )
        for start, end in places:
            words = folded[start:end]
            candidates = self._gate.index.candidates(keys(words))
            if not self._gate.passes(candidates, kind):
                continue
            known = self._look(words, candidates, setting)
            if known is not None:
                doc = self._doc(segment.text[start:end], words, known, setting)
                yield from (_commitment(context, segment, start, made, self.version) for made in conclude(doc))

    def _look(self, folded: str, candidates: Candidates, setting: Setting) -> dict[str, Any] | None:
        """What the finders will need of a statement, or ``None`` where they would find nothing: most text ends here."""
        hits = list(self._themes.match(folded, candidates, setting))
        scores = self._categoriser.scores(folded, setting, [hit[0] for hit in hits]) if self._categoriser else None
        if hits or (self._structure and self._structure.match(folded, setting)):
            return {HITS: hits, SCORES: scores}
        if self._categoriser and scores and self._categoriser.added(scores, setting):
            return {HITS: hits, SCORES: scores}
        return None

    def _doc(self, text: str, folded: str, known: dict[str, Any], setting: Setting) -> Doc:
        doc = self._nlp.make_doc(text)
        doc.user_data.update(known)
        doc.user_data[TEXT] = text
        doc.user_data[SETTING] = setting
        doc.user_data[FOLDED] = folded
        for step in self._finders:
            doc = step(doc)
        if doc.spans.get(THEMES):
            for step in self._describers:
                doc = step(doc)
        return doc


def _optional(nlp: Language, name: str) -> object | None:
    return nlp.get_pipe(name) if nlp.has_pipe(name) else None


def _commitment(context: Context, segment: Segment, offset: int, made: Conclusion, version: str) -> Commitment:
    start, end = offset + made.start, offset + made.end
    return Commitment(
        notice_id=context.notice_id,
        pointer=segment.pointer,
        start=start,
        end=end,
        quote=segment.text[start:end],
        theme=made.theme,
        level=made.level,
        modality=made.modality,
        slots=made.slots,
        confidence=made.confidence,
        found_by=made.found_by,
        extractor=version,
    )


def _order(commitment: Commitment) -> tuple[str, int, str]:
    return commitment.pointer, commitment.start, commitment.theme


@cache
def _version(model: Path) -> str:
    """A version over all that decides what is found: code, patterns, taxonomy and model."""
    digest = hashlib.sha256()
    parts = [
        path
        for path in sorted(_HOME.rglob("*"))
        if path.suffix in {".py", ".json", ".jsonl"} and "training" not in path.parts
    ]
    parts += (
        [path for path in sorted(model.rglob("*")) if path.is_file()] if model != MODEL else sorted(MODEL.glob("*.bin"))
    )
    for path in parts:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"ethos-1-{digest.hexdigest()[:12]}"
