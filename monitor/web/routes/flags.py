"""Flags that stand: a page, JSON, comma-separated values, and feeds of any search."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel

from alerts.feeds import Feed, atom, json_feed, stable_id
from alerts.message import Item
from monitor import suspects
from monitor.outgoing.items import item
from monitor.services import Services
from monitor.store import commitments, pages, search
from monitor.store.search import FlagLine
from monitor.web import answers
from monitor.web.answers import Served
from monitor.web.asking import Asked, Asking, query
from monitor.web.words import path_part

router = APIRouter()
COLUMNS = (
    "flag", "indicator", "kind", "raised_at", "published_at", "buyer", "title", "value", "currency", "reason",
    "evidence", "legal_basis", "notice_id", "notice_type", "ocid", "url", "page_sha256", "under_review",
)  # fmt: skip


class Flags(BaseModel):
    """A page of flags; ``next`` is the address of the following page."""

    total: int
    page: int
    size: int
    next: str | None
    items: list[FlagLine]


@router.get("/flags", include_in_schema=False)
def page(services: Served, asked: Asking) -> Response:
    """The flags that answer, with their words and rules."""
    titles = {one.code: one.title for one in services.indicators}
    facts = found(services, asked)
    return answers.page("flags", {**facts, "asked": asked, "titles": titles, "indicators": services.indicators})


@router.get("/flags.json", include_in_schema=False)
@router.get("/api/flags", summary="Search flags that stand, newest notice first", responses={200: {"model": Flags}})
def twin(request: Request, services: Served, asked: Asking) -> Response:
    """The answer of the flags page."""
    return answers.json(found(services, asked, path=request.url.path))


@router.get("/flags.csv", include_in_schema=False)
def table(services: Served, asked: Asking) -> Response:
    """The whole answer as comma-separated values, or the page of it that is asked for."""
    return answers.table(found(services, asked.whole)["items"], COLUMNS, "flags")


@router.get("/flags.atom", include_in_schema=False)
def as_atom(services: Served, asked: Asking) -> Response:
    """The answer as an Atom feed."""
    return Response(_feed(services, asked, "/flags.atom", atom), media_type="application/atom+xml")


@router.get("/flags.feed.json", include_in_schema=False)
def as_json_feed(services: Served, asked: Asking) -> Response:
    """The answer as a JSON Feed."""
    return Response(_feed(services, asked, "/flags.feed.json", json_feed), media_type="application/feed+json")


def found(services: Services, asked: Asked, *, path: str = "/flags.json") -> dict[str, Any]:
    """The page of flags that is asked for; the address of the next is under ``path``."""
    wanted = query(services, asked)
    sqlite = services.store.is_sqlite
    reviews = suspects.reviews(services)
    with services.store.reading() as session:
        extractor = commitments.latest_extractor(session)
        lines = search.find_flags(session, wanted, extractor=extractor, sqlite=sqlite)
        total = pages.count_flags(session, wanted, extractor=extractor, sqlite=sqlite)
    more = asked.page * asked.size < total
    return {
        "total": total,
        "page": asked.page,
        "size": asked.size,
        "next": asked.link(path, page=asked.page + 1) if more else None,
        "items": [
            {
                **asdict(line),
                "page_url": f"/notices/{path_part(line.notice_id or '')}",
                "under_review": reviews.get(line.indicator),
            }
            for line in lines
        ],
    }


def _feed(services: Services, asked: Asked, path: str, written: Callable[[Feed, Iterable[Item]], bytes]) -> bytes:
    wanted = query(services, asked)
    root = services.settings.web.public_url.rstrip("/")
    titles = {one.code: one.title for one in services.indicators}
    with services.store.reading() as session:
        extractor = commitments.latest_extractor(session)
        lines = search.find_flags(session, wanted, extractor=extractor, sqlite=services.store.is_sqlite)
    narrowed = asked.model_dump(mode="json", exclude_none=True, exclude={"page", "size"})
    told = ", ".join(f"{name} {value}" for name, value in narrowed.items())
    feed = Feed(
        id=stable_id(asked.link("feed:flags")),
        title=f"Ethos flags: {told}" if told else "Ethos flags",
        updated=services.clock.now(),
        home_url=root + asked.link("/flags"),
        self_url=root + asked.link(path),
    )
    return written(feed, (item(line, titles.get(line.indicator, ""), root) for line in lines))
