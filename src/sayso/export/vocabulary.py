"""What the fields' own words are: CAMEO codes, ACLED's sub-events, countries, and the parts of an actor's code.

The tables are in the folder `tables`; each header says what its columns mean and where its facts are from.
"""
import re
from collections.abc import Iterator
from importlib.resources import files

import msgspec

from sayso.export.base import Row, Who
from sayso.lexicon.load import BUILT_IN, read_table
from sayso.lexicon.tables import Goldstein

STATE, REBELS, MILITIA, RIOTERS, PROTESTERS, CIVILIANS, EXTERNAL = (
    "State forces", "Rebel group", "Political militia", "Rioters", "Protesters", "Civilians", "External/Other forces")
INTER = (STATE, REBELS, MILITIA, "Identity militia", RIOTERS, PROTESTERS, CIVILIANS, EXTERNAL)  # ACLED's order, 1 to 8
SECTORS = {  # PLOVER and CAMEO sectors as ACLED's kinds of actor; parties and the opposition are none of them
    **dict.fromkeys("GOV MIL COP SPY JUD LEG".split(), STATE),
    **dict.fromkeys("REB SEP INS UAF IMG RAD".split(), REBELS), "CRM": MILITIA,
    **dict.fromkeys("IGO PKO".split(), EXTERNAL),
    **dict.fromkeys("CVL EDU MED LAB BUS AGR NGO REF HLH HRI ENV DEV REL ELI".split(), CIVILIANS)}
KINDS = {"government": STATE, "military": STATE, "armed_group": REBELS, "people": CIVILIANS}
TYPES = frozenset([*SECTORS, *"OPP PTY MNC NGM UIS AMN IRC GRP MOD INT".split()])
BODIES = frozenset("IGO NGO MNC IMG INT NGM".split())  # stand where a country stands, and are types
RELIGIONS = frozenset("ADR ATH BAH BUD CHR CON CPT CTH DOX DRZ HIN HSD ITR JAN JEW JHW LDS MOS NRM PAG PRO SFI SHI SHN "
                      "SIK SUN TAO UDX ZRO".split())
PROTESTING = re.compile(r"\b(protest|demonstrat|rioter|marcher|picket)", re.IGNORECASE)


class Cameo(msgspec.Struct, frozen=True):
    """A CAMEO code, its name and its Goldstein score."""

    code: str
    name: str
    goldstein: float | None


class SubEvent(msgspec.Struct, frozen=True):
    """A row of acled.tsv; empty strings are what is not known."""

    key: str
    sub_event_type: str
    event_type: str
    disorder_type: str
    civilian: str


class Rule(msgspec.Struct, frozen=True):
    """A row of plover_acled.tsv."""

    type: str
    mode: str
    cameo: str
    who: str
    key: str
    note: str = ""


class Country(msgspec.Struct, frozen=True):
    """A row of countries.tsv; empty strings where it has no such code."""

    iso3: str
    iso2: str
    number: str
    fips: str
    name: str
    region: str


class Parts(msgspec.Struct, frozen=True):
    """An actor's code in its three-letter parts; "" and () for what it does not say."""

    country: str = ""
    group: str = ""
    ethnic: str = ""
    religions: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


class Vocabulary:
    """All tables, read once by each writer."""

    def __init__(self) -> None:
        scores = {row.cameo: row.value for row in read_table(Goldstein, "goldstein", (BUILT_IN,))}
        self.cameo = {code: Cameo(code, name, scores.get(code)) for code, name in _table("cameo.tsv", 2)}
        self.subevents = {row[0]: SubEvent(*row) for row in _table("acled.tsv", 5)}
        self.rules = tuple(Rule(*row) for row in _table("plover_acled.tsv", 6))
        self.countries = {row[0]: Country(*row) for row in _table("countries.tsv", 6)}
        self._named = {sub.sub_event_type.casefold(): sub for sub in self.subevents.values() if sub.sub_event_type}

    def act(self, code: str) -> Cameo | None:
        """The longest known code that it begins with; the Goldstein score may be that of a still shorter one."""
        known = [self.cameo[code[:n]] for n in range(len(code), 1, -1) if code[:n] in self.cameo]
        score = next((held.goldstein for held in known if held.goldstein is not None), None)
        return Cameo(known[0].code, known[0].name, score) if known else None

    def country(self, iso3: str | None) -> Country | None:
        """A country by its ISO 3166-1 alpha-3 code."""
        return self.countries.get(iso3 or "")

    def parts(self, who: Who) -> Parts:
        """What the code of an actor says: country first, then groups, peoples, religions and sectors in any order."""
        chunks = re.findall(r"[A-Za-z]{3}", who.code or "")
        country, group, ethnic, religions, types = "", "", "", [], []
        for n, chunk in enumerate(chunks):
            if n == 0 and chunk not in BODIES | TYPES and (chunk in self.countries or chunk == who.country):
                country = chunk
            elif chunk in TYPES:
                types.append(chunk)
            elif chunk in RELIGIONS:
                religions.append(chunk)
            elif chunk.islower():
                ethnic = ethnic or chunk
            else:
                group = group or chunk
        return Parts(country, group, ethnic, tuple(religions), tuple(types))

    def inter(self, who: Who, where: str | None = None) -> str:
        """ACLED's kind of actor, or "" where it is not known; `where` is the country of the event."""
        parts = self.parts(who)
        kind = next((SECTORS[code] for code in reversed(parts.types) if code in SECTORS), None)
        kind = kind or KINDS.get(who.kind or "", "")
        home = who.country or parts.country
        abroad = where in self.countries and home in self.countries and home != where
        return EXTERNAL if kind == STATE and abroad else kind

    def subevent(self, row: Row) -> SubEvent | None:
        """What the act is to ACLED: by the trained model, else by its type; None if it is no event of ACLED's."""
        label = row.acled or ""
        found = self.subevents.get(label) or self._named.get(label.casefold())
        if found is not None:
            return found if found.disorder_type else None
        rule = next((rule for rule in self.rules if self._fits(rule, row)), None)
        return self.subevents[rule.key] if rule else None

    def _fits(self, rule: Rule, row: Row) -> bool:
        if rule.type != row.type or rule.mode not in ("*", row.mode or "-") or not row.cameo.startswith(rule.cameo):
            return False
        whom = [self.inter(who) for who in row.recipients]
        match rule.who:
            case "protesters":
                return any(PROTESTING.search(who.name) for who in row.recipients)
            case "civilians":
                return bool(whom) and set(whom) == {CIVILIANS}
            case "armed":
                return bool(whom) and all(kind in (STATE, REBELS, MILITIA) for kind in whom)
            case "state":
                return bool(row.actors) and self.inter(row.actors[0], row.place.country if row.place else None) == STATE
            case "group":
                return bool(row.actors) and self.inter(row.actors[0]) in (REBELS, MILITIA)
            case "both":
                return bool(row.recipients) or len(row.actors) > 1
        return True


def quad(code: str) -> int | None:
    """GDELT's QuadClass by the root: 1, 2 verbal and material cooperation, 3, 4 verbal and material conflict."""
    root = int(code[:2]) if code[:2].isdecimal() else 0
    return next((n for n, last in ((1, 5), (2, 8), (3, 13), (4, 20)) if 0 < root <= last), None)


def _table(name: str, columns: int) -> Iterator[tuple[str, ...]]:
    """The rows of a table without its comments and its line of column names, each as wide as `columns`."""
    lines = files("sayso.export").joinpath("tables", name).read_text(encoding="utf-8").splitlines()
    for line in [line for line in lines if line and not line.startswith("#")][1:]:
        values = line.split("\t")
        yield tuple(values + [""] * (columns - len(values)))
