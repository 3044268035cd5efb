from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from scrapers.gates import Pace
from scrapers.settings import ScrapersSettings, SourceSettings
from scrapers.source import Source, all_sources, catalogue, reader_of
from scrapers.sources.find_a_tender import FindATender


@pytest.mark.parametrize("source", catalogue().values(), ids=catalogue())
class TestEverySource:
    def test_declares_what_it_is(self, source: type[Source]) -> None:
        assert source.title
        assert source.__doc__
        assert source.documentation.startswith("https://")
        assert source.licence.startswith("https://")
        assert source.speaks in {"ocds", "html", "csv", "file"}
        assert source.base_url.startswith("https://")
        assert source.earliest.tzinfo is UTC

    def test_is_named_after_its_module(self, source: type[Source]) -> None:
        assert source.__module__ == f"scrapers.sources.{source.name}"
        assert source.__name__.lower() == source.name.replace("_", "")

    def test_declares_a_sensible_pace_and_yield(self, source: type[Source]) -> None:
        assert source.minimum_gap_seconds >= 1
        assert source.is_declared or source.least_per_weekday > 0
        assert source.least_per_weekday < source.most_per_weekday

    def test_is_made_without_settings(self, source: type[Source]) -> None:
        made = source.instances({})

        assert [one.name for one in made] == ([] if source.is_declared else [source.name])
        assert source.settings_type().model_dump() is not None
        assert source().name == source.name


def test_the_catalogue_holds_one_source_for_each_module() -> None:
    assert catalogue()["find_a_tender"] is FindATender


def test_all_sources_are_made_from_the_settings_of_each() -> None:
    sources = all_sources({"find_a_tender": SourceSettings(minimum_gap_seconds=20)})

    assert sources["find_a_tender"].minimum_gap_seconds == 20
    assert not any(source.is_declared for source in sources.values())


def test_a_source_that_is_known_reads_its_own_pages() -> None:
    sources = all_sources({})

    assert reader_of("find_a_tender", sources) is sources["find_a_tender"]
    assert reader_of("find_a_tender.of_old", sources) is None
    assert reader_of("nobody", sources) is None


def test_a_source_without_settings_is_as_it_declares() -> None:
    source = FindATender()

    assert source.base_url == "https://www.find-tender.service.gov.uk"
    assert source.pace == Pace(minimum_gap_seconds=10, calls_per_window=12, window_seconds=120)
    assert (source.enabled, source.since) == (True, None)


def test_settings_override_what_a_source_declares() -> None:
    settings = SourceSettings.model_validate(
        {"minimum_gap_seconds": "20", "calls_per_window": "6", "since": "2026-08-10"}
    )

    source = FindATender(settings)

    assert source.pace == Pace(minimum_gap_seconds=20, calls_per_window=6, window_seconds=120)
    assert source.since == datetime(2026, 8, 9, 23, tzinfo=UTC)
    assert FindATender.minimum_gap_seconds == 10


def test_the_publishers_limit_on_calls_counts_at_its_own_host_alone() -> None:
    there = FindATender(SourceSettings(base_url="https://www.find-tender.service.gov.uk/"))
    elsewhere = FindATender(SourceSettings(base_url="http://127.0.0.1:8080/"))

    assert there.pace.calls_per_window == 12
    assert elsewhere.pace == Pace(minimum_gap_seconds=10, calls_per_window=None, window_seconds=120)
    assert (elsewhere.base_url, elsewhere.host) == ("http://127.0.0.1:8080", "127.0.0.1:8080")


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        (date(2026, 1, 10), datetime(2026, 1, 10, tzinfo=UTC)),
        ("2026-08-10", datetime(2026, 8, 9, 23, tzinfo=UTC)),
        ("2026-08-10T06:00:00", datetime(2026, 8, 10, 5, tzinfo=UTC)),
        ("2026-08-10T06:00:00Z", datetime(2026, 8, 10, 6, tzinfo=UTC)),
    ],
)
def test_since_is_uk_time_where_it_names_no_zone(given: object, moment: datetime) -> None:
    assert SourceSettings.model_validate({"since": given}).since == moment


@pytest.mark.parametrize(
    "wrong",
    [
        {"minimum_gap_secs": 1},
        {"minimum_gap_seconds": -1},
        {"base_url": "www.find-tender.service.gov.uk"},
        {"base_url": "https://notices.example/a/path"},
        {"base_url": "ftp://notices.example"},
        {"since": "yesterday"},
        {"since": "2026"},
        {"calls_per_window": 0},
    ],
    ids=str,
)
def test_a_setting_that_means_nothing_is_an_error(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SourceSettings.model_validate(wrong)


def test_a_page_is_read_release_by_release_and_what_is_wrong_with_it_is_told(
    make_release: Any, make_package: Any
) -> None:
    body = make_package([make_release(1), make_release(2), None]).replace(b"000002", b"00\xe902")

    readings = list(FindATender().read(body, "0" * 64))

    assert [reading.notice.id for reading in readings if reading.notice] == ["000001-2026", "00\u00e902-2026"]
    assert sum(bool(reading.problems) for reading in readings if reading.notice is None) == 2


@pytest.mark.parametrize("model", [ScrapersSettings, SourceSettings])
def test_every_setting_is_described(model: type[ScrapersSettings | SourceSettings]) -> None:
    assert all(field.description for field in model.model_fields.values())
