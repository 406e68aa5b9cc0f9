"""`make accuracy`: reads the development sets, writes docs/accuracy.md, and says what was gained and lost.

    python -m tasks.accuracy [--gold FOLDER] [--here] [--raise-floors]

The gold and the scoring package lie beside the project (tasks/scoring.py says where). Exit status: 1 when a figure sank
below its floor or a reading broke the contract, 2 when there is no gold.
"""
import argparse
import datetime
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from tasks import calibration, scoring
from tasks.scoring import Gold, Row, Scored

PAGE = scoring.ROOT / "docs" / "accuracy.md"
WORKERS = 2


class Goal(NamedTuple):
    """A line of the table of goals. `key` is f1 or value; `most`: less is better; `goal` None: the row `beat`."""

    of: str
    title: str
    measure: str
    key: str
    peer: str
    goal: float | None
    most: bool = False
    beat: str = ""


GOALS = (
    Goal("c_plv_test", "PLV: PLOVER roots of a sentence, F1", "root set", "f1", ".52 UniversalPetrarch", 0.80),
    Goal("d_plover_gsr", "GSR: (source country, target country, root), F1", "source and target country, root", "f1",
         ".31", 0.60),
    Goal("f2_osorio_cameo_dedup", "Osorio: CAMEO roots of a sentence, F1", "CAMEO root set without 01", "f1",
         ".36; pairs of people .60", 0.60),
    Goal("polnear", "PolNeAR: attributions, span IoU ≥ .5, F1", "content, IoU >= .5", "f1", ".44 Gender Gap Tracker",
         0.65),
    Goal("polnear", "PolNeAR: attributions with their source, F1",
         "content and source, as peers were scored (recall over those with a source)", "f1",
         ".42 Gender Gap Tracker", 0.58),
    Goal("topo_lgl", "LGL: toponyms within 161 km", "acc@161 km, all with coordinates", "value",
         ".55 with gold spans", 0.62),
    Goal("topo_geovirus", "GeoVirus: toponyms within 161 km", "acc@161 km, all with coordinates", "value",
         ".64 with gold spans", 0.78),
    *(Goal(f"fact_{name}", f"{title}: factuality, mean absolute error{over}", measure, "value", "always +3", None, True,
           beat) for name, title in (("meantime", "MEANTIME"), ("udsih2", "UDS-IH2")) for over, measure, beat in (
               (", of the events that it reads", "mean absolute error", "mean absolute error if always +3"),
               (", of all", scoring.SILENT, "mean absolute error over all, if always +3"))),
    *(Goal(f"articles_{x}", f"articles, annotator {x.upper()}: {title}", measure, key, f"two people {peer}", goal, most)
      for x in "ab" for title, measure, key, peer, goal, most in (
          ("statements, F1", "statements, content IoU >= .5", "f1", ".95", 0.80, False),
          ("events by sentence and type, F1", "events, sentence and type", "f1", ".83", 0.60, False),
          ("chain where there is one", "chain, where the gold has one", "value", "1.0", 0.75, False),
          ("status", "status", "value", ".94", 0.85, False),
          ("events in furniture (count)", "events in page furniture (count)", "value", "0", 0, True))),
    Goal("times_table", "times: TIMEX3 value on our own table, F1", "value", "f1", ".73–.80 HeidelTime, on other texts",
         0.80),
)


def main() -> int:
    """Reads, scores, writes the page and prints what changed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, help="the folder of gold, the scoring package beside it")
    parser.add_argument("--here", action="store_true", help="read in this process, not by the command")
    parser.add_argument("--raise-floors", action="store_true", help="move the floors up to where the figures are")
    options = parser.parse_args()
    folder = scoring.find_gold(options.gold)
    if folder is None:
        print("no gold: lay it at ../shared/gold with the scoring package beside it, or name it with --gold",
              file=sys.stderr)
        return 2
    gold = Gold(folder)
    cases = gold.cases()
    print(f"reading {sum(map(len, cases.values()))} texts of {len(cases)} sets …", file=sys.stderr)
    lines = read(gold, cases, here=options.here)
    scored = {name: gold.score(name, some, lines.get(name, [])) for name, some in cases.items()}
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(scored, gold.agreement(), reader_of(lines), calibration.sections(gold, cases)),
                    encoding="utf-8")
    worse = report(scored)
    if options.raise_floors:
        raise_floors(gold, scored, cases, lines)
    broken = {name: dict(one.violations) for name, one in scored.items() if one.violations}
    if broken:
        print(f"the contract was broken: {broken}")
    return 1 if worse or broken else 0


def read(gold: Gold, cases: Mapping[str, list[Any]], here: bool) -> dict[str, list[str]]:
    """The readings of all cases, by the command where it is installed."""
    command = Path(sys.executable).with_name("sayso")
    if not here and command.exists():
        return scoring.read_by_command(
            gold, [str(command), "read", "-", "--format", "jsonl", "--workers", str(WORKERS)], cases)
    from sayso.read.english import Reader

    return scoring.read_here(gold, Reader.load(), cases)


def reader_of(lines: Mapping[str, list[str]]) -> dict[str, Any]:
    """What the readings say of their reader."""
    for some in lines.values():
        for line in some:
            reader: dict[str, Any] | None = msgspec.json.decode(line).get("reader")
            if reader:
                return reader
    return {}


def report(scored: Mapping[str, Scored]) -> int:
    """Prints each held figure against its floor; how many lie below."""
    worse = 0
    for held, figure, floor in scoring.compared(scoring.figures(scored), scoring.read_floors("full")):
        lost = floor is not None and scoring.sunk(held, figure, floor)
        worse += lost
        beside = "no floor yet" if floor is None else f"floor {floor:.2f}  {figure - floor:+.3f}"
        print(f"{'LOST ' if lost else '     '}{held.of:26} {figure:7.3f}  {beside:22} {held.name}")
    return worse


def raise_floors(gold: Gold, scored: Mapping[str, Scored], cases: Mapping[str, list[Any]],
                 lines: Mapping[str, list[str]]) -> None:
    """Moves both parts of the floors file up."""
    limits = scoring.read_limits()
    few = {name: gold.score(name, some[:limits.get(name, len(some))], lines.get(name, [])[:limits.get(name, len(some))])
           for name, some in cases.items() if limits.get(name, 1)}
    scoring.write_floors(scoring.raised(scoring.figures(scored), scoring.read_floors("full")),
                         scoring.raised(scoring.figures(few), scoring.read_floors("sample")), limits)


def page(scored: Mapping[str, Scored], agreement: list[Row], reader: Mapping[str, Any], model: list[str]) -> str:
    """The whole page. It holds figures only: no sentence of the gold may enter the repository."""
    parts = [
        "# How right it is",
        "Written by `make accuracy` (`python -m tasks.accuracy`); do not edit. "
        f"{datetime.datetime.now(tz=datetime.UTC):%Y-%m-%d}, sayso {reader.get('version')}, lexicon "
        f"`{reader.get('lexicon')}`, language model {reader.get('language_model')}, "
        f"trained models: {reader.get('models') or 'none'}.",
        "Measured on the development halves of public gold sets, which are not part of this repository. The lexicons "
        "and rules were developed while looking at these figures, so figures on texts of the same kind that nobody has "
        "looked at will be lower; `docs/limits.md` says what goes wrong and why. P is precision, R recall, n the "
        "number of gold items. A peer's figure is that of the best open system that was run on the same set.",
        "## Goals", goal_table(scored),
        *model,
        "## Every set", *set_tables(scored),
        "## Two people",
        "The five whole articles, the second annotator against the first. This bounds what any reader can reach.",
        table(agreement)]
    return "\n\n".join(parts) + "\n"


def goal_table(scored: Mapping[str, Scored]) -> str:
    """The goals of the reader, what the best open peer reaches, and what ours does."""
    return "\n".join(["| what | P | R | ours | n | peer | goal | |", "|---|--:|--:|--:|--:|---|--:|---|",
                      *(goal_line(goal, scored[goal.of].rows if goal.of in scored else []) for goal in GOALS)])


def goal_line(goal: Goal, rows: list[Row]) -> str:
    """One goal, with the row of the scorer that it is about."""
    row = next((r for r in rows if r["measure"] == goal.measure), {})
    ours, aim, wanted, peer = row.get(goal.key), goal.goal, number(goal.goal), goal.peer
    if goal.beat:
        aim = next((r["value"] for r in rows if r["measure"] == goal.beat), None)
        wanted, peer = f"< {number(aim)}", f"{goal.peer}: {number(aim)}"
    reached = "not measured"
    if ours is not None and aim is not None:
        enough = ours < aim if goal.beat else ours <= aim if goal.most else ours >= aim
        reached = "reached" if enough else "not reached"
    return (f"| {goal.title} | {number(row.get('p'))} | {number(row.get('r'))} | **{number(ours)}** "
            f"| {row.get('n', '')} | {peer} | {wanted} | {reached} |")


def set_tables(scored: Mapping[str, Scored]) -> list[str]:
    """For each set its measures, then its classes where they are told apart."""
    parts = []
    for name, one in scored.items():
        title = "times: our own table (`tests/read/times_table.tsv`)" if name == "times_table" else name
        kept = sum(one.violations.values())
        parts.append(f"### {title}\n\n{one.texts} texts; {kept or 'no'} violations of the contract.")
        parts.append(table(one.rows))
        if one.classes:
            parts.append("Value, by class of expression; what is found in the negative class is false:"
                         if name == "times_table" else "By class:")
            parts.append(table(one.classes))
    return parts


def table(rows: list[Row]) -> str:
    """Rows of the scorer as Markdown, with those columns that any row fills."""
    columns = [(key, title) for key, title in (("p", "P"), ("r", "R"), ("f1", "F1"), ("value", "value"), ("n", "n"),
                                               ("pred", "found")) if any(r.get(key) is not None for r in rows)]
    lines = ["| measure | " + " | ".join(title for _, title in columns) + " |", "|---|" + "--:|" * len(columns)]
    for row in rows:
        cells = [row["measure"], *(number(row.get(key)) for key, _ in columns)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def number(value: float | None) -> str:
    """A figure as it is printed: fractions with three digits, counts as they are."""
    if value is None:
        return ""
    return f"{value:.3f}" if isinstance(value, float) else f"{value:g}"


if __name__ == "__main__":
    sys.exit(main())
