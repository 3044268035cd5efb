from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from alerts.channels.console import Console, ConsoleSettings
from alerts.errors import DeliveryError
from alerts.message import Item, Message
from alerts.render import text


def test_writes_the_message_as_plain_text(make_message: Callable[..., Message]) -> None:
    stream = io.StringIO()

    Console(ConsoleSettings(), stream=stream).send(make_message())

    assert stream.getvalue() == text(make_message()) + "\n"


def test_moves_no_cursor(make_message: Callable[..., Message], make_item: Callable[..., Item]) -> None:
    stream = io.StringIO()

    Console(ConsoleSettings(), stream=stream).send(make_message(make_item(title="\x1b[2J\x9b31mgone\x07\u202e")))

    assert "[2J31mgone" in stream.getvalue()
    assert not {"\x1b", "\x9b", "\x07", "\u202e"} & set(stream.getvalue())


def test_writes_question_marks_where_the_terminal_has_no_such_character(
    make_message: Callable[..., Message],
) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")

    Console(ConsoleSettings(), stream=stream).send(make_message())

    assert b"?1,200,000" in raw.getvalue()


def test_says_that_the_terminal_is_closed(make_message: Callable[..., Message]) -> None:
    stream = io.StringIO()
    stream.close()

    with pytest.raises(DeliveryError, match="is it closed") as failure:
        Console(ConsoleSettings(), stream=stream).send(make_message())

    assert failure.value.lasting
