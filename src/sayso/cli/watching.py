"""`sayso watch add|list|remove|propose|run|feed`."""
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli import filtering as by
from sayso.cli.app import UsageError, app, stream
from sayso.cli.stored import STORE, Form, StorePlace, Who, analyst, answering, opened
from sayso.store.filters import ClaimFilter

if TYPE_CHECKING:
    from sayso.records.claim import Report
    from sayso.store.base import View, Watch

watch = typer.Typer(help="Saved questions that tell when a claim meets them.", no_args_is_help=True)
app.add_typer(watch, name="watch")
PAGE = 200  # reports that are asked for at once


class FeedFormat(StrEnum):
    """Formats of feeds."""

    ATOM = "atom"
    JSON = "json"


Name = Annotated[str, typer.Argument(metavar="NAME", show_default=False, help="The watch's name.")]
Names = Annotated[list[str] | None, typer.Argument(metavar="[NAME...]", show_default=False, help="Only these watches.")]


@watch.command("add")
@by.choosing(by.CLAIMS)
def add(
    where: by.Where,
    name: Name,
    why: Annotated[str, typer.Option(metavar="SENTENCE", help="Why it is watched.")] = "",
    who: Who = None,
    format: Form = None,
    store: StorePlace = STORE,
) -> None:
    """Save a question under a name; each option narrows it."""
    from sayso.pipeline.watching import narrows
    from sayso.show import watching as show
    from sayso.store.base import Watch

    query = ClaimFilter(**where)
    if not narrows(query):
        raise UsageError("Every claim would meet this watch; say what it is about, such as --country or --actor.")
    with answering(format) as out, opened(store) as held:
        made = held.writer.add_watch(Watch(name=name, query=query, who=analyst(who), why=why))
        out.records((made,), lambda width: show.watches((made,), width))


@watch.command("list")
def list_(
    ended: Annotated[bool, typer.Option("--ended", help="Also those that were removed.")] = False,
    format: Form = None,
    store: StorePlace = STORE,
) -> None:
    """List the watches."""
    from sayso.show import watching as show

    with answering(format) as out, opened(store) as held:
        found = tuple(one for one in held.view.watches() if ended or one.ended is None)
        out.records(found, lambda width: show.watches(found, width))


@watch.command("remove")
def remove(name: Name, store: StorePlace = STORE) -> None:
    """End a watch; what met it stays."""
    with opened(store) as held:
        _chosen(held.view, [name])
        held.writer.end_watch(name)


@watch.command("run")
def run(names: Names = None, format: Form = None, store: StorePlace = STORE) -> None:
    """Tell which claims meet watches that had not met them before."""
    from sayso.pipeline.watching import run as run_watches
    from sayso.show import watching as show

    with answering(format) as out, opened(store) as held:
        found = run_watches(held, _chosen(held.view, names))
        out.records(found, lambda width: show.met(found, width))


@watch.command("propose")
def propose(
    report: Annotated[list[str] | None, typer.Option(metavar="ID", show_default=False, help=(
        "Only from this report; may be given again."))] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help=(
        "Only from reports published from this day on."))] = None,
    accept: Annotated[list[str] | None, typer.Option(metavar="NAME", show_default=False, help=(
        "Save the proposal of this name as a watch; may be given again. all: every one that is printed."))] = None,
    who: Who = None,
    format: Form = None,
    store: StorePlace = STORE,
) -> None:
    """Propose watches for the conditions that reports state: "if the truce fails, …"."""
    from sayso.pipeline.watching import proposals
    from sayso.show import watching as show

    day, wanted = by.first_day(since), set(accept or ())
    with answering(format) as out, opened(store) as held:
        there = {one.name for one in held.view.watches()}
        found = [one for one in proposals(_reports(held.view, report, day), who=analyst(who))
                 if one.watch.name not in there]
        if missing := wanted - {"all", *there} - {one.watch.name for one in found}:
            raise UsageError(f"There is no proposal {min(missing)!r}; `sayso watch propose` names those that there "
                             "are.")
        if wanted and "all" not in wanted:
            found = [one for one in found if one.watch.name in wanted]
        if wanted:
            for one in found:
                held.writer.add_watch(one.watch)
        out.records(found, lambda width: show.proposals([one.watch for one in found], width))


@watch.command("feed")
def feed(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", show_default=False, help="Only this watch.")] = None,
    format: Annotated[FeedFormat, typer.Option(help="atom (RFC 4287) or json (JSON Feed 1.1).")] = FeedFormat.ATOM,
    limit: Annotated[int, typer.Option(min=1, max=10_000, metavar="N", help="The most that it lists.")] = 100,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write to FILE, not to standard output.")] = None,
    store: StorePlace = STORE,
) -> None:
    """Print a feed of what met a watch, or any of them, the latest first."""
    from sayso.pipeline import watch_feeds
    from sayso.pipeline.watching import newest

    with opened(store) as held:
        if name is not None:
            _chosen(held.view, [name])
        found = watch_feeds.shown(held, newest(held, name, limit=limit))
    made = (watch_feeds.atom if format is FeedFormat.ATOM else watch_feeds.json_feed)(found, name)
    with answering(None), stream(output, [store]) as opened_:
        opened_.write(made)
        opened_.flush()


def _chosen(view: "View", names: Iterable[str] | None) -> "tuple[Watch, ...]":
    """The watches of these names, or all. UsageError for a name that no watch has."""
    found = {one.name: one for one in view.watches()}
    for name in names or ():
        if name not in found:
            raise UsageError(f"There is no watch {name!r} in the store; `sayso watch list` names those that there are.")
    return tuple(found[name] for name in names) if names else tuple(found.values())


def _reports(view: "View", only: list[str] | None, day: str | None) -> "Iterator[Report]":
    """Reports with their readings. UsageError for one that is not there."""
    from sayso.records.claim import Report

    if only:
        for id_ in only:
            reading = view.reading(id_)
            if reading is None:
                raise UsageError(f"There is no report {id_!r} with a reading in the store.")
            yield Report(id=id_, article=id_.rpartition("-")[0], reading=reading)
        return
    last: str | None = None
    while page := view.reports(after=last, limit=PAGE):
        yield from (one for one in page if day is None or (one.reading.article.published or "") >= day)
        last = page[-1].id
