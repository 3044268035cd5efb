from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from alerts.letters import letter
from alerts.message import Message


def wire(message: Message, *, unsubscribe: str | None = None) -> bytes:
    """The letter as it goes out."""
    written = letter(
        message,
        sender="ethos@ethos.example",
        sender_name="Ethos",
        recipient="reader@elsewhere.example",
        unsubscribe=unsubscribe,
    )
    return written.as_bytes()


def read(message: Message, *, unsubscribe: str | None = None) -> EmailMessage:
    """The letter as a mail program reads it."""
    found = message_from_bytes(wire(message, unsubscribe=unsubscribe), policy=policy.default)
    assert found.defects == []
    return found


def test_letters_about_one_procurement_stand_in_one_thread(make_message: Callable[..., Message]) -> None:
    threads = ("reader-5:ocds-1", "reader-5:ocds-1", "reader-5:ocds-2", None)

    letters = [read(make_message(key=str(number), thread=thread)) for number, thread in enumerate(threads)]

    roots = [letter["References"] for letter in letters]
    assert roots[0] == roots[1] != roots[2]
    assert roots[3] is None
    assert [letter["In-Reply-To"] for letter in letters] == roots
    assert not {letter["Message-ID"] for letter in letters} & set(roots)
    assert "ocds-1" not in roots[0]


def test_two_readers_of_one_procurement_have_two_threads(make_message: Callable[..., Message]) -> None:
    one, other = (read(make_message(thread=thread)) for thread in ("reader-5:ocds-1", "reader-6:ocds-1"))

    assert one["References"] != other["References"]


@pytest.mark.parametrize(
    ("stop_url", "one_click", "expected"),
    [
        pytest.param("https://ethos.example/stop/1", True, "List-Unsubscribe=One-Click", id="an address takes a POST"),
        pytest.param("https://ethos.example/stop/1", False, None, id="an address that does not"),
        pytest.param("http://127.0.0.1:8765/stop/1", True, None, id="an address in the open"),
        pytest.param(None, True, None, id="no address of its own"),
    ],
)
def test_offers_to_stop_with_one_click_where_that_works(
    make_message: Callable[..., Message], stop_url: str | None, expected: str | None, *, one_click: bool
) -> None:
    found = read(make_message(stop_url=stop_url, one_click=one_click), unsubscribe="https://ethos.example/how-to-stop")

    assert found["List-Unsubscribe-Post"] == expected
    assert found["List-Unsubscribe"] == f"<{stop_url or 'https://ethos.example/how-to-stop'}>"


@pytest.mark.parametrize(
    ("unsubscribe", "stop_url", "expected"),
    [
        pytest.param(None, None, None, id="none given"),
        pytest.param("mailto:stop@ethos.example", None, "<mailto:stop@ethos.example>", id="from the settings"),
        pytest.param(
            "mailto:stop@ethos.example",
            "https://ethos.example/stop/" + "x" * 120,
            "<https://ethos.example/stop/" + "x" * 120 + ">",
            id="the message's own, however long",
        ),
        pytest.param(None, "https://a.example/>\r\nBcc: x", "<https://a.example/%3E%20Bcc:%20x>", id="a header inside"),
    ],
)
def test_says_how_to_unsubscribe_where_there_is_a_way(
    make_message: Callable[..., Message], unsubscribe: str | None, stop_url: str | None, expected: str | None
) -> None:
    found = read(make_message(stop_url=stop_url), unsubscribe=unsubscribe)

    way_out = found["List-Unsubscribe"]
    assert (way_out and way_out.replace(" ", "")) == expected
    assert b"=?utf-8" not in wire(make_message(stop_url=stop_url), unsubscribe=unsubscribe).partition(b"\n\n")[0]
    assert found["Bcc"] is None


def test_the_same_message_is_the_same_letter(make_message: Callable[..., Message]) -> None:
    first, again = (read(make_message(thread="reader-5:ocds-1")) for _ in range(2))

    assert {name: value for name, value in first.items() if name != "Content-Type"} == {
        name: value for name, value in again.items() if name != "Content-Type"
    }
