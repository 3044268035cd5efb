"""What was decided and agreed: awards, contracts, their changes and ends, and the bids before them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from scrapers.notice import Award, Bids, Change, Contract, NoticeType, Organisation, Related
from scrapers.readers.documents import documents_of
from scrapers.readers.fields import Log, Node, finite, flag, identifier, ids, moment, section, sections, text, words
from scrapers.readers.metrics import metrics_of, observations_of
from scrapers.readers.parties import suppliers_of
from scrapers.readers.parts import money_of, period_of
from scrapers.readers.stage import OWN_AMENDMENTS


def awards_of(raw: Node, by_id: Mapping[str | None, Organisation], log: Log) -> tuple[Award, ...]:
    """The awards of a release, in order."""
    return tuple(_award(item, pointer, by_id, log) for pointer, item in sections(raw, "awards", "", log))


def _award(item: Node, at: str, by_id: Mapping[str | None, Organisation], log: Log) -> Award:
    return Award(
        id=identifier(item, "id", at, log),
        title=text(item, "title", at, log),
        status=text(item, "status", at, log),
        status_details=text(item, "statusDetails", at, log),
        decided_at=moment(item, "date", at, log),
        value=money_of(item, "value", at, log),
        suppliers=suppliers_of(item, at, by_id, log),
        lots=words(item, "relatedLots", at, log),
        above_threshold=flag(item, "aboveThreshold", at, log),
        period=period_of(item, "contractPeriod", at, log),
        standstill_end=_standstill_end(item, at, log),
        summaries_sent_at=moment(item, "assessmentSummariesDateSent", at, log),
        signature_due=_signature_due(item, at, log),
        pointer=at,
    )


def _standstill_end(item: Node, at: str, log: Log) -> datetime | None:
    """The end of the standstill; the last of several (Find a Tender publishes a list where it was entered twice)."""
    value = item.get("standstillPeriod")
    if value is None:
        return None
    if value.__class__ is list:
        ends = [moment(one, "endDate", pointer, log) for pointer, one in sections(item, "standstillPeriod", at, log)]
        return max((end for end in ends if end is not None), default=None)
    return moment(section(item, "standstillPeriod", at, log), "endDate", f"{at}/standstillPeriod", log)


def _signature_due(item: Node, at: str, log: Log) -> datetime | None:
    if item.get("milestones") is None:
        return None
    for pointer, milestone in sections(item, "milestones", at, log):
        if milestone.get("type") == "futureSignatureDate":
            return moment(milestone, "dueDate", pointer, log)
    return None


def contracts_of(raw: Node, stage: NoticeType, log: Log) -> tuple[Contract, ...]:
    """The contracts of a release, in order."""
    return tuple(_contract(item, pointer, stage, log) for pointer, item in sections(raw, "contracts", "", log))


def _contract(item: Node, at: str, stage: NoticeType, log: Log) -> Contract:
    return Contract(
        id=identifier(item, "id", at, log),
        award_id=identifier(item, "awardID", at, log),
        title=text(item, "title", at, log),
        status=text(item, "status", at, log),
        status_details=text(item, "statusDetails", at, log),
        signed_at=moment(item, "dateSigned", at, log),
        value=money_of(item, "value", at, log),
        above_threshold=flag(item, "aboveThreshold", at, log),
        period=period_of(item, "period", at, log),
        metrics=metrics_of(item, at, log),
        no_metrics_reason=text(item, "noAgreedMetricsRationale", at, log),
        changes=_changes(item, at, stage, log),
        termination_grounds=ids(item, "terminationRationaleClassifications", at, log),
        documents=documents_of(item, at, log),
        has_options=flag(item, "hasOptions", at, log),
        has_renewal=flag(item, "hasRenewal", at, log),
        pointer=at,
        **_implementation(item, at, log),
    )


def _implementation(item: Node, at: str, log: Log) -> dict[str, Any]:
    if item.get("implementation") is None:
        return {}
    done = section(item, "implementation", at, log)
    place = f"{at}/implementation"
    return {
        "final_value": money_of(done, "finalValue", place, log),
        "ended_at": moment(done, "endDate", place, log),
        "observations": observations_of(done, place, log),
        "failures": _failures(done, place, log),
    }


def _failures(done: Node, at: str, log: Log) -> tuple[str, ...]:
    """The breaches that a notice reports (s.71(4)), in its words, else by what they are called."""
    found = []
    for pointer, failure in sections(done, "performanceFailures", at, log):
        said = text(failure, "description", pointer, log) or identifier(failure, "id", pointer, log)
        found.append(said or "a breach without a description")
    return tuple(found)


def _changes(item: Node, at: str, stage: NoticeType, log: Log) -> tuple[Change, ...]:
    """The changes of a contract. An amendment on another notice, without a reason, only corrects that notice."""
    if item.get("amendments") is None and item.get("proposedAmendments") is None:
        return ()
    made = [
        _change(change, pointer, log, proposed=False)
        for pointer, change in sections(item, "amendments", at, log)
        if stage in OWN_AMENDMENTS or "rationale" in change or "rationaleClassifications" in change
    ]
    proposed = [
        _change(change, pointer, log, proposed=True)
        for pointer, change in sections(item, "proposedAmendments", at, log)
    ]
    return (*made, *proposed)


def _change(item: Node, at: str, log: Log, *, proposed: bool) -> Change:
    return Change(
        id=identifier(item, "id", at, log),
        at=moment(item, "date", at, log),
        description=text(item, "description", at, log),
        rationale=text(item, "rationale", at, log),
        grounds=ids(item, "rationaleClassifications", at, log),
        value=money_of(item, "value", at, log),
        period=period_of(item, "period", at, log),
        proposed=proposed,
        pointer=at,
    )


def bids_of(raw: Node, log: Log) -> tuple[Bids, ...]:
    """The counts of bids that a release publishes."""
    if raw.get("bids") is None:
        return ()
    found = []
    for pointer, item in sections(section(raw, "bids", "", log), "statistics", "/bids", log):
        measure = text(item, "measure", pointer, log)
        if measure is None:
            log.wrong(pointer, item, "a statistic with a measure")
            continue
        value, lot = finite(item, "value", pointer, log), identifier(item, "relatedLot", pointer, log)
        found.append(Bids(measure=measure, value=value, lot=lot, pointer=pointer))
    return tuple(found)


def related_of(raw: Node, log: Log) -> tuple[Related, ...]:
    """The other procurements that a release names; without an OCID where it uses another register."""
    if raw.get("relatedProcesses") is None:
        return ()
    return tuple(
        Related(
            ocid=identifier(item, "identifier", pointer, log) if item.get("scheme", "ocid") == "ocid" else None,
            relationships=words(item, "relationship", pointer, log),
            pointer=pointer,
        )
        for pointer, item in sections(raw, "relatedProcesses", "", log)
    )
