from __future__ import annotations

import pytest

from monitor.indicators.silence import STATES
from monitor.web.bars import SILENT, WIDTH, pieces

NONE = dict.fromkeys(STATES, 0)


def test_a_bar_counts_every_notice_once_from_the_firmest_to_silence() -> None:
    line = {
        "notices": 6,
        "firmest": (1, 2, 0, 1, 0),
        "states": {**NONE, "published": 1, "weak": 2, "elsewhere": 1, "not_published": 2},
    }

    found = pieces(line)

    assert [(one.name, one.count) for one in found] == [("l3", 1), ("l1", 2), ("elsewhere", 1), ("not_published", 2)]
    assert sum(one.count for one in found) == 6


def test_the_pieces_fill_the_bar_without_a_gap() -> None:
    found = pieces({"notices": 7, "firmest": (0, 3, 0, 0, 1), "states": {**NONE, "not_read": 3}})

    ends = [0.0, *(one.x + one.width for one in found)]
    assert [one.x for one in found] == pytest.approx(ends[:-1])
    assert ends[-1] == pytest.approx(WIDTH)


def test_a_buyer_without_notices_has_an_empty_bar() -> None:
    assert pieces({"notices": 0, "firmest": (0, 0, 0, 0, 0), "states": NONE}) == []


def test_every_state_that_is_no_level_has_a_piece() -> None:
    assert set(SILENT) == set(STATES) - {"published", "weak"}
