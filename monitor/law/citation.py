"""Where a rule is written, with an address a reader can open."""

from __future__ import annotations

from dataclasses import dataclass

_ACT = "https://www.legislation.gov.uk/ukpga/2023/54"
_REGULATIONS = "https://www.legislation.gov.uk/uksi/2024/692"


@dataclass(frozen=True, slots=True)
class Citation:
    """A text, the place in it, and its address."""

    text: str
    section: str
    url: str

    def __str__(self) -> str:
        return f"{self.text}, {self.section}" if self.section else self.text


def act(section: str) -> Citation:
    """A section of the Procurement Act 2023: ``act("53(1)")``."""
    return Citation("Procurement Act 2023", f"s.{section}", f"{_ACT}/section/{section.partition('(')[0]}")


def schedule(number: int, paragraph: str = "") -> Citation:
    """A schedule of the Procurement Act 2023: ``schedule(5, "para 6")``."""
    return Citation("Procurement Act 2023", f"Sch {number} {paragraph}".rstrip(), f"{_ACT}/schedule/{number}")


def regulation(place: str) -> Citation:
    """A regulation of the Procurement Regulations 2024: ``regulation("32(2)(r)")``."""
    number = place.partition("(")[0]
    return Citation("Procurement Regulations 2024", f"reg {place}", f"{_REGULATIONS}/regulation/{number}")
