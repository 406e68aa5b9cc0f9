"""Spans: `[start, end)` in Unicode code points of an article's text."""
from collections.abc import Iterable

Span = tuple[int, int]


def overlap(a: Span, b: Span) -> int:
    """How many characters two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def inside(a: Span, b: Span) -> bool:
    """Whether `a` lies within `b`."""
    return b[0] <= a[0] and a[1] <= b[1]


def hull(spans: Iterable[Span]) -> Span:
    """The smallest span that covers all of `spans` (at least one)."""
    starts, ends = zip(*spans, strict=True)
    return min(starts), max(ends)
