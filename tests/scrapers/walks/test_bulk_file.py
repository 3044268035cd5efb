from __future__ import annotations

import gzip
import json
import os
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from scrapers.errors import ArchiveUnwritable, BadPage
from scrapers.page import Page, Window
from scrapers.readers import package as packages
from scrapers.walks.bulk_file import BulkPages, progress_of

WINDOW = Window(since=datetime(2026, 8, 9, tzinfo=UTC), until=datetime(2026, 8, 10, tzinfo=UTC))
CSV_HEADER = b"Notice Identifier,Title,Published Date\r\n"


def release(number: int) -> dict[str, Any]:
    return {"id": f"{number:06}-2026", "ocid": f"ocds-h6vhtk-{number:06x}", "date": "2026-08-10T09:00:00Z"}


def lines(count: int, first: int = 0) -> bytes:
    return b"".join(json.dumps(release(number)).encode() + b"\n" for number in range(first, first + count))


def document(count: int, first: int = 0) -> bytes:
    return json.dumps({"uri": "u", "releases": [release(n) for n in range(first, first + count)], "links": {}}).encode()


def rows(count: int) -> bytes:
    return CSV_HEADER + b"".join(b'N%d,"Roofs\nand %d",01/04/2026\r\n' % (n, n) for n in range(count))


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return path


def written(path: Path, body: bytes) -> Path:
    path.write_bytes(body)
    return path


FILES: dict[str, Callable[[Path], Path]] = {
    "lines": lambda at: written(at / "a.jsonl", lines(11)),
    "lines, some blank, with a mark": lambda at: written(at / "a", b"\xef\xbb\xbf" + lines(5) + b"\n \n" + lines(6, 5)),
    "a package": lambda at: written(at / "a.json", document(11)),
    "a list, a release a line": lambda at: written(
        at / "a.json", b"[\n" + lines(11).replace(b"\n", b",\n")[:-2] + b"\n]"
    ),
    "a list over many lines": lambda at: written(
        at / "a.json", json.dumps([release(n) for n in range(11)], indent=2).encode()
    ),
    "packages, one a line": lambda at: written(at / "a.jsonl", document(4) + b"\n" + document(7, 4) + b"\n"),
    "records": lambda at: written(
        at / "a.json",
        json.dumps({"records": [{"ocid": "o", "releases": [release(n) for n in range(11)]}]}).encode(),
    ),
    "compiled releases": lambda at: written(
        at / "a.jsonl",
        b"".join(json.dumps({"ocid": "o", "compiledRelease": release(n)}).encode() + b"\n" for n in range(11)),
    ),
    "gzip": lambda at: written(at / "a.gz", gzip.compress(lines(11))),
    "zip": lambda at: zipped(
        at / "a.zip",
        {"1.jsonl": lines(4), "2.json": document(5, 4), "__MACOSX/x": b"no", "3.json.gz": gzip.compress(lines(2, 9))},
    ),
}


def walk(path: Path, client: Any, resume: str | None = None, *, size: int = 3) -> list[Page]:
    return list(BulkPages(path=path, releases_per_page=size).pages(client, WINDOW, resume))


def ids(pages: list[Page]) -> list[str | None]:
    return [receipt.release_id for page in pages for receipt in page.receipts]


@pytest.mark.parametrize("make", FILES.values(), ids=FILES)
class TestOfEveryPacking:
    def test_pages_are_packages_of_so_many_releases(
        self, make: Callable[[Path], Path], tmp_path: Path, make_client: Any
    ) -> None:
        pages = walk(make(tmp_path), make_client())

        found = [one for page in pages for one in packages.releases(packages.decode(page.body), where="a page")]
        assert found == [release(number) for number in range(11)]
        assert ids(pages) == [one["id"] for one in found]
        assert max(len(page.receipts) for page in pages) == 3
        assert [page.next_url is None for page in pages] == [False] * (len(pages) - 1) + [True]
        assert len({page.url for page in pages}) == len(pages)

    def test_an_import_goes_on_exactly_where_it_was_killed(
        self, make: Callable[[Path], Path], tmp_path: Path, make_client: Any
    ) -> None:
        path = make(tmp_path)
        whole = walk(path, make_client())

        for place, page in enumerate(whole[:-1], start=1):
            rest = walk(path, make_client(), page.next_url)
            assert [(one.url, one.sha256, one.receipts) for one in rest] == [
                (one.url, one.sha256, one.receipts) for one in whole[place:]
            ]


def test_rows_of_a_table_stay_rows_under_their_headings(tmp_path: Path, make_client: Any) -> None:
    path = written(tmp_path / "a.csv", rows(7))

    pages = walk(path, make_client())

    assert [page.body.startswith(CSV_HEADER) for page in pages] == [True] * 3
    assert b"".join(page.body.removeprefix(CSV_HEADER) for page in pages) == rows(7).removeprefix(CSV_HEADER)
    assert ids(pages) == [f"N{number}" for number in range(7)]
    assert pages[0].receipts[0].published == "2026-03-31T23:00:00+00:00"
    assert [one.sha256 for one in walk(path, make_client(), pages[0].next_url)] == [one.sha256 for one in pages[1:]]


def test_a_line_that_is_no_json_is_set_aside_and_its_neighbours_kept(tmp_path: Path, make_client: Any) -> None:
    path = written(tmp_path / "a.jsonl", lines(2) + b'{"id": "broken\n' + lines(2, 2))

    (page,) = walk(path, make_client(), size=10)

    assert ids([page]) == ["000000-2026", "000001-2026", None, "000002-2026", "000003-2026"]
    (aside,) = json.loads(page.body)["setAside"]
    assert aside["reason"].startswith("Entry 3 (byte ")
    assert aside["begins"] == '{"id": "broken'


@pytest.mark.parametrize(
    ("name", "body", "kept"),
    [
        ("cut.json", document(9)[:-120], 7),
        ("cut.gz", gzip.compress(lines(2000), mtime=0)[:-300], None),
        ("cut.csv.gz", gzip.compress(rows(3000), mtime=0)[:-300], None),
    ],
)
def test_a_file_that_is_cut_short_keeps_what_it_has_and_says_so(
    tmp_path: Path, make_client: Any, name: str, body: bytes, kept: int | None
) -> None:
    pages = walk(written(tmp_path / name, body), make_client(), size=5000)

    reason = json.loads(pages[-1].body)["setAside"][0]["reason"]
    found = [one for one in ids(pages) if one]
    assert "copy the file again" in reason
    assert name in reason
    assert len(found) == kept if kept else 0 < len(found) < 3000
    assert pages[-1].next_url is None


def test_what_json_does_not_allow_stays_byte_for_byte(tmp_path: Path, make_client: Any) -> None:
    odd = b'{"id":"a","n":1e9999,"t":"caf\xe9"}'

    (page,) = walk(written(tmp_path / "a.jsonl", odd + b"\n" + lines(1)), make_client())

    assert odd in page.body
    assert ids([page]) == ["a", "000000-2026"]


def test_progress_is_told_in_bytes_of_the_file(tmp_path: Path, make_client: Any) -> None:
    path = written(tmp_path / "a.jsonl", lines(7))

    progress = [progress_of(page) for page in walk(path, make_client())]

    size = len(lines(7))
    assert progress == [(size * 3 // 7, size), (size * 6 // 7, size), None]


@pytest.mark.parametrize("name", ["a.gz", "a.zip"])
def test_progress_of_a_packed_file_never_goes_beyond_it(tmp_path: Path, make_client: Any, name: str) -> None:
    make = {"a.gz": FILES["gzip"], "a.zip": FILES["zip"]}[name]

    progress = [one for one in map(progress_of, walk(make(tmp_path), make_client())) if one]

    assert all(0 <= done <= of for done, of in progress)
    assert progress == sorted(progress)


def test_a_file_that_changed_since_is_not_gone_on_with(tmp_path: Path, make_client: Any) -> None:
    path = written(tmp_path / "a.jsonl", lines(7))
    first = walk(path, make_client())[0]
    path.write_bytes(lines(8))
    os.utime(path, (1, 1))

    with pytest.raises(BadPage, match="has changed since its import began"):
        walk(path, make_client(), first.next_url)


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("a.json", b"", "holds no releases"),
        ("a.json", b'{"releases":[]}', "holds no releases"),
        ("a.zip", b"PK\x03\x04broken", "damaged zip file"),
        ("none.json", None, "can't be read"),
        (".", None, "is a directory"),
    ],
)
def test_a_file_without_releases_is_told_by_its_name(
    tmp_path: Path, make_client: Any, name: str, body: bytes | None, words: str
) -> None:
    if body is not None:
        (tmp_path / name).write_bytes(body)

    with pytest.raises(BadPage, match=words):
        walk(tmp_path / name, make_client())


def test_an_empty_zip_holds_no_files(tmp_path: Path, make_client: Any) -> None:
    with pytest.raises(BadPage, match="holds no"):
        walk(zipped(tmp_path / "a.zip", {"folder/": b""}), make_client())


def test_a_file_at_an_address_is_brought_once_and_thrown_away_at_the_end(tmp_path: Path, make_client: Any) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, content=lines(7))

    pages = BulkPages(url="https://notices.example/all.jsonl", folder=tmp_path / "new", releases_per_page=3)

    first = next(pages.pages(make_client(answer), WINDOW))
    rest = list(pages.pages(make_client(answer), WINDOW, first.next_url))

    assert asked == ["https://notices.example/all.jsonl"]
    assert first.url == "https://notices.example/all.jsonl#"
    assert len(ids([first, *rest])) == 7
    assert list((tmp_path / "new").iterdir()) == []


def test_a_folder_that_can_not_be_written_is_told(tmp_path: Path, make_client: Any) -> None:
    (tmp_path / "file").write_bytes(b"")
    pages = BulkPages(url="https://notices.example/all.jsonl", folder=tmp_path / "file" / "new")

    with pytest.raises(ArchiveUnwritable, match="set download_folder"):
        list(pages.pages(make_client(lambda _: httpx.Response(200, content=lines(1))), WINDOW))
