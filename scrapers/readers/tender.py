"""The tender of a release and its lots: what is bought, how, by when, and why so."""

from __future__ import annotations

from typing import Any

from scrapers.notice import DirectAward, Lot, NoticeType
from scrapers.readers.criteria import criteria_of, criteria_text
from scrapers.readers.fields import Log, Node, flag, identifier, ids, moment, section, sections, text, words
from scrapers.readers.parts import money_of, period_of

AT = "/tender"

DYNAMIC_MARKET = frozenset({NoticeType.UK13, NoticeType.UK14, NoticeType.UK15, NoticeType.UK16})

CONCESSIONS_DIRECTIVE = "32014L0023"


LIMITED_COMPETITION = ("limited competition", "competitive quotation")
"""How sites describe the OCDS method ``limited`` where several suppliers were asked."""


def tender_facts(tender: Node, stage: NoticeType, log: Log) -> dict[str, Any]:
    """The fields of ``Notice`` that the tender holds itself."""
    return {
        "status": text(tender, "status", AT, log),
        "special_regimes": words(tender, "specialRegime", AT, log),
        "procedure": text(tender, "procurementMethod", AT, log),
        "procedure_details": text(tender, "procurementMethodDetails", AT, log),
        "risk": text(tender, "riskDetails", AT, log),
        "criteria_text": text(tender, "awardCriteriaDetails", AT, log),
        "period": period_of(tender, "contractPeriod", AT, log),
        "tender_period": period_of(tender, "tenderPeriod", AT, log),
        "interest_due": moment(tender, "expressionOfInterestDeadline", AT, log),
        "direct_award": direct_award_of(tender, log),
        "lots": lots_of(tender, log),
        **_techniques(tender, stage, log),
        **_nested(tender, log),
    }


def _techniques(tender: Node, stage: NoticeType, log: Log) -> dict[str, Any]:
    at = f"{AT}/techniques"
    techniques = section(tender, "techniques", AT, log)
    legal_basis = section(tender, "legalBasis", AT, log)
    return {
        "is_framework": flag(techniques, "hasFrameworkAgreement", at, log) is True,
        "is_dynamic_market": stage in DYNAMIC_MARKET or flag(techniques, "hasDynamicPurchasingSystem", at, log) is True,
        "is_concession": "concession" in words(tender, "specialRegime", AT, Log())
        or legal_basis.get("id") == CONCESSIONS_DIRECTIVE,
    }


def _nested(tender: Node, log: Log) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, (outer, inner, take) in NESTED.items():
        if tender.get(outer) is not None:
            found[name] = take(section(tender, outer, AT, log), inner, f"{AT}/{outer}", log)
    return found


NESTED = {
    "accelerated_reason": ("procedure", "acceleratedRationale", text),
    "no_lots_reason": ("lotDetails", "noLotsDivisionRationale", text),
    "payment_terms": ("contractTerms", "financialTerms", text),
    "sme": ("suitability", "sme", flag),
    "vcse": ("suitability", "vcse", flag),
    "enquiry_end": ("enquiryPeriod", "endDate", moment),
    "award_due": ("awardPeriod", "endDate", moment),
    "next_notice_due": ("communication", "futureNoticeDate", moment),
}
"""Fields of a notice that stand one step down in the tender: the object, its field, how to take it."""


def direct_award_of(tender: Node, log: Log) -> DirectAward | None:
    """The case for an award without competition, where the tender states one or its method is one.

    ``limited`` alone is not enough: below the threshold it also means that a few suppliers competed.
    """
    reason = text(tender, "procurementMethodRationale", AT, log)
    grounds = ids(tender, "procurementMethodRationaleClassifications", AT, log)
    method = text(tender, "procurementMethod", AT, log)
    details = str(tender.get("procurementMethodDetails")).lower()
    competed = method == "limited" and any(words_ in details for words_ in LIMITED_COMPETITION)
    if reason is None and not grounds and (method not in {"direct", "limited"} or competed):
        return None
    if reason is not None:
        place = "procurementMethodRationale"
    else:
        place = "procurementMethodRationaleClassifications" if grounds else "procurementMethod"
    return DirectAward(
        grounds=grounds, reason=reason, legal_basis=_rationale_basis(tender, log), pointer=f"{AT}/{place}"
    )


def _rationale_basis(tender: Node, log: Log) -> str | None:
    key = "procurementMethodRationaleLegalBasis"
    if tender.get(key).__class__ is dict:
        return identifier(tender[key], "id", f"{AT}/{key}", log)
    return text(tender, key, AT, log)


def lots_of(tender: Node, log: Log) -> tuple[Lot, ...]:
    """The lots of a tender, in order."""
    return tuple(_lot(item, pointer, log) for pointer, item in sections(tender, "lots", AT, log))


def _lot(item: Node, at: str, log: Log) -> Lot:
    lot_id = identifier(item, "id", at, log)
    suitability = section(item, "suitability", at, log)
    return Lot(
        id=lot_id,
        title=text(item, "title", at, log),
        description=text(item, "description", at, log),
        status=text(item, "status", at, log),
        value=money_of(item, "value", at, log),
        period=period_of(item, "contractPeriod", at, log),
        sme=flag(suitability, "sme", f"{at}/suitability", log),
        vcse=flag(suitability, "vcse", f"{at}/suitability", log),
        has_options=flag(item, "hasOptions", at, log),
        has_renewal=flag(item, "hasRenewal", at, log),
        criteria=criteria_of(item, lot_id, at, log),
        criteria_text=criteria_text(item, at, log),
        pointer=at,
    )
