"""JSON lines ► articles, one line at a time: a line that is wrong is an error for that line only.

A line is `{"text": …}` or `{"html": …}` with any of `id`, `title`, `published`, `url`, `source`, `authors`,
`language`; null is as good as absent, and unknown keys are passed over. A `text` is taken as it is, to the character.
An `id` comes back unchanged; a number becomes the same digits as a string, because ids are strings everywhere else.
"""
from collections.abc import Iterator
from typing import IO, Any

import msgspec

from sayso.collect.make import Failure, Given, failure, make_article
from sayso.collect.page import page_article
from sayso.collect.plain import MOST_BYTES
from sayso.errors import RecordError, SourceError
from sayso.records import Article

STRINGS = ("title", "published", "url", "source", "language")


def line_articles(stream: IO[bytes], name: str, published: str | None = None) -> Iterator[Article | Failure]:
    """The articles of a stream called `name`, or what stands in their places. `published` overrides the lines'."""
    for number, line in _lines(stream):
        if line is not None and not line.strip(b" \t\r\n\xef\xbb\xbf"):
            continue
        given = Given(id=f"{name}:{number}")
        try:
            if line is None:
                raise SourceError("too-large", f"Line {number} is longer than {MOST_BYTES // 1_000_000} MB; "
                                               "give one article a line.")
            held = _object(line, number)
            given = _identity(held, number, given)  # first, so that every other error carries the id
            given = _facts(held, number, given)
            yield _article(held, number, msgspec.structs.replace(given, published=published or given.published))
        except RecordError as error:
            yield failure(given, SourceError("format", f"{error}."))
        except SourceError as error:
            yield failure(given, error)


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines; None for one that is too long to be held."""
    number = 0
    while line := stream.readline(MOST_BYTES + 1):
        number += 1
        if len(line) <= MOST_BYTES or line.endswith(b"\n"):
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(MOST_BYTES)
        yield number, None


def _object(line: bytes, number: int) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        where = " (JSON lines have one whole object a line)" if line.strip() in (b"{", b"[") else ""
        raise RecordError(f"not valid JSON: {' '.join(str(error).split())[:100]}{where}", f"line {number}") from error
    if not isinstance(found, dict):
        raise RecordError("not an object", f"line {number}")
    return found


def _identity(held: dict[str, Any], number: int, default: Given) -> Given:
    value = held.get("id")
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise RecordError("neither a string nor a number", f"line {number}.id")
    return Given(id=str(value))


def _facts(held: dict[str, Any], number: int, given: Given) -> Given:
    try:
        strings = {key: _string(held, key) for key in STRINGS}
        return msgspec.structs.replace(given, authors=_authors(held.get("authors")), **strings)
    except RecordError as error:
        raise error.inside(f"line {number}") from error


def _article(held: dict[str, Any], number: int, given: Given) -> Article:
    try:
        text, html = _string(held, "text"), _string(held, "html")
    except RecordError as error:
        raise error.inside(f"line {number}") from error
    if text is not None:
        return make_article(text, given)
    if html is None:
        raise RecordError('neither "text" nor "html"', f"line {number}")
    return page_article(html, given)


def _string(held: dict[str, Any], key: str) -> str | None:
    value = held.get(key)
    if value is not None and not isinstance(value, str):
        raise RecordError("not a string", key)
    return value


def _authors(value: Any) -> tuple[str, ...]:
    """A list of names, or one name."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    if not isinstance(value, list):
        raise RecordError("neither a list nor a string", "authors")
    for place, name in enumerate(value):
        if not isinstance(name, str):
            raise RecordError("not a string", f"authors[{place}]")
    return tuple(value)
