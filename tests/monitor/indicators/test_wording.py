from __future__ import annotations

import pytest

from monitor.indicators.wording import points_elsewhere, says_nothing


@pytest.mark.parametrize(
    "text",
    [
        *(
            None,
            "",
            "-",
            "n/a",
            "N/A.",
            "KPI 1",
            "Key Performance Indicator no. 3",
            "TBC",
            "Not applicable",
            "Not required",
        ),
        "To be confirmed with the supplier",
        "to be published with the works award",
        "See contract documents",
    ],
)
def test_filling_words_say_nothing(text: str | None) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text", ["Bins emptied", "KPI 2: calls answered", "One delivery of one engine", "Set nationally"]
)
def test_a_subject_says_something(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize(
    "text",
    ["See the tender documents", "As set out in the ITT", "Please refer to section 4", "Details are in the portal"],
)
def test_a_reference_to_a_document_points_elsewhere(text: str) -> None:
    assert points_elsewhere(text)


@pytest.mark.parametrize(
    "text", [None, "Quality 60%, price 40%", "Cost of documents", "See how tenders compare. Portal"]
)
def test_other_words_do_not_point_elsewhere(text: str | None) -> None:
    assert not points_elsewhere(text)
