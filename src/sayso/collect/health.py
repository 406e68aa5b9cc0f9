"""How a feed is doing: its state, and the next state after a visit. Pure: the clock is an argument, nothing is stored.

- A feed is due again after `every`. After failures in a row that doubles with each, up to a day; after a `Retry-After`
  it is at least that long. A success, an empty one too, sets it back.
- A new address and validators are kept only from a visit whose body could be read: a login page that answers 301 and
  200 must not become the feed, nor its ETag hide the feed that comes back.
- 410 stops a feed; it is not asked again until somebody says so.
- Silence is counted from the last new item, and is judged by the feed's own habit: three times its usual gap between
  new items, and never less than `SILENT_AFTER`.
All moments are UTC.
"""
from datetime import datetime, timedelta

import msgspec

from sayso.collect.polite import Visit
from sayso.errors import SourceError

LONGEST_PAUSE = timedelta(days=1)
SILENT_AFTER = timedelta(days=2)
UNUSUAL = 3          # times the usual gap
HABIT = 0.2          # weight of the newest gap in the usual one
FAILING_AFTER = 3    # failures in a row; one or two are the network's weather
CONDITIONS = ("new", "well", "silent", "failing", "stopped")


class FeedState(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a feed. `since`: when it was added. `failures`: in a row. `message`: why the last visit failed.

    `formerly`: the addresses that it has moved from. `usual_gap`: seconds between visits that brought new items,
    smoothed; None until there were two. `next_due` None: due at once, or `stopped`.
    """

    url: str
    since: datetime
    etag: str | None = None
    last_modified: str | None = None
    last_success: datetime | None = None
    last_try: datetime | None = None
    failures: int = 0
    items_seen: int = 0
    last_new_item: datetime | None = None
    usual_gap: float | None = None
    next_due: datetime | None = None
    stopped: bool = False
    message: str | None = None
    formerly: tuple[str, ...] = ()


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a visit means for a feed. `kind`: read | same | gone | failed. `items`: those not seen before.

    `wait`: seconds that the host wants to be left in peace.
    """

    kind: str
    items: int = 0
    etag: str | None = None
    last_modified: str | None = None
    moved: str | None = None
    wait: float | None = None
    message: str | None = None


def outcome_of(visit: Visit, items: int = 0, fault: SourceError | None = None) -> Outcome:
    """The outcome of a visit; `items` of its body are new, or `fault` is why it could not be read as a feed."""
    if fault is not None:
        return Outcome(kind="failed", message=fault.message)
    kind = {"new": "read", "same": "same", "gone": "gone"}.get(visit.kind, "failed")
    if kind in ("read", "same") and visit.answer is not None:
        return Outcome(kind=kind, items=items, etag=visit.answer.etag, last_modified=visit.answer.last_modified,
                       moved=visit.moved)
    return Outcome(kind=kind, wait=visit.wait, message=visit.message)


def after(state: FeedState, outcome: Outcome, now: datetime, every: timedelta) -> FeedState:
    """The state after a visit that ended at `now`, for a feed that is to be asked once in `every`."""
    tried = msgspec.structs.replace(state, last_try=now)
    if outcome.kind == "gone":
        return msgspec.structs.replace(tried, stopped=True, next_due=None, message=outcome.message)
    if outcome.kind == "failed":
        failures = state.failures + 1
        return msgspec.structs.replace(tried, failures=failures, message=outcome.message,
                                       next_due=now + _pause(every, failures, outcome.wait))
    fine = msgspec.structs.replace(
        _readdressed(tried, outcome), last_success=now, failures=0, message=None, stopped=False, next_due=now + every)
    if not outcome.items:
        return fine
    return msgspec.structs.replace(fine, items_seen=state.items_seen + outcome.items, last_new_item=now,
                                   usual_gap=_gap(state, now))


def due(state: FeedState, now: datetime) -> bool:
    """Whether a feed is to be asked. A clock that was set back by more than the longest pause makes it due."""
    if state.stopped:
        return False
    return state.next_due is None or state.next_due <= now or (
        state.last_try is not None and state.last_try > now + LONGEST_PAUSE)


def silent_for(state: FeedState, now: datetime) -> timedelta:
    """How long no new item has come; from when the feed was added where none ever has."""
    return max(now - (state.last_new_item or state.since), timedelta(0))


def condition(state: FeedState, now: datetime) -> str:
    """In one word of CONDITIONS, the gravest that holds. "new": not yet visited."""
    if state.stopped:
        return "stopped"
    if state.failures >= FAILING_AFTER:
        return "failing"
    if state.last_try is None:
        return "new"
    usual = timedelta(seconds=UNUSUAL * (state.usual_gap or 0.0))
    return "silent" if silent_for(state, now) > max(SILENT_AFTER, usual) else "well"


def _pause(every: timedelta, failures: int, wait: float | None) -> timedelta:
    """At least `every` and what the host asked for; the doubling ends at a day."""
    longest = max(LONGEST_PAUSE, every)
    doubled = min(every * 2 ** min(failures - 1, 20), longest) if every < longest else every
    return max(doubled, timedelta(seconds=wait or 0.0))


def _readdressed(state: FeedState, outcome: Outcome) -> FeedState:
    """With the validators that the server gave; a 304 that repeats none leaves the old ones."""
    kept = state if outcome.kind == "same" else msgspec.structs.replace(state, etag=None, last_modified=None)
    held = msgspec.structs.replace(kept, etag=outcome.etag or kept.etag,
                                   last_modified=outcome.last_modified or kept.last_modified)
    if outcome.moved is None or outcome.moved == state.url:
        return held
    formerly = tuple(url for url in (*state.formerly, state.url) if url != outcome.moved)
    return msgspec.structs.replace(held, url=outcome.moved, formerly=tuple(dict.fromkeys(formerly)))


def _gap(state: FeedState, now: datetime) -> float | None:
    if state.last_new_item is None:
        return None
    gap = max((now - state.last_new_item).total_seconds(), 0.0)
    return gap if state.usual_gap is None else (1 - HABIT) * state.usual_gap + HABIT * gap
