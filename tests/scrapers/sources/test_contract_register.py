from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from scrapers.declarations import ContractRegisterSettings
from scrapers.errors import BadPage
from scrapers.page import Window
from scrapers.sources.contract_register import ContractRegister

CSV = b"Reference,Title,Supplier,Start date\nN1,Taxis,Cars Ltd,01/04/2026\nN2,,Vans Ltd,01/04/2026\n"
WINDOW = Window(since=datetime(2026, 8, 9, tzinfo=UTC), until=datetime(2026, 8, 10, tzinfo=UTC))


def source(**declared: Any) -> ContractRegister:
    settings = ContractRegisterSettings.model_validate({"registers": {"northmere": {"title": "Northmere", **declared}}})
    (made,) = ContractRegister.instances({"contract_register": settings})
    assert isinstance(made, ContractRegister)
    return made


def test_a_register_is_one_page_with_a_receipt_for_each_row(make_client: Any) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, content=CSV)

    made = source(url="https://northmere.example/data/register.csv?v=2", buyer="Borough of Northmere")

    (page,) = made.pages(make_client(answer, base_url=made.base_url), WINDOW)
    notices = [reading.notice for reading in made.read(page.body, page.sha256)]

    assert asked == ["https://northmere.example/data/register.csv?v=2"]
    assert (page.body, page.next_url) == (CSV, None)
    assert notices[0] is not None
    assert [receipt.release_id for receipt in page.receipts] == [notices[0].id, None]
    assert (notices[0].source, notices[1]) == ("contract_register.northmere", None)
    assert notices[0].buyer is not None


def test_a_register_on_disk_is_read_without_asking_anybody(make_client: Any, tmp_path: Path) -> None:
    (tmp_path / "register.csv").write_bytes(CSV)
    made = source(path=str(tmp_path / "register.csv"))

    (page,) = made.pages(make_client(), WINDOW)

    assert page.url == (tmp_path / "register.csv").as_uri()
    assert len(page.receipts) == 2


@pytest.mark.parametrize(("name", "words"), [("none.csv", "can't be read"), (".", "is a directory")])
def test_a_file_that_can_not_be_read_is_told_by_its_name(
    make_client: Any, tmp_path: Path, name: str, words: str
) -> None:
    with pytest.raises(BadPage, match=words):
        list(source(path=str(tmp_path / name)).pages(make_client(), WINDOW))


def test_nothing_is_collected_that_is_not_declared() -> None:
    assert ContractRegister.instances({}) == []
    assert not ContractRegister().enabled
    assert list(ContractRegister().read(CSV, "f" * 64)) == []


def test_a_file_has_one_window_and_none_for_no_time() -> None:
    made = source(url="https://northmere.example/r.csv")

    assert list(made.windows(WINDOW.since, WINDOW.until)) == [WINDOW]
    assert list(made.windows(WINDOW.since, WINDOW.since)) == []
