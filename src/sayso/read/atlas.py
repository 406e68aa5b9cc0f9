"""What a name may stand for: the gazetteer's entries, countries, regions, and short forms of areas, asked together."""
from collections.abc import Iterable
from pathlib import Path

import msgspec

from sayso.gazetteer import Candidate, Gazetteer, key
from sayso.lexicon.load import BUILT_IN, read_table
from sayso.lexicon.tables import Country, People, PlacePoint, PlaceWord, Region


class Atlas:
    """All names of places, and the words that tell a place's name from another one.

    Countries, regions and short forms are matched as written or in capitals only ("US" is not "us"); the gazetteer's
    names whatever their accents and hyphens.
    """

    def __init__(self, gazetteer: Gazetteer, tables: "Tables") -> None:
        self._gazetteer = gazetteer
        countries, words = tables.countries, tables.words
        self.nations = gazetteer.nations
        self._points = {(p.kind, p.country, key(p.name)): p for p in tables.points}
        self.regions = _by_name((name, self._moved(_region(r))) for r in tables.regions
                                for name in (r.name, *r.aliases))
        self.countries = _by_name((name, self._moved(_country(c))) for c in countries for name in (c.name, *c.aliases))
        self.peoples = {word: c.iso3 for c in reversed(countries) for word in (*c.adjectives, *c.demonyms)}
        self.folk = frozenset(w for p in tables.peoples for w in (p.adjective, *p.forms)) - {*self.regions}
        self.capitals: dict[str, tuple[str, ...]] = {}
        for c in countries:
            if c.capital:
                self.capitals[key(c.capital)] = (*self.capitals.get(key(c.capital), ()), c.iso3)
        self.seats = {word: c.iso3 for c in reversed(countries) for word in (*c.seats, c.capital) if word}
        shorts = [w for w in words if w.role == "short"]
        # The parser may cut the last full stop off ("W.Va" "."), so both forms stand.
        self.shorts = {w.word.removesuffix("."): w for w in shorts} | {w.word: w for w in shorts}
        self._roles: dict[str, dict[str, str]] = {}
        for w in words:
            self._roles.setdefault(w.role, {})[w.word] = w.precision

    def role(self, role: str) -> dict[str, str]:
        """The words with this role in `place_words`, each with its precision."""
        return self._roles.get(role, {})

    def find_all(self, names: Iterable[str]) -> dict[str, tuple[Candidate, ...]]:
        """What each of the names may stand for: countries and regions first, then by population."""
        names = set(names)
        full = {n: self.shorts[n].stands_for for n in names if n in self.shorts}
        found = self._gazetteer.find_all({n for n in names if not _letters_only(n)} | set(full.values()))
        return {n: self._short(n, found[full[n]]) if n in full else self._joined(n, found.get(n, ())) for n in names}

    def _short(self, name: str, found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        short = self.shorts[name]
        fitting = tuple(c for c in found if c.country == short.country and c.kind == short.precision)
        return tuple(self._moved(c) for c in fitting[:1])

    def _joined(self, name: str, found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """The entries of all tables; a region that is a state or province takes the gazetteer's entry's place."""
        if not found and name not in self.regions:
            return self.countries.get(name, ())
        moved = [self._moved(c) for c in found]
        regions = self.regions.get(name, ())
        for n, region in enumerate(regions):
            same = next((c for c in moved if c.kind == region.kind == "admin1" and c.country == region.country), None)
            if same:
                moved.remove(same)
                whole = msgspec.structs.replace(same, name=region.name, main=True, lat=region.lat, lon=region.lon)
                regions = (*regions[:n], self._moved(whole), *regions[n + 1:])
        nations = self.capitals.get(key(name), ())
        if nations and (city := next((c for c in moved if c.kind == "city" and c.country in nations), None)):
            moved[moved.index(city)] = msgspec.structs.replace(city, capital=True, main=True)
        return (*self.countries.get(name, ()), *regions, *moved)

    def _moved(self, c: Candidate) -> Candidate:
        """The entry at its representative point, if the tables have one."""
        if c.kind in ("city", "admin2"):
            return c
        point = self._points.get((c.kind, c.country or "", key(c.name)))
        if point is None:
            return c
        return msgspec.structs.replace(c, id=c.id or point.geonames, lat=point.lat, lon=point.lon)


class Tables(msgspec.Struct, frozen=True):
    """The tables of the lexicon that know places."""

    countries: tuple[Country, ...]
    regions: tuple[Region, ...]
    words: tuple[PlaceWord, ...]
    points: tuple[PlacePoint, ...] = ()
    peoples: tuple[People, ...] = ()

    @classmethod
    def read(cls, folders: Iterable[Path] = (BUILT_IN,)) -> "Tables":
        """The tables from these folders, in their order. RecordError names file and line of what does not fit."""
        folders = tuple(folders)
        return cls(read_table(Country, "countries", folders), read_table(Region, "regions", folders),
                   read_table(PlaceWord, "place_words", folders), read_table(PlacePoint, "place_points", folders),
                   read_table(People, "peoples", folders))


def _letters_only(name: str) -> bool:
    """Whether a name is an abbreviation ("EU", "HIV", "U.S."): the gazetteer's towns of that name are never meant."""
    return len(name.replace(".", "")) <= 3 and name.isupper()


def _by_name(rows: Iterable[tuple[str, Candidate]]) -> dict[str, tuple[Candidate, ...]]:
    """Rows by name, and by the name in capitals as datelines and headlines have it."""
    found: dict[str, tuple[Candidate, ...]] = {}
    for name, candidate in rows:
        for form in dict.fromkeys((name, name.upper()) if len(name) > 3 else (name,)):
            found[form] = (*found.get(form, ()), candidate)
    return found


def _country(row: Country) -> Candidate:
    return Candidate(id=row.geonames, name=row.name, kind="country", country=row.iso3, lat=row.lat, lon=row.lon)


def _region(row: Region) -> Candidate:
    kind = "admin1" if row.kind == "admin1" else "region"
    return Candidate(id=None, name=row.name, kind=kind, country=row.country or None, lat=row.lat, lon=row.lon)
