"""Alerts by e-mail over SMTP: plain text and HTML in one letter.

DKIM is left to the mail server. No address stands in any error or log.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.charset import QP, Charset
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from alerts.base import Channel, ChannelSettings
from alerts.cleaning import escaped_address, one_line, shortened, web_address
from alerts.errors import BadChannel, DeliveryError
from alerts.feeds import stable_id
from alerts.message import Message
from alerts.render import html, text

_MAILBOX = re.compile(r"[^@\s<>()\[\]\\,;:\"]+@[^@\s<>()\[\]\\,;:\"]+", re.ASCII)
_LONGEST_WORDS = 200  # far from the 998 characters of a line that RFC 5322 allows
_LASTING_FROM = 500  # RFC 5321, section 4.2.1: 5yz is a permanent refusal, 4yz a passing one


def _mailbox(value: str) -> str:
    if value and not (_MAILBOX.fullmatch(value) and value.isascii() and value.isprintable()):
        raise ValueError("must be one e-mail address, such as alerts@example.org")
    return value


def _way_out(value: str | None) -> str | None:
    if value and not value.startswith("mailto:") and web_address(value) is None:
        raise ValueError("must start with mailto: or https://")
    return value


class Security(StrEnum):
    """How the connection to the mail server is encrypted."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


class EmailSettings(ChannelSettings):
    """Alerts by e-mail."""

    enabled: bool = Field(default=False, description="Whether new flags are sent by e-mail")
    host: str = Field(default="", description="The mail server's name")
    port: int | None = Field(
        default=None, ge=1, le=65535, description="Its port; if not set, 587 for starttls, 465 for tls and 25 for none"
    )
    security: Security = Field(
        default=Security.STARTTLS, description="Encryption: 'starttls', 'tls' from the first byte, or 'none'"
    )
    username: str | None = Field(default=None, repr=False, description="The name to log in with, if the server asks")
    password: SecretStr | None = Field(
        default=None, description="The password to log in with: set it as ETHOS_ALERTS__EMAIL__PASSWORD"
    )
    sender: Annotated[str, AfterValidator(_mailbox)] = Field(
        default="", repr=False, description="The address the letters come from"
    )
    sender_name: str = Field(default="Ethos", description="The name beside that address")
    to: Annotated[str, AfterValidator(_mailbox)] = Field(
        default="", repr=False, description="The one address the letters go to: a person's, or a list's"
    )
    unsubscribe: Annotated[str | None, AfterValidator(_way_out)] = Field(
        default=None, repr=False, description="Where readers stop the letters: a mailto: or https: address"
    )
    greeting: str | None = Field(default=None, description="The name we greet the server by; if not set, the machine's")
    timeout_seconds: float = Field(default=30.0, gt=0, le=300, description="How long to wait for the server's answer")


Connect = Callable[[EmailSettings], smtplib.SMTP]


def connect(settings: EmailSettings, *, context: ssl.SSLContext | None = None) -> smtplib.SMTP:
    """A connection that is encrypted and logged in as the settings say."""
    context = context or ssl.create_default_context()
    port = settings.port or PORTS[settings.security]
    smtp: smtplib.SMTP
    if settings.security is Security.TLS:
        smtp = smtplib.SMTP_SSL(
            settings.host, port, settings.greeting, timeout=settings.timeout_seconds, context=context
        )
    else:
        smtp = smtplib.SMTP(settings.host, port, settings.greeting, timeout=settings.timeout_seconds)
    try:
        if settings.security is Security.STARTTLS:
            smtp.starttls(context=context)
        if settings.username and settings.password:
            smtp.login(settings.username, settings.password.get_secret_value())
    except OSError:
        smtp.close()
        raise
    return smtp


class Email(Channel):
    """Sends each message as one letter, whose Message-ID is the same at every attempt."""

    title = "Alerts by e-mail"
    settings_type = EmailSettings

    def __init__(self, settings: EmailSettings, *, connect: Connect = connect) -> None:
        for key in ("host", "sender", "to"):
            if not getattr(settings, key):
                raise BadChannel(f"alerts.email.{key} is not set: set it, or set alerts.email.enabled to false")
        if (settings.username is None) != (settings.password is None):
            raise BadChannel("alerts.email.username and alerts.email.password go together: set both or neither")
        if settings.password and settings.security is Security.NONE:
            raise BadChannel("alerts.email.security is 'none', which would show the password: set it to 'starttls'")
        self.settings = settings
        self._connect = connect

    def send(self, message: Message) -> None:
        """Send one letter, in a conversation of its own."""
        letter = self.letter(message)
        try:
            self._converse(letter)
        except OSError as error:
            # The server's words may hold addresses, so neither they nor the error that carries them go on.
            raise _delivery_error(error, self.settings.host) from None

    def letter(self, message: Message) -> MIMEMultipart:
        """The message as it goes over the wire."""
        settings = self.settings
        letter = MIMEMultipart("alternative")
        letter["Subject"] = _header(shortened(_words(message.subject), _LONGEST_WORDS), "Subject").encode()
        letter["From"] = _mailbox_header(shortened(_words(settings.sender_name), _LONGEST_WORDS), settings.sender)
        letter["To"] = settings.to
        letter["Date"] = format_datetime(message.created_at)
        identity = stable_id(message.key).removeprefix("urn:uuid:")
        letter["Message-ID"] = f"<{identity}@{settings.sender.rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        way_out = web_address(message.stop_url) or settings.unsubscribe
        if way_out:
            letter["List-Unsubscribe"] = f"<{escaped_address(way_out)}>"
        letter.attach(_part(text(message), "plain"))
        letter.attach(_part(html(message), "html"))
        return letter

    def _converse(self, letter: MIMEMultipart) -> None:
        smtp = self._connect(self.settings)
        try:
            smtp.send_message(letter, self.settings.sender, [self.settings.to])
        finally:
            # The letter is accepted or refused by now: a failed farewell must not make us send it again.
            with suppress(OSError):
                smtp.quit()


def _words(line: str) -> str:
    """One line that nobody decodes: "=?" would start an encoded word (RFC 2047), which can hide line ends."""
    return one_line(line).replace("=?", "= ?")


def _header(words: str, name: str) -> Header:
    return Header(words, "us-ascii" if words.isascii() else "utf-8", header_name=name)


def _mailbox_header(name: str, address: str) -> str:
    if name.isascii():
        return formataddr((name, address))
    header = _header(name, "From")
    header.append(f"<{address}>", "us-ascii")
    return header.encode()


def _part(words: str, subtype: str) -> MIMEText:
    charset = Charset("utf-8")
    charset.body_encoding = QP
    return MIMEText(words, subtype, charset)  # type: ignore[arg-type] # a Charset is taken too, says the manual


def _delivery_error(error: OSError, host: str) -> DeliveryError:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = sorted(code for code, _ in error.recipients.values())
        lasting = codes[0] >= _LASTING_FROM
        return DeliveryError(f"{host} refused the recipient ({codes[0]}): check alerts.email.to", lasting=lasting)
    if isinstance(error, smtplib.SMTPResponseException):
        return DeliveryError(_refusal(error, host), lasting=error.smtp_code >= _LASTING_FROM)
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return DeliveryError(f"{host} broke off the conversation: try again later")
    if isinstance(error, smtplib.SMTPException):
        return DeliveryError(f"{host} can't do what alerts.email asks ({type(error).__name__})", lasting=True)
    if isinstance(error, ssl.SSLCertVerificationError):
        return DeliveryError(f"the certificate of {host} is not to be trusted: check alerts.email.host", lasting=True)
    reason = error.strerror or type(error).__name__
    return DeliveryError(f"the mail server {host} can't be reached ({reason}): check alerts.email.host and port")


def _refusal(error: smtplib.SMTPResponseException, host: str) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"{host} refused the login ({error.smtp_code}): check alerts.email.username and password"
    if isinstance(error, smtplib.SMTPSenderRefused):
        return f"{host} refused the sender ({error.smtp_code}): check alerts.email.sender"
    return f"{host} refused the letter ({error.smtp_code}): see the mail server's log"
