"""Feeds: each format ► the same items; broken ones mended, hostile ones inert. All feeds are written for this test."""
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.collect.feed import MOST_ITEMS, feed_date, parse_feed, plain_text
from sayso.errors import SourceError

URL = "https://herald.example/feeds/world.xml"
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'


def rss(items, *, head="", attributes=f'version="2.0" {DC} {CONTENT}', channel="<title>Herald</title>"):
    return f"{head}<rss {attributes}><channel>{channel}{items}</channel></rss>".encode()


def only(data, **options):
    """The one item of a feed."""
    feed = parse_feed(data, url=URL, **options)
    assert len(feed.items) == 1, feed
    return feed.items[0]


RSS2 = rss("""<item><title>Lorries &amp; guards</title><link>https://herald.example/a/1</link>
<guid isPermaLink="false">h-1</guid><pubDate>Tue, 03 May 2016 21:14:00 EDT</pubDate><dc:creator>Jane Roe</dc:creator>
<description>&lt;p&gt;Three lorries&lt;/p&gt;&lt;p&gt;were held.&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>Three lorries <b>were</b> held.</p>]]></content:encoded></item>""",
           channel="<title>Herald</title><link>/</link><language>en-gb</language>")
RSS1 = f"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" {DC} {CONTENT}
xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>Herald</title><link>https://herald.example/</link>
<dc:language>en</dc:language></channel><item rdf:about="h-1"><title>Lorries &amp; guards</title>
<link>https://herald.example/a/1</link><dc:date>2016-05-03T21:14:00-04:00</dc:date><dc:creator>Jane Roe</dc:creator>
<description>Three lorries were held.</description>
<content:encoded>&lt;p&gt;Three lorries &lt;b&gt;were&lt;/b&gt; held.&lt;/p&gt;</content:encoded></item></rdf:RDF>""".encode()
ATOM1 = f"""<feed {ATOM} xml:lang="en"><title>Herald</title><link rel="self" href="/feeds/world.xml"/><link href="/"/>
<author><name>Jane Roe</name></author><entry><id>h-1</id><title type="html">Lorries &amp;amp; guards</title>
<link rel="enclosure" href="/a.mp3"/><link rel="alternate" href="/a/1"/><published>2016-05-03T21:14:00-04:00</published>
<summary>Three lorries were held.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Three lorries
<b>were</b> held.</p></div></content></entry></feed>""".encode()
JSON = json.dumps({
    "version": "https://jsonfeed.org/version/1.1", "title": "Herald", "home_page_url": "/", "language": "en-GB",
    "authors": [{"name": "Jane Roe"}], "items": [{
        "id": "h-1", "url": "/a/1", "title": "Lorries & guards", "date_published": "2016-05-03T21:14:00-04:00",
        "summary": "Three lorries were held.", "content_html": "<p>Three lorries <b>were</b> held.</p>"}]}).encode()


@pytest.mark.parametrize("data, kind", [(RSS2, "rss"), (RSS1, "rss10"), (ATOM1, "atom"), (JSON, "json")])
def test_formats(data, kind):
    """One item, told in four formats, is one record."""
    feed = parse_feed(data, url=URL)
    assert (feed.kind, feed.title, feed.home, feed.language, feed.mended) == (
        kind, "Herald", "https://herald.example/", "en", None)
    [item] = feed.items
    assert (item.id, item.url, item.title, item.published, item.updated, item.authors, item.language) == (
        "h-1", "https://herald.example/a/1", "Lorries & guards", "2016-05-03T21:14:00-04:00", None, ("Jane Roe",), "en")
    assert item.summary == "Three lorries were held."
    assert "<b>were</b> held.</p>" in item.html
    assert plain_text(item.html) == "Three lorries were held."
    assert item.text is None


@pytest.mark.parametrize("root", [
    '<rss version="0.91"><channel>{}</channel></rss>', '<rss version="0.92"><channel>{}</channel></rss>', "<rss>{}</rss>",
    "<channel>{}</channel>", '<rss xmlns="http://backend.userland.com/RSS2"><channel>{}</channel></rss>',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">{}</rdf:RDF>',
    '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">\n<rss>{}</rss>',
    "<rdf:RDF>{}</rdf:RDF>",                                                   # a prefix that nobody declared
    '<feed xmlns="http://purl.org/atom/ns#" version="0.3">{}</feed>', "<feed>{}</feed>",
    "\n\n  <?xml version='1.0'?><!-- a > b --><rss>{}</rss>", "<?xml version='1.0'><rss>{}</rss>",     # blanks first; no "?"
    "Warning: deprecated in feed.php\n<rss>{}</rss>",                           # what a server's own troubles put before it
])
def test_old_and_bare_roots(root):
    """RSS 0.9x, feeds without their namespaces, and what stands before a feed."""
    item = "<item><title>Lorries held</title><link>https://herald.example/a/1</link></item>"
    assert only(root.format(item).encode()).title == "Lorries held"


@pytest.mark.parametrize("item, field, expected", [
    ("<title>a &nbsp; caf&eacute; &rsquo;b&rsquo;</title>", "title", "a café ’b’"),          # entities of HTML, undeclared
    ("<title>&nosuch; thing</title>", "title", "&nosuch; thing"),                            # an entity of nobody
    ("<title>Marks & Roe</title>", "title", "Marks & Roe"),                                  # an "&" alone
    ("<link>https://h.example/a?x=1&y=2</link>", "url", "https://h.example/a?x=1&y=2"),
    ("<title>AT&amp;amp;T</title>", "title", "AT&T"),                                        # escaped twice
    ("<title>5 &lt; 6 and 7 > 6</title>", "title", "5 < 6 and 7 > 6"),                       # no markup
    ("<title><![CDATA[Guards <i>held</i> &amp; freed]]></title>", "title", "Guards held & freed"),
    ("<title>a\x0b\x00b</title>", "title", "ab"),                                            # what XML forbids
    ("<title>Held<br>again</title><link>https://h.example/1</link>", "url", "https://h.example/1"),   # does not close
    ("<title>Held<img src='a'></img>again</title>", "title", "Held again".replace(" ", "")),         # closed by its own tag
    ("<title>t</title><description><![CDATA[a<br>b &nbsp;&amp; c]]></description>", "summary", "a b & c"),
    ("<description><p>One</p><p>two</p></description>", "summary", "One two"),               # markup that is not escaped
    ("<description>&lt;script&gt;alert(1)&lt;/script&gt;One&lt;br/&gt;two</description>", "summary", "One two"),
    ("<link>/a/1</link>", "url", "https://herald.example/a/1"), ("<link>\n ../a/1 \n</link>", "url", "https://herald.example/a/1"),
    ("<title>t</title><link>javascript:alert(1)</link>", "url", None),
    ("<title>t</title><link>file:///etc/passwd</link>", "url", None), ("<title>t</title><link>http://[::1</link>", "url", None),
    ("<guid>https://h.example/g</guid>", "url", "https://h.example/g"),                      # a guid is an address,
    ('<title>t</title><guid isPermaLink="false">https://h.example/g</guid>', "url", None),   # but where it says no
    ('<atom:link href="https://h.example/l"/>', "url", "https://h.example/l"),               # a prefix nobody declared
    ("<link>https://count.example/r/1</link><feedburner:origLink>https://h.example/1</feedburner:origLink>", "url", "https://h.example/1"),
    ("<title>t</title><media:title xmlns:media='http://search.yahoo.com/mrss/'>other</media:title>", "title", "t"),
    ("<title>t</title><author>jane@h.example (Jane Roe)</author>", "authors", ("Jane Roe",)),
    ("<title>t</title><author>jane@h.example</author>", "authors", ()),                      # an address is no name
    ("<title>t</title><dc:creator>Jane Roe</dc:creator><dc:creator>Sam Poe</dc:creator>", "authors", ("Jane Roe", "Sam Poe")),
    ("<title>t</title><dc:language>de-AT</dc:language>", "language", "de"), ('<title xml:lang="fr">t</title>', "language", None),
    ("<title>t</title><pubDate>yesterday</pubDate>", "published", None),
    ("<title>t</title><guid>a</guid>", "id", "a"), ("<link>https://h.example/1</link>", "id", "https://h.example/1"),
])
def test_broken_items(item, field, expected):
    """What stands in real feeds, and what can still be read of it."""
    assert getattr(only(rss(f"<item>{item}</item>")), field) == expected


def test_mending_is_told():
    """What was wrong is said; the first item is read though the feed breaks off in the second."""
    feed = parse_feed(rss("<item><title>One</title></item>")[:-20] + b"<item><title>Tw", url=URL)
    assert [item.title for item in feed.items] == ["One", "Tw"]
    assert feed.mended.startswith("its XML is broken (")
    assert parse_feed(rss("<item><title>&eacute;</title></item>")).mended == "it holds entities or tags that are none in XML"
    assert parse_feed(rss("<item><title>a\x0bb</title></item>")).mended == "it holds characters that XML forbids"


@pytest.mark.parametrize("text, encoding, declared, charset", [
    ("Überfall", "utf-8", "ISO-8859-1", None),             # declared wrongly: it is UTF-8
    ("Überfall", "iso-8859-1", "ISO-8859-1", None),
    ("“Überfall”", "cp1252", "ISO-8859-1", "utf-8"),       # the server's word and the feed's are both wrong
    ("Überfall", "utf-16", "utf-16", None), ("Überfall", "utf-8-sig", "utf-8", None),
    ("Überfall", "utf-16-le", "utf-8", None),              # no mark, and the wrong word
    ("нападение", "koi8-r", "koi8-r", None), ("нападение", "windows-1251", "x", "windows-1251"),
])
def test_encodings(text, encoding, declared, charset):
    """The characters are right whatever is declared."""
    data = f'<?xml version="1.0" encoding="{declared}"?><rss><channel><item><title>{text}</title></item></channel></rss>'
    assert only(data.encode(encoding), charset=charset).title == text


@pytest.mark.parametrize("entry, field, expected", [
    ('<title>R&amp;amp;D</title>', "title", "R&amp;D"),                              # Atom's default is text, as it stands
    ('<title type="html">R&amp;amp;D</title>', "title", "R&D"),
    ('<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Guards <i>held</i></div></title>', "title", "Guards held"),
    ('<title>t</title><content>plain &lt;text></content>', "text", "plain <text>"),
    ('<title>t</title><content type="html">&lt;p>one&lt;/p></content>', "html", "<p>one</p>"),
    ('<title>t</title><content type="image/png" src="a.png"/>', "html", None),       # out of line
    ('<title>t</title><link href="a" xml:base="https://other.example/x/"/>', "url", "https://other.example/x/a"),
    ('<title>t</title><updated>2016-05-04T00:00:00Z</updated>', "updated", "2016-05-04T00:00:00+00:00"),
    ('<title>t</title><updated>2016-05-04T00:00:00Z</updated>', "published", None),  # changed then, published who knows when
    ('<title>t</title><author><name>Sam Poe</name><email>s@h.example</email></author>', "authors", ("Sam Poe",)),
    ('<title>t</title>', "authors", ("The desk",)),                                  # the feed's
])
def test_atom(entry, field, expected):
    """Atom says what is text and what is markup, and is believed."""
    feed = f"<feed {ATOM}><author><name>The desk</name></author><entry>{entry}</entry></feed>"
    assert getattr(only(feed.encode()), field) == expected


@pytest.mark.parametrize("item, field, expected", [
    ({"id": 7, "title": "t"}, "id", "7"), ({"title": "t", "url": 5}, "url", None),       # numbers where strings belong
    ({"id": "1", "external_url": "https://o.example/1"}, "url", "https://o.example/1"),
    ({"id": "1", "url": "javascript:x", "title": "t"}, "url", None),
    ({"id": "1", "content_text": "a < b"}, "text", "a < b"),
    ({"id": "1", "title": "t", "author": {"name": "Jane Roe"}}, "authors", ("Jane Roe",)),   # version 1.0
    ({"id": "1", "title": "t", "authors": "Jane"}, "authors", ()),
    ({"id": "1", "title": "t", "language": "deu"}, "language", "de"),
])
def test_json(item, field, expected):
    """JSON feeds of both versions; a value of the wrong kind is none."""
    data = json.dumps({"version": "https://jsonfeed.org/version/1", "items": [item]}).encode()
    assert getattr(only(b"\xef\xbb\xbf" + data), field) == expected


def test_json_items_of_the_wrong_kind():
    """They are left out, and that is said."""
    feed = parse_feed(b'{"version": "1", "items": [{"id": "1", "title": "t"}, 5, null]}')
    assert (len(feed.items), feed.mended) == (1, "2 of 3 items were left out")


@pytest.mark.parametrize("text, expected", [
    ("Tue, 03 May 2016 21:14:00 GMT", "2016-05-03T21:14:00+00:00"), ("Tue, 3 May 16 21:14 PST", "2016-05-03T21:14:00-08:00"),
    ("Die, 03 May 2016 21:14:00 +0200", "2016-05-03T21:14:00+02:00"),     # a weekday in German
    ("2016-05-03T21:14:00.25Z", "2016-05-03T21:14:00+00:00"), ("2016-05-03 21:14:00 UTC", "2016-05-03T21:14:00+00:00"),
    ("2016-05-03T21:14:00", "2016-05-03T21:14:00"),                       # no zone: none is made up
    ("2016-05-03", "2016-05-03"), ("3 May 2016", "2016-05-03"), ("May 3, 2016", "2016-05-03"),   # a day has no midnight
    ("Tue, 03 May 2016 25:61:00 GMT", None), ("2016-13-45", None), ("0", None), ("", None), (None, None), ("soon", None),
    ("1970-01-01T00:00:00Z", None), ("0001-01-01T00:00:00Z", None),       # programs that know no date
    ("Thu, 01 Jan 1970 00:00:00 GMT", None), ("9" * 50_000, None), ("2016-05-03T" + "1" * 90, None),
])
def test_dates(text, expected):
    """Dates keep their zone; what is no date is none."""
    assert feed_date(text) == expected


BOMB = "<!DOCTYPE r [<!ENTITY a 'lol'>" + "".join(
    f"<!ENTITY {chr(c)} '{f'&{chr(c - 1)};' * 10}'>" for c in range(ord("b"), ord("n"))) + "]>"


@pytest.mark.parametrize("head, entity", [
    (BOMB, "m"),                                                               # a billion laughs
    ("<!DOCTYPE r [<!ENTITY x '" + "y" * 100_000 + "'>]>", "x"),               # one long entity, used often
    ("<!DOCTYPE r [<!ENTITY x SYSTEM 'file://{secret}'>]>", "x"),              # a file
    ("<!DOCTYPE r [<!ENTITY x SYSTEM '{server}'>]>", "x"),                     # the network
    ("<!DOCTYPE r SYSTEM '{server}' [<!ENTITY % p SYSTEM '{server}'> %p;]>", "x"),
    ("<!DOCTYPE r [<!-- ' \" ]> --><!ENTITY x '<b>]>'>]>", "x"),               # quotes and ends that are none
    ("junk<!DOCTYPE r [<!ENTITY x 'expanded'>]>", "x"), ("<?a?><!DOCTYPE r [<!ENTITY x 'expanded'>]>", "x"),
    ("<a/><!DOCTYPE r [<!ENTITY x 'expanded'>]>", "x"),
])
def test_entities_are_inert(head, entity, serve, tmp_path):
    """No entity that a feed declares stands for anything: not for much, not for a file, not for an address."""
    asked = []
    (tmp_path / "secret").write_text("the secret")
    server = serve(lambda handler: asked.append(handler.path))
    head = head.replace("{secret}", str(tmp_path / "secret")).replace("{server}", server + "/dtd")
    data = rss(f"<item><title>{f'&{entity};' * 2000}</title><link>https://h.example/1</link></item>", head=head)
    try:
        titles = [item.title for item in parse_feed(data, url=URL).items]
    except SourceError as error:      # the one whose root is another element
        assert error.code == "format" and "<a/>" in head
    else:
        assert titles == [f"&{entity};" * 2000]
    assert not asked


def test_xinclude_and_stylesheets_are_inert(serve):
    """What asks to be loaded is not."""
    asked = []
    server = serve(lambda handler: asked.append(handler.path))
    data = rss(f'<item><title>t</title><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{server}/x"/></item>',
               head=f'<?xml-stylesheet href="{server}/s"?>', attributes=f'xsi:schemaLocation="x {server}/y"')
    assert only(data).title == "t"
    assert not asked


@pytest.mark.parametrize("data, code, says", [
    (b"", "empty", "nothing in it"), (b"%PDF-1.4 ...", "binary", "PDF"),
    (b"<html><body><p>News</p></body></html>", "format", "no feed but a page"), (b"<svg/>", "format", "other XML"),
    (b"<!DOCTYPE html><html><head><link rel=x></head></html>", "format", "no feed but a page"),
    (b"just words", "format", "no feed"), (b"<<<<", "format", "no feed"), (b'{"a": 1}', "format", "lists no items"),
    (b'{"items": ', "format", "no JSON feed"), (b'{"version":"1","items":' + b"[" * 100_000, "format", "no JSON feed"),
    (rss("<x>" * 200_001), "too-large", "tags"), (rss("<item " + " ".join(f"a{n}='1'" for n in range(9000)) + "/>"), "too-large", "attributes"),
    (rss("<item><title>&lt;a " + "b " * 9000 + "&gt;</title></item>"), "too-large", "attributes"),   # in escaped markup
    (rss("<item " + "".join(f"a{n}='1'" for n in range(9000)) + "/>"), "too-large", "attributes"),   # without blanks
    (b"a" * 20_000_001, "too-large", "20 MB"),
])
def test_what_is_no_feed(data, code, says):
    """It is an error with a way out."""
    with pytest.raises(SourceError) as caught:
        parse_feed(data, url=URL)
    assert caught.value.code == code
    assert says in caught.value.message


@pytest.mark.parametrize("data", [
    rss("<item><title>" + "<![CDATA[" * 20_000), rss("<item>" * 10_000), rss("<item><author>" + "a." * 200_000 + "</author></item>"),
    rss("<item><pubDate>" + "Mon, " * 100_000 + "</pubDate></item>"), rss("<item><title>" + "&" * 300_000 + "</title></item>"),
    b"<?x " * 100_000 + b"<rss>", b"<!DOCTYPE " + b"<!--" * 100_000, b"<!" * 100_000 + b"<rss>", rss("<![CDATA[" * 100_000),
    rss("<item><author>" + "a@" * 200_000 + "</author></item>"), rss("<item><title>" + "&lt;!--" * 30_000 + "</title></item>"),
])
def test_monsters_end(data):
    """Input that makes parsers slow ends, as a feed or as an error; the suite's own patience is the measure."""
    try:
        assert len(parse_feed(data, url=URL).items) <= 500
    except SourceError as error:
        assert error.code in ("format", "too-large")


def test_too_many_items():
    """The first ones are read, and the rest is told."""
    feed = parse_feed(rss("".join(f"<item><guid>{n}</guid><title>t</title></item>" for n in range(MOST_ITEMS + 5))))
    assert len(feed.items) == MOST_ITEMS
    assert feed.mended == "it lists 5,005 items, of which 5,000 were read"


def test_ids_are_distinct():
    """One guid for all items is no guid; the same item twice is one; an item that says nothing is none."""
    items = [("x", 1), ("x", 2), ("x", 2)]
    feed = parse_feed(rss("<item/>" + "".join(
        f"<item><guid isPermaLink='false'>{guid}</guid><link>https://h.example/{n}</link></item>" for guid, n in items)))
    assert [item.id for item in feed.items] == ["https://h.example/1", "https://h.example/2"]
    nameless = parse_feed(rss("<item><title>a</title></item><item><title>b</title></item>"))
    assert len({item.id for item in nameless.items}) == 2
    assert all(item.id.startswith("sha256:") for item in nameless.items)


@settings(max_examples=150)
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda t: rss(f"<item><title>{t}</title></item>".encode("utf-8", "replace").decode())))
def test_anything(data):
    """Any bytes are a feed or a SourceError, and the same bytes the same feed."""
    try:
        feed = parse_feed(data, url=URL)
    except SourceError:
        return
    assert parse_feed(data, url=URL) == feed
    assert len({item.id for item in feed.items}) == len(feed.items)
