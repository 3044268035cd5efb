"""Alerts by e-mail over SMTP: plain text and HTML in one letter.

DKIM is left to the mail server: ``docs/guides/email.md`` says what it must sign. No address stands in any error or log.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.mime.multipart import MIMEMultipart
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from alerts.base import Channel, ChannelSettings, Destination
from alerts.cleaning import web_address
from alerts.errors import BadAddress, BadChannel, DeliveryError
from alerts.letters import letter
from alerts.message import Message

_MAILBOX = re.compile(r"[^@\s<>()\[\]\\,;:\"]+@[^@\s<>()\[\]\\,;:\"]+", re.ASCII)
_LONGEST_MAILBOX = 254  # RFC 5321, section 4.5.3.1.3, less the angle brackets
_LASTING_FROM = 500  # RFC 5321, section 4.2.1: 5yz is a permanent refusal, 4yz a passing one


def _mailbox(value: str) -> str:
    if value and not _is_mailbox(value):
        raise ValueError("must be one e-mail address, such as alerts@example.org")
    return value


def _is_mailbox(value: str) -> bool:
    return bool(_MAILBOX.fullmatch(value) and value.isascii() and value.isprintable())


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
        default="", repr=False, description="The one address of yours that letters go to: a person's, or a list's"
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
    most_items = 30  # of usual length, for Gmail hides what comes after the first 102 kB of a letter
    takes_address = True
    is_personal = True

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

    def check(self, target: str) -> str:
        """The mailbox as it is kept: the name of its host in small letters, and in ASCII."""
        local, at, host = target.strip().rpartition("@")
        try:
            mailbox = f"{local}{at}{host.lower().encode('idna').decode('ascii')}"
        except UnicodeError:
            mailbox = ""
        if "." not in host or len(mailbox) > _LONGEST_MAILBOX or not _is_mailbox(mailbox):
            raise BadAddress("this is not an e-mail address we can write to: it must look like name@example.org")
        return mailbox

    def send(self, message: Message, to: Destination | None = None) -> None:
        """Send one letter, in a conversation of its own."""
        settings = self.settings
        recipient = to.target if to else settings.to
        written = letter(
            message,
            sender=settings.sender,
            sender_name=settings.sender_name,
            recipient=recipient,
            unsubscribe=settings.unsubscribe,
        )
        try:
            self._converse(written, recipient)
        except OSError as error:
            # The server's words may hold addresses, so neither they nor the error that carries them go on.
            raise _delivery_error(error, settings.host, ours=to is None) from None

    def _converse(self, written: MIMEMultipart, recipient: str) -> None:
        smtp = self._connect(self.settings)
        try:
            smtp.send_message(written, self.settings.sender, [recipient])
        finally:
            # The letter is accepted or refused by now: a failed farewell must not make us send it again.
            with suppress(OSError):
                smtp.quit()


def _delivery_error(error: OSError, host: str, *, ours: bool) -> DeliveryError:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = sorted(code for code, _ in error.recipients.values())
        lasting = codes[0] >= _LASTING_FROM
        advice = "check alerts.email.to" if ours else "the reader may have another address"
        return DeliveryError(f"{host} refused the recipient ({codes[0]}): {advice}", lasting=lasting, of_address=True)
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
