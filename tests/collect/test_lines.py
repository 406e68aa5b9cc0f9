"""JSON lines."""
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.collect.lines import line_articles
from sayso.collect.make import Failure
from sayso.records import Article

from .conftest import BODY, PAGE


def read(*lines, **options):
    data = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return list(line_articles(io.BytesIO(data), "in.jsonl", **options))


def test_text_is_taken_as_it_is():
    """Not a character of a text changes, and the id comes back."""
    text = f" \u200b{BODY}\r\n\u202eLeave a Reply \u00a0"
    [article] = read({"id": "x/1 ü", "text": text, "title": "T", "published": "2016-05-03T10:00:00Z", "authors": ["A"],
                      "url": "https://www.harbour.example/1", "source": None, "language": "en-GB", "unknown": [1]})
    assert article == Article(id="x/1 ü", text=text, title="T", published="2016-05-03", authors=("A",), language="en",
                              url="https://www.harbour.example/1", source="harbour.example")


def test_ids():
    """A number becomes its digits; no id becomes the file's name and the line's number; blank lines count."""
    found = read({"id": 7, "text": BODY}, b"", {"text": BODY}, {"id": "", "text": BODY})
    assert [article.id for article in found] == ["7", "in.jsonl:3", ""]


def test_html():
    """A page in a line is read as a page."""
    [article] = read({"html": PAGE, "id": "p"})
    assert article.cleaned
    assert article.title == "Three lorries stopped"


@pytest.mark.parametrize("line, code, message", [
    (b"{", "format", "not valid JSON: Input data was truncated (JSON lines have one whole object a line) in 'line 1'."),
    (b"[1]", "format", "not an object in 'line 1'."),
    (b"\xff\xfe{}", "format", None),
    (b'{"text": "\\ud800"}', "format", None),                           # half a surrogate pair is no character
    (b"[" * 100_000, "format", None),                                   # depth
    ({"text": 7}, "format", "not a string in 'line 1.text'."),
    ({"text": BODY, "title": ["T"]}, "format", "not a string in 'line 1.title'."),
    ({"text": BODY, "authors": ["A", 1]}, "format", "not a string in 'line 1.authors[1]'."),
    ({"text": BODY, "authors": {}}, "format", "neither a list nor a string in 'line 1.authors'."),
    ({"text": BODY, "id": True}, "format", "neither a string nor a number in 'line 1.id'."),
    ({"id": "a"}, "format", "neither \"text\" nor \"html\" in 'line 1'."),
    ({"text": " "}, "empty", "There is no text in it."),
    ({"text": BODY, "published": "2015-13-45"}, "date", "'2015-13-45' is no date; write it as YYYY-MM-DD."),
    ({"text": BODY, "language": "de"}, "language", "The text is declared to be in German; Sayso reads English."),
    ({"html": "<p>"}, "no-text", None),
])
def test_wrong_lines(line, code, message):
    """A wrong line is an error for itself alone, and says where it is wrong."""
    bad, good = read(line, {"id": "good", "text": BODY})
    assert isinstance(bad, Failure)
    assert bad.code == code
    assert message is None or bad.message == message
    assert good.id == "good"


def test_errors_carry_the_id():
    """The id is known even where the rest of the line is wrong."""
    [bad] = read({"id": "x", "text": 1, "url": "http://a.example/1"})
    assert (bad.id, bad.url, bad.source) == ("x", "http://a.example/1", "a.example")


def test_published_overrides():
    """The user's date goes before the line's, even before one that is no date."""
    assert [a.published for a in read({"text": BODY, "published": "2015-13-45"}, {"text": BODY}, published="2016-05-03")
            ] == ["2016-05-03"] * 2


def test_lines_are_read_one_at_a_time():
    """A line is read when it is asked for, not before."""
    stream = io.BytesIO(b"\n".join(json.dumps({"text": BODY}).encode() for _ in range(1000)))
    next(line_articles(stream, "in.jsonl"))
    assert stream.tell() < 1000


def test_a_line_too_long(monkeypatch):
    """A line beyond the limit is passed over without being held."""
    monkeypatch.setattr("sayso.collect.lines.MOST_BYTES", 1000)
    found = read({"text": "a " * 5000}, {"text": BODY})
    assert [getattr(f, "code", None) for f in found] == ["too-large", None]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.binary(max_size=40) | st.dictionaries(
    st.sampled_from(["id", "text", "html", "published", "authors", "language", "url"]),
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.lists(st.text(max_size=3), max_size=2)),
    max_size=5))
def test_any_lines(lines):
    """Any lines give articles and failures, never an exception."""
    assert all(isinstance(found, Article | Failure) for found in read(*lines))
