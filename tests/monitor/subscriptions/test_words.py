from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.store.notices import fts_query
from monitor.subscriptions.words import Text, terms

SENTENCES = (
    "The Borough of Northmere requires two apprentices for every million pounds of the contract.",
    "Apprenticeships, traineeships and T-levels are reported each quarter.",
    "The supplier pays the real Living Wage to all staff.",
    "Staff living nearby receive a wage supplement.",
    "Responsibly sourced timber; the technology and its methodologies are assembled in Ynys Môn.",
    "Café catering for the naïve, 25% of menus vegetarian (see ISO 14001).",
    "Generously funded, generating savings: the generator's general upkeep.",
    "Cyngor Gogledd-y-môr: datganoli, cymuned a'r Gymraeg.",
    "SKIES over the ski-lifts; agreed, agreeing & disagreeable hopping hoppers.",
    "Carbon_neutral e-mail by 2030.",
)
ASKED = (
    *("apprentice", "apprenticeship", "APPRENTICESHIPS", "wage living", '"living wage"', '"wage living"'),
    *("responsible", "technologies", "methodology", "assembly", "mon", "Môn", "cafe", "naive", "iso 14001", "25%"),
    *("generous", "general", "generation", "ski", "sky", "agree", "hop", "hopped", "carbon", "carbon_neutral"),
    *("e-mail", '"e mail"', "mail-e", "t-level", '"gogledd y mor"', "gymraeg", '"quarter the"', '"menus veget"'),
    *("veget*", 'unclosed "phrase', "AND", "NOT", "wage OR carbon", "the the", "supplier staff wages"),
    *('"pays the real living wages"', '"real living"', "neutral"),
)  # fmt: skip


@pytest.fixture(scope="module")
def table() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE texts USING fts5(body, tokenize='porter unicode61')")
    connection.executemany("INSERT INTO texts (rowid, body) VALUES (?, ?)", enumerate(SENTENCES))
    yield connection
    connection.close()


def searched(table: sqlite3.Connection, words: str) -> set[int]:
    return {row for (row,) in table.execute("SELECT rowid FROM texts WHERE texts MATCH ?", [fts_query(words)])}


def matched(words: str) -> set[int]:
    asked = terms(words)
    return {
        number
        for number, sentence in enumerate(SENTENCES)
        if asked and all(Text.of([sentence]).has(term) for term in asked)
    }


@pytest.mark.parametrize("words", ASKED)
def test_words_match_what_the_search_finds(table: sqlite3.Connection, words: str) -> None:
    assert matched(words) == searched(table, words)


def test_the_words_that_are_compared_find_something_and_leave_something(table: sqlite3.Connection) -> None:
    found = [len(searched(table, words)) for words in ASKED]

    assert sum(number > 0 for number in found) > len(ASKED) // 2
    assert 0 in found


VOCABULARY = sorted({word for sentence in SENTENCES for word in sentence.split()})


@given(parts=st.lists(st.sampled_from([*VOCABULARY, *ASKED]), min_size=1, max_size=3), phrase=st.booleans())
def test_any_words_of_the_sentences_match_what_the_search_finds(
    table: sqlite3.Connection, parts: list[str], *, phrase: bool
) -> None:
    plain = " ".join(parts).replace('"', "")
    words = f'"{plain}"' if phrase else plain

    assert matched(words) == searched(table, words)


def test_a_phrase_may_reach_from_one_text_into_the_next() -> None:
    text = Text.of(["Social", "value is scored."])

    assert text.has(terms('"social value"')[0])


@pytest.mark.parametrize("words", ["", "  ", "!?", '""', "_"])
def test_what_holds_no_word_has_no_terms(words: str) -> None:
    assert terms(words) == ()
