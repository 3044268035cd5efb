"""A procurement: all notices of one ``ocid`` that were known on a day, read together.

Sources publish sparsely: an update repeats only what changed, a cancellation is a stub, notices arrive late or twice.
So a fact that any notice states stands until a later one states another, and silence removes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from monitor.law.dates import uk_date
from monitor.tracing.day import Day
from monitor.tracing.once import once
from monitor.tracing.thread import Thread
from monitor.tracing.threads import follow
from nlp.commitment import Commitment, Readability
from scrapers.notice import AuthorityKind, Contract, Money, Nation, Notice, NoticeType, Organisation, Regime

_TENDER_TYPES = frozenset({NoticeType.UK4, NoticeType.TENDER})
_BEGINNINGS = _TENDER_TYPES | {NoticeType.UK5}
_AWARD_TYPES = frozenset({NoticeType.UK5, NoticeType.UK6, NoticeType.UK7})


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedContract:
    """A contract as one contract details notice gives it."""

    notice: Notice
    contract: Contract
    is_repeat: bool
    """Whether an earlier notice that is held published the same contract."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Procurement:
    """The notices of one ``ocid`` as they stood on ``as_of``, with the commitments read from them.

    Order and duplicates of what is handed in change nothing: notices are sorted by time and id, the first of each id
    is kept, and those published after ``as_of`` are left out, with their commitments.
    """

    ocid: str
    notices: tuple[Notice, ...]
    as_of: Day = Day()  # noqa: RUF009 - a descriptor, which is meant to be one for all
    commitments: tuple[Commitment, ...] = ()
    readability: Mapping[str, Readability] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ordered = sorted(self.notices, key=lambda notice: (notice.published_at, notice.id, notice.page_sha256 or ""))
        day = self.as_of
        known: dict[str, Notice] = {}
        for notice in ordered:
            if notice.id not in known and uk_date(notice.published_at) <= day:
                known[notice.id] = notice
        self.__dict__["saw_day"] = uk_date(ordered[-1].published_at) > day if ordered else True
        commitments = [commitment for commitment in self.commitments if commitment.notice_id in known]
        object.__setattr__(self, "notices", tuple(known.values()))
        object.__setattr__(self, "commitments", _in_order(commitments))

    def on(self, day: date) -> Procurement:
        """The same as it stood on an earlier day."""
        return replace(self, as_of=day)

    @property
    def saw_day(self) -> bool:
        """Whether the day of judging has decided anything yet: it left notices out, or was looked at."""
        looked: bool = self.__dict__["saw_day"]
        return looked

    # What stage each notice is of.

    @once
    def types(self) -> frozenset[NoticeType]:
        """The types of the notices that are held."""
        return frozenset([notice.notice_type for notice in self.notices])

    @once
    def own_notices(self) -> tuple[Notice, ...]:
        """Those that were not joined from another ``ocid``: all, where none has that of the procurement."""
        return tuple(notice for notice in self.notices if notice.ocid == self.ocid) or self.notices

    @once
    def tender_notices(self) -> tuple[Notice, ...]:
        """The tender notices and their updates, oldest first; those joined from another source only in place of these.

        Two sites give one tender with other fields and hours, which is no correction. Under the Act there is a notice
        on one site, and what stands elsewhere does not take its place.
        """
        own = tuple(notice for notice in self.own_notices if notice.notice_type in _TENDER_TYPES)
        if own or self.regime is Regime.ACT_2023:
            return own
        return tuple(notice for notice in self.notices if notice.notice_type in _TENDER_TYPES)

    @once
    def tender(self) -> Notice | None:
        """The latest tender notice."""
        return self.tender_notices[-1] if self.tender_notices else None

    @once
    def award_notices(self) -> tuple[Notice, ...]:
        """Transparency, contract award and contract details notices, oldest first."""
        return tuple(notice for notice in self.notices if notice.notice_type in _AWARD_TYPES)

    @once
    def contract_notices(self) -> tuple[Notice, ...]:
        """The contract details notices, oldest first."""
        return tuple(notice for notice in self.notices if notice.notice_type is NoticeType.UK7)

    @once
    def latest(self) -> Notice:
        """The newest notice."""
        return self.notices[-1]

    @once
    def began_on(self) -> date:
        """The UK day of the first tender or transparency notice that is held, else of the first notice of any type."""
        first = next((notice for notice in self.notices if notice.notice_type in _BEGINNINGS), self.notices[0])
        return uk_date(first.published_at)

    # Who buys what, under which rules.

    @once
    def regime(self) -> Regime:
        """The regime; a notice that names the Provider Selection Regime decides for all."""
        regimes = [notice.regime for notice in self.own_notices]
        if Regime.PROVIDER_SELECTION in regimes:
            return Regime.PROVIDER_SELECTION
        return next((regime for regime in reversed(regimes) if regime is not Regime.OTHER), Regime.OTHER)

    @once
    def buyer(self) -> Organisation | None:
        """The buyer as last described, by preference with its kind."""
        buyers = [notice.buyer for notice in reversed(self.notices) if notice.buyer is not None]
        known = (buyer for buyer in buyers if buyer.kind is not AuthorityKind.UNKNOWN)
        return next(known, buyers[0] if buyers else None)

    @once
    def buyer_name(self) -> str:
        """The buyer's name, or nothing."""
        return self.buyer.name if self.buyer else ""

    @once
    def authority(self) -> AuthorityKind:
        """The kind of body that buys, as it declares itself."""
        return self.buyer.kind if self.buyer else AuthorityKind.UNKNOWN

    @once
    def nation(self) -> Nation | None:
        """The devolved rules the buyer is under, if any notice names them."""
        named = (notice.buyer.nation for notice in reversed(self.notices) if notice.buyer and notice.buyer.nation)
        return next(named, None)

    @once
    def category(self) -> str | None:
        """Goods, services or works, as last told."""
        return next((notice.category for notice in reversed(self.notices) if notice.category), None)

    @once
    def special_regimes(self) -> frozenset[str]:
        """The special regimes that any notice names."""
        return frozenset(name for notice in self.notices for name in notice.special_regimes)

    @once
    def is_light_touch(self) -> bool:
        """Whether a notice flags light touch services; the flag outranks the CPV code."""
        return "lightTouch" in self.special_regimes

    @once
    def is_utilities(self) -> bool:
        """Whether it is for a utilities contract."""
        return "utilities" in self.special_regimes

    @once
    def is_defence(self) -> bool:
        """Whether it is for a defence or security contract."""
        return any(name.startswith("defence") for name in self.special_regimes)

    @once
    def is_concession(self) -> bool:
        """Whether it is for a concession."""
        return "concession" in self.special_regimes or any(notice.is_concession for notice in self.notices)

    @once
    def is_framework(self) -> bool:
        """Whether it sets up a framework; a call-off does not."""
        return any(notice.is_framework for notice in self.notices)

    @once
    def is_private_utility(self) -> bool:
        """Whether the buyer is a private utility."""
        return self.authority is AuthorityKind.PRIVATE_UTILITY

    # What it is worth.

    @once
    def value(self) -> Money | None:
        """The value as last told: of the tender, else the largest of the awards and contracts."""
        for notice in (*reversed(self.tender_notices), *reversed(self.own_notices), *reversed(self.notices)):
            if notice.value is not None and (notice.value.payable is not None or notice.value.unlimited):
                return notice.value
        values = [award.value for notice in self.notices for award in notice.awards if award.value]
        values += [contract.value for notice in self.notices for contract in notice.contracts if contract.value]
        return max(values, key=lambda value: value.payable or Decimal(0), default=None)

    @once
    def gross(self) -> Decimal | None:
        """The value in pounds, VAT included where that is told; infinite where the source says it has no limit."""
        return pounds(self.value)

    @once
    def declared_above(self) -> bool | None:
        """Whether the buyer declares the procurement above threshold, in any part; ``None`` where nothing is said."""
        said = [
            flag
            for notice in self.notices
            for flag in (
                notice.above_threshold,
                *(award.above_threshold for award in notice.awards),
                *(contract.above_threshold for contract in notice.contracts),
            )
            if flag is not None
        ]
        return any(said) if said else None

    # Parts that several indicators read.

    @once
    def published_contracts(self) -> tuple[PublishedContract, ...]:
        """Every contract of every contract details notice, oldest first, repeats told apart."""
        earlier: dict[str, set[datetime | None]] = {}
        published: list[PublishedContract] = []
        for notice in self.contract_notices:
            parts = [
                PublishedContract(notice=notice, contract=contract, is_repeat=_is_repeat(notice, contract, earlier))
                for contract in notice.contracts
            ]
            published += parts
            for part in parts:
                earlier.setdefault(part.contract.id or "", set()).add(part.contract.signed_at)
        return tuple(published)

    @once
    def threads(self) -> tuple[Thread, ...]:
        """Each commitment followed through the notices."""
        return follow(self)

    def commitments_of(self, themes: Iterable[str], notices: Iterable[Notice] | None = None) -> tuple[Commitment, ...]:
        """The commitments of some themes, in order; of some notices where these are given."""
        wanted = frozenset(themes)
        ids = None if notices is None else {notice.id for notice in notices}
        return tuple(
            commitment
            for commitment in self.commitments
            if commitment.theme in wanted and (ids is None or commitment.notice_id in ids)
        )

    def is_readable(self, notices: Iterable[Notice]) -> bool:
        """Whether "nothing found" in these notices may be read as "nothing said"."""
        return all(
            self.readability.get(notice.id, Readability.READ) is not Readability.CANNOT_TELL for notice in notices
        )


def pounds(value: Money | None) -> Decimal | None:
    """The amount payable in pounds; ``None`` where it is missing or in another currency."""
    if value is None or value.currency not in {None, "GBP"}:
        return None
    return Decimal("Infinity") if value.unlimited else value.payable


def _is_repeat(notice: Notice, contract: Contract, earlier: Mapping[str, set[datetime | None]]) -> bool:
    """Whether a contract was published before; a new notice may use its id again for one signed another day."""
    if contract.id is None or contract.id not in earlier:
        return False
    return notice.is_update or contract.signed_at in {None, *earlier[contract.id]}


def _in_order(commitments: list[Commitment]) -> tuple[Commitment, ...]:
    """Commitments by their places, each once: as a rule no two stand at one, and none need be compared whole."""
    placed = {_place(commitment): commitment for commitment in commitments}
    if len(placed) == len(commitments):
        return tuple([placed[place] for place in sorted(placed)])
    return tuple(sorted(set(commitments), key=_place))


def _place(commitment: Commitment) -> tuple[str, str, int, int, str]:
    return (commitment.notice_id, commitment.pointer, commitment.start, commitment.end, commitment.theme)
