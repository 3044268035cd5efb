"""A council's register of contracts as CSV: which column holds what, and each row as a notice.

The Local Government Transparency Code 2015 (paragraphs 31 and 32) says what a register must show, not how its columns
are called: https://www.gov.uk/government/publications/local-government-transparency-code-2015.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scrapers.declarations import RegisterSettings
from scrapers.errors import BadPage
from scrapers.readers import flat
from scrapers.readers.fields import escaped
from scrapers.readers.flat import Cell, FieldName
from scrapers.readers.headings import guess
from scrapers.readers.ocds import Reading
from scrapers.readers.table import Table, read_table
from scrapers.readers.uk_text import folded, is_absent

MOST_ROWS_ABOVE = 20
LEAST_HEADINGS = 3
EXAMPLES = 3
MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its heading, the field it was taken for, whether a person said so, and some of its texts."""

    heading: str
    field: FieldName | None
    declared: bool
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a register would give, for a person who declares one."""

    encoding: str
    delimiter: str
    heading_row: int
    columns: tuple[Column, ...]
    rows: int
    notices: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    row: int
    headings: tuple[str, ...]
    fields: Mapping[int, FieldName]


def read_register(
    body: bytes, register: RegisterSettings, *, source: str, page_sha256: str | None = None
) -> Iterator[Reading]:
    """Each row as a notice, or set aside with its number and the reason; ``BadPage`` where there are no headings."""
    table = read_table(body, where=register.title)
    head = _head(table, register)
    seen: dict[str, int] = {}
    for number, row in table.rows():
        if number <= head.row or not any(cell.strip() for cell in row):
            continue
        reading = _row(number, row, head, register, source=source, page_sha256=page_sha256)
        if reading.notice is not None:
            before = seen.setdefault(reading.notice.id, number)
            if before != number:
                reason = f"Row {number} of {register.title} says what row {before} says: it is left out."
                reading = flat.set_aside(reason, pointer=f"/csv/{number}", release_id=reading.notice.id)
        yield reading


def preview(body: bytes, register: RegisterSettings) -> Preview:
    """How the columns are understood, and what would be set aside."""
    table = read_table(body, where=register.title)
    head = _head(table, register)
    rows = [row for number, row in table.rows() if number > head.row and any(cell.strip() for cell in row)]
    readings = list(read_register(body, register, source="preview"))
    declared = set(register.columns)
    return Preview(
        encoding=table.encoding,
        delimiter=table.delimiter,
        heading_row=head.row,
        columns=tuple(
            Column(
                heading=heading,
                field=head.fields.get(place),
                declared=head.fields.get(place) in declared,
                examples=_examples(rows, place),
            )
            for place, heading in enumerate(head.headings)
        ),
        rows=len(rows),
        notices=sum(reading.notice is not None for reading in readings),
        problems=tuple(problem.reason for reading in readings for problem in reading.problems)[:MOST_PROBLEMS],
    )


def _examples(rows: Sequence[list[str]], place: int) -> tuple[str, ...]:
    texts = (row[place].strip() for row in rows if place < len(row))
    return tuple(dict.fromkeys(text for text in texts if text))[:EXAMPLES]


def _head(table: Table, register: RegisterSettings) -> _Head:
    """The heading row: the first that has what is declared, else the first with three headings that are known."""
    wanted = {folded(heading) for heading in register.columns.values()}
    nearest: tuple[str, ...] = ()
    for number, row in table.rows():
        if number > MOST_ROWS_ABOVE:
            break
        headings = tuple(" ".join(cell.split()) for cell in row)
        names = {folded(heading) for heading in headings}
        fields = _fields(headings, register)
        has_title = FieldName.TITLE in fields.values() or FieldName.DESCRIPTION in fields.values()
        if wanted <= names and has_title and (wanted or len(fields) >= LEAST_HEADINGS):
            return _Head(number, headings, fields)
        nearest = max(nearest, headings, key=lambda one: len([cell for cell in one if cell]))
    missing = [heading for heading in register.columns.values() if folded(heading) not in map(folded, nearest)]
    what = f"no column headed {missing[0]!r}" if missing else "no row of headings that are known"
    raise BadPage(
        f"{register.title} has {what} in its first {MOST_ROWS_ABOVE} rows; it has {', '.join(nearest)[:300]!r}: "
        "set columns for it, as docs/guides/registers_and_files.md shows."
    )


def _fields(headings: Sequence[str], register: RegisterSettings) -> dict[int, FieldName]:
    declared = {folded(heading): name for name, heading in register.columns.items()}
    ignored = {folded(heading) for heading in register.ignore}
    names = [folded(heading) for heading in headings]
    fields = {place: declared[name] for place, name in enumerate(names) if name in declared}
    for place, name in enumerate(names):
        if place in fields or not name or name in ignored:
            continue
        field = guess(name)
        if field is not None and field not in fields.values() and field not in register.columns:
            fields[place] = field
    return fields


def _row(
    number: int, row: list[str], head: _Head, register: RegisterSettings, *, source: str, page_sha256: str | None
) -> Reading:
    where = f"Row {number} of {register.title}"
    beyond = [cell for cell in row[len(head.headings) :] if cell.strip()]
    if beyond:
        reason = (
            f"{where} has {len(row)} cells under {len(head.headings)} headings, so that it can't be told which is "
            f"which (the last is {beyond[-1][:40]!r}): look for a quotation mark that is missing."
        )
        return flat.set_aside(reason, pointer=f"/csv/{number}")
    cells = {
        field: Cell(row[place].strip(), f"/csv/{escaped(head.headings[place])}", register.date_format)
        for place, field in head.fields.items()
        if place < len(row) and not is_absent(row[place])
    }
    titled = cells.get(FieldName.TITLE) or cells.get(FieldName.DESCRIPTION)
    if titled is None:
        shown = "; ".join(cell.strip() for cell in row if cell.strip())[:120]
        column = next((head.headings[p] for p, f in head.fields.items() if f is FieldName.TITLE), "a title")
        return flat.set_aside(
            f"{where} has nothing in the column {column!r} ({shown!r}): no contract can be told from it.",
            pointer=f"/csv/{number}",
        )
    cells.setdefault(FieldName.TITLE, titled)
    frame = flat.Frame(
        source=source,
        where=where,
        buyer=register.buyer,
        default_type=register.notice_type,
        types=register.types,
        with_vat=register.with_vat,
        page_sha256=page_sha256,
    )
    return flat.read(flat.Facts(cells, frame), id_=_id(cells))


def _id(cells: Mapping[FieldName, Cell]) -> str:
    """The reference with a hash of what does not change while a contract runs: several rows may share a reference."""
    facts = (FieldName.REFERENCE, FieldName.BUYER, FieldName.TITLE, FieldName.SUPPLIER, FieldName.START)
    texts = [cells[name].text if name in cells else None for name in facts]
    own = flat.slug(texts[0] or "")
    return f"{own}-{flat.hashed(*texts, length=10)}" if own else flat.hashed(*texts)
