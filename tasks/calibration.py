"""What the trained model is worth beside the rules, for docs/accuracy.md: class by class, calibration, and the curve.

    python -m tasks.calibration [--gold FOLDER]      prints the sections alone

Reads the sets of events three times in this process: by rules alone, with the model at its own threshold, and with the
model at a threshold so low that the curve can be drawn by filtering. (An event that is filtered afterwards may have
held another one back, so the curve differs from separate runs in the third digit.)
"""
import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from sayso.read.english import Reader
from sayso.read.parse import load_parser
from sayso.read.typing.network import installed
from tasks import scoring
from tasks.scoring import Gold

SETS = ("c_plv_test", "d_plover_gsr", "f2_osorio_cameo_dedup", "f5_case2021_task2", "articles_a", "articles_b")
MEASURES = {"c_plv_test": "root set", "d_plover_gsr": "source and target country, root",
            "f2_osorio_cameo_dedup": "CAMEO root set without 01", "articles_a": "events, sentence and type",
            "articles_b": "events, sentence and type", "f5_case2021_task2": "leading event: macro F1"}
LOW = 0.05
CURVE = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.001)

Readings = Mapping[str, list[dict[str, Any]]]


class Reads(NamedTuple):
    """The readings of all sets by rules alone, by the model as shipped, and at a low threshold."""

    rules: Readings
    model: Readings
    low: Readings


def sections(gold: Gold, cases: Mapping[str, list[Any]]) -> list[str]:
    """The sections, or one sentence where no models are installed."""
    folder = installed()
    if folder is None:
        return ["## The trained model", "No models were installed when this page was written."]
    some = {name: cases[name] for name in SETS if name in cases}
    parser = load_parser()
    reads = Reads(*(read(gold, reader, some) for reader in (
        Reader(parser), Reader(parser, models=folder), Reader(parser, models=folder, threshold=LOW))))
    return [
        "## The trained model beside the rules",
        "The same texts by the rules alone and with the model ([card](model-card.md), "
        "[decision](decisions/0006-a-model-beside-the-rules.md)).",
        overview(gold, some, reads),
        *class_by_class(gold, some, reads),
        "## Do its probabilities mean what they say?",
        "Events of PLV's sentences by the probability of their type, and how many have a type that the gold has. PLV "
        "marks one event a sentence, so that a true event in the background counts as wrong: the shares are lower "
        "bounds. The model card has the same table for sentences in which every event is marked.",
        reliability(gold, some["c_plv_test"], reads.low["c_plv_test"]),
        "## Moving the threshold",
        "`sayso read --threshold P`: precision, recall and F1 at each. The model's own is "
        f"{Reader(parser, models=folder).threshold:g}.",
        curve(gold, some, reads.low),
    ]


def read(gold: Gold, reader: Reader, cases: Mapping[str, list[Any]]) -> Readings:
    """Readings as the scorer takes them, by set."""
    lines = scoring.read_here(gold, reader, cases)
    return {name: [msgspec.json.decode(line) for line in lines.get(name, [])] for name in cases}


def f1(gold: Gold, name: str, cases: list[Any], readings: list[dict[str, Any]]) -> dict[str, Any]:
    """The row of a set's measure."""
    rows: list[dict[str, Any]] = gold.sets.SETS[name].score(cases, readings)
    return next(r for r in rows if r["measure"] == MEASURES[name])


def overview(gold: Gold, cases: Mapping[str, list[Any]], reads: Reads) -> str:
    """One line a set."""
    lines = ["| set, measure | rules P | R | F1 | with model P | R | F1 | gain |", "|---|--:|--:|--:|--:|--:|--:|--:|"]
    for name, some in cases.items():
        old, new = (f1(gold, name, some, way[name]) for way in (reads.rules, reads.model))
        lines.append(f"| {name}: {MEASURES[name]} | {_three(old)} | {_three(new)} | {new['f1'] - old['f1']:+.3f} |")
    return "\n".join(lines)


def _three(row: Mapping[str, Any]) -> str:
    return " | ".join("" if row.get(k) is None else f"{row[k]:.3f}" for k in ("p", "r", "f1"))


def class_by_class(gold: Gold, cases: Mapping[str, list[Any]], reads: Reads) -> list[str]:
    """F1 of each class of PLV, Osorio and CASE, gains and losses alike."""
    parts = []
    for name, labels in (("c_plv_test", _plover), ("f2_osorio_cameo_dedup", _cameo), ("f5_case2021_task2", _acled)):
        if name not in cases:
            continue
        old, new = (_classes(gold, cases[name], way[name], labels) for way in (reads.rules, reads.model))
        lines = [f"{name}, by class:", "", "| class | n | rules F1 | with model F1 | |", "|---|--:|--:|--:|--:|"]
        for label in sorted(old | new):
            a, b = old.get(label), new.get(label)
            ours, theirs = (x["f1"] if x else 0.0 for x in (b, a))
            count = (a or b or {}).get("n", 0)
            lines.append(f"| {label} | {count} | {theirs:.3f} | {ours:.3f} | {ours - theirs:+.3f} |")
        parts.append("\n".join(lines))
    return parts


Labels = Callable[[Gold, Any, dict[str, Any]], tuple[set[str], set[str]]]


def _classes(gold: Gold, cases: list[Any], readings: list[dict[str, Any]], labels: Labels) -> dict[str, dict[str, Any]]:
    found = gold.match.tallies()
    for case, reading in zip(cases, readings, strict=True):
        wanted, told = labels(gold, case, reading)
        for label in wanted | told:
            found[label].sets(wanted & {label}, told & {label})
    return {label: found[label].row(label) for label in found}


def _marked(case: Any) -> Iterable[dict[str, Any]]:
    return (e for row in case.gold for e in row["events"])


def _plover(gold: Gold, case: Any, reading: dict[str, Any]) -> tuple[set[str], set[str]]:
    root = gold.events.root
    return {root(e["plover"]) for e in _marked(case)}, {root(v["type"]) for v in reading["events"]}


def _cameo(gold: Gold, case: Any, reading: dict[str, Any]) -> tuple[set[str], set[str]]:
    told = {(v["cameo"] or gold.events.CAMEO_ROOT[v["type"]])[:2] for v in reading["events"]}
    return {e["cameo_root"] for e in _marked(case)} - {"01"}, told - {"01"}


def _acled(gold: Gold, case: Any, reading: dict[str, Any]) -> tuple[set[str], set[str]]:
    first = gold.events.first(reading["events"])
    told = {gold.events.acled(v, reading["events"]) for v in first} - {None}
    return {e["acled_subtype"] for e in _marked(case)}, told


def reliability(gold: Gold, cases: list[Any], readings: list[dict[str, Any]]) -> str:
    """Bins of probability with the share that is right."""
    pairs = []
    for case, reading in zip(cases, readings, strict=True):
        wanted = {gold.events.root(e["plover"]) for e in _marked(case)}
        pairs += [(v["considered"][0]["probability"], gold.events.root(v["type"]) in wanted)
                  for v in reading["events"] if v.get("considered") and v["considered"][0]["type"] == v["type"]]
    return bins(pairs)


def bins(pairs: Sequence[tuple[float, bool]]) -> str:
    """A reliability table of (probability, whether right), with the expected calibration error below it."""
    lines = ["| probability | events | mean probability | right |", "|---|--:|--:|--:|"]
    error = 0.0
    for low, high in pairwise(BINS):
        inside = [(p, right) for p, right in pairs if low <= p < high]
        if inside:
            mean, share = (sum(x) / len(inside) for x in zip(*inside, strict=True))
            error += abs(mean - share) * len(inside)
            lines.append(f"| {low:g} to {min(high, 1):g} | {len(inside)} | {mean:.2f} | {share:.2f} |")
    return "\n".join([*lines, "", f"Expected calibration error {error / max(1, len(pairs)):.3f}."])


def curve(gold: Gold, cases: Mapping[str, list[Any]], low: Readings) -> str:
    """Precision, recall and F1 of three sets at each threshold."""
    names = [n for n in ("c_plv_test", "f2_osorio_cameo_dedup", "articles_a") if n in cases]
    lines = ["| threshold | " + " | ".join(f"{n}: P | R | F1" for n in names) + " |", "|--:|" + "--:|" * 3 * len(names)]
    for least in CURVE:
        cells = [_three(f1(gold, n, cases[n], [above(r, least) for r in low[n]])) for n in names]
        lines.append(f"| {least:g} | {' | '.join(cells)} |")
    return "\n".join(lines)


def above(reading: dict[str, Any], least: float) -> dict[str, Any]:
    """A reading without its events below a probability; an event without one was read by rules and stays."""
    return reading | {"events": [v for v in reading["events"]
                                 if v.get("probability") is None or v["probability"] >= least]}


def main() -> int:
    """Prints the sections."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, help="the folder of gold, the scoring package beside it")
    folder = scoring.find_gold(parser.parse_args().gold)
    if folder is None:
        print("no gold: lay it at ../shared/gold with the scoring package beside it", file=sys.stderr)
        return 2
    gold = Gold(folder)
    print("\n\n".join(sections(gold, gold.cases())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
