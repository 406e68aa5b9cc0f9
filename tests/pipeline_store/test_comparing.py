"""What comparing makes of a store, whatever the order and the number of runs in which its reports came."""
import itertools

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.compare.copies import CopyIndex
from sayso.pipeline import comparing
from sayso.pipeline.adding import Adder
from sayso.pipeline.comparing import Comparer
from sayso.pipeline.marks import Mark, marks, put_marks
from sayso.pipeline.reading import Options
from tests.pipeline_store import held
from tests.pipeline_store.telling import article, load_second, load_told, world

FLOOD = "Traders in Marlena shut their stalls as drivers queued for fuel and the ferry stayed at the northern bank all day."
BOTH = f"Norland attacked Sudmark near Marlena on 2024-05-09. {FLOOD}"
DENIED = f"Norland did not attacked Sudmark near Marlena on 2024-05-09, Norland said. {FLOOD}"


def taken(store, articles, load=load_told, each=7):
    """Adds and reads, so many at once, without comparing."""
    adder = Adder(store, Options(), load=load)
    for at in range(0, len(articles), each):
        adder.take(articles[at:at + each])


def filled(place, runs, load=load_told, *, one_process=False):
    """A store into which articles came in these runs: of a process each, which share nothing but the store, or of one."""
    with held.opened(place) as store:
        comparer = Comparer(store)
        for run in runs:
            taken(store, run, load)
            (comparer if one_process else Comparer(store)).compare()
        return held.compared(store)


def test_one_matter(store):
    """Two sites with one text, and a third that denies it: a copy, one story, one claim with both sides."""
    taken(store, [article(1, BOTH), article(2, BOTH), article(3, DENIED, day="2024-05-10")])
    told = Comparer(store).compare()
    (story,), (claim,) = held.stories(store).values(), held.claims(store).values()
    keys = [one.report for one in held.reports(store)]
    assert list(story.reports) == keys
    assert (story.title, story.start, story.end) == ("Report 1", "2024-05-09", "2024-05-10")
    assert (claim.supporting, claim.denying, claim.story) == (1, 1, story.id)   # a copy is no second source
    assert [c.kind for c in claim.contradictions] == ["factuality"]
    assert ("copy", keys[1], keys[0]) in held.links(store)
    assert (told.reports, told.stories, told.claims) == (3, 1, 1)


def test_nothing_to_do(store):
    """What was compared is not gone through again; an empty store is no error."""
    assert Comparer(store).compare().reports == 0
    taken(store, [article(1, BOTH)])
    assert Comparer(store).compare().reports == 1
    assert Comparer(store).compare().reports == 0


def test_a_citation_is_linked(store):
    """A report that has its account from another's outlet says so, and is no second source."""
    taken(store, [article(1, BOTH, source="Ostrava"), article(
        2, f"Norland attacked Sudmark near Marlena on 2024-05-09, Ostrava said. {FLOOD}", day="2024-05-10")])
    Comparer(store).compare()
    one, two = (report.report for report in held.reports(store))
    assert held.links(store)["citation", two, one].score == 1.0
    assert [claim.supporting for claim in held.claims(store).values()] == [1]


def test_a_new_version_replaces_the_old(store):
    """What an article no longer says supports nothing; what it says now does."""
    taken(store, [article(1, BOTH), article(2, BOTH)])
    Comparer(store).compare()
    taken(store, [article(2, f"Karsia met Tyrus near Orsk on 2024-05-09. {FLOOD}")])
    Comparer(store).compare()
    reports = [one.report for one in held.reports(store)]
    mentioned = {claim.type: [m.report for m in claim.mentions] for claim in held.claims(store).values()}
    assert mentioned == {"ASSAULT": [reports[0]], "CONSULT": [reports[2]]}
    assert reports[1] not in {report for story in held.stories(store).values() for report in story.reports}


def test_read_again(store):
    """Claims follow the newest reading, and those of the older one are gone."""
    taken(store, [article(1, BOTH), article(2, DENIED, day="2024-05-10")])
    Comparer(store).compare()
    before = held.claims(store)
    taken(store, [article(1, BOTH), article(2, DENIED, day="2024-05-10")], load_second)
    Comparer(store).compare()
    after = held.claims(store)
    assert all(claim.recipients for claim in before.values())
    assert not any(claim.recipients for claim in after.values())


WORLD = world(40)
WHOLE: dict[str, object] = {}


@settings(max_examples=12, deadline=None)
@given(cuts=st.lists(st.integers(0, len(WORLD)), max_size=6), one_process=st.booleans())
def test_in_one_run_or_in_many(tmp_path_factory, cuts, one_process):
    """However the articles are cut into runs, and though none comes in order of publication, the result is one."""
    place = tmp_path_factory.mktemp("runs")
    if not WHOLE:
        WHOLE.update(filled(str(place / "whole.db"), [WORLD]))
    edges = [0, *sorted(cuts), len(WORLD)]
    found = filled(str(place / "cut.db"), [WORLD[a:b] for a, b in itertools.pairwise(edges)],
                   one_process=one_process)
    assert found["stories"] == WHOLE["stories"]
    assert found["claims"] == WHOLE["claims"]
    assert set(found["copies"]) == set(WHOLE["copies"])


def test_the_world_is_worth_it():
    """The invented articles do make stories over spans, shared claims, denials and copies."""
    found = WHOLE or filled(":memory:", [WORLD])
    assert max(len(story.reports) for story in found["stories"].values()) > 3
    assert any(claim.supporting > 1 for claim in found["claims"].values())
    assert any(claim.denying for claim in found["claims"].values())
    assert found["copies"]


def test_read_again_is_as_read_anew(tmp_path):
    """A store that the newer reader came to late holds what one holds that it alone has read."""
    late, anew = str(tmp_path / "late.db"), filled(str(tmp_path / "anew.db"), [WORLD], load_second)
    filled(late, [WORLD])
    found = filled(late, [WORLD], load_second)
    assert (found["stories"], found["claims"]) == (anew["stories"], anew["claims"])


class Stop(Exception):  # noqa: N818
    pass


@pytest.mark.parametrize("number", range(1, 9))
@pytest.mark.parametrize("where", ["before", "after"])
def test_stopped_at_any_write(tmp_path, number, where):
    """At each write of a comparison, just before and just after; then more came, and it was done by another process."""
    place = str(tmp_path / "sayso.db")
    with held.opened(place) as store:
        taken(store, WORLD[:25])
        comparer = Comparer(store)
        comparer._writer = Stopping(store.writer, number, where)
        with pytest.raises(Stop):
            comparer.compare()
        taken(store, WORLD[25:])
        Comparer(store).compare()
        found = held.compared(store)
    whole = WHOLE or filled(str(tmp_path / "whole.db"), [WORLD])
    assert (found["stories"], found["claims"]) == (whole["stories"], whole["claims"])


class Stopping:
    """A writer that, at its nth call, stops whoever uses it, or lets another do something first."""

    def __init__(self, writer, number, where, then=None):
        self._writer, self._left, self._where, self._then = writer, number, where, then

    def __getattr__(self, name):
        call = getattr(self._writer, name)

        def counted(*arguments, **more):
            self._left -= 1
            if self._left == 0 and self._then is not None:
                self._then()
            elif self._left == 0 and self._where == "before":
                raise Stop
            found = call(*arguments, **more)
            if self._left == 0 and self._then is None:
                raise Stop
            return found
        return counted


@pytest.mark.parametrize("number", range(1, 9))
def test_overtaken(tmp_path, number):
    """At each write of a comparison another process adds and compares; what comes out is what one run gives."""
    with held.opened(str(tmp_path / "sayso.db")) as store:
        def another():
            taken(store, WORLD[25:])
            Comparer(store).compare()

        taken(store, WORLD[:25])
        comparer = Comparer(store)
        comparer._writer = Stopping(store.writer, number, "", another)
        comparer.compare()
        assert comparer._writer._left <= 0
        Comparer(store).compare()
        found = held.compared(store)
    whole = WHOLE or filled(str(tmp_path / "whole.db"), [WORLD])
    assert (found["stories"], found["claims"]) == (whole["stories"], whole["claims"])


@pytest.mark.parametrize("with_stories", [True, False])
def test_what_was_written_and_never_marked(store, with_stories):
    """A killed run had put a report into another's story and claim; now it comes out otherwise, and the other keeps its."""
    taken(store, [article(1, BOTH), article(2, DENIED, day="2024-05-10")])
    Comparer(store).compare()
    expected = held.compared(store)
    taken(store, [article(3, "Karsia met Tyrus near Orsk on 2024-02-03. Quiet days there.", day="2024-02-03")])
    third = held.reports(store)[-1].report
    (story,), (claim,) = expected["stories"].values(), expected["claims"].values()
    mention = msgspec.structs.replace(claim.mentions[0], report=third)
    store.writer.put_claims([msgspec.structs.replace(claim, mentions=(*claim.mentions, mention))])
    if with_stories:
        store.writer.put_stories([msgspec.structs.replace(story, reports=(third, *story.reports), start="2024-02-03")])
    Comparer(store).compare()
    found = held.compared(store)
    assert found["stories"].pop(story.id) == story
    assert found["claims"].pop(claim.id) == claim
    assert [other.reports for other in found["stories"].values()] == [(third,)]
    assert [[m.report for m in other.mentions] for other in found["claims"].values()] == [[third]]


def test_in_postgresql(postgres):
    """The same as in a file."""
    whole = WHOLE or filled(":memory:", [WORLD])
    found = filled(postgres.make(template="template"), [WORLD[:20], WORLD[20:]])
    assert (found["stories"], found["claims"]) == (whole["stories"], whole["claims"])


def test_the_cost_does_not_grow(store, monkeypatch):
    """What lies outside of a report's month is neither loaded nor gone through."""
    taken(store, [article(n, f"Norland attacked Sudmark near Marlena on 2023-{1 + n // 28:02}-{1 + n % 28:02}. {FLOOD}",
                          day=f"2023-{1 + n // 28:02}-{1 + n % 28:02}") for n in range(0, 300, 3)])
    Comparer(store).compare()
    taken(store, [article(999, f"Karsia met Tyrus near Orsk on 2024-05-09. {FLOOD}")])
    added, read = [], []
    monkeypatch.setattr(comparing, "CopyIndex", lambda: Counting(added))
    fresh = Comparer(store)
    fresh._view = Reading(store.view, read)
    assert fresh.compare().reports == 1
    assert len(added) == 1
    assert set(read) == {held.reports(store)[-1].report}


@pytest.mark.parametrize("day, again", [
    ("2024-05-11", 1),     # after all that is there: gone on from there
    ("2024-05-10", 1),     # on the last day: it came later
    ("2024-05-09", 4),     # before the last: the span anew
])
def test_a_collector_goes_on(store, monkeypatch, day, again):
    """A process that stays compares what comes after the last report, and no more."""
    added = []
    monkeypatch.setattr(comparing, "CopyIndex", lambda: Counting(added))
    comparer = Comparer(store)
    taken(store, [article(1, BOTH), article(2, BOTH), article(3, BOTH, day="2024-05-10")])
    comparer.compare()
    added.clear()
    taken(store, [article(4, DENIED, day=day)])
    assert comparer.compare().reports == again
    assert len(added) == again
    found = held.compared(store)
    put_marks(store.writer, {report: Mark(mark.day, mark.story) for report, mark in marks(store.view).items()})
    Comparer(store).compare()
    assert held.compared(store) == found


class Counting(CopyIndex):
    def __init__(self, added):
        super().__init__()
        self._added = added

    def add_signature(self, row):
        self._added.append(row.id)
        return super().add_signature(row)


class Reading:
    """A view that notes which readings are asked for."""

    def __init__(self, view, read):
        self._view, self._read = view, read

    def __getattr__(self, name):
        return getattr(self._view, name)

    def reading(self, report, stamp=None):
        self._read.append(report)
        return self._view.reading(report, stamp)


def test_marks_come_in_the_order_of_the_reports(store):
    """The order of arrival, on which the order of comparing rests, survives that a mark is written again."""
    taken(store, [article(n) for n in (3, 1, 2)])
    keys = [one.report for one in held.reports(store)]
    put_marks(store.writer, {keys[0]: Mark(5, "s", b"x")})
    assert list(marks(store.view)) == keys
    assert marks(store.view)[keys[0]] == Mark(5, "s", b"x")


@pytest.mark.parametrize("published", ["yesterday", "", None, "2024-13-45"])
def test_a_report_without_a_day(store, published):
    """It stands on the day when it was fetched, and is compared like any other."""
    taken(store, [article(1, BOTH, day=published), article(2, BOTH, day="2024-05-31")])
    Comparer(store).compare()
    assert len(held.stories(store)) == 1
    assert len(held.claims(store)) == 1
