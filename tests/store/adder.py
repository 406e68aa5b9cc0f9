"""A process that adds batches of reports and says so, for test_kill.py. It can be told to die at a commit.

    python -m tests.store.adder PLACE BATCHES [before|after NUMBER]

"after" dies when the database has committed and nobody has been told; "before" when everything is written but for that.
"""
import os
import signal
import sys

from sayso.store.open import open_store
from tests.store.made import report

EACH = 3


def batch(number):
    """The articles of a batch, each a page of its own, and one that all batches have."""
    return [report(number=n, title=f"Title {n}", tail=f"Text {n}.")
            for n in (10_000, *range(number * EACH, (number + 1) * EACH))]


def main(place, batches, where="never", number="0"):
    with open_store(place) as store:
        if where != "never":
            _die_at(store._database.engine, where, int(number))
        for k in range(int(batches)):
            added = store.writer.add_readings(batch(k))
            print(k, *(one.report for one in added), flush=True)


def _die_at(engine, where, number):
    """The hook is the test's: the product knows nothing of it."""
    count = 0
    dialect = engine.dialect
    commit = dialect.do_commit

    def deadly(connection):
        nonlocal count
        count += 1
        if count == number and where == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        commit(connection)
        if count == number and where == "after":
            os.kill(os.getpid(), signal.SIGKILL)

    dialect.do_commit = deadly


if __name__ == "__main__":
    main(*sys.argv[1:])
