"""FollowTheMoney 4: entities (JSON lines) and statements (JSON lines), by the followthemoney library.

An act is an Event; parties are Person, Organization, PublicBody or LegalEntity; a report is an Article,
the event's proof.
A statement keeps the wording (`original_value`), the telling that it is from (`origin`, "report/event") and the day of
that report (`first_seen`, `last_seen`). Values that the library refuses (a country that it does not know) are left out.
A coded party is one entity under its code and name; an uncoded one is an entity of its row alone.
"""
from collections.abc import Iterator
from hashlib import sha256
from typing import IO, Any

from sayso.errors import RecordError
from sayso.export.base import LINK, Batch, Row, Told, Who, day, label
from sayso.export.lines import line
from sayso.export.text import flat, web, whole

DATASET = "sayso"
SCHEMATA = {"person": "Person", "organisation": "Organization", "party": "Organization", "armed_group": "Organization",
            "government": "PublicBody", "military": "PublicBody"}
WIDE = 65_000  # characters of a wording
ROUNDS = 200   # of cleaning; three do but for a name in a nest of quotation marks, of which each takes off a pair


def told(batch: Batch) -> tuple[Row, ...]:
    """All rows."""
    return batch.rows


def write(batch: Batch, stream: IO[bytes]) -> None:
    """An entity a line, in the form of `ftm` and Aleph."""
    for entity in _entities(batch):
        properties = {name: sorted(entity.get(name)) for name in sorted(entity.properties)}
        stream.write(line({"id": entity.id, "schema": entity.schema.name, "caption": entity.caption,
                           "properties": properties, "datasets": [DATASET]}))


def write_statements(batch: Batch, stream: IO[bytes]) -> None:
    """A statement a line, those of an entity together, sorted by property and value."""
    for entity in _entities(batch):
        for found in sorted(entity.statements, key=lambda one: (one.prop, one.value)):
            stream.write(line(found.to_dict()))


def _entities(batch: Batch) -> Iterator[Any]:
    """Every entity once: row by row what is the row's own, then what rows share, with the statements of all."""
    try:
        from followthemoney import Dataset, StatementEntity
    except ImportError as error:
        raise RecordError("followthemoney is not installed; say pip install 'sayso[ftm]'", "ftm") from error
    dataset = Dataset.make({"name": DATASET, "title": "Sayso"})
    shared: dict[str, Any] = {}

    def entity(among: dict[str, Any], schema: str, *key: str) -> Any:
        id_ = _id(schema, *key)
        if id_ not in among:
            among[id_] = StatementEntity(dataset, {"schema": schema, "id": id_})
        return among[id_]

    for row in told(batch):
        own: dict[str, Any] = {}
        event = entity(own, "Event", row.id)
        _event(event, row)
        for who in (*row.actors, *row.recipients):
            code, name = _clean(event, "keywords", who.code, 50), _clean(event, "name", who.name, 500) or "unnamed"
            schema = SCHEMATA.get(who.kind or "", "LegalEntity")
            party = entity(shared, schema, code, name) if code else entity(own, schema, "", name, row.id)
            _party(party, who, name, row)
            for one in row.told[:1]:
                _add(event, "involved", party.id, one)
        for one in row.told:
            _article(entity(shared, "Article", one.report), one)
            _add(event, "proof", _id("Article", one.report), one)
        yield from own.values()
    yield from (shared[id_] for id_ in sorted(shared))


def _event(event: Any, row: Row) -> None:
    first = row.told[0] if row.told else None
    doubt = [f"factuality {row.factuality[0]:+g} to {row.factuality[1]:+g}"]
    doubt += [f"{row.supporting} independent sources support it, {row.denying} deny it"] if row.kind == "claim" else []
    if row.grade:
        doubt.append(f"grade {row.grade.reliability}{row.grade.credibility}: {' '.join(row.grade.reasons)}")
    doubt += [f"contradiction ({one.kind}): {one.why}" for one in row.contradictions]
    sides = " ► ".join(", ".join(who.name for who in side) or "?" for side in (row.actors, row.recipients))
    for name, value in (
            ("name", label(row)), ("recordId", row.id), ("summary", sides), ("notes", "; ".join(doubt)),
            ("startDate", row.start), ("endDate", row.end), ("location", row.place.name if row.place else None),
            ("country", row.place.country if row.place else None)):
        _add(event, name, value, first)
    for word in (row.type, row.mode, row.status, f"CAMEO {row.cameo}", *row.contexts):
        _add(event, "keywords", word, first)
    for one in row.told:
        _add(event, "description", one.quote, one)
        _add(event, "notes", f"{LINK.join(one.chain)}: {one.stance}, {one.status}, factuality {one.factuality:+g} "
                             f"({one.report} {one.event}, characters {one.span[0]} to {one.span[1]})", one)
        _add(event, "publisher", one.outlet, one)
        _add(event, "sourceUrl", web(one.url), one)


def _party(party: Any, who: Who, name: str, row: Row) -> None:
    for one in row.told[:1] or (None,):
        _add(party, "name", name, one)
        _add(party, "country", who.country, one)
        _add(party, "keywords", who.code, one)


def _article(article: Any, one: Told) -> None:
    for name, value in (("title", one.title or one.report), ("publisher", one.outlet), ("sourceUrl", web(one.url)),
                        ("publishedAt", one.published)):
        _add(article, name, value, one)


def _add(entity: Any, name: str, value: str | None, one: Told | None) -> None:
    """A statement with where it is from, if the library takes the value."""
    if not value:
        return
    prop = entity.schema.get(name)
    seen = day(one.published) if one else None
    text = value if prop.type.name == "entity" else _clean(entity, name, value)
    entity.unsafe_add(prop, text, cleaned=True, seen=str(seen) if seen else None, quiet=True,
                      original_value=whole(value)[:WIDE], origin=whole(f"{one.report}/{one.event}") if one else None)


def _clean(entity: Any, name: str, value: str | None, longest: int = WIDE) -> str:
    """The value as the library would write it, were it to read it again; "" if it would not take it.

    It composes characters, then drops those that are not seen (a soft hyphen), then quotation marks about a name: each
    can leave something for the others to do.
    """
    kind = entity.schema.get(name).type
    longest, text = min(longest, kind.max_length), value or ""
    for _ in range(ROUNDS):
        found = kind.clean(flat(text, longest)) or ""
        if found == text:
            return text
        text = found
    return ""


def _id(schema: str, *key: str) -> str:
    """An id of what the entity is about, the same in every export."""
    made = sha256("\0".join((schema, *key)).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{DATASET}-{schema.lower()}-{made[:32]}"
