"""Counts: "at least 130 bombings" ► Count(low=130, high=None).

Bounds follow the wording: "at least" leaves the top open, "as many as" the bottom, "about" widens both by a tenth;
"dozens" is at least two dozen. What is counted follows from the verb whose object the number is, or from its noun.
Source of the classes: the ACLED codebook's fatality fields, extended by wounded, detained, displaced, participants.
"""
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from sayso.lexicon.load import BUILT_IN, read_table
from sayso.lexicon.tables import Counted
from sayso.read.clause import is_passive
from sayso.read.parse import Parsed, Token
from sayso.read.stage import Stage
from sayso.records import Count, Reading, Span

UNITS = {w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
                                    "fifteen sixteen seventeen eighteen nineteen".split())}
TENS = {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
VAGUE = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2_000, "millions": 2_000_000}
AT_LEAST = ("at least", "more than", "over", "no fewer than", "upwards of", "not less than", "no less than", "above",
            "exceeding", "well over")
AT_MOST = ("up to", "as many as", "at most", "fewer than", "less than", "under", "no more than", "as much as", "not more than")
ABOUT = ("about", "around", "some", "roughly", "approximately", "an estimated", "estimated", "circa", "close to")
ALMOST = ("nearly", "almost", "just under")
ACTED_ON = ("dobj", "nsubjpass")
ORDINARY = frozenset("year month week day hour minute percent % per dollar euro mile kilometer kilometre km meter metre pound "
                     "degree cent ton tonne barrel point time century decade seat vote gallon foot feet inch age".split())


def counts_stage(folders: Sequence[Path] = (BUILT_IN,)) -> Stage:
    """A stage that fills `counts` from number words and the nouns and verbs of the table "counted"."""
    rows = read_table(Counted, "counted", folders)
    nouns = {r.lemma: r.what for r in reversed(rows) if r.note == "noun"}
    verbs = {r.lemma: r.what for r in reversed(rows) if r.note == "verb"}
    subjects = {r.lemma: r.what for r in reversed(rows) if r.note == "subject"}

    def find(parsed: Parsed, reading: Reading) -> tuple[Count, ...]:
        times = [m.span for m in reading.times or ()]
        return tuple(_counts(parsed, nouns, verbs, subjects, times))

    return Stage(fills="counts", version="1", needs=("times",), find=find)


def _counts(parsed: Parsed, nouns: dict[str, str], verbs: dict[str, str], subjects: dict[str, str],
            times: Sequence[Span]) -> Iterator[Count]:
    end = -1
    for token in parsed.tokens:
        if token.i <= end or not _numeral(token):
            continue
        last, value = number(parsed, token)
        if value is None:
            continue
        end = last.i
        if any(a < last.end and token.start < b for a, b in times):
            continue
        noun = _counted_noun(parsed, last)
        if noun is not None and (noun.lemma in ORDINARY or noun.lower in ORDINARY or noun.pos == "SYM"):
            continue
        what = _what(parsed, noun, last, nouns, verbs, subjects)
        if what is None:
            continue
        (low, high), first = bounds(parsed, token, value, last.lower in VAGUE)
        right = noun if noun is not None and noun.i >= last.i else last
        yield Count(span=parsed.span(first, right.i), what=what, low=low, high=high)


def _numeral(token: Token) -> bool:
    if token.lower in VAGUE:
        return True
    if token.lower == "dozen":
        return True
    return token.tag == "CD" and (token.lower in UNITS or token.lower in TENS or token.lower in SCALES
                                  or re.fullmatch(r"\d[\d,]*(?:\.\d+)?(?:-\d[\d,]*)?", token.text) is not None
                                  or "-" in token.lower and token.lower.split("-")[0] in TENS)


def number(parsed: Parsed, token: Token) -> tuple[Token, int | None]:
    """The value of the number that begins at a token, and the token where it ends."""
    total, current, last = 0, 0.0, token
    seen = False
    for t in parsed.tokens[token.i:token.i + 7]:
        low = t.lower
        if low in VAGUE:
            value = VAGUE[low]
            if low in ("thousands", "millions") and seen is False and _tens_of(parsed, t):
                value *= _tens_of(parsed, t)
            return t, value
        if low in UNITS:
            current += UNITS[low]
        elif low in TENS:
            current += TENS[low]
        elif "-" in low and low.split("-")[0] in TENS and low.split("-")[1] in UNITS:
            current += TENS[low.split("-")[0]] + UNITS[low.split("-")[1]]
        elif low in SCALES:
            current = max(current, 1) * SCALES[low]
            if SCALES[low] >= 1000:
                total, current = total + int(current), 0
        elif re.fullmatch(r"\d[\d,]*(?:\.\d+)?", t.text) and not seen:
            current = float(t.text.replace(",", ""))
        elif low == "and" and seen and t.i + 1 < len(parsed.tokens) and parsed.tokens[t.i - 1].lower == "hundred" \
                and parsed.tokens[t.i + 1].tag == "CD":
            continue
        else:
            break
        seen, last = True, t
    return last, int(total + current) if seen else None


def _tens_of(parsed: Parsed, token: Token) -> int:
    """10 for "tens of thousands", 100 for "hundreds of thousands", else 1."""
    before = [t.lower for t in parsed.tokens[max(0, token.i - 2):token.i]]
    return {("tens", "of"): 10, ("hundreds", "of"): 100, ("dozens", "of"): 12}.get(tuple(before), 1)  # type: ignore[arg-type]


def bounds(parsed: Parsed, token: Token, value: int, vague: bool) -> tuple[tuple[int | None, int | None], int]:
    """Least and greatest value, and the token where the wording that sets them begins."""
    for size in (3, 2, 1):
        first = token.i - size
        if first < 0:
            continue
        words = " ".join(t.lower for t in parsed.tokens[first:token.i])
        if words in AT_LEAST:
            return (value, None), first
        if words in AT_MOST:
            return (None, value), first
        if words in ABOUT:
            return (round(value * .9), round(value * 1.1)), first
        if words in ALMOST:
            return (round(value * .9), value), first
        if size == 1 and words in ("a", "the"):
            continue
    return ((value, None) if vague else (value, value)), token.i


def _counted_noun(parsed: Parsed, last: Token) -> Token | None:
    """The noun that a number counts: the one it modifies, or what follows "of"; None for a number that stands alone."""
    if last.dep in ("nummod", "compound", "amod", "quantmod") and parsed.head(last).pos in ("NOUN", "PROPN", "ADJ", "SYM", "NUM"):
        head = parsed.head(last)
        return parsed.head(head) if head.pos == "NUM" and head.dep == "nummod" else head
    of = next((k for k in parsed.kids(last, "prep") if k.lower == "of"), None)
    inner = parsed.kid(of, "pobj") if of is not None else None
    if inner is not None and not any(k.lower in ("the", "them", "those") for k in (inner, *parsed.kids(inner, "det"))):
        return inner
    return None


def _what(parsed: Parsed, noun: Token | None, last: Token, nouns: dict[str, str], verbs: dict[str, str],
          subjects: dict[str, str]) -> str | None:
    """What is counted: by the verb that governs the phrase, else by its noun; None where it is nothing of ours."""
    top = noun or last
    while top.dep in ("conj", "appos") and parsed.head(top).pos in ("NOUN", "PROPN", "NUM"):
        top = parsed.head(top)
    if last.dep == "pobj" or (noun is not None and parsed.head(top).dep == "pobj"):
        pass
    head = parsed.head(top)
    if top.dep == "conj" and head.pos == "VERB":
        head = parsed.head(top)
    governing = head if head.pos == "VERB" else None
    if governing is not None:
        acted = top.dep in ACTED_ON or (top.dep == "nsubj" and is_passive(parsed, governing))
        if acted and governing.lemma in verbs:
            return verbs[governing.lemma]
        if top.dep == "nsubj" and governing.lemma in subjects:
            return subjects[governing.lemma]
    clause = parsed.kid(top, "acl", "relcl")
    if clause is not None and clause.lemma in verbs and (clause.tag == "VBN" or is_passive(parsed, clause)):
        return verbs[clause.lemma]
    if noun is not None:
        found = nouns.get(noun.lemma) or nouns.get(noun.lower)
        if found:
            return found
        if any(k.lower in ("dead", "wounded", "injured") for k in parsed.kids(noun, "amod")):
            return "killed" if any(k.lower == "dead" for k in parsed.kids(noun, "amod")) else "wounded"
    after = parsed.tokens[last.i + 1] if last.i + 1 < len(parsed.tokens) else None
    if after is not None and after.lower in ("dead", "wounded", "injured"):
        return nouns.get(after.lower)
    if noun is None and governing is not None and governing.lemma in verbs and top.dep == "conj":
        return verbs[governing.lemma]
    return "other" if noun is not None and noun.pos == "NOUN" and noun.lemma in PEOPLE else None


PEOPLE = frozenset("people person man woman child civilian resident villager worker student journalist passenger family "
                   "official policeman activist member".split())
