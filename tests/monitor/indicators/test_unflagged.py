from __future__ import annotations

import pytest

from monitor.indicators.cases import case_from
from monitor.indicators.devolved import may_be_northern_irish
from monitor.indicators.unflagged import kpi_doubt, light_touch_doubt, standstill_doubt
from monitor.tracing.procurement import Procurement


def _procurement(text: str, **fields: object) -> Procurement:
    notice = {
        "id": "000150-2026",
        "notice_type": "UK7",
        "on": "2026-09-01",
        "segments": [{"pointer": "/tender/description", "text": text}],
        **fields,
    }
    line = {"ocid": "a text", "as_of": "2026-11-23", "status": "clear", "notices": [notice]}
    return case_from(line).procurement


@pytest.mark.parametrize("text", ["A Light-Touch contract.", "awarded as light touch services"])
def test_light_touch_that_only_a_text_names_is_a_doubt_everywhere(text: str) -> None:
    told = _procurement(text)

    assert light_touch_doubt(told)
    assert kpi_doubt(told)
    assert standstill_doubt(told)


@pytest.mark.parametrize(
    "text",
    [
        "This is a framework agreement.",
        "Twelve builders are appointed to the Northmere repairs framework.",
        "A services concession for the running of the pier.",
    ],
)
def test_a_framework_or_concession_that_only_a_text_names_is_a_doubt_on_kpis(text: str) -> None:
    assert kpi_doubt(_procurement(text))


@pytest.mark.parametrize("text", ["Called off from the regional energy framework.", "Members of our DPS were asked."])
def test_a_call_off_or_market_that_only_a_text_names_is_a_doubt_on_the_standstill(text: str) -> None:
    assert standstill_doubt(_procurement(text))


@pytest.mark.parametrize(
    "text", ["A contract under the Northmere repairs framework.", "A light railway, with touch screens.", ""]
)
def test_other_words_are_no_doubt(text: str) -> None:
    assert kpi_doubt(_procurement(text)) is None
    assert standstill_doubt(_procurement(text)) is None


@pytest.mark.parametrize(
    ("region", "nation", "doubtful"),
    [("UKN06", None, True), ("UKN06", "northern_ireland", False), ("UKD72", None, False)],
)
def test_a_buyer_in_northern_ireland_is_in_doubt_unless_it_names_its_rules(
    region: str,
    nation: str | None,
    doubtful: bool,  # noqa: FBT001 - a case of a table
) -> None:
    buyer = {"name": "Loughside Library Trust", "region": region, "nation": nation}

    assert may_be_northern_irish(_procurement("", buyer=buyer)) is doubtful
