"""Every trouble as one shape, as a page to people and as JSON to programs: code, message, what to do next."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from alerts.errors import AlertError, BadAddress, DeliveryError
from monitor.errors import BadInput, BadSettings, DatabaseUnreachable, MonitorError, NothingFound
from monitor.subscriptions.errors import BadLink
from monitor.web import answers
from monitor.web.asking import HINTS
from monitor.web.headers import HEADERS
from nlp.errors import NlpError
from scrapers.errors import NoSuchPage, ScraperError

FOR_PROGRAMS = (".json", ".csv", ".atom")
LONGEST = 80
STATUSES: tuple[tuple[type[Exception], int], ...] = (
    (NothingFound, 404),
    (NoSuchPage, 404),
    (BadLink, 404),
    (BadAddress, 400),
    (BadInput, 400),
    (DatabaseUnreachable, 503),
    (BadSettings, 503),
    (AlertError, 503),
)
HIDDEN: tuple[tuple[type[Exception], str], ...] = (
    (DeliveryError, "The letter could not be sent just now, and nothing was kept."),
    (BadSettings, "A setting of this Ethos is not right, so this can't be done here."),
    (AlertError, "A setting of this Ethos is not right, so this can't be done here."),
)
"""What is said where the error's own words are for the operator alone."""
CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    500: "failed",
    503: "unavailable",
}
NEXT = {
    400: "Correct the address or the form and try again.",
    404: "Check the address, or search for it from the first page.",
    405: "Open the page by following a link to it.",
    413: "Send less text: only the notice's own words are needed.",
    500: "Try again; if it fails again, tell whoever runs this Ethos what you did.",
    503: "Try again in a few minutes; if it lasts, whoever runs this Ethos can see more with 'ethos status'.",
}
MESSAGES = {
    404: "There is no such page.",
    405: "This page can't be asked for in this way.",
    500: "Something went wrong here, and it is not your fault.",
    503: "The database can't be reached at the moment.",
}


class Trouble(BaseModel):
    """What went wrong, and what to do next."""

    code: str = Field(description=f"One of {', '.join(CODES.values())}")
    message: str
    next: str


class Answer(BaseModel):
    """The one shape of every trouble."""

    error: Trouble


RESPONSES: dict[int | str, dict[str, Any]] = {"default": {"model": Answer, "description": "What went wrong"}}
"""What each call may also answer, in the OpenAPI document."""


class TooLarge(MonitorError):
    """What was sent is larger than is taken."""


def told(application: FastAPI) -> None:
    """Answer each known trouble, and every other, in the one shape."""
    for root in (MonitorError, ScraperError, NlpError, AlertError):
        application.add_exception_handler(root, _known)
    application.add_exception_handler(RequestValidationError, _bad_parameter)
    application.add_exception_handler(HTTPException, _http)
    application.add_exception_handler(Exception, _unknown)


async def _known(request: Request, error: Exception) -> Response:
    if isinstance(error, TooLarge):
        return answer(request, 413, str(error))
    status = next((status for kind, status in STATUSES if isinstance(error, kind)), 500)
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return answer(request, status, str(error))
    # Where the database or a setting is at fault, the sentence names files and hosts that readers need not know.
    hidden = next((words for kind, words in HIDDEN if isinstance(error, kind)), MESSAGES[status])
    return answer(request, status, hidden)


async def _bad_parameter(request: Request, error: Exception) -> Response:
    first: dict[str, Any] = error.errors()[0] if isinstance(error, RequestValidationError) else {}
    name = str(first.get("loc", ("",))[-1])
    value = str(first.get("input", ""))
    shown = repr(value if len(value) <= LONGEST else value[:LONGEST] + "…")
    if first.get("type") == "extra_forbidden":
        return answer(request, 400, f"{name[:LONGEST]!r} is not a parameter of this page: /api lists those there are")
    hint = HINTS.get(name) or "write at most a few hundred characters"
    return answer(request, 400, f"the parameter {name} can't be {shown}: {hint}")


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    status = status if status in CODES else 400
    return answer(request, status, MESSAGES.get(status, "The request can't be understood."))


async def _unknown(request: Request, error: Exception) -> Response:  # noqa: ARG001 - the handler's shape
    return answer(request, 500, MESSAGES[500], headers=dict(HEADERS))


def answer(request: Request, status: int, message: str, *, headers: dict[str, str] | None = None) -> Response:
    """The trouble in the form the request came for."""
    sentence = f"{message[:1].upper()}{message[1:].removesuffix('.')}."
    facts = {"code": CODES[status], "message": sentence, "next": NEXT[status]}
    path = request.url.path
    if path.startswith("/api/") or path.endswith(FOR_PROGRAMS):
        return answers.json({"error": facts}, status=status, headers=headers)
    return answers.page("error", facts, status=status, headers=headers)
