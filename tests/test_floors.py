"""No figure on the development sets sinks below its floor (tests/floors.toml), and no reading breaks the contract.

`make test` holds the floors of a sample, `make test-all` those of the whole sets as well. The gold is no part of the
project: where it does not lie beside it, these tests are skipped. Figures and how to raise floors: docs/accuracy.md.
"""
from collections.abc import Mapping

import pytest

from sayso.read.english import Reader
from tasks import scoring
from tasks.scoring import Gold, Held, Scored

FOLDER = scoring.find_gold()
needs_gold = pytest.mark.skipif(FOLDER is None, reason="no gold beside the project (../shared/gold or SAYSO_GOLD)")


def measured(reader: Reader, limits: Mapping[str, int]) -> dict[str, Scored]:
    """What the reader reaches on the first `limits` texts of each set."""
    assert FOLDER is not None
    gold = Gold(FOLDER)
    cases = {name: some for name, some in gold.cases(limits).items() if some}
    lines = scoring.read_here(gold, reader, cases)
    return {name: gold.score(name, some, lines.get(name, [])) for name, some in cases.items()}


@pytest.fixture(scope="module")
def sample(shipped: Reader) -> dict[str, Scored]:
    return measured(shipped, scoring.read_limits())


@pytest.fixture(scope="module")
def full(shipped: Reader) -> dict[str, Scored]:
    return measured(shipped, {})


def hold(scored: Mapping[str, Scored], part: str) -> None:
    """All that lies below its floor, told at once."""
    floors = scoring.read_floors(part)
    assert any(floors.values())
    found = scoring.figures(scored)
    sunk = [f"{held.of}, {held.measure}: {figure:.3f}, floor {floor}"
            for held, figure, floor in scoring.compared(found, floors)
            if floor is not None and scoring.sunk(held, figure, floor)]
    assert not sunk, "\n".join(sunk)
    known = {(held.of, held.name) for held in found}
    assert not [(of, name) for of in floors if of in scored for name in floors[of] if (of, name) not in known]


@needs_gold
def test_the_sample_keeps_its_floors(sample: dict[str, Scored]) -> None:
    """No figure of the sample is below its floor, and no floor is without its figure."""
    hold(sample, "sample")


@needs_gold
def test_the_sample_keeps_the_contract(sample: dict[str, Scored]) -> None:
    """The scorer finds no violation in any reading, and a reading for every text."""
    assert {name: dict(one.violations) for name, one in sample.items() if one.violations} == {}


@needs_gold
@pytest.mark.full
def test_all_sets_keep_their_floors(full: dict[str, Scored]) -> None:
    """No figure of a whole set is below its floor."""
    hold(full, "full")


@needs_gold
@pytest.mark.full
def test_all_sets_keep_the_contract(full: dict[str, Scored]) -> None:
    """The scorer finds no violation in any reading of the whole sets."""
    assert {name: dict(one.violations) for name, one in full.items() if one.violations} == {}


@pytest.mark.parametrize(("held", "figure", "floor"), [
    (Held("a", "root set"), 0.7384, 0.72),                                   # a hundredth below, rounded down
    (Held("a", "root set"), 0.73, 0.72),                                     # arithmetic does not cost a hundredth
    (Held("a", "mean absolute error", "value", most=True), 0.3512, 0.37),    # an error may rise as little
    (Held("a", "events in page furniture (count)", "value", most=True), 0.0, 0.0),   # a count not at all
])
def test_where_a_floor_lies(held: Held, figure: float, floor: float) -> None:
    """A floor leaves a figure a hundredth, and the figure it was set from stands on it."""
    assert scoring.floor_of(held, figure) == pytest.approx(floor)
    assert not scoring.sunk(held, figure, scoring.floor_of(held, figure))


def test_floors_only_rise() -> None:
    """A worse figure leaves its floor where it is; a better one moves it; other floors stay."""
    better, worse, error = Held("a", "x"), Held("a", "y"), Held("a", "e", "value", most=True)
    floors = {"a": {"x: f1": 0.5, "y: f1": 0.5, "e: at most": 0.5}, "b": {"z: f1": 0.1}}
    assert scoring.raised({better: 0.7, worse: 0.4, error: 0.3}, floors) == {
        "a": {"x: f1": 0.69, "y: f1": 0.5, "e: at most": 0.31}, "b": {"z: f1": 0.1}}


def test_a_fall_is_seen() -> None:
    """What the floors are for."""
    assert scoring.sunk(Held("a", "x"), 0.49, 0.5)
    assert scoring.sunk(Held("a", "e", "value", most=True), 0.51, 0.5)
