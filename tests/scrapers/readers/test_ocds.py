"""A release becomes a notice; a broken one is set aside, a broken part is reported."""

from __future__ import annotations

import copy
import math
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from scrapers.notice import AuthorityKind, Nation, Notice, NoticeType
from scrapers.readers.ocds import read

NOTICE_PAGE = "https://www.find-tender.service.gov.uk/Notice/900001-2026"

TENDER: dict[str, Any] = {
    "id": "900001-2026",
    "ocid": "ocds-h6vhtk-0north",
    "date": "2026-08-10T12:00:00+01:00",
    "tag": ["tender"],
    "language": "en",
    "buyer": {"id": "GB-PPON-NRTH", "name": "Borough of Northmere"},
    "parties": [
        {
            "id": "GB-PPON-NRTH",
            "name": "Borough of Northmere",
            "roles": ["buyer"],
            "identifier": {"scheme": "GB-PPON", "id": "NRTH"},
            "address": {"region": "UKL11"},
            "contactPoint": {"name": "Officer for piers", "email": "piers@northmere.example"},
            "details": {
                "classifications": [
                    {"scheme": "UK_CA_TYPE", "id": "publicAuthoritySubCentralGovernment"},
                    {"scheme": "UK_CA_DEVOLVED_REGULATIONS", "id": "GB-WLS"},
                ]
            },
        }
    ],
    "planning": {"noEngagementNoticeRationale": "Small market, known well"},
    "tender": {
        "title": "Repair of the pier",
        "description": "Steel and timber works",
        "status": "active",
        "legalBasis": {"scheme": "UKPGA", "id": "2023/54"},
        "mainProcurementCategory": "works",
        "aboveThreshold": True,
        "specialRegime": ["lightTouch"],
        "procurementMethod": "open",
        "procurementMethodDetails": "Open procedure",
        "value": {"amount": 1000, "amountGross": 1200.5, "currency": "GBP"},
        "tenderPeriod": {"endDate": "2026-09-10T12:00:00"},
        "enquiryPeriod": {"endDate": "2026-08-20T23:59:59+01:00"},
        "awardPeriod": {"endDate": "2026-10-30T23:59:59Z"},
        "riskDetails": "The old piles may fail",
        "contractTerms": {"financialTerms": "Paid in 20 days"},
        "lotDetails": {"noLotsDivisionRationale": "One pier"},
        "techniques": {"hasFrameworkAgreement": True},
        "items": [
            {
                "additionalClassifications": [
                    {"scheme": "CPV", "id": "45241000"},
                    {"scheme": "CPV", "id": "45000000"},
                    {"scheme": "CPV", "id": "45241000"},
                ],
                "deliveryAddresses": [{"country": "GB"}, {"region": "UKL12"}],
            }
        ],
        "lots": [
            {
                "id": 1,
                "value": {"amountGross": "1e9999", "currency": "AED"},
                "contractPeriod": {"startDate": "2027-01-01", "endDate": "2027-06-30", "durationInDays": 1e9},
                "suitability": {"sme": True, "vcse": False},
                "hasRenewal": True,
                "awardCriteria": {
                    "description": "Best value",
                    "criteria": [{"type": "quality", "name": "Social value", "numbers": [{"number": 10.5}]}],
                },
            }
        ],
        "documents": [
            {"id": "A-1", "documentType": "biddingDocuments", "url": "https://northmere.example/pack"},
            {
                "id": "900001-2026",
                "documentType": "tenderNotice",
                "noticeType": "UK4",
                "format": "text/html",
                "url": NOTICE_PAGE,
                "datePublished": "2026-08-10T12:00:00+01:00",
            },
        ],
    },
}

CONTRACT: dict[str, Any] = {
    "id": "900002-2026",
    "ocid": "ocds-h6vhtk-0north",
    "date": "2026-11-02T09:00:00Z",
    "tag": ["award", "contract"],
    "parties": [
        {"id": "1", "name": "Borough of Northmere", "roles": ["buyer"]},
        {"id": "2", "name": "Pier Works Limited", "roles": ["supplier"], "details": {"scale": "sme", "vcse": False}},
    ],
    "tender": {
        "legalBasis": {"scheme": "UKPGA", "id": "2023/54"},
        "procurementMethod": "direct",
        "procurementMethodRationale": "Nobody else holds the drawings",
        "procurementMethodRationaleClassifications": [{"id": "singleSuppliersTechnicalReasons"}],
    },
    "bids": {"statistics": [{"id": "1", "measure": "finalStageBids", "value": 3, "relatedLot": "1"}]},
    "awards": [
        {
            "id": "1",
            "date": "2026-10-01",
            "suppliers": [{"id": "2", "name": "Pier Works Limited"}, {"id": "9", "name": "Pile Co"}],
            "relatedLots": ["1"],
            "standstillPeriod": [{"endDate": "2026-10-14T23:59:59Z"}, {"endDate": "2026-10-12T23:59:59Z"}],
            "milestones": [{"type": "futureSignatureDate", "dueDate": "2026-10-20T00:00:00Z"}],
        }
    ],
    "contracts": [
        {
            "id": "1",
            "awardID": "1",
            "title": "Pier works",
            "dateSigned": "2026-10-30T00:00:00Z",
            "aboveThreshold": True,
            "value": {"amount": 6000000, "amountGross": 7200000, "currency": "GBP"},
            "agreedMetrics": [
                {"title": "Apprentices", "observations": [{"id": "frequency", "period": {"durationInMonths": 6}}]}
            ],
            "implementation": {
                "metrics": [
                    {
                        "title": "Apprentices",
                        "observations": [{"measure": "4 of 5", "measureClassification": {"id": "slightlyBelow"}}],
                    }
                ],
                "performanceFailures": [{"description": "Late piles"}],
                "finalValue": {"amountGross": 7000000},
                "endDate": "2027-01-31",
            },
            "amendments": [{"id": "a", "description": "A misprint"}, {"id": "b", "rationale": "Storm damage"}],
            "proposedAmendments": [{"id": "c", "rationaleClassifications": [{"id": "unforeseeableCircumstances"}]}],
            "terminationRationaleClassifications": [{"id": "contractCompleted"}],
            "documents": [{"id": "900002-2026", "noticeType": "UK7"}],
        }
    ],
    "relatedProcesses": [
        {"scheme": "ocid", "identifier": "ocds-h6vhtk-0frame", "relationship": ["framework"]},
        {"scheme": "EU-OJ", "identifier": "2018/S 1-1", "relationship": ["planning"]},
    ],
}


def notice_of(raw: dict[str, Any]) -> Notice:
    reading = read(raw, source="find_a_tender")
    assert reading.notice is not None
    assert reading.problems == ()
    return reading.notice


def changed(raw: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy of a release with one part replaced, by its pointer."""
    found = copy.deepcopy(raw)
    *parents, last = path.strip("/").split("/")
    node: Any = found
    for step in parents:
        node = node[int(step) if step.isdigit() else step]
    node[int(last) if last.isdigit() else last] = value
    return found


def test_reads_what_a_tender_notice_says_as_a_whole() -> None:
    notice = notice_of(TENDER)

    assert (notice.source, notice.id, notice.ocid) == ("find_a_tender", "900001-2026", "ocds-h6vhtk-0north")
    assert notice.notice_type is NoticeType.UK4
    assert notice.published_at == datetime(2026, 8, 10, 11, tzinfo=UTC)
    assert (notice.category, notice.status, notice.above_threshold) == ("works", "active", True)
    assert notice.value is not None
    assert (notice.value.net, notice.value.payable) == (Decimal(1000), Decimal("1200.5"))
    assert notice.cpv == ("45241000", "45000000")
    assert notice.region == "UKL12"
    assert notice.special_regimes == ("lightTouch",)
    assert notice.is_framework
    assert notice.direct_award is None
    assert notice.url == NOTICE_PAGE
    assert [document.pointer for document in notice.documents] == ["/tender/documents/0", "/tender/documents/1"]


def test_reads_the_reasons_and_dates_of_a_tender_notice() -> None:
    notice = notice_of(TENDER)

    assert notice.no_engagement_reason == "Small market, known well"
    assert (notice.risk, notice.payment_terms) == ("The old piles may fail", "Paid in 20 days")
    assert notice.no_lots_reason == "One pier"
    assert notice.tender_period is not None
    assert notice.tender_period.end == datetime(2026, 9, 10, 11, tzinfo=UTC)
    assert notice.enquiry_end == datetime(2026, 8, 20, 22, 59, 59, tzinfo=UTC)
    assert notice.award_due == datetime(2026, 10, 30, 23, 59, 59, tzinfo=UTC)


def test_reads_a_lot_with_its_odd_currency_its_missing_limits_and_its_criteria() -> None:
    (lot,) = notice_of(TENDER).lots

    assert (lot.id, lot.sme, lot.vcse, lot.has_renewal, lot.has_options) == ("1", True, False, True, None)
    assert lot.value is not None
    assert (lot.value.currency, lot.value.gross, lot.value.unlimited) == ("AED", None, True)
    assert lot.period is not None
    assert lot.period.start == datetime(2027, 1, 1, tzinfo=UTC)
    assert lot.period.days is None
    assert lot.criteria_text == "Best value"
    (criterion,) = lot.criteria
    assert (criterion.lot, criterion.name, criterion.weight) == ("1", "Social value", Decimal("10.5"))
    assert criterion.pointer == "/tender/lots/0/awardCriteria/criteria/0"


@pytest.mark.parametrize(
    ("description", "weight", "unit", "kept"),
    [
        ("60%", Decimal(60), "percentageExact", None),
        (" 12.5 % ", Decimal("12.5"), "percentageExact", None),
        ("60", Decimal(60), None, None),
        ("Pass or fail", None, None, "Pass or fail"),
        (".", None, None, "."),
    ],
)
def test_the_older_forms_write_the_weight_in_the_description(
    description: str, weight: Decimal | None, unit: str | None, kept: str | None
) -> None:
    criterion = {"type": "quality", "description": description}

    (found,) = notice_of(changed(TENDER, "/tender/lots/0/awardCriteria/criteria", [criterion])).criteria

    assert (found.weight, found.weight_type, found.description) == (weight, unit, kept)


def test_reads_the_buyer_without_its_contact_point() -> None:
    notice = notice_of(TENDER)

    assert notice.buyer is not None
    assert (notice.buyer.kind, notice.buyer.nation) == (AuthorityKind.SUB_CENTRAL, Nation.WALES)
    assert (notice.buyer.scheme, notice.buyer.identifier, notice.buyer.region) == ("GB-PPON", "NRTH", "UKL11")
    assert "Officer" not in repr(notice)
    assert "piers@" not in repr(notice)


def test_the_buyer_is_the_party_with_the_role_where_none_is_named() -> None:
    buyer = notice_of(CONTRACT).buyer

    assert buyer is not None
    assert (buyer.name, buyer.pointer) == ("Borough of Northmere", "/parties/0")


def test_reads_an_award_with_its_suppliers_and_its_last_standstill() -> None:
    (award,) = notice_of(CONTRACT).awards

    assert [(supplier.name, supplier.scale) for supplier in award.suppliers] == [
        ("Pier Works Limited", "sme"),
        ("Pile Co", None),
    ]
    assert award.lots == ("1",)
    assert award.decided_at == datetime(2026, 9, 30, 23, tzinfo=UTC)
    assert award.standstill_end == datetime(2026, 10, 14, 23, 59, 59, tzinfo=UTC)
    assert award.signature_due == datetime(2026, 10, 20, tzinfo=UTC)


def test_reads_a_contract_with_its_indicators_and_results() -> None:
    notice = notice_of(CONTRACT)
    (contract,) = notice.contracts

    assert notice.value == contract.value
    assert notice.title == "Pier works"
    (metric,) = notice.metrics
    assert (metric.title, metric.every_months, metric.pointer) == ("Apprentices", 6, "/contracts/0/agreedMetrics/0")
    (observation,) = contract.observations
    assert (observation.metric, observation.measure, observation.rating) == ("Apprentices", "4 of 5", "slightlyBelow")
    assert contract.failures == ("Late piles",)
    assert contract.final_value is not None
    assert contract.final_value.payable == Decimal(7000000)
    assert contract.ended_at == datetime(2027, 1, 31, tzinfo=UTC)
    assert contract.termination_grounds == ("contractCompleted",)


def test_an_amendment_without_a_reason_only_corrects_the_notice() -> None:
    (contract,) = notice_of(CONTRACT).contracts

    assert [(change.id, change.proposed) for change in contract.changes] == [("b", False), ("c", True)]
    assert contract.changes[1].grounds == ("unforeseeableCircumstances",)


def test_reads_bids_and_related_procurements() -> None:
    notice = notice_of(CONTRACT)

    assert [(bid.measure, bid.value, bid.lot) for bid in notice.bids] == [("finalStageBids", Decimal(3), "1")]
    assert [(one.ocid, one.relationships) for one in notice.related] == [
        ("ocds-h6vhtk-0frame", ("framework",)),
        (None, ("planning",)),
    ]


@pytest.mark.parametrize(
    ("method", "details", "reason", "pointer"),
    [
        pytest.param("direct", "Direct award", "Urgent", "/tender/procurementMethodRationale", id="with a reason"),
        pytest.param("direct", "Direct award", None, "/tender/procurementMethod", id="by its method"),
        pytest.param("limited", "Award without call", None, "/tender/procurementMethod", id="limited to one"),
        pytest.param("limited", "Below threshold - limited competition", None, None, id="limited to a few"),
        pytest.param("open", "Open procedure", None, None, id="open"),
        pytest.param(None, None, None, None, id="not said"),
    ],
)
def test_a_direct_award_is_seen_by_its_reason_or_its_method(
    method: str | None, details: str | None, reason: str | None, pointer: str | None
) -> None:
    tender = {"procurementMethod": method, "procurementMethodDetails": details, "procurementMethodRationale": reason}

    found = notice_of(changed(CONTRACT, "/tender", tender)).direct_award

    assert (found.pointer if found else None) == pointer


@pytest.mark.parametrize(
    ("tags", "parts", "stage", "updates"),
    [
        (["planning"], {}, NoticeType.PLANNING, False),
        (["planning", "tender"], {}, NoticeType.TENDER, False),
        (["tenderUpdate"], {}, NoticeType.TENDER, True),
        (["tenderAmendment"], {}, NoticeType.TENDER, True),
        (["tender"], {"tender": {"amendments": [{"id": "1"}]}}, NoticeType.TENDER, True),
        (["award", "contract"], {}, NoticeType.AWARD, False),
        (["awardUpdate", "contractUpdate"], {}, NoticeType.AWARD, True),
        (["awardUpdate", "contractUpdate"], {"contracts": [{"amendments": [{"id": "1"}]}]}, NoticeType.CHANGE, True),
        (["contractAmendment"], {"contracts": [{"amendments": [{"id": "1"}]}]}, NoticeType.CHANGE, False),
        (["tenderCancellation"], {}, NoticeType.CANCELLATION, False),
        (["implementation"], {}, NoticeType.IMPLEMENTATION, False),
        (["compiled"], {"tender": {"title": "Pier"}}, NoticeType.TENDER, False),
        (None, {"contracts": [{"id": "1"}]}, NoticeType.AWARD, False),
    ],
)
def test_older_notices_are_known_by_their_tags_or_sections(
    tags: list[str] | None, parts: dict[str, Any], stage: NoticeType, *, updates: bool
) -> None:
    notice = notice_of({"id": "1", "tag": tags, **parts})

    assert notice.notice_type is stage
    assert notice.is_update is updates


def test_the_notice_type_is_that_of_the_document_with_the_releases_id() -> None:
    earlier = {"id": "900001-2026", "noticeType": "UK4"}
    raw = changed(changed(CONTRACT, "/tender", {"documents": [earlier]}), "/id", "900001-2026")

    assert notice_of(raw).notice_type is NoticeType.UK4


def test_engagement_is_seen_by_the_notice_type_or_by_a_milestone() -> None:
    milestone = {"type": "engagement", "dueDate": "2026-07-01"}

    assert notice_of(changed(TENDER, "/planning", {"milestones": [milestone]})).has_engagement
    assert notice_of(changed(TENDER, "/tender/documents/1/noticeType", "UK2")).has_engagement
    assert not notice_of(TENDER).has_engagement


def test_a_release_without_an_ocid_is_its_own_procurement() -> None:
    assert notice_of({"id": "draft-1", "tag": ["tender"]}).ocid == "draft-1"


def test_a_release_without_a_date_is_kept_as_undated() -> None:
    notice = notice_of({"id": "draft-1", "tag": ["tender"]})

    assert not notice.is_dated


def test_a_scottish_release_without_an_id_has_the_number_of_its_notice() -> None:
    documents = [{"id": "economic"}, {"id": "ABC123", "documentType": "contractNotice"}]
    raw = {"ocid": "ocds-r6ebe6-0000northm", "tag": ["tender"], "tender": {"documents": documents}}

    assert notice_of(raw).id == "ABC123"


@pytest.mark.parametrize(
    ("raw", "pointer", "message"),
    [
        pytest.param(None, "", "is nothing where an object is needed", id="null"),
        pytest.param("release", "", "the text 'release'", id="text"),
        pytest.param(changed(TENDER, "/id", None), "/id", "has nothing as its /id", id="without an id"),
        pytest.param(changed(TENDER, "/id", []), "/id", "has a list as its /id", id="id of a wrong type"),
        pytest.param(changed(TENDER, "/date", "soon"), "/date", "the text 'soon'", id="a date that is none"),
        pytest.param(changed(TENDER, "/date", "2026-02-30"), "/date", "'2026-02-30'", id="an impossible date"),
        pytest.param(changed(TENDER, "/date", 20260810), "/date", "the number 20260810", id="a date of a wrong type"),
        pytest.param(
            changed(TENDER, "/tender/documents/1/noticeType", "UK99"),
            "/tender/documents/1/noticeType",
            "none of UK1 to UK17",
            id="an unknown notice type",
        ),
        pytest.param({"id": "1", "tag": ["strange"]}, "/tag", "neither a notice type nor a tag", id="no stage"),
    ],
)
def test_a_release_that_cannot_be_a_notice_is_set_aside_with_the_reason(raw: Any, pointer: str, message: str) -> None:
    reading = read(raw, source="find_a_tender")

    assert reading.notice is None
    (problem,) = reading.problems
    assert problem.pointer == pointer
    assert message in problem.reason
    assert "look at" in problem.reason


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/tender", "text"),
        ("/tender/title", 5),
        ("/tender/lots", {}),
        ("/tender/lots/0", "lot"),
        ("/tender/lots/0/hasRenewal", "false"),
        ("/tender/tenderPeriod/endDate", "2026-02-30"),
        ("/tender/tenderPeriod/endDate", "0001-01-01T00:00:00+01:00"),
        ("/tender/value/amount", "a lot"),
        ("/tender/value/amount", math.nan),
        ("/tender/value/amount", True),
        ("/tender/procurementMethod", []),
        ("/tender/specialRegime", "lightTouch"),
        ("/tender/specialRegime/0", {}),
        ("/tender/documents/0/url", "javascript:alert(1)"),
        ("/parties/0", {"roles": ["supplier"]}),
        ("/tag", "tender"),
    ],
)
def test_a_broken_part_is_reported_at_its_pointer_and_the_notice_kept(path: str, value: Any) -> None:
    reading = read(changed(TENDER, path, value), source="find_a_tender")

    assert reading.notice is not None
    assert [problem.pointer for problem in reading.problems] == [path]
    assert reading.problems[0].release_id == "900001-2026"


@pytest.mark.parametrize("amount", [math.inf, "1e9999", 10**400], ids=["infinite", "as text", "as digits"])
def test_a_number_beyond_all_bounds_means_unlimited(amount: Any) -> None:
    value = notice_of(changed(TENDER, "/tender/value", {"amount": amount, "currency": "GBP"})).value

    assert value is not None
    assert value.unlimited
    assert value.net is None


def test_a_release_nested_without_end_loses_its_texts_and_says_so() -> None:
    deep: dict[str, Any] = {}
    for _ in range(5000):
        deep = {"deeper": deep}

    reading = read(changed(TENDER, "/tender/techniques", deep), source="find_a_tender")

    assert reading.notice is not None
    assert "depth" in reading.problems[0].reason


def test_fields_that_nobody_knows_are_named_without_positions() -> None:
    raw = changed(changed(TENDER, "/novelty", 1), "/parties/0/shoeSize", 9)

    reading = read(changed(raw, "/tender/a~b", 1), source="find_a_tender")

    assert reading.unknown == ("/novelty", "/parties/shoeSize", "/tender/a~0b")
    assert read(TENDER, source="find_a_tender").unknown == ()


def test_an_address_typed_without_its_scheme_is_completed() -> None:
    notice = notice_of(changed(TENDER, "/tender/documents/0/url", "www.northmere.example/pack"))

    assert notice.documents[0].url == "https://www.northmere.example/pack"


def test_keeps_the_page_it_came_from() -> None:
    reading = read(TENDER, source="find_a_tender", page_sha256="ab" * 32)

    assert reading.notice is not None
    assert reading.notice.page_sha256 == "ab" * 32


def test_a_supplier_that_stands_in_no_register_says_so() -> None:
    supplier = {
        "id": "GB-FTS-7",
        "name": "Ospreyway Surfacing",
        "roles": ["supplier"],
        "identifier": {"legalName": "Ospreyway Surfacing", "noIdentifierRationale": "notOnAnyRegister"},
    }

    notice = read({**TENDER, "parties": [supplier]}, source="find_a_tender").notice

    assert notice is not None
    assert notice.parties[0].identifier is None
    assert notice.parties[0].no_identifier_reason == "notOnAnyRegister"


def test_a_supplier_is_identified_by_an_additional_identifier_where_it_has_no_other() -> None:
    supplier = {
        "id": "7",
        "name": "Ospreyway Surfacing",
        "roles": ["supplier"],
        "additionalIdentifiers": [{"scheme": "GB-PPON", "id": "PAAA-1111-AAAA"}],
    }

    notice = read({**TENDER, "parties": [supplier]}, source="find_a_tender").notice

    assert notice is not None
    assert (notice.parties[0].scheme, notice.parties[0].identifier) == ("GB-PPON", "PAAA-1111-AAAA")
