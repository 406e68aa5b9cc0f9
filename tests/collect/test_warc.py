"""Web archives."""
import gzip
import io

import pytest

from sayso.collect.make import Failure
from sayso.collect.warc import warc_articles

from .conftest import PAGE


def record(kind, body, *, address=None, number=0):
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number:08d}>\r\n" + (
        f"WARC-Target-URI: {address}\r\n" if address else "") + f"Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body + b"\r\n\r\n"


def archive(*bodies, packed=True, kind="text/html; charset=utf-8", status="200 OK", encoding=None):
    records = [record("warcinfo", b"software: tests\r\n")]
    for n, body in enumerate(bodies):
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n" + (
            f"Content-Encoding: {encoding}\r\n" if encoding else "") + "\r\n"
        records.append(record("response", head.encode() + body, address=f"https://harbour.example/{n}", number=n + 1))
    return b"".join(gzip.compress(r) if packed else r for r in records)


def read(data):
    return list(warc_articles(io.BufferedReader(io.BytesIO(data)), "a.warc"))


@pytest.mark.parametrize("packed", [True, False])
def test_responses(packed):
    """Each page of an archive is an article with its own id and address."""
    found = read(archive(PAGE.encode(), PAGE.encode(), packed=packed))
    assert [article.url for article in found] == ["https://harbour.example/0", "https://harbour.example/1"]
    assert len({article.id for article in found}) == 2
    assert found[0].id.startswith("urn:uuid:")
    assert found[0].published == "2016-05-03"


@pytest.mark.parametrize("options", [{"kind": "image/png"}, {"status": "404 Not Found"}, {"status": "301 Moved"}])
def test_passed_over(options):
    """Images, errors and redirects are no articles and no failures."""
    assert read(archive(PAGE.encode(), **options)) == []


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("part", [0.55, 0.7, 0.9, 0.97])
def test_cut_off(packed, part):
    """What stands before the cut is read, then one error says that there was more."""
    whole = archive(*[PAGE.encode()] * 8, packed=packed)
    found = read(whole[:int(len(whole) * part)])
    assert isinstance(found[-1], Failure)
    assert (found[-1].code, found[-1].id) == ("truncated", "a.warc")
    assert 2 <= len(found) <= 8
    assert not any(isinstance(article, Failure) for article in found[:-1])


def test_bomb():
    """A record that unpacks to more than the limit is an error, and the next record is read."""
    bomb = gzip.compress(b"<html>" + b"a" * 40_000_000)
    found = read(archive(bomb, gzip.compress(PAGE.encode()), encoding="gzip"))
    assert [getattr(f, "code", "read") for f in found] == ["too-large", "read"]


@pytest.mark.parametrize("data, code", [
    (b"this is no archive at all\r\n\r\n", "format"), (gzip.compress(b"neither is this\r\n\r\n"), "format"),
    (b"WARC/1.0\r\n", "truncated"), (b"WARC/1.0\r\nContent-Length: x\r\n\r\nabc", None), (b"", "format")])
def test_no_archives(data, code):
    """What is no archive is an error that says so."""
    found = read(data)
    assert all(isinstance(f, Failure) for f in found)
    assert code is None or code in [f.code for f in found]
