"""What a service answers is read so far and no further: a few kilobytes, packed, can come to gigabytes.

For a library that reads every answer whole, through Requests, and takes no way of asking but that.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import requests.sessions
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

MOST_BYTES = 65_536
"""Far more than any service says of a message. What comes after it is not read, so such an answer is none."""


class Bounded(HTTPAdapter):
    """Reads the beginning of an answer, and ends the connection."""

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """The answer, already read, or the error that users of Requests wait for."""
        answer: Response = super().send(request, *args, **kwargs)
        try:
            answer._content = answer.raw.read(MOST_BYTES, decode_content=True)  # noqa: SLF001 - no public way
        except HTTPError as error:
            raise RequestException("the answer can't be read") from error
        answer._content_consumed = True  # noqa: SLF001 - the same
        answer.raw.close()
        return answer


@cache
def bound() -> None:
    """From now on, every session that Requests makes in this process reads answers so."""
    requests.sessions.HTTPAdapter = Bounded  # type: ignore[attr-defined] # each session looks for it there
