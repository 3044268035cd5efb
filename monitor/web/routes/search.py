"""The first page: search notices, with the answer as a page, JSON or comma-separated values."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel

from monitor.services import Services
from monitor.store import commitments, search
from monitor.store.search import NoticeLine
from monitor.web import answers
from monitor.web.answers import Served
from monitor.web.asking import Asked, Asking, query
from monitor.web.words import path_part

router = APIRouter()
COLUMNS = (
    "notice_id", "published_at", "notice_type", "regime", "buyer", "title", "value", "currency", "themes", "strongest",
    "flags", "ocid", "source", "url",
)  # fmt: skip


class Notices(BaseModel):
    """A page of notices; ``next`` is the address of the following page."""

    total: int
    page: int
    size: int
    next: str | None
    items: list[NoticeLine]


@router.get("/", include_in_schema=False)
def page(services: Served, asked: Asking) -> Response:
    """The search form and its answer."""
    facts = found(services, asked)
    return answers.page("search", {**facts, "asked": asked, "indicators": services.indicators})


@router.get("/notices", include_in_schema=False)
@router.get("/search", include_in_schema=False)
def notices(request: Request) -> Response:
    """The list of notices is the first page."""
    return RedirectResponse(str(request.url.replace(scheme="", netloc="", path="/")))


@router.get("/notices.csv", include_in_schema=False)
def notices_table(request: Request) -> Response:
    """Its table is that of the first page."""
    return RedirectResponse(str(request.url.replace(scheme="", netloc="", path="/search.csv")))


@router.get("/notices.json", include_in_schema=False)
def notices_twin(request: Request) -> Response:
    """Its twin is that of the first page."""
    return RedirectResponse(str(request.url.replace(scheme="", netloc="", path="/search.json")))


@router.get("/search.json", include_in_schema=False)
@router.get("/api/notices", summary="Search notices, newest first", responses={200: {"model": Notices}})
def twin(request: Request, services: Served, asked: Asking) -> Response:
    """The answer of the search page."""
    return answers.json(found(services, asked, path=request.url.path))


@router.get("/search.csv", include_in_schema=False)
def table(services: Served, asked: Asking) -> Response:
    """The whole answer as comma-separated values, or the page of it that is asked for."""
    return answers.table(found(services, asked.whole)["items"], COLUMNS, "notices")


def found(services: Services, asked: Asked, *, path: str = "/search.json") -> dict[str, Any]:
    """The page of notices that is asked for; the address of the next is under ``path``."""
    wanted = query(services, asked)
    sqlite = services.store.is_sqlite
    with services.store.reading() as session:
        extractor = commitments.latest_extractor(session)
        lines = search.find_notices(session, wanted, extractor=extractor, sqlite=sqlite)
        total = search.count_notices(session, wanted, extractor=extractor, sqlite=sqlite)
    more = asked.page * asked.size < total
    return {
        "total": total,
        "page": asked.page,
        "size": asked.size,
        "next": asked.link(path, page=asked.page + 1) if more else None,
        "items": [{**asdict(line), "page_url": f"/notices/{path_part(line.notice_id)}"} for line in lines],
    }
