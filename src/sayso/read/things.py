"""What an article has told of somebody so far, and what a name's surroundings tell: title, country, sector, gender."""
import msgspec

from sayso.read.actors import Actors
from sayso.read.mentions import Mention
from sayso.read.parse import Parsed, Token
from sayso.read.words import key, keys

MEN = frozenset("""
man boy father husband son brother uncle nephew grandfather grandson widower king prince emperor sultan emir actor
waiter lord duke monk priest imam sheikh pope bishop sir mr mr. boyfriend groom baron knight gentleman guy lad
cleric patriarch taoiseach policeman fireman businessman
""".split())
WOMEN = frozenset("""
woman girl mother wife daughter sister aunt niece grandmother granddaughter widow queen princess empress actress
waitress lady duchess nun mrs mrs. ms ms. miss madam girlfriend bride baroness hostess heroine goddess housewife
""".split())
STATE = frozenset({"GOV", "LEG", "MIL", "JUD", "SPY", "COP"})  # whoever left such an office is CAMEO's ELI
FORMER = frozenset("former ex late then erstwhile onetime".split())


class Case(msgspec.Struct, frozen=True):
    """One article as the resolver sees it. `at_head`: the mention, by its index, whose head a token is."""

    parsed: Parsed
    actors: Actors
    day: str | None
    mentions: tuple[Mention, ...]
    at_head: dict[int, int]


class Thing(msgspec.Struct):
    """What the article has told of one thing so far (local to the reading of one article).

    `roles` are its offices, `titles` the nouns said of it; `count` its mentions, `last` the head of the latest.
    """

    ref: str
    name: str | None
    kind: str
    country: str = ""
    sector: str = ""
    roles: set[str] = msgspec.field(default_factory=set)
    titles: set[str] = msgspec.field(default_factory=set)
    gender: str = ""
    last: int = -1
    count: int = 0
    many: bool = False
    named: bool = False


def gender_of_word(word: str) -> str:
    """"f" or "m" by a noun or title; "" where it says neither."""
    if word in WOMEN or word.endswith("woman"):
        return "f"
    if word in MEN or word.endswith(("sman", "rman", "nman")):
        return "m"
    return ""


def learn(case: Case, mention: Mention, thing: Thing, role: str, country: str) -> None:
    """Adds to `thing` what one of its mentions says; `country` is that of whoever a nominal belongs to."""
    token = case.parsed.tokens[mention.head]
    if mention.form == "name" and mention.kind == "person":
        thing.gender = thing.gender or case.actors.gender(mention.name or "")
        for i in reversed(range(token.left, mention.first)):
            _title(case, case.parsed.tokens[i], thing)
        thing.country = thing.country or _home(case, token)
    if mention.form != "nominal":
        return
    thing.gender = thing.gender or ("" if mention.number == "many" else gender_of_word(token.lemma))
    if thing.kind in ("person", "role"):
        thing.titles.add(key(token.lemma))
        if role:
            thing.roles.add(role)
        if not former(case.parsed, token):
            thing.country = thing.country or ("" if thing.named and mention.guessed else country)
            thing.sector = thing.sector or mention.sector


def _home(case: Case, token: Token) -> str:
    """The country of "Maria Lopez of Peru" and "Kim, a South Korean"."""
    for prep in case.parsed.kids(token, "prep"):
        if prep.lower in ("of", "from"):
            for kid in case.parsed.kids(prep, "pobj"):
                other = case.at_head.get(kid.i)
                if other is not None and case.mentions[other].kind == "government":
                    return case.mentions[other].country
    return ""


def _title(case: Case, token: Token, thing: Thing) -> None:
    """What a word before a name says of the person."""
    thing.gender = thing.gender or gender_of_word(token.lower)
    other = case.at_head.get(token.i)
    if other is not None and not thing.country and case.mentions[other].form != "nominal" and (
            case.mentions[other].kind in ("government", "people") or case.mentions[other].sector in STATE):
        thing.country = case.mentions[other].country
    for size in (4, 3, 2, 1):
        first = token.i - size + 1
        if first < 0:
            continue
        words = tuple(k for t in case.parsed.tokens[first:token.i + 1] for k in keys(t.text))
        agent, role = case.actors.agents.get(words), case.actors.roles.get(words)
        if agent is None and role is None:
            continue
        thing.titles.add(words[-1])
        if former_before(case.parsed, first, token):
            thing.sector = thing.sector or ("ELI" if agent is None or agent.sector in STATE else "")
            return
        if role is not None and role.role:
            thing.roles.add(role.role)
        thing.sector = thing.sector or (agent.sector if agent else "") or (role.sector if role else "")
        return


def former(parsed: Parsed, token: Token) -> bool:
    """Whether a noun is said of what somebody was once."""
    return any(parsed.tokens[i].lower in FORMER for i in range(token.left, token.i))


def former_before(parsed: Parsed, first: int, token: Token) -> bool:
    """Whether "former" stands among the words before a title."""
    return any(t.lower in FORMER and t.sent == token.sent for t in parsed.tokens[max(0, first - 3):first])
