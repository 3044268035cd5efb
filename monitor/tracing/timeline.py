"""The timeline of a procurement: each notice as a station, with what it added to those before it.

An award published again, a closing date moved, a stub that only cancels: a reader wants to know what is new at each
station. Nothing is ever said to have been removed because a notice was silent about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from monitor.tracing.procurement import Procurement
from monitor.tracing.said import FACTS, WORDED, day, many, money, names
from scrapers.notice import Award, Contract, Notice, NoticeType

NOTHING_NEW = "repeats what was said, as far as it is compared here"
CANCELS = "cancels, and says nothing else"
_WITHOUT = frozenset({"cancelled", "unsuccessful"})
_CANCELLATIONS = frozenset({NoticeType.UK12, NoticeType.CANCELLATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """One notice of a timeline: what it added, in words, and which notices it repeats an award or contract of."""

    notice_id: str
    source: str
    notice_type: NoticeType
    published_at: datetime
    is_update: bool
    is_joined: bool
    """Whether it was published under another ``ocid``, on another source."""
    added: tuple[str, ...]
    repeats: tuple[str, ...] = ()

    @property
    def is_stub(self) -> bool:
        """Whether nothing in it is new but that it cancels, if that."""
        return self.added in {(NOTHING_NEW,), (CANCELS,)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another procurement that is related and not the same: ``framework``, ``prior`` and the like, as published."""

    ocid: str
    relationship: str
    notice_id: str
    pointer: str


def timeline(procurement: Procurement) -> tuple[Station, ...]:
    """The notices of a procurement, oldest first, each with what it added to those before it."""
    told = _Told()
    return tuple(_station(notice, procurement.ocid, told) for notice in procurement.notices)


def related(procurement: Procurement) -> tuple[Link, ...]:
    """The procurements that this one names, each once, where it was first named."""
    found: dict[tuple[str, str], Link] = {}
    for notice in procurement.notices:
        for one in notice.related:
            for relationship in one.relationships or ("related",):
                if one.ocid and one.ocid != procurement.ocid:
                    link = Link(ocid=one.ocid, relationship=relationship, notice_id=notice.id, pointer=one.pointer)
                    found.setdefault((one.ocid, relationship), link)
    return tuple(found.values())


@dataclass(slots=True)
class _Told:
    """What the notices so far have said, and which said it first.

    Facts are kept by ``ocid``: what another source says in other words corrects nothing.
    """

    facts: dict[tuple[str, str], str] = field(default_factory=dict)
    awards: dict[object, str] = field(default_factory=dict)
    contracts: dict[object, str] = field(default_factory=dict)
    once: set[str] = field(default_factory=set)

    def news(self, sentence: str) -> Iterator[str]:
        """A sentence, where no notice said it before."""
        if sentence not in self.once:
            self.once.add(sentence)
            yield sentence


def _station(notice: Notice, ocid: str, told: _Told) -> Station:
    repeated: list[str] = []
    added = [
        *_facts(notice, told),
        *_reworded(notice, told),
        *_links(notice, ocid, told),
        *_awards(notice, told, repeated),
        *_contracts(notice, told, repeated),
    ]
    cancels = notice.notice_type in _CANCELLATIONS
    if not added:
        added = [CANCELS if cancels else NOTHING_NEW]
    elif cancels:
        added.insert(0, "cancels")
    return Station(
        notice_id=notice.id,
        source=notice.source,
        notice_type=notice.notice_type,
        published_at=notice.published_at,
        is_update=notice.is_update,
        is_joined=notice.ocid != ocid,
        added=tuple(added),
        repeats=tuple(dict.fromkeys(repeated)),
    )


def _facts(notice: Notice, told: _Told) -> Iterator[str]:
    """What a notice says of the whole procurement, where it was not said so before."""
    for name, say in FACTS:
        value = say(notice)
        before = told.facts.get((notice.ocid, name))
        if value is None or value == before:
            continue
        told.facts[notice.ocid, name] = value
        if before is None:
            yield from told.news(f"{name} {value}")
        else:
            yield f"changed {name} from {before} to {value}"


def _reworded(notice: Notice, told: _Told) -> Iterator[str]:
    """What a notice says in other words than were used before, where both are too long to show."""
    for name, say in WORDED:
        value = say(notice)
        before = told.facts.get((notice.ocid, name))
        if value and value != before:
            told.facts[notice.ocid, name] = value
            if before is not None:
                yield f"changed {name}"
    attached = (
        {document.url or "" for document in notice.documents if document.format and document.id != notice.id}
        - told.once
        - {""}
    )
    told.once |= attached
    if attached and told.facts.setdefault((notice.ocid, "documents"), notice.id) != notice.id:
        yield f"{many(len(attached), 'document')} more"


def _links(notice: Notice, ocid: str, told: _Told) -> Iterator[str]:
    if notice.is_framework and not any("framework" in one.relationships for one in notice.related):
        yield from told.news("sets up a framework")
    if notice.is_dynamic_market:
        yield from told.news("sets up a dynamic market")
    for one in notice.related:
        if one.ocid is None or one.ocid == ocid:
            continue
        for relationship in one.relationships or ("related",):
            yield from told.news(_RELATIONSHIPS.get(relationship, "names {} as related").format(one.ocid))


def _awards(notice: Notice, told: _Told, repeated: list[str]) -> Iterator[str]:
    """New awards by supplier, and those that another notice published already: the same one in UK6 and UK7."""
    earlier = dict(told.awards)
    for award in notice.awards:
        if not award.suppliers:
            yield from _no_award(notice, award, told)
            continue
        key = _award_key(award)
        told.awards.setdefault(key, notice.id)
        winners = names(award.suppliers)
        if key in earlier:
            repeated.append(earlier[key])
            yield f"award to {winners} repeated from {earlier[key]}"
        else:
            worth = money(award.value)
            yield f"award to {winners}" + (f" for {worth}" if worth else "")


def _no_award(notice: Notice, award: Award, told: _Told) -> Iterator[str]:
    if award.status in _WITHOUT and notice.notice_type not in _CANCELLATIONS:
        yield from told.news(f"an award that is {award.status}" + "".join(f", lot {lot}" for lot in award.lots))


def _award_key(award: Award) -> object:
    """Suppliers and lots: an award's id is that of its place in the notice."""
    return (frozenset(one.identifier or one.name.casefold() for one in award.suppliers), frozenset(award.lots))


def _contracts(notice: Notice, told: _Told, repeated: list[str]) -> Iterator[str]:
    earlier = dict(told.contracts)
    for contract in notice.contracts:
        yield from _contract(notice, contract, told, earlier, repeated)
        yield from _life(contract, told)


def _contract(
    notice: Notice, contract: Contract, told: _Told, earlier: dict[object, str], repeated: list[str]
) -> Iterator[str]:
    if contract.signed_at is None:
        return
    key = (contract.id, contract.signed_at)
    told.contracts.setdefault(key, notice.id)
    if key in earlier:
        repeated.append(earlier[key])
        yield f"contract {contract.id or ''} signed {day(contract.signed_at)} repeated from {earlier[key]}".replace(
            "  ", " "
        )
    else:
        worth = money(contract.value)
        yield f"contract {contract.id or ''} signed {day(contract.signed_at)}".replace("  ", " ") + (
            f" for {worth}" if worth else ""
        )


def _life(contract: Contract, told: _Told) -> Iterator[str]:
    """What became of a contract: its indicators, their results, changes, failures, and its end."""
    of = f" of contract {contract.id}" if contract.id else ""
    if contract.metrics:
        yield from told.news(f"{many(len(contract.metrics), 'key performance indicator')}{of}")
    if contract.no_metrics_reason:
        yield from told.news(f"a reason for no key performance indicators{of}")
    if contract.observations:
        yield from told.news(f"{many(len(contract.observations), 'result')}{of}")
    for number, change in enumerate(contract.changes, start=1):
        worth = money(change.value)
        what = "proposed change" if change.proposed else "change"
        yield from told.news(f"{what} {change.id or number}{of}" + (f", value {worth}" if worth else ""))
    if contract.failures:
        yield from told.news(f"{many(len(contract.failures), 'breach')}{of}".replace("breachs", "breaches"))
    if contract.ended_at:
        yield from told.news(f"end{of} on {day(contract.ended_at)}")


_RELATIONSHIPS = {
    "framework": "buys under the framework {}",
    "prior": "follows an earlier attempt, {}",
    "planning": "was planned in {}",
    "parent": "is part of {}",
}
