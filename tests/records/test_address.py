"""Canonical addresses: which spellings are one article, and which are not."""
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sayso.records.address import TRACKING, canonical

PAGE = "https://herald.example/2016/05/harbour"


@pytest.mark.parametrize("url", [
    "https://herald.example/2016/05/harbour/",                       # the last slash
    "HTTPS://WWW.Herald.Example/2016/05/harbour",                    # case of scheme and host; www
    "http://herald.example:80/2016/05/harbour",                      # http, its port
    "https://herald.example:443/2016/05/harbour#comments",           # the port of https, a fragment
    " https://herald.example./2016/05/har\nbour\t",                  # blanks, a line break from a mail, the root's dot
    "https://reader:secret@herald.example/2016/05/harbour",          # no password is ever kept
    "https://herald.example/2016/./04/../05//harbour",               # dots and doubled slashes
    "https://herald.example/2016/05/%68arb%6Fur",                    # escapes that need not be
    "https://herald.example/2016/05/harbour?utm_source=rss&UTM_Medium=feed&fbclid=x1",
    "https://herald.example/2016/05/harbour?",
    "https://herald.example/2016/05/harbour?&&",
    "https://herald.example/2016/05/harbour?ref=homepage&source=rss",
    "https://herald.example/2016/05/harbour?at_medium=RSS&ns_campaign=x&wt.mc_id=4",
    "https://herald.example/2016/05/harbour/index.html",
    "https://herald.example/2016/05/harbour;jsessionid=A0B1",
    "https://m.herald.example/2016/05/harbour", "https://mobile.herald.example/2016/05/harbour",
    "https://amp.herald.example/2016/05/harbour", "https://www.m.herald.example/2016/05/harbour",
    "https://herald.example/amp/2016/05/harbour", "https://herald.example/2016/05/harbour/amp/",
    "https://herald.example/2016/amp/05/harbour", "https://herald.example/2016/05/harbour.amp",
    "https://herald.example/2016/05/harbour?amp=1", "https://herald.example/2016/05/harbour?outputType=amp",
    "https://herald.example/2016/05/harbour?amp", "https://herald.example/2016/05/harbour?m=1",
    "https://herald-example.cdn.ampproject.org/c/s/herald.example/2016/05/harbour",
    "https://www.google.com/amp/s/www.herald.example/amp/2016/05/harbour?usqp=mq331",
])
def test_one_article(url):
    """Spellings of one address have one form."""
    assert canonical(url) == PAGE


@pytest.mark.parametrize("url, expected", [
    ("https://herald.example", "https://herald.example/"),                              # no path is the root
    ("https://herald.example/index.php?id=7", "https://herald.example/?id=7"),          # the number is the article
    ("https://herald.example/a?b=2&a=1", "https://herald.example/a?a=1&b=2"),           # order says nothing,
    ("https://herald.example/a?b=2&b=1", "https://herald.example/a?b=2&b=1"),           # but among equals it may
    ("https://herald.example/a?q=x+y", "https://herald.example/a?q=x%20y"),
    ("https://herald.example/a?q=x%2By", "https://herald.example/a?q=x%2By"),           # an escaped plus is a plus
    ("https://herald.example/a%2fb", "https://herald.example/a%2Fb"),                   # an escaped slash is no step
    ("https://herald.example/Überfall", "https://herald.example/%C3%9Cberfall"),
    ("https://herald.example/A", "https://herald.example/A"),                           # the case of a path counts
    ("https://münchen.example/a", "https://xn--mnchen-3ya.example/a"),
    ("https://en.m.wiki.example/a", "https://en.wiki.example/a"),
    ("https://m.co.uk/a", "https://m.co.uk/a"),                                         # what would be left is no host
    ("https://www.example/a", "https://www.example/a"),
    ("https://amp.example/amp", "https://amp.example/amp"),                             # amplifiers
    ("https://herald.example/lamp", "https://herald.example/lamp"),
    ("https://herald.example/champ.html", "https://herald.example/champ.html"),
    ("https://herald.example/a.amp.html", "https://herald.example/a.html"),
    ("https://herald.example/a?ref=1432", "https://herald.example/a?ref=1432"),         # a file number, not a referrer
    ("https://herald.example/a?source=42", "https://herald.example/a?source=42"),
    ("https://herald.example/a?m=201605", "https://herald.example/a?m=201605"),         # a month, not a telephone
    ("https://herald.example/#!/a/1", "https://herald.example/#!/a/1"),                 # names a page
    ("http://herald.example:8080/a", "http://herald.example:8080/a"),                   # a server of its own
    ("http://herald.example:443/a", "http://herald.example:443/a"),
    ("http://[2001:DB8::1]/a", "https://[2001:db8::1]/a"),
    ("http://192.0.2.7/a", "https://192.0.2.7/a"),
    ("tag:herald.example,2016:1", "tag:herald.example,2016:1"),                         # no address of the web
    ("urn:uuid:AB", "urn:uuid:AB"), ("/a/b", "/a/b"), ("", ""), ("http://", "http://"),
    ("http://[::1", "http://[::1"), ("http://a.example:99999/", "http://a.example:99999/"),
    ("https://cdn.ampproject.org/", "https://cdn.ampproject.org/"),                     # a cache, and nothing in it
])
def test_forms(url, expected):
    """The form of an address, and what must stay apart."""
    assert canonical(url) == expected


WORDS = st.sampled_from([
    "http://", "HTTPS://", "www.", "m.", "amp.", "herald.example", "a.co.uk", "cdn.ampproject.org", "google.com", ":80",
    ":443", ":8080", "/", "//", "/amp", ".amp", ".html", "-amp", "/index.html", "/c/s/", "/amp/s/", "..", ".", ";jsessionid=1",
    "?", "&", "=", "#", "#!", "%", "%2f", "%41", "%zz", "+", " ", "ü", "utm_source=x", "ref=a", "id=7", "@", "[", "]", "\n"])
ADDRESS = st.builds("".join, st.tuples(st.sampled_from(["http://", "https://www.", "https://m."]), st.just("herald.example"),
                                       st.builds("".join, st.lists(WORDS | st.text(max_size=3), max_size=8))))


@given(st.text(max_size=60) | st.builds("".join, st.lists(WORDS, max_size=12)) | ADDRESS)
@example("https://www.google.com/amp/s/www.google.com/amp/s/a.example/amp/amp")
@example("http://herald.example/a.amp.amp/index.html/amp")
@example("http://herald.example/%25%34%31")
@example("http://herald.example/;jsessionid=1/../;sid=2index.html")
@example("http://\u2100.example/")       # a character that IDNA turns into others, one of them a slash
@example("http://herald.example/\ud800")
def test_twice_is_once(url):
    """The form of a form is itself; and no text is an error."""
    once = canonical(url)
    assert canonical(once) == once


@given(st.sampled_from(sorted(TRACKING)), st.sampled_from(["id=7", "id=7&page=2", ""]))
def test_tracking_says_nothing(name, query):
    """Wherever in the query a tracking parameter stands, the form is the same as without it."""
    words = {"ref": "homepage", "outputtype": "amp", "mod": "rss_x", "partner": "rss", "m": "1"}
    extra = name.replace("*", "x") + "=" + words.get(name, "rss" if name in ("source", "src", "from", "cid") else "1")
    bare = canonical(f"{PAGE}?{query}")
    assert canonical(f"{PAGE}?{extra}&{query}") == bare == canonical(f"{PAGE}?{query}&{extra}")
