"""The rules of a notice: its text first, its legal basis second, its site third."""

from __future__ import annotations

from typing import Any

import pytest

from scrapers.notice import Nation, Regime
from scrapers.readers.ocds import read

ACT = {"scheme": "UKPGA", "id": "2023/54"}
OLD = {"scheme": "CELEX", "id": "32014L0024"}
PIER = "Repair of the pier"
SCOTTISH_LINK = [{"rel": "canonical", "href": "https://api.publiccontractsscotland.gov.uk/v1/Notice?id=1"}]


@pytest.mark.parametrize(
    ("basis", "text", "source", "regime"),
    [
        pytest.param(ACT, PIER, "find_a_tender", Regime.ACT_2023, id="the Act"),
        pytest.param(OLD, PIER, "find_a_tender", Regime.PCR_2015, id="the regulations of 2015"),
        pytest.param(
            OLD, "A Provider Selection Regime award", "find_a_tender", Regime.PROVIDER_SELECTION, id="by name"
        ),
        pytest.param(
            ACT, "the providers  selection regime", "find_a_tender", Regime.PROVIDER_SELECTION, id="in the Act"
        ),
        pytest.param(OLD, "under PSR Wales", "find_a_tender", Regime.PROVIDER_SELECTION, id="by initials"),
        pytest.param(OLD, "under SI 2023/1348", "find_a_tender", Regime.PROVIDER_SELECTION, id="by number"),
        pytest.param(
            ACT, "the Provider-Selection Regime", "find_a_tender", Regime.PROVIDER_SELECTION, id="with a hyphen"
        ),
        pytest.param(ACT, "S.I. 2023 No. 1348", "find_a_tender", Regime.PROVIDER_SELECTION, id="by number in the Act"),
        pytest.param(
            ACT, "Direct Award Process C of the PSR", "find_a_tender", Regime.PROVIDER_SELECTION, id="by its process"
        ),
        pytest.param(ACT, "training for PSR staff", "find_a_tender", Regime.ACT_2023, id="initials under the Act"),
        pytest.param(OLD, "selection of a UPSR100 pump", "find_a_tender", Regime.PCR_2015, id="no such words"),
        pytest.param(None, PIER, "contracts_finder", Regime.PCR_2015, id="Contracts Finder"),
        pytest.param(None, PIER, "sell2wales", Regime.PCR_2015, id="Sell2Wales"),
        pytest.param(ACT, PIER, "sell2wales", Regime.ACT_2023, id="Sell2Wales under the Act"),
        pytest.param(OLD, PIER, "public_contracts_scotland", Regime.SCOTLAND, id="Scotland"),
        pytest.param(None, PIER, "file", Regime.OTHER, id="nothing tells"),
    ],
)
def test_the_regime_follows_text_then_basis_then_site(
    basis: dict[str, str] | None, text: str, source: str, regime: Regime
) -> None:
    raw = {"id": "1", "date": "2026-08-10", "tag": ["tender"], "tender": {"description": text, "legalBasis": basis}}

    notice = read(raw, source=source).notice

    assert notice is not None
    assert notice.regime is regime


def test_a_scottish_notice_forwarded_to_find_a_tender_is_scottish() -> None:
    raw: dict[str, Any] = {
        "id": "1",
        "ocid": "ocds-h6vhtk-0northm",
        "tag": ["tender"],
        "links": SCOTTISH_LINK,
        "buyer": {"name": "Isle of Eastmere Council"},
        "tender": {"legalBasis": OLD},
    }

    notice = read(raw, source="find_a_tender").notice

    assert notice is not None
    assert notice.regime is Regime.SCOTLAND
    assert notice.buyer is not None
    assert notice.buyer.nation is Nation.SCOTLAND


def test_a_file_of_several_sites_is_told_apart_by_the_publishers_prefix() -> None:
    raw = {"id": "1", "ocid": "ocds-b5fd17-northmere", "tag": ["award"], "tender": {"title": PIER}}

    notice = read(raw, source="file").notice

    assert notice is not None
    assert notice.regime is Regime.PCR_2015
