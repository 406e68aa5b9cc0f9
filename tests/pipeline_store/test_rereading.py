"""What an older reader read is read again, and what changed is told event by event."""
import msgspec
import pytest

from sayso.pipeline.adding import Adder
from sayso.pipeline.comparing import Comparer
from sayso.pipeline.reading import Options
from sayso.pipeline.rereading import BATCH, compare, differences, reread
from sayso.records import Party
from sayso.store.base import reader_stamp
from tests.pipeline_store import held
from tests.pipeline_store.telling import INFO, SECOND, ToldReader, article, load_second, load_told, world

TEXT = ("Norland attacked Sudmark near Marlena on 2024-05-09. "
        "Karsia met Tyrus near Orsk on 2024-05-08, Velmar said.")
READ = ToldReader().read(article(1, TEXT))
FIRST, OTHER = READ.events


def told(*events):
    return msgspec.structs.replace(READ, events=events)


def event(base=FIRST, **changes):
    return msgspec.structs.replace(base, **changes)


@pytest.mark.parametrize("old, new, changes", [
    ((FIRST,), (FIRST,), []),
    ((), (), []),
    ((FIRST,), (event(id="v9"),), []),                                        # another number is no change
    ((FIRST,), (event(why="another rule", probability=0.4),), []),            # nor is how it was found
    ((FIRST,), (event(type="COERCE"),), [("changed", "attacked", [("type", "ASSAULT", "COERCE")])]),
    ((FIRST,), (), [("gone", "attacked", None)]),
    ((), (FIRST,), [("new", "attacked", None)]),
    ((FIRST,), (event(trigger=(8, 24)),), [("changed", "attacked Sudmark", [("trigger", "attacked", "attacked Sudmark")])]),
    ((FIRST,), (OTHER,), [("gone", "attacked", None), ("new", "met", None)]), # other words are another event
    ((FIRST,), (event(recipients=()),), [("changed", "attacked", [("recipients", "Sudmark [SUDGOV]", "")])]),
    ((FIRST,), (event(recipients=(Party(span=(17, 24), entity=None, code=None),)),),
     [("changed", "attacked", [("recipients", "Sudmark [SUDGOV]", "Sudmark")])]),
    ((FIRST,), (event(when=None),), [("changed", "attacked", [("when", "2024-05-09..2024-05-09", "")])]),
    ((FIRST,), (event(where=None),), [("changed", "attacked", [("where", "Marlena (VEL)", "")])]),
    ((FIRST,), (event(factuality=-3.0, status="planned"),),
     [("changed", "attacked", [("status", "happened", "planned"), ("factuality", "+3", "-3")])]),
    ((OTHER,), (event(OTHER, said_by=None),), [("changed", "met", [("said by", "Velmar", "")])]),
    # two events on one word: the same types belong together
    ((FIRST, event(id="v5", type="COERCE")), (event(id="v6", type="COERCE", mode="arrest"), FIRST),
     [("changed", "attacked", [("mode", "", "arrest")])]),
])
def test_differences(old, new, changes):
    """What two readings tell differently."""
    found = differences(told(*old), told(*new))
    assert [(c.kind, c.trigger) for c in found] == [(kind, trigger) for kind, trigger, _ in changes]
    for change, (kind, _, fields) in zip(found, changes, strict=True):
        assert (change.old is None, change.new is None) == (kind == "new", kind == "gone")
        if fields is not None:
            assert [(f.name, f.old, f.new) for f in change.fields] == fields


def filled(store, articles):
    Adder(store, Options(), load=load_told).take(articles)
    Comparer(store).compare()


@pytest.mark.parametrize("workers", [1, 2])
def test_read_again(store, workers):
    """Each report that the newer reader has not read, once, oldest first; a second run finds nothing to do."""
    filled(store, world(BATCH + 3))
    found = list(reread(store, Options(workers=workers), load_second))
    assert [one.report for one in found] == [one.report for one in held.reports(store)]
    assert {(one.before, one.now) for one in found} == {(reader_stamp(INFO), reader_stamp(SECOND))}
    assert all([f.name for c in one.changes for f in c.fields] == ["recipients"] for one in found)
    assert set(held.readers(store).values()) == {(reader_stamp(INFO), reader_stamp(SECOND))}
    compare(store)
    assert not any(claim.recipients for claim in held.claims(store).values())
    assert list(reread(store, Options(), load_second)) == []


def test_stopped_in_the_middle(place):
    """What was put is not read again, and is compared by whoever comes next."""
    with held.opened(place) as store:
        filled(store, world(BATCH + 3))
        first = next(reread(store, Options(), load_second))
    with held.opened(place) as store:
        rest = list(reread(store, Options(), load_second))
        assert len(rest) == 3
        assert first.report not in {one.report for one in rest}
        compare(store)
        assert not any(claim.recipients for claim in held.claims(store).values())


def test_what_cannot_be_read_again(store):
    """The older reading stands, and the report is told of; one that nobody had read is read."""
    filled(store, [article(1), article(2)])
    store.writer.add_articles([article(3, "wrong"), article(4)])
    found = {one.report: one for one in reread(store, Options(), load_second)}
    third, fourth = (one.report for one in held.reports(store)[2:])
    assert (found[third].failure.code, found[third].now) == ("language", None)
    assert (found[fourth].before, found[fourth].changes, found[fourth].events) == (None, (), 1)
    assert held.readers(store)[third] == ()
