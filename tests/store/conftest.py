"""A store of each kind for every test: a new SQLite file, and a new database in a PostgreSQL that is started once."""
import itertools
import os
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from sayso.store.open import open_store

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
SCALE = {"042": 1.9, "17": -5.0, "190": -10.0}
NO_POSTGRES = "PostgreSQL is not installed here (no /usr/lib/postgresql/*/bin); apt-get install postgresql"


class Clock:
    """A minute passes each time that somebody looks."""

    def __init__(self):
        self.at = datetime(2024, 5, 10, tzinfo=UTC)

    def __call__(self):
        self.at += timedelta(minutes=1)
        return self.at


class Postgres:
    """A PostgreSQL of its own on a socket in a folder; it refuses to run as root, so root runs it as nobody."""

    def __init__(self, folder):
        self.folder, self.numbers = folder, itertools.count()
        self.user = "nobody" if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(folder, self.user)
        self.run("initdb", "-D", folder / "data", "-U", "sayso", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        self.run("pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o",
                 f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off", "start")
        with open_store(self.make("template")):
            pass   # migrated once, copied for every test

    def run(self, name, *arguments):
        subprocess.run([BINARIES[-1] / name, *arguments], check=True, stdout=subprocess.DEVNULL, user=self.user, cwd="/")

    def url(self, database):
        return f"postgresql://sayso@/{database}?host={self.folder}"

    def make(self, name=None, template="template1"):
        """The URL of a new database."""
        name = name or f"d{next(self.numbers)}"
        engine = create_engine(self.url("postgres").replace("://", "+psycopg://"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        engine.dispose()
        return self.url(name)


@pytest.fixture(scope="session")
def postgres():
    if not BINARIES:
        pytest.skip(NO_POSTGRES)
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))   # a socket's path must be short
    started = Postgres(folder)
    yield started
    started.run("pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgres"])
def place(request, tmp_path):
    """Where a new store is to be."""
    if request.param == "sqlite":
        return str(tmp_path / "sayso.db")
    return request.getfixturevalue("postgres").make(template="template")


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def shared(request, tmp_path_factory):
    """A store for all tests of a module that only ask."""
    place = str(tmp_path_factory.mktemp("shared") / "sayso.db") if request.param == "sqlite" \
        else request.getfixturevalue("postgres").make(template="template")
    with open_store(place, scale=SCALE, now=Clock()) as opened:
        yield opened


@pytest.fixture
def store(place):
    with open_store(place, scale=SCALE, now=Clock()) as opened:
        yield opened
