"""Text and addresses that others wrote, made safe to pass on in any medium.

Each medium still escapes what it must (HTML, XML, headers): here goes only what no medium should carry.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote, urlsplit

from alerts.message import Item, Law, Match, Message, Quote

_SPACES = re.compile(r"\s+")
# What XML 1.0 forbids (https://www.w3.org/TR/xml/#charsets), what moves a terminal's cursor, and the marks that reverse
# the direction of reading (https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters), which can make
# words look like others.
_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
# Each begins where a word does, or a text without end would be looked through again from each of its letters.
_E_MAIL = re.compile(r"(?<![\w.+'%&-])[\w.+'%&-]*@(?:[\w-]+\.)+[\w-]+")
# As they are written in the UK, ten digits or nine after the 0, and not as the number of a notice is (012345-2026):
# https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbering-policy
_TELEPHONE = re.compile(
    r"(?<![\w£€$.,/+-])(?!\d{6}-\d{4}(?!\d))"
    r"(?:(?:\+|00)\s?44[\s-]?(?:\(0\)[\s-]?)?|\(?0)[1-9](?:[\s()-]{0,2}\d){8,9}"
    r"(?![\w/]|[-.,]\d)"
)
_SAFE_IN_ADDRESS = "%/:=&?~#+!$,;@()*'[]"


def one_line(text: str) -> str:
    """The text on one line, without control characters and direction marks."""
    return _SPACES.sub(" ", _FORBIDDEN.sub("", text)).strip()


def without_contacts(text: str) -> str:
    """The text without e-mail addresses and telephone numbers: notices name officers' own, which need go no further."""
    return _TELEPHONE.sub("[telephone number]", _E_MAIL.sub("[e-mail address]", text))


def shortened(text: str, limit: int) -> str:
    """The text in at most so many characters, cut between words where it can be."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    whole_words = cut.rpartition(" ")[0]
    return (whole_words if len(whole_words) > limit // 2 else cut).rstrip() + "…"


def web_address(url: str | None) -> str | None:
    """The address if it leads to the web, with what can't stand in one escaped; else ``None``."""
    if not url:
        return None
    try:
        parts = urlsplit(one_line(url))
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return None
    return escaped_address(parts.geturl())


def escaped_address(url: str) -> str:
    """The address with spaces, quotes, angle brackets and all that is not ASCII escaped (RFC 3986)."""
    return quote(one_line(url), safe=_SAFE_IN_ADDRESS)


def cleaned_item(item: Item) -> Item:
    """The item with every text on one line, nobody's contact details, and addresses that lead to the web alone."""
    return replace(
        item,
        title=without_contacts(one_line(item.title)),
        buyer=one_line(item.buyer),
        heading=one_line(item.heading),
        ocid=one_line(item.ocid),
        indicator=one_line(item.indicator),
        indicator_title=one_line(item.indicator_title),
        kind=one_line(item.kind),
        reason=without_contacts(one_line(item.reason)),
        quotes=tuple(_cleaned_quote(quote) for quote in item.quotes),
        laws=tuple(Law(text=one_line(law.text), url=web_address(law.url)) for law in item.laws),
        matches=tuple(_cleaned_match(match) for match in item.matches),
        value=one_line(item.value) if item.value else None,
        notice_id=one_line(item.notice_id) if item.notice_id else None,
        notice_url=web_address(item.notice_url),
        page_url=web_address(item.page_url),
        archive_url=web_address(item.archive_url),
        indicator_url=web_address(item.indicator_url),
    )


def cleaned_message(message: Message) -> Message:
    """The message with its own texts and those of its items cleaned."""
    return replace(
        message,
        subject=one_line(message.subject),
        items=tuple(cleaned_item(item) for item in message.items),
        why=one_line(message.why),
        more_url=web_address(message.more_url),
        stop_url=web_address(message.stop_url),
        change_url=web_address(message.change_url),
        body=tuple(one_line(paragraph) for paragraph in message.body),
        action=one_line(message.action) if message.action else None,
        action_url=web_address(message.action_url),
    )


def _cleaned_match(match: Match) -> Match:
    return Match(
        subscription=one_line(match.subscription),
        conditions=tuple(one_line(condition) for condition in match.conditions),
        url=web_address(match.url),
    )


def _cleaned_quote(words: Quote) -> Quote:
    return Quote(
        text=without_contacts(one_line(words.text)),
        before=without_contacts(_edge(words.before, right=True)),
        after=without_contacts(_edge(words.after, right=False)),
        pointer=one_line(words.pointer),
    )


def _edge(text: str, *, right: bool) -> str:
    """The text on one line, with one space kept where it meets the marked words if it had any."""
    line = one_line(text)
    inner = text[-1:] if right else text[:1]
    if not line or not inner.isspace():
        return line
    return f"{line} " if right else f" {line}"
