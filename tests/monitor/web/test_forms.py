from __future__ import annotations

import asyncio
from typing import Any

import pytest
from fastapi import Request

from monitor.errors import BadInput
from monitor.web import forms


def request(*messages: dict[str, Any]) -> Request:
    left = list(messages)

    async def receive() -> dict[str, Any]:
        return left.pop(0)

    return Request({"type": "http", "method": "POST", "headers": []}, receive)


def test_reads_the_values_of_each_field_in_their_order() -> None:
    halves = (
        {"type": "http.request", "body": b"a=1&b=two%0D%0A", "more_body": True},
        {"type": "http.request", "body": b"lines&a=2"},
    )

    assert asyncio.run(forms.read(request(*halves))) == {"a": ["1", "2"], "b": ["two\nlines"]}


def test_a_form_that_breaks_off_is_one_sentence_and_no_failure_of_ours() -> None:
    begun = {"type": "http.request", "body": b"a=", "more_body": True}

    with pytest.raises(BadInput, match="did not arrive whole"):
        asyncio.run(forms.read(request(begun, {"type": "http.disconnect"})))
