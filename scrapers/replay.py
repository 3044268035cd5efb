"""A replay: archived or hand-written releases, served on loopback as their publishers' own APIs would serve them.

A release is served by the API that its OCID names, so that one replay serves every source from one directory.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from scrapers import replay_months
from scrapers.errors import AddressTaken
from scrapers.readers.regime import PORTALS
from scrapers.recording import Recording, load
from scrapers.replay_linked import CONTRACTS_FINDER, FIND_A_TENDER, Api, LinkedApi, Refused
from scrapers.replay_months import SCOTLAND, WALES, MonthsApi

PATHS = (FIND_A_TENDER.path, CONTRACTS_FINDER.path, replay_months.PATH)


class Replay:
    """A server of recorded releases, each at its publisher's API. Leave it, or ``close`` it, to free its port."""

    def __init__(self, releases: Iterable[Recording], *, host: str, port: int) -> None:
        by_portal: defaultdict[str, list[Recording]] = defaultdict(list)
        for release in releases:
            # Releases with an OCID of none of the four are hand-written: the first source's API takes them.
            by_portal[PORTALS.get((release.ocid or "")[:11], "find_a_tender")].append(release)
        self._count = sum(map(len, by_portal.values()))
        self._apis: tuple[Api, ...] = (
            LinkedApi(by_portal["find_a_tender"], FIND_A_TENDER),
            LinkedApi(by_portal["contracts_finder"], CONTRACTS_FINDER),
            MonthsApi((SCOTLAND, by_portal["public_contracts_scotland"]), (WALES, by_portal["sell2wales"])),
        )
        try:
            self._server = _Server((host, port), partial(_Handler, answer=self.answer))
        except OSError as error:
            raise AddressTaken(
                f"The replay can't listen on {host}:{port} ({error.strerror}): choose another port."
            ) from error
        self.address = f"http://{host}:{self._server.server_port}"
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self.serve_forever, name="replay", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return self._count

    def serve_forever(self) -> None:
        """Answer until the process is stopped, or ``close`` is called from another thread."""
        self._server.serve_forever(poll_interval=0.05)

    def close(self) -> None:
        """Stop answering and free the port."""
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._thread = None
        self._server.server_close()

    def answer(self, target: str) -> tuple[HTTPStatus, str, bytes]:
        """The status, content type and body for a request's target."""
        parts = urlsplit(target)
        try:
            return HTTPStatus.OK, "application/json", self._asked(parts.path, parts.query)
        except Refused as refused:
            return refused.status, "text/plain; charset=utf-8", refused.text.encode()

    def _asked(self, path: str, query: str) -> bytes:
        for api in self._apis:
            body = api.answer(self.address, path, query)
            if body is not None:
                return body
        raise Refused(HTTPStatus.NOT_FOUND, f"Nothing is served at {path}. Ask for {', '.join(PATHS)}.")


def serve(directory: Path, *, port: int = 0, host: str = "127.0.0.1") -> Replay:
    """A replay of every release under a directory, listening at once; port 0 takes any that is free."""
    return Replay(load(directory), host=host, port=port)


class _Server(ThreadingHTTPServer):
    daemon_threads = True


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 60

    def __init__(self, *args: Any, answer: Any) -> None:
        self._answer = answer
        super().__init__(*args)

    def do_GET(self) -> None:
        status, kind, body = self._answer(self.path)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Keep quiet: whoever serves says so once."""
