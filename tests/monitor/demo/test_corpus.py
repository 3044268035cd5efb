import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft202012Validator, FormatChecker

import monitor.demo
from scrapers.notice import Regime
from scrapers.readers.ocds import read

CORPUS = Path(monitor.demo.__file__).parent / "corpus"
SCHEMA = Path(__file__).parents[2] / "fixtures" / "ocds" / "release.schema.json"
PAGES: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(CORPUS.glob("*.json"))
}
RELEASES: list[dict[str, Any]] = [release for page in PAGES.values() for release in page["releases"]]

# Hosts that name a law, a licence or an extension; all else is on an example domain.
REFERENCES = {"www.legislation.gov.uk", "standard.open-contracting.org", "raw.githubusercontent.com", "opensource.org"}
INVENTED = """
    Aldermere University; Borough of Northmere; Coastal Records Agency; Coastal Watch Command; Department for Harbours
    and Tides; Department for Loughs and Uplands; Four Rivers Purchasing Consortium; Glenmoor Health and Social Care
    Trust; Greymere Water Services Limited; Llanfair Vale Council; NHS Sallowshire Integrated Care Board; Office for
    Public Ledgers; Oxenholt City Council; Police and Crime Commissioner for Sallowshire; Sallowfen District Council;
    Strathbeg Council; Thornby NHS Foundation Trust; Tidewell Homes; Wexcombe County Council; Brackenside Building
    Services Limited; Cwmni Cantref Isaf Cyf; Fathomline Marine Limited; Hartlow and Pym Facilities Limited;
    Heliograph Imaging Limited; Kestrelgate Secure Fleet Limited; Larkspur Lane Care CIC; Merrowdene Engineering
    Limited; Ninefold Tally Limited; Ospreyway Surfacing Limited; Peatcutter Works Limited; Quillstone Systems
    Limited; Saltmarsh Specialist Vehicles Limited; Stepping Stone Orchard CIC; Tamarack Table Limited
"""


def _checker() -> FormatChecker:
    checker = FormatChecker()
    checker.checks("date-time", raises=ValueError)(lambda text: datetime.fromisoformat(text).tzinfo is not None)
    checker.checks("uri", raises=ValueError)(lambda text: urlsplit(text).scheme in {"http", "https"})
    return checker


VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")), format_checker=_checker())


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)
    elif isinstance(node, str):
        yield node


def _sections(release: dict[str, Any]) -> list[dict[str, Any]]:
    return [release.get("planning", {}), release["tender"], *release.get("awards", []), *release.get("contracts", [])]


def _kind(release: dict[str, Any]) -> str:
    """The code of an Act notice, or the tags of an older one."""
    codes = [
        document["noticeType"]
        for section in _sections(release)
        for document in section.get("documents", [])
        if document["id"] == release["id"] and "noticeType" in document
    ]
    return codes[0] if codes else "+".join(release["tag"])


def _buyer(release: dict[str, Any]) -> str:
    names = [party["name"] for party in release["parties"] if "buyer" in party["roles"]]
    assert len(names) == 1
    return str(names[0])


def _published(release: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(release["date"])


def _of(kind: str) -> list[dict[str, Any]]:
    return sorted((release for release in RELEASES if _kind(release) == kind), key=_published)


def _story() -> list[dict[str, Any]]:
    ocid = _of("UK9")[0]["ocid"]
    return sorted((release for release in RELEASES if release["ocid"] == ocid), key=_published)


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release["id"])
def test_every_release_is_valid_ocds(release: dict[str, Any]) -> None:
    problems = [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(release)]

    assert problems == []


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"date": "yesterday"}, id="a date that is none"),
        pytest.param({"tag": ["tendering"]}, id="an unknown tag"),
        pytest.param({"tnder": {}}, id="a misspelt field"),
        pytest.param({"parties": [{"id": "1", "name": "Oxenholt City Council", "roles": ["byer"]}]}, id="a role"),
    ],
)
def test_the_schema_refuses_what_is_not_ocds(broken: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(RELEASES[0] | broken)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_every_page_has_the_envelope_of_the_api(page: dict[str, Any]) -> None:
    envelope = {
        "uri",
        "version",
        "extensions",
        "publishedDate",
        "publisher",
        "license",
        "publicationPolicy",
        "releases",
    }

    assert set(page) - {"links"} == envelope
    assert page["version"] == "1.1"
    assert 1 <= len(page["releases"]) <= 12


def test_the_corpus_is_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in CORPUS.glob("*.json")) < 600_000


def test_links_lead_from_the_first_page_of_a_window_to_its_last() -> None:
    by_uri = {page["uri"]: page for page in PAGES.values()}
    followed = [page["links"]["next"] for page in PAGES.values() if "links" in page]

    assert set(followed) <= set(by_uri)
    assert len(followed) == len(set(followed)) == len([name for name in PAGES if not name.endswith("page-1")])


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_the_newest_release_comes_first(page: dict[str, Any]) -> None:
    moments = [_published(release) for release in page["releases"]]

    assert moments == sorted(moments, reverse=True)


def test_release_ids_are_unique_and_rise_with_time() -> None:
    ids = [release["id"] for release in sorted(RELEASES, key=_published)]

    assert ids == sorted(set(ids))


@pytest.mark.parametrize(
    "kind",
    [f"UK{number}" for number in (*range(1, 8), 9, 10, 11, 12, 13, 15)]
    + ["planning", "tender", "tenderUpdate", "award+contract"],
)
def test_every_common_kind_of_notice_is_present(kind: str) -> None:
    assert _of(kind)


def test_tenders_stand_on_both_sides_of_the_threshold() -> None:
    assert {release["tender"]["aboveThreshold"] for release in _of("UK4")} == {True, False}


@pytest.mark.parametrize(
    ("words", "least"),
    [
        ("Provider Selection Regime", 2),
        ("publiccontractsscotland", 2),
        ("GB-WLS", 3),
        ("GB-NIR", 2),
        ("gwirioneddol", 1),
    ],
)
def test_health_and_the_nations_are_represented(words: str, least: int) -> None:
    assert sum(any(words in text for text in _strings(release)) for release in RELEASES) >= least


def test_one_procurement_runs_from_engagement_to_performance() -> None:
    kinds = [_kind(release) for release in _story()]

    assert kinds == ["UK2", "UK3", "UK4", "UK6", "UK7", "UK10", "UK9"]


def test_one_procurement_has_a_promise_that_shrinks_in_a_change() -> None:
    ocids = {release["ocid"] for release in _of("UK4")} & {release["ocid"] for release in _of("UK10")}
    [ocid] = ocids - {_story()[0]["ocid"]}
    followed = sorted((release for release in RELEASES if release["ocid"] == ocid), key=_published)

    assert [_kind(release) for release in followed] == ["UK4", "UK6", "UK7", "UK10"]
    assert any("12 apprentices" in text for text in _strings(followed[0]))
    assert any("8 apprentices" in text for text in _strings(followed[3]))


def test_the_long_story_keeps_the_days_of_the_act() -> None:
    _, planned, tender, award, details, _, _ = _story()
    closing = datetime.fromisoformat(tender["tender"]["tenderPeriod"]["endDate"])
    standstill = datetime.fromisoformat(award["awards"][0]["standstillPeriod"]["endDate"])
    signed = datetime.fromisoformat(details["contracts"][0]["dateSigned"])

    assert _published(tender) - _published(planned) >= timedelta(days=40)
    assert closing - _published(tender) >= timedelta(days=25)
    assert standstill < signed < _published(details) < signed + timedelta(days=30)


def test_the_long_story_keeps_its_lots_awards_and_contracts() -> None:
    _, _, tender, award, details, change, performance = _story()
    lots = {lot["id"] for lot in tender["tender"]["lots"]}

    assert {lot for entry in award["awards"] for lot in entry["relatedLots"]} == lots
    assert {contract["awardID"] for contract in details["contracts"]} == {entry["id"] for entry in award["awards"]}
    assert {contract["id"] for contract in [*change["contracts"], *performance["contracts"]]} <= {
        contract["id"] for contract in details["contracts"]
    }


def test_the_results_of_the_long_story_answer_its_agreed_indicators() -> None:
    *_, details, _, performance = _story()
    agreed = {metric["title"] for contract in details["contracts"] for metric in contract["agreedMetrics"]}
    results = [metric for contract in performance["contracts"] for metric in contract["implementation"]["metrics"]]
    ratings = Counter(result["observations"][0]["measureClassification"]["id"] for result in results)

    assert {result["title"] for result in results} <= agreed
    assert ratings["met"] > ratings["below"] == 1


@pytest.mark.parametrize(
    ("title", "days"),
    [
        ("Crewed survey launches", 30),
        ("Upkeep of drains and ditches", 31),
        ("Refuse collection vehicles", 58),
        ("Youth clubs in five wards", 103),
        ("Short breaks for families of disabled children", 151),
    ],
)
def test_contract_details_come_on_both_sides_of_their_limits(title: str, days: int) -> None:
    [release] = [found for found in _of("UK7") if found["tender"]["title"] == title]
    signed = datetime.fromisoformat(release["contracts"][0]["dateSigned"]).date()

    assert (_published(release).date() - signed).days + 1 == days


def test_an_update_and_a_cancellation_follow_the_notice_they_change() -> None:
    first = {release["ocid"]: _published(release) for release in sorted(RELEASES, key=_published, reverse=True)}
    later = [release for release in RELEASES if "tenderUpdate" in release["tag"] or _kind(release) == "UK12"]

    assert len(later) == 3
    assert all(first[release["ocid"]] < _published(release) for release in later)
    assert all(release["tender"].get("amendments") for release in later if "tenderUpdate" in release["tag"])


def test_at_least_four_councils_have_peers_to_be_compared_with() -> None:
    notices = Counter(_buyer(release) for release in RELEASES)
    councils = [name for name, count in notices.items() if count >= 3 and re.search(r"Council|Borough", name)]

    assert len(councils) >= 4


def test_every_party_is_invented() -> None:
    names = {party["name"] for release in RELEASES for party in release["parties"]}

    assert names == set(" ".join(INVENTED.split()).split("; "))


def test_every_winner_is_a_party() -> None:
    for release in RELEASES:
        suppliers = [supplier for award in release.get("awards", []) for supplier in award.get("suppliers", [])]

        assert {supplier["id"] for supplier in suppliers} <= {party["id"] for party in release["parties"]}


def test_no_address_leads_off_the_example_domains() -> None:
    texts = list(_strings(list(PAGES.values())))
    hosts = {urlsplit(found).hostname for text in texts for found in re.findall(r"https?://[^\s\"<>]+", text)}
    mail = {found for text in texts for found in re.findall(r"[\w.+-]+@([\w.-]+)", text)}

    assert {host for host in hosts - REFERENCES if host and not host.endswith(".example")} == set()
    assert {host for host in mail if not host.endswith(".example")} == set()


def test_no_person_is_named_as_a_contact() -> None:
    contacts = [party.get("contactPoint", {}) for release in RELEASES for party in release["parties"]]

    assert {key for contact in contacts for key in contact} == {"email"}
    assert {contact["email"].split("@")[0] for contact in contacts if contact} == {"procurement"}


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release["id"])
def test_every_release_reads_without_a_problem(release: dict[str, Any]) -> None:
    reading = read(release, source="find_a_tender")

    assert reading.notice is not None
    assert (reading.problems, reading.unknown) == ((), ())
    assert reading.notice.buyer is not None
    assert reading.notice.buyer.name == _buyer(release)


def test_the_notices_fall_under_the_regimes_that_their_words_name() -> None:
    regimes = Counter(notice.regime for raw in RELEASES if (notice := read(raw, source="find_a_tender").notice))

    assert regimes == {Regime.ACT_2023: 64, Regime.PCR_2015: 4, Regime.SCOTLAND: 2, Regime.PROVIDER_SELECTION: 2}
