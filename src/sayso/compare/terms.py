"""Text ► weighted terms, by which stories are told apart.

Terms are words without endings. A term weighs more where it is a name (a capital letter that the same text never writes
small, or a part of a name that the reader found) and where it stands in the title or the beginning.
"""
import re
from collections import Counter
from collections.abc import Iterable

import msgspec

MOST_CHARACTERS, MOST_TERMS = 30_000, 600
LEAD = 300  # characters
_WORD = re.compile(r"[^\W\d_][^\W\d_'’-]*(?:['’-][^\W\d_]+)*|\d+")
_STOP = frozenset(
    "the of to and a in that is was for on with as by at from be it he his has have had an are said were will not but "
    "who they their this been which or its after she her about also we i you would there up out when more over one all "
    "what than into no if so can some him them could do did other just our my your how now then because being any "
    "where two says say told year years new".split())


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """How much more a name, and a word of the title and the lead, counts than another word."""

    name: float = 3.0
    lead: float = 2.0


def terms_of(text: str, title: str | None, names: Iterable[str], weights: Weights) -> dict[str, float]:
    """The weighted count of each term, at most `MOST_TERMS`, the heaviest; ties in the order of the text."""
    body = text[:MOST_CHARACTERS]
    counts: dict[str, float] = {}
    small = {m[0] for m in _WORD.finditer(body) if m[0].islower()}
    known = {word.lower() for name in names for word in _WORD.findall(name)}
    if title and not body.startswith(title):
        _count(title[:LEAD], small, known, weights, len(title), counts)
    _count(body, small, known, weights, LEAD, counts)
    return dict(Counter(counts).most_common(MOST_TERMS))


def _count(text: str, small: set[str], known: set[str], weights: Weights, lead: int,
           counts: dict[str, float]) -> None:
    """Adds what a text has; its first `lead` characters count more."""
    for match in _WORD.finditer(text):
        word = match[0]
        lower = word.lower()
        if lower in _STOP or len(word) < 2:
            continue
        weight = weights.lead if match.start() < lead else 1.0
        if lower in known or (word[0].isupper() and lower not in small):
            weight *= weights.name
        term = _stem(lower)
        counts[term] = counts.get(term, 0.0) + weight


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s", "'s", "’s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word
