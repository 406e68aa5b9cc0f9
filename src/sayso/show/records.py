"""Each record of a reading as a title and rows of key and value: what the page's card shows."""
from collections.abc import Iterator

from sayso.records import Entity, Event, Moment, Place, Statement
from sayso.show import words
from sayso.show.words import ARROW, LINK, OWN_VOICE, Index

Rows = tuple[tuple[str, str], ...]


def records(index: Index) -> Iterator[tuple[str, str, Rows]]:
    """Id, title and rows of every event, entity, time, place and statement."""
    reading = index.reading
    for event in reading.events or ():
        yield event.id, f"{event.type} “{index.words(event.trigger)}”", _kept(_event(index, event))
    for entity in reading.entities or ():
        yield entity.id, f"Who: {entity.name or index.words(entity.span)}", _kept(_entity(entity))
    for moment in reading.times or ():
        yield moment.id, f"When: “{index.words(moment.span)}”", _kept(_moment(moment))
    for place in reading.places or ():
        yield place.id, f"Where: {place.name}", _kept(_place(place))
    for said in reading.statements or ():
        yield said.id, f"Said: {words.speakers(index, said)}", _kept(_statement(index, said))


def _kept(rows: Iterator[tuple[str, str | None]]) -> Rows:
    return tuple((key, value) for key, value in rows if value)


def _event(index: Index, event: Event) -> Iterator[tuple[str, str | None]]:
    yield "who ► whom", words.parties(index, event.actors) + ARROW + words.parties(index, event.recipients)
    yield "mode", event.mode
    yield "contexts", ", ".join(event.contexts)
    yield "CAMEO", f"{event.cameo}, {event.quad}"
    yield "when", words.when(event)
    yield "where", words.where(index, event)
    yield "how many", ", ".join(words.how_many(event))
    yield "status", f"{event.status}, {words.certainty(event)} ({event.factuality:+g})"
    yield "say-so of", LINK.join(words.chain(index, event)) or OWN_VOICE
    yield "read by", event.why


def _entity(entity: Entity) -> Iterator[tuple[str, str | None]]:
    yield "kind", entity.kind.replace("_", " ")
    yield "code", entity.code
    yield "country", entity.country
    yield "sector", entity.sector
    yield "ref", entity.ref


def _moment(moment: Moment) -> Iterator[tuple[str, str | None]]:
    yield moment.type, moment.value
    yield "from", moment.start
    yield "to", moment.end


def _place(place: Place) -> Iterator[tuple[str, str | None]]:
    yield "country", place.country
    yield "admin1", place.admin1
    yield "precision", place.precision
    yield "at", None if place.lat is None or place.lon is None else f"{place.lat:.4f}, {place.lon:.4f}"
    yield "GeoNames", str(place.geonames) if place.geonames is not None else None


def _statement(index: Index, said: Statement) -> Iterator[tuple[str, str | None]]:
    yield "kind", f"{said.kind} {said.act}"
    yield "cue", index.words(said.cue) if said.cue else None
    yield "says", " … ".join(index.words(span) for span in said.content)
    if said.within in index.statements:
        yield "within", words.speakers(index, index.statements[said.within])
