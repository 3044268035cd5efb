from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from monitor import tally
from monitor.indicators.base import catalogue
from monitor.indicators.cases import case_from
from monitor.law.law import Law
from monitor.tally import Row
from monitor.tracing.procurement import Procurement

BUYER = {"name": "Borough of Northmere", "kind": "sub_central"}
KPIS = "KPIs in contract details notices (UK7)"
DAYS = "Days from signature to contract details (UK7)"


def procurement(*notices: dict[str, Any]) -> Procurement:
    given = [
        {"id": f"00040{number}-2026", "notice_type": "UK7", "buyer": BUYER, "category": "services", **notice}
        for number, notice in enumerate(notices)
    ]
    line = {"ocid": f"ocds-example-{notices}", "as_of": "2026-11-23", "notices": given, "status": "clear"}
    return case_from(line).procurement


def contract(number: int = 1, *, signed: str = "2026-08-20", gross: str = "400000", **fields: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "above_threshold": True,
        "signed_at": f"{signed}T00:00:00Z",
        "value": {"gross": gross, "currency": "GBP"},
        "pointer": f"/contracts/{number - 1}",
        **fields,
    }


def counted(procurements: Sequence[Procurement], table: str) -> dict[str, tuple[int, int | None]]:
    rows: list[Row] = tally.run(procurements, Law(), catalogue())
    return {row.what: (row.count, row.of) for row in rows if row.table == table}


def test_large_contracts_without_kpis_are_told_apart_by_their_lawful_exception() -> None:
    metric = {"title": "Streets cleared by noon", "pointer": "/contracts/0/agreedMetrics/0"}
    large = [
        procurement({"on": "2026-09-01", "contracts": [contract(gross="6000000", metrics=[metric])]}),
        procurement({"on": "2026-09-01", "contracts": [contract(gross="6000000", no_metrics_reason="One delivery.")]}),
        procurement({"on": "2026-09-01", "contracts": [contract(gross="6000000")], "is_framework": True}),
        procurement({"on": "2026-09-01", "contracts": [contract(gross="6000000")]}),
        procurement({"on": "2026-09-01", "contracts": [contract()]}),
    ]

    assert counted(large, KPIS) == {
        "notices with a contract": (5, None),
        "notices with KPIs": (1, 5),
        "notices with a reason for having none": (1, 5),
        "contracts over £5,000,000 with VAT": (4, None),
        "of these with KPIs": (1, 4),
        "of these with a reason for having none": (1, 4),
        "of these with neither": (2, 4),
        "neither: raised": (1, 2),
        "neither: not applicable, frameworks need no KPIs": (1, 2),
    }


def test_late_details_are_told_apart_by_their_lawful_exception() -> None:
    late = "2026-06-01"
    given = [
        procurement({"on": "2026-09-01", "contracts": [contract(), contract(2, signed=late)]}),
        procurement({"on": "2026-09-01", "contracts": [contract(signed=late)], "special_regimes": ["lightTouch"]}),
        procurement({"on": "2026-09-01", "contracts": [contract(signed=late, above_threshold=False, gross="40000")]}),
        procurement({"on": "2026-09-01", "contracts": [contract(signed=late)], "is_update": True}),
    ]

    assert counted(given, DAYS) == {
        "contracts with a signature date": (5, None),
        "published later than day 30": (4, 5),
        "later: raised": (1, 4),
        "later: clear": (1, 4),
        "later: not applicable, no number of days is set for contracts below threshold": (1, 4),
        "later: cannot tell, the notice is an update, and its first version is not held": (1, 4),
    }


def test_special_regimes_and_entries_on_conflicts_are_counted_by_notice() -> None:
    entry = {"type": "conflictOfInterest", "pointer": "/tender/documents/0"}
    given = [
        procurement({"on": "2026-09-01", "special_regimes": ["lightTouch"], "documents": [entry]}),
        procurement({"on": "2026-09-01", "documents": [{**entry, "description": "Not published"}]}),
    ]

    assert counted(given, "Special regimes") == {"UK7: lightTouch": (1, 2)}
    assert counted(given, "Conflicts assessment") == {
        "entries": (2, None),
        "entries with a text": (1, 2),
        "entries without a text": (1, 2),
    }


def test_each_duty_ends_in_one_way_for_each_procurement() -> None:
    given = [
        procurement({"on": "2026-09-01", "contracts": [contract(signed="2026-06-01")]}),
        procurement({"on": "2026-09-01", "contracts": [contract()]}),
        procurement({"on": "2026-09-01", "notice_type": "UK4"}),
    ]

    ended = counted(given, "OP02 Contract details late")

    assert ended == {
        "procurements": (3, None),
        "raised": (1, 3),
        "clear": (1, 3),
        "not applicable, no contract details notice is held": (1, 3),
    }


def test_practice_and_policy_are_left_out() -> None:
    tables = {row.table for row in tally.run([], Law(), catalogue())}

    assert "OP02 Contract details late" in tables
    assert "FP10 Single bid" not in tables


def test_old_procurements_count_as_notices_and_not_among_contract_details() -> None:
    given = [procurement({"on": "2026-09-01", "notice_type": "award", "regime": "pcr_2015", "contracts": [contract()]})]

    assert counted(given, "Notices") == {"award": (1, None)}
    assert counted(given, DAYS)["contracts with a signature date"] == (0, None)
