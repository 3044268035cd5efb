from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.cleaning import one_line, shortened, web_address


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
