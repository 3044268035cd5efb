from __future__ import annotations

from datetime import UTC, date, datetime

from monitor.indicators.criteria import elsewhere, told, weighed
from monitor.tracing.procurement import Procurement
from scrapers.notice import Criterion, Lot, Notice, NoticeType, Regime, Segment

LOT = "/tender/lots/0"
AWARD = f"{LOT}/awardCriteria/weightingDescription"


def tender(lot: Lot, *segments: Segment) -> Procurement:
    notice = Notice(
        source="example",
        id="000001-2026",
        ocid="ocds-example-1",
        notice_type=NoticeType.UK4,
        regime=Regime.ACT_2023,
        published_at=datetime(2026, 9, 1, 9, tzinfo=UTC),
        lots=(lot,),
        segments=segments,
    )
    return Procurement(ocid="ocds-example-1", notices=(notice,), as_of=date(2026, 11, 23))


def test_a_text_is_shown_at_its_own_field_even_where_another_has_the_same_words() -> None:
    text = "Details are in the portal"
    selection = f"{LOT}/selectionCriteria/criteria/0/description"
    procurement = tender(Lot(pointer=LOT, criteria_text=text), Segment(pointer=selection, text=text, also=(AWARD,)))

    found = elsewhere(procurement, procurement.notices)

    assert found is not None
    assert (found.pointer, found.quote) == (AWARD, text)
    assert told(procurement, procurement.notices) is None


def test_criteria_that_only_fill_their_fields_are_not_told() -> None:
    empty = Criterion(name="Criteria", description="TBC", pointer=f"{LOT}/awardCriteria/criteria/0")
    procurement = tender(Lot(pointer=LOT, criteria=(empty,)))

    assert told(procurement, procurement.notices) is None
    assert weighed(procurement, procurement.notices) is None


def test_figures_in_a_text_are_weights() -> None:
    procurement = tender(Lot(pointer=LOT, criteria_text="Price to quality 10:90"))

    found = weighed(procurement, procurement.notices)

    assert found is not None
    assert found.quote == "Price to quality 10:90"
