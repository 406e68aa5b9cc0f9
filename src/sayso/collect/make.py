"""What is known about a document, and its text ► Article, or the reason why not.

Rules that hold for every input, whatever format it came in: a text is never changed, not by a character; it is
refused when empty, when longer than `LONGEST`, or when it is surely not English.
"""
from urllib.parse import urlsplit

import msgspec

from sayso.collect.dates import leading_date, parse_date
from sayso.collect.language import language_of, name_of, primary
from sayso.errors import SourceError
from sayso.records import Article

LONGEST = 2_000_000  # characters of one text: a long novel; what is longer is no article


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What came with a document besides its bytes. `published` is as found there, not yet checked."""

    id: str
    url: str | None = None
    source: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A document that gave no article: a stable `code`, and a sentence that names the fault and a way out."""

    id: str
    code: str
    message: str
    url: str | None = None
    source: str | None = None
    title: str | None = None


def failure(given: Given, error: SourceError) -> Failure:
    """The error as what stands in the article's place."""
    return Failure(id=given.id, url=given.url, source=given.source or host(given.url), title=given.title,
                   code=error.code, message=error.message)


def make_article(text: str, given: Given, *, cleaned: bool = False) -> Article:
    """The article. SourceError "empty", "too-large", "date" or "language" where there can be none."""
    if not text.strip():
        raise SourceError("empty", "There is no text in it.")
    if len(text) > LONGEST:
        raise SourceError("too-large", f"The text has {len(text):,} characters, the limit is {LONGEST:,}; "
                                       "split it into one file per article.")
    published = parse_date(given.published) if given.published is not None else leading_date(text)
    return Article(
        id=given.id, text=text, url=given.url, source=given.source or host(given.url), title=given.title,
        authors=given.authors, published=published, language=_english(text, given.language), cleaned=cleaned)


def host(url: str | None) -> str | None:
    """The outlet that a URL stands for: its host without "www."."""
    try:
        name = urlsplit(url).hostname if url else None
    except ValueError:  # "http://[::1" and the like
        return None
    return (name.removeprefix("www.") or None) if name else None


def _english(text: str, declared: str | None) -> str:
    """The code "en", or SourceError. A declared language is believed; an undeclared one is judged by the text."""
    code = primary(declared) if declared and declared.strip() else language_of(text)
    if code not in (None, "en"):
        raise SourceError("language", f"The text is written in {name_of(code)}; Sayso reads English."
                          if declared is None else
                          f"The text is declared to be in {name_of(code)}; Sayso reads English.")
    return "en"
