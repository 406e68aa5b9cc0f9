"""Lemmas and parts of speech, worked out once for each kind of word instead of once for each word.

spaCy's attribute ruler and rule lemmatizer look at a word's form, tag and dependency (and, for a few pairs, at the next
word). So their own answer for a document of that one word (or pair) is kept and given again: the same result to the
token (tests/read/test_parse.py holds it against theirs) at a tenth of the cost.
"""
from collections.abc import Sequence
from typing import Any

MOST = 200_000  # answers kept; a text needs some thousands


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

    def of(self, words: Sequence[Any]) -> list[tuple[str, str]]:
        """Lemma and part of speech of each token of a document."""
        if not self.replaces:
            return [(t.lemma_, t.pos_) for t in words]
        found: list[tuple[str, str]] = []
        for n, token in enumerate(words):
            if len(found) > n:
                continue
            after = words[n + 1] if n + 1 < len(words) else None
            if after is not None and self._paired(token.lower_, after.lower_):
                found += self._ask((token, after))
            else:
                found += self._ask((token,))
        return found

    def _ask(self, tokens: Sequence[Any]) -> tuple[tuple[str, str], ...]:
        signature = tuple(part for t in tokens for part in (t.text, t.tag_, t.dep_))
        known = self._known.get(signature)
        if known is None:
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
