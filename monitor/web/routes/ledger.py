"""The ledger: for each source and day, what was walked and what came."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi import Query as Parameters
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, field_validator

from monitor import collect
from monitor.services import Services
from monitor.store import ledger
from monitor.store.days import Day, lines
from monitor.web import answers
from monitor.web.answers import Served
from monitor.web.asking import EARLIEST, LATEST

router = APIRouter()
MOST_DAYS = 92
COLUMNS = tuple(field.name for field in fields(Day))


class Days(BaseModel):
    """Which days are asked for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: date | None = Field(default=None, ge=EARLIEST, le=LATEST, description="From this UK day")
    until: date | None = Field(default=None, ge=EARLIEST, le=LATEST, description="To this UK day")

    @field_validator("*", mode="before")
    @classmethod
    def _emptied(cls, value: Any) -> Any:
        return value or None


AskedDays = Annotated[Days, Parameters()]


@router.get("/ledger", include_in_schema=False)
def page(services: Served, days: AskedDays) -> Response:
    """The ledger's page."""
    return answers.page("ledger", {**facts(services, days), "days": days})


@router.get("/ledger.json", include_in_schema=False)
@router.get("/api/ledger", summary="For each source and day, what was walked and what came")
def twin(services: Served, days: AskedDays) -> Response:
    """The facts of the ledger's page."""
    return answers.json(facts(services, days))


@router.get("/ledger.csv", include_in_schema=False)
def table(services: Served, days: AskedDays) -> Response:
    """The lines as comma-separated values."""
    return answers.table(facts(services, days)["items"], COLUMNS, "ledger")


def facts(services: Services, days: Days) -> dict[str, Any]:
    """A line a day, newest first: of all that were asked for, the last 92 of each source."""
    items: list[Day] = []
    with services.store.reading() as session:
        for name in ledger.known_sources(session):
            known = services.sources.get(name)
            least = collect.least(known) if known else [0] * 7
            found = lines(session, source=name, least=least, since=days.since, until=days.until)
            items += reversed(found[-MOST_DAYS:])
    return {"most_days": MOST_DAYS, "items": [asdict(line) for line in items]}
