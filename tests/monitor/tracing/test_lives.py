"""What must hold whatever arrives in whatever order: one timeline, one set of findings, nothing twice.

The notices are those of the demonstration, whole lives of procurements, with what sources really do to them: updates
that repeat only what changed, stubs that cancel, one award in two notices, children before their parents.
"""

from __future__ import annotations

import copy
import itertools
import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from monitor.demonstration import CORPUS
from monitor.indicators import base
from monitor.indicators.base import Finding
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from monitor.tracing.timeline import timeline
from nlp.commitment import Commitment, Level, Modality
from scrapers.notice import Notice
from scrapers.readers import ocds

Release = dict[str, Any]
TODAY = date(2026, 11, 24)
LAW, INDICATORS = Law(), base.catalogue({})


def corpus() -> dict[str, list[Release]]:
    """The releases of the demonstration by procurement, oldest first."""
    found: defaultdict[str, list[Release]] = defaultdict(list)
    for path in sorted(CORPUS.glob("*.json")):
        for release in json.loads(path.read_text(encoding="utf-8"))["releases"]:
            found[release["ocid"]].append(release)
    return {ocid: sorted(releases, key=lambda one: str(one["date"])) for ocid, releases in found.items()}


BY_OCID = corpus()
LIVES = [releases for releases in BY_OCID.values() if len(releases) > 1]


def renamed(release: Release, number: int, *, days: int) -> Release:
    """A release under an id of its own, published some days later; its type stays readable at the document's id."""
    text = json.dumps(release).replace(release["id"], f"{990_000 + number:06}-2026")
    made: Release = json.loads(text)
    day = date.fromisoformat(release["date"][:10]) + timedelta(days=days)
    return made | {"date": day.isoformat() + release["date"][10:]}


def sparse(release: Release, keep: set[str]) -> Release:
    """An update that repeats only some fields: those that name the notice and its type always stand."""
    made = copy.deepcopy(release)
    made["tag"] = [f"{tag}Update" if not tag.endswith("Update") else tag for tag in made["tag"]]
    tender = made.get("tender", {})
    made["tender"] = {name: value for name, value in tender.items() if name in keep | {"id", "legalBasis", "documents"}}
    return made


def stub(release: Release, number: int) -> Release:
    """A cancellation that says nothing else."""
    name = f"{990_000 + number:06}-2026"
    document = {"id": name, "documentType": "tenderCancellation", "noticeType": "UK12"}
    return {
        "ocid": release["ocid"],
        "id": name,
        "tag": ["tenderCancellation"],
        "date": "2026-11-20T09:00:00Z",
        "initiationType": "tender",
        "parties": release.get("parties", []),
        "tender": {"id": "T", "legalBasis": {"id": "2023/54", "scheme": "UKPGA"}, "documents": [document]},
        "language": "en",
    }


@st.composite
def lives(draw: st.DrawFn) -> list[Release]:
    """The life of a procurement as a source might publish it: with notices missing, updates, and a stub at its end."""
    releases = draw(st.sampled_from(LIVES))
    kept = draw(st.lists(st.sampled_from(releases), min_size=1, unique_by=lambda one: one["id"]))
    numbers = itertools.count()
    for release in draw(st.lists(st.sampled_from(kept), max_size=2)):
        fields = draw(st.sets(st.sampled_from(sorted(release.get("tender", {"title": ""})))))
        kept.append(sparse(renamed(release, next(numbers), days=draw(st.integers(0, 9))), fields))
    if draw(st.booleans()):
        kept.append(stub(releases[0], next(numbers)))
    return kept


def notices_of(releases: Sequence[Release]) -> list[Notice]:
    readings = [ocds.read(release, source="find_a_tender", page_sha256="0" * 64) for release in releases]
    assert all(reading.notice for reading in readings)
    return [reading.notice for reading in readings if reading.notice]


def commitments_of(notices: Sequence[Notice]) -> tuple[Commitment, ...]:
    """A commitment at every segment that speaks of work or value, as a reader without a model would find it."""
    words = {"apprentice": ("jobs_skills", Level.MEASURABLE), "social value": ("social_value", Level.NAMED)}
    return tuple(
        Commitment(
            notice_id=notice.id,
            pointer=segment.pointer,
            start=segment.text.lower().index(word),
            end=segment.text.lower().index(word) + len(word),
            quote=word,
            theme=theme,
            level=level,
            modality=Modality.MUST,
        )
        for notice in notices
        for segment in notice.segments
        for word, (theme, level) in words.items()
        if word in segment.text.lower()
    )


def put_together(notices: Sequence[Notice], as_of: date = TODAY) -> Procurement:
    return Procurement(ocid=notices[0].ocid, notices=tuple(notices), as_of=as_of, commitments=commitments_of(notices))


def findings(procurement: Procurement) -> list[Finding]:
    return list(base.assess(procurement, LAW, INDICATORS))


@settings(deadline=None)
@given(life=lives(), data=st.data())
def test_notices_in_any_order_and_number_give_the_same_timeline_and_findings(
    life: list[Release], data: st.DataObject
) -> None:
    notices = notices_of(life)
    again = data.draw(st.lists(st.sampled_from(notices), max_size=3))
    shuffled = data.draw(st.permutations([*notices, *again]))

    first, second = put_together(notices), put_together(shuffled)

    assert second.notices == first.notices
    assert second.commitments == first.commitments
    assert timeline(second) == timeline(first)
    assert findings(second) == findings(first)


@settings(deadline=None)
@given(life=lives(), back=st.integers(0, 250))
def test_what_was_known_on_a_day_depends_on_nothing_later(life: list[Release], back: int) -> None:
    notices = notices_of(life)
    as_of = TODAY - timedelta(days=back)
    known = [notice for notice in notices if notice.published_at.date() < as_of]
    later = [notice for notice in notices if notice.published_at.date() > as_of]
    assume(known and len(known) + len(later) == len(notices))

    assert findings(put_together([*later, *known], as_of)) == findings(put_together(known, as_of))


@settings(deadline=None)
@given(life=lives())
def test_a_stub_takes_nothing_of_the_timeline_away(life: list[Release]) -> None:
    notices = notices_of(life)
    before = put_together(notices)
    after = put_together([*notices, *notices_of([stub(life[0], 999)])])

    assert set(before.notices) < set(after.notices)
    assert timeline(after)[-1].is_stub
    assert (after.value, after.tender_notices, after.published_contracts, after.special_regimes) == (
        before.value,
        before.tender_notices,
        before.published_contracts,
        before.special_regimes,
    )


@settings(deadline=None)
@given(
    tender=st.sampled_from([one for life in LIVES for one in life if one["tag"] == ["tender"]]),
    keep=st.sets(st.sampled_from(["title", "value", "tenderPeriod", "lots", "items"])),
)
def test_an_update_that_is_silent_changes_no_fact(tender: Release, keep: set[str]) -> None:
    update = sparse(renamed(tender, 1, days=0), keep)
    before = put_together(notices_of([tender]))
    after = put_together(notices_of([update, tender]))

    assert (after.gross, after.buyer_name, after.regime, after.category, after.nation, after.began_on) == (
        before.gross,
        before.buyer_name,
        before.regime,
        before.category,
        before.nation,
        before.began_on,
    )
    assert timeline(after)[-1].is_stub
