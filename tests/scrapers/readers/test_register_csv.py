from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from scrapers.declarations import RegisterSettings
from scrapers.errors import BadPage
from scrapers.notice import Money, NoticeType
from scrapers.readers.flat import FieldName
from scrapers.readers.headings import guess
from scrapers.readers.ocds import Reading
from scrapers.readers.register_csv import preview, read_register

REGISTER = """Contracts register of the Borough of Northmere,,,,,,,,
As at 1 April 2026,,,,,,,,
Organisation Name,Contract Ref No.,Contract Title,"Description of the goods and/or services",Supplier Name,Start Date,\
End Date,Value of the contract (over \u00a35k),SME
Borough of Northmere,NM/1,Grounds care,"Mowing, hedges
and trees",Greenacre Ltd,01/04/2026,31-Mar-29,"\u00a3120,000.00",Yes
Borough of Northmere,NM/2,Lift care,,Updown Ltd,2026-05-01,31/02/2029,about 10k,No

,,,,,,,"\u00a3300,000",
Borough of Northmere,NM/1,Grounds care,"Mowing, hedges
and trees",Greenacre Ltd,01/04/2026,31-Mar-29,"\u00a3150,000.00",Yes
"""


def register(**more: Any) -> RegisterSettings:
    return RegisterSettings.model_validate(
        {"title": "Northmere's register", "url": "https://northmere.example/register.csv", **more}
    )


def readings(text: str | bytes, **more: Any) -> list[Reading]:
    body = text if isinstance(text, bytes) else text.encode()
    return list(read_register(body, register(**more), source="contract_register.northmere"))


def simple(rows: str, headings: str = "Reference,Title,Supplier,Start date") -> str:
    return f"{headings}\n{rows}\n"


def test_reads_a_row_as_a_notice() -> None:
    notice = readings(REGISTER)[0].notice

    assert notice is not None
    assert notice.notice_type is NoticeType.AWARD
    assert notice.title == "Grounds care"
    assert notice.buyer is not None
    assert notice.buyer.name == "Borough of Northmere"
    (contract,), (award,) = notice.contracts, notice.awards
    assert contract.id == "NM/1"
    assert contract.value == Money(net=Decimal("120000.00"), currency="GBP")
    assert contract.period is not None
    assert contract.period.end == datetime(2029, 3, 30, 23, tzinfo=UTC)
    assert [supplier.name for supplier in award.suppliers] == ["Greenacre Ltd"]
    assert (notice.sme, notice.is_dated) == (True, False)
    assert notice.segments[1].pointer == "/csv/Description of the goods and~1or services"


def test_says_what_is_broken_in_a_row_by_its_number_and_column() -> None:
    reading = readings(REGISTER)[1]

    assert reading.notice is not None
    assert [problem.pointer for problem in reading.problems] == [
        "/csv/End Date",
        "/csv/Value of the contract (over \u00a35k)",
    ]
    assert reading.problems[0].reason.startswith("Row 5 of Northmere's register has the text '31/02/2029'")


def test_sets_a_row_without_a_title_aside_and_one_that_repeats_another() -> None:
    *_, untitled, again = readings(REGISTER)

    assert untitled.notice is None
    assert again.notice is None
    assert "Row 7 of Northmere's register has nothing in the column 'Contract Title'" in untitled.problems[0].reason
    assert again.problems[0].reason.startswith("Row 8 of Northmere's register says what row 4 says")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_reads_every_encoding_and_delimiter_that_spreadsheets_write(encoding: str, delimiter: str) -> None:
    text = simple("N1,Caf\u00e9 \u00a35,Tea Ltd,01/04/2026\r\nN2,Taxis,Cars Ltd,02/04/2026").replace(",", delimiter)

    titles = [reading.notice.title for reading in readings(text.encode(encoding)) if reading.notice]

    assert titles == ["Caf\u00e9 \u00a35", "Taxis"]


def test_a_notice_keeps_its_id_where_its_end_and_value_change() -> None:
    headings = "Reference,Title,Supplier,Start date,End date,Value"
    (before,) = readings(simple("N1,Taxis,Cars Ltd,01/04/2026,01/04/2027,10", headings))
    (after,) = readings(simple("N1,Taxis,Cars Ltd,01/04/2026,01/04/2028,20", headings))
    (other,) = readings(simple("N1,Taxis,Vans Ltd,01/04/2026,01/04/2027,10", headings))

    assert before.notice is not None
    assert after.notice is not None
    assert other.notice is not None
    assert before.notice.id == after.notice.id != other.notice.id
    assert re.fullmatch(r"N1-[0-9a-f]{10}", before.notice.id)


def test_declared_columns_come_before_guesses() -> None:
    text = simple("N1,Old,New,Cars Ltd", "Reference,Title,What for,Supplier")

    (reading,) = readings(text, columns={"title": "what  for"})

    assert reading.notice is not None
    assert reading.notice.title == "New"


def test_a_declared_column_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(BadPage, match=r"no column headed 'What for' .* 'Reference, Title, Supplier, Start date'"):
        readings(simple("N1,a,b,c"), columns={"title": "What for"})


def test_a_register_may_have_a_format_of_dates_and_words_of_its_own() -> None:
    text = simple("N1,Taxis,Cars Ltd,2026.04.30,Running", "Reference,Title,Supplier,Start date,Status")

    (reading,) = readings(text, date_format="%Y.%m.%d", types={"Running": "implementation"}, with_vat=True)

    assert reading.problems == ()
    assert reading.notice is not None
    assert reading.notice.notice_type is NoticeType.IMPLEMENTATION
    assert reading.notice.period is not None


def test_a_row_with_more_cells_than_headings_is_set_aside() -> None:
    (reading, good) = readings(simple("N1,Taxis, cars and vans,Cars Ltd,01/04/2026\nN2,Roofs,Roofers Ltd,01/04/2026"))

    assert reading.notice is None
    assert "Row 2 of Northmere's register has 5 cells under 4 headings" in reading.problems[0].reason
    assert good.notice is not None


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04rest", "workbook or a zip file"),
        (b"<!doctype html><title>Sign in</title>", "is a web page"),
        (b"a,b,c\n1,2,3\n", "no row of headings that are known"),
        (b'Reference,Title,Supplier\n"' + b"x" * 1_100_000, "a quotation mark may be open"),
    ],
    ids=["empty", "workbook", "web page", "other table", "open quotation"],
)
def test_what_is_no_register_is_a_bad_page(body: bytes, words: str) -> None:
    with pytest.raises(BadPage, match=words):
        readings(body)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Contract Reference Number", FieldName.REFERENCE),
        ("Title of agreement", FieldName.TITLE),
        ("Description of the goods and/or services being provided", FieldName.DESCRIPTION),
        ("Supplier(s)", FieldName.SUPPLIER),
        ("Awarded To", FieldName.SUPPLIER),
        ("Supplier Company Number", FieldName.SUPPLIER_ID),
        ("Start Date (dd/mm/yyyy)", FieldName.START),
        ("Contract End Date", FieldName.END),
        ("End Date including extensions", FieldName.LATEST_END),
        ("Total Contract Value (\u00a3)", FieldName.VALUE),
        ("Value of contract", FieldName.VALUE),
        ("Process type used for procurement", FieldName.PROCEDURE),
        ("Procurement Process", FieldName.PROCEDURE),
        ("VCSE?", FieldName.VCSE),
        ("Organisation Label", FieldName.BUYER),
        ("Contact officer", None),
        ("Review date", None),
        ("Extension value", None),
        ("", None),
    ],
)
def test_guesses_what_a_heading_names(heading: str, field: FieldName | None) -> None:
    assert guess(heading) is field


def test_a_preview_shows_how_the_columns_are_understood() -> None:
    shown = preview(REGISTER.encode("cp1252"), register(columns={"category": "SME"}))

    assert (shown.encoding, shown.delimiter, shown.heading_row) == ("cp1252", ",", 3)
    assert (shown.rows, shown.notices) == (4, 2)
    columns = {column.heading: column for column in shown.columns}
    assert columns["Supplier Name"].field is FieldName.SUPPLIER
    assert columns["Supplier Name"].examples == ("Greenacre Ltd", "Updown Ltd")
    assert (columns["SME"].field, columns["SME"].declared) == (FieldName.CATEGORY, True)
    assert any(problem.startswith("Row 5 ") for problem in shown.problems)
