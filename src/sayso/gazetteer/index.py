"""Look-ups in the gazetteer: read-only SQLite, indexed by normalised name, a millisecond for an article's names.

A gazetteer may be used from several threads and processes: a process that finds itself forked or unpickled opens the
file anew, for a connection must not cross that border.
"""
import os
import sqlite3
import sys
from collections.abc import Iterable
from pathlib import Path
from threading import Lock

import msgspec

from sayso.errors import SourceError
from sayso.gazetteer.names import key, without_article
from sayso.gazetteer.sources import data_version

SCHEMA = 2  # of the file; a file with another number, or of other data, is built anew
BATCH = 400  # names in one query, well under SQLite's limit of variables
KEPT = 4096  # names whose candidates are kept in memory


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """One entry that a name may stand for. Degrees in WGS 84; `kind` is also the precision of the coordinates.

    `main` says that the name looked up is the entry's own and not an alternate one, `capital` that it is a country's
    (the gazetteer itself does not know). `within` holds the GeoNames ids of the areas around it, smallest first.
    `population` of an area is that of the places in it; 0 where unknown.
    """

    id: int | None
    name: str
    kind: str  # city admin2 admin1 country region
    country: str | None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    main: bool = True
    capital: bool = False
    within: tuple[int, ...] = ()


def default_path() -> Path:
    """Where the index lies: the user's cache folder on this platform."""
    if folder := os.environ.get("XDG_CACHE_HOME"):
        root = Path(folder)
    elif sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        root = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    return root / "sayso" / "gazetteer.sqlite"


def stamp() -> str:
    """What an index of this version says of itself."""
    return f"{SCHEMA}; {data_version()}"


def is_current(path: Path) -> bool:
    """Whether a whole index of this version lies there."""
    try:
        with path.open("rb") as file:
            head = file.read(32)
        page = int.from_bytes(head[16:18], "big")
        if len(head) < 32 or path.stat().st_size != page * int.from_bytes(head[28:32], "big"):
            return False  # cut off: SQLite itself would notice only on reaching the missing pages
        database = _connect(path)
    except (OSError, sqlite3.Error):
        return False
    try:
        row = database.execute("SELECT value FROM meta WHERE key = 'stamp'").fetchone()
    except sqlite3.Error:
        return False
    finally:
        database.close()
    return row is not None and row[0] == stamp()


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path.resolve().as_uri() + "?mode=ro&immutable=1", uri=True, check_same_thread=False)


class Gazetteer:
    """An open index. `nations` maps ISO 3166-1 alpha-2 codes to alpha-3.

    `find` and `find_all` raise SourceError when the file turns out to be damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._pid = os.getpid()
        self._kept: dict[str, tuple[Candidate, ...]] = {}
        self._database = _connect(path)
        row = self._database.execute("SELECT value FROM meta WHERE key = 'nations'").fetchone()
        self.nations: dict[str, str] = msgspec.json.decode(row[0], type=dict[str, str])

    @classmethod
    def open(cls, path: Path | None = None) -> "Gazetteer":
        """The index at `path`; SourceError when there is none of this version (`ensure` builds one)."""
        path = path or default_path()
        if not is_current(path):
            raise SourceError("gazetteer", f"There is no place index of this version at {path}; "
                                           f"`sayso.gazetteer.ensure()` builds it in under a minute.")
        return cls(path)

    def __reduce__(self) -> tuple[type["Gazetteer"], tuple[Path]]:
        return Gazetteer, (self._path,)

    def find(self, name: str) -> tuple[Candidate, ...]:
        """Everything of that name, most populous first."""
        return self.find_all((name,))[name]

    def find_all(self, names: Iterable[str]) -> dict[str, tuple[Candidate, ...]]:
        """Everything of each of the names. A name with an Arabic article is also tried without it."""
        wanted = {name: key(name) for name in names}
        found = self._look_up({k for k in wanted.values() if k})
        bare = {k: without_article(k) for k in found if not found[k] and without_article(k) != k}
        found |= {k: v for k, short in bare.items() if (v := self._look_up({short})[short])}
        return {name: found.get(k, ()) for name, k in wanted.items()}

    def _look_up(self, keys: set[str]) -> dict[str, tuple[Candidate, ...]]:
        with self._lock:
            if self._pid != os.getpid():
                self._pid, self._database = os.getpid(), _connect(self._path)
            missing = sorted(k for k in keys if k not in self._kept)
            if len(self._kept) + len(missing) > KEPT:
                self._kept.clear()
                missing = sorted(keys)
            try:
                for at in range(0, len(missing), BATCH):
                    self._kept |= self._read(missing[at:at + BATCH])
            except sqlite3.DatabaseError as error:
                raise SourceError("gazetteer", f"The place index {self._path} is damaged ({error}); delete it, and it "
                                               f"is built anew at the next start.") from error
            return {k: self._kept[k] for k in keys}

    def _read(self, keys: list[str]) -> dict[str, tuple[Candidate, ...]]:
        marks = ",".join("?" * len(keys))
        rows = self._database.execute(
            "SELECT n.key, n.main, p.id, p.name, p.kind, p.country, p.admin1, p.admin1_id, p.admin2_id, p.lat, p.lon, "  # noqa: S608 (only question marks are put in)
            f"p.population FROM name n JOIN place p ON p.id = n.place WHERE n.key IN ({marks}) "
            "ORDER BY p.population DESC, p.id", keys)
        found: dict[str, list[Candidate]] = {k: [] for k in keys}
        for name, main, place, own, kind, country, admin1, upper, lower, lat, lon, people in rows:
            around = tuple(i for i in (lower, upper) if i)
            found[name].append(Candidate(
                id=place, name=own, kind=kind, country=country, admin1=admin1, lat=lat, lon=lon, population=people,
                main=bool(main), within=around))
        return {k: tuple(v) for k, v in found.items()}
