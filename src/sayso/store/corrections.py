"""Analysts' corrections: what may be corrected, and what a correction does to an event's row.

A correction is a record of its own and never changes. It holds for the words that report the event (the trigger in that
version of the text), so that it outlives the reading: a newer reader that finds an event there gets it too.

Fields: type, mode, cameo, status, factuality, start, end, place (a `Spot` or null), actors and recipients (lists
of `Side`).
A corrected type takes the code with it unless that is corrected too: a code of another type would be wrong.
"""
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from sayso.errors import StoreError
from sayso.records.claim import Side, Spot
from sayso.records.codec import PLOVER, VOCABULARY
from sayso.store.base import Scale
from sayso.store.flatten import Row, days, parties, sides, spot, tenths
from sayso.store.pack import json
from sayso.store.rows import Correction
from sayso.store.schema import corrections, event_parties, events, readings, versions

_SIZES = 4, 3, 4, 5  # how many of PLOVER's types, in the codebook's order, each quad class has
QUAD = dict(zip(PLOVER, (quad for quad, n in zip(VOCABULARY["events", "quad"], _SIZES, strict=True) for _ in range(n)),
                strict=True))
_OF_VERSION = select(corrections).where(corrections.c.version_id == bindparam("version")).order_by(corrections.c.id)
_STATUSES = VOCABULARY["events", "status"]


def correct(connection: Connection, scale: Scale, event: str, changes: Mapping[str, object],
            said: Mapping[str, str]) -> tuple[tuple[Correction, ...], Row, Row]:
    """The corrections made, and the event's row before and after. `said`: who, why, at. No change, no correction."""
    if not said["who"].strip() or not said["why"].strip():
        raise StoreError("A correction needs who made it and why; say both.")
    if not changes:
        raise StoreError("Nothing to correct was named; name a field and its new value.")
    row = event_row(connection, event)
    made, after = [], row
    for field in sorted(changes, key=lambda name: (name == "cameo", name)):  # the type takes the code away: code last
        value = _checked(field, changes[field])
        old, new = _value(field, after), json(value)
        if old != new:
            made.append(Correction(event=event, field=field, old=old, new=new, **said))
            after = _changed(after, field, value, scale)
    if after["start"] and after["end"] and after["start"] > after["end"]:
        raise StoreError(f"The event {event} would begin on {after['start']} and end before, on {after['end']}; "
                         "correct both.")
    if made:
        _store(connection, row, after, made)
    return tuple(made), row, after


def overlaid(connection: Connection, version_id: int, rows: list[Row], scale: Scale, day: str) -> list[Row]:
    """New rows with the corrections of their triggers, in the order in which they were made."""
    held = connection.execute(_OF_VERSION, {"version": version_id}).all()
    found = list(rows)
    for one in held:
        at = [k for k, row in enumerate(rows) if _trigger(row) == (one.trigger_start, one.trigger_end)]
        named = [k for k in at if one.event.endswith(f":{rows[k]['event']}")]
        for k in at if len(at) == 1 else named:  # where words report two events, the id must tell which of them
            found[k] = _changed({**found[k], "day": day}, one.field, _checked(one.field, msgspec.json.decode(one.new)),
                                scale)
            found[k].pop("day", None)
    return found


def event_row(connection: Connection, event: str) -> Row:
    """An event's row by its key: of the last reading of its report that has it. StoreError where there is none."""
    report, _, id_ = event.rpartition(":")
    found = connection.execute(
        select(events, versions.c.published, versions.c.fetched).join(versions, versions.c.id == events.c.version_id)
        .join(readings, readings.c.id == events.c.reading_id)
        .where(versions.c.key == report, events.c.event == id_).order_by(readings.c.id.desc())).mappings().first()
    if found is None:
        raise StoreError(f"There is no event {event!r} in the store; events are named REPORT:EVENT, such as "
                         "1f0c55aa90b1d7e2-1:v3.")
    return {**found, "day": found["published"] or found["fetched"][:10]}


def history(connection: Connection, event: str) -> tuple[Correction, ...]:
    """See `View.corrections`."""
    row = event_row(connection, event)
    found = connection.execute(select(corrections).where(
        corrections.c.version_id == row["version_id"], corrections.c.trigger_start == row["trigger_start"],
        corrections.c.trigger_end == row["trigger_end"]).order_by(corrections.c.id)).all()
    alone = connection.execute(select(func.count()).select_from(events).where(
        *(events.c[name] == row[name] for name in ("reading_id", "trigger_start", "trigger_end")))).scalar_one() == 1
    return tuple(Correction(event=one.event, field=one.field, old=one.old, new=one.new, who=one.who, at=one.at,
                            why=one.why) for one in found if alone or one.event == event)


def _trigger(row: Row) -> tuple[int, int]:
    return row["trigger_start"], row["trigger_end"]


def _checked(field: str, value: object) -> Any:
    """The value in the field's type. StoreError says what the field takes."""
    if field not in _KINDS:
        raise StoreError(f"{field!r} is no field that can be corrected; those are {', '.join(sorted(_KINDS))}.")
    kind, words = _KINDS[field]
    try:
        found = msgspec.convert(msgspec.to_builtins(value), kind, strict=True)
        if field in ("start", "end") and found is not None and date.fromisoformat(found).isoformat() != found:
            raise ValueError
    except (msgspec.ValidationError, ValueError, TypeError) as error:
        raise StoreError(f"{value!r} is no value for {field!r}; it takes {words}.") from error
    if (field == "type" and found not in PLOVER) or (field == "status" and found not in _STATUSES) \
            or (field == "factuality" and not -3 <= found <= 3):
        raise StoreError(f"{value!r} is no value for {field!r}; it takes {words}.")
    return found


_KINDS: dict[str, tuple[Any, str]] = {
    "type": (str, f"one of {', '.join(PLOVER)}"), "mode": (str | None, "a PLOVER mode or null"),
    "cameo": (str | None, "a CAMEO code or null"), "status": (str, f"one of {', '.join(_STATUSES)}"),
    "factuality": (float, "a number from -3 to 3"), "start": (str | None, "a day as YYYY-MM-DD, or null"),
    "end": (str | None, "a day as YYYY-MM-DD, or null"),
    "place": (Spot | None, "a place with its coordinates, or null"),
    "actors": (tuple[Side, ...], "a list of parties"), "recipients": (tuple[Side, ...], "a list of parties"),
}


def _value(field: str, row: Row) -> str:
    """A field as it is now, as JSON."""
    if field == "place":
        return json(place_of(row))
    return str(row[field]) if field in ("actors", "recipients") else json(row[field])


def place_of(row: Mapping[Any, Any]) -> Spot | None:
    """The place of a row."""
    if row["place"] is None:
        return None
    return Spot(geonames=row["geonames"], name=row["place"], country=row["country"], lat=row["lat"], lon=row["lon"],
                precision=row["precision"])


def _changed(row: Row, field: str, value: Any, scale: Scale) -> Row:
    """The row with a field corrected, and what hangs on it."""
    after = {**row, "corrected": json(sorted({*msgspec.json.decode(row["corrected"]), field}))}
    if field == "place":
        after |= spot(value)
    elif field in ("actors", "recipients"):
        after[field] = json(value)
    elif field in ("start", "end"):
        start, end = (value if name == field else row[name] for name in ("start", "end"))
        after |= days(start, end, row["day"])
    elif field == "type":
        after |= {"type": value, "quad": QUAD[value], "cameo": None, "goldstein": None}
    elif field == "cameo":
        after |= {"cameo": value, "goldstein": tenths(value, scale)}
    else:
        after[field] = value
    return after


def _store(connection: Connection, before: Row, after: Row, made: Iterable[Correction]) -> None:
    named = {name: before[name] for name in ("version_id", "trigger_start", "trigger_end")}
    connection.execute(insert(corrections), [{**named, **msgspec.structs.asdict(one)} for one in made])
    changed = {name: after[name] for name in events.c.keys() if after[name] != before[name]}  # noqa: SIM118 (no dict)
    if changed:
        connection.execute(update(events).where(events.c.id == before["id"]).values(**changed))
    if any(sides(before[name]) != sides(after[name]) for name in ("actors", "recipients")):
        connection.execute(delete(event_parties).where(event_parties.c.event_id == before["id"]))
        if rows := [{**party, "event_id": before["id"]} for party in parties(after)]:
            connection.execute(insert(event_parties), rows)
