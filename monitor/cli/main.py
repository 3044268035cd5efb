"""The command ``ethos``: finds the command, runs it, and turns every known trouble into one sentence and an exit code.

A command is one module of ``monitor/cli/commands``, imported only when it is asked for. Exit codes: 0 done, 1 done
with failures told, 2 wrong usage, 3 a source or the database could not be reached.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import os
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from alerts.errors import AlertError, BadAddress, BadChannel
from monitor import errors
from monitor.cli import commands
from nlp.errors import NlpError
from scrapers.errors import AddressTaken, NothingToReplay, ScraperError, SourceUnreachable

FAILED, USAGE, UNREACHABLE = 1, 2, 3
GROUPS = (
    ("See it work", ("demo", "replay")),
    ("A cycle and its steps", ("run", "collect", "extract", "assess", "notify")),
    ("Ask", ("notices", "flags", "threads", "buyers", "benchmark", "principles", "check", "export", "serve")),
    ("Tell people", ("subscriptions",)),
    ("Look after it", ("schedule", "status", "ledger", "indicators", "themes", "train", "evaluate")),
)


class Commands(click.Group):
    """The commands, each imported only when it is called; ``--help`` reads their first lines without importing."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Names, sorted."""
        return sorted(module.name for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or nothing."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{commands.__name__}.{cmd_name}")
        command: click.Command = module.command
        # Click wraps paragraphs but for those that begin with a backspace: examples are shown as they are written.
        for one in (command, *(command.commands.values() if isinstance(command, click.Group) else ())):
            one.help = inspect.cleandoc(one.help or "").replace("\n\nExample:", "\n\n\b\nExample:")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or suggest the nearest."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(f"{error.message} 'ethos --help' lists the commands.", ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by what they are for."""
        names = self.list_commands(ctx)
        grouped = {name for _, group in GROUPS for name in group}
        rest = ("More", tuple(name for name in names if name not in grouped))
        for title, group in (*GROUPS, rest):
            rows = [(name, first_line(name)) for name in group if name in names]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


def first_line(name: str) -> str:
    """What a command says of itself, without importing it."""
    source = Path(commands.__path__[0]) / f"{name}.py"
    docstring = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n")[0]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="ethos-monitor", prog_name="ethos")
def ethos() -> None:
    """Ethos reads what UK public bodies promise when they buy, and flags what is weak or missing.

    Begin with 'ethos demo': the whole job in a minute, on the project's own invented notices.
    Then 'ethos run' for one cycle on the real ones, and 'ethos flags' to see what it found.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line, the process's own unless one is given; ends with its exit code."""
    try:
        code = ethos.main(arguments, prog_name="ethos", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except (errors.MonitorError, ScraperError, NlpError, AlertError) as error:
        click.echo(f"ethos: {error}", err=True)
        sys.exit(exit_code(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        click.echo(f"ethos: {error.strerror or error}{place}: mend that and run the command again", err=True)
        sys.exit(FAILED)
    sys.exit(code if isinstance(code, int) else 0)


def exit_code(error: Exception) -> int:
    """Which exit code an error ends with."""
    if isinstance(error, (errors.BadSettings, errors.BadInput, errors.NothingFound, BadAddress, BadChannel)):
        return USAGE
    if isinstance(error, (NothingToReplay, AddressTaken)):
        return USAGE
    if isinstance(error, (errors.DatabaseUnreachable, SourceUnreachable)):
        return UNREACHABLE
    return FAILED
