"""Pages of sources as they came, byte for byte."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from monitor.errors import NothingFound
from monitor.web.answers import Served

router = APIRouter()


@router.get("/archive/{sha256}", include_in_schema=False)
@router.get("/api/archive/{sha256}", summary="A page of a source as it came, byte for byte")
def page(services: Served, sha256: str) -> Response:
    """The bytes: saved and never shown, since others wrote them. They never change, so any copy will do."""
    if sha256 not in services.archive:
        raise NothingFound(f"no archived page has the name {sha256[:64]!r}: a notice's page links to its own")
    return Response(
        services.archive.get(sha256),
        media_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="{sha256}.json"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "public, max-age=31536000, immutable",
        },
    )
