"""Web archives ► articles: the HTML responses of a WARC, plain texts of a WET, one record at a time.

A file that was cut off gives what stands before the cut, then the error "truncated"; warcio alone would end there in
silence. A record is unpacked up to a limit only, so that a few kilobytes that unpack to gigabytes fill no memory.
"""
import gzip
import io
import zlib
from collections.abc import Iterator
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from sayso.collect.make import Failure, Given, failure
from sayso.collect.page import page_article
from sayso.collect.plain import MOST_BYTES, plain_article
from sayso.errors import SourceError
from sayso.records import Article

PAGES = ("text/html", "application/xhtml+xml")
KINDS = ("response", "resource", "conversion")


def warc_articles(stream: io.BufferedReader, name: str, published: str | None = None) -> Iterator[Article | Failure]:
    """The articles of a web archive called `name`; what is no page, and no page that was found, is passed over."""
    whole, count = Given(id=name), 0
    source = _Watched(stream)
    try:
        for record in ArchiveIterator(source):
            count += 1
            kind = _kind(record)
            if kind is None:
                continue
            given = Given(id=(record.rec_headers.get_header("WARC-Record-ID") or f"{name}:{count}").strip("<>"),
                          url=record.rec_headers.get_header("WARC-Target-URI"), published=published)
            data, complete = _payload(record)
            if not complete:
                break
            try:
                charset = kind.partition("charset=")[2].strip("\"' ;") or None
                yield (plain_article if kind.startswith("text/plain") else page_article)(data, given, charset=charset)
            except SourceError as error:
                yield failure(given, error)
    except (ArchiveLoadFailed, UnicodeDecodeError, ValueError, AttributeError) as error:
        # AttributeError: warcio's own, on a record without headers
        yield failure(whole, _cut(count, error) if count else SourceError(
            "format", f"It is no web archive ({_short(error)}); give a WARC file."))
        return
    if not source.first.startswith(b"WARC/"):
        yield failure(whole, SourceError("format", "It holds no record of a web archive; give a WARC file."))
    elif source.broken or not count or source.last != b"\r\n\r\n":  # which every record ends with
        yield failure(whole, _cut(count))


class _Watched:
    """The unpacked stream, remembering how it began and ended. Packed data that break off end it."""

    def __init__(self, stream: io.BufferedReader) -> None:
        packed = stream.peek(2)[:2] == b"\x1f\x8b"
        self._stream: gzip.GzipFile | io.BufferedReader = gzip.GzipFile(fileobj=stream) if packed else stream
        self.first = self.last = b""
        self.broken = False

    def read(self, size: int = -1) -> bytes:
        try:
            part = self._stream.read1(size)  # read() would throw away what came before the break
        except (EOFError, zlib.error, gzip.BadGzipFile):
            self.broken, part = True, b""
        self.first = self.first or part[:5]
        self.last = (self.last + part[-4:])[-4:]
        return part


def _kind(record: Any) -> str | None:
    """The content type of a record that may hold an article, in lower case; None for others."""
    if record.rec_type not in KINDS:
        return None
    if record.rec_type == "response":
        if record.http_headers is None or record.http_headers.get_statuscode() != "200":
            return None
        kind = record.http_headers.get_header("Content-Type", "")
    else:
        kind = record.rec_headers.get_header("Content-Type", "")
    kind = (kind or "").lower()
    return kind if kind.startswith((*PAGES, "text/plain")) else None


def _payload(record: Any) -> tuple[bytes, bool]:
    """Up to one byte more than the limit, and whether the record was there to its end."""
    body = record.content_stream()
    parts, size = [], 0
    while size <= MOST_BYTES and (part := body.read(min(65_536, MOST_BYTES + 1 - size))):
        parts.append(part)
        size += len(part)
    left = getattr(record.raw_stream, "limit", 0) if size <= MOST_BYTES else 0
    return b"".join(parts), not left


def _cut(count: int, error: Exception | None = None) -> SourceError:
    detail = f" ({_short(error)})" if error else ""
    return SourceError("truncated", f"The archive is cut off in record {max(count, 1)}{detail}; "
                                    "what stands before was read. Fetch the file again.")


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__
