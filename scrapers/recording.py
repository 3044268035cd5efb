"""Releases as they were recorded: all that a directory's files hold, byte for byte, to be replayed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import zstandard

from scrapers.clock import LONDON
from scrapers.errors import BadPage, NothingToReplay
from scrapers.readers import package
from scrapers.readers.ocds import number_of_document
from scrapers.readers.regime import portal_of

KINDS = (".json", ".jsonl", ".zst")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One release as it stood in a file. One without a readable date takes the moment of the one before it."""

    raw: msgspec.Raw
    id: str | None
    ocid: str | None
    moment: datetime
    tags: tuple[str, ...]
    position: int

    @property
    def order(self) -> tuple[datetime, str, int]:
        """What releases are sorted by."""
        return self.moment, self.id or "", -self.position


class _Skimmed(msgspec.Struct, gc=False):
    id: Any = None
    ocid: Any = None
    date: Any = None
    tag: Any = None


class _Package(msgspec.Struct, gc=False):
    releases: list[msgspec.Raw]


_packages = msgspec.json.Decoder(_Package)
_lists = msgspec.json.Decoder(list[msgspec.Raw])
_skimmer = msgspec.json.Decoder(_Skimmed)


def load(directory: Path) -> list[Recording]:
    """Every release under a directory: packages, lists and JSON lines, as files or as pages of an archive.

    A release that was recorded twice is taken once, as it stood last, in the order of file names.
    """
    if not directory.is_dir():
        raise NothingToReplay(f"{directory} is not a directory: name one that holds pages or packages as .json files.")
    last: dict[object, Recording] = {}
    moment = EPOCH
    for position, raw in enumerate(_all_releases(directory)):
        release = _recording(raw, moment, position)
        last[release.id or position] = release
        moment = release.moment
    if not last:
        raise NothingToReplay(
            f"No OCDS releases were found under {directory}: name a directory with .json pages in it."
        )
    return list(last.values())


def _all_releases(directory: Path) -> Iterator[msgspec.Raw]:
    for file in sorted(path for path in directory.rglob("*") if path.suffix in KINDS and path.is_file()):
        try:
            body = file.read_bytes()
            if file.suffix == ".zst":
                body = zstandard.ZstdDecompressor().decompress(body)
        except (OSError, zstandard.ZstdError) as error:
            raise NothingToReplay(f"{file} can't be read ({error}): mend it or take it out of {directory}.") from error
        yield from _releases_of(body, file)


def _releases_of(body: bytes, file: Path) -> Iterator[msgspec.Raw]:
    parts = [line for line in body.splitlines() if line.strip()] if file.suffix == ".jsonl" else [body]
    for number, part in enumerate(parts, start=1):
        opening = part.lstrip()[:1]
        if opening not in {b"{", b"["}:
            continue  # not JSON: an archive keeps pages of other kinds as well
        try:
            yield from _unpacked(part, opening)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            where = f"{file}, line {number}" if len(parts) > 1 else f"{file}"
            raise NothingToReplay(f"{where} is not JSON ({error}): mend it or take the file away.") from error


def _unpacked(part: bytes, opening: bytes) -> list[msgspec.Raw]:
    if opening == b"[":
        return _lists.decode(part)
    try:
        return _packages.decode(part).releases
    except msgspec.ValidationError:
        skimmed = _skimmer.decode(part)
        return [msgspec.Raw(part)] if skimmed.ocid is not None or skimmed.tag is not None else []


def _recording(raw: msgspec.Raw, before: datetime, position: int) -> Recording:
    try:
        skimmed = _skimmer.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        skimmed = _Skimmed()
    return Recording(
        raw=raw,
        id=skimmed.id if isinstance(skimmed.id, str) else _number(raw),
        ocid=skimmed.ocid if isinstance(skimmed.ocid, str) else None,
        moment=_moment(skimmed.date) or before,
        tags=tuple(tag for tag in skimmed.tag if isinstance(tag, str)) if isinstance(skimmed.tag, list) else (),
        position=position,
    )


def _number(raw: msgspec.Raw) -> str | None:
    """What tells a release without an id from others, where its publisher numbers its documents."""
    try:
        release = package.decode(bytes(raw))
    except BadPage:
        return None
    return number_of_document(release, portal_of(release, "")) if isinstance(release, dict) else None


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if moment is None:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC)
