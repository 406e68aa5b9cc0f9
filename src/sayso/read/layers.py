"""The layers of one reading by where they stand in the text: what events are put together from."""
from bisect import bisect_right
from collections.abc import Iterable
from typing import Protocol, TypeVar

from sayso.read.parse import Parsed
from sayso.records import Certainty, Reading, Statement
from sayso.records.span import Span, hull, inside


class Spanned(Protocol):
    """Whatever stands somewhere in the text."""

    @property
    def span(self) -> Span:
        """Its characters."""
        ...


Thing = TypeVar("Thing", bound=Spanned)


class Layers:
    """Times, places, counts, entities, certainties and statements of a reading, by sentence, id or span."""

    def __init__(self, parsed: Parsed, reading: Reading) -> None:
        self.parsed, self.reading = parsed, reading
        self.published = reading.article.published
        self.certainties: dict[Span, Certainty] = {c.span: c for c in reading.certainties or ()}
        self._starts = [s.start for s in parsed.sentences]
        self.times = self._by_sentence(reading.times or ())
        self.places = self._by_sentence(reading.places or ())
        self.counts = self._by_sentence(reading.counts or ())
        self.entities = {e.id: e for e in reading.entities or ()}
        self.bodies = [e.span for e in reading.entities or ()
                       if e.form == "name" and e.kind in ("organisation", "party", "military", "armed_group", "person")]
        self.persons = {e.span for e in reading.entities or () if e.form == "name" and e.kind == "person"}
        self.statements = [(hull(s.content), s) for s in reading.statements or () if s.content]

    def _by_sentence(self, things: Iterable[Thing]) -> dict[int, list[Thing]]:
        found: dict[int, list[Thing]] = {}
        for thing in things:
            found.setdefault(bisect_right(self._starts, thing.span[0]) - 1, []).append(thing)
        return found

    def ref(self, entity: str | None) -> str | None:
        """What an entity, by its id, stands for."""
        held = self.entities.get(entity or "")
        return held.ref if held is not None else None

    @staticmethod
    def says(statement: Statement, span: Span) -> bool:
        """Whether a span lies in what somebody is reported to say."""
        return any(inside(span, part) for part in statement.content)
