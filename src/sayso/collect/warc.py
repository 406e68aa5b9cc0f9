"""Web archives ► articles: the HTML responses of a WARC, plain texts of a WET, one record at a time.

A file that was cut off gives what stands before the cut, then the error "truncated". A record is unpacked up to a
limit only, so that a few kilobytes that unpack to gigabytes fill no memory.
"""
import zlib
from collections.abc import Iterator
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from sayso.collect.make import Failure, Given, failure
from sayso.collect.page import page_article
from sayso.collect.plain import MOST_BYTES, plain_article
from sayso.errors import SourceError
from sayso.records import Article

PAGES = ("text/html", "application/xhtml+xml")
KINDS = ("response", "resource", "conversion")


def warc_articles(stream: IO[bytes], name: str, published: str | None = None) -> Iterator[Article | Failure]:
    """The articles of a web archive called `name`; what is no page, and no page that was found, is passed over."""
    count = 0
    whole = Given(id=name)
    records = ArchiveIterator(stream)
    try:
        for record in records:
            count += 1
            kind = _kind(record)
            if kind is None:
                continue
            given = Given(id=record.rec_headers.get_header("WARC-Record-ID", "").strip("<>") or f"{name}:{count}",
                          url=record.rec_headers.get_header("WARC-Target-URI"), published=published)
            data, complete = _payload(record)
            if not complete:
                yield failure(whole, _cut(count))
                return
            try:
                charset = kind.partition("charset=")[2].strip("\"' ;") or None
                yield (plain_article if kind.startswith("text/plain") else page_article)(data, given, charset=charset)
            except SourceError as error:
                yield failure(given, error)
    except (EOFError, zlib.error) as error:
        yield failure(whole, _cut(count, error))
    except (ArchiveLoadFailed, UnicodeDecodeError, ValueError) as error:
        yield failure(whole, SourceError("format" if not count else "truncated", (
            f"It is no web archive ({_short(error)}); give a WARC file." if not count else
            f"It cannot be read after {count} records ({_short(error)}); fetch the file again.")))


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
