"""What people say and ask for: grades of sources, watches with what met them, feeds."""
from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from sayso.errors import StoreError
from sayso.records.claim import Claim
from sayso.store.base import RELIABILITIES
from sayso.store.database import Database
from sayso.store.filters import ClaimFilter
from sayso.store.pack import json, pack_claim, unpack_claim
from sayso.store.rows import Feed, Met, Reliability, SourceCard, Watch
from sayso.store.schema import AnyRow, articles, feeds, grades, met, watches

UNGRADED = "F"  # "reliability cannot be judged"


def grade_source(connection: Connection, grade: Reliability) -> None:
    """See `Writer.grade_source`."""
    if grade.reliability not in RELIABILITIES:
        raise StoreError(f"{grade.reliability!r} is no reliability; give one of {', '.join(RELIABILITIES)}.")
    if not all(said.strip() for said in (grade.source, grade.who, grade.why)):
        raise StoreError("A grade needs the source, who gives it and why; say all three.")
    connection.execute(insert(grades).values(**msgspec.structs.asdict(grade)))


def source_card(connection: Connection, source: str) -> SourceCard:
    """See `View.source`."""
    held = connection.execute(select(grades).where(grades.c.source == source).order_by(grades.c.id.desc())).all()
    count = connection.execute(
        select(func.count()).select_from(articles).where(articles.c.source == source)).scalar_one()
    history = tuple(Reliability(source=g.source, reliability=g.reliability, who=g.who, at=g.at, why=g.why)
                    for g in held)
    return SourceCard(source=source, reliability=history[0].reliability if history else UNGRADED, history=history,
                      articles=count)


def reliabilities(connection: Connection) -> dict[str, str]:
    """See `View.reliabilities`."""
    held = connection.execute(select(grades.c.source, grades.c.reliability).order_by(grades.c.id))
    return {row.source: row.reliability for row in held}


def add_watch(connection: Connection, watch: Watch) -> None:
    """See `Writer.add_watch`."""
    if not watch.name.strip():
        raise StoreError("A watch needs a name; give it one.")
    if connection.execute(select(watches.c.id).where(watches.c.name == watch.name)).first():
        raise StoreError(f"There is a watch {watch.name!r} already; give this one another name.")
    connection.execute(insert(watches).values(
        **{name: value for name, value in msgspec.structs.asdict(watch).items() if name != "query"},
        query=json(watch.query)))


def end_watch(connection: Connection, name: str, now: str) -> None:
    """See `Writer.end_watch`."""
    id_ = _watch_id(connection, name)
    connection.execute(update(watches).where(watches.c.id == id_, watches.c.ended.is_(None)).values(ended=now))


def meet_watch(connection: Connection, database: Database, name: str, given: Iterable[Claim],
               now: str) -> tuple[Met, ...]:
    """See `Writer.meet_watch`."""
    id_ = _watch_id(connection, name)
    found = []
    for claim in given:
        new = connection.execute(
            database.upsert(met, ("watch_id", "claim_id"), ()).returning(met.c.id),
            {"watch_id": id_, "claim_id": claim.id, "at": now, "claim": pack_claim(claim)}).scalar()
        if new is not None:
            found.append(Met(number=new, watch=name, at=now, claim=claim))
    return tuple(found)


def all_watches(connection: Connection) -> tuple[Watch, ...]:
    """See `View.watches`."""
    return tuple(_watch(row) for row in connection.execute(select(watches).order_by(watches.c.name)))


def what_met(connection: Connection, name: str | None, after: int, limit: int) -> tuple[Met, ...]:
    """See `View.met`."""
    asked = select(met, watches.c.name.label("watch")).join(watches, watches.c.id == met.c.watch_id)
    asked = asked.where(met.c.id > after)
    if name is not None:
        asked = asked.where(met.c.watch_id == _watch_id(connection, name))
    rows = connection.execute(asked.order_by(met.c.id).limit(limit))
    return tuple(Met(number=row.id, watch=row.watch, at=row.at, claim=unpack_claim(row.claim)) for row in rows)


def put_feed(connection: Connection, database: Database, feed: Feed) -> None:
    """See `Writer.put_feed`."""
    row = msgspec.structs.asdict(feed)
    connection.execute(database.upsert(feeds, ("url",), [name for name in row if name != "url"]), row)


def remove_feed(connection: Connection, url: str) -> bool:
    """See `Writer.remove_feed`."""
    return connection.execute(delete(feeds).where(feeds.c.url == url)).rowcount > 0


def all_feeds(connection: Connection) -> tuple[Feed, ...]:
    """See `View.feeds`."""
    return tuple(Feed(**row) for row in connection.execute(select(feeds).order_by(feeds.c.url)).mappings())


def _watch_id(connection: Connection, name: str) -> int:
    found = connection.execute(select(watches.c.id).where(watches.c.name == name)).scalar()
    if found is None:
        raise StoreError(f"There is no watch {name!r}; `sayso watch list` names them.")
    return int(found)


def _watch(row: AnyRow) -> Watch:
    return Watch(name=row.name, query=msgspec.json.decode(row.query, type=ClaimFilter), who=row.who, why=row.why,
                 event=row.event, quote=row.quote, created=row.created, ended=row.ended)
