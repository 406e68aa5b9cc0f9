"""Fetching: what is refused, what is bounded. The server runs on this machine; nothing leaves it."""
import gzip
import ipaddress
import time

import pytest

from sayso.collect.fetch import HttpFetcher, is_public, resolve
from sayso.errors import SourceError

from .conftest import PAGE


def answer(body, *headers, status=200):
    def send(handler):
        handler.send_response(status)
        for name, value in headers:
            handler.send_header(name, value)
        if not any(name == "Content-Length" for name, _ in headers):
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
    return send


def local(**options):
    """A fetcher that takes this machine for a public one: harbour.example stands for it."""
    return HttpFetcher(resolve=lambda name, port: resolve("127.0.0.1" if name == "harbour.example" else name, port),
                       allowed=lambda address: str(address) == "127.0.0.1" or is_public(address), **options)


HTML = ("Content-Type", "text/html; charset=ISO-8859-1")


def refusal(url, fetcher=None):
    with pytest.raises(SourceError) as caught:
        (fetcher or local()).fetch(url)
    return caught.value


@pytest.mark.parametrize("address", [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
    "240.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1",      # IPv4 in IPv6
    "2002:7f00:1::", "64:ff9b::7f00:1",         # the same, tunnelled and translated
])
def test_private_addresses(address):
    """An address that is not the public network's is none, however it is wrapped."""
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"])
def test_public_addresses(address):
    """Public addresses pass."""
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("url", [
    "http://127.0.0.1/", "http://localhost/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/",
    "http://127.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest/meta-data",
    "http://user@127.0.0.1/", "http://0/",
    "ftp://example.org/a", "file:///etc/passwd", "gopher://example.org",       # not the web
])
def test_refused(url):
    """Ways to write a private address, and other protocols, are refused before anything is sent."""
    assert refusal(url, HttpFetcher()).code == "refused"


@pytest.mark.parametrize("url", ["http://", "http://[::1", "http://a.example:99999/", "https:///path", "http://exa mple/"])
def test_no_addresses(url):
    """What names no host is an error, never an exception of another kind."""
    assert refusal(url, HttpFetcher(resolve=lambda name, port: ())).code == "fetch"


def test_every_address_of_a_name_is_checked():
    """One private address among public ones is enough to refuse a name."""
    fetcher = HttpFetcher(resolve=lambda name, port: ("93.184.216.34", "10.0.0.1"))
    error = refusal("http://harbour.example/", fetcher)
    assert (error.code, error.message) == ("refused", "harbour.example is at 10.0.0.1, which is not a public address; "
                                                      "save the page and give the file.")


def test_fetch(serve):
    """The body, its type and its charset; the server is told who asks, and for which host."""
    seen = {}

    def send(handler):
        seen.update(handler.headers)
        answer(PAGE.encode(), HTML)(handler)

    port = serve(send).rpartition(":")[2]
    found = local().fetch(f"http://harbour.example:{port}/a?b=ü c")
    assert (found.body, found.kind, found.charset) == (PAGE.encode(), "text/html", "iso-8859-1")
    assert seen["Host"] == f"harbour.example:{port}"
    assert seen["User-Agent"].startswith("sayso/")


def test_the_checked_address_is_the_one_connected_to(serve):
    """A name is resolved once, so that it cannot point elsewhere after the check."""
    asked = []

    def once(name, port):
        asked.append(name)
        return ("127.0.0.1",) if len(asked) == 1 else ("10.0.0.1",)

    port = serve(answer(b"<html>", HTML)).rpartition(":")[2]
    HttpFetcher(resolve=once, allowed=lambda address: str(address) == "127.0.0.1").fetch(f"http://rebind.example:{port}/")
    assert asked == ["rebind.example"]


@pytest.mark.parametrize("target", ["http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/", "file:///etc/passwd"])
def test_redirects_are_checked(serve, target):
    """A redirect to a private address or another protocol is refused."""
    address = serve(answer(b"", ("Location", target), status=302))
    assert refusal(address).code == "refused"


def test_redirects_are_followed(serve):
    """Relative redirects are followed, and the address where they end is told."""
    def send(handler):
        (answer(b"", ("Location", "/end"), status=301) if handler.path == "/" else answer(b"<html>", HTML))(handler)

    address = serve(send)
    assert local().fetch(address + "/").url == address + "/end"


def test_endless_redirects(serve):
    """Five redirects are enough."""
    error = refusal(serve(answer(b"", ("Location", "/"), status=302)))
    assert error.code == "fetch"
    assert "redirects more than 5 times" in error.message


@pytest.mark.parametrize("send, code, says", [
    (answer(b"gone", HTML, status=404), "fetch", "answers 404"),
    (answer(b"%PDF", ("Content-Type", "application/pdf")), "fetch", "is application/pdf"),
    (answer(b"a" * 5000, HTML), "too-large", "longer than 1,000 bytes"),
    (answer(gzip.compress(b"a" * 9_000_000), HTML, ("Content-Encoding", "gzip")), "too-large", "longer than"),   # a bomb
    (answer(b"abc", HTML, ("Content-Encoding", "br")), "fetch", "packed as 'br'"),
    (answer(b"not packed", HTML, ("Content-Encoding", "gzip")), "fetch", "cannot be fetched"),
    (answer(b"abc", HTML, ("Content-Length", "900")), "truncated", "broke off 897 bytes before its end"),
])
def test_answers(serve, send, code, says):
    """Answers that are no page, or too much of one, are errors that say so."""
    def closing(handler):
        send(handler)
        handler.close_connection = True

    error = refusal(serve(closing), local(most_bytes=1000))
    assert error.code == code
    assert says in error.message


@pytest.mark.parametrize("drip", [b"", b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n"])
def test_slow_servers(serve, drip):
    """A server that drips a byte now and then, before or after its headers, is left when the time is up."""
    def send(handler):
        handler.wfile.write(drip)
        for _ in range(60):
            handler.wfile.write(b"x")
            time.sleep(0.05)

    begun = time.monotonic()
    error = refusal(serve(send), local(seconds=0.4))
    assert error.code in ("fetch", "truncated")
    assert time.monotonic() - begun < 2.5


def test_nobody_listens():
    """A closed port is an error with a way out."""
    error = refusal("http://127.0.0.1:9/", local(seconds=2))
    assert error.code == "fetch"
    assert "save the page and give the file" in error.message
