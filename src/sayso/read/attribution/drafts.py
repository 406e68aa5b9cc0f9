"""Cues with their contents and speakers, one draft for each cue, as far as one sentence tells."""
from collections.abc import Iterator
from typing import NamedTuple

from sayso.read.attribution.complements import Complement, Range, complements, without
from sayso.read.attribution.cues import CueBook
from sayso.read.attribution.speakers import holder, joined, speakers, subject
from sayso.read.parse import Parsed, Token

STANDS_FOR = {"purpose": "to", "passive": "obj", "adj": "obj"}  # complements that count as a listed frame


class Draft(NamedTuple):
    """`cue` is a token; `content` ranges of tokens; `within` and `same_as` the cues of the statement that it is a link of
    and of the one whose content it shares."""

    cue: Token
    act: str
    frame: str
    content: tuple[Range, ...]
    sources: tuple[Token, ...]
    within: int | None = None
    same_as: int | None = None


def drafts(parsed: Parsed, book: CueBook) -> Iterator[Draft]:
    """A draft for each word that is a cue and has something that it could report."""
    for token in parsed.tokens:
        if token.lower == "according":
            yield from _according(parsed, token)
        elif frames := book.frames(token):
            if token.pos == "ADV":
                yield from _adverb(parsed, token, frames["clause"])
            elif (draft := _governed(parsed, token, frames)) is not None:
                yield draft


def _governed(parsed: Parsed, cue: Token, frames: dict[str, str]) -> Draft | None:
    """A draft from the complements that the cue's frames allow; for a verb, else from the clause it is inserted in."""
    verbal = cue.pos in ("VERB", "AUX") or "quote" in frames
    sources = speakers(parsed, cue) if verbal else _of_noun(parsed, cue)
    if cue.dep == "amod" or (cue.dep == "aux" and cue.pos == "AUX"):
        return None
    best = _best(parsed, cue, frames)
    if verbal and "clause" in frames and (best is None or best.frame != "clause"):
        host = _inserted(parsed, cue)
        if host is not None:
            return Draft(cue, frames["clause"], "clause", host, sources)
    if best is None:
        return None
    if _is_subject(best, sources) or _idle(parsed, cue, best, sources):
        return None
    return Draft(cue, frames[best.frame], best.frame, best.pieces, sources)


def _is_subject(best: Complement, sources: tuple[Token, ...]) -> bool:
    """Whether a content is its own source, which says that the parse went wrong."""
    return any(a <= s.i <= b for s in sources for a, b in best.pieces if b - a < 12)


def _idle(parsed: Parsed, cue: Token, best: Complement, sources: tuple[Token, ...]) -> bool:
    """A word that nobody says in the text, and that has no clause: "a move called prorogation", "to discuss trade"."""
    return not sources and best.frame != "clause" and cue.dep != "ROOT" \
        and (cue.tag in ("VB", "VBG", "NN", "NNS") or (cue.tag == "VBN" and cue.dep in ("acl", "amod")))


def _best(parsed: Parsed, cue: Token, frames: dict[str, str]) -> Complement | None:
    """The complement whose frame ranks first among those the cue takes; "asked him to go" keeps the object as well."""
    found = (c if c.frame in frames else c._replace(frame=STANDS_FOR.get(c.frame, c.frame))
             for c in complements(parsed, cue))
    allowed = [c for c in found if c.frame in frames]
    if not allowed:
        return None
    rank = {frame: n for n, frame in enumerate(frames)}
    return min(allowed, key=lambda c: (rank[c.frame], c.head < cue.i and cue.tag != "VBD", c.pieces[0][0] - c.pieces[-1][1]))


def _inserted(parsed: Parsed, cue: Token) -> tuple[Range, ...] | None:
    """The clause that "he said" stands in or after without governing it, or that "as he said" belongs to."""
    head = parsed.head(cue)
    marked = any(k.lower == "as" for k in parsed.kids(cue, "mark", "prep", "advmod") if k.i < cue.i)
    if head.i == cue.i:
        return _before(parsed, cue)
    if cue.dep == "ccomp" and head.i < cue.i and _plain(parsed, cue) and parsed.tokens[cue.left - 1].text == ",":
        return without(parsed, (head.left, cue.left - 1), ()) or None
    if cue.dep in ("parataxis", "dep") or (cue.dep == "advcl" and marked) \
            or (cue.dep == "ccomp" and _plain(parsed, cue) and head.i > cue.i):
        whole = (head.left, head.right)
        return without(parsed, whole, [(cue.left, cue.right)]) or None
    return _before(parsed, cue)


def _plain(parsed: Parsed, cue: Token) -> bool:
    """A "he said" with nothing but its subject: no complementiser, no object."""
    return not parsed.kid(cue, "mark") and parsed.kid(cue, "nsubj") is not None


def _before(parsed: Parsed, cue: Token) -> tuple[Range, ...] | None:
    """The words before a comma and a postposed cue: "Syria ready to talk, says Lavrov"."""
    named = parsed.kid(cue, "nsubj")
    edge = cue.i if named is None else min(cue.i, named.left)
    first = parsed.sentence(cue).first
    if edge - first < 3 or parsed.tokens[edge - 1].text not in (",", "\"", "”", "''") or cue.tag not in ("VBD", "VBZ", "VBP"):
        return None
    if named is None or (named.i < cue.i and parsed.kid(cue, "dobj", "ccomp")):
        return None
    if any(k.dep in ("ccomp", "nsubj") and k.i > cue.i and k.i != named.i for k in parsed.kids(cue)):
        return None
    return without(parsed, (first, edge - 1), ()) or None


def _of_noun(parsed: Parsed, cue: Token) -> tuple[Token, ...]:
    """Whose a noun or adjective is: its holder, or the subject of the copula that it completes."""
    head = parsed.head(cue)
    if cue.pos == "ADJ" or cue.dep in ("acomp", "oprd"):
        own = subject(parsed, head, set()) if head.i != cue.i and head.pos in ("AUX", "VERB") else None
    else:
        own = holder(parsed, cue)
    return () if own is None or own.lower in ("it", "there", "which", "that") else joined(parsed, own)


def _according(parsed: Parsed, token: Token) -> Iterator[Draft]:
    """"According to X": the sentence, or the clause it stands in, less the phrase itself."""
    to = next((t for t in parsed.tokens[token.i + 1:token.i + 2] if t.lower == "to"), None)
    named = None if to is None else parsed.kid(to, "pobj")
    if to is None or named is None:
        return
    sentence, last = parsed.sentence(token), max(to.right, named.right)
    governor = parsed.head(token)
    phrase = (token.left, last)
    if token.i <= sentence.first + 1:
        content = without(parsed, (sentence.first, sentence.last), [phrase])
    elif governor.i < token.i and governor.dep in ("relcl", "advcl", "acl", "ccomp"):
        content = without(parsed, (governor.left, token.left - 1), ())
    elif governor.i > token.i and not any(t.pos in ("VERB", "AUX") for t in parsed.tokens[sentence.first:token.i]):
        content = without(parsed, (governor.left, governor.right), [phrase])
    else:
        content = without(parsed, (sentence.first, token.left - 1), ())
    if content:
        yield Draft(token, "speech", "according", content, joined(parsed, named))


def _adverb(parsed: Parsed, token: Token, act: str) -> Iterator[Draft]:
    """"Allegedly": the clause it stands in, on nobody's named authority."""
    host = parsed.head(token)
    while host.pos not in ("VERB", "AUX") and host.head != host.i:
        host = parsed.head(host)
    if host.pos in ("VERB", "AUX") and (content := without(parsed, (host.left, host.right), [token_range(token)])):
        yield Draft(token, act, "adverb", content, ())


def token_range(token: Token) -> Range:
    """A token as a range."""
    return token.i, token.i
