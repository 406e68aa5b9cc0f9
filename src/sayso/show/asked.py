"""What a store answers, for a terminal: lists of passages, events, stories and claims, and of months of two actors.

From `WIDE` columns on an answer is a table with a row for each record; below that each record is a block of lines.
Every string comes from strangers and goes through `line`.
"""
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from sayso.records import When
from sayso.records.claim import Claim, Side, Spot, Story
from sayso.show import words
from sayso.show.neutral import one_line
from sayso.show.table import QUADS, WIDE, TablePrinter
from sayso.show.words import ARROW, LINK

if TYPE_CHECKING:
    from sayso.store.rows import Correction, EventRow, Hit, Month, Reliability

Parts = Iterator[RenderableType]
KEY = 22  # characters in which an event's key stands on one line, so that it can be copied
STATUS = 12
BAR = 20  # characters of the longest bar of a month


class Head(NamedTuple):
    """A column: its name, and its width in characters, or its share of what the others leave."""

    name: str
    share: int = 1
    width: int | None = None


class Screen(TablePrinter):
    """Prints what a function makes for the screen's width."""

    def show(self, shown: Callable[[int], Parts]) -> None:
        """All of it."""
        self._write(*shown(self._console.width))


def hits(found: "Sequence[Hit]", width: int) -> Parts:
    """Passages with the words that were asked for."""
    if not found:
        yield Text("Nothing has all of these words.")
        return
    rows = []
    for hit in found:
        about = [one_line(part, 80) for part in (hit.source, hit.published) if part]
        rows.append([
            Text("\n").join([Text(one_line(hit.title or "without a title", 200), style="bold"),
                             Text(" · ".join(about), style="dim"), key(hit.event or hit.report)]),
            _marked(hit.snippet, hit.marks)])
    yield listing((("report", 40), ("passage", 60)), rows, width)


def _marked(text: str, marks: Iterable[tuple[int, int]]) -> Text:
    """A passage with its marks: cut apart first, for making it harmless moves its characters."""
    shown, at = Text(), 0
    for start, end in sorted(marks):
        if start >= at:
            shown.append(_inside(text[at:start]))
            shown.append(_inside(text[start:end]), style="bold yellow")
            at = end
    shown.append(_inside(text[at:]))
    return shown


def _inside(text: str) -> str:
    """A piece of a line: the spaces at its ends stay."""
    bare = one_line(text, 1000)
    left, right = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' if left else ''}{bare}{' ' if right and bare else ''}"


def events(found: "Sequence[EventRow]", width: int) -> Parts:
    """Events: what, who and whom with the evidence, when and where, how certain, on whose say-so."""
    if not found:
        yield Text("No event is like that.")
        return
    heads = (Head("what", width=KEY), ("who ► whom, in whose words", 44), ("when, where", 20),
             Head("status", width=STATUS), ("on whose say-so", 22))
    yield listing(heads, [_event(event) for event in found], width)


def _event(event: "EventRow") -> list[Text]:
    what = Text(one_line(kind(event.type, event.mode)), style=f"bold {QUADS.get(event.quad, '')}".strip())
    status = certainty(event.status, event.factuality, "\n")
    chance = f"probability {event.probability:.2f}" if event.probability is not None else ""
    if event.corrected:
        status.append("\ncorrected", style="yellow")
    return [
        Text("\n").join([what, key(event.key), *_known([chance])]),
        Text("\n").join([parties(event.actors, event.recipients), Text(f"“{line(event.quote)}”", style="italic")]),
        Text("\n").join(_known([when(event.start, event.end) or f"told {event.first_day}", where(event.place)])),
        status,
        Text(LINK.join(one_line(name, 80) for name in event.say_so) or "an unnamed outlet"),
    ]


def stories(found: Sequence[Story], width: int) -> Parts:
    """Stories with their days and the number of their reports."""
    if not found:
        yield Text("No story is like that.")
        return
    rows = [[Text("\n").join([Text(one_line(story.title, 200), style="bold"), key(story.id)]),
             Text(when(story.start, story.end) or "without a day"), Text(number(len(story.reports), "report"))]
            for story in found]
    yield listing((("story", 70), ("when", 20), ("reports", 10)), rows, width)


def claims(found: Sequence[Claim], width: int) -> Parts:
    """Claims: what, who and whom, when and where, how many sources on each side, what contradicts, the grade."""
    if not found:
        yield Text("No claim is like that.")
        return
    heads = (Head("what", width=KEY), ("who ► whom", 55), ("when, where", 25), Head("independent sources", width=19),
             Head("grade", width=5))
    yield listing(heads, [_claim(claim) for claim in found], width)


def _claim(claim: Claim) -> list[Text]:
    sides = Text(f"{claim.supporting} for", style="green" if claim.supporting else "dim")
    sides.append(f", {claim.denying} against" if claim.denying else "", style="red")
    sides.append(f"\nof {number(len(claim.mentions), 'mention')}", style="dim")
    if claim.contradictions:
        kinds = ", ".join(one_line(name) for name in dict.fromkeys(c.kind for c in claim.contradictions))
        sides.append(f"\ncontradicted: {kinds}", style="bold red")
    return [
        Text("\n").join([Text(one_line(kind(claim.type, claim.mode)), style="bold"), key(claim.id)]),
        parties(claim.actors, claim.recipients),
        Text("\n").join(_known([when(claim.start, claim.end), where(claim.place), one_line(claim.status)])),
        sides, Text(one_line(f"{claim.grade.reliability}{claim.grade.credibility}"), style="bold")]


def months(found: "Sequence[Month]", width: int) -> Parts:
    """A row for each month and direction: acts of cooperation and of conflict, the mean on Goldstein's scale, a bar."""
    if not found:
        yield Text("Nothing between them has been reported.")
        return
    most = max(month.count for month in found)
    wide = width >= WIDE
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False, header_style="bold")
    table.add_column("month", no_wrap=True)
    table.add_column("who ► whom", ratio=1 if wide else None, overflow="fold")
    for name in ("cooperation", "conflict", "Goldstein") if wide else ("coop.", "confl.", "Gold."):
        table.add_column(name, justify="right", min_width=len(name))
    if wide:
        table.add_column("", width=BAR + 1, no_wrap=True)
    for month in found:
        cells = [_direction(month), Text(str(month.cooperation), style="green"), Text(str(month.conflict), style="red"),
                 Text(_mean(month.goldstein, month.scaled))]
        table.add_row(Text(one_line(month.month)), *cells, *([_bar(month, most)] if wide else []))
    for _, same in groupby(sorted(found, key=lambda m: (m.actor, m.recipient)), key=lambda m: (m.actor, m.recipient)):
        held = list(same)
        table.add_row(
            Text("all", style="bold"), _direction(held[0]),
            Text(str(sum(m.cooperation for m in held)), style="bold green"),
            Text(str(sum(m.conflict for m in held)), style="bold red"),
            Text(_mean(sum(m.goldstein for m in held), sum(m.scaled for m in held)), style="bold"),
            *([Text()] if wide else []))
    yield table


def _direction(month: "Month") -> Text:
    return Text.assemble(one_line(month.actor, 60), (ARROW, "bold"), one_line(month.recipient, 60))


def _mean(total: float, count: int) -> str:
    return f"{total / count:+.1f}" if count else "–"


def _bar(month: "Month", most: int) -> Text:
    """As long as the month has acts: conflict in red after cooperation in green."""
    def cells(count: int) -> int:
        return max(1, round(BAR * count / most)) if count else 0

    return Text.assemble(("▒" * cells(month.cooperation), "green"), ("█" * cells(month.conflict), "red"))


def corrections(found: "Sequence[Correction]", event: "EventRow", width: int) -> Parts:
    """An event as it now stands, and every change of it; the first `was` of a field is what was read."""
    yield from events((event,), width)
    if not found:
        yield Text("Nothing of it was corrected.")
        return
    rows = [[Text(one_line(one.field), style="bold"), Text(_value(one.old)), Text(_value(one.new)),
             Text(f"{one_line(one.who, 80)}, {one_line(one.at)}"), Text(line(one.why))] for one in found]
    yield listing((("field", 10), ("was", 25), ("is", 25), ("who, when", 20), ("why", 30)), rows, width)


def _value(held: str) -> str:
    """A value of a correction in words: a party and a place by their names."""
    value = json.loads(held)
    if value is None or value == []:
        return "none"
    if isinstance(value, list):
        return "; ".join(_named(one, "code", "[]") for one in value)
    return _named(value, "country", "()") if isinstance(value, dict) else line(str(value))


def _named(held: dict[str, str | None], other: str, brackets: str) -> str:
    more = held.get(other)
    return line(held["name"] or "?") + (f" {brackets[0]}{line(more)}{brackets[1]}" if more else "")


def grades(found: "Sequence[Reliability]", source: str, width: int) -> Parts:
    """An analyst's grades of a source, the newest first."""
    yield Text(one_line(source), style="bold underline")
    if not found:
        yield Text("Nobody has graded it: F, reliability cannot be judged.")
        return
    rows = [[Text(one_line(one.reliability), style="bold"), Text(f"{one_line(one.who, 80)}, {one_line(one.at)}"),
             Text(line(one.why))] for one in found]
    yield listing((("grade", 8), ("who, when", 30), ("why", 62)), rows, width)


def listing(heads: Sequence[tuple[str, int] | Head], rows: Iterable[Sequence[Text]], width: int) -> Table:
    """A table with such columns (name and share); on a narrow screen a block of lines for each row."""
    if width < WIDE:
        table = Table(box=None, expand=True, pad_edge=False, padding=(0, 0), show_header=False)
        table.add_column(ratio=1, overflow="fold")
        for row in rows:
            table.add_row(Text("\n").join(cell for cell in row if cell.plain.strip()))
            table.add_row()
        return table
    table = Table(box=SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 1), show_edge=False, header_style="bold")
    for head in (Head(*held) for held in heads):
        table.add_column(head.name, ratio=None if head.width else head.share, width=head.width, overflow="fold")
    for row in rows:
        table.add_row(*row)
        table.add_row()
    return table


def line(text: str) -> str:
    """A stranger's sentence on one line."""
    return one_line(text, 600)


def key(text: str) -> Text:
    """An id, as other commands want it."""
    return Text(one_line(text, 200), style="dim")


def kind(type_: str, mode: str | None) -> str:
    """A type with its mode."""
    return f"{type_} {mode}" if mode else type_


def parties(actors: Iterable[Side], recipients: Iterable[Side]) -> Text:
    """Who ► whom, each with its code."""
    return Text.assemble(_sides(actors), (ARROW, "bold"), _sides(recipients))


def _sides(held: Iterable[Side]) -> str:
    return ", ".join(one_line(s.name, 120) + (f" [{one_line(s.code)}]" if s.code else "") for s in held) or "?"


def when(start: str | None, end: str | None) -> str:
    """An interval of days, as short as it can be said."""
    return one_line(words.days(When(start=start, end=end, time=None)))


def where(place: Spot | None) -> str:
    """A place with its country."""
    if place is None:
        return ""
    country = f" ({one_line(place.country)})" if place.country and place.precision != "country" else ""
    return one_line(place.name, 120) + country


def certainty(status: str, factuality: float, between: str = ", ") -> Text:
    """A status with how certain it is."""
    degree = next((word for least, word in words.DEGREES if factuality >= least), "not so")
    style = "bold red" if factuality < -0.5 else "green" if degree == "certain" else "magenta"
    return Text.assemble(one_line(status), between, (degree, style), (f" {factuality:+g}", "dim"))


def number(count: int, word: str) -> str:
    """"1 report", "2 reports"."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _known(parts: Iterable[str]) -> list[Text]:
    return [Text(part) for part in parts if part]
