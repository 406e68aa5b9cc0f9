"""What the user names, in its order."""
import gzip
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.collect.fetch import Fetched
from sayso.collect.inputs import Options, articles
from sayso.collect.make import Failure
from sayso.errors import SourceError
from sayso.records import Article

from .conftest import BODY, MORE, PAGE
from .test_warc import archive

TEXT = f"Guards stop three lorries\n\n{BODY}\n\n{MORE}\n"
LINE = json.dumps({"text": BODY}).encode() + b"\n"


def codes(found):
    return [f.code if isinstance(f, Failure) else "read" for f in found]


def test_kinds(tmp_path):
    """Each suffix, packed or not, is read as what it is; another suffix is judged by content."""
    files = {"a.txt": TEXT.encode(), "b.html": PAGE.encode(), "c.htm.gz": gzip.compress(PAGE.encode()),
             "d.jsonl": LINE * 2, "e.jsonl.gz": gzip.compress(LINE), "f.txt.gz": gzip.compress(TEXT.encode()),
             "g.warc.gz": archive(PAGE.encode()), "h.warc": archive(PAGE.encode(), packed=False),
             "i.dat": PAGE.encode(), "j": LINE, "k.bin": TEXT.encode(), "l": archive(PAGE.encode(), packed=False)}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    found = list(articles([str(tmp_path / name) for name in files]))
    assert codes(found) == ["read"] * 13
    assert [f.id for f in found][:7] == ["a.txt", "b.html", "c.htm.gz", "d.jsonl:1", "d.jsonl:2", "e.jsonl:1".replace(
        "e.jsonl", "e.jsonl.gz"), "f.txt.gz"]
    assert found[0] == Article(id="a.txt", text=TEXT, title="Guards stop three lorries", language="en")
    assert [f.cleaned for f in found] == [False, True, True, False, False, False, False, True, True, True, False, False, True]


def test_folder(tmp_path):
    """A folder gives its files sorted, however deep, and passes over what it does not know."""
    (tmp_path / "b").mkdir()
    for name in ("z.txt", "b/a.txt", "a.txt", "b/picture.png", "notes.md"):
        (tmp_path / name).write_text(TEXT)
    assert [f.id for f in articles([str(tmp_path)])] == ["a.txt", "b/a.txt", "z.txt"]
    assert codes(articles([str(tmp_path / "b"), str(tmp_path / "c")])) == ["read", "fetch"]
    (tmp_path / "empty").mkdir()
    assert codes(articles([str(tmp_path / "empty")])) == ["empty"]


def test_ids_are_unique(tmp_path):
    """The same name in two folders, or the same input twice, makes different ids."""
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(TEXT)
    names = [str(tmp_path / "x" / "a.txt"), str(tmp_path / "y" / "a.txt"), str(tmp_path / "y" / "a.txt"), str(tmp_path / "x")]
    assert len({f.id for f in articles(names)}) == 4


@pytest.mark.parametrize("data, expected", [
    (LINE * 3, ["read"] * 3),
    (b"\xef\xbb\xbf\n " + LINE, ["read"]),                 # a mark and a blank line before the first character
    (PAGE.encode(), ["read"]),
    (TEXT.encode(), ["read"]),
    (gzip.compress(LINE), ["read"]),
    (b"", ["empty"]),
    (b"{\\rtf1 abc}", ["binary"]),                         # begins as JSON does
    (b"%PDF-1.7", ["binary"]),
    (gzip.compress(TEXT.encode() * 50)[:-20], ["truncated"]),
    (gzip.compress(LINE * 500)[:60], ["truncated"]),
    (b"\x1f\x8bnonsense", ["format"]),
])
def test_stdin(data, expected):
    """Standard input is judged by what comes."""
    assert codes(articles(["-"], Options(stdin=io.BytesIO(data)))) == expected


def test_the_run_goes_on(tmp_path):
    """A broken input gives its error in its place, and the next one is read."""
    (tmp_path / "cut.warc").write_bytes(archive(PAGE.encode(), PAGE.encode(), packed=False)[:-300])
    (tmp_path / "a.txt").write_text(TEXT)
    names = [str(tmp_path / "cut.warc"), str(tmp_path / "none.txt"), str(tmp_path / "a.txt")]
    found = list(articles(names))
    assert codes(found) == ["read", "truncated", "fetch", "read"]
    assert found[2].message == (f"The file '{tmp_path}/none.txt' cannot be read (No such file or directory); "
                                "check the path.")


def test_published(tmp_path):
    """The user's date goes before all others, and is checked before anything is read."""
    (tmp_path / "a.html").write_text(PAGE)
    assert [f.published for f in articles([str(tmp_path)], Options(published="May 9, 2016"))] == ["2016-05-09"]
    with pytest.raises(SourceError, match="'yesterday' is no date"):
        articles([str(tmp_path)], Options(published="yesterday"))


class Canned:
    """A fetcher that has its answers with it."""

    def __init__(self, **pages):
        self.pages = pages

    def fetch(self, url):
        if url not in self.pages:
            raise SourceError("refused", f"{url} is not for us.")
        return self.pages[url]


def test_urls():
    """An address goes to the fetcher; where its redirects ended is the article's address."""
    fetcher = Canned(**{
        "http://a.example/1": Fetched(url="https://www.b.example/2", body=PAGE.encode(), kind="text/html"),
        "http://a.example/t": Fetched(url="http://a.example/t", body=TEXT.encode(), kind="text/plain")})
    found = list(articles(["http://a.example/1", "http://a.example/t", "ftp://x"], Options(fetcher=fetcher)))
    assert codes(found) == ["read", "read", "refused"]
    assert (found[0].id, found[0].url, found[0].source) == ("http://a.example/1", "https://www.b.example/2", "b.example")
    assert found[1].text == TEXT


def test_lines_come_before_the_stream_ends():
    """A line of a pipe is an article before the next one has been written."""
    class Pipe(io.RawIOBase):
        def __init__(self):
            self.lines = [LINE, LINE]

        def readable(self):
            return True

        def readinto(self, buffer):
            if not self.lines:
                raise AssertionError("read further than was asked for")
            line = self.lines.pop(0)
            buffer[:len(line)] = line
            return len(line)

    found = articles(["-"], Options(stdin=io.BufferedReader(Pipe())))
    assert next(found).id == "-:1"


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from([b"{", b"<html>", b"WARC/1.0\r\n", b"\x1f\x8b\x08\x00", LINE, PAGE.encode(), b"\x00",
                                 b"\xff\xfe", b"%PDF", gzip.compress(LINE)]) | st.binary(max_size=30), max_size=5).map(b"".join))
def test_any_bytes(data):
    """Any bytes yield articles and failures with a code, and never an exception."""
    found = list(articles(["-"], Options(stdin=io.BytesIO(data))))
    assert all(isinstance(f, Article) or (f.code and f.message.endswith(".")) for f in found)
