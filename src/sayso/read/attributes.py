"""Lemmas and parts of speech, worked out once for each kind of word instead of once for each word.

spaCy's attribute ruler and rule lemmatizer look at a word's form, tag and dependency (and, for a few pairs, at the next
word). So their own answer for a word (or words in such pairs) is kept and given again: the same result to the token
(tests/read/test_parse.py holds it against theirs) at a tenth of the cost. A text with many new words is given to them
whole, since one word alone costs as much as several together.
"""
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

MOST = 200_000  # answers kept; a text needs some thousands
ALONE = 6       # asking for one word by itself costs as much as so many words of a whole document


class Attributes:
    """The answers of one loaded pipeline. The memory is a cache: it changes how fast, never what."""

    def __init__(self, nlp: Any) -> None:
        names = [name for name in ("attribute_ruler", "lemmatizer") if name in nlp.pipe_names]
        self.replaces: list[str] = names if len(names) == 2 else []
        self._vocab = nlp.vocab
        self._pipes = [nlp.get_pipe(name) for name in self.replaces]
        self._known: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = {}
        self._pairs_of = self._pairs() if self.replaces else {}

    def _pairs(self) -> dict[str, frozenset[str]]:
        """The ruler's patterns over two tokens: second word ► first words ("*": any word)."""
        found: dict[str, set[str]] = {}
        for rule in self._pipes[0].patterns:
            for pattern in rule["patterns"]:
                if len(pattern) > 1:
                    for second in _words(pattern[1]):
                        found.setdefault(second, set()).update(_words(pattern[0]))
        return {second: frozenset(firsts) for second, firsts in found.items()}

    def _paired(self, first: str, second: str) -> bool:
        """Whether a word's answer may depend on the next word."""
        return any(first in firsts or "*" in firsts for firsts in (self._pairs_of.get(second), self._pairs_of.get("*"))
                   if firsts is not None)

    def of(self, doc: Any) -> list[tuple[str, str]]:
        """Lemma and part of speech of each token of a document."""
        words = list(doc)
        if not self.replaces:
            return [(t.lemma_, t.pos_) for t in words]
        parts = [(t.text, t.tag_, t.dep_) for t in words]
        groups = self._groups([t.lower_ for t in words])
        signatures = [tuple(part for n in group for part in parts[n]) for group in groups]
        new = {s for s in signatures if s not in self._known}
        if len(new) * ALONE > len(words):
            return self._learn(doc, groups, signatures)
        return [answer for group, signature in zip(groups, signatures, strict=True)
                for answer in self._known.get(signature) or self._ask([words[n] for n in group], signature)]

    def _groups(self, lower: list[str]) -> list[range]:
        """The places of words whose answers hang together: nearly always one word."""
        starts = [n for n in range(len(lower)) if n == 0 or not self._paired(lower[n - 1], lower[n])]
        return [range(start, after) for start, after in pairwise([*starts, len(lower)])]

    def _learn(self, doc: Any, groups: list[range], signatures: list[tuple[str, ...]]) -> list[tuple[str, str]]:
        """The whole document's answers, from the pipeline itself; what they teach is kept."""
        for pipe in self._pipes:
            doc = pipe(doc)
        found = [(t.lemma_, t.pos_) for t in doc]
        for group, signature in zip(groups, signatures, strict=True):
            if len(self._known) < MOST:
                self._known.setdefault(signature, tuple(found[group.start:group.stop]))
        return found

    def _ask(self, tokens: Sequence[Any], signature: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        known = self._work_out(tokens)
        if len(self._known) < MOST:
            self._known[signature] = known
        return known

    def _work_out(self, tokens: Sequence[Any]) -> tuple[tuple[str, str], ...]:
        from spacy.tokens import Doc

        doc = Doc(self._vocab, words=[t.text for t in tokens], tags=[t.tag_ for t in tokens],
                  deps=[t.dep_ for t in tokens], heads=list(range(len(tokens))))
        for pipe in self._pipes:
            doc = pipe(doc)
        return tuple((t.lemma_, t.pos_) for t in doc)


def _words(part: dict[str, Any]) -> list[str]:
    """The lower-case words that a token pattern names; "*" where it says them by an expression or not at all."""
    lower = part.get("LOWER")
    if isinstance(lower, str):
        return [lower]
    return list(lower["IN"]) if isinstance(lower, dict) and "IN" in lower else ["*"]
