from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest
import requests

from alerts.bounding import MOST_BYTES, bound

Receive = Callable[..., Any]


def asked(receiver: Any) -> requests.Response:
    bound()
    return requests.post(receiver.url(), data=b"{}", timeout=5)


def test_a_usual_answer_is_read_whole(receive: Receive) -> None:
    assert asked(receive((201, {}, b'{"id": 1}'))).json() == {"id": 1}


def test_an_answer_packed_small_is_not_unpacked_whole(receive: Receive) -> None:
    packed = gzip.compress(b" " * 30_000_000)

    answer = asked(receive((200, {"Content-Encoding": "gzip"}, packed)))

    assert answer.status_code == 200
    assert len(answer.content) <= MOST_BYTES


def test_an_answer_without_end_is_left(receive: Receive) -> None:
    assert len(asked(receive((200, {}, b"x" * 3_000_000))).content) == MOST_BYTES


def test_an_answer_that_cannot_be_unpacked_fails_as_others_do(receive: Receive) -> None:
    receiver = receive((200, {"Content-Encoding": "gzip"}, b"this is not packed"))

    with pytest.raises(requests.RequestException, match="can't be read"):
        asked(receiver)
