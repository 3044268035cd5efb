"""What two versions of the rules conclude differently on the procurements that both judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one version of one indicator concluded on one procurement."""

    ocid: str
    indicator: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two verdicts of one indicator on one procurement; a side is absent where that version has no such indicator.

    The statuses are the same where only the reason is another.
    """

    ocid: str
    indicator: str
    was: str | None
    now: str | None
    was_because: str | None
    now_because: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """On how many procurements an indicator went from one status to another, or gave another reason for the same."""

    indicator: str
    was: str | None
    now: str | None
    procurements: int


def differences(old: Iterable[Verdict], new: Iterable[Verdict]) -> tuple[int, list[Difference]]:
    """How many procurements both judged, and each difference on them, by procurement and indicator."""
    before = {(one.ocid, one.indicator): one for one in old}
    after = {(one.ocid, one.indicator): one for one in new}
    both = {ocid for ocid, _ in before} & {ocid for ocid, _ in after}
    keys = sorted(key for key in before.keys() | after.keys() if key[0] in both)
    pairs = ((key, before.get(key), after.get(key)) for key in keys)
    return len(both), [_difference(key, was, now) for key, was, now in pairs if was != now]


def counts(found: Iterable[Difference]) -> list[Count]:
    """The differences by indicator and change, the most frequent change of each indicator first."""
    counted = Counter((one.indicator, one.was, one.now) for one in found)
    ordered = sorted(counted.items(), key=lambda item: (item[0][0], -item[1], item[0][1] or "", item[0][2] or ""))
    return [
        Count(indicator=indicator, was=was, now=now, procurements=number) for (indicator, was, now), number in ordered
    ]


def _difference(key: tuple[str, str], was: Verdict | None, now: Verdict | None) -> Difference:
    ocid, indicator = key
    return Difference(
        ocid=ocid,
        indicator=indicator,
        was=was.status if was else None,
        now=now.status if now else None,
        was_because=was.reason if was else None,
        now_because=now.reason if now else None,
    )
