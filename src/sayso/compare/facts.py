"""An event of a reading ► a `Fact`: flat, comparable across reports, and blind to how its own reading is built.

Where two things of different reports are compared, only what means the same in both may be used: entity ids do not, and
a `ref` only where it is made of a name.
"""
import re

import msgspec

from sayso.records.claim import Report, Spot
from sayso.records.reading import Entity, Event, Party, Reading, Statement
from sayso.records.span import Span, inside

LEAST = 1.0  # a factuality nearer to 0 than this, READING's "possibly", neither supports nor denies
WINDOW = 150  # characters on either side of a trigger whose words are compared, for lists that look like one sentence
DONE = ("happened", "ongoing", "historical")
_STOP = frozenset("""a an and are as at be been before but by can could did do for from had has have he her his if in
    into is it its may might more most nearly no not of on or other over said says she so such tell than that the their
    them then there these they this those to told up was we were when which who will with would about after according
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december""".split())
_WORD = re.compile(r"[^\W_]+")
_EDGE = re.compile(r"(?<=[.!?])[\"”’')]*\s+(?=[\"“‘'(]*[A-Z0-9])|\n+")


class Who(msgspec.Struct, frozen=True):
    """A party. `name` is a tuple of lower-case words, empty where the text does not name it; `head` its last word."""

    name: tuple[str, ...]
    shown: str
    ref: str | None
    kind: str
    code: str | None
    country: str | None
    head: str

    @property
    def sector(self) -> str:
        """The PLOVER sector, three letters: "" for a state as such."""
        return (self.code or "")[3:6]

    @property
    def certain(self) -> bool:
        """Whether the text itself says which country it is of: by a name, or by a word such as "Tajik"."""
        return bool(self.name) or any(word[:1].isupper() for word in self.shown.split()[:-1])

    @property
    def state(self) -> bool:
        """Whether it is a country itself."""
        return self.country is not None and self.code is not None and len(self.code) == 3


class Tally(msgspec.Struct, frozen=True):
    """How many of what; None: open."""

    what: str
    low: int | None
    high: int | None


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """What one report says of one act. `key` orders facts the same way whatever the order they came in."""

    key: tuple[str, str, int, str]
    report: str
    event: str
    type: str
    mode: str | None
    cameo: str
    actors: tuple[Who, ...]
    recipients: tuple[Who, ...]
    speakers: tuple[Who, ...]  # of the innermost statement that it stands in
    start: str | None
    end: str | None
    place: Spot | None
    tallies: tuple[Tally, ...]
    stance: str
    status: str
    factuality: float
    sentence: Span
    quote: str
    word: str  # the trigger's stem
    words: frozenset[str]  # the stems of what is said, without those that say who said it
    published: str | None


def facts(report: Report) -> tuple[Fact, ...]:
    """A fact for each event of a report."""
    return tuple(_fact(report, event) for event in report.reading.events or ())


def _fact(report: Report, event: Event) -> Fact:
    reading = report.reading
    entities = {e.id: e for e in reading.entities or ()}
    said = next((s for s in reading.statements or () if s.id == event.said_by), None)
    span = sentence(reading.text, event.trigger)
    published = reading.article.published
    when = event.when
    return Fact(
        key=(published or "9999", report.id, event.trigger[0], event.id), report=report.id, event=event.id,
        type=event.type, mode=event.mode, cameo=event.cameo,
        actors=_whos(event.actors, entities, reading), recipients=_whos(event.recipients, entities, reading),
        speakers=_speakers(said, entities, reading), start=when.start if when else None,
        end=when.end if when else None, place=_spot(reading, event.where), tallies=_tallies(event),
        stance=stance(event.status, event.factuality), status=event.status, factuality=event.factuality,
        sentence=span, quote=reading.text[slice(*span)], word=_head(reading.text[slice(*event.trigger)]),
        words=_words(reading, event, said, span),
        published=published)


def stance(status: str, factuality: float) -> str:
    """What a mention does for the claim that the act was done: supports, denies, or leaves open."""
    if factuality <= -LEAST:
        return "denies"
    return "supports" if factuality >= LEAST and status in DONE else "open"


def sentence(text: str, at: Span) -> Span:
    """The sentence around a span, by its punctuation: for showing and for comparing words, not for reading."""
    start, end = 0, len(text)
    for edge in _EDGE.finditer(text):
        if edge.end() <= at[0]:
            start = edge.end()
        elif edge.start() >= at[1]:
            end = edge.start()
            break
    while start < at[0] and text[start].isspace():
        start += 1
    while end > at[1] and text[end - 1].isspace():
        end -= 1
    return start, end


def stems(text: str) -> frozenset[str]:
    """Content words, cut to six letters so that "killed" and "killing" meet; numbers are compared elsewhere."""
    found = (word.lower() for word in _WORD.findall(text))
    return frozenset(_stem(word) for word in found if word not in _STOP and len(word) > 2 and not word.isdigit())


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word.removesuffix(ending)
            break
    return word[:6]


def _words(reading: Reading, event: Event, said: Statement | None, span: Span) -> frozenset[str]:
    """The words of what is said, without those that say who said it."""
    span = max(span[0], event.trigger[0] - WINDOW), min(span[1], event.trigger[1] + WINDOW)
    for content in said.content if said else ():
        if inside(event.trigger, content):
            span = max(span[0], content[0]), min(span[1], content[1])
    return stems(reading.text[slice(*span)])


def _whos(parties: tuple[Party, ...], entities: dict[str, Entity], reading: Reading) -> tuple[Who, ...]:
    return tuple(_who(party, entities, reading) for party in parties)


def _speakers(said: Statement | None, entities: dict[str, Entity], reading: Reading) -> tuple[Who, ...]:
    held = (entities[s.entity] for s in (said.sources if said else ()) if s.entity in entities)
    return tuple(_entity(e, e.code, reading.text[slice(*e.span)], entities) for e in held)


def _who(party: Party, entities: dict[str, Entity], reading: Reading) -> Who:
    text = reading.text[slice(*party.span)]
    entity = entities.get(party.entity or "")
    if entity is None:
        return Who((), text, None, "other", party.code, (party.code or "")[:3] or None, _head(text))
    return _entity(entity, party.code, text, entities)


def _entity(entity: Entity, code: str | None, text: str, entities: dict[str, Entity]) -> Who:
    named = [e for e in entities.values() if e.ref == entity.ref and e.form == "name"] if entity.ref else []
    name = (entity.name or named[0].name or "") if named else ""
    nominal = next((e.name for e in entities.values() if e.ref == entity.ref and e.form == "nominal"), None)
    return Who(tuple(w.lower() for w in _WORD.findall(name)), name or text, entity.ref, entity.kind, code,
               entity.country or (code or "")[:3] or None, _head(name or nominal or entity.name or text))


def _head(text: str) -> str:
    words = _WORD.findall(re.split(r" (?:of|in|near|on|from|who|that|at) ", text)[0])
    return _stem(words[-1].lower()) if words else ""


def _spot(reading: Reading, where: str | None) -> Spot | None:
    place = next((p for p in reading.places or () if p.id == where), None)
    if place is None:
        return None
    return Spot(geonames=place.geonames, name=place.name, country=place.country, lat=place.lat, lon=place.lon,
                precision=place.precision)


def _tallies(event: Event) -> tuple[Tally, ...]:
    """One count of a kind: the one nearest to the trigger, where a sentence tells of two acts."""
    nearest = sorted(event.counts, key=lambda c: (abs(c.span[0] - event.trigger[1]), c.span))
    found = {count.what: Tally(count.what, count.low, count.high) for count in reversed(nearest)
             if count.what != "other"}
    return tuple(found[what] for what in sorted(found))
