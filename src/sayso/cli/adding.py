"""`sayso add` and `sayso reread`: articles into a store, and again through a newer reader."""
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.app import Lexicon, Models, Threshold, UsageError, app, made, prepare, user_errors
from sayso.cli.stored import STORE, StorePlace, made_at, opened
from sayso.show.neutral import one_line

if TYPE_CHECKING:
    from sayso.pipeline import Failure, Options
    from sayso.pipeline.adding import Step, Summary
    from sayso.pipeline.comparing import Compared
    from sayso.pipeline.rereading import Reread

Workers = Annotated[int, typer.Option(min=1, max=256, metavar="N", help="Read with N processes.")]


@app.command()
def add(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", show_default=False, help=(
        "A file (.html .txt .jsonl .warc, each also .gz), a folder, a URL, or - for standard input."))],
    published: Annotated[str | None, typer.Option(metavar="DATE", help=(
        "The day of publication, YYYY-MM-DD; overrides what the inputs say."))] = None,
    store: StorePlace = STORE,
    workers: Workers = 1,
    engine: Annotated[str | None, typer.Option(metavar="tcp://HOST:PORT", help=(
        "The scheduler of a Dask cluster that is to do it, a file at a time."))] = None,
    lexicon: Lexicon = None,
    models: Models = None,
    threshold: Threshold = None,
) -> None:
    """Add articles to a store, read them, and compare them with what is there."""
    from sayso import pipeline

    how = made(lexicon, models, threshold)
    if engine is not None and workers > 1:
        raise UsageError("--workers and --engine exclude each other; the cluster's workers are its own.")
    prepare()
    options = pipeline.Options(published=published, reader=how, workers=workers)
    with user_errors():
        summary = _add(inputs, store, options) if engine is None else _add_by(engine, inputs, store, options)
    typer.echo(_told(summary))
    raise typer.Exit(1 if summary.failed else 0)


@app.command()
def reread(
    store: StorePlace = STORE,
    show: Annotated[bool, typer.Option("--show", help="Show each event that is read differently.")] = False,
    workers: Workers = 1,
    lexicon: Lexicon = None,
    models: Models = None,
    threshold: Threshold = None,
) -> None:
    """Read again what an older reader read, and tell what changed."""
    from sayso import pipeline
    from sayso.pipeline.rereading import compare
    from sayso.pipeline.rereading import reread as read_again
    from sayso.show.progress import Counter

    how = made(lexicon, models, threshold)
    prepare()
    kinds = dict.fromkeys(("new", "gone", "changed"), 0)
    read = failed = 0
    counter = Counter()
    with user_errors(), opened(store) as held:
        try:
            for one in read_again(held, pipeline.Options(reader=how, workers=workers)):
                with counter.aside():
                    _show(one, show)
                counter.step(one.report, failed=one.failure is not None)
                read, failed = read + (one.failure is None), failed + (one.failure is not None)
                for change in one.changes:
                    kinds[change.kind] += 1
        finally:
            counter.close()
        compared = compare(held)
    typer.echo(f"{_many(read, 'report')} read again, {failed} could not be read. Events: {kinds['changed']} changed, "
               f"{kinds['new']} new, {kinds['gone']} gone. {_compared(compared)}")
    raise typer.Exit(1 if failed else 0)


def _add(inputs: list[str], where: str, options: "Options") -> "Summary":
    """Here, in one process or several."""
    from sayso.pipeline.adding import Telling
    from sayso.pipeline.adding import add as add_to
    from sayso.show.progress import Counter

    counter = Counter()

    def told(step: "Step") -> None:
        if step.failure is not None:
            with counter.aside():
                _show_failure(step.failure)
        counter.step(step.id, failed=step.failure is not None)

    try:
        with made_at(where) as held:
            return add_to(inputs, held, options, Telling(step=told))
    finally:
        counter.close()


def _add_by(address: str, inputs: list[str], where: str, options: "Options") -> "Summary":
    """By a cluster."""
    from sayso.pipeline.adding import Summary
    from sayso.pipeline.engine import Job, add_files, cluster, compare
    from sayso.show.progress import Counter

    if "://" not in where:
        where = str(Path(where).resolve())  # the workers may stand in another folder
    job, summary, before, counter = Job(open=partial(made_at, where), options=options), Summary(), 0, Counter()
    with cluster(address) as executor:
        try:
            for done in add_files(inputs, job, executor):
                with counter.aside():
                    for failure in done.failures:
                        _show_failure(failure)
                counter.step(done.input, failed=bool(done.failures))
                summary, before = summary.plus(done.summary), before + done.before
        finally:
            counter.close()
    if before:
        typer.echo(f"{_many(before, 'file')} had been done before.")
    return summary.plus(Summary(compared=compare(job)))


def _show_failure(failure: "Failure") -> None:
    typer.echo(f"✗ {one_line(failure.id)}  {one_line(failure.message)} ({failure.code})")


def _show(one: "Reread", show: bool) -> None:
    """A report that was read again: what failed always, what changed if it is asked for."""
    if one.failure is not None:
        _show_failure(one.failure)
    if not (show and one.changes):
        return
    typer.echo(f"{one.report}  {one_line(one.title or '')}")
    marks = {"new": "+", "gone": "-", "changed": "~"}
    for change in one.changes:
        typer.echo(f"  {marks[change.kind]} {one_line(change.trigger)}")
        for field in change.fields:
            if field.name != "trigger" or change.kind == "changed":
                typer.echo(f"      {field.name}: {one_line(field.old) or '?'} ► {one_line(field.new) or '?'}"
                           if change.kind == "changed" else f"      {field.name}: {one_line(field.old or field.new)}")


def _told(summary: "Summary") -> str:
    """What a run did, in two sentences."""
    given = summary.new + summary.versions + summary.known
    return (f"{_many(given, 'article')}: {summary.new} new, {summary.versions} changed, {summary.known} known; "
            f"{summary.read} read, {summary.failed} could not be read. {_compared(summary.compared)}")


def _compared(done: "Compared") -> str:
    return f"Compared: {_many(done.stories, 'story', 'stories')} and {_many(done.claims, 'claim')} written."


def _many(count: int, one: str, more: str | None = None) -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"
