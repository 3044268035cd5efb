"""The published results of a contract's indicators, each ready to be matched to the thread it rates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.tracing.statements import FOLLOWED, PERFORMANCE, Statement
from monitor.tracing.thread import STAGES, Stage
from nlp.commitment import Commitment, Level
from scrapers.notice import Contract, Notice, Observation

if TYPE_CHECKING:
    from monitor.tracing.procurement import Procurement


@dataclass(frozen=True, slots=True)
class Rating:
    """One result, with the words of its indicator as a statement to compare."""

    observation: Observation
    statement: Statement

    @property
    def names(self) -> frozenset[tuple[str, str]]:
        """The contract, and the indicator's title in lower case."""
        return self.statement.names

    @property
    def title(self) -> str:
        """The indicator's title in lower case."""
        return next(title for _, title in self.names)


def ratings(procurement: Procurement) -> list[Rating]:
    """All results, oldest notice first."""
    return [
        Rating(result, _statement(notice, contract, result, procurement.commitments))
        for notice in procurement.notices
        if STAGES.get(notice.notice_type) is Stage.RATED
        for contract in notice.contracts
        for result in contract.observations
    ]


def _statement(notice: Notice, contract: Contract, result: Observation, found: tuple[Commitment, ...]) -> Statement:
    place = result.pointer.partition("/observations/")[0]
    title = (result.metric or "").strip()
    read = [
        one
        for one in found
        if one.notice_id == notice.id
        and one.theme != PERFORMANCE
        and (one.pointer.startswith(f"{place}/") or (title and one.quote in title))
    ]
    themes = frozenset(one.theme for one in read if one.theme in FOLLOWED)
    described = [one.quote for one in found if one.notice_id == notice.id and one.pointer == f"{place}/description"]
    return Statement(
        notice=notice,
        stage=Stage.RATED,
        theme=next((theme for theme in FOLLOWED if theme in themes), PERFORMANCE),
        themes=themes or frozenset({PERFORMANCE}),
        quote=title,
        pointer=f"{place}/title",
        start=0,
        end=len(title),
        level=Level.SPECIFIED,
        text="\n".join((title, *sorted(set(described)))),
        is_kpi=True,
        names=frozenset({(contract.id or "", title.casefold() or place)}),
    )
