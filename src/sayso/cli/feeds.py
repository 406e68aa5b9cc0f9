"""`sayso feed add|list|remove|run` and `sayso collect`."""
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.app import Lexicon, Models, Threshold, UsageError, app, made, prepare, say, user_errors
from sayso.cli.lock import only_one
from sayso.cli.stored import STORE, Form, Output, StorePlace, answering, made_at, opened
from sayso.show.neutral import one_line

if TYPE_CHECKING:
    from sayso.pipeline import Failure, With
    from sayso.pipeline.adding import Adder
    from sayso.pipeline.feeds import Collector, Visited
    from sayso.store.base import Met, Store

feed = typer.Typer(help="Feeds of outlets: RSS, Atom and JSON feeds.", no_args_is_help=True)
app.add_typer(feed, name="feed")
UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
LEAST_EVERY = timedelta(minutes=1)
WINK = 0.2  # seconds after which a sleeper looks whether to stop

Urls = Annotated[list[str], typer.Argument(metavar="URL...", show_default=False, help="The feed's address.")]
Pace = Annotated[float, typer.Option(min=0, max=3_600, metavar="SECONDS", help=(
    "The least time between two questions to one host."))]
Hosts = Annotated[list[str] | None, typer.Option("--allow-host", hidden=True, metavar="ADDRESS", help=(
    "A machine of your own that may be asked although its address, in numbers, is not public; may be given again."))]


@feed.command("add")
def add(urls: Urls, store: StorePlace = STORE) -> None:
    """Add feeds to the store; they are visited at the next run."""
    from sayso.pipeline.feed_states import add_feed

    with made_at(store) as held:
        for url in urls:
            typer.echo(f"{one_line(url)}: {'added' if add_feed(held, url) else 'is there already'}")


@feed.command("list")
def list_(format: Form = None, store: StorePlace = STORE) -> None:
    """List the feeds with their health."""
    from sayso.pipeline.feed_states import cards
    from sayso.show import feeds as show

    with answering(format) as out, opened(store) as held:
        found = cards(held, _now())

        out.records(found, lambda width: show.cards(found, width))


@feed.command("remove")
def remove(urls: Urls, store: StorePlace = STORE) -> None:
    """Forget feeds; what came from them stays."""
    with opened(store) as held:
        missing = [url for url in urls if not held.writer.remove_feed(url)]
    if missing:
        raise UsageError(f"There is no feed {missing[0]!r} in the store; `sayso feed list` names those that there are.")


@feed.command("run")
def run(
    urls: Annotated[list[str] | None, typer.Argument(metavar="[URL...]", show_default=False, help=(
        "Only these feeds, due or not."))] = None,
    every_feed: Annotated[bool, typer.Option("--all", help="All feeds, also those that are not due yet.")] = False,
    every: Annotated[str, typer.Option(metavar="TIME", help="How often a feed is due: 90s, 15m, 2h, 1d.")] = "15m",
    pace: Pace = 2.0,
    allow_host: Hosts = None,
    lexicon: Lexicon = None,
    models: Models = None,
    threshold: Threshold = None,
    format: Form = None,
    store: StorePlace = STORE,
) -> None:
    """Visit the feeds that are due, add and read what is new, and compare it."""
    how, pause = made(lexicon, models, threshold), _span(every)
    with answering(format) as out, opened(store) as held, only_one(store), _stopping() as stop:
        unknown = set(urls or ()) - {known.url for known in held.view.feeds()}
        if unknown:
            raise UsageError(f"There is no feed {min(unknown)!r} in the store; `sayso feed add` adds it.")
        work = _Work(held, how, out, stop)
        collector = work.collector(pause, pace, allow_host)
        with user_errors(), stop.quietly():
            for visited in collector.run(tuple(urls or ()), all_of_them=every_feed or bool(urls)):
                work.tell(visited)
            work.finish()
    if stop.by is not None:
        raise typer.Exit(130)
    raise typer.Exit(1 if work.failed else 0)


@app.command()
def collect(
    every: Annotated[str, typer.Option(metavar="TIME", help="How often a feed is visited: 90s, 15m, 2h, 1d.")] = "15m",
    pace: Pace = 2.0,
    allow_host: Hosts = None,
    lexicon: Lexicon = None,
    models: Models = None,
    threshold: Threshold = None,
    format: Form = None,
    store: StorePlace = STORE,
) -> None:
    """Visit the feeds whenever they are due, until stopped."""
    from sayso.pipeline.feeds import rounds

    how, pause = made(lexicon, models, threshold), _span(every)
    with answering(format) as out, opened(store) as held, only_one(store), _stopping() as stop:
        if not held.view.feeds():
            say("there is no feed yet; `sayso feed add URL` adds one", 0)
        work = _Work(held, how, out, stop)
        collector = work.collector(pause, pace, allow_host)
        with user_errors(), stop.quietly():
            for visited in rounds(collector, stop.sleep, _now):
                if visited is None:
                    work.finish()
                else:
                    work.tell(visited)
    if stop.by == signal.SIGINT:
        raise typer.Exit(130)  # which `main` tells of
    say("stopped", 0)


class _Stop:
    """Whether somebody asked to stop. The first time what is in hand is finished; the second time nothing is."""

    def __init__(self) -> None:
        self.by: int | None = None

    def ask(self, number: int, _frame: FrameType | None) -> None:
        """What a signal does. It takes no lock: what it interrupts may hold that very lock."""
        if self.by is not None:
            raise KeyboardInterrupt
        self.by = number

    def asked(self) -> bool:
        """Whether it is time to stop."""
        return self.by is not None

    def sleep(self, seconds: float) -> None:
        """Sleeps; Stopped soon after somebody asks to stop."""
        from sayso.pipeline.feeds import Stopped

        until = time.monotonic() + seconds
        while not self.asked() and (rest := until - time.monotonic()) > 0:
            time.sleep(min(rest, WINK))
        if self.asked():
            raise Stopped

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """Where work ends when it is stopped."""
        from sayso.pipeline.feeds import Stopped

        try:
            yield
        except Stopped:
            return


class _Work:
    """What both commands do with what comes in."""

    def __init__(self, store: "Store", how: "With", out: Output, stop: _Stop) -> None:
        self._store, self._how, self._out, self._stop = store, how, out, stop
        self._adder: Adder | None = None
        self._unread: list[Failure] = []
        self.failed = False

    def collector(self, every: timedelta, pace: float, hosts: list[str] | None) -> "Collector":
        """A collector on the real network."""
        from sayso.pipeline.feeds import Collector, polite_guest

        guest = polite_guest(pace=pace, hosts=tuple(hosts or ()), clock=_now, sleep=self._stop.sleep)
        return Collector(self._store, lambda given: self._its_adder().take(given), guest, clock=_now, every=every,
                         stopping=self._stop.asked)

    def tell(self, visited: "Visited") -> None:
        """Prints a visit, with what could not be read of what it brought."""
        import msgspec

        from sayso.show import feeds as show

        told = msgspec.structs.replace(visited, failures=(*visited.failures, *self._unread))
        self._unread.clear()
        self.failed = self.failed or told.kind in ("failed", "gone") or bool(told.failures)
        self._out.records((told,), lambda _width: show.visit(told))

    def finish(self) -> None:
        """Compares what is new, and tells what met a watch."""
        from sayso.pipeline import watching

        if self._adder is None:
            return
        self._adder.compare()
        if met := watching.run(self._store, self._store.view.watches()):
            say(_met(met), 0)

    def _its_adder(self) -> "Adder":
        """Made when the first article comes: a visit that brings nothing loads no model."""
        if self._adder is None:
            from sayso.pipeline import Options
            from sayso.pipeline.adding import Adder, Step, Telling

            def step(told: Step) -> None:
                if told.failure is not None:
                    self._unread.append(told.failure)

            prepare()
            self._adder = Adder(self._store, Options(reader=self._how), Telling(step=step))
        return self._adder


def _met(met: "tuple[Met, ...]") -> str:
    names = list(dict.fromkeys(one.watch for one in met))
    claims = "1 claim" if len(met) == 1 else f"{len(met)} claims"
    return f"{claims} met {', '.join(names)}; `sayso watch feed` shows what"


@contextmanager
def _stopping() -> Iterator[_Stop]:
    """SIGTERM and Ctrl-C become a wish. What they did before, they do again afterwards."""
    stop = _Stop()
    held = {number: signal.signal(number, stop.ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, before in held.items():
            signal.signal(number, before)


def _span(text: str) -> timedelta:
    """A time such as 15m. UsageError for what is none, or too short to be polite."""
    found = re.fullmatch(r"(\d{1,6})\s*([smhd])", text.strip().lower())
    if not found:
        raise UsageError(f"--every {text} is no time; write it as 90s, 15m, 2h or 1d.")
    span = timedelta(seconds=int(found[1]) * UNITS[found[2]])
    if not LEAST_EVERY <= span <= timedelta(days=31):
        raise UsageError(f"--every {text} is not between a minute and 31 days.")
    return span


def _now() -> datetime:
    return datetime.now(UTC)
