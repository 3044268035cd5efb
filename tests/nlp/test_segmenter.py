import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.segmenter import MAX_STATEMENT, MAX_STATEMENTS, statements


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in statements(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pay on time. Report monthly.", ["Pay on time.", "Report monthly."]),
        ("One:\n\u2022 first\n\u2022 second", ["One:", "first", "second"]),
        ("1. Alpha here\n2. Beta here", ["Alpha here", "Beta here"]),
        ("Social Value\n10%", ["Social Value\n10%"]),
        ("Quality\n60\nPrice\n40", ["Quality\n60", "Price\n40"]),
        ("see documentsrn Next line", ["see documents", "Next line"]),
        ("a modern return to form", ["a modern return to form"]),
        ("First part.<br/>Second part", ["First part.", "Second part"]),
        ("First\\r\\nSecond", ["First", "Second"]),
        ("Goods, e.g. Pens and paper. No. 5 is out.", ["Goods, e.g. Pens and paper.", "No. 5 is out."]),
        ("compliance.Tenderers must sign.", ["compliance.", "Tenderers must sign."]),
        (
            "The provider will be asked to show how it reduces waste over the\nwhole of the term.",
            ["The provider will be asked to show how it reduces waste over the\nwhole of the term."],
        ),
    ],
    ids=[
        "sentences",
        "bullets",
        "numbers",
        "weight",
        "weights",
        "rn",
        "not rn",
        "html",
        "spelt",
        "short",
        "glued",
        "wrapped",
    ],
)
def test_a_text_is_cut_into_sentences_and_list_items(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@given(st.text(max_size=400))
def test_statements_stand_in_order_and_never_overlap(text: str) -> None:
    found = statements(text)

    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "word " * 200_000,
        " " * 1_000_000,
        "\u2022 item\n" * 10_000,
        "a.\n" * 100_000,
        "<p " * 10_000,
        ";" * 100_000,
    ],
    ids=["one word", "one line", "blanks", "bullets", "lines", "tags", "marks"],
)
def test_bad_input_ends_in_bounded_time_and_number(text: str) -> None:
    begun = time.process_time()

    found = statements(text)

    assert time.process_time() - begun < 10
    assert len(found) <= MAX_STATEMENTS
    assert all(end - start <= MAX_STATEMENT for start, end in found)
