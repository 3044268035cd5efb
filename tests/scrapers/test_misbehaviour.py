"""Every source in the catalogue that speaks OCDS, unedited, against a server that misbehaves on purpose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from scrapers.client import Client
from scrapers.errors import BadPage, RateLimited, ScraperError, SourceRefused, SourceUnreachable, UnsafeAddress
from scrapers.gates import MemoryGate
from scrapers.settings import ScrapersSettings, SourceSettings
from scrapers.source import Source, catalogue
from scrapers.walks.month_by_type import MonthByType
from tests.scrapers import misbehaving as bad
from tests.scrapers.misbehaving import SINCE, Fault, Ledger, Site

SOURCES = {name: source for name, source in catalogue().items() if source.speaks == "ocds"}
ALWAYS = 1_000_000
QUICK = ScrapersSettings(read_timeout_seconds=0.2, total_timeout_seconds=0.6)


@dataclass
class Walked:
    """One source, the site it is walked at, and what has been kept of it."""

    source: Source
    site: Site
    client: Client
    clock: Any
    ledger: Ledger

    def collect(self, **how: bool) -> list[ScraperError]:
        return self.ledger.collect(self.source, self.client, **how)

    def whole(self) -> bool:
        wanted = {release["id"] for release in self.site.releases}
        notices = {reading.notice.id for reading in self.ledger.readings(self.source) if reading.notice}
        counts = Counter(self.ledger.ids())
        return set(counts) == notices == wanted and set(counts.values()) == {1}


@pytest.fixture(params=list(SOURCES.values()), ids=list(SOURCES))
def kind(request: pytest.FixtureRequest) -> type[Source]:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def walked(kind: type[Source], tmp_path: Path, clock: Any) -> Iterator[Walked]:
    with Site(kind, tmp_path) as site:
        source = kind(SourceSettings(base_url=site.address))
        source.max_bytes = 400_000
        gate = MemoryGate(clock, {source.host: source.pace})
        with source.client(QUICK, gate, clock, Random(1)) as client:
            yield Walked(source, site, client, clock, Ledger())


def test_a_site_that_behaves_is_collected_whole_and_asked_no_more_than_needed(walked: Walked) -> None:
    assert walked.collect() == []

    assert walked.whole()
    assert len(walked.site.asked) == len(set(walked.site.asked))


PASSING = {
    "429 with Retry-After": bad.status(429, Retry_After=7),
    "429 without": bad.status(429),
    "500": bad.status(500),
    "503 with a date": bad.status(503, Retry_After="Wed, 12 Aug 2026 09:01:30 GMT"),
    "504": bad.status(504),
    "dropped connection": bad.dropped,
    "stalled connection": bad.stalled,
    "slow drip": bad.dripping,
    "truncated body": bad.cut,
    "number out of range": bad.replaced(
        b'"language":"en"', b'"language":"en","bids":{"statistics":[{"value":1e9999}]}'
    ),
    "latin-1 bytes called UTF-8": bad.replaced("Caf\u00e9".encode(), b"Caf\xe9"),
}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_what_passes_is_overcome_with_nothing_lost_and_nothing_twice(walked: Walked, fault: Fault) -> None:
    walked.site.spoil(fault, times=1)

    trouble = walked.collect()

    assert trouble == []
    assert walked.whole()


def next_of(walked_url: bad.Asked) -> dict[str, str]:
    return {"next": walked_url.url}


LASTING: dict[str, tuple[Fault, type[ScraperError], str]] = {
    "429 with Retry-After": (bad.status(429, Retry_After=3600), RateLimited, "answered 429 .* 3600 seconds of quiet"),
    "429 without": (bad.status(429), RateLimited, "answered 429 .* longer than a run waits"),
    "500": (bad.status(500), SourceUnreachable, "answered 500 .*tried 5 times"),
    "503": (bad.status(503), RateLimited, "answered 503"),
    "504": (bad.status(504), SourceUnreachable, "answered 504 .*tried 5 times"),
    "400": (bad.status(400), SourceRefused, "answered 400 .*try again later"),
    "dropped connection": (bad.dropped, SourceUnreachable, "broke off its answer at .*disconnected"),
    "stalled connection": (bad.stalled, SourceUnreachable, "broke off its answer at .*timed out"),
    "truncated body": (bad.cut, SourceUnreachable, "broke off its answer at"),
    "truncated body of no known length": (bad.cut_unnoticed, BadPage, "is no page: This is no JSON"),
    "invalid JSON": (bad.saying(b'{"releases": [}'), BadPage, "is no page: This is no JSON"),
    "a web page": (bad.saying(b"<html>Sorry</html>"), BadPage, "is no page: This is no JSON .*<html>"),
    "an error in JSON": (bad.saying(b'{"message": "No"}'), BadPage, "is no release package"),
    "a next link that loops": (bad.edited(links=next_of), BadPage, "leads back to"),
    "a next link to another host": (
        bad.edited(links={"next": "https://elsewhere.example/api"}), UnsafeAddress, "leads to https://elsewhere",
    ),
    "a next link that is none": (bad.edited(links={"next": 7}), BadPage, "next link that is no address: 7"),
    "an answer that never ends": (bad.endless, BadPage, "larger than 400,000 bytes"),
    "an answer that swells": (bad.swollen, BadPage, "larger than 400,000 bytes"),
    "a redirect to a private address": (
        bad.status(302, Location="http://169.254.169.254/latest/"), UnsafeAddress, "leads to a private address",
    ),
    "a redirect that loops": (bad.status(302, Location="/"), SourceRefused, "redirects more than 5 times"),
}  # fmt: skip


@pytest.mark.parametrize(("fault", "kind_of_error", "words"), LASTING.values(), ids=LASTING)
def test_what_lasts_ends_in_one_sentence_and_is_made_good_when_the_site_is_well(
    walked: Walked, fault: Fault, kind_of_error: type[ScraperError], words: str
) -> None:
    walked.site.spoil(fault, times=ALWAYS)

    trouble = walked.collect()

    with pytest.raises(kind_of_error, match=words):
        raise trouble[0]
    assert len(walked.ledger.finished) < len(list(walked.source.windows(SINCE, bad.UNTIL)))
    walked.site.heal()
    walked.clock.sleep(7200)
    assert walked.collect() == []
    assert set(walked.ledger.ids()) == {release["id"] for release in walked.site.releases}


def test_a_403_is_waited_out_where_the_source_means_not_now_by_it_and_told_elsewhere(walked: Walked) -> None:
    walked.site.spoil(bad.status(403), times=1)

    trouble = walked.collect()

    if 403 in walked.source.waits:
        assert trouble == []
        assert max(walked.clock.slept) >= walked.source.waits[403]
    else:
        assert [type(error) for error in trouble] == [SourceRefused]
        assert walked.collect() == []
    assert walked.whole()


def test_a_quiet_that_is_asked_for_is_kept(walked: Walked) -> None:
    walked.site.spoil(bad.status(429, Retry_After=123), times=1)

    walked.collect()

    assert any(seconds >= 123 for seconds in walked.clock.slept)


def test_a_missing_next_link_is_no_end_where_more_is_left(walked: Walked) -> None:
    walked.site.spoil(bad.edited(links=None), times=1)

    trouble = walked.collect()

    if isinstance(walked.source.walk, MonthByType):  # it has no next links, and so none to miss
        assert trouble == []
    else:
        with pytest.raises(BadPage, match=r"next link .* is missing: \d+ or more older releases"):
            raise trouble[0]
        walked.site.heal()
        assert walked.collect() == []
    assert walked.whole()


def test_releases_that_come_twice_and_out_of_order_are_all_kept_and_read_once(walked: Walked) -> None:
    walked.site.spoil(bad.muddled, times=1)

    assert walked.collect() == []

    wanted = {release["id"] for release in walked.site.releases}
    assert set(walked.ledger.ids()) == wanted
    assert sum(Counter(walked.ledger.ids()).values()) == len(wanted) + 5


@pytest.mark.parametrize("added", [timedelta(hours=5), timedelta(minutes=1)], ids=["a later one", "an earlier one"])
def test_a_release_that_is_published_while_its_window_is_walked_is_found_by_the_next_walk_with_all_others(
    walked: Walked, added: timedelta
) -> None:
    walked.site.spoil(_publishing(walked.site, SINCE + added), times=1)

    first, second = walked.collect(), walked.collect(again=True)

    assert (first, second) == ([], [])
    assert set(walked.ledger.ids()) == {release["id"] for release in walked.site.releases}


def test_a_later_release_that_is_published_meanwhile_pushes_no_other_out_of_the_walk(walked: Walked) -> None:
    walked.site.spoil(_publishing(walked.site, SINCE + timedelta(hours=5)), times=1)
    before = {release["id"] for release in walked.site.releases}

    assert walked.collect() == []

    assert before <= set(walked.ledger.ids())


def _publishing(site: Site, moment: datetime) -> Fault:
    def answer(asked: bad.Asked) -> Iterator[bytes]:
        site.publish(999, moment)  # after the page was made and before it is sent
        yield from bad.reply(asked.body)

    return answer


def test_a_host_that_stays_broken_is_left_in_peace_and_asked_once_when_that_is_over(walked: Walked) -> None:
    walked.site.spoil(bad.status(500), times=ALWAYS)

    for _ in range(3):
        trouble = walked.collect()
    asked = len(walked.site.asked)
    with pytest.raises(SourceUnreachable, match=r"failed 10 times in a row .*answered 500 .* in peace until"):
        raise trouble[0]

    walked.clock.sleep(301)
    walked.collect()

    assert len(walked.site.asked) == asked + 1
    walked.clock.sleep(3600)
    walked.site.heal()
    assert walked.collect() == []
    assert walked.whole()
