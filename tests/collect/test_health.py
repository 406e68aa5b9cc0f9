"""The health of feeds: state and outcome ► next state, and a feed's life over the wire."""
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.collect.feed import parse_feed
from sayso.collect.fetch import Answer, HttpFetcher, Request
from sayso.collect.health import FeedState, Outcome, after, condition, due, outcome_of, silent_for
from sayso.collect.polite import KINDS, Manners, Polite, Visit
from sayso.errors import SourceError

NOW = datetime(2016, 5, 3, 21, 14, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVERY = timedelta(minutes=15)
URL = "https://herald.example/feed"
FRESH = FeedState(url=URL, since=NOW - 9 * DAY)
KNOWN = msgspec.structs.replace(FRESH, etag='"a"', last_modified="then", items_seen=7, last_new_item=NOW - HOUR,
                                last_success=NOW - HOUR, last_try=NOW - HOUR, usual_gap=3600.0)


def step(state, **outcome):
    return after(state, Outcome(**outcome), NOW, EVERY)


@pytest.mark.parametrize("outcome, field, expected", [
    ({"kind": "read", "items": 3}, "items_seen", 10), ({"kind": "read", "items": 3}, "last_new_item", NOW),
    ({"kind": "read", "items": 0}, "last_new_item", NOW - HOUR),         # read, and nothing in it was new
    ({"kind": "read"}, "etag", None),                                    # a new body without validators: the old are void
    ({"kind": "read", "etag": '"b"'}, "etag", '"b"'), ({"kind": "read", "etag": '"b"'}, "last_modified", None),
    ({"kind": "same"}, "etag", '"a"'), ({"kind": "same"}, "last_success", NOW),      # 304 repeats none: the old hold
    ({"kind": "same", "etag": '"b"'}, "etag", '"b"'),
    ({"kind": "same"}, "items_seen", 7), ({"kind": "same"}, "next_due", NOW + EVERY),
    ({"kind": "read", "moved": "https://n.example/"}, "url", "https://n.example/"),
    ({"kind": "read", "moved": "https://n.example/"}, "formerly", (URL,)),
    ({"kind": "failed", "message": "no"}, "failures", 1), ({"kind": "failed", "message": "no"}, "message", "no"),
    ({"kind": "failed"}, "etag", '"a"'), ({"kind": "failed"}, "last_success", NOW - HOUR), ({"kind": "failed"}, "last_try", NOW),
    ({"kind": "failed"}, "next_due", NOW + EVERY), ({"kind": "failed", "wait": 7200.0}, "next_due", NOW + 2 * HOUR),
    ({"kind": "failed", "wait": 5.0}, "next_due", NOW + EVERY),          # a short wait makes nobody come sooner
    ({"kind": "gone", "message": "410"}, "stopped", True), ({"kind": "gone"}, "next_due", None), ({"kind": "gone"}, "url", URL),
    ({"kind": "gone"}, "items_seen", 7),
])
def test_next_state(outcome, field, expected):
    """Each outcome changes what it is about."""
    assert getattr(step(KNOWN, **outcome), field) == expected


def test_back_off():
    """Failures in a row double the pause up to a day; one success sets it back."""
    state, pauses = KNOWN, []
    for _ in range(12):
        state = step(state, kind="failed", message="no")
        pauses.append(state.next_due - NOW)
    assert pauses == [min(EVERY * 2**n, DAY) for n in range(12)]
    state = step(state, kind="same")
    assert (state.failures, state.message, state.next_due) == (0, None, NOW + EVERY)


def test_a_rare_feed_is_not_asked_more_often_for_failing():
    """A feed that is asked once a week is asked once a week."""
    state = after(KNOWN, Outcome(kind="failed"), NOW, 7 * DAY)
    assert after(state, Outcome(kind="failed"), NOW, 7 * DAY).next_due == NOW + 7 * DAY


def test_moving_back_and_forth():
    """The old addresses are kept once each, the present one not among them."""
    state = KNOWN
    for url in ("https://b.example/", "https://c.example/", "https://b.example/", URL):
        state = step(state, kind="read", moved=url)
    assert state.url == URL
    assert set(state.formerly) == {"https://b.example/", "https://c.example/"}
    assert len(state.formerly) == 2


@pytest.mark.parametrize("visit, fault, kind", [
    (Visit(url=URL, kind="new", answer=Answer(url=URL, status=200)), None, "read"),
    (Visit(url=URL, kind="same", answer=Answer(url=URL, status=304)), None, "same"),
    (Visit(url=URL, kind="gone", answer=Answer(url=URL, status=410)), None, "gone"),
    (Visit(url=URL, kind="later", wait=9.0), None, "failed"), (Visit(url=URL, kind="forbidden"), None, "failed"),
    (Visit(url=URL, kind="refused"), None, "failed"), (Visit(url=URL, kind="failed"), None, "failed"),
    (Visit(url=URL, kind="new", answer=Answer(url=URL, status=200, etag='"x"'), moved="https://login.example/"),
     SourceError("format", "It is no feed but a page."), "failed"),
])
def test_outcomes(visit, fault, kind):
    """What a visit means. A body that is no feed neither moves the feed nor leaves its validators."""
    found = outcome_of(visit, fault=fault)
    assert (found.kind, found.wait) == (kind, visit.wait)
    if fault:
        assert (found.moved, found.etag, found.message) == (None, None, fault.message)


def test_every_kind_of_visit_is_tested():
    """The table above knows them all."""
    assert set(KINDS) == {"new", "same", "gone", "later", "forbidden", "refused", "failed"}


@pytest.mark.parametrize("changes, expected", [
    ({}, "well"), ({"last_try": None, "last_new_item": None}, "new"), ({"failures": 2}, "well"), ({"failures": 3}, "failing"),
    ({"failures": 3, "stopped": True}, "stopped"),                          # the gravest that holds
    ({"last_new_item": NOW - 3 * DAY}, "silent"),                           # it used to bring news each hour
    ({"last_new_item": NOW - 3 * DAY, "usual_gap": 2 * 86_400.0}, "well"),  # it takes its time
    ({"last_new_item": NOW - 7 * DAY, "usual_gap": 2 * 86_400.0}, "silent"),
    ({"last_new_item": None}, "silent"),                                    # nine days, and never anything
    ({"last_new_item": None, "since": NOW - HOUR}, "well"),                 # added an hour ago
])
def test_condition(changes, expected):
    """Silence is measured by the feed's own habit."""
    assert condition(msgspec.structs.replace(KNOWN, **changes), NOW) == expected


@pytest.mark.parametrize("changes, expected", [
    ({}, True), ({"next_due": NOW}, True), ({"next_due": NOW + HOUR}, False), ({"stopped": True}, False),
    ({"last_try": NOW + 400 * DAY, "next_due": NOW + 401 * DAY}, True),     # the clock was set back
    ({"last_try": NOW, "next_due": NOW + DAY}, False),
])
def test_due(changes, expected):
    """A feed without a time is due; a stopped one never is."""
    assert due(msgspec.structs.replace(KNOWN, **changes), NOW) == expected


def test_silence():
    """From the last new item, else from when the feed was added; never less than nothing."""
    assert silent_for(KNOWN, NOW) == HOUR
    assert silent_for(FRESH, NOW) == 9 * DAY
    assert silent_for(KNOWN, NOW - DAY) == timedelta(0)


OUTCOMES = st.builds(Outcome, kind=st.sampled_from(["read", "same", "failed", "gone"]), items=st.integers(0, 50),
                     etag=st.none() | st.text(max_size=3), moved=st.sampled_from([None, URL, "https://b.example/"]),
                     wait=st.none() | st.floats(0, 86_400), message=st.none() | st.text(max_size=3))


@given(st.lists(st.tuples(OUTCOMES, st.timedeltas(timedelta(0), 3 * DAY)), max_size=20))
def test_laws(story):
    """Whatever happens: due no sooner than `every`, nothing seen is unseen, a state is its JSON, and inputs stay."""
    state, now = FRESH, NOW
    for outcome, pause in story:
        now += pause
        before = msgspec.json.encode(state)
        following = after(state, outcome, now, EVERY)
        assert msgspec.json.encode(state) == before
        assert following.items_seen >= state.items_seen
        assert following.last_try == now
        assert (following.next_due is None) == (outcome.kind == "gone")
        assert following.next_due is None or EVERY <= following.next_due - now <= DAY
        assert msgspec.json.decode(msgspec.json.encode(following), type=FeedState) == following
        state = following


ITEM = "<item><guid>{}</guid><title>Lorries held</title></item>"


def test_the_life_of_a_feed(serve):
    """Over the wire: read, unchanged, a new item, in trouble, moved, a login page instead, back, gone."""
    life = iter([
        (200, {"ETag": '"1"'}, ITEM.format("a")), (304, {}, ""), (200, {"ETag": '"2"'}, ITEM.format("a") + ITEM.format("b")),
        (429, {"Retry-After": "7200"}, ""), (301, {"Location": "/new"}, ""), (200, {"ETag": '"3"'}, ITEM.format("b")),
        (301, {"Location": "/login"}, ""), (200, {"ETag": '"x"'}, None), (304, {}, ""), (410, {}, "")])
    asked = []

    def answer(handler):
        if handler.path == "/robots.txt":
            handler.send_error(404)
            return
        asked.append((handler.path, handler.headers.get("If-None-Match")))
        status, headers, items = next(life)
        body = b"<html><body>Log in</body></html>" if items is None else f"<rss><channel>{items}</channel></rss>".encode()
        handler.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body) if status == 200 else 0)}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body if status == 200 else b"")

    address = serve(answer)
    now = NOW

    def clock():
        return now.timestamp()

    polite = Polite(HttpFetcher(allowed=lambda found: str(found) == "127.0.0.1"), clock=clock, sleep=lambda _: None,
                    manners=Manners(pace=0))
    state, seen, told = FeedState(url=address + "/feed", since=NOW), set(), []
    while not state.stopped:
        visit = polite.visit(Request(url=state.url, etag=state.etag, last_modified=state.last_modified))
        fault, items = None, set()
        if visit.kind == "new":
            try:
                items = {item.id for item in parse_feed(visit.answer.body, url=visit.answer.url).items}
            except SourceError as error:
                fault = error
        outcome = outcome_of(visit, len(items - seen), fault)
        state, seen = after(state, outcome, now, EVERY), seen | items
        told.append((outcome.kind, state.items_seen, state.failures, state.etag))
        now = state.next_due or now
    assert told == [("read", 1, 0, '"1"'), ("same", 1, 0, '"1"'), ("read", 2, 0, '"2"'), ("failed", 2, 1, '"2"'),
                    ("read", 2, 0, '"3"'), ("failed", 2, 1, '"3"'), ("same", 2, 0, '"3"'), ("gone", 2, 0, '"3"')]
    assert asked == [("/feed", None), ("/feed", '"1"'), ("/feed", '"1"'), ("/feed", '"2"'), ("/feed", '"2"'), ("/new", '"2"'),
                     ("/new", '"3"'), ("/login", '"3"'), ("/new", '"3"'), ("/new", '"3"')]
    assert state.url == address + "/new"
    assert condition(state, NOW) == "stopped"
