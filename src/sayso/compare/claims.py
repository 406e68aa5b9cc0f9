"""Claims: mentions of one act, merged across reports.

Rules:
- two mentions join where nothing rules it out and enough speaks for it (sayso.compare.compatible);
- groups join along their best pair first, and only if no two of their members are ruled out: no chain of likenesses
  may join ends that are different acts;
- what comes out depends on which reports there are, never on the order in which they came: facts are ordered by their
  own keys, and a claim's id is made of its first mention's;
- nothing is averaged: a claim keeps all mentions, and its interval spans all accounts where these differ.
Method: agglomerative clustering with cannot-link constraints (Davidson and Ravi 2005), single link.
"""
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sayso.compare.compatible import KIN, PLAN_DAYS, Verdict, compare, days_between, same
from sayso.compare.contradictions import Held, contradictions
from sayso.compare.facts import DONE, Fact, Who, facts
from sayso.compare.grade import HOSTILE, Weighed, firm, grade
from sayso.records.claim import Claim, Link, Mention, Origin, Report, Side, Spot
from sayso.records.span import Span

_PRECISION = ("city", "admin2", "admin1", "country", "region")
LEAST_MEAN = 2.0   # points that the pairs across two groups must have on average to join them
SAME_PARTY = 0.5   # points from which two parties are shown as one
Pair = tuple[int, int]
Key = tuple[str, str, int, str]


def claims(reports: Iterable[Report], links: Sequence[Link], reliability: Mapping[str, str],
           story: str | None = None) -> tuple[Claim, ...]:
    """The claims of some reports, by their first mention. `reliability`: A–F by the key of an origin.

    A report counts once however often it is given. RecordError for a reliability that is no letter A–F.
    """
    board = Board()
    for report in reports:
        board.add(report)
    return board.claims(links, reliability, story)


class Board:
    """The claims of a story while its reports come in: adding a report compares its mentions with those there, once.

    `claims` gives what `sayso.compare.claims.claims` gives for the same reports, in whatever order they were added.
    """

    def __init__(self) -> None:
        self._reports: set[str] = set()
        self._facts: list[Fact] = []
        self._origins: list[Origin] = []
        self._by_type: dict[str, list[int]] = {}
        self._verdicts: dict[Pair, Verdict] = {}  # of different acts where a pair has none

    def add(self, report: Report) -> None:
        """Takes a report in; one that is there already changes nothing."""
        if report.id in self._reports:
            return
        from sayso.compare.sources import origin

        self._reports.add(report.id)
        for fact in facts(report):
            number = len(self._facts)
            for other in self._of_type(fact.type):
                if _comparable(fact, self._facts[other]):
                    verdict = compare(fact, self._facts[other])
                    if verdict.points is not None or verdict.stray:
                        self._verdicts[other, number] = verdict
            self._by_type.setdefault(fact.type, []).append(number)
            self._facts.append(fact)
            self._origins.append(origin(report, fact.event))

    def _of_type(self, kind: str) -> list[int]:
        """The facts of the type, and of those under which one act is told."""
        return [n for other, held in self._by_type.items() if other == kind or frozenset((other, kind)) in KIN
                for n in held]

    def claims(self, links: Sequence[Link], reliability: Mapping[str, str],
               story: str | None = None) -> tuple[Claim, ...]:
        """The claims of all reports so far."""
        groups = _groups(self._facts, self._verdicts)
        ordered = sorted(groups, key=lambda group: self._facts[group[0]].key)
        return tuple(_claim([(self._facts[n], self._origins[n]) for n in group], links, reliability, story)
                     for group in ordered)


def _comparable(a: Fact, b: Fact) -> bool:
    """Whether the reports of two facts are near enough to be worth comparing."""
    return a.published is None or b.published is None or abs(days_between(a.published, b.published)) <= PLAN_DAYS


def _groups(held: Sequence[Fact], verdicts: Mapping[Pair, Verdict]) -> list[list[int]]:
    """Groups of mentions, each in the order of its keys. A pair without a verdict is of different acts."""
    joins = [pair for pair, verdict in verdicts.items() if verdict.joins]
    told = {frozenset((_where(held[a]), _where(held[b]))) for a, b in joins}

    def possible(a: int, b: int) -> bool:
        verdict = verdicts.get((min(a, b), max(a, b)))
        if verdict is None or verdict.points is not None:
            return verdict is not None
        # Where two sentences are accounts of one act that differ in its day, so do all mentions in them.
        return (verdict.stray and held[a].report != held[b].report
                and frozenset((_where(held[a]), _where(held[b]))) in told)

    group_of = {n: [n] for n in range(len(held))}
    for a, b in sorted(joins, key=lambda pair: _rank(held, pair, verdicts[pair])):
        one, other = group_of[a], group_of[b]
        if one is other or not all(possible(x, y) for x in one for y in other) or not _alike(verdicts, one, other):
            continue
        merged = [*one, *other]
        for n in merged:
            group_of[n] = merged
    found = {id(group): sorted(group, key=lambda n: held[n].key) for group in group_of.values()}
    return list(found.values())


def _alike(verdicts: Mapping[Pair, Verdict], one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether enough speaks for two groups on the whole: one chance likeness joins no two large groups."""
    points = [verdicts[min(a, b), max(a, b)].points for a in one for b in other]
    known = [found for found in points if found is not None]
    return sum(known) >= LEAST_MEAN * len(known)


def _where(fact: Fact) -> tuple[str, Span]:
    return fact.report, fact.sentence


def _rank(held: Sequence[Fact], pair: Pair, verdict: Verdict) -> tuple[float, Key, Key]:
    """Best pairs first, equal ones in the order of their keys: the same for every order in which facts came."""
    first, second = sorted((held[pair[0]].key, held[pair[1]].key))
    return -(verdict.points or 0.0), first, second


def _claim(held: Sequence[tuple[Fact, Origin]], links: Sequence[Link], reliability: Mapping[str, str],
           story: str | None) -> Claim:
    """A claim of its mentions, in the order of their keys."""
    from sayso.compare.sources import independence

    found = [fact for fact, _ in held]
    mentions = tuple(_mention(fact, source) for fact, source in held)
    supporting, denying = ([m for m in mentions if m.stance == side] for side in ("supports", "denies"))
    yes, why_yes = independence(supporting, links) if supporting else (0, ())
    no, why_no = independence(denying, links) if denying else (0, ())
    against = contradictions(_sourced(held, links))
    kind = _commonest([fact.type for fact in found])
    alike = [fact for fact in found if fact.type == kind]
    weighed = Weighed(
        yes, no, len({m.origin.key for m in supporting if firm(m)}),
        admitted=any(_own(fact) for fact in found if fact.stance == "supports"),
        accused=all(_own(fact) for fact in found if fact.stance == "denies"), hostile=kind in HOSTILE,
        differs=any(c.kind in ("count", "place", "time") for c in against))
    start, end = _interval([fact for fact in found if fact.stance == "supports"] or found)
    return Claim(
        id=_id(found[0]), type=kind, mode=_mode(alike),
        cameo=_commonest([fact.cameo for fact in alike]), actors=_sides(found, "actors"),
        recipients=_sides(found, "recipients"), start=start, end=end, place=_place(found), status=_status(found),
        mentions=mentions, supporting=yes, denying=no, contradictions=against,
        grade=grade(weighed, mentions, (*why_yes, *why_no), reliability), story=story)


def _sourced(held: Sequence[tuple[Fact, Origin]], links: Sequence[Link]) -> list[Held]:
    """Facts with the keys of their sources; outlets that copy one text, in their own voice, are one source."""
    earlier = {link.later: link.earlier for link in links if link.kind == "copy"}
    keys: dict[tuple[str, str], str] = {}
    found = []
    for fact, source in held:
        root, seen = fact.report, {fact.report}
        while (above := earlier.get(root)) is not None and above not in seen:
            root = above
            seen.add(root)
        # An unnamed source counts as its outlet; but an outlet may well quote two who contradict each other.
        hidden = source.chain[-1].casefold() if source.kind == "unnamed" else ""
        own = source.kind in ("outlet", "unnamed") or len(source.chain) == 1
        key = keys.setdefault((root, hidden), source.key) if own else source.key
        found.append(Held(fact, f"{key} {hidden}"))
    return found


def _id(first: Fact) -> str:
    return "c" + hashlib.sha256(f"{first.report}\0{first.event}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _mention(fact: Fact, source: Origin) -> Mention:
    return Mention(report=fact.report, event=fact.event, stance=fact.stance, origin=source, quote=fact.quote,
                   span=fact.sentence, factuality=fact.factuality, status=fact.status, published=fact.published)


def _own(fact: Fact) -> bool:
    """Whether the one who speaks is the actor, or speaks for him."""
    return any((same(speaker, actor) or 0) >= 0.5 for speaker in fact.speakers for actor in fact.actors)


def _mode(found: Sequence[Fact]) -> str | None:
    modes = [fact.mode for fact in found if fact.mode]
    return _commonest(modes) if modes else None


def _commonest(values: Sequence[str]) -> str:
    """The value that most have, the earliest of several."""
    return Counter(values).most_common(1)[0][0]


def _interval(found: Sequence[Fact]) -> tuple[str | None, str | None]:
    """The days in which all dated mentions allow the act; those of all accounts where no day suits all."""
    starts, ends = ([f.start for f in found if f.start], [f.end for f in found if f.end])
    start, end = max(starts, default=None), min(ends, default=None)
    if start and end and start > end:
        return min(starts), max(ends)
    return start, end


def _place(found: Sequence[Fact]) -> Spot | None:
    """The most precise place; of equally precise ones the commonest, then the earliest."""
    spots = [fact.place for fact in found if fact.place]
    if not spots:
        return None
    finest = min(_PRECISION.index(spot.precision) for spot in spots)
    fine = [spot for spot in spots if _PRECISION.index(spot.precision) == finest]
    name = _commonest([spot.name for spot in fine])
    return next(spot for spot in fine if spot.name == name)


def _status(found: Sequence[Fact]) -> str:
    """Of those who support it, the most settled; while nobody does, that of the latest mention."""
    settled = {fact.status for fact in found if fact.stance == "supports"}
    return next((status for status in DONE if status in settled), found[-1].status)


def _sides(found: Sequence[Fact], role: str) -> tuple[Side, ...]:
    """The parties in a role, each once: shown by its longest name, with the codes that any mention gives it."""
    groups: list[list[Who]] = []
    parties = [who for fact in found for who in (fact.actors if role == "actors" else fact.recipients)]
    for who in sorted(parties, key=lambda w: (-len(w.name), w.code is None)):
        group = next((g for g in groups if (same(who, g[0]) or 0) >= SAME_PARTY), None)
        if group is None:
            groups.append([who])
        else:
            group.append(who)
    return tuple(Side(ref=group[0].ref, name=group[0].shown, code=_first(w.code for w in group),
                      country=_first(w.country for w in group)) for group in groups)


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)
