"""Counts: "at least 130 bombings" ► Count(low=130, high=None).

Bounds follow the wording: "at least" leaves the top open, "as many as" the bottom, "about" widens both by a tenth;
"dozens" is at least two dozen. What is counted follows from the verb whose object the number is, or from its noun.
Source of the classes: the ACLED codebook's fatality fields, extended by wounded, detained, displaced, participants.
"""
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sayso.lexicon.load import BUILT_IN, read_table
from sayso.lexicon.tables import Counted
from sayso.read.clause import is_passive
from sayso.read.parse import Parsed, Token
from sayso.read.stage import Stage
from sayso.records import Count, Reading, Span


def _words(words: str) -> tuple[str, ...]:
    return tuple(words.split())


UNITS = {w: n for n, w in enumerate(_words("zero one two three four five six seven eight nine ten eleven twelve "
                                           "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"))}
TENS = {w: 10 * n for n, w in enumerate(_words("twenty thirty forty fifty sixty seventy eighty ninety"), 2)}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
VAGUE = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2_000, "millions": 2_000_000}
AT_LEAST = ("at least", "more than", "over", "no fewer than", "upwards of", "not less than", "no less than", "above",
            "exceeding", "exceeded", "exceeds", "surpassed", "topped", "well over")
AT_MOST = ("up to", "as many as", "at most", "fewer than", "less than", "under", "no more than", "as much as",
           "not more than")
ABOUT = ("about", "around", "some", "roughly", "approximately", "an estimated", "estimated", "circa", "close to")
ALMOST = ("nearly", "almost", "just under")
OR_MORE = ("or more", "at least", "or over", "and more")
ACTED_ON = ("dobj", "nsubjpass")
NOUNS = ("NOUN", "PROPN", "ADJ", "SYM", "NUM")
DASHES = ("-", "–", "‑")
DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
# Nouns that gather those who are counted: "a crowd of 3,000".
GATHERED = frozenset(_words("crowd group total number band team force column mob contingent batch hundreds tens dozens "
                            "scores"))
STATES = {"dead": "killed", "wounded": "wounded", "injured": "wounded", "hurt": "wounded", "homeless": "displaced",
          "displaced": "displaced"}
ORDINARY = frozenset(_words("year month week day hour minute percent % per dollar euro mile kilometer kilometre km "
                            "meter metre pound degree cent ton tonne barrel point time century decade seat vote "
                            "gallon foot feet inch age"))


def counts_stage(folders: Sequence[Path] = (BUILT_IN,)) -> Stage:
    """A stage that fills `counts` from number words and the nouns and verbs of the table "counted"."""
    rows = read_table(Counted, "counted", folders)
    words = Words(*({r.lemma: r.what for r in reversed(rows) if r.note == n} for n in ("noun", "verb", "subject")))

    def find(parsed: Parsed, reading: Reading) -> tuple[Count, ...]:
        times = [m.span for m in reading.times or ()]
        return tuple(_counts(parsed, words, times))

    return Stage(fills="counts", version="2", needs=("times",), find=find)


class Words(NamedTuple):
    """The table "counted": what is counted by nouns, by verbs whose object is, and by verbs whose subject is."""

    nouns: dict[str, str]
    verbs: dict[str, str]
    subjects: dict[str, str]


class Number(NamedTuple):
    """A number or range of the text: tokens `first` to `last`, its two ends, and whether it is a vague plural."""

    first: Token
    last: Token
    low: int
    high: int
    vague: bool = False


def _counts(parsed: Parsed, words: Words, times: Sequence[Span]) -> Iterator[Count]:
    end, before = -1, None
    for token in parsed.tokens:
        if token.i <= end or not _numeral(parsed, token):
            continue
        found = _range(parsed, token)
        if found is None:
            continue
        end = found.last.i
        if any(a < found.last.end and token.start < b for a, b in times) or _age(parsed, found):
            continue
        noun = _counted_noun(parsed, found.last)
        if noun is not None and (noun.lemma in ORDINARY or noun.lower in ORDINARY or noun.pos == "SYM"):
            continue
        what = _part_of(parsed, token, before) or _what(parsed, noun, found, words)
        if what is None:
            continue
        right = noun if noun is not None and noun.i >= found.last.i else found.last
        (low, high), first, last = bounds(parsed, found, right)
        before = (what, token.sent)
        yield Count(span=parsed.span(first, last), what=what, low=low, high=high)


def _numeral(parsed: Parsed, token: Token) -> bool:
    """Whether a number begins at a token."""
    if token.lower in VAGUE or token.lower == "dozen" or (token.lower == "tens" and _of_scale(parsed, token)):
        return True
    return token.tag == "CD" and (token.lower in UNITS or token.lower in TENS or token.lower in SCALES
                                  or DIGITS.fullmatch(token.text) is not None
                                  or ("-" in token.lower and token.lower.split("-")[0] in TENS))


def _of_scale(parsed: Parsed, token: Token) -> Token | None:
    """"thousands" in "tens of thousands"."""
    behind = parsed.tokens[token.i + 1:token.i + 3]
    held = len(behind) == 2 and behind[0].lower == "of" and behind[1].lower in ("thousands", "millions")
    return behind[1] if held else None


def _range(parsed: Parsed, token: Token) -> Number | None:
    """The number at a token, with the second one of "20-30", "20 to 30" and "between 20 and 30"."""
    last, value = number(parsed, token)
    if value is None:
        return None
    vague = last.lower in VAGUE
    before = parsed.tokens[token.i - 1].lower if token.i else ""
    behind = parsed.tokens[last.i + 1:last.i + 3]
    if len(behind) == 2 and not vague and _numeral(parsed, behind[1]) and behind[1].sent == token.sent and (
            before == "between" if behind[0].lower == "and" else
            before != "from" and (behind[0].text in DASHES or behind[0].lower == "to")):
        end, high = number(parsed, behind[1])
        if high is not None and high > value:
            return Number(token, end, value, high)
    return Number(token, last, value, value, vague)


def number(parsed: Parsed, token: Token) -> tuple[Token, int | None]:
    """The value of the number that begins at a token, and the token where it ends."""
    total, current, last = 0, 0.0, token
    seen = False
    for t in parsed.tokens[token.i:token.i + 9]:
        low = t.lower
        if low in VAGUE or low == "tens":
            scale = _of_scale(parsed, t)
            if scale is not None:
                return scale, VAGUE.get(low, 20) * VAGUE[scale.lower] // 2
            return (t, VAGUE[low]) if low in VAGUE else (last, int(total + current) if seen else None)
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
        elif DIGITS.fullmatch(t.text) and not seen:
            current = float(t.text.replace(",", ""))
        elif seen and _joint(parsed, t):
            continue
        else:
            break
        seen, last = True, t
    return last, int(total + current) if seen else None


def _joint(parsed: Parsed, token: Token) -> bool:
    """Whether a hyphen or an "and" holds a number together: "twenty-three", "two hundred and fifty"."""
    if token.i + 1 >= len(parsed.tokens):
        return False
    before, after = parsed.tokens[token.i - 1].lower, parsed.tokens[token.i + 1]
    if token.text in DASHES:
        return before in TENS and after.lower in UNITS
    return token.lower == "and" and before in ("hundred", "thousand", "million") and (
        after.lower in UNITS or after.lower in TENS or after.lower == "hundred")


def _age(parsed: Parsed, found: Number) -> bool:
    """Whether a bare number between commas behind a name is an age: "the judge, 62, was killed"."""
    i, last = found.first.i, found.last.i
    return (i > 1 and parsed.tokens[i - 1].text == "," and parsed.tokens[i - 2].pos in ("NOUN", "PROPN")
            and last + 1 < len(parsed.tokens) and parsed.tokens[last + 1].text in (",", ".", ")"))


def _part_of(parsed: Parsed, token: Token, before: tuple[str, int] | None) -> str | None:
    """The class of the number before, for a part of it: "12 people, including three children"."""
    if before is None or before[1] != token.sent:
        return None
    near = [t.lower for t in parsed.tokens[max(0, token.i - 4):token.i]]
    return before[0] if "including" in near or near[-2:] == ["among", "them"] else None


def bounds(parsed: Parsed, found: Number, right: Token) -> tuple[tuple[int | None, int | None], int, int]:
    """Least and greatest value, and the tokens where the wording that sets them begins and ends."""
    i, value = found.first.i, found.low
    behind = " ".join(t.lower for t in parsed.tokens[right.i + 1:right.i + 3])
    inner = " ".join(t.lower for t in parsed.tokens[found.last.i + 1:found.last.i + 3])
    if behind in OR_MORE:
        return (value, None), i, right.i + 2
    if inner in OR_MORE:
        return (value, None), i, max(right.i, found.last.i + 2)
    if found.high != value:
        between = i and parsed.tokens[i - 1].lower == "between"
        return (value, found.high), i - 1 if between else i, right.i
    for size in (3, 2, 1):
        first = i - size
        if first < 0:
            continue
        words = " ".join(t.lower for t in parsed.tokens[first:i])
        if words in AT_LEAST:
            return (value, None), first, right.i
        if words in AT_MOST:
            return (None, value), first, right.i
        if words in ABOUT:
            return (round(value * .9), round(value * 1.1)), first, right.i
        if words in ALMOST:
            return (round(value * .9), value), first, right.i
    return ((value, None) if found.vague else (value, value)), i, right.i


def _counted_noun(parsed: Parsed, last: Token) -> Token | None:
    """The noun that a number counts: the one it modifies, or what follows "of"; None for a number that stands alone."""
    if last.dep in ("nummod", "compound", "amod", "quantmod") and parsed.head(last).pos in NOUNS:
        head = parsed.head(last)
        return parsed.head(head) if head.pos == "NUM" and head.dep == "nummod" else head
    of = next((k for k in parsed.kids(last, "prep") if k.lower == "of"), None)
    inner = parsed.kid(of, "pobj") if of is not None else None
    if inner is not None and not any(k.lower in ("the", "them", "those") for k in (inner, *parsed.kids(inner, "det"))):
        return inner
    after = parsed.tokens[last.i + 1:last.i + 3]
    if last.pos == "NUM" and after and after[0].pos == "NOUN" and after[0].sent == last.sent:
        return after[0]  # "two hundred and fifty people", where the parse goes astray
    return None


def _top(parsed: Parsed, noun: Token | None, found: Number) -> Token:
    """The head of the whole phrase: "group" in "a group of 20 rebels", "tens" in "tens of thousands of people"."""
    of = noun is not None and parsed.head(noun).lower == "of" and parsed.head(parsed.head(noun)).i == found.last.i
    top = found.last if noun is None or of else noun
    for _ in range(4):
        above = parsed.head(top)
        if top.dep == "pobj" and above.lower == "of" and (
                parsed.head(above).lemma in GATHERED or parsed.head(above).i == found.first.i):
            top = parsed.head(above)
        elif above.pos in NOUNS and top.dep in (("conj", "appos") if noun is None else (
                "conj", "appos", "nummod", "quantmod", "compound")):
            top = above
        else:
            break
    return top


def _what(parsed: Parsed, noun: Token | None, found: Number, words: Words) -> str | None:
    """What is counted: by the verb that governs the phrase, else by its noun; None where it is nothing of ours."""
    top = _top(parsed, noun, found)
    verb = parsed.head(top) if parsed.head(top).pos == "VERB" else None
    what = _by_verb(parsed, top, verb, words) if verb is not None else None
    what = what or _by_state(parsed, noun or found.last)
    clause = parsed.kid(top, "acl", "relcl")
    if what is None and clause is not None and clause.lemma in words.verbs and (
            clause.tag == "VBN" or is_passive(parsed, clause)):
        what = words.verbs[clause.lemma]
    if what is None:
        for held in (noun, top if top is not found.last else None):
            if held is not None:
                what = what or words.nouns.get(held.lemma) or words.nouns.get(held.lower)
    what = what or (_toll(parsed, found.last, words) if noun is None else None)
    if what is None and noun is None and verb is not None and verb.lemma in words.verbs and found.last.dep == "conj":
        return words.verbs[verb.lemma]
    if what is None and noun is not None and noun.pos == "NOUN" and noun.lemma in PEOPLE:
        return "other"
    return what


def _by_verb(parsed: Parsed, top: Token, verb: Token, words: Words) -> str | None:
    """What the verb does with those counted, or they do themselves."""
    acted = top.dep in ACTED_ON or (top.dep == "nsubj" and is_passive(parsed, verb))
    if acted and verb.lemma in words.verbs:
        return words.verbs[verb.lemma]
    objects = [k.lemma for k in parsed.kids(verb, "dobj")]
    places = {(p.lower, k.lemma) for p in parsed.kids(verb, "prep") for k in parsed.kids(p, "pobj")}
    if acted and verb.lemma in ("take", "rush", "send", "admit", "bring") and ("to", "hospital") in places:
        return "wounded"
    if acted and verb.lemma in ("force", "drive", "chase") and {("from", "home"), ("from", "house")} & places:
        return "displaced"
    if top.dep == "nsubj" and verb.lemma == "lose" and "life" in objects:
        return "killed"
    return words.subjects.get(verb.lemma) if top.dep == "nsubj" else None


def _by_state(parsed: Parsed, noun: Token) -> str | None:
    """What they are said to be: "14 people dead", "20 wounded", "8,000 homeless"."""
    after = parsed.tokens[noun.i + 1].lower if noun.i + 1 < len(parsed.tokens) else ""
    near = [after, *(k.lower for k in parsed.kids(noun, "amod"))]
    return next((STATES[w] for w in near if w in STATES), None)


def _toll(parsed: Parsed, last: Token, words: Words) -> str | None:
    """A number that a toll or "the number of dead" rises to, stands at or reaches."""
    above = parsed.head(last)
    if last.dep == "pobj":
        if above.lower not in ("to", "at", "of"):
            return None
        above = parsed.head(above)
    near = parsed.kids(above, "nsubj", "nsubjpass", "dobj") if above.pos == "VERB" else [above]
    for noun in near:
        if noun.lemma == "toll":
            return "killed"
        of = next((k for k in parsed.kids(noun, "prep") if k.lower == "of"), None) if noun.lemma == "number" else None
        counted = parsed.kid(of, "pobj") if of is not None else None
        if counted is not None:
            return words.nouns.get(counted.lemma) or words.nouns.get(counted.lower)
    return None


PEOPLE = frozenset(_words("people person man woman child civilian resident villager worker student journalist "
                          "passenger family official policeman activist member"))
