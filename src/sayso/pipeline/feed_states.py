"""A feed's row in the store ◄► its state in `collect.health`; adding a feed.

The row has no column for when a feed that failed is to be asked again, or for one that is never to be. So the reason
that is kept with it says that first: "not before 2016-05-04T09:00:00Z: …", and "stopped: …" after a 410. What servers
say comes later in a message, so none begins so by itself. The usual gap and former addresses are not kept.
"""
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import msgspec

from sayso.collect.health import FeedState, condition, silent_for
from sayso.errors import SourceError
from sayso.records.address import canonical
from sayso.store.base import Feed, Store

_REASON = re.compile(r"(?:(stopped)|not before (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)): (.*)", re.DOTALL)


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """How a feed is doing. `condition` as of `collect.health`; `silent`: seconds since its last new item, or since it
    was added. `not_before`: a feed that failed is left alone until then. Times as in the store.
    """

    url: str
    title: str | None
    condition: str
    items: int
    silent: int
    failures: int
    last_success: str | None
    last_item: str | None
    not_before: str | None
    message: str | None


def cards(store: Store, now: datetime) -> tuple[Card, ...]:
    """All feeds of a store, in order of address."""
    return tuple(_card(feed, now) for feed in store.view.feeds())


def _card(feed: Feed, now: datetime) -> Card:
    state = state_of(feed, timedelta(), now)
    return Card(
        url=feed.url, title=feed.title, condition=condition(state, now), items=feed.items,
        silent=int(silent_for(state, now).total_seconds()), failures=feed.failures, last_success=feed.last_success,
        last_item=feed.last_item, not_before=_stamp(state.next_due) if state.failures else None,
        message=state.message)


def state_of(feed: Feed, every: timedelta, now: datetime) -> FeedState:
    """The state of a feed that is to be visited once in `every`. When it is due follows from its last visit."""
    found = _REASON.fullmatch(feed.last_error or "")
    stopped, until, message = found.groups() if found else (None, None, feed.last_error)
    tried = moment(feed.last_tried)
    state = FeedState(
        url=feed.url, since=moment(feed.added) or now, etag=feed.etag, last_modified=feed.last_modified,
        last_success=moment(feed.last_success), last_try=tried, failures=feed.failures, items_seen=feed.items,
        last_new_item=moment(feed.last_item), stopped=stopped is not None, message=message)
    if tried is None or stopped:
        return state
    return msgspec.structs.replace(state, next_due=moment(until) or tried + every)


def feed_of(state: FeedState, title: str | None) -> Feed:
    """The row of a state."""
    reason = state.message
    if state.stopped:
        reason = f"stopped: {state.message or 'it is gone.'}"
    elif state.failures and state.next_due is not None:
        reason = f"not before {_stamp(state.next_due)}: {state.message or 'it failed.'}"
    return Feed(url=state.url, title=title, etag=state.etag, last_modified=state.last_modified,
                added=_stamp(state.since), last_tried=_stamp(state.last_try), last_success=_stamp(state.last_success),
                last_item=_stamp(state.last_new_item), items=state.items_seen, failures=state.failures,
                last_error=reason)


def add_feed(store: Store, url: str) -> bool:
    """Keeps a feed, to be visited at the next run; False where it is there under this or another spelling.

    A feed that was stopped is asked again. SourceError "refused" for what is no address of the web.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable() and " " not in url
    except ValueError:
        good = False
    if not good:
        raise SourceError("refused", f"{url!r} is no address of a feed; give one that begins with https://.")
    held = next((feed for feed in store.view.feeds() if canonical(feed.url) == canonical(url)), None)
    if held is None or (held.last_error or "").startswith("stopped: "):
        store.writer.put_feed(Feed(url=held.url if held else url, title=held.title if held else None,
                                   added=held.added if held else None, items=held.items if held else 0))
        return True
    return False


def moment(text: str | None) -> datetime | None:
    """A time in UTC; one without a zone is taken for UTC, a day for its beginning."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _stamp(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None
