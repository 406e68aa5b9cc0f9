"""Which mentions are the same: one `ref` for each thing that an article speaks of.

Deterministic sieves after Lee et al. 2013 ("Deterministic coreference resolution based on entity-centric, precision-
ranked rules"), the surest first: names of the tables; the same words; acronyms; surnames of full names; appositions
and titles; offices held on the day of publication; nominals that repeat or take up a role, a sector or a kind;
pronouns to the nearest fitting mention, subjects first. Two candidates of equal rank mean no answer.
"""
import msgspec

from sayso.read.actors import Actors, Known, Office, covers
from sayso.read.mentions import Mention, mention_ref
from sayso.read.metonym import acts_as_government
from sayso.read.offices import held_on, leader, leads, role_of
from sayso.read.parse import Parsed, Token
from sayso.read.pronouns import Candidate, antecedent, fronted
from sayso.read.things import STATE, Case, Thing, learn
from sayso.read.words import key, keys

DEFINITE = frozenset("the this that these those his her its their".split())
OTHERS = frozenset("other another former some several many few no new".split())
GROUPS = frozenset("group militia organization organisation movement network party faction alliance bloc agency body "
                   "coalition company union outfit".split())
LANDS = frozenset("country nation kingdom republic state".split())
CULPRITS = frozenset("gunman suspect attacker assailant shooter bomber perpetrator assassin killer hijacker".split())
WINDOW = 60  # mentions that a pronoun looks back on


class Resolver:
    """The state of one pass over an article's mentions."""

    def __init__(self, parsed: Parsed, actors: Actors, day: str | None, mentions: list[Mention]) -> None:
        self.parsed, self.actors, self.day, self.mentions = parsed, actors, day, mentions
        self.things: dict[str, Thing] = {}
        self.of: dict[int, str] = {}  # mention index -> ref
        self.at_head = {m.head: n for n, m in enumerate(mentions) if m.form != "pronoun"}
        self.case = Case(parsed, actors, day, tuple(mentions), self.at_head)
        self.surnames: dict[str, str] = {}
        self.givens: dict[str, str] = {}
        self.ends: dict[tuple[str, str], str] = {}  # first and last word of a full name -> ref
        self.full: dict[str, str] = {}  # ref -> the name in full
        self.acronyms: dict[str, str] = {}
        self.seen: list[int] = []

    def run(self) -> dict[int, Thing]:
        """What each mention, by its index, stands for; mentions that stand for nobody known are left out."""
        self._collect_full_names()
        for n, mention in enumerate(self.mentions):
            ref = self._resolve(n, mention)
            if ref is None:
                continue
            self.of[n] = ref
            thing = self.things[ref]
            thing.last, thing.count = mention.head, thing.count + 1
            if mention.form != "pronoun":
                country = self._country(mention)
                learn(self.case, mention, thing, role_of(self.case, mention, country), country)
            self.seen.append(n)
        return {n: self.things[ref] for n, ref in self.of.items()}

    # -- names ----------------------------------------------------------------------------------------------------

    def _collect_full_names(self) -> None:
        """Surnames, given names, acronyms of the full names anywhere in the article: headlines use the short form."""
        for mention in self.mentions:
            if mention.form != "name" or not mention.name:
                continue
            words = self._words(mention)
            if mention.kind == "person" and len(words) > 1:
                self._collect_person(words, mention)
            elif mention.kind != "person" and len(words) > 2:
                short = "".join(w[0] for w in mention.name.split() if w[:1].isupper()).casefold()
                if len(short) > 2:
                    self.acronyms.setdefault(short, self._named_ref(mention))

    def _collect_person(self, words: tuple[str, ...], mention: Mention) -> None:
        ref = self._named_ref(mention)
        ref = self.ends.setdefault((words[0], words[-1]), ref)  # "John F. Kennedy" is "John Kennedy"
        self.full.setdefault(ref, mention.name or "")
        for held, word in ((self.surnames, words[-1]), (self.givens, words[0])):
            if held.setdefault(word, ref) != ref:
                held[word] = ""  # two people of one name
        if len(words) > 2 and words[-2] in ("al", "el", "bin", "van", "de", "von"):
            self.surnames.setdefault(words[-2] + words[-1], ref)

    def _named_ref(self, mention: Mention) -> str:
        best = self._entry(mention)
        return best.ref if best is not None else mention_ref(mention)

    def _entry(self, mention: Mention) -> Known | None:
        """The table's entry that a name stands for."""
        if not mention.known and mention.kind == "person":
            return self.actors.variant(self._words(mention), self.day)
        return next((k for k in mention.known if k.name == mention.name), mention.known[0]) if mention.known else None

    def _words(self, mention: Mention) -> tuple[str, ...]:
        """The keys of a name as the text has it (`name` is the table's form)."""
        return keys(self.parsed.text[slice(*self.parsed.span(mention.first, mention.last))])

    def _name(self, mention: Mention) -> str:
        if mention.form == "seat" and not acts_as_government(self.parsed, mention.first, mention.last):
            return self._seat(mention)
        words = self._words(mention)
        short = len(words) == 1 or (len(words) == 2 and words[0] in ("al", "el"))
        person = mention.kind == "person" and bool(words)
        if person and short and (ref := self.surnames.get(words[-1])):
            return self._thing(ref, mention)
        if (best := self._entry(mention)) is not None:
            return self._thing(best.ref, mention, best)
        if person and len(words) == 1 and (ref := self.givens.get(words[0])):
            return self._thing(ref, mention)
        if mention.kind != "person" and len(words) == 1 and (mention.name or "").isupper() \
                and (ref := self.acronyms.get(words[0])):
            return self._thing(ref, mention)
        if person and short and self.surnames.get(words[-1]) == "":
            return self._latest_surname(words[-1], mention)
        if person and len(words) > 1:
            return self._thing(self.ends.get((words[0], words[-1]), mention_ref(mention)), mention)
        return self._thing(mention_ref(mention), mention)

    def _seat(self, mention: Mention) -> str:
        """A capital that is only a place there: a thing of its own."""
        ref = "-".join(self._words(mention))
        return self._thing(ref, msgspec.structs.replace(mention, kind="place", sector=""))

    def _latest_surname(self, surname: str, mention: Mention) -> str:
        named = [t for t in self.things.values() if t.kind == "person" and keys(t.name or "")[-1:] == (surname,)]
        return max(named, key=lambda t: t.last).ref if named else self._thing(mention_ref(mention), mention)

    def _thing(self, ref: str, mention: Mention, known: Known | None = None) -> str:
        if ref not in self.things:
            name = known.name if known else self.full.get(ref, mention.name)
            kind, country, sector = mention.kind, mention.country, mention.sector
            if mention.form == "adjective" and country in self.actors.countries and not sector:
                kind = "government"  # "Iraqi" and "Iraq" are one thing
            roles = held_on(self.actors, ref, self.day)
            if (office := self.actors.term(ref, self.day)) is not None:
                name, kind, country = office.name, "person", office.country
                sector = self._sector(office)
            many = kind == "people" or mention.number == "many"
            self.things[ref] = Thing(ref, name, kind, country, sector, roles, many=many,
                                     named=mention.form in ("name", "seat", "adjective"))
        return ref

    def _sector(self, office: Office) -> str:
        """The sector of whoever held an office last: once it is over he is of the elite, before it he has none."""
        if not self.day or covers(office.since, office.until, self.day):
            return office.sector
        if office.since > self.day:
            return ""
        return "ELI" if office.sector in STATE else office.sector

    # -- all forms ------------------------------------------------------------------------------------------------

    def _resolve(self, n: int, mention: Mention) -> str | None:
        if mention.form == "pronoun":
            return self._pronoun(mention)
        if mention.form == "nominal":
            return self._nominal(n, mention)
        return self._name(mention)

    def _nominal(self, n: int, mention: Mention) -> str | None:
        token = self.parsed.tokens[mention.head]
        partner = self._apposed(token)
        if partner is not None:
            return partner
        country = self._country(mention)
        plain = not any(self.parsed.tokens[i].lower in OTHERS for i in range(token.left, token.i))
        if plain and mention.number != "many" and (ref := self._held(mention, country)) is not None:
            return ref
        definite = any(k.lower in DEFINITE and k.dep in ("det", "poss") for k in self.parsed.kids(token))
        if definite and plain and (ref := self._repeated(mention, country)) is not None:
            return ref
        ref = f"{mention_ref(mention)}-{country.lower()}" if country else mention_ref(mention)
        if not definite:
            ref = f"{ref}-{n}"
        self._thing(ref, msgspec.structs.replace(mention, country=country))
        self.things[ref].many = mention.number == "many"
        return ref

    def _country(self, mention: Mention) -> str:
        if mention.form != "nominal":
            return mention.country
        own = self._owner_country(self.parsed.tokens[mention.head])
        return own or mention.country if mention.guessed else mention.country or own

    def _held(self, mention: Mention, country: str) -> str | None:
        """Who holds the office that a nominal names; of the article's people first where its country is a guess."""
        if leads(self.case, mention):
            return leader(self.case, country, self.things)
        role = role_of(self.case, mention, country)
        if not role:
            return None
        if mention.guessed and (ref := self._by_role(role, "")) is not None:
            return ref
        if country and (office := self.actors.holder(country, role, self.day)):
            return self._office(office.ref, mention)
        return self._by_role(role, country)

    def _office(self, ref: str, mention: Mention) -> str:
        term = self.actors.term(ref, self.day)
        known = Known(ref, term.name, "person", term.country, term.sector, "name") if term else None
        return self._thing(ref, msgspec.structs.replace(mention, kind="person"), known)

    def _owner_country(self, token: Token) -> str:
        """The country of whoever "his", "its" or "the country's" before a noun refers to."""
        owner = self.parsed.kid(token, "poss")
        if owner is None:
            return ""
        for n in reversed(self.seen):
            if self.mentions[n].head == owner.i:
                return self.things[self.of[n]].country
        return ""

    def _apposed(self, token: Token) -> str | None:
        """The name that a nominal stands in apposition with, before it or behind it, or as its title."""
        near = self.parsed.kids(token, "appos")
        if token.dep in ("appos", "compound", "nmod"):
            near.append(self.parsed.head(token))
        if token.dep == "attr" and (subject := self.parsed.kid(self.parsed.head(token), "nsubj")) is not None \
                and self.parsed.head(token).lemma == "be":
            near.append(subject)
        for t in near:
            other = self.at_head.get(t.i)
            if other is not None and self.mentions[other].form == "name" and self.mentions[other].kind == "person":
                return self.of.get(other) or self._name(self.mentions[other])
        return None

    def _by_role(self, role: str, country: str) -> str | None:
        """The person last mentioned that holds or held the role (of the country)."""
        fitting = [t for t in self.things.values() if role in t.roles and (not country or t.country in ("", country))]
        return max(fitting, key=lambda t: t.last).ref if fitting else None

    def _repeated(self, mention: Mention, country: str) -> str | None:
        """The last thing of the same words, title, sector or kind, that a definite nominal takes up."""
        word = key(self.parsed.tokens[mention.head].lemma)
        for n in reversed(self.seen):
            other, thing = self.mentions[n], self.things[self.of[n]]
            if country and thing.country and country != thing.country and not mention.guessed:
                continue
            if self._takes_up(word, mention, other, thing):
                return thing.ref
        return None

    def _takes_up(self, word: str, mention: Mention, other: Mention, thing: Thing) -> bool:
        one = mention.number != "many"
        if other.form == "nominal":
            noun = key(self.parsed.tokens[other.head].lemma)
            return (other.number == "many") != one and (noun == word or (one and {noun, word} <= CULPRITS))
        if other.form != "name":
            return False
        if other.kind == "person":
            return one and (word in thing.titles or (word in CULPRITS and bool(thing.titles & CULPRITS)))
        if word in keys(other.name or "")[-1:]:
            return True
        if one and word in GROUPS and other.kind in ("armed_group", "organisation", "party", "military"):
            return True
        return word in LANDS and other.kind == "government"

    # -- pronouns -------------------------------------------------------------------------------------------------

    def _pronoun(self, mention: Mention) -> str | None:
        token = self.parsed.tokens[mention.head]
        if mention.number == "speaker":
            return None
        if mention.number == "relative":
            return self._relative(token)
        before = (Candidate(self.mentions[n], self.things[self.of[n]]) for n in reversed(self.seen[-WINDOW:]))
        thing = antecedent(self.case, mention, before, self._ahead(token))
        return thing.ref if thing is not None else None

    def _ahead(self, token: Token) -> Candidate | None:
        """The named subject behind a fronted phrase."""
        subject = fronted(self.parsed, token)
        n = self.at_head.get(subject.i) if subject is not None else None
        if n is None or self.mentions[n].form not in ("name", "seat"):
            return None
        return Candidate(self.mentions[n], self.things[self._name(self.mentions[n])])

    def _relative(self, token: Token) -> str | None:
        clause = self.parsed.head(token)
        while clause.dep not in ("relcl", "ROOT") and clause.head != clause.i:
            clause = self.parsed.head(clause)
        if clause.dep != "relcl":
            return None
        noun = self.parsed.head(clause)
        ref = self._at(noun)
        held = self.things[ref] if ref is not None else None
        body = held is None or (held.kind in ("organisation", "government", "place") and not held.many)
        if token.lower == "who" and body and noun.dep == "pobj":  # "a fellow at the institute, who said"
            above = self._at(self.parsed.head(self.parsed.head(noun)))
            if above is not None and self.things[above].kind in ("person", "role"):
                return above
        return ref

    def _at(self, token: Token) -> str | None:
        """What the mention with this head, if there is one before here, stands for."""
        n = self.at_head.get(token.i)
        return self.of.get(n) if n is not None else None
