"""Real conversations with a mail server on loopback; what arrives is parsed and read."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from alerts.base import Destination
from alerts.channels.email import Email, EmailSettings, connect
from alerts.errors import BadAddress, DeliveryError
from alerts.message import Item, Message

KEYS = Path(__file__).with_name("loopback.pem")
TO = "desk@readers.example"
Start = Callable[..., tuple[EmailSettings, Any]]


def server_context() -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(KEYS)
    return context


def client_context() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=KEYS)


def body(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content


def test_sends_one_letter_in_plain_text_and_html(start: Start, make_message: Callable[..., Message]) -> None:
    settings, postbox = start()

    Email(settings).send(make_message())

    [letter] = postbox.letters
    assert letter.get_content_type() == "multipart/alternative"
    assert "> For bidders, **social value is welcome**, where they can offer it." in body(letter, "plain")
    assert ">social value is welcome</mark>" in body(letter, "html")
    assert "£1,200,000" in body(letter, "plain")
    assert "£1,200,000" in body(letter, "html")
    assert letter.defects == []


def test_addresses_and_dates_the_letter(start: Start, make_message: Callable[..., Message]) -> None:
    settings, postbox = start(settings={"sender_name": "Ethos, the monitor"})

    Email(settings).send(make_message())

    [letter] = postbox.letters
    assert letter["Subject"] == "Social value named but weak: Care of street trees (Borough of Northmere)"
    assert letter["From"] == '"Ethos, the monitor" <ethos@ethos.example>'
    assert letter["To"] == TO
    assert letter["Date"].datetime == make_message().created_at
    assert letter["Auto-Submitted"] == "auto-generated"
    assert postbox.envelopes[0].mail_from == "ethos@ethos.example"
    assert postbox.envelopes[0].rcpt_tos == [TO]


def test_repeats_carry_the_same_message_id_and_others_another(
    start: Start, make_message: Callable[..., Message]
) -> None:
    settings, postbox = start()
    channel = Email(settings)

    for key in ("first", "first", "second"):
        channel.send(make_message(key=key))

    first, again, second = (letter["Message-ID"] for letter in postbox.letters)
    assert first == again != second
    assert first.endswith("@ethos.example>")


def test_writes_to_the_reader_that_is_named(start: Start, make_message: Callable[..., Message]) -> None:
    settings, postbox = start()

    Email(settings).send(make_message(), Destination(target="reader@elsewhere.example", key="7"))

    assert postbox.envelopes[0].rcpt_tos == ["reader@elsewhere.example"]
    assert postbox.letters[0]["To"] == "reader@elsewhere.example"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param("  Desk@Readers.Example ", "Desk@readers.example", id="the host in small letters"),
        pytest.param("desk@bücher.example", "desk@xn--bcher-kva.example", id="the host in ASCII"),
        pytest.param("a.b+c@readers.example", "a.b+c@readers.example", id="all that stands before the @"),
    ],
)
def test_keeps_a_mailbox_in_one_spelling(settings_for: Callable[..., EmailSettings], given: str, kept: str) -> None:
    assert Email(settings_for(25)).check(given) == kept


@pytest.mark.parametrize(
    "given",
    [
        "", "desk", "desk@", "@readers.example", "desk@localhost", "a@b.example, c@d.example", "a b@readers.example",
        "desk@readers.example\r\nBcc: x@y.example", "<desk@readers.example>", "Désk@readers.example",
        "desk@.example", "a" * 250 + "@readers.example",
    ],
)  # fmt: skip
def test_refuses_what_is_no_mailbox_without_repeating_it(
    settings_for: Callable[..., EmailSettings], given: str
) -> None:
    with pytest.raises(BadAddress, match="must look like name@example") as refusal:
        Email(settings_for(25)).check(given)

    assert "readers" not in str(refusal.value)


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param("Flags\r\nBcc: other@readers.example", id="CR LF"),
        pytest.param("Flags\nBcc: other@readers.example", id="LF"),
        pytest.param("Flags\r\n\r\n<script>alert(1)</script>", id="a body"),
        pytest.param("Flags\x00\x1b\u202e\u2028Bcc: other@readers.example", id="controls"),
        pytest.param("=?utf-8?q?Flags=0D=0ABcc:_other@readers.example?=", id="an encoded word"),
        pytest.param("Baner £5m " + "é" * 300, id="long and not ASCII"),
    ],
)
def test_no_text_becomes_a_header(
    start: Start, make_message: Callable[..., Message], make_item: Callable[..., Item], hostile: str
) -> None:
    settings, postbox = start(settings={"sender_name": hostile})

    Email(settings).send(make_message(make_item(title=hostile, buyer=hostile), subject=hostile, why=hostile))

    [letter] = postbox.letters
    assert letter["Bcc"] is None
    assert b"\nBcc" not in (postbox.envelopes[0].original_content or b"")
    assert letter["To"] == TO
    assert postbox.envelopes[0].rcpt_tos == [TO]
    assert "<script" not in body(letter, "html")
    assert not {"\x00", "\x1b", "\u202e"} & set(body(letter, "plain") + letter["Subject"])
    assert max(map(len, (postbox.envelopes[0].original_content or b"").split(b"\r\n"))) <= 998


def test_logs_in_after_starttls(start: Start, make_message: Callable[..., Message]) -> None:
    seen = []

    def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, login: Any) -> AuthResult:
        seen.append((login.login, login.password))
        return AuthResult(success=True)

    settings, postbox = start(
        settings={"security": "starttls", "username": "ethos", "password": "hush"},
        tls_context=server_context(),
        require_starttls=True,
        authenticator=authenticate,
    )

    Email(settings, connect=partial(connect, context=client_context())).send(make_message())

    assert seen == [(b"ethos", b"hush")]
    assert len(postbox.letters) == 1


def test_encrypts_from_the_first_byte(start: Start, make_message: Callable[..., Message]) -> None:
    settings, postbox = start(settings={"security": "tls"}, ssl_context=server_context())

    Email(settings, connect=partial(connect, context=client_context())).send(make_message())

    assert len(postbox.letters) == 1


def failure_of(channel: Email, message: Message) -> DeliveryError:
    with pytest.raises(DeliveryError) as failure:
        channel.send(message)
    assert "@" not in str(failure.value)
    assert failure.value.__cause__ is None
    assert failure.value.__suppress_context__
    return failure.value


@pytest.mark.parametrize(
    ("answers", "words", "lasting"),
    [
        pytest.param({"rcpt": "550 no such user {address}"}, "refused the recipient (550)", True, id="no such reader"),
        pytest.param({"rcpt": "450 {address} is greylisted"}, "refused the recipient (450)", False, id="greylisted"),
        pytest.param({"mail": "553 {address} may not send"}, "refused the sender (553)", True, id="sender refused"),
        pytest.param({"data": "554 looks like spam"}, "refused the letter (554)", True, id="letter refused"),
        pytest.param({"data": "452 disk full"}, "refused the letter (452)", False, id="server full"),
    ],
)
def test_tells_lasting_refusals_from_passing_ones_and_names_nobody(
    start: Start, make_message: Callable[..., Message], *, answers: dict[str, str], words: str, lasting: bool
) -> None:
    settings, postbox = start(answers)

    failure = failure_of(Email(settings), make_message())

    assert words in str(failure)
    assert failure.lasting is lasting
    assert all(answers.get("data") for _ in postbox.letters)


def test_a_reader_who_is_refused_is_told_from_the_operator(start: Start, make_message: Callable[..., Message]) -> None:
    settings, _ = start({"rcpt": "550 no such user {address}"})
    to = Destination(target="reader@elsewhere.example", key="7")

    with pytest.raises(DeliveryError) as failure:
        Email(settings).send(make_message(), to)

    assert str(failure.value) == "127.0.0.1 refused the recipient (550): the reader may have another address"
    assert failure.value.lasting


def test_a_refused_login_lasts(start: Start, make_message: Callable[..., Message]) -> None:
    settings, postbox = start(
        settings={"security": "starttls", "username": "ethos", "password": "wrong-hush"},
        tls_context=server_context(),
        authenticator=lambda *_: AuthResult(success=False, handled=False),
    )

    failure = failure_of(Email(settings, connect=partial(connect, context=client_context())), make_message())

    assert "refused the login (535)" in str(failure)
    assert "hush" not in str(failure)
    assert failure.lasting
    assert postbox.letters == []


def test_never_goes_on_without_the_encryption_asked_for(start: Start, make_message: Callable[..., Message]) -> None:
    settings, postbox = start(settings={"security": "starttls"})

    failure = failure_of(Email(settings), make_message())

    assert failure.lasting
    assert postbox.letters == []


def test_does_not_trust_a_certificate_it_can_not_check(start: Start, make_message: Callable[..., Message]) -> None:
    settings, postbox = start(settings={"security": "starttls"}, tls_context=server_context())

    failure = failure_of(Email(settings), make_message())

    assert "certificate" in str(failure)
    assert failure.lasting
    assert postbox.letters == []


def test_a_refused_connection_passes(
    settings_for: Callable[..., EmailSettings], make_message: Callable[..., Message]
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings = settings_for(unused.getsockname()[1])

        failure = failure_of(Email(settings), make_message())

    assert "can't be reached (Connection refused)" in str(failure)
    assert not failure.lasting


def test_a_failed_farewell_is_no_failed_delivery(start: Start, make_message: Callable[..., Message]) -> None:
    settings, postbox = start({"quit": "500 no farewell"})

    Email(settings).send(make_message())

    assert len(postbox.letters) == 1
