"""From inputs to readings in the store: once each, whatever stops on the way."""
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from sayso.errors import RecordError, SourceError
from sayso.pipeline import adding
from sayso.pipeline.adding import Adder, Telling, add, files_of, left_behind
from sayso.pipeline.comparing import Comparer
from sayso.pipeline.reading import Options
from sayso.store.base import reader_stamp
from tests.fakes import load_never
from tests.pipeline_store import held
from tests.pipeline_store.adder import main
from tests.pipeline_store.telling import INFO, SECOND, article, load_second, load_told, world

ROOT = Path(__file__).parent.parent.parent
LINE = "Norland attacked Sudmark near Marlena on 2024-05-09."


def lines(path, articles):
    """A file of JSON lines."""
    path.write_bytes(b"".join(msgspec.json.encode({
        "id": a.id, "url": a.url, "source": a.source, "title": a.title, "published": a.published, "language": "en",
        "text": a.text}) + b"\n" for a in articles))
    return str(path)


def added(store, *inputs, workers=1, load=load_told, published=None):
    """The summary and the steps of a run."""
    steps = []
    return add(inputs, store, Options(workers=workers, published=published), Telling(step=steps.append), load), steps


@pytest.mark.parametrize("workers", [1, 2])
def test_added_read_and_compared(store, tmp_path, workers):
    """What is given is kept, read once and compared; the same again changes nothing."""
    file = lines(tmp_path / "in.jsonl", world(12))
    summary, steps = added(store, file, workers=workers)
    assert (summary.new, summary.read, summary.failed, summary.compared.reports > 0) == (12, 12, 0, True)
    assert [step.outcome for step in steps] == ["new"] * 12
    before = held.compared(store)
    assert before["stories"] and before["claims"]
    summary, steps = added(store, file, workers=workers)
    assert (summary.known, summary.new, summary.read) == (12, 0, 0)
    assert [step.outcome for step in steps] == ["known"] * 12
    assert held.compared(store) == before


@pytest.mark.parametrize("workers", [1, 2])
def test_failures_stay_with_their_article(store, tmp_path, workers):
    """A line that is no article, and texts that cannot be read, cost nothing of the others."""
    file = lines(tmp_path / "in.jsonl", [article(1), article(2, "wrong " + LINE), article(3)])
    with Path(file).open("ab") as stream:
        stream.write(b"{nonsense\n")
    summary, steps = added(store, file, str(tmp_path / "none.txt"), workers=workers)
    assert (summary.new, summary.read, summary.failed) == (3, 2, 3)
    codes = {step.id: step.failure.code for step in steps if step.failure}
    assert codes == {"a2": "language", "in.jsonl:4": "format", "none.txt": "fetch"}
    kept = {one.content.id: one.report for one in held.reports(store)}
    assert set(kept) == {"a1", "a2", "a3"}                                # the text that cannot be read is not lost
    assert [bool(held.readers(store)[kept[name]]) for name in ("a1", "a2", "a3")] == [True, False, True]
    assert all(step.report == kept["a2"] for step in steps if step.id == "a2")


def test_a_worker_that_dies(store, tmp_path):
    """Its article is an error, the others are read, and the next run tries it again."""
    file = lines(tmp_path / "in.jsonl", [article(1), article(2, "die " + LINE), article(3)])
    summary, steps = added(store, file, workers=2)
    assert (summary.read, summary.failed) == (2, 1)
    assert [(s.id, s.failure.code) for s in steps if s.failure] == [("a2", "worker-died")]
    summary, steps = added(store, lines(tmp_path / "other.jsonl", [article(4)]), workers=2)
    assert [(s.id, s.outcome) for s in steps] == [("a2", "left"), ("a4", "new")]


def test_what_concerns_the_whole_run(store, tmp_path):
    """A date that is none and a lexicon that is broken are told before anything is kept."""
    file = lines(tmp_path / "in.jsonl", [article(1)])
    with pytest.raises(SourceError, match="no date"):
        added(store, file, published="soon")
    with pytest.raises(RecordError, match="no column 'lemmas'"):
        added(store, file, load=load_never)
    assert held.reports(store) == []


def test_the_same_article_twice_in_one_run(store, tmp_path):
    """In one batch and in two: it is kept and read once."""
    reports = [article(1), article(1), *(article(n) for n in range(2, adding.BATCH + 2)), article(1)]
    summary, _ = added(store, lines(tmp_path / "in.jsonl", reports))
    assert (summary.new, summary.known, summary.read) == (adding.BATCH + 1, 2, adding.BATCH + 1)


def test_a_changed_text_is_a_version(store, tmp_path):
    """Both are kept; the newest stands in the story."""
    added(store, lines(tmp_path / "one.jsonl", [article(1)]))
    summary, steps = added(store, lines(tmp_path / "two.jsonl", [article(1, "Karsia met Tyrus near Orsk on 2024-05-09.")]))
    assert (summary.versions, summary.new) == (1, 0)
    (story,) = held.stories(store).values()
    assert story.reports == (steps[0].report,)
    assert len(held.reports(store)) == 2


def test_given_again_to_another_reader(store, tmp_path):
    """What an older reader read is read again when it is given again, and only then."""
    one, two = lines(tmp_path / "one.jsonl", [article(1)]), lines(tmp_path / "two.jsonl", [article(2)])
    added(store, one, two)
    summary, _ = added(store, one, load=load_second)
    assert (summary.known, summary.read) == (1, 1)
    stamps = {one.content.id: held.readers(store)[one.report] for one in held.reports(store)}
    assert stamps == {"a1": (reader_stamp(INFO), reader_stamp(SECOND)), "a2": (reader_stamp(INFO),)}
    assert {len(claim.recipients) for claim in held.claims(store).values()} <= {0, 1}


def test_left_by_an_earlier_run(store, tmp_path):
    """Texts that were added and not read, marked or not; what others added and read is only compared."""
    store.writer.add_articles([article(1)])
    store.writer.add_readings([load_told(None).read(article(2))])
    assert [one.content.id for one in left_behind(store)] == ["a1"]   # now it is marked
    store.writer.add_articles([article(3)])
    _, steps = added(store, lines(tmp_path / "in.jsonl", [article(4)]))
    assert [(step.id, step.outcome) for step in steps] == [("a1", "left"), ("a3", "left"), ("a4", "new")]
    assert sum(len(story.reports) for story in held.stories(store).values()) == 4


def test_files_of_one_name_in_two_folders(store, tmp_path):
    """They are two articles; one of them changed is a version of itself, at the same place."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1.txt").write_text(f"Report of {folder}, 9 May 2024\n\n{LINE} It rained in {folder}.\n")
    summary, _ = added(store, str(tmp_path / "a"), str(tmp_path / "b" / "1.txt"))
    assert summary.new == 2
    (tmp_path / "b" / "1.txt").write_text(f"Report of b, 9 May 2024\n\n{LINE} It snowed in b.\n")
    summary, _ = added(store, str(tmp_path / "a"), str(tmp_path / "b"))
    assert (summary.new, summary.known, summary.versions) == (0, 1, 1)


@pytest.mark.parametrize("given, found", [
    (["d"], ["d/a.txt", "d/e/b.jsonl.gz"]),      # a folder, however deep, sorted; what is no input is left out
    (["d", "d/a.txt"], ["d/a.txt", "d/e/b.jsonl.gz", "d/a.txt"]),
    (["empty"], ["empty"]),                      # is told of later
    (["-", "http://x.example/d"], ["-", "http://x.example/d"]),
    ([], []),
])
def test_files_of(tmp_path, monkeypatch, given, found):
    """Folders become the files in them."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "d" / "e").mkdir(parents=True)
    (tmp_path / "empty").mkdir()
    for name in ("d/a.txt", "d/e/b.jsonl.gz", "d/c.pdf", "d/none"):
        (tmp_path / name).touch()
    assert list(files_of(given)) == found


def test_taken_by_a_collector(store):
    """A feed's articles are added and read at once, and say what became of them."""
    store.writer.add_articles([article(7)])
    steps = []
    adder = Adder(store, Options(), Telling(step=steps.append), load_told)
    assert [one.outcome for one in adder.take([article(1), article(2, "wrong " + LINE)])] == ["new", "new"]
    assert [one.outcome for one in adder.take([article(1)])] == ["known"]
    assert [(s.id, s.outcome, s.failure is None) for s in steps] == [
        ("a7", "left", True), ("a1", "new", True), ("a2", "new", False), ("a1", "known", True)]
    assert adder.compare().reports == 2


def test_comparing_keeps_pace(store, tmp_path, monkeypatch):
    """A long run compares on the way, and not after every batch: the spans are gone through a few times, not for each."""
    gone_through = []
    compare = Comparer.compare
    monkeypatch.setattr(Comparer, "compare", lambda self: gone_through.append(compare(self)) or gone_through[-1])
    monkeypatch.setattr(adding, "BATCH", 8)
    added(store, lines(tmp_path / "in.jsonl", world(160)))
    assert 3 < len(gone_through) < 18
    assert sum(one.reports for one in gone_through) < 160 * (adding.SHARE + 3)


def whole(place):
    with held.opened(place) as store:
        kept = held.reports(store)
        assert len({one.content.url for one in kept}) == len(kept)
        assert {len(read) for read in held.readers(store).values()} == {1}
        return {one.content.id: one.content for one in kept}, held.compared(store)


def forked(place, file):
    """As a child of this process, which has imported everything already."""
    child = os.fork()
    if child == 0:
        try:
            main(place, file)
        finally:
            os._exit(0)
    return child


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")   # the child only works on its own file, and dies
def test_killed_at_random(tmp_path):
    """At any moment, again and again until it is through: every article once, read once, and the claims of one run."""
    file = lines(tmp_path / "in.jsonl", [msgspec.structs.replace(a, text=a.text) for a in world(70)])
    begun = time.monotonic()
    os.waitpid(forked(str(tmp_path / "whole.db"), file), 0)
    took = time.monotonic() - begun
    expected = whole(str(tmp_path / "whole.db"))
    chance, ends = random.Random(7), []
    for number in range(6):
        place = str(tmp_path / f"{number}.db")
        for _ in range(4):
            child = forked(place, file)
            time.sleep(chance.uniform(0.02, took))
            os.kill(child, signal.SIGKILL)
            ends.append(os.waitpid(child, 0)[1])
        os.waitpid(forked(place, file), 0)
        assert whole(place) == expected
    assert signal.SIGKILL in ends


def test_killed_with_its_workers(tmp_path):
    """A whole process with two workers: they do not outlive it, and the next run ends what it began."""
    file = lines(tmp_path / "in.jsonl", world(60))
    place = str(tmp_path / "sayso.db")
    command = [sys.executable, "-m", "tests.pipeline_store.adder", place, file, "2"]
    first = subprocess.Popen(command, cwd=ROOT)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and first.poll() is None:
        if Path(place).exists() and Path(f"{place}-wal").exists() and Path(f"{place}-wal").stat().st_size > 400_000:
            break
        time.sleep(0.01)
    first.kill()
    first.wait()
    subprocess.run(command, cwd=ROOT, check=True)
    main(str(tmp_path / "whole.db"), file)
    assert whole(place) == whole(str(tmp_path / "whole.db"))
