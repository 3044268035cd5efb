"""Two versions of the extractor are compared on the notices that both read."""

from __future__ import annotations

from typing import Any

import pytest

from monitor import compare
from monitor.errors import NothingFound
from monitor.models import StoredNotice
from monitor.services import Services
from monitor.store import commitments, notices
from nlp.commitment import Commitment, Level, Modality, Reading

TEXT = "The supplier must pay the real living wage. Social value is welcome."


def commitment(theme: str, quote: str, level: Level) -> Commitment:
    start = TEXT.index(quote)
    return Commitment(
        notice_id="000001-2026",
        pointer="/tender/description",
        start=start,
        end=start + len(quote),
        quote=quote,
        theme=theme,
        level=level,
        modality=Modality.MUST,
        found_by="a rule",
    )


WAGE = commitment("fair_work", "pay the real living wage", Level.REQUIRED)
FIRM_WAGE = commitment("fair_work", "must pay the real living wage", Level.SPECIFIED)
WELCOME = commitment("social_value", "Social value is welcome", Level.NAMED)


@pytest.fixture
def read_twice(services: Services, make_notice: Any) -> Services:
    now = services.clock.now()
    with services.store.writing() as session:
        notices.keep(session, [make_notice(1, TEXT)], at=now)
        row = notices.by_id(session, "000001-2026")
        assert isinstance(row, StoredNotice)
        for version, found in (("old", (WAGE, WELCOME)), ("new", (FIRM_WAGE,))):
            reading = Reading(commitments=found)
            read = commitments.Read(notice_key=row.key, digest=row.digest, reading=reading)
            commitments.keep(session, [read], extractor=version, at=now)
    return services


def test_tells_what_was_lost_and_what_changed_its_level(read_twice: Services) -> None:
    found = [(one.change, one.theme, one.old_level, one.new_level) for one in compare.run(read_twice, "old", "new")]

    assert found == [("level", "fair_work", 2, 3), ("lost", "social_value", 1, None)]


def test_tells_what_was_gained(read_twice: Services) -> None:
    changes = {one.change for one in compare.run(read_twice, "new", "old")}

    assert changes == {"level", "gained"}


def test_a_version_is_the_same_as_itself(read_twice: Services) -> None:
    assert compare.run(read_twice, "old", "old") == []


def test_a_version_that_read_nothing_is_named_with_those_that_did(read_twice: Services) -> None:
    with pytest.raises(NothingFound, match="'newer'"):
        compare.run(read_twice, "old", "newer")
