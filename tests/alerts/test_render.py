from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from alerts.message import Item, Message, Quote, What
from alerts.render import LONGEST_SUBJECT, html, item_html, preview, subject, text

ATTRIBUTION = "Contains public sector information licensed under the Open Government Licence v3.0."
HOSTILE = 'Why you get this: a lie <script>alert(1)</script>\x1b[2J\u202e & "so"\r\n\r\nWhy you get this: a lie'


class Page(HTMLParser):
    """The tags, addresses and words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param("Care of street trees", id="title"),
        pytest.param("Borough of Northmere", id="buyer"),
        pytest.param("£1,200,000", id="value"),
        pytest.param("1 June 2026, 09:30 (UK time)", id="date in British summer time"),
        pytest.param("S02 Social value named but weak", id="indicator"),
        pytest.param("government policy", id="kind"),
        pytest.param("neither asks for any", id="reason"),
        pytest.param("/tender/description", id="where the words stand"),
        pytest.param("Procurement Act 2023, s.12(1)", id="law"),
        pytest.param("PPN 002", id="law without an address"),
        pytest.param("You asked for all new flags", id="why"),
        pytest.param(
            "your subscription “Trees”: buyer is Borough of Northmere; theme is jobs", id="why this item, in words"
        ),
        pytest.param("a question about what was published, not a judgement", id="no accusation"),
        pytest.param(ATTRIBUTION, id="licence"),
    ],
)
def test_says_everything_in_both_forms(make_message: Callable[..., Message], expected: str) -> None:
    message = make_message()

    assert expected in " ".join(text(message).split())
    assert expected in " ".join(Page(html(message)).words.split())


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("https://law.example/12", id="law"),
        pytest.param("https://ethos.example/indicators/S02", id="rule"),
        pytest.param("https://notices.example/000123-2026", id="notice"),
        pytest.param("https://ethos.example/notices/000123-2026", id="our page"),
        pytest.param("https://ethos.example/archive/abc", id="archived copy"),
        pytest.param("https://ethos.example/stop/1", id="how to stop"),
        pytest.param("https://ethos.example/flags", id="the rest"),
        pytest.param("https://ethos.example/me", id="how to change"),
        pytest.param("https://ethos.example/subscriptions/7", id="how to change or stop one subscription"),
    ],
)
def test_links_everything_in_both_forms(make_message: Callable[..., Message], address: str) -> None:
    message = make_message(
        omitted=37,
        more_url="https://ethos.example/flags",
        stop_url="https://ethos.example/stop/1",
        change_url="https://ethos.example/me",
    )

    assert address in text(message).split()
    assert address in Page(html(message)).addresses


def test_marks_the_words_in_their_sentence(make_message: Callable[..., Message]) -> None:
    message = make_message()

    assert "> For bidders, **social value is welcome**, where they can offer it." in text(message)
    assert "For bidders, <mark" in html(message)
    assert ">social value is welcome</mark>, where they can offer it." in html(message)


def test_counts_what_was_left_out(make_message: Callable[..., Message]) -> None:
    message = make_message(omitted=37)

    assert "And 37 more." in text(message)
    assert "And 37 more." in html(message)


def test_says_when_a_notice_was_corrected(make_message: Callable[..., Message], make_item: Callable[..., Item]) -> None:
    item = make_item(corrected=True)

    assert "since corrected" in text(make_message(item))
    assert "since corrected" in html(make_message(item))
    assert subject([item]).startswith("Corrected: ")


def test_leaves_no_gaps_for_what_is_not_known(
    make_message: Callable[..., Message], make_item: Callable[..., Item]
) -> None:
    bare = make_item(
        quotes=(), laws=(), value=None, notice_id=None, notice_url=None, page_url=None, archive_url=None,
        indicator_url=None, matches=(),
    )  # fmt: skip

    both = text(make_message(bare)) + html(make_message(bare))

    assert "None" not in both
    assert "Value:" not in both
    assert "blockquote" not in both
    assert "<ul" not in both


@pytest.mark.parametrize("field", ["title", "buyer", "reason", "value", "notice_id", "kind", "indicator_title"])
def test_hostile_text_stays_text_in_html(
    make_message: Callable[..., Message], make_item: Callable[..., Item], field: str
) -> None:
    page = html(make_message(make_item(**{field: HOSTILE, "notice_url": None})))

    assert "<script" not in page
    assert "<script>alert(1)</script>" in Page(page).words
    assert "script" not in Page(page).tags
    assert not {"\x1b", "\u202e"} & set(page)


@pytest.mark.parametrize("field", ["title", "buyer", "reason", "value"])
def test_hostile_text_forges_no_line_in_plain_text(
    make_message: Callable[..., Message], make_item: Callable[..., Item], field: str
) -> None:
    words = text(make_message(make_item(**{field: HOSTILE})))

    starts = [line.partition(": ")[0] for line in words.splitlines() if not line.startswith((" ", ">"))]
    assert starts.count("Why you get this") == 1
    assert not {"\x1b", "\u202e"} & set(words)


def test_hostile_quotes_and_addresses_stay_harmless(make_item: Callable[..., Item]) -> None:
    item = make_item(
        quotes=(Quote(text="</mark><img src=x>", before="<b>", after='"'),),
        page_url="javascript:alert(1)",
        archive_url='https://a.example/"><script>',
    )

    page = Page(item_html(item))

    assert "img" not in page.tags
    assert "script" not in page.tags
    assert not [address for address in page.addresses if address.startswith("javascript")]
    assert "https://a.example/%22%3E%3Cscript%3E" in page.addresses


def test_plain_lines_are_short_enough_to_read_anywhere(
    make_message: Callable[..., Message], make_item: Callable[..., Item]
) -> None:
    message = make_message(make_item(reason="word " * 200, title="title " * 40, quotes=(Quote(text="said " * 90),)))

    assert max(len(line) for line in text(message).splitlines() if "://" not in line and line != ATTRIBUTION) <= 76


@pytest.mark.parametrize(
    ("buyers", "expected"),
    [
        pytest.param([], "Ethos: nothing new", id="none"),
        pytest.param(
            ["Northmere"], "Social value named but weak: Care of street trees (Northmere)", id="one item is named"
        ),
        pytest.param(["Northmere"] * 3, "3 questions on Northmere", id="one buyer is named"),
        pytest.param(["A", "B"], "2 questions on A and B", id="two buyers are named"),
        pytest.param(["A", "B", "A", "C", "D"], "5 questions on A and 3 more buyers", id="many are counted"),
    ],
)
def test_subjects_say_something(make_item: Callable[..., Item], buyers: list[str], expected: str) -> None:
    items = [make_item(buyer=buyer, key=str(number)) for number, buyer in enumerate(buyers)]

    assert subject(items) == expected


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        pytest.param(["notice"], "New notice: Care of street trees (Borough of Northmere)", id="a notice"),
        pytest.param(
            ["flag", "flag", "notice"], "2 questions and 1 new notice on Borough of Northmere", id="kinds are counted"
        ),
        pytest.param(
            ["deadline", "thread", "thread", "notice"],
            "1 new notice, 2 changed commitments and 1 overdue notice on Borough of Northmere",
            id="three kinds are listed",
        ),
        pytest.param(
            ["deadline", "thread", "thread", "notice", "flag"],
            "1 question, 1 new notice and 3 more on Borough of Northmere",
            id="of four, two are",
        ),
    ],
)
def test_subjects_name_each_kind_of_item(make_item: Callable[..., Item], kinds: list[str], expected: str) -> None:
    items = [
        make_item(key=str(number), what=What(kind), indicator="", indicator_title="")
        for number, kind in enumerate(kinds)
    ]

    assert subject(items) == expected


def test_a_digest_counts_corrections_by_themselves(make_item: Callable[..., Item]) -> None:
    items = [make_item(key=str(number), corrected=number > 0) for number in range(3)]

    assert subject(items) == "1 question and 2 corrected notices on Borough of Northmere"


@pytest.mark.parametrize(
    ("what", "heading", "expected"),
    [
        pytest.param(What.NOTICE, "", "New notice", id="a notice"),
        pytest.param(What.THREAD, "Commitment weakened", "Commitment weakened", id="a thread that says how"),
        pytest.param(What.DEADLINE, "", "Date passed without its notice", id="a deadline"),
    ],
)
def test_says_what_happened_where_no_indicator_does(
    make_message: Callable[..., Message], make_item: Callable[..., Item], what: What, heading: str, expected: str
) -> None:
    message = make_message(make_item(what=what, heading=heading, indicator="", indicator_title="", kind=""))

    assert f"What:           {expected}\n" in text(message)
    assert f"<strong>{expected}</strong>." in html(message)
    assert "a question of" not in text(message)


def test_a_digest_names_each_buyer_once_and_each_item_under_it(
    make_message: Callable[..., Message], make_item: Callable[..., Item]
) -> None:
    buyers = ["Northmere", "Southmere", "Northmere"]
    items = [make_item(key=str(number), title=f"Notice {number}", buyer=name) for number, name in enumerate(buyers)]

    words = text(make_message(*items))

    starts = [line.partition(": ")[2].strip() for line in words.splitlines() if line.startswith(("Buyer:", "Title:"))]
    assert starts == ["Northmere", "Notice 0", "Notice 2", "Southmere", "Notice 1"]


def test_the_preview_says_what_comes_first(
    make_message: Callable[..., Message], make_item: Callable[..., Item]
) -> None:
    words = preview(make_message(*(make_item(key=str(number), title=f"Notice {number}") for number in range(9))))

    assert words.startswith("Social value named but weak: Notice 0 (Borough of Northmere); ")
    assert len(words) <= 140


def test_a_message_of_our_own_says_what_to_do_and_nothing_about_notices(make_message: Callable[..., Message]) -> None:
    url = "https://ethos.example/confirm/1"
    body = ("Somebody gave this address.", "- <b>Trees</b> (daily)")
    message = replace(make_message(), items=(), body=body, action="Say yes", action_url=url)

    page = Page(html(message))
    plain = text(message)

    assert f"Say yes:\n{url}" in plain
    assert url in page.addresses
    for words in (plain, page.words):
        assert all(paragraph in words for paragraph in body)
        assert ATTRIBUTION not in words
        assert "A flag is a question" not in words
    assert preview(message).startswith("Somebody gave this address.")


def test_subjects_hold_nobodys_contact_details(make_item: Callable[..., Item]) -> None:
    line = subject([make_item(title="Ask a.clerk@northmere.example or 01632 960123")])

    assert "a.clerk" not in line
    assert "01632" not in line


@pytest.mark.parametrize("count", [1, 2])
def test_subjects_stay_on_one_short_line(make_item: Callable[..., Item], count: int) -> None:
    line = subject([make_item(title="long\r\nBcc: all " * 50, buyer="Borough\n" * 50)] * count)

    assert len(line) <= LONGEST_SUBJECT
    assert len(line.splitlines()) == 1
