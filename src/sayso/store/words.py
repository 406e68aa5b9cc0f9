"""Words as both full-text indexes see them, questions to them, and the passages shown for what they found.

The indexes are given words that are cut, folded and counted here, so that SQLite and PostgreSQL agree on what a word
is; both then bring them to Porter's stems (M. F. Porter, "An algorithm for suffix stripping", 1980). A question is
taken apart into words by the same rule, and only words reach a database: no character of it is ever syntax.
"""
import re
import unicodedata
from collections.abc import Iterator

import msgspec

from sayso.records import Span

MOST_BYTES = 400_000  # of one text that are indexed: PostgreSQL holds a megabyte of stems and places
MOST_TERMS = 32
_WORD = re.compile(r"[^\W_]{1,60}")
_TERM = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')
_ENDINGS = re.compile(r"(?:ations?|ments?|ings?|ers?|edly|ied|ies|ed|es|ly|s|e|y|ion|ions)$")
SNIPPET = 200


class Term(msgspec.Struct, frozen=True):
    """Words that stand together, the last of them a beginning where `prefix`; `wanted` False: must not be there."""

    words: tuple[str, ...]
    prefix: bool
    wanted: bool


def fold(text: str) -> str:
    """Words in small letters without accents, a space between; those over 60 in pieces, the text up to its limit."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    folded = " ".join(_WORD.findall(text.lower()))
    if len(folded) * 4 > MOST_BYTES and len(encoded := folded.encode()) > MOST_BYTES:
        folded = encoded[:MOST_BYTES].decode("utf-8", "ignore").rpartition(" ")[0]
    return folded


def terms(question: str) -> tuple[Term, ...]:
    """What a question asks for; () where it has no word that must be there. Terms after the 32nd are passed over."""
    found = []
    for minus, phrase, bare in _TERM.findall(question[:10_000]):
        if words := tuple(fold(phrase or bare).split()):
            found.append(Term(words, bare.endswith("*"), not minus))
        if len(found) == MOST_TERMS:
            break
    return tuple(found) if any(term.wanted for term in found) else ()


def snippet(text: str, asked: tuple[Term, ...]) -> tuple[str, tuple[Span, ...]]:
    """A passage of some 200 characters with most of the words asked for, and where in it they stand."""
    marks = list(_marks(text, asked))
    at = max(range(len(marks)), key=lambda k: (_within(marks, k), -k), default=None)
    start = 0 if at is None else _word_start(text, max(0, marks[at][0] - SNIPPET // 4))
    end = min(len(text), start + SNIPPET)
    if end < len(text) and (space := text.rfind(" ", start, end)) > start + SNIPPET // 2:
        end = space
    return text[start:end], tuple((a - start, b - start) for a, b in marks if start <= a and b <= end)


def _marks(text: str, asked: tuple[Term, ...]) -> Iterator[Span]:
    stems = {_stem(word) for term in asked if term.wanted for word in term.words}
    begun = tuple(term.words[-1] for term in asked if term.wanted and term.prefix)
    plain = text if text.isascii() else text.translate(_Bases())
    # one pass finds the few words that begin like one of them; only those are looked at
    alike = re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted({*stems, *begun}))})[^\W_]*", re.IGNORECASE)
    for found in alike.finditer(plain):
        word = found[0].lower()
        if _stem(word) in stems or (begun and word.startswith(begun)):
            yield found.span()


class _Bases(dict[int, int]):
    """Characters ► the letter under their accents, one for one, so that spans stay where they are."""

    def __missing__(self, character: int) -> int:
        self[character] = ord(unicodedata.normalize("NFKD", chr(character))[0])
        return self[character]


def _stem(word: str) -> str:
    """Good enough to mark a word in a passage; what is found, the database's own stems decide."""
    cut = _ENDINGS.sub("", word)
    return cut if len(cut) >= 3 else word


def _within(marks: list[Span], first: int) -> int:
    """How many marks a passage that begins at one of them holds."""
    return sum(1 for mark in marks[first:first + 40] if mark[1] <= marks[first][0] + SNIPPET * 3 // 4)


def _word_start(text: str, at: int) -> int:
    """The first beginning of a word from here on, or here where there is none near."""
    if at == 0:
        return 0
    space = re.compile(r"\s").search(text, at, at + SNIPPET // 4)
    return space.end() if space else at
