"""Time by the clock and by the processor."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Span:
    """Seconds by the clock and of this process."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def measured() -> Iterator[Span]:
    """Measure a block."""
    span = Span()
    wall, cpu = time.perf_counter(), time.process_time()
    yield span
    span.wall, span.cpu = time.perf_counter() - wall, time.process_time() - cpu


@dataclass
class Shares:
    """Where the time goes: seconds spent in functions that were wrapped."""

    seconds: dict[str, float] = field(default_factory=dict)

    def wrap(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with its time counted under a name."""

        def timed(*args: Any, **kwargs: Any) -> Any:
            start = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start

        return timed

    def told(self, total: float) -> str:
        """The shares in percent of a whole."""
        rest = total - sum(self.seconds.values())
        parts = {**self.seconds, "the rest": rest}
        return ", ".join(f"{name} {share / total:.0%}" for name, share in parts.items())
