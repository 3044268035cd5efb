from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from monitor.services import Services
from monitor.store import people

ADA = "ada@readers.example"
ATOM = "{http://www.w3.org/2005/Atom}"


def kept(services: Services) -> Any:
    """The one reader there is."""
    with services.store.reading() as session:
        [found] = people.every(session)
    return found


def test_opening_the_link_of_a_letter_confirms_nothing_yet(browser: Any, services: Services) -> None:
    browser.ask()

    page = browser.web.get(browser.path())

    assert page.status_code == 200
    assert "Shall Ethos write to this address?" in page.text
    assert "New flags, about social value (once a day)" in page.text
    assert kept(services).addresses[0].confirmed_at is None


def test_saying_yes_leads_to_all_that_is_ones_own(browser: Any, services: Services) -> None:
    browser.ask()

    answer = browser.web.send("POST", browser.path())
    page = browser.web.get(answer.headers["location"])

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/subscriptions/manage/")
    assert "Thank you: from now on you are told." in page.text
    assert ADA in page.text
    assert kept(services).addresses[0].confirmed_at is not None


def test_saying_yes_for_an_added_address_opens_no_account(browser: Any) -> None:
    mine = browser.mine()
    browser.press(mine, do="add_address", channel="email", target="room@readers.example")

    answer = browser.web.send("POST", browser.path("room@readers.example"))

    assert answer.status_code == 200
    assert "This address is used from now on" in answer.text
    assert ADA not in answer.text
    assert "/subscriptions/manage/" not in answer.text


@pytest.mark.parametrize("where", ["mine", "confirm", "stop", "first"])
def test_pages_of_people_are_kept_nowhere_and_load_nothing(browser: Any, where: str) -> None:
    mine = browser.mine()
    stop = browser.channel.sent[-1][1].action_url and "/subscriptions/stop/x"
    path = {"mine": mine, "confirm": browser.path(), "stop": stop, "first": "/subscriptions"}[where]

    answer = browser.web.get(path)

    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "no-referrer"
    if answer.status_code == 200:
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-robots-tag"] == "noindex"
    assert "<script" not in answer.text


def test_the_page_of_ones_own_shows_hours_subscriptions_and_addresses(browser: Any) -> None:
    page = browser.web.get(browser.mine()).text

    assert "New flags, about social value" in page
    assert "<option selected>Europe/London</option>" in page
    assert re.search(r"ada@readers\.example <span class=\"state\">Confirmed", page)
    assert len(re.findall(r"/subscriptions/feed/[\w.-]+\.(?:atom|json)", page)) == 2


def test_hours_are_kept(browser: Any, services: Services) -> None:
    mine = browser.mine()

    answer = browser.press(
        mine,
        do="hours",
        timezone="Europe/Paris",
        digest_hour="6",
        digest_weekday="4",
        quiet_from="22:00",
        quiet_until="07:30",
        breaks_through="duty",
        most_items="7",
    )

    reader = kept(services).reader
    assert answer.headers["location"] == f"{mine}?done=hours"
    assert (reader.timezone, reader.digest_hour, reader.digest_weekday) == ("Europe/Paris", 6, 4)
    assert (reader.quiet_from, reader.quiet_until, reader.breaks_through, reader.most_items) == (1320, 450, "duty", 7)
    page = browser.web.get(answer.headers["location"]).text
    assert "Your hours are kept." in page
    assert 'value="22:00"' in page


def test_a_subscription_is_changed_rested_resumed_and_stopped(browser: Any, services: Services) -> None:
    mine = browser.mine()
    key = str(kept(services).subscriptions[0].key)

    browser.press(mine, do="change", subscription=key, rhythm="weekly", events="notice")
    changed = kept(services).subscriptions[0]
    browser.press(mine, do="pause", subscription=key)
    paused = browser.web.get(mine).text
    browser.press(mine, do="resume", subscription=key)
    resumed = kept(services).subscriptions[0]
    browser.press(mine, do="remove", subscription=key)

    assert (changed.rhythm, changed.events) == ("weekly", ["notice"])
    assert '<span class="state">Rests</span>' in paused
    assert resumed.paused_at is None
    assert kept(services).subscriptions == ()


def test_the_last_address_cannot_be_taken_away(browser: Any, services: Services) -> None:
    mine = browser.mine()

    answer = browser.press(mine, do="remove_address", address=str(kept(services).addresses[0].key))

    assert answer.status_code == 400
    assert "last confirmed address" in answer.text


@pytest.mark.parametrize("fields", [{}, {"do": "nonsense"}, {"do": "erase"}])
def test_a_form_that_does_not_say_what_to_do_changes_nothing(
    browser: Any, services: Services, fields: dict[str, str]
) -> None:
    mine = browser.mine()

    assert browser.press(mine, **fields).status_code == 400
    assert len(kept(services).subscriptions) == 1


def test_everything_is_taken_along_as_a_file(browser: Any) -> None:
    answer = browser.web.get(f"{browser.mine()}/export.json")

    assert answer.headers["content-disposition"] == 'attachment; filename="ethos-subscriptions.json"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["addresses"][0]["target"] == ADA


def test_erasing_leaves_nothing_and_the_link_is_worthless(browser: Any, services: Services) -> None:
    mine = browser.mine()

    answer = browser.press(mine, do="erase", sure="yes")

    assert "Nothing of you is kept any more" in answer.text
    with services.store.reading() as session:
        assert people.every(session) == []
    assert browser.web.get(mine).status_code == 404


def test_withdrawn_links_open_nothing_and_a_new_one_does(browser: Any) -> None:
    mine = browser.mine()

    answer = browser.press(mine, do="withdraw")
    browser.web.send("POST", "/subscriptions", data={"target": ADA})

    assert "All your links are worthless now" in answer.text
    assert browser.web.get(mine).status_code == 404
    assert browser.web.get(browser.path()).status_code == 200


def test_the_link_is_sent_to_known_addresses_and_the_answer_does_not_tell(browser: Any) -> None:
    mine = browser.mine()

    answers = [
        browser.web.send("POST", "/subscriptions", data={"target": target})
        for target in (ADA, "nobody@readers.example")
    ]

    assert answers[0].text == answers[1].text
    assert "If anybody is subscribed at that address" in answers[0].text
    assert browser.path().startswith("/subscriptions/manage/")
    assert [to for to, _ in browser.channel.sent] == [ADA, ADA]
    assert mine


def test_a_link_that_cannot_be_sent_gives_the_same_answer(browser: Any) -> None:
    browser.mine()
    browser.channel.fails = True

    assert browser.web.send("POST", "/subscriptions", data={"target": ADA}).status_code == 200


def test_an_address_that_is_none_is_told(browser: Any) -> None:
    answer = browser.web.send("POST", "/subscriptions", data={"target": "nobody"})

    assert answer.status_code == 400
    assert "name@example.org" in answer.text


def test_one_click_stops_everything_and_again_is_fine(browser: Any, services: Services) -> None:
    browser.mine()
    browser.web.send("POST", "/subscriptions", data={"target": ADA})
    stop = re.sub(r"^http://[^/]+", "", browser.channel.sent[-1][1].stop_url)

    shown = browser.web.get(stop).text
    answers = [browser.web.send("POST", stop, data={"List-Unsubscribe": "One-Click"}) for _ in range(2)]

    assert "Stop everything?" in shown
    assert [answer.status_code for answer in answers] == [200, 200]
    assert kept(services).subscriptions == ()
    assert "Nothing to stop" in browser.web.get(stop).text


def test_a_subscription_is_a_valid_feed_in_both_forms(browser: Any) -> None:
    page = browser.web.get(browser.mine()).text
    paths = re.findall(r'href="http://127\.0\.0\.1:8765(/subscriptions/feed/[^"]+)"', page)

    atom, feed = (browser.web.get(path) for path in paths)

    root = ET.fromstring(atom.content)  # noqa: S314 - made here
    assert atom.headers["content-type"].startswith("application/atom+xml")
    assert root.tag == f"{ATOM}feed"
    assert [len(root.findall(f"{ATOM}{tag}")) for tag in ("id", "title", "updated", "author")] == [1, 1, 1, 1]
    [entry] = root.findall(f"{ATOM}entry")
    assert all(entry.findtext(f"{ATOM}{tag}") for tag in ("id", "title", "updated", "content"))
    assert [link.get("href") for link in root.findall(f"{ATOM}link[@rel='self']")] == [
        f"http://127.0.0.1:8765{paths[0]}"
    ]
    document = feed.json()
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["feed_url"] == f"http://127.0.0.1:8765{paths[1]}"
    [item] = document["items"]
    assert "its text has social value" in item["content_html"]
    assert atom.headers["cache-control"] == feed.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/subscriptions/confirm/x",
        "/subscriptions/manage/x",
        "/subscriptions/manage/x/export.json",
        "/subscriptions/stop/x",
        "/subscriptions/feed/x.atom",
        "/subscriptions/feed/x.json",
    ],
)
def test_a_link_that_is_none_of_ours_is_not_found_and_says_what_to_do(
    browser: Any, closed: Callable[[], None], path: str
) -> None:
    foreign = browser.web.get(path)
    closed()
    without = browser.web.get(path)

    assert (foreign.status_code, without.status_code) == (404, 404)
    assert "not one of ours" in foreign.text
    assert "sends nothing to people" in without.text


def test_without_a_secret_the_page_says_that_nothing_is_sent(browser: Any, closed: Callable[[], None]) -> None:
    closed()

    page = browser.web.get("/subscriptions")

    assert page.status_code == 200
    assert "This Ethos sends nothing to people's addresses." in page.text
    assert "<form" not in page.text


def test_every_page_leads_to_ones_subscriptions(browser: Any) -> None:
    assert 'href="/subscriptions"' in browser.web.get("/flags").text
