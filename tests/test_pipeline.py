"""The way from inputs to outcomes, in one process and in several: order, faults that stay where they are, flat memory."""
import gc
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from sayso.collect.make import Failure
from sayso.errors import SaysoError, SourceError
from sayso.pipeline.reading import LoadReader, Options, _worker, read_inputs
from sayso.records import Article
from sayso.workers import AHEAD, Outcome, read_in_workers
from tests.fakes import load_dying, load_fake, load_never


def lines(folder: Path, *texts: str) -> list[str]:
    path = folder / "in.jsonl"
    path.write_text("".join(json.dumps({"id": str(k), "text": text}) + "\n" for k, text in enumerate(texts)))
    return [str(path)]


def short(outcome: Outcome) -> str:
    return f"{outcome.id} {outcome.code}" if isinstance(outcome, Failure) else f"{outcome.article.id} read"


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_outcomes_come_in_order_and_faults_stay_where_they_are(tmp_path: Path, workers: int) -> None:
    """Slow ones are waited for; errors of the input, of the text and of ours stand in their places."""
    inputs = lines(tmp_path, "slow one", "two", "", "wrong", "broken", "six", "slow seven", "eight", "nine")
    found = [short(o) for o in read_inputs(inputs, Options(workers=workers), load_fake)]
    assert found == ["0 read", "1 read", "2 empty", "3 internal", "4 language", "5 read", "6 read", "7 read", "8 read"]


def test_an_internal_error_can_be_reported(tmp_path: Path) -> None:
    """It names the kind of error and the line, and holds no traceback."""
    [outcome] = read_inputs(lines(tmp_path, "wrong"), Options(), load_fake)
    assert isinstance(outcome, Failure)
    assert outcome.message.startswith("internal error (ValueError: so it is at fakes.py:")
    assert "\n" not in outcome.message


def test_a_worker_that_dies_costs_one_article(tmp_path: Path) -> None:
    """The others are read, in order, even when more die than there are workers."""
    inputs = lines(tmp_path, "one", "die", "slow three", "die", "die", "six", "seven")
    found = [short(o) for o in read_inputs(inputs, Options(workers=2), load_fake)]
    assert found == ["0 read", "1 worker-died", "2 read", "3 worker-died", "4 worker-died", "5 read", "6 read"]


@pytest.mark.parametrize(("load", "sentence"), [
    (load_never, "no column 'lemmas' in 'events.tsv, line 1'"),
    (load_dying, "No worker process could be started (exit code -9); try fewer workers."),
])
def test_workers_that_cannot_load_end_the_run(tmp_path: Path, load: LoadReader, sentence: str) -> None:
    """There is no use in trying again for each article."""
    with pytest.raises(SaysoError) as raised:
        list(read_inputs(lines(tmp_path, "one"), Options(workers=2), load))
    assert str(raised.value) == sentence


def test_a_date_that_is_none_is_known_at_once(tmp_path: Path) -> None:
    """Before any model is loaded."""
    with pytest.raises(SourceError, match="'soon' is no date"):
        read_inputs(lines(tmp_path, "one"), Options(published="soon"), load_never)


def test_the_input_is_not_taken_faster_than_it_is_read() -> None:
    """With a slow first article, no more than the window is taken from an endless input."""
    taken = 0

    def endless() -> Iterator[Article]:
        nonlocal taken
        while True:
            taken += 1
            yield Article(id=str(taken), text="slow" if taken == 1 else "quick")

    outcomes = read_in_workers(endless(), partial(_worker, load_fake, None), 2)
    first = next(outcomes)
    assert short(first) == "1 read"
    assert taken <= 2 * AHEAD + 1
    del outcomes  # closing the generator ends the workers
    gc.collect()


def test_no_input_no_outcome(tmp_path: Path) -> None:
    """An empty file of JSON lines has no articles."""
    (tmp_path / "in.jsonl").write_text("\n")
    assert [short(o) for o in read_inputs([str(tmp_path / "in.jsonl")], Options(workers=2), load_fake)] == []
