"""What hangs on a cue as its content: clauses, infinitives, objects, prepositional phrases, as ranges of tokens.

Nothing here knows the lexicon: `complements` gives every complement that a word has with the name of its frame, and
the stage keeps those that the cue's row allows. Frames: `clause` (that, whether, wh-, bare), `to`, `ing`, `obj` (an
object with its predicate: "called him a liar", "accused him of fraud"), `about`, `on`, … (a preposition's object).
"""
from collections.abc import Iterable
from typing import NamedTuple

from sayso.read.parse import Name, Parsed, Token

Range = tuple[int, int]
NOWHEN = Name(0, 0, "")
CLAUSAL = ("ccomp", "acl", "xcomp", "advcl", "csubj", "csubjpass", "pcomp")
FRONTED = ("ccomp", "advcl", "cc", "prep", "npadvmod", "advmod", "dobj", "intj", "dep")
ASIDE = frozenset({"after", "before", "because", "while", "although", "though", "since", "until", "unless", "as",
                   "once"})
EDGE = frozenset(".,;:—–-…")
PREDICATES = frozenset({"as", "of", "for", "to", "from", "into", "with", "against", "over", "after", "on", "about"})


class Complement(NamedTuple):
    """A frame, the ranges of tokens (first and last in it), and the head of the first."""

    frame: str
    pieces: tuple[Range, ...]
    head: int


def complements(parsed: Parsed, cue: Token) -> list[Complement]:
    """All that a verb, noun or adjective governs that could be its content, in reading order."""
    found: list[Complement] = []
    kids = parsed.kids(cue)
    passive = next((k for k in kids if k.dep in ("nsubjpass", "csubjpass")), None)
    for kid in kids:
        if kid.dep in CLAUSAL and (frame := clause_frame(parsed, kid, cue)):
            found.append(_clausal(parsed, cue, kid, _led(parsed, cue, kid, frame), passive))
        elif kid.dep == "dobj" and kid.right > kid.i and any(k.dep == "dobj" and k.i < kid.i for k in kids):
            # "told CNN the talks failed": a clause that the parser took for a second object
            found.append(Complement("clause", (_cut(parsed, kid.left, kid.right),), kid.i))
        elif kid.dep == "dobj":
            found.append(Complement("obj", (_object(parsed, cue, kid),), kid.i))
        elif kid.dep in ("oprd", "acomp") and not any(k.dep == "dobj" for k in kids):
            pieces = [_cut(parsed, kid.left, kid.right)]
            if passive is not None:
                pieces.insert(0, _cut(parsed, passive.left, passive.right))
            found.append(Complement("obj" if passive is not None else "adj", tuple(pieces), kid.i))
        elif kid.dep in ("prep", "prt") and kid.i > cue.i:
            found += _prepositional(parsed, cue, kid)
    if passive is not None and not any(c.frame in ("to", "clause", "obj") for c in found):
        found.append(Complement("passive", (_cut(parsed, passive.left, passive.right),), passive.i))
    return [c for c in found if c.pieces[0][0] <= c.pieces[0][1]]


def clause_frame(parsed: Parsed, clause: Token, cue: Token) -> str | None:
    """`clause`, `to`, `ing`; None for what is no complement ("while speaking", "to please them")."""
    marks = [k.lower for k in parsed.kids(clause, "mark")]
    if marks and marks[0] in ASIDE:
        return None
    infinitive = any(k.tag == "TO" for k in parsed.kids(clause, "aux"))
    wh = any(t.tag in ("WP", "WRB", "WDT") for t in parsed.tokens[clause.left:min(clause.left + 2, clause.i + 1)])
    subject = parsed.kid(clause, "nsubj", "nsubjpass", "expl", "csubj")
    if clause.dep == "advcl":
        if marks and marks[0] == "for" and infinitive:
            return "to"  # "the plan for him to leave"
        if marks and marks[0] not in ("that", "whether", "if"):
            return None
        if marks and marks[0] == "if" and cue.lemma not in ("ask", "wonder", "question", "know"):
            return None
        if not marks and not infinitive:
            return None
        return "clause" if marks and not infinitive else "purpose"
    led = parsed.tokens[clause.left].lower == "that" and subject is not None and subject.i > clause.left
    if clause.dep == "acl" and not (infinitive or marks or led):
        return None
    if infinitive and not wh:
        return "to"
    if clause.tag == "VBG" and subject is None and not any(k.dep == "aux" for k in parsed.kids(clause)):
        return "ing"
    if clause.dep == "xcomp" and clause.pos in ("ADJ", "NOUN") and not wh:
        return "adj"
    return "clause"


def _led(parsed: Parsed, cue: Token, clause: Token, frame: str) -> str:
    """The preposition's frame where one without an object leads the clause: "called for them to go"."""
    before = parsed.tokens[clause.left - 1] if clause.left > cue.i + 1 else cue
    return before.lower if before.head == cue.i and before.dep == "prep" and not before.kids else frame


def _clausal(parsed: Parsed, cue: Token, clause: Token, frame: str, passive: Token | None) -> Complement:
    """A clause with what belongs to it: raised subjects, the object of "urged him to go"."""
    first, last = clause.left, clause.right
    if first <= cue.i <= last:  # the cue stands inside the clause's edges: split by it
        before, after = (first, cue.left - 1), (cue.right + 1, last)
        first, last = before if clause.i < cue.i else after
    if clause.i < cue.i and frame == "clause":
        first = min(first, _front(parsed, cue))
    pieces = [_cut(parsed, first, last)]
    if frame == "to" and passive is not None and passive.lower != "it" and clause.i > cue.i:
        pieces.insert(0, _cut(parsed, passive.left, passive.right))
    return Complement(frame, tuple(pieces), clause.i)


def _front(parsed: Parsed, cue: Token) -> int:
    """Where the words before a postposed "he said" begin: with whatever the parser hung on the verb instead."""
    subject = parsed.kid(cue, "nsubj", "nsubjpass")
    edge = cue.i if subject is None else min(cue.i, subject.left)
    fronted = [k.left for k in parsed.kids(cue) if k.right < edge and k.dep in FRONTED]
    return min(fronted, default=cue.i)


def _object(parsed: Parsed, cue: Token, noun: Token) -> Range:
    """An object with the predicate that follows it: "him a liar", "him of fraud", "it as a provocation"."""
    last = noun.right
    for kid in parsed.kids(cue):
        if kid.i <= noun.i or kid.left > last + 2:
            continue
        if kid.dep in ("oprd", "xcomp", "acomp", "ccomp") or (kid.dep == "prep" and kid.lower in PREDICATES):
            last = max(last, kid.right)
    return _cut(parsed, noun.left, last)


def _prepositional(parsed: Parsed, cue: Token, prep: Token) -> list[Complement]:
    """The object of "for", "about", "of" …; and of "out against", where a particle comes first."""
    inner = parsed.kid(prep, "prep")
    target = parsed.kid(prep, "pobj", "pcomp")
    if target is None and inner is not None:
        return _prepositional(parsed, cue, inner)
    if target is None or parsed.name_of.get(target.i, NOWHEN).label in ("DATE", "TIME"):
        return []
    last = target.right
    for kid in parsed.kids(cue):  # "called for talks to begin": the clause may hang on the verb
        if kid.left in (last + 1, last + 2) and kid.dep in ("xcomp", "advcl") and kid.i > last \
                and any(k.tag == "TO" for k in parsed.kids(kid, "aux")):
            last = kid.right
    return [Complement(prep.lower, (_cut(parsed, target.left, last),), target.i)]


def _cut(parsed: Parsed, first: int, last: int) -> Range:
    """The range without the marks at its edges that belong to the sentence around it."""
    tokens = parsed.tokens
    while last > first and tokens[last].text in EDGE:
        last -= 1
    while first < last and tokens[first].text in EDGE:
        first += 1
    return first, last


def without(parsed: Parsed, whole: Range, holes: Iterable[Range]) -> tuple[Range, ...]:
    """A range of tokens less some of them, each rest cut at its edges."""
    rests = [whole]
    for low, high in holes:
        rests = [r for a, b in rests for r in ((a, min(b, low - 1)), (max(a, high + 1), b)) if r[0] <= r[1]]
    cut = [_cut(parsed, a, b) for a, b in rests]
    return tuple((a, b) for a, b in cut if any(t.pos != "PUNCT" for t in parsed.tokens[a:b + 1]))
