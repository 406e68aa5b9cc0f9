"""Readings as tables for a terminal: who did what to whom, when, where, how certain, and on whose say-so.

From 100 columns on an event is a row; below that it is a small block of lines, because eight words in a narrow column
are read by nobody. Colours are the terminal's own sixteen, so that they hold on a dark and on a light ground; where the
output is no terminal, or NO_COLOR is set, rich prints none.
"""
import sys
from collections.abc import Iterator
from io import StringIO
from typing import IO

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.records import Event, Reading
from sayso.show import words
from sayso.show.lines import Failed
from sayso.show.neutral import one_line
from sayso.show.words import ARROW, LINK, OWN_VOICE, Index

WIDE = 100
QUADS = {"verbal cooperation": "cyan", "material cooperation": "green", "verbal conflict": "magenta",
         "material conflict": "red"}


class TablePrinter:
    """Prints readings and failures to a binary stream, one after another; colours only where `terminal` says so."""

    def __init__(self, stream: IO[bytes], *, terminal: bool = False, width: int | None = None) -> None:
        self._stream = stream
        self._encoding = (getattr(sys.stdout, "encoding", None) or "utf-8") if terminal else "utf-8"
        self._console = Console(file=StringIO(), width=width, force_terminal=terminal, highlight=False, markup=False,
                                emoji=False)

    def reading(self, reading: Reading) -> None:
        """The article's head line and its events."""
        self._write(*render(reading, self._console.width))

    def failure(self, failed: Failed) -> None:
        """One line that says what could not be read, and why."""
        line = Text.assemble(("✗ ", "bold red"), (one_line(failed.id, 80), "bold"), f"  {one_line(failed.message)} ",
                             (f"({one_line(failed.code)})", "dim"))
        self._write(line, Text())

    def close(self) -> None:
        """A table needs no end."""

    def _write(self, *parts: RenderableType) -> None:
        with self._console.capture() as captured:
            for part in parts:
                self._console.print(part)
        # no terminal's encoding may stop a run: what it cannot show becomes "?"
        self._stream.write(captured.get().encode(self._encoding, "replace"))
        self._stream.flush()


def render(reading: Reading, width: int) -> Iterator[RenderableType]:
    """What is printed of a reading, for a terminal of `width` columns."""
    index = Index.of(reading)
    yield Text(one_line(reading.article.title or reading.article.id, 300), style="bold underline")
    yield Text(" · ".join(words.summary(reading)), style="dim")
    events = reading.events or ()
    if not events:
        yield Padding(Text("No events of the kinds that Sayso records."), (1, 0, 1, 2))
        return
    yield Text()
    yield _wide(index, events) if width >= WIDE else _narrow(index, events)


def _wide(index: Index, events: tuple[Event, ...]) -> Table:
    table = Table(box=SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 1), show_edge=False, header_style="bold")
    table.add_column("what", ratio=20)
    table.add_column("who ► whom", ratio=34)
    table.add_column("when, where, how many", ratio=24)
    table.add_column("status", width=12)
    table.add_column("on whose say-so", ratio=27)
    for event in events:
        cells = [_what(index, event, "\n"), _who(index, event), _circumstances(index, event, "\n"),
                 _status(event, "\n"), _said(index, event)]
        table.add_row(*cells)
        table.add_row()
    return table


def _narrow(index: Index, events: tuple[Event, ...]) -> Table:
    table = Table(box=None, expand=True, pad_edge=False, padding=(0, 1), show_header=False)
    table.add_column(width=len(str(len(events))), justify="right", style="dim")
    table.add_column(ratio=1)
    for number, event in enumerate(events, 1):
        lines = [_what(index, event, "  "), _who(index, event)]
        if (around := _circumstances(index, event, " · ")).plain:
            lines.append(around)
        lines.append(Text.assemble(_status(event, ", "), (" · on the say-so of ", "dim"), _said(index, event)))
        table.add_row(str(number), Text("\n").join(lines))
        table.add_row()
    return table


def _what(index: Index, event: Event, between: str) -> Text:
    kind, trigger = words.what(index, event)
    return Text.assemble((one_line(kind), f"bold {QUADS.get(event.quad, '')}"), between, (f"“{trigger}”", "italic"))


def _who(index: Index, event: Event) -> Text:
    return Text.assemble(words.parties(index, event.actors), (ARROW, "bold"), words.parties(index, event.recipients))


def _circumstances(index: Index, event: Event, between: str) -> Text:
    parts = [words.when(event), words.where(index, event), *words.how_many(event)]
    return Text(between.join(one_line(part) for part in parts if part))


def _status(event: Event, between: str) -> Text:
    degree = words.certainty(event)
    style = "bold red" if event.factuality < -0.5 else "green" if degree == "certain" else "magenta"
    return Text.assemble(one_line(event.status), between, (degree, style), (f" {event.factuality:+g}", "dim"))


def _said(index: Index, event: Event) -> Text:
    links = words.chain(index, event)
    return Text(LINK.join(links)) if links else Text(OWN_VOICE, style="dim")
