"""Web pages."""
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.collect.make import Given
from sayso.collect.page import page_article
from sayso.errors import SourceError

from .conftest import BODY, MORE, PAGE


def test_page():
    """The text without what surrounds it, and what the page says of itself."""
    article = page_article(PAGE.encode(), Given(id="p"))
    assert BODY in article.text
    assert MORE in article.text
    assert "Sport" not in article.text
    assert (article.title, article.authors, article.published) == ("Three lorries stopped", ("Jane Roe",), "2016-05-03")
    assert (article.source, article.url) == ("harbour.example", "https://www.harbour.example/a/1")
    assert (article.language, article.cleaned) == ("en", True)


def test_what_is_given_goes_first():
    """Facts that came with the page override the page's own."""
    article = page_article(PAGE, Given(id="p", title="T", url="http://a.example/x", published="2001-01-01", source="S"))
    assert (article.title, article.url, article.published, article.source) == (
        "T", "http://a.example/x", "2001-01-01", "S")


def test_no_date_is_no_date():
    """A page without a date gets none: neither today's nor one from its text."""
    page = PAGE.replace('<meta property="article:published_time" content="2016-05-03T21:14:00-04:00">', "").replace(
        "on Monday night", "on 4 April 2014")
    assert page_article(page, Given(id="p")).published is None


@pytest.mark.parametrize("data, code", [
    (b"<html><body><nav><a href=/>Home</a></nav></body></html>", "no-text"),
    (b"<html></html>", "no-text"),
    (b"   ", "empty"),
    (b"<div>" * 60_000 + BODY.encode(), "too-large"),                               # depth, and number
    (b"<p " + b" ".join(b"a%d=1" % n for n in range(9000)) + b">" + BODY.encode(), "too-large"),    # attributes
    (b"<html><p>" + b"\x00" * 5000, "binary"),
    (f"<html><p>{'Die Wachen am Hafen hielten am Montag drei Lastwagen an. ' * 9}</p></html>".encode(), "language"),
])
def test_refused(data, code):
    """What holds no article, or would cost too much to look for one, is an error."""
    with pytest.raises(SourceError) as caught:
        page_article(data, Given(id="p"))
    assert caught.value.code == code


@pytest.mark.parametrize("html", [
    "<div>" * 1500 + f"<p>{BODY}</p>" * 5,                                          # never closed
    "<ul><li>" * 3000 + f"<p>{BODY}</p>",
    "<p>\x00\x01" + f"<p>{BODY}</p><p>{MORE}</p>",                                  # a stray NUL
    "<!DOCTYPE x [" + "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 40))
    + f"]><p>&a39;</p><p>{BODY}",
    '<script type="application/ld+json">' + "[" * 50_000 + f"</script><p>{BODY}</p><p>{MORE}</p>",
    f"<p>{'a' * 1_000_000}</p>",
    f"<?xml version='1.0' encoding='nonsense'?><html><p>{BODY}</p></html>",
    f"<html lang='de'><p>{BODY}</p><p>{MORE}</p></html>",                           # a template's wrong language
])
def test_hostile(html):
    """Hostile markup gives an article or an error, within seconds."""
    begun = time.monotonic()
    try:
        assert page_article(html.encode(), Given(id="p")).text
    except SourceError as error:
        assert error.code in ("no-text", "empty", "language", "too-large")
    assert time.monotonic() - begun < 10


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["<p>", "</p>", "<div>", "<table><tr><td>", "<a href=", BODY, "<!--", "-->",
                                 "<![CDATA[", "&#0;", "&#xD800;", "<html>", "<body>", "\x00", "é", "<script>", "<meta charset=x>",
                                 "<title>", "<article>"]) | st.text(max_size=8), max_size=25).map("".join))
def test_any_markup(html):
    """Any markup gives an article or an error."""
    try:
        assert page_article(html, Given(id="p")).text.strip()
    except SourceError as error:
        assert error.code
