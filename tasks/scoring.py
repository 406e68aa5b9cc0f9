"""What the scoring package that lies beside the project says of the reader.

Shared by tasks/accuracy.py and tests/test_floors.py. The package and its gold never enter the repository: both are
found beside it (../shared/score, ../shared/gold), or where SAYSO_GOLD says that the gold lies, the package next to it.
"""
import importlib
import importlib.util
import math
import os
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "tests" / "floors.toml"
TIMES = ROOT / "tests" / "read" / "times_table.tsv"
MARGIN = 0.01  # a floor lies this far below the figure it was set from, and is rounded down to hundredths
SLACK = 1e-9   # of arithmetic
SILENT = "mean absolute error over all, +3 where the reader is silent"
TYPES = {"02": "REQUEST (02)", "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID",
         "08": "YIELD", "09": "ACCUSE (09)", "10": "REQUEST", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN",
         "14": "PROTEST", "15": "MOBILIZE", "16": "SANCTION", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT (19)",
         "20": "ASSAULT (20)"}

Row = dict[str, Any]
Read = Mapping[str, list[str]]


class Held(NamedTuple):
    """A figure that a floor holds: `key` is p, r, f1 or value; `most` says that less is better."""

    of: str
    measure: str
    key: str = "f1"
    most: bool = False

    @property
    def name(self) -> str:
        """Its name in the floors file."""
        return f"{self.measure}: {'at most' if self.most else self.key}"


HELD = (
    Held("c_plv_test", "root set"),
    Held("c_plv_test", "gold pairs with root, source and target", "value"),
    Held("d_plover_gsr", "source and target country, root"),
    Held("d_plover_gsr", "source country, root"),
    Held("d_plover_gsr", "root set"),
    Held("f2_osorio_cameo_dedup", "CAMEO root set without 01"),
    Held("f2_osorio_cameo_dedup", "CAMEO root set with 01"),
    Held("f1_conflibert_cameo_test", "class set"),
    Held("f1_conflibert_cameo_train", "class set"),
    Held("f3_indiapolice_docs", "ARREST, sentences"),
    Held("f3_indiapolice_docs", "FORCE, sentences"),
    Held("f3_indiapolice_docs", "ANY_ACTION, sentences"),
    Held("f5_case2021_task2", "sub-type set"),
    Held("e_re3d", "entities, overlap"),
    Held("polnear", "content, IoU >= .5"),
    Held("polnear", "content and source, as peers were scored (recall over those with a source)"),
    Held("polnear", "cue right on matched", "value"),
    *(Held(name, measure, key) for name in ("topo_lgl", "topo_geovirus") for measure, key in (
        ("acc@161 km, all with coordinates", "value"), ("detection, overlap", "f1"),
        ("end to end: found and within 161 km", "f1"))),
    *(Held(name, measure, "value", most) for name in ("fact_meantime", "fact_udsih2") for measure, most in (
        (SILENT, True), ("coverage", False))),
    *(Held(name, measure, key) for name in ("articles_a", "articles_b") for measure, key in (
        ("statements, content IoU >= .5", "f1"), ("events, sentence and type", "f1"),
        ("chain, where the gold has one", "value"), ("status", "value"), ("factuality sign", "value"))),
    *(Held(name, f"{what} in page furniture (count)", "value", most=True)
      for name in ("articles_a", "articles_b") for what in ("statements", "events")),
    *(Held("times_table", measure) for measure in ("value", "strict")),
)


class Scored(NamedTuple):
    """A set's rows, its class-by-class rows, how many texts were read, and what broke the contract."""

    texts: int
    rows: list[Row]
    classes: list[Row]
    violations: Counter[str]


class Gold:
    """The scoring package and the gold of one split, opened."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        package = folder.parent / "score"
        spec = importlib.util.spec_from_file_location("score", package / "__init__.py",
                                                      submodule_search_locations=[str(package)])
        if spec is None or spec.loader is None:
            raise FileNotFoundError(package)
        sys.modules["score"] = importlib.util.module_from_spec(spec)
        self.sets: Any = importlib.import_module("score.sets")
        self.reader: Any = importlib.import_module("score.reader")
        self.match: Any = importlib.import_module("score.match")
        self.events: Any = importlib.import_module("score.events")
        self.times: Any = importlib.import_module("score.times")
        self.factuality: Any = importlib.import_module("score.factuality")

    def cases(self, limits: Mapping[str, int] | None = None) -> dict[str, list[Any]]:
        """The texts of every development set that is there, at most `limits` of each; and our own table of times."""
        found: dict[str, list[Any]] = {}
        for name in self.sets.SETS:
            if name == "articles_ab":  # one annotator against the other: nothing of ours is measured
                continue
            try:
                found[name] = self.sets.load(name, str(self.folder), "dev", (limits or {}).get(name))
            except FileNotFoundError:
                continue
        return found | {"times_table": time_cases(self.match.Case)}

    def score(self, name: str, cases: list[Any], lines: list[str]) -> Scored:
        """What the reader's `lines` are worth as readings of `cases`."""
        readings, problems = self.reader.collect(cases, lines, ordered=True)
        if name == "times_table":
            return Scored(len(cases), self.times.score(cases, readings), self._time_classes(cases, readings), problems)
        rows = self.sets.SETS[name].score(cases, readings)
        if name.startswith("fact_"):
            rows += self._silent(cases, readings)
        return Scored(len(cases), rows, self._classes(name, cases, readings), problems)

    def agreement(self) -> list[Row]:
        """What the second annotator of the whole articles reaches against the first."""
        rows: list[Row] = self.sets.peer_rows(str(self.folder), "dev")[0]
        return rows

    def _silent(self, cases: list[Any], readings: list[Any]) -> list[Row]:
        """The error over all gold events. The scorer's is over those that the reader takes for events, another few
        with each version; a reader that says nothing has said that nothing speaks against the event.
        """
        pairs = [(e["value"], self.factuality.answer(e, reading)) for case, reading in zip(cases, readings, strict=True)
                 for e in case.gold]
        ours = sum(abs(gold - (3 if answer is None else answer)) for gold, answer in pairs)
        rows = [(SILENT, ours), ("mean absolute error over all, if always +3", sum(3 - gold for gold, _ in pairs))]
        return [self.match.rate(name, error, len(pairs)) for name, error in rows]

    def _time_classes(self, cases: list[Any], readings: list[Any]) -> list[Row]:
        groups: dict[str, list[int]] = defaultdict(list)
        for n, case in enumerate(cases):
            groups[case.id.split("/")[1]].append(n)
        rows = []
        for group, members in groups.items():
            found = self.times.score([cases[n] for n in members], [readings[n] for n in members])
            rows += [{**row, "measure": group} for row in found if row["measure"] == "value"]
        return rows

    def _classes(self, name: str, cases: list[Any], readings: list[Any]) -> list[Row]:
        """P, R and F1 of each PLOVER or CAMEO root, for the sets that are labelled with them."""
        root, plover = self.events.root, name in ("c_plv_test", "d_plover_gsr")
        if not plover and name != "f2_osorio_cameo_dedup":
            return []
        found = self.match.tallies()
        for case, reading in zip(cases, readings, strict=True):
            marked = [e for row in case.gold for e in row["events"]]
            if plover:
                gold, pred = {root(e["plover"]) for e in marked}, {root(v["type"]) for v in reading["events"]}
            else:
                gold = {e["cameo_root"] for e in marked} - {"01"}
                pred = {(v["cameo"] or self.events.CAMEO_ROOT[v["type"]])[:2] for v in reading["events"]} - {"01"}
            for label in gold | pred:
                found[label].sets(gold & {label}, pred & {label})
        return [found[label].row(label if plover else f"{label} {TYPES.get(label, '')}".strip())
                for label in sorted(found)]


def find_gold(given: Path | None = None) -> Path | None:
    """The folder of gold: the one given, else SAYSO_GOLD's, else ../shared/gold; None where there is none."""
    folder = given or Path(os.environ.get("SAYSO_GOLD") or ROOT.parent / "shared" / "gold")
    there = folder.is_dir() and (folder.resolve().parent / "score" / "__init__.py").is_file()
    return folder.resolve() if there else None


def time_cases(case: Any) -> list[Any]:
    """Our own table of time expressions, as cases of the scorer; the class is the second part of an id."""
    found = []
    for number, line in enumerate(TIMES.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith(("#", "class\t")):
            continue
        group, published, text, expected, _ = line.split("\t")
        at, marked = 0, []
        for one in filter(None, expected.split(" ;; ")):
            span, _, rest = one.partition(" => ")
            start = text.index(span, at)
            at = start + len(span)
            kind, value = rest.split(" ")[:2]
            marked.append({"span": (start, at), "type": kind, "value": value})
        found.append(case(f"times_table/{group}/{number}", text, None if published == "-" else published, marked))
    return found


def read_by_command(gold: Gold, command: list[str], cases: Mapping[str, list[Any]]) -> dict[str, list[str]]:
    """What a command prints for all cases, run once over all of them, by set."""
    lines = "".join(gold.reader.as_input(case) + "\n" for some in cases.values() for case in some)
    done = subprocess.run(command, input=lines, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    return by_set(done.stdout.split("\n"))


def read_here(gold: Gold, reader: Any, cases: Mapping[str, list[Any]]) -> dict[str, list[str]]:
    """The same from a reader in this process, by the same way through the house as the command."""
    from sayso import pipeline
    from sayso.records.codec import encode_failure, encode_reading

    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(gold.reader.as_input(case) + "\n" for some in cases.values() for case in some)
        file.flush()
        return by_set((
            encode_failure(id=found.id, code=found.code, message=found.message)
            if isinstance(found, pipeline.Failure) else encode_reading(found)).decode()
            for found in pipeline.read_inputs([file.name], pipeline.Options(), load=lambda _: reader))


def by_set(lines: Iterable[str]) -> dict[str, list[str]]:
    """Printed lines by the set whose name heads the article's id."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        if line.strip():
            found[msgspec.json.decode(line)["article"]["id"].split("/")[0]].append(line)
    return found


def figures(scored: Mapping[str, Scored]) -> dict[Held, float]:
    """Every held figure of the sets that were read."""
    found = {}
    for held in HELD:
        rows = [r for r in scored[held.of].rows if r["measure"] == held.measure] if held.of in scored else []
        if rows and rows[0].get(held.key) is not None:
            found[held] = float(rows[0][held.key])
    return found


def read_floors(part: str) -> dict[str, dict[str, float]]:
    """The floors of "full" or "sample", by set and name; the texts that "limits" gives each set."""
    if not FLOORS.exists():
        return {}
    found: dict[str, dict[str, float]] = tomllib.loads(FLOORS.read_text(encoding="utf-8")).get(part, {})
    return found


def read_limits() -> dict[str, int]:
    """How many texts of a set make the sample."""
    limits: dict[str, int] = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["limits"]
    return limits


def sunk(held: Held, figure: float, floor: float) -> bool:
    """Whether a figure is worse than its floor allows."""
    return figure > floor + SLACK if held.most else figure < floor - SLACK


def floor_of(held: Held, figure: float) -> float:
    """The floor that a figure sets. A count has no margin."""
    if "(count)" in held.measure:
        return figure
    if held.most:
        return math.ceil((figure + MARGIN) * 100 - SLACK) / 100
    return math.floor((figure - MARGIN) * 100 + SLACK) / 100


def compared(found: Mapping[Held, float],
             floors: Mapping[str, Mapping[str, float]]) -> Iterator[tuple[Held, float, float | None]]:
    """Each held figure with its floor, None where it has none yet."""
    for held, figure in found.items():
        yield held, figure, floors.get(held.of, {}).get(held.name)


def raised(found: Mapping[Held, float], floors: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Floors moved up to where the figures are now. None is ever lowered: that is done by hand, with a reason."""
    after = {name: dict(rows) for name, rows in floors.items()}
    for held, figure, old in compared(found, floors):
        new = floor_of(held, figure)
        if (new > 0 or held.most) and (old is None or (new < old if held.most else new > old)):
            after.setdefault(held.of, {})[held.name] = new
    return after


def write_floors(full: Mapping[str, Mapping[str, float]], sample: Mapping[str, Mapping[str, float]],
                 limits: Mapping[str, int]) -> None:
    """Writes the floors file."""
    lines = [
        "# Figures on the development sets below which the reader may not sink (\"at most\": above which it may not",
        "# rise). Written by `python -m tasks.accuracy --raise-floors`, which only ever raises: the figure minus a",
        "# hundredth, rounded down to hundredths. Held by tests/test_floors.py, `sample` in `make test`, `full` in",
        "# `make test-all`.",
        "# A floor is lowered by hand, in the change that costs it, with the reason beside it.", "",
        "[limits]  # the first texts of a set that make the sample; sets that are not named are read whole",
        *(f"{name} = {n}" for name, n in limits.items())]
    for part, floors in (("full", full), ("sample", sample)):
        for name, rows in floors.items():
            lines += ["", f"[{part}.{name}]", *(f'"{measure}" = {value:g}' for measure, value in rows.items())]
    FLOORS.write_text("\n".join(lines) + "\n", encoding="utf-8")
