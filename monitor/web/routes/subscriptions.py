"""What is a reader's: confirmed, changed, stopped, taken along and erased, by signed links and without a password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool

from alerts.feeds import atom, json_feed
from monitor.errors import BadInput
from monitor.services import Services
from monitor.store.people import Kept
from monitor.subscribing import asking, feeding, managing, naming
from monitor.subscribing.links import is_open, links_of, within
from monitor.web import answers, forms, wishes
from monitor.web.answers import Served
from monitor.web.choices import CHOICES

router = APIRouter()
PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
SEE_OTHER = 303

Change = Callable[[Services, Kept, forms.Form], str]
"""Changes something of a reader's, and says what was done."""


@router.get("/subscriptions", include_in_schema=False)
def page(services: Served) -> Response:
    """Where to ask for the link to all that is one's own."""
    return _page(step="link" if is_open(services) else "closed")


@router.post("/subscriptions", include_in_schema=False)
async def send_link(services: Served, request: Request) -> Response:
    """Send the link; the answer is the same whether anybody is subscribed at that address or not."""
    form = await forms.read(request)
    target = asking.checked(services, forms.first(form, "target"))
    answer = _page(step="sent")
    answer.background = BackgroundTask(asking.send_link, services, target)
    return answer


@router.get("/subscriptions/confirm/{token}", include_in_schema=False)
def ask_to_confirm(services: Served, token: str) -> Response:
    """Show what would be confirmed: mail programs open links by themselves, so opening one says nothing yet."""
    kept = asking.pending(services, token)
    return _page(step="confirm", kept=kept, action=f"/subscriptions/confirm/{token}")


@router.post("/subscriptions/confirm/{token}", include_in_schema=False)
def confirm(services: Served, token: str) -> Response:
    """Say yes, and go to all that is one's own; whoever says so of an address that was added learns no more."""
    kept, is_theirs = asking.confirm(services, token)
    if not is_theirs:
        return _page(step="confirmed")
    return RedirectResponse(f"{within(links_of(services, kept.reader)).manage}?done=confirmed", SEE_OTHER, PRIVATE)


@router.get("/subscriptions/stop/{token}", include_in_schema=False)
def ask_to_stop(services: Served, token: str) -> Response:
    """Show what would be stopped."""
    kept, one = managing.to_stop(services, token)
    return _page(step="stop", kept=kept, one=one, action=f"/subscriptions/stop/{token}")


@router.post("/subscriptions/stop/{token}", include_in_schema=False)
def stop(services: Served, token: str) -> Response:
    """Stop it; a mail program may ask for this by itself (RFC 8058)."""
    managing.stop(services, token)
    return _page(step="stopped")


@router.get("/subscriptions/feed/{token}.atom", include_in_schema=False)
def as_atom(services: Served, token: str) -> Response:
    """A subscription as an Atom feed."""
    feed, items = feeding.run(services, token, "atom")
    return Response(atom(feed, items), media_type="application/atom+xml", headers=PRIVATE)


@router.get("/subscriptions/feed/{token}.json", include_in_schema=False)
def as_json_feed(services: Served, token: str) -> Response:
    """A subscription as a JSON Feed."""
    feed, items = feeding.run(services, token, "json")
    return Response(json_feed(feed, items), media_type="application/feed+json", headers=PRIVATE)


@router.get("/subscriptions/manage/{token}/export.json", include_in_schema=False)
def export(services: Served, token: str) -> Response:
    """Everything that is kept of a reader."""
    kept = managing.of(services, token)
    named = {"Content-Disposition": 'attachment; filename="ethos-subscriptions.json"'}
    return answers.json(managing.export(services, kept.reader.key), headers={**PRIVATE, **named})


@router.get("/subscriptions/manage/{token}", include_in_schema=False)
def mine(services: Served, token: str, done: str = "") -> Response:
    """All that is a reader's, with the forms that change it."""
    kept = managing.of(services, token)
    links = links_of(services, kept.reader)
    with services.store.reading() as session:
        asks = {one.key: naming.phrase(session, managing.conditions(one), one.events) for one in kept.subscriptions}
    return _page(
        step="mine",
        kept=kept,
        hours=kept.reader,
        asks=asks,
        feeds={one.key: (links.feed(one.key, "atom"), links.feed(one.key, "json")) for one in kept.subscriptions},
        secrets=managing.signing_secrets(services, kept),
        action=f"/subscriptions/manage/{token}",
        channels=[one for one in services.channels if one.takes_address],
        done=DONE.get(done),
    )


@router.post("/subscriptions/manage/{token}", include_in_schema=False)
async def change(services: Served, request: Request, token: str) -> Response:
    """Change what a form says, and come back to the page."""
    form = await forms.read(request)
    return await run_in_threadpool(_changed, services, token, form)


def _changed(services: Services, token: str, form: forms.Form) -> Response:
    kept = managing.of(services, token)
    what = forms.first(form, "do")
    if what == "erase":
        if forms.first(form, "sure") != "yes":
            raise BadInput("tick the box that says that you are sure, then press the button again")
        managing.erase(services, kept.reader.key)
        return _page(step="erased")
    if what not in CHANGES:
        raise BadInput("the form doesn't say what to do: load the page again and press one of its buttons")
    done = CHANGES[what](services, kept, form)
    if what == "withdraw":
        return _page(step="withdrawn")
    return RedirectResponse(f"/subscriptions/manage/{token}?done={done}", SEE_OTHER, PRIVATE)


def _set_hours(services: Services, kept: Kept, form: forms.Form) -> str:
    most = wishes.number(form, "most_items", kept.reader.most_items)
    managing.set_hours(services, kept.reader.key, wishes.hours(form), most_items=most)
    return "hours"


def _change_one(services: Services, kept: Kept, form: forms.Form) -> str:
    said = forms.first(form, "rhythm")
    managing.change(
        services,
        kept.reader.key,
        wishes.number(form, "subscription", 0),
        rhythm=wishes.rhythm(form) if said else None,
        events=wishes.events(form) if form.get("events") else None,
    )
    return "changed"


def _pause(services: Services, kept: Kept, form: forms.Form) -> str:
    managing.change(services, kept.reader.key, wishes.number(form, "subscription", 0), paused=True)
    return "paused"


def _resume(services: Services, kept: Kept, form: forms.Form) -> str:
    managing.change(services, kept.reader.key, wishes.number(form, "subscription", 0), paused=False)
    return "resumed"


def _remove(services: Services, kept: Kept, form: forms.Form) -> str:
    managing.remove(services, kept.reader.key, wishes.number(form, "subscription", 0))
    return "removed"


def _add_address(services: Services, kept: Kept, form: forms.Form) -> str:
    channel = forms.first(form, "channel") or "email"
    asking.add_address(services, kept.reader.key, channel, forms.first(form, "target"))
    return "asked"


def _remove_address(services: Services, kept: Kept, form: forms.Form) -> str:
    managing.remove_address(services, kept.reader.key, wishes.number(form, "address", 0))
    return "address_removed"


def _withdraw(services: Services, kept: Kept, form: forms.Form) -> str:  # noqa: ARG001 - the shape of all changes
    managing.withdraw_links(services, kept.reader.key)
    return "withdrawn"


CHANGES: dict[str, Change] = {
    "hours": _set_hours,
    "change": _change_one,
    "pause": _pause,
    "resume": _resume,
    "remove": _remove,
    "add_address": _add_address,
    "remove_address": _remove_address,
    "withdraw": _withdraw,
}
DONE = {
    "confirmed": "Thank you: from now on you are told.",
    "hours": "Your hours are kept.",
    "changed": "The subscription is changed.",
    "paused": "The subscription rests until you resume it.",
    "resumed": "The subscription tells you again.",
    "removed": "The subscription is stopped.",
    "asked": "A message is on its way to that address: it is used once you say yes there.",
    "address_removed": "The address is taken away.",
}


def _page(*, step: str, **facts: Any) -> Response:
    return answers.page("subscriptions", {"step": step, **CHOICES, **facts}, headers=PRIVATE)
