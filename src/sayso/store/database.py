"""What SQLite and PostgreSQL do differently: sqlite.py and postgres.py each fill this in, nothing else knows."""
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, Select, Table

from sayso.store.words import Term

Found = tuple[int, float]


class Database(Protocol):
    """A database with a full-text index of reports and one of evidence."""

    @property
    def engine(self) -> Engine:
        """Connections to it."""

    @property
    def place(self) -> str:
        """Where it is, as messages name it: without a password."""

    def begin_writing(self, connection: Connection) -> None:
        """Lets no other writer in until the end of the transaction."""

    def upsert(self, table: Table, keys: Sequence[str], changed: Sequence[str]) -> Any:
        """An insert that, where `keys` are there already, takes over `changed`; without any, changes nothing."""

    def add_up(self, table: Table, keys: Sequence[str], summed: Sequence[str]) -> Any:
        """An insert that, where `keys` are there already, adds to the columns `summed`."""

    def index_reports(self, connection: Connection, rows: Iterable[tuple[int, str, str]]) -> None:
        """Puts (version id, folded title, folded text) into the index."""

    def index_events(self, connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
        """Puts (event id, folded quote) into the index."""

    def find_reports(self, connection: Connection, asked: tuple[Term, ...], limit: int) -> list[Found]:
        """The versions that answer best, and how well (more is better)."""

    def find_events(self, connection: Connection, asked: tuple[Term, ...], limit: int) -> list[Found]:
        """The events whose evidence answers best, and how well."""

    def find_any(self, connection: Connection, words: Sequence[str], limit: int) -> list[Found]:
        """The versions that have any of the words, those with most and rarest first."""

    def events_with(self, asked: tuple[Term, ...]) -> Select[Any]:
        """A query for the ids of the events whose evidence has the words."""
