"""What may be asked of a store and told to it. Other parts know these two protocols and no database.

Rules:
- each call of a `Writer` is one transaction: when it returns, everything that it was given is on the disk, and when it
  raises, or the process dies, nothing of it is;
- every call may be repeated: what is there already is not stored again;
- versions, readings, grades and corrections are never changed or taken away. What comparing computes (links, stories,
  claims), feeds' state and rollups follow the newest word.
"""
import hashlib
from collections.abc import Iterable, Mapping
from typing import Protocol

import msgspec

from sayso.records import Article, ReaderInfo, Reading
from sayso.records.claim import Claim, Link, Report, Story
from sayso.store.filters import Circle, ClaimFilter, EventFilter
from sayso.store.rows import (
    Added,
    ArticleRow,
    ClaimPage,
    Correction,
    EventPage,
    EventRow,
    Feed,
    Hit,
    Met,
    Month,
    Related,
    Reliability,
    SourceCard,
    Stored,
    Version,
    Watch,
)

__all__ = [
    "RELIABILITIES", "Added", "ArticleRow", "Circle", "ClaimFilter", "ClaimPage", "Correction", "EventFilter",
    "EventPage", "EventRow", "Feed", "Hit", "Met", "Month", "Related", "Reliability", "Scale", "SourceCard", "Store",
    "Stored", "Version", "View", "Watch", "Writer", "reader_stamp",
]
RELIABILITIES = ("A", "B", "C", "D", "E", "F")
Scale = Mapping[str, float]
"""CAMEO code ► its value on the Goldstein scale, -10 to +10."""


def reader_stamp(info: ReaderInfo) -> str:
    """One reader's name, version and a hash of everything else that decides what it reads: equal for equal readers."""
    told = msgspec.json.encode(msgspec.to_builtins(info), order="deterministic")
    return f"{info.name} {info.version} {hashlib.sha256(told).hexdigest()[:12]}"


class Writer(Protocol):
    """What may be told to a store. StoreError for what it cannot keep; then nothing of that call is kept."""

    def add_articles(self, articles: Iterable[Article]) -> tuple[Added, ...]:
        """Keeps each text once. In the order given: new, a new version of a known article, or known.

        An article is known again by its canonical URL; by the same text of the same source, where the titles do not
        differ; and, where it has no URL, by its own id and source.
        """

    def put_readings(self, reports: Iterable[Report]) -> tuple[bool, ...]:
        """Keeps each reading, once a reader and version: False where it was there. `report.id` is `Added.report`."""

    def add_readings(self, readings: Iterable[Reading]) -> tuple[Added, ...]:
        """Adds the article of each reading and the reading itself, both in the same transaction."""

    def put_signatures(self, method: str, signatures: Mapping[str, bytes]) -> None:
        """Keeps what a method of recognising copies computed of each report (report key ► bytes)."""

    def put_links(self, links: Iterable[Link]) -> int:
        """Keeps links, and says how many are new; the same link again takes the newer score and sentence."""

    def put_stories(self, stories: Iterable[Story], gone: Iterable[str] = ()) -> None:
        """Keeps stories as they now are; a report is in one story, the newest. `gone` were merged into others."""

    def put_claims(self, claims: Iterable[Claim], gone: Iterable[str] = ()) -> None:
        """Keeps claims as they now are. `gone` are ids of claims that were merged into others."""

    def grade_source(self, source: str, reliability: str, *, who: str, why: str) -> Reliability:
        """An analyst's grade of a source, A–F; earlier ones stay in its history."""

    def correct(self, event: str, changes: Mapping[str, object], *, who: str, why: str) -> tuple[Correction, ...]:
        """Changes fields of an event in every view; the reading stays as it is. Fields: `sayso.store.corrections`."""

    def add_watch(self, watch: Watch) -> Watch:
        """Keeps a watch under its name. StoreError where another watch has it."""

    def end_watch(self, name: str) -> None:
        """Ends a watch; what met it stays."""

    def meet_watch(self, name: str, claims: Iterable[Claim]) -> tuple[Met, ...]:
        """Notes that claims met a watch, and tells those that did not before."""

    def put_feed(self, feed: Feed) -> None:
        """Keeps a feed's state as it now is."""

    def remove_feed(self, url: str) -> bool:
        """Forgets a feed, not what came from it. False where there was none."""


class View(Protocol):
    """What may be asked of a store. StoreError for a question that makes no sense; nothing is ever changed."""

    def article(self, key: str) -> ArticleRow | None:
        """An article with its versions, by its key, by a report's key, or by any of its URLs."""

    def versions(self, reports: Iterable[str]) -> tuple[Stored, ...]:
        """Reports with their texts, in the order asked for. StoreError for a key that there is not."""

    def reading(self, report: str, stamp: str | None = None) -> Reading | None:
        """What a reader read in a report; without a stamp, the last that read it."""

    def unread(self, stamp: str, *, after: str | None = None, limit: int = 100) -> tuple[Stored, ...]:
        """Reports that this reader has not read, oldest first, after the one that `after` names."""

    def reports(self, *, after: str | None = None, limit: int = 100) -> tuple[Report, ...]:
        """Reports with their last readings, in the order in which they came, for comparing anew."""

    def signatures(self, method: str, reports: Iterable[str] | None = None) -> dict[str, bytes]:
        """What `put_signatures` was given: of these reports, or of all."""

    def search(self, words: str, *, within: str = "reports", limit: int = 20) -> tuple[Hit, ...]:
        """Reports ("reports") or evidence ("evidence") with all the words, best first. Any text is a question.

        "two words" in quotation marks stand together, -word must not be there, word* begins one.
        """

    def events(self, wanted: EventFilter) -> EventPage:
        """Events, the latest first."""

    def event(self, key: str) -> EventRow | None:
        """One event, of the last reading of its report that has it."""

    def corrections(self, event: str) -> tuple[Correction, ...]:
        """What was corrected of an event, oldest first; `old` of the first is what was read."""

    def story(self, story: str) -> Story | None:
        """A story by its id."""

    def stories(self, *, report: str | None = None, limit: int = 50) -> tuple[Story, ...]:
        """Stories, the latest first; with `report`, those that it belongs to."""

    def claim(self, claim: str) -> Claim | None:
        """A claim by its id."""

    def claims(self, wanted: ClaimFilter) -> ClaimPage:
        """Claims, the latest first; those without a day last."""

    def claims_of(self, reports: Iterable[str]) -> tuple[Claim, ...]:
        """The claims that any of these reports mentions."""

    def links(self, report: str) -> tuple[Link, ...]:
        """Links from and to a report."""

    def see_also(self, report: str, *, limit: int = 10) -> tuple[Related, ...]:
        """Other articles' reports of the same story, about the same actors, or with the same words, best first."""

    def actors(self, one: str, other: str, *, since: str | None = None, until: str | None = None) -> tuple[Month, ...]:
        """How two actors dealt with each other, month by month and in each direction. Months are `YYYY-MM`."""

    def pairs(self, since: str, until: str, *, limit: int = 50) -> tuple[Month, ...]:
        """The pairs of countries that had most to do with each other between two months, summed; `month` is `since`."""

    def source(self, source: str) -> SourceCard:
        """A source's grades."""

    def reliabilities(self) -> dict[str, str]:
        """Every graded source ► its newest grade."""

    def watches(self) -> tuple[Watch, ...]:
        """All watches, ended ones too, in order of name."""

    def met(self, watch: str | None = None, *, after: int = 0, limit: int = 100) -> tuple[Met, ...]:
        """What met a watch, or any, after the one of that number."""

    def feeds(self) -> tuple[Feed, ...]:
        """All feeds in order of URL."""


class Store(Protocol):
    """A store that is open; a context manager that closes it."""

    @property
    def writer(self) -> Writer:
        """The side that changes."""

    @property
    def view(self) -> View:
        """The side that asks."""

    def close(self) -> None:
        """Lets go of every connection."""

    def __enter__(self) -> "Store": ...

    def __exit__(self, *error: object) -> None: ...
