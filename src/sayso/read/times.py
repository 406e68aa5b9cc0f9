"""Times: "late on Tuesday", "the past three months", "every Friday" ► moments with TIMEX3 values and days.

Three steps. The text becomes a string of class letters (timelex). Every rule of the grammar (timedates, timedeixis,
timespans) is matched against it; where matches overlap, the leftmost and then the longest is taken, and a rule that
declines leaves the place to the next. What stands together is joined ("9 a.m." and "Tuesday"), and what goes before is
drawn in ("early", "the end of"). Conventions: TimeML annotation guidelines 1.2.1 as TempEval-3 uses them; the day of
publication is the day from which the rest counts, and without one such values keep their X.
"""
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sayso.lexicon.load import BUILT_IN, read_table
from sayso.lexicon.tables import TimeWord
from sayso.read import timex
from sayso.read.parse import Parsed
from sayso.read.stage import Stage
from sayso.read.timedates import DATES
from sayso.read.timedeixis import DEIXIS
from sayso.read.timelex import Lexeme, Words, lexemes
from sayso.read.timerules import Found, Here, Rule
from sayso.read.timespans import DURATIONS, SETS, TIMES
from sayso.records import Moment, Reading

RULES = (*DATES, *DEIXIS, *SETS, *DURATIONS, *TIMES)
_BEFORE = re.compile(r"(?:t?gof?|t?ej?t?|t?m-?|Ej?)$")  # "the end of", "early on", "the mid-", "later"
_LETTERS = re.compile(r"[1YdD0NCI4MWwuUQZKPpS5RHF=V]")  # without one of these nothing is a time


def times_stage(folders: Iterable[Path] = (BUILT_IN,)) -> Stage:
    """A stage that fills `times` from the table `times` of the lexicon `folders`."""
    words = Words(read_table(TimeWord, "times", folders))

    def find(parsed: Parsed, reading: Reading) -> tuple[Moment, ...]:
        published = timex.day_of(reading.article.published)
        items = lexemes(parsed, words)
        codes = "".join(item.code for item in items)
        founds = _widened(_joined(list(_chosen(parsed, items, codes, published)), codes), codes)
        held = [found for found in founds if found.held]
        return tuple(_moment(f"t{n}", found, items, published) for n, found in enumerate(held, 1))

    return Stage(fills="times", version="1", find=find)


class _Candidate(NamedTuple):
    start: int
    size: int
    order: int
    match: re.Match[str]
    rule: Rule


def _chosen(parsed: Parsed, items: list[Lexeme], codes: str, published: date | None) -> Iterator[Found]:
    """The matches that stand, in reading order, each resolved with what was told before it."""
    candidates = [_Candidate(m.start(), m.end() - m.start(), order, m, rule)
                  for order, rule in enumerate(RULES) for m in rule.pattern.finditer(codes)]
    candidates.sort(key=lambda c: (c.start, -c.size, c.order))
    told: str | None = None
    told_day: str | None = None
    free = 0
    for candidate in candidates:
        if candidate.start < free:
            continue
        found = candidate.rule.make(Here(parsed, items, codes, candidate.match, published, told, told_day))
        if found is None:
            continue
        free = found.last + 1
        if found.type == "DATE" and timex.grain(found.value):
            told = found.value
            told_day = told if timex.grain(told) == "D" else told_day
        yield found


_LINKS = {  # what may lie between two that are one expression
    ("day", "part"): re.compile(r"'?"),
    ("part", "day"): re.compile(r"oj?"),
    ("day", "clock"): re.compile(r",?@?b?"),
    ("daypart", "clock"): re.compile(r",?@?b?"),
    ("clock", "day"): re.compile(r",?j?"),
    ("clock", "daypart"): re.compile(r",?j?"),
    ("daytime", "part"): re.compile(r""),
}


def _joined(founds: list[Found], codes: str) -> list[Found]:
    """Day with part of the day, day with hour, as one."""
    done: list[Found] = []
    for found in founds:
        if done and (link := _LINKS.get((done[-1].kind, found.kind))):
            left = done[-1]
            if link.fullmatch(codes, left.last + 1, found.first):
                done[-1] = _join(left, found)
                continue
        done.append(found)
    return done


def _join(left: Found, right: Found) -> Found:
    if left.kind == "daytime":  # "3 a.m. Monday morning": the hour says more
        return left._replace(last=right.last)
    day, time = (left, right) if left.kind.startswith("day") else (right, left)
    value = day.value.split("T")[0] + time.value[time.value.index("T"):]
    kind = "daypart" if "part" in (left.kind, right.kind) else "daytime"
    return Found("TIME", value, left.first, right.last, kind)


def _widened(founds: list[Found], codes: str) -> list[Found]:
    """Dates with "early", "the end of", "mid-", "later" before them drawn in."""
    done: list[Found] = []
    for found in founds:
        free = done[-1].last + 1 if done else 0
        before = _BEFORE.search(codes, free, found.first) if found.kind in ("day", "date", "daypart") else None
        done.append(found._replace(first=before.start()) if before else found)
    return done


def _moment(name: str, found: Found, items: list[Lexeme], published: date | None) -> Moment:
    days = _days(found, items, published)
    start, end = (day.isoformat() if day else None for day in days)
    return Moment(id=name, span=(items[found.first].start, items[found.last].end), type=found.type, value=found.value,
                  start=start, end=end)


def _days(found: Found, items: list[Lexeme], published: date | None) -> tuple[date | None, date | None]:
    """The days covered; "since" opens them to the day of publication, "earlier" and "later" cut them there."""
    if found.type == "DURATION":
        return _anchored(found, published)
    if found.type == "SET":
        return None, None
    start, end = (found.start, found.end) if found.start or found.end else timex.bounds(found.value) or (None, None)
    if start is None or end is None:
        return start, end
    if found.first and items[found.first - 1].code == "!":
        return start, published if published is None or published >= start else end
    head = items[found.first]
    if head.code == "E" and published and start <= published <= end:
        return (start, published) if head.value == "-1" else (published, end)
    return start, end


def _anchored(found: Found, published: date | None) -> tuple[date | None, date | None]:
    """A duration that ends or begins on the day of publication: "the past three months", "the next five years"."""
    size = re.fullmatch(r"P(T?)(\d+)([A-Z]+)", found.value)
    if not size or published is None or found.kind not in ("back", "on"):
        return None, None
    count, unit = int(size[2]), size[3]
    if size[1]:
        hours = count if unit == "H" else 1
        count, unit = -(-hours // 24), "D"
    other = timex.move(published, -count if found.kind == "back" else count, unit)
    if other is None:
        return None, None
    return (other, published) if found.kind == "back" else (published, other)
