"""`sayso read`, `sayso explain`, `sayso setup`."""
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from sayso.cli.app import (
    Lexicon,
    Models,
    Threshold,
    UsageError,
    abandon_output,
    app,
    made,
    prepare,
    say,
    stream,
    user_errors,
)

if TYPE_CHECKING:
    from sayso.pipeline import With
    from sayso.show.lines import Printer


class Format(StrEnum):
    """How readings are printed."""

    TABLE = "table"
    JSONL = "jsonl"
    HTML = "html"


class ExplainFormat(StrEnum):
    """How explanations are printed."""

    TEXT = "text"
    JSONL = "jsonl"


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
    lexicon: Lexicon = None,
    models: Models = None,
    threshold: Threshold = None,
) -> None:
    """Read articles and print what they report."""
    how = made(lexicon, models, threshold)
    try:
        with _printer(format, output, inputs) as printer:
            failed = _read(inputs, published, workers, how, printer)
    except BrokenPipeError:  # `sayso read … | head`: nobody is there to be told
        abandon_output()
        raise typer.Exit(141) from None
    raise typer.Exit(1 if failed else 0)


@app.command()
def explain(
    input: Annotated[str, typer.Argument(metavar="FILE", show_default=False, help=(
        "The article: a file as for read, a URL, or - for standard input."))],
    event: Annotated[str | None, typer.Option(metavar="ID", show_default=False, help=(
        "The event, as v3. Without it: all events, and the words that nearly told of one."))] = None,
    article: Annotated[str | None, typer.Option(metavar="ID", help=(
        "Which article, if FILE holds more than one."), show_default=False)] = None,
    published: Annotated[str | None, typer.Option(metavar="DATE", help=(
        "The day of publication, YYYY-MM-DD; overrides what the input says."))] = None,
    format: Annotated[ExplainFormat, typer.Option(help="text for people, jsonl for programs.")] = ExplainFormat.TEXT,
    lexicon: Lexicon = None,
    models: Models = None,
    threshold: Threshold = None,
) -> None:
    """Say why an event was read as it was, and what else was considered."""
    from sayso import pipeline
    from sayso.show import explain as show

    how = made(lexicon, models, threshold)
    prepare()
    found = failed = 0
    with user_errors():
        for outcome in pipeline.explain_inputs([input], pipeline.Options(published=published, reader=how)):
            if article is not None and (outcome.id if isinstance(outcome, pipeline.Failure)
                                        else outcome.reading.article.id) != article:
                continue
            if isinstance(outcome, pipeline.Failure):
                failed += 1
                say(f"{outcome.id}: {outcome.message}", 1)
                continue
            for one in show.chosen(outcome.explanations, event):
                found += 1
                if format is ExplainFormat.JSONL:
                    sys.stdout.buffer.write(pipeline.encode_explanation(outcome.reading, one))
                else:
                    typer.echo("\n".join(show.lines(outcome.reading, one)) + "\n")
    if event is not None and not found and not failed:
        raise UsageError(f"--event {event} is no event of {input}; `sayso read {input}` shows which there are.")
    raise typer.Exit(1 if failed else 0)


@app.command()
def setup() -> None:
    """Build the index of places now, which the first reading would do otherwise."""
    typer.echo(f"The index of places is ready: {prepare()}")


def _read(inputs: list[str], published: str | None, workers: int, how: "With", printer: "Printer") -> int:
    """Prints all outcomes; how many of them were failures."""
    from sayso import pipeline
    from sayso.show.progress import Counter

    prepare()
    options = pipeline.Options(published=published, reader=how, workers=workers)
    counter, failed = Counter(), 0
    try:
        with user_errors():
            for outcome in pipeline.read_inputs(inputs, options):
                with counter.aside():
                    if isinstance(outcome, pipeline.Failure):
                        failed += 1
                        printer.failure(outcome)
                        counter.step(outcome.id, failed=True)
                    else:
                        printer.reading(outcome)
                        counter.step(outcome.article.id, failed=False)
    finally:
        counter.close()
    return failed


@contextmanager
def _printer(wanted: Format | None, output: Path | None, inputs: list[str]) -> "Iterator[Printer]":
    """The printer for a format, on standard output or a file; it is closed whatever happens."""
    with stream(output, inputs) as opened:
        chosen = wanted or (Format.TABLE if output is None and sys.stdout.isatty() else Format.JSONL)
        printer = _make_printer(chosen, opened)
        try:
            yield printer
        except (BrokenPipeError, KeyboardInterrupt):
            if output is None:
                abandon_output()
            raise
        finally:
            printer.close()
            opened.flush()


def _make_printer(chosen: Format, opened: IO[bytes]) -> "Printer":
    if chosen is Format.JSONL:
        from sayso.show.lines import LinePrinter

        return LinePrinter(opened)
    if chosen is Format.HTML:
        from sayso.show.html import PagePrinter

        return PagePrinter(opened)
    from sayso.show.table import TablePrinter

    return TablePrinter(opened, terminal=opened is sys.stdout.buffer and sys.stdout.isatty())
