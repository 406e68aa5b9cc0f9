"""What people's words in a question mean: places by name, sources by name."""
import re

from sayso.compare.outlets import built_in
from sayso.gazetteer import Candidate, Gazetteer
from sayso.records.claim import Spot

CLEAR = 10  # a place so many times as populous as the next of its name is the one that is meant
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+")
_KEY = re.compile(r"(medium|body|code|person|document):\S.*")


def places_named(name: str, country: str | None = None) -> tuple[Spot, ...]:
    """The places that a name may stand for, the most populous first; one alone where it is clear.

    Towns come before areas of their name. `country` is an ISO 3166-1 alpha-3 code. The index must be there (`prepare`).
    """
    found = [c for c in Gazetteer.open().find(name) if c.lat is not None and country in (None, c.country)]
    held = [c for c in found if c.kind == "city"] or found
    if len(held) > 1 and held[0].population and held[0].population >= CLEAR * held[1].population:
        held = held[:1]
    return tuple(_spot(one) for one in held)


def source_key(name: str) -> str:
    """The key under which claims know a source: a key as it is; else the outlet or agency of that host or name."""
    name = name.strip()
    if _KEY.fullmatch(name):
        return name
    agencies = built_in()
    return f"medium:{agencies.host(name) if _HOST.fullmatch(name) else agencies.medium(name)}"


def _spot(one: Candidate) -> Spot:
    return Spot(geonames=one.id, name=one.name, country=one.country, lat=one.lat, lon=one.lon, precision=one.kind)
