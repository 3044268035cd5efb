from __future__ import annotations

from typing import Any

import pytest

from monitor.services import Services
from nlp.taxonomy.themes import themes

DRAFT = "We <b>welcome</b>\nsocial value & more."


@pytest.fixture
def checking(services: Services, web: Any, found_words: Any) -> Any:
    services.__dict__["extractor"] = found_words
    return web


def test_the_draft_is_shown_marked_with_every_theme(checking: Any) -> None:
    answer = checking.send("POST", "/check", data={"text": DRAFT.replace("\n", "\r\n")})

    assert answer.status_code == 200
    assert '<mark class="l1">social value</mark>' in answer.text
    assert "We &lt;b&gt;welcome&lt;/b&gt;\n" in answer.text
    assert "1 commitment found" in answer.text
    assert answer.text.count('<th scope="row">') == len(themes())
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/check.json", "/api/check"])
def test_the_twin_gives_the_same_facts(checking: Any, path: str) -> None:
    facts = checking.send("POST", path, json={"text": DRAFT}).json()

    one = facts["commitments"][0]
    assert DRAFT[one["start"] : one["end"]] == one["quote"] == "social value"
    assert [line["theme"] for line in facts["themes"]] == [theme.code for theme in themes()]
    said = next(line for line in facts["themes"] if line["theme"] == "social_value")
    assert (said["level"], said["quote"]) == (1, "social value")


def test_nothing_of_a_draft_is_kept(checking: Any) -> None:
    before = checking.get("/status.json").json()

    checking.send("POST", "/check", data={"text": DRAFT})

    assert checking.get("/status.json").json() == before


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"text": "  \n "}, 400, "no text to check"),
        ({"text": "a" * 100_001}, 413, "longer than 100,000 characters"),
        ({"text": "a" * 2_000_000}, 413, "longer than 100,000 characters"),
        ({}, 400, "no text to check"),
    ],
    ids=["blank", "a character too long", "far too long", "absent"],
)
def test_a_draft_that_cannot_be_checked_is_one_sentence(
    checking: Any, body: dict[str, str], status: int, words: str
) -> None:
    answer = checking.send("POST", "/check", data=body)

    assert answer.status_code == status
    assert words in answer.text


@pytest.mark.parametrize("body", [b"", b"\xff", b"[1]", b'{"text": 5}', b'{"text": "a", "more": 1}'])
def test_json_of_another_shape_is_refused_with_the_shape_it_should_have(checking: Any, body: bytes) -> None:
    answer = checking.send("POST", "/api/check", content=body)

    assert answer.status_code == 400
    assert '{"text": "..."}' in answer.json()["error"]["message"]


def test_the_form_needs_no_reader(services: Services, web: Any) -> None:
    assert web.get("/check").status_code == 200
    assert "extractor" not in services.__dict__
