from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from scrapers.answer import Remembered, Response, Validators
from scrapers.errors import SourceUnreachable

URL = "https://notices.example/api"


def answered(**headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(url=URL, status=200, headers=named, body=b"", fetched_at=datetime(2026, 8, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"etag": '"a"'}, Validators(etag='"a"')),
        ({"last_modified": "Wed"}, Validators(last_modified="Wed")),
        ({"etag": 'W/"a"', "cache_control": "no-cache"}, Validators(etag='W/"a"')),
        ({"etag": '"a"', "cache_control": "private, No-Store"}, None),
        ({}, None),
    ],
    ids=str,
)
def test_an_answer_tells_what_to_ask_for_it_by_again(headers: dict[str, str], expected: Validators | None) -> None:
    assert answered(**headers).validators == expected


def test_a_page_that_has_not_changed_is_an_answer_where_its_validators_were_sent(make_client: Any) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(304)

    response = make_client(answer).get(URL, validators=Validators(etag='"a"', last_modified="Wed"))

    assert (response.not_modified, response.body) == (True, b"")
    assert (seen[0].headers["if-none-match"], seen[0].headers["if-modified-since"]) == ('"a"', "Wed")


def test_a_page_that_has_changed_comes_whole_with_its_new_validators(make_client: Any) -> None:
    client = make_client(lambda _: httpx.Response(200, headers={"ETag": '"b"'}, content=b"new"))

    response = client.get(URL, validators=Validators(etag='"a"'))

    assert (response.not_modified, response.body, response.validators) == (False, b"new", Validators(etag='"b"'))


def test_not_modified_is_no_answer_to_a_call_without_conditions(make_client: Any) -> None:
    with pytest.raises(SourceUnreachable, match="answered 304"):
        make_client(lambda _: httpx.Response(304)).get(URL)


class Kept:
    """A memory of one process."""

    def __init__(self) -> None:
        self.answers: dict[str, Remembered] = {}

    def recall(self, url: str) -> Remembered | None:
        return self.answers.get(url)

    def keep(self, url: str, validators: Validators, body: bytes) -> None:
        self.answers[url] = Remembered(validators=validators, body=body)


def test_an_unchanged_page_is_given_from_memory_as_if_it_had_been_sent(make_client: Any) -> None:
    asked: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers.get("if-none-match"))
        return httpx.Response(304) if asked[-1] else httpx.Response(200, headers={"ETag": '"a"'}, content=b"page")

    client = make_client(answer, memory=Kept())

    first, second = client.get(URL), client.get(URL)

    assert asked == [None, '"a"']
    assert (second.status, second.body) == (first.status, first.body) == (200, b"page")


def test_what_may_not_be_stored_is_not_remembered(make_client: Any) -> None:
    memory = Kept()
    client = make_client(
        lambda _: httpx.Response(200, headers={"ETag": '"a"', "Cache-Control": "no-store"}, content=b"page"),
        memory=memory,
    )

    client.get(URL)

    assert memory.answers == {}
