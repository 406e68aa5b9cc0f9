"""Quotes and drafts brought together: whose each quoted stretch is, and how far what is said really reaches.

The parser knows sentences, a quotation may run over many. A quote that meets the content of a draft completes it; one
that stands alone goes to the cue beside it, to the statement that it continues ('"A," he said. "B."'), or to nobody.
"""
from typing import NamedTuple

from sayso.read.attribution.cues import CueBook
from sayso.read.attribution.drafts import Draft
from sayso.read.attribution.quotes import Quote
from sayso.read.attribution.speakers import beside, joined, speakers
from sayso.read.parse import Parsed, Token
from sayso.records import Span

LINKS = frozenset({"and", "which", "who", "that", "but", "or", "because", "while", "when"})
CLOSING = " .,\"”'"
NEAR = 14  # tokens between a quote and the verb that introduces or follows it
WORDS = 3  # a quote with fewer is a term unless a verb of saying stands right beside it


class Voiced(NamedTuple):
    """A draft with its content in characters."""

    draft: Draft
    content: tuple[Span, ...]

    @property
    def hull(self) -> Span:
        """From its first to its last character."""
        return self.content[0][0], self.content[-1][1]


def voice(parsed: Parsed, book: CueBook, found: list[Draft], quotes: tuple[Quote, ...]) -> list[Voiced]:
    """The drafts with their contents completed by quotes, and new ones for quotes that only a cue stands beside."""
    held = {d.cue.i: Voiced(d, _spans(parsed, d, quotes)) for d in found if d.same_as is None}
    held = {i: v for i, v in held.items() if v.content}
    loose: list[Voiced] = []
    last: tuple[int, Quote] | None = None
    for quote in quotes:
        owner = _owner(held, quote)
        if owner is None:
            owner = _beside(parsed, book, held, quote)
        if owner is None and last is not None and _continues(parsed, held[last[0]], last[1], quote):
            owner = last[0]
        if owner is None:
            if (before := _just_before(parsed, held, quote)) is not None:
                loose.append(Voiced(held[before].draft._replace(frame="quote"), (quote[:2],)))
            continue
        if owner in held:
            for i in {owner, *_around(held, owner, quote)}:
                held[i] = held[i]._replace(content=united((*held[i].content, quote[:2]), parsed.text))
        else:
            cue = parsed.tokens[owner]
            act = book.frames(cue).get("quote") or book.frames(cue).get("clause") or "speech"
            held[owner] = Voiced(Draft(cue, act, "quote", (), speakers(parsed, cue)), (quote[:2],))
        last = (owner, quote)
    held = {i: _respoken(parsed, held, v, quotes) for i, v in held.items()}
    held |= {d.cue.i: Voiced(d, held[d.same_as].content) for d in found if d.same_as in held}
    return [*(held[i] for i in sorted(held)), *loose]


def _respoken(parsed: Parsed, held: dict[int, Voiced], v: Voiced, quotes: tuple[Quote, ...]) -> Voiced:
    """A statement whose speaker the parser sought inside the quote, or behind the cue among what is said.

    '„Wir sind bereit“, said the chancellor' shows by position alone who speaks. What hangs on such a cue ("…, adding
    that") has its speaker.
    """
    draft = v.draft
    closed = next((q for q in quotes if q[:2] in v.content or any(a <= q.start and q.end == b for a, b in v.content)
                   if q.end <= draft.cue.start), None)
    lost = not draft.sources or any(q.start < s.start < q.end for s in draft.sources for q in quotes
                                    if not q.start < draft.cue.start < q.end)
    if not lost:
        return v
    above = parsed.head(draft.cue)
    if closed is None:
        host = held.get(above.i)
        return v if host is None or host is v or not draft.sources else \
            v._replace(draft=draft._replace(sources=_respoken(parsed, held, host, quotes).draft.sources))
    last = max(q.end for q in quotes if q.end <= draft.cue.start)
    found = beside(parsed, draft.cue, last)
    if found is None:
        return v
    content = tuple(s for s in v.content if not s[0] <= found.start < s[1])
    return Voiced(draft._replace(sources=joined(parsed, found)), content or v.content)


def _spans(parsed: Parsed, draft: Draft, quotes: tuple[Quote, ...]) -> tuple[Span, ...]:
    """A draft's content in characters; a cue inside a quote reports nothing beyond the quote's end."""
    home = next((q for q in quotes if q.start < draft.cue.start < q.end), None)
    spans = []
    for first, last in draft.content:
        start, end = parsed.span(first, last)
        if home is not None:
            start, end = max(start, home.start + 1), min(end, home.end - 1)
        if start < end:
            spans.append((start, end))
    return united(spans, parsed.text)


def united(spans: list[Span] | tuple[Span, ...], text: str) -> tuple[Span, ...]:
    """Sorted spans, those that meet or have only space between them made one."""
    done: list[Span] = []
    for start, end in sorted(spans):
        if done and (start <= done[-1][1] or not text[done[-1][1]:start].strip()):
            done[-1] = done[-1][0], max(end, done[-1][1])
        else:
            done.append((start, end))
    return tuple(done)


def _owner(held: dict[int, Voiced], quote: Quote) -> int | None:
    """The draft outside the quote whose content shares most with it; it must say, not merely name, what is quoted."""
    shared = {}
    for i, v in held.items():
        if quote.start <= v.draft.cue.start < quote.end:
            continue
        common = sum(max(0, min(quote.end, b) - max(quote.start, a)) for a, b in v.content)
        if common and _reaches(v, quote):
            shared[i] = common
    return max(shared, key=lambda i: (shared[i], i)) if shared else None


def _around(held: dict[int, Voiced], owner: int, quote: Quote) -> list[int]:
    """The drafts whose content holds all of the owner's and ends in the quote as well: they reach as far."""
    start, end = held[owner].hull
    return [i for i, v in held.items()
            if v.hull[0] <= start and end <= v.hull[1] and quote.start < v.hull[1] <= quote.end
            and not quote.start < v.draft.cue.start < quote.end]


def _reaches(v: Voiced, quote: Quote) -> bool:
    """A content that only touches a quote of another sentence does not own it."""
    return v.draft.frame in ("clause", "quote", "according", "obj", "as", "to", "of", "for") or \
        (v.hull[0] <= quote.start and quote.end <= v.hull[1])


def _beside(parsed: Parsed, book: CueBook, held: dict[int, Voiced], quote: Quote) -> int | None:
    """The verb of saying right after the quote, or right before it."""
    inner = parsed.within(quote[:2])
    if not inner:
        return None
    ends = parsed.text[quote.start:quote.end].rstrip("\"”“'’`»« ")[-1:]
    after = _after(parsed, book, held, quote, inner[-1].i + 1)
    before = _before(parsed, book, quote, inner[0].i - 1)
    first, second = (after, before) if ends in ",?!—-" else (before, after)
    return first if first is not None else second


def _after(parsed: Parsed, book: CueBook, held: dict[int, Voiced], quote: Quote, at: int) -> int | None:
    """'"…," said the farmer' and '"…," the farmer said': a verb before the sentence or another quote ends."""
    tokens = parsed.tokens
    if at >= len(tokens) or "\n" in parsed.text[quote.end:tokens[at].start] or not _open_end(parsed, quote, tokens[at]):
        return None
    for token in tokens[at:at + NEAR]:
        if token.text in (".", ";", ":") or "\n" in parsed.text[quote.end:token.start]:
            return None
        if token.text in ("\"", "“", "''", "``") or token.lower in LINKS:
            return None
        if "quote" in book.frames(token) and token.tag in ("VBD", "VBZ", "VBP") and _says(parsed, book, token):
            taken = held.get(token.i)
            if taken is not None and taken.hull[0] > token.end and (
                    taken.draft.frame != "clause" or parsed.text[token.end:taken.hull[0]].strip(" ,:\"“'")):
                del held[token.i]  # what the parser took from behind the cue is not what is said
            return token.i
    return None


def _says(parsed: Parsed, book: CueBook, token: Token) -> bool:
    """"Went on", not "went"."""
    after = parsed.tokens[token.i + 1:token.i + 2]
    return book.lemma(token) != "go" or any(t.lower == "on" for t in after)


def _open_end(parsed: Parsed, quote: Quote, following: Token) -> bool:
    """Whether the sentence goes on after the quote: a comma in it or after it, a question or an exclamation mark."""
    inner = parsed.text[quote.start:quote.end].rstrip("\"”“'’`»« ")
    return inner[-1:] in ",?!—-…" or following.text in (",", "—", "–", "-") or following.text[:1].islower() \
        or (inner[-1:].isalnum() and following.text not in ".;:")


def _before(parsed: Parsed, book: CueBook, quote: Quote, at: int) -> int | None:
    """'The farmer said: "…"': the last verb of saying before the quote, with a comma or colon between them."""
    tokens, text = parsed.tokens, parsed.text
    if at < 0:
        return None
    sign = tokens[at].text
    gap = text[tokens[at].end:quote.start]
    fresh = "\n" in gap
    if sign not in (",", ":") and ("quote" not in book.frames(tokens[at]) or fresh):
        return None
    for token in reversed(tokens[max(0, at - 25):at + 1]):
        if token.sent != tokens[at].sent and token.text in ".?!":
            return None
        if "\n" in text[token.start:tokens[at].start]:
            return None
        frames = book.frames(token)
        if token.pos in ("VERB", "AUX") and ("quote" in frames or (sign == ":" and "clause" in frames)) \
                and _says(parsed, book, token):
            return token.i
    return None


def _continues(parsed: Parsed, v: Voiced, said: Quote, quote: Quote) -> bool:
    """'"A," he said. "B."' in one paragraph, or the next paragraph of a quotation that was not closed."""
    text = parsed.text
    between = text[said.end:quote.start]
    if said.goes_on:
        return not between.strip()
    if "\n" in between or not _starts_sentence(text, quote.start):
        return False
    cue, sentence = v.draft.cue, parsed.sentence(v.draft.cue)
    near = said.end <= cue.start or cue.start < said.start
    return near and not text[max(sentence.end, said.end):quote.start].strip(CLOSING)


def _starts_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(" ")
    return not before or before[-1] in ".!?\n\"”'’…,)"


def _just_before(parsed: Parsed, held: dict[int, Voiced], quote: Quote) -> int | None:
    """The statement in the sentence right before a wholly quoted sentence of the same paragraph."""
    text = parsed.text
    if not _starts_sentence(text, quote.start) or len(text[quote.start:quote.end].split()) <= WORDS:
        return None
    best = None
    for i, v in held.items():
        end = parsed.sentence(v.draft.cue).end
        if v.draft.act in ("speech", "document") and v.draft.frame in ("clause", "quote", "according") \
                and end <= quote.start and not text[end:quote.start].strip(" ") and quote.start - end < 4:
            best = i
    return best
