"""Collecting from a local server as fast as it answers, archive and database writes included.

The yardstick is a bare loop that fetches the same pages, parses them and writes them to disk.
"""

from __future__ import annotations

import multiprocessing
import tempfile
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec

from benchmarks.generator import package
from benchmarks.measure import Shares, measured
from monitor import collect
from monitor.config import ArchiveSettings, DatabaseSettings, Settings
from monitor.services import Services
from monitor.store import ledger
from scrapers.archive import Archive
from scrapers.settings import SourceSettings
from scrapers.walks import linked_pages

PAGES = 400
WORDS = 400
DAY = datetime(2026, 8, 10, tzinfo=UTC)


def _serve(pipe: Connection, pages: int) -> None:
    """Answer every window with its share of the pages, linked one to the next."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)
            window = int(query["updatedFrom"][0][11:13]) // 6
            page = int(query.get("cursor", ["0"])[0])
            body = bodies[window * per_window + page]
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_port}"
    per_window = pages // 4
    bodies = []
    for number in range(pages):
        window, page = divmod(number, per_window)
        following = f"{_url(address, window)}&cursor={page + 1}" if page + 1 < per_window else None
        full = page + 1 < per_window
        first = number * 100
        bodies.append(package(range(first, first + (100 if full else 99)), following=following, words=WORDS))
    pipe.send((address, sum(map(len, bodies)) // len(bodies)))
    server.serve_forever()


def _url(address: str, window: int) -> str:
    """The first address of a quarter of the day."""
    ends = ("2026-08-10T06", "2026-08-10T12", "2026-08-10T18", "2026-08-11T00")
    since, until = f"2026-08-10T{window * 6:02d}:00:00", f"{ends[window]}:00:00"
    return f"{address}/api/1.0/ocdsReleasePackages?limit=100&updatedFrom={since}&updatedTo={until}"


def main() -> None:
    """Measure both."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.Process(target=_serve, args=(there, PAGES), daemon=True)
    server.start()
    address, size = here.recv()
    print(f"{PAGES} pages of 100 releases, {size / 1000:.0f} kB each")
    with tempfile.TemporaryDirectory() as folder:
        _bare(address, Path(folder))
        _collected(address, Path(folder))
    server.terminate()


def _bare(address: str, folder: Path) -> None:
    with httpx.Client() as client, measured() as span:
        pages = 0
        for window in range(4):
            url: str | None = _url(address, window)
            while url:
                body = client.get(url).content
                url = msgspec.json.decode(body).get("links", {}).get("next")
                (folder / f"{pages}.json").write_bytes(body)
                pages += 1
    print(f"bare loop   {pages / span.wall:6.0f} pages/s  {1000 * span.cpu / pages:5.1f} CPU s per 1,000 pages")


def _collected(address: str, folder: Path) -> None:
    shares = Shares()
    linked_pages.take = shares.wrap("parsing", linked_pages.take)
    Archive.put = shares.wrap("archive", Archive.put)  # type: ignore[method-assign]
    ledger.add_page = shares.wrap("database (receipts)", ledger.add_page)
    services = Services(
        Settings(
            database=DatabaseSettings(url=f"sqlite:///{folder}/ethos.db"),
            archive=ArchiveSettings(path=folder / "archive"),
            sources={"find_a_tender": SourceSettings(base_url=address, minimum_gap_seconds=0)},
        )
    )
    since = datetime(2026, 8, 9, 23, tzinfo=UTC)
    until = datetime(2026, 8, 10, 23, tzinfo=UTC)
    services.store.close()
    with measured() as span:
        outcome = collect.run(services, names=("find_a_tender",), since=since, until=until)
    services.close()
    rate, cpu = outcome.made / span.wall, 1000 * span.cpu / outcome.made
    print(f"collect     {rate:6.0f} pages/s  {cpu:5.1f} CPU s per 1,000 pages")
    print(f"            time: {shares.told(span.wall)}; failures: {outcome.failures}")
