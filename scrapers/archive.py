"""Raw pages by the SHA-256 of their bytes, compressed: ``ab/abcdef….zst`` under the archive's directory."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import zstandard

from scrapers.errors import ArchiveUnwritable, NoSuchPage

LEVEL = 3  # level 9 makes a page of a megabyte a fifth smaller, in five times the time
DIGEST = re.compile(r"[0-9a-f]{64}")


class Archive:
    """Pages byte for byte. A page is written whole or not at all, and once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __contains__(self, sha256: object) -> bool:
        return isinstance(sha256, str) and DIGEST.fullmatch(sha256) is not None and self._file(sha256).is_file()

    def put(self, body: bytes, *, sha256: str | None = None) -> str:
        """Keep a page and return its digest, which the caller may know. A damaged copy of the same page is replaced."""
        sha256 = sha256 or hashlib.sha256(body).hexdigest()
        if sha256 in self and self._is_whole(sha256):
            return sha256
        file = self._file(sha256)
        part = file.with_name(f"{sha256}.{secrets.token_hex(4)}.part")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with part.open("xb") as stream:
                stream.write(zstandard.ZstdCompressor(level=LEVEL).compress(body))
                stream.flush()
                os.fsync(stream.fileno())  # else a power cut could leave the name without the bytes
            part.replace(file)
        except OSError as error:
            self._discard(part)
            raise ArchiveUnwritable(
                f"The archive at {self.path} can't be written ({error.strerror}): free some space or set "
                "archive.path to a directory that you may write to, then run again."
            ) from error
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes of a page, checked against its digest."""
        if DIGEST.fullmatch(sha256) is None:
            raise NoSuchPage(
                f"{sha256!r} is not the SHA-256 of a page: it must be 64 hexadecimal digits in lower case."
            )
        try:
            packed = self._file(sha256).read_bytes()
            body = zstandard.ZstdDecompressor().decompress(packed)
        except OSError as error:
            raise NoSuchPage(
                f"Page {sha256} can't be read from the archive at {self.path} ({error.strerror}): check "
                "archive.path, or collect its day again."
            ) from error
        except zstandard.ZstdError as error:
            raise NoSuchPage(self._damaged(sha256)) from error
        if hashlib.sha256(body).hexdigest() != sha256:
            raise NoSuchPage(self._damaged(sha256))
        return body

    def digests(self) -> Iterator[str]:
        """Every page kept, in order of digest."""
        for folder in sorted(self.path.glob("[0-9a-f][0-9a-f]")):
            names = sorted(
                entry.name.removesuffix(".zst") for entry in os.scandir(folder) if entry.name.endswith(".zst")
            )
            yield from (name for name in names if DIGEST.fullmatch(name))

    def _file(self, sha256: str) -> Path:
        return self.path / sha256[:2] / f"{sha256}.zst"

    def _discard(self, part: Path) -> None:
        with contextlib.suppress(OSError):  # a file that couldn't be made can't be unmade either
            part.unlink()

    def _is_whole(self, sha256: str) -> bool:
        try:
            self.get(sha256)
        except NoSuchPage:
            return False
        return True

    def _damaged(self, sha256: str) -> str:
        return f"Page {sha256} in the archive at {self.path} is damaged: collect its day again, which replaces it."
