from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrapers.archive import Archive
from scrapers.errors import ArchiveUnwritable, NoSuchPage

BODY = b'{"releases": []}'
DIGEST = hashlib.sha256(BODY).hexdigest()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(body=st.binary(max_size=2000))
def test_gives_back_the_bytes_it_was_given(archive: Archive, body: bytes) -> None:
    digest = archive.put(body)

    assert digest == hashlib.sha256(body).hexdigest()
    assert archive.get(digest) == body
    assert digest in archive


def test_keeps_a_page_compressed_under_the_first_two_digits_of_its_digest(archive: Archive) -> None:
    archive.put(BODY)

    file = archive.path / DIGEST[:2] / f"{DIGEST}.zst"
    assert zstandard.ZstdDecompressor().decompress(file.read_bytes()) == BODY


def test_keeps_a_page_once_and_leaves_no_parts(archive: Archive) -> None:
    archive.put(BODY)
    archive.put(BODY)

    assert [path.name for path in archive.path.rglob("*") if path.is_file()] == [f"{DIGEST}.zst"]


def test_lists_pages_in_order_and_nothing_else(archive: Archive) -> None:
    digests = [archive.put(bytes([number])) for number in range(20)]
    (archive.path / digests[0][:2] / f"{digests[0]}.0123.part").write_bytes(b"left by a kill")
    (archive.path / digests[0][:2] / "notes.zst").write_bytes(b"")

    assert list(archive.digests()) == sorted(digests)


def test_an_archive_that_was_never_written_is_empty(archive: Archive) -> None:
    assert list(archive.digests()) == []
    assert DIGEST not in archive


@pytest.mark.parametrize(
    "name", [DIGEST, "../../etc/passwd", "", DIGEST.upper()], ids=["absent", "a path", "empty", "capitals"]
)
def test_a_page_that_is_not_there_is_named(archive: Archive, name: str) -> None:
    with pytest.raises(NoSuchPage, match=f"Page {name}" if name == DIGEST else "64 hexadecimal digits"):
        archive.get(name)


@pytest.mark.parametrize(
    "damage",
    [b"", b"not zstd", zstandard.ZstdCompressor().compress(b"other bytes")],
    ids=["empty", "garbage", "changed"],
)
def test_a_damaged_page_is_never_given_and_is_mended_by_keeping_it_again(archive: Archive, damage: bytes) -> None:
    archive.put(BODY)
    (archive.path / DIGEST[:2] / f"{DIGEST}.zst").write_bytes(damage)

    with pytest.raises(NoSuchPage, match="damaged"):
        archive.get(DIGEST)
    archive.put(BODY)

    assert archive.get(DIGEST) == BODY


def test_an_archive_that_cannot_be_written_says_where_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file where the directory should be")

    with pytest.raises(ArchiveUnwritable, match=r"archive can't be written .*archive\.path"):
        Archive(tmp_path / "archive").put(BODY)
