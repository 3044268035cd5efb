"""What every step of a cycle tells, and how it tells where it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[int, int | None], None]
Step = Callable[..., "Outcome"]


class Stopped(Exception):
    """Work was told to stop between two pages or batches; nothing is lost, and the next run goes on from there."""


def silent(done: int, total: int | None) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a step took, made, left as it was, and failed at; ``failures`` has a sentence each, the first ones."""

    step: str
    took: int = 0
    made: int = 0
    left: int = 0
    failed: int = 0
    failures: tuple[str, ...] = ()
    unreachable: bool = False
