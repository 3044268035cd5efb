"""Whether a buyer may be under the rules of a nation that its notices don't name."""

from __future__ import annotations

from monitor.tracing.procurement import Procurement

_NORTHERN_IRELAND = ("UKN", "TLN")
UNNAMED = "the buyer stands in Northern Ireland and doesn't say whether it is under rules of that nation"


def may_be_northern_irish(procurement: Procurement) -> bool:
    """Whether the buyer's address is in Northern Ireland and no notice names the devolved rules that it is under.

    Many bodies there leave the field empty, while those of the whole kingdom have offices there as well.
    """
    buyer = procurement.buyer
    return procurement.nation is None and buyer is not None and (buyer.region or "").startswith(_NORTHERN_IRELAND)
