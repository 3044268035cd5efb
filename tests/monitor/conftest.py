"""What tests of the application hand in: a clock that never sleeps, a reader of three phrases, sources on loopback."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from monitor.config import ArchiveSettings, DatabaseSettings, Settings, SourcesSettings
from monitor.models import Flag, StoredCommitment, StoredFinding, StoredNotice, StoredSegment
from monitor.outgoing import house
from monitor.services import Reader, Services
from monitor.store import events, judgements, notices
from monitor.store.judgements import Judged
from nlp.commitment import Commitment, Context, Level, Modality, Reading, Segment
from nlp.pipeline import Extractor
from scrapers.notice import Money, Notice, NoticeType, Organisation, Regime
from scrapers.notice import Segment as Text
from scrapers.replay import serve
from scrapers.settings import ScrapersSettings
from scrapers.source import catalogue

START = datetime(2026, 11, 24, 9, tzinfo=UTC)
NOBODY = "http://127.0.0.1:9"  # the port of the discard service (RFC 863), where nothing listens
PHRASES = {
    re.compile(r"real living wage"): ("fair_work", Level.SPECIFIED, Modality.MUST),
    re.compile(r"\d+ apprentices"): ("jobs_skills", Level.MEASURABLE, Modality.MUST),
    re.compile(r"social value is welcome"): ("social_value", Level.NAMED, Modality.NONE),
}
Answer = Callable[[str], tuple[int, dict[str, str], bytes]]


@dataclass
class FakeClock:
    moment: datetime = START

    def now(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)

    def pass_(self, **time: float) -> None:
        self.moment += timedelta(**time)


@dataclass(frozen=True)
class PhraseReader:
    """Finds three phrases: what the steps do with commitments needs no model."""

    version: str = "phrases-1"

    def read(self, context: Context, segments: Sequence[Segment]) -> Reading:
        found = [
            Commitment(
                notice_id=context.notice_id,
                pointer=segment.pointer,
                start=match.start(),
                end=match.end(),
                quote=match[0],
                theme=theme,
                level=level,
                modality=modality,
                found_by="phrase",
                extractor=self.version,
            )
            for segment in segments
            for phrase, (theme, level, modality) in PHRASES.items()
            for match in phrase.finditer(segment.text)
        ]
        return Reading(commitments=tuple(found))

    def read_many(self, notices: Iterable[tuple[Context, Sequence[Segment]]]) -> Iterator[Reading]:
        return (self.read(*notice) for notice in notices)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Extractor.load()


@pytest.fixture
def make_settings(tmp_path: Path, database_at: Callable[[str], str]) -> Callable[..., Settings]:
    """Settings over a folder of the test's own; ``source`` are those of Find a Tender, and no other is enabled."""

    def make(base_url: str = NOBODY, folder: str = "data", **source: Any) -> Settings:
        fields = {"base_url": base_url, "minimum_gap_seconds": 0, "least_per_weekday": 0, **source}
        return Settings(
            database=DatabaseSettings(url=database_at(folder)),
            archive=ArchiveSettings(path=tmp_path / folder / "archive"),
            scrapers=ScrapersSettings(attempts=2, connect_attempts=2),
            sources=SourcesSettings.model_validate(
                {
                    name: {"enabled": False}
                    for name, source in catalogue().items()
                    if "enabled" in source.settings_type.model_fields
                }
                | {"find_a_tender": fields}
            ),
        )

    return make


@pytest.fixture
def make_services(make_settings: Callable[..., Settings], clock: FakeClock) -> Iterator[Callable[..., Services]]:
    """Services over a database and archive of the test's own, with no channel unless one is handed in."""
    with ExitStack() as stack:

        def make(base_url: str = NOBODY, *, channels: Sequence[Any] = (), **given: Any) -> Services:
            reader = given.pop("reader", PhraseReader())
            made = Services(make_settings(base_url, **given), clock=clock, sent_over=channels, reader=reader)
            stack.callback(made.close)
            return made

        yield make


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    return make_services()


@pytest.fixture
def replayed(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Serves releases, or the files of a folder, as Find a Tender would; gives the address."""
    with ExitStack() as stack:

        def start(releases: Path | list[dict[str, Any]]) -> str:
            folder = releases if isinstance(releases, Path) else tmp_path / f"pages{len(list(tmp_path.iterdir()))}"
            if not isinstance(releases, Path):
                folder.mkdir()
                (folder / "page.json").write_text(json.dumps({"releases": releases}), encoding="utf-8")
            return stack.enter_context(serve(folder)).address

        yield start


@pytest.fixture
def answering() -> Iterator[Callable[[Answer], str]]:
    """Serves whatever a function says, for answers that no replay gives; gives the address."""
    with ExitStack() as stack:
        yield lambda answer: stack.enter_context(_server(answer))


@contextmanager
def _server(answer: Answer) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, headers, body = answer(self.path)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def release(number: int, date: str = "2026-11-23T10:00:00+00:00", **tender: Any) -> dict[str, Any]:
    """A tender notice of an invented office of central government, whom policy asks to score social value."""
    name = f"{number:06}-2026"
    party = {
        "id": "GB-PPON-POPL-1111-AAAA",
        "name": "Office for Public Ledgers",
        "identifier": {"scheme": "GB-PPON", "id": "POPL-1111-AAAA"},
        "contactPoint": {"email": "ada@ledgers.example", "telephone": "+44 1632 960000"},
        "roles": ["buyer"],
        "details": {"classifications": [{"scheme": "UK_CA_TYPE", "id": "publicAuthorityCentralGovernment"}]},
    }
    fields = {
        "id": f"T-{number}",
        "legalBasis": {"id": "2023/54", "scheme": "UKPGA"},
        "title": f"Ledger binding {number}",
        "description": "Binding of ledgers in cloth.",
        "value": {"amountGross": 1200000, "amount": 1000000, "currency": "GBP"},
        "procurementMethodDetails": "Open procedure",
        "mainProcurementCategory": "services",
        "aboveThreshold": True,
        "documents": [{"id": name, "documentType": "tenderNotice", "noticeType": "UK4"}],
    }
    return {
        "ocid": f"ocds-h6vhtk-{number:06x}",
        "id": name,
        "tag": ["tender"],
        "date": date,
        "initiationType": "tender",
        "parties": [party],
        "buyer": {"id": party["id"], "name": party["name"]},
        "tender": fields | tender,
        "language": "en",
    }


@pytest.fixture
def make_release() -> Callable[..., dict[str, Any]]:
    return release


@pytest.fixture
def make_notice() -> Callable[..., Notice]:
    def make(number: int = 1, text: str = "Binding of ledgers.", **changes: Any) -> Notice:
        fields: dict[str, Any] = {
            "source": "find_a_tender",
            "id": f"{number:06}-2026",
            "ocid": f"ocds-h6vhtk-{number:06x}",
            "notice_type": NoticeType.UK4,
            "regime": Regime.ACT_2023,
            "published_at": START - timedelta(days=1),
            "buyer": Organisation(name="Borough of Northmere", scheme="GB-PPON", identifier="PNRT-1111-AAAA"),
            "title": f"Ledgers {number}",
            "description": text,
            "segments": (Text(pointer="/tender/description", text=text),),
            "page_sha256": "0" * 64,
        }
        return Notice(**(fields | changes))

    return make


@pytest.fixture
def everything() -> Callable[[Services], dict[str, list[Any]]]:
    return kept_by


def kept_by(services: Services) -> dict[str, list[Any]]:
    """What is kept, without the numbers and times that differ from run to run."""
    with services.store.reading() as session:
        ids = {row.key: row.release_id for row in session.exec(select(StoredNotice))}
        return {
            "notices": sorted((row.release_id, row.ocid, row.digest) for row in session.exec(select(StoredNotice))),
            "segments": sorted(
                (ids[row.notice_key], row.number, row.text) for row in session.exec(select(StoredSegment))
            ),
            "commitments": sorted(
                (ids[row.notice_key], row.pointer, row.start, row.end, row.theme, row.level, row.found_by)
                for row in session.exec(select(StoredCommitment))
            ),
            "findings": sorted(
                (row.ocid, row.indicator, row.status, row.reason, json.dumps(row.evidence))
                for row in session.exec(select(StoredFinding))
            ),
            "flags": sorted(
                (row.ocid, row.indicator, row.notice_id, row.cleared_at is None) for row in session.exec(select(Flag))
            ),
        }


@pytest.fixture
def flagged(make_notice: Callable[..., Notice]) -> Callable[..., None]:
    """Raises flags on so many notices, as an assessment does."""

    def raise_flags(services: Services, *numbers: int) -> None:
        at = services.clock.now()
        findings = [
            Judged(
                ocid=f"ocds-h6vhtk-{number:06x}",
                indicator="OP01",
                notice_id=f"{number:06}-2026",
                status="raised",
                kind="duty",
                reason="No KPI is published.",
                evidence=({"pointer": "/tender/description", "quote": "Binding of ledgers."}, {"pointer": "/tender"}),
                legal_basis=({"text": "Procurement Act 2023, s.52", "url": "https://law.example/52"},),
            )
            for number in numbers
        ]
        money = Money(gross=Decimal("6000000.5"), currency="GBP")
        house.stand(services)
        with services.store.writing() as session:
            notices.keep(session, [make_notice(number, value=money) for number in numbers], at=at)
            new = judgements.flag(session, findings, rules="r1", at=at).new
            events.of_flags(session, judgements.flags(session, new), deadlines=(), passed=(), at=at)

    return raise_flags
