"""The options by which events and claims are chosen, and what they mean to the store."""
import functools
import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import msgspec
import typer

from sayso.cli.app import UsageError, prepare, say
from sayso.records.claim import Spot
from sayso.records.codec import PLOVER, VOCABULARY
from sayso.store.filters import Circle, ClaimFilter, EventFilter

if TYPE_CHECKING:
    from sayso.lexicon.tables import Country
    from sayso.records.claim import Claim
    from sayso.store.base import View
    from sayso.store.rows import EventRow

STATUSES = VOCABULARY["events", "status"]
PAGE = 1000  # the most that a store gives at once
KM = 50.0
_WHO = "a country, a code or its beginning (IRQGOV), or a name."

Party = Annotated[str | None, typer.Option(metavar="WHO", help=f"Who did it or suffered it: {_WHO}")]
Actor = Annotated[str | None, typer.Option(metavar="WHO", help="Who did it.")]
Recipient = Annotated[str | None, typer.Option(metavar="WHO", help="Who suffered it.")]
About = Annotated[str | None, typer.Option(metavar="COUNTRY", help="A country of the place or of a party.")]
Types = Annotated[list[str] | None, typer.Option("--type", metavar="TYPE", show_default=False, help=(
    "A PLOVER type, such as ASSAULT; may be given again for another."))]
Modes = Annotated[list[str] | None, typer.Option("--mode", metavar="MODE", show_default=False, help=(
    "A PLOVER mode, such as aerial; may be given again."))]
Countries = Annotated[list[str] | None, typer.Option("--country", metavar="COUNTRY", show_default=False, help=(
    "The country of the place, by name or code; may be given again."))]
Place = Annotated[str | None, typer.Option(metavar="NAME", help="The place by its name.")]
Near = Annotated[str | None, typer.Option(metavar="LAT,LON|NAME", help=(
    "Around a point in degrees, or a place: \"36.2,37.16\", \"Aleppo\", \"Paris, USA\"."))]
Radius = Annotated[float | None, typer.Option(metavar="KM", help=f"How far around, in kilometres. Default: {KM:g}.",
                                              show_default=False)]
Since = Annotated[str | None, typer.Option(metavar="DAY", help="From this day, month or year on (2017-02-01, 2017-02)."
                                           )]
Until = Annotated[str | None, typer.Option(metavar="DAY", help="Up to this day, month or year, included.")]
Statuses = Annotated[list[str] | None, typer.Option("--status", metavar="STATUS", show_default=False, help=(
    f"{', '.join(STATUSES)}; may be given again."))]
Words = Annotated[str | None, typer.Option(metavar="WORDS", help="Words that the evidence must have.")]
Limit = Annotated[int, typer.Option(min=1, metavar="N", help="The most that is printed.")]
Cursor = Annotated[str | None, typer.Option(metavar="CURSOR", help="Go on where the last answer ended.")]
Least = Annotated[int, typer.Option("--sources", min=0, metavar="N", help=(
    "The least number of independent sources that support it."))]
Contradicted = Annotated[bool | None, typer.Option("--contradicted/--uncontradicted", show_default=False, help=(
    "Only those that are contradicted, or only those that are not."))]


Denying = Annotated[int, typer.Option(min=0, metavar="N", help="The least number of independent sources that deny it.")]
Where = dict[str, Any]  # fields of EventFilter or ClaimFilter, as the options say them
# By which events and claims alike are chosen, and claims alone. Each with its default.
ACTS: dict[str, tuple[Any, object]] = {
    "party": (Party, None), "actor": (Actor, None), "recipient": (Recipient, None), "type": (Types, None),
    "country": (Countries, None), "place": (Place, None), "near": (Near, None), "radius": (Radius, None),
    "since": (Since, None), "until": (Until, None), "status": (Statuses, None), "words": (Words, None)}
CLAIMS: dict[str, tuple[Any, object]] = {
    **ACTS, "about": (About, None), "sources": (Least, 0), "denying": (Denying, 0),
    "contradicted": (Contradicted, None)}
Command = Callable[..., None]
T = TypeVar("T")
F = TypeVar("F", EventFilter, ClaimFilter)


def choosing(options: Mapping[str, tuple[Any, object]]) -> Callable[[Command], Command]:
    """Gives a command these options, before its own; they reach it as one argument, `where`.

    typer reads a command's options off its signature, so the signature is what is changed.
    """
    def decorate(function: Command) -> Command:
        own = [p for p in inspect.signature(function).parameters.values() if p.name != "where"]
        added = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
                 for name, (kind, default) in options.items()]
        needed = [p for p in own if p.default is p.empty]
        whole = [*needed, *added, *(p for p in own if p not in needed)]

        @functools.wraps(function)
        def command(**given: Any) -> None:
            function(where=fields_of({name: given.pop(name) for name in options}), **given)

        command.__annotations__ = {p.name: p.annotation for p in whole}
        command.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in whole])
        return command

    return decorate


def fields_of(given: Mapping[str, Any]) -> Where:
    """What the options of ACTS or CLAIMS say, as fields of a filter. UsageError for what they cannot say."""
    found: Where = {
        "party": who(given["party"]), "actor": who(given["actor"]), "recipient": who(given["recipient"]),
        "types": types_of(given["type"]), "countries": countries_of(given["country"]), "place": given["place"],
        "near": circle(given["near"], given["radius"]), "since": first_day(given["since"]),
        "until": last_day(given["until"]), "statuses": statuses_of(given["status"]), "words": given["words"]}
    if "about" in given:
        found |= {"about": None if given["about"] is None else country(given["about"]),
                  "least_supporting": given["sources"], "least_denying": given["denying"],
                  "contradicted": given["contradicted"]}
    return found


def types_of(given: Iterable[str] | None) -> tuple[str, ...]:
    """PLOVER types, in any case. UsageError for a word that is none."""
    return tuple(_among(word.upper(), PLOVER, "--type") for word in given or ())


def statuses_of(given: Iterable[str] | None) -> tuple[str, ...]:
    """Statuses, in any case. UsageError for a word that is none."""
    return tuple(_among(word.lower(), STATUSES, "--status") for word in given or ())


def _among(word: str, known: tuple[str, ...], option: str) -> str:
    if word not in known:
        raise UsageError(f"{option} {word} is none of {', '.join(known)}.")
    return word


def countries_of(given: Iterable[str] | None) -> tuple[str, ...]:
    """Codes of countries. UsageError for what names none."""
    return tuple(country(word) for word in given or ())


def country(word: str) -> str:
    """The code of a country by its name, or by a code of three capital letters. UsageError for what is neither."""
    code = country_named(word) or (word if re.fullmatch("[A-Z]{3}", word) else None)
    if code is None:
        raise UsageError(f"{word!r} is no country; give its English name or its code of three capital letters "
                         "(ISO 3166-1).")
    return code


def who(word: str | None) -> str | None:
    """A party as the store asks for it: the code where the word is a country's name, else the word."""
    return None if word is None else country_named(word) or word


def country_named(word: str) -> str | None:
    """The code of the country of that name; None for any other word."""
    # aliases in their own case: "US" is a country, "us" is not
    return next((row.iso3 for row in _countries() if row.name.casefold() == word.strip().casefold()
                 or word.strip() in row.aliases), None)


def is_country(code: str) -> bool:
    """Whether a code is a country's."""
    return any(row.iso3 == code for row in _countries())


def _countries() -> "tuple[Country, ...]":
    from sayso.lexicon.load import BUILT_IN, read_table
    from sayso.lexicon.tables import Country

    return read_table(Country, "countries", (BUILT_IN,))


def first_day(word: str | None) -> str | None:
    """The first day of a day, month or year."""
    return None if word is None else _days(word)[0].isoformat()


def last_day(word: str | None) -> str | None:
    """The last day of a day, month or year."""
    return None if word is None else _days(word)[1].isoformat()


def _days(word: str) -> tuple[date, date]:
    try:
        if re.fullmatch(r"\d{4}", word):
            return date(int(word), 1, 1), date(int(word), 12, 31)
        if re.fullmatch(r"\d{4}-\d{2}", word):
            first = date.fromisoformat(f"{word}-01")
            return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word):
            day = date.fromisoformat(word)
            return day, day
    except (ValueError, OverflowError):
        pass
    raise UsageError(f"{word!r} is no day; write it as YYYY-MM-DD, YYYY-MM or YYYY.")


def circle(near: str | None, radius: float | None) -> Circle | None:
    """The circle of --near and --radius. UsageError for a name that is unknown, or may be several places'."""
    if near is None:
        if radius is not None:
            raise UsageError("--radius says how far around --near; give that too.")
        return None
    number = r"\s*([-+]?\d+(?:\.\d+)?)\s*"
    km = KM if radius is None else radius
    if found := re.fullmatch(f"{number},{number}", near):
        point = Circle(lat=float(found[1]), lon=float(found[2]), km=km)
        if abs(point.lat) > 90 or abs(point.lon) > 180:
            raise UsageError(f"--near {near} is no point: a latitude is from -90 to 90, a longitude from -180 to 180.")
    else:
        spot = place_named(near)
        assert spot.lat is not None
        assert spot.lon is not None
        say(f"within {km:g} km of {spot.name} ({spot.country}), {spot.lat:.4f},{spot.lon:.4f}", 0)
        point = Circle(lat=spot.lat, lon=spot.lon, km=km)
    if not 0 <= km <= 20_038:
        raise UsageError("--radius is from 0 to 20,038 km.")
    return point


def place_named(name: str) -> Spot:
    """The place of that name ("Aleppo", "Paris, USA"). UsageError where there is none, or more than one."""
    prepare()
    from sayso.pipeline.asked import places_named

    bare, comma, state = name.rpartition(",")
    found = places_named(name.strip())
    if not found and comma:
        found = places_named(bare.strip(), country(state.strip()))
    if not found:
        raise UsageError(f"No place is called {name!r}; give another name, or its coordinates.")
    if len(found) > 1:
        choices = "; ".join(f"{p.name}, {p.country} ({p.lat:.4f},{p.lon:.4f})" for p in found[:5])
        raise UsageError(f"Several places are called {name!r}: {choices}. Name the country too (\"NAME, COUNTRY\"), or "
                         "give coordinates.")
    return found[0]


def all_events(view: "View", wanted: EventFilter) -> "tuple[tuple[EventRow, ...], str | None]":
    """Up to `limit` events, over as many pages as that takes, and the cursor to the next."""
    return _over_pages(wanted, lambda part: ((page := view.events(part)).events, page.cursor))


def all_claims(view: "View", wanted: ClaimFilter) -> "tuple[tuple[Claim, ...], str | None]":
    """Up to `limit` claims, over as many pages as that takes, and the cursor to the next."""
    return _over_pages(wanted, lambda part: ((page := view.claims(part)).claims, page.cursor))


def _over_pages(wanted: F, ask: Callable[[F], tuple[tuple[T, ...], str | None]]) -> tuple[tuple[T, ...], str | None]:
    found: list[T] = []
    cursor = wanted.cursor
    while True:
        rows, cursor = ask(msgspec.structs.replace(wanted, limit=min(PAGE, wanted.limit - len(found)), cursor=cursor))
        found += rows
        if cursor is None or len(found) >= wanted.limit:
            return tuple(found), cursor
