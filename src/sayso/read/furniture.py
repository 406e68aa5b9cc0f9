"""Page furniture in texts: reply forms, "you may also like", share bars, credits, sign-ups, related headlines.

Article text is never worth losing for it: what two readings are possible of stays. Three passes, each more careful
than the one before: lines of their own, blocks under a heading, and stretches inside running text, where many copies
of articles carry everything on one line. At a text's end the passes are bolder than in its middle.
Datelines ("BAGHDAD (Reuters) -") and dates are part of the article.

The words are the table `furniture`; only shapes that are no words (a run of share buttons, "jbh/jm (AP, Reuters)",
a byline) stand here.
"""
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from sayso.lexicon.tables import Furnishing
from sayso.read.headline import headline_end, is_abbreviation, order_end, sentence_end, sentence_start
from sayso.records import Span

LONGEST_LINE = 300   # characters; what is longer is a paragraph, whatever it begins with
MOST_ROWS = 12       # headlines and teasers under one heading, where the article may go on after them
PROSE_WORDS = 20     # words from which a line that ends like a sentence is a paragraph of an article
TAIL = 200           # characters at the end of a text in which `last` phrases hold
SECOND_HALF = 0.5
_FOLDING = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "—": "-", "–": "-", "\u202f": " "})
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_EDGES = " \t.:!…*|•·-–—_>»<«#▼▾▸►→←↓↑\u00a0"
_TRIMMED = re.compile(r"^[\s|•·>»]+|[\s|•·>»]+$")
_NAME = r"[A-Z][\w'.’-]*(?: (?:al-|bin |de |von |van |der )?[A-Z][\w'.’-]*){1,3}"
_BYLINE = re.compile(rf"(?:By|BY) {_NAME}(?:(?:,? (?:and|AND|&) |, ){_NAME})*(?:,? (?:in|of|for|the|staff|writers?|"
                     r"reporters?|correspondents?|editors?|political|senior|chief|special|news|diplomatic|[A-Z][\w.&'-]+)"
                     r",?)*\s*\|?")
_FIRST = re.compile(r"\w+|\W")
_RULED = re.compile(r"[\W_]+")
_LONE = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+|(?:#\w+[\s,]*){2,}|@\w+|"
                   r"\(function\b.*|(?:var|window\.)\s?\w+.*;|\d{1,2}:\d{2}(?:\s?[ap]m)?(?:\s?(?:GMT|BST|EST|EDT|UTC|CET))?",
                   re.IGNORECASE)
_TEASER = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])[\"'”’)\]]*$")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*$")
_PROSE = re.compile(r"(?:\S+\s+){5}\S*[\w\"][.!](?!\.)")  # six words and a full stop that is no ellipsis
_INVITING = re.compile(r"\b(?:you|your|we|our|us)\b|\?\s*$", re.IGNORECASE)
# after a word in small letters or a quote, lest "Sen." or "U.S." be taken for a sentence's end
_CAPTION = re.compile(r"\b(?:[a-z]{3,}[.!?]|[a-z]{2,}[.!?]?\"|[a-z]{2,}[.!?]\")\s"
                      r"(?=([A-Z][^.!?\n\"]{25,160}[a-z]{2}\.)\s+[\"A-Z(])")
_CAPITALISED = re.compile(r"[\"'“‘(]*(?:[A-Z][\w'’.-]*|[A-Z]{2,})[,\"'”’)]*")
_SMALL = frozenset(("and", "of", "the", "in", "at", "with", "on", "for", "left", "right", "(left)", "(right)", "a",
                    "de", "al", "bin", "von", "van", "near", "centre", "center", "(l)", "(r)", "(c)", "from", "&"))


class _Pattern(NamedTuple):
    """A phrase ready to be looked for.

    `anchor`, its longest wording without wildcards, and `first`, what it begins with, are found by plain search
    before `form` is tried. That is compiled when it is first asked for: a text needs few of them.
    """

    anchor: str
    first: str
    wording: str
    where: str
    loud: bool   # capitals only
    words: int

    @property
    def form(self) -> re.Pattern[str]:
        """What it looks like in a text."""
        return _compiled(self.wording, self.loud)


class Furnishings:
    """The table, compiled once. Never changed after that."""

    def __init__(self, rows: Iterable[Furnishing]) -> None:
        rows = tuple(rows)
        kept = [row for row in rows if row.where not in ("network", "agency")]
        self._lines = {where: tuple(_pattern(row) for row in kept if row.where == where)
                       for where in ("line", "head", "tail", "form", "start", "label", "dated", "end")}
        by_word: dict[tuple[str, str], list[_Pattern]] = {}
        for where in ("start", "label", "dated"):
            for pattern in self._lines[where]:
                if word := _FIRST.match(pattern.first):
                    by_word.setdefault((where, word.group()), []).append(pattern)
        self._by_word = by_word
        self._plain = {where: frozenset(row.phrase for row in kept if row.where == where and not _special(row.phrase))
                       for where in ("line", "head", "tail", "form")}
        self.inline = tuple(_pattern(row) for row in kept
                            if row.where in ("phrase", "sentence", "order", "credit", "headline", "last", "closing"))
        markers = {row.phrase.lower() for row in rows if row.where == "headline"}
        self.headings = tuple(_pattern(row) for row in kept
                              if row.where in ("tail", "form", "head") and len(row.phrase.split()) > 1
                              and row.phrase not in markers)
        self.networks = frozenset(row.phrase for row in rows if row.where == "network")
        networks = "|".join(sorted((re.escape(r.phrase) for r in rows if r.where == "network"), key=len, reverse=True))
        agencies = "|".join(sorted((re.escape(r.phrase) for r in rows if r.where == "agency"), key=len, reverse=True))
        self.bar = re.compile(rf"\b(?:{networks})(?:[\s|/·•]+(?:on |via |to )?(?:{networks})\b\+?){{2,}}"
                              r"(?:\s+https?://\S+)?(?:\s+-(?=\s|$))?", re.IGNORECASE)
        agency = rf"(?:{agencies}|with|and|[a-z]{{2,4}})"
        self.sign_off = re.compile(rf"(?<![\w/.])[a-z]{{2,4}}(?:/[a-z]{{2,4}}){{0,2}}[\s-]{{0,3}}\((?:{agencies})"
                                   rf"(?:[,;/ -]+{agency})*\)")
        self.credit = re.compile(rf"\((?:(?:AP |AFP |Reuters )?(?:Photo|PHOTO)\b|(?:{agencies})/)[^()]{{0,80}}\)|"
                                 rf"\bREUTERS/{_NAME}|(?<![\w.]){_NAME} ?/ ?(?:For )?(?:{agencies})"
                                 rf"(?: ?/ ?(?:{agencies}))*(?![\w/])")

    def shapes(self, held: str, lower: str) -> Iterator[Span]:
        """Share bars, sign-offs and photo credits in a line; the costly forms are tried only around their marks."""
        if any(name in lower for name in ("facebook", "twitter", "whatsapp", "linkedin")):
            yield from (m.span() for m in self.bar.finditer(held) if _begins(held, 0, m.start()))
        at = held.find("(")
        while at >= 0:
            if held[at + 1:at + 2].isalpha():
                if found := self.sign_off.search(held, max(0, at - 16), at + 120):
                    yield found.span()
                if found := self.credit.match(held, at):
                    yield found.span()
            at = held.find("(", at + 1)
        at = held.find("/")
        while at >= 0:
            if held[at + 1:at + 3].lstrip()[:1].isupper() and (found := self.credit.search(
                    held, max(0, held.rfind(".", 0, at - 1), at - 60), at + 90)):
                yield found.span()
            at = held.find("/", at + 1)

    def matches(self, where: str, line: str) -> bool:
        """Whether a folded line, its edges trimmed, is (line, head, tail, form), begins or ends (the others) so."""
        if where in self._plain:
            lower = line.lower()
            return lower in self._plain[where] or any(
                p.form.fullmatch(line) for p in self._lines[where] if p.anchor in lower and _open(p))
        lower = line.lower()
        if where == "end":
            return any(p.anchor in lower and any(found.end() == len(line) for found in p.form.finditer(line))
                       for p in self._lines[where])
        word = _FIRST.match(lower)
        return word is not None and any(lower.startswith(p.first) and p.form.match(line)
                                        for p in self._by_word.get((where, word.group()), ()))


def find_furniture(text: str, furnishings: Furnishings, *, cleaned: bool = False) -> tuple[Span, ...]:
    """The spans of page furniture: sorted, disjoint, trimmed of space.

    `cleaned` texts come from a page extractor, which has dropped the large blocks already: less is removed from them.
    """
    folded = text.translate(_FOLDING)
    lines = [found.span() for found in _LINE.finditer(text) if found.group().strip()]
    taken = _line_spans(folded, lines, furnishings)
    taken += _blocks(folded, lines, furnishings, cleaned=cleaned)
    whole = sorted(taken)
    for line in lines:
        at = bisect_right(whole, (line[0], len(text))) - 1
        if at < 0 or whole[at][1] < line[1]:
            taken += _inline(folded, line, furnishings)
    if not cleaned:
        taken += _headings(folded, lines, furnishings, taken)
        taken += _captions(folded, lines)
    return tuple(_merged(text, taken))


def _pattern(row: Furnishing) -> _Pattern:
    phrase = row.phrase
    loud = not any(c.islower() for c in phrase)
    parts = [re.escape(part) for part in re.split(r"([*%])", phrase)]
    body = "".join({r"\*": r"[^\n]{0,200}?", "%": r"[\d,]+"}.get(part, part.replace(r"\ ", r"\s+")) for part in parts)
    if phrase.endswith("*"):
        body = body[:-len(r"[^\n]{0,200}?")] + r"[^\n]{0,200}"
    first, last = (r"(?<!\w)" if phrase[0].isalnum() else ""), (r"(?!\w)" if phrase[-1].isalnum() else "")
    wordings = [part.strip() for part in re.split(r"[*%]", phrase.lower())]
    star = r"(?:\s*\*)?" if row.where == "phrase" else ""  # the mark of required fields
    return _Pattern(max(wordings, key=len), wordings[0], first + body + last + star, row.where, loud,
                    len(phrase.split()))


@cache
def _compiled(wording: str, loud: bool) -> re.Pattern[str]:
    return re.compile(wording, 0 if loud else re.IGNORECASE)


def _special(phrase: str) -> bool:
    return any(c in phrase for c in "*%") or not any(c.islower() for c in phrase)


def _open(pattern: _Pattern) -> bool:
    return "\\d" in pattern.wording or "{0,200}" in pattern.wording or pattern.loud


def _line_spans(text: str, lines: Sequence[Span], known: Furnishings) -> list[Span]:
    """Lines that are furniture by themselves."""
    found = []
    for start, end in lines:
        if end - start > LONGEST_LINE:
            continue
        line = text[start:end].strip()
        bare = line.strip(_EDGES)
        ended = bool(_SENTENCE_END.search(line))
        if (known.matches("line", bare) or known.matches("line", line) or known.matches("start", bare)
                or known.matches("start", line) or known.matches("end", line)
                or (len(line) <= 120 and not ended and known.matches("label", bare))
                or (len(line) <= 80 and not ended and re.search(r"\d", line) and known.matches("dated", bare))
                or (len(line) <= 120 and _BYLINE.fullmatch(bare))
                or (len(line) >= 3 and _RULED.fullmatch(line)) or _LONE.fullmatch(bare)
                or _is_bar(line, known)):
            found.append((start, end))
    return found


def _is_bar(line: str, known: Furnishings) -> bool:
    """Whether a line holds nothing but share buttons, two at least."""
    words = [word for word in re.split(r"[\s,|/·•]+|\b(?:on|via|to|this|by)\b", line) if word]
    return 2 <= len(words) <= 20 and known.bar.fullmatch(" ".join((*words, words[-1]))) is not None


def _blocks(text: str, lines: Sequence[Span], known: Furnishings, *, cleaned: bool) -> list[Span]:
    """Headings of furniture with what stands under them."""
    found: list[Span] = []
    rows = [text[a:b].strip() for a, b in lines]
    prose = [_is_prose(row) for row in rows]
    last_pair = max((n for n, (a, b) in enumerate(pairwise(prose)) if a and b), default=-1)
    for i, (start, end) in enumerate(lines):
        if end - start > 80 or (found and start < found[-1][1]) or (i == 0 and len(lines) > 1):
            continue
        bare = rows[i].strip(_EDGES)
        kind = next((where for where in ("form", "tail", "head") if known.matches(where, bare)), None)
        if kind is None:
            continue
        late = start >= SECOND_HALF * lines[-1][1]
        if not cleaned and late and (kind == "form" or (kind == "tail" and last_pair <= i)):
            last = len(lines) - 1
        else:
            last = i if kind == "form" else _last_of_list(rows, prose, i)
        found.append((start, lines[last][1]))
    return found


def _last_of_list(rows: Sequence[str], prose: Sequence[bool], heading: int) -> int:
    """The index of the last headline or teaser under a heading; the heading itself where they are too many."""
    for n in range(heading + 1, len(rows)):
        row = rows[n]
        sentence = _SENTENCE_END.search(row) and not _TEASER.search(row) and not row.endswith("?")
        if prose[n] or (sentence and len(row.split()) > 8):  # a sentence of the article, if a short one
            return n - 1
        if n - heading > MOST_ROWS:
            return heading
    return len(rows) - 1


def _is_prose(line: str) -> bool:
    return len(line.split()) >= PROSE_WORDS and _SENTENCE_END.search(line) is not None and not _TEASER.search(line)


def _inline(text: str, line: Span, known: Furnishings) -> list[Span]:
    """Furniture inside a line: shapes first, then phrases in their order, as each may begin where another ends."""
    start, end = line
    held = text[start:end]
    lower = held.lower() if len(held.lower()) == len(held) else held
    found = sorted((start + a, start + b) for a, b in known.shapes(held, lower))
    shapes, reached = tuple(found), start
    after = {b + n for _, b in found for n in range(4)}  # where something may begin because furniture ends there
    hits = sorted((a, -b, n) for n, p in enumerate(known.inline) if p.anchor in lower for a, b in _hits(p, held, lower))
    for at, minus_end, n in hits:
        pattern, begin, stop = known.inline[n], start + at, start - minus_end
        shape = bisect_right(shapes, (begin, end)) - 1
        if begin < reached or (shape >= 0 and begin < shapes[shape][1]):
            continue
        if pattern.where in ("last", "closing") and (len(text) - begin > TAIL or end < len(text.rstrip())):
            continue
        if pattern.where != "credit":
            if not pattern.loud and text[begin].isalpha() and not text[begin].isupper():
                continue
            fits = begin == start or begin in after or _begins(text, start, begin)
            if not fits and (pattern.where != "phrase" or pattern.words < 4):
                continue
        if (span := _extent(text, line, pattern, (begin, stop), known)) is not None:
            found.append(span)
            reached = max(reached, span[1])
            after.update(range(span[1], span[1] + 4))
    return found


def _hits(pattern: _Pattern, held: str, lower: str) -> Iterator[Span]:
    """Where a phrase stands in a line: its form is tried where its first words are found."""
    if len(pattern.first) < 2:
        yield from (found.span() for found in pattern.form.finditer(held))
        return
    at = lower.find(pattern.first)
    while at >= 0:
        if found := pattern.form.match(held, at):
            yield found.span()
        at = lower.find(pattern.first, at + 1)


def _extent(text: str, line: Span, pattern: _Pattern, hit: Span, known: Furnishings) -> Span | None:
    """How far the furniture reaches that a phrase gave away; None where that cannot be told."""
    begin, stop = hit
    if pattern.where == "phrase":
        return begin, stop
    if pattern.where == "last":
        return begin, line[1]
    if pattern.where == "closing":
        first = sentence_start(text, line[0], len(text[:begin].rstrip(" .?!\"'-")))
        inviting = first is not None and begin - first <= TAIL and _INVITING.search(text[first:begin])
        return (first if first is not None and inviting else begin), line[1]
    if pattern.where == "headline":
        marker = re.compile(r"\s*(?::+|>+|»+|-(?=\s))\s*-?\s*").match(text, stop, line[1])
        return (begin, headline_end(text, marker.end(), line[1])) if marker else None
    if pattern.where == "credit":
        first = sentence_start(text, line[0], begin)
        return None if first is None else (first, sentence_end(text, stop, line[1]) or stop)
    if pattern.where == "order":
        finish = order_end(text, begin, line[1], known.networks)
        return None if finish is None else (begin, max(finish, stop))
    finish = sentence_end(text, stop, line[1])
    return None if finish is None else (begin, finish)


def _begins(text: str, start: int, at: int) -> bool:
    """Whether a sentence ends just before `at`, or a bracket or dash opens there."""
    before = text[max(start, at - 12):at].rstrip()
    return not before or re.search(r"[.!?:…][\"')\]?]*[-\s]*$|[\"')\]]$|- ?-$", before) is not None


def _headings(text: str, lines: Sequence[Span], known: Furnishings, taken: Sequence[Span]) -> list[Span]:
    """Headings inside long lines, as in: "… he said. You May Also Like …".

    At the text's end what follows goes with the heading, unless it holds a sentence that could be the article's.
    """
    found: list[Span] = []
    ends = {b + n for _, b in taken for n in range(4)}
    for start, end in lines:
        held = text[start:end]
        lower = held.lower()
        if end - start <= LONGEST_LINE or len(lower) != len(held):
            continue
        for pattern in known.headings:
            for a, b in (_hits(pattern, held, lower) if pattern.anchor in lower else ()):
                titled = all(word[0].isupper() for word in held[a:b].split() if len(word) > 3 and word[0].isalpha())
                fits = start + a in ends or _begins(held, 0, a)
                if titled and held[a].isupper() and fits and re.match(r"\W*(?:[A-Z\d]|$)", held[b:]):
                    last = end == lines[-1][1] and end - start - b <= 600 and not _PROSE.search(held, b)
                    found.append((start + a, end if last else start + b))
                    ends.update(range(start + b, start + b + 4))
    return found


def _captions(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """Sentences without a verb inside a long line, as in: "The minister John Smith and the Utopian envoy Jane Roe.".

    Only names and what joins them: such a sentence says nothing of its own, it stood under a picture.
    """
    for start, end in lines:
        if end - start <= LONGEST_LINE:
            continue
        for found in _CAPTION.finditer(text, start, end):
            words = found.group(1)[:-1].split()
            names = [word for word in words if _CAPITALISED.fullmatch(word)]
            if words[0].endswith("ing") or is_abbreviation(text, found.end(1) - 1):
                continue
            if len(words) >= 6 and len(names) * 3 >= len(words) * 2 and all(
                    word in names or word.lower() in _SMALL for word in words):
                yield found.span(1)


def _merged(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Sorted, disjoint, trimmed, and joined where only white space lies between."""
    current: Span | None = None
    for first, last in sorted(spans):
        held = text[first:last]
        start, end = last - len(held.lstrip()), first + len(held.rstrip())
        if start >= end:
            continue
        if current and (start <= current[1] or not text[current[1]:start].strip()):
            current = current[0], max(current[1], end)
        else:
            if current:
                yield current
            current = start, end
    if current:
        yield current
