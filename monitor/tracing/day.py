"""The day of judging, as a field that knows whether anybody has looked at it."""

from __future__ import annotations

from datetime import date


class Day:
    """The day of judging. That it was looked at is remembered: else what was concluded holds on later days too."""

    def __get__(self, procurement: object | None, owner: type) -> date:
        if procurement is None:
            # So that dataclasses take the field for one without a default.
            raise AttributeError(owner.__name__)
        procurement.__dict__["saw_day"] = True
        day: date = procurement.__dict__["_as_of"]
        return day

    def __set__(self, procurement: object, day: date) -> None:
        procurement.__dict__["_as_of"] = day
