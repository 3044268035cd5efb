"""A buyer beside the others of its kind, with counts and intervals."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from monitor import benchmark
from monitor.errors import NothingFound
from monitor.services import Services
from monitor.store import pages
from monitor.web import answers
from monitor.web.answers import Served
from monitor.web.words import path_part

router = APIRouter()


@router.get("/benchmark/{key:path}.json", include_in_schema=False)
@router.get("/api/benchmark/{key:path}", summary="A buyer beside the others of its kind, with 95% intervals")
def twin(services: Served, key: str) -> Response:
    """The facts of the benchmark page."""
    return answers.json(facts(services, key))


@router.get("/benchmark/{key:path}", include_in_schema=False)
def page(services: Served, key: str) -> Response:
    """The benchmark page."""
    return answers.page("benchmark", facts(services, key))


def facts(services: Services, key: str) -> dict[str, Any]:
    """The comparison, or ``NothingFound``."""
    with services.store.reading() as session:
        if pages.buyer(session, key) is None:
            raise NothingFound(f"no buyer has the key {key[:80]!r}: /buyers lists those we have notices of")
    made = benchmark.run(services, key)
    return {
        "buyer": asdict(made.buyer),
        "peers": made.peers,
        "lines": [asdict(line) for line in made.lines],
        "buyer_url": f"/buyers/{path_part(key)}",
    }
