"""How councils head the columns of their registers of contracts, folded to letters and digits."""

from __future__ import annotations

import re

from scrapers.readers.flat import FieldName
from scrapers.readers.uk_text import folded

LONGEST = 80

HEADINGS = {
    FieldName.SUPPLIER_ID: (
        "(supplier|company|contractor).*(number|regno|registrationno|companyno)",
        "companieshouse(number|no|id|ref)?",
    ),
    FieldName.LATEST_END: (
        "(latest|max(imum)?|final|longest)(possible)?(contract)?(end|expiry)(date)?",
        "(contract)?(end|expiry)(date)?(with|including|incl|after|inc)(all|any)?(possible)?exten.*",
        ".*extensionend(date)?",
    ),
    FieldName.REFERENCE: (
        "(contract|agreement|procurement|tender)?(ref(erence)?|unique)(no|number|id|code)?",
        "(contract|agreement)(no|number|id)",
    ),
    FieldName.TITLE: (
        "(contract|agreement|project|tender|procurement)?(title|name)",
        "(title|name)of(the)?(agreement|contract|project)",
    ),
    FieldName.DESCRIPTION: ("(contract|agreement|short|full|brief)?(description|summary|details)(of.*)?",),
    FieldName.SUPPLIER: (
        "(awarded|successful|main|lead)?(supplier|contractor|vendor|provider)s?(trading)?(names?)?(anddetails)?",
        "nameof(the)?(supplier|contractor)",
        "awarded(to|suppliers?)",
    ),
    FieldName.BUYER: (
        "organisation(name|label)?",
        "(local|contracting|public)?authority(name)?",
        "(council|buyer|publisher)(name|label)?",
    ),
    FieldName.START: (
        "(contract|agreement|current)?(start|commencement|commencing|begin|from)(date)?(ofcontract)?(ddmmyyyy)?",
    ),
    FieldName.END: (
        "(contract|agreement|current|initial)?(end|expiry|finish|termination|to)(date)?(ofcontract)?(ddmmyyyy)?",
    ),
    FieldName.SIGNED: (
        "(contract)?(award(ed)?|signed|signature)date",
        "date(of)?(contract)?(award(ed)?|signed|signature)",
    ),
    FieldName.PUBLISHED: ("(date)?publi(shed|cation)(date)?", "dateofpublication"),
    FieldName.DEADLINE: ("(tender|submission)?(closing|deadline|return)(date)?",),
    FieldName.VALUE: (
        "(total|estimated|awarded|award|contract|lifetime|whole)*(contract|agreement|life)?value(s|gbp)?(over.*)?",
        "valueof(the)?(contract|agreement)(over.*|gbp)?",
        "contractsum",
    ),
    FieldName.CATEGORY: ("(procurement|service|spend|contract)?categor(y|ies)", "proclass.*", "typeofgoods.*"),
    FieldName.CPV: ("(main|primary)?cpv(s|code|codes)?",),
    FieldName.PROCEDURE: (
        "(procurement|tender|tendering|award)?(process|procedure|route|method)(type)?(used.*)?",
        "typeof(process|procedure|tender).*",
    ),
    FieldName.STATUS: ("(contract|agreement|current)?status",),
    FieldName.TYPE: ("(notice|agreement|contract|record)type", "typeof(agreement|contract|notice)"),
    FieldName.SME: ("(supplier|is)?(an?)?sme(s|status|flag|supplier|yn|yesno)?", "small(and|or)?medium.*"),
    FieldName.VCSE: ("(supplier|is)?(an?)?vcs(e|o)?(status|flag|yn|yesno|organisation)?", "voluntary.*"),
    FieldName.LINK: ("(notice|contract|web)?(link|url|page)",),
}
"""Patterns of whole headings. A heading is taken for the first field that one of them fits."""

_COMPILED = {name: re.compile("|".join(patterns)) for name, patterns in HEADINGS.items()}


def guess(heading: str) -> FieldName | None:
    """The field that a heading names, ``None`` where it is none that is known."""
    name = folded(heading)[:LONGEST]
    return next((field for field, pattern in _COMPILED.items() if pattern.fullmatch(name)), None)
