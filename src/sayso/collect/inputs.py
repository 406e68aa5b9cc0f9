"""What the user names ► articles, in input order, one at a time.

An INPUT is a file (.html .htm .txt .jsonl .warc, each also .gz), a folder (all such files in it, sorted, however
deep), an http(s) address, or "-" for standard input: JSON lines if its first character is "{", else one page or text.
A file with another suffix is judged by its content. JSON lines and archives are never held whole.

What cannot be read becomes a `Failure` in the article's place, and the run goes on.
"""
import gzip
import io
import os
import re
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, cast

import msgspec

from sayso.collect.dates import parse_date
from sayso.collect.fetch import Fetcher, HttpFetcher
from sayso.collect.lines import line_articles
from sayso.collect.make import Failure, Given, failure
from sayso.collect.page import page_article
from sayso.collect.plain import MOST_BYTES, looks_like_html, plain_article
from sayso.collect.warc import warc_articles
from sayso.errors import SourceError
from sayso.records import Article

SUFFIXES = {".html": "page", ".htm": "page", ".xhtml": "page", ".txt": "text", ".jsonl": "lines", ".warc": "archive",
            ".wet": "archive"}
PEEKED = 4096
_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
Found = Article | Failure


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """`published` overrides what the inputs say. `fetcher` and `stdin` are there to be replaced."""

    published: str | None = None
    fetcher: Fetcher = HttpFetcher()
    stdin: IO[bytes] | None = None


def articles(inputs: Sequence[str], options: Options | None = None) -> Iterator[Found]:
    """The articles of all inputs, in order. SourceError "date" at once if `options.published` is no date."""
    options = options or Options()
    published = parse_date(options.published) if options.published is not None else None
    return _all(inputs, options, published)


def _all(inputs: Sequence[str], options: Options, published: str | None) -> Iterator[Found]:
    used: set[str] = set()
    for name in inputs:
        if name == "-":
            yield from _stream(options.stdin or sys.stdin.buffer, _unused("-", used), None, published)
        elif _URL.match(name):
            yield _url(name, _unused(name, used), options.fetcher, published)
        elif Path(name).is_dir():
            yield from _folder(Path(name), used, published)
        else:
            yield from _file(Path(name), _unused(Path(name).name, used, name), published)


def _unused(name: str, used: set[str], longer: str | None = None) -> str:
    """`name`, or its longer form, or that with a number: ids made of names never stand for two documents."""
    for candidate in (name, longer or name):
        if candidate not in used:
            used.add(candidate)
            return candidate
    number = 2
    while f"{longer or name}#{number}" in used:
        number += 1
    used.add(f"{longer or name}#{number}")
    return f"{longer or name}#{number}"


def _folder(folder: Path, used: set[str], published: str | None) -> Iterator[Found]:
    files = sorted(Path(top, name) for top, _, names in os.walk(folder) for name in names if _kind(Path(name)))
    if not files:
        yield failure(Given(id=str(folder)), SourceError(
            "empty", f"The folder {str(folder)!r} holds no file that ends in {' '.join(SUFFIXES)}."))
    for path in files:
        inside = path.relative_to(folder).as_posix()
        yield from _file(path, _unused(inside, used, path.as_posix()), published)


def _kind(path: Path) -> str | None:
    """What a file is by its suffix, a final .gz left aside."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    return SUFFIXES.get((suffixes[:-1] if suffixes[-1:] == [".gz"] else suffixes)[-1:][0]) if (
        suffixes and suffixes != [".gz"]) else None


def _file(path: Path, name: str, published: str | None) -> Iterator[Found]:
    try:
        with path.open("rb") as stream:
            yield from _stream(stream, name, _kind(path), published)
    except OSError as error:
        yield failure(Given(id=name), SourceError("fetch", (
            f"The file {str(path)!r} cannot be read ({error.strerror or error}); check the path.")))


def _stream(raw: IO[bytes], name: str, kind: str | None, published: str | None) -> Iterator[Found]:
    """The articles of an open stream, unpacked if it is packed. A stream that breaks off is "truncated"."""
    stream, head = _peeked(raw)
    given = Given(id=name, published=published)
    try:
        if head.startswith(b"\x1f\x8b") and kind != "archive":  # an archive unpacks its records one by one
            stream, head = _peeked(cast(IO[bytes], gzip.GzipFile(fileobj=stream)))
        kind = kind or _kind_by(head)
        if kind == "lines":
            yield from line_articles(stream, name, published)
        elif kind == "archive":
            yield from warc_articles(stream, name, published)
        else:
            yield _one(stream.read(MOST_BYTES + 1), given, kind)
    except SourceError as error:
        yield failure(given, error)
    except (EOFError, zlib.error) as error:
        yield failure(given, SourceError("truncated", f"The packed data break off ({error}); fetch the file again."))
    except gzip.BadGzipFile as error:
        yield failure(given, SourceError("format", f"It is not packed as .gz files are ({error}); unpack it first."))


def _peeked(raw: IO[bytes]) -> tuple[io.BufferedReader, bytes]:
    """The stream, and its first bytes without using them up."""
    read = getattr(raw, "read1", raw.read)  # does not wait for a full buffer, so that piped lines come out at once
    head = b""
    while len(head) < PEEKED and (part := read(PEEKED - len(head))):
        head += part
        if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            break
    return io.BufferedReader(_Prefixed(head, raw), 1 << 16), head


def _kind_by(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{\\rtf"):
        return "text"
    if start.startswith(b"{"):
        return "lines"
    if start.startswith(b"WARC/"):
        return "archive"
    return "page" if looks_like_html(head) else "text"


def _one(data: bytes, given: Given, kind: str | None, charset: str | None = None) -> Found:
    """The one article of a page or text."""
    try:
        return (page_article if kind == "page" else plain_article)(data, given, charset=charset)
    except SourceError as error:
        return failure(given, error)


def _url(url: str, name: str, fetcher: Fetcher, published: str | None) -> Found:
    given = Given(id=name, url=url, published=published)
    try:
        found = fetcher.fetch(url)
    except SourceError as error:
        return failure(given, error)
    given = msgspec.structs.replace(given, url=found.url)
    plain = found.kind == "text/plain" and not looks_like_html(found.body)
    return _one(found.body, given, "text" if plain else "page", found.charset)


class _Prefixed(io.RawIOBase):
    """A stream with the bytes that were read from its head put back."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._read = head, getattr(rest, "read1", rest.read)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed wants any writable buffer
        if self._head:
            part, self._head = self._head[:len(buffer)], self._head[len(buffer):]
        else:
            part = self._read(len(buffer))
        buffer[:len(part)] = part
        return len(part)
