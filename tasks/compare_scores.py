"""`python -m tasks.compare_scores copies|stories`: how well copies and stories are found, on ../shared/gold/desk.

Copies: pairs of articles made from one wire report, by kind of copy. A pair is of the kind of the one that is no
original; two copies are a pair "copy and copy". Stories: B³ (Bagga & Baldwin 1998). Each file is also scored in two
parts (copies: wires by the checksum of their id; stories: as the file has it). Neither part is held out: both were seen
when the settings were chosen. Exit status 2 where there is no gold.
"""
import argparse
import gzip
import os
import sys
import time
import zlib
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec

from sayso.compare.copies import CopyIndex
from sayso.compare.stories import StoryIndex
from tasks import scoring

Pair = frozenset[str]


def rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [msgspec.json.decode(line) for line in lines]


def f1(found: int, right: int, gold: int) -> tuple[float, float, float]:
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    return precision, recall, 2 * right / (found + gold) if found + gold else 0.0


def kind_of(pair: Pair, kinds: dict[str, str]) -> str:
    copied = sorted(kinds[one] for one in pair if kinds[one] not in ("original", "independent"))
    return copied[0] if len(copied) == 1 else "copy and copy" if copied else "no copy in it"


def linked(articles: Sequence[dict[str, Any]]) -> tuple[set[Pair], float]:
    """The pairs that the index links, in order of publication, and the CPU seconds that all of it took."""
    index = CopyIndex()
    found: set[Pair] = set()
    begun = time.process_time()
    for row in sorted(articles, key=lambda row: row["date"] or ""):
        found.update(frozenset((link.later, link.earlier)) for link in index.add(row["id"], row["text"], row["date"]))
    return found, time.process_time() - begun


def copies(desk: Path) -> None:
    articles = rows(desk / "wirecopies.jsonl.gz")
    kinds = {row["id"]: row["kind"] for row in articles}
    wires = {row["id"]: row["wire"] for row in articles}
    by_wire = defaultdict(list)
    for row in articles:
        by_wire[row["wire"]].append(row["id"])
    gold = {frozenset(pair) for ids in by_wire.values() for pair in combinations(ids, 2)}
    found, seconds = linked(articles)
    print("| copies | pairs | found | precision | recall | F1 |\n|---|--:|--:|--:|--:|--:|")

    def line(title: str, ours: set[Pair], theirs: set[Pair]) -> None:
        scores = f1(len(ours), len(ours & theirs), len(theirs))
        print(f"| {title} | {len(theirs)} | {len(ours)} | {scores[0]:.3f} | {scores[1]:.3f} | {scores[2]:.3f} |")

    line("all", found, gold)
    for half, title in enumerate(("half of the wires (even checksum)", "the other half")):
        ours, theirs = ({p for p in pairs if zlib.crc32(wires[min(p)].encode()) % 2 == half} for pairs in (found, gold))
        line(title, ours, theirs)
    donors = {p for p in found - gold if "merge" in {kinds[one] for one in p}}
    line("all, without a merged text and its other parent, which the gold does not count", found - donors, gold)
    for kind in sorted({kind_of(p, kinds) for p in gold | found}):
        line(kind, {p for p in found if kind_of(p, kinds) == kind}, {p for p in gold if kind_of(p, kinds) == kind})
    print(f"\n{len(articles)} articles, {len(articles) / seconds:,.0f} articles a CPU second, signatures included.")


def b_cubed(found: Sequence[str], gold: Sequence[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of a clustering, an item at a time."""
    ours, theirs = defaultdict(set), defaultdict(set)
    for k, (a, b) in enumerate(zip(found, gold, strict=True)):
        ours[a].add(k)
        theirs[b].add(k)
    both = [(len(ours[a] & theirs[b]), len(ours[a]), len(theirs[b])) for a, b in zip(found, gold, strict=True)]
    precision, recall = (sum(n / sizes[k] for n, *sizes in both) / len(both) for k in (0, 1))
    return precision, recall, 2 * precision * recall / (precision + recall)


def stories(desk: Path) -> None:
    articles = rows(desk / "stories_ecbplus.jsonl")
    print("| stories | articles | stories | found | B³ precision | recall | F1 |\n|---|--:|--:|--:|--:|--:|--:|")
    parts = {'part "train"': [r for r in articles if r["split"] == "train"],
             'part "dev"': [r for r in articles if r["split"] == "dev"],
             "all, in one pass": articles}
    for title, part in parts.items():
        index, begun = StoryIndex(), time.process_time()
        found = [index.add(row["id"], row["text"], None) for row in part]
        seconds = time.process_time() - begun
        scores = b_cubed(found, [row["story"] for row in part])
        print(f"| {title} | {len(part)} | {len({r['story'] for r in part})} | {len(set(found))} | {scores[0]:.3f} | "
              f"{scores[1]:.3f} | {scores[2]:.3f} |")
    print(f"\n{len(articles) / seconds:,.0f} articles a CPU second.")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tasks.compare_scores", description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("copies", "stories"))
    options = parser.parse_args(arguments)
    gold = Path(os.environ.get("SAYSO_GOLD") or scoring.ROOT.parent / "shared" / "gold")
    if not (gold / "desk").is_dir():
        print(f"There is no gold at {gold}; put ../shared beside the project or set SAYSO_GOLD.", file=sys.stderr)
        return 2
    (copies if options.what == "copies" else stories)(gold / "desk")
    return 0


if __name__ == "__main__":
    sys.exit(main())
