"""What a statement says of how much, when, how often, for whom and how it is checked, as the words that say it."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from spacy.language import Language
from spacy.tokens import Doc

from nlp.commitment import Slots
from nlp.lexica import choice
from nlp.setting import SLOTS, Setting, folded_of, setting_of, text_of

_NUMBER_WORD = "one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty"
_WORDS = {word: number for number, word in enumerate(_NUMBER_WORD.split("|")[:10], start=1)} | {
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
QUANTITY = re.compile(
    rf"(?<![\w.])(?P<money>£|gbp\s?)?(?P<number>\d[\d,]*(?:\.\d+)?|\b(?:{_NUMBER_WORD})\b)\s?(?P<scale>k|m|bn|million|thousand)?\b"
    r"(?:\)?\s?(?:new |additional |paid |local |full[- ]time |working |calendar |clear |hundred )*"
    rf"(?P<unit>{choice('units')})(?!\w))?",
)
RATE = re.compile(
    r"\b(?:per|each|every|a) (?:annum|year|month|quarter|week|day|hour|contract year|call|visit)\b"
    rf"|\bper £[\d.,]+ ?(?:m|million|k)?(?: spent| of spend)?\b|\b{choice('rates')}\b",
)
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
DEADLINE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS})(?: \d{{4}})?|(?:{_MONTHS}) \d{{4}}"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
    r"|by (?:the end of )?(?:year \w+|20\d\d|contract (?:award|start|end))"
    r"|within (?:the )?(?:first )?\(?\w+\)?(?: \(\w+\))?(?: working| calendar| business)? "
    r"(?:minutes?|hours?|days?|weeks?|months?|years?)"
    r"|year \d|20[2-5]\d)\b",
)
CHECK = re.compile(rf"\b{choice('checks')}\b")
WEIGHT = re.compile(
    r"(?<![\w.])(\d{1,3}(?:\.\d{1,2})?)\s?(?:%|per\s?cent)|weight\w*[^.\d]{0,12}(\d{1,3}(?:\.\d{1,2})?)\b"
    r"|(?<=\n)\s*(\d{1,3})\b",
)
PLACE = re.compile(
    r"\b(?:in|within|across|from|of|to) (?:the )?"
    r"((?:city|county|borough|region|district|area|parish|council area|boundary)(?: of \w+)?)\b"
    r"|\b(\d+ ?(?:-| )?mile radius)\b",
)
ACTOR = re.compile(rf"\b(?:the )?(?:successful |appointed |winning |contracting )?{choice('actors')}\b")
GROUP = re.compile(rf"\b{choice('groups')}\b")


class SlotReader:
    """Reads the slots of a statement into ``doc.user_data["slots"]``."""

    def slots(self, text: str, folded: str, setting: Setting) -> Slots:
        """The slots of a statement: its own words, and the weight and frequency of the field it stands in."""
        quantity, unit = _quantity(folded)
        rate = _words(RATE, text, folded)
        return Slots(
            actor=_words(ACTOR, text, folded),
            quantity=quantity,
            unit=unit,
            beneficiary=_words(GROUP, text, folded),
            place=_words(PLACE, text, folded),
            deadline=_words(DEADLINE, text, folded),
            rate=rate or (f"every {setting.frequency} days" if setting.frequency else None),
            check=_words(CHECK, text, folded),
            weight=setting.weight if setting.weight is not None else _weight(folded),
        )

    def __call__(self, doc: Doc) -> Doc:
        """Store the slots."""
        doc.user_data[SLOTS] = self.slots(text_of(doc), folded_of(doc), setting_of(doc))
        return doc


def _words(expression: re.Pattern[str], text: str, folded: str) -> str | None:
    found = expression.search(folded)
    if found is None:
        return None
    start, end = found.span(found.lastindex or 0)
    return text[start:end]


def _quantity(folded: str) -> tuple[Decimal | None, str | None]:
    for found in QUANTITY.finditer(folded):
        unit = found["unit"] or ("GBP" if found["money"] else None)
        if unit is None:
            continue
        number = _decimal(found["number"])
        if number is not None:
            scale = {"k": 1000, "thousand": 1000, "m": 1_000_000, "million": 1_000_000, "bn": 1_000_000_000}
            return number * scale.get(found["scale"] or "", 1), unit
    return None, None


def _weight(folded: str) -> Decimal | None:
    found = WEIGHT.search(folded)
    number = _decimal(next(group for group in found.groups() if group)) if found else None
    return number if number is not None and 0 < number <= 100 else None  # noqa: PLR2004 - a weight is a share


def _decimal(words: str) -> Decimal | None:
    if words in _WORDS:
        return Decimal(_WORDS[words])
    try:
        return Decimal(words.replace(",", ""))
    except InvalidOperation:
        return None


@Language.factory("slots")
def make_slots(nlp: Language, name: str) -> SlotReader:  # noqa: ARG001 - spaCy calls a factory so
    """Make the slot reader."""
    return SlotReader()
