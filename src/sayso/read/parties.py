"""Who did it and to whom: the parties of a trigger, from its clause or its noun phrase.

A party is a noun phrase; its entity is the one that its head names or, where the head is no actor ("the minister's
decision", "a court in Ankara"), the one that the phrase belongs to.
"""
from collections.abc import Iterable

from sayso.read.clause import Clause, antecedent, core
from sayso.read.frames import NounPhrase
from sayso.read.parse import Parsed, Token
from sayso.records import Entity, Party
from sayso.records.span import Span, overlap

USUAL = ("with", "against", "to", "on", "upon", "at", "from", "toward", "towards", "into", "over", "for", "between",
         "among", "of", "in", "about")
GROUP_KINDS = frozenset({"armed_group", "military", "people", "role"})
LINKS = frozenset({"of", "in", "from", "by", "with", "against", "on", "for", "between", "to"})


class Cast:
    """The entities and places of an article by the tokens that they stand on."""

    def __init__(self, parsed: Parsed, entities: Iterable[Entity], places: Iterable[Span]) -> None:
        self.parsed = parsed
        self.by_token: dict[int, Entity] = {}
        for entity in entities:
            for token in parsed.within(entity.span):
                held = self.by_token.get(token.i)
                if held is None or (entity.span[1] - entity.span[0] < held.span[1] - held.span[0]):
                    self.by_token[token.i] = entity
        self.places = {t.i for span in places for t in parsed.within(span)}

    def kind_of(self, token: Token) -> str:
        """What a token denotes, in the words of `frames.fits_kind`."""
        token = antecedent(self.parsed, token)
        entity = self.by_token.get(token.i)
        if entity is None:
            return "place" if token.i in self.places else "person" if token.lower in SOMEBODY else ""
        if entity.kind == "place":
            return "place"
        if entity.kind == "government" and entity.form == "name" and not entity.sector:
            return "country"
        if entity.kind in ("person", "role") or (entity.kind == "government" and entity.form != "name"):
            return "official" if entity.sector in ("GOV", "LEG", "MIL", "JUD", "SPY") else "person"
        if entity.kind in ("people", "armed_group", "military"):
            return "group"
        if entity.kind in ("organisation", "party", "government"):
            return "org"
        return ""

    def party(self, token: Token) -> Party:
        """The noun phrase of a head as a party."""
        parsed = self.parsed
        token = antecedent(parsed, token)
        first, last = parsed.phrase(token)
        entity = self.by_token.get(token.i) or self.by_token.get(core(parsed, token).i) or self._owner(token)
        first = next((i for i in range(first, last + 1) if parsed.tokens[i].pos not in ("PUNCT", "SPACE", "CCONJ")), first)
        return Party(span=parsed.span(first, last), entity=entity.id if entity else None,
                     code=entity.code if entity else None)

    def _owner(self, token: Token, depth: int = 0) -> Entity | None:
        """The actor that a phrase belongs to: a possessor, a nationality, or what follows "of", "in" or "from"."""
        if depth > 3:
            return None
        for kid in self.parsed.kids(token, "poss", "amod", "compound", "nmod"):
            found = self.by_token.get(kid.i) or self._owner(kid, depth + 1)
            if found is not None:
                return found
        for prep in self.parsed.kids(token, "prep"):
            if prep.lower in LINKS:
                for kid in self.parsed.kids(prep, "pobj"):
                    found = self.by_token.get(kid.i) or self._owner(kid, depth + 1)
                    if found is not None:
                        return found
        return None

    def acts(self, token: Token) -> bool:
        """Whether a head denotes somebody who can act or suffer."""
        return self.kind_of(token) not in ("", "place") or self.kind_of(core(self.parsed, token)) not in ("", "place")

    def holds_actor(self, token: Token) -> bool:
        """Whether a phrase names an actor anywhere that it could belong to."""
        return self.acts(token) or self._owner(token) is not None


SOMEBODY = frozenset("someone somebody anyone everyone those others nobody people he she they them him her we i us me "
                     "who whom you".split())


def _parties(cast: Cast, tokens: Iterable[Token]) -> tuple[Party, ...]:
    found: dict[Span, Party] = {}
    for token in tokens:
        party = cast.party(token)
        found.setdefault(party.span, party)
    return tuple(found.values())


def of_verb(cast: Cast, clause: Clause, whom: tuple[str, ...]) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Actors and recipients of a verb or predicate adjective."""
    actors = [t for t in clause.subjects if cast.acts(t)] or [t for t in clause.subjects if cast.holds_actor(t)]
    recipients = _recipients(cast, clause, whom)
    taken = {t.i for t in actors}
    return _parties(cast, actors), _parties(cast, [t for t in recipients if t.i not in taken])


def _recipients(cast: Cast, clause: Clause, whom: tuple[str, ...]) -> list[Token]:
    """The heads that the row's `whom` names, else the usual places, those that hold actors before those that do not."""
    if whom == ("none",):
        return []
    for slot in whom:
        found = _slot(cast, clause, slot)
        if any(cast.holds_actor(t) for t in found):
            return [t for t in found if cast.holds_actor(t)]
    fallback = [*clause.indirect, *clause.objects]
    for group in (fallback, *([t for p, t in clause.preps if p == prep] for prep in USUAL)):
        acting = [t for t in group if cast.acts(t)]
        if acting:
            return acting
    for group in (fallback, *([t for p, t in clause.preps if p == prep] for prep in USUAL)):
        holding = [t for t in group if cast.holds_actor(t) or cast.kind_of(t) == "place"]
        if holding:
            return holding
    inner = _slot(cast, clause, "comp")
    if inner:
        return [t for t in inner if cast.holds_actor(t)]
    return [t for t in clause.objects if "obj" in whom]


def _slot(cast: Cast, clause: Clause, slot: str) -> list[Token]:
    parsed = cast.parsed
    if slot == "obj":
        return list(clause.objects)
    if slot == "iobj":
        return list(clause.indirect)
    if slot == "objof":
        return [t for o in clause.objects for t in belonging(parsed, o)]
    if slot == "comp":
        from sayso.read.clause import clause_of

        found: list[Token] = []
        for _, head in clause.clauses:
            below = clause_of(parsed, head)
            found += [t for t in below.subjects if t not in clause.subjects]
            if not found:
                found += [t for t in (*below.objects, *below.indirect, *(t for _, t in below.preps))
                          if t not in clause.subjects]
        return found
    return [t for p, t in clause.preps if p == slot]


def belonging(parsed: Parsed, token: Token) -> list[Token]:
    """Whoever a thing belongs to or comes from: "Iran's proposal", "a request from envoys", "U.S. sanctions"."""
    found = parsed.kids(token, "poss")
    for prep in parsed.kids(token, "prep"):
        if prep.lower in ("of", "by", "from", "with", "against", "on", "to", "in", "for", "between"):
            found += [t for p in parsed.kids(prep, "pobj") for t in parsed.conjuncts(p)]
    return found + parsed.kids(token, "amod", "compound", "nmod")


def of_noun(cast: Cast, phrase: NounPhrase, verb_clause: Clause | None,
            whom: tuple[str, ...]) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Actors and recipients of an event noun: agents in "by", before it, as subject of its light verb, or behind "of"."""
    preps = phrase.preps
    suffering = [t for slot in whom for p, t in preps if p == slot and (cast.holds_actor(t) or cast.kind_of(t))]
    acting = [t for p, t in preps if p == "by" and cast.holds_actor(t)]
    own = [t for t in phrase.before if cast.acts(t) and t.dep != "conj"]
    of = [t for p, t in preps if p == "of" and cast.acts(t)]
    if not acting and verb_clause is not None and phrase.as_object:
        acting = [t for t in verb_clause.subjects if cast.holds_actor(t)]
    if not acting and own:
        if "of" in whom and own[0].dep == "poss" and not of and not suffering and phrase.token.lemma in DONE_TO:
            suffering = own
        else:
            acting = own
    if not acting and "of" not in whom:
        acting = of
    if not suffering and "between" in whom:
        acting = acting or [t for p, t in preps if p == "between"]
    taken = {t.i for t in acting}
    return _parties(cast, acting), _parties(cast, [t for t in suffering if t.i not in taken])


DONE_TO = frozenset("killing murder assassination arrest detention death release kidnapping abduction execution rape "
                    "deportation expulsion slaying torture capture imprisonment conviction".split())


def same_span(a: Party, b: Party) -> bool:
    """Whether two parties share characters."""
    return overlap(a.span, b.span) > 0
