"""Bytes ► the characters they stand for, none added and none taken away; and plain texts ► Article.

Zero-width characters, bidirectional marks and odd spaces stay: spans count them. The encoding is taken from, in this
order: a byte order mark; UTF-8, which no other text satisfies by accident; what the server or the page declares; what
charset-normalizer finds.
"""
import codecs
import re

from sayso.collect.make import Given, make_article
from sayso.errors import SourceError
from sayso.records import Article

MOST_BYTES = 20_000_000
MAGIC = (
    (b"%PDF", "a PDF document", "save its text"), (b"PK\x03\x04", "a zip archive or an office document", "unpack it"),
    (b"\x89PNG", "an image", "give its text"), (b"\xff\xd8\xff", "an image", "give its text"),
    (b"GIF8", "an image", "give its text"), (b"RIFF", "an image or a recording", "give its text"),
    (b"\xd0\xcf\x11\xe0", "an office document", "save it as text"), (b"{\\rtf", "an RTF document", "save it as text"),
    (b"\x7fELF", "a program", "give a text"), (b"SQLite format 3", "a database", "export its texts"),
    (b"7z\xbc\xaf", "an archive", "unpack it"), (b"Rar!", "an archive", "unpack it"),
    (b"BZh", "an archive", "unpack it"),
    (b"\xfd7zXZ", "an archive", "unpack it"), (b"\x28\xb5\x2f\xfd", "an archive", "unpack it"),
    (b"ID3", "a recording", "give its text"), (b"OggS", "a recording", "give its text"),
)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
          (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})")
_HTML = re.compile(rb"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|p|h1|main|section)\b",
                   re.IGNORECASE | re.DOTALL)
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\r\f\x0b\x1b\x00")
_WEB = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
        "gb2312": "gb18030", "gbk": "gb18030", "iso-8859-9": "cp1254", "tis-620": "cp874", "x-sjis": "cp932"}  # WHATWG
_NO_CHARSETS = frozenset(("idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "utf_7", "undefined"))
GUESSED_ON = 40_000  # bytes that the encoding is guessed from


def looks_like_html(data: bytes) -> bool:
    """Whether bytes of unknown kind begin as a page does."""
    data = data.removeprefix(codecs.BOM_UTF8)
    return bool(_HTML.match(data[:4000])) or (data.lstrip()[:5] == b"<?xml" and b"<html" in data[:4000].lower())


def decode(data: bytes, *, charset: str | None = None, html: bool = False) -> str:
    """The text of some bytes. SourceError "empty", "too-large", "binary" or "encoding"."""
    if len(data) > MOST_BYTES:
        raise SourceError("too-large", f"It is longer than {MOST_BYTES // 1_000_000} MB; "
                                       "split it, or give it as JSON lines with one article a line.")
    if not data.strip():
        raise SourceError("empty", "There is nothing in it.")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding, "its byte order mark")
    if wide := _unmarked_utf16(data):
        return _decoded(data, wide, "its pattern of zero bytes")
    _refuse_binary(data, html=html)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _other(data, charset, html=html)


def plain_article(data: bytes, given: Given, *, charset: str | None = None) -> Article:
    """A plain text file as an article: the whole text, and its first line as title where that looks like one."""
    text = decode(data, charset=charset)
    if given.title is None and (title := headline(text)):
        given = Given(id=given.id, url=given.url, source=given.source, title=title, authors=given.authors,
                      published=given.published, language=given.language)
    return make_article(text, given)


def headline(text: str) -> str | None:
    """The first line, where it is short, stands apart and is followed by longer paragraphs; else None."""
    lines = [line.strip() for line in text[:4000].splitlines() if line.strip()]
    if len(lines) < 2:
        return None
    first, rest = lines[0].removeprefix("\ufeff"), lines[1:4]
    words = first.split()
    if not 3 <= len(words) <= 25 or len(first) > 160 or not re.search(r"[^\W\d]", first):
        return None
    if first[-1] in ",;:-–—" or re.search(r"[.!?]\s+[A-Z]", first[:-1]) or re.search(r"\d{4}$", first):
        return None
    return first if max(len(line) for line in rest) > max(80, len(first)) else None


def _refuse_binary(data: bytes, *, html: bool) -> None:
    for magic, what, way_out in MAGIC:
        if data.startswith(magic):
            raise SourceError("binary", f"It is {what}, no text; {way_out} first.")
    zeros = data.count(b"\0")
    if zeros * 100 > len(data) or (zeros and not html):  # browsers skip a stray NUL in a page
        raise SourceError("binary", "It holds zero bytes, so it is no text; save it as plain text or HTML first.")
    head = data[:GUESSED_ON]
    if len(head) - len(head.translate(None, _CONTROLS)) > len(head) // 20:
        raise SourceError("binary", "It is full of control characters, so it is no text; save it as plain text first.")


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Latin text is zero."""
    head = data[:2000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(head) >= 8 and max(even, odd) * 3 > len(head) and min(even, odd) * 20 < len(head):
        return "utf-16-be" if even > odd else "utf-16-le"
    return None


def _other(data: bytes, charset: str | None, *, html: bool) -> str:
    found = (_DECLARED.search(data[:4096]) or _XML_DECLARED.search(data[:400])) if html else None
    for label in (charset, found.group(1).decode("ascii") if found else None):
        if label and (text := _by_label(data, label)) is not None:
            return text
    nearly = data.decode("utf-8", "replace")
    strange = sum(c > "\x7f" for c in nearly)
    if nearly.count("\ufffd") * 10 < strange:  # UTF-8 with a broken byte here and there
        return nearly
    from charset_normalizer import from_bytes  # imported here: few texts need it

    best = from_bytes(data[:GUESSED_ON]).best()
    if best is None:
        raise SourceError("encoding", "Its character encoding cannot be told; save it as UTF-8.")
    return _decoded(data, best.encoding, "its bytes")


def _by_label(data: bytes, label: str) -> str | None:
    if label.lower().replace("-", "_") in _NO_CHARSETS or label.lower() in _NO_CHARSETS:
        return None
    try:
        return data.decode(_WEB.get(label.lower(), label))
    except (LookupError, UnicodeError, ValueError):  # unknown, untrue, or no text encoding at all ("zlib")
        return None


def _decoded(data: bytes, encoding: str, evidence: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        raise SourceError("encoding", f"By {evidence} it is {encoding.upper()}, but it cannot be read as that "
                                      f"({getattr(error, 'reason', error)}); save it as UTF-8.") from error
