"""STIX 2.1: a bundle with an incident for each row, and who tells of it.

- incident: the row; what STIX has no property for is in a property extension, its confidence after the Admiralty code
  (STIX 2.1, appendix A);
- identity, location: parties, outlets and places; relationships performed-by, directed-at and located-at lead there;
- report: an article with what it tells; note: a telling, with its words and its chain of sources;
- opinion: a telling that supports or denies; and Sayso's own, the grade with its reasons.
Ids are UUIDv5 of what the object is about, so that the same thing has the same id in every export. An uncoded party of
one row is not taken for its namesake in another. Written without a library: objects are streamed.
"""
from collections.abc import Iterator
from typing import IO, Any
from uuid import UUID, uuid5

from sayso.export.base import LINK, Batch, Row, Told, Who, day, killed, label
from sayso.export.lines import line
from sayso.export.text import degrees, flat, web, whole
from sayso.export.vocabulary import Vocabulary

SPACE = UUID("5f0f7a5c-3c1b-4d0e-9c53-6a3b0c2f8e11")  # made by chance for Sayso; never to be changed
EPOCH = "2024-01-01T00:00:00.000Z"  # of objects that say nothing but what their id is made of
CLASSES = {"person": "individual", "people": "class", "role": "class", None: "unknown", "place": "unknown",
           "other": "unknown"}
CONFIDENCE = {1: 90, 2: 70, 3: 50, 4: 30, 5: 10}
VERDICTS = {1: "strongly-agree", 2: "agree", 3: "neutral", 4: "disagree", 5: "strongly-disagree", 6: "neutral"}
SCHEMA = (
    "Properties of an incident: kind (claim or event), plover, mode, cameo, contexts, status (happened, ongoing, "
    "planned, requested, conditional, hypothetical, historical), factuality_low and factuality_high (-3 certainly not "
    "to +3 certainly, over all tellings), start, end (days between which it lies), place, supporting and denying "
    "(numbers of independent sources), grade (Admiralty code), contradictions, killed_low, killed_high, record (id in "
    "Sayso), story.")
Object = dict[str, Any]


def told(batch: Batch) -> tuple[Row, ...]:
    """All rows."""
    return batch.rows


def write(batch: Batch, stream: IO[bytes]) -> None:
    """A bundle, an object a line."""
    key = "\n".join([batch.made, *(row.id for row in batch.rows)])
    stream.write(b'{"type":"bundle","id":"' + _id("bundle", key).encode() + b'","objects":[\n')
    between = b""
    for found in objects(batch):
        stream.write(between + line(found).rstrip(b"\n"))
        between = b",\n"
    stream.write(b"\n]}\n")


def objects(batch: Batch) -> Iterator[Object]:
    """Every object of the bundle, each once, whatever it refers to before it."""
    words = Vocabulary()
    made = _time(batch.made) or EPOCH
    maker: Object = {**_fixed("identity", "sayso"), "name": "Sayso", "identity_class": "system",
                     "description": "A program that reads news reporting into sourced event records."}
    extension: Object = {
        **_fixed("extension-definition", "incident 1"), "created_by_ref": maker["id"], "name": "Sayso event record",
        "description": "What a news report says was done: type, status, factuality, sources.", "schema": SCHEMA,
        "version": "1.0.0", "extension_types": ["property-extension"]}
    yield maker
    yield extension
    seen: set[str] = set()
    tells: dict[str, list[str]] = {}
    first: dict[str, Told] = {}
    for row in told(batch):
        for found in _row(row, words, made, extension["id"], maker["id"]):
            if found["id"] not in seen:
                seen.add(found["id"])
                yield found
        for one in row.told:
            first.setdefault(one.report, one)
            refs = [_id("incident", row.id), _id("note", row.id, one.report, one.event)]
            tells.setdefault(one.report, []).extend(ref for ref in refs if ref not in tells[one.report])
    for one in first.values():
        outlet = _outlet(one)
        if outlet and outlet["id"] not in seen:
            seen.add(outlet["id"])
            yield outlet
        yield _report(one, tells[one.report], made, outlet["id"] if outlet else maker["id"])


def _row(row: Row, words: Vocabulary, made: str, extension: str, maker: str) -> Iterator[Object]:
    created = min(filter(None, (_time(one.published) for one in row.told)), default=made)
    stamp = {"created": created, "modified": max(created, made), "created_by_ref": maker}
    incident: Object = {**_head("incident", row.id), **stamp, "name": flat(label(row), 500),
                        "extensions": {extension: {"extension_type": "property-extension", **_properties(row)}}}
    if row.told:
        incident["description"] = whole(row.told[0].quote)
    if row.grade and row.grade.credibility in CONFIDENCE:
        incident["confidence"] = CONFIDENCE[row.grade.credibility]
    yield incident
    for kind, side in (("performed-by", row.actors), ("directed-at", row.recipients)):
        for who in side:
            party = _identity(who, row)
            yield party
            yield {**_head("relationship", row.id, kind, party["id"]), **stamp, "relationship_type": kind,
                   "source_ref": incident["id"], "target_ref": party["id"]}
    place = _location(row, words)
    if place is not None:
        yield place
        yield {**_head("relationship", row.id, "located-at", place["id"]), **stamp, "relationship_type": "located-at",
               "source_ref": incident["id"], "target_ref": place["id"]}
    for one in row.told:
        yield from _telling(row, one, incident["id"], stamp)
    if row.grade:
        yield {**_head("opinion", row.id), **stamp, "opinion": VERDICTS.get(row.grade.credibility, "neutral"),
               "explanation": whole(f"{row.grade.reliability}{row.grade.credibility}: {' '.join(row.grade.reasons)}"),
               "authors": ["Sayso"], "object_refs": [incident["id"]]}


def _properties(row: Row) -> Object:
    """The extension: what is known, without what is not."""
    low, high = killed(row)
    held: Object = {
        "kind": row.kind, "plover": row.type, "mode": row.mode, "cameo": row.cameo, "contexts": list(row.contexts),
        "status": row.status, "factuality_low": row.factuality[0], "factuality_high": row.factuality[1],
        "start": row.start, "end": row.end, "place": row.place.name if row.place else None,
        "supporting": row.supporting, "denying": row.denying, "killed_low": low, "killed_high": high,
        "grade": f"{row.grade.reliability}{row.grade.credibility}" if row.grade else None,
        "contradictions": [{"kind": one.kind, "why": one.why, "one": one.one_quote, "other": one.other_quote}
                           for one in row.contradictions],
        "record": row.id, "story": row.story}
    return {key: value for key, value in held.items() if value not in (None, [], "")}


def _telling(row: Row, one: Told, incident: str, stamp: Object) -> Iterator[Object]:
    authors = [flat(one.chain[-1]) or "unnamed"] if one.chain else ["unnamed"]
    source = {"authors": authors, "object_refs": [incident],
              "external_references": [_reference(one, f"{one.report} {one.event}")]}
    id_ = (row.id, one.report, one.event)
    yield {**_head("note", *id_), **stamp, **source, "content": whole(one.quote) or "(no words)",
           "abstract": flat(f"{one.stance}, {one.status}, factuality {one.factuality:+g}; {LINK.join(one.chain)}; "
                            f"characters {one.span[0]} to {one.span[1]}", 2000)}
    if one.stance in ("supports", "denies"):
        strong = "strongly-" if abs(one.factuality) >= 2.5 else ""
        yield {**_head("opinion", *id_), **stamp, **source,
               "opinion": strong + ("agree" if one.stance == "supports" else "disagree"),
               "explanation": flat(f"{LINK.join(one.chain)}: {one.quote}")}


def _report(one: Told, refs: list[str], made: str, author: str) -> Object:
    published = _time(one.published) or made
    return {**_head("report", one.report), "created": published, "modified": max(published, made),
            "created_by_ref": author, "name": flat(one.title, 500) or flat(one.report, 500) or "untitled",
            "published": published, "object_refs": refs, "external_references": [_reference(one, one.report)]}


def _reference(one: Told, of: str) -> Object:
    """An external reference must have a name and something to find it by."""
    url = web(one.url)
    return {"source_name": flat(one.outlet, 200) or "report", "external_id": flat(of, 500),
            **({"url": url} if url else {})}


def _outlet(one: Told) -> Object | None:
    name = flat(one.outlet, 200)
    return {**_fixed("identity", "outlet", name), "name": name, "identity_class": "organization"} if name else None


def _identity(who: Who, row: Row) -> Object:
    name, code = flat(who.name, 200) or "unnamed", flat(who.code, 50)
    kind = CLASSES.get(who.kind, "organization")
    key = ("party", kind, code, name, *(() if code else (row.id,)))
    return {**_fixed("identity", *key), "name": name, "identity_class": kind, **({"labels": [code]} if code else {})}


def _location(row: Row, words: Vocabulary) -> Object | None:
    """A location must have coordinates or a country; a region of neither is named in the incident alone."""
    if row.place is None:
        return None
    country, point = words.country(row.place.country), degrees(row.place.lat, row.place.lon)
    if country is None and point is None:
        return None
    held: Object = {"name": flat(row.place.name, 200) or "unnamed"}
    held |= {"country": country.iso2} if country else {}
    held |= {"administrative_area": flat(row.admin1, 200)} if flat(row.admin1) else {}
    held |= {"latitude": point[0], "longitude": point[1]} if point else {}
    return {**_fixed("location", *(f"{key}={value}" for key, value in held.items())), **held}


def _head(type_: str, *key: str) -> Object:
    return {"type": type_, "spec_version": "2.1", "id": _id(type_, *key)}


def _fixed(type_: str, *key: str) -> Object:
    return {**_head(type_, *key), "created": EPOCH, "modified": EPOCH}


def _id(type_: str, *key: str) -> str:
    made = chr(0).join((type_, *key)).encode("utf-8", "backslashreplace").decode()
    return f"{type_}--{uuid5(SPACE, made)}"


def _time(value: str | None) -> str | None:
    """The midnight with which a day begins, UTC."""
    found = day(value)
    return f"{found.isoformat()}T00:00:00.000Z" if found else None
