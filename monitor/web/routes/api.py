"""The list of what programs may ask, made from the same OpenAPI document that they read."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from monitor.web import answers
from monitor.web.asking import MOST_ROWS

router = APIRouter()


@router.get("/api", include_in_schema=False)
def page(request: Request) -> Response:
    """The list as a page."""
    document: dict[str, Any] = request.app.openapi()
    calls = [
        {"path": path, "method": method.upper(), "summary": call["summary"], "parameters": call.get("parameters", [])}
        for path, methods in document["paths"].items()
        for method, call in methods.items()
    ]
    return answers.page("api", {"calls": calls, "most": MOST_ROWS})
