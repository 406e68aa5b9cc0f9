"""The same act told again: "the shooting", "killed in the attack" have the time and place told before.

Sure enough only where the text takes the act up as known (a definite noun, the same word) and earlier acts of that type
agree. Two different times before, and no word that decides between them, are no answer.
"""
import msgspec

from sayso.read.layers import Layers
from sayso.read.parse import Token
from sayso.records import Act, Place, When

DEFINITE = frozenset("the this that these those".split())
OTHER = frozenset("another other first second third latest new last next previous earlier recent".split())
DEEDS = frozenset("ASSAULT PROTEST COERCE RETREAT MOBILIZE AID".split())
NEAR = 3  # sentences that a scene is carried on for


class Told(msgspec.Struct, frozen=True):
    """An act with what is known of its time and place."""

    act: Act
    token: Token
    when: When | None
    where: Place | None
    refs: frozenset[str]


def retold(layers: Layers, token: Token, act: Act, told: list[Told]) -> list[Told]:
    """The earlier acts that this one takes up, the last one first."""
    if token.pos in ("NOUN", "PROPN"):
        before = [k.lower for k in layers.parsed.kids(token, "det", "poss", "amod")]
        if not DEFINITE & set(before) or OTHER & set(before) or layers.parsed.kid(token, "relcl") is not None \
                or any(k.tag in ("JJS", "RBS") for k in layers.parsed.kids(token)):
            return []
    elif (noun := _attack(layers, token)) is None or act.type != "ASSAULT":
        return []
    else:
        token = noun
    many = token.tag == "NNS"
    same = [t for t in told if t.act.type == act.type and t.token.i != token.i
            and (t.token.pos != "NOUN" or (t.token.tag == "NNS") == many)]
    alike = [t for t in same if t.token.lemma == token.lemma]
    return list(reversed(alike or same))


def _attack(layers: Layers, token: Token) -> Token | None:
    """The definite noun in "killed in the attack", "wounded by the blast"."""
    for prep in layers.parsed.kids(token, "prep"):
        if prep.lower in ("in", "during", "by"):
            for noun in layers.parsed.kids(prep, "pobj"):
                if any(k.lower in DEFINITE for k in layers.parsed.kids(noun, "det")):
                    return noun
    return None


def time_again(told: list[Told]) -> When | None:
    """The time that all of the earlier acts which have one agree on."""
    known = [t.when for t in told if t.when is not None]
    return known[0] if known and len({(w.start, w.end) for w in known}) == 1 else None


def place_again(told: list[Told]) -> Place | None:
    """The place that all of the earlier acts which have one agree on."""
    known = [t.where for t in told if t.where is not None]
    return known[0] if known and len({p.geonames or p.name for p in known}) == 1 else None


def scene(token: Token, act: Act, refs: frozenset[str], told: list[Told]) -> Place | None:
    """The place where somebody in this act was a moment ago: "the gunman" of the shooting surrendered there too."""
    if act.type not in DEEDS:
        return None
    for earlier in reversed(told):
        if token.sent - earlier.token.sent > NEAR:
            return None
        if earlier.where is not None and earlier.act.type in DEEDS and refs & earlier.refs:
            return earlier.where
    return None
