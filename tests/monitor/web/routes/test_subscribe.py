from __future__ import annotations

import csv
import io
import logging
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from monitor.services import Services
from monitor.store import events
from monitor.store.events import Happened

ADA = "ada@readers.example"


@pytest.mark.parametrize("path", ["/", "/flags"])
def test_a_search_leads_to_a_subscription_to_the_same_without_its_dates_and_pages(browser: Any, path: str) -> None:
    asked = "words=social+value&kind=practice&level=0&since=2026-01-01&until=2026-12-31&page=1&size=7"

    link = re.search(r'href="(/subscribe\?[^"]+)"', browser.web.get(f"{path}?{asked}").text)

    assert link
    found = parse_qs(urlsplit(link[1].replace("&amp;", "&")).query)
    assert found == {"words": ["social value"], "kind": ["practice"], "level": ["0"]}
    assert browser.web.get(link[1].replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("/buyers/GB-PPON-PNOR-0001-AAAA", "at Borough of Northmere."),
        ("/buyers/GB-PPON-PNOR-0001-AAAA", "at Borough of Northmere and its peers."),
        ("/procurements/ocds-example-1", "in procurement ocds-example-1."),
    ],
)
def test_a_buyer_and_a_procurement_lead_to_a_subscription_in_words(browser: Any, page: str, words: str) -> None:
    links = re.findall(r'href="(/subscribe\?[^"]+)"', browser.web.get(page).text)

    pages = [browser.web.get(link.replace("&amp;", "&")).text for link in links]

    assert [page for page in pages if words in page]


def test_the_page_shows_what_would_have_been_sent_and_why(browser: Any) -> None:
    page = browser.web.get("/subscribe?words=social+value").text

    assert "You would be told of new flags, about social value." in page
    assert "1 item in 1 message" in page
    assert "because its text has social value" in page
    assert 'aria-label="Items a day' in page
    assert '<input type="hidden" name="words" value="social value">' in page


@pytest.mark.parametrize(
    ("asked", "words"),
    [("words=ledgers", "Nothing of the 1 thing that happened"), ("events=notice&events=flag", "1 item in 1 message")],
)
def test_the_page_says_how_little_or_how_much_it_would_have_been(browser: Any, asked: str, words: str) -> None:
    assert words in browser.web.get(f"/subscribe?{asked}").text


def test_an_empty_database_says_that_it_cannot_tell(empty: Any) -> None:
    assert "Nothing is known of these days yet" in empty.get("/subscribe").text


@pytest.mark.parametrize("path", ["/subscribe.json", "/api/subscribe/preview"])
def test_the_twin_gives_the_same_facts(browser: Any, path: str) -> None:
    found = browser.web.get(f"{path}?words=social+value&kind=practice&kind=duty").json()

    assert found["conditions"] == {"words": "social value", "kind": ["practice", "duty"]}
    assert found["in_words"] == "new flags of kind practice or duty, about social value"
    assert (found["preview"]["items"], found["preview"]["events_held"]) == (1, 1)
    assert found["preview"]["latest"][0]["indicator"] == "SV02"


def test_the_table_has_a_line_an_item(browser: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(browser.web.get("/subscribe.csv?words=social+value").text)))

    assert [row["notice_id"] for row in rows] == ["000001-2026"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("word=x", "condition is called"),
        ("indicator=ZZ99", "ethos indicators"),
        ("theme=nonsense", "theme"),
        ("events=corrected", "is no kind of event"),
        ("rhythm=hourly", "is no rhythm"),
        ("value_from=2&value_until=1", "swap them"),
    ],
)
@pytest.mark.parametrize("path", ["/subscribe", "/subscribe.json", "/subscribe.csv"])
def test_what_cannot_be_asked_is_one_sentence(browser: Any, path: str, asked: str, words: str) -> None:
    answer = browser.web.get(f"{path}?{asked}")

    assert answer.status_code == 400
    assert words in answer.text


def test_asking_sends_one_letter_and_shows_no_address(browser: Any) -> None:
    answer = browser.ask(rhythm="weekly")

    assert answer.status_code == 200
    assert "Almost done" in answer.text
    assert ADA not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    [(to, letter)] = browser.channel.sent
    assert to == ADA
    assert "- new flags, once a week" in letter.body


def test_the_answer_is_the_same_for_known_and_unknown_and_too_often_asked(browser: Any) -> None:
    browser.mine()

    answers = [browser.ask(target=target) for target in (ADA, ADA, ADA, "new@readers.example")]

    assert len({answer.text for answer in answers}) == 1
    assert len([to for to, _ in browser.channel.sent if to == ADA]) == 3


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"target": "nobody"}, "name@example.org"),
        ({"target": ""}, "name@example.org"),
        ({"channel": "fax"}, "there are email"),
        ({"rhythm": "hourly"}, "is no rhythm"),
        ({"timezone": "Mars/Olympus"}, "no time zone"),
        ({"quiet_from": "22:00"}, "both a beginning and an end"),
        ({"quiet_from": "25:00", "quiet_until": "07:00"}, "no time of day"),
        ({"digest_hour": "noon"}, "no whole number"),
        ({"breaks_through": "crime"}, "is no severity"),
        ({"indicator": "ZZ99"}, "ethos indicators"),
    ],
)
def test_a_form_that_cannot_be_used_is_one_sentence(browser: Any, fields: dict[str, str], words: str) -> None:
    answer = browser.ask(**fields)

    assert answer.status_code == 400
    assert words in answer.text.replace("&#39;", "'")
    assert browser.channel.sent == []


def test_a_form_that_is_too_large_is_refused(browser: Any) -> None:
    assert browser.ask(name="x" * 30_000).status_code == 413


def test_a_letter_that_cannot_be_sent_is_told_without_the_servers_name(browser: Any) -> None:
    browser.channel.fails = True

    answer = browser.ask()

    assert answer.status_code == 503
    assert "The letter could not be sent just now, and nothing was kept." in answer.text
    assert "mail.example" not in answer.text


def test_without_a_secret_the_page_says_that_nothing_is_sent_and_names_the_feeds(
    browser: Any, closed: Callable[[], None]
) -> None:
    closed()

    page, answer = browser.web.get("/subscribe?words=social+value"), browser.ask()

    assert "sends nothing to people's addresses" in page.text
    assert "/flags.atom?words=social+value" in page.text
    assert 'action="/subscribe"' not in page.text
    assert answer.status_code == 404
    assert "sends nothing to people" in answer.text
    assert "database" not in answer.text


def test_no_address_stands_in_a_log(browser: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    browser.mine()
    browser.channel.fails = True
    browser.ask(target="other@readers.example")

    told = " ".join(str(vars(record)) for record in caplog.records if not record.name.startswith("http"))
    assert "delivery failed" in told
    assert "readers.example" not in told
    assert "/subscriptions/" not in told


@pytest.mark.parametrize("asked", ["words=trees&level=2", "peers_of=GB-PPON-PNOR-0001-AAAA", "kind=duty&kind=policy"])
def test_no_link_of_the_page_asks_what_a_search_cannot(browser: Any, asked: str) -> None:
    links = re.findall(r'href="(/[^"]*)"', browser.web.get(f"/subscribe?{asked}").text)

    answers = {link: browser.web.get(link.replace("&amp;", "&")).status_code for link in links}

    assert set(answers.values()) == {200}


def test_the_latest_are_shown_whatever_happened_and_without_a_notice_too(browser: Any, services: Services) -> None:
    happened = [
        Happened(name="notice:1", kind="notice", ocid="ocds-example-1", notice_id="000002-2026", severity="practice"),
        Happened(
            name="flag:late", kind="deadline", ocid="ocds-example-1", indicator="OP11", severity="duty",
            facts={"passed": True},
        ),
    ]  # fmt: skip
    with services.store.writing() as session:
        events.add(session, happened, at=services.clock.now())

    page = browser.web.get("/subscribe?events=notice&events=deadline").text

    assert '<span class="state">New notice</span> <a href="/notices/000002-2026">Borough of Northmere</a>' in page
    assert '<a href="/procurements/ocds-example-1">ocds-example-1</a>' in page


def test_an_address_of_thousands_of_names_is_refused_by_the_first_that_is_none(browser: Any) -> None:
    names = "&".join(f"n{number}" for number in range(8_000))

    answer = browser.web.get(f"/subscribe.json?{names}")

    assert answer.status_code == 400
    assert "condition is called 'n0'" in answer.json()["error"]["message"]
