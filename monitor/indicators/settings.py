"""The ``[indicators.<CODE>]`` tables of the settings: one field for each parameter of each indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, create_model, model_validator

from monitor.indicators.base import Indicator, indicator_classes


class _Table(BaseModel):
    """A table of settings: unknown keys are errors, and values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _table(indicator: type[Indicator]) -> type[_Table]:
    fields: dict[str, Any] = {
        parameter.name: (parameter.type, Field(default=parameter.default, description=parameter.meaning))
        for parameter in indicator.parameters()
    }
    return create_model(f"{indicator.__name__}Settings", __base__=_Table, __doc__=indicator.definition, **fields)


class _Tables(_Table):
    """Codes may be written in either case: variables of the environment lose theirs."""

    @model_validator(mode="before")
    @classmethod
    def _upper(cls, tables: Any) -> Any:
        return {str(code).upper(): table for code, table in tables.items()} if isinstance(tables, dict) else tables

    def overrides(self) -> dict[str, dict[str, Any]]:
        """The parameters that were set, as ``catalogue`` takes them."""
        return self.model_dump(exclude_unset=True)


def _tables() -> type[_Tables]:
    fields: dict[str, Any] = {}
    for indicator in indicator_classes():
        table = _table(indicator)
        fields[indicator.code] = (table, Field(default_factory=table, description=indicator.title))
    return create_model("IndicatorsSettings", __base__=_Tables, __doc__="Parameters of indicators, by code.", **fields)


if TYPE_CHECKING:

    class IndicatorsSettings(_Tables):
        """Parameters of indicators, by code."""

else:
    IndicatorsSettings = _tables()
