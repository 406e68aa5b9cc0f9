"""The ways from one schema to the next. `upgrade` walks them; nobody else knows Alembic."""
from pathlib import Path

from sqlalchemy import Connection, inspect, select
from sqlalchemy import column as sa_column
from sqlalchemy import table as sa_table

from sayso.errors import StoreError

HEAD = "0001"
"""The newest version; a test holds it to the files beside this one."""
_VERSION = sa_table("alembic_version", sa_column("version_num"))


def held(connection: Connection) -> str | None:
    """The version of the schema in a database; None where nothing of ours is in it. StoreError for a newer one."""
    names = set(inspect(connection).get_table_names())
    if "alembic_version" not in names:
        if "articles" in names or "versions" in names:
            raise StoreError("it has tables of another program; give Sayso a database of its own")
        return None
    found = connection.execute(select(_VERSION.c.version_num)).scalar()
    if found is not None and found not in _known():
        raise StoreError(f"it was written by a newer Sayso (schema {found}, this one knows up to {HEAD}); "
                         "update Sayso, or give another store")
    return None if found is None else str(found)


def upgrade(connection: Connection) -> None:
    """Brings a database to the newest schema within the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _known() -> set[str]:
    return {path.name.partition("_")[0] for path in (Path(__file__).parent / "versions").glob("[0-9]*.py")}
