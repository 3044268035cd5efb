"""The indicators: what each asks, on what ground, and where it can be wrong."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from monitor import suspects
from monitor.errors import NothingFound
from monitor.indicators import principles
from monitor.indicators.base import Indicator
from monitor.indicators.suspicion import Suspicion
from monitor.services import Services
from monitor.store import commitments, pages
from monitor.store.search import Query
from monitor.web import answers
from monitor.web.answers import Served

router = APIRouter()


@router.get("/indicators", include_in_schema=False)
def page(services: Served) -> Response:
    """All indicators."""
    return answers.page("indicators", {**every(services), "one": None})


@router.get("/indicators.json", include_in_schema=False)
@router.get("/api/indicators", summary="The indicators: what each asks, and on what ground")
def twin(services: Served) -> Response:
    """The facts of the indicators page."""
    return answers.json(every(services))


@router.get("/indicators/{code}.json", include_in_schema=False)
@router.get("/api/indicators/{code}", summary="One indicator, with its method, exclusions and limits")
def one_twin(services: Served, code: str) -> Response:
    """The facts of one indicator's page."""
    return answers.json(one(services, code))


@router.get("/indicators/{code}", include_in_schema=False)
def one_page(services: Served, code: str) -> Response:
    """One indicator."""
    return answers.page("indicators", {"one": one(services, code)})


def every(services: Services) -> dict[str, Any]:
    """All indicators in short."""
    counted = {one.indicator: one for one in suspects.every(services)}
    return {"items": [_short(services, indicator, counted[indicator.code]) for indicator in services.indicators]}


def one(services: Services, code: str) -> dict[str, Any]:
    """An indicator in full with how many flags of it stand, or ``NothingFound``."""
    indicator = next((one for one in services.indicators if one.code.lower() == code.lower()), None)
    if indicator is None:
        raise NothingFound(f"no indicator is called {code[:80]!r}: /indicators lists those there are")
    counted = next(one for one in suspects.every(services) if one.indicator == indicator.code)
    with services.store.reading() as session:
        flags = pages.count_flags(
            session,
            Query(indicator=indicator.code),
            extractor=commitments.latest_extractor(session),
            sqlite=services.store.is_sqlite,
        )
    return {
        **_short(services, indicator, counted),
        "method": indicator.method,
        "why": indicator.why,
        "themes": list(indicator.themes),
        "exclusions": list(indicator.exclusions),
        "honest_reasons": list(indicator.honest_reasons),
        "limits": list(indicator.limits),
        "parameters": [
            {"name": row.name, "value": getattr(indicator, row.name), "default": row.default, "meaning": row.meaning}
            for row in indicator.parameters()
        ],
        "flags": flags,
    }


def _short(services: Services, indicator: Indicator, counted: Suspicion) -> dict[str, Any]:
    return {
        "code": indicator.code,
        "title": indicator.title,
        "kind": indicator.kind.value,
        "definition": indicator.definition,
        "legal_basis": list(services.citations[indicator.code]),
        "page_url": f"/indicators/{indicator.code}",
        "principles": [principle.value for principle in principles.of_indicator(indicator.code)],
        "raised": counted.raised,
        "judged": counted.judged,
        "cannot_tell": counted.cannot_tell,
        "share": counted.share,
        "low": counted.low,
        "high": counted.high,
        "plausible_share": counted.plausible,
        "plausible_because": counted.plausible_because,
        "under_review": counted.review,
    }
