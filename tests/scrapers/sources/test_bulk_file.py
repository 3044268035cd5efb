from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from scrapers.declarations import BulkFileSettings
from scrapers.notice import Money, NoticeType
from scrapers.page import Window
from scrapers.readers.ocds import Reading
from scrapers.source import reader_of
from scrapers.sources.bulk_file import BulkFile

WINDOW = Window(since=datetime(2026, 8, 9, tzinfo=UTC), until=datetime(2026, 8, 10, tzinfo=UTC))
GUID = "0f3b2a52-1c2d-4e5f-8a9b-0c1d2e3f4a5b"
HEADINGS = (
    "Notice Identifier,Notice Type,Organisation Name,Status,Published Date,Title,Description,CPV Codes,Contact Email,"
    "Closing Date,Value Low,Value High,Suitable for SME,"
    '"Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE]",Awarded Date'
)
CSV = f"""{HEADINGS}
{GUID},Contract,Borough of Northmere,Awarded,2026-04-01T09:00:00Z,Grounds care,"Mowing
and hedges",77310000 45000000,,30/04/2026,100,"120,000",Yes,[Greenacre Ltd|1 Low Road|NONE||Yes|No],05/05/2026
,Contract,Borough of Northmere,Open,,No number,,,,,,,,,
"""


def read_all(path: Path, make_client: Any) -> list[Reading]:
    source = BulkFile.of(path=path)
    pages = source.pages(make_client(), WINDOW)
    return [reading for page in pages for reading in source.read(page.body, page.sha256, url=page.url)]


def test_a_release_is_its_publishers_where_its_ocid_names_one(tmp_path: Path, make_client: Any) -> None:
    releases = [
        {"id": "000001-2026", "ocid": "ocds-h6vhtk-000001", "date": "2026-08-10T09:00:00Z", "tag": ["tender"]},
        {"id": "x-1", "ocid": "ocds-zz9999-1", "date": "2026-08-10T09:00:00Z", "tag": ["tender"]},
    ]
    path = tmp_path / "All releases (2026).json"
    path.write_text(json.dumps(releases))

    first, second = (reading.notice for reading in read_all(path, make_client))

    assert first is not None
    assert second is not None
    assert first.source == "find_a_tender"
    assert second.source == BulkFile.of(path=path).name
    assert second.source.startswith("bulk_file.all_releases_2026_json_")


def test_what_was_set_aside_in_the_file_is_told(tmp_path: Path, make_client: Any) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "1", "ocid": "o", "tag": ["tender"]}\nnonsense\n')

    good, bad = read_all(path, make_client)

    assert good.notice is not None
    assert bad.notice is None
    assert "It begins 'nonsense'." in bad.problems[0].reason


def test_reads_the_csv_of_contracts_finder(tmp_path: Path, make_client: Any) -> None:
    path = tmp_path / "notices.csv"
    path.write_text(CSV)

    good, bad = read_all(path, make_client)

    notice = good.notice
    assert notice is not None
    assert good.problems == ()
    assert (notice.id, notice.ocid) == (GUID, f"ocds-b5fd17-{GUID}")
    assert notice.notice_type is NoticeType.AWARD
    assert notice.published_at == datetime(2026, 4, 1, 9, tzinfo=UTC)
    assert notice.value == Money(net=Decimal(120000), currency="GBP")
    assert notice.cpv == ("77310000", "45000000")
    assert [supplier.name for supplier in notice.awards[0].suppliers] == ["Greenacre Ltd"]
    assert notice.url == f"https://www.contractsfinder.service.gov.uk/Notice/{GUID}"
    assert notice.segments[1].text == "Mowing\nand hedges"
    assert bad.notice is None
    assert "has no notice identifier" in bad.problems[0].reason


def test_a_page_of_a_file_is_read_when_no_setting_names_the_file_any_more(tmp_path: Path, make_client: Any) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "1", "ocid": "o", "tag": ["tender"]}\n{"id": "2", "ocid": "o", "tag": ["tender"]}\n')
    source = BulkFile.of(path=path)
    (page,) = source.pages(make_client(), WINDOW)

    reader = reader_of(source.name, {})

    assert reader is not None
    notices = [reading.notice for reading in reader.read(page.body, page.sha256, url=page.url)]
    assert [notice.source for notice in notices if notice] == [source.name] * 2


def test_files_are_declared_or_named_and_the_same_file_has_the_same_name(tmp_path: Path) -> None:
    settings = BulkFileSettings.model_validate({"files": {"history": {"url": "https://data.example/all.json.gz"}}})

    (declared,) = BulkFile.instances({"bulk_file": settings})

    assert (declared.name, declared.host) == ("bulk_file.history", "data.example")
    assert BulkFile.of(path=tmp_path / "a").name == BulkFile.of(path=tmp_path / "a").name
    assert BulkFile.of(path=tmp_path / "a").name != BulkFile.of(url="https://data.example/a").name
    assert BulkFile.instances({}) == []
    assert reader_of("find_a_tender_of_old", {}) is None
