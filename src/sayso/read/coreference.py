"""Which mentions are the same: one `ref` for each thing that an article speaks of.

Deterministic sieves after Lee et al. 2013 ("Deterministic coreference resolution based on entity-centric, precision-
ranked rules"), the surest first: names of the tables; the same words; acronyms; surnames of full names; appositions
and titles; offices held on the day of publication; nominals that repeat or take up a role, a sector or a kind;
pronouns to the nearest fitting mention, subjects first. Two candidates of equal rank mean no answer.
"""
from collections import defaultdict

import msgspec

from sayso.read.actors import Actors, Known
from sayso.read.mentions import Mention, mention_ref
from sayso.read.parse import Parsed, Token
from sayso.read.words import key, keys

DEFINITE = frozenset("the this that these those his her its their".split())
OTHERS = frozenset("other another former some several many few no new".split())
WOMAN = frozenset("she her hers herself".split())
MAN = frozenset("he him his himself".split())


class Known_(msgspec.Struct):
    """What the article has told of one thing so far (local to one call; never leaves this module)."""

    ref: str
    name: str | None
    kind: str
    country: str = ""
    sector: str = ""
    roles: set[str] = msgspec.field(default_factory=set)
    gender: str = ""
    last: int = -1
    many: bool = False
    named: bool = False


class Resolver:
    """The state of one pass over an article's mentions."""

    def __init__(self, parsed: Parsed, actors: Actors, day: str | None, mentions: list[Mention]) -> None:
        self.parsed, self.actors, self.day, self.mentions = parsed, actors, day, mentions
        self.things: dict[str, Known_] = {}
        self.of: dict[int, str] = {}  # mention index -> ref
        self.at_head = {m.head: n for n, m in enumerate(mentions) if m.form != "pronoun"}
        self.surnames: dict[str, str] = {}
        self.acronyms: dict[str, str] = {}
        self.seen: list[int] = []

    def run(self) -> dict[int, Known_]:
        """What each mention, by its index, stands for; mentions that stand for nobody known are left out."""
        self._collect_full_names()
        for n, mention in enumerate(self.mentions):
            ref = self._resolve(n, mention)
            if ref is None:
                continue
            self.of[n] = ref
            thing = self.things[ref]
            thing.last = mention.head
            self._learn(mention, thing)
            self.seen.append(n)
        return {n: self.things[ref] for n, ref in self.of.items()}

    # -- names ----------------------------------------------------------------------------------------------------

    def _collect_full_names(self) -> None:
        """Surnames and acronyms of the full names anywhere in the article (headlines use the short form first)."""
        for mention in self.mentions:
            if mention.form != "name" or not mention.name:
                continue
            words = keys(mention.name)
            if mention.kind == "person" and len(words) > 1:
                ref = self._named_ref(mention)
                if self.surnames.setdefault(words[-1], ref) != ref:
                    self.surnames[words[-1]] = ""  # two people of one surname
                if len(words) > 2 and words[-2] in ("al", "el", "bin", "van", "de", "von"):
                    self.surnames.setdefault(words[-2] + words[-1], ref)
            elif mention.kind != "person" and len(words) > 2:
                short = "".join(w[0] for w in mention.name.split() if w[:1].isupper()).casefold()
                if len(short) > 2:
                    self.acronyms.setdefault(short, self._named_ref(mention))

    def _named_ref(self, mention: Mention) -> str:
        return mention.known[0].ref if mention.known and mention.known[0].whole else mention_ref(mention)

    def _name(self, mention: Mention) -> str | None:
        words = keys(mention.name or "")
        short = len(words) == 1 or (len(words) == 2 and words[0] in ("al", "el"))
        if mention.kind == "person" and short and (ref := self.surnames.get(words[-1])):
            return self._thing(ref, mention)
        if mention.known:
            best = next((k for k in mention.known if k.name == mention.name), mention.known[0])
            return self._thing(best.ref, mention, best)
        if mention.kind != "person" and len(words) == 1 and (mention.name or "").isupper() \
                and (ref := self.acronyms.get(words[0])):
            return self._thing(ref, mention)
        if mention.kind == "person" and short and words and self.surnames.get(words[-1]) == "":
            return self._latest_surname(words[-1], mention)
        return self._thing(mention_ref(mention), mention)

    def _latest_surname(self, surname: str, mention: Mention) -> str | None:
        named = [t for t in self.things.values() if t.kind == "person" and keys(t.name or "")[-1:] == (surname,)]
        return max(named, key=lambda t: t.last).ref if named else self._thing(mention_ref(mention), mention)

    def _thing(self, ref: str, mention: Mention, known: Known | None = None) -> str:
        if ref not in self.things:
            name = known.name if known else mention.name
            kind, country, sector = mention.kind, mention.country, mention.sector
            if mention.form == "adjective" and country in self.actors.countries and not sector:
                kind = "government"  # "Iraqi" and "Iraq" are one thing
            roles = set()
            if (office := self.actors.term(ref, self.day)) is not None:
                name, kind, country, sector = office.name, "person", office.country, office.sector
                roles.add(office.role)
            many = kind == "people" or mention.number == "many"
            self.things[ref] = Known_(ref, name, kind, country, sector, roles, many=many,
                                      named=mention.form in ("name", "seat", "adjective"))
        return ref

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
        role = self._role(mention)
        country = mention.country or self._owner_country(token)
        plain = not any(self.parsed.tokens[i].lower in OTHERS for i in range(token.left, token.i))
        if role and plain and mention.number != "many":
            if country and (office := self.actors.holder(country, role, self.day)):
                return self._office(office.ref, mention)
            if (ref := self._by_role(role, country)) is not None:
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

    def _office(self, ref: str, mention: Mention) -> str:
        term = self.actors.term(ref, self.day)
        known = Known(ref, term.name, "person", term.country, term.sector, "name") if term else None
        return self._thing(ref, msgspec.structs.replace(mention, kind="person"), known)

    def _role(self, mention: Mention) -> str:
        if mention.agent is None or mention.agent.kind != "role":
            return ""
        words = keys(mention.name or "")
        for size in range(len(words), 0, -1):
            if (row := self.actors.roles.get(words[-size:])) is not None:
                return row.role
        return mention.agent.lemma if "office" in mention.agent.note else ""

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
        near = [t for t in self.parsed.kids(token, "appos")]
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
        """The last thing of the same words, else of the same sector or kind, that a definite nominal takes up."""
        word = key(self.parsed.tokens[mention.head].lemma)
        for n in reversed(self.seen):
            other, thing = self.mentions[n], self.things[self.of[n]]
            if country and thing.country and country != thing.country:
                continue
            if other.form == "nominal" and key(self.parsed.tokens[other.head].lemma) == word and (
                    (other.number == "many") == (mention.number == "many")):
                return thing.ref
            if other.form == "name" and other.kind != "person" and word in keys(other.name or "")[-1:]:
                return thing.ref
            group = mention.number != "many" and word in ("group", "militia", "organization", "organisation", "movement", "network", "party",
                             "faction", "alliance", "bloc", "agency", "body", "coalition", "company", "union")
            if group and other.form == "name" and other.kind in ("armed_group", "organisation", "party", "military"):
                return thing.ref
            if word in ("country", "nation", "kingdom", "republic") and other.kind == "government" \
                    and other.form == "name":
                return thing.ref
        return None

    # -- pronouns -------------------------------------------------------------------------------------------------

    def _pronoun(self, mention: Mention) -> str | None:
        token = self.parsed.tokens[mention.head]
        if mention.number == "speaker":
            return None
        if mention.number == "relative":
            return self._relative(token)
        best, top = None, 0.0
        for n in reversed(self.seen[-40:]):
            other = self.mentions[n]
            distance = token.sent - self.parsed.tokens[other.head].sent
            if distance > 3:
                break
            thing = self.things[self.of[n]]
            if not self._agrees(token, mention, other, thing):
                continue
            score = self._salience(other, token, distance)
            if score > top:
                best, top = thing, score
        if best is None:
            return None
        if token.lower in WOMAN | MAN and not best.gender:
            best.gender = "f" if token.lower in WOMAN else "m"
        return best.ref

    def _relative(self, token: Token) -> str | None:
        clause = self.parsed.head(token)
        while clause.dep not in ("relcl", "ROOT") and clause.head != clause.i:
            clause = self.parsed.head(clause)
        n = self.at_head.get(clause.head) if clause.dep == "relcl" else None
        return self.of.get(n) if n is not None else None

    def _agrees(self, token: Token, mention: Mention, other: Mention, thing: Known_) -> bool:
        """Number, gender and kind; a pronoun and its governor's other argument are two different things."""
        head = self.parsed.tokens[other.head]
        same_clause = head.head == token.head and head.i != token.i
        if same_clause and token.dep in ("dobj", "pobj", "dative", "nsubj", "nsubjpass") and token.lower not in (
                "his", "her", "its", "their", "himself", "herself", "themselves", "itself"):
            return False
        if mention.number == "person":
            gender = "f" if token.lower in WOMAN else "m"
            person = thing.kind == "person" or (thing.kind == "role" and not thing.many)
            return person and thing.gender in ("", gender)
        if mention.number == "many":
            return thing.many or thing.kind in ("armed_group", "people", "organisation", "military", "party") \
                or (other.form == "nominal" and other.number == "many")
        return thing.kind in ("government", "organisation", "party", "armed_group", "military") and not thing.many \
            and other.form != "adjective"

    def _salience(self, other: Mention, token: Token, distance: int) -> float:
        head = self.parsed.tokens[other.head]
        score = 10.0 - 3 * distance - .02 * (token.i - head.i if distance == 0 else 0)
        if head.dep in ("nsubj", "nsubjpass"):
            score += 3
        elif head.dep in ("dobj", "dative"):
            score += 1
        elif head.dep in ("poss", "compound", "amod"):
            score -= 2
        if other.form == "name":
            score += .5
        if other.form == "pronoun":
            score += .5
        return score

    # -- what mentions tell ---------------------------------------------------------------------------------------

    def _learn(self, mention: Mention, thing: Known_) -> None:
        """Country, sector, role and gender from titles before a name and nominals beside it."""
        token = self.parsed.tokens[mention.head]
        if mention.form == "name" and mention.kind == "person":
            for i in range(token.left, mention.first):
                self._title(self.parsed.tokens[i], thing, mention)
        if mention.form == "nominal" and thing.kind in ("person", "role"):
            if role := self._role(mention):
                thing.roles.add(role)
            if not self._former(token):
                thing.country = thing.country or mention.country or self._owner_country(token)
                thing.sector = thing.sector or mention.sector
        if mention.form == "nominal" and mention.agent and mention.agent.lemma in ("woman", "girl", "mother"):
            thing.gender = "f"

    def _title(self, token: Token, thing: Known_, mention: Mention) -> None:
        if token.lower in ("mr", "mr."):
            thing.gender = "m"
        elif token.lower in ("mrs", "mrs.", "ms", "ms."):
            thing.gender = "f"
        other = self.at_head.get(token.i)
        if other is not None and self.mentions[other].country and not thing.country:
            thing.country = self.mentions[other].country
        for size in (3, 2, 1):
            first = token.i - size + 1
            if first < 0:
                continue
            words = tuple(k for t in self.parsed.tokens[first:token.i + 1] for k in keys(t.text))
            agent = self.actors.agents.get(words)
            role = self.actors.roles.get(words)
            if role is not None and role.role:
                thing.roles.add(role.role)
            if (agent is not None and agent.sector) or (role is not None and role.sector):
                thing.sector = thing.sector or (agent.sector if agent else "") or (role.sector if role else "")
                return

    def _former(self, token: Token) -> bool:
        return any(self.parsed.tokens[i].lower in ("former", "ex") for i in range(token.left, token.i))


def refs_by_kind(things: dict[int, Known_]) -> dict[str, list[int]]:
    """Mention indices by the ref they stand for."""
    found: dict[str, list[int]] = defaultdict(list)
    for n, thing in things.items():
        found[thing.ref].append(n)
    return found
