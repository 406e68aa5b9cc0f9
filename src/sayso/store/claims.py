"""Questions for claims, stories and links."""
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, and_, false, func, or_, select

from sayso.records.claim import Claim, Link, Story
from sayso.store.database import Database
from sayso.store.filters import ClaimFilter
from sayso.store.pack import unpack_claim
from sayso.store.questions import Where, after, checked_day, checked_limit, cursor, near, party_in, within
from sayso.store.rows import ClaimPage
from sayso.store.schema import (
    AnyRow,
    claim_parties,
    claims,
    events,
    links,
    mentions,
    stories,
    story_reports,
    versions,
)
from sayso.store.session import chunks, report_ids
from sayso.store.words import fold, terms

_C = claims.c
_PARTY = claim_parties, claim_parties.c.claim_id, _C.id


def find(connection: Connection, database: Database, wanted: ClaimFilter) -> ClaimPage:
    """See `View.claims`."""
    limit = checked_limit(wanted.limit)
    found: list[AnyRow] = []
    for row in _pages(connection, database, wanted):
        if wanted.near and not within(wanted.near, row.lat, row.lon):
            continue
        if len(found) == limit:
            return ClaimPage(_claims(found), cursor(found[-1].sort_day, found[-1].id))
        found.append(row)
    return ClaimPage(_claims(found), None)


def one(connection: Connection, claim: str) -> Claim | None:
    """See `View.claim`."""
    found = connection.execute(select(_C.claim).where(_C.id == claim)).scalar()
    return None if found is None else unpack_claim(found)


def of_reports(connection: Connection, reports: Iterable[str]) -> tuple[Claim, ...]:
    """See `View.claims_of`."""
    found: dict[str, bytes] = {}
    for part in chunks(report_ids(connection, reports).values()):
        mine = select(mentions.c.claim_id).where(mentions.c.version_id.in_(part))
        found.update((row.id, row.claim) for row in connection.execute(select(_C.id, _C.claim).where(_C.id.in_(mine))))
    return tuple(unpack_claim(found[id_]) for id_ in sorted(found))


def story(connection: Connection, id_: str) -> Story | None:
    """See `View.story`."""
    found = _stories(connection, connection.execute(select(stories).where(stories.c.id == id_)).all())
    return found[0] if found else None


def all_stories(connection: Connection, report: str | None, limit: int) -> tuple[Story, ...]:
    """See `View.stories`."""
    asked = select(stories).order_by(func.coalesce(stories.c.end, "").desc(), stories.c.id).limit(checked_limit(limit))
    if report is not None:
        version = report_ids(connection, (report,))[report]
        asked = asked.where(stories.c.id.in_(
            select(story_reports.c.story_id).where(story_reports.c.version_id == version)))
    return _stories(connection, connection.execute(asked).all())


def links_of(connection: Connection, report: str) -> tuple[Link, ...]:
    """See `View.links`."""
    version = report_ids(connection, (report,))[report]
    later, earlier = versions.alias("later"), versions.alias("earlier")
    rows = connection.execute(
        select(links, later.c.key.label("later"), earlier.c.key.label("earlier"))
        .join(later, later.c.id == links.c.later_id).join(earlier, earlier.c.id == links.c.earlier_id)
        .where(or_(links.c.later_id == version, links.c.earlier_id == version))
        .order_by(later.c.key, earlier.c.key, links.c.kind))
    return tuple(Link(kind=row.kind, later=row.later, earlier=row.earlier, score=row.score, why=row.why)
                 for row in rows)


def _claims(rows: Iterable[AnyRow]) -> tuple[Claim, ...]:
    return tuple(unpack_claim(row.claim) for row in rows)


def _stories(connection: Connection, rows: Iterable[AnyRow]) -> tuple[Story, ...]:
    held = {row.id: row for row in rows}
    reports: dict[str, list[str]] = {id_: [] for id_ in held}
    for part in chunks(held):
        for row in connection.execute(
                select(story_reports.c.story_id, versions.c.key)
                .join(versions, versions.c.id == story_reports.c.version_id)
                .where(story_reports.c.story_id.in_(part))
                .order_by(story_reports.c.story_id, story_reports.c.position)):
            reports[row.story_id].append(row.key)
    return tuple(Story(id=id_, title=row.title, reports=tuple(reports[id_]), start=row.start, end=row.end)
                 for id_, row in held.items())


def _pages(connection: Connection, database: Database, wanted: ClaimFilter) -> Iterator[AnyRow]:
    ordered = select(_C.id, _C.sort_day, _C.lat, _C.lon, _C.claim).where(*_conditions(database, wanted)) \
        .order_by(_C.sort_day.desc(), _C.id.desc())
    size = wanted.limit + 1 if not wanted.near else max(500, wanted.limit + 1)
    at = after(wanted.cursor) if wanted.cursor else None
    while True:
        page = ordered if at is None else ordered.where(
            or_(_C.sort_day < at[0], and_(_C.sort_day == at[0], _C.id < at[1])))
        rows = connection.execute(page.limit(size)).all()
        yield from rows
        if len(rows) < size:
            return
        at = rows[-1].sort_day, rows[-1].id


def _conditions(database: Database, wanted: ClaimFilter) -> Iterator[Where]:
    for column, values in ((_C.type, wanted.types), (_C.country, wanted.countries), (_C.status, wanted.statuses)):
        if values:
            yield column.in_(values)
    for who, role in ((wanted.party, None), (wanted.actor, "actor"), (wanted.recipient, "recipient")):
        if who is not None:
            yield party_in(*_PARTY, who, role)
    if wanted.about is not None:
        yield or_(_C.country == wanted.about, party_in(*_PARTY, wanted.about, None))
    # a claim without a day is in no interval: nobody has said when
    if (since := checked_day(wanted.since)) is not None:
        yield func.coalesce(_C.end, _C.start) >= since
    if (until := checked_day(wanted.until)) is not None:
        yield func.coalesce(_C.start, _C.end) <= until
    if wanted.place is not None:
        yield _C.place_folded == fold(wanted.place)
    if wanted.near is not None:
        yield near(_C.lat, _C.lon, wanted.near)
    if wanted.least_supporting:
        yield _C.supporting >= wanted.least_supporting
    if wanted.least_denying:
        yield _C.denying >= wanted.least_denying
    if wanted.contradicted is not None:
        yield _C.contradicted > 0 if wanted.contradicted else _C.contradicted == 0
    if wanted.story is not None:
        yield _C.story == wanted.story
    if wanted.words is not None:
        asked = terms(wanted.words)
        yield _C.id.in_(select(mentions.c.claim_id).join(events, and_(
            events.c.version_id == mentions.c.version_id, events.c.event == mentions.c.event))
            .where(events.c.id.in_(database.events_with(asked)))) if asked else false()
