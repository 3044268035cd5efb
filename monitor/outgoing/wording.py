"""What notices and levels are called, in messages and on pages alike."""

from __future__ import annotations

LEVELS = {0: "ruled out", 1: "named", 2: "required", 3: "specified", 4: "measurable"}
NOTICE_TYPES = {
    "UK1": "Pipeline notice",
    "UK2": "Preliminary market engagement notice",
    "UK3": "Planned procurement notice",
    "UK4": "Tender notice",
    "UK5": "Transparency notice",
    "UK6": "Contract award notice",
    "UK7": "Contract details notice",
    "UK8": "Contract payment notice",
    "UK9": "Contract performance notice",
    "UK10": "Contract change notice",
    "UK11": "Contract termination notice",
    "UK12": "Procurement termination notice",
    "UK13": "Dynamic market intention notice",
    "UK14": "Dynamic market establishment notice",
    "UK15": "Dynamic market modification notice",
    "UK16": "Dynamic market cessation notice",
    "UK17": "Payments compliance notice",
    "planning": "Planning notice (older rules)",
    "tender": "Contract notice (older rules)",
    "award": "Award notice (older rules)",
    "change": "Change notice (older rules)",
    "cancellation": "Cancellation (older rules)",
    "implementation": "Performance notice (older rules)",
}
