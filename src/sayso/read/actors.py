"""What the tables know of actors: names, nationalities and offices as look-ups by words and by date.

Codes follow CAMEO/PLOVER: the country (ISO 3166-1 alpha-3, or IGO, NGO, MNC, IMG) followed by the sector.
"""
from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from pathlib import Path

import msgspec

from sayso.lexicon.load import BUILT_IN, read_table
from sayso.lexicon.tables import Agent, Country, GivenNames, Group, People, Person, Role
from sayso.read.words import Pieces, keys, slug

# Who is meant where nobody holds an office as it is worded: the Sudanese "president" of 1990 was a military ruler.
STAND_INS = {
    "president": ("interim president", "acting president", "military ruler", "head of state",
                  "presidential council chairman", "supreme political council chairman"),
    "interim president": ("acting president", "president"),
    "acting president": ("interim president",),
    "prime minister": ("acting prime minister", "interim prime minister", "chief adviser", "chancellor"),
    "acting prime minister": ("interim prime minister", "prime minister"),
    "interim prime minister": ("acting prime minister", "prime minister"),
    "foreign minister": ("acting foreign minister", "secretary of state"),
    "defence minister": ("acting defence minister", "defense secretary"),
    "king": ("emir", "sultan", "emperor"),
    "head of state": ("president", "king", "emir", "sultan"),
    "military ruler": ("president",),
}
HEADS = ("supreme leader", "military ruler", "president", "prime minister", "chancellor", "chief executive", "king",
         "emir", "sultan", "interim president", "acting president")
ALIKE = .6  # of the letters of two given names
YOUNG = 8  # years before his first office in which a surname alone is not taken for somebody's


class Known(msgspec.Struct, frozen=True):
    """A name that a table holds. `upper`: only in capitals is it this name ("US", "IS", "WHO")."""

    ref: str
    name: str
    kind: str
    country: str
    sector: str
    form: str  # name | adjective | seat
    since: str = ""
    until: str = ""
    upper: bool = False
    whole: bool = True  # False for a surname alone

    @property
    def code(self) -> str | None:
        """The CAMEO/PLOVER actor code."""
        return self.country + self.sector or None


class Office(msgspec.Struct, frozen=True):
    """Who held an office of a country, from when to when."""

    country: str
    role: str
    ref: str
    name: str
    sector: str
    since: str
    until: str


class Actors:
    """All names of actors, found by the keys of their words; agent nouns and offices. Built once, never changed."""

    def __init__(self, folders: Sequence[Path] = (BUILT_IN,)) -> None:
        self._names: dict[str, list[tuple[tuple[str, ...], Known]]] = defaultdict(list)
        self.offices: dict[tuple[str, str], list[Office]] = defaultdict(list)
        self.terms: dict[str, list[Office]] = defaultdict(list)
        self.agents = agent_index(read_table(Agent, "agents", folders))
        self.roles = {keys(r.phrase): r for r in reversed(read_table(Role, "roles", folders))}
        self.countries = {c.iso3: c for c in reversed(read_table(Country, "countries", folders))}
        given = read_table(GivenNames, "given_names", folders)
        self.genders = {keys(name): row.gender for row in given for name in row.names}
        self.longest_agent = max((len(k) for k in self.agents), default=1)
        self._add_countries(self.countries.values())
        self._add_peoples(read_table(People, "peoples", folders))
        self._add_groups(read_table(Group, "groups", folders))
        self._add_people(read_table(Person, "people", folders))
        for found in self._names.values():
            found.sort(key=lambda item: -len(item[0]))

    def _add(self, phrase: str, known: Known) -> None:
        words = keys(phrase)
        if not words:
            return
        if phrase == phrase.upper():
            letters = [c for c in phrase if c.isalpha()]
            if len(letters) <= 6 and all(c.isupper() for c in letters):
                known = msgspec.structs.replace(known, upper=True)
        self._names[words[0]].append((words, known))

    def _add_countries(self, rows: Iterable[Country]) -> None:
        for row in rows:
            base = Known(slug(row.name), row.name, "government", row.iso3, "", "name")
            for phrase in (row.name, *row.aliases):
                self._add(phrase, base)
            for phrase in dict.fromkeys((*row.adjectives, *row.demonyms)):
                self._add(phrase, msgspec.structs.replace(base, kind="people", form="adjective"))
            for phrase in row.seats:
                if phrase not in (row.name, *row.aliases):
                    self._add(phrase, msgspec.structs.replace(base, sector="GOV", form="seat"))

    def _add_peoples(self, rows: Iterable[People]) -> None:
        for row in rows:
            base = Known(slug(row.name), row.name, "people", row.country, row.code[-3:] or "CVL", "adjective")
            for phrase in dict.fromkeys((row.name, *row.forms, *row.adjective.split("|"))):
                self._add(phrase, base)

    def _add_groups(self, rows: Iterable[Group]) -> None:
        for row in rows:
            base = Known(slug(row.name), row.name, row.kind, row.country, row.sector, "name", row.from_, row.to)
            for phrase in dict.fromkeys((row.name, *row.aliases)):
                self._add(phrase, base)

    def _add_people(self, rows: Iterable[Person]) -> None:
        for row in rows:
            ref = slug(row.name)
            office = Office(row.country, row.role, ref, row.name, row.sector, row.from_, row.to)
            self.offices[row.country, row.role].append(office)
            self.terms[ref].append(office)
            base = Known(ref, row.name, "person", row.country, row.sector, "name", row.from_, row.to)
            for phrase in dict.fromkeys((row.name, *row.aliases)):
                self._add(phrase, msgspec.structs.replace(base, whole=len(keys(phrase)) > 1))

    def match(self, pieces: Pieces, at: int, lower_case: bool) -> tuple[int, list[Known]]:
        """The longest name that begins at piece `at`, as its number of pieces and all that it can stand for."""
        best, found = 0, list[Known]()
        for words, known in self._names.get(pieces.keys[at], ()):
            if len(words) < best:
                break
            if tuple(pieces.keys[at:at + len(words)]) == words and fits(pieces, at, len(words), known, lower_case):
                best = len(words)
                found.append(known)
        return best, found

    def holder(self, country: str, role: str, day: str | None) -> Office | None:
        """Who held an office, or what stands in for it, on a day; None where nobody or more than one person did.

        On the day of a hand-over it is the successor.
        """
        if not day:
            return None
        for name in (role, *STAND_INS.get(role, ())):
            held = [o for o in self.offices.get((country, name), ()) if covers(o.since, o.until, day)]
            staying = [o for o in held if not (o.until and day.startswith(o.until))] or held
            if staying:
                return staying[0] if len({o.ref for o in staying}) == 1 else None
        return None

    def holds(self, ref: str, country: str, roles: Sequence[str], day: str | None) -> bool:
        """Whether somebody has one of the offices of a country on a day."""
        return any(o.country == country and o.role in roles and (not day or covers(o.since, o.until, day))
                   for o in self.terms.get(ref, ()))

    def variant(self, words: tuple[str, ...], day: str | None) -> Known | None:
        """The office-holder of the day whose name is spelled a little otherwise: "Pyotr Poroshenko" is Petro."""
        if len(words) < 2 or not day:
            return None
        found = {k.ref: k for surname, k in self._names.get(words[-1], ()) if surname == words[-1:]
                 and k.kind == "person" and not k.whole and k.since and covers(k.since, k.until, day)
                 and spelled_alike(words[0], keys(k.name)[0])}
        return next(iter(found.values())) if len(found) == 1 else None

    def gender(self, name: str) -> str:
        """"f" or "m" by somebody's given name; "" where that does not tell."""
        words = keys(name)
        return self.genders.get(words[:1], "") if len(words) > 1 else ""

    def term(self, ref: str, day: str | None) -> Office | None:
        """The office that a person held on a day, else the last one before it, else the first known."""
        terms = sorted(self.terms.get(ref, ()), key=lambda o: o.since)
        if not terms:
            return None
        if day is None:
            return terms[-1]
        now = [o for o in terms if covers(o.since, o.until, day)]
        before = [o for o in terms if o.since and o.since <= day]
        return (now or before or terms[:1])[-1]


def fits(pieces: Pieces, at: int, count: int, known: Known, lower_case: bool) -> bool:
    """Whether the words stand as the name wants: capitals where it is all capitals, else a capital at its head."""
    first, last = pieces.tokens[at].text, pieces.tokens[at + count - 1].text
    if at and pieces.tokens[at - 1] is pieces.tokens[at] and not lower_case and "-" not in first:
        return False
    if known.upper:
        return first.replace(".", "").isupper() and not (lower_case and len(first) < 4)
    return lower_case or first[:1].isupper() or last[:1].isupper()


def unheard_of(known: Known, day: str | None) -> bool:
    """Whether a surname alone can hardly be this person's, who takes his first office long after the day."""
    return bool(day and known.kind == "person" and not known.whole and known.since
                and int(known.since[:4]) - int(day[:4]) >= YOUNG)


def spelled_alike(one: str, other: str) -> bool:
    """Whether two given names may be one in two transliterations: "Pyotr" and "Petro", but not "Boris" and "Ben"."""
    return one[0] == other[0] and SequenceMatcher(None, one, other).ratio() >= ALIKE


def covers(since: str, until: str, day: str) -> bool:
    """Whether a day lies between two dates that may be years or months only."""
    return (not since or since <= day[:len(since)]) and (not until or day[:len(until)] <= until)


def agent_index(rows: Sequence[Agent]) -> dict[tuple[str, ...], Agent]:
    """Agent nouns by the keys of their lemmas, earlier rows before later ones."""
    return {keys(row.lemma): row for row in reversed(rows)}
