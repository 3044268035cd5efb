"""Answers of every form: pages, JSON, comma-separated values, feeds."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import msgspec
from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from monitor.publish import plain
from monitor.services import Services
from monitor.web.words import FILTERS, GLOBALS, money

_environment = Environment(
    loader=PackageLoader("monitor.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals |= {**GLOBALS, "money": money}
_environment.filters |= FILTERS
_encoder = msgspec.json.Encoder(decimal_format="number")


async def services_of(request: Request) -> Services:
    """The services that the application was made with."""
    made: Services = request.app.state.services
    return made


Served = Annotated[Services, Depends(services_of)]


def page(
    name: str, facts: Mapping[str, Any], *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """A page from the template of this name."""
    return HTMLResponse(
        _environment.get_template(f"{name}.html").render(facts), status_code=status, headers=dict(headers or {})
    )


def json(facts: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """The facts as JSON, indented so that a person can read them too."""
    body = msgspec.json.format(_encoder.encode(facts), indent=1)
    return Response(body, status_code=status, media_type="application/json", headers=dict(headers or {}))


def table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], name: str) -> Response:
    """Rows as comma-separated values under a heading, safe to open in a spreadsheet."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([plain(row.get(column)) for column in columns])
    return Response(
        buffer.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
