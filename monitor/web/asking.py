"""What a search address asks for: read strictly, so that a misspelt parameter never shows the whole database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, Self
from urllib.parse import urlencode

from fastapi import Query as Parameters
from pydantic import BaseModel, ConfigDict, Field, field_validator

from monitor.errors import BadInput
from monitor.services import Services
from monitor.store.search import Query
from monitor.web.words import NOTICE_TYPES
from nlp.taxonomy.themes import themes

MOST = 200
MOST_ROWS = 10_000
"""Lines of a table: more are fetched page by page, or exported whole."""
MOST_POUNDS = Decimal(10) ** 13
Authority = Literal["central", "sub_central", "public_undertaking", "private_utility", "other"]
Devolved = Literal["wales", "scotland", "northern_ireland"]
EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)
HINTS = {
    "level": "write a whole number from 0 (ruled out) to 4 (measurable)",
    "kind": "write duty, policy or practice",
    "authority": "write central, sub_central, public_undertaking, private_utility or other",
    "nation": "write wales, scotland or northern_ireland",
    "region": "write the beginning of a region's code, such as UKC or TLC1",
    "cpv": "write two to eight digits, such as 45 for building works",
    "value_from": "write pounds as a number, such as 5000000",
    "value_until": "write pounds as a number, such as 5000000",
    "since": "write a date from 1970 to 2199 as 2026-11-23",
    "until": "write a date from 1970 to 2199 as 2026-11-23",
    "page": "write a whole number from 1 to 10000",
    "size": f"write a whole number from 1 to {MOST}",
}


class Paged(BaseModel):
    """What every search may ask for. An empty parameter does not narrow."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    most_rows: ClassVar[int] = MOST_ROWS

    words: str | None = Field(default=None, max_length=300, description='Words in the text; "a phrase" in quotes')
    buyer: str | None = Field(default=None, max_length=300, description="A buyer's key, or part of its name")
    since: date | None = Field(default=None, ge=EARLIEST, le=LATEST, description="Published on this UK date or later")
    until: date | None = Field(default=None, ge=EARLIEST, le=LATEST, description="Published on this UK date or earlier")
    page: int = Field(default=1, ge=1, le=10_000, description="Page of the answer")
    size: int = Field(default=50, ge=1, le=MOST, description="Lines on a page")

    @field_validator("*", mode="before")
    @classmethod
    def _emptied(cls, value: Any, info: Any) -> Any:
        if not isinstance(value, str):
            return value
        text = value.replace("\x00", "").strip()
        return text or cls.model_fields[info.field_name].default

    def link(self, path: str, **changes: Any) -> str:
        """The address that asks the same of another path, but for these changes."""
        values = self.model_dump(mode="json", exclude_defaults=True) | changes
        kept = {name: value for name, value in values.items() if value not in {None, ""}}
        return f"{path}?{urlencode(kept)}" if kept else path

    @property
    def offset(self) -> int:
        """How many lines come before."""
        return (self.page - 1) * self.size

    @property
    def whole(self) -> Self:
        """The same without pages, as a table has it; what names a page or its size stays a page."""
        if self.model_fields_set & {"page", "size"}:
            return self
        return self.model_copy(update={"size": MOST_ROWS})

    @property
    def in_words(self) -> str:
        """What it is narrowed by, on one line, as titles have it: two searches in two tabs are told apart."""
        values = self.model_dump(mode="json", exclude_defaults=True, exclude={"size"})
        return ", ".join(f"{name} {value}" for name, value in values.items())

    @property
    def to_subscribe(self) -> str:
        """Where the same is asked for as a standing query, which looks forward and has no pages."""
        return self.link("/subscribe", page=None, size=None, since=None, until=None)

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for beside a page."""
        return bool(self.model_dump(exclude_defaults=True).keys() - {"page", "size"})


class Asked(Paged):
    """The parameters of a search of notices or flags."""

    theme: str | None = Field(default=None, max_length=100, description="With a commitment of this theme: see /themes")
    level: int | None = Field(default=None, ge=0, le=4, description="With a commitment at this level (0 to 4) or above")
    indicator: str | None = Field(default=None, max_length=100, description="With a flag of this one: see /indicators")
    kind: Literal["duty", "policy", "practice"] | None = Field(default=None, description="With a flag of this kind")
    type: str | None = Field(default=None, max_length=100, description="Notice type: UK1 to UK17, or an older stage")
    ocid: str | None = Field(default=None, max_length=300, description="Of this procurement")
    authority: Authority | None = Field(default=None, description="By a buyer of this kind")
    nation: Devolved | None = Field(default=None, description="Under the devolved rules of this nation")
    region: str | None = Field(default=None, pattern=r"^[A-Za-z0-9]{2,6}$", description="Region code, or its beginning")
    cpv: str | None = Field(default=None, pattern=r"^\d{2,8}$", description="CPV code, or its beginning")
    value_from: Decimal | None = Field(default=None, ge=0, le=MOST_POUNDS, description="Worth so many pounds or more")
    value_until: Decimal | None = Field(default=None, ge=0, le=MOST_POUNDS, description="Worth so many pounds or less")

    @field_validator("value_from", "value_until", mode="before")
    @classmethod
    def _pounds(cls, value: Any) -> Any:
        return value.strip().removeprefix("£").replace(",", "") if isinstance(value, str) else value


Asking = Annotated[Asked, Parameters()]


def query(services: Services, asked: Asked) -> Query:
    """The search, or ``BadInput`` where it names a theme, indicator or notice type that there is none of."""
    _known("theme", asked.theme, {theme.code: theme.code for theme in themes()}, "/themes")
    _known("indicator", asked.indicator, {one.code: one.code for one in services.indicators}, "/indicators")
    _known("type", asked.type, NOTICE_TYPES, "the search form")
    values = asked.model_dump()
    named = {field.name: values[field.name] for field in fields(Query) if field.name in values}
    named["theme"] = asked.theme.lower() if asked.theme else None
    return Query(
        **named,
        notice_type=asked.type,
        limit=asked.size,
        offset=asked.offset,
    )


def _known(name: str, value: str | None, codes: Mapping[str, str], place: str) -> None:
    if value is not None and value.lower() not in {code.lower() for code in codes}:
        raise BadInput(f"no {name} is called {value!r}: {place} lists those there are")
