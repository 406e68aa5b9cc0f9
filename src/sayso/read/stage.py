"""What a stage is, and the loop that runs them.

A stage fills one layer of a reading from the parse and the layers in `needs`. Its `find` does no I/O and knows no
clock, no randomness and no globals: same input, same output. No stage imports another; what two of them need lies in
`sayso.read.parse` or in a helper module without a layer of its own.
"""
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from sayso.read.parse import Parsed
from sayso.records import Reading


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """`find(parsed, reading)` gives the tuple for layer `fills`; `version` is stamped into the reading."""

    fills: str
    version: str
    find: Callable[[Parsed, Reading], tuple[Any, ...]]
    needs: tuple[str, ...] = ()


def run(stages: Iterable[Stage], parsed: Parsed, reading: Reading) -> Reading:
    """The reading with every stage's layer filled, in order; a stage whose needs are not met is our own fault."""
    for stage in stages:
        missing = [name for name in stage.needs if getattr(reading, name) is None]
        if missing:
            raise AssertionError(f"stage {stage.fills!r} runs before {', '.join(missing)}")
        reading = msgspec.structs.replace(reading, **{stage.fills: stage.find(parsed, reading)})
    return reading
