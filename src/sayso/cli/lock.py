"""One collector at a time: a lock that the system lets go of when its process ends, however it ends."""
import hashlib
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sayso.errors import StoreError


@contextmanager
def only_one(store: str) -> Iterator[None]:
    """Holds the lock of a store. StoreError, with the other's process, where it is held.

    A file's lock lies beside it and holds for all who see that file system. A database's lies in this user's cache and
    holds for this machine only.
    """
    path = _path(store)
    opened = _opened(path, store)
    try:
        _write(opened, f"{os.getpid()}\n")
        yield
    finally:
        with suppress(OSError):  # somebody tidied up, or the system does not let go of open files
            path.unlink()
        os.close(opened)


def _opened(path: Path, store: str) -> int:
    """The lock's file, locked. A file that its holder took away between opening and locking is no lock: once more."""
    while True:
        try:
            opened = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        except OSError as error:
            raise StoreError(f"The lock {path} cannot be made ({error.strerror}); give a store in a folder that you "
                             "may write to.") from error
        try:
            _lock(opened)
            if path.stat().st_ino == os.fstat(opened).st_ino:
                return opened
        except BlockingIOError as error:
            holder = os.read(opened, 20).decode("ascii", "replace").strip()
            os.close(opened)
            raise StoreError(f"Feeds of the store {_shown(store)} are being collected already"
                             f"{f' by process {holder}' if holder.isdigit() else ''}; wait for it, or stop it."
                             ) from error
        except FileNotFoundError:
            pass
        os.close(opened)


def _lock(opened: int) -> None:
    """BlockingIOError where another has it."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError from error
    else:
        import fcntl

        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _shown(store: str) -> str:
    """An address without its password."""
    return re.sub(r"(://[^/@:]*):[^/@]*@", r"\1:…@", store)


def _write(opened: int, text: str) -> None:
    os.ftruncate(opened, 0)
    os.write(opened, text.encode())


def _path(store: str) -> Path:
    if "://" not in store:
        place = Path(store).resolve()  # two links to one file are one store
        return place.with_name(f"{place.name}.collecting")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sayso"
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder {cache} cannot be made ({error.strerror}), in which collectors of a database "
                         "tell each other of themselves; set XDG_CACHE_HOME to one that can.") from error
    return cache / f"{hashlib.sha256(store.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}.collecting"
