"""A URL ► bytes. One method, so that tests, caches and other transports can take its place.

`fetch` follows redirects and gives a document or an error. `ask` is one question and its answer, whatever its status:
for those who must see redirects, "not modified" and "too many requests" themselves (`polite.py`).

What a fetch never does:
- speak anything but http and https;
- connect to an address that is not public, be it written as a name, as 127.1, as 0x7f000001, as an IPv6 address that
  wraps an IPv4 one, or reached by a redirect. The name is resolved once, all its addresses are checked, and the
  connection goes to the very address that was checked, so that a name cannot point elsewhere a moment later;
- follow more than five redirects, wait longer than its time, or hold more than its limit, packed or unpacked;
- send what a caller hands in as a validator if it holds a line break or another control character.

Proxies from the environment are not used: a proxy would resolve the name itself, and the check would be void.
"""
import http.client
import ipaddress
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import Protocol
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import msgspec

from sayso.collect.plain import MOST_BYTES
from sayso.errors import SourceError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
REDIRECTS = 5
LONGEST_VALIDATOR = 1_000  # characters of an ETag or a date that are kept
READABLE = ("text/html", "application/xhtml+xml", "text/plain")
_MOVED = (301, 302, 303, 307, 308)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """What came back: `url` is where the redirects ended, `kind` the media type in lower case, "" if none was given."""

    url: str
    body: bytes
    kind: str
    charset: str | None = None


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One question to a server. `etag` and `last_modified` are what it said of the copy that we have.

    `kinds`: the media types that are asked for and taken; () takes any. `most_bytes`: the fetcher's own limit if None.
    `cut`: a longer body is cut at the limit, and not refused.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    kinds: tuple[str, ...] = ()
    most_bytes: int | None = None
    cut: bool = False


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a server said. `body` is there for status 200 only.

    `location` is the absolute address that a redirect points to; `retry_after` the header as it came.
    """

    url: str
    status: int
    reason: str = ""
    body: bytes = b""
    kind: str = ""
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    retry_after: str | None = None
    location: str | None = None


class Asker(Protocol):
    """Whatever takes one question to a server, redirects not followed. SourceError as `HttpFetcher.ask`."""

    def ask(self, request: Request) -> Answer:
        """The server's answer, whatever its status."""


class Fetcher(Protocol):
    """Whatever turns a URL into bytes. SourceError "refused" or "fetch" where it does not."""

    def fetch(self, url: str) -> Fetched:
        """The document at a URL."""


def resolve(name: str, port: int) -> tuple[str, ...]:
    """The addresses of a host name, as the system gives them."""
    return tuple(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)))


def is_public(address: Address) -> bool:
    """Whether an address, and any IPv4 address wrapped in it, belongs to the public network."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            wrapped.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if any(inner is not None and not is_public(inner) for inner in wrapped):
            return False
        if address.ipv4_mapped or address in _NAT64:
            return True
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def user_agent() -> str:
    """What servers are told."""
    try:
        return f"sayso/{version('sayso')}"
    except PackageNotFoundError:  # run from a source tree
        return "sayso/0"


class HttpFetcher(msgspec.Struct, frozen=True, kw_only=True):
    """Fetches over HTTP. `seconds` bounds a whole fetch with its redirects; tests hand in `resolve` and `allowed`."""

    seconds: float = 30.0
    most_bytes: int = MOST_BYTES
    kinds: tuple[str, ...] = READABLE
    resolve: Callable[[str, int], tuple[str, ...]] = resolve
    allowed: Callable[[Address], bool] = is_public

    def fetch(self, url: str) -> Fetched:
        """The document at a URL, redirects followed."""
        seen = url
        with _Deadline(self.seconds) as deadline:
            for _ in range(REDIRECTS + 1):
                found = self._ask(Request(url=seen, kinds=self.kinds), deadline)
                if found.location is None:
                    return _document(found)
                seen = found.location
        raise SourceError("fetch", f"{url} redirects more than {REDIRECTS} times; give the address where it ends.")

    def ask(self, request: Request) -> Answer:
        """One answer of a server. `seconds` bounds it.

        SourceError "refused" for an address that may not be asked, "fetch" for no answer or one of another kind,
        "too-large" and "truncated" for a body that is longer than the limit or shorter than the server said.
        """
        with _Deadline(self.seconds) as deadline:
            return self._ask(request, deadline)

    def _ask(self, request: Request, deadline: "_Deadline") -> Answer:
        parts, name, port = _split(request.url)
        address = self._checked(name, port)
        try:
            with _connection(parts, name, address, port, deadline) as connection:
                target = quote(parts.path or "/", safe="/%:=&~+!$,;'@()*") + (
                    "?" + quote(parts.query, safe="/%:=&?~+!$,;'@()*[]") if parts.query else "")
                connection.request("GET", target, headers=_headers(request))
                with closing(connection.getresponse()) as answer:
                    found = self._answer(request, answer)
                if deadline.passed:  # a socket that was shut looks like an answer that ended
                    raise TimeoutError
                return found
        except (OSError, http.client.HTTPException, zlib.error, UnicodeError, ValueError) as error:
            late = deadline.passed
            why = f"no answer within {self.seconds:g} seconds" if late else " ".join(str(error).split())[:100]
            raise SourceError("fetch", f"{request.url} cannot be fetched ({why or type(error).__name__}); "
                                       "try again later, or save the page and give the file.") from (
                TimeoutError(why) if late else error)

    def _checked(self, name: str, port: int) -> str:
        """The first address of a host; SourceError "refused" if any of its addresses is not allowed."""
        try:
            addresses = self.resolve(name, port)
        except (OSError, UnicodeError) as error:
            raise SourceError("fetch", f"The host {name!r} is not known ({error}); check the address.") from error
        if not addresses:
            raise SourceError("fetch", f"The host {name!r} has no address; check it.")
        for address in addresses:
            if not self.allowed(ipaddress.ip_address(address.partition("%")[0])):
                raise SourceError("refused", f"{name} is at {address}, which is not a public address; "
                                             "save the page and give the file.")
        return addresses[0]

    def _answer(self, request: Request, answer: http.client.HTTPResponse) -> Answer:
        told = answer.headers
        where = told.get("Location") if answer.status in _MOVED else None
        kind = told.get_content_type() if told.get("Content-Type") else ""
        body = b""
        if answer.status == 200:
            if kind and request.kinds and kind not in request.kinds:
                raise SourceError("fetch", f"{request.url} is {kind}, not {' or '.join(request.kinds)}; "
                                           "give the address of a page.")
            body = self._body(request, answer)
        return Answer(
            url=request.url, status=answer.status, reason=answer.reason, body=body, kind=kind,
            charset=told.get_content_charset(), etag=_validator(told.get("ETag")),
            last_modified=_validator(told.get("Last-Modified")), retry_after=told.get("Retry-After"),
            location=urljoin(request.url, where) if where else None)

    def _body(self, request: Request, answer: http.client.HTTPResponse) -> bytes:
        url, most = request.url, self.most_bytes if request.most_bytes is None else request.most_bytes
        packing = (answer.headers.get("Content-Encoding") or "identity").strip().lower()
        if packing not in ("identity", "gzip", "x-gzip", "deflate"):
            raise SourceError("fetch", f"{url} is packed as {packing!r}, which Sayso does not unpack.")
        unpack = zlib.decompressobj(15 if packing == "deflate" else 31) if packing != "identity" else None
        parts, size = [], 0
        while size <= most and (part := answer.read(65_536)):
            if unpack:
                part = unpack.decompress(part, most + 1 - size)
            parts.append(part)
            size += len(part)
        if size > most and request.cut:
            return b"".join(parts)[:most]
        if size > most:
            raise SourceError("too-large", f"{url} is longer than {most:,} bytes; "
                                           "save the article's text and give that.")
        if answer.length:  # the server closed before the length it had promised
            raise SourceError("truncated", f"{url} broke off {answer.length:,} bytes before its end; try again.")
        return b"".join(parts)


def _document(found: Answer) -> Fetched:
    if found.status != 200:
        raise SourceError("fetch", f"{found.url} answers {found.status} {found.reason}; check the address.")
    return Fetched(url=found.url, body=found.body, kind=found.kind, charset=found.charset)


def _headers(request: Request) -> dict[str, str]:
    held = {"User-Agent": user_agent(), "Accept": ", ".join((*request.kinds, "*/*;q=0.1" if request.kinds else "*/*")),
            "Accept-Encoding": "gzip", "Accept-Language": "en"}
    validators = {"If-None-Match": _validator(request.etag), "If-Modified-Since": _validator(request.last_modified)}
    return held | {name: value for name, value in validators.items() if value}


def _validator(text: str | None) -> str | None:
    """An ETag or a date as it may be kept and sent again; None for one that could break out of its header."""
    return text if text and len(text) <= LONGEST_VALIDATOR and text.isascii() and text.isprintable() else None


class _Deadline:
    """Shuts the sockets that it watches when the time is up: a time-out of each read lets a slow drip go on forever."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self.seconds = seconds
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> "_Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, connected: socket.socket) -> None:
        """From now on this is the socket to shut; at once, where the time is up already."""
        self._socket = connected
        if self.passed:
            self._end()

    def _end(self) -> None:
        self.passed = True
        if self._socket is not None:
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:  # closed already
                return


def _split(url: str) -> tuple[SplitResult, str, int]:
    """A URL's parts, host name and port. SourceError "refused" for what is not the web."""
    try:
        parts = urlsplit(url.strip())
        name, port = parts.hostname, parts.port
    except ValueError as error:
        raise SourceError("fetch", f"{url!r} is no address ({error}).") from error
    if parts.scheme not in ("http", "https"):
        raise SourceError("refused", f"{url!r} is neither http nor https.")
    if not name:
        raise SourceError("fetch", f"{url!r} names no host.")
    return parts, name, port or (443 if parts.scheme == "https" else 80)


@contextmanager
def _connection(parts: SplitResult, name: str, address: str, port: int,
                deadline: _Deadline) -> Iterator[http.client.HTTPConnection]:
    """A connection to `address` that speaks to the host `name`, certificate included."""
    plain = socket.create_connection((address, port), timeout=deadline.seconds)
    deadline.watch(plain)
    shown = name if ":" not in name else f"[{name}]"
    if parts.scheme == "https":
        sock: socket.socket = ssl.create_default_context().wrap_socket(plain, server_hostname=name)
        deadline.watch(sock)
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(shown, port)
    else:
        sock, connection = plain, http.client.HTTPConnection(shown, port)
    connection.sock = sock
    try:
        yield connection
    finally:
        connection.close()
        sock.close()
