"""Quoted stretches of a text, whatever marks it uses and however carelessly they are balanced.

A stretch includes its marks. A quotation over several paragraphs, each opened by a mark and only the last one closed,
is one stretch for each paragraph, and `goes_on` is true of all but the last. A mark that closes nothing is ignored; one
that is never closed reaches to the end of its paragraph if it began a sentence, else it is ignored.
"""
import re
from collections.abc import Iterator
from typing import NamedTuple

MARKS = re.compile(r"``|''|[\"“”„«»‹›‘’‚'`]")
CLOSERS = {
    "“": "”“\"", "”": "”“\"", "„": "“”\"", "«": "»", "»": "«", "‹": "›", "›": "‹", "\"": "\"”", "``": "''", "''": "''",
    "‘": "’'", "’": "’‘", "‚": "‘’", "'": "'’", "`": "'’",
}
SINGLE = frozenset("‘’‚'`‹›")
SHORT = 3  # words; a single-quoted stretch below this is a term, not something said


class Quote(NamedTuple):
    """Characters `start` to `end`, marks included; `goes_on` into the next paragraph."""

    start: int
    end: int
    goes_on: bool = False


def find_quotes(text: str) -> tuple[Quote, ...]:
    """The outermost quoted stretches, in order."""
    found: list[Quote] = []
    for start, end in paragraphs(text):
        found += _quotes(text, start, end)
    return tuple(_settled(text, found))


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Lines with something on them, without the white space around."""
    for line in re.finditer(r"[^\n\r\u2028\u2029]+", text):
        body = line.group()
        if body.strip():
            yield line.start() + len(body) - len(body.lstrip()), line.end() - len(body) + len(body.rstrip())


def _quotes(text: str, start: int, end: int) -> Iterator[Quote]:
    """The quotes of one paragraph; one that stays open says `goes_on`, which the next paragraph must confirm."""
    at, opened, mark = start, -1, ""
    for found in MARKS.finditer(text, start, end):
        if found.start() < at:
            continue
        glyph = found.group()
        if opened < 0:
            if _opens(text, found.start(), found.end(), start, end):
                opened, mark = found.start(), glyph
        elif glyph in CLOSERS[mark] and (glyph == "''" or glyph not in "'’" or mark in SINGLE) \
                and _closes(text, found.start(), found.end(), glyph, end):
            yield Quote(opened, found.end())
            opened = -1
        at = found.end()
    if opened >= 0 and mark not in SINGLE and _begins_sentence(text, opened, start):
        yield Quote(opened, end, goes_on=True)


def _settled(text: str, found: list[Quote]) -> Iterator[Quote]:
    """Without `goes_on` where the next paragraph opens with no quote of its own; single-quoted terms left out."""
    for quote, following in zip(found, [*found[1:], None], strict=False):
        if text[quote.start] in SINGLE and text[quote.start:quote.start + 2] not in ("''", "``") \
                and len(text[quote.start:quote.end].split()) < SHORT:
            continue
        if quote.goes_on and (following is None or text[quote.end:following.start].strip()):
            yield quote._replace(goes_on=False)
        else:
            yield quote


def _opens(text: str, start: int, end: int, low: int, high: int) -> bool:
    """Whether a mark here can open a quote: nothing but space or an opening sign before it, a word after it."""
    if end >= high:
        return False
    glyph = text[start:end]
    before = text[start - 1] if start > low else " "
    after = text[end]
    if glyph in "’'" and glyph != "''" and (after.isdigit() or text[end:end + 2] in ("em", "ti", "tw")):
        return False  # '90s, 'em, 'tis
    if glyph in ("“", "„", "«", "‹", "‘", "``"):
        return not after.isspace() or (end + 1 < high and text[end + 1].isalnum())
    if glyph in ("”", "’", "»", "›"):
        return (before.isspace() or start == low) and after.isalpha()
    return (before.isspace() or before in "([{—–-/:…,") and not after.isspace()


def _closes(text: str, start: int, end: int, glyph: str, high: int) -> bool:
    """Whether a mark here can close: no letter follows it (an apostrophe), unless it is a curly or double one."""
    after = text[end] if end < high else " "
    if glyph in ("”", "»", "›"):
        return True
    if glyph in ("’", "'", "‘"):
        before = text[start - 1]
        return not after.isalnum() and (before in ".,!?…" or not before.isspace()) and not _plural(text, start, after)
    if glyph in ("“", "\""):
        return not after.isalnum() or not text[start - 1].isspace()
    return True


def _plural(text: str, start: int, after: str) -> bool:
    """The apostrophe of "the deputies' vote": an s before it, a word after it."""
    return text[start - 1] in "sS" and after == " "


def _begins_sentence(text: str, opened: int, start: int) -> bool:
    """Whether what stands before an opening mark ended a sentence or introduced a quotation."""
    before = text[start:opened].rstrip()
    return not before or before[-1] in ".!?:,"
