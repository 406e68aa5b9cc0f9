"""The writing side, the same for every database: each call is one transaction."""
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import msgspec

from sayso.records import Article, Reading
from sayso.records.claim import Claim, Link, Report, Story
from sayso.store import adding, compared, corrections, kept, reading
from sayso.store.base import Scale
from sayso.store.database import Database
from sayso.store.rows import Added, Correction, Feed, Met, Reliability, Watch
from sayso.store.session import stamp, writing


class SqlWriter:
    """See `sayso.store.base.Writer`."""

    def __init__(self, database: Database, scale: Scale, now: Callable[[], datetime]) -> None:
        self._database, self._scale, self._clock = database, scale, now

    def add_articles(self, articles: Iterable[Article]) -> tuple[Added, ...]:
        """See `Writer`."""
        given = tuple(articles)  # before the transaction: an input may take its time
        with writing(self._database) as connection:
            return adding.add_articles(connection, self._database, given, self._now())

    def put_readings(self, reports: Iterable[Report]) -> tuple[bool, ...]:
        """See `Writer`."""
        given = tuple(reports)
        with writing(self._database) as connection:
            return reading.put_readings(reading.Putting(connection, self._database, self._scale, self._now()), given)

    def add_readings(self, readings: Iterable[Reading]) -> tuple[Added, ...]:
        """See `Writer`."""
        given, now = tuple(readings), self._now()
        with writing(self._database) as connection:
            added = adding.add_articles(connection, self._database, [one.article for one in given], now)
            reading.put_readings(reading.Putting(connection, self._database, self._scale, now), [
                Report(id=at.report, article=at.article, reading=one) for at, one in zip(added, given, strict=True)])
        return added

    def put_signatures(self, method: str, signatures: Mapping[str, bytes]) -> None:
        """See `Writer`."""
        with writing(self._database) as connection:
            compared.put_signatures(connection, self._database, method, signatures)

    def put_links(self, links: Iterable[Link]) -> int:
        """See `Writer`."""
        given = tuple(links)
        with writing(self._database) as connection:
            return compared.put_links(connection, self._database, given)

    def put_stories(self, stories: Iterable[Story], gone: Iterable[str] = ()) -> None:
        """See `Writer`."""
        given = tuple(stories)
        with writing(self._database) as connection:
            compared.put_stories(connection, self._database, given, gone)

    def put_claims(self, claims: Iterable[Claim], gone: Iterable[str] = ()) -> None:
        """See `Writer`."""
        given = tuple(claims)
        with writing(self._database) as connection:
            compared.put_claims(connection, self._database, given, gone)

    def grade_source(self, source: str, reliability: str, *, who: str, why: str) -> Reliability:
        """See `Writer`."""
        grade = Reliability(source=source, reliability=reliability, who=who, at=self._now(), why=why)
        with writing(self._database) as connection:
            kept.grade_source(connection, grade)
        return grade

    def correct(self, event: str, changes: Mapping[str, object], *, who: str, why: str) -> tuple[Correction, ...]:
        """See `Writer`."""
        said = {"who": who, "why": why, "at": self._now()}
        with writing(self._database) as connection:
            made, before, after = corrections.correct(connection, self._scale, event, changes, said)
            if made and before["current"]:
                reading.roll_up(connection, self._database, [before], -1)
                reading.roll_up(connection, self._database, [after], 1)
        return made

    def add_watch(self, watch: Watch) -> Watch:
        """See `Writer`."""
        watch = msgspec.structs.replace(watch, created=watch.created or self._now())
        with writing(self._database) as connection:
            kept.add_watch(connection, watch)
        return watch

    def end_watch(self, name: str) -> None:
        """See `Writer`."""
        with writing(self._database) as connection:
            kept.end_watch(connection, name, self._now())

    def meet_watch(self, name: str, claims: Iterable[Claim]) -> tuple[Met, ...]:
        """See `Writer`."""
        given = tuple(claims)
        with writing(self._database) as connection:
            return kept.meet_watch(connection, self._database, name, given, self._now())

    def put_feed(self, feed: Feed) -> None:
        """See `Writer`."""
        feed = msgspec.structs.replace(feed, added=feed.added or self._now())
        with writing(self._database) as connection:
            kept.put_feed(connection, self._database, feed)

    def remove_feed(self, url: str) -> bool:
        """See `Writer`."""
        with writing(self._database) as connection:
            return kept.remove_feed(connection, url)

    def _now(self) -> str:
        return stamp(self._clock())
