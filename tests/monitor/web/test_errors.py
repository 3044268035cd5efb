from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from monitor import config
from monitor.services import Services
from monitor.subscriptions.settings import PeopleSettings
from monitor.web.app import create_app


@pytest.mark.parametrize(
    ("path", "status", "code", "words"),
    [
        ("/nothing", 404, "not_found", "no such page"),
        ("/notices/none", 404, "not_found", "no notice has the id"),
        ("/buyers/none", 404, "not_found", "no buyer has the key"),
        ("/benchmark/none", 404, "not_found", "no buyer has the key"),
        ("/indicators/XX99", 404, "not_found", "no indicator is called"),
        ("/archive/none", 404, "not_found", "no archived page"),
        ("/archive/..%2f..%2fetc", 404, "not_found", "no such page"),
    ],
)
def test_what_is_unknown_is_not_found_as_a_page_and_as_json(
    web: Any, path: str, status: int, code: str, words: str
) -> None:
    page, twin = web.get(path), web.get(f"/api{path}")

    assert (page.status_code, twin.status_code) == (status, status)
    assert page.headers["content-type"].startswith("text/html")
    assert words in page.text.lower()
    assert twin.json()["error"]["code"] == code
    assert twin.json()["error"].keys() == {"code", "message", "next"}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("since=banana", "since can't be 'banana': write a date"),
        ("until=9999-12-31", "until can't be '9999-12-31': write a date from 1970 to 2199"),
        ("level=9", "level can't be '9': write a whole number from 0"),
        ("kind=crime", "kind can't be 'crime': write duty, policy or practice"),
        ("size=201", "size can't be '201': write a whole number from 1 to 200"),
        ("page=0", "page can't be '0': write a whole number"),
        ("page=99999999999999999999", "page can't be"),
        ("theme=nonsense", "no theme is called 'nonsense'"),
        ("indicator=XX99", "no indicator is called 'XX99'"),
        ("type=UK99", "no type is called 'UK99'"),
        ("frm=2026-01-01", "'frm' is not a parameter"),
        ("words=" + "a" * 301, "words can't be 'aaaa"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/flags.atom"])
def test_a_bad_parameter_is_one_sentence(web: Any, path: str, asked: str, words: str) -> None:
    answer = web.get(f"{path}?{asked}")

    assert answer.status_code == 400
    told = answer.json()["error"]["message"] if path != "/" else answer.text.replace("&#39;", "'")
    assert words.lower() in told.lower()


def test_buyers_take_no_parameter_that_they_do_not_use(web: Any) -> None:
    answer = web.get("/buyers.json?theme=climate")

    assert answer.status_code == 400
    assert "'theme' is not a parameter" in answer.json()["error"]["message"]


@pytest.mark.parametrize("path", ["/", "/notices/1", "/status"])
def test_a_database_that_cannot_be_reached_is_told_without_its_address(tmp_path: Path, web: Any, path: str) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    settings = config.Settings(database=config.DatabaseSettings(url=f"sqlite:///{blocked}/secret.db"))
    web.app = create_app(Services(settings))

    page, twin = web.get(path), web.get("/api/notices")

    assert (page.status_code, twin.status_code) == (503, 503)
    assert twin.json()["error"]["code"] == "unavailable"
    assert "secret" not in page.text + twin.text


def test_an_unforeseen_trouble_is_told_in_the_same_shape(services: Services, web: Any) -> None:
    class Broken:
        def read(self, *_: Any) -> None:
            raise RuntimeError("secret detail")

    services.__dict__["extractor"] = Broken()

    answer = web.send("POST", "/api/check", json={"text": "A draft."})

    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "failed"
    assert "secret" not in answer.text
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_a_method_that_a_page_does_not_take_is_told(web: Any) -> None:
    answer = web.send("POST", "/flags")

    assert answer.status_code == 405
    assert "can&#39;t be asked for in this way" in answer.text


def test_a_setting_that_is_not_right_is_not_told_as_a_failing_database(services: Services, web: Any) -> None:
    short = PeopleSettings.model_validate({"secret": "short"})
    services.settings = services.settings.model_copy(update={"people": short})

    answer = web.get("/subscriptions/manage/x")

    assert answer.status_code == 503
    assert "A setting of this Ethos is not right" in answer.text
    assert "database" not in answer.text
