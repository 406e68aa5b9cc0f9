"""The table: everything that matters is seen at once, at any width, and nothing hostile gets through."""
import io
import re

import msgspec
import pytest

from sayso.collect.make import Failure
from sayso.records import Reading
from sayso.show.table import TablePrinter
from tests.samples import reading


def printed(found: Reading, width: int, *, terminal: bool = False) -> str:
    stream = io.BytesIO()
    TablePrinter(stream, width=width, terminal=terminal).reading(found)
    return stream.getvalue().decode()


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("width", [40, 80, 100, 140, 200])
def test_a_person_sees_it_all(width: int) -> None:
    """Who, whom, when, where, how many, status, factuality and the chain of sources; no line is wider than the screen."""
    text = printed(reading(), width)
    words = re.findall(r"\w+", text)
    for wanted in ("CONSULT", "visit", "Brod", "Velian", "VELGOV", "Marlena", "happened", "certain", "Herald", "Kestrel",
                   "deputies", "12", "detained", "not", "so"):
        assert wanted in words
    assert max(map(len, text.splitlines())) <= width


def test_the_chain_reads_from_the_outside_in() -> None:
    """Outermost first."""
    assert "The Herald ‹ the Kestrel agency ‹ deputies" in squeezed(printed(reading(), 80))


def test_no_colour_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Colours on a terminal only, and none of them where NO_COLOR is set."""
    assert "\x1b" not in printed(reading(), 100)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" in printed(reading(), 100, terminal=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[\d;]*3[0-7]", printed(reading(), 100, terminal=True))


def test_hostile_text_is_harmless() -> None:
    """Escape sequences, overrides and markup of an article arrive as what they are: characters."""
    evil = "\x1b]0;owned\x07[red]\u202eevil[/red]"
    base = reading()
    found = reading(article=msgspec.structs.replace(base.article, title=evil, source=evil),
                    entities=tuple(msgspec.structs.replace(e, name=evil, code=evil) for e in base.entities or ()),
                    events=tuple(msgspec.structs.replace(v, mode=evil) for v in base.events or ()))
    text = printed(found, 100)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert "[red]" in text


def test_nothing_found() -> None:
    """An article without events says so."""
    assert "No events of the kinds that Sayso records." in printed(reading(events=()), 80)


def test_a_failure_is_one_clear_line() -> None:
    """Its id, its sentence, its code."""
    stream = io.BytesIO()
    TablePrinter(stream, width=80).failure(Failure(id="a\x1b.txt", code="empty", message="There is nothing in it."))
    assert stream.getvalue().decode() == "✗ a␛.txt  There is nothing in it. (empty)\n\n"
