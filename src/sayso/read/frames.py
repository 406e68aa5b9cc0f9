"""Which words report which events: the frames of the lexicon, held against a clause or a noun phrase.

A frame is a list of conditions (lexicon/en/events_verbs.tsv says what they mean). Of all rows for a word whose
conditions all hold, the one with most conditions wins; among equals the first in the file.
"""
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from sayso.errors import RecordError
from sayso.lexicon.load import BUILT_IN, read_table
from sayso.lexicon.tables import EventWord, WordClass
from sayso.read.clause import Clause, core
from sayso.read.parse import Parsed, Token

FLAGS = frozenset("obj noobj iobj subj inf that ing comp passive neg oprd guilty lv ev part mod".split())
KindOf = Callable[[Token], str]  # what an argument denotes: person, actor, place, org, official or ""


class Condition(msgspec.Struct, frozen=True):
    """One condition: any of `slots`, filled by one of `words` or by a kind ("ACTOR"), or by anything."""

    slots: tuple[str, ...]
    words: frozenset[str] | None
    kind: str
    negated: bool


class Frame(msgspec.Struct, frozen=True):
    """A row of the lexicon made ready."""

    row: EventWord
    conditions: tuple[Condition, ...]

    @property
    def weight(self) -> float:
        """How closely the frame describes its word: a named class says more than a kind, a kind more than a slot."""
        return sum(1.2 if c.words is not None else 1.1 if c.kind else 1.0 for c in self.conditions)

    @property
    def why(self) -> str:
        """The row as an explanation cites it."""
        return f"{self.row.pos}:{'|'.join(self.row.lemmas[:3])} [{self.row.frame}]"


class Frames:
    """All frames, found by part of speech and lemma. Built once, never changed."""

    def __init__(self, folders: Sequence[Path] = (BUILT_IN,)) -> None:
        classes: dict[str, set[str]] = defaultdict(set)
        for item in read_table(WordClass, "classes", folders):
            classes[item.class_].update(item.words)
        self.classes = {name: frozenset(words) for name, words in classes.items()}
        self._by_lemma: dict[tuple[str, str], list[Frame]] = defaultdict(list)
        self.phrases: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for row in read_table(EventWord, "events", folders):
            frame = Frame(row, tuple(self._condition(part) for part in row.frame.split() if part != "-"))
            for lemma in row.lemmas:
                self._by_lemma[row.pos, lemma].append(frame)
                if " " in lemma:
                    words = tuple(lemma.split())
                    self.phrases[words[-1]].append(words)
        self.violent = self._violent()
        for found in self._by_lemma.values():
            found.sort(key=lambda f: -f.weight)

    def _condition(self, part: str) -> Condition:
        negated, part = part.startswith("!"), part.removeprefix("!")
        if "=" in part:
            slots, words = part.split("=", 1)
            return Condition(tuple(slots.split("|")), frozenset(words.split(",")), "", negated)
        slots, _, name = part.partition(":")
        if name.isupper():
            return Condition(tuple(slots.split("|")), None, name, negated)
        if name and name not in self.classes:
            raise RecordError(f"no class {name!r} in classes.tsv", f"events, frame {part!r}")
        return Condition(tuple(slots.split("|")), self.classes[name] if name else None, "", negated)

    def _violent(self) -> frozenset[str]:
        """Nouns of weapons and of acts of force: what can do harm besides somebody."""
        nouns = {lemma.split()[-1] for (pos, lemma), found in self._by_lemma.items() if pos == "n"
                 for f in found if f.row.type in ("ASSAULT", "PROTEST", "COERCE")}
        arms = {w for name in ("attackn", "bomb", "weaponry", "projectile", "weapon", "soldiery", "fighting", "teargas")
                for w in self.classes[name]}
        return frozenset(nouns | arms) - self.classes["disaster"] | {"it", "this", "that", "which", "they", "who"}

    def of(self, pos: str, lemma: str) -> list[Frame]:
        """The frames of a word, those with most conditions first."""
        return self._by_lemma.get((pos, lemma), [])

    def words(self) -> Iterable[tuple[str, str]]:
        """Every word that has a frame, as part of speech and lemma."""
        return self._by_lemma.keys()

    def usual_codes(self) -> dict[tuple[str, str | None], str]:
        """For each type and mode, and for each type with None, the CAMEO code that most rows give it."""
        codes: dict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
        for found in self._by_lemma.values():
            for frame in found:
                if frame.row.type != "NONE":
                    for key in {frame.row.mode or None, None}:
                        codes[frame.row.type, key][frame.row.cameo] += 1
        return {key: min(counted, key=lambda c: (-counted[c], c)) for key, counted in codes.items()}

    def choose(self, pos: str, lemma: str, holds: Callable[[Condition], bool]) -> Frame | None:
        """The frame that fits best; None where none does or where the best says that this is no event."""
        for frame in self.of(pos, lemma):
            if all(holds(c) != c.negated for c in frame.conditions):
                return None if frame.row.type == "NONE" else frame
        return None


def filled(parsed: Parsed, tokens: Iterable[Token], condition: Condition, kind_of: KindOf) -> bool:
    """Whether one of `tokens` is what the condition asks for."""
    for token in tokens:
        if condition.words is None and not condition.kind:
            return True
        near = [token, core(parsed, token)]
        if condition.words is not None:
            near += parsed.kids(token, "compound")
            before = parsed.tokens[token.i - 1].lemma if token.i else ""
            if hyphened(parsed, token) in condition.words or f"{before} {token.lemma}" in condition.words or any(
                    t.lemma in condition.words or t.lower in condition.words for t in near):
                return True
        if condition.kind and any(fits_kind(kind_of(t), condition.kind) for t in near[:2]):
            return True
    return False


def hyphened(parsed: Parsed, token: Token) -> str:
    """A word that the parser cut at its hyphen: "cease-fire"; "" for any other."""
    if token.i < 2 or parsed.tokens[token.i - 1].text != "-":
        return ""
    return f"{parsed.tokens[token.i - 2].lower}-{token.lemma}"


def fits_kind(kind: str, wanted: str) -> bool:
    """Whether what an argument denotes is what the frame asks for."""
    if wanted == "ACTOR":
        return kind in ("person", "official", "org", "group", "country")
    if wanted == "PERSON":
        return kind in ("person", "official", "group")
    if wanted == "OFFICIAL":
        return kind in ("official", "country", "org")
    if wanted == "LEADER":
        return kind in ("official", "country")
    if wanted == "PLACE":
        return kind in ("place", "country")
    return kind in ("org", "country") if wanted == "ORG" else False


class Players(Protocol):
    """What the tests must know of an article's entities (`parties.Cast`)."""

    def kind_of(self, token: Token) -> str:
        """What a token denotes."""

    def ref(self, token: Token) -> str | None:
        """What a token stands for."""


PRONOUNS = ("it", "he", "she", "they", "we", "i")


def for_to(parsed: Parsed, clause: Clause) -> bool:
    """"Called for X to be freed": a clause with "for" as its mark, or the "for" left over beside an infinitive."""
    heads = parsed.kids(clause.token, "advcl", "ccomp", "xcomp")
    if any(m.lower == "for" for k in heads for m in parsed.kids(k, "mark")):
        return True
    bare = any(k.lower == "for" and not k.kids for k in parsed.kids(clause.token, "prep"))
    return bare and any(m.lower == "to" for k in heads for m in parsed.kids(k, "aux"))


def same_speaker(parsed: Parsed, clause: Clause, players: Players) -> bool:
    """Whether a clause behind "said" is about whoever says it: "Peru says it is ready"."""
    own = {players.ref(t) for t in clause.subjects} - {None}
    for kind, head in clause.clauses:
        subject = parsed.kid(head, "nsubj", "nsubjpass")
        if kind == "that" and subject is not None:
            ref = players.ref(subject)
            if ref in own or (ref is None and subject.pos == "PRON" and subject.lower in PRONOUNS):
                return True
            if any(k.dep == "poss" and (players.ref(k) in own or k.lower in ("its", "his", "her", "their", "our"))
                   for k in parsed.kids(subject)) and own:
                return True
            return subject.lower in ("we", "i")
    return False


def verb_test(parsed: Parsed, clause: Clause, players: Players,
              official: frozenset[str]) -> Callable[[Condition], bool]:
    """A test of conditions against a verb's or adjective's clause."""
    kind_of = players.kind_of

    def slot(name: str, c: Condition) -> bool:
        if name == "obj":
            return bool(clause.objects) and filled(parsed, clause.objects, c, kind_of)
        if name == "subj":
            if c.kind in ("OFFICIAL", "LEADER") and any(core(parsed, t).lemma in official for t in clause.subjects):
                return True
            return filled(parsed, clause.subjects, c, kind_of)
        if name in ("inf", "that", "ing", "comp"):
            heads = [t for kind, t in clause.clauses if name in (kind, "comp")]
            return any(c.words is None or c.words & {
                h.lemma, *(k.lemma for k in parsed.kids(h, "aux", "acomp", "attr"))} for h in heads)
        if name == "objmod":
            return any(c.words is not None and k.lemma in c.words
                       for o in clause.objects for k in parsed.kids(o, "amod"))
        if name == "adv":
            return any(c.words is not None and k.lower in c.words for k in parsed.kids(clause.token, "advmod"))
        if name == "unless":
            return any(t.lower == "unless" and t.i > clause.token.i for t in parsed.subtree(clause.token))
        if name == "formark":
            return for_to(parsed, clause)
        if name == "subjunctive":
            return any(kind == "that" and t.tag == "VB" and parsed.kid(t, "aux") is None for kind, t in clause.clauses)
        if name == "same":
            return same_speaker(parsed, clause, players)
        if name == "thatneg":
            return any(kind == "that" and parsed.kid(t, "neg") is not None for kind, t in clause.clauses)
        if name.startswith("+"):
            return name[1:] in clause.particles
        simple = {"noobj": not clause.objects, "iobj": bool(clause.indirect), "passive": clause.passive,
                  "neg": clause.negated, "guilty": any(t.lemma == "guilty" for t in clause.predicates),
                  "oprd": filled(parsed, clause.predicates, c, kind_of)}
        if name in simple:
            return simple[name]
        return filled(parsed, [t for p, t in clause.preps if p == name], c, kind_of)

    def holds(c: Condition) -> bool:
        if c.kind == "OFFICIAL" and "obj" in c.slots:  # one who holds an office; a government is none here
            return any(core(parsed, t).lemma in official or kind_of(t) == "official" for t in clause.objects)
        return any(slot(name, c) for name in c.slots)

    return holds


CARRIERS = frozenset("effort mission process bid attempt drive session round series wave spate spree offensive".split())


class NounPhrase(msgspec.Struct, frozen=True):
    """What stands around a noun that may report an event."""

    token: Token
    verb: Token | None  # the verb whose object, or of which the subject, it is
    as_object: bool
    preps: tuple[tuple[str, Token], ...]
    before: tuple[Token, ...]  # possessors, nationalities and other modifiers before it
    governor: str  # the preposition that it stands behind
    clause: Token | None  # "a threat to leave": its infinitive


def noun_phrase(parsed: Parsed, token: Token) -> NounPhrase:
    """The surroundings of a noun."""
    if token.dep == "compound" and parsed.head(token).lemma in CARRIERS:
        token = parsed.head(token)  # "a mediation effort"
    preps = [(k.lower, t) for k in parsed.kids(token, "prep", "agent") for p in parsed.kids(k, "pobj")
             for t in parsed.conjuncts(p)]
    before = [t for k in parsed.kids(token, "poss", "amod", "compound", "nmod") if k.i < token.i
              for t in (k, *parsed.kids(k, "compound", "amod", "conj"))]
    top = token
    while top.dep == "conj" and parsed.head(top).pos in ("NOUN", "PROPN"):
        top = parsed.head(top)
    head = parsed.head(top)
    verb, as_object, governor = None, False, ""
    if head.pos in ("VERB", "AUX") and top.dep in ("dobj", "nsubjpass"):
        verb, as_object = head, True
    elif head.pos in ("VERB", "AUX") and top.dep == "nsubj":
        verb = head
    elif top.dep == "pobj":
        governor = head.lower
        if parsed.head(head).pos == "VERB":
            preps += [(k.lower, t) for k in parsed.kids(parsed.head(head), "prep") if k.i > token.i
                      for t in parsed.kids(k, "pobj")]
    if verb is None and (relative := parsed.kid(token, "acl", "relcl")) is not None and relative.tag == "VBN":
        verb, as_object = relative, True
    if verb is not None:
        preps += [(k.lower, t) for k in parsed.kids(verb, "prep") if k.i > token.i for p in parsed.kids(k, "pobj")
                  for t in parsed.conjuncts(p)]
    infinitive = next((k for k in parsed.kids(token, "acl", "relcl") if k.tag == "VB"), None)
    return NounPhrase(token, verb, as_object, tuple(preps), tuple(before), governor, infinitive)


def noun_test(parsed: Parsed, phrase: NounPhrase, kind_of: KindOf,
              classes: dict[str, frozenset[str]]) -> Callable[[Condition], bool]:
    """A test of conditions against a noun's phrase."""
    verb, token = phrase.verb, phrase.token
    light = verb is not None and verb.lemma in (classes["light"] if phrase.as_object else classes["happen"])
    party = any(p in ("by", "against", "between", "on", "with") and kind_of(core(parsed, t)) for p, t in phrase.preps) \
        or any(kind_of(t) in ("official", "group", "country", "org", "person") for t in phrase.before)
    apart = token.dep in ("compound", "amod", "nmod", "npadvmod") or token.dep == "attr"
    determined = any(k.dep in ("det", "poss", "nummod") for k in parsed.kids(token)) or token.tag in ("NNS", "NNPS")
    event = not apart and (light or party or determined)

    def holds(c: Condition) -> bool:
        for name in c.slots:
            if name == "lv" and light and not apart:
                return True
            if name == "ev" and event:
                return True
            if name == "verb" and verb is not None and verb.lemma in (c.words or ()):
                return True
            if name == "inf" and phrase.clause is not None:
                return True
            if name == "mod" and c.words and any(t.lemma in c.words or t.text in c.words for t in phrase.before):
                return True
            if name == "part" and phrase.governor == "of" and "part" in [
                    parsed.head(parsed.head(token)).lemma]:
                return True
            if name == "subj" and any(k.lemma in (c.words or ()) for k in phrase.before):
                return True
            if name not in FLAGS and filled(parsed, [t for p, t in phrase.preps if p == name], c, kind_of):
                return True
        return False

    return holds
