"""The fields a reader knows, so that a new one is seen on the day a publisher adds it.

Known is what this package reads, what the walk over texts reaches, and what is left on purpose (contact points,
addresses, web profiles). Sources: OCDS 1.1, the UK extension, and the fields that the four sites have published.
"""

from __future__ import annotations

from scrapers.readers.fields import Node, escaped

RELEASE = frozenset(
    [
        "awards",
        "bids",
        "buyer",
        "buyerID",
        "contracts",
        "date",
        "description",
        "id",
        "initiationType",
        "language",
        "links",
        "ocid",
        "parties",
        "planning",
        "relatedProcesses",
        "source",
        "tag",
        "tender",
        "title",
    ]
)

SECTIONS = {
    "parties": frozenset(
        [
            "additionalContactPoints",
            "additionalIdentifiers",
            "address",
            "beneficialOwners",
            "contactPoint",
            "control",
            "details",
            "id",
            "identifier",
            "name",
            "roleDetails",
            "roles",
        ]
    ),
    "buyer": frozenset(["address", "contactPoint", "id", "identifier", "name"]),
    "planning": frozenset(["budget", "documents", "milestones", "noEngagementNoticeRationale", "project", "rationale"]),
    "tender": frozenset(
        [
            "aboveThreshold",
            "additionalClassifications",
            "additionalProcurementCategories",
            "amendments",
            "awardCriteria",
            "awardCriteriaDetails",
            "awardPeriod",
            "bidOpening",
            "classification",
            "communication",
            "competitive",
            "contractPeriod",
            "contractTerms",
            "coveredBy",
            "crossBorderLaw",
            "datePublished",
            "description",
            "documents",
            "eligibilityCriteria",
            "enquiryPeriod",
            "expressionOfInterestDeadline",
            "hasEnquiries",
            "hasRecurrence",
            "id",
            "items",
            "legalBasis",
            "lotDetails",
            "lots",
            "mainProcurementCategory",
            "milestones",
            "minValue",
            "numberOfTenderers",
            "otherRequirements",
            "participationFees",
            "procedure",
            "procurementMethod",
            "procurementMethodDetails",
            "procurementMethodRationale",
            "procurementMethodRationaleClassifications",
            "procurementMethodRationaleLegalBasis",
            "procuringEntity",
            "recurrence",
            "reviewDetails",
            "riskDetails",
            "secondStage",
            "selectionCriteria",
            "specialRegime",
            "status",
            "submissionMethod",
            "submissionMethodDetails",
            "submissionTerms",
            "suitability",
            "techniques",
            "tenderPeriod",
            "tenderers",
            "title",
            "value",
        ]
    ),
    "bids": frozenset(["details", "statistics"]),
    "awards": frozenset(
        [
            "aboveThreshold",
            "additionalProcurementCategories",
            "amendments",
            "assessmentSummariesDateSent",
            "contractPeriod",
            "date",
            "datePublished",
            "description",
            "documents",
            "finalStatusDate",
            "hasOptions",
            "hasRenewal",
            "hasSubcontracting",
            "id",
            "items",
            "mainProcurementCategory",
            "milestones",
            "options",
            "relatedLots",
            "renewal",
            "standstillPeriod",
            "status",
            "statusDetails",
            "subcontracting",
            "suppliers",
            "title",
            "value",
        ]
    ),
    "contracts": frozenset(
        [
            "aboveThreshold",
            "agreedMetrics",
            "amendments",
            "awardID",
            "dateSigned",
            "description",
            "documents",
            "finalStatusDate",
            "hasOptions",
            "hasRenewal",
            "id",
            "implementation",
            "items",
            "milestones",
            "noAgreedMetricsRationale",
            "options",
            "period",
            "proposedAmendments",
            "relatedProcesses",
            "renewal",
            "status",
            "statusDetails",
            "terminationRationaleClassifications",
            "title",
            "value",
        ]
    ),
    "links": frozenset(["href", "rel"]),
    "relatedProcesses": frozenset(["id", "identifier", "relatedLots", "relationship", "scheme", "title", "uri"]),
}


def unknown_fields(raw: Node) -> tuple[str, ...]:
    """Pointers, without positions, of the fields of a release and of its sections that nobody knows; sorted."""
    found = {f"/{escaped(key)}" for key in raw.keys() - RELEASE}
    for section, known in SECTIONS.items():
        value = raw.get(section)
        items = value if value.__class__ is list else (value,)
        for item in items:
            if item.__class__ is dict and not item.keys() <= known:
                found.update(f"/{section}/{escaped(key)}" for key in item.keys() - known)
    return tuple(sorted(found))
