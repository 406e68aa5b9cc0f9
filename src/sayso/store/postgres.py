"""The store in PostgreSQL, for teams. The same tables; full text as tsvector, with Porter's stems and no stop words."""
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Select,
    Table,
    column,
    create_engine,
    func,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import insert

from sayso.store.database import Found
from sayso.store.words import Term

LOCK = 7_298_001  # the number under which writers of one database wait for each other
_REPORTS = table("report_words", column("id"), column("words"))
_EVENTS = table("event_words", column("id"), column("words"))


class Postgres:
    """A store in a database that is there."""

    def __init__(self, url: URL) -> None:
        self.place = url.render_as_string(hide_password=True)
        self.engine: Engine = create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)

    def begin_writing(self, connection: Connection) -> None:
        """One writer after another, as with SQLite: two that add the same article must not both find it new."""
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})

    def upsert(self, table: Table, keys: Sequence[str], changed: Sequence[str]) -> Any:
        """See `Database`."""
        return _upsert(table, tuple(keys), tuple(changed))

    def add_up(self, table: Table, keys: Sequence[str], summed: Sequence[str]) -> Any:
        """See `Database`."""
        return _add_up(table, tuple(keys), tuple(summed))

    def index_reports(self, connection: Connection, rows: Iterable[tuple[int, str, str]]) -> None:
        """See `Database`."""
        connection.execute(text(
            "INSERT INTO report_words(id, words) VALUES (:id, setweight(to_tsvector('sayso', :title), 'A') || "
            "setweight(to_tsvector('sayso', :text), 'D'))"),
            [{"id": id_, "title": title, "text": body} for id_, title, body in rows])

    def index_events(self, connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
        """See `Database`."""
        connection.execute(text("INSERT INTO event_words(id, words) VALUES (:id, to_tsvector('sayso', :quote))"),
                           [{"id": id_, "quote": quote} for id_, quote in rows])

    def find_reports(self, connection: Connection, asked: tuple[Term, ...], limit: int) -> list[Found]:
        """See `Database`. Ranked by ts_rank, divided by the logarithm of the length."""
        return self._found(connection, _REPORTS, _match(asked), limit)

    def find_events(self, connection: Connection, asked: tuple[Term, ...], limit: int) -> list[Found]:
        """See `Database`."""
        return self._found(connection, _EVENTS, _match(asked), limit)

    def find_any(self, connection: Connection, words: Sequence[str], limit: int) -> list[Found]:
        """See `Database`."""
        return self._found(connection, _REPORTS, " | ".join(words), limit)

    def events_with(self, asked: tuple[Term, ...]) -> Select[Any]:
        """See `Database`."""
        return select(_EVENTS.c.id).where(_EVENTS.c.words.op("@@")(_query(_match(asked))))

    def _found(self, connection: Connection, index: Any, match: str, limit: int) -> list[Found]:
        score = func.ts_rank(index.c.words, _query(match), 1)
        rows = connection.execute(select(index.c.id, score).where(index.c.words.op("@@")(_query(match)))
                                  .order_by(score.desc(), index.c.id).limit(limit))
        return [(row[0], float(row[1])) for row in rows]


def _query(match: str) -> Any:
    return func.to_tsquery(literal_column("'sayso'::regconfig"), match)


def _match(asked: tuple[Term, ...]) -> str:
    """The language of to_tsquery; words are letters and digits, so that none of it is theirs."""
    return " & ".join(f"{'' if term.wanted else '!'}({_phrase(term)})" for term in asked)


def _phrase(term: Term) -> str:
    return " <-> ".join(term.words) + (":*" if term.prefix else "")


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
