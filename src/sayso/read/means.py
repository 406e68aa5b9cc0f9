"""By what means an assault was done, where its own word does not say: "killed in a suicide bombing".

The frames give a mode to words that mean one ("shelled", "air strike"). For the rest ("killed", "attacked", "struck")
the weapon named in the same clause tells: lexicon/en/classes.tsv, "means_…". What follows from an act ("…, killing
twelve") was done by the same means as the act.
"""
from collections.abc import Mapping

import msgspec

from sayso.read.parse import Parsed, Token
from sayso.records import Act

# Class of words, mode, CAMEO code, contexts; the first class that is found decides.
MEANS = (("means_suicide", "suicide-attack", "1831", "terrorism"), ("means_crowd", "crowd-control", "175", ""),
         ("means_chemical", "unconventional", "204", "cbrn"), ("means_air", "aerial", "195", "military"),
         ("means_explosive", "explosives", "183", "terrorism"), ("means_heavy", "heavy-weapons", "194", "military"),
         ("means_gun", "firearms", "190", ""))
OPEN = frozenset({None, "assassinate", "destroy"})  # modes that say what was done, not by what means
WIDER = {"suicide-attack": frozenset({"explosives"}), "aerial": frozenset({"explosives"}),
         "unconventional": frozenset({"aerial", "heavy-weapons", "explosives"})}
VERBAL = ("VERB", "AUX")
BESIDE = ("conj", "ccomp", "parataxis", "relcl")  # clauses that tell of something else


class Means(msgspec.Struct, frozen=True):
    """The words of each means: single words, and pairs of a modifier and its noun ("chemical weapon")."""

    words: tuple[frozenset[str], ...]
    pairs: tuple[frozenset[tuple[str, str]], ...]

    @classmethod
    def of(cls, classes: Mapping[str, frozenset[str]]) -> "Means":
        """From the lexicon's classes; "chemical weapon" is a pair of lemmas."""
        named = [classes.get(name, frozenset()) for name, *_ in MEANS]
        split = [[tuple(w.split(" ")) for w in words if " " in w] for words in named]
        return cls(tuple(frozenset(w for w in words if " " not in w) for words in named),
                   tuple(frozenset((p[0], p[1]) for p in pairs) for pairs in split))

    def rank(self, parsed: Parsed, token: Token) -> int | None:
        """Which of `MEANS` a token names."""
        before = parsed.tokens[token.i - 1].lemma if token.i else ""
        if before == "-" and token.i > 1:
            before = parsed.tokens[token.i - 2].lemma
        for n, (words, pairs) in enumerate(zip(self.words, self.pairs, strict=True)):
            if token.lemma in words or (before, token.lemma) in pairs:
                return n
        return None


def with_means(parsed: Parsed, acts: list[Act], means: Means) -> list[Act]:
    """The acts, assaults with the mode that their weapon or the act that they follow from gives them."""
    found = [_armed(parsed, act, means) if act.type == "ASSAULT" else act for act in acts]
    hosts = {a.host: a for a in found}
    found = [_following(parsed, act, hosts) if act.type == "ASSAULT" and act.mode is None else act for act in found]
    return _taken_up(parsed, sorted(found, key=lambda a: a.trigger))


def _taken_up(parsed: Parsed, acts: list[Act]) -> list[Act]:
    """"The attack", "the blasts", "12 were killed" in the sentences after an assault: by the same means."""
    found: list[Act] = []
    last: tuple[int, Act] | None = None
    for told in acts:
        act, token = told, parsed.tokens[told.host]
        if last is not None and 0 < token.sent - last[0] <= 2 and _again(parsed, told, token):
            mode = last[1].mode
            act = msgspec.structs.replace(told, mode=mode, cameo=last[1].cameo, why=f"{told.why}; as before, by {mode}")
        if act.type == "ASSAULT" and act.mode in LASTING:
            last = token.sent, act
        found.append(act)
    return found


LASTING = frozenset(mode for _, mode, *_ in MEANS) - {"crowd-control", "firearms"}
AGAIN = frozenset("attack blast explosion bombing strike assault incident raid".split())
HARMED = frozenset("kill injure wound die hurt".split())


def _again(parsed: Parsed, act: Act, token: Token) -> bool:
    if act.type != "ASSAULT" or act.actors or act.mode not in (None, "explosives"):
        return False
    if token.pos in ("NOUN", "PROPN"):
        return token.lemma in AGAIN and any(k.lower in ("the", "both", "these") for k in parsed.kids(token, "det"))
    return token.lemma in HARMED and act.mode is None


def _armed(parsed: Parsed, act: Act, means: Means) -> Act:
    host = parsed.tokens[act.host]
    ranks = [r for t in _clause_tokens(parsed, host) if (r := means.rank(parsed, t)) is not None]
    if not ranks:
        return act
    _, mode, cameo, context = MEANS[min(ranks)]
    if act.mode not in OPEN and act.mode not in WIDER.get(mode, ()):
        return act
    if act.mode is None and act.cameo.startswith("192"):
        return act
    if act.mode == "destroy" and mode in ("firearms", "explosives"):
        return act
    return msgspec.structs.replace(act, mode=mode, cameo=cameo, why=f"{act.why}; by {mode}",
                                   contexts=act.contexts or ((context,) if context else ()))


def _clause_tokens(parsed: Parsed, host: Token) -> list[Token]:
    """The words of the clause of an act: its subtree without clauses beside it; for a noun also its light verb's."""
    top = host
    if host.pos in ("NOUN", "PROPN") and host.dep in ("dobj", "nsubj", "nsubjpass") and parsed.head(host).pos in VERBAL:
        top = parsed.head(host)
    found, queue = [], [top]
    while queue:
        token = queue.pop()
        found.append(token)
        queue += [k for k in parsed.kids(token)
                  if not (k.dep in BESIDE and k.pos in VERBAL) or k.i == host.i]
    return found


def _following(parsed: Parsed, act: Act, hosts: dict[int, Act]) -> Act:
    """"Bombed the town, killing ten", "attacks that killed ten": the same means."""
    token = parsed.tokens[act.host]
    for _ in range(4):
        if token.dep not in ("advcl", "acl", "relcl", "conj", "xcomp", "dobj", "pobj", "prep", "nsubj", "nsubjpass"):
            return act
        token = parsed.head(token)
        above = hosts.get(token.i)
        if above is not None:
            if above.type != "ASSAULT" or above.mode in OPEN or above.mode in ("abduct", "sexual", "torture"):
                return act
            return msgspec.structs.replace(act, mode=above.mode, cameo=above.cameo, why=f"{act.why}; by {above.mode}")
    return act
