"""Grades: the Admiralty code (NATO AJP-2.1) of a claim, each with the sentences that explain it.

Reliability A–F is what analysts set on sources: the best among the claim's. Credibility 1–6 is computed by the first
row of `RULES` that holds; docs/claims.md has the same table. A rule sees sources, never reports: ten copies are one.
"""
from collections.abc import Callable, Mapping, Sequence

import msgspec

from sayso.errors import RecordError
from sayso.records.claim import Grade, Mention

LETTERS = "ABCDEF"
HEDGED = 2.0      # a factuality below this is a source that hedges
LONG = 3          # links from which a chain is hearsay upon hearsay: outlet, agency, source
HOSTILE = frozenset(("ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "THREATEN"))


class Weighed(msgspec.Struct, frozen=True):
    """What the rules see. Sources are counted, never reports.

    `firm`: of the supporting sources, how many are named, in a chain shorter than `LONG`, and do not hedge. `admitted`:
    the actor says so himself. `accused`: all who deny it are those who are said to have done it. `counts`: the accounts
    differ in numbers, place or time.
    """

    supporting: int
    denying: int
    firm: int
    admitted: bool = False
    accused: bool = False
    hostile: bool = False
    differs: bool = False


class Rule(msgspec.Struct, frozen=True):
    """A row of the table."""

    credibility: int
    name: str
    holds: Callable[[Weighed], bool]


RULES = (
    Rule(6, "nobody reports it as done or denies it", lambda w: not w.supporting and not w.denying),
    Rule(5, "it is denied and nobody reports it as done", lambda w: not w.supporting),
    Rule(5, "more independent sources deny it than support it", lambda w: w.denying > w.supporting),
    Rule(2, "two or more independent sources support it, and only those accused of it deny it",
         lambda w: w.denying > 0 and w.accused and w.hostile and w.supporting > w.denying),
    Rule(3, "more independent sources support it than deny it", lambda w: 0 < w.denying < w.supporting),
    Rule(4, "as many independent sources deny it as support it", lambda w: w.denying > 0),
    Rule(2, "independent sources support it, but their accounts differ", lambda w: w.supporting > 1 and w.differs),
    Rule(1, "two or more independent sources support it, at least one of them named, near and without a hedge",
         lambda w: w.supporting > 1 and w.firm > 0),
    Rule(2, "independent sources support it, none of them named, near and without a hedge",
         lambda w: w.supporting > 1),
    Rule(2, "one source supports it, and it is the one that is said to have done it", lambda w: w.admitted),
    Rule(3, "one source supports it, named, near and without a hedge", lambda w: w.firm > 0),
    Rule(4, "one source supports it, and it is unnamed, far or hedging", lambda _: True),
)


def credibility(weighed: Weighed) -> Rule:
    """The first rule that holds; the last one always does."""
    return next(rule for rule in RULES if rule.holds(weighed))


def firm(mention: Mention) -> bool:
    """Whether a mention's source is named, near (fewer than `LONG` links) and does not hedge."""
    return (mention.origin.kind != "unnamed" and len(mention.origin.chain) < LONG
            and abs(mention.factuality) >= HEDGED)


def grade(weighed: Weighed, mentions: Sequence[Mention], explained: Sequence[str],
          reliability: Mapping[str, str]) -> Grade:
    """The grade of a claim. `explained`: the sentences of the count of sources. `reliability`: A–F by origin key.

    RecordError for a letter that is none of A–F.
    """
    rule = credibility(weighed)
    letter, best = _reliability(mentions, reliability)
    sides = [f"{weighed.supporting} independent {'source supports' if weighed.supporting == 1 else 'sources support'} "
             f"it{_names(mentions, 'supports')}, {weighed.denying} "
             f"{'denies' if weighed.denying == 1 else 'deny'} it{_names(mentions, 'denies')}."]
    return Grade(reliability=letter, credibility=rule.credibility,
                 reasons=(best, f"Credibility {rule.credibility}: {rule.name}.", *sides, *explained))


def _reliability(mentions: Sequence[Mention], reliability: Mapping[str, str]) -> tuple[str, str]:
    found = {}
    for mention in mentions:
        letter = reliability.get(mention.origin.key)
        if letter is not None:
            if len(letter) != 1 or letter not in LETTERS:
                raise RecordError(f"{letter!r} is none of A, B, C, D, E, F", f"reliability[{mention.origin.key!r}]")
            found[letter, mention.origin.name] = mention.stance
    if not found or min(found)[0] == "F":
        return "F", "Reliability F: no analyst has judged any of its sources."
    letter, name = min(found)
    return letter, f"Reliability {letter}: an analyst set it for {name}, the best among its sources."


def _names(mentions: Sequence[Mention], stance: str) -> str:
    """The sources of one side with their chains, as people read them."""
    chains = {m.origin.key: " ► ".join(m.origin.chain) for m in reversed(mentions) if m.stance == stance}
    return f" ({'; '.join(chains[key] for key in sorted(chains))})" if chains else ""
