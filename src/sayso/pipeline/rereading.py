"""Reports that an older reader read ► read again, and what changed, event by event.

Events of two readings are one where their triggers are the same words, or else where they overlap: the longest overlap
first, the earlier of equal ones. What is compared is what an event says, not how its reading numbers it.
"""
from collections import deque
from collections.abc import Iterator, Sequence
from functools import partial

import msgspec

from sayso.collect.make import Failure
from sayso.pipeline.adding import BATCH, PAGE, Load
from sayso.pipeline.comparing import Compared, Comparer, Progress
from sayso.pipeline.marks import article_of, expect
from sayso.pipeline.reading import Options, _read_here, _worker, load_reader
from sayso.records import Article, Event, Party, Reading
from sayso.records.claim import Report
from sayso.records.span import overlap
from sayso.store.base import Store, Stored, reader_stamp
from sayso.workers import Outcome, read_in_workers

FIELDS = ("trigger", "type", "mode", "cameo", "actors", "recipients", "when", "where", "counts", "status", "factuality",
          "said by")


class Field(msgspec.Struct, frozen=True):
    """A field of an event, as people read it, before and now. "" is nothing."""

    name: str
    old: str
    new: str


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """An event that the readings tell differently. `kind`: new | gone | changed. `old` and `new` are ids of events.

    `trigger` is its words in the text; `fields` are those that differ, all that are filled of a new or a gone one.
    """

    kind: str
    trigger: str
    old: str | None
    new: str | None
    fields: tuple[Field, ...]


class Reread(msgspec.Struct, frozen=True, kw_only=True):
    """A report that was read again. `before` and `now` are readers' stamps; None: nobody had read it.

    `failure`: it could not be read, and the older reading stands.
    """

    report: str
    title: str | None
    before: str | None
    now: str | None
    events: int = 0
    changes: tuple[Change, ...] = ()
    failure: Failure | None = None


def reread(store: Store, options: Options, load: Load = load_reader) -> Iterator[Reread]:
    """Reads what this reader has not read, oldest first, and tells of each report when its reading is in the store.

    `compare` is to be called at the end; until then claims are the older readings'.
    """
    reader = load(options.reader)
    waiting: deque[Stored] = deque()
    wanted = _unread(store, reader_stamp(reader.info), waiting)
    done: list[tuple[Stored, Outcome]] = []
    for outcome in (read_in_workers(wanted, partial(_worker, load, options.reader), options.workers)
                    if options.workers > 1 else _read_here(wanted, reader)):
        done.append((waiting.popleft(), outcome))
        if len(done) == BATCH:
            yield from _put(store, done)
            done = []
    yield from _put(store, done)


def compare(store: Store, tell: Progress = lambda *_: None) -> Compared:
    """Brings claims up to date with what was read."""
    return Comparer(store, tell).compare()


def differences(old: Reading, new: Reading) -> tuple[Change, ...]:
    """What two readings of one text tell differently, in the order of the text."""
    was, now = list(old.events or ()), list(new.events or ())
    found: list[tuple[int, Change]] = []
    for one, other in _paired(was, now):
        event, reading = (other, new) if other is not None else (one, old)
        assert event is not None
        fields = tuple(Field(name, a, b) for name, a, b in zip(FIELDS, _told(one, old), _told(other, new), strict=True)
                       if a != b)
        if fields:
            kind = "new" if one is None else "gone" if other is None else "changed"
            found.append((event.trigger[0], Change(
                kind=kind, trigger=_words(reading, event.trigger), old=one.id if one else None,
                new=other.id if other else None, fields=fields)))
    return tuple(change for _, change in sorted(found, key=lambda item: item[0]))


def _unread(store: Store, stamp: str, waiting: deque[Stored]) -> Iterator[Article]:
    """What this reader has not read, put down as waiting."""
    last: str | None = None
    while page := store.view.unread(stamp, after=last, limit=PAGE):
        for stored in page:
            waiting.append(stored)
            yield stored.content
        last = page[-1].report


def _put(store: Store, done: Sequence[tuple[Stored, Outcome]]) -> list[Reread]:
    """Keeps the readings, and says what they changed."""
    told, kept = [], []
    for stored, outcome in done:
        old = store.view.reading(stored.report)
        before = reader_stamp(old.reader) if old else None
        if isinstance(outcome, Failure):
            told.append(Reread(report=stored.report, title=stored.content.title, before=before, now=None,
                               failure=outcome))
            continue
        kept.append(Report(id=stored.report, article=article_of(stored.report), reading=outcome))
        told.append(Reread(report=stored.report, title=stored.content.title, before=before,
                           now=reader_stamp(outcome.reader), events=len(outcome.events or ()),
                           changes=differences(old, outcome) if old else ()))
    if kept:
        expect(store, [report.id for report in kept])  # first, so that whoever is killed compares them later
        store.writer.put_readings(kept)
    return told


def _paired(old: Sequence[Event], new: Sequence[Event]) -> Iterator[tuple[Event | None, Event | None]]:
    """Events of two readings, each once."""
    near = sorted(((a.trigger != b.trigger, -overlap(a.trigger, b.trigger), a.type != b.type, m, n)
                   for m, a in enumerate(old) for n, b in enumerate(new) if overlap(a.trigger, b.trigger)))
    left, right = dict(enumerate(old)), dict(enumerate(new))
    for *_, m, n in near:
        if m in left and n in right:
            yield left.pop(m), right.pop(n)
    yield from ((one, None) for one in left.values())
    yield from ((None, one) for one in right.values())


def _told(event: Event | None, reading: Reading) -> tuple[str, ...]:
    """The fields of an event in the order of `FIELDS`, as people read them."""
    if event is None:
        return ("",) * len(FIELDS)
    place = next((p for p in reading.places or () if p.id == event.where), None)
    said = next((s for s in reading.statements or () if s.id == event.said_by), None)
    when = event.when
    return (
        _words(reading, event.trigger), event.type, event.mode or "", event.cameo, _parties(reading, event.actors),
        _parties(reading, event.recipients), f"{when.start or ''}..{when.end or ''}" if when else "",
        f"{place.name} ({place.country or '?'})" if place else "",
        "; ".join(f"{c.what} {'' if c.low is None else c.low}..{'' if c.high is None else c.high}"
                  for c in event.counts),
        event.status, f"{event.factuality:+g}",
        "; ".join(_words(reading, source.span) for source in said.sources) if said else "")


def _parties(reading: Reading, parties: Sequence[Party]) -> str:
    return "; ".join(_words(reading, party.span) + (f" [{party.code}]" if party.code else "") for party in parties)


def _words(reading: Reading, span: tuple[int, int]) -> str:
    return " ".join(reading.text[slice(*span)].split())
