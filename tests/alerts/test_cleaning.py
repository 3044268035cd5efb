from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.cleaning import cleaned_item, one_line, shortened, web_address, without_contacts
from alerts.message import Item, Quote


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("two\r\nlines", "two lines", id="line ends become spaces"),
        pytest.param("a\x1b[2Jb\x00c\x9b", "a[2Jbc", id="terminal controls go"),
        pytest.param("abc\u202egpj.exe", "abcgpj.exe", id="direction marks go"),
        pytest.param("half\ud800", "half", id="lone surrogates go"),
        pytest.param("Cyngor Môn £5 👍", "Cyngor Môn £5 👍", id="all that people write stays"),
    ],
)
def test_puts_text_on_one_safe_line(text: str, expected: str) -> None:
    assert one_line(text) == expected


@given(st.text())
def test_one_line_is_safe_in_xml_and_headers_whatever_comes(text: str) -> None:
    line = one_line(text)

    line.encode("utf-8")
    assert len(line.splitlines()) <= 1
    assert line == one_line(line)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        pytest.param("short", 5, "short", id="what fits stays"),
        pytest.param("several words here", 15, "several words…", id="cut between words"),
        pytest.param("x" * 20, 10, "x" * 9 + "…", id="one long word is cut"),
    ],
)
def test_shortens_between_words(text: str, limit: int, expected: str) -> None:
    assert shortened(text, limit) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("https://a.example/x?y=1#z", "https://a.example/x?y=1#z", id="a web address stays"),
        pytest.param('https://a.example/" onclick="', "https://a.example/%22%20onclick=%22", id="quotes are escaped"),
        pytest.param("javascript:alert(1)", None, id="a script goes"),
        pytest.param("java\nscript:alert(1)", None, id="a split script goes"),
        pytest.param("file:///etc/passwd", None, id="a file goes"),
        pytest.param("http://[bad", None, id="what is no address goes"),
        pytest.param("", None, id="nothing is nothing"),
        pytest.param(None, None, id="absence is absence"),
    ],
)
def test_lets_only_web_addresses_through(url: str | None, expected: str | None) -> None:
    assert web_address(url) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Write to a.clerk@northmere.example.", "Write to [e-mail address].", id="an officer's address"),
        pytest.param("A Clerk <a.clerk+x@northmere.example>", "A Clerk <[e-mail address]>", id="in brackets"),
        pytest.param("…rk@northmere.example", "…[e-mail address]", id="half an address"),
        pytest.param("ring 020 7946 0958 or", "ring [telephone number] or", id="London"),
        pytest.param("Tel: (01632) 960123", "Tel: [telephone number]", id="an area in brackets"),
        pytest.param("+44 (0)1632 960 123.", "[telephone number].", id="with the country"),
        pytest.param("07700900123", "[telephone number]", id="a mobile"),
        pytest.param("0044 7700 900123", "[telephone number]", id="with the country in digits"),
    ],
)
def test_leaves_out_how_to_reach_people(text: str, expected: str) -> None:
    assert without_contacts(text) == expected
    assert without_contacts(expected) == expected


@pytest.mark.parametrize(
    "text",
    [
        "notice 012345-2026 and 2026/S 000-012345",
        "ocds-h6vhtk-04f5a1, CPV 45210000-2",
        "£1,200,000 over 60 months, 01/04/2026 to 31/03/2031",
        "from 01-04-2026 to 31-03-2031",
        "01.04.2026 - 31.03.2031",
        "5 @ £20 each",
        "https://meet.example/c57b03ef@28b782fb?x=1",
        "reference 0012345678901",
        "@northmere",
    ],
)
def test_leaves_every_other_number_and_sign_as_it_is(text: str) -> None:
    assert without_contacts(text) == text


def test_an_item_carries_nobodys_contact_details(make_item: Callable[..., Item]) -> None:
    told = "Ask a.clerk@northmere.example or 01632 960123"
    quote = Quote(text=told, before=f"{told} ", after=f" {told}")

    item = cleaned_item(make_item(title=told, reason=told, quotes=(quote,)))

    [shown] = item.quotes
    assert {item.title, item.reason, shown.text, shown.before.strip(), shown.after.strip()} == {
        "Ask [e-mail address] or [telephone number]"
    }


def test_a_text_without_end_is_looked_through_once() -> None:
    assert without_contacts("a." * 200_000 + "0 " * 200_000).startswith("a.a.")
