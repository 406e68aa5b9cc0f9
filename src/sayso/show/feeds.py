"""Feeds and what they brought, for a terminal. Every string comes from strangers and goes through `one_line`."""
from collections.abc import Iterator, Sequence
from typing import Protocol

from rich.console import RenderableType
from rich.text import Text

from sayso.show.asked import listing
from sayso.show.lines import Failed
from sayso.show.neutral import one_line

Parts = Iterator[RenderableType]
CONDITIONS = {"well": "green", "new": "cyan", "silent": "yellow", "failing": "red", "stopped": "red"}


class Card(Protocol):
    """How a feed is doing, as `sayso.pipeline.feed_states` has it."""

    @property
    def url(self) -> str:
        """The feed's address, as it was before the visit."""

    @property
    def title(self) -> str | None:
        """What the feed calls itself."""

    @property
    def condition(self) -> str:
        """new, well, silent, failing or stopped."""

    @property
    def items(self) -> int:
        """How many items ever came from it."""

    @property
    def silent(self) -> int:
        """Seconds since the last new one."""

    @property
    def last_item(self) -> str | None:
        """When that came."""

    @property
    def message(self) -> str | None:
        """Why the last visit failed."""


class Visited(Protocol):
    """What a visit to a feed brought, as `sayso.pipeline.feeds` has it."""

    @property
    def url(self) -> str:
        """The feed's address, as it was before the visit."""

    @property
    def kind(self) -> str:
        """read, same, gone or failed."""

    @property
    def condition(self) -> str:
        """new, well, silent, failing or stopped."""

    @property
    def title(self) -> str | None:
        """What the feed calls itself."""

    @property
    def new(self) -> Sequence[object]:
        """Articles that are new."""

    @property
    def changed(self) -> Sequence[object]:
        """Articles that have a new version."""

    @property
    def failures(self) -> Sequence[Failed]:
        """Pages that gave no article."""

    @property
    def left(self) -> int:
        """Items that are tried again at the next visit."""

    @property
    def moved(self) -> str | None:
        """The feed's new address."""

    @property
    def message(self) -> str | None:
        """Why the last visit failed."""


def cards(found: Sequence[Card], width: int) -> Parts:
    """Feeds with their health, a row each."""
    if not found:
        yield Text("There is no feed yet; `sayso feed add URL` adds one.")
        return
    rows = [[Text("\n").join([Text(one_line(card.title or "without a title", 100), style="bold"),
                              Text(one_line(card.url, 200), style="dim")]),
             Text(card.condition, style=CONDITIONS.get(card.condition, "")),
             Text(str(card.items)), Text(f"{span(card.silent)} ago" if card.last_item else "never"),
             Text(one_line(card.message or "", 200))] for card in found]
    yield listing((("feed", 38), ("is", 10), ("items", 8), ("last new item", 16), ("why", 28)), rows, width)


def visit(visited: Visited) -> Parts:
    """A visit: one line, and one for each page that gave no article."""
    said = [f"{len(found)} {name}" for found, name in ((visited.new, "new"), (visited.changed, "changed")) if found]
    said += [f"{visited.left} left for the next visit"] if visited.left else []
    line = Text.assemble((one_line(visited.title or visited.url, 60), "bold"), "  ",
                         (visited.condition, CONDITIONS.get(visited.condition, "")), "  ",
                         ", ".join(said) or "nothing new")
    if visited.kind in ("failed", "gone"):
        line.append(f"  {one_line(visited.message or '')}", style="red")
    yield line
    if visited.moved:
        yield Text(f"  moved to {one_line(visited.moved, 200)}")
    for failure in visited.failures:
        yield Text(f"  ✗ {one_line(failure.id, 100)}  {one_line(failure.message)}")


def span(seconds: int) -> str:
    """A span of time in its greatest unit."""
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {name}{'' if count == 1 else 's'}"
    return "less than a minute"
