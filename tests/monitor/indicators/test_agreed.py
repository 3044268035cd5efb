from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from monitor.indicators.agreed import contracts_of, is_social
from monitor.tracing.procurement import Procurement
from nlp.commitment import Commitment, Level, Modality
from scrapers.notice import Contract, Metric, Money, Notice, NoticeType, Regime

BINS = Metric(title="Bins emptied on the day", pointer="/contracts/0/agreedMetrics/0")
CALLS = Metric(title="Calls answered", description="within a minute", pointer="/contracts/0/agreedMetrics/1")


def signed(day: int) -> datetime:
    return datetime(2026, 8, day, 12, tzinfo=UTC)


def details(number: int, day: int, contract: Contract, **fields: Any) -> Notice:
    return Notice(
        source="example",
        id=f"{number:06}-2026",
        ocid="ocds-example-1",
        notice_type=NoticeType.UK7,
        regime=Regime.ACT_2023,
        published_at=datetime(2026, 9, day, 9, tzinfo=UTC),
        contracts=(contract,),
        **fields,
    )


def agreed(*notices: Notice) -> Procurement:
    return Procurement(ocid="ocds-example-1", notices=notices, as_of=date(2026, 11, 23))


def test_an_update_adds_to_what_its_first_notice_told() -> None:
    first = Contract(id="1", signed_at=signed(1), value=Money(gross=Decimal(7), currency="GBP"), metrics=(BINS, CALLS))
    update = Contract(id="1", metrics=(BINS,), no_metrics_reason="Few suffice.")

    (contract,) = contracts_of(agreed(details(1, 1, first), details(2, 5, update, is_update=True)))

    assert contract.amount == 7
    assert contract.measured.contract.metrics == (BINS, CALLS)
    assert contract.reasoned is not None
    assert contract.is_whole


def test_the_same_id_signed_another_day_is_another_contract() -> None:
    contracts = contracts_of(
        agreed(
            details(1, 1, Contract(id="1", signed_at=signed(1))), details(2, 5, Contract(id="1", signed_at=signed(9)))
        )
    )

    assert [len(contract.parts) for contract in contracts] == [1, 1]


def test_a_lone_update_is_not_the_whole() -> None:
    (contract,) = contracts_of(agreed(details(1, 1, Contract(id="1", signed_at=signed(1)), is_update=True)))

    assert not contract.is_whole
    assert contract.amount is None


def test_an_indicator_is_social_by_its_name_or_by_words_read_as_such() -> None:
    read = Commitment(
        notice_id="1",
        pointer="/contracts/0/agreedMetrics/1/description",
        start=0,
        end=15,
        quote="within a minute",
        theme="jobs_skills",
        level=Level.SPECIFIED,
        modality=Modality.REPORTED,
    )

    assert is_social(Metric(title="Social value delivered"), ())
    assert is_social(CALLS, (read,))
    assert not is_social(BINS, (read,))
