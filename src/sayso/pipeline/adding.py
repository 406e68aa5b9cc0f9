"""Inputs ► articles in the store ► read ► readings in the store ► compared.

Rules:
- an article is in the store before it is read, so that one that cannot be read is not lost; articles and readings are
  put in batches, each of which is a transaction;
- what this reader has read is not read again; what an earlier run left unread is read first;
- whatever happens to one article stays with it;
- comparing is done now and then while articles come in, and at the end. When it is done changes nothing of what comes
  out (see `sayso.pipeline.comparing`), so it waits until there is enough to be worth going through the spans again.

The identity of a text that has no address and no id of its own is the whole path of its file: two folders may each hold
a `1.txt`.
"""
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

import msgspec

from sayso.collect.inputs import SUFFIXES, articles
from sayso.collect.inputs import Options as InputOptions
from sayso.collect.make import Failure
from sayso.pipeline.comparing import Compared, Comparer
from sayso.pipeline.marks import Mark, article_of, expect, first_mark, marks, put_marks
from sayso.pipeline.reading import Options, With, _read_one, _worker, load_reader
from sayso.records import Article, ReaderInfo, Reading
from sayso.records.claim import Report
from sayso.store.base import Added, Store, Stored, reader_stamp
from sayso.workers import Outcome, read_in_workers

BATCH = 32  # articles in a transaction: what a stop in the middle may have to read again
PAGE = 100  # reports asked for at once
SHARE = 4   # comparing waits until what is new is one in so many of the reports that it went through the last time
MANY = 500  # and one in so many of all that there are, whose marks it looks through
Found = Article | Failure


class Reads(Protocol):
    """A reader that says who it is."""

    @property
    def info(self) -> ReaderInfo:
        """Its name, version and tables."""

    def read(self, article: Article) -> Reading:
        """Everything that is found in an article."""


Load = Callable[[With], Reads]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one input. `outcome`: new | version | known | left (by an earlier run) | failed.

    `failure` also where an article was kept but could not be read; `report` then names it.
    """

    id: str
    outcome: str
    report: str | None = None
    failure: Failure | None = None


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What a run did. `new`, `versions` and `known` are of articles given; `failed` gave no article or no reading."""

    new: int = 0
    versions: int = 0
    known: int = 0
    read: int = 0
    failed: int = 0
    compared: Compared = Compared()

    def plus(self, other: "Summary") -> "Summary":
        """Both runs together."""
        return Summary(new=self.new + other.new, versions=self.versions + other.versions,
                       known=self.known + other.known, read=self.read + other.read, failed=self.failed + other.failed,
                       compared=_both(self.compared, other.compared))


class Telling(msgspec.Struct, frozen=True):
    """Whom to tell of each input, and of the comparing: what, how many are done, of how many."""

    step: Callable[[Step], None] = lambda _: None
    compared: Callable[[str, int, int], None] = lambda *_: None


def add(inputs: Sequence[str], store: Store, options: Options, telling: Telling | None = None,
        load: Load = load_reader) -> Summary:
    """Adds, reads and compares. SaysoError at once for what concerns the whole run, StoreError when the store fails."""
    found = found_in(inputs, options.published)
    adder = Adder(store, options, telling, load)
    adder.ready()
    return adder.run(found)


def found_in(inputs: Sequence[str], published: str | None) -> Iterator[Found]:
    """The articles of all inputs, files' under their paths. SourceError "date" at once if `published` is no date."""
    options = InputOptions(published=published)
    articles((), options)
    return _found(inputs, options)


def files_of(inputs: Iterable[str]) -> Iterator[str]:
    """Inputs, each folder as the files in it, sorted; an empty one stays, for it to be told of."""
    for name in inputs:
        files = sorted(Path(top, file) for top, _, files in os.walk(name) for file in files if _is_input(file)) \
            if name != "-" and Path(name).is_dir() else []
        yield from map(str, files) if files else (name,)


def _is_input(file: str) -> bool:
    return file.lower().removesuffix(".gz").endswith(tuple(SUFFIXES))


def _found(inputs: Sequence[str], options: InputOptions) -> Iterator[Found]:
    for name in files_of(inputs):
        path = Path(name) if name != "-" and Path(name).is_file() else None
        for item in articles((name,), options):
            yield item if path is None or isinstance(item, Failure) else _placed(item, path)


def _placed(article: Article, path: Path) -> Article:
    """An article whose id is only its file's name, or that and a line's number, gets the whole path for it."""
    if article.id == path.name or article.id.startswith(f"{path.name}:"):
        return msgspec.structs.replace(article, id=f"{path.resolve()}{article.id[len(path.name):]}")
    return article


class Adder:
    """Adds articles to a store and reads them. `run` compares at its end; after `take`, `compare` is to be called."""

    def __init__(self, store: Store, options: Options, telling: Telling | None = None,
                 load: Load = load_reader) -> None:
        self._store, self._options, self._load = store, options, load
        self._telling = telling or Telling()
        self._comparer = Comparer(store, self._telling.compared)
        self._reader: Reads | None = None
        self._waiting: deque[Step] = deque()  # what is being read, in order
        self._under_way: set[str] = set()
        self._done: list[Report] = []
        self._begun = False
        self._fresh, self._enough = 0, BATCH
        self._summary = Summary()

    def ready(self) -> None:
        """Loads the reader, so that what is wrong with it is known before the first article."""
        if self._options.workers == 1:
            self._its_reader()

    def run(self, found: Iterable[Found], *, compare: bool = True, left: bool = True) -> Summary:
        """Adds and reads all that is found, and first what was `left` unread; compares unless told not to."""
        for outcome in self._outcomes(self._to_read(found, left=left)):
            self._keep(outcome)
            if len(self._done) >= BATCH:
                self._put()
                if compare and self._fresh >= self._enough:
                    self.compare()
        self._put()
        if compare:
            self.compare()
        return self._summary

    def take(self, given: Sequence[Article]) -> tuple[Added, ...]:
        """Adds and reads some articles here and now, and says what became of each; failures are told as steps."""
        if not self._begun:
            self.run((), compare=False)
        added, wanted = self._add(given)
        for article in wanted:
            self._keep(_read_one(self._its_reader(), article))
        self._put()
        return added

    def compare(self) -> Compared:
        """Compares all that is to be compared; what this run has done so far."""
        now = self._comparer.compare()
        self._fresh, self._enough = 0, max(BATCH, now.reports // SHARE, now.held // MANY)
        self._summary = self._summary.plus(Summary(compared=now))
        return self._summary.compared

    def _outcomes(self, wanted: Iterator[Found]) -> Iterator[Outcome]:
        if self._options.workers > 1:
            return read_in_workers(wanted, partial(_worker, self._load, self._options.reader), self._options.workers)
        return (item if isinstance(item, Failure) else _read_one(self._its_reader(), item) for item in wanted)

    def _to_read(self, found: Iterable[Found], *, left: bool) -> Iterator[Found]:
        """Puts articles into the store, batch by batch, and hands on those that are to be read, and the failures."""
        self._begun = True
        for stored in left_behind(self._store) if left else ():
            yield self._wanted(Step(id=stored.content.id, outcome="left", report=stored.report), stored.content)
        batch: list[Article] = []
        for item in found:
            if isinstance(item, Failure):
                self._waiting.append(Step(id=item.id, outcome="failed"))
                yield item
                continue
            batch.append(item)
            if len(batch) == BATCH:
                yield from self._add(batch)[1]
                batch = []
        if batch:
            yield from self._add(batch)[1]

    def _add(self, batch: Sequence[Article]) -> tuple[tuple[Added, ...], list[Article]]:
        """Puts a batch into the store, marked as to be compared; which of it is to be read."""
        added = self._store.writer.add_articles(batch)
        unseen = {one.report: article for one, article in zip(added, batch, strict=True) if one.outcome != "known"}
        put_marks(self._store.writer, self._first_marks(unseen))
        wanted = []
        for one, article in zip(added, batch, strict=True):
            self._count(Summary(new=int(one.outcome == "new"), versions=int(one.outcome == "version"),
                                known=int(one.outcome == "known")))
            step = Step(id=article.id, outcome=one.outcome, report=one.report)
            if one.outcome == "known" and (one.report in self._under_way or self._is_read(one)):
                self._telling.step(step)
            else:
                wanted.append(self._wanted(step, article))
        return added, wanted

    def _first_marks(self, given: dict[str, Article]) -> dict[str, Mark]:
        """A report without a date stands on the day when it was fetched, which the store knows."""
        view = self._store.view
        return {stored.report: first_mark(stored) for stored in view.versions(given)} if given else {}

    def _wanted(self, step: Step, article: Article) -> Article:
        self._waiting.append(step)
        if step.report is not None:
            self._under_way.add(step.report)
        return article

    def _is_read(self, added: Added) -> bool:
        """Whether this reader has read it. An older one's reading is not enough: the article was given again."""
        row = self._store.view.article(added.article)
        stamp = reader_stamp(self._its_reader().info)
        return row is not None and any(v.report == added.report and stamp in v.readers for v in row.versions)

    def _its_reader(self) -> Reads:
        if self._reader is None:
            self._reader = self._load(self._options.reader)
        return self._reader

    def _keep(self, outcome: Outcome) -> None:
        """Takes what came of the next one that is waiting."""
        step = self._waiting.popleft()
        if isinstance(outcome, Failure):
            self._count(Summary(failed=1))
            step = msgspec.structs.replace(step, failure=outcome)
        elif step.report is not None:
            self._count(Summary(read=1))
            self._done.append(Report(id=step.report, article=article_of(step.report), reading=outcome))
        self._telling.step(step)

    def _put(self) -> None:
        """Keeps the readings that are done. Those of reports that were read before are to be compared again."""
        if self._done:
            expect(self._store, [report.id for report in self._done])
            self._store.writer.put_readings(self._done)
            self._fresh += len(self._done)
            self._under_way.difference_update(report.id for report in self._done)
            self._done = []

    def _count(self, more: Summary) -> None:
        self._summary = self._summary.plus(more)


def left_behind(store: Store) -> Iterator[Stored]:
    """What an earlier run added and did not read. What others added and read is marked, so that it is compared."""
    held = marks(store.view)
    unread = [report for report, mark in held.items()
              if not mark.digest and not mark.story and store.view.reading(report) is None]
    for at in range(0, len(unread), PAGE):
        yield from store.view.versions(unread[at:at + PAGE])
    last = next(reversed(held), None)  # whoever is killed has marked all but the last that he added
    while page := store.view.unread("", after=last, limit=PAGE):
        put_marks(store.writer, {stored.report: first_mark(stored) for stored in page if stored.report not in held})
        yield from (stored for stored in page if store.view.reading(stored.report) is None)
        last = page[-1].report


def _both(one: Compared, other: Compared) -> Compared:
    return Compared(reports=one.reports + other.reports, held=max(one.held, other.held),
                    links=one.links + other.links, stories=one.stories + other.stories,
                    claims=one.claims + other.claims)
