"""The store as one SQLite file.

WAL, so that readers and the writer do not wait for each other; synchronous=FULL, so that what was acknowledged survives
a cut of power too (with WAL, NORMAL would not promise that); FTS5 without content, because the texts are kept
compressed.
"""
import sqlite3
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Select, Table, column, create_engine, event, select, table
from sqlalchemy.dialects.sqlite import insert

from sayso.store.database import Found
from sayso.store.words import Term

PATIENCE = 30_000  # milliseconds that a writer waits for another
_REPORTS = table("report_words", column("rowid"), column("rank"), column("title"), column("text"),
                 column("report_words"))
_EVENTS = table("event_words", column("rowid"), column("rank"), column("quote"), column("event_words"))
WRITES = "sayso_writes"


class Sqlite:
    """A store in a file, which is made where there is none."""

    def __init__(self, path: Path) -> None:
        self.place = str(path)
        self.engine: Engine = create_engine(URL.create("sqlite", database=str(path)))
        event.listen(self.engine, "connect", _prepare)
        event.listen(self.engine, "begin", _begin)

    def begin_writing(self, connection: Connection) -> None:
        """Nothing more: BEGIN IMMEDIATE has locked the others out (see `_begin`)."""

    def upsert(self, table: Table, keys: Sequence[str], changed: Sequence[str]) -> Any:
        """See `Database`."""
        return _upsert(table, tuple(keys), tuple(changed))

    def add_up(self, table: Table, keys: Sequence[str], summed: Sequence[str]) -> Any:
        """See `Database`."""
        return _add_up(table, tuple(keys), tuple(summed))

    def index_reports(self, connection: Connection, rows: Iterable[tuple[int, str, str]]) -> None:
        """See `Database`."""
        connection.exec_driver_sql("INSERT INTO report_words(rowid, title, text) VALUES (?, ?, ?)", list(rows))

    def index_events(self, connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
        """See `Database`."""
        connection.exec_driver_sql("INSERT INTO event_words(rowid, quote) VALUES (?, ?)", list(rows))

    def find_reports(self, connection: Connection, asked: tuple[Term, ...], limit: int) -> list[Found]:
        """See `Database`. Ranked by BM25, a title counting eight times (the index holds the weights)."""
        return self._found(connection, _REPORTS, _match(asked), limit)

    def find_events(self, connection: Connection, asked: tuple[Term, ...], limit: int) -> list[Found]:
        """See `Database`. Ranked by BM25."""
        return self._found(connection, _EVENTS, _match(asked), limit)

    def find_any(self, connection: Connection, words: Sequence[str], limit: int) -> list[Found]:
        """See `Database`."""
        return self._found(connection, _REPORTS, " OR ".join(f'"{word}"' for word in words), limit)

    def events_with(self, asked: tuple[Term, ...]) -> Select[Any]:
        """See `Database`."""
        return select(_EVENTS.c.rowid).where(_EVENTS.c.event_words.op("MATCH")(_match(asked)))

    def _found(self, connection: Connection, index: Any, match: str, limit: int) -> list[Found]:
        rows = connection.execute(select(index.c.rowid, index.c.rank).where(index.c[index.name].op("MATCH")(match))
                                  .order_by(index.c.rank).limit(limit))
        return [(row[0], -row[1]) for row in rows]


def _match(asked: tuple[Term, ...]) -> str:
    """FTS5's language; words are letters and digits, and stand in quotation marks."""
    wanted = " AND ".join(_phrase(term) for term in asked if term.wanted)
    unwanted = "".join(f" NOT {_phrase(term)}" for term in asked if not term.wanted)
    return f"({wanted}){unwanted}"


def _phrase(term: Term) -> str:
    return f'"{" ".join(term.words)}"{"*" if term.prefix else ""}'


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    """What holds for one connection only, and the journal."""
    connection.isolation_level = None  # the driver would begin transactions by itself, and late; `_begin` does
    for line in (f"busy_timeout={PATIENCE}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON",
                 "cache_size=-32000", "temp_store=MEMORY", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {line}")


def _begin(connection: Connection) -> None:
    """A writer locks at once: a lock taken in the middle of a transaction can fail without waiting."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@cache
def _upsert(table: Table, keys: tuple[str, ...], changed: tuple[str, ...]) -> Any:
    new = insert(table)
    if not changed:
        return new.on_conflict_do_nothing(index_elements=list(keys))
    return new.on_conflict_do_update(index_elements=list(keys), set_={name: new.excluded[name] for name in changed})


@cache
def _add_up(table: Table, keys: tuple[str, ...], summed: tuple[str, ...]) -> Any:
    new = insert(table)
    return new.on_conflict_do_update(index_elements=list(keys),
                                     set_={name: table.c[name] + new.excluded[name] for name in summed})
