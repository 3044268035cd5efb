"""Buyers, and one buyer: what we have of it, newest first."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi import Query as Parameters
from fastapi.responses import Response

from monitor import principles, suspects
from monitor.errors import NothingFound
from monitor.services import Services
from monitor.store import buyers, commitments, pages, search
from monitor.store.search import Query
from monitor.web import answers, bars
from monitor.web.answers import Served
from monitor.web.asking import Paged
from monitor.web.words import path_part

router = APIRouter()
LATEST = 20
COLUMNS = ("buyer_key", "buyer", "kind", "nation", "notices", "procurements", "flags", "first", "last")

AskedBuyers = Annotated[Paged, Parameters()]


@router.get("/buyers", include_in_schema=False)
def page(services: Served, asked: AskedBuyers) -> Response:
    """The buyers that answer, those with most notices first."""
    return answers.page("buyers", {**found(services, asked), "asked": asked, "one": None})


@router.get("/buyers.json", include_in_schema=False)
@router.get("/api/buyers", summary="Search buyers by name or key, those with most notices first")
def twin(request: Request, services: Served, asked: AskedBuyers) -> Response:
    """The answer of the buyers page."""
    return answers.json(found(services, asked, path=request.url.path))


@router.get("/buyers.csv", include_in_schema=False)
def table(services: Served, asked: AskedBuyers) -> Response:
    """The whole answer as comma-separated values, or the page of it that is asked for."""
    return answers.table(found(services, asked.whole)["items"], COLUMNS, "buyers")


@router.get("/buyers/{key:path}.json", include_in_schema=False)
@router.get("/api/buyers/{key:path}", summary="One buyer: its latest notices and the flags that stand on them")
def one_twin(services: Served, key: str) -> Response:
    """The facts of a buyer's page."""
    return answers.json(one(services, key))


@router.get("/buyers/{key:path}", include_in_schema=False)
def one_page(services: Served, key: str) -> Response:
    """A buyer's page."""
    titles = {indicator.code: indicator.title for indicator in services.indicators}
    facts = one(services, key)
    pieces = {line["principle"]: bars.pieces(line) for line in facts["principles"]}
    return answers.page("buyers", {"one": facts, "pieces": pieces, "titles": titles, "asked": Paged()})


def found(services: Services, asked: Paged, *, path: str = "/buyers.json") -> dict[str, Any]:
    """The page of buyers that is asked for: by name or key, and dates; the address of the next is under ``path``."""
    name = asked.buyer or asked.words
    wanted = Query(buyer=name, since=asked.since, until=asked.until, limit=asked.size, offset=asked.offset)
    with services.store.reading() as session:
        lines = buyers.find(session, wanted)
        total = pages.count_buyers(session, wanted)
    more = asked.page * asked.size < total
    return {
        "total": total,
        "page": asked.page,
        "size": asked.size,
        "next": asked.link(path, page=asked.page + 1) if more else None,
        "items": [{**asdict(line), "page_url": f"/buyers/{path_part(line.buyer_key)}"} for line in lines],
    }


def one(services: Services, key: str) -> dict[str, Any]:
    """A buyer with its latest notices and flags, or ``NothingFound``."""
    sqlite = services.store.is_sqlite
    wanted = Query(buyer=key, limit=LATEST)
    with services.store.reading() as session:
        line = pages.buyer(session, key)
        if line is None:
            raise NothingFound(f"no buyer has the key {key[:80]!r}: /buyers lists those we have notices of")
        extractor = commitments.latest_extractor(session)
        notices = search.find_notices(session, wanted, extractor=extractor, sqlite=sqlite)
        flags = search.find_flags(session, wanted, extractor=extractor, sqlite=sqlite)
        # A key that is one word may also be part of another buyer's name, which the search takes too.
        ids = [row.notice_id for row in notices] + [row.notice_id or "" for row in flags]
        own = pages.of_buyer(session, key, ids)
    reviews = suspects.reviews(services)
    return {
        **asdict(line),
        "page_url": f"/buyers/{path_part(key)}",
        "benchmark_url": f"/benchmark/{path_part(key)}",
        "principles": [asdict(line) for line in principles.of_buyer(services, key)],
        "latest_notices": [
            {**asdict(row), "page_url": f"/notices/{path_part(row.notice_id)}"}
            for row in notices
            if row.notice_id in own
        ],
        "latest_flags": [
            {
                **asdict(row),
                "page_url": f"/notices/{path_part(row.notice_id or '')}",
                "under_review": reviews.get(row.indicator),
            }
            for row in flags
            if row.notice_id in own
        ],
    }
