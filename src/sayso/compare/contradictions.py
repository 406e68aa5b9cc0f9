"""Where the accounts of one claim cannot both hold: the two passages side by side, nothing settled.

Kinds, in the order in which they are looked for:
- denied-request: one reports a request, and the one said to have made it denies it;
- factuality: one reports the act, another denies it;
- count: numbers that no number satisfies. A later report of more dead is an update, and so is a source's later word on
  its own figure; both are no contradiction;
- place, time: accounts of one act that put it elsewhere or on another day.
Of several mentions from one source only the first stands for it, so that a copied report contradicts nobody twice.
"""
from collections.abc import Iterator, Sequence
from itertools import combinations

import msgspec

from sayso.compare.compatible import day_gap, fit, place_score, same, shared
from sayso.compare.facts import Fact, Tally
from sayso.records.claim import Contradiction


class Held(msgspec.Struct, frozen=True):
    """A fact and the key of the source that it comes from."""

    fact: Fact
    source: str


def contradictions(held: Sequence[Held]) -> tuple[Contradiction, ...]:
    """The contradictions within a claim, one for each kind and pair of sources."""
    found: dict[tuple[str, str, str], Contradiction] = {}
    for one, other in combinations(sorted(held, key=lambda h: h.fact.key), 2):
        if one.source == other.source or _own_words(one.fact, other.fact):
            continue
        for kind, why in _conflicts(one.fact, other.fact):
            pair = min(one.source, other.source), max(one.source, other.source)
            found.setdefault((kind, *pair), Contradiction(
                kind=kind, one=(one.fact.report, one.fact.event), other=(other.fact.report, other.fact.event), why=why,
                one_quote=one.fact.quote, other_quote=other.fact.quote))
    return tuple(found.values())


def _own_words(a: Fact, b: Fact) -> bool:
    """Within one report, what it says in its own voice corrects what it quotes; it contradicts nobody."""
    return a.report == b.report and not (a.speakers and b.speakers)


def _conflicts(a: Fact, b: Fact) -> Iterator[tuple[str, str]]:
    if {a.stance, b.stance} == {"supports", "denies"}:
        yield _denied(a, b)
    if a.stance == b.stance == "supports":
        for x, y in shared(a, b):
            if not fit(x, y) and not grown(a, b, x, y):
                yield "count", f"{_number(x)} {x.what} here, {_number(y)} there."
        if a.place and b.place and place_score(a.place, b.place) is None:
            yield "place", f"In {a.place.name} here, in {b.place.name} there."
        if day_gap(a, b):
            yield "time", f"{_dates(a)} here, {_dates(b)} there."


def grown(a: Fact, b: Fact, x: Tally, y: Tally) -> bool:
    """Whether `b`, published on a later day, tells of more than `a`: a toll that grew. `x` is of `a`, `y` of `b`."""
    if a.published is None or b.published is None or a.published >= b.published:
        return False
    return y.high is None or x.low is None or y.high > x.low


def _denied(a: Fact, b: Fact) -> tuple[str, str]:
    """A denial; of a request where the one who denies is the one who is said to have asked."""
    yes, no = (a, b) if a.stance == "supports" else (b, a)
    if yes.type == "REQUEST":
        for speaker in no.speakers:
            if any((same(speaker, actor) or 0) >= 0.5 for actor in (*yes.actors, *no.actors)):
                asker = (yes.actors or no.actors)[0]
                return "denied-request", f"{asker.shown} is said to have asked, and {speaker.shown} denies it."
    who = no.speakers[0].shown if no.speakers else "the report itself"
    return "factuality", f"Reported here, denied there by {who}."


def _number(tally: Tally) -> str:
    if tally.low == tally.high:
        return str(tally.low)
    if tally.high is None:
        return f"at least {tally.low}"
    return f"at most {tally.high}" if tally.low is None else f"{tally.low} to {tally.high}"


def _dates(fact: Fact) -> str:
    return fact.start or "?" if fact.start == fact.end else f"{fact.start or '?'} to {fact.end or '?'}"
