"""How actors dealt with each other, from the rollups where they are kept and from the events where not."""
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from sayso.errors import StoreError
from sayso.store.flatten import COOPERATIVE, COUNTED, TENTHS
from sayso.store.questions import checked_limit, checked_month, is_who
from sayso.store.rows import Month
from sayso.store.schema import event_parties, events, rollups
from sayso.store.words import fold

_R, _E = rollups.c, events.c
_SUMS = ("count", "cooperation", "conflict", "goldstein", "scaled")
_ROLLED = re.compile(r"[A-Z]{3,15}")


def actors(connection: Connection, one: str, other: str, since: str | None, until: str | None) -> tuple[Month, ...]:
    """See `View.actors`."""
    for who in (one, other):
        if not fold(who):
            raise StoreError(f"{who!r} names no actor; give a country, a code or a name.")
    checked_month(since)
    checked_month(until)
    if all(_ROLLED.fullmatch(who) and _is_rolled(connection, who) for who in (one, other)):
        return _from_rollups(connection, one, other, since, until)
    found = [*_from_events(connection, one, other, since, until), *_from_events(connection, other, one, since, until)]
    return tuple(sorted(found, key=lambda m: (m.month, m.actor != one)))


def pairs(connection: Connection, since: str, until: str, limit: int) -> tuple[Month, ...]:
    """See `View.pairs`."""
    checked_month(since)
    checked_month(until)
    rows = connection.execute(
        select(_R.actor, _R.recipient, *(func.sum(_R[name]).label(f"sum_{name}") for name in _SUMS))
        .where(_R.states, _R.month >= since, _R.month <= until, _R["count"] > 0).group_by(_R.actor, _R.recipient)
        .order_by(func.sum(_R["count"]).desc(), _R.actor, _R.recipient).limit(checked_limit(limit))).mappings()
    return tuple(_month(row["actor"], row["recipient"], since, {name: int(row[f"sum_{name}"]) for name in _SUMS})
                 for row in rows)


def _is_rolled(connection: Connection, who: str) -> bool:
    """Names in capitals ("NATO") look like codes; what no rollup knows is asked of the events."""
    asked = select(_R.month).where(or_(_R.actor == who, _R.recipient == who)).limit(1)
    return connection.execute(asked).first() is not None


def _from_rollups(connection: Connection, one: str, other: str, since: str | None,
                  until: str | None) -> tuple[Month, ...]:
    asked = select(rollups).where(_R["count"] > 0, or_(
        and_(_R.actor == one, _R.recipient == other), and_(_R.actor == other, _R.recipient == one)))
    if since is not None:
        asked = asked.where(_R.month >= since)
    if until is not None:
        asked = asked.where(_R.month <= until)
    rows = connection.execute(asked.order_by(_R.month)).mappings().all()
    return tuple(_month(row["actor"], row["recipient"], row["month"], row)
                 for row in sorted(rows, key=lambda row: (row["month"], row["actor"] != one)))


def _from_events(connection: Connection, actor: str, recipient: str, since: str | None,
                 until: str | None) -> Iterable[Month]:
    """The same sums over the events themselves, for actors that are known by name or ref."""
    doing = select(event_parties.c.event_id).where(is_who(event_parties, actor), event_parties.c.role == "actor")
    bearing = select(event_parties.c.event_id).where(is_who(event_parties, recipient),
                                                     event_parties.c.role == "recipient")
    asked = select(_E.first_day, _E.quad, _E.goldstein).where(
        _E.id.in_(doing), _E.id.in_(bearing), _E.current, _E.status.in_(COUNTED), _E.factuality > 0)
    if since is not None:
        asked = asked.where(_E.first_day >= since)
    if until is not None:
        asked = asked.where(func.substr(_E.first_day, 1, 7) <= until)
    sums: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_SUMS, 0))
    for row in connection.execute(asked):
        month = sums[row.first_day[:7]]
        month["count"] += 1
        month["cooperation" if row.quad in COOPERATIVE else "conflict"] += 1
        month["goldstein"] += row.goldstein or 0
        month["scaled"] += row.goldstein is not None
    return [_month(actor, recipient, month, held) for month, held in sums.items()]


def _month(actor: str, recipient: str, month: str, sums: Mapping[Any, Any]) -> Month:
    return Month(actor=actor, recipient=recipient, month=month, count=sums["count"], cooperation=sums["cooperation"],
                 conflict=sums["conflict"], goldstein=sums["goldstein"] / TENTHS, scaled=sums["scaled"])
