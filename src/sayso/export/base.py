"""What is exported: acts as rows, each with every telling of it.

A row is a claim with all its mentions, or an event that stands in no claim. With `claims=()` each event is a row of its
own, so that whoever makes the batch decides what is counted: acts or mentions.
"""
import re
from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import sha256
from itertools import groupby
from typing import Any, NamedTuple

import msgspec

from sayso.records import Article, Count, Entity, Event, Party, Place, Reading, Span, Statement
from sayso.records.claim import Claim, Contradiction, Grade, Mention, Report, Spot
from sayso.records.span import hull

LINK = " ‹ "
DONE = ("happened", "ongoing", "historical")
MONTH = 31    # days; the widest interval that tables of dated events take
LEAD = 80     # characters of the first paragraph that is no headline
EVIDENCE = 500  # characters that a sentence may reach beyond its trigger on either side
_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s)|\n")


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """An actor or recipient. `kind` is an entity's (docs/reading.md), None where no reading in the batch knows it."""

    name: str
    ref: str | None = None
    code: str | None = None
    country: str | None = None
    kind: str | None = None


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One telling: an event of a report. `span` is that of `quote` in the report's text.

    `chain` has the sources from the outlet inwards. `origin` is the key of the independent source, where one was worked
    out. `lead`: it stands in the headline or the first paragraph; None where the text is not in the batch.
    """

    report: str
    event: str
    quote: str
    span: Span
    chain: tuple[str, ...]
    stance: str  # supports | denies | open
    status: str
    factuality: float
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    origin: str | None = None
    counts: tuple[Count, ...] = ()
    lead: bool | None = None
    reader: str | None = None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """An act. `kind`: claim | event; `id` is unique in a batch.

    `factuality` holds the lowest and the highest of its tellings (-3 … +3); nothing is averaged. `supporting` and
    `denying` count independent sources, None where nobody compared.
    """

    id: str
    kind: str
    type: str
    mode: str | None
    cameo: str
    status: str
    factuality: tuple[float, float]
    told: tuple[Told, ...]
    actors: tuple[Who, ...] = ()
    recipients: tuple[Who, ...] = ()
    start: str | None = None
    end: str | None = None
    place: Spot | None = None
    admin1: str | None = None
    contexts: tuple[str, ...] = ()
    acled: str | None = None
    supporting: int | None = None
    denying: int | None = None
    contradictions: tuple[Contradiction, ...] = ()
    grade: Grade | None = None
    story: str | None = None


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """What a writer gets. `made` is the day of the export, YYYY-MM-DD: writers have no clock."""

    rows: tuple[Row, ...]
    reports: tuple[Report, ...]
    claims: tuple[Claim, ...]
    made: str


class Day(NamedTuple):
    """The day under which a table files a row: one of `width` days; `said`: by the text, else by its publication."""

    day: date
    width: int
    said: bool


def make_batch(reports: Iterable[Report], claims: Iterable[Claim] = (), *, made: str) -> Batch:
    """Rows for all claims, then for the events of the reports that no claim holds, in the order given."""
    held, found = tuple(reports), tuple(claims)
    indexes = {report.id: _Index(report) for report in held}
    rows = [_claim_row(claim, indexes) for claim in found]
    told = {(mention.report, mention.event) for claim in found for mention in claim.mentions}
    rows += [_event_row(index, event) for index in indexes.values() for event in index.reading.events or ()
             if (index.report.id, event.id) not in told]
    return Batch(rows=tuple(rows), reports=held, claims=found, made=made)


def done(row: Row) -> bool:
    """Somebody reports that it was done: not planned, asked for, conditional, or only denied."""
    return row.status in DONE and row.factuality[1] > 0


def filed(row: Row) -> Day | None:
    """The day for a table that needs one: of an interval up to a month wide its first; undated, that of publication.

    None for an interval that is wider or open, and for what is history and undated: any day would be made up.
    """
    start, end = day(row.start), day(row.end)
    if row.start is None and row.end is None:
        published = min(filter(None, (day(told.published) for told in row.told)), default=None)
        return Day(published, 1, False) if published and row.status != "historical" else None
    if start is None or end is None or not 0 <= (width := (end - start) // timedelta(days=1)) < MONTH:
        return None
    return Day(start, width + 1, True)


def day(value: str | None) -> date | None:
    """A day of the form YYYY-MM-DD, else None."""
    try:
        return date.fromisoformat(value) if value and len(value) == 10 else None
    except ValueError:
        return None


def killed(row: Row) -> tuple[int | None, int | None]:
    """The lowest and the highest number of killed that any telling but a denial states; of one's own the largest."""
    low, high = [], []
    for told in row.told:
        counts = [c for c in told.counts if c.what == "killed"] if told.stance != "denies" else []
        low += [max(lows)] if (lows := [c.low for c in counts if c.low is not None]) else []
        high += [max(highs)] if (highs := [c.high for c in counts if c.high is not None]) else []
    return min(low, default=None), max(high, default=None)


def label(row: Row) -> str:
    """A row in a line: "ASSAULT aerial: A, B ► C, Marlena (planned)"."""
    parties = " ► ".join(", ".join(who.name for who in side) or "?" for side in (row.actors, row.recipients))
    where = f", {row.place.name}" if row.place else ""
    doubt = "denied" if row.factuality[1] < 0 else "" if row.status == "happened" else row.status
    return f"{row.type}{f' {row.mode}' if row.mode else ''}: {parties}{where}{f' ({doubt})' if doubt else ''}"


def number(row: Row) -> int:
    """A whole number of at most 63 bits for a row, the same in every export."""
    return int.from_bytes(sha256(row.id.encode("utf-8", "surrogatepass")).digest()[:8], "big") >> 1


class _Index:
    """A report with what its events point to by id."""

    def __init__(self, report: Report) -> None:
        self.report, self.reading = report, report.reading
        self.events = {event.id: event for event in self.reading.events or ()}
        self.entities: dict[str, Entity] = {entity.id: entity for entity in self.reading.entities or ()}
        self.places: dict[str, Place] = {place.id: place for place in self.reading.places or ()}
        self.statements: dict[str, Statement] = {said.id: said for said in self.reading.statements or ()}
        self.kinds = {entity.ref: entity.kind for entity in self.reading.entities or () if entity.ref}

    def who(self, party: Party) -> Who:
        entity = self.entities.get(party.entity or "")
        words = self.reading.text[slice(*party.span)]
        if entity is None:
            return Who(name=words, code=party.code)
        return Who(name=entity.name or words, ref=entity.ref, code=party.code or entity.code, country=entity.country,
                   kind=entity.kind)

    def chain(self, event: Event) -> tuple[str, ...]:
        """The outlet, and whom it cites, from the outermost inwards."""
        links: list[str] = []
        said, seen = self.statements.get(event.said_by or ""), set[str]()
        while said is not None and said.id not in seen:
            seen.add(said.id)
            links.append(" and ".join(self._named(source.span, source.entity) for source in said.sources)
                         or "someone not named")
            said = self.statements.get(said.within or "")
        article = self.reading.article
        return tuple(name for name, _ in groupby([article.source or article.id, *reversed(links)]))

    def _named(self, span: Span, id_: str | None) -> str:
        entity = self.entities.get(id_ or "")
        return entity.name if entity and entity.name else self.reading.text[slice(*span)]


def _event_row(index: _Index, event: Event) -> Row:
    place = index.places.get(event.where or "")
    quote = evidence(index.reading, event)
    said = event.factuality if event.status in DONE else 0
    stance = "open" if not said else "supports" if said > 0 else "denies"
    told = Told(report=index.report.id, event=event.id, quote=index.reading.text[slice(*quote)], span=quote,
                chain=index.chain(event), stance=stance, status=event.status, factuality=event.factuality,
                **_facts(index, event))
    return Row(id=f"{index.report.id}/{event.id}", kind="event", type=event.type, mode=event.mode, cameo=event.cameo,
               status=event.status, factuality=(event.factuality, event.factuality), told=(told,),
               actors=tuple(map(index.who, event.actors)), recipients=tuple(map(index.who, event.recipients)),
               start=event.when.start if event.when else None, end=event.when.end if event.when else None,
               place=None if place is None else Spot(geonames=place.geonames, name=place.name, country=place.country,
                                                     lat=place.lat, lon=place.lon, precision=place.precision),
               admin1=place.admin1 if place else None, contexts=event.contexts, acled=event.acled)


def _claim_row(claim: Claim, indexes: dict[str, _Index]) -> Row:
    told = tuple(_told(mention, indexes.get(mention.report)) for mention in claim.mentions)
    held = [(index, event) for m in claim.mentions
            if (index := indexes.get(m.report)) and (event := index.events.get(m.event))]
    kinds = {ref: kind for index, _ in held for ref, kind in index.kinds.items()}
    places = [place for index, event in held if (place := index.places.get(event.where or ""))]
    admin = {p.admin1 for p in places if claim.place and p.geonames == claim.place.geonames and p.admin1}
    events = [event for _, event in held]
    acled = {event.acled for event in events if event.acled}
    sides = tuple(tuple(Who(name=s.name, ref=s.ref, code=s.code, country=s.country, kind=kinds.get(s.ref or ""))
                        for s in side) for side in (claim.actors, claim.recipients))
    degrees = [mention.factuality for mention in claim.mentions] or [0.0]
    return Row(id=claim.id, kind="claim", type=claim.type, mode=claim.mode, cameo=claim.cameo, status=claim.status,
               factuality=(min(degrees), max(degrees)), told=told, actors=sides[0], recipients=sides[1],
               start=claim.start, end=claim.end, place=claim.place, admin1=admin.pop() if len(admin) == 1 else None,
               contexts=tuple(dict.fromkeys(context for event in events for context in event.contexts)),
               acled=acled.pop() if len(acled) == 1 else None, supporting=claim.supporting, denying=claim.denying,
               contradictions=claim.contradictions, grade=claim.grade, story=claim.story)


def _told(mention: Mention, index: _Index | None) -> Told:
    event = index.events.get(mention.event) if index else None
    facts = _facts(index, event) if index and event else {}
    return Told(report=mention.report, event=mention.event, quote=mention.quote, span=mention.span,
                chain=mention.origin.chain, stance=mention.stance, status=mention.status,
                factuality=mention.factuality, origin=mention.origin.key, **{**facts, "published": mention.published})


def _facts(index: _Index, event: Event) -> dict[str, Any]:
    article: Article = index.reading.article
    return {"published": article.published, "outlet": article.source, "url": article.url, "title": article.title,
            "counts": event.counts, "lead": event.trigger[0] < _lead(index.reading.text),
            "reader": f"{index.reading.reader.name} {index.reading.reader.version}"}


def _lead(text: str) -> int:
    """Where the first paragraph ends that is no headline."""
    at = 0
    for line in text.splitlines(keepends=True):
        at += len(line)
        if len(line.strip()) >= LEAD:
            break
    return at


def evidence(reading: Reading, event: Event) -> Span:
    """The sentence about a trigger: to the next full stops around it and those of its parties that stand near it."""
    text, near = reading.text, [event.trigger]
    left, right = max(0, event.trigger[0] - EVIDENCE), min(len(text), event.trigger[1] + EVIDENCE)
    for party in (*event.actors, *event.recipients):
        between = text[min(party.span[1], event.trigger[1]):max(party.span[0], event.trigger[0])]
        if left <= party.span[0] and party.span[1] <= right and "\n" not in between:
            near.append(party.span)
    start, end = hull(near)
    before = [found.end() for found in _END.finditer(text, left, start)]
    after = _END.search(text, end, right)
    start = before[-1] if before else left
    end = (after.start() if after[0] == "\n" else after.end()) if after else right
    while start < event.trigger[0] and text[start].isspace():
        start += 1
    while end > event.trigger[1] and text[end - 1].isspace():
        end -= 1
    return start, end
