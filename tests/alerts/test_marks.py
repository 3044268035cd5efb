from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.marks import Dialect, escaped


@pytest.mark.parametrize(
    ("dialect", "words", "expected"),
    [
        pytest.param(Dialect.MARKDOWN, "*bold* _x_ ~y~ `z`", r"\*bold\* \_x\_ \~y\~ \`z\`", id="emphasis"),
        pytest.param(Dialect.MARKDOWN, "[here](https://x.example)", r"\[here\](https://x.example)", id="a link"),
        pytest.param(Dialect.MARKDOWN, "# title > quote | cell", r"\# title \> quote \| cell", id="blocks"),
        pytest.param(Dialect.MARKDOWN, r"\*", r"\\\*", id="an escape"),
        pytest.param(
            Dialect.SLACK,
            "*bold* _x_ ~y~ `z`",
            "\u2217bold\u2217 \u02cdx\u02cd \u223cy\u223c \u02cbz\u02cb",
            id="Slack's marks become look-alikes",
        ),
        pytest.param(Dialect.GOOGLE_CHAT, "*b* <users/all>", "\u2217b\u2217 \\<users/all\\>", id="Google's too"),
        pytest.param(Dialect.PLAIN, "*as it is* <b>", "*as it is* <b>", id="plain text stays"),
        pytest.param(Dialect.PLAIN, "two\r\nlines", "two lines", id="no line is forged"),
    ],
)
def test_marks_of_others_show_as_they_are(dialect: Dialect, words: str, expected: str) -> None:
    assert escaped(words, dialect) == expected


@pytest.mark.parametrize("dialect", list(Dialect))
def test_calls_nobody(dialect: Dialect) -> None:
    assert not re.search(r"@(everyone|here|channel|all|someone)", escaped("@everyone @here @all @someone", dialect))


@given(st.text(alphabet="ab \\`*_[]<>|~#@\n"))
def test_no_mark_stands_unescaped_in_markdown(words: str) -> None:
    rest = re.sub(r"\\[\\`*_\[\]<>|~#]", "", escaped(words, Dialect.MARKDOWN))

    assert not set(rest) & set("\\`*_[]<>|~#\n")
