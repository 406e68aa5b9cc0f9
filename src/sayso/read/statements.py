"""Statements: who is reported to say, write, believe, want, judge or refuse what, and on whose say-so that stands.

Cues come from the table `cues`; what hangs on them from the parse; quotes complete what the parse cuts at a sentence's
end. A statement whose cue and content lie in the content of another is within it: that is the chain of sources.
"""
from collections.abc import Callable, Iterable

from sayso.lexicon.tables import Cue
from sayso.read.attribution.chains import chained
from sayso.read.attribution.cues import CueBook
from sayso.read.attribution.drafts import drafts, written
from sayso.read.attribution.quotes import Quote, find_quotes
from sayso.read.attribution.speakers import source_range
from sayso.read.attribution.voiced import Voiced, voice
from sayso.read.parse import Parsed, Token
from sayso.read.stage import Stage
from sayso.records import Entity, Reading, Source, Span, Statement

HELD = frozenset({"believe", "hope", "fear", "suspect", "doubt", "expect"})
LINKS_TO = frozenset({"intent", "refusal"})
SPEAKERS = frozenset({"person", "organisation", "government", "military", "armed_group", "party", "role"})
MODAL = {"may": 1.0, "might": 1.0, "could": 1.0, "would": 0.0, "should": 0.0, "will": 2.0}


def statements_stage(cues: Iterable[Cue]) -> Stage:
    """A stage that fills `statements` by the rows of table `cues`."""
    book = CueBook(cues)

    def find(parsed: Parsed, reading: Reading) -> tuple[Statement, ...]:
        quotes = find_quotes(parsed.text)
        entities = reading.entities or ()
        actors = frozenset(t.i for e in entities if e.kind in SPEAKERS for t in parsed.within(e.span))
        voiced = voice(parsed, book, chained(parsed, book, drafts(parsed, book), actors), quotes)
        return _written(parsed, book, voiced, quotes, _finder(entities))

    return Stage(fills="statements", version="1", needs=("entities",), find=find)


def _written(parsed: Parsed, book: CueBook, voiced: list[Voiced], quotes: tuple[Quote, ...],
             entity: Callable[[Span, Span], str | None]) -> tuple[Statement, ...]:
    """Drafts as statements in reading order, each within the innermost other that holds its cue and its content."""
    ordered = sorted(voiced, key=lambda v: (v.hull[0], v.draft.cue.start, -v.hull[1]))
    ordered = [v for v in ordered if _counts(book, ordered, v, quotes)]
    done = []
    for n, v in enumerate(ordered, 1):
        outer = _outer(ordered, v)
        done.append(Statement(
            id=f"s{n}", kind=kind(parsed.text, v, quotes), act=_act(parsed, book, v), cue=v.draft.cue.span,
            content=v.content, sources=tuple(_source(parsed, head, entity) for head in v.draft.sources),
            within=None if outer is None else f"s{outer + 1}", factuality=_factuality(parsed, v.draft.cue)))
    return tuple(done)


def _counts(book: CueBook, ordered: list[Voiced], v: Voiced, quotes: tuple[Quote, ...]) -> bool:
    """Whether a statement inside another's words is a link of its own.

    Somebody else's word is: "the minister said that rebels had denied it". What a speaker thinks, wants and means to
    say in his own quoted words ("I think", "we want", "you know") is how he talks; what he believes, hopes or fears is
    kept.
    """
    quoted = any(q.start < v.draft.cue.start < q.end for q in quotes)
    if not quoted and _outer(ordered, v) is None:
        return True
    if v.draft.within is not None:
        return True
    if not v.draft.sources or v.draft.frame not in ("clause", "quote", "according"):
        return not quoted and v.draft.frame == "to" and v.draft.act in LINKS_TO and bool(v.draft.sources)
    if v.draft.sources[0].lower in ("i", "we"):
        return book.lemma(v.draft.cue) in HELD
    if v.draft.act in ("belief", "intent"):
        return not quoted and book.lemma(v.draft.cue) != "know"
    return v.draft.act != "judgement"


def kind(text: str, v: Voiced, quotes: tuple[Quote, ...]) -> str:
    """`direct` if all of the content is quoted, `mixed` if some is; quotes around the cue as well do not count."""
    around = [q for q in quotes if q.start < v.hull[1] and v.hull[0] < q.end
              and not q.start < v.draft.cue.start < q.end]
    if not around:
        return "indirect"
    bare = text
    for start, end in v.content:
        rest = bare[start:end]
        for q in around:
            low, high = max(q.start - start, 0), max(q.end - start, 0)
            rest = rest[:low] + " " * len(rest[low:high]) + rest[high:]
        if len(rest.split()) > 1 or (rest.strip().isalpha() and rest.strip() not in ("that", "and", "but")):
            return "mixed"
    return "direct"


def _outer(ordered: list[Voiced], v: Voiced) -> int | None:
    """Which of `ordered` is the smallest content that holds both the cue and the content of `v`."""
    (start, end), cue = v.hull, v.draft.cue
    holding = []
    for n, o in enumerate(ordered):
        low, high = o.hull
        if low > start:
            break
        if o.draft.cue.i == v.draft.within and o.content == v.content:
            return n
        if end <= high and low <= cue.start and cue.end <= high and (low, high) != (start, end) \
                and any(a <= start and end <= b for a, b in o.content):
            holding.append((high - low, n))
    return min(holding)[1] if holding else None


def _act(parsed: Parsed, book: CueBook, v: Voiced) -> str:
    """The cue's act, but a document's where a document speaks."""
    if v.draft.act == "speech" and any(book.is_document(written(parsed, s)) for s in v.draft.sources[:1]):
        return "document"
    return v.draft.act


def _source(parsed: Parsed, head: Token, entity: Callable[[Span, Span], str | None]) -> Source:
    first, last = source_range(parsed, head)
    span = parsed.span(first, last)
    named = any(t.tag in ("NNP", "NNPS") for t in parsed.tokens[first:last + 1])
    return Source(span=span, entity=entity(written(parsed, head).span, span), named=named)


def _finder(entities: tuple[Entity, ...]) -> Callable[[Span, Span], str | None]:
    """A look-up of the entity that holds a head, else the first that overlaps the phrase."""

    def entity(head: Span, phrase: Span) -> str | None:
        near = [e for e in entities if e.span[0] < phrase[1] and phrase[0] < e.span[1]]
        exact = [e for e in entities if e.span[0] < head[1] and head[0] < e.span[1]]
        exact.sort(key=lambda e: e.span[1] - e.span[0])
        return exact[0].id if exact else near[0].id if near else None

    return entity


def _factuality(parsed: Parsed, cue: Token) -> float:
    """How certain it is that it was stated at all: "did not say" -3, "may say" 1, "would say" 0."""
    if parsed.kid(cue, "neg") is not None:
        return -3.0
    for kid in parsed.kids(cue, "aux"):
        if kid.lower in MODAL:
            return MODAL[kid.lower]
    return 3.0
