"""The command `sayso`: parses, calls, prints; no logic.

Exit status: 0 all was read; 1 something could not be read; 2 the command was wrong; 70 a fault of Sayso's own;
130 stopped with Ctrl-C; 141 whoever read the output went away.
"""
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from sayso.errors import SaysoError, SourceError

if TYPE_CHECKING:
    from sayso.show.lines import Printer

app = typer.Typer(name="sayso", add_completion=False, no_args_is_help=True, rich_markup_mode=None,
                  pretty_exceptions_enable=False,
                  help="Read news reports into sourced event records: who did what to whom, and on whose say-so.")


class Format(StrEnum):
    """How readings are printed."""

    TABLE = "table"
    JSONL = "jsonl"
    HTML = "html"


class Usage(SaysoError):
    """The command was wrong."""


def main() -> int:
    """Runs the command line; the exit status. No traceback ever reaches the user."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    logging.getLogger().addHandler(logging.NullHandler())  # what libraries log is not for this command's users
    try:
        return app(standalone_mode=False) or 0
    except Usage as error:
        return _say(str(error), 2)
    except SaysoError as error:
        return _say(str(error), 1)
    except typer.TyperException as error:
        return _say(error.format_message(), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return _say("stopped", 130)
    except Exception as error:  # noqa: BLE001 (the last line before a traceback)
        from sayso.pipeline import internal

        return _say(internal(error), 70)


@app.callback()
def _common(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    pass


@app.command()
def read(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", show_default=False, help=(
        "A file (.html .txt .jsonl .warc, each also .gz), a folder, a URL, or - for standard input."))],
    published: Annotated[str | None, typer.Option(metavar="DATE", help=(
        "The day of publication, YYYY-MM-DD; overrides what the inputs say."))] = None,
    format: Annotated[Format | None, typer.Option(help=(
        "table for people, jsonl for programs, html for one page with the evidence marked. "
        "Default: table on a terminal, else jsonl."), show_default=False)] = None,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write to FILE, not to standard output.")] = None,
    workers: Annotated[int, typer.Option(min=1, max=256, metavar="N", help="Read with N processes.")] = 1,
    lexicon: Annotated[Path | None, typer.Option(metavar="FOLDER", help=(
        "A folder of tables of your own, which come before the built-in ones."))] = None,
) -> None:
    """Read articles and print what they report."""
    with ExitStack() as stack:
        printer = stack.enter_context(_printer(format, output, inputs))
        failed = _run(inputs, published, workers, lexicon, printer)
    raise typer.Exit(1 if failed else 0)
