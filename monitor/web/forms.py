"""What a browser's form sends: read within limits, line ends made plain."""

from __future__ import annotations

from urllib.parse import parse_qs

from fastapi import Request
from starlette.requests import ClientDisconnect

from monitor.errors import BadInput
from monitor.web.errors import TooLarge

MOST_BYTES = 20_000

Form = dict[str, list[str]]
"""The values of each field, in the order they were sent; an empty one is left out."""


async def read(request: Request, *, most: int = MOST_BYTES) -> Form:
    """The fields of a form, refused as soon as it grows too large."""
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > most:
                raise TooLarge(f"the form holds more than {most:,} bytes: write less")
    except ClientDisconnect:
        raise BadInput("the form did not arrive whole: send it again") from None
    values = parse_qs(body.decode("utf-8", errors="replace"))
    return {name: [_plain(value) for value in found] for name, found in values.items()}


def first(form: Form, name: str) -> str:
    """The first value of a field, or nothing."""
    return next(iter(form.get(name, ())), "").strip()


def _plain(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\x00", "")
