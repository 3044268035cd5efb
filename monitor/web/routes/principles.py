"""The seven principles: what each means, and which themes and indicators serve it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from monitor.errors import NothingFound
from monitor.indicators.principles import MEANINGS, Meaning, indicators_of, themes_of
from monitor.services import Services
from monitor.web import answers
from monitor.web.answers import Served

router = APIRouter()


@router.get("/principles", include_in_schema=False)
def page(services: Served) -> Response:
    """All seven."""
    return answers.page("principles", {**every(services), "one": None})


@router.get("/principles.json", include_in_schema=False)
@router.get("/api/principles", summary="The seven principles, with their themes and indicators")
def twin(services: Served) -> Response:
    """The facts of the principles page."""
    return answers.json(every(services))


@router.get("/principles/{name}.json", include_in_schema=False)
@router.get("/api/principles/{name}", summary="One principle, with its themes and indicators")
def one_twin(services: Served, name: str) -> Response:
    """The facts of one principle's page."""
    return answers.json(one(services, name))


@router.get("/principles/{name}", include_in_schema=False)
def one_page(services: Served, name: str) -> Response:
    """One principle."""
    return answers.page("principles", {"one": one(services, name)})


def every(services: Services) -> dict[str, Any]:
    """All principles, in the order they are always told in."""
    return {"items": [_facts(services, meaning) for meaning in MEANINGS]}


def one(services: Services, name: str) -> dict[str, Any]:
    """A principle by its code, or ``NothingFound``."""
    found = next((meaning for meaning in MEANINGS if meaning.principle.value == name.lower()), None)
    if found is None:
        raise NothingFound(f"no principle is called {name[:80]!r}: /principles lists the seven")
    return _facts(services, found)


def _facts(services: Services, meaning: Meaning) -> dict[str, Any]:
    return {
        "principle": meaning.principle.value,
        "title": meaning.title,
        "meaning": meaning.meaning,
        "note": meaning.note,
        "law": [{"text": str(citation), "url": citation.url} for citation in meaning.law],
        "themes": [
            {"theme": theme.code, "title": theme.title, "definition": theme.definition}
            for theme in themes_of(meaning.principle)
        ],
        "indicators": [
            {"code": indicator.code, "title": indicator.title, "definition": indicator.definition}
            for indicator in indicators_of(meaning.principle, services.indicators)
        ],
        "page_url": f"/principles/{meaning.principle.value}",
    }
