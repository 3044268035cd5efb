from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from monitor.tracing.procurement import Procurement, pounds
from nlp.commitment import Commitment, Level, Modality, Readability
from scrapers.notice import AuthorityKind, Contract, Money, Nation, Notice, NoticeType, Organisation, Regime

COUNCIL = Organisation(name="Borough of Northmere", kind=AuthorityKind.SUB_CENTRAL, nation=Nation.WALES)


def notice(number: int, day: int, notice_type: NoticeType = NoticeType.UK4, **fields: Any) -> Notice:
    return Notice(
        source=fields.pop("source", "example"),
        id=f"{number:06}-2026",
        ocid=fields.pop("ocid", "ocds-example-1"),
        notice_type=notice_type,
        regime=fields.pop("regime", Regime.ACT_2023),
        published_at=datetime(2026, 9, day, 9, tzinfo=UTC),
        **fields,
    )


def procurement(*notices: Notice, **fields: Any) -> Procurement:
    return Procurement(ocid="ocds-example-1", notices=notices, **{"as_of": date(2026, 11, 23), **fields})


FULL = notice(
    1,
    1,
    buyer=COUNCIL,
    category="services",
    value=Money(gross=Decimal(300_000), currency="GBP"),
    above_threshold=True,
    special_regimes=("lightTouch",),
    is_framework=True,
)
SPARSE = notice(2, 5, is_update=True)
STUB = notice(3, 9, NoticeType.UK12)


@given(order=st.permutations([FULL, SPARSE, STUB, FULL]))
def test_notices_in_any_order_give_the_same_timeline(order: list[Notice]) -> None:
    assert procurement(*order).notices == (FULL, SPARSE, STUB)


def test_silence_of_an_update_removes_nothing() -> None:
    told = procurement(FULL, SPARSE, STUB)
    assert told.buyer == COUNCIL
    assert told.nation is Nation.WALES
    assert told.gross == 300_000
    assert told.category == "services"
    assert told.declared_above is True
    assert told.is_light_touch
    assert told.is_framework


def test_what_a_later_notice_states_replaces_what_stood_before() -> None:
    later = notice(2, 5, value=Money(gross=Decimal(500_000), currency="GBP"))
    assert procurement(FULL, later).gross == 500_000


def test_notices_and_commitments_after_the_day_are_not_known_yet() -> None:
    late = Commitment(
        notice_id=STUB.id,
        pointer="/tender/description",
        start=0,
        end=4,
        quote="none",
        theme="social_value",
        level=Level.RULED_OUT,
        modality=Modality.NONE,
    )
    known = procurement(FULL, STUB, commitments=(late,), as_of=date(2026, 9, 8))
    assert known.notices == (FULL,)
    assert known.commitments == ()
    assert procurement(FULL, STUB, commitments=(late,)).commitments == (late,)


def test_it_began_with_its_first_tender_notice_and_not_with_engagement() -> None:
    told = procurement(notice(1, 1, NoticeType.UK2), notice(2, 4), notice(3, 9))
    assert told.began_on == date(2026, 9, 4)


def test_it_began_with_the_first_notice_held_where_no_tender_is() -> None:
    assert procurement(notice(1, 3, NoticeType.UK7)).began_on == date(2026, 9, 3)


def test_one_notice_of_the_provider_selection_regime_decides_for_all() -> None:
    told = procurement(notice(1, 1, regime=Regime.PROVIDER_SELECTION), notice(2, 2, regime=Regime.PCR_2015))
    assert told.regime is Regime.PROVIDER_SELECTION


def test_a_buyer_without_a_kind_does_not_hide_one_with_it() -> None:
    told = procurement(FULL, notice(2, 5, buyer=Organisation(name="Borough of Northmere")))
    assert told.authority is AuthorityKind.SUB_CENTRAL


def test_the_same_contract_in_an_update_is_a_repeat() -> None:
    contract = Contract(id="1", signed_at=datetime(2026, 8, 1, tzinfo=UTC))
    first = notice(1, 1, NoticeType.UK7, contracts=(contract,))
    again = notice(2, 5, NoticeType.UK7, contracts=(contract,), is_update=True)
    assert [part.is_repeat for part in procurement(again, first).published_contracts] == [False, True]


def test_contracts_without_an_id_are_never_taken_for_one_another() -> None:
    nameless = notice(1, 1, NoticeType.UK7, contracts=(Contract(), Contract()))
    assert [part.is_repeat for part in procurement(nameless).published_contracts] == [False, False]


def test_other_currencies_are_not_pounds_and_no_limit_is_infinite() -> None:
    assert pounds(Money(gross=Decimal(1), currency="EUR")) is None
    assert pounds(Money(unlimited=True)) == Decimal("Infinity")
    assert pounds(Money(net=Decimal(2), currency="GBP")) == 2
    assert pounds(None) is None


def test_a_notice_that_can_not_be_read_makes_silence_mean_nothing() -> None:
    told = procurement(FULL, SPARSE, readability={SPARSE.id: Readability.CANNOT_TELL})
    assert told.is_readable([FULL])
    assert not told.is_readable(told.notices)


ELSEWHERE = {"ocid": "ocds-elsewhere-1", "source": "elsewhere", "regime": Regime.PCR_2015}


def test_a_tender_joined_from_another_source_is_no_correction_of_its_own() -> None:
    joined = notice(4, 8, NoticeType.TENDER, **ELSEWHERE, value=Money(net=Decimal(1), currency="GBP"))
    told = procurement(FULL, joined)

    assert told.notices == (FULL, joined)
    assert told.tender_notices == (FULL,)
    assert told.regime is Regime.ACT_2023
    assert told.gross == 300_000


def test_a_joined_tender_stands_where_its_own_source_has_none() -> None:
    joined = notice(1, 1, NoticeType.TENDER, **ELSEWHERE)
    award = notice(2, 9, NoticeType.AWARD, regime=Regime.PCR_2015)

    assert procurement(joined, award).tender == joined


def test_a_joined_tender_takes_no_place_of_a_tender_notice_of_the_act() -> None:
    told = procurement(notice(1, 1, NoticeType.TENDER, **ELSEWHERE), notice(2, 9, NoticeType.UK6))

    assert told.tender is None
