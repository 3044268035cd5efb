"""What an operator does for people, at the command line."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller

Run = Callable[..., Any]
DESK = "desk@paper.example"
TO = ("--to", f"email:{DESK}")


class Postbox:
    def __init__(self) -> None:
        self.letters: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd calls it so
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


class Server(Controller):
    """A mail server on any free port."""

    def _trigger_server(self) -> None:
        self.port = cast("asyncio.Server", self.server).sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@pytest.fixture
def mailing(environment: dict[str, str]) -> dict[str, str]:
    """E-mail is enabled, over a server that is not there; people can subscribe."""
    environment |= {
        "ETHOS_PEOPLE__SECRET": "a long secret that is not one",
        "ETHOS_ALERTS__EMAIL__ENABLED": "true",
        "ETHOS_ALERTS__EMAIL__HOST": "127.0.0.1",
        "ETHOS_ALERTS__EMAIL__PORT": "9",
        "ETHOS_ALERTS__EMAIL__SECURITY": "none",
        "ETHOS_ALERTS__EMAIL__SENDER": "ethos@ethos.example",
        "ETHOS_ALERTS__EMAIL__TO": "operator@ethos.example",
        "ETHOS_ALERTS__EMAIL__GREETING": "localhost",
    }
    return environment


@pytest.fixture
def postbox(mailing: dict[str, str]) -> Iterator[Postbox]:
    box = Postbox()
    server = Server(box, hostname="127.0.0.1", port=0, server_hostname="localhost")
    server.start()
    mailing["ETHOS_ALERTS__EMAIL__PORT"] = str(server.port)
    yield box
    server.stop()


def subscribed(run: Run, *more: str) -> int:
    return int(json.loads(run("subscriptions", "add", *TO, "--confirmed", "--json", *more).out)["subscription"])


@pytest.mark.parametrize(
    "name", ["list", "add", "preview", "pause", "resume", "remove", "people", "export", "erase", "links"]
)
def test_every_part_has_help_with_an_example(run: Run, name: str) -> None:
    said = run("subscriptions", name, "--help")

    assert said.code == 0
    assert f"    ethos subscriptions {name}" in said.out.partition("\n  Example:\n")[2]


@pytest.mark.usefixtures("mailing")
def test_subscribes_with_several_values_of_a_condition(run: Run) -> None:
    said = run(
        "subscriptions", "add", *TO, "--to", "email:second@paper.example", "--name", "Wales",
        "--nation", "wales", "--kind", "duty", "--kind", "policy", "--event", "flag", "--event", "notice",
        "--rhythm", "weekly", "--timezone", "Europe/Paris", "--digest-day", "friday", "--quiet", "22:00-07:00",
        "--breaks-through", "duty", "--confirmed",
    )  # fmt: skip
    number = int("".join(filter(str.isdigit, said.out)))

    [listed] = json.loads(run("subscriptions", "list", "--json").out)
    kept = json.loads(run("subscriptions", "export", DESK).out)

    assert said.code == 0
    assert (listed["subscription"], listed["name"], listed["state"]) == (number, "Wales", "tells")
    assert kept["subscriptions"][0]["query"] == {"nation": "wales", "kind": ["duty", "policy"]}
    assert (kept["subscriptions"][0]["events"], kept["subscriptions"][0]["rhythm"]) == (["flag", "notice"], "weekly")
    reader = kept["reader"]
    assert (reader["timezone"], reader["digest_weekday"], reader["breaks_through"]) == ("Europe/Paris", 4, "duty")
    assert (reader["quiet_from"], reader["quiet_until"], reader["kept_by"]) == (1320, 420, "operator")
    assert [one["target"] for one in kept["addresses"]] == [DESK, "second@paper.example"]


def test_without_confirmed_the_address_gets_the_letter_that_asks(run: Run, postbox: Postbox) -> None:
    said = run("subscriptions", "add", *TO)

    [letter] = postbox.letters
    assert said.code == 0
    assert letter["To"] == DESK
    assert "/subscriptions/confirm/" in letter.get_body(("plain",)).get_content()
    assert "not confirmed" in run("subscriptions", "list").out


@pytest.mark.usefixtures("mailing")
def test_a_letter_that_cannot_be_sent_ends_with_one(run: Run) -> None:
    said = run("subscriptions", "add", *TO)

    assert said.code == 1
    assert "can't be reached" in said.err
    assert DESK not in said.err
    assert json.loads(run("subscriptions", "list", "--json").out) == []


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["add"], "--to"),
        (["add", "--to", "email"], "email:desk@paper.example"),
        (["add", "--to", "fax:1", "--confirmed"], "there are email"),
        (["add", "--to", "email:nobody", "--confirmed"], "name@example.org"),
        (["add", *TO, "--to", "email:second@paper.example"], "--confirmed"),
        (["add", *TO, "--indicator", "ZZ99"], "ethos indicators"),
        (["add", *TO, "--nation", "france"], "northern_ireland"),
        (["add", *TO, "--quiet", "late"], "22:00-07:00"),
        (["add", *TO, "--timezone", "Mars/Olympus"], "Europe/London"),
        (["add", *TO, "--event", "corrected"], "deadline"),
        (["preview", "--theme", "nonsense"], "theme"),
        (["pause", "7"], "subscriptions list"),
        (["remove", "seven"], "seven"),
        (["export", "7"], "subscriptions people"),
        (["erase", "nobody@paper.example", "--yes"], "subscriptions people"),
        (["links", "7"], "subscriptions people"),
        (["list", "--json", "--csv"], "one of --json and --csv"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
@pytest.mark.usefixtures("mailing")
def test_wrong_usage_ends_with_two_and_says_what_is_wrong(run: Run, arguments: list[str], named: str) -> None:
    said = run("subscriptions", *arguments)

    assert said.code == 2
    assert named in said.err
    assert said.out == ""


@pytest.mark.usefixtures("mailing")
def test_a_subscription_rests_tells_again_and_goes(run: Run) -> None:
    number = str(subscribed(run))

    states = []
    for act in ("pause", "resume"):
        assert run("subscriptions", act, number).code == 0
        states.append(json.loads(run("subscriptions", "list", "--json").out)[0]["state"])

    assert states == ["rests", "tells"]
    assert run("subscriptions", "remove", number).code == 0
    assert "ethos subscriptions add" in run("subscriptions", "list").out


@pytest.mark.usefixtures("mailing")
def test_addresses_are_shown_only_where_they_are_asked_for(run: Run) -> None:
    subscribed(run)

    assert DESK not in run("subscriptions", "people").out
    assert DESK not in run("subscriptions", "people", "--json").out
    assert DESK not in run("subscriptions", "list", "--json").out
    assert DESK in run("subscriptions", "people", "--show-addresses").out


@pytest.mark.usefixtures("mailing")
def test_erasing_needs_a_yes_and_says_that_nothing_brings_it_back(run: Run) -> None:
    subscribed(run)

    asked = run("subscriptions", "erase", DESK)
    still = json.loads(run("subscriptions", "people", "--json").out)
    done = run("subscriptions", "erase", DESK, "--yes")

    assert asked.code == 2
    assert "can't be undone" in asked.err
    assert len(still) == 1
    assert done.code == 0
    assert json.loads(run("subscriptions", "people", "--json").out) == []


@pytest.mark.usefixtures("mailing")
def test_the_link_for_support_is_printed_alone(run: Run) -> None:
    subscribed(run)

    said = run("subscriptions", "links", DESK)

    assert said.out.startswith("http://127.0.0.1:8765/subscriptions/manage/")
    assert said.out.count("\n") == 1


@pytest.mark.usefixtures("mailing")
def test_without_a_secret_there_is_no_link_and_the_sentence_says_so(run: Run) -> None:
    subscribed(run)

    said = run("subscriptions", "links", DESK, ETHOS_PEOPLE__SECRET="")

    assert said.code == 2
    assert "sends nothing to people's addresses" in said.err


@pytest.mark.usefixtures("filled")
def test_a_preview_tells_items_and_messages(run: Run) -> None:
    table = run("subscriptions", "preview", "--words", "ledgers")
    found = json.loads(run("subscriptions", "preview", "--words", "ledgers", "--json").out)
    nothing = run("subscriptions", "preview", "--words", "submarines")

    assert table.code == 0
    assert f"{found['items']} items in {found['messages']} messages" in table.out
    assert found["items"] > 0
    assert "its text has ledgers" in table.out
    assert "Nothing of the" in nothing.out
