import pytest

from nlp.errors import BadPattern
from nlp.phrases import Keys, alternation, compile_phrase, fold


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("living wage", "the real Living Wage"),
        ("apprentice*", "two apprenticeships"),
        ("(net|zero) carbon", "a zero-carbon depot"),
        ("market [engagement] event", "a market event"),
        ("must .. wage", "must pay at least a wage"),
        ("quality #%", "Quality: 60 %"),
        ("supplier's duty", "the supplier\u2019s duty"),
    ],
    ids=lambda value: value,
)
def test_a_phrase_is_found_as_whole_words(phrase: str, text: str) -> None:
    compiled = compile_phrase(phrase)

    assert alternation([compiled]).search(fold(text))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("wage", "wages"),
        ("must .. wage", "must pay. A wage"),
        ("must .. wage", "must pay all of its many people a wage"),
        ("quality #%", "quality of sixty"),
    ],
    ids=["part of a word", "another sentence", "too far", "no number"],
)
def test_a_phrase_is_not_found_where_its_words_do_not_stand_so(phrase: str, text: str) -> None:
    assert not alternation([compile_phrase(phrase)]).search(fold(text))


@pytest.mark.parametrize("phrase", ["[a] wage", "..", "(open", "wage)", "(a|)", "# %"], ids=lambda value: value)
def test_a_phrase_that_cannot_be_used_is_refused(phrase: str) -> None:
    with pytest.raises(BadPattern, match="phrase"):
        compile_phrase(phrase)


def test_a_phrase_names_the_list_that_is_missing() -> None:
    with pytest.raises(BadPattern, match="has no list"):
        compile_phrase("<nobody> pays")


@pytest.mark.parametrize("phrase", ["living wage", "(market|supplier) engagement", "most .. tender"])
def test_a_text_that_a_phrase_matches_has_one_of_its_keys(phrase: str) -> None:
    compiled = compile_phrase(phrase)
    text = fold("The living wage, market engagement and the most advantageous tender.")

    assert alternation([compiled]).search(text)
    assert Keys(compiled.keys).of(text)


@pytest.mark.parametrize(
    "text", ["\u0130stanbul \u2019s", "A\u00a0B", "\U0001f600 Wage", ""], ids=["dotted", "space", "emoji", "empty"]
)
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("wage", "the wages"),
        ("apprentic*", "an apparatus"),
        ("(co-produc*|sme*) .. wage", "produce with a wager"),
    ],
    ids=["part of a word", "other beginning", "choice"],
)
def test_a_text_without_the_words_of_a_phrase_has_none_of_its_keys(phrase: str, text: str) -> None:
    assert not Keys(compile_phrase(phrase).keys).of(text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [("co-produc*", "It is co-produced."), ("sme*", "For SMEs."), ("supplier's", "The supplier\u2019s duty.")],
    ids=["hyphen", "short", "apostrophe"],
)
def test_the_key_of_a_token_is_its_longest_word(phrase: str, text: str) -> None:
    assert Keys(compile_phrase(phrase).keys).of(fold(text))
