from __future__ import annotations

from typing import Any

import pytest

from monitor.web.states import Said, of_finding, of_theme
from nlp.commitment import Readability

READ, UNREADABLE = Readability.READ, Readability.CANNOT_TELL


@pytest.mark.parametrize(
    ("said", "readability", "state"),
    [
        pytest.param([], READ, "not_published", id="silence in a text that was read"),
        pytest.param([], UNREADABLE, "not_readable", id="silence in a text that can't be read"),
        pytest.param([], None, "not_read", id="a text that has not been read yet"),
        pytest.param([Said("climate", 1, "net zero")], READ, "weak", id="named"),
        pytest.param([Said("climate", 2, "must cut carbon")], READ, "weak", id="required"),
        pytest.param([Said("climate", 3, "10% for carbon")], READ, "published", id="specified"),
        pytest.param([Said("climate", 0, "see the tender pack")], READ, "elsewhere", id="said to be elsewhere"),
        pytest.param([Said("climate", 0, "none will be sought")], READ, "ruled_out", id="ruled out"),
        pytest.param(
            [Said("climate", 0, "see the pack"), Said("climate", 4, "8% a year")],
            READ,
            "published",
            id="the firmest wins",
        ),
        pytest.param([Said("payment", 4, "in 30 days")], READ, "not_published", id="another theme says nothing of it"),
    ],
)
def test_what_a_notice_says_of_a_theme_has_one_state(said: list[Said], readability: Readability, state: str) -> None:
    assert of_theme("climate", said, readability)[0] == state


QUOTED = [{"pointer": "/tender/description", "quote": "net zero"}]
ABSENT = [{"pointer": "/contracts/0/agreedMetrics", "quote": None}]


@pytest.mark.parametrize(
    ("status", "evidence", "said", "readability", "state"),
    [
        pytest.param("raised", ABSENT, [], READ, "not_published", id="looked for and not there"),
        pytest.param("raised", QUOTED, [Said("climate", 1, "net zero")], READ, "weak", id="weak words"),
        pytest.param("cannot_tell", [], [], UNREADABLE, "not_readable", id="a text we can't read"),
        pytest.param(
            "cannot_tell", QUOTED, [Said("climate", 0, "net zero")], READ, None, id="ruled out is none of the four"
        ),
        pytest.param(
            "cannot_tell",
            [{"pointer": "/a", "quote": "see the documents"}],
            [Said("award_criteria", 0, "see the documents")],
            READ,
            "elsewhere",
            id="sent to other documents",
        ),
        pytest.param("raised", QUOTED, [], READ, None, id="a date or figure is no weak text"),
        pytest.param("clear", ABSENT, [], READ, None, id="a clear finding has no state"),
    ],
)
def test_a_finding_speaks_of_one_of_the_four_states_or_of_none(
    status: str, evidence: list[dict[str, Any]], said: list[Said], readability: Readability, state: str | None
) -> None:
    assert of_finding(status, evidence, said, readability) == state
