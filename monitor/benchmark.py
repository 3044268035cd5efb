"""Benchmark: a buyer beside the others of its kind, with counts and intervals, so that nobody is shamed by chance.

A share has its 95 % Wilson interval (E. B. Wilson, 1927), which stays honest for small counts and for shares
near 0 and 1. A buyer is said to differ from its peers only where the two intervals do not overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitor.errors import NothingFound
from monitor.indicators.intervals import wilson
from monitor.services import Services
from monitor.store import commitments, comparing, judgements
from monitor.store.comparing import Peer, Share
from nlp.taxonomy.themes import themes

FEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One measure. Shares run from 0 to 1; ``low`` and ``high`` bound them; ``reading`` says whether they differ."""

    measure: str
    kind: str
    title: str
    buyer_hits: int
    buyer_total: int
    buyer_share: float | None
    buyer_low: float | None
    buyer_high: float | None
    peers_hits: int
    peers_total: int
    peers_share: float | None
    peers_low: float | None
    peers_high: float | None
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """A buyer and its peers, measure by measure."""

    buyer: Peer
    peers: int
    lines: tuple[Line, ...]


def run(services: Services, name: str) -> Benchmark:
    """Compare the buyer of this name or key, or raise ``NothingFound`` naming those it could be."""
    codes = [theme.code for theme in themes()]
    with services.store.reading() as session:
        buyer = _one(comparing.buyers_like(session, name), name)
        peers = comparing.peers_of(session, buyer)
        extractor = commitments.latest_extractor(session)
        rules = judgements.latest_rules(session)
        raised = comparing.raised_by_indicator(session, rules=rules) if rules else {}
        found = comparing.themes_in_tenders(session, extractor=extractor, codes=codes) if extractor else {}
    keys = [peer.buyer_key for peer in peers]
    lines = [
        _line(indicator.code, "raised", indicator.title, raised, buyer.buyer_key, keys)
        for indicator in services.indicators
    ]
    lines += [_line(theme.code, "asked for", theme.title, found, buyer.buyer_key, keys) for theme in themes()]
    return Benchmark(buyer=buyer, peers=len(peers), lines=tuple(lines))


def _one(found: list[Peer], name: str) -> Peer:
    if not found:
        raise NothingFound(f"no buyer is called {name!r}: 'ethos buyers' lists those we have notices of")
    if len(found) > 1:
        names = ", ".join(f"{peer.name} ({peer.buyer_key})" for peer in found[:5])
        more = f" and {len(found) - 5} more" if len(found) > 5 else ""  # noqa: PLR2004 - as many as a line holds
        raise NothingFound(f"{name!r} may be any of {names}{more}: name one in full, or by its key")
    return found[0]


def _line(
    measure: str, kind: str, title: str, found: Mapping[str, Mapping[str, Share]], buyer: str, peers: Iterable[str]
) -> Line:
    own = found.get(buyer, {}).get(measure, Share(0, 0))
    theirs = [found[key][measure] for key in peers if measure in found.get(key, {})]
    others = Share(sum(share.hits for share in theirs), sum(share.total for share in theirs))
    low, high = wilson(own.hits, own.total) or (None, None)
    peers_low, peers_high = wilson(others.hits, others.total) or (None, None)
    return Line(
        measure=measure,
        kind=kind,
        title=title,
        buyer_hits=own.hits,
        buyer_total=own.total,
        buyer_share=own.hits / own.total if own.total else None,
        buyer_low=low,
        buyer_high=high,
        peers_hits=others.hits,
        peers_total=others.total,
        peers_share=others.hits / others.total if others.total else None,
        peers_low=peers_low,
        peers_high=peers_high,
        reading=reading(own, others),
    )


def reading(own: Share, others: Share) -> str:
    """What may be said of the two shares, in words."""
    mine, theirs = wilson(own.hits, own.total), wilson(others.hits, others.total)
    if mine is None:
        return "nothing to compare"
    if theirs is None:
        return "no peers to compare with"
    if own.total < FEWEST:
        return "too few to tell"
    if mine[0] > theirs[1]:
        return "more often than peers"
    if mine[1] < theirs[0]:
        return "less often than peers"
    return "no clear difference"
