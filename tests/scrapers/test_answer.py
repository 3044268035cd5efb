from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from scrapers.answer import Response, Validators
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
