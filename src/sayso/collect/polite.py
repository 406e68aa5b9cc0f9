"""Asking servers as a guest does: robots.txt, a pace per host, patience, and no question twice.

Never:
- ask for what the host's robots.txt forbids to "sayso" (RFC 9309), be it reached by a redirect. A robots.txt that is
  not there (4xx) forbids nothing; one that cannot be had (no answer, 5xx, 429) forbids everything for some minutes;
- ask a host, whatever its ports, sooner after the last question than the pace, or its Crawl-delay if that is longer;
- wait longer than `longest_wait` for anything: the visit ends "later" instead, and says for how long;
- try again before a `Retry-After` is over, or at all when the answer is about us (4xx).

A visit follows five redirects, each guarded by the fetcher and checked against its own host's robots.txt. As far as
they are permanent (301, 308), the address that they lead to is the new one. Waits between tries double, spread by up to
half so that a fleet of nodes does not come back at one moment; the spread comes from a hash and not from chance.

A `Polite` holds what it knows of hosts in memory. It may be shared by threads.
"""
import hashlib
import math
import re
import threading
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import msgspec
from protego import Protego

from sayso.collect.fetch import READABLE, REDIRECTS, Answer, Asker, Fetched, Request
from sayso.collect.plain import MOST_BYTES
from sayso.errors import SourceError

AGENT = "sayso"                # the product token of the User-Agent, which robots.txt names
FEED_BYTES = 10_000_000
ROBOTS_BYTES = 500 * 1024      # RFC 9309, 2.5: at least that much is to be read
KINDS = ("new", "same", "gone", "later", "forbidden", "refused", "failed")
_PERMANENT = (301, 308)
_BUSY = (429, 503)
_AGENT_LINE = re.compile(r"^[ \t]*(user-agent|useragent|user agent)[ \t]*[: \t](.*)$", re.IGNORECASE | re.MULTILINE)
_PASSING = (408, 425, 429, 500, 502, 503, 504)  # may be over in a moment


class Manners(msgspec.Struct, frozen=True, kw_only=True):
    """How polite to be. Seconds throughout. `salt` tells one node's waits from another's."""

    pace: float = 2.0
    longest_wait: float = 60.0
    tries: int = 3
    first_wait: float = 4.0
    robots_for: float = 86_400.0
    robots_again: float = 600.0
    longest_rest: float = 86_400.0  # what of a Retry-After is believed
    salt: str = ""


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """What came of asking: `kind` is one of KINDS.

    new: `answer` has the body; same: not modified; gone: 410, do not ask again; later: the host wants `wait` seconds of
    peace; forbidden: by robots.txt; refused: an address that may not be asked; failed: anything else.
    `moved` is the new address of `url` if it has moved for good. `code` and `message` as of a SourceError.
    """

    url: str
    kind: str
    answer: Answer | None = None
    moved: str | None = None
    wait: float | None = None
    code: str | None = None
    message: str | None = None


class _Robots(msgspec.Struct, frozen=True):
    """What a host allows until `until`; `rules` is None where nothing may be asked, `why` says why."""

    until: float
    rules: Protego | None
    why: "_EndedError | None" = None


class _EndedError(Exception):
    """A visit that ends before its answer."""

    def __init__(self, kind: str, code: str, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.kind, self.code, self.message, self.wait = kind, code, message, wait

    def again(self) -> "_EndedError":
        """The same for another visit: an exception that is raised twice collects the traces of both."""
        return _EndedError(self.kind, self.code, self.message, self.wait)


class Polite:
    """Asks through `asker`. `clock` gives Unix seconds, `sleep` waits; tests hand in their own."""

    def __init__(self, asker: Asker, *, clock: Callable[[], float], sleep: Callable[[float], None],
                 manners: Manners | None = None) -> None:
        self._asker, self._clock, self._sleep = asker, clock, sleep
        self._manners = manners or Manners()
        self._robots: dict[str, _Robots] = {}
        self._asked: dict[str, float] = {}   # host ► when it was, or is going to be, asked last
        self._resting: dict[str, float] = {}  # host ► when its Retry-After is over
        self._lock = threading.Lock()

    def visit(self, request: Request) -> Visit:
        """Asks for a feed or page until there is an answer or the manners end it. Never raises for what is outside.

        `request.most_bytes` None is `FEED_BYTES`.
        """
        most = FEED_BYTES if request.most_bytes is None else request.most_bytes
        try:
            return self._followed(msgspec.structs.replace(request, most_bytes=most))
        except _EndedError as ended:
            return Visit(url=request.url, kind=ended.kind, code=ended.code, message=ended.message, wait=ended.wait)
        except SourceError as error:
            kind = "refused" if error.code == "refused" else "failed"
            return Visit(url=request.url, kind=kind, code=error.code, message=error.message)

    def fetch(self, url: str) -> Fetched:
        """The page at a URL: a `Fetcher` with manners. SourceError as `HttpFetcher.fetch`, "refused" if forbidden."""
        visit = self.visit(Request(url=url, kinds=READABLE, most_bytes=MOST_BYTES))
        if visit.kind == "new" and visit.answer is not None:
            found = visit.answer
            return Fetched(url=found.url, body=found.body, kind=found.kind, charset=found.charset)
        raise SourceError(visit.code or "fetch", visit.message or f"{url} has no new version.")

    def _followed(self, request: Request) -> Visit:
        here, moved, permanent = request, request.url, True
        for _ in range(REDIRECTS + 1):
            self._allowed(here.url)
            found = self._tried(here)
            if found.location is None:
                return _visit(request, found, moved, permanent)
            permanent = permanent and found.status in _PERMANENT
            moved = found.location if permanent else moved
            here = msgspec.structs.replace(here, url=found.location)
        raise SourceError("fetch", f"{request.url} redirects more than {REDIRECTS} times; "
                                   "give the address where it ends.")

    def _tried(self, request: Request) -> Answer:
        """One address, asked again where that may help."""
        for attempt in range(1, self._manners.tries + 1):
            wait, last = self._back_off(request.url, attempt), attempt >= self._manners.tries
            try:
                found = self._paced(request)
            except SourceError as error:
                if last or not _may_mend(error):
                    raise
            else:
                if found.status not in _PASSING:
                    return found
                rest = self._rest(found)
                if rest is not None:
                    self._resting[_host(request.url)] = self._clock() + rest
                if last or (rest or 0.0) > self._manners.longest_wait:
                    raise self._busy(found, rest)
                wait = max(wait, rest or 0.0)
            self._sleep(wait)
        raise AssertionError("a visit has at least one try")

    def _busy(self, found: Answer, rest: float | None) -> _EndedError:
        said = f"{found.url} answers {found.status} {found.reason}"
        if found.status not in _BUSY:
            return _EndedError("failed", "fetch", f"{said}; try again later.")
        wait = self._manners.robots_again if rest is None else rest
        return _EndedError("later", "fetch", f"{said}; it is asked again after {wait:,.0f} seconds.", wait)

    def _paced(self, request: Request) -> Answer:
        """Asks when the host's turn has come. The turn is taken under the lock, the waiting done outside of it."""
        host, held, longest = _host(request.url), self._robots.get(_origin(request.url)), self._manners.longest_wait
        delay = held.rules.crawl_delay(AGENT) if held and held.rules else None
        with self._lock:
            now = self._clock()
            before, rested = self._asked.get(host, -math.inf), self._resting.get(host, -math.inf)
            turn = max(now, before + max(self._manners.pace, delay or 0.0), rested)
            if before > now + longest or rested > now + self._manners.longest_rest:
                turn = now  # the clock was set back
            if turn - now > longest:
                wait = turn - now
                raise _EndedError("later", "fetch", f"{host} is to be asked again after {wait:,.0f} seconds.", wait)
            self._asked[host] = turn
        if turn > now:
            self._sleep(turn - now)
        return self._asker.ask(request)

    def _back_off(self, url: str, attempt: int) -> float:
        extra = spread(f"{self._manners.salt} {url} {attempt}") / 2
        return min(self._manners.first_wait * 2.0 ** (attempt - 1) * (1 + extra), self._manners.longest_wait)

    def _rest(self, found: Answer) -> float | None:
        """The seconds of a Retry-After, which is a number or a date; None without one."""
        given = (found.retry_after or "").strip()
        if given.isascii() and given.isdigit():
            return float(min(int(given[:9]), self._manners.longest_rest))
        try:
            until = parsedate_to_datetime(given).timestamp()
        except (ValueError, OverflowError, IndexError, TypeError, OSError):
            return None
        return min(max(until - self._clock(), 0.0), self._manners.longest_rest)

    def _allowed(self, url: str) -> None:
        origin = _origin(url)
        if not origin:
            return  # the fetcher will say what is wrong with it
        held = self._robots.get(origin)
        if held is None or held.until <= self._clock():
            held = self._robots[origin] = self._asked_robots(origin, held)
        if held.why is not None:
            raise held.why.again()
        if held.rules is not None and not held.rules.can_fetch(url, AGENT):
            raise _EndedError("forbidden", "refused", f"{origin}/robots.txt forbids {url} to {AGENT}; "
                                                 "save the page and give the file, or ask the publisher.")

    def _asked_robots(self, origin: str, held: _Robots | None) -> _Robots:
        """The rules of a host. What was known of them holds on while they cannot be had."""
        request = Request(url=f"{origin}/robots.txt", most_bytes=ROBOTS_BYTES, cut=True)
        try:
            for _ in range(REDIRECTS + 1):
                found = self._tried(request)
                if found.location is None:
                    break
                request = msgspec.structs.replace(request, url=found.location)
        except (_EndedError, SourceError) as error:
            again = self._clock() + self._manners.robots_again
            if held is not None and held.rules is not None:
                return _Robots(again, held.rules)
            return _Robots(again, None, _unreachable(origin, error))
        # no file, or redirects without end: RFC 9309, 2.3.1: nothing is forbidden
        text = found.body.decode("utf-8", "replace") if found.status == 200 else ""
        return _Robots(self._clock() + self._manners.robots_for, Protego.parse(_for_us(text)))


def spread(text: str) -> float:
    """A number in [0, 1) that is the same for the same text, and another for nearly every other."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:6], "big") / 2**48


def _visit(request: Request, found: Answer, moved: str, permanent: bool) -> Visit:
    known = bool(request.etag or request.last_modified)
    if found.status == 200 or (found.status == 304 and known):
        return Visit(url=request.url, kind="new" if found.status == 200 else "same", answer=found,
                     moved=moved if moved != request.url else None)
    # after a temporary redirect it is the other address that is gone
    kind = "gone" if found.status == 410 and permanent else "failed"
    way_out = "it is not coming back" if kind == "gone" else "check the address"
    return Visit(url=request.url, kind=kind, answer=found, code="fetch",
                 message=f"{found.url} answers {found.status} {found.reason}; {way_out}.")


def _may_mend(error: SourceError) -> bool:
    """Whether asking again may help: a broken line, yes; a server too slow, a page too long or of another kind, no."""
    cause = error.__cause__
    broken = error.code == "fetch" and isinstance(cause, OSError) and not isinstance(cause, TimeoutError)
    return broken or error.code == "truncated"


def _unreachable(origin: str, error: "_EndedError | SourceError") -> "_EndedError":
    if isinstance(error, SourceError) and error.code == "refused":
        return _EndedError("refused", error.code, error.message)
    message = f"{origin}/robots.txt cannot be had, so nothing is asked there: {error.message}"
    if isinstance(error, SourceError):
        return _EndedError("failed", error.code, message)
    return _EndedError(error.kind, error.code, message, error.wait)


def _for_us(text: str) -> str:
    """A robots.txt with all robots that are not us under one name: a file of 3,000 of them took Protego 6 seconds."""
    def named(found: re.Match[str]) -> str:
        name = found[2].partition("#")[0].strip().lower()
        ours = name.replace("*", "").partition("/")[0] == AGENT  # "Sayso/0.1" is us too
        return f"{found[1]}: {AGENT if ours else '*' if name == '*' else 'another'}"

    return _AGENT_LINE.sub(named, "\n".join(text.removeprefix("\ufeff").splitlines()))


def _parts(url: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(url.strip())
        return parts.scheme, parts.hostname or "", parts.port
    except ValueError:
        return "", "", None


def _host(url: str) -> str:
    return _parts(url)[1]


def _origin(url: str) -> str:
    """Scheme, host and port, which robots.txt stands for; "" for what is no address of the web."""
    scheme, host, port = _parts(url)
    if scheme not in ("http", "https") or not host:
        return ""
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}" + (f":{port}" if port else "")
