"""What stands around a predicate: subjects, objects, prepositions, particles and clauses.

They are found through passives, relative clauses, control and conjunction.
"""
import msgspec

from sayso.read.parse import Parsed, Token

QUANTITIES = frozenset("number thousand hundred dozen group series lot million billion piece part majority "
                       "member score handful couple pair ten crowd bunch hundreds thousands dozens tens "
                       "amount wave string round set rest some many most all one two three four five half "
                       "quarter third type kind sort team tonne ton worth day week month year hour night "
                       "total bulk none several few any each both spate batch".split())
SUBJECTS = ("nsubj", "csubj")
PASSIVE_SUBJECTS = ("nsubjpass", "csubjpass")
PAPERS = frozenset("declaration statement letter report resolution petition note bill law plan message "
                   "speech call decree document motion appeal ruling order memo tweet".split())
RELAYS = frozenset("out away up down off back over in into inside outside close next".split())
SUFFERED = frozenset("kill arrest release free jail sentence charge detain shoot wound injure abduct kidnap "
                     "bomb attack ban expel deport seize hang behead convict assassinate acquit indict "
                     "extradite rescue evacuate".split())
RELATIVE = frozenset({"who", "which", "that", "whom"})


class Clause(msgspec.Struct, frozen=True):
    """The arguments of one predicate; each list holds heads of phrases, conjuncts included."""

    token: Token
    subjects: tuple[Token, ...] = ()
    objects: tuple[Token, ...] = ()
    indirect: tuple[Token, ...] = ()
    preps: tuple[tuple[str, Token], ...] = ()
    particles: frozenset[str] = frozenset()
    clauses: tuple[tuple[str, Token], ...] = ()  # ("inf" | "that" | "ing", head)
    predicates: tuple[Token, ...] = ()  # "found him guilty", "called it illegal"
    modifiers: tuple[Token, ...] = ()
    passive: bool = False
    negated: bool = False


def core(parsed: Parsed, token: Token) -> Token:
    """The noun that a phrase is about: "protesters" in "thousands of protesters"."""
    for _ in range(3):
        if token.lemma not in QUANTITIES and token.lower not in QUANTITIES and token.pos != "NUM":
            break
        of = next((k for k in parsed.kids(token, "prep") if k.lower == "of"), None)
        inner = parsed.kid(of, "pobj") if of is not None else None
        if inner is None:
            break
        token = inner
    return token


def spread(parsed: Parsed, tokens: list[Token]) -> tuple[Token, ...]:
    """Each token with its conjuncts, relative pronouns replaced by what they stand for."""
    found: list[Token] = []
    for token in tokens:
        found += parsed.conjuncts(antecedent(parsed, token))
    return tuple(dict.fromkeys(found))


def antecedent(parsed: Parsed, token: Token) -> Token:
    """The noun that a relative pronoun takes up; any other token itself."""
    if token.lower not in RELATIVE or token.tag not in ("WP", "WDT", "IN", "DT"):
        return token
    for up in parsed.ancestors(token):
        if up.dep == "relcl":
            return parsed.head(up)
    return token


def is_passive(parsed: Parsed, token: Token) -> bool:
    """Whether a verb stands in the passive, reduced relatives ("troops killed in …") among them."""
    if parsed.kid(token, "auxpass", *PASSIVE_SUBJECTS) is not None:
        return True
    if token.tag != "VBN" or parsed.kid(token, "aux") is not None:
        return False
    if parsed.kid(token, *SUBJECTS) is not None:  # "Activist released in Cairo": a headline's passive
        return parsed.kid(token, "dobj") is None and token.dep == "ROOT" and token.lemma in SUFFERED
    if token.dep in ("acl", "advcl", "relcl", "dep", "ROOT"):
        return parsed.kid(token, "dobj") is None
    return token.dep == "conj" and is_passive(parsed, parsed.head(token))


def clause_of(parsed: Parsed, token: Token) -> Clause:
    """The clause of a verb or of a predicate adjective."""
    passive = token.pos in ("VERB", "AUX") and is_passive(parsed, token)
    subjects, objects = _subjects(parsed, token, passive), [*parsed.kids(token, "dobj")]
    if passive:
        objects, subjects = subjects + objects, [p for k in parsed.kids(token, "agent") for p in parsed.kids(k, "pobj")]
    elif not objects and (gap := _relative_gap(parsed, token)) is not None:
        objects = [gap]
    preps = _preps(parsed, token)
    return Clause(token, spread(parsed, subjects), spread(parsed, objects),
                  spread(parsed, parsed.kids(token, "dative")), preps, _particles(parsed, token),
                  _clauses(parsed, token),
                  tuple(parsed.kids(token, "oprd", "acomp", "attr")), tuple(parsed.kids(token, "amod", "compound")),
                  passive, parsed.kid(token, "neg") is not None)


def _preps(parsed: Parsed, token: Token) -> tuple[tuple[str, Token], ...]:
    found = []
    for kid in parsed.kids(token, "prep", "dative", "agent"):
        inner = parsed.kids(kid, "pobj")
        found += [(kid.lower, t) for t in spread(parsed, inner)]
        for deeper in (k for k in parsed.kids(kid, "prep") if kid.lower in RELAYS):  # "out of", "away from"
            found += [(deeper.lower, t) for t in spread(parsed, parsed.kids(deeper, "pobj"))]
    for kid in parsed.kids(token, "prt", "advmod"):  # "down on": the preposition hangs below the particle
        for deeper in parsed.kids(kid, "prep"):
            found += [(deeper.lower, t) for t in spread(parsed, parsed.kids(deeper, "pobj"))]
    return tuple(found)


def _particles(parsed: Parsed, token: Token) -> frozenset[str]:
    near = [k.lower for k in parsed.kids(token, "prt", "advmod") if k.i > token.i]
    near += [k.lower for k in parsed.kids(token, "prep") if k.i > token.i and not k.kids]
    return frozenset(near)


def _clauses(parsed: Parsed, token: Token) -> tuple[tuple[str, Token], ...]:
    found = []
    for kid in parsed.kids(token, "xcomp", "ccomp", "advcl"):
        if kid.i < token.i and kid.dep == "advcl":
            continue
        to = any(k.lower == "to" and k.dep == "aux" for k in parsed.kids(kid))
        if kid.dep == "advcl" and not to:
            continue
        kind = "inf" if to else "ing" if kid.tag == "VBG" and kid.dep == "xcomp" else "that"
        found.append((kind, kid))
    for kid in parsed.kids(token, "prep"):
        found += [("ing", k) for k in parsed.kids(kid, "pcomp")]
    return tuple(found)


def _relative_gap(parsed: Parsed, token: Token) -> Token | None:
    """The antecedent as the object of a relative clause that has its own subject: "the deal (that) they signed"."""
    if token.dep != "relcl" or parsed.kid(token, *SUBJECTS) is None:
        return None
    subject = parsed.kid(token, *SUBJECTS)
    if subject is not None and subject.lower in RELATIVE:
        return None
    return parsed.head(token) if token.pos == "VERB" else None


def _subjects(parsed: Parsed, token: Token, passive: bool, depth: int = 0) -> list[Token]:
    """The subjects of a verb, its own or those that it takes over (for a passive: what suffers the act)."""
    own = parsed.kids(token, *PASSIVE_SUBJECTS, *SUBJECTS) if passive else []
    own = own or parsed.kids(token, *SUBJECTS, *PASSIVE_SUBJECTS)
    if own or depth > 4 or token.head == token.i:
        return own
    head = parsed.head(token)
    if token.dep == "conj" and head.pos in ("VERB", "AUX"):
        if is_passive(parsed, head) and not passive:
            return []
        return _subjects(parsed, head, passive, depth + 1)
    if token.dep in ("acl", "relcl") and head.pos in ("NOUN", "PROPN", "PRON", "NUM"):
        infinitive = any(k.lower == "to" and k.dep == "aux" for k in parsed.kids(token))
        if token.tag == "VBG" and head.lemma in PAPERS and head.dep in ("dobj", "pobj"):
            verb = parsed.head(head) if head.dep == "dobj" else parsed.head(parsed.head(head))
            return _subjects(parsed, verb, False, depth + 1) if verb.pos == "VERB" else [head]
        return _owners(parsed, head, depth) if infinitive else [head]
    if token.dep in ("xcomp", "ccomp", "advcl"):
        if token.dep == "ccomp" and not any(k.lower == "to" for k in parsed.kids(token, "aux")):
            return []
        held = parsed.kids(head, "dobj") if token.dep != "advcl" else []
        if not held and is_passive(parsed, head):
            return _subjects(parsed, head, True, depth + 1)
        return held or _subjects(parsed, head, False, depth + 1)
    if token.dep == "pcomp":
        governor = parsed.head(head)
        held = parsed.kids(governor, "dobj") if head.lower in ("of", "from", "for") else []
        if not held and is_passive(parsed, governor) and head.lower != "by":
            return _subjects(parsed, governor, True, depth + 1)
        return held or (_subjects(parsed, governor, False, depth + 1) if governor.pos in ("VERB", "AUX") else [])
    if token.dep in ("aux", "auxpass") or head.pos == "AUX":
        return parsed.kids(head, *SUBJECTS)
    return []


def _owners(parsed: Parsed, noun: Token, depth: int) -> list[Token]:
    """Who a noun with an infinitive belongs to: "Iran's decision to …", "made the decision to …"."""
    owners = parsed.kids(noun, "poss")
    if owners or noun.dep != "dobj":
        return owners
    verb = parsed.head(noun)
    return _subjects(parsed, verb, False, depth + 1)
