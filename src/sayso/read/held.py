"""Which acts are no events besides: the content, the aim, the ground or a mere modifier of another act.

PLOVER codes what a sentence tells, not every word of it that could be told. "Agreed to meet", "refused to pay", "sent
troops to crush the revolt" are one act each; "condemned the attack", "rejected the request" and "charged him with
killing" tell of the judgement, not once more of what is judged; "freed the man who had been jailed" says which man.
"""
from collections.abc import Iterator

import msgspec

from sayso.read.means import HARMED
from sayso.read.parse import Parsed, Token
from sayso.records import Act

# The infinitive or clause behind these is what is agreed, asked, refused or threatened.
HOLDERS = frozenset({"AGREE", "REJECT", "THREATEN", "REQUEST"})
JUDGING = HOLDERS | {"ACCUSE", "SUPPORT"}
FORCE = frozenset({"ASSAULT", "COERCE"})
PUNISHING = frozenset({"ACCUSE", "COERCE", "SANCTION", "RETREAT", "CONCEDE"})
ENDING = frozenset({"CONCEDE", "RETREAT"})
CONDITIONS = frozenset("if unless until till once lest provided".split())
GROUNDS = frozenset("for over of to against on with by from into because despite".split())
TEMPORAL = frozenset("after following during amid since before".split())
POWERS = frozenset("permission right power obligation ability duty mandate authority chance opportunity "
                   "licence license".split())
STANDING = frozenset("support back fund finance arm equip train ally sponsor lead".split())
NOMINAL = ("NOUN", "PROPN")
VERBAL = ("VERB", "AUX")


def held_hosts(parsed: Parsed, acts: list[Act]) -> set[int]:
    """Hosts of the acts that are no events besides another of `acts`."""
    hosts = {act.host: act for act in acts}
    held: set[int] = set()
    for act in acts:
        token = parsed.tokens[act.host]
        if token.pos in NOMINAL:
            out = _harmed_in(parsed, act, token, hosts) or _noun_held(parsed, act, token, hosts)
        else:
            verb = _first_verb(parsed, token)
            out = _verb_held(parsed, act, verb, hosts)
        if out and not _reported(parsed, act, token, hosts):
            held.add(act.host)
    return held


def _reported(parsed: Parsed, act: Act, token: Token, hosts: dict[int, Act]) -> bool:
    """Whether force that another act only speaks of is told of too: "accused him of torturing …", "condemned the raid".

    Who is said to have done what to whom is the news there, and hangs on whoever says it; so does what a protest is
    about, and "the doctor abducted by bandits", which names who did it.
    """
    if act.type not in FORCE or not (act.actors or act.recipients):
        return False
    above = parsed.head(token)
    if token.dep in ("pcomp", "pobj"):
        upper = parsed.head(above)
        governor = hosts.get(upper.i) or (hosts.get(upper.head) if upper.dep == "dobj" else None)
        return governor is not None and governor.type == ("ACCUSE" if token.dep == "pcomp" else "PROTEST")
    if token.dep == "acl":
        return parsed.kid(token, "agent") is not None
    return token.dep == "dobj" and above.i in hosts and hosts[above.i].type == "ACCUSE"


def _first_verb(parsed: Parsed, token: Token) -> Token:
    """The verb that a predicate hangs on: the copula of an adjective, the first of verbs in conjunction."""
    verb = parsed.head(token) if token.pos == "ADJ" and parsed.head(token).pos == "AUX" else token
    while verb.dep == "conj" and parsed.head(verb).pos in (*VERBAL, "NOUN"):
        verb = parsed.head(verb)
    return verb


def _harmed_in(parsed: Parsed, act: Act, token: Token, hosts: dict[int, Act]) -> bool:
    """"Killed in the attack": one act, not two."""
    if act.type != "ASSAULT" or token.dep != "pobj" or parsed.head(token).lower not in ("in", "during", "by"):
        return False
    harm = parsed.head(parsed.head(token))
    return harm.lemma in HARMED and harm.i in hosts


# -- verbs --------------------------------------------------------------------------------------------------------


def _verb_held(parsed: Parsed, act: Act, verb: Token, hosts: dict[int, Act]) -> bool:
    if verb.pos not in VERBAL:
        return False
    infinitive = any(k.lower == "to" for k in parsed.kids(verb, "aux"))
    above = hosts.get(verb.head)
    if infinitive and verb.dep in ("xcomp", "advcl", "acl", "ccomp", "relcl"):
        return (verb.dep == "acl" and parsed.head(verb).lemma in POWERS) or _under(parsed, verb, hosts)
    if verb.dep == "acl" and verb.lemma in STANDING and verb.tag in ("VBN", "VBG"):
        return True  # "troops backed by Russia": which troops
    if verb.dep == "ccomp":
        return above is not None and above.type in HOLDERS
    if verb.dep in ("acl", "relcl"):
        return _modifies(parsed, act, verb, hosts)
    if verb.dep == "advcl":
        return above is not None and above.type in HOLDERS | {"CONCEDE"} and _conditional(parsed, verb)
    if verb.dep == "pcomp":  # "arrested for protesting", "held on suspicion of bribing"
        governor = _governor(parsed, parsed.head(verb), hosts)
        return governor is not None and governor.type in PUNISHING and parsed.head(verb).lower in GROUNDS
    return False


def _under(parsed: Parsed, verb: Token, hosts: dict[int, Act]) -> bool:
    """Whether an infinitive hangs on an act, directly, through a noun ("a call to …") or further infinitives."""
    for _ in range(3):
        above = parsed.head(verb)
        if above.i in hosts and hosts[above.i].trigger != (verb.start, verb.end):
            return True
        if above.pos in VERBAL and any(k.i in hosts for k in parsed.kids(above, "dobj")):
            return True  # "staged demonstrations to demand …"
        if above.pos == "NOUN" and (parsed.head(above).i in hosts):
            return True
        if above.dep not in ("xcomp", "advcl", "acl", "ccomp", "pcomp", "prep"):
            return False
        verb = above
    return False


def _modifies(parsed: Parsed, act: Act, verb: Token, hosts: dict[int, Act]) -> bool:
    """Whether a participle or relative clause only says which person or thing another act is about."""
    noun = parsed.head(verb)
    if noun.pos not in (*NOMINAL, "PRON"):
        return False
    governor = _governor(parsed, noun, hosts)
    if governor is None or governor.type == act.type:
        return False
    return not (governor.type == "PROTEST" and verb.tag == "VBG")  # "took to the streets demanding …"


def _conditional(parsed: Parsed, verb: Token) -> bool:
    return any(k.lower in CONDITIONS for k in parsed.kids(verb, "mark", "advmod", "prep"))


# -- nouns --------------------------------------------------------------------------------------------------------


def _noun_held(parsed: Parsed, act: Act, token: Token, hosts: dict[int, Act]) -> bool:
    governor = _governor(parsed, token, hosts)
    if governor is None or governor.host == act.host:
        return False
    top = _first_noun(parsed, token)
    if governor.type in JUDGING:
        return not (top.dep == "pobj" and parsed.head(top).lower in TEMPORAL and parsed.head(top).head == governor.host)
    if governor.type in ENDING and top.dep in ("dobj", "nsubjpass"):  # "lifted its embargo", "called off the strike"
        return True
    return top.dep == "pobj" and parsed.head(top).lower in GROUNDS and governor.type != act.type


def _first_noun(parsed: Parsed, token: Token) -> Token:
    while token.dep in ("conj", "compound", "appos") and parsed.head(token).pos in NOMINAL:
        token = parsed.head(token)
    return token


def _governor(parsed: Parsed, token: Token, hosts: dict[int, Act]) -> Act | None:
    """The nearest act above a noun to whose complement it belongs, however deep: "refused a request for talks on …"."""
    for above in _complement_of(parsed, token):
        if above.i in hosts:
            return hosts[above.i]
    return None


def _complement_of(parsed: Parsed, token: Token) -> Iterator[Token]:
    """The words above a word as long as each stands in the complement of the next, not as its subject or beside it."""
    for _ in range(12):
        if token.dep in ("nsubj", "csubj", "ROOT", "parataxis", "advcl", "ccomp", "dep"):
            return
        above = parsed.head(token)
        if token.dep == "conj" and above.pos in VERBAL:
            return
        yield above
        token = above


def one_assault(parsed: Parsed, acts: list[Act]) -> list[Act]:
    """Acts without those that tell of one assault again: "killed two and wounded ten", "stormed it, killing five".

    Victims that only the repetition names become recipients of the act that stays.
    """
    hosts = {act.host: act for act in acts}
    into: dict[int, int] = {}
    for act in acts:
        kept = _same_assault(parsed, act, parsed.tokens[act.host], hosts)
        if kept is not None and into.get(kept) != act.host:
            into[act.host] = into.get(kept, kept)
    for host, kept in into.items():
        main, other = hosts[kept], hosts[host]
        hosts[kept] = msgspec.structs.replace(main, actors=main.actors or other.actors,
                                              recipients=tuple(dict.fromkeys((*main.recipients, *other.recipients))))
    return [hosts[act.host] for act in acts if act.host not in into]


def _same_assault(parsed: Parsed, act: Act, token: Token, hosts: dict[int, Act]) -> int | None:
    """The host of the act that tells of the same assault, if any."""
    above = hosts.get(token.head)
    if act.type != "ASSAULT" or above is None or above.type != "ASSAULT" or above.host == act.host:
        return None
    verb = parsed.tokens[above.host]
    if token.pos in NOMINAL:
        return above.host if token.dep == "nsubj" and verb.lemma in HARMED else None
    if token.lemma not in HARMED:
        return None
    again = token.dep == "conj" and verb.lemma in HARMED and parsed.kid(token, "nsubj", "nsubjpass") is None
    return above.host if again or (token.dep == "advcl" and token.tag == "VBG") else None
