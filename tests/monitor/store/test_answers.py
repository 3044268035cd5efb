"""A page that its source calls unchanged is not sent again, and is the same page all the same."""

from __future__ import annotations

from typing import Any

from monitor.store.answers import SharedMemory
from scrapers.answer import Validators
from scrapers.archive import Archive

URL = "https://www.northmere.example/register.csv"
TAG = Validators(etag='"one"')


def test_an_answer_is_remembered_with_its_bytes(store: Any, tmp_path: Any) -> None:
    memory = SharedMemory(store=store, archive=Archive(tmp_path / "archive"))

    memory.keep(URL, TAG, b"a,b")

    found = memory.recall(URL)
    assert found is not None
    assert (found.validators, found.body) == (TAG, b"a,b")
    assert memory.recall(URL + "?other") is None


def test_an_answer_whose_bytes_are_gone_is_asked_for_whole(store: Any, tmp_path: Any) -> None:
    archive = Archive(tmp_path / "archive")
    SharedMemory(store=store, archive=archive).keep(URL, TAG, b"a,b")

    assert SharedMemory(store=store, archive=Archive(tmp_path / "empty")).recall(URL) is None


def test_a_later_answer_takes_the_place_of_an_earlier(store: Any, tmp_path: Any) -> None:
    memory = SharedMemory(store=store, archive=Archive(tmp_path / "archive"))
    memory.keep(URL, TAG, b"a,b")

    memory.keep(URL, Validators(last_modified="Tue, 24 Nov 2026 09:00:00 GMT"), b"c,d")

    found = memory.recall(URL)
    assert found is not None
    assert (found.validators.etag, found.body) == (None, b"c,d")
