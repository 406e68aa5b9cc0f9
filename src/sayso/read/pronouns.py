"""Whom a pronoun stands for: the most salient of the things that agree with it.

Salience after Lappin and Leass 1994 (recency, subjects before objects, parallel function, what is spoken of often),
with the binding rule that a pronoun and another argument of its own verb are two. Number, kind and gender must agree.
"""
from collections.abc import Iterable
from math import log2

import msgspec

from sayso.read.mentions import Mention
from sayso.read.parse import Parsed, Token
from sayso.read.things import Case, Thing

WOMAN = frozenset("she her hers herself".split())
MAN = frozenset("he him his himself".split())
OWN = frozenset("his her its their hers".split())
SELF = frozenset("himself herself itself themselves".split())
SUBJECTS = ("nsubj", "nsubjpass", "csubj")
REACH = {"person": 4, "many": 2, "thing": 2}  # sentences back
# What makes a mention salient, in points; measured on half of the GAP development set, where no weight mattered much.
FRESH, STEP, NEAR = 10.0, 4.0, .06  # at hand; less for each sentence between; less for each word in the same sentence
SUBJECT, OBJECT, INSIDE = 3.0, 1.0, -2.0  # subjects; objects; parts of a name or apposition
PARALLEL, CHAIN, NOMINAL, OWNER = 1.0, 1.0, -2.0, 2.0  # like function; pronoun; common noun; subject of "his" verb
PAIR = 6.0  # whose noun is joined to the mention by "and"
AGAIN, SURE, OFTEN = .2, .3, .3  # each further mention; gender known; doubling of mentions
AHEAD = 9.0  # the subject behind a fronted phrase
BODIES = frozenset({"government", "organisation", "party", "armed_group", "military"})


class Candidate(msgspec.Struct, frozen=True):
    """A mention before the pronoun and what it stands for."""

    mention: Mention
    thing: Thing


def antecedent(case: Case, mention: Mention, before: Iterable[Candidate], ahead: Candidate | None) -> Thing | None:
    """The thing that a pronoun stands for.

    `before`: the mentions back from the pronoun; `ahead`: the subject behind a fronted phrase that the pronoun is in.
    """
    token = case.parsed.tokens[mention.head]
    scores: dict[int, float] = {}
    held: dict[int, Thing] = {}
    for candidate in before:
        head = case.parsed.tokens[candidate.mention.head]
        distance = token.sent - head.sent
        if distance > REACH.get(mention.number, 2):
            break
        if not agrees(token, mention, candidate):
            continue
        key = id(candidate.thing)
        if bound(case.parsed, token, head):
            scores[key] = -99.0
            continue
        score = salience(case.parsed, token, candidate, distance)
        if key not in scores:
            scores[key], held[key] = score + known(token, candidate.thing), candidate.thing
        elif scores[key] > -99:
            scores[key] = max(scores[key], score) + AGAIN
    if ahead is not None and agrees(token, mention, ahead) and scores.get(id(ahead.thing), 0) > -99:
        held[id(ahead.thing)] = ahead.thing
        scores[id(ahead.thing)] = scores.get(id(ahead.thing), 0) + AHEAD + known(token, ahead.thing)
    best = max(held, key=lambda k: scores[k], default=None)
    return held[best] if best is not None and scores[best] > 0 else None


def agrees(token: Token, mention: Mention, candidate: Candidate) -> bool:
    """Number, gender and kind."""
    other, thing = candidate.mention, candidate.thing
    if mention.number == "person":
        person = thing.kind == "person" or (thing.kind == "role" and not thing.many)
        return person and not thing.many and thing.gender in ("", gender(token))
    if mention.number == "many":
        return thing.many or thing.kind in ("armed_group", "people", "organisation", "military", "party") \
            or (other.form == "nominal" and other.number == "many")
    return thing.kind in BODIES and not thing.many and other.form != "adjective"


def gender(token: Token) -> str:
    """"f" or "m" of a personal pronoun."""
    return "f" if token.lower in WOMAN else "m" if token.lower in MAN else ""


def known(token: Token, thing: Thing) -> float:
    """What is added where the gender is known to fit, not only not known to differ, and where much is said of it."""
    told = SURE if thing.gender and thing.gender == gender(token) else 0.0
    return told + OFTEN * log2(thing.count + 1)


def bound(parsed: Parsed, token: Token, other: Token) -> bool:
    """Whether both are arguments of one verb, and the pronoun neither reflexive nor possessive."""
    if token.lower in SELF:
        return False
    if token.lower in OWN and token.dep == "poss":
        return other.i == token.head or (other.dep == "poss" and other.head == token.head)
    return _governor(parsed, token) == _governor(parsed, other)


def _governor(parsed: Parsed, token: Token) -> int:
    """The verb that a word is an argument of, straight or through a preposition behind it; "as president" is none."""
    head = parsed.head(token)
    return head.head if token.dep == "pobj" and head.head < head.i and head.lower not in ("as", "like") else head.i


def salience(parsed: Parsed, token: Token, candidate: Candidate, distance: int) -> float:
    """How much a mention offers itself."""
    head = parsed.tokens[candidate.mention.head]
    score = FRESH - STEP * distance - (NEAR * (token.i - head.i) if distance == 0 else 0)
    if head.dep in SUBJECTS:
        score += SUBJECT
    elif head.dep in ("dobj", "dative"):
        score += OBJECT
    elif head.dep in ("compound", "amod", "appos"):
        score += INSIDE
    elif head.dep == "poss" and token.dep != "poss":
        score += INSIDE / 2
    if (head.dep in SUBJECTS) == (token.dep in SUBJECTS):
        score += PARALLEL
    score += {"pronoun": CHAIN, "nominal": NOMINAL}.get(candidate.mention.form, 0.0)
    if distance == 0 and token.lower in OWN:
        if head.dep in SUBJECTS and _over(parsed, head, token):
            score += OWNER
        noun = parsed.head(token)
        if noun.dep == "conj" and noun.head == head.i:
            score += PAIR  # "between Tillerson and his counterpart"
    return score


def _over(parsed: Parsed, subject: Token, token: Token) -> bool:
    """Whether the subject is that of the nearest verb above the pronoun."""
    verb = next((t for t in parsed.ancestors(token) if t.pos in ("VERB", "AUX")), None)
    return verb is not None and subject.head == verb.i


def fronted(parsed: Parsed, token: Token) -> Token | None:
    """The subject behind a fronted phrase that the pronoun stands in: "Speaking to her party, the minister said"."""
    for t in parsed.ancestors(token):
        if t.dep in ("advcl", "prep") and t.i < t.head:
            head = parsed.head(t)
            subject = parsed.kid(head, "nsubj", "nsubjpass") if head.pos in ("VERB", "AUX") else None
            if subject is not None and subject.i > t.right:
                finite = t.dep == "advcl" and parsed.kid(t, "nsubj", "nsubjpass") is not None
                return None if finite else subject
    return None
