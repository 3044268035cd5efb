"""One procurement: its notices as a line of stations, and each commitment followed along it."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from monitor.tracing.thread import STATE_MEANINGS
from monitor.web import answers, procurement_facts, tracks
from monitor.web.answers import Served
from monitor.web.words import path_part

router = APIRouter()


@router.get("/procurements/{ocid:path}.json", include_in_schema=False)
@router.get("/api/procurements/{ocid:path}", summary="One procurement: its notices, threads and findings")
def twin(services: Served, ocid: str) -> Response:
    """The facts of a procurement's page."""
    return answers.json(procurement_facts.of(services, ocid))


@router.get("/procurements/{ocid:path}.csv", include_in_schema=False)
def table(services: Served, ocid: str) -> Response:
    """Every step of every thread as comma-separated values."""
    rows = procurement_facts.rows(procurement_facts.of(services, ocid))
    return answers.table(rows, procurement_facts.ROWS, "threads")


@router.get("/procurements/{ocid:path}", include_in_schema=False)
def page(services: Served, ocid: str) -> Response:
    """A procurement's page."""
    facts = procurement_facts.of(services, ocid)
    stations = {one["id"]: place for place, one in enumerate(facts["notices"])}
    return answers.page(
        "procurements",
        {
            **facts,
            "xs": tracks.places(len(stations)),
            "tracks": {one["id"]: tracks.track(one["steps"], stations) for one in facts["threads"]},
            "numbers": {name: place + 1 for name, place in stations.items()},
            "meanings": STATE_MEANINGS,
            "address": f"/procurements/{path_part(facts['procurement']['ocid'])}",
        },
    )
