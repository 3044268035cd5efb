"""Time limits of the Procurement Act that run from an event: day 1 is the day of the event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monitor.law.citation import Citation, act
from monitor.law.dates import InForce


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """So many days for a duty; light touch contracts have more, or (``None``) no such limit."""

    code: str
    days: int
    light_touch_days: int | None
    in_force: InForce
    source: Citation
    working: bool = False


_ACT_FROM = InForce(since=date(2025, 2, 24))
DEADLINES = (
    Deadline(code="contract_details", days=30, light_touch_days=120, in_force=_ACT_FROM, source=act("53(1)")),
    Deadline(code="contract_copy", days=90, light_touch_days=180, in_force=_ACT_FROM, source=act("53(3)")),
    Deadline(code="change_copy", days=90, light_touch_days=None, in_force=_ACT_FROM, source=act("77")),
    Deadline(code="termination", days=30, light_touch_days=30, in_force=_ACT_FROM, source=act("80")),
    Deadline(code="standstill", days=8, light_touch_days=None, in_force=_ACT_FROM, source=act("51"), working=True),
    Deadline(
        code="payments_compliance",
        days=30,
        light_touch_days=30,
        in_force=InForce(since=date(2026, 1, 1)),
        source=act("69"),
    ),
    Deadline(code="payments", days=30, light_touch_days=30, in_force=InForce(since=date(2026, 4, 1)), source=act("70")),
)
