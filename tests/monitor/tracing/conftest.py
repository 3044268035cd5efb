"""A small procurement of an invented council, from its tender to its ratings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from monitor.tracing.procurement import Procurement
from nlp.commitment import Commitment, Level, Modality, Slots
from scrapers.notice import Contract, Metric, Money, Notice, NoticeType, Observation, Regime

OCID = "ocds-example-1"
ASK = "The supplier must take on 12 apprentices from the borough each year."
TITLE = "Apprentices taken on"


def a_notice(kind: str, month: int, **fields: Any) -> Notice:
    return Notice(
        **{
            "source": "example",
            "id": f"{month:06}-2026",
            "ocid": OCID,
            "notice_type": NoticeType(kind),
            "regime": Regime.ACT_2023,
            "published_at": datetime(2026, month, 5, 9, tzinfo=UTC),
            **fields,
        }
    )


def a_commitment(notice: Notice, quote: str, theme: str = "jobs_skills", level: int = 4, **fields: Any) -> Commitment:
    slots = fields.pop("slots", {})
    return Commitment(
        **{
            "notice_id": notice.id,
            "pointer": "/tender/description",
            "start": 0,
            "end": len(quote),
            "quote": quote,
            "theme": theme,
            "level": Level(level),
            "modality": Modality.MUST,
            "slots": Slots(**slots),
            **fields,
        }
    )


def a_contract(**fields: Any) -> Contract:
    return Contract(
        **{
            "id": "C1",
            "signed_at": datetime(2026, 5, 1, 12, tzinfo=UTC),
            "value": Money(gross=Decimal(6_000_000), currency="GBP"),
            "above_threshold": True,
            "pointer": "/contracts/0",
            **fields,
        }
    )


def a_metric(title: str = TITLE, description: str | None = None, place: int = 0) -> Metric:
    return Metric(title=title, description=description, pointer=f"/contracts/0/agreedMetrics/{place}")


def a_result(rating: str, title: str = TITLE, contract: str = "C1") -> Contract:
    result = Observation(
        metric=title,
        measure="11 of 12",
        rating=rating,
        pointer="/contracts/0/implementation/metrics/0/observations/0",
    )
    return Contract(id=contract, observations=(result,), pointer="/contracts/0")


def a_procurement(*notices: Notice, said: tuple[Commitment, ...] = (), **fields: Any) -> Procurement:
    return Procurement(**{"ocid": OCID, "notices": notices, "as_of": date(2026, 12, 31), "commitments": said, **fields})


@pytest.fixture
def notice() -> Callable[..., Notice]:
    return a_notice


@pytest.fixture
def says() -> Callable[..., Commitment]:
    return a_commitment


@pytest.fixture
def contract() -> Callable[..., Contract]:
    return a_contract


@pytest.fixture
def metric() -> Callable[..., Metric]:
    return a_metric


@pytest.fixture
def result() -> Callable[..., Contract]:
    return a_result


@pytest.fixture
def procurement() -> Callable[..., Procurement]:
    return a_procurement


@pytest.fixture
def story() -> Procurement:
    """Asked in a tender, repeated in the award, agreed as an indicator, changed and rated, with an update between."""
    tender = a_notice("UK4", 1)
    update = a_notice("UK4", 2, is_update=True)
    award = a_notice("UK6", 3)
    metrics = (a_metric(description="12 apprentices from the borough each year."), a_metric("Calls answered", place=1))
    details = a_notice("UK7", 5, contracts=(a_contract(metrics=metrics),))
    change = a_notice("UK10", 8, contracts=(a_contract(),))
    performance = a_notice("UK9", 11, contracts=(a_result("below"),))
    return a_procurement(
        tender,
        update,
        award,
        details,
        change,
        performance,
        said=(
            a_commitment(tender, ASK),
            a_commitment(tender, "Social value carries 10% of the marks.", "social_value", 3),
            a_commitment(tender, "Undisputed invoices are paid within 20 days.", "payment", 3, start=90, end=134),
            a_commitment(award, ASK),
            a_commitment(
                details,
                "12 apprentices from the borough each year.",
                pointer="/contracts/0/agreedMetrics/0/description",
            ),
            a_commitment(
                change,
                "The supplier will take on 8 apprentices from the borough each year.",
                pointer="/contracts/0/amendments/0/description",
            ),
        ),
    )
