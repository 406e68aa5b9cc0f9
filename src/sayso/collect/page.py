"""A web page ► Article: trafilatura for the text, htmldate for the day, both without a network.

Which variant of trafilatura: measured on 124 pages with text that must and that must not be extracted
(F1, precision, recall): fast with tables 0.926, 0.903, 0.950; with its fallbacks 0.925, 0.892, 0.961; without tables
0.923, 0.896, 0.953; favouring precision 0.917, 0.905, 0.928; that without tables 0.910, 0.921, 0.900. So the fast
variant goes first, and the fallbacks only where it finds next to nothing.

Pages can be hostile. libxml2 takes time that grows with the square of the attributes of one tag, trafilatura with the
number of tags; both are counted before anything is parsed, so that no page takes more than some seconds.
"""
import re
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from lxml.html import HtmlElement, HTMLParser, document_fromstring  # type: ignore[import-untyped]

from sayso.collect.make import Given, host, make_article
from sayso.collect.plain import decode
from sayso.errors import SourceError
from sayso.records import Article

MOST_TAGS = 50_000        # the largest of 124 pages has 5,230
MOST_ATTRIBUTES = 5_000   # of one tag
LEAST = 40                # characters; less is a menu's word, no article
SHORT = 250               # characters; trafilatura's own measure of a text that may have been missed
_LONG_TAG = re.compile(r"<[A-Za-z][^>]{20000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_DATES = {"original_date": True, "extensive_search": False}  # the text's own dates are no dates of publication


def page_article(data: bytes | str, given: Given, *, charset: str | None = None) -> Article:
    """The article that a page holds. SourceError "no-text" where it holds none, "too-large" where it is a monster."""
    html = (decode(data, charset=charset, html=True) if isinstance(data, bytes) else data).replace("\0", "\ufffd")
    if not html.strip():
        raise SourceError("empty", "There is nothing in it.")
    _refuse_monsters(html)
    tree = _parsed(html)
    found = _extracted(tree, given.url)
    text = (found.text or "") if found is not None else ""
    if len(text.strip()) < LEAST:
        raise SourceError("no-text", "No article text was found in the page; save the article's text and give that.")
    return make_article(text, _with_metadata(given, found), cleaned=True)


def _refuse_monsters(html: str) -> None:
    tags = html.count("<")
    if tags > MOST_TAGS:
        raise SourceError("too-large", f"The page has {tags:,} tags, the limit is {MOST_TAGS:,}; "
                                       "save the article's text and give that.")
    for found in _LONG_TAG.finditer(html):
        attributes = len(_QUOTED.sub("", found.group()).split())
        if attributes > MOST_ATTRIBUTES:
            raise SourceError("too-large", f"A tag of the page has {attributes:,} attributes, the limit is "
                                           f"{MOST_ATTRIBUTES:,}; save the article's text and give that.")


def _parsed(html: str) -> HtmlElement:
    # bytes, because lxml refuses a str that declares an encoding; surrogates cannot come from real bytes
    data = html.encode("utf-8", "replace")
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        return document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise SourceError("no-text", f"The page cannot be taken apart ({_short(error)}); "
                                     "save the article's text and give that.") from error


def _extracted(tree: HtmlElement, url: str | None) -> Any:
    """Trafilatura's document or None: first the fast way, then with its fallbacks."""
    import trafilatura  # imported here: a sixth of the start-up time, which texts need not wait for

    best: Any = None
    for fast in (True, False):
        try:
            found: Any = trafilatura.bare_extraction(tree, url=url, fast=fast, include_comments=False,
                                                     with_metadata=True, date_extraction_params=dict(_DATES))
        except Exception as error:  # strangers' markup trips the library in ways nobody listed
            raise SourceError("no-text", f"The page cannot be taken apart ({_short(error)}); "
                                         "save the article's text and give that.") from error
        if found is not None and (best is None or len(found.text or "") > len(best.text or "")):
            best = found
        if best is not None and len(best.text or "") >= SHORT:
            break
    return best


def _with_metadata(given: Given, found: Any) -> Given:
    """What came with the page, completed by what the page says of itself; but its language is judged by the text.

    Templates declare English for pages in any language, and the template's language for English pages.
    """
    url = given.url or found.url
    authors = given.authors or tuple(a.strip() for a in (found.author or "").split(";") if a.strip())
    return Given(
        id=given.id, url=url, source=given.source or host(url) or found.sitename, title=given.title or found.title,
        authors=authors, published=given.published or found.date, language=given.language)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__
