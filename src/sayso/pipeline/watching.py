"""Watches: saved questions, and conditions that the reporting itself states, that tell when a claim meets them.

`run` asks a watch's question of all claims and notes those that meet it, once each. A claim that met a watch and
changes later is not told again.

`proposals` finds sentences such as "If the truce fails, Norland will send troops" and proposes a watch for the
condition and one for what is to follow. The reader says which events are conditional; the sentence's own words say on
which side of the "if" an event stands. What cannot come true any more ("if they had …, they would have …") is no
condition, and an event of which neither side nor place is known makes no watch: too much would meet it.
"""
import re
from collections.abc import Iterable, Iterator

import msgspec

from sayso.compare.facts import sentence
from sayso.records import Entity, Event, Place, Reading, Span
from sayso.records.claim import Report
from sayso.store.base import ClaimFilter, Met, Store, Watch

DONE = ("happened", "ongoing")
PAGE = 500  # claims that are asked for at once
LONGEST_QUOTE = 1_000  # characters; what is longer is a list or a page without stops, and no sentence
_MARKER = re.compile(
    r"(?<!\bas )(?<!\beven )(?<!\bwhat )\b(?:if|unless|provided|providing|on condition that|in case|"
    r"in the event (?:that|of)|as long as|so long as)\b"
    r"(?! (?:any|not|only|so|ever|necessary|needed|required|possible|anything)\b)", re.IGNORECASE)
_WHETHER = re.compile(r"\b(?:ask\w*|wonder\w*|know\w*|(?:un)?clear|(?:un)?sure|(?:un)?certain|doubt\w*|see|question\w*)"
                      r"\s*\Z", re.IGNORECASE)
_CLAUSE_END = re.compile(r",(?!\d)\s|;|\s[—–-]\s|\bthen\b|[\"”]", re.IGNORECASE)
_TOO_LATE = re.compile(r"\b(?:would|could|might|should)(?:n['’]t| not)? (?:\w+ly )?have\b", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{3,}")
_WORD = re.compile(r"[^\W_]{3,}")


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A watch that a sentence proposes. `part`: condition | consequence. `others`: events of the other part.

    `watch.event` is the event that it was made of, `watch.quote` the sentence; `span` is where that stands.
    """

    watch: Watch
    part: str
    report: str
    span: Span
    others: tuple[str, ...]


def run(store: Store, watches: Iterable[Watch]) -> tuple[Met, ...]:
    """What met these watches that had not before, watch by watch; ended watches are passed over."""
    found: list[Met] = []
    for watch in watches:
        cursor = watch.query.cursor
        while watch.ended is None:
            page = store.view.claims(msgspec.structs.replace(watch.query, limit=PAGE, cursor=cursor))
            if page.claims:
                found += store.writer.meet_watch(watch.name, page.claims)
            if (cursor := page.cursor) is None:
                break
    return tuple(found)


def narrows(query: ClaimFilter) -> bool:
    """Whether a question asks for anything at all: a watch that every claim meets tells nothing."""
    return msgspec.structs.replace(query, limit=50, cursor=None) != ClaimFilter()


def newest(store: Store, watch: str | None = None, *, limit: int = 100) -> tuple[Met, ...]:
    """The last claims that met a watch, or any, latest first."""
    found: list[Met] = []
    while page := store.view.met(watch, after=found[-1].number if found else 0, limit=PAGE):
        found = [*found, *page][-limit:]
        if len(page) < PAGE:
            break
    return tuple(reversed(found))


def proposals(reports: Iterable[Report], *, who: str) -> Iterator[Proposal]:
    """The watches that readings propose, in order of the texts. The same words about the same parties propose once."""
    told: set[tuple[ClaimFilter, str]] = set()
    for report in reports:
        for proposal in _of_report(report, who):
            key = (msgspec.structs.replace(proposal.watch.query, since=None), proposal.watch.quote or "")
            if key not in told:
                told.add(key)
                yield proposal


def _of_report(report: Report, who: str) -> Iterator[Proposal]:
    reading = report.reading
    by_sentence: dict[Span, list[Event]] = {}
    for event in reading.events or ():
        by_sentence.setdefault(sentence(reading.text, event.trigger), []).append(event)
    for span, events in by_sentence.items():
        quote = reading.text[slice(*span)]
        if len(quote) > LONGEST_QUOTE or _TOO_LATE.search(quote) or not any(e.status == "conditional" for e in events):
            continue
        for part, mine, others in _parts(quote, span[0], events):
            for event in mine:
                query = _query(reading, event)
                if query is None:
                    continue
                yield Proposal(part=part, report=report.id, span=span,
                               others=tuple(f"{report.id}:{other.id}" for other in others), watch=Watch(
                    name=f"{part}-{report.id}-{event.id}", query=query, who=who, event=f"{report.id}:{event.id}",
                    quote=" ".join(quote.split()), why=f"It is the {part} that a report states."))


def _parts(quote: str, offset: int, events: list[Event]) -> Iterator[tuple[str, list[Event], list[Event]]]:
    """The sentence's events on either side: the condition's, and those that are to follow from it."""
    clauses = []
    for found in _MARKER.finditer(quote):
        if _WHETHER.search(quote[max(0, found.start() - 20):found.start()]):
            continue
        end = _CLAUSE_END.search(quote, found.end())
        clauses.append((offset + found.start(), offset + (end.start() if end else len(quote))))
    if not clauses:
        return
    condition = [e for e in events if any(a <= e.trigger[0] and e.trigger[1] <= b for a, b in clauses)]
    follows = [e for e in events if e not in condition and e.status == "conditional"]
    yield "condition", condition, follows
    yield "consequence", follows, condition


def _query(reading: Reading, event: Event) -> ClaimFilter | None:
    """What would be asked of claims about this event come true; None where that would be next to everything."""
    entities = {entity.id: entity for entity in reading.entities or ()}
    places = {place.id: place for place in reading.places or ()}
    actor, recipient = (_who(entities, event, role) for role in ("actors", "recipients"))
    query = ClaimFilter(types=(event.type,), statuses=DONE, since=reading.article.published, actor=actor,
                        recipient=recipient)
    if actor or recipient:
        return query if actor != recipient else None  # more often misread than done to oneself
    if (place := places.get(event.where or "")) is not None:
        return _at(query, place)
    named = [word for party in (*event.actors, *event.recipients)
             for word in _WORD.findall(reading.text[slice(*party.span)]) if word[0].isupper()]
    trigger = _WORD.findall(reading.text[slice(*event.trigger)])
    words = " ".join(dict.fromkeys((*trigger, *named)))
    return msgspec.structs.replace(query, words=words) if named and trigger else None


def _who(entities: dict[str, Entity], event: Event, role: str) -> str | None:
    """The one party in a role, by its code or else by its name; None where there are several, or nobody is named."""
    parties = event.actors if role == "actors" else event.recipients
    if len(parties) != 1:
        return None
    entity = entities.get(parties[0].entity or "")
    code = parties[0].code or (entity.code if entity else None)
    if code and _CODE.fullmatch(code):
        return code
    return entity.name if entity is not None and entity.form == "name" else None


def _at(query: ClaimFilter, place: Place) -> ClaimFilter | None:
    if place.precision == "country":
        return msgspec.structs.replace(query, countries=(place.country,)) if place.country else None
    return msgspec.structs.replace(query, place=place.name)
