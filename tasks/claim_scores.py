"""What claims and contradictions are worth on the clusters of tests/compare/clusters, read by the real reader.

    python -m tasks.claim_scores [--verbose] [--cluster NAME]

Prints, over all clusters: precision, recall and F1 of the pairs of marked mentions that stand in one claim (over all
marks, and over those that the reader read as events at all); precision and recall of contradictions by kind, counted
once for each kind and claim; and how many claims have the right number of independent sources on both sides. No
network, a few seconds.
"""
import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations

import msgspec

from sayso.compare.claims import claims
from sayso.read.english import Reader
from sayso.records.claim import Claim, Link, Report
from sayso.records.reading import Reading
from sayso.records.span import overlap
from tests.compare.collection import Cluster, Marked, article, clusters, marks

Mention = tuple[str, str]
KINDS = ("factuality", "denied-request", "count", "place", "time")


class Scores(msgspec.Struct):
    """Counts over clusters."""

    pairs: Counter[str] = msgspec.field(default_factory=Counter)
    conflicts: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)
    sources: Counter[str] = msgspec.field(default_factory=Counter)
    marked: int = 0
    read: int = 0
    wrong: list[str] = msgspec.field(default_factory=list)


def read_all(chosen: Iterable[Cluster], reader: Reader) -> dict[str, Reading]:
    """Every report of the clusters, read."""
    return {report.id: reader.read(article(report)) for cluster in chosen for report in cluster.reports}


def true_links(cluster: Cluster) -> tuple[Link, ...]:
    """The copies and citations that are known, as links: what another part finds is not measured here."""
    return tuple(Link(kind=tie.kind, later=tie.later, earlier=tie.earlier, score=1.0, why="known")
                 for tie in cluster.links)


def score(cluster: Cluster, readings: dict[str, Reading], scores: Scores) -> None:
    """Adds what one cluster is worth."""
    found = claims((Report(id=r.id, article=r.id, reading=readings[r.id]) for r in cluster.reports),
                   true_links(cluster), {})
    claim_of = {(m.report, m.event): claim for claim in found for m in claim.mentions}
    marked = [mark for report in cluster.reports for mark in marks(report)]
    events = {(mark.report, mark.span): event_of(mark, readings[mark.report]) for mark in marked}
    scores.marked += len(marked)
    scores.read += sum(event is not None for event in events.values())
    members: dict[str, list[Claim]] = defaultdict(list)
    for mark in marked:
        event = events[mark.report, mark.span]
        if event is not None:
            members[mark.claim].append(claim_of[mark.report, event])
    _score_pairs(cluster, marked, events, claim_of, scores)
    main = {name: Counter(c.id for c in held).most_common(1)[0][0] for name, held in members.items()}
    _score_conflicts(cluster, found, main, scores)
    _score_sources(cluster, found, main, scores)


def event_of(mark: Marked, reading: Reading) -> str | None:
    """The event whose trigger stands in a mark."""
    return next((event.id for event in reading.events or () if overlap(event.trigger, mark.span)), None)


def _score_pairs(cluster: Cluster, marked: list[Marked], events: dict[tuple[str, tuple[int, int]], str | None],
                 claim_of: dict[Mention, Claim], scores: Scores) -> None:
    for a, b in combinations(marked, 2):
        one, other = events[a.report, a.span], events[b.report, b.span]
        gold = a.claim == b.claim
        both = one is not None and other is not None
        ours = both and claim_of[a.report, str(one)].id == claim_of[b.report, str(other)].id
        scores.pairs["gold"] += gold
        scores.pairs["gold read"] += gold and both
        scores.pairs["found"] += ours
        scores.pairs["right"] += ours and gold
        if both and ours != gold:
            scores.wrong.append(f"{cluster.id}: {'merged' if ours else 'apart'}: {a.report} {a.claim} {one} / "
                                f"{b.report} {b.claim} {other}")


def _score_conflicts(cluster: Cluster, found: Iterable[Claim], main: dict[str, str], scores: Scores) -> None:
    """A contradiction counts once for its kind and claim; one over an act that is not marked is wrong."""
    gold = {(c.kind, main.get(c.claim, c.claim)) for c in cluster.contradictions}
    ours = {(contradiction.kind, claim.id) for claim in found for contradiction in claim.contradictions}
    for name, pairs in (("gold", gold), ("found", ours), ("right", gold & ours)):
        scores.conflicts.update((kind, name) for kind, _ in pairs)
    names = {claim: name for name, claim in main.items()}
    scores.wrong += [f"{cluster.id}: missed {kind} over {names.get(of, of)}" for kind, of in sorted(gold - ours)]
    scores.wrong += [f"{cluster.id}: false {kind} over {names.get(of, of)}" for kind, of in sorted(ours - gold)]


def _score_sources(cluster: Cluster, found: Iterable[Claim], main: dict[str, str], scores: Scores) -> None:
    by_id = {claim.id: claim for claim in found}
    for count in cluster.claims:
        scores.sources["gold"] += 1
        claim = by_id.get(main.get(count.name, ""))
        ours = (claim.supporting, claim.denying) if claim else None
        if ours == (count.supporting, count.denying):
            scores.sources["right"] += 1
        else:
            keys = sorted({(m.stance, m.origin.key) for m in claim.mentions}) if claim else []
            scores.wrong.append(f"{cluster.id}: sources of {count.name}: {ours}, not "
                                f"{count.supporting, count.denying} {keys}")


def strangers(chosen: Iterable[Cluster], readings: dict[str, Reading]) -> list[str]:
    """Claims that join reports of different clusters, when all are given at once: each is wrong."""
    of = {r.id: cluster.id for cluster in chosen for r in cluster.reports}
    found = claims((Report(id=r, article=r, reading=readings[r]) for r in of), (), {})
    mixed = [sorted({(of[m.report], m.report, m.event) for m in claim.mentions}) for claim in found]
    return [f"joined across clusters: {rows}" for rows in mixed if len({row[0] for row in rows}) > 1]


def report(scores: Scores) -> list[str]:
    """The lines to print."""
    pairs = scores.pairs
    lines = [f"mentions marked {scores.marked}, read as events {scores.read} ({scores.read / scores.marked:.3f})",
             f"pairs, all marks             {_rates(pairs['right'], pairs['found'], pairs['gold'])}",
             f"pairs, marks that were read  {_rates(pairs['right'], pairs['found'], pairs['gold read'])}"]
    for kind in KINDS:
        gold, found, right = (scores.conflicts[kind, name] for name in ("gold", "found", "right"))
        lines.append(f"{kind:28} {_rates(right, found, gold)}")
    right, gold = scores.sources["right"], scores.sources["gold"]
    return [*lines, f"independent sources right    {right} of {gold} ({right / gold:.3f})"]


def _rates(right: int, found: int, gold: int) -> str:
    precision, recall = (right / found if found else 1.0), (right / gold if gold else 1.0)
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({right} right, {found} found, {gold} true)"


def measure(chosen: Iterable[Cluster], readings: dict[str, Reading]) -> Scores:
    """The scores over some clusters."""
    scores = Scores()
    for cluster in chosen:
        score(cluster, readings, scores)
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verbose", action="store_true", help="say what is wrong")
    parser.add_argument("--cluster", help="this one alone")
    options = parser.parse_args()
    chosen = [c for c in clusters() if options.cluster in (None, c.id)]
    readings = read_all(chosen, Reader.load(models=None))
    scores = measure(chosen, readings)
    print(f"{len(chosen)} clusters, {sum(len(c.reports) for c in chosen)} reports, rules alone")
    across = strangers(chosen, readings)
    lines = [*report(scores), f"claims that join clusters    {len(across)}"]
    for line in [*lines, *((*scores.wrong, *across) if options.verbose else ())]:
        print(line)


if __name__ == "__main__":
    main()
