"""A table in a text file: its encoding, its delimiter, and its rows, as spreadsheets and councils write them."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from scrapers.errors import BadPage

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_ROWS = 25
LONGEST_CELL = 1_000_000
ZIP_MAGIC = b"PK\x03\x04"
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A decoded table. ``encoding`` and ``delimiter`` are what was found."""

    text: str
    encoding: str
    delimiter: str

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with its number, as a spreadsheet counts them: headings and blank rows count, line breaks don't."""
        csv.field_size_limit(LONGEST_CELL)
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter)
        number = 0
        while True:
            number += 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise BadPage(
                    f"Row {number} of the table can't be read ({error}): a quotation mark may be open; mend the file."
                ) from error
            yield number, row


def read_table(body: bytes, *, where: str) -> Table:
    """The table in a file's bytes; ``BadPage``, naming ``where``, for a workbook, a web page or an empty file."""
    if body.startswith(ZIP_MAGIC):
        raise BadPage(f"{where} is a workbook or a zip file, and no CSV: save it as CSV, or give the CSV's address.")
    encoding = encoding_of(body)
    text = body.decode(encoding, errors="replace")
    if text.lstrip()[:1] == "<":
        raise BadPage(f"{where} is a web page, and no CSV: give the address that downloads the file itself.")
    if not text.strip():
        raise BadPage(f"{where} is empty: look at it where it is published.")
    return Table(text=text, encoding=encoding, delimiter=_delimiter(text))


def encoding_of(body: bytes) -> str:
    """The encoding of a file: by its mark, else UTF-16 by its zero bytes, else UTF-8, else Windows-1252."""
    for mark, name in BOMS:
        if body.startswith(mark):
            return name
    if body[1:2] == b"\0":
        return "utf-16-le"
    try:
        body.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(text: str) -> str:
    """The one that cuts the most rows into the same number of cells; a comma where none does."""

    def evenness(delimiter: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=delimiter)
        try:
            widths = Counter(len(row) for row, _ in zip(reader, range(SAMPLE_ROWS), strict=False) if len(row) > 1)
        except csv.Error:
            return 0, 0
        width, count = max(widths.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
        return count, width

    return max(DELIMITERS, key=evenness)
