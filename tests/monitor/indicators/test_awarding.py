from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.indicators.awarding import is_call_off, is_direct, is_made, is_under_market, standstill_exemption
from monitor.tracing.procurement import Procurement
from scrapers.notice import AuthorityKind, Award, DirectAward, Notice, NoticeType, Organisation, Regime, Related


def notice(**facts: object) -> Notice:
    fields: dict[str, object] = {
        "source": "example",
        "id": "1",
        "ocid": "x",
        "notice_type": NoticeType.UK6,
        "regime": Regime.ACT_2023,
        "published_at": datetime(2026, 9, 1, 12, tzinfo=UTC),
    }
    return Notice(**{**fields, **facts})  # type: ignore[arg-type]


PRIVATE = Organisation(name="Northmere Water", kind=AuthorityKind.PRIVATE_UTILITY)


@pytest.mark.parametrize(
    ("award", "code"),
    [
        (notice(special_regimes=("lightTouch",)), "light_touch"),
        (notice(procedure_details="Award under framework"), "framework"),
        (notice(related=(Related(relationships=("framework",)),)), "framework"),
        (notice(is_dynamic_market=True), "dynamic_market"),
        (notice(buyer=PRIVATE, procedure="direct"), "private_utility"),
        (notice(direct_award=DirectAward(grounds=("urgency",))), "urgency"),
        (notice(direct_award=DirectAward(legal_basis="2026/1")), "protection"),
    ],
)
def test_an_award_of_an_exempt_kind_needs_no_standstill(award: Notice, code: str) -> None:
    exemption = standstill_exemption(Procurement(ocid="x", notices=(award,), as_of=date(2026, 11, 23)), award)
    assert exemption is not None
    assert exemption.code == code


@pytest.mark.parametrize("award", [notice(procedure="open"), notice(procedure="direct"), notice(buyer=PRIVATE)])
def test_other_awards_must_wait(award: Notice) -> None:
    assert standstill_exemption(Procurement(ocid="x", notices=(award,), as_of=date(2026, 11, 23)), award) is None


def test_a_notice_below_threshold_with_few_bidders_is_not_direct() -> None:
    assert not is_direct(notice(procedure="limited", direct_award=DirectAward()))


def test_an_open_procedure_is_neither_call_off_nor_market() -> None:
    plain = notice(procedure="open", procedure_details="Open procedure")
    assert not is_call_off(plain)
    assert not is_under_market(plain)


def test_a_lot_that_was_not_awarded_is_no_award() -> None:
    assert not is_made(Award(id="2", status="unsuccessful"))


def test_an_award_with_a_day_was_made() -> None:
    assert is_made(Award(id="1", decided_at=datetime(2026, 9, 1, tzinfo=UTC)))
