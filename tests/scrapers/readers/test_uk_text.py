from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.notice import Money
from scrapers.readers.uk_text import folded, is_absent, uk_flag, uk_moment, uk_money


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("31/12/2026", datetime(2026, 12, 31, tzinfo=UTC)),
        ("31-Dec-26", datetime(2026, 12, 31, tzinfo=UTC)),
        ("31.12.26", datetime(2026, 12, 31, tzinfo=UTC)),
        ("2026-12-31", datetime(2026, 12, 31, tzinfo=UTC)),
        ("1 Feb 1999", datetime(1999, 2, 1, tzinfo=UTC)),
        ("01/02/99", datetime(1999, 2, 1, tzinfo=UTC)),
        ("17 September 2026, 12pm", datetime(2026, 9, 17, 11, tzinfo=UTC)),
        ("Friday 3rd July 2026 at noon", datetime(2026, 7, 3, 11, tzinfo=UTC)),
        ("1 Sept 2026 at 2.30pm", datetime(2026, 9, 1, 13, 30, tzinfo=UTC)),
        ("01/04/2026 00:00:00", datetime(2026, 3, 31, 23, tzinfo=UTC)),
        ("5 May 2026 12am", datetime(2026, 5, 4, 23, tzinfo=UTC)),
        ("2026-08-10T09:00:00+01:00", datetime(2026, 8, 10, 8, tzinfo=UTC)),
        ("2026-08-10T09:00:00.123Z", datetime(2026, 8, 10, 9, tzinfo=UTC)),
        ("10/08/2026 17:00 (UK time)", datetime(2026, 8, 10, 16, tzinfo=UTC)),
    ],
)
def test_reads_dates_as_they_are_written_in_the_uk(written: str, moment: datetime) -> None:
    assert uk_moment(written) == moment


@pytest.mark.parametrize(
    "written", ["12/31/2026", "31/02/2026", "5 Foo 2026", "soon", "", "2026", "31/12/2026 12", "99/99/9999", "0/1/2026"]
)
def test_what_is_no_date_is_an_error(written: str) -> None:
    with pytest.raises(ValueError, match="is no"):
        uk_moment(written)


def test_a_declared_format_is_the_only_one() -> None:
    assert uk_moment("2026 31 12", "%Y %d %m") == datetime(2026, 12, 31, tzinfo=UTC)
    with pytest.raises(ValueError, match="does not match"):
        uk_moment("31/12/2026", "%Y %d %m")


@pytest.mark.parametrize(
    ("written", "money"),
    [
        ("£1,250,000.50", Money(net=Decimal("1250000.50"), currency="GBP")),
        ("£8.0m", Money(net=Decimal("8000000.0"), currency="GBP")),
        ("£ 2 million", Money(net=Decimal(2000000), currency="GBP")),
        ("10k to 25k", Money(net=Decimal(25000), currency="GBP")),
        ("£10,000 - £20,000", Money(net=Decimal(20000), currency="GBP")),
        ("£10k\u2013£20k", Money(net=Decimal(20000), currency="GBP")),
        ("(1,000.00)", Money(net=Decimal("-1000.00"), currency="GBP")),
        ("£500 + VAT", Money(net=Decimal(500), currency="GBP")),
        ("£1,200 inc. VAT", Money(gross=Decimal(1200), currency="GBP")),
        ("€3m", Money(net=Decimal(3000000), currency="EUR")),
    ],
)
def test_reads_amounts_as_they_are_written_in_the_uk(written: str, money: Money) -> None:
    assert uk_money(written) == money


def test_amounts_are_gross_where_a_whole_register_includes_vat_and_the_cell_says_nothing_else() -> None:
    assert uk_money("£120", with_vat=True) == Money(gross=Decimal(120), currency="GBP")
    assert uk_money("£120 ex VAT", with_vat=True) == Money(net=Decimal(120), currency="GBP")


@pytest.mark.parametrize("written", ["see note", "about 10k", "£30,000 per annum", "1e9999", "9" * 40, "", "£"])
def test_what_is_no_amount_of_a_contract_is_an_error(written: str) -> None:
    with pytest.raises(ValueError, match=r"is no amount|is more than"):
        uk_money(written)


@pytest.mark.parametrize("read", [uk_moment, uk_money, uk_flag])
@given(written=st.text(max_size=60))
def test_no_text_breaks_a_reader_otherwise_than_by_saying_so(read: Callable[[str], object], written: str) -> None:
    found: object = None
    with suppress(ValueError, OverflowError):
        found = read(written)

    assert found is None or isinstance(found, datetime | Money | bool)


@pytest.mark.parametrize(("written", "answer"), [("Yes", True), (" n ", False), ("SME", True), ("Large", False)])
def test_reads_answers(written: str, answer: bool) -> None:  # noqa: FBT001 - what is expected
    assert uk_flag(written) is answer


def test_some_words_say_that_there_is_nothing_to_say() -> None:
    assert is_absent(" N/A ")
    assert is_absent("TBC")
    assert not is_absent("none of the above")


def test_headings_fold_to_letters_and_digits() -> None:
    assert folded("  Contract Title (s) ") == "contracttitles"
