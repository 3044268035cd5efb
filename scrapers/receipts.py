"""What is on a page, told without reading its notices: enough to count by, and the link to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from scrapers.errors import BadPage
from scrapers.page import Receipt
from scrapers.readers import package
from scrapers.readers.ocds import number_of_document
from scrapers.readers.regime import portal_of


@dataclass(frozen=True, slots=True)
class Contents:
    """The releases of a package in its order, and its ``links.next``."""

    receipts: tuple[Receipt, ...]
    next_link: str | None


class _Release(msgspec.Struct, gc=False):
    id: str | None = None
    ocid: str | None = None
    date: str | None = None


class _Links(msgspec.Struct, gc=False):
    next: str | None = None


class _Package(msgspec.Struct, gc=False):
    releases: list[_Release]
    links: _Links | None = None


_decoder = msgspec.json.Decoder(_Package)


def take(body: bytes, *, where: str, source: str = "", may_be_bare: bool = False) -> Contents:
    """The contents of a release package; ``BadPage``, naming ``where``, if it is none.

    A well-made package is skimmed; one with odd parts is decoded as the readers do, and its odd releases still count.
    ``may_be_bare``: a package without a list of releases is an empty one.
    """
    try:
        skimmed = _decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _taken_with_care(body, where, source, may_be_bare=may_be_bare)
    if not all(release.id for release in skimmed.releases):
        return _taken_with_care(body, where, source, may_be_bare=may_be_bare)
    receipts = tuple(
        [
            Receipt(position=position, release_id=release.id, ocid=release.ocid, published=release.date)
            for position, release in enumerate(skimmed.releases)
        ]
    )
    return Contents(receipts, (skimmed.links.next if skimmed.links else None) or None)


def _taken_with_care(body: bytes, where: str, source: str, *, may_be_bare: bool) -> Contents:
    try:
        document = package.decode(body)
    except BadPage as error:
        raise BadPage(f"The answer at {where} is no page: {error}") from error
    if may_be_bare and package.is_bare_envelope(document):
        return Contents((), None)
    releases = document.get("releases") if isinstance(document, dict) else None
    if not isinstance(releases, list):
        raise BadPage(f"The answer at {where} is no release package: it has no list of releases. {_opening(body)}")
    links = document.get("links")
    following = links.get("next") if isinstance(links, dict) else None
    if following is not None and not isinstance(following, str):
        raise BadPage(f"The answer at {where} has a next link that is no address: {following!r}.")
    receipts = tuple(_receipt(position, release, source) for position, release in enumerate(releases))
    return Contents(receipts, following or None)


def _receipt(position: int, release: Any, source: str) -> Receipt:
    if not isinstance(release, dict):
        return Receipt(position=position, release_id=None, ocid=None, published=None)
    return Receipt(
        position=position,
        release_id=_text(release.get("id")) or number_of_document(release, portal_of(release, source)),
        ocid=_text(release.get("ocid")),
        published=_text(release.get("date")),
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _opening(body: bytes) -> str:
    return f"It begins {body[:60].decode('utf-8', errors='replace')!r}."
