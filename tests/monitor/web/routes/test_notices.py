from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest

from nlp.commitment import Level
from scrapers.notice import Segment

HOSTILE = "</p><script>alert('x')</script> & \"quotes\" {{ 7*7 }} social value <img src=x onerror=alert(1)>"


def text_of(page: str) -> list[str]:
    """The texts of a page without the labels that stand among the words."""
    shown = re.findall(r'<p class="text"[^>]*>(.*?)</p>', page, re.DOTALL)
    bare = (re.sub(r'<span class="tag[^"]*">.*?</span>', "", one) for one in shown)
    return [unescape(re.sub(r"<[^>]+>", "", one)) for one in bare]


def test_the_text_is_shown_word_for_word_with_each_commitment_marked(web: Any) -> None:
    page, twin = web.get("/notices/000001-2026").text, web.get("/notices/000001-2026.json").json()

    text = twin["texts"][0]
    assert text_of(page) == [text["text"]]
    assert len(text["commitments"]) == 3
    for one in text["commitments"]:
        assert text["text"][one["start"] : one["end"]] == one["quote"]
        assert f'id="{one["anchor"]}"' in page
    assert "Its text, with 3 commitments marked" in page


def test_overlapping_commitments_are_each_labelled_in_words(web: Any) -> None:
    page = web.get("/notices/000001-2026").text

    labels = [" ".join(one.split()) for one in re.findall(r'<span class="tag [^"]*">(.*?)</span>', page)]
    assert len(labels) == 3
    assert [label.rpartition(": ")[2] for label in labels] == ["named (1)", "measurable (4)", "required (2)"]
    assert '<mark class="l4">must take on two </mark>' in page
    assert '<mark class="l2">.</mark>' in page


def test_a_finding_shows_its_reason_its_law_and_a_link_to_its_words(web: Any) -> None:
    page, twin = web.get("/notices/000001-2026").text, web.get("/notices/000001-2026.json").json()

    finding = twin["findings"][0]
    link = finding["evidence"][0]["link"]
    assert (finding["status"], finding["state"], finding["indicator"]) == ("raised", "weak", "SV02")
    assert f'href="{link}"' in page
    assert f'id="{link[1:]}"' in page
    assert "Question raised" in page
    assert "Published but weak" in page
    assert finding["reason"][1:] in page
    assert 'href="https://law.example/12"' in page


def test_evidence_that_is_no_commitment_is_marked_at_its_words(
    web: Any, keep: Callable[..., None], judge: Callable[..., None], make: Callable[..., Any]
) -> None:
    one = make(7, "For technical reasons only one firm can do it.")
    keep(one)
    judge(one, ("/tender/description", "only one firm"), indicator="FP01")

    page = web.get("/notices/000007-2026").text

    assert '<mark class="evidence">only one firm</mark>' in page
    assert "quoted as evidence" in page


def test_a_finding_on_what_is_absent_says_where_it_was_looked_for(
    web: Any, keep: Callable[..., None], judge: Callable[..., None], make: Callable[..., Any]
) -> None:
    one = make(8, "A contract.")
    keep(one)
    judge(one, ("/contracts/0/agreedMetrics", None), indicator="OP01")

    page = web.get("/notices/000008-2026").text

    assert "Looked for, and nothing there:" in page
    assert "/contracts/0/agreedMetrics" in page
    assert '<span class="state not_published">Not published</span>' in page


@pytest.mark.parametrize(
    ("options", "state", "words"),
    [
        ({}, "not_published", "not published"),
        ({"readable": False}, "not_readable", "the text is in Welsh"),
        ({"read": False}, "not_read", "has not been read yet"),
    ],
)
def test_silence_is_told_for_what_it_is(
    web: Any,
    keep: Callable[..., None],
    make: Callable[..., Any],
    options: dict[str, bool],
    state: str,
    words: str,
) -> None:
    keep(make(6, "Testun."), **options)

    page, twin = web.get("/notices/000006-2026").text, web.get("/notices/000006-2026.json").json()

    assert {line["state"] for line in twin["themes"]} == {state}
    assert words in page


def test_hostile_text_is_shown_and_never_obeyed(web: Any, keep: Callable[..., None], make: Callable[..., Any]) -> None:
    hostile = make(5, HOSTILE, title=HOSTILE, url="javascript:alert(1)", procedure_details=HOSTILE)
    keep(hostile, ("social value", "social_value", Level.NAMED))

    pages = [web.get(path).text for path in ("/notices/000005-2026", "/", "/buyers/GB-PPON-PNOR-0001-AAAA")]

    assert text_of(pages[0]) == [HOSTILE]
    for page in pages:
        assert "<script" not in page
        assert "<img" not in page
        assert "javascript:" not in page


@pytest.mark.parametrize("name", ["a/b", "å b?c#d", "..%2e", "'\"<>", "x" * 300, "50%"])
def test_a_notice_is_found_by_any_id_that_its_link_carries(
    web: Any, keep: Callable[..., None], make: Callable[..., Any], name: str
) -> None:
    keep(make(4, "Some text.", id=name))

    listed = web.get("/search.json?size=200").json()["items"]
    link = next(one["page_url"] for one in listed if one["notice_id"] == name)

    assert link == f"/notices/{quote(name, safe='')}"
    assert web.get(link).status_code == 200
    assert web.get(f"{link}.json").json()["notice"]["id"] == name


def test_the_heading_facts_are_those_of_the_twin(web: Any) -> None:
    page, twin = web.get("/notices/000001-2026").text, web.get("/notices/000001-2026.json").json()

    notice = twin["notice"]
    assert notice["value"] == {"net": None, "gross": 1_200_000, "currency": "GBP", "unlimited": False}
    for shown in (
        notice["title"],
        notice["buyer"]["name"],
        "Tender notice (UK4)",
        "1 November 2026, 09:00",
        "£1,200,000 with VAT",
        f'href="{notice["url"]}"',
        f'href="/archive/{notice["page_sha256"]}"',
        twin["licence"]["text"],
    ):
        assert shown in page


def test_other_notices_of_the_procurement_are_linked(web: Any) -> None:
    first, second = web.get("/notices/000001-2026.json").json(), web.get("/notices/000002-2026").text

    assert [one["id"] for one in first["procurement"]["notices"]] == ["000002-2026"]
    assert 'href="/notices/000001-2026"' in second


def test_evidence_in_another_notice_links_to_that_notice(web: Any) -> None:
    twin = web.get("/notices/000002-2026.json").json()

    assert twin["findings"][0]["evidence"][0]["link"].startswith("/notices/000001-2026#text-")


def test_a_notice_without_title_buyer_value_or_text_still_has_a_page(
    web: Any, keep: Callable[..., None], make: Callable[..., Any]
) -> None:
    keep(make(4, "", title=None, buyer=None, value=None, url=None, segments=(), page_sha256=None))

    page = web.get("/notices/000004-2026")

    assert page.status_code == 200
    assert "No title published" in page.text
    assert "No buyer published" in page.text
    assert web.get("/").status_code == 200


def test_a_weight_beside_a_text_is_told(web: Any, keep: Callable[..., None], make: Callable[..., Any]) -> None:
    segment = Segment(pointer="/tender/lots/0/awardCriteria/criteria/0/name", text="Quality", weight="60", frequency=30)  # type: ignore[arg-type]
    keep(make(4, "", segments=(segment,)))

    page = web.get("/notices/000004-2026").text

    assert "(weight 60)" in page
    assert "(every 30 days)" in page
