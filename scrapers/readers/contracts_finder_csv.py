"""Contracts Finder's CSV: what its search exports and its daily files give, a row a notice.

The site documents neither; headings are matched folded, and columns that are not known are left. Contact columns are
never read. See https://www.contractsfinder.service.gov.uk/apidocumentation for the site's words.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from scrapers.readers import flat
from scrapers.readers.fields import escaped
from scrapers.readers.flat import Cell, FieldName
from scrapers.readers.ocds import Reading
from scrapers.readers.table import encoding_of, read_table
from scrapers.readers.uk_text import folded, is_absent, uk_moment

OCID_PREFIX = "ocds-b5fd17-"
GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
PAGE = "https://www.contractsfinder.service.gov.uk/Notice/"

COLUMNS = {
    FieldName.ID: ("noticeidentifier", "noticeid", "id", "noticeguid", "publicationid"),
    FieldName.REFERENCE: ("reference", "noticereference", "referencenumber", "buyerreference", "procurementreference"),
    FieldName.TYPE: ("noticetype", "type"),
    FieldName.BUYER: ("organisationname", "buyername", "organisation", "buyer"),
    FieldName.STATUS: ("status", "noticestatus"),
    FieldName.PUBLISHED: ("publisheddate", "datepublished", "publicationdate", "published"),
    FieldName.TITLE: ("title", "noticetitle"),
    FieldName.DESCRIPTION: ("description", "noticedescription"),
    FieldName.REGION: ("region", "regiontext"),
    FieldName.CPV: ("cpvcodes", "cpvcode", "cpv"),
    FieldName.DEADLINE: ("closingdate", "deadlinedate", "closing"),
    FieldName.START: ("contractstartdate", "startdate", "start"),
    FieldName.END: ("contractenddate", "enddate", "end"),
    FieldName.VALUE: ("awardedvalue", "valuehigh", "value", "contractvalue", "valuelow"),
    FieldName.SME: ("suitableforsme", "issuitableforsme", "sme"),
    FieldName.VCSE: ("suitableforvco", "suitableforvcse", "issuitableforvco", "issuitableforvcse", "vco"),
    FieldName.SUPPLIER: (
        "suppliernameaddressreftyperefnumberissmeisvcse",
        "suppliernameaddressreferencetypereferencenumberissmeisvcse",
        "supplier",
        "suppliername",
        "supplierinfo",
    ),
    FieldName.SIGNED: ("awardeddate", "awarddate", "dateawarded"),
    FieldName.PROCEDURE: ("ojeuproceduretype", "proceduretype", "procedure"),
    FieldName.LINK: ("links", "noticelink", "url"),
}
"""The headings of a field, the one that counts first where a row fills several."""


def read(body: bytes, *, source: str, page_sha256: str | None = None) -> Iterator[Reading]:
    """Each row of a page of such CSV as a notice, or set aside with the reason."""
    table = read_table(body, where=f"page {page_sha256} of {source}")
    rows = table.rows()
    _, headings = next(rows)
    for number, row in rows:
        if any(cell.strip() for cell in row):
            yield _reading(number, _cells(headings, row), source, page_sha256)


def receipt_of(header: bytes, row: bytes) -> tuple[str | None, str | None, str | None]:
    """The id, the OCID and the date of one row, as they stand there."""
    headings = _headings(header)
    cells = _cells(headings, next(csv.reader(io.StringIO(row.decode(encoding_of(row), "replace"), newline="")), []))
    id_ = _id(cells)
    return id_, _ocid(cells, id_), _date(cells)


@lru_cache(maxsize=4)
def _headings(header: bytes) -> tuple[str, ...]:
    return tuple(next(csv.reader(io.StringIO(header.decode(encoding_of(header), "replace"))), []))


def _cells(headings: list[str] | tuple[str, ...], row: list[str]) -> dict[FieldName, Cell]:
    places = {folded(heading): place for place, heading in reversed(list(enumerate(headings)))}
    cells = {}
    for name, known in COLUMNS.items():
        for heading in known:
            place = places.get(heading, len(row))
            if place < len(row) and not is_absent(row[place]):
                cells[name] = Cell(row[place].strip(), f"/csv/{escaped(headings[place])}")
                break
    return cells


def _reading(number: int, cells: dict[FieldName, Cell], source: str, page_sha256: str | None) -> Reading:
    where = f"Row {number} of page {page_sha256} of Contracts Finder's CSV"
    id_ = _id(cells)
    if id_ is None or FieldName.TITLE not in cells:
        missing = "notice identifier" if id_ is None else "title"
        return flat.set_aside(f"{where} has no {missing}: look at the row.", pointer=f"/csv/{number}", release_id=id_)
    supplier = cells.get(FieldName.SUPPLIER)
    if supplier is not None:
        cells[FieldName.SUPPLIER] = Cell(supplier.text.lstrip("[").split("|")[0].strip(" ]"), supplier.pointer)
    guid = GUID.search(id_)
    frame = flat.Frame(source=source, where=where, page_sha256=page_sha256)
    url = f"{PAGE}{guid[0]}" if guid else None
    return flat.read(flat.Facts(cells, frame), id_=id_, ocid=_ocid(cells, id_), url=url)


def _id(cells: Mapping[FieldName, Cell]) -> str | None:
    named = cells.get(FieldName.ID) or cells.get(FieldName.REFERENCE)
    return flat.slug(named.text) or None if named else None


def _ocid(cells: Mapping[FieldName, Cell], id_: str | None) -> str | None:
    """Contracts Finder's OCIDs hold the notice's GUID."""
    texts = (id_ or "", *(cells[name].text for name in (FieldName.LINK,) if name in cells))
    guid = next((match for text in texts if (match := GUID.search(text))), None)
    return f"{OCID_PREFIX}{guid[0].lower()}" if guid else None


def _date(cells: Mapping[FieldName, Cell]) -> str | None:
    cell = cells.get(FieldName.PUBLISHED)
    try:
        return uk_moment(cell.text).isoformat() if cell else None
    except (ValueError, OverflowError):
        return cell.text if cell else None
