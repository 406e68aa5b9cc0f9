"""The times layer against times_table.tsv, and its laws."""

from pathlib import Path
from typing import NamedTuple

import pytest

from sayso.read.parse import Parser
from sayso.read.times import times_stage
from sayso.records import Article, Moment, Reading
from sayso.records.reading import ReaderInfo

READER = ReaderInfo(name="sayso", version="0", language_model="test", lexicon="test")
STAGE = times_stage()


class Case(NamedTuple):
    group: str
    published: str | None
    text: str
    expected: tuple[tuple[str, str, str, str | None], ...]  # span, type, value, interval
    trap: str


def cases() -> list[Case]:
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


CASES = cases()


def read(parse: Parser, text: str, published: str | None) -> tuple[Moment, ...]:
    reading = Reading(reader=READER, article=Article(id="a", text=text, published=published))
    return STAGE.find(parse(text), reading)


def interval(moment: Moment) -> str:
    return f"{moment.start or ''}/{moment.end or ''}"


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.text} [{c.trap}]")
def test_table(parse: Parser, case: Case) -> None:
    """Each sentence has the expressions that the table gives it, with type, value and interval, and no other."""
    found = read(parse, case.text, case.published)
    assert [(case.text[slice(*m.span)], m.type, m.value) for m in found] == [e[:3] for e in case.expected]
    for moment, expected in zip(found, case.expected, strict=True):
        if expected[3] is not None:
            assert interval(moment) == expected[3]
