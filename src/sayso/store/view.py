"""The asking side, the same for every database: each call sees one state of the store."""
from collections.abc import Iterable

from sayso.records import Reading
from sayso.records.claim import Claim, Link, Report, Story
from sayso.store import claims, corrections, events, kept, rolled, search, texts
from sayso.store.database import Database
from sayso.store.filters import ClaimFilter, EventFilter
from sayso.store.questions import checked_limit
from sayso.store.rows import (
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
    SourceCard,
    Stored,
    Watch,
)
from sayso.store.session import asking


class SqlView:
    """See `sayso.store.base.View`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def article(self, key: str) -> ArticleRow | None:
        """See `View`."""
        with asking(self._database) as connection:
            return texts.article(connection, key)

    def versions(self, reports: Iterable[str]) -> tuple[Stored, ...]:
        """See `View`."""
        with asking(self._database) as connection:
            return texts.stored(connection, reports)

    def reading(self, report: str, stamp: str | None = None) -> Reading | None:
        """See `View`."""
        with asking(self._database) as connection:
            return texts.reading(connection, report, stamp)

    def unread(self, stamp: str, *, after: str | None = None, limit: int = 100) -> tuple[Stored, ...]:
        """See `View`."""
        with asking(self._database) as connection:
            return texts.unread(connection, stamp, after, limit)

    def reports(self, *, after: str | None = None, limit: int = 100) -> tuple[Report, ...]:
        """See `View`."""
        with asking(self._database) as connection:
            return texts.reports(connection, after, limit)

    def signatures(self, method: str, reports: Iterable[str] | None = None) -> dict[str, bytes]:
        """See `View`."""
        with asking(self._database) as connection:
            return texts.held_signatures(connection, method, reports)

    def search(self, words: str, *, within: str = "reports", limit: int = 20) -> tuple[Hit, ...]:
        """See `View`."""
        with asking(self._database) as connection:
            return search.search(connection, self._database, words, within, limit)

    def events(self, wanted: EventFilter) -> EventPage:
        """See `View`."""
        with asking(self._database) as connection:
            return events.find(connection, self._database, wanted)

    def event(self, key: str) -> EventRow | None:
        """See `View`."""
        with asking(self._database) as connection:
            return events.one(connection, key)

    def corrections(self, event: str) -> tuple[Correction, ...]:
        """See `View`."""
        with asking(self._database) as connection:
            return corrections.history(connection, event)

    def story(self, story: str) -> Story | None:
        """See `View`."""
        with asking(self._database) as connection:
            return claims.story(connection, story)

    def stories(self, *, report: str | None = None, limit: int = 50) -> tuple[Story, ...]:
        """See `View`."""
        with asking(self._database) as connection:
            return claims.all_stories(connection, report, limit)

    def claim(self, claim: str) -> Claim | None:
        """See `View`."""
        with asking(self._database) as connection:
            return claims.one(connection, claim)

    def claims(self, wanted: ClaimFilter) -> ClaimPage:
        """See `View`."""
        with asking(self._database) as connection:
            return claims.find(connection, self._database, wanted)

    def claims_of(self, reports: Iterable[str]) -> tuple[Claim, ...]:
        """See `View`."""
        with asking(self._database) as connection:
            return claims.of_reports(connection, reports)

    def links(self, report: str) -> tuple[Link, ...]:
        """See `View`."""
        with asking(self._database) as connection:
            return claims.links_of(connection, report)

    def see_also(self, report: str, *, limit: int = 10) -> tuple[Related, ...]:
        """See `View`."""
        with asking(self._database) as connection:
            return search.see_also(connection, self._database, report, limit)

    def actors(self, one: str, other: str, *, since: str | None = None, until: str | None = None) -> tuple[Month, ...]:
        """See `View`."""
        with asking(self._database) as connection:
            return rolled.actors(connection, one, other, since, until)

    def pairs(self, since: str, until: str, *, limit: int = 50) -> tuple[Month, ...]:
        """See `View`."""
        with asking(self._database) as connection:
            return rolled.pairs(connection, since, until, limit)

    def source(self, source: str) -> SourceCard:
        """See `View`."""
        with asking(self._database) as connection:
            return kept.source_card(connection, source)

    def reliabilities(self) -> dict[str, str]:
        """See `View`."""
        with asking(self._database) as connection:
            return kept.reliabilities(connection)

    def watches(self) -> tuple[Watch, ...]:
        """See `View`."""
        with asking(self._database) as connection:
            return kept.all_watches(connection)

    def met(self, watch: str | None = None, *, after: int = 0, limit: int = 100) -> tuple[Met, ...]:
        """See `View`."""
        with asking(self._database) as connection:
            return kept.what_met(connection, watch, after, checked_limit(limit))

    def feeds(self) -> tuple[Feed, ...]:
        """See `View`."""
        with asking(self._database) as connection:
            return kept.all_feeds(connection)
