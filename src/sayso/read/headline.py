"""Where a sentence begins and ends in running text, and where a headline does that nothing closes.

"READ MORE: Rebels take the port The army said on Monday …" stands on one line in many copies of articles. Headlines
are written in small letters but for names, so the next sentence begins at a capital; which capital is told by what
stands before it (a headline does not end in a preposition) and what it is (a headline has no "The" in its middle).
"""
import re
from collections.abc import Collection
from itertools import pairwise

_LINKING = frozenset(("our", "your", "this", "these", "those", "all", "more", "read", "watch", "see", "visit", "follow",
                      "any", "each", "every", "get", "latest", "best", "via", "using"))
MOST_WORDS = 17
USUAL = 7.5     # words of a headline
SENTENCE = 400  # characters that a sentence of furniture is looked for in
_ABBREVIATIONS = frozenset((
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "sgt", "capt", "maj", "sen", "rep", "sens", "reps", "lts",
    "supt", "insp", "cpl", "pvt", "adm", "hon", "rev", "mt", "ft", "gov", "st", "no", "jr", "sr", "vs", "u.s",
    "u.n", "u.k", "inc", "ltd", "co", "corp", "jan", "feb", "mar", "apr", "aug", "sept", "sep", "oct", "nov", "dec",
    "a.m", "p.m"))
_STOP = re.compile(r"[.!?][\"')\]]*-*(?:(?=\s|$)|\?(?=[A-Z]))")  # '."?' is a closing quote whose encoding broke
_WORD = re.compile(r"\S+")
OPENERS = frozenset((
    "the", "a", "an", "in", "on", "at", "but", "he", "she", "they", "it", "we", "i", "this", "that", "these",
    "those", "according", "before", "however", "meanwhile", "some", "many", "last", "since", "after", "as",
    "speaking", "earlier", "when", "while", "there", "his", "her", "their", "its", "if", "for", "from", "by",
    "with", "among", "under", "during", "although", "though", "despite", "about", "around", "more", "most", "both",
    "each", "all", "one", "two", "three", "several", "nearly", "almost", "hundreds", "thousands", "dozens", "and",
    "yet", "so", "now", "then", "also", "another", "other", "such", "what", "asked", "once", "because", "indeed",
    "instead", "still", "no", "not", "you", "our", "my", "who", "whether", "within", "between", "until",
    "following", "government", "officials", "police", "through", "across", "dr", "mr", "mrs", "ms", "prof",
    "opposition", "activists", "residents", "gunmen", "witnesses", "local", "critics", "analysts", "protesters"))
OPENED = 4.0    # the score of a capital that a sentence surely begins with
_ASKING = frozenset((
    "will", "who", "what", "why", "how", "is", "are", "can", "could", "should", "does", "do", "did", "when",
    "where", "was", "has", "have", "would", "which"))
_DAYS = frozenset((
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
    "april", "june", "july", "august", "september", "october", "november", "december"))
_HANGING = frozenset((
    "of", "to", "in", "on", "at", "by", "for", "from", "with", "after", "over", "against", "into", "as", "and",
    "or", "the", "a", "an", "between", "under", "amid", "ahead", "near", "vs", "not", "is", "are", "was", "were",
    "be", "new", "its", "his", "her", "their", "than", "but", "if", "that", "who", "will", "can", "may", "says",
    "say", "via", "about", "no", "us", "behind", "before", "through", "during", "without", "-", "–", "why", "how",
    "what", "when", "where", "former", "un"))


def sentence_end(text: str, at: int, limit: int) -> int | None:
    """The end of the sentence that holds `at`, its quotes included; None where none ends within reach."""
    for found in _STOP.finditer(text, max(at - 1, 0), min(limit, at + SENTENCE)):
        if not is_abbreviation(text, found.start()):
            return found.end()
    return limit if limit - at <= SENTENCE else None


def order_end(text: str, at: int, limit: int, proper: Collection[str]) -> int | None:
    """The end of "Click here to subscribe", be there a full stop after it or not.

    Such an order ends where a capital begins something new: after an address, a handle, the last of the names in
    `proper` (networks), or a word in small letters that could be the last one.
    """
    finish = sentence_end(text, at, limit)
    words = list(_WORD.finditer(text, at, limit if finish is None else finish))
    for before, word in pairwise(words):
        last = before.group()
        bare = last.strip(".,;:!?\"'()-").lower()
        ended = "@" in last or "://" in last or (bare in proper and last[-1] != ",") or (
            last[0].islower() and last[-1].isalpha() and bare not in _HANGING and bare not in _LINKING)
        following = word.group().strip(".,;:!?\"'()-")
        if ended and following[:1].isupper() and following.lower() not in proper:
            return before.end()
    return finish


def sentence_start(text: str, start: int, at: int) -> int | None:
    """The beginning of the sentence that holds `at`, not further back than `start`; None where none is in reach."""
    low = max(start, at - SENTENCE)
    begin = start if low == start else None
    for found in _STOP.finditer(text, low, at):
        if not is_abbreviation(text, found.start()):
            begin = found.end()
    if begin is None:
        return None
    while begin < at and (text[begin].isspace() or text[begin] in "-\"?"):
        begin += 1
    return begin


def headline_end(text: str, at: int, limit: int) -> int:
    """Where the headline that begins at `at` ends; `at` itself where that cannot be told."""
    words = [(m.start(), m.group()) for m in _WORD.finditer(text, at, min(limit, at + 200))][:MOST_WORDS + 1]
    if not words:
        return at
    best, score = None, 0.0
    for n in range(2, len(words)):
        before, word = words[n - 1][1], words[n][1]
        asked = re.search(r"[?!…][\"']?$", before) is not None
        if asked or (before.endswith(".") and not is_abbreviation(text, words[n][0] - 2)):
            if best is None or (asked and (score < OPENED or words[0][1].lower() in _ASKING)):
                best = n
            break
        found = _score(words, n, before, word)
        if found > score:
            best, score = n, found
    if best is None:
        return limit if len(words) <= MOST_WORDS and limit - at < 150 else at
    last_start, last = words[best - 1]
    return last_start + len(last)


def _score(words: list[tuple[int, str]], n: int, before: str, word: str) -> float:
    """How likely it is that a sentence begins at word `n`: 0 where it cannot be."""
    bare = re.sub(r"[^\w]+$|^\W+", "", word).lower()
    last = re.sub(r"[^\w-]+$|^\W+", "", before).lower()
    quoted = word[0] in "\"(["
    if re.fullmatch(r"[A-Z]{3,}:", word):
        return 10.0  # the next marker
    if not (quoted or word[0].isupper()) or last in _HANGING or not last or before[-1] in ",:;-" or bare in _DAYS:
        return 0.0
    score = 1.0
    if word[0] == '"' or bare in OPENERS or bare.removesuffix("'s") in OPENERS:
        score += 3
    if before[0].islower() or before[-1] == "'" or before[0].isdigit():
        score += 1
    if last in ("said", "told", "called", "says", "added"):
        score -= 1  # the article's own sentence is under way
    if bare == last:
        score += 2   # "Profile: John Smith Smith was …"
    following = words[n + 1][1] if n + 1 < len(words) else ""
    if following.startswith("Jazeera") and bare == "al":
        score += 3
    if following[:1].islower():
        score += 0.5
    elif following.endswith(",") or word.endswith(","):
        score += 0.7 if following.endswith(",") else 0.2  # "Mary Smith, an analyst"
    return max(score + 1 - 0.15 * abs(n - USUAL), 0.1)


def is_abbreviation(text: str, stop: int) -> bool:
    """Whether the full stop at `stop` belongs to an initial or an abbreviation."""
    if stop < 0 or text[stop] != ".":
        return False
    word = re.search(r"[\w.]*$", text[max(0, stop - 8):stop])
    held = word.group().lower() if word else ""
    return (len(held) == 1 and text[stop - 1].isupper()) or held in _ABBREVIATIONS
