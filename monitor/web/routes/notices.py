"""One notice: its text with each commitment marked, and the findings beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from monitor.web import answers, marks, notice_facts
from monitor.web.answers import Served
from monitor.web.marks import Span
from monitor.web.words import path_part

router = APIRouter()


@router.get("/notices/{notice_id:path}.json", include_in_schema=False)
@router.get("/api/notices/{notice_id:path}", summary="One notice: its texts, commitments and findings")
def twin(services: Served, notice_id: str) -> Response:
    """The facts of a notice's page."""
    return answers.json(notice_facts.of(services, notice_id))


@router.get("/notices/{notice_id:path}", include_in_schema=False)
def page(services: Served, notice_id: str) -> Response:
    """A notice's page."""
    facts = notice_facts.of(services, notice_id)
    texts = [{**text, "pieces": marks.pieces(text["text"], _spans(text, facts["findings"]))} for text in facts["texts"]]
    return answers.page("notices", {**facts, "texts": texts, "twin": f"/notices/{path_part(notice_id)}.json"})


def _spans(text: Mapping[str, Any], findings: Iterable[Mapping[str, Any]]) -> list[Span]:
    """The commitments of a text, and the words that findings quote from it beside them."""
    spans = {
        one["anchor"]: Span(
            start=one["start"], end=one["end"], anchor=one["anchor"], theme=one["theme"], level=one["level"]
        )
        for one in text["commitments"]
    }
    for finding in findings:
        for one in finding["evidence"]:
            start = text["text"].find(one["quote"]) if one["quote"] else -1
            anchor = marks.anchor(text["pointer"], start, start + len(one["quote"] or ""))
            if start >= 0 and one["link"] == f"#{anchor}":
                spans.setdefault(anchor, Span(start=start, end=start + len(one["quote"]), anchor=anchor))
    return list(spans.values())
