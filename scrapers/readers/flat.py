"""From named texts, as a web page or a row of a table gives them, to a notice: what HTML and CSV have in common."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from scrapers.notice import (
    UNDATED,
    Award,
    Contract,
    Money,
    Notice,
    NoticeType,
    Organisation,
    Period,
    Regime,
    Segment,
    SetAside,
)
from scrapers.readers.fields import shown
from scrapers.readers.ocds import Reading
from scrapers.readers.uk_text import is_absent, uk_flag, uk_moment, uk_money

T = TypeVar("T")

MOST_CPV = 50
CPV = re.compile(r"\b\d{8}\b")


class FieldName(StrEnum):
    """What may be declared for a page or a table."""

    ID = "id"
    OCID = "ocid"
    REFERENCE = "reference"
    TITLE = "title"
    DESCRIPTION = "description"
    CRITERIA = "criteria"
    TYPE = "type"
    STATUS = "status"
    BUYER = "buyer"
    SUPPLIER = "supplier"
    SUPPLIER_ID = "supplier_id"
    PUBLISHED = "published"
    DEADLINE = "deadline"
    START = "start"
    END = "end"
    LATEST_END = "latest_end"
    SIGNED = "signed"
    VALUE = "value"
    CATEGORY = "category"
    CPV = "cpv"
    REGION = "region"
    PROCEDURE = "procedure"
    SME = "sme"
    VCSE = "vcse"
    LINK = "link"


TEXTS = (FieldName.TITLE, FieldName.DESCRIPTION, FieldName.CRITERIA)
"""Fields that a person wrote: each becomes a segment."""

DATES = frozenset(
    {FieldName.PUBLISHED, FieldName.DEADLINE, FieldName.START, FieldName.END, FieldName.LATEST_END, FieldName.SIGNED}
)
FLAGS = frozenset({FieldName.SME, FieldName.VCSE})

GUESSES = (
    (r"cancel|withdrawn", NoticeType.CANCELLATION),
    (r"terminat|expired|extended|extension|variation", NoticeType.IMPLEMENTATION),
    (r"award|contract details", NoticeType.AWARD),
    (r"future|early engagement|market engagement|pipeline|planning|prior information|planned", NoticeType.PLANNING),
    (r"tender|opportunit|contract notice|quot|\bopen\b|invitation|\bitt\b|\brfq\b", NoticeType.TENDER),
)
"""What words in a type or status mean, the first that is found."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A text and where it stands; ``date_format`` (``strptime``) where dates are not in a form that is known."""

    text: str
    pointer: str
    date_format: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What all notices of a page share. ``where`` names one in messages: ``row 7 of Northmere's register``."""

    source: str
    where: str
    buyer: str | None = None
    default_type: NoticeType = NoticeType.TENDER
    types: Mapping[str, NoticeType] = field(default_factory=dict)
    with_vat: bool = False
    page_sha256: str | None = None


def slug(text: str) -> str:
    """A reference as an id: without what an address or a file name can't hold."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("-.")[:80]


def hashed(*parts: str | None, length: int = 16) -> str:
    """A short, stable name for some facts."""
    return hashlib.sha256("\x1f".join(part or "" for part in parts).encode()).hexdigest()[:length]


def kind_of(words: str | None, types: Mapping[str, NoticeType]) -> NoticeType | None:
    """What kind of notice words stand for: as declared, else a code of the Act, else a guess."""
    if not words:
        return None
    plain = " ".join(words.lower().split())
    for name, kind in types.items():
        if name.lower() == plain:
            return kind
    if plain.upper() in NoticeType.__members__ and not NoticeType[plain.upper()].is_legacy:
        return NoticeType[plain.upper()]
    return next((kind for pattern, kind in GUESSES if re.search(pattern, plain)), None)


class Facts:
    """The texts of one notice by field, typed when they are asked for; what is broken is reported and left out."""

    def __init__(self, cells: Mapping[FieldName, Cell], frame: Frame) -> None:
        self.cells = {name: cell for name, cell in cells.items() if not is_absent(cell.text)}
        self.frame = frame
        self.problems: list[SetAside] = []

    def text(self, name: FieldName) -> str | None:
        """The text of a field, ``None`` where it says nothing."""
        cell = self.cells.get(name)
        return cell.text.strip() if cell else None

    def pointer(self, name: FieldName) -> str:
        """Where a field stands."""
        cell = self.cells.get(name)
        return cell.pointer if cell else ""

    def moment(self, name: FieldName) -> datetime | None:
        """A date."""
        cell = self.cells.get(name)
        return None if cell is None else self._typed(name, lambda text: uk_moment(text, cell.date_format), "a date")

    def money(self) -> Money | None:
        """The value."""
        return self._typed(FieldName.VALUE, lambda text: uk_money(text, with_vat=self.frame.with_vat), "an amount")

    def flag(self, name: FieldName) -> bool | None:
        """Yes or no."""
        return self._typed(name, uk_flag, "yes or no")

    def _typed(self, name: FieldName, take: Callable[[str], T], wanted: str) -> T | None:
        cell = self.cells.get(name)
        if cell is None:
            return None
        try:
            return take(cell.text)
        except (ValueError, OverflowError):
            reason = (
                f"{self.frame.where} has {shown(cell.text)} at {cell.pointer} where {wanted} is needed: "
                "that part is left out; compare the notice as published."
            )
            self.problems.append(SetAside(reason=reason, pointer=cell.pointer))
            return None


def read(facts: Facts, *, id_: str, ocid: str | None = None, url: str | None = None) -> Reading:
    """The notice that the facts make, with the parts that were left out."""
    frame = facts.frame
    kind = kind_of(facts.text(FieldName.TYPE), frame.types) or kind_of(facts.text(FieldName.STATUS), frame.types)
    stage = kind or frame.default_type
    is_agreement = stage in {NoticeType.AWARD, NoticeType.IMPLEMENTATION, NoticeType.UK6, NoticeType.UK7}
    period, value = _period(facts), facts.money()
    suppliers = tuple(_suppliers(facts))
    buyer = _buyer(facts)
    signed = facts.moment(FieldName.SIGNED)
    notice = Notice(
        source=frame.source,
        id=id_,
        ocid=ocid or f"{frame.source}-{id_}",
        notice_type=stage,
        regime=Regime.OTHER,
        published_at=facts.moment(FieldName.PUBLISHED) or UNDATED,
        buyer=buyer,
        parties=(*((buyer,) if buyer else ()), *suppliers),
        title=facts.text(FieldName.TITLE),
        description=facts.text(FieldName.DESCRIPTION),
        category=facts.text(FieldName.CATEGORY),
        cpv=_cpv(facts),
        region=facts.text(FieldName.REGION),
        status=facts.text(FieldName.STATUS),
        value=value,
        period=period,
        sme=facts.flag(FieldName.SME),
        vcse=facts.flag(FieldName.VCSE),
        procedure_details=facts.text(FieldName.PROCEDURE),
        criteria_text=facts.text(FieldName.CRITERIA),
        awards=(_award(facts, suppliers, value, signed),) if is_agreement and suppliers else (),
        contracts=(_contract(facts, period, value, signed),) if is_agreement else (),
        tender_period=_ends(facts.moment(FieldName.DEADLINE)),
        url=url,
        segments=tuple(_segments(facts)),
        page_sha256=frame.page_sha256,
    )
    problems = (SetAside(reason=one.reason, pointer=one.pointer, release_id=id_) for one in facts.problems)
    return Reading(notice=notice, problems=tuple(dict.fromkeys(problems)))


def set_aside(reason: str, *, pointer: str = "", release_id: str | None = None) -> Reading:
    """What can't be a notice, and why."""
    return Reading(problems=(SetAside(reason=reason, pointer=pointer, release_id=release_id),))


def _segments(facts: Facts) -> Iterator[Segment]:
    seen: dict[str, Segment] = {}
    for name in TEXTS:
        cell = facts.cells.get(name)
        if cell is None:
            continue
        text = cell.text.strip()
        before = seen.get(text)
        also = (*before.also, cell.pointer) if before else ()
        seen[text] = Segment(pointer=before.pointer if before else cell.pointer, text=text, also=also)
    yield from seen.values()


def _buyer(facts: Facts) -> Organisation | None:
    name = facts.text(FieldName.BUYER) or facts.frame.buyer
    if name is None:
        return None
    return Organisation(name=name, roles=("buyer",), pointer=facts.pointer(FieldName.BUYER))


def _suppliers(facts: Facts) -> Iterator[Organisation]:
    name = facts.text(FieldName.SUPPLIER)
    if name is None:
        return
    number = facts.text(FieldName.SUPPLIER_ID)
    yield Organisation(
        name=name,
        scheme="GB-COH" if number else None,
        identifier=number.zfill(8) if number else None,
        roles=("supplier",),
        vcse=facts.flag(FieldName.VCSE),
        pointer=facts.pointer(FieldName.SUPPLIER),
    )


def _award(facts: Facts, suppliers: tuple[Organisation, ...], value: Money | None, signed: datetime | None) -> Award:
    return Award(
        id=facts.text(FieldName.REFERENCE),
        title=facts.text(FieldName.TITLE),
        decided_at=signed,
        value=value,
        suppliers=suppliers,
        pointer=facts.pointer(FieldName.SUPPLIER),
    )


def _contract(facts: Facts, period: Period | None, value: Money | None, signed: datetime | None) -> Contract:
    return Contract(
        id=facts.text(FieldName.REFERENCE),
        title=facts.text(FieldName.TITLE),
        status=facts.text(FieldName.STATUS),
        signed_at=signed,
        value=value,
        period=period,
        pointer=facts.pointer(FieldName.REFERENCE) or facts.pointer(FieldName.TITLE),
    )


def _period(facts: Facts) -> Period | None:
    start, end = facts.moment(FieldName.START), facts.moment(FieldName.END)
    latest = facts.moment(FieldName.LATEST_END)
    return Period(start=start, end=end, max_extent=latest) if start or end or latest else None


def _ends(moment: datetime | None) -> Period | None:
    return Period(end=moment) if moment else None


def _cpv(facts: Facts) -> tuple[str, ...]:
    return tuple(dict.fromkeys(CPV.findall(facts.text(FieldName.CPV) or "")))[:MOST_CPV]
