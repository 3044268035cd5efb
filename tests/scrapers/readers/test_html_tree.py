from __future__ import annotations

import pytest

from scrapers.readers.html_tree import parse, words_of


@pytest.mark.parametrize(
    ("page", "selector", "texts"),
    [
        ("<ul><li>one<li>two<ul><li>inner</ul><li>three</ul>", "li", ["one", "two\n\ninner", "inner", "three"]),
        ("<dl><dt>Closes<dd>Friday<dt>Value<dd>none</dl>", "dd", ["Friday", "none"]),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "td", ["a", "b", "c", "d"]),
        ("<table><thead><tr><th>h<tbody><tr><td>x</table>", "tbody td", ["x"]),
        ("<p>first<p>second", "p", ["first", "second"]),
    ],
    ids=["list", "definitions", "table", "table head", "paragraphs"],
)
def test_ends_the_elements_whose_end_tags_are_left_out(page: str, selector: str, texts: list[str]) -> None:
    assert [words_of(node) for node in parse(page.encode()).select(selector)] == texts


def test_words_have_a_line_for_each_block_and_nothing_that_is_not_seen() -> None:
    page = b"""<div>Grounds <b>care</b><br>for parks<script>alert('no')</script><style>p{}</style><!-- hidden -->
        <p>Hedges   and
        mowing</p><template><p>unseen</p></template></div>"""

    words = words_of(parse(page).select("div")[0])

    assert words.split() == ["Grounds", "care", "for", "parks", "Hedges", "and", "mowing"]
    assert words.startswith("Grounds care\nfor parks")


@pytest.mark.parametrize(
    "page",
    [
        "<meta charset=windows-1252><p>Caf\u00e9 \u00a35".encode("cp1252"),
        "<p>Caf\u00e9 \u00a35".encode(),
        '<?xml version="1.0" encoding="utf-8"?><html><p>Caf\u00e9 \u00a35</html>'.encode(),
    ],
    ids=["declared", "utf-8", "xhtml"],
)
def test_reads_the_encoding_that_a_page_has(page: bytes) -> None:
    assert words_of(parse(page).select("p")[0]) == "Caf\u00e9 \u00a35"


def test_a_page_nested_deeper_than_python_recurses_is_read() -> None:
    page = b"<div>" * 3000 + b"<p>bottom</p>"

    tree = parse(page)

    assert words_of(tree) == "bottom"
    assert words_of(tree.select("p")[0]) == "bottom"


@pytest.mark.parametrize(
    "page", [b"", b"\x00\xff\xfe", b"<", b"<a href='", b"</p></div>", b"<!doctype", b"&#xFFFFFFF;"]
)
def test_a_page_that_is_none_has_no_words_and_breaks_nothing(page: bytes) -> None:
    assert parse(page).select("li") == []
