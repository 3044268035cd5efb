from __future__ import annotations

from collections.abc import Callable

import pytest

from alerts.grouping import by_buyer, once
from alerts.message import Item, Match, thread_of


def test_an_item_that_comes_twice_stands_once_with_all_its_reasons(make_item: Callable[..., Item]) -> None:
    trees, jobs = Match(subscription="Trees"), Match(subscription="Jobs")
    items = [
        make_item(key="a", matches=(trees,)),
        make_item(key="b"),
        make_item(key="a", matches=(jobs, trees)),
    ]

    kept = once(items)

    assert [item.key for item in kept] == ["a", "b"]
    assert kept[0].matches == (trees, jobs)


def test_items_of_one_buyer_stand_together_in_the_order_they_came(make_item: Callable[..., Item]) -> None:
    items = [make_item(key=key, buyer=buyer) for key, buyer in (("1", "B"), ("2", "A"), ("3", "B"))]

    groups = by_buyer(items)

    assert [(group.buyer, [item.key for item in group.items]) for group in groups] == [("B", ["1", "3"]), ("A", ["2"])]


@pytest.mark.parametrize(
    ("procurements", "expected"),
    [
        pytest.param(["ocds-1", "ocds-1"], "reader-5:ocds-1", id="one procurement has a thread"),
        pytest.param(["ocds-1", "ocds-2"], None, id="a digest of two has none"),
        pytest.param([""], None, id="an item of no procurement has none"),
        pytest.param([], None, id="nothing has none"),
    ],
)
def test_messages_about_one_procurement_share_a_thread(
    make_item: Callable[..., Item], procurements: list[str], expected: str | None
) -> None:
    assert thread_of("reader-5", [make_item(ocid=ocid) for ocid in procurements]) == expected
