"""Offices as news words them ► a person: "the Kenyan interior minister", "head of the army", "Cuba's leader"."""
from sayso.read.actors import HEADS, Actors
from sayso.read.mentions import Mention
from sayso.read.parse import Parsed, Token
from sayso.read.things import Case, Thing
from sayso.read.words import keys

LONGEST = 6  # words of an office


def role_of(case: Case, mention: Mention, country: str) -> str:
    """The office that a nominal names, as the tables of people call it; "" for none."""
    if mention.agent is None or mention.agent.kind != "role":
        return ""
    for phrase in _wordings(case.parsed, case.parsed.tokens[mention.head]):
        named = " ".join(phrase)
        if country and (country, named) in case.actors.offices:
            return named
        if (row := case.actors.roles.get(phrase)) is not None:
            return row.role
    return mention.agent.lemma if "office" in mention.agent.note else ""


def _wordings(parsed: Parsed, token: Token) -> list[tuple[str, ...]]:
    """The word sequences around a noun that may name an office, the longest first."""
    sentence = parsed.sentence(token)
    after = token.i
    follower = parsed.tokens[token.i + 1] if token.i < sentence.last else None
    if follower is not None and follower.lower in ("of", "for", "to"):
        after = min(token.i + LONGEST - 1, sentence.last)
    found = [(first, last) for first in range(max(sentence.first, token.i - LONGEST + 1), token.i + 1)
             for last in range(token.i, after + 1) if last - first < LONGEST]
    found.sort(key=lambda x: (x[0] - x[1], x[0]))
    return [tuple(k for t in parsed.tokens[first:last + 1] for k in keys(t.lemma if t.i == token.i else t.text))
            for first, last in found]


def leads(case: Case, mention: Mention) -> bool:
    """Whether a nominal is a bare "leader" or "ruler", with nothing but a country before it."""
    if mention.agent is None or mention.number == "many":
        return False
    row = case.actors.roles.get(keys(mention.agent.lemma))
    if row is None or row.role or mention.agent.lemma in ("chief", "head", "boss"):
        return False
    token = case.parsed.tokens[mention.head]
    before = case.parsed.tokens[token.left:mention.first]
    return all(t.pos in ("DET", "PUNCT", "PART") or _land(case, t) for t in before)


def _land(case: Case, token: Token) -> bool:
    """Whether a word belongs to the name of a country or nation."""
    n = case.at_head.get(token.i)
    if n is None and token.dep == "compound":
        n = case.at_head.get(token.head)
    return n is not None and case.mentions[n].country in case.actors.countries and not case.mentions[n].sector


def leader(case: Case, country: str, things: dict[str, Thing]) -> str | None:
    """Who leads a country: the last one mentioned that does, else its one ruler."""
    if not country:
        return None
    known = [t for t in things.values() if t.kind == "person" and case.actors.holds(t.ref, country, HEADS, case.day)]
    if known:
        return max(known, key=lambda t: t.last).ref
    return next((o.ref for role in HEADS[:2] if (o := case.actors.holder(country, role, case.day)) is not None
                 and o.role == role), None)


def held_on(actors: Actors, ref: str, day: str | None) -> set[str]:
    """All offices that somebody holds on a day."""
    return {o.role for o in actors.terms.get(ref, ()) if actors.holds(ref, o.country, (o.role,), day)}
