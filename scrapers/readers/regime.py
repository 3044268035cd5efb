"""Which rules a notice falls under: its own words first, its legal basis second, the site it stands on third.

The order matters. Notices of the NHS Provider Selection Regime (SI 2023/1348) are published on the old forms with the
legal basis of the Public Contracts Regulations 2015, and some on the Act's: only their text tells. Scottish notices
that are forwarded to Find a Tender carry the same legal basis and a link to where they come from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from scrapers.notice import Nation, NoticeType, Regime
from scrapers.readers.fields import Log, Node, section, sections, text

PORTALS = {
    "ocds-h6vhtk": "find_a_tender",
    "ocds-b5fd17": "contracts_finder",
    "ocds-r6ebe6": "public_contracts_scotland",
    "ocds-kuma6s": "sell2wales",
}
"""The OCID prefixes of the UK's publishers (https://extensions.open-contracting.org/, registered prefixes)."""

NATIONS = {"public_contracts_scotland": Nation.SCOTLAND, "sell2wales": Nation.WALES}
"""The nation whose bodies publish on a site."""

SCOTTISH_SITE = "publiccontractsscotland"

_SELECTION_REGIME = re.compile(
    r"\bproviders?[\s-]+selection[\s-]+regime\b|\b2023\s*(?:/|No\.?)\s*1348\b", re.IGNORECASE
)
_SELECTION_REGIME_SHORT = re.compile(r"\bPSR\b")
_SELECTION_REGIME_CITED = re.compile(
    r"\bPSR\b\)?(?: 20\d\d)? (?:Regulations?|Wales|Direct Award)\b|\bNHS PSR\b"
    r"|\bDirect Award (?:Process )?[ABC12]\b[^.\n]{0,30}\bPSR\b",
    re.IGNORECASE,
)


def portal_of(raw: Node, source: str) -> str:
    """The site a release was first published on: a file may mix several, and an OCID names its publisher."""
    ocid = raw.get("ocid")
    return PORTALS.get(ocid[:11], source) if ocid.__class__ is str else source


def is_forwarded_from_scotland(raw: Node, log: Log) -> bool:
    """Whether a release on Find a Tender names Public Contracts Scotland as its origin."""
    if raw.get("links") is None:
        return False
    return any(
        link.get("rel") == "canonical" and SCOTTISH_SITE in (text(link, "href", pointer, log) or "")
        for pointer, link in sections(raw, "links", "", log)
    )


def regime_of(tender: Node, stage: NoticeType, portal: str, texts: Iterable[str], log: Log) -> Regime:
    """The rules that a notice falls under. ``portal`` is Scotland's also where that only forwarded it."""
    basis = section(tender, "legalBasis", "/tender", log)
    scheme = basis.get("scheme")
    is_act = scheme == "UKPGA" or (scheme is None and not stage.is_legacy)
    if _names_selection_regime(texts, short=not is_act):
        return Regime.PROVIDER_SELECTION
    if is_act:
        return Regime.ACT_2023
    if portal == "public_contracts_scotland":
        return Regime.SCOTLAND
    if scheme == "CELEX" or (scheme is None and portal in {"contracts_finder", "sell2wales"}):
        return Regime.PCR_2015
    return Regime.OTHER


def _names_selection_regime(texts: Iterable[str], *, short: bool) -> bool:
    """Whether a text names the regime; its bare initials count only outside the Act, where they mean nothing else.

    Under the Act they count beside the rules or processes of the regime.
    """
    initials = _SELECTION_REGIME_SHORT if short else _SELECTION_REGIME_CITED
    for text_ in texts:
        if ("election" in text_ or "ELECTION" in text_ or "1348" in text_) and _SELECTION_REGIME.search(text_):
            return True
        if "PSR" in text_ and initials.search(text_):
            return True
    return False
