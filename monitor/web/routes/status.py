"""Status: what is kept, what ran, and what was set aside."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from monitor import status
from monitor.services import Services
from monitor.web import answers
from monitor.web.answers import Served

router = APIRouter()
MOST = 100


@router.get("/status", include_in_schema=False)
def page(services: Served) -> Response:
    """The status page."""
    return answers.page("status", facts(services))


@router.get("/status.json", include_in_schema=False)
@router.get("/api/status", summary="What is kept, what ran, and what was set aside")
def twin(services: Served) -> Response:
    """The facts of the status page."""
    return answers.json(facts(services))


def facts(services: Services) -> dict[str, Any]:
    """How everything stands. Why a delivery failed is left out: it is the operator's, who has ``ethos status``."""
    found = status.run(services)
    return {
        "notices": found.notices,
        "commitments": found.commitments,
        "flags": found.flags,
        "unread_pages": found.unread_pages,
        "extractor": found.extractor,
        "rules": found.rules,
        "runs": [run.model_dump() for run in found.runs],
        "set_aside": [row.model_dump() for row in found.set_aside[:MOST]],
        "set_aside_total": len(found.set_aside),
        "owed": asdict(found.owed),
        "alerts": [
            {name: value for name, value in asdict(queue).items() if name != "trouble"} for queue in found.alerts
        ],
        "suspects": [{"indicator": one.indicator, "under_review": one.review} for one in found.suspects],
        "concerns": [
            {"source": one.source, "reason": one.reason, "raised_at": one.raised_at} for one in found.concerns
        ],
    }
