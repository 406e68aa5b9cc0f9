"""The samples of the repository, read as a user would read them."""
from collections.abc import Callable
from pathlib import Path

import pytest

from sayso import pipeline
from sayso.read.english import Reader
from sayso.records import Reading
from sayso.records.codec import encode_reading
from tests.contract import breaches

SAMPLES = Path(__file__).parent.parent / "samples"
FILES = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".txt", ".html", ".jsonl"))
Outcomes = list[pipeline.Outcome]


@pytest.fixture(scope="module")
def outcomes(reader: Reader) -> Callable[[Path], Outcomes]:
    """What becomes of a file's articles; each file is read once."""
    known: dict[Path, Outcomes] = {}

    def run(path: Path) -> Outcomes:
        if path not in known:
            options = pipeline.Options(published=None if path.suffix in (".html", ".jsonl") else "2024-03-14")
            known[path] = list(pipeline.read_inputs([str(path)], options, load=lambda _: reader))
        return known[path]

    return run


def readings(found: Outcomes) -> list[Reading]:
    return [one for one in found if isinstance(one, Reading)]


def test_there_are_samples_of_five_makes() -> None:
    """A folder that was lost would let all the tests below pass."""
    assert len(FILES) >= 5
    assert {path.suffix for path in FILES} == {".txt", ".html", ".jsonl"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_sample_is_read(outcomes: Callable[[Path], Outcomes], path: Path) -> None:
    """All articles are, but the one of the briefs that is there for being in another language."""
    found = outcomes(path)
    failures = [one.code for one in found if not isinstance(one, Reading)]
    assert failures == (["language"] if path.name == "briefs.jsonl" else [])
    assert readings(found)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_reading_keeps_the_contract(outcomes: Callable[[Path], Outcomes], path: Path) -> None:
    """Spans that are slices of the text, ids that name something, words of the vocabulary."""
    for reading in readings(outcomes(path)):
        assert breaches(encode_reading(reading)) == []


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix != ".jsonl" and "accident" not in path.name],
                         ids=lambda path: path.name)
def test_samples_say_who_did_what_and_on_whose_say_so(outcomes: Callable[[Path], Outcomes], path: Path) -> None:
    """Each but the accident has events with parties, and statements with sources."""
    for reading in readings(outcomes(path)):
        assert reading.events
        assert any(event.actors for event in reading.events)
        assert reading.statements
        assert any(statement.sources for statement in reading.statements)


def test_an_accident_has_no_events(outcomes: Callable[[Path], Outcomes]) -> None:
    """Nobody does anything to anybody."""
    (reading,) = readings(outcomes(SAMPLES / "road-accident.txt"))
    assert reading.events == ()
    assert reading.statements


def test_furniture_of_the_page_is_not_read(outcomes: Callable[[Path], Outcomes]) -> None:
    """Nothing of the menus, the sign-up box and the comments is in the text, and no evidence stands in what was removed."""
    (reading,) = readings(outcomes(SAMPLES / "harbour-strike.html"))
    assert "ewsletter" not in reading.article.text
    spans = [event.trigger for event in reading.events or ()]
    assert not any(a < end and start < b for start, end in spans for a, b in reading.removed or ())
