"""Whose word it is: from a cue to the tokens that head its sources.

A cue's own subject speaks; failing that, the subject of the verb it is joined to, the noun it describes ("a report
saying"), or the agent of a passive. A passive without an agent and a dummy "it" name nobody.
"""
from sayso.read.parse import CLAUSES, Parsed, Token

SUBJECTS = ("nsubj", "csubj")
RELATIVE = frozenset({"who", "which", "that", "whom"})
ISSUING = frozenset({"issue", "release", "send", "publish", "write", "post", "sign", "make", "give", "put", "deliver",
                     "file", "receive", "tweet", "read", "distribute", "circulate", "hold"})
OBJECT_CONTROL = frozenset({"ask", "tell", "urge", "order", "force", "lead", "cause", "allow", "prompt", "encourage",
                            "advise", "invite", "persuade", "convince", "see", "hear", "get", "have", "make", "want",
                            "quote", "cite", "expect", "criticize", "criticise", "praise", "blame", "thank", "condemn"})
HOLDERS = frozenset({"by", "of", "from", "among", "amongst", "between", "within"})
PLACES = frozenset({"to", "at", "into", "onto", "outside", "near", "through", "across"})
LIGHT = frozenset({
    "have", "make", "express", "voice", "issue", "hold", "give", "share", "repeat", "raise", "harbor", "harbour",
    "offer", "renew", "deliver", "release", "keep", "send", "reiterate", "state", "announce", "take", "declare",
    "reach", "form", "withdraw", "drop", "reject", "defend", "level", "face", "launch", "abandon", "break",
    "fulfill", "put", "air", "show", "reaffirm", "convey", "signal", "detail", "outline",
})
DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today",
                  "tomorrow"})


def speakers(parsed: Parsed, cue: Token) -> tuple[Token, ...]:
    """The heads of the sources of a verb or adjective; empty where the text names none."""
    head = subject(parsed, cue, set())
    return () if head is None else joined(parsed, head)


def joined(parsed: Parsed, head: Token) -> tuple[Token, ...]:
    """A source and those conjoined with it; a pronoun's conjuncts belong to it as well."""
    return tuple(t for t in parsed.conjuncts(head) if t.i == head.i or t.pos in ("NOUN", "PROPN", "PRON"))


def subject(parsed: Parsed, verb: Token, seen: set[int]) -> Token | None:
    """The word that does what `verb` says, looked for up the tree; None where nothing names it."""
    if verb.i in seen:
        return None
    seen.add(verb.i)
    if parsed.kid(verb, "nsubjpass", "csubjpass") is not None or (verb.tag == "VBN" and agent(parsed, verb)):
        return agent(parsed, verb)
    own = own_subject(parsed, verb) or _stray(parsed, verb)
    if own is not None:
        return None if own.lower in ("it", "there") and _dummy(parsed, verb, own) else own
    if verb.tag == "VBN" and verb.dep in ("acl", "amod", "advcl", "ROOT") and not parsed.kid(verb, "aux"):
        return None
    return _borrowed(parsed, verb, seen)


def own_subject(parsed: Parsed, verb: Token) -> Token | None:
    """Its subject; of two, the one behind it: "Syria ready to talk, says Lavrov"."""
    found = parsed.kids(verb, *SUBJECTS)
    return None if not found else found[-1] if found[-1].i > verb.i else found[0]


def beside(parsed: Parsed, cue: Token, edge: int) -> Token | None:
    """Who speaks by position alone: the phrase between a quote's end (character `edge`) and the cue, or behind it."""
    first = next((t.i for t in parsed.tokens[max(0, cue.i - 12):cue.i] if t.start >= edge and t.text != ","), cue.i)
    behind = cue.i + 1
    start, stop = (first, cue.i) if first < cue.i else (behind, min(behind + 8, len(parsed.tokens)))
    for t in parsed.tokens[start:stop]:
        if t.pos in ("VERB", "AUX", "PUNCT") or t.lower in DAYS:
            return None
        if t.pos in ("PROPN", "NOUN", "PRON") and not (t.dep in ("compound", "poss", "nmod") and t.i < t.head < stop):
            return t
    return None


def agent(parsed: Parsed, verb: Token) -> Token | None:
    """Who did it, of a passive."""
    by = parsed.kid(verb, "agent")
    return None if by is None else parsed.kid(by, "pobj")


def _stray(parsed: Parsed, verb: Token) -> Token | None:
    """An inverted subject that the parser took for something else, as in '"No", said Smith'."""
    if verb.tag not in ("VBD", "VBZ", "VBP") or not verb.kids:
        return None
    before = any(k.i < verb.i and k.dep in ("ccomp", "dep", "intj", "punct", "parataxis") for k in parsed.kids(verb))
    nearby = next((k for k in parsed.kids(verb) if k.i > verb.i and k.dep != "punct"), None)
    if before and nearby is not None and nearby.dep in ("dobj", "attr", "npadvmod", "oprd", "dep", "appos") \
            and nearby.pos in ("PROPN", "NOUN", "PRON") and nearby.left == verb.i + 1 and nearby.lower not in DAYS:
        return nearby
    return None


def _dummy(parsed: Parsed, verb: Token, own: Token) -> bool:
    """An "it" or "there" that stands for the clause: "it seems that", "it was reported that"."""
    return own.lower == "there" or verb.lemma in ("seem", "appear", "be", "turn") \
        or parsed.kid(verb, "nsubjpass") is not None


def _borrowed(parsed: Parsed, verb: Token, seen: set[int]) -> Token | None:
    """The subject of a verb that has none of its own."""
    head = parsed.head(verb)
    if head.i == verb.i:
        return None
    if verb.dep in ("conj", "advcl", "parataxis", "dep", "ccomp") and head.pos in ("VERB", "AUX"):
        if parsed.kid(head, "nsubjpass") is not None and verb.dep in ("conj", "advcl"):
            return parsed.kid(head, "nsubjpass")
        return subject(parsed, head, seen)
    if verb.dep == "xcomp":
        return _controller(parsed, head, seen)
    if verb.dep in ("pcomp", "prep"):
        governor = parsed.head(head) if verb.dep == "pcomp" else head
        if governor.pos in ("NOUN", "PROPN"):
            return holder(parsed, governor)
        return _controller(parsed, governor, seen) if head.lower in ("for", "as", "of", "from") \
            else parsed.kid(governor, "nsubjpass") or subject(parsed, governor, seen)
    if verb.dep == "acl" and verb.tag == "VBG":
        above = parsed.head(head)
        if head.dep == "pobj" and head.pos == "NOUN" and parsed.head(above).pos == "VERB" \
                and (doer := subject(parsed, parsed.head(above), seen)) is not None and above.lower in PLACES:
            return doer  # "took to the streets demanding"
        if head.dep == "dobj" and above.lemma in ISSUING and (maker := subject(parsed, above, seen)) is not None:
            return maker
        return head
    if verb.dep in ("acl", "relcl") and head.pos in ("NOUN", "PROPN"):
        return holder(parsed, head)
    return None


def _controller(parsed: Parsed, governor: Token, seen: set[int]) -> Token | None:
    """Who is to do what hangs on `governor`: its object after "urge", else its subject."""
    theirs = parsed.kid(governor, "dobj", "dative")
    if theirs is not None and governor.lemma in OBJECT_CONTROL:
        return theirs
    passive = parsed.kid(governor, "nsubjpass")
    if passive is not None:
        return passive
    if governor.pos == "ADJ" and governor.head != governor.i:  # "was quick to declare"
        return subject(parsed, parsed.head(governor), seen)
    if governor.pos in ("NOUN", "PROPN"):
        return holder(parsed, governor)
    return subject(parsed, governor, seen)


def holder(parsed: Parsed, noun: Token) -> Token | None:
    """Whose claim, belief or plan a noun is: "his", "Cruz's", "by deputies", "among analysts", "they voiced"."""
    own = parsed.kid(noun, "poss")
    if own is not None:
        return own
    for prep in parsed.kids(noun, "prep", "agent"):
        if prep.lower in HOLDERS and prep.lower != "of" and (found := parsed.kid(prep, "pobj")) is not None:
            return found
    above = parsed.head(noun)
    if noun.dep in ("dobj", "attr") and above.lemma in LIGHT:
        return subject(parsed, above, set())
    if noun.dep == "pobj" and above.lower in ("with", "in") and parsed.head(above).pos == "VERB":
        return subject(parsed, parsed.head(above), set())
    return None


def source_range(parsed: Parsed, head: Token) -> tuple[int, int]:
    """The words of a source. A relative pronoun is given together with the noun that it stands for."""
    noun = antecedent(parsed, head) if head.lower in RELATIVE and head.pos in ("PRON", "DET", "SCONJ") else None
    if noun is not None:
        first = parsed.phrase(noun)[0]
        last = max(parsed.phrase(t)[1] for t in parsed.conjuncts(noun) if t.i < head.i)
        return (first, head.i) if first < head.i and head.i - last <= 2 else (head.i, head.i)
    first, last = parsed.phrase(head)
    last = head.i if head.dep == "poss" else last
    name = parsed.kid(head, "appos")
    if name is not None and name.pos == "PROPN" and head.pos == "NOUN" and name.left - last <= 2:
        last = parsed.phrase(name)[1]  # "the president of the upper house, Ana Costa"
    if head.pos == "PROPN" and head.dep != "poss":  # a name that the parser broke in two
        while last + 1 < len(parsed.tokens) and parsed.tokens[last + 1].pos == "PROPN" \
                and parsed.tokens[last + 1].sent == head.sent:
            last += 1
    return (first, last) if first <= head.i <= last else (head.i, head.i)


def antecedent(parsed: Parsed, pronoun: Token) -> Token | None:
    """The noun that "who" or "which" stands for."""
    for above in parsed.ancestors(pronoun):
        if above.dep == "relcl":
            noun = parsed.head(above)
            return noun if noun.pos in ("NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ") else None
        if above.dep not in ("conj", "xcomp", "ccomp") and above.dep not in CLAUSES:
            break
    near = pronoun.i - 1 - (parsed.tokens[pronoun.i - 1].text == ",") if pronoun.i > 1 else 0
    noun = parsed.tokens[near]
    return noun if noun.pos in ("NOUN", "PROPN") and noun.sent == pronoun.sent and noun.i < pronoun.i else None
