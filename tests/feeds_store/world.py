"""A small web in memory, and texts written for it."""
from datetime import UTC, datetime, timedelta

from sayso.collect.fetch import Answer, Request
from sayso.collect.polite import Polite
from sayso.errors import SourceError
from sayso.pipeline.feeds import Collector
from sayso.store.open import open_store

FEED = "https://herald.example/feed"
START = datetime(2024, 5, 10, 8, tzinfo=UTC)
FILLER = ("Officials in the port town of Marlena gave no further details, and residents said that the streets had been "
          "quiet since the early hours. A spokesman for the council promised a statement before the end of the week. ")


def page(body, title="Border"):
    """A page as outlets publish them."""
    return (f"<!DOCTYPE html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
            f"<p>{body}</p><p>{FILLER}</p><p>{FILLER}</p></article></body></html>").encode()


def item(number=1, *, title=None, link=None, more=""):
    """An item of an RSS feed."""
    link = link or f"https://herald.example/a/{number}"
    return (f"<item><title>{title or f'Report {number}'}</title><link>{link}</link>"
            f"<pubDate>Thu, 09 May 2024 10:0{number % 10}:00 GMT</pubDate>{more}</item>")


def rss(*items, title="The Herald"):
    """An RSS feed."""
    return (f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>{title}</title>{''.join(items)}</channel></rss>").encode()


def full(text):
    """The full text of an item, in the feed itself."""
    return f"<content:encoded><![CDATA[<p>{text}</p><p>{FILLER * 5}</p>]]></content:encoded>"


class World:
    """Servers, a clock that goes on when somebody waits, and what was asked of whom."""

    def __init__(self):
        self.now, self.pages, self.asked = START, {}, []

    def clock(self):
        return self.now

    def seconds(self):
        return self.now.timestamp()

    def sleep(self, seconds):
        self.now += timedelta(seconds=seconds)

    def put(self, url, body, **told):
        self.pages[url] = (body, told)

    def moved(self, url, where, status=302):
        self.pages[url] = (b"", {"status": status, "location": where})

    def ask(self, request: Request) -> Answer:
        """As `HttpFetcher.ask`."""
        if request.url.endswith("/robots.txt"):
            return Answer(url=request.url, status=404)
        self.asked.append(request.url)
        if request.url not in self.pages:
            return Answer(url=request.url, status=404, reason="Not Found")
        body, told = self.pages[request.url]
        if isinstance(body, SourceError):
            raise body
        etag = told.get("etag")
        if etag is not None and request.etag == etag:
            return Answer(url=request.url, status=304, etag=etag)
        return Answer(**{"url": request.url, "status": 200, "body": body, "kind": "text/html", **told})

    def since(self):
        """What was asked since somebody last asked this."""
        asked, self.asked = self.asked, []
        return asked


class Node:
    """A store with a collector on a world."""

    def __init__(self, place, world, add=None, **more):
        self.world = world
        self.store = open_store(place, now=world.clock)
        self.batches = []
        self.add = add or self.store.writer.add_articles
        self.collector = self.collecting(**more)

    def collecting(self, **more):
        """As another process would begin: nothing is remembered but what the store has."""
        polite = Polite(self.world, clock=self.world.seconds, sleep=self.world.sleep)

        def add(articles):
            self.batches.append(articles)
            return self.add(articles)

        return Collector(self.store, add, polite, clock=self.world.clock, **more)

    def later(self, **passed):
        """What a run brings after some time."""
        self.world.now += timedelta(**passed)
        return list(self.collector.run())
