"""Readings ► kept lines, event rows, evidence in the index, and rollups."""
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, func, insert, select, update

from sayso.errors import StoreError
from sayso.records import ReaderInfo, Reading
from sayso.records.claim import Report
from sayso.store.base import Scale, reader_stamp
from sayso.store.corrections import overlaid
from sayso.store.database import Database
from sayso.store.flatten import contributions, event_rows, parties
from sayso.store.pack import json, pack_reading
from sayso.store.schema import AnyRow, event_parties, events, readers, readings, rollups, versions
from sayso.store.words import fold

SUMS = ("count", "cooperation", "conflict", "goldstein", "scaled")

_V = versions.c
_VERSION = select(_V.id, _V.article_id, _V.number, _V.sha256, _V.published, _V.fetched).where(
    _V.key == bindparam("report"))
_READ = select(readings.c.id).where(
    readings.c.version_id == bindparam("version"), readings.c.reader_id == bindparam("reader"))
_NEWEST = select(func.max(_V.number)).join(readings, readings.c.version_id == _V.id).where(
    _V.article_id == bindparam("article"))
_READER = select(readers.c.id).where(readers.c.stamp == bindparam("stamp"))
_NEW_READING = insert(readings).returning(readings.c.id)
_NEW_EVENTS = insert(events).returning(events.c.id, sort_by_parameter_order=True)


class Putting(msgspec.Struct, frozen=True):
    """What putting a reading needs beside it."""

    connection: Connection
    database: Database
    scale: Scale
    now: str


def put_readings(to: Putting, reports: Iterable[Report]) -> tuple[bool, ...]:
    """See `Writer.put_readings`."""
    return tuple(_put(to, report) for report in reports)


def roll_up(connection: Connection, database: Database, rows: Iterable[Mapping[Any, Any]], sign: int) -> None:
    """Adds what events contribute to the rollups, or takes it away; what is nothing any more goes."""
    summed: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in rows:
        for part in contributions(row, sign):
            whole = summed.setdefault((part["actor"], part["recipient"], part["month"]), part)
            if whole is not part:
                whole.update({name: whole[name] + part[name] for name in SUMS})
    if summed:  # in one order, always: two transactions must not wait for each other's rows
        connection.execute(database.add_up(rollups, ("actor", "recipient", "month"), SUMS),
                           [summed[key] for key in sorted(summed)])


def _put(to: Putting, report: Report) -> bool:
    version = to.connection.execute(_VERSION, {"report": report.id}).first()
    if version is None:
        raise StoreError(f"There is no report {report.id!r} in the store; add its article first.")
    if version.sha256 != report.reading.article.sha256:
        raise StoreError(f"The reading given for {report.id!r} is of another text; read the version that is stored.")
    reader = _reader(to, report.reading.reader)
    if to.connection.execute(_READ, {"version": version.id, "reader": reader}).first():
        return False
    newest = to.connection.execute(_NEWEST, {"article": version.article_id}).scalar()
    reading_id = to.connection.execute(_NEW_READING, {
        "version_id": version.id, "reader_id": reader, "read_at": to.now, "line": pack_reading(report.reading),
    }).scalar_one()
    current = newest is None or version.number >= newest
    if current and newest is not None:
        _retire(to, version.article_id)
    _put_events(to, version, report.reading, {"reading_id": reading_id, "current": current})
    return True


def _reader(to: Putting, info: ReaderInfo) -> int:
    stamp = reader_stamp(info)
    found = to.connection.execute(_READER, {"stamp": stamp}).scalar()
    if found is None:
        found = to.connection.execute(
            insert(readers).values(stamp=stamp, info=json(info)).returning(readers.c.id)).scalar_one()
    return int(found)


def _retire(to: Putting, article_id: int) -> None:
    """The events of an earlier reading or version stay, but are asked for no more."""
    mine = (events.c.article_id == article_id) & events.c.current
    held = to.connection.execute(select(events).where(mine)).mappings().all()
    roll_up(to.connection, to.database, held, -1)
    to.connection.execute(update(events).where(mine).values(current=False))


def _put_events(to: Putting, version: AnyRow, reading: Reading, of: dict[str, Any]) -> None:
    kept = {**of, "version_id": version.id, "article_id": version.article_id}
    day = version.published or version.fetched[:10]
    rows = [{**row, **kept} for row in event_rows(reading, to.scale, day)]
    rows = overlaid(to.connection, version.id, rows, to.scale, day)
    if not rows:
        return
    ids = to.connection.execute(_NEW_EVENTS, rows).scalars().all()
    if taking_part := [{**party, "event_id": id_} for id_, row in zip(ids, rows, strict=True)
                       for party in parties(row)]:
        to.connection.execute(insert(event_parties), taking_part)
    to.database.index_events(to.connection, [(id_, fold(row["quote"])) for id_, row in zip(ids, rows, strict=True)])
    if of["current"]:
        roll_up(to.connection, to.database, rows, 1)
