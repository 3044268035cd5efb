"""The reader: segments in, commitments out. The one module that others call, and the one that runs spaCy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from nlp.batches import batches
from nlp.commitment import Commitment, Context, Reading, Segment
from nlp.components import categoriser, firmness, gate, modality, slots, structure, subject, themes
from nlp.conclude import Conclusion, conclude
from nlp.families import Family
from nlp.fields import Field, field_of
from nlp.phrases import fold
from nlp.readability import readability
from nlp.seen import Seen
from nlp.segmenter import statements
from nlp.setting import FOLDED, HITS, SETTING, TEXT, Setting, placed
from nlp.traits import traits_of

MODEL = categoriser.MODEL
COMPONENTS = ("gate", "themes", "structure", "modality", "slots", "subject", "categoriser", "firmness")
MAX_SEGMENTS = 5000
SENTENCE = 25
"""Letters and digits from which the same words in a text are a repeat, as portals make, and not an item of a list."""
TOGETHER = 24
"""How many notices are judged at once."""
REMEMBERED = 20_000
"""How many statements are remembered: notices repeat each other's standard sentences."""
JUDGES = ("categoriser", "firmness")
_HOME = Path(__file__).parent
_MODULES = (gate, themes, structure, modality, slots, subject, categoriser, firmness)


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
        self._firmness = cast("firmness.Firmness | None", _optional(nlp, "firmness"))
        self._memories: dict[tuple[Setting, str], dict[str, tuple[Conclusion, ...]]] = {}
        self._steps = [step for name, step in nlp.pipeline if name not in {"gate", *JUDGES}]

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
        return next(self.read_many([(context, segments)]))

    def read_many(self, notices: Iterable[tuple[Context, Sequence[Segment]]]) -> Iterator[Reading]:
        """The readings of many notices, in their order; some are judged together, to save time."""
        for batch in batches(notices, TOGETHER):
            chosen = [(context, segments[:MAX_SEGMENTS]) for context, segments in batch]
            places = [place for number, notice in enumerate(chosen) for place in self._places(number, *notice)]
            self._conclude([place for place in places if place.text not in place.memory])
            found: list[list[Commitment]] = [[] for _ in chosen]
            for place in places:
                made = place.memory[place.text]
                found[place.notice].extend(
                    _commitment(chosen[place.notice][0], place, one, self.version) for one in made
                )
            for (_, segments), commitments in zip(chosen, found, strict=True):
                state, reason = readability([segment.text for segment in segments])
                yield Reading(commitments=tuple(sorted(commitments, key=_order)), readability=state, reason=reason)
            if sum(map(len, self._memories.values())) > REMEMBERED:
                self._memories.clear()

    def _places(self, notice: int, context: Context, segments: Sequence[Segment]) -> Iterator[_Place]:
        """All statements of a notice, each text once for each kind of field, and each sentence of a text once."""
        subjects = self._subject.subjects(context)
        traits = traits_of(context, segments)
        seen: set[tuple[Field, str]] = set()
        for segment in segments:
            kind = field_of(segment.pointer)
            if (kind, segment.text) in seen:
                continue
            seen.add((kind, segment.text))
            found = statements(segment.text)
            setting = placed(
                segment, notice_type=context.notice_type, subjects=subjects, traits=traits, alone=len(found) == 1
            )
            # Ten and ten point nought are equal, and are told as they were written.
            memory = self._memories.setdefault((setting, str(setting.weight)), {})
            said: set[str] = set()
            for start, end in found:
                text = segment.text[start:end]
                words = "".join(char for char in text.casefold() if char.isalnum())
                if len(words) >= SENTENCE and words in said:
                    continue
                said.add(words)
                yield _Place(notice, segment, start, text, setting, memory)

    def _conclude(self, places: Sequence[_Place]) -> None:
        """Read statements, and remember the conclusions for when the same words stand in the same setting again."""
        candidates = [self._candidate(place) for place in places]
        known = [candidate for candidate in candidates if candidate is not None]
        kept = [one for one, promising in zip(known, self._promising(known), strict=True) if promising]
        docs = [self._doc(candidate) for candidate in kept]
        for judge in (self._categoriser, self._firmness):
            docs = list(judge.pipe(docs)) if judge else docs
        for place in places:
            place.memory[place.text] = ()
        for candidate, doc in zip(kept, docs, strict=True):
            candidate.place.memory[candidate.place.text] = tuple(conclude(doc))

    def _candidate(self, place: _Place) -> _Candidate | None:
        """A statement with what the rules find in it, unless the gate lets it pass."""
        folded = fold(place.text)
        candidates = self._gate.index.candidates(folded, place.setting.field)
        if not self._gate.passes(candidates, place.setting.field):
            return None
        hits = list(self._themes.match(folded, candidates, place.setting))
        return _Candidate(place, Seen(folded=folded, setting=place.setting), hits)

    def _promising(self, candidates: Sequence[_Candidate]) -> Iterator[bool]:
        """Whether anything will be found in a statement: most text ends here, before there is a doc."""
        ruled = [bool(one.hits or self._by_field(one.seen)) for one in candidates]
        rest = [one.seen for one, known in zip(candidates, ruled, strict=True) if not known]
        scores = iter(self._categoriser.scores(rest) if self._categoriser else ())
        for one, known in zip(candidates, ruled, strict=True):
            chances = None if known else next(scores, None)
            yield known or bool(self._categoriser and chances and self._categoriser.added(chances, one.seen))

    def _by_field(self, seen: Seen) -> bool:
        return self._structure is not None and self._structure.match(seen.folded, seen.setting) is not None

    def _doc(self, candidate: _Candidate) -> Doc:
        text, seen = candidate.place.text, candidate.seen
        doc = self._nlp.make_doc(text)
        doc.user_data.update({HITS: candidate.hits, TEXT: text, SETTING: seen.setting, FOLDED: seen.folded})
        for step in self._steps:
            doc = step(doc)
        return doc


class _Place(NamedTuple):
    """A statement where it stands, and what is remembered of others in the same setting."""

    notice: int
    segment: Segment
    start: int
    text: str
    setting: Setting
    memory: dict[str, tuple[Conclusion, ...]]


class _Candidate(NamedTuple):
    """A statement that the gate did not let pass, and what the rules found in it."""

    place: _Place
    seen: Seen
    hits: list[tuple[Family, int, int]]


def _optional(nlp: Language, name: str) -> object | None:
    return nlp.get_pipe(name) if nlp.has_pipe(name) else None


def _commitment(context: Context, place: _Place, made: Conclusion, version: str) -> Commitment:
    start, end = place.start + made.start, place.start + made.end
    return Commitment(
        notice_id=context.notice_id,
        pointer=place.segment.pointer,
        start=start,
        end=end,
        quote=place.segment.text[start:end],
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
