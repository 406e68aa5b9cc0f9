"""The contract of a printed reading (READING), checked on its JSON alone: what any other program may rely on.

Written against the page, not against our own types and codec: a mistake there must not hide here.
"""
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

WORDS = {
    "entities.kind": "person organisation government military armed_group party people place role other",
    "times.type": "DATE TIME DURATION SET",
    "places.precision": "city admin2 admin1 country region",
    "statements.kind": "direct indirect mixed",
    "statements.act": "speech document belief intent judgement refusal",
    "events.type": "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST REJECT ACCUSE THREATEN PROTEST SANCTION "
                   "MOBILIZE COERCE ASSAULT",
    "events.status": "happened ongoing planned requested conditional hypothetical historical",
    "counts.what": "occurrences killed wounded detained displaced participants other",
}
QUADS = {
    "verbal cooperation": "AGREE CONSULT SUPPORT CONCEDE", "material cooperation": "COOPERATE AID RETREAT",
    "verbal conflict": "REQUEST REJECT ACCUSE THREATEN",
    "material conflict": "PROTEST SANCTION MOBILIZE COERCE ASSAULT",
}
KEYS = {
    "": "schema reader article text entities times places statements events",
    "reader": "name version language_model lexicon",
    "article": "id url source title authors published language sha256",
    "entities": "id span kind ref name code country sector",
    "times": "id span type value start end",
    "places": "id span geonames name country admin1 lat lon precision",
    "statements": "id kind act cue content sources within",
    "sources": "span entity named",
    "events": "id trigger type mode contexts cameo quad actors recipients when where counts status factuality said_by",
    "parties": "span entity code",
    "when": "start end time",
    "counts": "span what low high",
}
LAYERS = ("entities", "times", "places", "statements", "events")
PREFIX = {"entities": "e", "times": "t", "places": "p", "statements": "s", "events": "v"}


def breaches(line: bytes | str) -> list[str]:
    """Everything in a printed line that breaks the contract, each with its place; [] for a line that keeps it."""
    return list(_breaches(json.loads(line)))


def _breaches(reading: dict[str, Any]) -> Iterator[str]:
    yield from _keys("", reading)
    if reading["schema"] != 1:
        yield f"schema: {reading['schema']}"
    yield from _keys("reader", reading["reader"])
    yield from _keys("article", reading["article"])
    for layer in LAYERS:
        found = reading[layer]
        if not isinstance(found, list):
            yield f"{layer}: {type(found).__name__}, no list"
            continue
        ids = [item["id"] for item in found]
        if len(set(ids)) < len(ids):
            yield f"{layer}: an id is used twice"
        for k, item in enumerate(found):
            path = f"{layer}[{k}]"
            yield from _keys(layer, item, path)
            if not item["id"].startswith(PREFIX[layer]):
                yield f"{path}.id: {item['id']}"
            for name in ("kind", "type", "act", "status", "precision"):
                yield from _word(layer, name, item, path)
    yield from _order(reading)
    yield from _spans(reading)
    yield from _intervals(reading)
    yield from _places(reading)
    yield from _statements(reading)
    yield from _events(reading)


def _keys(kind: str, found: dict[str, Any], path: str = "") -> Iterator[str]:
    for key in KEYS[kind].split():
        if key not in found:
            yield f"{path or kind or 'reading'}: no {key}"


def _word(layer: str, name: str, item: dict[str, Any], path: str) -> Iterator[str]:
    words = WORDS.get(f"{layer}.{name}")
    if words is not None and item[name] not in words.split():
        yield f"{path}.{name}: {item[name]}"


def _order(reading: dict[str, Any]) -> Iterator[str]:
    """Layers are in reading order."""
    for layer, key in (("entities", "span"), ("times", "span"), ("places", "span"), ("events", "trigger")):
        starts = [item[key][0] for item in reading[layer]]
        if starts != sorted(starts):
            yield f"{layer}: not in reading order"


def every_span(reading: dict[str, Any]) -> Iterator[tuple[str, list[int]]]:
    """Each span of a printed reading with its place in the data."""
    for layer in ("entities", "times", "places"):
        for k, item in enumerate(reading[layer]):
            yield f"{layer}[{k}].span", item["span"]
    for k, said in enumerate(reading["statements"]):
        if said["cue"] is not None:
            yield f"statements[{k}].cue", said["cue"]
        for n, part in enumerate(said["content"]):
            yield f"statements[{k}].content[{n}]", part
        for n, source in enumerate(said["sources"]):
            yield f"statements[{k}].sources[{n}].span", source["span"]
    for k, event in enumerate(reading["events"]):
        yield f"events[{k}].trigger", event["trigger"]
        for role in ("actors", "recipients", "counts"):
            for n, part in enumerate(event[role]):
                yield f"events[{k}].{role}[{n}].span", part["span"]


def _spans(reading: dict[str, Any]) -> Iterator[str]:
    text = reading["text"]
    removed = [tuple(span) for span in reading.get("removed") or ()]
    for path, span in every_span(reading):
        if not (isinstance(span, list) and len(span) == 2 and 0 <= span[0] < span[1] <= len(text)):
            yield f"{path}: {span} is no span of {len(text)} characters"
        elif not text[span[0]:span[1]].strip():
            yield f"{path}: {span} is white space alone"
        elif text[span[0]].isspace() or text[span[1] - 1].isspace():
            yield f"{path}: {span} begins or ends in white space"
        elif "content" not in path and any(a < span[1] and span[0] < b for a, b in removed):
            yield f"{path}: {span} stands in furniture"


def _intervals(reading: dict[str, Any]) -> Iterator[str]:
    """Days are calendar days, and an interval does not end before it begins."""
    pairs = [(f"times[{k}]", m) for k, m in enumerate(reading["times"])]
    pairs += [(f"events[{k}].when", e["when"]) for k, e in enumerate(reading["events"]) if e["when"] is not None]
    for path, item in pairs:
        try:
            start, end = (date.fromisoformat(item[k]) if item[k] else None for k in ("start", "end"))
        except ValueError:
            yield f"{path}: {item['start']} – {item['end']} are no days"
            continue
        if start and end and end < start:
            yield f"{path}: ends before it begins"


def _places(reading: dict[str, Any]) -> Iterator[str]:
    for k, place in enumerate(reading["places"]):
        lat, lon = place["lat"], place["lon"]
        if (lat is None) != (lon is None):
            yield f"places[{k}]: half a coordinate"
        elif lat is not None and not (-90 <= lat <= 90 and -180 <= lon <= 180):
            yield f"places[{k}]: {lat}, {lon}"
        elif lat is None and place["precision"] != "region" and place["geonames"] is not None:
            yield f"places[{k}]: resolved, without coordinates"


def _statements(reading: dict[str, Any]) -> Iterator[str]:
    ids = {layer: {item["id"] for item in reading[layer]} for layer in LAYERS}
    outer = {s["id"]: s["within"] for s in reading["statements"]}
    for k, said in enumerate(reading["statements"]):
        path = f"statements[{k}]"
        if not said["content"]:
            yield f"{path}: no content"
        if said["content"] != sorted(said["content"]):
            yield f"{path}.content: out of order"
        if any(a[1] > b[0] for a, b in zip(said["content"], said["content"][1:], strict=False)):
            yield f"{path}.content: its parts overlap"
        for n, source in enumerate(said["sources"]):
            yield from _keys("sources", source, f"{path}.sources[{n}]")
            if source["entity"] is not None and source["entity"] not in ids["entities"]:
                yield f"{path}.sources[{n}].entity: {source['entity']}"
        seen, at = set(), said["id"]
        while at is not None and at not in seen:
            seen.add(at)
            if at not in outer:
                yield f"{path}.within: {at}"
                break
            at = outer[at]
        if at is not None and at in seen and at in outer:
            yield f"{path}.within: a circle"


def _events(reading: dict[str, Any]) -> Iterator[str]:
    ids = {layer: {item["id"] for item in reading[layer]} for layer in LAYERS}
    for k, event in enumerate(reading["events"]):
        path = f"events[{k}]"
        if event["quad"] not in QUADS or event["type"] not in QUADS[event["quad"]].split():
            yield f"{path}.quad: {event['quad']} for {event['type']}"
        if not -3 <= event["factuality"] <= 3:
            yield f"{path}.factuality: {event['factuality']}"
        if not (isinstance(event["cameo"], str) and event["cameo"].isdigit() and 2 <= len(event["cameo"]) <= 4):
            yield f"{path}.cameo: {event['cameo']!r}"
        for name, layer in (("where", "places"), ("said_by", "statements")):
            if event[name] is not None and event[name] not in ids[layer]:
                yield f"{path}.{name}: {event[name]}"
        if event["when"] is not None:
            yield from _keys("when", event["when"], f"{path}.when")
            if event["when"]["time"] is not None and event["when"]["time"] not in ids["times"]:
                yield f"{path}.when.time: {event['when']['time']}"
        for role in ("actors", "recipients"):
            for n, party in enumerate(event[role]):
                yield from _keys("parties", party, f"{path}.{role}[{n}]")
                if party["entity"] is not None and party["entity"] not in ids["entities"]:
                    yield f"{path}.{role}[{n}].entity: {party['entity']}"
        for n, count in enumerate(event["counts"]):
            yield from _keys("counts", count, f"{path}.counts[{n}]")
            yield from _word("counts", "what", count, f"{path}.counts[{n}]") if "what" in count else ()
            if count["low"] is not None and count["high"] is not None and count["low"] > count["high"]:
                yield f"{path}.counts[{n}]: {count['low']} – {count['high']}"
            if count["low"] is None and count["high"] is None:
                yield f"{path}.counts[{n}]: no bound"
