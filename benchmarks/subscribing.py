"""Subscribing: a day of notices matched against many subscriptions, on one core.

The yardstick asks every subscription of every happening in turn, on a sample, and is scaled to the whole.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from benchmarks.generator import SUBJECTS, THINGS, release
from benchmarks.measure import measured
from monitor.subscriptions.checks import checks
from monitor.subscriptions.conditions import Conditions
from monitor.subscriptions.events import CHOICES, EventKind, Severity
from monitor.subscriptions.matcher import Happening, Matcher, Standing
from monitor.subscriptions.words import Text
from nlp.taxonomy.themes import themes
from scrapers.notice import Notice, NoticeType
from scrapers.readers import ocds

NOTICES = 500
FLAGS = 3
SIZES = (25_000, 50_000, 100_000)
SAMPLE = 2_000
BUYERS = 500
NATIONS = (*[None] * 8, "wales", "scotland")
KINDS = ("sub_central", "sub_central", "sub_central", "central", "public_undertaking")
REGIONS = ("C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N")
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)

Peers = dict[str, tuple[str, str | None]]


def main() -> None:
    """Measure."""
    chance = random.Random(6)
    buyers: Peers = {
        f"GB-PPON-B{number:03d}": (chance.choice(KINDS), chance.choice(NATIONS)) for number in range(BUYERS)
    }
    notices = [_read(number) for number in range(NOTICES)]
    with measured() as span:
        day = [event for notice in notices for event in _happenings(notice, buyers, chance)]
    print(f"{NOTICES} notices, {len(day)} happenings, read into stems in {span.wall:.1f} s")
    everyone = [_standing(number, chance) for number in range(max(SIZES))]
    _naively(everyone, day, buyers)
    for size in SIZES:
        _matched(everyone[:size], day, buyers)


def _naively(everyone: list[Standing], day: list[Happening], buyers: Peers) -> None:
    sample = [checks(one.conditions, buyers) for one in everyone[:SAMPLE]]
    with measured() as span:
        for event in day:
            for one in sample:
                all(check(event) for check in one)
    scaled = span.wall * max(SIZES) / SAMPLE
    print(f"  each pair in turn    {max(SIZES):7} subscriptions  {scaled:7.1f} s, scaled from {SAMPLE}")


def _matched(standing: list[Standing], day: list[Happening], buyers: Peers) -> None:
    with measured() as built:
        matcher = Matcher(standing, buyers=buyers, sample=day)
    with measured() as span:
        found = sum(len(matcher.matches(event)) for event in day)
    total = built.wall + span.wall
    print(
        f"  matcher              {len(standing):7} subscriptions  {total:7.1f} s "
        f"({built.wall:.1f} s to make ready), {found} matches, {total / len(standing) * 1e6:.0f} µs a subscription"
    )


def _read(number: int) -> Notice:
    notice = ocds.read(release(number), source="find_a_tender").notice
    if notice is None:
        raise ValueError("a benchmark's release can't be read")
    return notice


def _happenings(notice: Notice, buyers: Peers, chance: random.Random) -> Iterator[Happening]:
    """A notice and its flags, with what the generator leaves out."""
    name = notice.buyer.name if notice.buyer else ""
    key = f"GB-PPON-B{chance.randrange(BUYERS):03d}"
    facts: dict[str, Any] = {
        "ocid": notice.ocid,
        "notice_id": notice.id,
        "at": NOW,
        "buyer_key": key,
        "buyer_name": name,
        "buyer_kind": buyers[key][0],
        "nation": buyers[key][1],
        "region": f"UK{chance.choice(REGIONS)}{chance.randint(1, 9)}{chance.randint(1, 9)}",
        "cpv": tuple(f"{chance.randrange(3, 99):02d}{chance.randrange(10**6):06d}" for _ in range(2)),
        "value": Decimal(chance.randrange(10_000, 5_000_000)),
        "notice_type": chance.choice(list(NoticeType)),
        "themes": {theme.code: chance.randint(1, 4) for theme in chance.sample(themes(), 4)},
        "text": Text.of([name, *(segment.text for segment in notice.segments)]),
    }
    yield Happening(kind=EventKind.NOTICE, severity=Severity.PRACTICE, **facts)
    for _ in range(FLAGS):
        severity = chance.choice(list(Severity))
        yield Happening(kind=EventKind.FLAG, severity=severity, indicator=_indicator(chance), **facts)


def _indicator(chance: random.Random) -> str:
    return f"{chance.choice(('SV', 'OP', 'FP', 'CH'))}{chance.randint(1, 12):02d}"


def _standing(number: int, chance: random.Random) -> Standing:
    """A subscription: one thing to start with, and up to two that narrow it."""
    chosen = [chance.choice(BEGINNINGS), *chance.sample(NARROWINGS, chance.randint(0, 2))]
    asked: dict[str, Any] = {}
    for choose in chosen:
        asked |= choose(chance)
    return Standing(
        key=number,
        reader_key=number // 3,
        conditions=Conditions.of(asked),
        created_at=NOW,
        events=frozenset(chance.sample(CHOICES, chance.randint(1, 2))),
    )


Choose = Callable[[random.Random], dict[str, Any]]

BEGINNINGS: tuple[Choose, ...] = (
    lambda chance: {"buyers": [f"GB-PPON-B{chance.randrange(BUYERS):03d}" for _ in range(3)]},
    lambda chance: {"buyer": f"Northmere {chance.randrange(BUYERS)}"},
    lambda chance: {"peers_of": f"GB-PPON-B{chance.randrange(BUYERS):03d}", "indicator": _indicator(chance)},
    lambda chance: {"ocid": f"ocds-h6vhtk-{chance.randrange(10**6):06x}"},
    lambda chance: {"cpv": f"{chance.randrange(3, 99):02d}{chance.randrange(10):d}"},
    lambda chance: {"words": f'"{chance.choice(THINGS)}" {chance.choice(SUBJECTS).split()[0]}'},
    lambda chance: {"words": f"{chance.choice(('apprentices', 'carbon', 'invoices', 'asbestos', 'ferries'))}"},
    lambda chance: {"theme": chance.choice(themes()).code, "level": chance.randint(2, 4)},
    lambda chance: {"indicator": _indicator(chance)},
)
NARROWINGS: tuple[Choose, ...] = (
    lambda chance: {"nation": chance.choice(("wales", "scotland"))},
    lambda chance: {"region": f"UK{chance.choice(REGIONS)}"},
    lambda chance: {"kind": chance.choice(list(Severity))},
    lambda chance: {"value_from": chance.randrange(1, 40) * 50_000},
    lambda chance: {"type": chance.choice(list(NoticeType))},
    lambda chance: {"authority": chance.choice(KINDS)},
)
