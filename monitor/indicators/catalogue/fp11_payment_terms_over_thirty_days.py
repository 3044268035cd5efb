"""Payment terms longer than the thirty days that the law implies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.indicators.devolved import UNNAMED, may_be_northern_irish
from monitor.law.citation import act
from monitor.law.law import Law
from monitor.law.payment import PAYMENT_TERMS, SCHOOLS, payment_term
from monitor.tracing.procurement import Procurement
from nlp.commitment import Level
from scrapers.notice import Nation

_DAYS = re.compile(
    r"(?<![\d.,/-])(\d{1,3})\s*\)?\s*-?\s*(?:calendar |working |business |clear )?days?\b", re.IGNORECASE
)
_PAYING = re.compile(r"\b(?:paid|pay|pays|payment|payable|settle[ds]?|remit\w*)\b", re.IGNORECASE)
_INVOICE = re.compile(r"\binvoice[ds]?\b|\bpayment (?:terms?|period)\b|\bterms of payment\b", re.IGNORECASE)
# Days told beside payment that are no term of it: shares paid in time, validity, notice, disputes, interest.
_OTHER = re.compile(
    r"%|\bper ?cent\b|\bvalid(?:ity)? (?:for|period)|\bremain (?:valid|open)|\bterminat\w*|\bnotice\b|\binterest\b"
    r"|\boverdue\b|\bdisput\w+|\bqueries\b|\bmobilis\w*|\bwarrant\w*|\bretention\b|\bsubmit\w*|\baverage\b|\bdeliver\w*|\bcomplet\w*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.;\n]+")
_POINTER = "/tender/contractTerms/financialTerms"
_SHORT = 60
"""A text of payment terms so short is all about the term: "60 days", "45 days from invoice"."""


@dataclass(frozen=True, slots=True)
class _Term:
    days: int
    evidence: Evidence


class PaymentTermsOverThirtyDays(Indicator):
    """The payment terms published are longer than thirty days."""

    code = "FP11"
    title = "Payment terms over thirty days"
    definition = "A tender notice publishes a term of more than 30 days for the payment of invoices."
    kind = Kind.DUTY
    concerns = about.TENDERS
    legal_basis = (act("68"), act("73"), act("88"), *(row.source for row in PAYMENT_TERMS[1:]))
    themes = ("payment",)
    method = (
        "Read the field for payment terms, and commitments on payment, sentence by sentence. A sentence counts where "
        "it speaks of paying invoices, or where the field says little else, and of none of shares paid in time, "
        "validity, notice, disputes, interest, retention or delivery. The smallest number of days in it is its term; "
        "a smaller one elsewhere doesn't mend a longer one."
    )
    why = (
        "The Act writes 30 days into public contracts and down the chain, and a longer term has no effect: a notice "
        "that announces one keeps small firms away and tells the rest to wait."
    )
    exclusions = (
        "private utilities, concessions and schools, to which the 30 days don't apply",
        "utilities contracts below threshold, and contracts below threshold in Northern Ireland",
        "Scottish procurements and the NHS Provider Selection Regime",
    )
    honest_reasons = (
        "The days are counted from another event than the receipt of an invoice.",
        "The term is one that suppliers may offer to others, and not the buyer's own.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "Terms that stand only in the contract are not seen.",
        "Working days are counted as days, so a term of 25 working days is not raised.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from every term told: one too long is enough to raise."""
        exempt = self._exemption(procurement, law)
        if exempt is not None:
            return not_applicable(exempt)
        row = payment_term(procurement.regime, procurement.began_on)
        if row is None:
            return not_applicable(f"{law.regime_title(procurement.regime)} is not judged by this term")
        terms = list(self._terms(procurement))
        long = [term for term in terms if term.days > row.days]
        if long:
            reason = f"a term of {long[0].days} days is published for payment, and the law implies {row.days}"
            doubtful = law.above_threshold(procurement) is False and may_be_northern_irish(procurement)
            told = (term.evidence for term in long)
            return cannot_tell(UNNAMED, *told) if doubtful else raised(reason, *told)
        if terms:
            return clear(f"the payment terms published are {row.days} days or fewer", *(one.evidence for one in terms))
        if not procurement.is_readable(procurement.tender_notices):
            return cannot_tell("the tender notice is in a language or form that is not read")
        return not_applicable("no tender notice tells a term for payment, so that of the law stands")

    def _terms(self, procurement: Procurement) -> Iterator[_Term]:
        for notice in procurement.tender_notices:
            words = (notice.payment_terms or "").strip()
            for sentence in _sentences(words):
                days = _days(sentence, in_field=len(words) <= _SHORT)
                if days is not None:
                    yield _Term(days, Evidence(_POINTER, sentence, notice.id))
        for commitment in procurement.commitments_of(self.themes, procurement.tender_notices):
            if commitment.level is Level.RULED_OUT or commitment.pointer == _POINTER:
                continue
            days = _days(commitment.quote, in_field=False)
            if days is not None:
                yield _Term(days, Evidence(commitment.pointer, commitment.quote, commitment.notice_id))

    @staticmethod
    def _exemption(procurement: Procurement, law: Law) -> str | None:
        if not procurement.tender_notices:
            return "no tender notice is held"
        below = law.above_threshold(procurement) is False
        exempt = (
            (procurement.is_private_utility, "private utilities are not bound by the 30 days"),
            (procurement.is_concession, "concession contracts are not bound by the 30 days"),
            (SCHOOLS.search(procurement.buyer_name) is not None, "schools are not bound by the 30 days"),
            (below and procurement.is_utilities, "utilities contracts below threshold are not bound by the 30 days"),
            (
                below and procurement.nation is Nation.NORTHERN_IRELAND,
                "contracts below threshold in Northern Ireland are not bound by the 30 days",
            ),
        )
        return next((reason for holds, reason in exempt if holds), None)


def _sentences(words: str) -> list[str]:
    return [sentence.strip() for sentence in _SENTENCE.findall(words)]


def _days(sentence: str, *, in_field: bool) -> int | None:
    """The term that a sentence tells, if it is about paying invoices."""
    if _OTHER.search(sentence):
        return None
    about = in_field or (_PAYING.search(sentence) and _INVOICE.search(sentence))
    found = [int(number) for number in _DAYS.findall(sentence)]
    return min(found) if about and found else None
