"""The event table of GDELT 1.0, and one in the manner of ICEWS: tab separated, CAMEO codes.

Both know only events that were done, on a day. GDELT: 58 columns without a header, as in its daily files since April
2013; nothing is quoted, so that no tab, line feed or straight quotation mark may stand in a value. ICEWS: its 20
columns under its header, and behind them the status, the chain of sources and the evidence.
Sources: "The GDELT Event Database Data Format Codebook V1.03"; ICEWS Coded Event Data's readme (doi:10.7910/DVN/28075).
"""
from collections.abc import Iterable
from datetime import date
from typing import IO

from sayso.export.base import LINK, Batch, Day, Row, Told, Who, day, done, filed, number
from sayso.export.text import cell, degrees, flat, listed, web
from sayso.export.vocabulary import Vocabulary, quad

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
          "Type2Code", "Type3Code")
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID")
GDELT = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", *(f"Actor1{name}" for name in _ACTOR),
    *(f"Actor2{name}" for name in _ACTOR), "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass",
    "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone", *(f"Actor1Geo_{name}" for name in _GEO),
    *(f"Actor2Geo_{name}" for name in _GEO), *(f"ActionGeo_{name}" for name in _GEO), "DATEADDED", "SOURCEURL")
ICEWS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City",
    "District", "Province", "Country", "Latitude", "Longitude")
ICEWS_MORE = ("Status", "Factuality Low", "Factuality High", "Supporting Sources", "Denying Sources", "Source Chain",
              "Evidence", "URL", "Sayso ID")
_KINDS = {"country": (1, 1), "admin1": (2, 5), "admin2": (2, 5), "city": (3, 4)}  # in the United States, elsewhere


def told(batch: Batch) -> tuple[Row, ...]:
    """The rows that were done, on a day that is known to the month, and have a CAMEO code."""
    words = Vocabulary()
    return tuple(row for row in batch.rows if done(row) and filed(row) is not None and words.act(row.cameo) is not None)


def write(batch: Batch, stream: IO[bytes]) -> None:
    """GDELT's 58 columns, a line for each row that can be told."""
    words = Vocabulary()
    for row in told(batch):
        stream.write(_line([*_dated(row), *_actor(row.actors, words), *_actor(row.recipients, words), *_act(row, words),
                            *[""] * 14, *_place(row, words), *_added(row, batch)]))


def write_icews(batch: Batch, stream: IO[bytes]) -> None:
    """ICEWS's columns and more, a line for each row that can be told."""
    words = Vocabulary()
    stream.write(_line([*ICEWS, *ICEWS_MORE]))
    for row in told(batch):
        stream.write(_line(_icews(row, words)))


def _line(values: Iterable[object]) -> bytes:
    """Values as a line. Double quotation marks become typographic: readers differ on whether they may open a field."""
    return ("\t".join(str(value).replace('"', "”") for value in values) + "\n").encode()


def _day(row: Row) -> Day:
    found = filed(row)
    assert found is not None
    return found


def _dated(row: Row) -> list[object]:
    """The id and the day; the fraction is the codebook's: (month * 30 + day) / 365."""
    when = _day(row).day
    fraction = when.year + (when.month * 30 + when.day) / 365
    return [number(row), _digits(when), _digits(when)[:6], when.year, f"{fraction:.4f}"]


def _digits(when: date) -> str:
    """YYYYMMDD."""
    return when.isoformat().replace("-", "")


def _actor(side: tuple[Who, ...], words: Vocabulary) -> list[object]:
    """Of several actors the first: GDELT has one on each side."""
    if not side:
        return [""] * len(_ACTOR)
    who, parts = side[0], words.parts(side[0])
    religions, types = ([*found, "", "", ""] for found in (parts.religions, parts.types))
    country = parts.country or (who.country if who.country in words.countries else "") or ""
    return [cell(who.code or country), cell(who.name.upper()), country, flat(parts.group), parts.ethnic, *religions[:2],
            *types[:3]]


def _act(row: Row, words: Vocabulary) -> list[object]:
    act = words.act(row.cameo)
    assert act is not None
    mentions = _mentions(row)
    lead = [one.lead for one in mentions if one.lead is not None]
    return [int(any(lead)) if lead else "", act.code, act.code[:3], act.code[:2], quad(act.code) or "",
            "" if act.goldstein is None else act.goldstein, len(mentions),
            len({one.outlet or one.report for one in mentions}), len({one.report for one in mentions}), ""]


def _mentions(row: Row) -> list[Told]:
    return [one for one in row.told if one.stance != "denies"]


def _place(row: Row, words: Vocabulary) -> list[object]:
    if row.place is None or row.place.precision not in _KINDS:
        return [""] * len(_GEO)
    country = words.country(row.place.country)
    point = degrees(row.place.lat, row.place.lon)
    kind = _KINDS[row.place.precision][row.place.country != "USA"]
    names = dict.fromkeys(filter(None, (row.place.name, row.admin1, country.name if country else None)))
    fips = country.fips if country else ""
    return [kind, cell(", ".join(map(flat, names))), fips, fips, f"{point[0]:.4f}" if point else "",
            f"{point[1]:.4f}" if point else "", ""]


def _added(row: Row, batch: Batch) -> list[object]:
    made = day(batch.made)
    return [_digits(made) if made else "", next((url for one in row.told if (url := web(one.url))), "")]


def _icews(row: Row, words: Vocabulary) -> list[object]:
    act = words.act(row.cameo)
    assert act is not None
    place, first = row.place, row.told[0] if row.told else None
    country = words.country(place.country) if place else None
    precision = place.precision if place else ""
    point = degrees(place.lat, place.lon) if place and precision in _KINDS else None
    name = cell(place.name) if place else ""
    return [
        number(row), _day(row).day.isoformat(), *_party(row.actors, words), act.name, act.code,
        "" if act.goldstein is None else act.goldstein, *_party(row.recipients, words),
        cell(first.report) if first else "", "", cell(first.outlet) if first else "",
        name if precision == "city" else "", name if precision == "admin2" else "",
        name if precision == "admin1" else cell(row.admin1), country.name if country else "",
        f"{point[0]:.4f}" if point else "", f"{point[1]:.4f}" if point else "",
        cell(row.status), f"{row.factuality[0]:g}", f"{row.factuality[1]:g}",
        "" if row.supporting is None else row.supporting, "" if row.denying is None else row.denying,
        listed((LINK.join(one.chain) for one in row.told), " | "), listed((one.quote for one in row.told), " | "),
        listed(web(one.url) for one in row.told), cell(row.id)]


def _party(side: tuple[Who, ...], words: Vocabulary) -> list[object]:
    """Name, sectors, country of the first on a side."""
    if not side:
        return ["", "", ""]
    who, parts = side[0], words.parts(side[0])
    country = words.country(who.country or parts.country)
    return [cell(who.name), ",".join(parts.types), country.name if country else ""]
