"""What an article is about, as far as it decides what counts as an event: in a match report a clash is a game.

An article is about sport or the arts if enough different words of the field stand in it (classes.tsv, "topic_…"). Of
such an article only acts remain that a state, an armed group, a court, the police or politics has a part in.
"""
from collections import Counter
from collections.abc import Iterable, Mapping

from sayso.read.parse import Parsed
from sayso.records import Act, Entity

TOPICS = ("topic_sport", "topic_arts")
FEWEST, DIFFERENT, SHARE = 7, 5, .02  # words of the field, different ones among them, their share of all words
PUBLIC = frozenset("GOV MIL COP JUD LEG SPY REB OPP PTY IGO UAF".split())
KINDS = frozenset({"government", "military", "armed_group", "party"})


def topic(parsed: Parsed, classes: Mapping[str, frozenset[str]]) -> str | None:
    """The field that an article is about, of those whose words mean something else there."""
    words = Counter(t.lemma for t in parsed.tokens)
    best, most = None, 0
    for name in TOPICS:
        found = [words[w] for w in classes.get(name, frozenset()) if words[w]]
        if len(found) >= DIFFERENT and sum(found) >= max(FEWEST, SHARE * len(parsed.tokens), most + 1):
            best, most = name, sum(found)
    return best


def mishap(parsed: Parsed, classes: Mapping[str, frozenset[str]]) -> bool:
    """Whether an article is about a crash, a fire or a flood, and not about violence."""
    words = Counter(t.lower for t in parsed.tokens)
    accidents, violent = (sum(words[w] for w in classes[name] if words[w]) for name in ("accidents", "violent"))
    return accidents >= 3 and violent * 2 < accidents


def unharmed(acts: Iterable[Act], entities: Mapping[str, Entity]) -> list[Act]:
    """The acts of an article about a mishap: what did harm there without anybody of public affairs was no assault, and
    an inquiry into its cause, or a warning of the weather, accuses or threatens nobody.
    """
    def real(act: Act) -> bool:
        if act.type == "ASSAULT":
            return any(_public(entities.get(p.entity or "")) for p in act.actors)
        if act.type == "THREATEN" or (act.type == "ACCUSE" and act.mode == "investigate"):
            return any(_public(entities.get(p.entity or "")) for p in act.recipients)
        return True

    return [a for a in acts if real(a)]


def public_acts(acts: Iterable[Act], entities: Mapping[str, Entity]) -> list[Act]:
    """The acts in which somebody of public affairs has a part."""
    return [a for a in acts if any(_public(entities.get(p.entity or "")) for p in (*a.actors, *a.recipients))]


def _public(entity: Entity | None) -> bool:
    return entity is not None and (entity.sector in PUBLIC or entity.kind in KINDS)
