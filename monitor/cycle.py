"""A cycle: collect, read, match, extract, trace, assess, notify. One step's failure never stops the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from monitor import assess, collect, extract, match, notify, read, trace
from monitor.services import Services
from monitor.steps import Outcome, Progress

Telling = Callable[[str], AbstractContextManager[Progress]]


def run(
    services: Services,
    *,
    telling: Telling,
    names: Sequence[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Outcome]:
    """Run every step once; ``telling`` gives a progress for each step's name."""
    with telling("collect") as progress:
        outcomes = [collect.run(services, names=names, since=since, until=until, again_due=True, progress=progress)]
    for name, step in (
        ("read", read.run),
        ("match", match.run),
        ("extract", extract.run),
        ("trace", trace.run),
        ("assess", assess.run),
    ):
        with telling(name) as progress:
            outcomes.append(step(services, progress=progress))
    with telling("notify") as progress:
        outcomes.append(notify.run(services, progress=progress))
    return outcomes
