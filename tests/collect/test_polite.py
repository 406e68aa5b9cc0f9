"""Manners: against answers out of a table with a clock that only tests move, and against a server on this machine."""
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.collect.fetch import Answer, HttpFetcher, Request, is_public
from sayso.collect.polite import FEED_BYTES, ROBOTS_BYTES, Manners, Polite, spread
from sayso.errors import SourceError

START = 1_462_310_040.0  # 2016-05-03T21:14:00Z
FEED = "https://herald.example/feed"
ROBOTS = "https://herald.example/robots.txt"


class Clock:
    """Seconds that pass only when somebody sleeps."""

    def __init__(self):
        self.now, self.slept = START, []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        assert seconds >= 0
        self.slept.append(seconds)
        self.now += seconds


class Canned:
    """A server with a list of answers per address; the last of them is given again. No robots.txt unless it is named."""

    def __init__(self, clock, answers):
        self.clock, self.answers, self.asked = clock, {ROBOTS: [404], **answers}, []

    def ask(self, request):
        self.asked.append((request, self.clock()))
        left = self.answers.get(request.url, [404])
        given = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(given, Exception):
            raise given
        held = {"status": given} if isinstance(given, int) else given
        return Answer(**{"url": request.url, "reason": "Said", **held})

    def urls(self):
        return [request.url for request, _ in self.asked]


def table(answers, **manners):
    clock = Clock()
    server = Canned(clock, answers)
    return Polite(server, clock=clock, sleep=clock.sleep, manners=Manners(**manners)), server, clock


def broken(cause=None, code="fetch"):
    error = SourceError(code, "It broke.")
    error.__cause__ = cause
    return error


def visit(answers, **manners):
    polite, _, _ = table({FEED: answers}, **manners)
    return polite.visit(Request(url=FEED, etag='"a"'))


@pytest.mark.parametrize("answers, kind, says", [
    ([{"status": 200, "body": b"x"}], "new", None), ([304], "same", None), ([410], "gone", "answers 410 Said; it is not coming back"),
    ([404], "failed", "answers 404 Said; check the address"), ([403], "failed", "403"), ([204], "failed", "204"),
    ([500, 502, {"status": 200}], "new", None),                                  # over in a moment
    ([500], "failed", "answers 500 Said; try again later"),                      # not over
    ([429], "later", "asked again after 600 seconds"), ([503], "later", "asked again after 600"),
    ([broken(ConnectionResetError()), {"status": 200}], "new", None),            # a broken line
    ([broken(code="truncated"), {"status": 200}], "new", None),
    ([broken(ConnectionResetError())], "failed", "It broke."),
    ([broken(TimeoutError()), {"status": 200}], "failed", "It broke."),          # too slow: once is enough
    ([broken(code="too-large"), {"status": 200}], "failed", "It broke."),        # asking again makes it no shorter
    ([broken(code="refused"), {"status": 200}], "refused", "It broke."),
])
def test_outcomes(answers, kind, says):
    """What an answer, or none, makes of a visit."""
    found = visit(answers)
    assert found.kind == kind
    assert says is None or says in found.message


def test_not_modified_without_a_question():
    """304 to somebody who named no copy is a fault of the server, and no success."""
    polite, _, _ = table({FEED: [304]})
    assert polite.visit(Request(url=FEED)).kind == "failed"


def test_back_off_doubles_and_is_spread():
    """The waits between tries double, each longer by up to a half; another node waits otherwise."""
    waits = []
    for salt in ("", "b"):
        polite, _, clock = table({FEED: [500]}, tries=4, pace=0, salt=salt)
        polite.visit(Request(url=FEED))
        assert [4 * 2**n <= wait < 6 * 2**n for n, wait in enumerate(clock.slept)] == [True] * 3
        waits.append(clock.slept)
    assert waits[0] != waits[1]


@given(st.text())
def test_spread(text):
    """It is a fraction, and the same each time."""
    assert 0 <= spread(text) < 1
    assert spread(text) == spread(text)


@pytest.mark.parametrize("retry_after, kind, wait", [
    ("30", "new", 30), ("0", "new", 0),
    (format_datetime(datetime.fromtimestamp(START, UTC) + timedelta(seconds=42), usegmt=True), "new", 40),   # 2 s: the pace
    (format_datetime(datetime.fromtimestamp(START, UTC) - timedelta(days=9), usegmt=True), "new", 0),        # over already
    ("3600", "later", 3600), ("99999999999999999999", "later", 86_400),    # no server keeps us away for years
    ("soon", "new", 0), ("-5", "new", 0), ("²", "new", 0),                 # no number: as without it
])
def test_retry_after(retry_after, kind, wait):
    """Seconds or a date; a short one is waited for, a long one ends the visit."""
    polite, _, clock = table({FEED: [{"status": 429, "retry_after": retry_after}, {"status": 200}]})
    found = polite.visit(Request(url=FEED))
    assert found.kind == kind
    assert found.wait == wait if kind == "later" else max(clock.slept) >= wait


def test_a_resting_host_rests_for_all():
    """After a long Retry-After no other page of the host is asked, until it is over."""
    polite, server, clock = table({FEED: [{"status": 503, "retry_after": "3600"}], "https://herald.example/a": [{"status": 200}]})
    polite.visit(Request(url=FEED))
    asked = len(server.asked)
    assert polite.visit(Request(url="https://herald.example/a")).kind == "later"
    assert len(server.asked) == asked
    clock.now += 3600
    assert polite.visit(Request(url="https://herald.example/a")).kind == "new"


@pytest.mark.parametrize("robots, pace", [("", 2), ("User-agent: *\nCrawl-delay: 7", 7), ("User-agent: *\nCrawl-delay: 0.1", 2),
                                          ("User-agent: *\nCrawl-delay: nan", 2), ("User-agent: *\nCrawl-delay: -9", 2)])
def test_pace(robots, pace):
    """Between two questions to a host, whatever its port, lies the pace or its Crawl-delay; other hosts do not wait."""
    urls = [f"https://herald.example/{n}" for n in range(3)]
    polite, server, clock = table({ROBOTS: [{"status": 200, "body": robots.encode()}], **{url: [{"status": 200}] for url in urls}})
    for url in urls:
        assert polite.visit(Request(url=url)).kind == "new"
    times = [at for _, at in server.asked]
    assert [b - a for a, b in pairwise(times)] == [pace] * 3
    before = clock()
    polite.visit(Request(url="https://other.example/1"))
    assert server.asked[-2][1] == before


def test_a_long_crawl_delay_is_not_slept_through():
    """It is "later", with the time."""
    polite, _, _ = table({ROBOTS: [{"status": 200, "body": b"User-agent: sayso\nCrawl-delay: 900"}], FEED: [{"status": 200}]})
    found = polite.visit(Request(url=FEED))
    assert (found.kind, found.wait) == ("later", 900)


def test_a_clock_set_back_stops_nothing():
    """A host is not left alone for the years that the clock lost."""
    polite, _, clock = table({FEED: [{"status": 200}]})
    polite.visit(Request(url=FEED))
    clock.now -= 1e8
    assert polite.visit(Request(url=FEED)).kind == "new"


@pytest.mark.parametrize("body, path, allowed", [
    (b"User-agent: *\nDisallow: /private", "/private/a", False), (b"User-agent: *\nDisallow: /private", "/a", True),
    (b"User-agent: *\nDisallow: /\nAllow: /feed", "/feed", True),                     # the longer rule, not the first
    (b"User-agent: *\nDisallow: /\n\nUser-agent: Sayso\nDisallow: /x", "/feed", True),   # the group that names us
    (b"User-agent: Sayso/0.1\nDisallow: /", "/feed", False),                          # with a version
    (b"User-agent: other\nUser-agent: sayso\nDisallow: /", "/feed", False),           # named in company
    (b"User-agent: other\nDisallow: /", "/feed", True),
    (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /*.xml$\r\n", "/a.xml", False),         # a mark, a pattern
    (b"User-agent: *\rDisallow: /", "/feed", False),                                  # line ends of old
    (b"User-agent: *\nDisallow:", "/feed", True), (b"<html>Not here</html>", "/feed", True), (b"\xff\xfe\x00", "/feed", True),
    (b"User-agent: *\nDisallow: /" + b"*a" * 60 + b"b$", "/" + "a" * 2000, True),     # a pattern made to be slow
    (b"".join(b"User-agent: a%d\n" % n for n in range(15_000)) + b"Disallow: /\n" * 15_000, "/feed", True),   # a file too
])
def test_robots(body, path, allowed):
    """robots.txt by RFC 9309."""
    url = "https://herald.example" + path
    polite, server, _ = table({ROBOTS: [{"status": 200, "body": body}], url: [{"status": 200}]})
    found = polite.visit(Request(url=url))
    assert found.kind == ("new" if allowed else "forbidden")
    assert allowed or found.message == (
        f"{ROBOTS} forbids {url} to sayso; save the page and give the file, or ask the publisher.")
    assert (url in server.urls()) == allowed
    assert server.asked[0][0].most_bytes == ROBOTS_BYTES
    assert server.asked[0][0].cut


@pytest.mark.parametrize("answer, kind", [
    (404, "new"), (401, "new"), (403, "new"), (410, "new"),                        # not there: nothing is forbidden
    (500, "failed"), (503, "later"), (429, "later"), (broken(OSError()), "failed"),   # not to be had: everything is
    (broken(code="refused"), "refused"), (broken(TimeoutError()), "failed"),
    ({"status": 302, "location": ROBOTS}, "new"),                                  # redirects without end: not there
    ({"status": 302, "location": "https://cdn.example/r"}, "forbidden"),           # its redirects are followed
])
def test_robots_that_are_not_there(answer, kind):
    """What a robots.txt that cannot be read means."""
    polite, server, _ = table({ROBOTS: [answer], FEED: [{"status": 200}],
                               "https://cdn.example/r": [{"status": 200, "body": b"User-agent: *\nDisallow: /"}]})
    found = polite.visit(Request(url=FEED))
    assert found.kind == kind
    assert (FEED in server.urls()) == (kind == "new")


def test_robots_are_kept_for_a_day():
    """One robots.txt a day and host; one that cannot be had is asked again sooner, and the old one holds meanwhile."""
    answers = [{"status": 200, "body": b"User-agent: *\nDisallow: /x"}, 500]
    polite, server, clock = table({ROBOTS: answers, FEED: [{"status": 200}]}, tries=1)
    for _ in range(3):
        assert polite.visit(Request(url=FEED)).kind == "new"
        clock.now += 1000
    assert server.urls().count(ROBOTS) == 1
    clock.now += 86_400
    assert polite.visit(Request(url=FEED)).kind == "new"
    assert polite.visit(Request(url="https://herald.example/x")).kind == "forbidden"
    assert server.urls().count(ROBOTS) == 2
    clock.now += 601
    assert polite.visit(Request(url=FEED)).kind == "new"
    assert server.urls().count(ROBOTS) == 3


@pytest.mark.parametrize("statuses, moved", [
    ([301], "https://herald.example/1"), ([308], "https://herald.example/1"), ([302], None), ([307], None),
    ([301, 301], "https://herald.example/2"), ([301, 302], "https://herald.example/1"),   # as far as it is permanent
    ([302, 301], None),
])
def test_moved(statuses, moved):
    """The new address is where the permanent redirects lead, before the first that is not."""
    urls = [FEED, "https://herald.example/1", "https://herald.example/2"]
    answers = {urls[n]: [{"status": status, "location": urls[n + 1]}] for n, status in enumerate(statuses)}
    polite, server, _ = table({**answers, urls[len(statuses)]: [{"status": 200}]})
    found = polite.visit(Request(url=FEED, etag='"a"'))
    assert (found.kind, found.moved, found.answer.url) == ("new", moved, urls[len(statuses)])
    assert {request.etag for request, _ in server.asked if request.url in urls} == {'"a"'}


@pytest.mark.parametrize("status, target, end, kind, moved", [
    (301, "https://herald.example/1", 404, "failed", None),      # moved to nowhere is not moved
    (301, "https://herald.example/1", 410, "gone", None), (302, "https://herald.example/1", 410, "failed", None),
    (301, FEED, 301, "failed", None),                            # in a circle
    (301, "https://closed.example/1", 200, "forbidden", None),   # into a house that forbids it
])
def test_redirects_that_end_badly(status, target, end, kind, moved):
    """None of them changes the address."""
    answers = {target: [end], FEED: [{"status": status, "location": target}]}
    polite, server, _ = table({**answers, "https://closed.example/robots.txt": [{"status": 200, "body": b"User-agent: *\nDisallow: /"}]})
    found = polite.visit(Request(url=FEED))
    assert (found.kind, found.moved) == (kind, moved)
    assert "https://closed.example/1" not in server.urls()


def test_limits():
    """A feed has its limit unless the asker sets another."""
    polite, server, _ = table({FEED: [{"status": 200}]})
    polite.visit(Request(url=FEED))
    polite.visit(Request(url=FEED, most_bytes=5))
    assert [request.most_bytes for request, _ in server.asked if request.url == FEED] == [FEED_BYTES, 5]


def test_fetcher():
    """As a `Fetcher`, for pages: the document or the error."""
    polite, _, _ = table({"https://herald.example/a": [{"status": 200, "body": b"x", "kind": "text/html"}]})
    assert polite.fetch("https://herald.example/a").body == b"x"
    with pytest.raises(SourceError, match="answers 404"):
        polite.fetch("https://herald.example/b")


# A server on this machine, asked through the real fetcher.

def local(**options):
    """A fetcher for which this machine, and it alone, is public; without that argument nothing here is reachable."""
    return HttpFetcher(allowed=lambda address: str(address) == "127.0.0.1" or is_public(address), **options)


def quick(asker, **manners):
    return Polite(asker, clock=time.time, sleep=lambda _: None, manners=Manners(pace=0, **manners))


def reply(handler, status, body=b"", **headers):
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def site(pages):
    """Answers by path; robots.txt is not there."""
    return lambda handler: pages.get(handler.path, lambda h: reply(h, 404))(handler)


def test_loopback_needs_to_be_allowed(serve):
    """By default this machine is refused before anything is sent, robots.txt too."""
    asked = []
    address = serve(lambda handler: asked.append(handler.path))
    found = quick(HttpFetcher()).visit(Request(url=address + "/feed"))
    assert (found.kind, found.code) == ("refused", "refused")
    assert not asked


@pytest.mark.parametrize("validator, header, value", [("etag", "If-None-Match", 'W/"v1"'),
                                                     ("last_modified", "If-Modified-Since", "Tue, 03 May 2016 21:14:00 GMT")])
def test_conditional_requests(serve, validator, header, value):
    """What the server said of its copy comes back to it, and then it sends no body."""
    def feed(handler):
        if handler.headers.get(header) == value:
            reply(handler, 304, **{"ETag" if validator == "etag" else "Last-Modified": value})
        else:
            reply(handler, 200, b"<rss/>", **{"ETag" if validator == "etag" else "Last-Modified": value})

    address = serve(site({"/feed": feed})) + "/feed"
    first = quick(local()).visit(Request(url=address))
    assert (first.kind, first.answer.body, getattr(first.answer, validator)) == ("new", b"<rss/>", value)
    second = quick(local()).visit(Request(url=address, **{validator: value}))
    assert (second.kind, second.answer.body, getattr(second.answer, validator)) == ("same", b"", value)


@pytest.mark.parametrize("validator", ["a\r\nX-Evil: 1", "ä", "a\0", "a" * 1001, ""])
def test_validators_stay_in_their_header(serve, validator):
    """One that would break out of it is not sent."""
    seen = {}

    def feed(handler):
        seen.update(handler.headers)
        reply(handler, 200, b"x")

    address = serve(site({"/feed": feed})) + "/feed"
    assert quick(local()).visit(Request(url=address, etag=validator, last_modified=validator)).kind == "new"
    assert not {"If-None-Match", "If-Modified-Since", "X-Evil"} & set(seen)


def test_429_over_the_wire(serve):
    """Retry-After is read from the answer and told."""
    address = serve(site({"/feed": lambda h: reply(h, 429, Retry_After="120")}))
    found = quick(local()).visit(Request(url=address + "/feed"))
    assert (found.kind, found.wait) == ("later", 120)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("target", ["http://10.0.0.1/feed", "http://169.254.169.254/", "http://[::1]/", "http://localhost.localdomain:1/",
                                    "file:///etc/passwd"])
def test_redirects_to_private_addresses(serve, status, target):
    """Each hop is guarded, although this machine itself was allowed; and the address does not move there."""
    def resolve(name, port):
        return ("127.0.0.2",) if name == "localhost.localdomain" else (name,)

    address = serve(site({"/feed": lambda h: reply(h, status, Location=target)}))
    found = quick(local(resolve=resolve)).visit(Request(url=address + "/feed"))
    assert (found.kind, found.moved) == ("refused", None)


def test_moved_over_the_wire(serve):
    """A relative 301 is the new address."""
    address = serve(site({"/feed": lambda h: reply(h, 301, Location="/new"), "/new": lambda h: reply(h, 200, b"x")}))
    assert quick(local()).visit(Request(url=address + "/feed")).moved == address + "/new"


def test_slow_loris(serve):
    """A server that drips is left when the time is up, and not asked again."""
    asked = []

    def drip(handler):
        asked.append(1)
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n")
        for _ in range(60):
            handler.wfile.write(b"x")
            time.sleep(0.05)

    address = serve(site({"/feed": drip}))
    found = quick(local(seconds=0.4)).visit(Request(url=address + "/feed"))
    assert found.kind == "failed"
    assert "no answer within 0.4 seconds" in found.message
    assert len(asked) == 1


def test_endless_body(serve):
    """A body without end is left at the limit, whoever set it; a robots.txt without end is read as far as that."""
    def pour(handler):
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n")
        if handler.path == "/robots.txt":
            handler.wfile.write(b"User-agent: *\nDisallow: /private\n")
        while True:
            handler.wfile.write(b"#" * 4096)

    address = serve(pour)
    found = quick(local()).visit(Request(url=address + "/feed", most_bytes=100_000))
    assert (found.kind, found.code) == ("failed", "too-large")
    assert "longer than 100,000 bytes" in found.message
    assert quick(local()).visit(Request(url=address + "/private")).kind == "forbidden"


def test_kinds(serve):
    """Feeds come as any type; pages do not."""
    address = serve(site({"/feed": lambda h: reply(h, 200, b"x", Content_Type="application/x-surprise")}))
    request = Request(url=address + "/feed")
    assert quick(local()).visit(request).kind == "new"
    refused = quick(local()).visit(msgspec.structs.replace(request, kinds=("text/html",)))
    assert "is application/x-surprise, not text/html" in refused.message
