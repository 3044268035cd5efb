from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from scrapers import declarations
from scrapers.declarations import (
    BulkFileSettings,
    ContractRegisterSettings,
    CouncilPagesSettings,
    FieldRule,
    FileSettings,
    RegisterSettings,
    SiteSettings,
)

SITE: dict[str, Any] = {
    "title": "Northmere",
    "start": "https://northmere.example/tenders",
    "item": "li",
    "fields": {"title": "a"},
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": "northmere.example"},
        {"start": "file:///etc/hosts"},
        {"start": "https://me:secret@northmere.example/"},
        {"item": "li["},
        {"fields": {}},
        {"fields": {"title": "a", "headline": "b"}},
        {"fields": {"title": {}}},
        {"fields": {"title": []}},
        {"fields": {"title": {"selector": "a", "pattern": "("}}},
        {"fields": {"title": {"label": "Title", "attribute": "href"}}},
        {"newest_first": True},
        {"notice": {"fields": {"id": "p"}}},
        {"nxt": "a"},
        {"most_pages": 0},
    ],
    ids=str,
)
def test_a_site_that_can_not_be_read_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        SiteSettings.model_validate({**SITE, **wrong})


def test_a_bare_text_is_a_selector() -> None:
    site = SiteSettings.model_validate(SITE)

    (rule,) = next(iter(site.fields.values()))
    assert rule == FieldRule(selector="a")


@pytest.mark.parametrize("name", ["Northmere", "9lives", "north-mere", "", "a.b"])
def test_a_name_must_be_one_that_an_environment_variable_can_name(name: str) -> None:
    with pytest.raises(ValidationError):
        CouncilPagesSettings.model_validate({"sites": {name: SITE}})


@pytest.mark.parametrize("given", [{}, {"url": "https://a.example/r.csv", "path": "r.csv"}], ids=["neither", "both"])
def test_a_register_and_a_file_stand_in_one_place(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="either a url or a path"):
        RegisterSettings.model_validate({"title": "Northmere", **given})
    with pytest.raises(ValidationError, match="either a url or a path"):
        FileSettings.model_validate(given)


@pytest.mark.parametrize(
    "model",
    [
        value
        for value in vars(declarations).values()
        if isinstance(value, type) and issubclass(value, BaseModel) and value.__module__ == declarations.__name__
    ],
    ids=lambda model: model.__name__,
)
def test_every_setting_is_described(model: type[BaseModel]) -> None:
    assert all(field.description for field in model.model_fields.values())


@pytest.mark.parametrize("kind", [CouncilPagesSettings, ContractRegisterSettings, BulkFileSettings])
def test_nothing_need_be_declared(kind: type[BaseModel]) -> None:
    assert all(value == {} for value in kind().model_dump().values())
