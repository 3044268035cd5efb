"""Subscribe: from any search, with what it would have sent lately, to an address that then says yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from monitor.services import Services
from monitor.subscribing import asking, naming, previewing
from monitor.subscribing.asking import Wish
from monitor.subscribing.links import is_open
from monitor.subscriptions.conditions import NAMES, Conditions
from monitor.subscriptions.events import CHOICES as EVENTS
from monitor.subscriptions.rhythm import Rhythm
from monitor.web import answers, forms, wishes
from monitor.web.answers import Served
from monitor.web.asking import Asked
from monitor.web.choices import CHOICES

router = APIRouter()
PRIVATE = {"Cache-Control": "no-store"}
COLUMNS = ("at", "event", "indicator", "buyer", "notice_id", "ocid", "reasons")

Values = Mapping[str, Sequence[str]]


def _parameters() -> list[dict[str, Any]]:
    """What a preview may be asked, each once or several times."""
    told = {
        "buyers": "Buyers' keys",
        "peers_of": "A buyer's key: that buyer, and those of its kind under the same nation's rules",
        "events": f"What to tell of: {', '.join(EVENTS)}",
        "rhythm": f"How soon: {', '.join(Rhythm)}",
    }
    told |= {name: Asked.model_fields[name].description or "" for name in NAMES if name in Asked.model_fields}
    several = {"type": "array", "items": {"type": "string"}}
    return [
        {"name": name, "in": "query", "required": False, "schema": several, "description": told[name]}
        for name in (*NAMES, "events", "rhythm")
    ]


@router.get("/subscribe", include_in_schema=False)
def page(services: Served, request: Request) -> Response:
    """What would be followed, what it would have sent, and the form."""
    return answers.page("subscribe", {**_shown(services, _values(request)), "sent_to": None}, headers=PRIVATE)


@router.post("/subscribe", include_in_schema=False)
async def ask(services: Served, request: Request) -> Response:
    """Send the letter that asks for a yes; the answer is the same whether we know the address or not."""
    form = await forms.read(request)
    return await run_in_threadpool(_asked, services, form)


@router.get("/subscribe.json", include_in_schema=False)
@router.get(
    "/api/subscribe/preview",
    summary="What a subscription to a search would have sent in the last 30 days",
    openapi_extra={"parameters": _parameters()},
)
def twin(services: Served, request: Request) -> Response:
    """What is asked for, in words, and what it would have sent."""
    facts = _previewed(services, _values(request))
    return answers.json(
        {"conditions": facts["asked"].plain(), "in_words": facts["in_words"], "preview": asdict(facts["preview"])}
    )


@router.get("/subscribe.csv", include_in_schema=False)
def table(services: Served, request: Request) -> Response:
    """What it would have sent, the latest, as comma-separated values."""
    facts = _previewed(services, _values(request))
    return answers.table([asdict(one) for one in facts["preview"].latest], COLUMNS, "preview")


def _values(request: Request) -> Values:
    values: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():  # once: asking for each name looks through all of them
        values.setdefault(name, []).append(value)
    wishes.only_conditions(values)
    return values


def _asked(services: Services, form: forms.Form) -> Response:
    wish = Wish(
        channel=forms.first(form, "channel") or "email",
        target=forms.first(form, "target"),
        conditions=wishes.conditions(services, form),
        events=wishes.events(form),
        rhythm=wishes.rhythm(form),
        name=forms.first(form, "name"),
        hours=wishes.hours(form),
    )
    asking.ask(services, wish)
    return answers.page("subscribe", {"sent_to": wish.channel}, headers=PRIVATE)


def _shown(services: Services, values: Values) -> dict[str, Any]:
    facts = _previewed(services, values)
    return {
        **facts,
        **CHOICES,
        "channels": [one for one in services.channels if one.takes_address] if is_open(services) else [],
        "feeds": _feeds(facts["asked"]),
        "chart": _chart([count for _, count in facts["preview"].by_day]),
    }


def _previewed(services: Services, values: Values) -> dict[str, Any]:
    asked = wishes.conditions(services, values)
    wanted, rhythm = wishes.events(values), wishes.rhythm(values)
    with services.store.reading() as session:
        in_words = naming.phrase(session, asked, wanted)
    return {
        "asked": asked,
        "fields": wishes.parameters(asked),
        "search": wishes.link("/", asked) if _searchable(asked) else None,
        "in_words": in_words,
        "events": wanted,
        "rhythm": rhythm,
        "preview": previewing.run(services, asked, events_wanted=wanted, rhythm=rhythm),
    }


def _feeds(asked: Conditions) -> tuple[str, str] | None:
    """The feeds of the flags of the same search, where a search can ask for it."""
    if not _searchable(asked):
        return None
    return wishes.link("/flags.atom", asked), wishes.link("/flags.feed.json", asked)


def _searchable(asked: Conditions) -> bool:
    """Whether the search pages can ask for the same: one value each, of what they know."""
    names = [name for name, _ in wishes.parameters(asked)]
    return len(set(names)) == len(names) and set(names) <= Asked.model_fields.keys()


def _chart(counts: Sequence[int]) -> list[tuple[int, int]]:
    """The bars of a chart 48 units high: its top and its height, each day."""
    most = max(counts, default=0)
    heights = [round(44 * count / most) + 2 if count else 0 for count in counts]
    return [(48 - height, height) for height in heights]
