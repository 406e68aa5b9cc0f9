"""The row types of the tables: one struct a table, its fields the columns (see `sayso.lexicon.load`)."""
import msgspec


class Person(msgspec.Struct, frozen=True):
    """people: a term of office. `from_` and `to` are YYYY[-MM[-DD]], empty where open."""

    name: str
    aliases: tuple[str, ...]
    country: str
    sector: str
    role: str
    from_: str = ""
    to: str = ""


class GivenNames(msgspec.Struct, frozen=True):
    """given_names: names by which readers take somebody for a woman or a man."""

    gender: str
    names: tuple[str, ...]


class Group(msgspec.Struct, frozen=True):
    """groups: a named collective actor."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    country: str
    sector: str
    from_: str = ""
    to: str = ""


class Country(msgspec.Struct, frozen=True):
    """countries: a state or territory, what its people are called, and what stands for its government."""

    iso3: str
    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    adjectives: tuple[str, ...]
    capital: str
    seats: tuple[str, ...]
    geonames: int | None
    lat: float | None
    lon: float | None
    continent: str = ""


class People(msgspec.Struct, frozen=True):
    """peoples: an ethnic, religious or regional group."""

    name: str
    forms: tuple[str, ...]
    adjective: str
    country: str
    code: str


class Region(msgspec.Struct, frozen=True):
    """regions: an area that is no city or administrative unit, or is called otherwise."""

    name: str
    aliases: tuple[str, ...]
    country: str
    lat: float | None
    lon: float | None
    kind: str


class Agent(msgspec.Struct, frozen=True):
    """agents: a common noun that denotes actors."""

    lemma: str
    sector: str
    kind: str
    number: str = "either"
    note: str = ""


class Role(msgspec.Struct, frozen=True):
    """roles: how an office is worded."""

    phrase: str
    role: str
    sector: str


class PlaceWord(msgspec.Struct, frozen=True):
    """place_words: a word that tells whether the name beside it is a place, or a short form of one."""

    word: str
    role: str
    precision: str = ""
    stands_for: str = ""
    country: str = ""


class TimeWord(msgspec.Struct, frozen=True):
    """times: a word or phrase of time. What `kind`, `value` and `guard` mean, the table's header says."""

    phrase: str
    kind: str
    value: str = ""
    guard: str = ""


class EventWord(msgspec.Struct, frozen=True):
    """events: words that report events, with the frame in which they do."""

    lemmas: tuple[str, ...]
    pos: str
    frame: str
    type: str
    mode: str
    cameo: str
    contexts: tuple[str, ...]
    whom: tuple[str, ...]


class WordClass(msgspec.Struct, frozen=True):
    """classes: sets of lemmas that frames ask for."""

    class_: str
    words: tuple[str, ...]


class Cue(msgspec.Struct, frozen=True):
    """cues: a word that reports what somebody says, thinks, wants, judges or refuses, or a noun for what is written."""

    lemma: str
    part: str
    act: str
    frames: tuple[str, ...]
    note: str = ""


class PlacePoint(msgspec.Struct, frozen=True):
    """place_points: where a large area's representative point lies, in degrees (WGS 84)."""

    name: str
    kind: str
    country: str
    geonames: int | None
    lat: float
    lon: float


class CertaintyWord(msgspec.Struct, frozen=True):
    """certainty: a word that decides whether what it governs happened."""

    lemma: str
    class_: str
    value: float


class Furnishing(msgspec.Struct, frozen=True):
    """furniture: a phrase by which a text shows page furniture, and where it does so."""

    phrase: str
    where: str
    note: str = ""


class Counted(msgspec.Struct, frozen=True):
    """counted: what is counted in reports of conflict."""

    lemma: str
    what: str
    note: str


class Goldstein(msgspec.Struct, frozen=True):
    """goldstein: how cooperative or conflictual an act is by its CAMEO code alone, +10 to -10."""

    cameo: str
    value: float


class Agency(msgspec.Struct, frozen=True):
    """agencies: a news agency, how texts name and credit it, and the hosts of its own pages."""

    name: str
    aliases: tuple[str, ...]
    marks: tuple[str, ...]
    hosts: tuple[str, ...]
    country: str = ""
