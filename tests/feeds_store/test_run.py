"""Feeds of a store, on a web in memory with a clock that stands still unless somebody waits."""
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.collect.fetch import Request
from sayso.errors import SourceError
from sayso.pipeline.feed_states import add_feed, feed_of, state_of
from sayso.pipeline.feeds import EVERY, MOST_PAGES, Stopped, polite_guest, rounds
from sayso.records import Article
from tests.feeds_store.world import FEED, FILLER, START, Node, World, full, item, page, rss

ONE, TWO = "https://herald.example/a/1", "https://herald.example/a/2"


@pytest.fixture
def world():
    world = World()
    world.put(ONE, page("Norland shelled Marlena on Thursday."))
    world.put(TWO, page("Sudmark closed the border on Thursday.", "Closed"))
    return world


@pytest.fixture
def node(world, tmp_path):
    node = Node(tmp_path / "sayso.db", world)
    add_feed(node.store, FEED)
    yield node
    node.store.close()


def articles(node, *urls):
    return [node.store.view.article(url) for url in urls]


def test_what_is_listed_is_fetched_once(node, world):
    """New pages are fetched; a feed that grew costs the one that is new; an unchanged one costs a header."""
    world.put(FEED, rss(item(1)), etag='"1"')
    first, = node.later()
    assert (first.kind, first.title, first.listed, len(first.new)) == ("read", "The Herald", 1, 1)
    assert world.since() == [FEED, ONE]
    world.put(FEED, rss(item(2), item(1)), etag='"2"')
    second, = node.later(minutes=15)
    assert (second.known, [a.outcome for a in second.new]) == (1, ["new"])
    assert world.since() == [FEED, TWO]
    third, = node.later(minutes=15)
    assert (third.kind, third.listed, third.new, third.message) == ("same", 0, (), None)
    assert world.since() == [FEED]
    held = node.store.view.versions((first.new[0].report,))[0].content
    assert (held.title, held.source, held.published, held.url) == ("Report 1", "herald.example", "2024-05-09", ONE)
    assert "Norland shelled Marlena" in held.text
    feed, = node.store.view.feeds()
    assert (feed.etag, feed.items, feed.failures, feed.title) == ('"2"', 2, 0, "The Herald")


def test_a_feed_is_left_alone_until_it_is_due(node, world):
    """And another process knows it too."""
    world.put(FEED, rss(item(1)))
    node.later()
    node.collector = node.collecting()
    assert node.later(minutes=14) == []
    assert [v.kind for v in node.later(minutes=2)] == ["read"]
    assert [v.kind for v in node.collector.run(all_of_them=True)] == ["read"]
    assert list(node.collector.run(("https://other.example/feed",), all_of_them=True)) == []


@pytest.mark.parametrize(("more", "hours", "fetched"), [
    ("<dc:x/>", 1, False),                                                              # says nothing of a change
    ("<updated>2024-05-10T08:30:00Z</updated>", 1, True),                               # changed since it was looked at
    ("<updated>2024-05-10T07:30:00Z</updated>", 1, False),                              # changed before that
    ("<updated>2031-01-01T00:00:00Z</updated>", 1, False),                              # the outlet's clock is wrong
    ("<updated>2024-05-10T08:30:00</updated>", 1, True),                                # without a zone: UTC
])
def test_a_changed_article_is_a_new_version(node, world, more, hours, fetched):
    """It is fetched again where the feed says that it changed."""
    world.put(FEED, rss(item(1)))
    node.later()
    world.put(FEED, rss(item(1, more=more)))
    world.put(ONE, page("Norland shelled Marlena on Wednesday, and not on Thursday."))
    world.since()
    visited, = node.later(hours=hours)
    assert (ONE in world.since()) is fetched
    assert [a.outcome for a in visited.changed] == (["version"] if fetched else [])
    assert len(articles(node, ONE)[0].versions) == 1 + fetched
    assert visited.new == ()


def test_a_new_headline_is_a_reason_to_look_again(node, world):
    """After some hours, and not at every visit for ever, if the text is the same."""
    world.put(FEED, rss(item(1)))
    node.later()
    world.put(FEED, rss(item(1, title="Another headline")))
    world.since()
    asked = [ONE in world.since() for _ in range(26) if node.later(minutes=30)]
    assert asked.count(True) == 2
    assert asked.index(True) == 11
    assert len(articles(node, ONE)[0].versions) == 1


def test_full_text_in_the_feed_is_taken_from_there(node, world):
    """The page is not asked; a changed text is a version, an unchanged one nothing."""
    world.put(FEED, rss(item(1, more=full("Norland shelled Marlena."))))
    visited, = node.later()
    assert world.since() == [FEED]
    text = node.store.view.versions((visited.new[0].report,))[0].content.text
    assert text.startswith("Norland shelled Marlena.\n")
    assert "<p>" not in text
    assert [v.known for v in node.later(hours=1)] == [1]
    assert len(node.batches) == 1
    world.put(FEED, rss(item(1, more=full("Sudmark shelled Marlena."))))
    again, = node.later(hours=1)
    assert [a.outcome for a in again.changed] == ["version"]


@pytest.mark.parametrize("content", [
    "<p>Norland shelled Marlena.</p>",                                   # too short to be all
    f"<p>{FILLER * 6}</p><p>Read more</p>",
    f"<p>{FILLER * 6}</p><p>Then the shelling […]</p>",
    f"<p>{FILLER * 6} <a href='x'>Continue reading →</a></p>",
])
def test_a_teaser_is_no_full_text(node, world, content):
    world.put(FEED, rss(item(1, more=f"<content:encoded><![CDATA[{content}]]></content:encoded>")))
    node.later()
    assert world.since() == [FEED, ONE]


def test_an_item_without_an_address_is_read_as_it_is(node, world):
    """It is known again by its id."""
    told = f"<item><guid isPermaLink='false'>x1</guid><title>Note</title><description>{FILLER}</description></item>"
    world.put(FEED, rss(told))
    visited, = node.later()
    assert [a.outcome for a in visited.new] == ["new"]
    world.put(FEED, rss(told.replace("quiet", "loud")))
    assert [len(v.changed) for v in node.later(hours=1)] == [1]


@pytest.mark.parametrize("other", [
    "https://herald.example/a/1?utm_source=rss",      # what only says where the reader came from
    "https://m.herald.example/amp/a/1#comments",      # another screen, and a place on the page
    "http://www.herald.example:80/a/1/",
])
def test_one_article_under_two_addresses_of_one_form(node, world, other):
    """It is not asked for again, in this feed or another, in this run or the next."""
    world.put(FEED, rss(item(1), item(2, link=other)))
    add_feed(node.store, "https://zeitung.example/feed")
    world.put("https://zeitung.example/feed", rss(item(3, link=other)))
    world.put(other, page("This must not be asked for."))
    assert sum(len(v.new) for v in node.later()) == 1
    node.collector = node.collecting()
    node.later(hours=1)
    assert other not in world.asked


def test_one_article_behind_a_redirect(node, world):
    """The address of a counting service is one more address of the article, and is asked once."""
    counted = "https://counter.example/r/77"
    world.moved(counted, ONE)
    world.put(FEED, rss(item(1, link=counted)))
    first, = node.later()
    assert [a.outcome for a in first.new] == ["new"]
    by_service, by_itself = articles(node, counted, ONE)
    assert by_service == by_itself
    assert by_itself.source == "herald.example"
    node.collector = node.collecting()
    world.since()
    world.put(FEED, rss(item(1, link=counted), item(2, link=ONE)))
    assert [(v.new, v.known) for v in node.later(hours=1)] == [((), 2)]
    assert world.since() == [FEED]


def test_a_second_address_of_an_article_whose_headline_changed(node, world):
    """The store compares titles; the address must still become this article's, and not an article of its own."""
    counted = "https://counter.example/r/77"
    world.moved(counted, ONE)
    world.put(FEED, rss(item(1)))
    node.later()
    world.put(FEED, rss(item(1), item(2, link=counted, title="Quite another headline")))
    assert [(v.new, v.changed) for v in node.later(hours=1)] == [((), ())]
    assert articles(node, counted) == articles(node, ONE)


def test_many_articles_that_lead_to_one_page(node, world):
    """A page that asks for consent is taken once at most, and never becomes versions of one article."""
    links = [f"https://paper.example/a/{n}" for n in range(4)]
    for link in links:
        world.moved(link, "https://consent.example/ask")
    world.put("https://consent.example/ask", page("We value your privacy."))
    world.put(FEED, rss(*(item(n, link=link) for n, link in enumerate(links))))
    visited, = node.later()
    assert len(visited.new) == 1
    assert [f.code for f in visited.failures] == ["no-text"] * 3
    assert links[0] in visited.failures[0].message
    assert len(articles(node, "https://consent.example/ask")[0].versions) == 1


def test_a_page_that_could_not_be_had_has_another_turn(node, world):
    """Though the feed did not change meanwhile: its validators are not kept."""
    world.put(FEED, rss(item(1), item(2)), etag='"1"')
    world.put(TWO, b"", status=503, reason="Busy")
    first, = node.later()
    assert (len(first.new), first.left, [f.code for f in first.failures]) == (1, 1, ["fetch"])
    assert node.store.view.feeds()[0].etag is None
    world.put(TWO, page("Sudmark closed the border."))
    assert [(v.kind, len(v.new)) for v in node.later(hours=1)] == [("read", 1)]
    assert [v.kind for v in node.later(hours=1)] == ["same"]


def test_a_page_that_never_comes_does_not_keep_its_feed_open(node, world):
    """After some tries the feed is let go, and its item left alone."""
    world.put(FEED, rss(item(2)), etag='"1"')
    world.put(TWO, b"", status=503, reason="Busy")
    visits = [visited for _ in range(40) for visited in node.later(hours=1)]
    kinds = [visited.kind for visited in visits]
    assert kinds[0] == "read"
    assert kinds[-1] == "same"
    assert 1 < world.asked.count(TWO) <= 4 * 3  # three tries in each of four turns


@pytest.mark.parametrize(("body", "told", "code"), [
    (b"", {"status": 404, "reason": "Not Found"}, "fetch"),
    (page("x")[:90], {}, "no-text"),
    (page("Die Truppen haben am Donnerstag die Stadt beschossen und viele Häuser zerstört, sagte ein Sprecher der "
          "Regierung am Abend. " * 9).replace(FILLER.encode(), b""), {}, "language"),
])
def test_a_page_that_is_no_article_is_left_alone(node, world, body, told, code):
    """It is told, and asked for again only after a while, however often the feed changes."""
    world.put(TWO, body, **told)
    world.put(FEED, rss(item(2)), etag='"1"')
    visited, = node.later()
    assert ([f.code for f in visited.failures], visited.left) == ([code], 0)
    assert node.store.view.feeds()[0].etag == '"1"'
    world.put(FEED, rss(item(1), item(2)), etag='"2"')
    world.since()
    node.later(minutes=20)
    assert world.since() == [FEED, ONE]


def test_a_full_text_that_is_no_article_is_told_once(node, world):
    """Not at each visit again."""
    german = "Die Truppen haben am Donnerstag die Stadt beschossen und viele Häuser zerstört, sagte ein Sprecher. " * 15
    world.put(FEED, rss(item(1, more=f"<content:encoded><![CDATA[<p>{german}</p>]]></content:encoded>")))
    assert [[f.code for f in v.failures] for _ in range(3) for v in node.later(minutes=15)] == [["language"], [], []]


def test_a_long_feed_is_dealt_with_in_turns(node, world):
    """What has no turn in one visit has it in the next, though the feed is unchanged."""
    numbers = range(MOST_PAGES + 5)
    for number in numbers:
        world.put(f"https://herald.example/a/{number}", page(f"Report number {number}."))
    world.put(FEED, rss(*(item(n, title=f"Report {n}") for n in numbers)), etag='"1"')
    first, = node.later()
    assert (len(first.new), first.left) == (MOST_PAGES, 5)
    assert [(v.kind, len(v.new), v.left) for v in node.later(hours=1)] == [("read", 5, 0)]


def test_a_feed_that_dies_and_comes_back(node, world):
    """It is visited less and less, its record says why, and one good answer sets it back."""
    world.put(FEED, rss(item(1)), etag='"1"')
    node.later()
    world.put(FEED, b"<html><body>Maintenance</body></html>", etag='"2"')
    failing = [visited for _ in range(24) for visited in node.later(minutes=15)]
    assert {v.kind for v in failing} == {"failed"}
    assert 3 <= len(failing) <= 5  # after 15, 30, 60, 120 minutes, not 24 times
    assert failing[-1].condition == "failing"
    feed, = node.store.view.feeds()
    assert "no feed but a page" in feed.last_error
    assert feed.etag == '"1"'  # that of the last body that was a feed
    world.put(FEED, rss(item(1), item(2)), etag='"3"')
    node.collector = node.collecting()
    back, = node.later(days=1)
    assert (back.condition, len(back.new)) == ("well", 1)
    feed, = node.store.view.feeds()
    assert (feed.failures, feed.last_error, feed.etag) == (0, None, '"3"')


def test_a_feed_that_is_gone_is_not_asked_again(node, world):
    """Not by another process either, until somebody adds it anew."""
    world.put(FEED, b"", status=410, reason="Gone")
    assert [(v.kind, v.condition) for v in node.later()] == [("gone", "stopped")]
    node.collector = node.collecting()
    assert node.later(days=9) == []
    assert node.collector.next_due() is None
    assert add_feed(node.store, FEED)
    world.put(FEED, rss(item(1)))
    assert [v.condition for v in node.collecting().run()] == ["well"]


def test_a_server_that_wants_peace_has_it_from_every_process(node, world):
    """A Retry-After is in the store."""
    world.put(FEED, b"", status=429, reason="Slow down", retry_after="7200")
    assert [v.kind for v in node.later()] == ["failed"]
    node.collector = node.collecting()
    assert node.later(minutes=119) == []
    assert len(node.later(minutes=2)) == 1


def test_a_feed_that_moved(node, world):
    """Its new address is kept in the old one's place; two feeds that become one are one."""
    world.moved(FEED, "https://herald.example/rss", 301)
    world.put("https://herald.example/rss", rss(item(1)), etag='"1"')
    assert [v.moved for v in node.later()] == ["https://herald.example/rss"]
    feed, = node.store.view.feeds()
    assert (feed.url, feed.etag, feed.added) == ("https://herald.example/rss", '"1"', "2024-05-10T08:00:00Z")
    add_feed(node.store, "https://herald.example/old")
    world.moved("https://herald.example/old", "https://herald.example/rss", 301)
    node.later(hours=1)
    assert [f.url for f in node.store.view.feeds()] == ["https://herald.example/rss"]


def test_a_feed_removed_while_it_is_visited_stays_removed(node, world):
    def add(articles):
        node.store.writer.remove_feed(FEED)
        return node.store.writer.add_articles(articles)

    node.add = add
    world.put(FEED, rss(item(1)))
    assert len(node.later()) == 1
    assert node.store.view.feeds() == ()


@pytest.mark.parametrize("after_pages", [0, 1, 3, 10, 11])
def test_a_run_that_is_stopped_loses_and_repeats_nothing(node, world, after_pages):
    """What was fetched is added, the feed is read once more, and no page is asked for twice."""
    links = [f"https://herald.example/a/{n}" for n in range(12)]
    for n, link in enumerate(links):
        world.put(link, page(f"Report number {n} of the twelve."))
    world.put(FEED, rss(*(item(n) for n in range(12))), etag='"1"')
    collector = node.collecting(stopping=lambda: len(world.asked) > after_pages)
    with pytest.raises(Stopped):
        list(collector.run())
    kept = [url for url in links if node.store.view.article(url)]
    assert kept == [url for url in world.since() if url != FEED]
    list(node.collecting().run())
    assert [url for url in world.since() if url != FEED] == [url for url in links if url not in kept]
    assert all(node.store.view.article(url) for url in links)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 14), max_size=4))
def test_however_often_it_is_stopped_it_ends_at_the_same(stops):
    """Every article once, every page asked for once, and the feed at rest."""
    world, links = World(), [f"https://herald.example/a/{n}" for n in range(12)]
    for n, link in enumerate(links):
        world.put(link, page(f"Report number {n} of the twelve."))
    world.put(FEED, rss(*(item(n) for n in range(12))), etag='"1"')
    with TemporaryDirectory() as folder:
        node = Node(Path(folder) / "sayso.db", world)
        add_feed(node.store, FEED)
        asked = []
        for stop in (*stops, 99):
            with suppress(Stopped):
                list(node.collecting(stopping=lambda stop=stop: len(world.asked) > stop).run(all_of_them=True))
            asked += world.since()
        assert sorted(url for url in asked if url != FEED) == sorted(links)
        assert all(len(node.store.view.article(url).versions) == 1 for url in links)
        assert node.store.view.feeds()[0].etag == '"1"'
        node.store.close()


def test_a_fault_while_adding_keeps_the_feed_to_be_read_again(node, world):
    """The state is put after the articles, never before."""
    def add(_articles):
        raise MemoryError

    node.add = add
    world.put(FEED, rss(item(1)), etag='"1"')
    with pytest.raises(MemoryError):
        node.later()
    assert node.store.view.feeds()[0].etag is None
    node.add = node.store.writer.add_articles
    assert [len(v.new) for v in node.later()] == [1]


def test_one_bad_feed_costs_no_other(node, world):
    add_feed(node.store, "https://aaa.example/feed")
    world.put("https://aaa.example/feed", SourceError("fetch", "No answer."))
    world.put(FEED, rss(item(1)))
    assert [(v.kind, v.message) for v in node.later()] == [("failed", "No answer."), ("read", None)]


def test_rounds_wait_until_a_feed_is_due_and_see_new_ones(node, world):
    """An empty round is not told. The longest wait is bounded, so that a feed that is added meanwhile is seen."""
    waits = []
    world.put(FEED, rss(item(1)))
    world.put("https://agency.example/feed", rss(item(2)))

    def wait(seconds):
        waits.append(seconds)
        world.sleep(seconds)
        if len(waits) == 3:
            add_feed(node.store, "https://agency.example/feed")
        if len(waits) == 120:
            raise Stopped

    told = []
    with pytest.raises(Stopped):
        told.extend(visited and visited.url for visited in rounds(node.collector, wait, world.clock))
    assert told == [FEED, None, "https://agency.example/feed", None, FEED, None, "https://agency.example/feed", None]
    assert max(waits) <= 10


@pytest.mark.parametrize("url", ["herald.example/feed", "ftp://herald.example/feed", "https://", "https://a b/",
                                 "file:///etc/passwd", "https://[::1", ""])
def test_what_is_no_address_is_refused(node, url):
    with pytest.raises(SourceError, match="is no address of a feed; give one that begins with https://"):
        add_feed(node.store, url)


def test_a_feed_is_added_once(node):
    """Under whatever spelling."""
    assert not add_feed(node.store, "http://www.herald.example/feed/")
    assert len(node.store.view.feeds()) == 1


def test_a_state_comes_back_from_the_store(node, world):
    """What decides when a feed is asked again survives; the usual gap has no column."""
    world.put(FEED, b"", status=500, reason="No")
    node.later()
    feed, = node.store.view.feeds()
    state = state_of(feed, EVERY, world.now)
    assert feed_of(state, None) == feed
    assert state.next_due - state.last_try == timedelta(minutes=15)
    assert state.message == "https://herald.example/feed answers 500 No; try again later."
    assert state.since == START


def test_one_s_own_machines_are_named_by_number():
    """All else that is not public stays refused."""
    guest = polite_guest(pace=0, hosts=("127.0.0.1",), clock=lambda: START, sleep=lambda _s: None)
    assert guest.visit(Request(url="http://127.0.0.2:9/feed")).kind == "refused"
    with pytest.raises(SourceError, match="give an address in numbers"):
        polite_guest(pace=0, hosts=("localhost",), clock=lambda: START, sleep=lambda _s: None)


def test_the_store_may_hold_the_article_already(node, world):
    """From a file that somebody added by hand: it is not fetched."""
    node.store.writer.add_articles([Article(id="x", text="Norland shelled Marlena.", url=ONE, title="Report 1")])
    world.put(FEED, rss(item(1)))
    assert [(v.known, v.new) for v in node.later()] == [(1, ())]
    assert world.since() == [FEED]


