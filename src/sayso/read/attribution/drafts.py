"""Cues with their contents and speakers, one draft for each cue, as far as one sentence tells."""
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sayso.read.attribution.complements import Complement, Range, complements, without
from sayso.read.attribution.cues import CueBook
from sayso.read.attribution.speakers import antecedent, holder, joined, own_subject, speakers, subject
from sayso.read.parse import Parsed, Token

STANDS_FOR = {"purpose": "to", "passive": "obj", "adj": "obj"}  # complements that count as a listed frame


FINITE = ("VBD", "VBZ", "VBP")
AWAY = frozenset({"up", "off", "over", "around", "away", "through"})  # "showed up", "called off" report nothing
ATTITUDES = frozenset({"belief", "intent", "judgement"})


class Draft(NamedTuple):
    """`cue` is a token, `content` ranges of tokens.

    `within` is the cue of the statement that it is a link of, `same_as` of the one whose content it shares.
    """

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
        if token.text == ":":
            yield from _headed_line(parsed, book, token)
        elif token.lower == "according" or (token.lower == "words" and token.dep == "pobj"):
            yield from _according(parsed, token)
        elif frames := book.frames(token):
            if token.pos == "ADV":
                yield from _adverb(parsed, token, frames["clause"])
            elif (draft := _governed(parsed, book, token, frames)) is not None:
                yield mended(parsed, draft) if draft.frame == "clause" else draft


def _headed_line(parsed: Parsed, book: CueBook, colon: Token) -> Iterator[Draft]:
    """"Lavrov: talks failed": a line that begins with a speaker and a colon, as headlines and transcripts do."""
    text = parsed.text
    start = max(text.rfind("\n", 0, colon.start), text.rfind("\u2029", 0, colon.start)) + 1
    stop = text.find("\n", colon.end)
    before = [t for t in parsed.within((start, colon.start)) if t.start >= start and t.i < colon.i]
    after = parsed.within((colon.end, stop if stop >= 0 else len(text)))
    if not 0 < len(before) <= 6 or any(t.pos in ("VERB", "AUX", "PUNCT") for t in before) \
            or not any(t.pos in ("VERB", "AUX") for t in after):
        return
    last = before[-1]
    name = parsed.name_of.get(last.i)
    if last.lower not in book.speakers and last.lemma not in book.speakers and not book.is_document(last) \
            and (name is None or name.label not in ("PERSON", "NORP")):
        return
    content = without(parsed, (after[0].i, after[-1].i), ())
    if content and after[0].i > colon.i:
        yield Draft(colon, "speech", "clause", content, (last,))


def written(parsed: Parsed, head: Token) -> Token:
    """What a relative pronoun stands for; any other word itself."""
    return antecedent(parsed, head) or head if head.lower in ("who", "which", "that") else head


def mended(parsed: Parsed, draft: Draft) -> Draft:
    """A postposed cue whose speaker the parser put into the content: "…, the council said" without a subject.

    The speaker is then the phrase between the last comma or quote mark and the cue, if no verb stands in it.
    """
    first, last = draft.content[-1]
    within = [s for s in draft.sources if any(a <= s.i <= b for a, b in draft.content)]
    if (draft.sources and not within) or last >= draft.cue.i:
        return draft
    start = draft.cue.i
    while start > first and parsed.tokens[start - 1].text not in (",", "\"", "”", "''", "?", "!"):
        start -= 1
    if start in (first, draft.cue.i) or draft.cue.i - start > 12 \
            or any(t.pos in ("VERB", "AUX") for t in parsed.tokens[start:draft.cue.i]):
        return draft._replace(sources=tuple(s for s in draft.sources if s not in within))
    phrase = parsed.tokens[start:draft.cue.i]
    head = next((t for t in phrase if t.pos in ("PROPN", "NOUN", "PRON") and not start <= t.head < t.i
                 and not (t.dep == "compound" and t.head < draft.cue.i)), None)
    cut = without(parsed, (first, min(last, start - 1)), ())
    return draft if head is None or not cut else draft._replace(content=(*draft.content[:-1], *cut), sources=(head,))


def _governed(parsed: Parsed, book: CueBook, cue: Token, frames: Mapping[str, str]) -> Draft | None:
    """A draft from the complements that the cue's frames allow; for a verb, else from the clause it is inserted in."""
    verbal = cue.pos in ("VERB", "AUX") or "quote" in frames
    sources = speakers(parsed, cue) if verbal else _of_noun(parsed, cue)
    if (turned := _turned(parsed, cue, frames)) is not None:
        return turned
    if cue.dep in ("amod", "aux") or any(k.lower in AWAY for k in parsed.kids(cue, "prt")) \
            or (cue.i > 1 and parsed.tokens[cue.i - 2].lower == "so"):
        return None
    best = _best(parsed, cue, frames)
    loose = best is None or (best.frame != "clause" and (
        best.head < cue.i or cue.dep == "parataxis" or _parenthetical(parsed, cue)))
    if verbal and "clause" in frames and loose:
        host = _inserted(parsed, cue)
        if host is not None:
            return Draft(cue, frames["clause"], "clause", host, sources)
    if best is None:
        return None
    if _is_subject(best, sources) or _empty(parsed, best) or _idle(cue, best, sources) \
            or not _can(parsed, book, cue, frames[best.frame], sources):
        return None
    return Draft(cue, frames[best.frame], best.frame, best.pieces, sources)


def _can(parsed: Parsed, book: CueBook, cue: Token, act: str, sources: tuple[Token, ...]) -> bool:
    """Whether such a source can do such an act: not the reader, not "a device that supports video", documents show."""
    if any(s.lower == "you" or (act in ATTITUDES and s.lower in ("that", "which")) for s in sources):
        return False
    return not book.only_documents(cue) or any(book.is_document(written(parsed, s)) for s in sources)


def _is_subject(best: Complement, sources: tuple[Token, ...]) -> bool:
    """Whether a content is its own source, which says that the parse went wrong."""
    return any(a <= s.i <= b for s in sources for a, b in best.pieces if b - a < 12)


def _turned(parsed: Parsed, cue: Token, frames: Mapping[str, str]) -> Draft | None:
    """", reported officials" that the parser took for officials who were reported."""
    before = parsed.tokens[cue.i - 1] if cue.i else cue
    if cue.dep != "amod" or cue.tag not in ("VBD", "VBN") or "quote" not in frames or before.text != "," \
            or cue.head != cue.i + 1:
        return None
    content = without(parsed, (parsed.sentence(cue).first, cue.i - 1), ())
    return Draft(cue, frames["quote"], "clause", content, (parsed.head(cue),)) if content else None


def _empty(parsed: Parsed, best: Complement) -> bool:
    """A content that says nothing by itself: "called it", "what he said"."""
    return all(a == b and parsed.tokens[a].pos in ("PRON", "DET") for a, b in best.pieces)


def _idle(cue: Token, best: Complement, sources: tuple[Token, ...]) -> bool:
    """A word that nobody says in the text, and that has no clause: "a move called prorogation", "to discuss trade"."""
    return not sources and best.frame != "clause" and cue.dep != "ROOT" \
        and (cue.tag in ("VB", "VBG", "NN", "NNS") or (cue.tag == "VBN" and cue.dep in ("acl", "amod")))


def _best(parsed: Parsed, cue: Token, frames: Mapping[str, str]) -> Complement | None:
    """The complement whose frame ranks first among those the cue takes; "asked him to go" keeps the object as well."""
    found = (c if c.frame in frames else c._replace(frame=STANDS_FOR.get(c.frame, c.frame))
             for c in complements(parsed, cue))
    allowed = [c for c in found if c.frame in frames and not _parenthetical(parsed, parsed.tokens[c.head])]
    if not allowed:
        return None
    rank = {frame: n for n, frame in enumerate(frames)}
    return min(allowed, key=lambda c: (rank[c.frame], not _headed(parsed, cue, c), c.pieces[0][0] - c.pieces[-1][1]))


def _headed(parsed: Parsed, cue: Token, found: Complement) -> bool:
    """A clause behind the cue that says what it is: "that …", "whether …"."""
    return found.head > cue.i and parsed.kid(parsed.tokens[found.head], "mark") is not None


def _inserted(parsed: Parsed, cue: Token) -> tuple[Range, ...] | None:
    """The clause that "he said" stands in or after without governing it, or that "as he said" belongs to."""
    head = parsed.head(cue)
    marked = any(k.lower == "as" for k in parsed.kids(cue, "mark", "prep", "advmod") if k.i < cue.i)
    if head.i == cue.i:
        return _before(parsed, cue)
    if cue.dep in ("acl", "relcl") and _ends(parsed, cue):
        return ((parsed.sentence(cue).first, cue.i - 1),)
    if head.i < cue.i and _parenthetical(parsed, cue):
        return without(parsed, (head.left, cue.left - 1), ()) or None
    if cue.dep in ("parataxis", "dep") or (cue.dep == "advcl" and marked) \
            or (cue.dep == "ccomp" and _plain(parsed, cue) and head.i > cue.i):
        whole = (head.left, head.right)
        return without(parsed, whole, [(cue.left, cue.right)]) or None
    return _before(parsed, cue)


def _ends(parsed: Parsed, cue: Token) -> bool:
    """"…, the ministry reported on Monday." where the parser took the verb for part of the noun's phrase."""
    sentence = parsed.sentence(cue)
    return cue.tag in ("VBD", "VBZ") and parsed.kid(cue, "nsubj", "dobj", "ccomp", "nsubjpass") is None \
        and any(t.text == "," for t in parsed.tokens[max(sentence.first, cue.i - 10):cue.i]) \
        and any(t.pos in ("VERB", "AUX") for t in parsed.tokens[sentence.first:cue.i]) \
        and not any(t.pos in ("VERB", "AUX") for t in parsed.tokens[cue.i + 1:sentence.last + 1])


def _parenthetical(parsed: Parsed, word: Token) -> bool:
    """A ", they said" without a clause of its own, hung on the verb before it as if it were that verb's clause."""
    return word.dep == "ccomp" and word.left > 0 and _plain(parsed, word) and parsed.tokens[word.left - 1].text == "," \
        and parsed.kid(word, "ccomp", "xcomp", "dobj", "attr", "acomp", "aux") is None and word.pos == "VERB"


def _plain(parsed: Parsed, cue: Token) -> bool:
    """A "he said" with nothing but its subject: no complementiser, no object."""
    return not parsed.kid(cue, "mark") and parsed.kid(cue, "nsubj") is not None


def _before(parsed: Parsed, cue: Token) -> tuple[Range, ...] | None:
    """The words before a comma and a postposed cue: "Syria ready to talk, says Lavrov"."""
    named = own_subject(parsed, cue)
    edge = cue.i if named is None else min(cue.i, named.left)
    first = parsed.sentence(cue).first
    if edge - first < 3 or parsed.tokens[edge - 1].text not in (",", "\"", "”", "''") or cue.tag not in FINITE:
        return None
    if named is None or (named.i < cue.i and parsed.kid(cue, "dobj", "ccomp")):
        return None
    if not any(t.pos in ("VERB", "AUX") for t in parsed.tokens[first:edge]):
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
    """"According to X", "in the words of X": the sentence, or the clause it stands in, less the phrase itself."""
    to = next((t for t in parsed.tokens[token.i + 1:token.i + 2] if t.lower in ("to", "of")), None)
    token = token if token.lower == "according" else parsed.head(token)
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
    if host.pos in ("VERB", "AUX"):
        content = without(parsed, (host.left, host.right), [(token.i, token.i)])
        content = tuple((a, b) for a, b in content if a < b or parsed.tokens[a].tag != "TO")
        if content:
            yield Draft(token, act, "adverb", content, ())
