"""Readings as JSON lines, both ways, and the schema of that form (docs/reading.md).

Rules that hold for every line:
- one object, one line, UTF-8, keys in the order of the contract, whatever the reading holds;
- a layer that was not read is null, one in which nothing was found is []; `removed` is there only if it was read;
- working layers (`counts`, `acts`, `certainties`) are never printed;
- what is read back is whole: spans lie in the text, ids are unique, and every reference leads somewhere.
Keys that this version does not know are passed over; another `schema` number is an error.
"""
import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal

import msgspec

from sayso.errors import RecordError
from sayso.records.article import Article
from sayso.records.reading import Entity, Event, Moment, Place, ReaderInfo, Reading, Statement
from sayso.records.span import Span

SCHEMA = 1
PLOVER = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "REJECT", "ACCUSE",
          "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")
VOCABULARY: dict[tuple[str, str], tuple[str, ...]] = {
    ("entities", "kind"): ("person", "organisation", "government", "military", "armed_group", "party", "people",
                           "place", "role", "other"),
    ("times", "type"): ("DATE", "TIME", "DURATION", "SET"),
    ("places", "precision"): ("city", "admin2", "admin1", "country", "region"),
    ("statements", "kind"): ("direct", "indirect", "mixed"),
    ("statements", "act"): ("speech", "document", "belief", "intent", "judgement", "refusal"),
    ("events", "type"): PLOVER,
    ("events", "quad"): ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict"),
    ("events", "status"): ("happened", "ongoing", "planned", "requested", "conditional", "hypothetical", "historical"),
    ("counts", "what"): ("occurrences", "killed", "wounded", "detained", "displaced", "participants", "other"),
}


class _Article(msgspec.Struct, frozen=True, kw_only=True):
    """An article without its text."""

    id: str
    url: str | None = None
    source: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None
    sha256: str | None = None
    cleaned: bool = False


class _Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place with its keys in the contract's order."""

    id: str
    span: Span
    geonames: int | None
    name: str
    country: str | None
    admin1: str | None = None
    lat: float | None
    lon: float | None
    precision: str


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line: an article and everything that was found in it."""

    schema: Literal[1] = 1
    reader: ReaderInfo
    article: _Article
    text: str
    removed: tuple[Span, ...] | msgspec.UnsetType = msgspec.UNSET
    entities: tuple[Entity, ...] | None
    times: tuple[Moment, ...] | None
    places: tuple[_Place, ...] | None
    statements: tuple[Statement, ...] | None
    events: tuple[Event, ...] | None


class _Head(msgspec.Struct, frozen=True):
    """What must be known of a line before the rest is looked at."""

    schema: int
    error: dict[str, Any] | None = None


_ENCODER = msgspec.json.Encoder()
_HEAD = msgspec.json.Decoder(_Head)
_LINE = msgspec.json.Decoder(_Line)
_ARTICLE_FIELDS = tuple(name for name in _Article.__struct_fields__ if name != "sha256")


def encode_reading(reading: Reading) -> bytes:
    """One line of JSON with its line feed. RecordError for a text that is no Unicode (a lone surrogate)."""
    article = reading.article
    try:
        line = _Line(
            reader=reading.reader,
            article=_Article(sha256=article.sha256, **{name: getattr(article, name) for name in _ARTICLE_FIELDS}),
            text=article.text,
            removed=msgspec.UNSET if reading.removed is None else reading.removed,
            entities=reading.entities, times=reading.times,
            places=None if reading.places is None else tuple(_recast(p, _Place) for p in reading.places),
            statements=reading.statements, events=reading.events)
        return _ENCODER.encode(line) + b"\n"
    except UnicodeEncodeError as error:
        raise RecordError(f"half of a surrogate pair at character {error.start}", "text") from error


def encode_failure(*, id: str, code: str, message: str, url: str | None = None, source: str | None = None,
                   title: str | None = None) -> bytes:
    """The line that stands in the place of an article that could not be read."""
    held = {"id": id, "url": url, "source": source, "title": title}
    line = {"schema": SCHEMA, "article": {k: _unicode(v) for k, v in held.items()},
            "error": {"code": code, "message": _unicode(message)}}
    return _ENCODER.encode(line) + b"\n"


def decode_reading(line: bytes | str) -> Reading:
    """The reading that a line holds, checked. RecordError names the place of what does not fit."""
    try:
        head = _HEAD.decode(line)
        if head.schema != SCHEMA:
            raise RecordError(f"schema {head.schema} is unknown, this version reads schema {SCHEMA}", "schema")
        if head.error is not None:
            code, message = head.error.get("code"), head.error.get("message")
            raise RecordError(f"no reading but an error ({code}: {message})", "error")
        found = _LINE.decode(line)
    except msgspec.ValidationError as error:
        raise _located(error) from error
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise RecordError(f"not valid JSON ({error})") from error
    article = Article(text=found.text, **{name: getattr(found.article, name) for name in _ARTICLE_FIELDS})
    reading = Reading(
        reader=found.reader, article=article, removed=None if found.removed is msgspec.UNSET else found.removed,
        entities=found.entities, times=found.times,
        places=None if found.places is None else tuple(_recast(p, Place) for p in found.places),
        statements=found.statements, events=found.events)
    if found.article.sha256 not in (None, article.sha256):
        raise RecordError(f"not the SHA-256 of the text, which is {article.sha256}", "article.sha256")
    check(reading)
    return reading


def check(reading: Reading) -> None:
    """RecordError for the first thing in a reading that breaks the contract."""
    size = len(reading.text)
    for path, span in _spans(reading):
        if not 0 <= span[0] < span[1] <= size:
            raise RecordError(f"[{span[0]}, {span[1]}) is no span of a text of {size} characters", path)
    ids = {name: _ids(name, layer or ()) for name, layer in _layers(reading)}
    for path, layer, id_ in _references(reading):
        if id_ is not None and id_ not in ids[layer]:
            raise RecordError(f"{id_!r} is none of the {layer}", path)
    for path, words, word in _words(reading):
        if word not in words:
            raise RecordError(f"{word!r} is none of {', '.join(words)}", path)
    for k, event in enumerate(reading.events or ()):
        if not -3 <= event.factuality <= 3:
            raise RecordError(f"{event.factuality} is not between -3 and 3", f"events[{k}].factuality")
    _check_chains(reading.statements or ())


def schema() -> dict[str, Any]:
    """The JSON Schema of a line."""
    found = msgspec.json.schema(_Line)
    definitions = found["$defs"]
    names = {"entities": "Entity", "times": "Moment", "places": "_Place", "statements": "Statement", "events": "Event",
             "counts": "Count"}
    for (layer, key), words in VOCABULARY.items():
        definitions[names[layer]]["properties"][key] = {"enum": list(words)}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Sayso reading", **found}


def _recast(value: Any, kind: type[Any]) -> Any:
    """The same fields as another struct."""
    return kind(**{name: getattr(value, name) for name in kind.__struct_fields__})


def _unicode(value: str | None) -> str | None:
    """A string that can be written as UTF-8, whatever file name it was made of."""
    return value if value is None else value.encode("utf-8", "backslashreplace").decode("utf-8")


def _located(error: msgspec.ValidationError) -> RecordError:
    """What msgspec says, "Expected `int`, got `str` - at `$.events[0].trigger[1]`" with the place as a path."""
    found = re.fullmatch(r"(.*?)(?: - at `\$\.?(.*)`)?", str(error), re.DOTALL)
    assert found is not None
    return RecordError(found[1].replace("`", ""), found[2] or "")


def _layers(reading: Reading) -> Iterator[tuple[str, Iterable[Any] | None]]:
    yield "entities", reading.entities
    yield "times", reading.times
    yield "places", reading.places
    yield "statements", reading.statements
    yield "events", reading.events


def _ids(name: str, layer: Iterable[Any]) -> set[str]:
    found: set[str] = set()
    for k, item in enumerate(layer):
        if item.id in found:
            raise RecordError(f"{item.id!r} is used twice", f"{name}[{k}].id")
        found.add(item.id)
    return found


def _spans(reading: Reading) -> Iterator[tuple[str, Span]]:
    """Every span of a reading with its path."""
    for k, span in enumerate(reading.removed or ()):
        yield f"removed[{k}]", span
    for name, layer in list(_layers(reading))[:3]:
        for k, item in enumerate(layer or ()):
            yield f"{name}[{k}].span", item.span
    for k, said in enumerate(reading.statements or ()):
        if said.cue is not None:
            yield f"statements[{k}].cue", said.cue
        for n, span in enumerate(said.content):
            yield f"statements[{k}].content[{n}]", span
        for n, source in enumerate(said.sources):
            yield f"statements[{k}].sources[{n}].span", source.span
    for k, event in enumerate(reading.events or ()):
        yield f"events[{k}].trigger", event.trigger
        for role, parties in (("actors", event.actors), ("recipients", event.recipients)):
            for n, party in enumerate(parties):
                yield f"events[{k}].{role}[{n}].span", party.span
        for n, count in enumerate(event.counts):
            yield f"events[{k}].counts[{n}].span", count.span


def _references(reading: Reading) -> Iterator[tuple[str, str, str | None]]:
    """Every id that names something else: its path, the layer it must be in, and itself."""
    for k, said in enumerate(reading.statements or ()):
        yield f"statements[{k}].within", "statements", said.within
        for n, source in enumerate(said.sources):
            yield f"statements[{k}].sources[{n}].entity", "entities", source.entity
    for k, event in enumerate(reading.events or ()):
        yield f"events[{k}].said_by", "statements", event.said_by
        yield f"events[{k}].where", "places", event.where
        yield f"events[{k}].when.time", "times", event.when.time if event.when else None
        for role, held in (("actors", event.actors), ("recipients", event.recipients)):
            for n, party in enumerate(held):
                yield f"events[{k}].{role}[{n}].entity", "entities", party.entity


def _words(reading: Reading) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Every value of a closed vocabulary: its path, the vocabulary, and itself."""
    for name, layer in _layers(reading):
        keys = {key: words for (owner, key), words in VOCABULARY.items() if owner == name}
        for k, item in enumerate(layer or ()):
            for key, words in keys.items():
                yield f"{name}[{k}].{key}", words, getattr(item, key)
    for k, event in enumerate(reading.events or ()):
        for n, count in enumerate(event.counts):
            yield f"events[{k}].counts[{n}].what", VOCABULARY["counts", "what"], count.what


def _check_chains(statements: Iterable[Statement]) -> None:
    """A statement that stands, over however many links, within itself has no source."""
    outer = {said.id: said.within for said in statements}
    for k, said in enumerate(outer):
        seen, at = {said}, outer[said]
        while at is not None:
            if at in seen:
                raise RecordError(f"{said!r} stands within itself", f"statements[{k}].within")
            seen.add(at)
            at = outer[at]
