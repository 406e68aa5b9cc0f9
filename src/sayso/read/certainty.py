"""Certainty: whether it happened, is planned, asked for, conditional, denied.

For each act and each verb of stating the path from its word up to the root of its sentence is walked: tense,
auxiliaries, negation and adverbs at each predicate, then what the predicate above does to what it governs (managed to,
failed to, plans to, asked X to, if …). After Saurí & Pustejovsky 2012 ("Are you sure that this happened?"), with the
implicatives of Karttunen 1971. `factuality` is the author's view on the scale of FactBank, -3 … +3; what somebody is
reported to have said counts as the author passes it on.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from sayso.lexicon.load import BUILT_IN, read_table
from sayso.lexicon.tables import CertaintyWord
from sayso.read.parse import Parsed, Token
from sayso.read.stage import Stage
from sayso.records import Certainty, Reading

IF = frozenset({"if", "unless", "provided", "providing", "lest", "should"})
NO = frozenset({"no", "nobody", "none", "neither", "nothing"})
WHO = frozenset({"who", "what", "whose", "which", "why", "how", "where"})
WHEN = frozenset("when once before after until till as".split())
FIRST = frozenset("first second third last latest only next fourth fifth".split())
DEEPEST = 8


class View(msgspec.Struct, frozen=True):
    """Status, factuality and the words that decided them."""

    status: str
    value: float
    why: tuple[str, ...] = ()

    def now(self, status: str | None, value: float, word: str) -> "View":
        """The view after one more word has had its say."""
        return View(status or self.status, value, (*self.why, word))


class Cues:
    """The words of the certainty table by lemma and class. Built once, never changed."""

    def __init__(self, folders: Sequence[Path] = (BUILT_IN,)) -> None:
        self._by: dict[str, list[CertaintyWord]] = {}
        for row in read_table(CertaintyWord, "certainty", folders):
            self._by.setdefault(row.lemma, []).append(row)

    def of(self, token: Token, *classes: str) -> CertaintyWord | None:
        """The first row for a word, of one of `classes` if any are given."""
        own, base = self._by.get(token.lower, []), self._by.get(token.lemma, [])
        verb = token.pos in ("VERB", "AUX") and token.dep != "amod"  # "failed" the verb is no adjective
        rows = base + own if verb else own + base
        return next((r for r in rows if not classes or r.class_ in classes), None)


GOVERN = (
    "uncertain",
    "implies",
    "implies_not",
    "intends",
    "requests",
    "permits",
    "doubts",
    "believes",
    "reports",
    "hypothetical",
    "ongoing",
    "modal_mid",
    "modal_low",
)
ADVERBS = ("uncertain", "certain", "negation", "modal_mid", "modal_low")


def certainty_stage(cues: Cues) -> Stage:
    """A stage that fills `certainties`: one for each act, by its trigger, and one for each cue of a statement."""

    def find(parsed: Parsed, reading: Reading) -> tuple[Certainty, ...]:
        spans = [a.trigger for a in reading.acts or ()] + [s.cue for s in reading.statements or () if s.cue]
        found = []
        for span in dict.fromkeys(spans):
            tokens = parsed.within(span)
            if tokens:
                view = view_of(parsed, cues, next((t for t in tokens if t.pos in ("VERB", "NOUN", "AUX")), tokens[-1]))
                found.append(Certainty(span=span, status=view.status, factuality=view.value, why=" ".join(view.why)))
        return tuple(found)

    return Stage(fills="certainties", version="1", needs=("acts", "statements"), find=find)


def view_of(parsed: Parsed, cues: Cues, token: Token, depth: int = 0) -> View:
    """What the text says of whether the word's event happened."""
    if depth > DEEPEST:
        return View("happened", 3.0)
    if token.pos in ("VERB", "AUX"):
        return _verb_view(parsed, cues, token, depth)
    if token.pos == "ADJ" and parsed.head(token).pos == "AUX":
        return _verb_view(parsed, cues, parsed.head(token), depth + 1)
    return _noun_view(parsed, cues, token, depth)


def _verb_view(parsed: Parsed, cues: Cues, token: Token, depth: int) -> View:
    above = _from_above(parsed, cues, token, depth)
    view = above if above is not None else View("happened", 3.0)
    view = _tense(parsed, cues, token, view, above is not None)
    return _local(parsed, cues, token, view)


def _tense(parsed: Parsed, cues: Cues, token: Token, view: View, governed: bool) -> View:
    """What the auxiliaries say."""
    aux = parsed.kids(token, "aux", "auxpass")
    if not aux and token.dep == "conj" and parsed.head(token).tag == token.tag:
        aux = parsed.kids(parsed.head(token), "aux")
    lowers = {t.lower for t in aux}
    for t in aux:
        row = cues.of(t, "modal_high", "modal_mid", "modal_low", "future", "hypothetical")
        if row is None or (t.lower in ("'d",) and "have" in lowers):
            continue
        if t.lower in ("would", "'d") and _told(parsed, token) and "have" not in lowers:  # what was to come, told later
            return view.now("planned" if view.status == "happened" else None, min(view.value, 1.0), "said would")
        if row.class_ == "future":
            return view.now("planned" if view.status == "happened" else None, min(view.value, row.value), t.lower)
        if row.class_ == "modal_high":
            return view.now("requested" if view.status == "happened" else None, min(view.value, row.value), t.lower)
        if "have" in lowers and row.class_ == "modal_low" and t.lower == "could":
            return view.now("hypothetical", min(view.value, -0.5), t.lower)
        return view.now("hypothetical" if view.status == "happened" else None, min(view.value, row.value), t.lower)
    if (
        token.tag == "VBG"
        and token.lower != "going"
        and lowers & {"is", "are", "'s", "'re", "am"}
        and _coming(parsed, token)
    ):
        return view.now("planned", 2.0, "is … next")
    if (
        "have" in {t.lemma for t in aux}
        and token.tag == "VBN"
        and any(k.lower == "since" for k in parsed.kids(token, "prep"))
        and view.status == "happened"
        and "had" not in lowers
        and parsed.kid(token, "dobj") is None
    ):
        return view.now("ongoing", view.value, "since")
    if (
        view.status == "happened"
        and not governed
        and token.tag == "VBG"
        and lowers & {"is", "are", "'s", "'re", "am", "been"}
    ):
        if any(k.lower == "going" for k in [token]) and parsed.kid(token, "xcomp") is not None:
            return view
        return view.now("ongoing", view.value, "progressive")
    if (
        view.status == "happened"
        and token.dep == "advcl"
        and token.tag in ("VBZ", "VBP")
        and any(k.lower in WHEN and k.dep in ("mark", "advmod", "prep") for k in parsed.kids(token))
    ):
        return view.now("planned", 2.0, "when")
    if view.status == "happened" and not governed and token.tag in ("VBZ", "VBP") and not _headline(parsed, token):
        return view.now("ongoing", view.value, "present") if token.lemma not in TELLING else view
    return view


def _coming(parsed: Parsed, token: Token) -> bool:
    """Whether a present progressive has a day to come beside it: "is visiting Cuba next week"."""
    near = [t for k in parsed.kids(token, "npadvmod", "advmod") for t in (k, *parsed.kids(k))]
    return any(t.lower in ("next", "tomorrow", "soon") for t in near)


def _told(parsed: Parsed, token: Token) -> bool:
    """Whether a clause is what somebody said, told in the past tense: "said it would"."""
    while token.dep == "conj":
        token = parsed.head(token)
    head = parsed.head(token)
    return token.dep == "ccomp" and head.tag in ("VBD", "VBN") and head.lemma in TELLING | {"vow", "promise", "pledge"}


TELLING = frozenset(
    "say tell announce report write add claim insist warn argue note accuse urge call demand ask condemn "
    "reject agree".split()
)


def _headline(parsed: Parsed, token: Token) -> bool:
    """Whether a present tense stands in a headline, where it tells what has happened: no full stop, at the top."""
    sentence = parsed.sentence(token)
    end = parsed.tokens[sentence.last].text
    return (sentence.i == 0 and end not in ".!?\"”'") or (sentence.i == 0 and sentence.end - sentence.start < 110)


def _local(parsed: Parsed, cues: Cues, token: Token, view: View) -> View:
    """Negation, adverbs, conditions and questions at the predicate itself."""
    for kid in parsed.kids(token, "advmod"):
        row = cues.of(kid, *ADVERBS)
        if row is not None and row.class_ in ("uncertain", "modal_mid", "modal_low") and view.value > 0:
            view = view.now(None, min(view.value, row.value), kid.lower)
        elif row is not None and row.class_ == "negation":
            view = view.now(None, -abs(view.value) or -1.0, kid.lower)
        elif kid.lower == "longer" and any(k.lower == "no" for k in parsed.kids(kid)):
            view = view.now(None, -abs(view.value) or -1.0, "no longer")
    if _negated(parsed, token):
        negative = -abs(view.value) if view.value else -1.0
        view = view.now(None, max(negative, -2.0) if view.status == "planned" else negative, "not")
    if any(k.dep == "mark" and k.lower == "whether" for k in parsed.kids(token)):
        return view.now("hypothetical", 0.0, "whether")
    if (
        any(k.dep == "mark" and k.lower in IF for k in parsed.kids(token))
        or _inverted(parsed, token)
        or _in_case(parsed, token)
    ):
        if (
            "have" in {t.lemma for t in parsed.kids(token, "aux")}
            and token.tag == "VBN"
            and any(k.lower == "had" for k in parsed.kids(token, "aux"))
        ):
            return view.now("hypothetical", -2.0, "if … had")
        return view.now("conditional", 0.0, "if")
    condition = _condition(parsed, token)
    if condition is not None and (
        view.status in ("planned", "hypothetical", "requested") or token.tag in ("VB", "VBZ")
    ):
        return view.now("conditional", min(view.value, 1.0) if view.value > 0 else view.value, "if …")
    end = parsed.sentence(token).end
    asked = any(t.lower in WHO for t in parsed.kids(token, "nsubj", "dobj", "advmod", "attr"))
    if (
        parsed.text[end - 1] == "?"
        and parsed.text[end - 2 : end - 1].isalnum()
        and not asked
        and view.status in ("happened", "ongoing")
    ):
        return view.now("hypothetical", 0.0, "?")
    return view


def _inverted(parsed: Parsed, token: Token) -> bool:
    """A condition without its if: "should the army attack, …", "had they known, …"."""
    aux = parsed.kid(token, "aux")
    subject = parsed.kid(token, "nsubj", "nsubjpass")
    return (
        aux is not None
        and subject is not None
        and aux.lower in ("should", "had", "were")
        and aux.i < subject.i
        and token.dep == "advcl"
    )


def _in_case(parsed: Parsed, token: Token) -> bool:
    """A condition by other words: "in case rebels attack", "provided that they leave"."""
    head = parsed.head(token)
    if token.dep == "acl" and head.lemma == "case" and parsed.head(head).lower == "in":
        return True
    return any(
        k.lower in ("provided", "providing", "assuming") for k in (head, *parsed.kids(token, "mark", "prep"))
    ) and token.dep in ("ccomp", "advcl", "pcomp")


def _condition(parsed: Parsed, token: Token, depth: int = 0) -> Token | None:
    """The if-clause of a predicate, its own or that of what stands under it in the infinitive."""
    for kid in parsed.kids(token, "advcl"):
        if any(m.dep == "mark" and m.lower in IF for m in parsed.kids(kid)):
            return kid
    if depth < 3:
        for kid in parsed.kids(token, "xcomp", "acomp"):
            if (found := _condition(parsed, kid, depth + 1)) is not None:
                return found
    return None


def _negated(parsed: Parsed, token: Token) -> bool:
    if parsed.kid(token, "neg") is not None:
        return True
    for kid in parsed.kids(token, "nsubj", "nsubjpass", "dobj", "attr"):
        if kid.lower in NO or any(
            d.lower in ("no", "neither") and d.dep in ("det", "preconj") for d in parsed.kids(kid)
        ):
            return kid.dep != "attr"
    return (
        token.dep == "conj"
        and parsed.head(token).pos == "VERB"
        and not parsed.kids(token, "nsubj", "aux")
        and parsed.kid(parsed.head(token), "neg") is not None
        and token.tag == "VB"
    )


def _from_above(parsed: Parsed, cues: Cues, token: Token, depth: int) -> View | None:
    """What the predicate above makes of this one; None where it leaves it alone."""
    head = parsed.head(token)
    if head is token:  # "Obama to visit Cuba": a headline's future
        bare = (
            any(k.lower == "to" and k.dep == "aux" for k in parsed.kids(token))
            and parsed.kid(token, "nsubj") is not None
        )
        return View("planned", 2.0, ("to",)) if bare else None
    infinitive = any(k.lower == "to" and k.dep == "aux" for k in parsed.kids(token))
    if token.dep == "xcomp" and head.lower == "going" and infinitive:
        return View("planned", 2.0, ("going to",))
    if token.dep == "conj" and head.pos in ("VERB", "AUX"):
        own = parsed.kid(token, "aux", "auxpass", "nsubj") is not None or token.tag in ("VBD", "VBZ", "VBP")
        return None if own and token.tag != "VB" else _above_conjunct(parsed, cues, head, depth)
    if token.dep in ("xcomp", "ccomp", "dep"):
        return _governed(parsed, cues, head, token, depth, infinitive)
    if token.dep == "pcomp":
        return _behind_preposition(parsed, cues, head, depth)
    if (
        token.dep in ("acl", "relcl")
        and infinitive
        and any(k.lower in FIRST or k.tag == "JJS" for k in parsed.kids(head))
    ):
        return None  # "the first to resign": they did
    if token.dep in ("acl", "relcl") and infinitive:
        return _governed(parsed, cues, head, token, depth, True)
    if token.dep == "acl" and head.pos == "NOUN" and cues.of(head, *GOVERN) and parsed.kid(token, "mark") is not None:
        return _governed(parsed, cues, head, token, depth, False)
    if token.dep == "advcl" and infinitive:
        row = cues.of(head, "requests", "intends")
        if row is not None:
            return _governed(parsed, cues, head, token, depth, True)
        return View("planned", 0.5, ("to",))
    if token.dep == "relcl" and head.pos in ("NOUN", "PROPN"):
        return None
    return None


def _above_conjunct(parsed: Parsed, cues: Cues, head: Token, depth: int) -> View | None:
    view = _verb_view(parsed, cues, head, depth + 1)
    return View(view.status, abs(view.value) if view.status == "happened" else view.value, view.why)


def _behind_preposition(parsed: Parsed, cues: Cues, prep: Token, depth: int) -> View | None:
    """Gerunds: "without firing", "instead of meeting", "accused of killing", "from entering"."""
    governor = parsed.head(prep)
    if prep.lower == "without" or governor.lower == "instead" or prep.lower == "instead":
        return View("happened", -3.0, (prep.lower,))
    if prep.lower in ("before", "after", "by", "while", "since", "despite", "upon", "on", "in"):
        return None
    return _governed(parsed, cues, governor, prep, depth, False)


def _governed(parsed: Parsed, cues: Cues, head: Token, token: Token, depth: int, infinitive: bool) -> View | None:
    """The view of what stands under `head`, from the head's own view and from its class."""
    row = cues.of(head, *GOVERN)
    if head.pos == "AUX" or head.lemma == "be":
        acomp = parsed.kid(head, "acomp", "attr")
        row = cues.of(acomp, *GOVERN) if acomp is not None and acomp is not token else None
        if row is None:
            return View("planned", 1.5, ("is to",)) if infinitive and head.tag in ("VBZ", "VBP", "VBD") else None
    above = view_of(parsed, cues, head, depth + 1)
    if (
        row is not None
        and row.class_ == "requests"
        and not infinitive
        and token.tag in ("VBD", "VBZ", "VBP", "VBN", "VBG")
        and head.lemma in ("tell", "suggest", "insist", "advise", "warn", "recommend")
    ):
        return _passed_on(above)  # "told them that it was over" asks for nothing
    if row is None:
        return View("planned", 0.5, (head.lemma,)) if infinitive else _passed_on(above)
    return _apply(row, above, infinitive, head)


def _passed_on(above: View) -> View | None:
    """An unknown head leaves a finite clause alone, unless it stands in a condition or a plan itself."""
    return above if above.status in ("conditional", "hypothetical") else None


def _apply(row: CertaintyWord, above: View, infinitive: bool, head: Token) -> View:
    negated = above.value < 0
    word = f"not {head.lemma}" if negated else head.lemma
    happened = above.status in ("happened", "ongoing")
    if row.class_ in ("implies", "ongoing"):
        return above.now(
            "ongoing" if row.class_ == "ongoing" and happened else None,
            min(above.value, row.value) if not negated else above.value,
            word,
        )
    if row.class_ == "uncertain":
        return View("happened", -row.value if negated else min(row.value, 3.0), (*above.why, word))
    if row.class_ == "implies_not":
        value = abs(row.value) if negated else -min(abs(row.value), abs(above.value) or 1.0)
        return above.now(None, value, word)
    if row.class_ == "intends":
        value = -min(2.0, row.value + 1) if negated else min(row.value, above.value) if above.value > 0 else row.value
        return above.now("planned" if happened else None, value, word)
    if row.class_ == "requests":
        return above.now("requested" if happened else None, -1.0 if negated else min(row.value, 1.0), word)
    if row.class_ == "permits":
        return above.now("planned" if happened and infinitive else None, -2.0 if negated else row.value, word)
    if row.class_ in ("believes", "reports"):
        if infinitive and row.class_ == "reports" and head.lemma != "report":
            return (
                View("planned", 0.5, (word,)) if head.lemma in ("say", "announce") else View("happened", 1.0, (word,))
            )
        return View(
            "happened" if happened else above.status if above.status == "conditional" else "happened",
            0.0 if negated else row.value,
            (*above.why, word),
        )
    if row.class_ in ("modal_mid", "modal_low"):
        return above.now("hypothetical", -row.value if negated else row.value, word)
    return View("hypothetical", row.value, (*above.why, word))


def _noun_view(parsed: Parsed, cues: Cues, token: Token, depth: int) -> View:
    """A noun's event: its own adjectives and determiners, then the verb or noun that it depends on."""
    for kid in parsed.kids(token, "amod", "compound", "det", "advmod"):
        if kid.lower == "no":
            return View("happened", -3.0, ("no",))
        if kid.lower in ("current", "ongoing", "continuing", "continued", "latest-running"):
            return View("ongoing", 3.0, (kid.lower,))
        row = cues.of(kid, "uncertain", "intends", "implies_not", "hypothetical", "requests")
        if row is not None and kid.dep in ("amod", "advmod"):
            status = {"intends": "planned", "hypothetical": "hypothetical", "requests": "requested"}.get(row.class_)
            return View(
                status or ("hypothetical" if kid.lower in ("possible", "potential") else "happened"),
                row.value,
                (kid.lower,),
            )
    top = token
    while top.dep == "conj" and parsed.head(top).pos in ("NOUN", "PROPN"):
        top = parsed.head(top)
    head = parsed.head(top)
    if head is top:
        return View("happened", 3.0)
    if top.dep in ("dobj", "nsubjpass", "pobj") or (top.dep == "nsubj" and head.lemma in HAPPENING):
        return _noun_object(parsed, cues, top, head, depth)
    return View("happened", 3.0)


HAPPENING = frozenset("begin start erupt break occur happen take continue resume follow".split())


def _noun_object(parsed: Parsed, cues: Cues, top: Token, head: Token, depth: int) -> View:
    prep = head if top.dep == "pobj" else None
    if prep is not None:
        if prep.lower == "without":
            return View("happened", -3.0, ("without",))
        if prep.lower in (
            "after",
            "during",
            "amid",
            "following",
            "since",
            "over",
            "in",
            "by",
            "despite",
            "before",
            "with",
            "on",
            "at",
        ):
            return View("happened", 3.0)
        head = parsed.head(prep)
    row = cues.of(head, *GOVERN)
    if head.pos in ("VERB", "AUX"):
        above = view_of(parsed, cues, head, depth + 1)
        if row is None or row.class_ in ("believes", "reports"):
            if prep is None and (head.lemma in LIGHT or above.status == "conditional"):
                return above
            return View("happened", 3.0)
        if prep is not None and row.class_ not in ("requests", "intends", "implies_not", "hypothetical"):
            return View("happened", 3.0)
        if row.class_ == "implies_not" and head.lemma in ("reject", "deny", "oppose", "refuse", "decline", "abandon"):
            return View("happened", 3.0)  # what is rejected has been put forward
        return _apply(row, above, True, head)
    if row is not None and prep is not None and prep.lower in ("of", "for", "to", "about"):
        return _apply(row, View("happened", 3.0), True, head)
    return View("happened", 3.0)


LIGHT = frozenset(
    "launch carry conduct stage mount make take hold give issue reach have begin start open declare impose "
    "undertake wage commit perpetrate lead join resume attend host sign strike conclude provide express "
    "send deliver file submit lodge see suffer pay do implement".split()
)


def signs(views: Iterable[View]) -> list[int]:
    """The signs of some views, for tests and tables."""
    return [(v.value > 0) - (v.value < 0) for v in views]
