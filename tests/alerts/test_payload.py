from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from alerts.message import Item, Message, What
from alerts.payload import payload


def test_says_everything_by_name(make_message: Callable[..., Message], make_item: Callable[..., Item]) -> None:
    message = make_message(
        make_item(), omitted=37, more_url="https://ethos.example/flags", stop_url="https://e.example/s"
    )

    document = json.loads(payload(message))

    assert document["version"] == 1
    assert document["id"].startswith("urn:uuid:")
    assert (document["created_at"], document["omitted"]) == ("2026-06-01T08:30:00Z", 37)
    [item] = document["items"]
    assert (item["what"], item["indicator"], item["kind"]) == ("flag", "S02", "policy")
    assert (item["buyer"], item["value"], item["ocid"]) == ("Borough of Northmere", "£1,200,000", "ocds-h6vhtk-000123")
    assert item["quotes"][0]["text"] == "social value is welcome"
    assert item["laws"][0] == {"text": "Procurement Act 2023, s.12(1)", "url": "https://law.example/12"}
    assert item["why"][0]["subscription"] == "Trees"
    assert item["why"][0]["conditions"] == ["buyer is Borough of Northmere", "theme is jobs"]
    urls = {name: value for name, value in item.items() if name.endswith("_url")}
    assert set(urls) == {"rule_url", "notice_url", "page_url", "archive_url"}
    assert all(urls.values())


def test_the_same_message_is_the_same_bytes(make_message: Callable[..., Message]) -> None:
    assert payload(make_message()) == payload(make_message())


def test_an_item_has_the_id_it_has_in_feeds(make_message: Callable[..., Message]) -> None:
    first, again = (json.loads(payload(make_message(key=key))) for key in ("1", "2"))

    assert first["id"] != again["id"]
    assert first["items"][0]["id"] == again["items"][0]["id"]


@pytest.mark.parametrize("what", list(What))
def test_says_what_happened_whatever_it_is(
    make_message: Callable[..., Message], make_item: Callable[..., Item], what: What
) -> None:
    item = make_item(what=what, indicator="", indicator_title="", kind="", corrected=True)

    [found] = json.loads(payload(make_message(item)))["items"]

    assert found["what"] == what.value
    assert found["happened"]
    assert found["headline"].startswith("Corrected: ")
    assert (found["indicator"], found["kind"]) == (None, None)


def test_passes_on_no_controls_and_no_scripts(
    make_message: Callable[..., Message], make_item: Callable[..., Item]
) -> None:
    item = make_item(title="a\x00\x1b\u202eb\r\nc", page_url="javascript:alert(1)", notice_url="https://a.example/\n x")

    [found] = json.loads(payload(make_message(item)))["items"]

    assert found["title"] == "ab c"
    assert found["page_url"] is None
    assert found["notice_url"] == "https://a.example/%20x"
