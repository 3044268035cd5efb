"""Check: a draft before it is published: what it commits to, theme by theme, and what the rules will ask of it.

A draft is an OCDS release (JSON), or a text: plain, Word or PDF. Nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from monitor import documents
from monitor.errors import BadInput
from monitor.extract import context
from monitor.indicators import base
from monitor.services import Services
from monitor.tracing.procurement import Procurement
from nlp.commitment import Commitment, Level, Readability
from nlp.taxonomy.themes import themes
from scrapers.errors import BadPage
from scrapers.notice import Notice, NoticeType, Regime, Segment
from scrapers.readers import ocds, package

MOST_BYTES = 50_000_000
DRAFT = "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeLine:
    """What a draft says under one theme: its firmest words, and what would make them firmer."""

    theme: str
    title: str
    level: int | None
    says: str
    quote: str | None
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A draft, checked. ``findings`` is empty for a text: its buyer, value and dates are not known."""

    name: str
    notice: Notice
    commitments: tuple[Commitment, ...]
    readability: Readability
    reason: str | None
    themes: tuple[ThemeLine, ...]
    findings: tuple[base.Finding, ...]


SAYS = {
    None: "not mentioned",
    Level.RULED_OUT: "ruled out, or said not to be told",
    Level.NAMED: "named, and nobody is bound",
    Level.REQUIRED: "required, without saying what or how much",
    Level.SPECIFIED: "specified",
    Level.MEASURABLE: "measurable",
}
ADVICE = {
    None: "Say whether it is asked for; if not, nothing need be done.",
    Level.RULED_OUT: "If that is meant, say why in a sentence.",
    Level.NAMED: "Bind somebody: write 'must' or give it a weight, and say what.",
    Level.REQUIRED: "Say what exactly (an action, a standard, a place) or how much it counts (a weight).",
    Level.SPECIFIED: "Add a quantity, and a date or how it will be checked.",
    Level.MEASURABLE: "Carry it into the contract as a KPI, and report on it.",
}


def run(services: Services, path: Path) -> Checked:
    """Read a draft and say what it commits to."""
    notice = _draft(path, services.clock.now())
    reading = services.extractor.read(context(notice), notice.segments)
    findings: list[base.Finding] = []
    if notice.source != DRAFT:
        procurement = Procurement(
            ocid=notice.ocid,
            notices=(notice,),
            as_of=max(services.today, notice.published_at.date()),
            commitments=reading.commitments,
            readability={notice.id: reading.readability},
        )
        findings = base.assess(procurement, services.law, services.indicators)
    return Checked(
        name=path.name,
        notice=notice,
        commitments=reading.commitments,
        readability=reading.readability,
        reason=reading.reason,
        themes=tuple(theme_lines(reading.commitments)),
        findings=tuple(findings),
    )


def theme_lines(commitments: tuple[Commitment, ...]) -> list[ThemeLine]:
    """Every theme with the firmest words of a draft on it, and what would make them firmer."""
    lines = []
    for theme in themes():
        best = max((one for one in commitments if one.theme == theme.code), key=lambda one: one.level, default=None)
        level = best.level if best else None
        lines.append(
            ThemeLine(
                theme=theme.code,
                title=theme.title,
                level=level,
                says=SAYS[level],
                quote=best.quote if best else None,
                advice=ADVICE[level],
            )
        )
    return lines


def _draft(path: Path, now: datetime) -> Notice:
    if path.is_dir():
        raise BadInput(f"{path} is a directory: name one draft in it")
    if not path.exists():
        raise BadInput(f"there is no file {path}: check the name and the directory you are in")
    if path.stat().st_size > MOST_BYTES:
        raise BadInput(f"{path} is larger than {MOST_BYTES // 1_000_000} MB: check only the notice's own text")
    readers: dict[str, Callable[[Path], list[str]]] = {".docx": documents.word, ".pdf": documents.pdf}
    suffix = path.suffix.lower()
    if suffix == ".json":
        return _release(path, now)
    paragraphs = readers.get(suffix, documents.plain)(path)
    if not any(paragraph.strip() for paragraph in paragraphs):
        raise BadInput(f"{path} has no text that can be read: save it as plain text and check that")
    return of_text("\n".join(paragraphs))


def of_text(text: str) -> Notice:
    """A text as a draft notice of no known buyer, type or value."""
    segment = Segment(pointer="/tender/description", text=text)
    return Notice(
        source=DRAFT,
        id=DRAFT,
        ocid=DRAFT,
        notice_type=NoticeType.UK4,
        regime=Regime.ACT_2023,
        published_at=datetime.now(UTC),
        description=text,
        segments=(segment,),
    )


def _release(path: Path, now: datetime) -> Notice:
    """A draft release; one without an id or a date is read as if it were published now."""
    try:
        document = package.decode(path.read_bytes())
    except BadPage as error:
        raise BadInput(f"{path} can't be read: {error}") from error
    try:
        found = package.releases(document, where=str(path))
    except BadPage as error:
        raise BadInput(str(error)) from error
    if len(found) != 1:
        raise BadInput(f"{path} holds {len(found)} releases: check one draft at a time")
    raw = found[0]
    if isinstance(raw, dict):
        raw = {"id": DRAFT, "date": now.isoformat(), **raw}
    reading = ocds.read(raw, source="find_a_tender")
    if reading.notice is None:
        raise BadInput(f"{path} can't be read as a draft: {reading.problems[0].reason}")
    return reading.notice
