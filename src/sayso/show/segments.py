"""Overlapping spans ► pieces that do not overlap, each with everything that covers it.

Marks in a page cannot cross, spans in a text do: a statement's content holds names, a place is part of an actor.
"""
from collections.abc import Iterable, Iterator
from itertools import pairwise

import msgspec

from sayso.records import Reading, Span


class Mark(msgspec.Struct, frozen=True):
    """One reason to mark a span: the layer it is shown as, and the id of its record."""

    span: Span
    layer: str  # who what when where many said cue removed
    id: str


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text with the marks that cover all of it, the shortest first."""

    span: Span
    marks: tuple[Mark, ...]


def marks(reading: Reading) -> Iterator[Mark]:
    """Everything in a reading that points to its text."""
    for layer, items in (("who", reading.entities), ("when", reading.times), ("where", reading.places)):
        yield from (Mark(item.span, layer, item.id) for item in items or ())
    for said in reading.statements or ():
        yield from (Mark(span, "said", said.id) for span in said.content)
        yield from (Mark(source.span, "who", said.id) for source in said.sources)
        if said.cue:
            yield Mark(said.cue, "cue", said.id)
    for event in reading.events or ():
        yield Mark(event.trigger, "what", event.id)
        yield from (Mark(count.span, "many", event.id) for count in event.counts)
    yield from (Mark(span, "removed", "") for span in reading.removed or ())


def pieces(size: int, held: Iterable[Mark]) -> Iterator[Piece]:
    """A text of `size` characters cut wherever a mark begins or ends. Takes n log n, however deep the marks lie."""
    found = [mark for mark in held if 0 <= mark.span[0] < mark.span[1] <= size]
    starts: dict[int, list[Mark]] = {}
    for mark in found:
        starts.setdefault(mark.span[0], []).append(mark)
    cuts = sorted({0, size, *(edge for mark in found for edge in mark.span)})
    active: list[Mark] = []
    for start, end in pairwise(cuts):
        active = [mark for mark in active if mark.span[1] > start] + starts.get(start, [])
        yield Piece((start, end), tuple(sorted(active, key=_rank)))


def _rank(mark: Mark) -> tuple[int, int, str]:
    """Triggers first, then the shorter: what a reader most likely means by pointing there."""
    return mark.layer != "what", mark.span[1] - mark.span[0], mark.id
