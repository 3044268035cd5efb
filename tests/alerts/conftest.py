"""Invented items of buyers that do not exist."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from alerts.message import Item, Law, Message, Quote

MORNING = datetime(2026, 6, 1, 8, 30, tzinfo=UTC)


@pytest.fixture
def make_item() -> Callable[..., Item]:
    def make(**changes: Any) -> Item:
        fields: dict[str, Any] = {
            "key": "flag-1",
            "title": "Care of street trees",
            "buyer": "Borough of Northmere",
            "published_at": MORNING,
            "indicator": "S02",
            "indicator_title": "Social value named but weak",
            "kind": "policy",
            "reason": "The notice names social value, and neither asks for any nor measures it.",
            "quotes": (
                Quote(
                    text="social value is welcome",
                    before="For bidders, ",
                    after=", where they can offer it.",
                    pointer="/tender/description",
                ),
            ),
            "laws": (Law(text="Procurement Act 2023, s.12(1)", url="https://law.example/12"), Law(text="PPN 002")),
            "value": "£1,200,000",
            "notice_id": "000123-2026",
            "notice_url": "https://notices.example/000123-2026",
            "page_url": "https://ethos.example/notices/000123-2026",
            "archive_url": "https://ethos.example/archive/abc",
            "indicator_url": "https://ethos.example/indicators/S02",
        }
        return Item(**(fields | changes))

    return make


@pytest.fixture
def make_message(make_item: Callable[..., Item]) -> Callable[..., Message]:
    def make(*items: Item, **changes: Any) -> Message:
        fields: dict[str, Any] = {
            "key": "message-1",
            "subject": "Social value named but weak: Care of street trees (Borough of Northmere)",
            "created_at": MORNING,
            "items": items or (make_item(),),
            "why": "You asked for all new flags about the Borough of Northmere.",
        }
        return Message(**(fields | changes))

    return make
