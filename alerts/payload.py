"""A message as JSON, for programs: ``docs/guides/webhooks.md`` promises its shape, and ``VERSION`` rises on a break."""

from __future__ import annotations

import json
from typing import Any

from alerts.cleaning import cleaned_message
from alerts.feeds import stable_id, timestamp
from alerts.message import Item, Match, Message, Quote
from alerts.render import ATTRIBUTION, happened, headline, why

VERSION = 1


def payload(message: Message) -> bytes:
    """The message in UTF-8; the same bytes at every attempt."""
    message = cleaned_message(message)
    document = {
        "version": VERSION,
        "id": stable_id(message.key),
        "created_at": timestamp(message.created_at),
        "subject": message.subject,
        "why": message.why,
        "body": list(message.body),
        "action": message.action,
        "action_url": message.action_url,
        "items": [_item(item) for item in message.items],
        "omitted": message.omitted,
        "more_url": message.more_url,
        "stop_url": message.stop_url,
        "change_url": message.change_url,
        "rights": ATTRIBUTION,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _item(item: Item) -> dict[str, Any]:
    return {
        "id": stable_id(item.key),
        "what": item.what.value,
        "headline": headline(item),
        "happened": happened(item),
        "corrected": item.corrected,
        "cleared": item.cleared,
        "title": item.title,
        "buyer": item.buyer,
        "value": item.value,
        "published_at": timestamp(item.published_at),
        "ocid": item.ocid or None,
        "notice_id": item.notice_id,
        "indicator": item.indicator or None,
        "kind": item.kind or None,
        "reason": item.reason,
        "quotes": [_quote(quote) for quote in item.quotes],
        "laws": [{"text": law.text, "url": law.url} for law in item.laws],
        "why": [_match(match) for match in item.matches],
        "rule_url": item.indicator_url,
        "notice_url": item.notice_url,
        "page_url": item.page_url,
        "archive_url": item.archive_url,
    }


def _quote(quote: Quote) -> dict[str, str]:
    return {"before": quote.before, "text": quote.text, "after": quote.after, "pointer": quote.pointer}


def _match(match: Match) -> dict[str, Any]:
    return {
        "subscription": match.subscription,
        "conditions": list(match.conditions),
        "words": why(match),
        "url": match.url,
    }
