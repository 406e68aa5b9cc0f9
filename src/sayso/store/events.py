"""Questions for events."""
from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, Select, and_, false, func, or_, select

from sayso.errors import StoreError
from sayso.store.corrections import place_of
from sayso.store.database import Database
from sayso.store.filters import EventFilter
from sayso.store.flatten import TENTHS, sides
from sayso.store.questions import Where, after, checked_day, checked_limit, cursor, near, party_in, within
from sayso.store.rows import EventPage, EventRow
from sayso.store.schema import articles, event_parties, events, readers, readings, versions
from sayso.store.words import fold, terms

_E = events.c
_SHOWN = (
    select(events, versions.c.key.label("report"), versions.c.title, versions.c.url, versions.c.published,
           articles.c.key.label("article"), readers.c.stamp)
    .join(versions, versions.c.id == _E.version_id).join(articles, articles.c.id == _E.article_id)
    .join(readings, readings.c.id == _E.reading_id).join(readers, readers.c.id == readings.c.reader_id))


def find(connection: Connection, database: Database, wanted: EventFilter) -> EventPage:
    """See `View.events`."""
    limit = checked_limit(wanted.limit)
    chosen = select(_E.id, _E.first_day, _E.lat, _E.lon).where(*_conditions(connection, database, wanted))
    ids: list[tuple[str, int]] = []
    more = None
    for row in _pages(connection, chosen, wanted):
        if wanted.near and not within(wanted.near, row["lat"], row["lon"]):
            continue
        if len(ids) == limit:
            more = cursor(*ids[-1])
            break
        ids.append((row["first_day"], row["id"]))
    rows = connection.execute(_SHOWN.where(_E.id.in_([id_ for _, id_ in ids]))).mappings() if ids else ()
    shown = {row["id"]: event_of(row) for row in rows}
    return EventPage(tuple(shown[id_] for _, id_ in ids), more)


def one(connection: Connection, key: str) -> EventRow | None:
    """See `View.event`."""
    report, _, id_ = key.rpartition(":")
    found = connection.execute(_SHOWN.where(versions.c.key == report, _E.event == id_)
                               .order_by(readings.c.id.desc()).limit(1)).mappings().first()
    return None if found is None else event_of(found)


def shown(connection: Connection, ids: list[int]) -> dict[int, EventRow]:
    """Rows by their number."""
    return {row["id"]: event_of(row) for row in connection.execute(_SHOWN.where(_E.id.in_(ids))).mappings()}


def event_of(row: RowMapping) -> EventRow:
    """A row as others see it."""
    return EventRow(
        key=f"{row['report']}:{row['event']}", report=row["report"], article=row["article"], event=row["event"],
        reader=row["stamp"], title=row["title"], url=row["url"], source=row["source"], published=row["published"],
        type=row["type"], mode=row["mode"], quad=row["quad"], cameo=row["cameo"],
        goldstein=None if row["goldstein"] is None else row["goldstein"] / TENTHS, contexts=_texts(row["contexts"]),
        status=row["status"], factuality=row["factuality"], start=row["start"], end=row["end"],
        first_day=row["first_day"], last_day=row["last_day"], actors=sides(row["actors"]),
        recipients=sides(row["recipients"]), place=place_of(row), probability=row["probability"],
        trigger=(row["trigger_start"], row["trigger_end"]), span=(row["quote_start"], row["quote_end"]),
        quote=row["quote"], say_so=_texts(row["say_so"]), corrected=_texts(row["corrected"]))


def _pages(connection: Connection, chosen: Select[Any], wanted: EventFilter) -> Iterator[RowMapping]:
    """Rows in order, the latest first: as many as are read, though a circle may pass over most of them."""
    day = func.coalesce(_E.first_day, "") if wanted.near else _E.first_day  # as above: not by the index of days
    ordered = chosen.order_by(day.desc(), _E.id.desc())
    size = wanted.limit + 1 if not wanted.near else max(1000, wanted.limit + 1)
    at = _place(wanted.cursor) if wanted.cursor else None
    while True:
        page = ordered if at is None else ordered.where(
            or_(_E.first_day < at[0], and_(_E.first_day == at[0], _E.id < at[1])))
        rows = connection.execute(page.limit(size)).mappings().all()
        yield from rows
        if len(rows) < size:
            return
        at = rows[-1]["first_day"], rows[-1]["id"]


def _place(held: str) -> tuple[str, int]:
    day, id_ = after(held)
    if not id_.isdecimal() or len(id_) > 18:
        raise StoreError(f"{held[:80]!r} is no cursor; give the one that the last page ended with.")
    return day, int(id_)


def _conditions(connection: Connection, database: Database, wanted: EventFilter) -> Iterator[Where]:
    if wanted.report is None:
        # IS NOT FALSE says the same and no index can answer it: with a circle, the one of points is the better
        yield _E.current.is_not(False) if wanted.near else _E.current
    else:
        last = select(readings.c.id).join(versions, versions.c.id == readings.c.version_id) \
            .where(versions.c.key == wanted.report).order_by(readings.c.id.desc()).limit(1)
        yield _E.reading_id == connection.execute(last).scalar()
    for column, values in ((_E.type, wanted.types), (_E.mode, wanted.modes), (_E.country, wanted.countries),
                           (_E.status, wanted.statuses), (_E.source, wanted.sources)):
        if values:
            yield column.in_(values)
    for who, role in ((wanted.party, None), (wanted.actor, "actor"), (wanted.recipient, "recipient")):
        if who is not None:
            yield party_in(event_parties, event_parties.c.event_id, _E.id, who, role)
    if (since := checked_day(wanted.since)) is not None:
        yield _E.last_day >= since
    if (until := checked_day(wanted.until)) is not None:
        yield _E.first_day <= until
    if wanted.place is not None:
        yield _E.place_folded == fold(wanted.place)
    if wanted.geonames is not None:
        yield _E.geonames == wanted.geonames
    if wanted.near is not None:
        yield near(_E.lat, _E.lon, wanted.near)
    yield from _certainty(wanted)
    if wanted.words is not None:
        asked = terms(wanted.words)
        yield _E.id.in_(database.events_with(asked)) if asked else false()


def _certainty(wanted: EventFilter) -> Iterator[Where]:
    if wanted.least_factuality is not None:
        yield _E.factuality >= wanted.least_factuality
    if wanted.most_factuality is not None:
        yield _E.factuality <= wanted.most_factuality
    if wanted.least_probability is not None:
        yield _E.probability >= wanted.least_probability


def _texts(held: str) -> tuple[str, ...]:
    return msgspec.json.decode(held, type=tuple[str, ...])
