"""What has been compared: a mark on every report, kept in the store beside what was computed of it.

A mark has the report's day, the story that it was given, and a digest of what comparing looked at; an empty digest says
that the report is to be compared. Marks are written before a report is read and again, last of all, when everything
that follows from it is written: whoever is killed in between finds the report still to be compared.

The order of comparing is that of publication, and on one day that of arrival. A report without a date stands on the day
when it was fetched. Days are gathered in spans of `SPAN`, counted from 1 January of the year 1.
"""
import datetime
from collections.abc import Callable, Iterable, Mapping

import msgspec

from sayso.store.base import Store, Stored, View, Writer

METHOD = "compared-1"  # under which `Writer.put_signatures` keeps marks
SPAN = 14  # days: as long as a story waits for its next report, so that a span needs only the one before it
LEFT_OUT = b"-"  # the digest of a version that a newer one has replaced


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """`day`: the day's number, 1 is 0001-01-01. `story` "": none yet. `digest` b"": to be compared."""

    day: int
    story: str = ""
    digest: bytes = b""

    @property
    def span(self) -> int:
        """The number of the span of days that it lies in."""
        return self.day // SPAN


_DECODER = msgspec.msgpack.Decoder(Mark)


def marks(view: View) -> dict[str, Mark]:
    """Every mark, in the order in which the reports came."""
    return {report: _DECODER.decode(held) for report, held in view.signatures(METHOD).items()}


def put_marks(writer: Writer, given: Mapping[str, Mark]) -> None:
    """Keeps marks, in one transaction."""
    if given:
        writer.put_signatures(METHOD, {report: msgspec.msgpack.encode(mark) for report, mark in given.items()})


def first_mark(stored: Stored) -> Mark:
    """The mark of a report that is to be compared."""
    return Mark(_day(stored.content.published) or _day(stored.fetched) or 1)


def expect(store: Store, reports: Iterable[str]) -> None:
    """Marks reports as to be compared; those that were compared keep their stories until then."""
    keys = tuple(reports)
    held = {report: _DECODER.decode(mark) for report, mark in store.view.signatures(METHOD, keys).items()}
    missing = [report for report in keys if report not in held]
    new = {stored.report: first_mark(stored) for stored in store.view.versions(missing)} if missing else {}
    again = {report: msgspec.structs.replace(mark, digest=b"") for report, mark in held.items() if mark.digest}
    put_marks(store.writer, new | again)


def article_of(report: str) -> str:
    """The key of the article that a report is a version of (sayso.store.rows)."""
    return report.rpartition("-")[0]


class Calendar:
    """The reports that count, by span and by story: of each article the newest version that was read.

    `to_clear` are versions that were replaced and still stand in a story; `spans` those in which anything changed.
    """

    def __init__(self, held: Mapping[str, Mark], is_read: Callable[[str], bool]) -> None:
        self.marks = dict(held)
        self._arrival = {report: number for number, report in enumerate(held)}
        waiting = [report for report, mark in held.items() if not mark.digest]
        unread = {report for report in waiting if not is_read(report)}
        newest: dict[str, str] = {}
        for report in held:
            if report not in unread:
                other = newest.setdefault(article_of(report), report)
                if _number(report) > _number(other):
                    newest[article_of(report)] = report
        live = set(newest.values())
        self.to_clear = [r for r, mark in held.items()
                         if r not in live and r not in unread and (mark.story or mark.digest != LEFT_OUT)]
        self._by_span: dict[int, list[str]] = {}
        self._by_story: dict[str, set[str]] = {}
        for report in self.sorted(live):
            self._by_span.setdefault(held[report].span, []).append(report)
            self._by_story.setdefault(held[report].story, set()).add(report)
        self.spans = {held[r].span for r in waiting if r in live} | {held[r].span for r in self.to_clear}

    def sorted(self, reports: Iterable[str]) -> list[str]:
        """Reports in the order of comparing."""
        return sorted(reports, key=lambda report: (self.marks[report].day, self._arrival[report]))

    def of_span(self, span: int) -> list[str]:
        """The reports of a span of days, in order."""
        return self._by_span.get(span, [])

    def of_story(self, story: str) -> list[str]:
        """The reports of a story, in order."""
        return self.sorted(self._by_story.get(story, ()))

    def give(self, report: str, mark: Mark) -> None:
        """Changes the mark of a report that counts."""
        self._by_story[self.marks[report].story].discard(report)
        self._by_story.setdefault(mark.story, set()).add(report)
        self.marks[report] = mark


def _number(report: str) -> int:
    return int(report.rpartition("-")[2])


def _day(day: str | None) -> int | None:
    """The number of a day; None if there is none, or it is no date."""
    try:
        return None if day is None else datetime.date.fromisoformat(day[:10]).toordinal()
    except ValueError:
        return None
