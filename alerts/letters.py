"""A message as a letter: what its headers say, and its two forms.

Headers name the standards they follow; nothing that others wrote can add one.
"""

from __future__ import annotations

from email.charset import QP, Charset
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr

from alerts.cleaning import escaped_address, one_line, shortened, web_address
from alerts.feeds import stable_id
from alerts.message import Message
from alerts.render import html, text

_LONGEST_WORDS = 200  # far from the 998 characters of a line that RFC 5322 allows


def letter(
    message: Message, *, sender: str, sender_name: str, recipient: str, unsubscribe: str | None = None
) -> MIMEMultipart:
    """The message as it goes over the wire. ``unsubscribe`` is where to stop it if the message itself doesn't say."""
    written = MIMEMultipart("alternative")
    written["Subject"] = _header(shortened(_words(message.subject), _LONGEST_WORDS), "Subject").encode()
    written["From"] = _mailbox_header(shortened(_words(sender_name), _LONGEST_WORDS), sender)
    written["To"] = recipient
    written["Date"] = format_datetime(message.created_at)
    host = sender.rpartition("@")[2]
    written["Message-ID"] = _message_id(message.key, host)
    if message.thread:
        root = _message_id(f"thread:{message.thread}", host)
        written["In-Reply-To"] = root
        written["References"] = root
    written["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday answers to it
    _add_way_out(written, message, unsubscribe)
    written.attach(_part(text(message), "plain"))
    written.attach(_part(html(message), "html"))
    return written


def _message_id(key: str, host: str) -> str:
    """The same at every attempt. A thread's root has one too, which no letter bears and all its letters refer to."""
    return f"<{stable_id(key).removeprefix('urn:uuid:')}@{host}>"


def _add_way_out(written: MIMEMultipart, message: Message, unsubscribe: str | None) -> None:
    """RFC 2369 says where to stop, and RFC 8058 that a mail program may do it with one click."""
    own = web_address(message.stop_url)
    way_out = own or unsubscribe
    if way_out:
        written["List-Unsubscribe"] = f"<{escaped_address(way_out)}>"
    if own and message.one_click and own.startswith("https://"):
        written["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


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
