"""Opening: what is made, what is refused, and that the migrations and the tables agree."""
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from sayso.errors import StoreError
from sayso.lexicon.load import BUILT_IN, read_table
from sayso.lexicon.tables import Goldstein
from sayso.store import migrations
from sayso.store.base import EventFilter
from sayso.store.open import open_store
from sayso.store.schema import metadata
from tests.store.made import article, report

FULL_TEXT = ("report_words", "event_words")


def test_migrations_make_the_tables(store):
    """Alembic finds no difference between what the migrations made and schema.py."""
    with store._database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={
            "include_name": lambda name, kind, _: kind != "table" or not name.startswith(FULL_TEXT), "compare_type": True})
        differences = [d for d in compare_metadata(context, metadata) if not _same(d)]
    assert not differences


def _same(difference):
    """SQLite names all whole numbers INTEGER; Words is Text, which Alembic cannot know."""
    return isinstance(difference, list) and all(d[0] == "modify_type" for d in difference)


def test_head():
    """HEAD is the newest migration, of one line."""
    assert ScriptDirectory(str(Path(migrations.__file__).parent)).get_heads() == [migrations.HEAD]


def test_settings(tmp_path):
    """What is acknowledged is on the disk; what is named is there."""
    with open_store(tmp_path / "s.db") as store, store._database.engine.connect() as connection:
        held = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in (
            "journal_mode", "synchronous", "foreign_keys", "busy_timeout")}
    assert held == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}


def test_opened_again(place):
    """What was put in is there."""
    with open_store(place) as store:
        added, = store.writer.add_articles([article()])
    with open_store(place) as store:
        assert store.view.versions([added.report])[0].content == article()


def test_a_newer_schema(place):
    """Is refused, and left as it is."""
    with open_store(place) as store, store._database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    for _ in range(2):
        with pytest.raises(StoreError) as caught:
            open_store(place)
        assert str(caught.value) == (
            f"The store {place.replace('host=/tmp/', 'host=%2Ftmp%2F')} cannot be opened: it was written by a newer Sayso (schema 0999, "
            f"this one knows up to {migrations.HEAD}); update Sayso, or give another store.")


def test_another_programs_database(tmp_path):
    """Is refused before anything is written to it."""
    path = tmp_path / "s.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE articles (id INTEGER)")
    with pytest.raises(StoreError, match="it has tables of another program; give Sayso a database of its own"):
        open_store(path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (1,)


def test_no_database(tmp_path):
    """A file of another kind, a folder, no folder."""
    (tmp_path / "s.txt").write_text("Not a database, but long enough to be read as one. " * 40)
    with pytest.raises(StoreError, match=r"file is not a database\); give another file, or restore this one"):
        open_store(tmp_path / "s.txt")
    with pytest.raises(StoreError, match=r"is a folder; give a file, such as .*sayso\.db"):
        open_store(tmp_path)
    with pytest.raises(StoreError, match=r"There is no folder .*none for the store; make it first"):
        open_store(tmp_path / "none" / "s.db")


@pytest.mark.parametrize("url, says", [
    ("mysql://host/db", "A store cannot be mysql://…; give postgresql://USER@HOST/DATABASE, or the path of a file."),
    ("postgresql://host:port/db", "The store's address cannot be read"),
    ("postgresql://ana:secret@localhost:9/db?connect_timeout=2", "see that the database runs and that its address is right"),
])
def test_urls(url, says):
    """An address that cannot be is told without the password in it."""
    with pytest.raises(StoreError) as caught:
        open_store(url)
    assert says in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", ["a b.db", "50%.db", "why?.db", "#1.db", "ü.db"])
def test_names_of_files(tmp_path, name):
    """A path is a path, whatever it means in a URL."""
    open_store(tmp_path / name).close()
    assert (tmp_path / name).exists()


def test_goldstein_table():
    """Every code is unique, within the scale, and has a parent; the store takes the table as it is."""
    rows = read_table(Goldstein, "goldstein", (BUILT_IN,))
    codes = [row.cameo for row in rows]
    assert len(set(codes)) == len(codes) and all(-10 <= row.value <= 10 for row in rows)
    assert all(code[:-1] in codes for code in codes if len(code) > 2)
    assert {code for code in codes if len(code) == 2} == {f"{n:02}" for n in range(1, 21)}


def test_scale(tmp_path):
    """Without a scale there is no value, and months say so."""
    with open_store(tmp_path / "s.db") as store:
        store.writer.add_readings([report()])
        assert store.view.events(EventFilter()).events[0].goldstein is None
        assert [(m.count, m.scaled) for m in store.view.actors("NRL", "SDM")] == [(1, 0)]
