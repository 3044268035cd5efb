"""A page of HTML as a tree, and the words of its parts, whatever the page does wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString

BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "fieldset", "figcaption"}
    | {"footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend", "li", "main", "nav", "ol", "p"}
    | {"pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "iframe", "object", "svg", "title"})

ENDED_BY = {
    "li": ({"li"}, {"ul", "ol", "menu"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "tr": ({"tr"}, {"table", "tbody", "thead", "tfoot"}),
    "tbody": ({"tbody", "thead", "tfoot"}, {"table"}),
    "option": ({"option"}, {"select", "datalist"}),
    "p": ({"p"}, {"div", "td", "th", "li", "dd", "section", "article", "body", "form", "main", "blockquote"}),
}
"""Elements whose end tag may be left out: what a new one ends, and inside what it doesn't look further.

From https://html.spec.whatwg.org/multipage/syntax.html#optional-tags, which Python's parser leaves to us.
"""

_PROLOG = re.compile(rb"^\s*(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>")


class _Tree(BeautifulSoup):
    def handle_starttag(self, name: str, *args: Any, **kwargs: Any) -> Tag | None:
        ended, within = ENDED_BY.get(name, (frozenset(), frozenset()))
        if ended:
            self.endData()  # what was written before belongs to the element that ends here
            for tag in reversed(self.tagStack):
                if tag.name in within:
                    break
                if tag.name in ended:
                    self._popToTag(tag.name)
                    break
        return super().handle_starttag(name, *args, **kwargs)


def parse(body: bytes) -> BeautifulSoup:
    """The tree of a page. Its encoding is the one it declares, else UTF-8, else Windows-1252."""
    return _Tree(_PROLOG.sub(b"", body), "html.parser")


def words_of(node: Tag) -> str:
    """What a reader sees of an element: a line for each block, without scripts, comments and doubled spaces."""
    lines = ("".join(_pieces(node))).split("\n")
    kept = (" ".join(line.split()) for line in lines)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _pieces(node: Tag) -> Iterator[str]:
    # A stack, as pages nest deeper than Python recurses.
    waiting: list[Any] = [node]
    while waiting:
        part = waiting.pop()
        if part is None:
            yield "\n"
        elif isinstance(part, Tag):
            if part.name not in UNSEEN:
                edge = [None] if part.name in BLOCKS else []
                waiting += [*edge, *reversed(part.contents), *edge] if part.contents else edge
        elif not isinstance(part, PreformattedString):
            yield re.sub(r"\s+", " ", part)
