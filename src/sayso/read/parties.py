"""Who did it and to whom: the parties of a trigger, from its clause or its noun phrase.

A party is a noun phrase; its entity is the one that its head names or, where the head is no actor ("the minister's
decision", "a court in Ankara"), the one that the phrase belongs to.
"""
from collections.abc import Iterable

from sayso.read.clause import Clause, antecedent, clause_of, core
from sayso.read.frames import NounPhrase
from sayso.read.parse import Parsed, Token
from sayso.records import Entity, Party, Place

USUAL = ("with", "against", "to", "on", "upon", "at", "from", "toward", "towards", "into", "over", "for", "between",
         "among", "of", "in", "about")
NETWORKS = frozenset("network alliance coalition bloc group union pact partnership axis mission force".split())
GROUP_KINDS = frozenset({"armed_group", "military", "people", "role"})
MARKS = ("PUNCT", "SPACE", "CCONJ")
LINKS = frozenset({"of", "in", "from", "by", "with", "against", "on", "for", "between", "to"})


class Cast:
    """The entities and places of an article by the tokens that they stand on."""

    def __init__(self, parsed: Parsed, entities: Iterable[Entity], places: Iterable[Place]) -> None:
        self.parsed = parsed
        self.by_token: dict[int, Entity] = {}
        self.by_id: dict[str, Entity] = {}
        for entity in entities:
            self.by_id[entity.id] = entity
            for token in parsed.within(entity.span):
                held = self.by_token.get(token.i)
                if held is None or (entity.span[1] - entity.span[0] < held.span[1] - held.span[0]):
                    self.by_token[token.i] = entity
        self.places = {t.i: place.country for place in places for t in parsed.within(place.span)}

    def kind_of(self, token: Token) -> str:
        """What a token denotes, in the words of `frames.fits_kind`."""
        token = antecedent(self.parsed, token)
        entity = self.by_token.get(token.i)
        if entity is None:
            return "place" if token.i in self.places else "person" if token.lower in SOMEBODY else (
                "group" if token.lower in FORCES else "")
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
        first = next((i for i in range(first, last + 1) if parsed.tokens[i].pos not in MARKS), first)
        return Party(span=parsed.span(first, last), entity=entity.id if entity else None,
                     code=(entity.code if entity else None) or self._land(token, entity, first, last))

    def _land(self, token: Token, entity: Entity | None, first: int, last: int) -> str | None:
        """The country of a party that has no code of its own: its owner's, or that of the place it is in."""
        owner = self._owner(token)
        if owner is not None and owner.country:
            return owner.country
        if entity is not None and entity.country:
            return entity.country
        return next((land for i in range(first, last + 1) if (land := self.places.get(i))), None)

    def parties(self, token: Token) -> list[Party]:
        """A head as parties: "Chilean and Bolivian envoys" are two, each under its nationality."""
        token = antecedent(self.parsed, token)
        if members := self._members(token):
            return [self.party(t) for t in members]
        first = self.party(token)
        others = []
        for kid in self.parsed.kids(token, "amod", "compound", "nmod"):
            for other in self.parsed.kids(kid, "conj"):
                entity = self.by_token.get(other.i)
                if entity is not None and entity.country and entity.id != first.entity:
                    own = self.by_token.get(kid.i)
                    if own is not None and own.country and own.country != entity.country:
                        others.append(Party(span=other.span, entity=entity.id, code=entity.code))
        return [first, *others]

    def _members(self, token: Token) -> list[Token]:
        """Who stands behind a plural pronoun or a network: "A and B said they …", "A and B are part of an alliance"."""
        parsed = self.parsed
        found: list[Token] = []
        if token.lower in ("they", "them") and token.dep in ("nsubj", "nsubjpass"):
            above = parsed.head(parsed.head(token))
            if parsed.head(token).dep in ("ccomp", "xcomp", "advcl") and above.pos == "VERB":
                found = [t for s in parsed.kids(above, "nsubj") for t in parsed.conjuncts(s)]
        elif token.lemma in NETWORKS and token.dep == "pobj":
            part = parsed.head(parsed.head(token))
            if part.lemma in ("part", "member") and parsed.head(part).lemma == "be":
                found = [t for s in parsed.kids(parsed.head(part), "nsubj") for t in parsed.conjuncts(s)]
        return found if len(found) > 1 and all(self.acts(t) for t in found) else []

    def ref(self, token: Token) -> str | None:
        """What a head stands for."""
        token = antecedent(self.parsed, token)
        entity = self.by_token.get(token.i) or self.by_token.get(core(self.parsed, token).i)
        return entity.ref if entity is not None else None

    def _owner(self, token: Token, depth: int = 0) -> Entity | None:
        """The actor that a phrase belongs to: a possessor, a nationality, or what follows "of", "in" or "from"."""
        if depth > 3:
            return None
        for clause in self.parsed.kids(token, "acl"):  # "crimes committed by …"
            for agent in self.parsed.kids(clause, "agent"):
                for kid in self.parsed.kids(agent, "pobj"):
                    if (found := self.by_token.get(kid.i)) is not None:
                        return found
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

    def owner_ref(self, token: Token) -> str | None:
        """What the owner of a phrase stands for."""
        found = self._owner(token)
        return found.ref if found is not None else None

    def acts(self, token: Token) -> bool:
        """Whether a head denotes somebody who can act or suffer."""
        return self.kind_of(token) not in ("", "place") or self.kind_of(core(self.parsed, token)) not in ("", "place")

    def holds_actor(self, token: Token) -> bool:
        """Whether a phrase names an actor anywhere that it could belong to."""
        return self.acts(token) or self._owner(token) is not None


# Armed men and crowds that act even where no entity was found for them.
FORCES = frozenset("police army troops soldiers militants rebels gunmen protesters demonstrators".split())
SOMEBODY = frozenset("someone somebody anyone everyone those others nobody people he she they them him her we i us me "
                     "who whom you".split())


def _parties(cast: Cast, tokens: Iterable[Token]) -> tuple[Party, ...]:
    found: dict[object, Party] = {}
    for token in tokens:
        for party in cast.parties(token):
            entity = cast.by_id.get(party.entity or "")
            found.setdefault(entity.ref if entity is not None and entity.ref else party.span, party)
    return tuple(found.values())


def of_verb(cast: Cast, clause: Clause, whom: tuple[str, ...],
            reciprocal: bool = False) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Actors and recipients of a verb or predicate adjective; of a reciprocal act all are actors."""
    actors = [t for t in clause.subjects if cast.acts(t)] or [t for t in clause.subjects if cast.holds_actor(t)]
    actors = actors or [t for s in clause.subjects for t in _sayer(cast, s)]
    if not actors and clause.token.dep == "acl" and clause.token.tag == "VBG":  # "took to the streets demanding …"
        verb = next((t for t in cast.parsed.ancestors(clause.token) if t.pos == "VERB"), None)
        actors = [t for t in clause_of(cast.parsed, verb).subjects if cast.acts(t)] if verb is not None else []
    if not actors and clause.passive and clause.token.lemma in LEGAL:
        actors = [t for p, t in clause.preps if p == "in" and cast.kind_of(t) in ("place", "country")]
    own = {cast.ref(t) for t in actors} - {None}
    found = [t for slot in whom for t in _slot(cast, clause, slot)] if reciprocal else (
        _recipients(cast, clause, whom, own))
    recipients = [t for t in found if t not in actors and (cast.ref(t) is None or cast.ref(t) not in own)
                  and (cast.acts(t) or cast.owner_ref(t) not in own)]
    if len(own) > 1 and not any(cast.acts(t) for t in recipients) and any(k.dep == "conj" for k in actors):
        recipients = []  # "Serbs and Croats quarrelled over …": they did it with each other
    if reciprocal and recipients and all(cast.acts(t) for t in recipients):
        return _parties(cast, [*actors, *recipients]), ()
    return _parties(cast, actors), _parties(cast, recipients)


def _sayer(cast: Cast, pronoun: Token) -> list[Token]:
    """Who says it, for an "it" that nothing else explains: "Peru says it is ready"."""
    verb = cast.parsed.head(pronoun)
    if pronoun.lower not in ("it", "they") or verb.dep != "ccomp":
        return []
    return [t for t in cast.parsed.kids(cast.parsed.head(verb), "nsubj") if cast.acts(t)]


LEGAL = frozenset("arrest detain jail imprison sentence convict charge try put place hold ban indict deport "
                  "accuse".split())


def _recipients(cast: Cast, clause: Clause, whom: tuple[str, ...], own: set[str | None]) -> list[Token]:
    """The heads that the row's `whom` names, else the usual places: those that act before those that only hold actors.

    Whoever does it (`own`) is no recipient: "Kenya said it would sign the charter" goes on to the charter.
    """
    if whom == ("none",):
        return []

    def others(tokens: Iterable[Token]) -> list[Token]:
        return [t for t in tokens if cast.ref(t) is None or cast.ref(t) not in own]

    for slot in whom:
        found = others(_slot(cast, clause, slot))
        if any(cast.holds_actor(t) for t in found):
            return [t for t in found if cast.holds_actor(t)]
    fallback = [*clause.indirect, *clause.objects]
    groups = (fallback, *(_slot(cast, clause, prep) for prep in USUAL))
    for group in groups:
        acting = others(t for t in group if cast.acts(t))
        if acting:
            return acting
    for group in groups:
        holding = others(t for t in group if cast.holds_actor(t) or cast.kind_of(t) == "place")
        if holding:
            deep = [t for g in holding for t in [_inside(cast, g, own)] if not cast.acts(g) and t is not None]
            return holding if not deep or cast.kind_of(holding[0]) == "place" else _whole(cast, holding, own) or deep
    inner = others(t for t in _complement(cast, clause, [h for _, h in clause.clauses if h.dep != "advcl"])
                   if cast.holds_actor(t))
    return inner or _anyone(cast, clause, own) or [t for t in clause.objects if "obj" in whom]


def _anyone(cast: Cast, clause: Clause, own: set[str | None]) -> list[Token]:
    """The first actor of another country in what a verb is about: "demanded that its neighbours …"."""
    tops = [*clause.objects, *(t for _, t in clause.preps), *(t for _, t in clause.clauses),
            *cast.parsed.kids(clause.token, "advcl")]
    lands = {e.country for t in clause.subjects if (e := cast.by_token.get(t.i)) is not None}
    for top in sorted((t for t in tops if t.i > clause.token.i), key=lambda t: t.i):
        for token in cast.parsed.subtree(top):
            entity = cast.by_token.get(token.i)
            if entity is not None and entity.country and entity.ref not in own and entity.country not in lands:
                return [token]
    return []


def _whole(cast: Cast, holding: list[Token], own: set[str | None]) -> list[Token]:
    """Phrases whose own entity is another than the actor's: they can stand as they are."""
    found = []
    for token in holding:
        entity = cast.party(token).entity
        held = next((e for e in cast.by_token.values() if e.id == entity), None)
        if held is not None and held.ref not in own:
            found.append(token)
    return found


def _complement(cast: Cast, clause: Clause, heads: Iterable[Token]) -> list[Token]:
    """Who the clauses below a verb are about: their subjects, unless these are the verb's own, else their objects."""
    found: list[Token] = []
    own = {cast.ref(t) for t in clause.subjects} - {None}
    for head in heads:
        below = clause_of(cast.parsed, head)
        subjects = [t for t in below.subjects if t not in clause.subjects and cast.ref(t) not in own
                    and t.lower not in ("i", "we")]
        found += subjects or [t for t in (*below.indirect, *below.objects, *(t for _, t in below.preps))
                              if t not in clause.subjects]
    return found


def _inside(cast: Cast, token: Token, own: set[str | None]) -> Token | None:
    """The first actor or place in a phrase that is not the actor himself."""
    for t in cast.parsed.subtree(token):
        entity = cast.by_token.get(t.i)
        if entity is not None and entity.country and entity.ref not in own and t.dep in (
                "pobj", "poss", "amod", "compound", "conj", "nsubj", "dobj"):
            return t
    return None


def _slot(cast: Cast, clause: Clause, slot: str) -> list[Token]:
    parsed = cast.parsed
    if slot == "obj":
        return list(clause.objects)
    if slot == "iobj":
        return list(clause.indirect)
    if slot == "objof":
        return [t for o in clause.objects for t in belonging(parsed, o)]
    if slot == "comp":
        return _complement(cast, clause, [head for _, head in clause.clauses])
    direct = [t for p, t in clause.preps if p == slot]
    return direct or [t for o in clause.objects for k in parsed.kids(o, "prep") if k.lower == slot
                      for p in parsed.kids(k, "pobj") for t in parsed.conjuncts(p)]


def belonging(parsed: Parsed, token: Token) -> list[Token]:
    """Whoever a thing belongs to or comes from: "Iran's proposal", "a request from envoys", "U.S. sanctions"."""
    found = parsed.kids(token, "poss")
    for prep in parsed.kids(token, "prep"):
        if prep.lower in ("of", "by", "from", "with", "against", "on", "to", "in", "for", "between"):
            found += [t for p in parsed.kids(prep, "pobj") for t in parsed.conjuncts(p)]
    return found + parsed.kids(token, "amod", "compound", "nmod")


def of_noun(cast: Cast, phrase: NounPhrase, verb_clause: Clause | None, whom: tuple[str, ...],
            reciprocal: bool = False) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Actors and recipients of an event noun: agents in "by", before it, subjects of its light verb, or behind "of"."""
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
    for clause in (k for k in cast.parsed.kids(phrase.token, "acl", "relcl") if not suffering):  # "its demand that …"
        if cast.parsed.kid(clause, "mark") is not None:
            suffering = [t for t in clause_of(cast.parsed, clause).subjects if cast.holds_actor(t)]
    doers = {cast.ref(t) for t in acting} - {None}
    suffering = [t for t in suffering if t not in acting and cast.ref(t) not in doers]
    if reciprocal:
        return _parties(cast, [*acting, *suffering]), ()
    return _parties(cast, acting), _parties(cast, suffering)


DONE_TO = frozenset("killing murder assassination arrest detention death release kidnapping abduction execution rape "
                    "deportation expulsion slaying torture capture imprisonment conviction".split())
