"""The command `sayso`: parses, calls, prints; no logic.

Exit status: 0 all was read; 1 something could not be read; 2 the command was wrong; 70 a fault of Sayso's own;
130 stopped with Ctrl-C; 141 whoever read the output went away.
"""
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from sayso.errors import RecordError, SaysoError, SourceError
from sayso.show.neutral import one_line

if TYPE_CHECKING:
    from sayso.show.lines import Printer

app = typer.Typer(name="sayso", add_completion=False, rich_markup_mode=None,
                  pretty_exceptions_enable=False,
                  help="Read news reports into sourced event records: who did what to whom, and on whose say-so.")


class Format(StrEnum):
    """How readings are printed."""

    TABLE = "table"
    JSONL = "jsonl"
    HTML = "html"


class UsageError(SaysoError):
    """The command was wrong."""


def main() -> int:
    """Runs the command line; the exit status. No traceback ever reaches the user."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    logging.getLogger().addHandler(logging.NullHandler())  # what libraries log is not for this command's users
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the products are small: threads only wait for each other
    try:
        status: int = app(standalone_mode=False) or 0
        return _say("stopped", status) if status == 130 else status  # typer makes this status of Ctrl-C
    except UsageError as error:
        return _say(str(error), 2)
    except SaysoError as error:
        return _say(str(error), 1)
    except typer.TyperException as error:
        return _say(f"{error.format_message().rstrip('.')}; `sayso --help` tells more.", error.exit_code)
    except (KeyboardInterrupt, typer.Abort):  # outside of what typer sees
        return _say("stopped", 130)
    except Exception as error:  # noqa: BLE001 (the last line before a traceback)
        from sayso.pipeline import internal

        return _say(internal(error), 70)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"sayso {version('sayso')}")
        raise typer.Exit


@app.callback()
def _common(version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help=(
        "Print the version and stop."))] = False) -> None:
    """What is common to all commands."""


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
    if lexicon is not None and not lexicon.is_dir():
        raise UsageError(f"--lexicon {lexicon} is no folder; name a folder that holds .tsv tables.")
    try:
        with _printer(format, output, inputs) as printer:
            failed = _read(inputs, published, workers, lexicon, printer)
    except BrokenPipeError:  # `sayso read … | head`: nobody is there to be told
        _abandon_output()
        raise typer.Exit(141) from None
    raise typer.Exit(1 if failed else 0)


@app.command()
def setup() -> None:
    """Build the index of places now, which the first reading would do otherwise."""
    typer.echo(f"The index of places is ready: {_prepare()}")


def _prepare() -> Path:
    from sayso import pipeline
    from sayso.show.progress import Steps

    steps = Steps("building the index of places, once; it takes about 20 seconds")
    try:
        return pipeline.prepare(steps)
    finally:
        steps.close()


def _read(inputs: list[str], published: str | None, workers: int, lexicon: Path | None, printer: "Printer") -> int:
    """Prints all outcomes; how many of them were failures."""
    from sayso import pipeline
    from sayso.show.progress import Counter

    _prepare()
    options = pipeline.Options(published=published, lexicon=lexicon, workers=workers)
    counter, failed = Counter(), 0
    try:
        for outcome in pipeline.read_inputs(inputs, options):
            with counter.aside():
                if isinstance(outcome, pipeline.Failure):
                    failed += 1
                    printer.failure(outcome)
                    counter.step(outcome.id, failed=True)
                else:
                    printer.reading(outcome)
                    counter.step(outcome.article.id, failed=False)
    except SourceError as error:
        if error.code in ("date", "lexicon"):
            raise UsageError(error.message) from error
        raise
    except RecordError as error:
        raise UsageError(f"the lexicon cannot be read: {error}") from error
    finally:
        counter.close()
    return failed


@contextmanager
def _printer(wanted: Format | None, output: Path | None, inputs: list[str]) -> "Iterator[Printer]":
    """The printer for a format, on standard output or a file; it is closed whatever happens."""
    with _stream(output, inputs) as stream:
        chosen = wanted or (Format.TABLE if output is None and sys.stdout.isatty() else Format.JSONL)
        printer = _make_printer(chosen, stream)
        try:
            yield printer
        except (BrokenPipeError, KeyboardInterrupt):
            if output is None:
                _abandon_output()
            raise
        finally:
            printer.close()
            stream.flush()


def _make_printer(chosen: Format, stream: IO[bytes]) -> "Printer":
    if chosen is Format.JSONL:
        from sayso.show.lines import LinePrinter

        return LinePrinter(stream)
    if chosen is Format.HTML:
        from sayso.show.html import PagePrinter

        return PagePrinter(stream)
    from sayso.show.table import TablePrinter

    return TablePrinter(stream, terminal=stream is sys.stdout.buffer and sys.stdout.isatty())


@contextmanager
def _stream(output: Path | None, inputs: list[str]) -> Iterator[IO[bytes]]:
    if output is None:
        yield sys.stdout.buffer
        return
    if any(output.exists() and Path(name).exists() and output.samefile(name) for name in inputs):
        raise UsageError(f"--output {output} is one of the inputs; name another file.")
    try:
        stream = output.open("wb")
    except OSError as error:
        raise UsageError(f"--output {output} cannot be written ({error.strerror}).") from error
    with stream:
        yield stream


def _abandon_output() -> None:
    """What is still buffered goes nowhere: whoever should read it is gone, or may never read on while we wait."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(sentence: str, status: int) -> int:
    print(f"sayso: {one_line(sentence)}", file=sys.stderr)
    return status
