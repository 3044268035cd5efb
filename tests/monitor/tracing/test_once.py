from __future__ import annotations

from dataclasses import dataclass

from monitor.tracing.once import once

ASKED: list[str] = []


@dataclass(frozen=True)
class Sum:
    parts: tuple[int, ...]

    @once
    def total(self) -> int:
        """All together."""
        ASKED.append("total")
        return sum(self.parts)


def test_what_is_asked_twice_is_worked_out_once_for_each() -> None:
    ASKED.clear()
    one, other = Sum((1, 2)), Sum((3, 4))

    assert (one.total, one.total, other.total) == (3, 3, 7)
    assert ASKED == ["total", "total"]


def test_what_is_worked_out_on_asking_says_what_it_is() -> None:
    assert Sum.total.__doc__ == "All together."
