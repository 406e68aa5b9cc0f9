"""The command in this process, on a small store."""
import json
import shutil
import sys
from typing import NamedTuple

import pytest

from sayso.cli import main
from tests.asking.made import make, spoil


class Done(NamedTuple):
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def records(self):
        """Its lines of JSON."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A store that nobody changes, and the keys of its reports."""
    place = tmp_path_factory.mktemp("asking") / "sayso.db"
    return place, make(str(place))


@pytest.fixture
def keys(made):
    return made[1]


@pytest.fixture
def here(made, tmp_path, monkeypatch):
    """A folder with a copy of the store under its usual name."""
    shutil.copy(made[0], tmp_path / "sayso.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAYSO_STORE", raising=False)
    return tmp_path


@pytest.fixture
def hostile(here):
    """The key of a report that a hostile page left in the store."""
    return spoil("sayso.db")


@pytest.fixture
def sayso(monkeypatch, capfdbinary):
    """Arguments ► what `sayso` did; `width` is the screen's."""

    def run(*arguments, width=120):
        monkeypatch.setenv("COLUMNS", str(width))
        monkeypatch.setattr(sys, "argv", ["sayso", *map(str, arguments)])
        capfdbinary.readouterr()
        status = main()
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Done(status, out.decode(), err.decode())

    return run
