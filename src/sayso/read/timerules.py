"""How the grammar of time expressions is written: regular expressions over class letters (`timelex.CODES`), and what
each makes of its match.

The rules are in timedates, timedeixis and timespans. A rule's `make(here)` gives a `Found`, or None where the words
turn out to be something else. Conventions are those of the TimeML guidelines as TempEval-3 has them: no leading
preposition; determiners, "early", "the end of", "more than" inside; "a year ago" is a year and "two days ago" a day;
"the last week" is a duration, "last week" a week.
"""
import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from sayso.read import timex
from sayso.read.parse import Parsed, Token
from sayso.read.timelex import BREAK, Lexeme
from sayso.read.timetense import direction

ORDER = ("D", "WE", "W", "M", "Q", "Y", "DE", "CE")  # fine to coarse


class Found(NamedTuple):
    """An expression over lexemes `first` to `last`. `kind` says what it may still join with: day, date, clock, part.

    `start` and `end` stand where they are more than the value says; `held` is false for what counts only if joined.
    """

    type: str
    value: str
    first: int
    last: int
    kind: str = ""
    start: date | None = None
    end: date | None = None
    held: bool = True


class Here(NamedTuple):
    """A match with all that bears on it. `told` is the last date before it in the text, `told_day` the last day."""

    parsed: Parsed
    items: list[Lexeme]
    codes: str
    match: re.Match[str]
    published: date | None
    told: str | None
    told_day: str | None

    def item(self, group: str) -> Lexeme | None:
        """The lexeme at the beginning of a named group; None where the group is empty or absent."""
        k = self.match.start(group) if group in self.match.re.groupindex and self.match.group(group) else -1
        return self.items[k] if k >= 0 else None

    def value(self, group: str) -> str:
        """Its value, or ""."""
        found = self.item(group)
        return found.value if found else ""

    def near(self, step: int) -> Lexeme:
        """The lexeme `step` before (negative) or after the match."""
        k = self.match.start() + step if step < 0 else self.match.end() - 1 + step
        return self.items[k] if 0 <= k < len(self.items) else Lexeme(BREAK, "", 0, 0, "")

    def token(self, lexeme: Lexeme) -> Token | None:
        """The parser's token of a lexeme."""
        return self.parsed.at(lexeme.start)

    def way(self, group: str) -> int:
        """Past or to come, by the tense around a group."""
        found = self.item(group)
        return direction(self.parsed, self.token(found)) if found else 0

    def found(self, type_: str, value: str, kind: str = "", skip: int = 0) -> Found:
        """The whole match, without its first `skip` lexemes, as an expression."""
        return Found(type_, value, self.match.start() + skip, self.match.end() - 1, kind)

    def base(self, unit: str) -> date | None:
        """The day that "the next day" or "the following year" counts from: the one told of, or that of publication."""
        told = self.told_day if unit == "D" else self.told
        grain = timex.grain(told or "")
        days = timex.bounds(told) if told and grain and ORDER.index(grain) <= ORDER.index(unit) else None
        return days[0] if days else self.published


class Rule(NamedTuple):
    """A pattern and what it makes of a match."""

    pattern: re.Pattern[str]
    make: Callable[[Here], Found | None]


def rule(pattern: str, make: Callable[[Here], Found | None]) -> Rule:
    """A rule from the text of its pattern."""
    return Rule(re.compile(pattern), make)


def step(rel: Lexeme | None) -> int:
    """-1, 0 or 1 for "last", "this" and "next"."""
    return {"l": -1, "L": -1, "x": 1, "X": 1}.get(rel.code, 0) if rel else 0
