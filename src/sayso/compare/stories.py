"""Stories: reports about one unfolding matter, found in a single pass in the order of publication.

Each report is a vector of terms (see `sayso.compare.terms`), weighted by tf·idf with the document frequencies of the
reports before it. It joins the live story whose centroid it is nearest to by cosine, if that is at least `join`; else
it begins a story. Source of the method: single-pass clustering as in Topic Detection and Tracking (Allan et al. 1998).

The cost of a report does not grow with what came before: a story that nothing joined for `window` days is closed and
leaves the index; the report's `QUERY` heaviest terms look up stories by an inverted index of each story's `KEPT`
heaviest, a term that more than `COMMON` live stories have finds none, and `TRIED` stories are compared in full.
"""
import datetime
import hashlib
import heapq
import math
from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from sayso.compare.terms import Weights, terms_of
from sayso.errors import RecordError
from sayso.records.claim import Story

QUERY, KEPT, COMMON, TRIED = 60, 400, 500, 40
LIVE = 20_000  # stories at once, for reports without dates: the ones joined longest ago are closed
VOCABULARY = 500_000  # terms whose frequency is kept; then those met once are forgotten
Vector = dict[str, float]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """`join`: least cosine; `window`: days; `prior`: reports that idf imagines to have been read before the first."""

    join: float = 0.23
    window: int = 14
    prior: int = 30
    weights: Weights = Weights()


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """A report as `load` takes it back: what `add` got, and the story that it gave."""

    report: str
    story: str
    text: str
    published: str | None = None
    title: str | None = None
    names: tuple[str, ...] = ()


class _Open:
    """A live story: the sum of its reports' vectors, and its length."""

    def __init__(self, id_: str) -> None:
        self.id, self.length = id_, 0.0
        self.sum: dict[str, float] = {}
        self.end: int | None = None
        self.start: int | None = None
        self.touched: int | None = None  # the day that it was for the index when a report last joined
        self.indexed: set[str] = set()


class _Told:
    """A story's record while reports join it; `days`: those of its first and last report."""

    def __init__(self, id_: str) -> None:
        self.id, self.title = id_, ""
        self.reports: list[str] = []
        self.days: list[str] = []

    def story(self) -> Story:
        return Story(id=self.id, title=self.title, reports=tuple(self.reports), start=min(self.days, default=None),
                     end=max(self.days, default=None))


class StoryIndex:
    """Gives each report its story. Not for several threads at once."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()
        self._seen = 0
        self._frequency: Counter[str] = Counter()
        self._live: dict[str, _Open] = {}  # in the order in which they were last joined
        self._postings: dict[str, set[str]] = {}
        self._stories: dict[str, _Told] = {}
        self._story_of: dict[str, str] = {}
        self._today: int | None = None
        self._ahead = False

    def add(self, report: str, text: str, published: str | None, *, title: str | None = None,
            names: Iterable[str] = ()) -> str:
        """The id of the story that a report belongs to; the same again for a report that was added before.

        `names` are those of the entities and places that the reader found. Reports come in order of publication; one
        that comes late joins what is live and near its date.
        """
        if report in self._story_of:
            return self._story_of[report]
        vector = self._weighed(terms_of(text, title, names, self._settings.weights))
        day = _day(published)
        self._close(day)
        joined = self._nearest(vector, day) or _id(report)
        self._join(joined, report, vector, day, title, published)
        return joined

    def load(self, filed: Iterable[Filed]) -> None:
        """Takes back reports, in their first order, into the stories they were given. RecordError for one twice."""
        for row in filed:
            if row.report in self._story_of:
                raise RecordError(f"{row.report!r} is filed already; load each report once", "report")
            vector = self._weighed(terms_of(row.text, row.title, row.names, self._settings.weights))
            day = _day(row.published)
            self._close(day)
            self._join(row.story, row.report, vector, day, row.title, row.published)

    def story(self, id_: str) -> Story:
        """A story as it is now. RecordError if there is none."""
        if id_ not in self._stories:
            raise RecordError(f"{id_!r} is no story of this index", "story")
        return self._stories[id_].story()

    def stories(self) -> Iterator[Story]:
        """All stories, in the order in which they began."""
        yield from (told.story() for told in self._stories.values())

    def _weighed(self, terms: dict[str, float]) -> Vector:
        """tf·idf of length 1; the report itself counts among those read."""
        self._seen += 1
        self._frequency.update(terms.keys())
        if len(self._frequency) > VOCABULARY:
            self._frequency = Counter({term: n for term, n in self._frequency.items() if n > 1})
        read = self._seen + self._settings.prior
        vector = {term: math.log1p(count) * math.log(read / max(self._frequency[term], 1))
                  for term, count in terms.items()}
        length = math.sqrt(sum(x * x for x in vector.values()))
        return {term: x / length for term, x in vector.items()} if length else {}

    def _nearest(self, vector: Vector, day: int | None) -> str | None:
        """The live story that is nearest, if near enough; of equally near ones the one joined longest ago."""
        votes: dict[str, float] = {}
        for term in heapq.nlargest(QUERY, vector, key=lambda term: vector[term]):
            holders = self._postings.get(term, ())
            if len(holders) <= COMMON:
                for story in holders:
                    held = self._live[story]
                    votes[story] = votes.get(story, 0.0) + vector[term] * held.sum[term] / held.length
        best, least = None, self._settings.join
        for story in heapq.nlargest(TRIED, votes, key=lambda story: (votes[story], story)):
            held = self._live[story]
            if day is not None and held.end is not None and held.start is not None and not (
                    held.start - self._settings.window <= day <= held.end + self._settings.window):
                continue
            cosine = sum(x * held.sum[term] for term, x in vector.items() if term in held.sum) / held.length
            if cosine >= least and (best is None or cosine > least):
                best, least = story, cosine
        return best

    def _join(self, id_: str, report: str, vector: Vector, day: int | None, title: str | None,
              published: str | None) -> None:
        self._story_of[report] = id_
        held = self._live.pop(id_, None) or _Open(id_)
        self._live[id_] = held
        held.touched = self._today
        for term, x in vector.items():
            held.sum[term] = held.sum.get(term, 0.0) + x
        if len(held.sum) > 2 * KEPT:
            held.sum = dict(heapq.nlargest(KEPT, held.sum.items(), key=lambda item: item[1]))
        held.length = math.sqrt(sum(x * x for x in held.sum.values())) or 1.0
        self._index(held)
        if day is not None:
            held.start = day if held.start is None else min(held.start, day)
            held.end = day if held.end is None else max(held.end, day)
        told = self._stories.setdefault(id_, _Told(id_))
        told.title = told.title or title or ""
        told.reports.append(report)
        if published is not None:
            told.days.append(published)
            told.days[:] = [min(told.days), max(told.days)]

    def _index(self, held: _Open) -> None:
        """Puts a story under its heaviest terms, and takes it from those that are no longer."""
        heaviest = set(heapq.nlargest(KEPT, held.sum, key=lambda term: held.sum[term]))
        for term in held.indexed - heaviest:
            self._leave(term, held.id)
        for term in heaviest - held.indexed:
            self._postings.setdefault(term, set()).add(held.id)
        held.indexed = heaviest

    def _leave(self, term: str, id_: str) -> None:
        self._postings[term].discard(id_)
        if not self._postings[term]:
            del self._postings[term]

    def _close(self, day: int | None) -> None:
        """Closes what nothing joined for the window: only the oldest are looked at, as live stories stand in order."""
        if day is not None:
            self._move_on(day)
        while self._live:
            oldest = next(iter(self._live.values()))
            past = self._today is not None and (oldest.touched or 0) + self._settings.window < self._today
            if not past and len(self._live) <= LIVE:
                return
            for term in oldest.indexed:
                self._leave(term, oldest.id)
            del self._live[oldest.id]

    def _move_on(self, day: int) -> None:
        """The latest day of publication seen. One report from far ahead moves nothing: its date may be wrong."""
        if self._today is None:
            self._today = day
            for held in self._live.values():
                held.touched = day
        elif day > self._today:
            far = day > self._today + self._settings.window
            if not far or self._ahead:
                self._today = day
            self._ahead = far and not self._ahead


def _day(published: str | None) -> int | None:
    """The number of a day of publication; None if there is none, or it is no date."""
    try:
        return None if published is None else datetime.date.fromisoformat(published[:10]).toordinal()
    except ValueError:
        return None


def _id(report: str) -> str:
    """A story's id: made of its first report's, so that the same reports in the same order give the same ids."""
    return "s" + hashlib.sha256(report.encode("utf-8", "surrogatepass")).hexdigest()[:16]
