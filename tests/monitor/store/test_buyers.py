from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from monitor.services import Services
from monitor.store import audience, buyers, comparing, notices
from monitor.store.search import Query
from scrapers.notice import AuthorityKind, Notice, Organisation

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
CENTRAL, UNKNOWN = AuthorityKind.CENTRAL, AuthorityKind.UNKNOWN


@pytest.mark.parametrize(
    ("told", "kind"),
    [((CENTRAL, UNKNOWN), "central"), ((UNKNOWN, CENTRAL), "central"), ((UNKNOWN, UNKNOWN), "unknown")],
    ids=["silent lately", "silent before", "always silent"],
)
def test_a_buyer_is_of_the_kind_that_any_of_its_notices_tells(
    services: Services, make_notice: Callable[..., Notice], told: tuple[AuthorityKind, ...], kind: str
) -> None:
    fresh = [
        make_notice(
            number,
            buyer=Organisation(name="Department for Harbours", scheme="X", identifier="A", kind=one),
            published_at=NOW + timedelta(days=number),
        )
        for number, one in enumerate(told, start=1)
    ]
    with services.store.writing() as session:
        notices.keep(session, fresh, at=NOW)
    with services.store.reading() as session:
        listed = buyers.find(session, Query())
        compared = comparing.buyers_like(session, "X-A")
        matched = audience.kinds(session, ["X-A"])

    assert [one.kind for one in listed] == [kind]
    assert [one.kind for one in compared] == [kind]
    assert matched == {"X-A": (kind, None)}
