"""Opens a store: a file, or a PostgreSQL database by its URL, brought to the newest schema on the way."""
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from sayso.errors import StoreError
from sayso.store import migrations
from sayso.store.base import Scale, View, Writer
from sayso.store.database import Database
from sayso.store.session import asking, writing
from sayso.store.view import SqlView
from sayso.store.writer import SqlWriter

NO_SCALE: Mapping[str, float] = MappingProxyType({})


def utc_now() -> datetime:
    """The time by this machine's clock."""
    return datetime.now(UTC)


class SqlStore:
    """See `sayso.store.base.Store`."""

    def __init__(self, database: Database, scale: Scale, now: Callable[[], datetime]) -> None:
        self._database = database
        self.writer: Writer = SqlWriter(database, scale, now)
        self.view: View = SqlView(database)

    def close(self) -> None:
        """Lets go of every connection."""
        self._database.engine.dispose()

    def __enter__(self) -> "SqlStore":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def open_store(where: str | Path, *, scale: Scale = NO_SCALE, now: Callable[[], datetime] = utc_now) -> SqlStore:
    """The store at a path, which is made where there is none, or at `postgresql://[USER@]HOST[:PORT]/DATABASE`.

    `scale` gives events their Goldstein values as they are put in (`sayso.lexicon.tables.Goldstein`); without it they
    have none, which is told as None. StoreError for a place that cannot be opened, is another program's, or has the
    schema of a newer Sayso.
    """
    database = _database(where)
    try:
        with asking(database) as connection:
            held = migrations.held(connection)
        if held != migrations.HEAD:
            with writing(database) as connection:  # whoever waited for another's upgrade finds nothing left to do
                migrations.upgrade(connection)
    except StoreError as error:
        database.engine.dispose()
        said = str(error)
        raise error if said.startswith("The store") else \
            StoreError(f"The store {database.place} cannot be opened: {said}.") from error
    return SqlStore(database, scale, now)


def _database(where: str | Path) -> Database:
    """Which database it is; each brings its library with it only when it is asked for."""
    if isinstance(where, Path) or "://" not in where:
        return _file(Path(where))
    try:
        url = make_url(where)
    except (ArgumentError, ValueError) as error:
        raise StoreError("The store's address cannot be read; write postgresql://USER@HOST/DATABASE, or the path of a "
                         "file.") from error
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise StoreError(f"A store cannot be {url.drivername}://…; give postgresql://USER@HOST/DATABASE, or the path "
                         "of a file.")
    try:
        from sayso.store.postgres import Postgres

        return Postgres(url)
    except ImportError as error:
        raise StoreError("PostgreSQL needs the driver psycopg; install sayso[postgres].") from error


def _file(path: Path) -> Database:
    from sayso.store.sqlite import Sqlite

    if path.is_dir():
        raise StoreError(f"The store {path} is a folder; give a file, such as {path / 'sayso.db'}.")
    if not path.parent.is_dir():
        raise StoreError(f"There is no folder {path.parent} for the store; make it first.")
    return Sqlite(path)
