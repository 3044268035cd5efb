"""The themes that are read, and what counts as each."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from monitor.web import answers
from monitor.web.words import LEVEL_MEANINGS, LEVELS
from nlp.taxonomy.themes import themes

router = APIRouter()


@router.get("/themes", include_in_schema=False)
def page() -> Response:
    """All themes."""
    return answers.page("themes", facts())


@router.get("/themes.json", include_in_schema=False)
@router.get("/api/themes", summary="The themes that are read, and the levels of firmness")
def twin() -> Response:
    """The facts of the themes page."""
    return answers.json(facts())


def facts() -> dict[str, Any]:
    """Themes and levels."""
    return {
        "items": [asdict(theme) for theme in themes()],
        "levels": [{"level": level, "title": LEVELS[level], "meaning": LEVEL_MEANINGS[level]} for level in LEVELS],
    }
