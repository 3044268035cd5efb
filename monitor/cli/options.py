"""What many commands share: the settings, dates as people write them, and telling outcomes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ParamSpec, TypeVar

import click

from monitor import config
from monitor.cli import show
from monitor.collect import local_time
from monitor.errors import BadInput
from monitor.indicators.base import indicator_classes
from monitor.services import Services
from monitor.steps import Outcome
from monitor.store.search import Query
from monitor.store.versions import Version
from monitor.versions import KEEP
from nlp.taxonomy.themes import themes
from scrapers.notice import AuthorityKind, Nation, NoticeType

AUTHORITIES = [kind.value for kind in AuthorityKind if kind is not AuthorityKind.UNKNOWN]
DEVOLVED = [nation.value for nation in Nation]
P = ParamSpec("P")
R = TypeVar("R")


class UkTime(click.ParamType[datetime]):
    """A UK date (its midnight) or a time, ISO 8601."""

    name = "DATE|TIME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read it, or say what is wrong."""
        if isinstance(value, datetime):
            return value
        try:
            parsed = date.fromisoformat(value) if len(value) == len("2026-08-10") else datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date: write it as 2026-08-10 or 2026-08-10T06:00", param, ctx)
        return local_time(parsed)


class UkDate(click.ParamType[date]):
    """A UK date, ISO 8601."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it, or say what is wrong."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date: write it as 2026-08-10", param, ctx)


class Pounds(click.ParamType[Decimal]):
    """An amount in pounds; commas are passed over."""

    name = "POUNDS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """Read it, or say what is wrong."""
        if isinstance(value, Decimal):
            return value
        digits = value.replace(",", "").removeprefix("£")
        if not re.fullmatch(r"\d{1,13}(\.\d{1,2})?", digits):
            self.fail(f"{value!r} is no amount: write pounds as 5000000", param, ctx)
        return Decimal(digits)


class Beginning(click.ParamType[str]):
    """A code or its beginning; what can be none is refused, since an empty answer would read as a clean one."""

    name = "CODE"

    def __init__(self, pattern: str, hint: str) -> None:
        self._pattern, self._hint = re.compile(pattern, re.ASCII), hint

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read it, or say what is wrong."""
        if not self._pattern.fullmatch(value):
            self.fail(f"{value!r} is no code: {self._hint}", param, ctx)
        return str(value)


CPV = Beginning(r"\d{2,8}", "write two to eight digits, such as 45 for building works")
REGION = Beginning(r"[A-Za-z0-9]{2,6}", "write the beginning of a region's code, such as UKC or TLC1")


@contextmanager
def services() -> Iterator[Services]:
    """The services of this process, with the settings as they are."""
    made = Services(config.load())
    try:
        yield made
    finally:
        made.close()


def search_options(function: Callable[P, R]) -> Callable[P, R]:
    """Give a command the options that narrow a search; see ``query``."""
    for option in reversed(
        (
            click.option("--words", metavar="TEXT", help='Words in the text; "a phrase" in double quotes.'),
            click.option("--buyer", metavar="NAME", help="A buyer's key, or part of its name."),
            click.option("--since", type=UkDate(), help="Published on or after this UK date."),
            click.option("--until", type=UkDate(), help="Published on or before this UK date."),
            click.option("--type", "notice_type", metavar="TYPE", help="UK1 to UK17, or a legacy stage."),
            click.option("--theme", metavar="CODE", help="With a commitment of this theme: see 'ethos themes'."),
            click.option("--level", type=click.IntRange(0, 4), help="With a commitment at this level or above."),
            click.option("--indicator", metavar="CODE", help="With a flag of this indicator: see 'ethos indicators'."),
            click.option("--kind", type=click.Choice(["duty", "policy", "practice"]), help="With a flag of this kind."),
            click.option("--ocid", metavar="OCID", help="Of this procurement."),
            click.option("--authority", type=click.Choice(AUTHORITIES), help="By a buyer of this kind."),
            click.option("--nation", type=click.Choice(DEVOLVED), help="Under the devolved rules of this nation."),
            click.option("--region", type=REGION, help="Region code, or its beginning, such as UKC."),
            click.option("--cpv", type=CPV, help="CPV code, or its beginning, such as 45 for building works."),
            click.option("--value-from", type=Pounds(), help="Worth so many pounds or more, VAT included if told."),
            click.option("--value-until", type=Pounds(), help="Worth so many pounds or less."),
            click.option(
                "--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="At most so many."
            ),
            click.option("--offset", type=click.IntRange(0), default=0, help="Leave out so many first."),
        )
    ):
        function = option(function)
    return function


def prune_options(function: Callable[P, R]) -> Callable[P, R]:
    """Give a command ``--prune`` and ``--keep``."""
    prune = click.option("--prune", is_flag=True, help="Forget what older versions made; the latest are kept.")
    keep = click.option(
        "--keep", type=click.IntRange(1), default=KEEP, show_default=True, help="With --prune: so many versions stay."
    )
    return prune(keep(function))


def show_versions(found: Sequence[Version], counted: str, *, as_json: bool, as_csv: bool) -> int:
    """Show versions, the latest first, with what is counted of each."""
    columns = {"version": "Version", "kept": counted, "first_at": "First at work", "latest_at": "Last at work"}
    rows = [asdict(one) for one in found]
    show.rows(rows, as_json=as_json, as_csv=as_csv, columns=columns, empty="Nothing is kept yet: 'ethos run' makes it.")
    return 0


def show_pruned(found: Sequence[Version], *, as_json: bool, as_csv: bool) -> int:
    """Show the versions that were forgotten."""
    rows = [asdict(one) for one in found]
    columns = {"version": "Forgotten", "kept": "Held", "latest_at": "Last at work"}
    show.rows(rows, as_json=as_json, as_csv=as_csv, columns=columns, empty="No version was old enough to forget.")
    return 0


def query(narrowing: dict[str, Any]) -> Query:
    """The options of ``search_options`` as a query; bytes of an argument that are no text become question marks.

    A code that is none is an error, since an empty answer would read as a clean one.
    """
    known = {
        "theme": [theme.code for theme in themes()],
        "indicator": [indicator.code for indicator in indicator_classes()],
        "notice_type": [kind.value for kind in NoticeType],
    }
    for name, codes in known.items():
        value = narrowing.get(name)
        if value is not None and value.lower() not in {code.lower() for code in codes}:
            what = name.replace("_", " ")
            raise BadInput(f"no {what} is called {value!r}: there are {', '.join(codes)}")
    return Query(**{key: _text(value) for key, value in narrowing.items()})


def _text(value: Any) -> Any:
    return value.encode(errors="replace").decode() if isinstance(value, str) else value


def tell(outcomes: Sequence[Outcome]) -> int:
    """Tell failures on standard error, and give the exit code."""
    for outcome in outcomes:
        for failure in outcome.failures:
            click.echo(f"ethos: {outcome.step}: {failure}", err=True)
        unsaid = outcome.failed - len(outcome.failures)
        if unsaid > 0:
            click.echo(f"ethos: {outcome.step}: and {unsaid} more; 'ethos status' lists them", err=True)
    if any(outcome.unreachable for outcome in outcomes):
        return 3
    return 1 if any(outcome.failed for outcome in outcomes) else 0
