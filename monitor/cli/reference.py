"""The reference pages of the docs, made from the code: ``python -m monitor.cli.reference`` writes them.

Commands, settings, sources, themes, indicators and the tables of the database. A test fails when a page is stale.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import click
from pydantic import BaseModel, BeforeValidator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from sqlmodel import SQLModel

import monitor.models as tables
from monitor.cli.main import ethos
from monitor.config import ROOT, Settings
from monitor.indicators import pages as indicator_pages
from monitor.subscriptions.settings import SubscriptionSettings
from nlp.taxonomy.themes import themes
from scrapers.settings import ScrapersSettings
from scrapers.source import catalogue

MADE = "<!-- Made from the code by 'python -m monitor.cli.reference': change the code, not this page. -->\n"
SETTINGS_INTRODUCTION = """\
They stand in `config.toml` at the root, or in the file that `ETHOS_CONFIG` names. A variable overrides each:
`ETHOS_<SECTION>__<KEY>`, such as `ETHOS_DATABASE__URL` or `ETHOS_SCRAPERS__FIND_A_TENDER__SINCE`. Secrets are set by
variable only. Relative paths are relative to the folder of the file. A key that is not listed here is an error.
"""


def pages() -> dict[str, str]:
    """Every page by its path under the root."""
    made = {
        "docs/reference/commands.md": commands(),
        "docs/reference/settings.md": settings(),
        "docs/reference/sources.md": sources(),
        "docs/reference/themes.md": themes_page(),
        "docs/reference/schema.md": schema(),
    }
    return {path: MADE + "\n" + text for path, text in made.items()}


def commands() -> str:
    """What each command says of itself with --help."""
    lines = ["# Commands\n"]
    context = click.Context(ethos, info_name="ethos", max_content_width=100, terminal_width=100)
    for name in ethos.list_commands(context):
        command = ethos.get_command(context, name)
        if command is None:
            continue
        inner = click.Context(command, info_name=name, parent=context, max_content_width=100, terminal_width=100)
        lines.append(f"## ethos {name}\n\n```text\n{command.get_help(inner)}\n```\n")
        for part, under in command.commands.items() if isinstance(command, click.Group) else ():
            own = click.Context(under, info_name=part, parent=inner, max_content_width=100, terminal_width=100)
            lines.append(f"### ethos {name} {part}\n\n```text\n{under.get_help(own)}\n```\n")
    return "\n".join(lines)


def settings() -> str:
    """Every key of ``config.toml``, its default, and its variable."""
    lines = [
        "# Settings\n",
        SETTINGS_INTRODUCTION,
    ]
    for table, rows in keys():
        lines.append(f"## [{table}]\n\n| key | default | what it means |\n| --- | --- | --- |")
        lines += [f"| `{key}` | {default} | {meaning} |" for key, default, meaning in rows]
        lines.append("")
    return "\n".join(lines)


def keys() -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Each table of the settings with its keys: name, default, meaning. A list of tables has its name in brackets."""
    for name, field in Settings.model_fields.items():
        if name == "sources":
            continue
        if name == "subscriptions":
            yield from _tables(f"[{name}]", SubscriptionSettings)
            continue
        model = _model(field)
        if model is None:
            continue
        yield from _tables(name, model[0])
        if model[0] is ScrapersSettings:
            for source, kind in catalogue().items():
                yield from _tables(f"scrapers.{source}", kind.settings_type)


def _tables(name: str, model: type[BaseModel]) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    inner = {key: found for key, field in model.model_fields.items() if (found := _model(field)) is not None}
    plain = {key: field for key, field in model.model_fields.items() if key not in inner}
    if plain:
        yield name, [(key, _default(field), field.description or "") for key, field in plain.items()]
    for key, found in inner.items():
        under = f"{name.strip('[]')}.{key}"
        yield from _tables(under if found[1] else f"{under}.example", found[0])


def _model(field: FieldInfo) -> tuple[type[BaseModel], bool] | None:
    """The model of a field that is a table, or of each table in it where there may be several by name (``False``)."""
    found = field.annotation
    if any(isinstance(part, BeforeValidator) for part in field.metadata):
        return None  # a value that may be written short, such as a selector
    if isinstance(found, type) and issubclass(found, BaseModel):
        return found, True
    arguments = get_args(found)
    many = len(arguments) == 2 and isinstance(arguments[1], type) and issubclass(arguments[1], BaseModel)  # noqa: PLR2004
    return (arguments[1], False) if many else None


def _default(field: FieldInfo) -> str:
    if "SecretStr" in str(field.annotation):
        return "none; a secret: by variable only"
    value = field.default
    if isinstance(value, BaseModel):
        return "its usual one"
    if value is None:
        return "not set"
    if value is PydanticUndefined:
        return "empty" if field.default_factory else "must be set"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`" if value != "" else "empty"


def sources() -> str:
    """What each source declares."""
    lines = [
        "# Sources\n",
        "| source | what it is | pace | licence | documentation |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, source in catalogue().items():
        pace = f"{source.minimum_gap_seconds:g} s between calls"
        if source.calls_per_window:
            pace += f", {source.calls_per_window} calls in {source.window_seconds:g} s"
        lines.append(f"| `{name}` | {source.title} | {pace} | {source.licence} | {source.documentation} |")
    return "\n".join(lines) + "\n"


def themes_page() -> str:
    """What each theme counts."""
    lines = ["# Themes\n", "| code | theme | what counts | principles |", "| --- | --- | --- | --- |"]
    lines += [
        f"| `{theme.code}` | {theme.title} | {theme.definition} | {', '.join(theme.principles)} |" for theme in themes()
    ]
    return "\n".join(lines) + "\n"


def schema() -> str:
    """The tables of the database."""
    lines = ["# Database\n", "Made and changed by the migrations in `monitor/store/migrations`.\n"]
    models: Mapping[str, Any] = {name: getattr(tables, name) for name in tables.__all__}
    for model in models.values():
        lines.append(f"## {model.__tablename__}\n\n{_first_line(model)}\n\n| column | what it is |\n| --- | --- |")
        lines += [f"| `{name}` | {field.description or ''} |" for name, field in model.model_fields.items()]
        lines.append("")
    return "\n".join(lines)


def _first_line(model: type[SQLModel]) -> str:
    return (model.__doc__ or "").strip().partition("\n")[0]


def write(root: Path = ROOT) -> list[Path]:
    """Write all pages, and those of the indicators; give what was written."""
    written = []
    for path, text in pages().items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        written.append(target)
    indicator_pages.write(root)
    return written


if __name__ == "__main__":
    write()
