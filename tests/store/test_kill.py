"""A process that is killed while it adds: what it said it had added is there once, and adding again repeats nothing."""
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from sayso.store.base import EventFilter
from sayso.store.open import open_store
from tests.store.adder import EACH, batch, main

ROOT = Path(__file__).parent.parent.parent
BATCHES = 4


def adder(place, *arguments):
    return subprocess.Popen([sys.executable, "-m", "tests.store.adder", place, str(BATCHES), *map(str, arguments)],
                            stdout=subprocess.PIPE, text=True, cwd=ROOT)


def check(place, told):
    """Everything acknowledged is there; each batch is whole or absent; after another run all is there exactly once."""
    said = {int(line.split()[0]): line.split()[1:] for line in told.splitlines() if line.endswith(tuple("0123456789"))}
    with open_store(place) as store:
        for number, keys in said.items():
            assert [v.content for v in store.view.versions(keys)] == [r.article for r in batch(number)]
            assert [store.view.reading(key).events for key in keys] == [r.events for r in batch(number)]
        held = [[store.view.article(r.article.url) is not None for r in batch(k)[1:]] for k in range(BATCHES)]
        assert all(len(set(whole)) == 1 for whole in held)
        assert len(store.view.unread("nobody", limit=1000)) == (sum(w[0] for w in held) * EACH + 1 if any(
            w[0] for w in held) else 0)
        for number in range(BATCHES):
            store.writer.add_readings(batch(number))
        everything = BATCHES * EACH + 1
        assert len(store.view.unread("nobody", limit=1000)) == everything
        assert len(store.view.events(EventFilter(limit=1000)).events) == everything
        assert len(store.view.search("norland", limit=1000)) == everything
        assert len(store.view.search("norland", within="evidence", limit=1000)) == everything
        assert [m.count for m in store.view.actors("NRL", "SDM")] == [everything]


@pytest.mark.parametrize("number", range(1, BATCHES + 1))
@pytest.mark.parametrize("where", ["before", "after"])
def test_killed_at_a_commit(place, where, number):
    """At each commit point, just before and just after: the batches that were acknowledged, and no half of another."""
    with open_store(place):
        pass   # so that the batches' commits are the only ones; the random test kills the migration too
    process = adder(place, where, number)
    told, _ = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert len(told.splitlines()) == number - 1
    check(place, told)


def forked(place):
    """The same as a child of this process, which has imported everything already: a hundred of them take seconds."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(theirs, 1)
        sys.stdout = os.fdopen(1, "w")
        main(place, BATCHES)
        os._exit(0)
    os.close(theirs)
    return child, ours


def told_by(child, pipe):
    with os.fdopen(pipe) as stream:
        told = stream.read()
    return told, os.waitpid(child, 0)[1]


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")   # the child only works on its own file, and dies
def test_killed_at_random(tmp_path):
    """A hundred times, anywhere between the first line and the last, the migration too."""
    chance = random.Random(4)
    begun = time.monotonic()
    told_by(*forked(str(tmp_path / "sayso.db")))
    whole = time.monotonic() - begun
    ends = Counter()
    for number in range(100):
        place = str(tmp_path / f"{number}.db")
        child, pipe = forked(place)
        time.sleep(chance.uniform(0, whole))
        os.kill(child, signal.SIGKILL)
        told, status = told_by(child, pipe)
        ends[status == signal.SIGKILL, len(told.splitlines())] += 1
        check(place, told)
    assert ends[True, 0] and any(lines for killed, lines in ends if killed), ends   # it was hit early and late
