"""A file of releases, whatever it is packed in, as a stream of entries in memory that does not grow with it."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec

from scrapers.errors import BadPage
from scrapers.readers import json_stream, package
from scrapers.readers.json_stream import Values

ZIP_MAGIC = b"PK\x03\x04"
LONGEST_LINE = 64 << 20
HEAD = 1 << 20
MOST_LINES_OF_A_ROW = 500
DAMAGED = (gzip.BadGzipFile, EOFError, zlib.error, zipfile.BadZipFile)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a file an import goes on: a member of a zip, a byte of what is unpacked, and what that byte is inside.

    ``skip`` releases of the line or package that begins there were taken before, and ``number`` entries in all.
    """

    member: int = 0
    offset: int = 0
    inside: int = 0
    skip: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line, a JSON value or a row: its bytes, where it begins and where the next does, and how much is read.

    ``trouble`` says what is wrong where there are no bytes to be read.
    """

    raw: bytes
    start: Place
    after: Place
    done: int
    trouble: str | None = None


def is_csv(head: bytes) -> bool:
    """Whether the first bytes of a file are of a table and not of JSON."""
    line = head.removeprefix(codecs.BOM_UTF8).lstrip().split(b"\n", 1)[0]
    return bool(line) and line[:1] not in b"{[" and line.count(b",") + line.count(b"\t") >= 2  # noqa: PLR2004 - two commas head three columns


class BulkStream:
    """The entries of the file at ``path``, from ``place``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.size = path.stat().st_size
            with path.open("rb") as stream:
                self._zipped = stream.read(4) == ZIP_MAGIC
        except OSError as error:
            reason = error.strerror or str(error)
            raise BadPage(f"{path} can't be read ({reason}): check the name and its permissions.") from error

    def entries(self, place: Place) -> Iterator[Entry]:
        """Every entry from a place; a file that is damaged ends with an entry that says so."""
        for member in range(place.member, self._members()):
            start = place if member == place.member else Place(member=member, number=place.number)
            try:
                with ExitStack() as stack:
                    for entry in self._of_member(start, stack):
                        place = entry.after
                        yield entry
            except (*DAMAGED, BadPage) as error:
                ended = Place(member=member + 1, number=place.number)
                where = f"{self._name(member)}, after entry {place.number:,}"
                reason = f"{where}: {error} What follows was not read: copy the file again, or mend it."
                yield Entry(raw=b"", start=place, after=ended, done=self.size, trouble=reason)
                place = ended

    def header(self, member: int) -> bytes:
        """The first line of a table, and nothing for any other file."""
        head = self._head(member)
        line = head.split(b"\n", 1)[0]
        return line.removeprefix(codecs.BOM_UTF8) + b"\n" if is_csv(head) else b""

    def _head(self, member: int) -> bytes:
        """The first bytes of a member, as many as can be unpacked of a file that is damaged."""
        pieces: list[bytes] = []
        with ExitStack() as stack, suppress(*DAMAGED):
            stream = cast("io.BufferedReader", self._opened(member, stack)[0])
            while sum(map(len, pieces)) < HEAD and (piece := stream.read1(HEAD)):
                pieces.append(piece)
        return b"".join(pieces)

    def _of_member(self, start: Place, stack: ExitStack) -> Iterator[Entry]:
        head = self._head(start.member)
        stream, raw = self._opened(start.member, stack)
        first = len(codecs.BOM_UTF8) if start.offset == 0 and head.startswith(codecs.BOM_UTF8) else start.offset
        stream.seek(first)
        begin = Place(member=start.member, offset=first, inside=start.inside, skip=start.skip, number=start.number)
        if is_csv(head):
            yield from self._rows(stream, raw, begin, with_header=start.offset == 0)
        elif _is_lines(head):
            yield from self._lines(stream, raw, begin)
        else:
            yield from self._values(stream, raw, begin)

    def _lines(self, stream: BinaryIO, raw: BinaryIO, at: Place) -> Iterator[Entry]:
        while line := stream.readline(LONGEST_LINE):
            after = Place(member=at.member, offset=at.offset + len(line), number=at.number + 1)
            if line.strip():
                yield Entry(raw=line.strip(), start=at, after=after, done=self._done(raw, after))
                at = after
            else:
                at = Place(member=at.member, offset=after.offset, number=at.number)

    def _values(self, stream: BinaryIO, raw: BinaryIO, at: Place) -> Iterator[Entry]:
        for value in Values(stream, offset=at.offset, inside=at.inside):
            after = Place(member=at.member, offset=value.after, inside=value.inside, number=at.number + 1)
            yield Entry(raw=value.raw, start=at, after=after, done=self._done(raw, after))
            at = after

    def _rows(self, stream: BinaryIO, raw: BinaryIO, at: Place, *, with_header: bool) -> Iterator[Entry]:
        if with_header:
            at = Place(member=at.member, offset=at.offset + len(stream.readline(LONGEST_LINE)), number=at.number)
        for row in _rows_of(stream):
            after = Place(member=at.member, offset=at.offset + len(row), number=at.number + 1)
            if row.strip():
                yield Entry(raw=row, start=at, after=after, done=self._done(raw, after))
            at = after

    def _opened(self, member: int, stack: ExitStack) -> tuple[BinaryIO, BinaryIO]:
        """What is unpacked, and the file that progress is told by."""
        raw = stack.enter_context(self.path.open("rb"))
        stream: BinaryIO = raw
        if self._zipped:
            archive = stack.enter_context(zipfile.ZipFile(raw))
            files = _files(archive)
            if member >= len(files):
                raise BadPage(f"{self.path} holds no files: give a zip with releases in it.")
            try:
                stream = cast("BinaryIO", stack.enter_context(archive.open(files[member])))
            except (RuntimeError, NotImplementedError) as error:
                raise BadPage(f"{files[member].filename} in {self.path} can't be unpacked ({error}).") from error
        opening = io.BufferedReader(cast("Any", stream)) if self._zipped else raw
        if cast("io.BufferedReader", opening).peek(2)[:2] == package.GZIP_MAGIC:
            return cast("BinaryIO", stack.enter_context(gzip.GzipFile(fileobj=opening))), raw
        return cast("BinaryIO", opening), raw

    def _members(self) -> int:
        if not self._zipped:
            return 1
        try:
            with zipfile.ZipFile(self.path) as archive:
                return len(_files(archive))
        except zipfile.BadZipFile as error:
            raise BadPage(f"{self.path} is a damaged zip file ({error}): copy it again.") from error

    def _name(self, member: int) -> str:
        return f"{self.path}, file {member + 1} in it" if self._zipped else str(self.path)

    def _done(self, raw: BinaryIO, after: Place) -> int:
        """Bytes of the file that are behind: exactly where it is plain, as far as was read ahead where it is packed."""
        return min(max(raw.tell(), 0), self.size) if self._zipped or raw.tell() < after.offset else after.offset


def _files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [
        one
        for one in archive.infolist()
        if not one.is_dir() and not one.filename.startswith("__MACOSX/") and not one.filename.endswith(".DS_Store")
    ]


def _is_lines(head: bytes) -> bool:
    """Whether a file has a JSON value on each line: any of its first lines is one, and none opens a longer one."""
    lines = [line.strip() for line in head.removeprefix(codecs.BOM_UTF8).splitlines()[:6] if line.strip()]
    if not lines or lines[0] in {b"[", b"{"} or lines[0].endswith((b"[", b",", b"{")):
        return False
    return len(lines) > 1 and any(line[:1] in b"{[" and _is_json(line) for line in lines)


def _is_json(line: bytes) -> bool:
    try:
        package.decode(line)
    except BadPage:
        return False
    return True


def _rows_of(stream: BinaryIO) -> Iterator[bytes]:
    """Rows: as many lines as an open quotation mark takes, unless those are too many to be one."""
    waiting: deque[bytes] = deque()
    while line := waiting.popleft() if waiting else stream.readline(LONGEST_LINE):
        row, taken = [line], line.count(b'"')
        while taken % 2 and len(row) < MOST_LINES_OF_A_ROW:
            following = waiting.popleft() if waiting else stream.readline(LONGEST_LINE)
            if not following:
                break
            row.append(following)
            taken += following.count(b'"')
        if taken % 2:
            waiting.extendleft(reversed(row[1:]))
            row = row[:1]
        yield b"".join(row)


class _Skim(msgspec.Struct, gc=False):
    id: Any = None
    ocid: Any = None
    date: Any = None
    releases: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    records: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    compiledRelease: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET  # noqa: N815 - the name in OCDS


_skimmer = msgspec.json.Decoder(_Skim)


@dataclass(frozen=True, slots=True)
class Skimmed:
    """One release of an entry, with what it is counted by."""

    raw: bytes
    id: str | None = None
    ocid: str | None = None
    date: str | None = None


def releases_of(raw: bytes, where: str) -> list[Skimmed]:
    """The releases of an entry, byte for byte: itself, or those of the package or record that it is.

    ``BadPage``, naming ``where``, for what is no JSON.
    """
    try:
        found = _skimmer.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        found = _with_care(raw, where)
    if found.releases is msgspec.UNSET and found.records is msgspec.UNSET and found.compiledRelease is msgspec.UNSET:
        return [Skimmed(raw, _text(found.id), _text(found.ocid), _text(found.date))]
    if found.releases is not msgspec.UNSET or found.records is not msgspec.UNSET:
        parts = [value.raw for value in Values(io.BytesIO(raw)) if value.inside != json_stream.OUTSIDE]
        if parts and not all(map(_is_link, parts)):
            return [release for part in parts for release in releases_of(part, where)]
    if found.compiledRelease is not msgspec.UNSET:
        return releases_of(bytes(found.compiledRelease), where)
    return []


def _with_care(raw: bytes, where: str) -> _Skim:
    """What ``_skimmer`` finds, of JSON that only the patient reader takes."""
    try:
        document = package.decode(raw)
    except BadPage as error:
        raise BadPage(f"{where}: {error}") from error
    if isinstance(document, list):
        return _Skim(releases=msgspec.Raw(raw))
    fields = document if isinstance(document, dict) else {}
    lists = {key: msgspec.Raw(b"") for key in ("releases", "records") if key in fields}
    if "compiledRelease" in fields:
        lists["compiledRelease"] = msgspec.Raw(msgspec.json.encode(fields["compiledRelease"]))
    return _Skim(fields.get("id"), fields.get("ocid"), fields.get("date"), **lists)


def _is_link(raw: bytes) -> bool:
    """Whether a record only links to a release: https://standard.open-contracting.org/1.1/en/schema/records_reference/."""
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return False
    return isinstance(found, dict) and "url" in found and "id" not in found


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
