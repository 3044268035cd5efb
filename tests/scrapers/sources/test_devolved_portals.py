from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from scrapers.notice import Nation, NoticeType
from scrapers.replay import serve
from scrapers.settings import ScrapersSettings, SourceSettings
from scrapers.source import Source
from scrapers.sources.public_contracts_scotland import PublicContractsScotland
from scrapers.sources.sell2wales import Sell2wales

PORTALS = [(PublicContractsScotland, "ocds-r6ebe6", Nation.SCOTLAND), (Sell2wales, "ocds-kuma6s", Nation.WALES)]


def release(prefix: str, number: int, tag: str, date: str) -> dict[str, Any]:
    """A release as these portals publish it: Scotland's has no id."""
    found = {
        "ocid": f"{prefix}-{number:06}",
        "date": date,
        "tag": [tag],
        "language": "EN",
        "buyer": {"id": "org-1", "name": "Cyngor Northmere Council"},
        "tender": {
            "title": "Gwasanaethau cynnal a chadw'r t\u0177 / House upkeep",
            "documents": [{"id": f"JUN{number:06}", "documentType": f"{tag}Notice"}],
        },
    }
    return found if prefix == "ocds-r6ebe6" else {**found, "id": f"{prefix}-{number:06}-release-1"}


@pytest.mark.parametrize(("kind", "prefix", "nation"), PORTALS, ids=["scotland", "wales"])
def test_months_are_collected_whole_from_a_replay_and_read(
    tmp_path: Path, clock: Any, gate: Any, kind: type[Source], prefix: str, nation: Nation
) -> None:
    dates = ["2026-05-31T22:59:59Z", "2026-05-31T23:00:00Z", "2026-06-30T00:00:00Z", "2026-07-01T09:00:00Z"]
    tags = ["planning", "tender", "award", "tenderUpdate"]
    releases = [release(prefix, number, *pair) for number, pair in enumerate(zip(tags, dates, strict=True))]
    (tmp_path / "page.json").write_text(json.dumps({"releases": releases}))

    with serve(tmp_path) as replay:
        source = kind(SourceSettings(base_url=replay.address))
        with source.client(ScrapersSettings(), gate, clock, Random(1)) as client:
            windows = list(source.windows(datetime(2026, 5, 10, tzinfo=UTC), datetime(2026, 7, 2, tzinfo=UTC)))
            pages = [page for window in windows for page in source.pages(client, window)]

    notices = [reading.notice for page in pages for reading in source.read(page.body, page.sha256)]
    assert [notice.notice_type for notice in notices if notice] == [
        NoticeType.PLANNING, NoticeType.TENDER, NoticeType.AWARD, NoticeType.TENDER,
    ]  # fmt: skip
    assert [notice.id for notice in notices if notice] == [
        receipt.release_id for page in pages for receipt in page.receipts
    ]
    assert all(notice and notice.buyer and notice.buyer.nation == nation for notice in notices)
    assert all(notice and "t\u0177" in (notice.title or "") for notice in notices)


@pytest.mark.parametrize("kind", [PublicContractsScotland, Sell2wales])
def test_an_empty_month_is_read_as_nothing_and_is_no_trouble(kind: type[Source]) -> None:
    assert list(kind().read(b'{"uri": "x", "version": "1.1", "publishedDate": "2026-06-01"}', "0" * 64)) == []
