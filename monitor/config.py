"""The settings: read once, here, from ``config.toml`` and ``ETHOS_<SECTION>__<KEY>`` variables.

No other code reads the environment. Unknown keys are errors. Relative paths are relative to the folder of
``config.toml``.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model, field_validator

from alerts.settings import AlertsSettings
from monitor.errors import BadSettings
from monitor.indicators.settings import IndicatorsSettings
from monitor.subscriptions.settings import PeopleSettings, SubscriptionSettings
from scrapers.settings import ScrapersSettings
from scrapers.source import catalogue

PREFIX = "ETHOS_"
FILE_KEY = "ETHOS_CONFIG"
ROOT = Path(__file__).resolve().parents[1]
OWN_KEYS = {FILE_KEY, "ETHOS_VENV"}


Model = TypeVar("Model", bound=BaseModel)


class Section(BaseModel):
    """A table of the settings: unknown keys are errors, and values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DatabaseSettings(Section):
    """Where everything is kept."""

    url: str = Field(
        default="sqlite:///data/ethos.db",
        description="SQLAlchemy address: SQLite, or postgresql+psycopg://... with the 'postgresql' extra",
    )


class ArchiveSettings(Section):
    """Where pages are kept, byte for byte."""

    path: Path = Field(default=Path("data/archive"), description="Folder of the archive, made on first use")


class WebSettings(Section):
    """The pages and the API."""

    host: str = Field(default="127.0.0.1", description="Address 'ethos serve' listens on")
    port: int = Field(default=8765, ge=0, le=65535, description="Port it listens on; 0 picks one")
    public_url: str = Field(
        default="http://127.0.0.1:8765", description="The address people reach it under: used in alerts and feeds"
    )


if TYPE_CHECKING:

    class SourcesSettings(Section):
        """``[scrapers.<source>]``: a table for each source, of the type it declares."""

else:
    SourcesSettings = create_model(
        "SourcesSettings",
        __base__=Section,
        **{
            name: (kind.settings_type, Field(default_factory=kind.settings_type, description=kind.title))
            for name, kind in catalogue().items()
        },
    )


class Settings(Section):
    """All settings."""

    database: DatabaseSettings = Field(default_factory=DatabaseSettings)
    archive: ArchiveSettings = Field(default_factory=ArchiveSettings)
    scrapers: ScrapersSettings = Field(default_factory=ScrapersSettings)
    sources: SourcesSettings = Field(default_factory=SourcesSettings)
    indicators: IndicatorsSettings = Field(default_factory=IndicatorsSettings)
    alerts: AlertsSettings = Field(default_factory=AlertsSettings)
    people: PeopleSettings = Field(default_factory=PeopleSettings)
    subscriptions: tuple[SubscriptionSettings, ...] = Field(
        default=(), description="[[subscriptions]]: what the operator has told, to whom"
    )
    web: WebSettings = Field(default_factory=WebSettings)

    @field_validator("subscriptions")
    @classmethod
    def _named_apart(cls, value: tuple[SubscriptionSettings, ...]) -> tuple[SubscriptionSettings, ...]:
        names = [one.name for one in value]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"two are named {twice[0]!r}: give each a name of its own")
        return value


def load(path: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings, or raise ``BadSettings`` with one sentence that names the key."""
    environment = os.environ if environment is None else environment
    named = path or environment.get(FILE_KEY)
    path = Path(named or _own_file())
    tables = _merged(_toml(path) if named or path.exists() else {}, _variables(environment))
    try:
        settings = Settings.model_validate(_with_sources(tables), strict=False)
    except ValidationError as error:
        raise BadSettings(_sentence(error, path)) from error
    return _anchored(settings, path.resolve().parent)


def _own_file() -> Path:
    """The file at the root of a clone; where Ethos is installed as a package, the one of the folder it is run in."""
    return ROOT / "config.toml" if (ROOT / "pyproject.toml").exists() else Path("config.toml")


def _with_sources(tables: dict[str, Any]) -> dict[str, Any]:
    """Lift ``[scrapers.<source>]`` out of ``[scrapers]``, whose other keys are for all sources."""
    if "sources" in tables:
        raise BadSettings("the setting sources is not a setting: a source's settings stand in [scrapers.<source>]")
    scrapers = tables.get("scrapers")
    if not isinstance(scrapers, dict):
        return tables
    own = {name: scrapers[name] for name in catalogue() if name in scrapers}
    rest = {key: value for key, value in scrapers.items() if key not in own}
    return {**tables, "scrapers": rest, "sources": own}


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"the settings file {path} can't be read ({error}): name another with {FILE_KEY}") from error
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"the settings file {path} is no TOML: {error}") from error


def _variables(environment: Mapping[str, str]) -> dict[str, Any]:
    tables: dict[str, Any] = {}
    for name, value in sorted(environment.items()):
        if not name.startswith(PREFIX) or name in OWN_KEYS:
            continue
        parts = name.removeprefix(PREFIX).lower().split("__")
        table = tables
        for part in parts[:-1]:
            table = table.setdefault(part, {})
            if not isinstance(table, dict):
                raise BadSettings(f"the variable {name} stands under a variable that is a value: unset one of them")
        table[parts[-1]] = value
    return tables


def _merged(low: dict[str, Any], high: dict[str, Any]) -> dict[str, Any]:
    merged = dict(low)
    for key, value in high.items():
        below = merged.get(key)
        merged[key] = _merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def _sentence(error: ValidationError, path: Path) -> str:
    first = error.errors()[0]
    loc = ["scrapers" if part == "sources" and not place else part for place, part in enumerate(first["loc"])]
    key = ".".join(str(part) for part in loc)
    variable = PREFIX + key.replace(".", "__").upper()
    what = "is not a setting" if first["type"] == "extra_forbidden" else f"is not right ({first['msg']})"
    return f"the setting {key} {what}: correct it in {path} or {variable}; docs/reference/settings.md lists them all"


def _anchored(settings: Settings, folder: Path) -> Settings:
    """The settings with every relative path made one under the folder of the file."""
    url = settings.database.url
    marker = "sqlite:///"
    if url.startswith(marker) and not url.startswith(marker + "/") and url != marker and ":memory:" not in url:
        url = marker + str(folder / url.removeprefix(marker))
    paths = settings.model_copy(update={"database": DatabaseSettings(url=url)})
    return _with_paths(paths, folder)


def _with_paths(model: Model, folder: Path) -> Model:
    """A copy in which every path of a model, and of the models in it, stands under a folder unless it is absolute."""
    changed: dict[str, Any] = {}
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, Path):
            changed[name] = folder / value
        elif isinstance(value, BaseModel):
            changed[name] = _with_paths(value, folder)
        elif isinstance(value, dict) and value and all(isinstance(part, BaseModel) for part in value.values()):
            changed[name] = {key: _with_paths(part, folder) for key, part in value.items()}
    return model.model_copy(update=changed)
