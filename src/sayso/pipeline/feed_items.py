"""An item of a feed ► an article: out of the feed where it carries the full text, else from the page that it names."""
import re
from collections.abc import Callable

import msgspec

from sayso.collect.feed import FeedItem, plain_text
from sayso.collect.fetch import READABLE, Answer, Request
from sayso.collect.make import Failure, Given, failure, host, make_article
from sayso.collect.page import page_article
from sayso.collect.plain import MOST_BYTES, looks_like_html, plain_article
from sayso.collect.polite import Visit
from sayso.errors import SourceError
from sayso.pipeline.reading import internal
from sayso.records import Article
from sayso.records.address import canonical

FULL = 1_000  # characters; what is shorter may be a teaser, and the page is asked
_TEASER = re.compile(r"(?:…|\.{3}|\b(?:continue reading|read more|read the (?:full|whole|rest)(?: \w+){0,3}))"
                     r"[\s\]»›→>.]*\Z", re.IGNORECASE)


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """An article, or why there is none; `passing` says that there may be one the next time."""

    article: Article | None = None
    failure: Failure | None = None
    passing: bool = False


def key_of(item: FeedItem, feed_url: str) -> str:
    """What an item is known by: its address in canonical form, else its id in its feed."""
    return canonical(item.url) if item.url else f"{canonical(feed_url)} {item.id}"


def from_feed(item: FeedItem, feed_url: str) -> Made | None:
    """The article that a feed carries itself; None where its page is to be asked.

    Content counts as the full text from `FULL` characters on, unless it ends as teasers do. An item without an address
    is read as it is: there is nothing else to read.
    """
    content = item.text or plain_text(item.html) or ""
    if item.url and (len(content) < FULL or _TEASER.search(content[-80:])):
        return None
    given = _given(item, item.url, host(item.url) or host(feed_url))
    text = item.text or item.summary or ""
    if item.html:
        page = f"<!DOCTYPE html><html><body><article>{item.html}</article></body></html>"
        return _made(given, lambda: page_article(page, given))
    return _made(given, lambda: make_article(text, given))


def from_page(item: FeedItem, visit: Callable[[Request], Visit]) -> Made:
    """The article on the page that an item names, redirects followed; its `url` is where they ended."""
    url = item.url or ""
    seen = visit(Request(url=url, kinds=READABLE, most_bytes=MOST_BYTES))
    answer = seen.answer
    if seen.kind == "new" and answer is not None:
        given = _given(item, answer.url, host(answer.url))
        return _made(given, lambda: _document(answer, given))
    error = SourceError(seen.code or "fetch", seen.message or f"{url} gave no page.")
    # with an answer, or by a rule, it is about this page; without, it is the line's or the server's weather
    weather = seen.kind == "later" or (seen.kind == "failed" and seen.code in ("fetch", "truncated"))
    return Made(failure=failure(_given(item, url, None), error), passing=weather and answer is None)


def _document(answer: Answer, given: Given) -> Article:
    plain = answer.kind == "text/plain" and not looks_like_html(answer.body)
    return (plain_article if plain else page_article)(answer.body, given, charset=answer.charset)


def _given(item: FeedItem, url: str | None, source: str | None) -> Given:
    """What the feed says of an item. Not its language: programs declare English for feeds in any."""
    return Given(id=url or item.id, url=url, source=source, title=item.title, authors=item.authors,
                 published=item.published or item.updated)


def _made(given: Given, work: Callable[[], Article]) -> Made:
    try:
        article = work()
        article.text.encode()
        return Made(article=article)
    except UnicodeEncodeError:
        return Made(failure=failure(given, SourceError("encoding", "The text holds half of a surrogate pair.")))
    except SourceError as error:
        return Made(failure=failure(given, error))
    except Exception as error:  # noqa: BLE001 (our own fault must not cost the user the items that follow)
        return Made(failure=failure(given, SourceError("internal", internal(error))))
