"""A reading's events ► rows that filters can use, and what each of them adds to the rollups.

The rows are derived: the reading beside them keeps what was read. Corrections change the rows alone.
"""
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from sayso.records import Event, Party, Place, Reading, Span, Statement
from sayso.records.claim import Side
from sayso.records.span import hull
from sayso.store.base import Scale
from sayso.store.pack import json
from sayso.store.words import fold

Row = dict[str, Any]
EVIDENCE = 400  # characters of a quote, at most
NEAR = 150  # how far from its trigger a party still belongs into the quote
TENTHS = 10  # the scale has one decimal: whole tenths can be added and taken away without rounding
COUNTED = ("happened", "ongoing")
COOPERATIVE = ("verbal cooperation", "material cooperation")
STATE = re.compile(r"[A-Z]{3}")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9])|\n+")
_SIDES = msgspec.json.Decoder(tuple[Side, ...])


def event_rows(reading: Reading, scale: Scale, default_day: str) -> Iterator[Row]:
    """One row an event. `default_day`: when the report was fetched, for reports without any date."""
    text = reading.text
    entities = {e.id: e for e in reading.entities or ()}
    places = {p.id: p for p in reading.places or ()}
    chains = {s.id: s for s in reading.statements or ()}
    sentences = _sentences(text)
    published = reading.article.published
    for event in reading.events or ():
        start, end = (event.when.start, event.when.end) if event.when else (None, None)
        quote = evidence(event, sentences)
        yield {
            "event": event.id, "type": event.type, "mode": event.mode, "quad": event.quad, "cameo": event.cameo,
            "goldstein": tenths(event.cameo, scale), "contexts": json(event.contexts), "status": event.status,
            "factuality": event.factuality, **days(start, end, published or default_day),
            "source": reading.article.source, **spot(places.get(event.where or "")),
            "actors": json(tuple(side(p, entities, text) for p in event.actors)),
            "recipients": json(tuple(side(p, entities, text) for p in event.recipients)),
            "probability": event.probability, "trigger_start": event.trigger[0], "trigger_end": event.trigger[1],
            "quote_start": quote[0], "quote_end": quote[1], "quote": text[slice(*quote)],
            "say_so": json(say_so(event, chains, entities, text, reading.article.source)), "corrected": "[]",
        }


def tenths(cameo: str | None, scale: Scale) -> int | None:
    """A code's value in tenths; a code that the table has not takes its parent's ("0841": "084", "08")."""
    while cameo:
        if (value := scale.get(cameo)) is not None:
            return round(value * TENTHS)
        cameo = cameo[:-1]
    return None


def days(start: str | None, end: str | None, otherwise: str) -> Row:
    """The interval as it was read, and the one that filters use, which is always there."""
    return {"start": start, "end": end, "first_day": start or end or otherwise, "last_day": end or start or otherwise}


def spot(place: Any) -> Row:
    """The columns of a Place or Spot, or of none."""
    if place is None:
        return dict.fromkeys(("country", "geonames", "place", "place_folded", "precision", "lat", "lon"))
    assert isinstance(place, Place) or hasattr(place, "geonames")
    return {"country": place.country, "geonames": place.geonames, "place": place.name, "place_folded": fold(place.name),
            "precision": place.precision, "lat": place.lat, "lon": place.lon}


def side(party: Party, entities: Mapping[str, Any], text: str) -> Side:
    """Who takes part, by the name of the entity, else in the text's words."""
    entity = entities.get(party.entity or "")
    name = (entity.name if entity else None) or text[slice(*party.span)]
    return Side(ref=entity.ref if entity else None, name=name, code=party.code or (entity.code if entity else None),
                country=entity.country if entity else None)


def say_so(event: Event, chains: Mapping[str, Statement], entities: Mapping[str, Any], text: str,
           outlet: str | None) -> tuple[str, ...]:
    """The chain of sources, outlet first."""
    inwards: list[str] = []
    at = event.said_by
    while at is not None and len(inwards) < len(chains) + 1:
        said = chains[at]
        if said.sources:
            inwards.append(", ".join(_name(s.span, s.entity, entities, text) for s in said.sources))
        at = said.within
    return ((outlet,) if outlet else ()) + tuple(reversed(inwards))


def evidence(event: Event, ends: list[int]) -> Span:
    """The sentence of the trigger and whatever of its parties stands near; cut to some 400 characters."""
    near = [p.span for p in (*event.actors, *event.recipients)
            if abs(p.span[0] - event.trigger[0]) <= NEAR and abs(p.span[1] - event.trigger[1]) <= NEAR]
    core = hull((event.trigger, *near))
    start = max((e for e in ends if e <= core[0]), default=0)
    end = min((e for e in ends if e >= core[1]), default=core[1])
    if end - start <= EVIDENCE:
        return start, end
    spare = max(0, EVIDENCE - (core[1] - core[0])) // 2
    return max(start, core[0] - spare), min(end, core[1] + spare)


def parties(row: Mapping[str, Any]) -> Iterator[Row]:
    """The parties of a row, one each, for the table that filters by actor."""
    for role, column in (("actor", "actors"), ("recipient", "recipients")):
        for position, party in enumerate(sides(row[column])):
            yield party_row(role, position, party)


def party_row(role: str, position: int, party: Side) -> Row:
    """A party's columns."""
    return {"role": role, "position": position, "ref": party.ref, "name": party.name, "folded": fold(party.name),
            "code": party.code, "state": party.code[:3] if party.code else None, "country": party.country}


def sides(held: str) -> tuple[Side, ...]:
    """Parties as a row holds them."""
    return _SIDES.decode(held)


def contributions(row: Mapping[Any, Any], sign: int = 1) -> Iterator[Row]:
    """What an event adds to the rollups: each actor's code and country by each recipient's. -1 takes it away again."""
    if row["status"] not in COUNTED or row["factuality"] <= 0:
        return
    acting = {key for party in sides(row["actors"]) for key in keys(party)}
    suffering = {key for party in sides(row["recipients"]) for key in keys(party)}
    friendly = row["quad"] in COOPERATIVE
    for actor in sorted(acting):
        for recipient in sorted(suffering - {actor}):
            yield {"actor": actor, "recipient": recipient, "month": row["first_day"][:7],
                   "states": bool(STATE.fullmatch(actor) and STATE.fullmatch(recipient)), "count": sign,
                   "cooperation": sign * friendly, "conflict": sign * (not friendly),
                   "goldstein": sign * (row["goldstein"] or 0), "scaled": sign * (row["goldstein"] is not None)}


def keys(party: Side) -> set[str]:
    """The names under which a party is rolled up."""
    return {key for key in (party.code, party.country, party.code[:3] if party.code and len(party.code) > 3 else None)
            if key}


def _name(span: Span, entity: str | None, entities: Mapping[str, Any], text: str) -> str:
    known = entities.get(entity or "")
    name: str = (known.name if known else None) or text[slice(*span)]
    return name


def _sentences(text: str) -> list[int]:
    """Where sentences begin or end: good enough for a quote, for which the reader's parse is not at hand."""
    found = [0, len(text.rstrip())]
    for end in _SENTENCE_END.finditer(text):
        found += [end.end(), end.start() + len(end[0].rstrip())]
    return sorted(found)
