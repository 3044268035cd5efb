"""Bytes and files to releases: the envelopes that OCDS data comes in, and what to do where they are damaged."""

from __future__ import annotations

import codecs
import gzip
import json
import sys
import zlib
from collections.abc import Callable, Iterator
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec

from scrapers.errors import BadPage
from scrapers.notice import SetAside
from scrapers.readers.fields import shown

Report = Callable[[SetAside], None]

RELEASE_FIELDS = ("ocid", "tag", "tender", "planning", "buyer", "parties", "awards", "contracts")
"""A single release is known by one of these: an error message of a site has none."""

ENVELOPE_FIELDS = frozenset({"uri", "version", "publisher", "publishedDate", "license", "publicationPolicy"})
"""An object with two of these and no field of a release is a package; an error message of a site has neither."""

GZIP_MAGIC = b"\x1f\x8b"


def decode(body: bytes, *, report: Report | None = None) -> Any:
    """The JSON of a page; ``BadPage`` where it is none.

    A number out of range (``1e9999``) is infinite. Bytes that are not UTF-8 are read as Windows-1252, one by one, and
    told to ``report``.
    """
    try:
        return msgspec.json.decode(body)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return _decode_slowly(body, report)


def _decode_slowly(body: bytes, report: Report | None) -> Any:
    text = _as_text(body, report)
    begins = f"it begins {shown(text[:30])}" if text.strip() else "it is empty"
    try:
        return _without_half_characters(json.loads(text), text)
    except json.JSONDecodeError as error:
        place = f"{error.msg} at line {error.lineno}, column {error.colno}"
        raise BadPage(f"This is no JSON ({place}; {begins}): fetch it again, or mend the file.") from None
    except (ValueError, RecursionError) as error:
        raise BadPage(f"This JSON can't be read ({error}; {begins}): fetch it again, or mend the file.") from None


def _as_text(body: bytes, report: Report | None) -> str:
    body = body.removeprefix(codecs.BOM_UTF8)
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        if report is not None:
            reason = (
                f"The page has bytes that are not UTF-8, the first at byte {error.start} of line {line}: "
                "they are read as Windows-1252; compare the page as published where a word looks odd."
            )
            report(SetAside(reason=reason))
        return body.decode(errors="scrapers.windows-1252")


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode("cp1252", "replace") for byte in wrong), error.end


codecs.register_error("scrapers.windows-1252", _as_windows_1252)


def _without_half_characters(document: Any, text: str) -> Any:
    """The document without lone halves of surrogate pairs, which no database and no file takes."""
    if "\\ud" not in text and "\\uD" not in text:
        return document
    if isinstance(document, str):
        return document.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(document, list):
        return [_without_half_characters(item, text) for item in document]
    if isinstance(document, dict):
        return {key: _without_half_characters(item, text) for key, item in document.items()}
    return document


def is_bare_envelope(document: Any) -> bool:
    """Whether this is a package that lacks its list of releases, as the devolved portals answer for an empty month.

    https://github.com/open-contracting/kingfisher-collect/blob/main/kingfisher_scrapy/base_spiders/proactis_base.py
    """
    return (
        isinstance(document, dict)
        and len(ENVELOPE_FIELDS & document.keys()) > 1
        and not any(field in document for field in ("releases", "records", *RELEASE_FIELDS))
    )


def releases(document: Any, *, where: str) -> list[Any]:
    """The releases of a release package, a record package, a list or one release; ``BadPage`` for anything else.

    A package that lacks its list has none.
    """
    if isinstance(document, list):
        return [release for item in document for release in _unpacked(item, where)]
    if isinstance(document, dict):
        if "releases" in document or "records" in document:
            return _unpacked(document, where)
        if any(field in document for field in RELEASE_FIELDS):
            return [document]
        if is_bare_envelope(document):
            return []
    raise BadPage(
        f"{where} holds {shown(document)} without OCDS releases: "
        "give a release package, a record package, a release, or a list of them."
    )


def _unpacked(item: Any, where: str) -> list[Any]:
    """The releases of a package; anything else is left for the reader of releases to judge."""
    if not isinstance(item, dict) or not ("releases" in item or "records" in item):
        return [item]
    key = "releases" if "releases" in item else "records"
    found = item[key]
    if not isinstance(found, list):
        raise BadPage(f"{where} has {shown(found)} at /{key} where a list is needed: fetch it again, or mend the file.")
    return found if key == "releases" else [release for record in found for release in _of_record(record)]


def _of_record(record: Any) -> list[Any]:
    """The releases of a record where it embeds them; its compiled release where it only links to them."""
    if not isinstance(record, dict):
        return [record]
    found = record.get("releases")
    if isinstance(found, list) and found and not all(isinstance(one, dict) and "url" in one for one in found):
        return found
    return [record["compiledRelease"]] if "compiledRelease" in record else [record]


def read_file(path: str | Path, *, stdin: BinaryIO | None = None) -> Iterator[tuple[str, Any]]:
    """The releases of a file with the place of each: a package, a list, or JSON lines, also gzipped; ``-`` is stdin.

    A line that can't be read comes as a ``SetAside`` in place of its releases. A file that is missing or no file, and
    one that is no JSON at all, is a ``BadPage``.
    """
    if str(path) == "-":
        return _entries(stdin or sys.stdin.buffer, "standard input")
    if Path(path).is_dir():
        raise BadPage(f"{path} is a directory: name one file of OCDS releases in it.")
    if not Path(path).exists():
        raise BadPage(f"There is no file {path}: check the name and the directory you are in.")
    return _opened(Path(path))


def _opened(path: Path) -> Iterator[tuple[str, Any]]:
    try:
        with path.open("rb") as stream:
            yield from _entries(stream, str(path))
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadPage(f"{path} can't be read ({reason}): check the file and its permissions.") from error


def _entries(stream: BinaryIO, name: str) -> Iterator[tuple[str, Any]]:
    lines = enumerate(_unzipped(stream, name), start=1)
    number, first = next(((number, line) for number, line in lines if line.strip()), (0, b""))
    reported: list[SetAside] = []
    try:
        document = decode(first, report=reported.append)
    except BadPage:
        yield from _whole(first, [line for _, line in lines], number, name)
        return
    yield from ((f"{name}, line {number}", problem) for problem in reported)
    yield from _placed(document, f"{name}, line {number}")
    for number, line in lines:
        if line.strip():
            yield from _line(line, f"{name}, line {number}")


def _unzipped(stream: BinaryIO, name: str) -> Iterator[bytes]:
    buffered = stream if isinstance(stream, BufferedReader) else BufferedReader(cast("Any", stream))
    if not buffered.peek(2).startswith(GZIP_MAGIC):
        yield from buffered
        return
    try:
        yield from gzip.GzipFile(fileobj=buffered)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BadPage(f"{name} is a damaged gzip file ({error}): copy it again.") from None


def _whole(first: bytes, rest: list[bytes], number: int, name: str) -> Iterator[tuple[str, Any]]:
    """A document over many lines; where it is none, JSON lines of which the first is broken."""
    reported: list[SetAside] = []
    try:
        document = decode(b"".join((first, *rest)), report=reported.append)
    except BadPage as error:
        entries = [
            entry
            for position, line in enumerate((first, *rest), start=number)
            if line.strip()
            for entry in _line(line, f"{name}, line {position}")
        ]
        if all(isinstance(raw, SetAside) for _, raw in entries):
            raise BadPage(f"{name}: {error}") from None
        yield from entries
        return
    yield from ((name, problem) for problem in reported)
    yield from _placed(document, name)


def _line(line: bytes, where: str) -> Iterator[tuple[str, Any]]:
    reported: list[SetAside] = []
    try:
        yield from _placed(decode(line, report=reported.append), where)
    except BadPage as error:
        yield where, SetAside(reason=f"{where}: {error}")
    yield from ((where, problem) for problem in reported)


def _placed(document: Any, where: str) -> Iterator[tuple[str, Any]]:
    found = releases(document, where=where)
    single = isinstance(document, dict) and "releases" not in document and "records" not in document
    for position, release in enumerate(found, start=1):
        yield (where if single else f"{where}, release {position}"), release
