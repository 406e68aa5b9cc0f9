"""The times layer against times_table.tsv, and its laws."""
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sayso.errors import RecordError
from sayso.lexicon.load import BUILT_IN
from sayso.read import timex
from sayso.read.parse import Parser, load_parser
from sayso.read.times import times_stage
from sayso.records import Article, Moment, Reading
from sayso.records.reading import ReaderInfo

READER = ReaderInfo(name="sayso", version="0", language_model="test", lexicon="test")
STAGE = times_stage()


class Case(NamedTuple):
    """A sentence, the day it was published, and its expressions: span, type, value, interval."""

    group: str
    published: str | None
    text: str
    expected: tuple[tuple[str, str, str, str | None], ...]
    trap: str


def _cases() -> list[Case]:
    found = []
    for line in (Path(__file__).parent / "times_table.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith(("#", "class\t")):
            continue
        group, published, text, expected, trap = line.split("\t")
        times = []
        for one in filter(None, expected.split(" ;; ")):
            span, _, rest = one.partition(" => ")
            type_, value, *interval = rest.split(" ")
            times.append((span, type_, value, interval[0] if interval else None))
        found.append(Case(group, None if published == "-" else published, text, tuple(times), trap))
    return found


CASES = _cases()


def read(parse: Parser, text: str, published: str | None) -> tuple[Moment, ...]:
    reading = Reading(reader=READER, article=Article(id="a", text=text, published=published))
    return STAGE.find(parse(text), reading)


def interval(moment: Moment) -> str:
    return f"{moment.start or ''}/{moment.end or ''}"


@pytest.mark.parametrize("case", [
    pytest.param(c, id=f"{c.text} [{c.trap}]",
                 marks=[pytest.mark.xfail(strict=True)] if c.trap.startswith("FAULT") else [])
    for c in CASES])
def test_table(parse: Parser, case: Case) -> None:
    """Each sentence has the expressions that the table gives it, with type, value and interval, and no other."""
    found = read(parse, case.text, case.published)
    assert [(case.text[slice(*m.span)], m.type, m.value) for m in found] == [e[:3] for e in case.expected]
    for moment, expected in zip(found, case.expected, strict=True):
        if expected[3] is not None:
            assert interval(moment) == expected[3]


@pytest.fixture(scope="module")
def long_text() -> str:
    """All sentences of the table as one article."""
    return "\n\n".join(case.text for case in CASES)


def test_same_in_same_out(parse: Parser, long_text: str) -> None:
    """Two readings of one text, and two stages made from one table, agree; ids run in reading order."""
    parsed = parse(long_text)
    reading = Reading(reader=READER, article=Article(id="a", text=long_text, published="2015-10-22"))
    found = STAGE.find(parsed, reading)
    assert found == STAGE.find(parsed, reading) == times_stage().find(parsed, reading)
    assert [m.id for m in found] == [f"t{n}" for n in range(1, len(found) + 1)]
    assert all(a.span[1] <= b.span[0] for a, b in pairwise(found))


def test_removed_text_is_not_read(parse: Parser) -> None:
    """What was removed as furniture yields no time, and nothing is joined over it."""
    text = "The raid was on Tuesday Posted in 2011 at 9 a.m. near the port."
    parsed = parse(text, [(text.index("Posted"), text.index("at 9"))])
    reading = Reading(reader=READER, article=Article(id="a", text=text, published="2015-10-22"))
    assert [text[slice(*m.span)] for m in STAGE.find(parsed, reading)] == ["Tuesday", "9 a.m."]


def test_users_words(parse: Parser, tmp_path: Path) -> None:
    """A user's folder adds words, and its rows go before the built-in ones."""
    (tmp_path / "times.tsv").write_text("phrase\tkind\tvalue\tguard\nmartyrs' day\tfeast\t05-06\n", encoding="utf-8")
    text = "They clashed on Martyrs' Day in Aleppo."
    reading = Reading(reader=READER, article=Article(id="a", text=text, published="2015-10-22"))
    found = times_stage((tmp_path, BUILT_IN)).find(parse(text), reading)
    assert [(text[slice(*m.span)], m.value) for m in found] == [("Martyrs' Day", "2015-05-06")]


@pytest.mark.parametrize(("row", "message"), [
    ("today\tdai\t0\t", "unknown kind 'dai'"),
    ("today\tday\t0\tnever", "unknown guard 'never'"),
])
def test_a_table_that_does_not_fit(tmp_path: Path, row: str, message: str) -> None:
    """A row with a kind or guard that the grammar does not know is refused when the stage is made."""
    (tmp_path / "times.tsv").write_text(f"phrase\tkind\tvalue\tguard\n{row}\n", encoding="utf-8")
    with pytest.raises(RecordError, match=message):
        times_stage((tmp_path,))


WORDS = sorted({word for case in CASES for word in case.text.split()})
PARSE = load_parser()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=25).map(" ".join),
       st.one_of(st.none(), st.dates().map(str)))
@example("31 February 2015, 99:99, 2015-13-45, 0s, '00s, Q9, 0 years ago", "0001-01-01")
@example("in 5000 years, 9999999 centuries ago, next century", "9999-12-31")
@example("९ May ३, ² days ago, 1/1/0000, 29/02/2015", None)
def test_any_text(text: str, published: str | None) -> None:
    """Any text at all yields expressions that lie in it, in order, and intervals that are days in order."""
    for moment in read(PARSE, text, published):
        assert text[slice(*moment.span)].strip()
        assert moment.type in ("DATE", "TIME", "DURATION", "SET")
        if moment.start and moment.end:
            assert date.fromisoformat(moment.start) <= date.fromisoformat(moment.end)


@pytest.mark.parametrize(("value", "first", "last"), [
    ("2016-02", "2016-02-01", "2016-02-29"),
    ("2015-W01", "2014-12-29", "2015-01-04"),  # ISO weeks begin before the year does
    ("2015-WI", "2015-12-01", "2016-02-29"),
    ("2014-H2", "2014-07-01", "2014-12-31"),
    ("199", "1990-01-01", "1999-12-31"),
    ("2015-10-20TNI", "2015-10-20", "2015-10-21"),
])
def test_bounds(value: str, first: str, last: str) -> None:
    """A value covers the days that its wording names."""
    assert timex.bounds(value) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("value", ["XXXX-10", "PRESENT_REF", "P3D", "2015-W60", "2015-02-30", "T17:00", ""])
def test_no_bounds(value: str) -> None:
    """What names no stretch of the calendar has none."""
    assert timex.bounds(value) is None


@pytest.mark.parametrize(("rule", "year", "day"), [
    ("easter", 2015, "2015-04-05"),
    ("easter", 2024, "2024-03-31"),
    ("easter-2", 2000, "2000-04-21"),
    ("11/4/4+1", 2019, "2019-11-29"),
    ("5/-1/1", 2016, "2016-05-30"),
])
def test_feasts(rule: str, year: int, day: str) -> None:
    """Movable feasts fall on the days that calendars print."""
    assert timex.feast(rule, year) == date.fromisoformat(day)
