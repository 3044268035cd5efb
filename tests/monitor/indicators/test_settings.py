from __future__ import annotations

import pytest
from pydantic import ValidationError

from monitor.indicators.base import catalogue
from monitor.indicators.settings import IndicatorsSettings


def test_nothing_set_overrides_nothing() -> None:
    assert IndicatorsSettings().overrides() == {}


def test_what_is_set_reaches_the_indicator_in_either_case_of_its_code() -> None:
    settings = IndicatorsSettings.model_validate({"sv02": {"minimum_level": "4"}})
    weak = next(indicator for indicator in catalogue(settings.overrides()) if indicator.code == "SV02")
    assert vars(weak) == {"minimum_level": 4}


@pytest.mark.parametrize(
    "tables", [{"SV99": {}}, {"SV02": {"minimum_lvel": 3}}, {"SV02": {"minimum_level": "three"}}, {"SV02": 3}, 3]
)
def test_a_misspelt_or_ill_typed_setting_is_an_error(tables: object) -> None:
    with pytest.raises(ValidationError):
        IndicatorsSettings.model_validate(tables)
