"""Mentions of actors before it is known which of them are the same: names, nominals, pronouns.

A `Mention` stands on tokens. Names come from the tables (longest match first) and from the parser's name finder;
nominals are noun phrases whose head is an agent noun ("deputies", "the prime minister"); pronouns are those that can
stand for actors. Country and sector come from the tables, from titles, and from what the noun phrase says of itself.
"""
from collections.abc import Iterator, Mapping

import msgspec

from sayso.lexicon.tables import Agent
from sayso.read.actors import Actors, Known, covers, unheard_of
from sayso.read.parse import Parsed, Token
from sayso.read.words import Pieces, key, keys, slug

PRONOUNS = {
    "he": "person", "him": "person", "his": "person", "she": "person", "her": "person", "hers": "person",
    "they": "many", "them": "many", "their": "many", "it": "thing", "its": "thing", "who": "relative",
    "whose": "relative", "i": "speaker", "we": "speaker", "us": "speaker", "our": "speaker", "my": "speaker",
    "me": "speaker", "himself": "person", "herself": "person", "themselves": "many", "itself": "thing",
}
NOBODY = frozenset("brexit covid covid-19 coronavirus internet bible quran koran christmas easter ramadan bill act "
                   "treaty agreement constitution".split())  # what the name finder likes to take for somebody
GENERIC = frozenset("official source leader member force spokesman spokeswoman spokesperson chief head officer "
                    "commander candidate activist group fighter official officials authority troop soldier "
                    "supporter figure "
                    "lawmaker personnel representative delegation negotiator envoy unit agency body organization "
                    "organisation team command director secretary minister general colonel adviser advisor aide "
                    "wing branch faction cell militant convoy base post checkpoint headquarters".split())
LINKS = frozenset("of for from in at with throughout across inside within".split())
SECTOR_KIND = {"MIL": "military", "REB": "armed_group", "GOV": "government", "PTY": "party", "OPP": "party"}
ORG_HEADS = {"ministry": "GOV", "department": "GOV", "government": "GOV", "office": "GOV", "army": "MIL", "navy": "MIL",
             "forces": "MIL", "guard": "MIL", "brigade": "REB", "brigades": "REB", "front": "REB", "militia": "REB",
             "parliament": "LEG", "assembly": "LEG", "congress": "LEG", "senate": "LEG", "court": "JUD",
             "police": "COP", "party": "PTY", "university": "EDU", "times": "MED", "news": "MED", "post": "MED",
             "union": "LAB", "bank": "BUS", "inc": "BUS", "corp": "BUS", "ltd": "BUS", "company": "BUS",
             "agency": "GOV", "council": "GOV", "commission": "GOV", "committee": "", "embassy": "GOV",
             "cabinet": "GOV", "institute": "EDU", "watch": "NGO", "foundation": "NGO", "cartel": "CRM"}


class Mention(msgspec.Struct, frozen=True):
    """Tokens `first` to `last` with head `head`. `known` are the table entries that the name can stand for."""

    first: int
    last: int
    head: int
    kind: str
    form: str  # name | adjective | seat | nominal | pronoun
    name: str | None = None
    known: tuple[Known, ...] = ()
    country: str = ""
    sector: str = ""
    agent: Agent | None = None
    number: str = "either"
    guessed: bool = False  # the country is not said of it, but taken from its sentence or the article


def lower_cased(parsed: Parsed) -> bool:
    """Whether the text hardly uses capitals, so that they cannot be asked of names."""
    letters = [c for c in parsed.text[:4000] if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) < .005 * len(letters)


def find_mentions(parsed: Parsed, actors: Actors, day: str | None, lands: Mapping[int, str]) -> list[Mention]:
    """All mentions in reading order; no two of them overlap but nominals, which may hold names.

    `lands` are the countries of places, by the tokens that name them.
    """
    names = placed(parsed, echoed(parsed, list(_names(parsed, actors, day))), lands)
    taken = {i for m in names for i in range(m.first, m.last + 1)}
    heads = {m.head: m for m in names}
    nominals = list(_nominals(parsed, actors, taken, heads, lands))
    pronouns = [Mention(t.i, t.i, t.i, "other", "pronoun", t.lower, number=PRONOUNS[t.lower]) for t in parsed.tokens
                if t.lower in PRONOUNS and t.pos in ("PRON", "DET", "ADJ") and t.i not in taken
                and not _expletive(parsed, t)]
    return sorted([*names, *nominals, *pronouns], key=lambda m: (m.first, -m.last))


def echoed(parsed: Parsed, names: list[Mention]) -> list[Mention]:
    """The names with what the name finder missed of them: the surname of somebody named in full, alone elsewhere."""
    surnames = {parsed.tokens[m.last].text for m in names
                if m.kind == "person" and m.last > m.first and parsed.tokens[m.last].text.istitle()}
    found = [msgspec.structs.replace(m, kind="person", sector="") if m.first == m.last and m.kind != "person"
             and m.form == "name" and not m.known and m.name in surnames else m for m in names]
    taken = {i for m in names for i in range(m.first, m.last + 1)}
    alone = (t for t in parsed.tokens if t.text in surnames and t.i not in taken and t.tag.startswith("NN")
             and t.dep != "compound")
    return [*found, *(Mention(t.i, t.i, t.i, "person", "name", t.text) for t in alone)]


def placed(parsed: Parsed, names: list[Mention], lands: Mapping[int, str]) -> list[Mention]:
    """The names, those of one word that no table knows and that is a place here made one: "Raqqah" is no person."""
    persons = {(m.name or "").split()[-1] for m in names if m.kind == "person" and m.last > m.first and m.name
               and not _inside(parsed, m)}
    return [msgspec.structs.replace(m, kind="place", sector="") if m.form == "name" and not m.known
            and m.name not in persons and ((m.first == m.last and m.first in lands and m.kind in NO_PLACES)
                                           or (m.kind == "person" and _inside(parsed, m))) else m for m in names]


NO_PLACES = frozenset({"person", "organisation", "armed_group", "military"})
TRUST = frozenset("confidence trust faith interest belief believe invest confide".split())


def _inside(parsed: Parsed, mention: Mention) -> bool:
    """Whether a name stands where one is: "in Lvov", "near Guta Peniatska"; one also has confidence in people."""
    head = parsed.tokens[mention.head]
    preposition = parsed.head(head)
    return head.dep == "pobj" and preposition.lower in ("in", "near", "outside") \
        and parsed.head(preposition).lemma not in TRUST


def _expletive(parsed: Parsed, token: Token) -> bool:
    """Whether "it" stands for nothing: "it is clear that", "it was raining"."""
    head = parsed.head(token)
    return token.dep == "expl" or (token.lower == "it" and token.dep.startswith("nsubj") and (
        head.lemma in ("be", "seem", "appear", "rain", "happen", "turn", "take") or token.dep == "nsubjpass")
        and parsed.kid(head, "acomp", "attr", "ccomp", "advcl", "xcomp") is not None)


def _names(parsed: Parsed, actors: Actors, day: str | None) -> Iterator[Mention]:
    found = _from_tables(parsed, actors, day)
    owner = {i: m for m in found for i in range(m.first, m.last + 1)}
    dropped: set[int] = set()
    for name in parsed.names:
        if name.label not in ("PERSON", "ORG", "NORP", "GPE", "FAC", "LOC", "PRODUCT") \
                or parsed.tokens[name.last].lower in NOBODY:
            continue
        first, last = _trimmed(parsed, name.first, name.last)
        if first > last:
            continue
        inner = {owner[i].first: owner[i] for i in range(first, last + 1) if i in owner}
        mention = _from_model(parsed, actors, first, last, name.label, list(inner.values()))
        if mention is not None:
            dropped |= set(inner)
            yield mention
    yield from (m for m in found if m.first not in dropped)


def _from_tables(parsed: Parsed, actors: Actors, day: str | None) -> list[Mention]:
    """The longest names of the tables, left to right."""
    pieces, lower = Pieces(parsed.tokens), lower_cased(parsed)
    found, at = [], 0
    while at < len(pieces.keys):
        count, known = actors.match(pieces, at, lower)
        known = [k for k in known if not unheard_of(k, day) and not _misread(parsed, pieces, at, count, k)
                 and not _others(actors, pieces, at, count, k)]
        if known and not _goes_on(actors, pieces, at, count):
            first, last = pieces.tokens[at].i, pieces.tokens[at + count - 1].i
            best = _best(known, day)
            found.append(Mention(first, last, _head_of(parsed, first, last), best.kind, best.form, best.name,
                                 tuple(known), best.country, best.sector))
            while at < len(pieces.keys) and pieces.tokens[at].i <= last:
                at += 1
        else:
            at += 1
    return found


def _goes_on(actors: Actors, pieces: Pieces, at: int, count: int) -> bool:
    """Whether a longer name begins inside this one: "President Xi Jinping" is no "President Xi"."""
    return count > 1 and pieces.tokens[at].lower in TITLES and actors.match(pieces, at + 1, False)[0] > count - 1


def _others(actors: Actors, pieces: Pieces, at: int, count: int, known: Known) -> bool:
    """Whether an institution of one word is another's: "Argentina's National Congress" is not the American one."""
    if count > 1 or known.kind == "person" or known.form != "name" or not known.sector:
        return False
    for back in (1, 2):
        token = pieces.tokens[at - back] if at >= back else None
        if token is None or token.sent != pieces.tokens[at].sent or known.country not in actors.countries or not (
                token.text[:1].isupper() or token.lower in ("'s", "’s")):
            return False
        lands = {k.country for k in actors.match(pieces, at - back, False)[1]}
        if known.country in lands:
            return False
        if lands or token.lower in ("national", "federal"):
            return True
    return False


def _misread(parsed: Parsed, pieces: Pieces, at: int, count: int, known: Known) -> bool:
    """A name of the tables that is part of a longer name here, or an ordinary word at the head of a sentence."""
    first, last = pieces.tokens[at], pieces.tokens[at + count - 1]
    before = parsed.tokens[first.i - 1] if first.i else None
    after = parsed.tokens[last.i + 1] if last.i + 1 < len(parsed.tokens) else None
    marked = parsed.name_of.get(first.i)
    person = marked is not None and marked.label == "PERSON" and marked.last - marked.first + 1 > last.i - first.i + 1
    if known.kind == "person" and not known.whole:
        alone = before is None or not (before.tag == "NNP" and before.text[:1].isupper() and before.dep == "compound"
                                       and before.head == last.i and marked is not None and marked.first <= before.i)
        longer = after is not None and after.tag == "NNP" and last.dep == "compound" and last.head == after.i
        return (not alone and not person) or longer or first.pos not in ("PROPN", "NOUN", "ADJ", "X")
    if known.form == "name" and known.kind == "government" and person:
        return True  # "Jordan" in "Michael Jordan"
    return first.pos in ("VERB", "AUX", "PRON", "ADP", "DET") and first is last and not first.text.isupper()


def _best(known: list[Known], day: str | None) -> Known:
    """Of several that carry the name, who held office on the day, else who had held it last, else the first."""
    now = [k for k in known if day and covers(k.since, k.until, day) and (k.since or k.until)]
    past = sorted((k for k in known if k.kind == "person" and day and k.since <= day), key=lambda k: k.since)
    rest = [k for k in known if k.kind != "person"]
    return (now or rest[:1] or past[-1:] or known)[0]


def _head_of(parsed: Parsed, first: int, last: int) -> int:
    """The token of a stretch whose governor lies outside it; the last such one."""
    inside = range(first, last + 1)
    outside = (i for i in reversed(inside) if parsed.tokens[i].head not in inside or parsed.tokens[i].head == i)
    return next(outside, last)


def _trimmed(parsed: Parsed, first: int, last: int) -> tuple[int, int]:
    """A marked name without articles, possessive endings and punctuation at its edges, and without titles."""
    while first <= last and (parsed.tokens[first].pos in ("DET", "PUNCT", "PART", "ADP", "NUM")
                             or parsed.tokens[first].lower in TITLES):
        first += 1
    while last >= first and parsed.tokens[last].pos in ("PUNCT", "PART", "ADP", "SYM"):
        last -= 1
    return first, last


TITLES = frozenset("mr mr. mrs mrs. ms ms. dr dr. sir president minister prime chancellor king queen prince princess "
                   "general gen. gen colonel col. lt. lieutenant major maj. captain capt. sgt. senator sen. rep. gov. "
                   "governor ambassador secretary spokesman spokeswoman judge justice sheikh ayatollah pope archbishop "
                   "bishop professor prof. premier former acting foreign defence defense".split())


def _from_model(parsed: Parsed, actors: Actors, first: int, last: int, label: str,
                inner: list[Mention]) -> Mention | None:
    """A name that the parser's finder marked, unless the tables know the same stretch or more of it."""
    if any(m.first <= first and last <= m.last for m in inner) or any(m.first < first or last < m.last for m in inner):
        return None
    tokens = parsed.tokens[first:last + 1]
    text = parsed.text[tokens[0].start:tokens[-1].end]
    head = _head_of(parsed, first, last)
    if not any(c.isupper() for c in text) or (len(tokens) == 1 and tokens[0].pos in ("VERB", "ADV", "ADP")):
        return None
    if _no_name(tokens):
        return None
    if label in ("ORG", "PRODUCT") and not inner and _named_like_a_person(actors, tokens):
        label = "PERSON"
    whole = [m for m in inner if m.kind == "person"]
    if label == "PERSON":
        if whole and whole[0].last == last and whole[0].known and all(k.whole for k in whole[0].known):
            return None
        if inner and inner[-1].last == last and inner[-1].kind != "person":
            return None
        return Mention(first, last, head, "person", "name", text)
    country = next((m.country for m in inner if m.country), "")
    if label in ("GPE", "LOC", "FAC"):
        return None if inner else Mention(first, last, head, "place", "name", text)
    if inner and (label == "NORP" or inner[-1].last == last):
        return None
    sector, kind = _organisation(actors, tokens, inner)
    if label == "NORP":
        return Mention(first, last, head, "people", "name", text, country=country, sector=sector)
    if tokens[-1].lower in TITLES and tokens[-1].lower not in ORG_HEADS:
        return None  # "US General" is a title, whatever the name finder says
    if not country and _worldwide(text) and sector not in ("BUS", "MED", "EDU"):
        country = "IGO"
    return Mention(first, last, head, kind, "name", text, country=country, sector=sector)


def _no_name(tokens: tuple[Token, ...]) -> bool:
    """Whether the finder took an address or the designation of a product ("S-400") for a name."""
    return any(c in t.text for t in tokens for c in ("/", "@", ".com", "#")) or (
        len(tokens) == 1 and any(c.isdigit() for c in tokens[0].text))


def _named_like_a_person(actors: Actors, tokens: tuple[Token, ...]) -> bool:
    """Whether a name of two or three capitalised words begins with a given name and ends like no organisation."""
    last = tokens[-1]
    return len(tokens) in (2, 3) and keys(tokens[0].text) in actors.genders and last.lower not in ORG_HEADS \
        and (last.lemma,) not in actors.agents and all(t.text[:1].isupper() and t.text.isalpha() for t in tokens)


def _organisation(actors: Actors, tokens: tuple[Token, ...], inner: list[Mention]) -> tuple[str, str]:
    """Sector and kind that the words of an organisation's name tell."""
    for word, body in (("fire", "GOV"), ("police", "COP")):  # a fire brigade fights nobody
        if any(t.lower == word for t in tokens):
            return body, "government"
    for token in reversed(tokens):
        sector = ORG_HEADS.get(token.lower)
        if sector is None and token is tokens[-1] and (agent := actors.agents.get((token.lemma,))):
            sector = agent.sector
        if sector:
            return sector, SECTOR_KIND.get(sector, "organisation")
    sector = next((m.sector for m in inner if m.sector), "")
    return sector, "organisation"


def _worldwide(text: str) -> bool:
    """Whether an organisation's name says that it belongs to no one state."""
    return text.startswith(("International ", "World ", "Global ", "Inter-Parliamentary ", "Pan-African ",
                            "Intergovernmental "))


def _nominals(parsed: Parsed, actors: Actors, taken: set[int], names: dict[int, Mention],
              lands: Mapping[int, str]) -> Iterator[Mention]:
    """Noun phrases whose head is an agent noun."""
    for token in parsed.tokens:
        if token.i in taken or token.pos not in ("NOUN", "PROPN", "ADJ") or token.dep in ("compound", "amod", "nmod"):
            continue
        agent, first = _agent(actors, parsed, token)
        if agent is None or (token.pos == "ADJ" and token.dep in ("acomp", "advmod", "conj")) \
                or _no_actor(parsed, actors, token, names, lands):
            continue
        _, last = parsed.phrase(token)
        last = max(token.i, min(last, token.i))
        country, sector, kind = described(parsed, actors, token, agent, names, lands)
        yield Mention(min(first, token.i), last, token.i, kind, "nominal",
                      parsed.text[parsed.tokens[min(first, token.i)].start:token.end], country=country, sector=sector,
                      agent=agent, number="many" if token.tag in ("NNS", "NNPS") else agent.number)


def _no_actor(parsed: Parsed, actors: Actors, token: Token, names: Mapping[int, Mention],
              lands: Mapping[int, str]) -> bool:
    """Whether a noun means no actor: "abuse of power", "final figures", "business slowed", "a third party"."""
    before = [t for t, link in _modifiers(parsed, token) if not link]
    if token.lemma in ("party", "force") and any(t.lower == "third" for t in before):
        return True
    if token.lower in ("force", "business") and parsed.kid(token, "det", "poss", "amod", "compound") is None:
        return True
    return token.lemma in ("power", "figure") and not any(
        t.i in names or t.i in lands or t.lower in POWERFUL or (t.lemma,) in actors.agents for t in before)


POWERFUL = frozenset("great major world western foreign regional nuclear colonial imperial occupying allied global "
                     "leading key senior top prominent political religious public influential military opposition "
                     "central powerful important respected well-known controversial hardline".split())


def _agent(actors: Actors, parsed: Parsed, token: Token) -> tuple[Agent | None, int]:
    """The longest agent noun that ends in the token, and the token where it begins."""
    for size in range(min(actors.longest_agent, 4), 0, -1):
        first = token.i - size + 1
        if first < 0 or parsed.tokens[first].sent != token.sent:
            continue
        words = tuple(k for t in parsed.tokens[first:token.i] for k in keys(t.text)) + keys(token.lemma)
        if words in actors.agents:
            return actors.agents[words], first
        if token.tag in ("NNS", "NNPS") and (raw := (*words[:-1], key(token.text))) in actors.agents:
            return actors.agents[raw], first
    return None, token.i


def described(parsed: Parsed, actors: Actors, token: Token, agent: Agent, names: Mapping[int, Mention],
              lands: Mapping[int, str]) -> tuple[str, str, str]:
    """Country, sector and kind of a nominal, from its noun and from what stands around it in its phrase.

    "Iraqi deputies", "police in Mosul", "Badr Brigade spokesman", "opposition candidates": a name before the noun or
    behind "of", "for", "in" gives the country, and the sector too where the noun alone says little.
    """
    country, sector, kind = "", agent.sector, agent.kind
    generic = token.lemma in GENERIC
    modifiers = sorted(_modifiers(parsed, token), key=lambda m: m[0].dep == "poss")
    for t, link in modifiers:
        mention = names.get(t.i)
        if mention is not None and mention.country and not country and (not link or link in LINKS):
            country = mention.country
        elif not country and (not link or link in LINKS):
            country = lands.get(t.i, "")
        if mention is not None and generic and mention.sector and mention.form == "name" and mention.kind != "person" \
                and link in ("", "of", "for"):
            sector, kind = mention.sector, kind if kind == "role" else mention.kind
        elif mention is None and not link and generic and (other := actors.agents.get((t.lemma,))) and other.sector \
                and other.kind != "role":
            sector, kind = other.sector, kind if kind == "role" else other.kind
    return country, sector, kind


def _modifiers(parsed: Parsed, token: Token) -> Iterator[tuple[Token, str]]:
    """What describes a noun inside its phrase, with the preposition that links it ("" for what stands before it)."""
    for kid in parsed.kids(token):
        if kid.dep in ("amod", "compound", "nmod", "poss", "nummod") and kid.i < token.i:
            yield kid, ""
            for below in parsed.kids(kid, "amod", "compound", "nmod", "poss", "conj"):
                yield below, ""
                yield from ((t, "") for t in parsed.kids(below, "amod", "compound", "poss"))
        elif kid.dep == "prep":
            for below in parsed.kids(kid, "pobj"):
                yield below, kid.lower
                yield from ((t, kid.lower) for t in parsed.kids(below, "compound", "amod", "poss"))


def mention_ref(mention: Mention) -> str:
    """The identifier of a mention that no table knows."""
    return slug(mention.name or "")
