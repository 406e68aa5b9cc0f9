"""Watches, proposals and what met watches, for a terminal. Every string goes through `one_line`."""
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from sayso.show import asked
from sayso.show.neutral import one_line

if TYPE_CHECKING:
    from sayso.store.rows import Met, Watch

Parts = Iterator[RenderableType]
_QUESTIONS = (
    ("party", "by or upon {}"), ("actor", "by {}"), ("recipient", "upon {}"), ("about", "about {}"), ("types", "{}"),
    ("countries", "in {}"), ("place", "in {}"), ("since", "from {} on"), ("until", "up to {}"), ("statuses", "{}"),
    ("least_supporting", "at least {} independent sources"), ("least_denying", "at least {} sources that deny it"),
    ("story", "in story {}"), ("words", "with the words {}"))


def watches(found: "Sequence[Watch]", width: int) -> Parts:
    """Watches: name and reason, what they ask, whose they are."""
    if not found:
        yield Text("There is no watch yet; `sayso watch add NAME` and `sayso watch propose` make some.")
        return
    rows = [[Text("\n").join(part for part in (
                Text(one_line(watch.name, 100), style="bold"), Text(f"ended {watch.ended[:10]}", style="dim")
                if watch.ended else None) if part), Text(question(watch)), _why(watch),
             Text(one_line(watch.who, 60))] for watch in found]
    yield asked.listing((("watch", 28), ("asks for", 36), ("why", 28), ("whose", 10)), rows, width)


def proposals(found: "Sequence[Watch]", width: int) -> Parts:
    """Watches that reports propose."""
    if found:
        yield from watches(found, width)
    else:
        yield Text("No report states a condition that is not watched already.")


def met(found: "Sequence[Met]", width: int) -> Parts:
    """Claims that met watches, watch by watch."""
    if not found:
        yield Text("Nothing new met a watch.")
        return
    for name, group in groupby(found, key=lambda one: one.watch):
        yield Text(one_line(name, 100), style="bold underline")
        yield from asked.claims([one.claim for one in group], width)


def question(watch: "Watch") -> str:
    """What a watch asks for, in words."""
    said = []
    for field, words in _QUESTIONS:
        value = getattr(watch.query, field)
        if value:
            said.append(words.format(one_line(" or ".join(value) if isinstance(value, tuple) else str(value), 200)))
    if watch.query.near is not None:
        near = watch.query.near
        said.append(f"within {near.km:g} km of {near.lat:.4f}, {near.lon:.4f}")
    if watch.query.contradicted is not None:
        said.append("contradicted" if watch.query.contradicted else "not contradicted")
    return "; ".join(said)


def _why(watch: "Watch") -> Text:
    parts = [Text(one_line(watch.why))] if watch.why else []
    if watch.quote:
        parts.append(Text(f"“{one_line(watch.quote)}”", style="italic"))
    if watch.event:
        parts.append(Text(one_line(watch.event), style="dim"))
    return Text("\n").join(parts)
