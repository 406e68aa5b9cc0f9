"""One collector at a time on a store, and never none because of a dead one."""
import os

import pytest

from sayso.cli.lock import only_one
from sayso.errors import StoreError


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_a_held_lock_names_its_holder(tmp_path):
    """By the store's name, and by any link to it; another store is free."""
    store, link = tmp_path / "sayso.db", tmp_path / "link.db"
    store.touch()
    link.symlink_to(store)
    with only_one(str(store)):
        for name in (store, link):
            with pytest.raises(StoreError, match=f"collected already by process {os.getpid()}; wait for it, or stop it"), \
                    only_one(str(name)):
                pass
        with only_one(str(tmp_path / "other.db")):
            pass
    with only_one(str(store)):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.db", "sayso.db"]


def test_what_a_dead_process_left_is_no_lock(tmp_path):
    """A file is not the lock; holding it is."""
    (tmp_path / "sayso.db.collecting").write_text("99999999\n")
    with only_one(str(tmp_path / "sayso.db")):
        assert (tmp_path / "sayso.db.collecting").read_text() == f"{os.getpid()}\n"


def test_a_lock_is_let_go_when_the_work_fails(tmp_path):
    with pytest.raises(ZeroDivisionError), only_one(str(tmp_path / "sayso.db")):
        raise ZeroDivisionError
    with only_one(str(tmp_path / "sayso.db")):
        pass


def test_a_link_in_the_lock_s_place_is_not_followed(tmp_path):
    """Or a stranger in a common folder could have any file of ours emptied."""
    precious = tmp_path / "precious"
    precious.write_text("keep")
    (tmp_path / "sayso.db.collecting").symlink_to(precious)
    with pytest.raises(StoreError, match="cannot be made"), only_one(str(tmp_path / "sayso.db")):
        pass
    assert precious.read_text() == "keep"


@pytest.mark.usefixtures("cache")
def test_a_database_is_locked_by_its_address(tmp_path):
    """The address, which may hold a password, is not written down."""
    one, other = "postgresql://anna:secret@db/one", "postgresql://anna:secret@db/other"
    with only_one(one), only_one(other):
        with pytest.raises(StoreError, match="of the store postgresql://anna:…@db/one are being"), only_one(one):
            pass
        assert not [path for path in tmp_path.rglob("*") if "secret" in path.name]
