"""What the client passes around while it asks: a source's manners, one call, and a try that failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scrapers.answer import Validators

MOST_BYTES = 200_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How one source wants to be asked. ``waits``: a status that means "not now", and the seconds it asks for."""

    name: str
    title: str
    base_url: str
    waits: Mapping[int, float] = field(default_factory=dict)
    max_bytes: int = MOST_BYTES


@dataclass(frozen=True, slots=True)
class Request:
    """One call, whatever tries and redirects it takes."""

    url: str
    accept: str
    max_bytes: int
    missing_ok: bool
    validators: Validators | None

    @property
    def headers(self) -> dict[str, str]:
        """What is sent with it, beside what every call sends."""
        return {"Accept": self.accept, **(self.validators.headers() if self.validators else {})}


class Again(Exception):
    """A try failed, another may not: why, how often to try, how long to wait."""

    def __init__(
        self, why: str, *, attempts: int, first_wait: float, asked_wait: float | None = None, quiet: bool = False
    ) -> None:
        super().__init__(why)
        self.why = why
        self.attempts = attempts
        self.first_wait = first_wait
        self.asked_wait = asked_wait
        self.quiet = quiet
