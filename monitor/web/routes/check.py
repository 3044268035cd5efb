"""Check a draft before it is published. Nothing of it is kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import parse_qs

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from monitor import check
from monitor.check import theme_lines
from monitor.errors import BadInput
from monitor.extract import context
from monitor.files import commitment_line
from monitor.services import Services
from monitor.web import answers, marks
from monitor.web.answers import Served
from monitor.web.errors import TooLarge
from monitor.web.marks import Span

router = APIRouter()
MOST_CHARACTERS = 100_000
MOST_BYTES = 12 * MOST_CHARACTERS  # a form may write one character as four escaped bytes
PRIVATE = {"Cache-Control": "no-store"}


class Draft(msgspec.Struct, forbid_unknown_fields=True):
    """What a program sends: the draft's text."""

    text: str


SENT = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
            }
        },
    }
}


@router.get("/check", include_in_schema=False)
def form() -> Response:
    """The form, empty."""
    return answers.page("check", {"most": MOST_CHARACTERS, "facts": None, "text": ""})


@router.post("/check", include_in_schema=False)
async def page(services: Served, request: Request) -> Response:
    """The draft, marked, with what it says theme by theme."""
    body = await _body(request)
    values = parse_qs(body.decode("utf-8", errors="replace"), keep_blank_values=True)
    text = _drafted("".join(values.get("text", [""])))
    facts = await run_in_threadpool(checked, services, text)
    spans = [
        Span(
            start=one["start"],
            end=one["end"],
            anchor=marks.anchor(one["pointer"], one["start"], one["end"], one["theme"]),
            theme=one["theme"],
            level=one["level"],
        )
        for one in facts["commitments"]
    ]
    shown = {"most": MOST_CHARACTERS, "facts": facts, "text": text, "pieces": marks.pieces(text, spans)}
    return answers.page("check", shown, headers=PRIVATE)


@router.post("/check.json", include_in_schema=False)
@router.post("/api/check", summary="Check the text of a draft; nothing of it is kept", openapi_extra=SENT)
async def twin(services: Served, request: Request) -> Response:
    """The facts of a checked draft."""
    try:
        draft = msgspec.json.decode(await _body(request), type=Draft)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadInput(f'send the draft as JSON, {{"text": "..."}} ({error})') from error
    return answers.json(await run_in_threadpool(checked, services, _drafted(draft.text)), headers=PRIVATE)


def checked(services: Services, text: str) -> dict[str, Any]:
    """What a draft commits to, theme by theme."""
    notice = check.of_text(text)
    reading = services.extractor.read(context(notice), notice.segments)
    return {
        "readability": reading.readability.value,
        "reason": reading.reason,
        "themes": [asdict(line) for line in theme_lines(reading.commitments)],
        "commitments": [commitment_line(one) for one in reading.commitments],
    }


def _drafted(text: str) -> str:
    """The text with the line ends that a form writes made plain, or a sentence about what is wrong with it."""
    text = text.replace("\r\n", "\n").replace("\x00", "")
    if not text.strip():
        raise BadInput("there is no text to check: paste the draft into the form")
    if len(text) > MOST_CHARACTERS:
        raise TooLarge(f"the draft is longer than {MOST_CHARACTERS:,} characters: check it in parts")
    return text


async def _body(request: Request) -> bytes:
    """What was sent, refused as soon as it grows too large."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise TooLarge(f"the draft is longer than {MOST_CHARACTERS:,} characters: check it in parts")
    return bytes(body)
