from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from alerts.channels.atom import Atom, AtomSettings
from alerts.errors import DeliveryError
from alerts.message import Item, Message

NS = {"a": "http://www.w3.org/2005/Atom"}
START = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "alerts.atom"


@pytest.fixture
def dated(make_item: Callable[..., Item]) -> Callable[[int], Item]:
    return lambda day: make_item(key=f"flag-{day}", title=f"Notice {day}", published_at=START + timedelta(days=day))


def read(document: bytes) -> ET.Element:
    return ET.fromstring(document)  # noqa: S314 - made by the code under test


def titles(path: Path) -> list[str]:
    words = [title.text or "" for title in read(path.read_bytes()).iterfind("a:entry/a:title", NS)]
    return [title.partition(": ")[2].partition(" (")[0] for title in words]


def test_makes_the_file_and_its_folder(path: Path, make_message: Callable[..., Message]) -> None:
    Atom(AtomSettings(path=path, title="Flags", url="https://ethos.example/alerts.atom")).send(make_message())

    root = read(path.read_bytes())
    assert root.findtext("a:title", namespaces=NS) == "Flags"
    assert root.findtext("a:id", "", NS).startswith("urn:uuid:")
    assert root.find("a:link[@rel='self']", NS) is not None
    assert titles(path) == ["Care of street trees"]


def test_keeps_what_is_there_and_puts_the_newest_first(
    path: Path, make_message: Callable[..., Message], dated: Callable[[int], Item]
) -> None:
    channel = Atom(AtomSettings(path=path))
    for day in (2, 1, 3):
        channel.send(make_message(dated(day)))

    assert titles(path) == ["Notice 3", "Notice 2", "Notice 1"]


def test_the_same_message_again_changes_no_byte(
    path: Path, make_message: Callable[..., Message], dated: Callable[[int], Item]
) -> None:
    channel = Atom(AtomSettings(path=path))
    channel.send(make_message(dated(1), dated(2)))
    before = (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino)

    channel.send(make_message(dated(1), dated(2)))

    assert (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_a_later_correction_takes_the_place_of_its_entry(
    path: Path, make_message: Callable[..., Message], make_item: Callable[..., Item]
) -> None:
    channel = Atom(AtomSettings(path=path))
    channel.send(make_message(make_item(published_at=START)))

    channel.send(make_message(make_item(published_at=START + timedelta(days=1), corrected=True)))

    [title] = read(path.read_bytes()).iterfind("a:entry/a:title", NS)
    assert (title.text or "").startswith("Corrected: ")


def test_keeps_only_the_newest_entries(
    path: Path, make_message: Callable[..., Message], dated: Callable[[int], Item]
) -> None:
    channel = Atom(AtomSettings(path=path, most_entries=2))
    for day in (1, 2, 3, 1):
        channel.send(make_message(dated(day)))

    assert titles(path) == ["Notice 3", "Notice 2"]


def test_the_feed_keeps_its_id_when_it_moves(path: Path, make_message: Callable[..., Message]) -> None:
    Atom(AtomSettings(path=path)).send(make_message())
    before = read(path.read_bytes()).findtext("a:id", namespaces=NS)

    Atom(AtomSettings(path=path, url="https://elsewhere.example/alerts.atom")).send(make_message())

    assert read(path.read_bytes()).findtext("a:id", namespaces=NS) == before


def test_who_reads_while_it_writes_sees_a_whole_feed(
    path: Path, make_message: Callable[..., Message], dated: Callable[[int], Item]
) -> None:
    channel = Atom(AtomSettings(path=path))
    channel.send(make_message(dated(1)))

    with path.open("rb") as reader:
        channel.send(make_message(dated(2)))
        seen = read(reader.read())

    assert len(seen.findall("a:entry", NS)) == 1
    assert titles(path) == ["Notice 2", "Notice 1"]
    assert sorted(file.name for file in path.parent.iterdir()) == [".alerts.atom.lock", "alerts.atom"]


def test_what_a_killed_writer_left_behind_does_no_harm(
    path: Path, make_message: Callable[..., Message], dated: Callable[[int], Item]
) -> None:
    channel = Atom(AtomSettings(path=path))
    channel.send(make_message(dated(1)))
    (path.parent / ".alerts.atom.new").write_bytes(b"<feed")

    channel.send(make_message(dated(2)))

    assert titles(path) == ["Notice 2", "Notice 1"]


def test_writers_at_the_same_time_lose_nothing(
    path: Path, make_message: Callable[..., Message], dated: Callable[[int], Item]
) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda day: Atom(AtomSettings(path=path)).send(make_message(dated(day))), range(12)))

    assert titles(path) == [f"Notice {day}" for day in reversed(range(12))]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("<feed", id="no XML"),
        pytest.param("<rss/>", id="another kind of feed"),
        pytest.param("notes", id="someone's notes"),
    ],
)
def test_leaves_a_file_that_is_no_feed_as_it_is(path: Path, make_message: Callable[..., Message], content: str) -> None:
    path.parent.mkdir()
    path.write_text(content)

    with pytest.raises(DeliveryError, match="is not an Atom feed") as failure:
        Atom(AtomSettings(path=path)).send(make_message())

    assert failure.value.lasting
    assert path.read_text() == content


def test_says_that_the_file_can_not_be_written(path: Path, make_message: Callable[..., Message]) -> None:
    path.mkdir(parents=True)

    with pytest.raises(DeliveryError, match=r"can't be written .* alerts\.atom\.path") as failure:
        Atom(AtomSettings(path=path)).send(make_message())

    assert failure.value.lasting
