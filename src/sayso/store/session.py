"""Transactions, and the errors of databases in the words of Sayso."""
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from sayso.errors import StoreError
from sayso.store.database import Database
from sayso.store.schema import versions
from sayso.store.sqlite import WRITES

T = TypeVar("T")
MANY = 500  # keys in one question: databases bound the number of parameters


@contextmanager
def writing(database: Database) -> Iterator[Connection]:
    """A transaction that no other writer shares; kept when the block ends, undone when it raises."""
    with speaking(database), database.engine.connect().execution_options(**{WRITES: True}) as connection, \
            connection.begin():
        database.begin_writing(connection)
        yield connection


@contextmanager
def asking(database: Database) -> Iterator[Connection]:
    """A transaction that sees one state of the store and changes nothing."""
    with speaking(database), database.engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def speaking(database: Database) -> Iterator[None]:
    """Turns what a database says into a StoreError that names the store and a way out."""
    try:
        yield
    except DBAPIError as error:
        said = " ".join(str(error.orig).split())[:200]
        raise StoreError(f"The store {database.place} cannot do it ({said}); {_way_out(said)}.") from error
    except (SQLAlchemyError, UnicodeEncodeError) as error:
        said = " ".join(str(error).split())[:200]
        raise StoreError(f"The store {database.place} cannot do it ({said}); please report it.") from error


def stamp(at: datetime) -> str:
    """A time of day in UTC as the store writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def report_ids(connection: Connection, keys: Iterable[str]) -> dict[str, int]:
    """The number of each report. StoreError for a key that there is not."""
    wanted = list(dict.fromkeys(keys))
    found: dict[str, int] = {}
    for part in chunks(wanted):
        found.update((row.key, row.id) for row in connection.execute(
            select(versions.c.key, versions.c.id).where(versions.c.key.in_(part))))
    if missing := next((key for key in wanted if key not in found), None):
        raise StoreError(f"There is no report {missing!r} in the store; add its article first.")
    return found


def chunks(items: Iterable[T]) -> Iterator[Sequence[T]]:
    """Parts that a database takes in one question."""
    rest = iter(items)
    while part := list(islice(rest, MANY)):
        yield part


def _way_out(said: str) -> str:
    if "locked" in said or "lock" in said:
        return "another program has been writing for too long: try again when it is done"
    if "full" in said or "space" in said:
        return "make room on the disk and try again"
    if "readonly" in said or "read-only" in said:
        return "give a store that you may write to"
    if "connect" in said or "refused" in said:
        return "see that the database runs and that its address is right"
    if "not a database" in said or "malformed" in said:
        return "give another file, or restore this one from a copy"
    return "nothing of this call was kept"
