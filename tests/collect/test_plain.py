"""Bytes and the characters they stand for."""
import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.collect.make import LONGEST, Given, make_article
from sayso.collect.plain import MOST_BYTES, decode, headline, plain_article
from sayso.errors import SourceError

from .conftest import BODY, MORE


@pytest.mark.parametrize("data, text", [
    ("naïve “quotes”".encode(), "naïve “quotes”"),
    (codecs.BOM_UTF8 + b"abc", "abc"),
    ("naïve".encode("utf-16"), "naïve"),
    ("three lorries".encode("utf-16-le"), "three lorries"),             # no mark, but a pattern
    (b"three lorries \xe2\x80\x9cstopped\xe2\x80\x9d", "three lorries “stopped”"),
    ("a\u200bb\u202e c\u00a0d\u2028e".encode(), "a\u200bb\u202e c\u00a0d\u2028e"),    # invisible characters stay
    (b"line\r\nline\rline", "line\r\nline\rline"),                       # line ends stay
])
def test_decode(data, text):
    """No character is added and none is taken away."""
    assert decode(data) == text


def test_charsets():
    """A declaration counts after UTF-8 has been tried, in a page's head as well as in the server's header."""
    data = "Der Bürgermeister sagte „nein“".encode("cp1252")
    assert decode(data, charset="iso-8859-1") == "Der Bürgermeister sagte „nein“"      # as browsers read that label
    page = b"<html><head><meta charset=windows-1251></head><p>" + "Охрана порта".encode("cp1251")
    assert decode(page, html=True).endswith("Охрана порта")
    assert decode("naïve".encode(), charset="utf-16") == "naïve"                       # a false label
    assert decode(b"caf\xe9 " * 20, charset="zlib") == "café " * 20                    # a label that is no charset
    almost = ("naïve “quotes” " * 50).encode() + b"\xff"
    assert decode(almost).count("\ufffd") == 1                                         # one broken byte is no reason


@pytest.mark.parametrize("data, code, says", [
    (b"", "empty", "There is nothing in it."),
    (b" \n", "empty", "There is nothing in it."),
    (b"%PDF-1.4 abc", "binary", "It is a PDF document, no text; save its text first."),
    (b"PK\x03\x04abc", "binary", "It is a zip archive or an office document, no text; unpack it first."),
    (b"abc\x00def", "binary", "It holds zero bytes, so it is no text; save it as plain text or HTML first."),
    (bytes(range(1, 9)) * 30, "binary",
     "It is full of control characters, so it is no text; save it as plain text first."),
    (codecs.BOM_UTF16_LE + b"abc", "encoding", "By its byte order mark it is UTF-16"),
    (b"a" * (MOST_BYTES + 1), "too-large", "It is longer than 20 MB; "),
])
def test_refused(data, code, says):
    """An error names what it is and the way out."""
    with pytest.raises(SourceError) as caught:
        decode(data)
    assert caught.value.code == code
    assert caught.value.message.startswith(says)


@pytest.mark.parametrize("text, title", [
    (f"Guards stop three lorries\n\n{BODY}\n", "Guards stop three lorries"),
    (f"Guards stop three lorries.\n\n{BODY}\n", "Guards stop three lorries."),     # some end in a full stop
    (f"{BODY}\n\n{MORE}\n", None),                                                 # a paragraph
    (f"Tuesday, May 3, 2016\n\n{BODY}", None),                                     # a date
    ("One line here\nand another\n", None),                                        # nothing longer follows
    (BODY, None),
])
def test_headline(text, title):
    """The first line is the title only where it stands above longer paragraphs; the text keeps it."""
    assert headline(text) == title
    assert plain_article(text.encode(), Given(id="a")).text == text


def test_too_long():
    """A text beyond the limit is refused by its number of characters."""
    with pytest.raises(SourceError, match="2,000,001 characters, the limit is 2,000,000"):
        make_article("a" * (LONGEST + 1), Given(id="a"))


@given(st.binary(max_size=400))
def test_any_bytes(data):
    """Any bytes are a text or an error with a code."""
    try:
        assert isinstance(decode(data), str)
    except SourceError as error:
        assert error.code in ("empty", "binary", "encoding")
