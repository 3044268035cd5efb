import pytest

from nlp.commitment import Readability
from nlp.readability import readability

ENGLISH = (
    "The council is seeking a provider for the cleaning of its offices in the town "
    "and will award a contract for two years."
)
WELSH = (
    "Mae'r cyngor yn chwilio am ddarparwr i lanhau ei swyddfeydd yn y dref a bydd y contract yn para am ddwy flynedd."
)
FRENCH = (
    "La commune cherche un prestataire pour le nettoyage de ses bureaux dans la ville "
    "et le contrat est pour une duree de deux ans."
)


@pytest.mark.parametrize("text", [ENGLISH, WELSH], ids=["English", "Welsh"])
def test_a_whole_text_in_a_language_of_ours_is_read(text: str) -> None:
    assert readability([text]) == (Readability.READ, None)


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        ([], "no words"),
        ([""], "no words"),
        (["12 34"], "no words"),
        (["Road works"], "too thin"),
        ([FRENCH], "neither English nor Welsh"),
        (["\u0437\u0430\u043a\u0443\u043f\u043a\u0430 " * 40], "script"),
        ([ENGLISH * 2 + " The rest of this\u2026"], "breaks off"),
    ],
    ids=["nothing", "empty", "numbers", "thin", "French", "Cyrillic", "cut off"],
)
def test_what_cannot_be_judged_says_why(texts: list[str], reason: str) -> None:
    state, words = readability(texts)

    assert state is Readability.CANNOT_TELL
    assert reason in (words or "")
