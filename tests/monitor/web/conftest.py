"""A small database of invented notices, and an application over it that is asked without a network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from shutil import copyfile
from typing import Any

import httpx
import pytest

from monitor import config
from monitor.models import StoredProcurement
from monitor.services import Services
from monitor.store import commitments, judgements, ledger, notices
from monitor.store.engine import Store
from monitor.store.judgements import Judged
from monitor.web.app import create_app
from nlp.commitment import Commitment, Context, Level, Modality, Readability, Reading
from scrapers.notice import AuthorityKind, Money, Notice, NoticeType, Organisation, Regime, Segment, SetAside
from scrapers.page import Page, Receipt, Window

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
NORTHMERE = Organisation(
    name="Borough of Northmere", scheme="GB-PPON", identifier="PNOR-0001-AAAA", kind=AuthorityKind.SUB_CENTRAL
)
SOUTHMERE = Organisation(
    name="Borough of Southmere", scheme="GB-PPON", identifier="PSOU-0001-AAAA", kind=AuthorityKind.SUB_CENTRAL
)
TREES = "We welcome social value. The supplier must take on two apprentices a year, reported each quarter."
PAGE = json.dumps({"releases": []}).encode()


class StoppedClock:
    def now(self) -> datetime:
        return NOW

    def sleep(self, seconds: float) -> None:
        raise AssertionError(f"asked to sleep for {seconds} seconds")


class FoundWords:
    """A reader that finds "social value" and nothing else."""

    version = "test-1"

    def read(self, context: Context, segments: Sequence[Segment]) -> Reading:
        found = [mark(context.notice_id, one, "social value", "social_value", Level.NAMED) for one in segments]
        return Reading(commitments=tuple(one for one in found if one))


def mark(notice_id: str, segment: Segment, words: str, theme: str, level: Level) -> Commitment | None:
    start = segment.text.find(words)
    if start < 0:
        return None
    return Commitment(
        notice_id=notice_id,
        pointer=segment.pointer,
        start=start,
        end=start + len(words),
        quote=words,
        theme=theme,
        level=level,
        modality=Modality.MAY,
        found_by="test",
        extractor="test-1",
    )


def notice(number: int, text: str, **fields: Any) -> Notice:
    return Notice(
        **{
            "source": "find_a_tender",
            "id": f"{number:06}-2026",
            "ocid": f"ocds-example-{number}",
            "notice_type": NoticeType.UK4,
            "regime": Regime.ACT_2023,
            "published_at": datetime(2026, 11, number, 9, tzinfo=UTC),
            "buyer": NORTHMERE,
            "title": f"Care of street trees {number}",
            "value": Money(gross=Decimal(1_200_000), currency="GBP"),
            "url": f"https://notices.example/{number}",
            "segments": (Segment(pointer="/tender/description", text=text),),
            **fields,
        }
    )


@dataclass
class Asked:
    """The application, asked as a browser or a program would."""

    app: Any

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.send("GET", path, headers=headers)

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        async def sent() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://ethos.example") as client:
                return await client.request(method, path, **options)

        return asyncio.run(sent())


@pytest.fixture
def make() -> Callable[..., Notice]:
    return notice


@pytest.fixture
def found_words() -> FoundWords:
    return FoundWords()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, migrated once for all tests."""
    path = tmp_path_factory.mktemp("migrated") / "ethos.db"
    Store(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def services(tmp_path: Path, migrated: Path) -> Iterator[Services]:
    folder = tmp_path / "kept"
    folder.mkdir()
    copyfile(migrated, folder / "ethos.db")
    settings = config.Settings(
        database=config.DatabaseSettings(url=f"sqlite:///{folder}/ethos.db"),
        archive=config.ArchiveSettings(path=folder / "archive"),
    )
    made = Services(settings, clock=StoppedClock())
    yield made
    made.close()


@pytest.fixture
def keep(services: Services) -> Callable[..., None]:
    """Keep notices, and what was read in each: (words, theme, level), or that it can't be read."""

    def kept(one: Notice, *marks: tuple[str, str, Level], readable: bool = True, read: bool = True) -> None:
        found = [mark(one.id, text, *wanted) for wanted in marks for text in one.segments]
        reading = Reading(
            commitments=tuple(one for one in found if one),
            readability=Readability.READ if readable else Readability.CANNOT_TELL,
            reason=None if readable else "the text is in Welsh",
        )
        with services.store.writing() as session:
            notices.keep(session, [one], at=NOW)
            row = notices.by_id(session, one.id)
            assert row
            if read:
                item = commitments.Read(notice_key=row.key, digest=row.digest, reading=reading)
                commitments.keep(session, [item], extractor="test-1", at=NOW)
            judgements.put(
                session,
                [
                    StoredProcurement(
                        ocid=one.ocid,
                        buyer_name=row.buyer_name,
                        buyer_key=row.buyer_key,
                        regime="act_2023",
                        began_on=date(2026, 11, 1),
                        latest_at=NOW,
                        notices=1,
                        digest="d",
                        traced_at=NOW,
                    )
                ],
            )

    return kept


@pytest.fixture
def judge(services: Services) -> Callable[..., None]:
    """Keep a finding on a notice, and its flag where it is raised."""

    def judged(one: Notice, *evidence: tuple[str, str | None], indicator: str = "SV02", status: str = "raised") -> None:
        finding = Judged(
            ocid=one.ocid,
            indicator=indicator,
            notice_id=one.id,
            status=status,
            kind="practice",
            reason="social value is named, and nothing says what is to be done",
            evidence=tuple({"pointer": place, "quote": quote, "notice_id": one.id} for place, quote in evidence),
            legal_basis=({"text": "Procurement Act 2023, s.12(1)(b)", "url": "https://law.example/12"},),
        )
        with services.store.writing() as session:
            judgements.keep(session, [finding], rules="rules-1", as_of=date(2026, 11, 20), at=NOW)
            judgements.flag(session, [finding], rules="rules-1", at=NOW)

    return judged


@pytest.fixture
def empty(services: Services) -> Asked:
    return Asked(create_app(services))


@pytest.fixture
def web(services: Services, keep: Callable[..., None], judge: Callable[..., None]) -> Asked:
    """Three notices of two buyers, one with a flag; one archived page with a release set aside."""
    sha256 = services.archive.put(PAGE)
    trees = notice(1, TREES, page_sha256=sha256)
    keep(
        trees,
        ("social value", "social_value", Level.NAMED),
        ("must take on two apprentices a year, reported each quarter", "jobs_skills", Level.MEASURABLE),
        ("apprentices a year, reported each quarter.", "performance", Level.REQUIRED),
    )
    judge(trees, ("/tender/description", "social value"))
    keep(notice(2, "Grass is cut twice a month.", notice_type=NoticeType.UK7, ocid=trees.ocid))
    keep(notice(3, "Roads are mended.", buyer=SOUTHMERE, title="Road repair"))
    _walk(services, sha256)
    return Asked(create_app(services))


def _walk(services: Services, sha256: str) -> None:
    window = Window(since=datetime(2026, 11, 2, tzinfo=UTC), until=datetime(2026, 11, 3, tzinfo=UTC))
    receipt = Receipt(release_id="000002-2026", ocid="ocds-example-1", published="2026-11-02", position=0)
    page = Page(
        source="find_a_tender",
        url="https://api.example/1",
        number=1,
        body=PAGE,
        sha256=sha256,
        fetched_at=NOW,
        receipts=(receipt,),
    )
    with services.store.writing() as session:
        run = ledger.open_run(session, source="find_a_tender", at=NOW)
        walked = ledger.open_window(session, run=run, window=window, at=NOW)
        ledger.add_page(session, window=walked, page=page, days=["2026-11-02"])
        walked.ended_at = NOW
        session.add(walked)
        kept = ledger.unread(session)[0]
        problem = SetAside(reason="The release has no id.", pointer="/releases/0")
        ledger.was_read(session, page=kept, problems=[(problem, True)], at=NOW)
