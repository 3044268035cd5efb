"""What may be declared in the settings: a council's pages, a register of contracts, a file to import."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import soupsieve
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from scrapers.notice import NoticeType
from scrapers.readers.flat import FieldName
from scrapers.settings import SourceSettings


def _selector(value: str) -> str:
    try:
        soupsieve.compile(value)
    except soupsieve.SelectorSyntaxError as error:
        raise ValueError(f"{value!r} is no CSS selector ({str(error).splitlines()[0]})") from error
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is no regular expression ({error})") from error
    return value


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or re.search(r"[\s\\]", value) or parts.username:
        raise ValueError(f"{value!r} is no web address: write it with https:// and without a user name")
    return value


Selector = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_selector)]
Pattern = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_pattern)]
WebAddress = Annotated[str, Field(max_length=2000), AfterValidator(_address)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
"""A name in the settings: lower case, so that an environment variable can name it too."""


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FieldRule(_Declared):
    """Where the text of a field is found: by selector or by label, or the same for all."""

    selector: Selector | None = Field(default=None, description="CSS selector of the element, inside its list item.")
    label: str | None = Field(
        default=None,
        min_length=1,
        max_length=200,
        description="The label beside the text: of a definition list, a table row, or a bold word before it.",
    )
    constant: str | None = Field(default=None, max_length=500, description="The text itself, where it never changes.")
    attribute: str | None = Field(
        default=None, pattern=r"^[a-zA-Z][\w:.-]*$", description="The attribute that holds the text, such as href."
    )
    pattern: Pattern | None = Field(
        default=None, description="Regular expression; its first group, or all it finds, is the text."
    )
    date_format: str | None = Field(
        default=None, max_length=60, description="strptime format of a date that is not written in a usual UK form."
    )

    @model_validator(mode="after")
    def _has_a_place(self) -> FieldRule:
        if self.selector is None and self.label is None and self.constant is None:
            raise ValueError("give a selector, a label or a constant")
        if self.label is not None and self.attribute is not None:
            raise ValueError("an attribute goes with a selector: a label finds text alone")
        return self


def _rule(value: Any) -> Any:
    return {"selector": value} if isinstance(value, str) else value


Rule = Annotated[FieldRule, BeforeValidator(_rule)]
"""A field rule; a bare text is its selector."""

Rules = Annotated[
    tuple[Rule, ...],
    Field(min_length=1),
    BeforeValidator(lambda given: given if isinstance(given, list | tuple) else [given]),
]
"""One rule, or several of which the first that finds a text counts."""

_FIELDS = "Where each field stands; see docs/guides/council_pages.md for their names."


class NoticePage(_Declared):
    """The page of one notice, where the list alone does not say enough."""

    fields: dict[FieldName, Rules] = Field(default_factory=dict, description=_FIELDS)


class SiteSettings(SourceSettings):
    """One list of notices on the web: a council's or a portal's."""

    title: str = Field(min_length=1, max_length=200, description="What to call it.")
    start: WebAddress = Field(description="The address of the list's first page.")
    item: Selector = Field(description="CSS selector of one notice in the list.")
    link: Rule = Field(
        default=FieldRule(selector="a[href]", attribute="href"),
        description="The link to the notice, inside the item; its href unless an attribute is named.",
    )
    next: Rule | None = Field(default=None, description="The link to the next page; without it the list is one page.")
    fields: dict[FieldName, Rules] = Field(default_factory=dict, description=_FIELDS)
    notice: NoticePage | None = Field(default=None, description="The page behind the link; without it, it isn't asked.")
    empty_text: str | None = Field(
        default=None,
        min_length=3,
        max_length=200,
        description="What the page says where the list is honestly empty; without it, an empty list counts as broken.",
    )
    total: Rule | None = Field(
        default=None, description="Where the page says how many notices there are: the walk is checked against it."
    )
    buyer: str | None = Field(default=None, max_length=200, description="Who buys, where the page doesn't say.")
    notice_type: NoticeType = Field(
        default=NoticeType.TENDER, description="What a notice is where no type or status tells."
    )
    types: dict[str, NoticeType] = Field(default_factory=dict, description="The site's words for types or statuses.")
    most_pages: int = Field(default=300, ge=1, le=10_000, description="A list longer than this counts as broken.")
    newest_first: bool = Field(
        default=False, description="Whether the list is sorted by publication, newest first: old pages are then left."
    )
    documentation: WebAddress | None = Field(default=None, description="Where the publisher explains the list.")
    licence: WebAddress | None = Field(default=None, description="The licence of what is published.")

    @model_validator(mode="after")
    def _can_be_read(self) -> SiteSettings:
        own = self.notice.fields if self.notice else {}
        if FieldName.TITLE not in self.fields and FieldName.TITLE not in own:
            raise ValueError("fields.title is missing: every notice needs its title")
        if FieldName.ID in own:
            raise ValueError("notice.fields.id belongs to the list: take it from there, or from the link")
        if self.newest_first and FieldName.PUBLISHED not in self.fields:
            raise ValueError("fields.published is missing: newest_first goes by it")
        return self


class CouncilPagesSettings(_Declared):
    """Lists of notices on the web."""

    sites: dict[Name, SiteSettings] = Field(default_factory=dict, description="Each site by a name of your own.")


class _Located(SourceSettings):
    url: WebAddress | None = Field(default=None, description="The address of the file.")
    path: Path | None = Field(default=None, description="The file on this machine, in place of an address.")

    @model_validator(mode="after")
    def _is_somewhere(self) -> _Located:
        if (self.url is None) == (self.path is None):
            raise ValueError("give either a url or a path")
        return self


class RegisterSettings(_Located):
    """One council's register of contracts, as the Local Government Transparency Code 2015 asks for it."""

    title: str = Field(min_length=1, max_length=200, description="What to call it.")
    buyer: str | None = Field(default=None, max_length=200, description="Who buys, where no column says.")
    columns: dict[FieldName, str] = Field(
        default_factory=dict, description="The heading of a field's column, where it isn't guessed."
    )
    ignore: list[str] = Field(default_factory=list, description="Headings that a guess must leave alone.")
    date_format: str | None = Field(
        default=None, max_length=60, description="strptime format of dates that are in no usual UK form."
    )
    with_vat: bool = Field(default=False, description="Whether the amounts include VAT.")
    notice_type: NoticeType = Field(default=NoticeType.AWARD, description="What a row is where no status tells.")
    types: dict[str, NoticeType] = Field(default_factory=dict, description="The register's words for types or states.")
    documentation: WebAddress | None = Field(default=None, description="Where the council explains its register.")
    licence: WebAddress | None = Field(default=None, description="The licence of what is published.")


class ContractRegisterSettings(_Declared):
    """Registers of contracts."""

    registers: dict[Name, RegisterSettings] = Field(
        default_factory=dict, description="Each register by a name of your own."
    )


class FileSettings(_Located):
    """One file of releases to import."""

    title: str | None = Field(default=None, max_length=200, description="What to call it.")
    releases_per_page: int = Field(default=500, ge=1, le=10_000, description="How many releases are kept together.")
    download_folder: Path = Field(
        default=Path("data/downloads"), description="Where a file from an address is kept until it is imported."
    )


class BulkFileSettings(_Declared):
    """Files of releases."""

    files: dict[Name, FileSettings] = Field(default_factory=dict, description="Each file by a name of your own.")
