"""CSV with ACLED's columns, a second header row of HXL tags, and behind them what ACLED has no column for.

Columns: ACLED's as of 2023 (docs/export.md has the mapping). A row is told if it is done by somebody's account, if
ACLED has a kind of event for it, and if its day is known to the month. Tags: HXL 1.1.
"""
import csv
from datetime import UTC, datetime
from io import TextIOWrapper
from typing import IO

from sayso.export.base import LINK, Batch, Row, day, done, filed, killed, label, number
from sayso.export.text import cell, degrees, flat, listed, web
from sayso.export.vocabulary import CIVILIANS, INTER, PROTESTERS, RIOTERS, STATE, SubEvent, Vocabulary

ACLED = (  # ACLED's columns, with their HXL tags
    ("event_id_cnty", "#event+id"), ("event_date", "#date+occurred"), ("year", "#date+year+occurred"),
    ("time_precision", "#date+precision"), ("disorder_type", "#event+class"), ("event_type", "#event+type"),
    ("sub_event_type", "#event+subtype"), ("actor1", "#group+name+first"), ("assoc_actor_1", "#group+name+first+assoc"),
    ("inter1", "#group+type+first"), ("actor2", "#group+name+second"), ("assoc_actor_2", "#group+name+second+assoc"),
    ("inter2", "#group+type+second"), ("interaction", "#group+type+interaction"),
    ("civilian_targeting", "#event+civilian"), ("iso", "#country+code+num"), ("region", "#region+name"),
    ("country", "#country+name"), ("admin1", "#adm1+name"), ("admin2", "#adm2+name"), ("admin3", "#adm3+name"),
    ("location", "#loc+name"), ("latitude", "#geo+lat"), ("longitude", "#geo+lon"), ("geo_precision", "#geo+precision"),
    ("source", "#meta+source"), ("source_scale", "#meta+source+scale"), ("notes", "#description"),
    ("fatalities", "#affected+killed"), ("tags", "#meta+tags"), ("timestamp", "#meta+timestamp"))
MORE = (  # what Sayso adds
    ("fatalities_low", "#affected+killed+min"), ("fatalities_high", "#affected+killed+max"),
    ("date_from", "#date+method"), ("status", "#status"), ("factuality_low", "#indicator+factuality+min"),
    ("factuality_high", "#indicator+factuality+max"), ("supporting", "#indicator+sources+supporting"),
    ("denying", "#indicator+sources+denying"), ("contradicted", "#event+contradicted"), ("grade", "#indicator+grade"),
    ("source_chain", "#meta+source+chain"), ("evidence", "#meta+evidence"), ("url", "#meta+url"),
    ("plover", "#event+type+plover"), ("cameo", "#event+code+cameo"), ("sayso_id", "#event+id+sayso"),
    ("story", "#event+story"))
COLUMNS = ACLED + MORE
BETWEEN = " | "


def told(batch: Batch) -> tuple[Row, ...]:
    """The rows that ACLED's columns can tell."""
    words = Vocabulary()
    return tuple(row for row in batch.rows if done(row) and filed(row) is not None and words.subevent(row) is not None)


def write(batch: Batch, stream: IO[bytes]) -> None:
    """The batch as CSV (RFC 4180, UTF-8): names, tags, then a line for each row that can be told."""
    words = Vocabulary()
    wrapped = TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(wrapped)
        writer.writerow(name for name, _ in COLUMNS)
        writer.writerow(tag for _, tag in COLUMNS)
        for row in told(batch):
            values = {**_number(row, words, batch), **_when(row), **_what(row, words), **_where(row, words),
                      **_said(row)}
            writer.writerow(values.get(name, "") for name, _ in COLUMNS)
    finally:
        wrapped.detach()  # the stream is the caller's to close


def _number(row: Row, words: Vocabulary, batch: Batch) -> dict[str, object]:
    made = day(batch.made)
    country = words.country(row.place.country if row.place else None)
    return {"event_id_cnty": f"{country.iso3 if country else ''}{number(row)}", "sayso_id": cell(row.id),
            "story": cell(row.story),
            "timestamp": int(datetime(made.year, made.month, made.day, tzinfo=UTC).timestamp()) if made else ""}


def _when(row: Row) -> dict[str, object]:
    """ACLED's precision: 1 the day, 2 within a week, 3 within a month. A day of publication is at best of the week."""
    found = filed(row)
    assert found is not None
    precision = 2 if not found.said else 1 if found.width == 1 else 2 if found.width <= 7 else 3
    return {"event_date": found.day.isoformat(), "year": found.day.year, "time_precision": precision,
            "date_from": "text" if found.said else "publication"}


def _what(row: Row, words: Vocabulary) -> dict[str, object]:
    sub = words.subevent(row)
    assert sub is not None
    where = row.place.country if row.place else None
    first, second = ([words.inter(who, where) for who in side] for side in (row.actors, row.recipients))
    if sub.event_type in ("Protests", "Riots") and row.type == "PROTEST":
        crowd = PROTESTERS if sub.event_type == "Protests" else RIOTERS
        first = [crowd if kind in ("", CIVILIANS) else kind for kind in first]
    kinds = ((first or [""])[0], (second or [""])[0])
    low, high = killed(row)
    return {
        "disorder_type": sub.disorder_type, "event_type": sub.event_type, "sub_event_type": sub.sub_event_type,
        "actor1": listed(who.name for who in row.actors[:1]),
        "assoc_actor_1": listed(who.name for who in row.actors[1:]),
        "actor2": listed(who.name for who in row.recipients[:1]),
        "assoc_actor_2": listed(who.name for who in row.recipients[1:]),
        "inter1": kinds[0], "inter2": kinds[1], "interaction": _interaction(*kinds, alone=not row.recipients),
        "civilian_targeting": "Civilian targeting" if _civilian(sub, second) else "",
        "fatalities": "" if low is None else low, "fatalities_low": "" if low is None else low,
        "fatalities_high": "" if high is None else high, "tags": listed(row.contexts),
        "plover": row.type + (f"/{flat(row.mode)}" if row.mode else ""), "cameo": cell(row.cameo)}


def _interaction(first: str, second: str, *, alone: bool) -> str:
    """Both kinds in ACLED's order, "Protesters only" for one alone, "" where a kind is not known."""
    if alone:
        return f"{first} only" if first else ""
    return "-".join(sorted((first, second), key=INTER.index)) if first and second else ""


def _civilian(sub: SubEvent, recipients: list[str]) -> bool:
    remote = sub.event_type == "Explosions/Remote violence" or sub.sub_event_type == "Mob violence"
    return bool(sub.civilian) or (remote and CIVILIANS in recipients and STATE not in recipients)


def _where(row: Row, words: Vocabulary) -> dict[str, object]:
    """Coordinates only where they stand for a town or a district: a country's middle is no place of an event."""
    if row.place is None:
        return {}
    country = words.country(row.place.country)
    precision = {"city": 1, "admin2": 2, "admin1": 3}.get(row.place.precision)
    point = degrees(row.place.lat, row.place.lon) if precision else None
    name = cell(row.place.name)
    return {
        "iso": country.number if country else "", "country": country.name if country else cell(row.place.country),
        "region": country.region if country else "",
        "admin1": name if precision == 3 else cell(row.admin1), "admin2": name if precision == 2 else "",
        "location": "" if row.place.precision == "country" else name, "latitude": f"{point[0]:.4f}" if point else "",
        "longitude": f"{point[1]:.4f}" if point else "", "geo_precision": precision if point else ""}


def _said(row: Row) -> dict[str, object]:
    return {
        "source": listed(one.outlet or (one.chain[0] if one.chain else None) for one in row.told),
        "notes": cell(". ".join([flat(label(row)), *(flat(one.quote) for one in row.told[:1])])),
        "status": cell(row.status),
        "factuality_low": f"{row.factuality[0]:g}", "factuality_high": f"{row.factuality[1]:g}",
        "supporting": "" if row.supporting is None else row.supporting,
        "denying": "" if row.denying is None else row.denying,
        "contradicted": listed(held.why for held in row.contradictions) if row.contradictions else "",
        "grade": cell(f"{row.grade.reliability}{row.grade.credibility}") if row.grade else "",
        "source_chain": listed((LINK.join(one.chain) for one in row.told), BETWEEN),
        "evidence": listed((one.quote for one in row.told), BETWEEN),
        "url": listed(web(one.url) for one in row.told)}
