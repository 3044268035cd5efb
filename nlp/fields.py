"""What kind of field a text stands in, read from its pointer: strong evidence of what the text means.

Paths are those of the UK extension of OCDS: https://www.find-tender.service.gov.uk/apidocumentation
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class Field(StrEnum):
    """The kinds of field that a person writes into."""

    TITLE = "title"
    DESCRIPTION = "description"
    NOTE = "note"
    LOT_TITLE = "lot_title"
    LOT_DESCRIPTION = "lot_description"
    CRITERION_NAME = "criterion_name"
    CRITERION_DESCRIPTION = "criterion_description"
    CRITERIA_PROSE = "criteria_prose"
    LOT_LIMITS = "lot_limits"
    KPI_TITLE = "kpi_title"
    KPI_DESCRIPTION = "kpi_description"
    RESULT_TITLE = "result_title"
    RESULT_DESCRIPTION = "result_description"
    RATING = "rating"
    NO_KPI = "no_kpi"
    DIRECT_AWARD = "direct_award"
    NO_ENGAGEMENT = "no_engagement"
    NO_LOTS = "no_lots"
    ACCELERATED = "accelerated"
    AMENDMENT = "amendment"
    AMENDMENT_REASON = "amendment_reason"
    MILESTONE = "milestone"
    REVIEW = "review"
    FINANCIAL_TERMS = "financial_terms"
    PERFORMANCE_TERMS = "performance_terms"
    RISK = "risk"
    FEATURES = "features"
    FRAMEWORK = "framework"
    SELECTION = "selection"
    RENEWAL = "renewal"
    OPTIONS = "options"
    DOCUMENT = "document"
    STATUS = "status"
    PERIOD_REASON = "period_reason"
    PLACE = "place"
    OTHER = "other"


# The first that is found in the pointer, numbers left out, wins: so the longer ones stand first.
_PATHS: tuple[tuple[str, Field], ...] = (
    ("criteria/name", Field.CRITERION_NAME),
    ("selectionCriteria", Field.SELECTION),
    ("eligibilityCriteria", Field.SELECTION),
    ("preQualification", Field.SELECTION),
    ("awardCriteria/criteria/description", Field.CRITERION_DESCRIPTION),
    ("lotDetails/awardCriteria", Field.LOT_LIMITS),
    ("awardCriteria/", Field.CRITERIA_PROSE),
    ("awardCriteriaDetails", Field.CRITERIA_PROSE),
    ("weightingDescription", Field.CRITERIA_PROSE),
    ("measureClassification", Field.RATING),
    ("performanceFailures", Field.RATING),
    ("implementation/metrics/title", Field.RESULT_TITLE),
    ("implementation/metrics", Field.RESULT_DESCRIPTION),
    ("agreedMetrics/title", Field.KPI_TITLE),
    ("agreedMetrics", Field.KPI_DESCRIPTION),
    ("noAgreedMetricsRationale", Field.NO_KPI),
    ("procurementMethodRationale", Field.DIRECT_AWARD),
    ("noEngagementNoticeRationale", Field.NO_ENGAGEMENT),
    ("noLotsDivisionRationale", Field.NO_LOTS),
    ("acceleratedRationale", Field.ACCELERATED),
    ("periodRationale", Field.PERIOD_REASON),
    ("unstructuredChanges", Field.OTHER),
    ("mendments/rationale", Field.AMENDMENT_REASON),
    ("mendments/", Field.AMENDMENT),
    ("milestones/", Field.MILESTONE),
    ("reviewDetails", Field.REVIEW),
    ("financialTerms", Field.FINANCIAL_TERMS),
    ("performanceTerms", Field.PERFORMANCE_TERMS),
    ("riskDetails", Field.RISK),
    ("procedure/features", Field.FEATURES),
    ("frameworkAgreement/", Field.FRAMEWORK),
    ("renewal/", Field.RENEWAL),
    ("options/", Field.OPTIONS),
    ("documents/", Field.DOCUMENT),
    ("statusDetails", Field.STATUS),
    ("deliveryLocation", Field.PLACE),
    ("reservedParticipationLocation", Field.PLACE),
    ("submissionMethodDetails", Field.OTHER),
    ("lots/title", Field.LOT_TITLE),
    ("lots/description", Field.LOT_DESCRIPTION),
    ("items/description", Field.LOT_DESCRIPTION),
    ("title", Field.TITLE),
)
_NUMBER = re.compile(r"/\d+")


@lru_cache(maxsize=8192)
def field_of(pointer: str) -> Field:
    """The kind of the field at a pointer; plain descriptions are told from a release's own note."""
    path = _NUMBER.sub("", pointer)
    for part, kind in _PATHS:
        if part in path:
            return kind
    if path == "/description":
        return Field.NOTE
    return Field.DESCRIPTION if path.endswith("description") else Field.OTHER


RATIONALES = frozenset(
    {
        Field.DIRECT_AWARD,
        Field.NO_ENGAGEMENT,
        Field.NO_LOTS,
        Field.ACCELERATED,
        Field.AMENDMENT_REASON,
        Field.PERIOD_REASON,
    }
)
CRITERIA = frozenset({Field.CRITERION_NAME, Field.CRITERION_DESCRIPTION, Field.CRITERIA_PROSE})
KPIS = frozenset({Field.KPI_TITLE, Field.KPI_DESCRIPTION})
RESULTS = frozenset({Field.RESULT_TITLE, Field.RESULT_DESCRIPTION, Field.RATING})
