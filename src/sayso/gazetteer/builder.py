"""Builds the gazetteer's index: once, into the user's cache, some 20 seconds.

The index is written beside its final name and renamed at the end, so that a reader never sees half of one and two
processes that build at once only waste work. A subdivision stands at the middle of the range of its places' latitudes
and longitudes, without the outermost hundredth on each side: near the centre of its area, not of its population.
"""
import os
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from sayso.errors import SourceError
from sayso.gazetteer.index import default_path, is_current, stamp
from sayso.gazetteer.names import bare, key, usable, without_article
from sayso.gazetteer.sources import Area, City, Progress, Sources, read_sources

TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 4096;
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT, kind TEXT, country TEXT, admin1 TEXT, admin1_id INTEGER,
                    admin2_id INTEGER, lat REAL, lon REAL, population INTEGER);
CREATE TABLE name (key TEXT, place INTEGER, main INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
"""
ARABIC = frozenset({"AE", "BH", "DZ", "EG", "IQ", "JO", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA", "SA", "SD",
                    "SY", "TN", "YE"})
Point = tuple[float, float]
Row = tuple[int, str, str, str, str | None, int | None, int | None, float | None, float | None, int]


def quiet(_what: str, _done: int, _total: int) -> None:
    """A progress callback that shows nothing."""


def ensure(progress: Progress = quiet, path: Path | None = None,
           read: Callable[[Progress], Sources] = read_sources) -> Path:
    """The path of an index that is whole and of this version; it is built first where there is none, as by `build`."""
    path = path or default_path()
    if not is_current(path):
        build(path, progress, read)
    return path


def build(path: Path, progress: Progress = quiet, read: Callable[[Progress], Sources] = read_sources) -> None:
    """Writes the index to `path`. SourceError when the data cannot be read or the folder cannot be written."""
    sources = read(progress)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=path.name + ".", suffix=".part", dir=path.parent)
        os.close(handle)
        try:
            with closing(sqlite3.connect(name)) as database:
                _write(database, sources, progress)
            Path(name).chmod(0o644)  # mkstemp gives 0600; a cache folder may be shared
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise SourceError("gazetteer", f"The gazetteer cannot be written to {path} ({error}); free some 100 MB there, "
                                       f"or name another folder in XDG_CACHE_HOME.") from error


def _write(database: sqlite3.Connection, sources: Sources, progress: Progress) -> None:
    database.executescript(TABLES)
    progress("writing places", 0, 3)
    database.executemany("INSERT OR IGNORE INTO place VALUES (?,?,?,?,?,?,?,?,?,?)", _places(sources))
    progress("writing names", 1, 3)
    names: dict[tuple[str, int], int] = {}
    for name, place, main in _names(sources):
        names[name, place] = max(main, names.get((name, place), 0))
    progress("writing names", 2, 3)
    database.executemany("INSERT INTO name VALUES (?,?,?)", ((k, p, names[k, p]) for k, p in sorted(names)))
    database.executemany("INSERT INTO meta VALUES (?,?)", [
        ("stamp", stamp()), ("nations", msgspec.json.encode(sources.iso3).decode())])
    database.commit()
    progress("writing names", 3, 3)


def _places(sources: Sources) -> Iterator[Row]:
    area = {a.geonameid: a for a in sources.areas}
    called = {a.geonameid: english(a) for a in sources.areas}
    inside: dict[int, list[City]] = defaultdict(list)
    for city in sources.cities:
        for around in sources.areas_of.get(city.geonameid, ()):
            inside[around].append(city)
    for city in sources.cities:
        level = {area[a].level: a for a in sources.areas_of.get(city.geonameid, ()) if a in area}
        first, second = level.get(1), level.get(2)
        yield (city.geonameid, city.name, "city", sources.iso3.get(city.countrycode, city.countrycode),
               called[first] if first else None, first, second,
               city.latitude, city.longitude, city.population)
    for a in sources.areas:
        parent = area.get(a.parent) if a.parent else None
        cities = inside[a.geonameid] or (inside[parent.geonameid] if parent else [])
        lat, lon = centre([(c.latitude, c.longitude) for c in cities]) or (None, None)
        people = sum(c.population for c in inside[a.geonameid])
        upper = a if a.level == 1 else parent
        yield (a.geonameid, called[a.geonameid], f"admin{a.level}", a.iso3, called[upper.geonameid] if upper else None,
               parent.geonameid if parent else None, None, lat, lon, people)


def english(area: Area) -> str:
    """The name that an English text would use: without the foreign word for its kind where an alias has it so."""
    short = bare(key(area.name))
    if short == key(area.name):
        return area.name
    return next((alias for alias in area.aliases if key(alias) == short), area.name)


def _names(sources: Sources) -> Iterator[tuple[str, int, int]]:
    """Key, place and 1 for a main name, 0 for an alternate one."""
    for city in sources.cities:
        main = key(city.name)
        yield main, city.geonameid, 1
        others = {key(n) for n in city.alternatenames if usable(n)}
        if main.endswith(" city"):  # "Kansas City" is never Kansas, but New York City and Gaza City go by both names
            short = main.removesuffix(" city")
            if city.countrycode != "US" or city.population > 10**6:
                yield short, city.geonameid, 1
            others.discard(short)
        yield from _all(others, city.geonameid, city.countrycode)
    for area in sources.areas:
        own = key(area.name)
        yield own, area.geonameid, 1
        if (short := bare(own)) != own:
            yield short, area.geonameid, 1 if area.level == 1 else 0
        others = {key(n) for n in area.aliases if usable(n)}
        yield from _all(others | {bare(n) for n in others}, area.geonameid, area.country)


def _all(names: Iterable[str], place: int, country: str) -> Iterator[tuple[str, int, int]]:
    for name in names:
        if len(name) > 2:
            yield name, place, 0
            if country in ARABIC and (short := without_article(name)) != name:
                yield short, place, 0


def centre(points: list[Point]) -> Point | None:
    """The middle of the ranges of latitude and longitude in degrees, without the outer hundredths; None if empty."""
    if not points:
        return None
    lats = sorted(lat for lat, _ in points)
    lons = sorted(lon for _, lon in points)
    if lons[-1] - lons[0] > 180:  # over the date line
        lons = sorted(lon % 360 for lon in lons)
    cut = -(-len(points) // 100) if len(points) >= 20 else 0  # a place filed under the wrong area lies far out
    lat = (lats[cut] + lats[-1 - cut]) / 2
    lon = (lons[cut] + lons[-1 - cut]) / 2
    return round(lat, 4), round(lon - 360 if lon > 180 else lon, 4)
