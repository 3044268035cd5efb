from __future__ import annotations

from typing import Any


def test_the_list_names_every_call_of_the_openapi_document(web: Any) -> None:
    page, document = web.get("/api").text, web.get("/api/openapi.json").json()

    assert document["openapi"].startswith("3.")
    assert set(document["paths"]) == {
        "/api/archive/{sha256}",
        "/api/benchmark/{key}",
        "/api/buyers",
        "/api/buyers/{key}",
        "/api/check",
        "/api/flags",
        "/api/indicators",
        "/api/indicators/{code}",
        "/api/ledger",
        "/api/notices",
        "/api/notices/{notice_id}",
        "/api/procurements/{ocid}",
        "/api/principles",
        "/api/principles/{name}",
        "/api/status",
        "/api/subscribe/preview",
        "/api/themes",
    }
    for path, methods in document["paths"].items():
        for method in methods:
            assert f"<code>{method.upper()} {path}</code>" in page


def test_the_parameters_of_a_search_are_described(web: Any) -> None:
    document = web.get("/api/openapi.json").json()

    names = {one["name"] for one in document["paths"]["/api/notices"]["get"]["parameters"]}
    assert {"words", "buyer", "theme", "level", "indicator", "kind", "type", "since", "until", "page", "size"} <= names


def test_the_parameters_of_a_preview_are_those_of_a_search_that_stand(web: Any) -> None:
    document = web.get("/api/openapi.json").json()

    parameters = document["paths"]["/api/subscribe/preview"]["get"]["parameters"]
    names = {one["name"] for one in parameters}
    assert {"words", "buyers", "peers_of", "theme", "ocid", "events", "rhythm"} <= names
    assert not names & {"since", "until", "page", "size"}
    assert all(one["description"] for one in parameters)


def test_every_call_tells_the_one_shape_of_troubles_and_no_other(web: Any) -> None:
    document = web.get("/api/openapi.json").json()

    for methods in document["paths"].values():
        for call in methods.values():
            assert set(call["responses"]) == {"200", "default"}
    trouble = web.get("/api/notices?level=9").json()["error"]
    assert set(trouble) == set(document["components"]["schemas"]["Trouble"]["properties"])
