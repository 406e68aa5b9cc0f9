"""Text ► time lexemes: each word, number or sign with a one-letter class, so that the grammar is regular expressions
over the string of classes.

The text is split here anew, not taken from the parser, so that "5pm", "mid-October", "Oct. 5 , 2009" and "2012-05-14"
come out the same however a tokenizer cuts them. The parser's tags and names decide the words that are of time only
sometimes ("may", "march", "fall", "April Jones").
"""
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sayso.errors import RecordError
from sayso.lexicon.tables import TimeWord
from sayso.read.parse import Parsed, Token

CODES = {  # one letter a kind, as the grammar writes it
    "month": "M", "weekday": "W", "weekdays": "w", "unit": "u", "units": "U", "quarter": "Q", "century": "Z",
    "weekend": "K", "half": "h", "part": "P", "parts": "p", "season": "S", "clockword": "5", "meridiem": "c",
    "zone": "z", "day": "R", "feast": "H", "number": "n", "vague": "v", "ordinal": "r", "decade": "D", "often": "F",
    "stretch": "=", "vaguely": "V", "the": "t", "a": "a", "this": "i", "that": "k", "last": "l", "next": "x",
    "previous": "L", "following": "X", "same": "s", "early": "e", "mid": "m", "edge": "g", "every": "8", "per": "~",
    "other": "q", "whole": "y", "old": "O", "long": "G", "fiscal": "f", "about": "b", "times": "%", "of": "o",
    "on": "j", "at": "@", "to": "T", "and": "&", "cue": "<", "since": "!", "ago": "A", "earlier": "E", "beside": "B",
    "often-times": "7", "era": "6", "label": "#", "name": "_",
}
RAW_CODES = {"iso": "I", "date": "I", "decade": "D", "ordinal": "d", "clock": "C", "short": "Y", "part": "4",
             "possessive": "'"}
SIGNS = {"-": "-", "–": "-", ",": ",", "/": "/"}
GUARDS = frozenset({"caps", "number", "month", "name", "season", "quarter", "tag", "after", "not", "not-before", "end",
                    "noverb", "once", "adverb"})
BREAK, WORD, SIGN = "|", "_", ";"
NUMBERS = frozenset("1Yd0NCIc")
NAMES = frozenset({"PERSON", "ORG", "WORK_OF_ART", "FAC", "PRODUCT"})

_LEXEME = re.compile(
    r"""(?P<plain>[^\W\d_]+(?!\w|\.[^\W\d_]))  # most of a text: tried first
    |(?P<iso>\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?(?![\w-]))
    |(?P<date>(?:\d{1,2}(?P<mark>[/.])\d{1,2}(?P=mark)\d{4}|\d{4}/\d{1,2}/\d{1,2}|(?:19|20)\d\d[01]\d[0-3]\d)(?![\w/-]))
    |(?P<junk>[$€£¥#]\s?\d[\d.,]*|\d[\d.,]*\s?%|\d+(?:[-.]\d+){2,}|\d*[A-Za-z]+\d\w*(?<![QqHh][1-4])|(?!(?:1[89]|20)\d\d/\d\d\b)\d+/\d+[\d/]*)
    |(?P<decade>['’‘]?\d0s\b|[12]\d\d0['’]?s\b)
    |(?P<ordinal>\d{1,3}(?:st|nd|rd|th|ST|ND|RD|TH)\b)
    |(?P<clock>\d{1,2}:\d\d(?::\d\d)?(?![\d:])|\d{1,2}\.\d\d(?=\s?[aApP]\.?[mM]\b))
    |(?P<short>['’‘]\d\d\b)
    |(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?:(?=[aApP]\.?[mM]\b)|(?=GMT|UTC)|(?![\w])))
    |(?P<part>[QqHh][1-4]\b)
    |(?P<word>[^\W\d_](?:\.[^\W\d_])+\.?|[^\W\d_]+)
    |(?P<possessive>['’]s\b)
    |(?P<rest>\w+|\S)""",
    re.VERBOSE)

class Lexeme(NamedTuple):
    """A stretch of text with its class letter, what it says, and its words in lower case."""

    code: str
    value: str
    start: int
    end: int
    lower: str


class Words:
    """The table of time words: single words, and phrases by their first two words. Never changed once made."""

    def __init__(self, rows: Iterable[TimeWord]) -> None:
        """A user's rows come first, so the first row of a phrase is kept."""
        rows_by_key: dict[tuple[str, ...], TimeWord] = {}
        for row in rows:
            if row.kind not in CODES:
                raise RecordError(f"unknown kind {row.kind!r}", f"times, {row.phrase!r}")
            if row.guard and row.guard.split()[0] not in GUARDS:
                raise RecordError(f"unknown guard {row.guard!r}", f"times, {row.phrase!r}")
            rows_by_key.setdefault(tuple(m.group() for m in _LEXEME.finditer(row.phrase) if m.group() != "-"), row)
        self.single: Mapping[str, TimeWord] = {key[0]: row for key, row in rows_by_key.items() if len(key) == 1}
        phrases: dict[str, dict[str, list[tuple[tuple[str, ...], TimeWord]]]] = {}
        for key in sorted(rows_by_key, key=len, reverse=True):
            if len(key) > 1:
                phrases.setdefault(key[0], {}).setdefault(key[1], []).append((key, rows_by_key[key]))
        self.phrases: Mapping[str, Mapping[str, list[tuple[tuple[str, ...], TimeWord]]]] = phrases
        self.first = frozenset({*self.single, *phrases})

    def at(self, raw: list["Lexeme"], k: int) -> tuple[TimeWord, int] | None:
        """The longest entry that begins at `k`, and where it ends."""
        if seconds := self.phrases.get(raw[k].lower):
            after = k + 1
            if after < len(raw) and raw[after].code == "-":
                after += 1
            if after < len(raw):
                for key, row in seconds.get(raw[after].lower, ()):
                    if (last := _phrase_end(raw, k, key)) is not None:
                        return row, last
        found = self.single.get(raw[k].lower)
        return (found, k) if found else None


def lexemes(parsed: Parsed, words: Words) -> list[Lexeme]:
    """The lexemes of all that was parsed, with a break wherever a paragraph or a removed stretch lies between."""
    raw: list[Lexeme] = []
    end = 0
    for sentence in parsed.sentences:
        if raw and (sentence.start - end > 3 or "\n" in parsed.text[end:sentence.start]):
            raw.append(Lexeme(BREAK, "", end, end, ""))
        end = sentence.end
        raw += [_raw(m) for m in _LEXEME.finditer(parsed.text, sentence.start, end)]
    return _guarded(parsed, *_phrases(raw, words))


def _raw(found: re.Match[str]) -> Lexeme:
    kind, text = found.lastgroup or "rest", found.group()
    start, end = found.span()
    if kind == "plain":
        return Lexeme(WORD, "", start, end, text.lower())
    lower = text.lower().replace("’", "'")
    digits = "".join(c for c in text if c in "0123456789")
    if kind == "number":
        return Lexeme(_number_code(text), text.replace(",", ""), start, end, lower)
    if kind not in RAW_CODES:
        return Lexeme(WORD if kind in ("word", "junk") else SIGNS.get(text, SIGN), "", start, end, lower)
    value = text.upper()
    if kind == "decade":
        value = digits[:3] if len(digits) == 4 else ("20" if digits < "20" else "19") + digits[0]
    elif kind == "ordinal":
        value = digits
    elif kind == "short":  # '08 is of this century, '98 of the last
        value = ("19" if digits > "40" else "20") + digits
    return Lexeme(RAW_CODES[kind], value, start, end, lower)


def _number_code(text: str) -> str:
    """"1": could be a day or an hour. "Y": could be a year. "0": an hour in four digits. "N": any other number."""
    if not text.isascii() or not text.isdigit() or len(text) not in (1, 2, 4):
        return "N"
    if len(text) < 4:
        return "1"
    return "Y" if "1000" <= text <= "2199" else "0" if text < "2400" else "N"


def _phrases(raw: list[Lexeme], words: Words) -> tuple[list[Lexeme], dict[int, str]]:
    """The lexemes with the table's phrases put together, and the guards that their places have."""
    found: list[Lexeme] = []
    guards: dict[int, str] = {}
    k = 0
    while k < len(raw):
        item = raw[k]
        if item.lower in words.first and (held := words.at(raw, k)):
            row, k = held
            if row.guard:
                guards[len(found)] = row.guard
            item = Lexeme(CODES[row.kind], row.value, item.start, raw[k].end, row.phrase)
        found.append(item)
        k += 1
    return found, guards


def _phrase_end(raw: list[Lexeme], k: int, key: tuple[str, ...]) -> int | None:
    """Where the phrase that begins at `k` ends; hyphens between its words do not matter ("twenty-first")."""
    for n, word in enumerate(key):
        if n and k < len(raw) and raw[k].code == "-" and word != "-":
            k += 1
        if k >= len(raw) or raw[k].lower != word or (word == "." and raw[k].start != raw[k - 1].end):
            return None
        k += 1
    return k - 1


def _guarded(parsed: Parsed, items: list[Lexeme], guards: dict[int, str]) -> list[Lexeme]:
    """The lexemes, those whose guard does not hold made plain words; a guard sees what stood there before any fell."""
    plain = {k for k, guard in guards.items() if not _holds(_Place(parsed, items, k), guard)}
    return [item._replace(code=WORD) if k in plain else item for k, item in enumerate(items)] if plain else items


class _Place(NamedTuple):
    """A lexeme among its neighbours."""

    parsed: Parsed
    items: list[Lexeme]
    k: int

    @property
    def token(self) -> Token | None:
        return self.parsed.at(self.items[self.k].start)

    @property
    def tag(self) -> str:
        return self.token.tag if self.token else ""

    def near(self, step: int) -> Lexeme:
        k = self.k + step
        return self.items[k] if 0 <= k < len(self.items) else Lexeme(BREAK, "", 0, 0, "")

    @property
    def capital(self) -> bool:
        return self.parsed.text[self.items[self.k].start].isupper()

    @property
    def beside_number(self) -> bool:
        after = self.near(2) if self.near(1).code == "," else self.near(1)
        return bool({self.near(-1).code, after.code} & NUMBERS)

    @property
    def in_name(self) -> bool:
        """Whether it is part of a person's or organisation's name, with a capitalised word of no time beside it."""
        name = self.parsed.name_of.get(self.token.i) if self.token else None
        if name is None or name.label not in NAMES or not self.capital:
            return False
        first, last = self.parsed.tokens[name.first].start, self.parsed.tokens[name.last].end
        return any(n.code == WORD and first <= n.start < last and n.lower[:1].isalpha()
                   and self.parsed.text[n.start].isupper() for n in (self.near(-1), self.near(1)))


def _holds(place: _Place, guard: str) -> bool:
    name, *words = guard.split()
    before, after = place.near(-1), place.near(1)
    if name == "noverb":
        return place.tag[:2] != "VB"
    if name == "caps":
        return place.capital or place.beside_number
    if name == "number":
        return place.beside_number
    if name == "month":
        return place.beside_number or _is_month(place)
    if name == "name":
        return not place.in_name
    if name == "season":
        tail = place.near(2).code in "Ytlixf" if after.code == "o" else True
        return place.tag[:2] != "VB" and tail and (before.code in "tixlLXejgom8-" or after.code in "oY")
    if name == "quarter":
        return after.code in "Q-"
    if name == "tag":
        return place.tag.startswith(tuple(words))
    if name == "after":
        return before.lower in words
    if name == "not":
        return before.lower not in words
    if name == "not-before":
        return after.lower not in words
    if name == "end":
        return after.code in ";,|"
    if name == "once":
        alone = before.lower not in ("at", "more") and after.lower not in ("-", "again", "more")
        return after.code in "a~8" or (alone and after.code not in "lxi" and place.tag[:2] == "RB")
    return place.tag[:2] != "JJ"  # adverb


def _is_month(place: _Place) -> bool:
    """May, March, April, June or August without a number: a capital and a word before it that dates take."""
    token, before, after = place.token, place.near(-1).code, place.near(1)
    if place.in_name or place.tag in ("MD", "VB", "VBD", "VBP", "VBZ"):
        return False
    if not place.capital:
        return before in "j!lx"
    person = place.parsed.name_of.get(token.i) if token else None
    if person and person.label == "PERSON":
        return before in "j!lx"
    if after.code in "&T-" and place.near(2).code == "M":
        return True
    return before in "j<!o&TlxiLXemgB8-E" or (before == "t" and token is not None and token.dep != "nsubj")
