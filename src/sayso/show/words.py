"""What a reading says, in words for people: parties, dates, places, counts, certainty, and the chain of sources.

The table and the page both use this; neither knows the other.
"""
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

import msgspec

from sayso.records import Count, Entity, Event, Party, Place, Reading, Span, Statement, When
from sayso.show.neutral import one_line

OWN_VOICE = "the report itself"
ARROW, LINK = " ► ", " ‹ "
COUNTED = {"occurrences": "times", "participants": "participants", "other": ""}
DEGREES = ((2.5, "certain"), (1.5, "probable"), (0.5, "possible"), (-0.5, "unknown"), (-1.5, "doubtful"),
           (-2.5, "improbable"))


class Index(msgspec.Struct, frozen=True):
    """A reading with its records by id."""

    reading: Reading
    entities: dict[str, Entity]
    places: dict[str, Place]
    statements: dict[str, Statement]

    @classmethod
    def of(cls, reading: Reading) -> "Index":
        """The index of a reading."""
        return cls(reading, {e.id: e for e in reading.entities or ()}, {p.id: p for p in reading.places or ()},
                   {s.id: s for s in reading.statements or ()})

    def words(self, span: Span) -> str:
        """The text's own words, on one line."""
        return one_line(self.reading.text[span[0]:span[1]], 120)


def party(index: Index, held: Party) -> str:
    """The text's words, and whom they mean where they are but a pronoun."""
    return _meant(index, held.span, held.entity)


def parties(index: Index, held: tuple[Party, ...]) -> str:
    """All of them, each with its code; "?" where the text names none."""
    return ", ".join(party(index, one) + (f" [{one_line(one.code)}]" if one.code else "") for one in held) or "?"


def links(index: Index, event: Event) -> tuple[Statement, ...]:
    """The statements that an event stands in, the outermost first; () for the report itself."""
    found: list[Statement] = []
    said = index.statements.get(event.said_by or "")
    while said is not None and said not in found:
        found.append(said)
        said = index.statements.get(said.within or "")
    return tuple(reversed(found))


def chain(index: Index, event: Event) -> tuple[str, ...]:
    """On whose say-so, the outermost source first; () for the report itself."""
    return tuple(name for name, _ in groupby(speakers(index, said) for said in links(index, event)))


def speakers(index: Index, said: Statement) -> str:
    """Whose statement it is."""
    return " and ".join(_meant(index, s.span, s.entity) for s in said.sources) or "someone not named"


def when(event: Event) -> str:
    """The days of an event, as short as they can be said; "" where unknown."""
    return days(event.when) if event.when else ""


def days(held: When) -> str:
    """An interval: a day, a month, a year, or its two ends."""
    if held.start is None and held.end is None:
        return ""
    if held.start is None or held.end is None:
        return f"since {held.start}" if held.start else f"until {held.end}"
    return _short(held.start, held.end)


def where(index: Index, event: Event) -> str:
    """The place with its country; "" where unknown."""
    place = index.places.get(event.where or "")
    if place is None:
        return ""
    country = f" ({place.country})" if place.country and place.precision != "country" else ""
    return one_line(place.name) + country


def how_many(event: Event) -> tuple[str, ...]:
    """Each count in words: "at least 130 times"."""
    return tuple(_count(count) for count in event.counts)


def what(index: Index, event: Event) -> tuple[str, str]:
    """The type with its mode, and the words that report it."""
    return event.type + (f" {event.mode}" if event.mode else ""), index.words(event.trigger)


def certainty(event: Event) -> str:
    """How certain the author is that it is so: "certain", "possible", "not so"."""
    if event.factuality <= -2.5:
        return "not so"
    return next(word for least, word in (*DEGREES, (-99.0, "not so")) if event.factuality >= least)


def summary(reading: Reading) -> Iterator[str]:
    """What the line under a title says of an article and its reading."""
    article = reading.article
    yield one_line(article.source or article.id, 80)
    yield f"published {article.published}" if article.published else "no date of publication"
    for layer, word in ((reading.events, "event"), (reading.statements, "statement")):
        yield f"{len(layer or ())} {word}{'' if len(layer or ()) == 1 else 's'}"
    if removed := sum(b - a for a, b in reading.removed or ()):
        yield f"{removed} characters of furniture left out"


def _meant(index: Index, span: Span, entity_id: str | None) -> str:
    words, entity = index.words(span), index.entities.get(entity_id or "")
    if entity is None or entity.form != "pronoun" or not entity.name:
        return words
    return f"{words} ({one_line(entity.name)})"


def _count(count: Count) -> str:
    if count.low is None and count.high is None:
        number = "some"
    elif count.low == count.high:
        number = f"{count.low:,}"
    elif count.high is None:
        number = f"at least {count.low:,}"
    elif count.low is None:
        number = f"at most {count.high:,}"
    else:
        number = f"{count.low:,} to {count.high:,}"
    return f"{number} {COUNTED.get(count.what, count.what)}".rstrip()


def _short(start: str, end: str) -> str:
    """"2015-10-20", "2015-10", "2015", or "2015-08-01 to 2015-10-22"."""
    if start == end:
        return start
    try:
        first, after = date.fromisoformat(start), date.fromisoformat(end) + timedelta(days=1)
    except (ValueError, OverflowError):
        return f"{start} to {end}"
    if first.day == 1 and after.day == 1:
        if (first.month, after.month, after.year - first.year) == (1, 1, 1):
            return start[:4]
        if (after.year * 12 + after.month) - (first.year * 12 + first.month) == 1:
            return start[:7]
    return f"{start} to {end}"
