"""How commands show things: tables for people, JSON and CSV for programs, progress on a terminal."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from sqlmodel import SQLModel

from monitor.steps import Progress as Told

P = ParamSpec("P")
R = TypeVar("R")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def console() -> Console:
    """Standard output as people read it: coloured on a terminal, plain and wide elsewhere."""
    out = Console(highlight=False, markup=False, emoji=False)
    return out if out.is_terminal else Console(highlight=False, markup=False, emoji=False, width=160, no_color=True)


def output_options(function: Callable[P, R]) -> Callable[P, R]:
    """Give a command ``--json`` and ``--csv``."""
    as_csv = click.option("--csv", "as_csv", is_flag=True, help="Print comma-separated values with a heading.")
    as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
    return as_json(as_csv(function))


def rows(
    items: Sequence[Mapping[str, Any]],
    *,
    as_json: bool,
    as_csv: bool = False,
    columns: Mapping[str, str],
    title: str | None = None,
    empty: str = "Nothing found.",
) -> None:
    """Show rows: all their fields to programs, the named columns (key -> heading) to people."""
    one_form(as_json=as_json, as_csv=as_csv)
    if as_json:
        print_json(items)
    elif as_csv:
        _print_csv(items)
    elif not items:
        console().print(empty)
    else:
        table = Table(title=title, title_justify="left", show_lines=False, header_style="bold")
        for heading in columns.values():
            table.add_column(heading, overflow="fold")
        for item in items:
            table.add_row(*(cell(item.get(key)) for key in columns))
        console().print(table)


def one_form(*, as_json: bool, as_csv: bool) -> None:
    """Refuse two forms at once."""
    if as_json and as_csv:
        raise click.UsageError("Choose one of --json and --csv.")


def cell(value: Any) -> str:
    """A value as people read it, without control characters that a terminal would obey."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    text = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return CONTROL.sub(" ", text)


def print_json(value: Any) -> None:
    """Print a value as indented JSON."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value, enc_hook=_fields), indent=2).decode() + "\n")


def _fields(value: Any) -> Any:
    """A row of the database as its fields."""
    if isinstance(value, SQLModel):
        return value.model_dump()
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _print_csv(items: Sequence[Mapping[str, Any]]) -> None:
    if not items:
        return
    writer = csv.writer(sys.stdout)
    writer.writerow(items[0].keys())
    for item in items:
        writer.writerow([_plain(value) for value in item.values()])


def _plain(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula."""
    if isinstance(value, (list, tuple, dict)):
        return msgspec.json.encode(value).decode()
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return value


@contextmanager
def progress(label: str) -> Iterator[Told]:
    """A bar on a terminal; elsewhere a line at each tenth of the way."""
    err = Console(stderr=True, highlight=False)
    if not err.is_terminal:
        yield _lines(label)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(label, total=None)

        def told(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total)

        yield told


def _lines(label: str) -> Told:
    printed = -1

    def told(done: int, total: int | None) -> None:
        nonlocal printed
        tenth = done * 10 // total if total else 0
        if tenth > printed:
            printed = tenth
            click.echo(f"{label}: {done} of {total}" if total else label, err=True)

    return told


def with_exit_code(function: Callable[P, int | None]) -> Callable[P, int]:
    """Let a command give its exit code back to ``main``."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> int:
        return function(*args, **kwargs) or 0

    return run
