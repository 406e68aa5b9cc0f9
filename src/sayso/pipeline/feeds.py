"""The feeds of a store ► what was new in them: visit, parse, fetch the pages, add, note the feed's health.

Rules:
- what was added is in the store before the feed's new state is: whoever is killed in between reads the feed once more,
  and what is known is not fetched or stored again;
- a feed's validators are kept only when all that it listed was dealt with. A page that could not be had for a passing
  reason is tried again, because its feed is then read again, unchanged or not;
- an article is known by its address, by the canonical form of its address, or by where its redirects ended; the store
  is told all three;
- a known article is fetched again when the feed says that it changed since it was last looked at, or when its headline
  did and it was looked at `LOOK_AGAIN` ago; what then differs is a new version;
- whatever happens to one feed or page stays with it.

The network, the clock and the adding of articles are arguments. Nothing here sleeps but the guest.
"""
import ipaddress
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from sayso.collect.feed import Feed as Listing
from sayso.collect.feed import FeedItem, parse_feed
from sayso.collect.fetch import Address, HttpFetcher, Request, is_public
from sayso.collect.health import FeedState, after, condition, due, outcome_of
from sayso.collect.make import Failure
from sayso.collect.polite import Manners, Polite, Visit
from sayso.errors import SourceError
from sayso.pipeline.feed_items import Made, from_feed, from_page, key_of
from sayso.pipeline.feed_states import feed_of, moment, state_of
from sayso.pipeline.reading import internal
from sayso.records import Article
from sayso.records.address import canonical
from sayso.store.base import Added, ArticleRow, Feed, Store

Add = Callable[[tuple[Article, ...]], Sequence[Added]]
"""Keeps articles, and says of each, in order, what became of it: `Writer.add_articles`, or what also reads them."""

EVERY = timedelta(minutes=15)
LOOK_AGAIN = timedelta(hours=6)
FIRST_GRUDGE = timedelta(hours=1)   # how long a page that gave no article is left alone; doubled with each time
LONGEST_GRUDGE = timedelta(days=1)
MOST_TRIES = 4                      # of a page that could not be had; then its feed need not be read again for it
MOST_PAGES = 200                    # of one feed in one visit; the rest has its turn in the next
BATCH = 10                          # articles that are added at once: what a stop in the middle may have to repeat


class Guest(Protocol):
    """Whatever asks servers with manners: `Polite`."""

    def visit(self, request: Request) -> Visit:
        """The answer, or why there is none."""


class Stopped(Exception):  # noqa: N818 (no error: somebody asked for it)
    """The run is to end now. What was fetched before it is added."""


class Visited(msgspec.Struct, frozen=True, kw_only=True):
    """What a visit to a feed brought. `kind`: read | same | gone | failed; `condition` as of `collect.health`.

    `listed`: items in the feed; `known`: those that nothing was done about. `failures` are pages that gave no article;
    `left`: items that are tried again at the next visit. `moved`: the feed's new address.
    """

    url: str
    kind: str
    condition: str
    title: str | None = None
    listed: int = 0
    known: int = 0
    new: tuple[Added, ...] = ()
    changed: tuple[Added, ...] = ()
    failures: tuple[Failure, ...] = ()
    left: int = 0
    moved: str | None = None
    mended: str | None = None
    message: str | None = None
    next_due: datetime | None = None


class _Grudge(msgspec.Struct, frozen=True):
    """An item that gave no article: how often, until when it is left alone, and whether its feed waits for it."""

    tries: int
    until: datetime
    again: bool


class _Taken:
    """What became of the items of one feed so far."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.landed: dict[str, FeedItem] = {}  # where a page's redirects ended ► the item that led there
        self.waiting: list[tuple[FeedItem, Article]] = []
        self.added: list[Added] = []
        self.failures: list[Failure] = []
        self.known = self.left = self.pages = 0


class Collector:
    """Visits the feeds of a store. It remembers what the store has no place for, so one is kept for a whole run.

    `clock` gives the time in UTC. `stopping` is asked before each item; what `guest` sleeps with may raise `Stopped`
    too. `every`: how often a healthy feed is visited.
    """

    def __init__(self, store: Store, add: Add, guest: Guest, *, clock: Callable[[], datetime],
                 every: timedelta = EVERY, stopping: Callable[[], bool] = lambda: False) -> None:
        self._store, self._add, self._guest, self._clock = store, add, guest, clock
        self._every, self._stopping = every, stopping
        self._states: dict[str, FeedState] = {}
        self._grudges: dict[str, _Grudge] = {}  # by the items' keys

    def run(self, urls: Sequence[str] = (), *, all_of_them: bool = False) -> Iterator[Visited]:
        """Visits the feeds that are due, or all of them, in order of address; with `urls`, only those.

        Raises `Stopped` where it was stopped, and StoreError; nothing else.
        """
        for feed in self._store.view.feeds():
            if urls and feed.url not in urls:
                continue
            if all_of_them or due(self._state(feed), self._clock()):
                yield self._visited(feed)

    def next_due(self) -> datetime | None:
        """When the next feed is to be visited; None where none ever is."""
        now = self._clock()
        found = [state.next_due or now for feed in self._store.view.feeds()
                 if not (state := self._state(feed)).stopped]
        return min(found, default=None)

    def _state(self, feed: Feed) -> FeedState:
        """As the store has it, completed by what this collector remembers."""
        held, mine = state_of(feed, self._every, self._clock()), self._states.get(feed.url)
        if mine is None or mine.last_try is None or held.last_try != mine.last_try.replace(microsecond=0):
            return held
        return mine

    def _visited(self, feed: Feed) -> Visited:
        self._go_on()
        state = self._state(feed)
        visit = self._guest.visit(Request(url=state.url, etag=state.etag, last_modified=state.last_modified))
        listing, fault = _parsed(visit)
        taken = _Taken()
        if listing is not None:
            self._take(listing, state.url, taken)
        new = tuple(added for added in taken.added if added.outcome == "new")
        outcome = outcome_of(visit, items=len(new), fault=fault)
        if taken.left:  # the next visit must not be told "not modified"
            outcome = msgspec.structs.replace(outcome, etag=None, last_modified=None)
        now = self._clock()
        after_it = after(state, outcome, now, self._every)
        self._keep(feed, after_it, listing.title if listing else None)
        return Visited(
            url=feed.url, kind=outcome.kind, condition=condition(after_it, now),
            title=(listing.title if listing else None) or feed.title, listed=len(listing.items) if listing else 0,
            known=taken.known, new=new, changed=tuple(a for a in taken.added if a.outcome == "version"),
            failures=tuple(taken.failures), left=taken.left, moved=after_it.url if after_it.url != feed.url else None,
            mended=listing.mended if listing else None, message=outcome.message, next_due=after_it.next_due)

    def _keep(self, feed: Feed, state: FeedState, title: str | None) -> None:
        """Puts the state, unless somebody removed the feed meanwhile. A feed that moved to another's address is one."""
        there = {held.url for held in self._store.view.feeds()}
        if feed.url not in there:
            return
        if state.url != feed.url:
            if state.url not in there:
                self._store.writer.put_feed(feed_of(state, title or feed.title))
                self._states[state.url] = state
            self._store.writer.remove_feed(feed.url)
            return
        self._store.writer.put_feed(feed_of(state, title or feed.title))
        self._states[state.url] = state

    def _take(self, listing: Listing, feed_url: str, taken: _Taken) -> None:
        """Adds what is new or changed in a feed."""
        try:
            for item in listing.items:
                self._go_on()
                self._item(item, feed_url, taken)
                if len(taken.waiting) >= BATCH:
                    self._flush(taken)
        finally:  # also when stopped: what was fetched is not fetched again
            self._flush(taken)

    def _item(self, item: FeedItem, feed_url: str, taken: _Taken) -> None:
        key = key_of(item, feed_url)
        if key in taken.seen:
            return
        taken.seen.add(key)
        grudge = self._grudges.get(key)
        if grudge is not None and self._clock() < grudge.until:
            taken.left, taken.known = taken.left + grudge.again, taken.known + (not grudge.again)
            return
        row = self._known(item.url)
        made = from_feed(item, feed_url)
        if made is None:
            if row is not None and not self._changed(row, item):
                taken.known += 1
                return
            if taken.pages >= MOST_PAGES:
                taken.left += 1
                return
            taken.pages += 1
            made = from_page(item, self._guest.visit)
        elif made.article is not None and row is not None and _has(row, made.article):
            taken.known += 1
            return
        self._made(key, item, made, taken)

    def _made(self, key: str, item: FeedItem, made: Made, taken: _Taken) -> None:
        made = _not_consent(item, made, taken.landed)
        if made.article is not None:
            taken.waiting.append((item, made.article))
            self._grudges.pop(key, None)
        elif made.failure is not None:
            taken.failures.append(made.failure)
            tries = (self._grudges[key].tries if key in self._grudges else 0) + 1
            pause = min((self._every if made.passing else FIRST_GRUDGE) * 2 ** min(tries - 1, 10), LONGEST_GRUDGE)
            self._grudges[key] = _Grudge(tries, self._clock() + pause, made.passing and tries < MOST_TRIES)
            taken.left += self._grudges[key].again

    def _flush(self, taken: _Taken) -> None:
        """Adds what waits, and tells the store under which other addresses it was found."""
        waiting, taken.waiting = taken.waiting, []
        if not waiting:
            return
        added = tuple(self._add(tuple(article for _, article in waiting)))
        taken.added += added
        taken.known += sum(one.outcome == "known" for one in added)
        for (item, article), one in zip(waiting, added, strict=True):
            self._found_at(one, item.url, article.url)

    def _found_at(self, added: Added, *urls: str | None) -> None:
        """The store learns an address of an article from being given the article under it."""
        unknown = [url for url in dict.fromkeys(urls) if url and self._store.view.article(url) is None]
        if unknown:
            held = self._store.view.versions((added.report,))[0].content
            self._store.writer.add_articles(msgspec.structs.replace(held, url=url) for url in unknown)

    def _known(self, url: str | None) -> ArticleRow | None:
        return self._store.view.article(url) if url else None

    def _changed(self, row: ArticleRow, item: FeedItem) -> bool:
        """Whether a known article is worth another look. Dates in the future are no reason: it would be one always."""
        now, seen = self._clock(), moment(row.last_seen)
        told = [at for text in (item.updated, item.published) if (at := moment(text)) is not None and at <= now]
        if seen is None or any(at > seen for at in told):
            return True
        headline = row.versions[-1].title if row.versions else None
        return bool(headline and item.title and headline != item.title) and now - seen >= LOOK_AGAIN

    def _go_on(self) -> None:
        if self._stopping():
            raise Stopped


def polite_guest(*, pace: float, hosts: Sequence[str], clock: Callable[[], datetime],
                 sleep: Callable[[float], None]) -> Polite:
    """A guest on the real network. `pace`: seconds between two questions to a host.

    `hosts`: addresses, as numbers, that may be asked although they are not public: machines of one's own. SourceError
    "refused" for what is no such number.
    """
    try:
        own = frozenset(ipaddress.ip_address(host) for host in hosts)
    except ValueError as error:
        raise SourceError("refused", f"{error}; give an address in numbers, such as 127.0.0.1.") from error

    def allowed(address: Address) -> bool:
        return address in own or is_public(address)

    return Polite(HttpFetcher(allowed=allowed), clock=lambda: clock().timestamp(), sleep=sleep,
                  manners=Manners(pace=pace))


def rounds(collector: Collector, wait: Callable[[float], None], clock: Callable[[], datetime],
           longest: float = 10.0) -> Iterator[Visited | None]:
    """Visits feeds whenever they are due, for ever: each visit, and None when a round that had any is over.

    `wait` takes seconds, never more than `longest`, so that a feed that is added meanwhile has its turn soon. It ends
    by the `Stopped` that `wait` or the collector raises.
    """
    while True:
        visits = 0
        for visited in collector.run():
            visits += 1
            yield visited
        if visits:
            yield None
        ready = collector.next_due()
        rest = longest if ready is None else (ready - clock()).total_seconds()
        wait(min(max(rest, 1.0), longest))


def _parsed(visit: Visit) -> tuple[Listing | None, SourceError | None]:
    """What a visit's body lists, or why it cannot be read as a feed."""
    if visit.kind != "new" or visit.answer is None:
        return None, None
    try:
        return parse_feed(visit.answer.body, url=visit.answer.url, charset=visit.answer.charset), None
    except SourceError as error:
        return None, error
    except Exception as error:  # noqa: BLE001 (our own fault must not cost the user the feeds that follow)
        return None, SourceError("internal", internal(error))


def _not_consent(item: FeedItem, made: Made, landed: dict[str, FeedItem]) -> Made:
    """Pages that ask for consent or a login are where the redirects of many articles end: no article but the first."""
    article = made.article
    if article is None or not (item.url and article.url) or canonical(article.url) == canonical(item.url):
        return made
    first = landed.setdefault(canonical(article.url), item)
    if first.url == item.url or first.title == item.title:
        return made
    return Made(failure=Failure(
        id=item.url, url=item.url, title=item.title, code="no-text",
        message=f"It leads where {first.url} does too, to {article.url}: most likely a page that asks for consent or a "
                "login; save the article and add the file."))


def _has(row: ArticleRow, article: Article) -> bool:
    return any(version.sha256 == article.sha256 for version in row.versions)
