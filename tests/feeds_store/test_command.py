"""`sayso feed` and `sayso collect` as processes, against a server on this machine."""
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sayso.store.open import open_store
from tests.feeds_store.world import item, page, rss

ROOT = Path(__file__).parent.parent.parent
SAYSO = [sys.executable, "-c", "import sys; from sayso.cli import main; sys.exit(main())"]
OWN = ("--allow-host", "127.0.0.1", "--pace", "0", "--models", "none", "--format", "jsonl")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")


class Site:
    """What a server holds, what was asked of it, and pages that wait until they may be sent."""

    def __init__(self):
        self.pages, self.asked, self.gates, self.reached = {}, [], {}, {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                site.answer(self)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.root = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, ask):
        path = ask.path
        if path in self.gates:
            self.reached[path].set()
            self.gates[path].wait(60)
        known = ask.headers.get("If-None-Match")
        status, body, headers = self.pages.get(path, (404, b"", {}))
        if status == 200 and known and known == headers.get("ETag"):
            status, body = 304, b""
        if path != "/robots.txt":
            self.asked.append((path, status))
        ask.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            ask.send_header(name, value)
        ask.end_headers()
        ask.wfile.write(body)

    def put(self, path, body=b"", status=200, **headers):
        self.pages[path] = (status, body, {"Content-Type": "text/html", **headers})

    def hold(self, path):
        self.gates[path], self.reached[path] = threading.Event(), threading.Event()

    def feed(self, *numbers, etag, **titles):
        self.put("/feed", rss(*(item(n, link=f"{self.root}/a/{n}", **titles) for n in numbers)), ETag=etag)

    def since(self):
        asked, self.asked = self.asked, []
        return asked


@pytest.fixture
def site():
    site = Site()
    for n in range(12):
        site.put(f"/a/{n}", page(f"Norland shelled Marlena on Thursday, report number {n} said."))
    yield site
    for gate in site.gates.values():
        gate.set()
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def place(tmp_path):
    return tmp_path / "sayso.db"


def run(place, *arguments, status=0):
    """What a finished command printed, and what it said."""
    done = subprocess.run([*SAYSO, *arguments, "--store", str(place)], capture_output=True, timeout=240, check=False,
                          cwd=ROOT, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"})
    assert done.returncode == status, done.stderr.decode()
    printed = done.stdout.decode()
    return [json.loads(line) for line in printed.splitlines() if line.startswith("{")], printed + done.stderr.decode()


def visit(place, *more, status=0):
    records, _ = run(place, "feed", "run", "--all", *OWN, *more, status=status)
    return records


@contextmanager
def collecting(place):
    """A collector that runs; it is ended whatever happens."""
    running = subprocess.Popen([*SAYSO, "collect", "--every", "1m", *OWN, "--store", str(place)], cwd=ROOT,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               env={**os.environ, "OPENBLAS_NUM_THREADS": "1"})
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def test_a_feed_from_its_first_day_to_its_return(site, place):
    """Added, read, unchanged (304), an article changed, one under other addresses, dead, back, removed."""
    feed = f"{site.root}/feed"
    assert "added" in run(place, "feed", "add", feed)[1]
    assert "is there already" in run(place, "feed", "add", f"{feed}/")[1]
    assert [(c["condition"], c["items"]) for c in run(place, "feed", "list", "--format", "jsonl")[0]] == [("new", 0)]

    site.feed(1, 2, etag='"1"')
    first, = visit(place)
    assert (first["kind"], len(first["new"]), first["failures"]) == ("read", 2, [])
    assert site.since() == [("/feed", 200), ("/a/1", 200), ("/a/2", 200)]

    second, = visit(place)
    assert second["kind"] == "same"
    assert site.since() == [("/feed", 304)]

    site.put("/a/1", page("Norland did not shell Marlena on Thursday."))
    moved = "/go?to=2"
    site.put(moved, status=302, Location=f"{site.root}/a/2")
    changed = "<updated>2099-01-01T00:00:00Z</updated>"
    now = "<dc:date>" + _now() + "</dc:date>"
    site.put("/feed", rss(item(1, link=f"{site.root}/a/1", more=f"<updated>{_now()}</updated>"),
                          item(2, link=f"{site.root}/a/2?utm_source=x", more=changed),
                          item(3, link=f"{site.root}{moved.replace('&', '&amp;')}", title="Report 2", more=now)), ETag='"2"')
    third, = visit(place)
    assert ([a["outcome"] for a in third["changed"]], third["new"]) == (["version"], [])
    assert site.since() == [("/feed", 200), ("/a/1", 200), (moved, 302), ("/a/2", 200)]

    site.put("/feed", status=404)
    for _ in range(3):
        dead, = visit(place, status=1)
        assert dead["kind"] == "failed"
    card, = run(place, "feed", "list", "--format", "jsonl")[0]
    assert (card["condition"], card["failures"]) == ("failing", 3)
    assert "404" in card["message"]
    assert run(place, "feed", "run", *OWN)[0] == []  # it is left alone until it is due

    site.feed(3, etag='"3"')
    back, = visit(place)
    assert (back["condition"], len(back["new"])) == ("well", 1)

    with open_store(place) as store:
        one, two = (store.view.article(f"{site.root}/a/{n}") for n in (1, 2))
        assert ([v.number for v in one.versions], [v.number for v in two.versions]) == ([1, 2], [1])
        assert len(two.urls) == 2
        assert all(v.readers for v in (*one.versions, *two.versions))
        assert store.view.claims_of([v.report for v in one.versions])
    run(place, "feed", "remove", feed)
    assert run(place, "feed", "list", "--format", "jsonl")[0] == []
    assert "There is no feed" in run(place, "feed", "remove", feed, status=2)[1]


def _now():
    """A minute from now would be in the future, and a reason for nothing."""
    from datetime import UTC, datetime
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_collect_stopped_in_the_middle(site, place, number):
    """It ends what it has in hand; nothing of it is lost, and nothing is asked for again."""
    run(place, "feed", "add", f"{site.root}/feed")
    site.feed(*range(6), etag='"1"')
    site.hold("/a/3")
    with collecting(place) as running:
        assert site.reached["/a/3"].wait(120)
        _, said = run(place, "feed", "run", *OWN, status=1)
        assert f"are being collected already by process {running.pid}; wait for it, or stop it." in said
        running.send_signal(number)
        site.gates["/a/3"].set()
        _, said = running.communicate(timeout=120)
    assert running.returncode == (0 if number == signal.SIGTERM else 130)
    assert said.decode() == "sayso: stopped\n"
    assert not list(place.parent.glob("*.collecting"))
    assert [path for path, _ in site.since()] == ["/feed", "/a/0", "/a/1", "/a/2", "/a/3"]
    visited, = visit(place)
    assert (visited["known"], len(visited["new"])) == (4, 2)
    assert [path for path, _ in site.since()] == ["/feed", "/a/4", "/a/5"]


def test_collect_killed_in_the_middle(site, place):
    """The lock is free at once, and the next run brings all."""
    run(place, "feed", "add", f"{site.root}/feed")
    site.feed(*range(3), etag='"1"')
    site.hold("/a/2")
    with collecting(place) as running:
        assert site.reached["/a/2"].wait(120)
        running.kill()
        running.wait()
    site.gates["/a/2"].set()
    visited, = visit(place)
    assert len(visited["new"]) + visited["known"] == 3


def test_collect_goes_on_until_it_is_stopped(site, place):
    """A feed that is added while it runs is visited without a restart."""
    run(place, "feed", "add", f"{site.root}/feed")
    site.feed(1, etag='"1"')
    site.put("/other", rss(item(2, link=f"{site.root}/a/2"), title="The Other"))
    with collecting(place) as running:
        assert json.loads(running.stdout.readline())["title"] == "The Herald"
        run(place, "feed", "add", f"{site.root}/other")
        assert json.loads(running.stdout.readline())["title"] in ("The Other", "The Herald")
        running.send_signal(signal.SIGTERM)
        assert running.wait(120) == 0


@pytest.mark.parametrize(("arguments", "status", "sentence"), [
    (["feed", "run", "--models", "none"], 1, "is not a public address"),        # whatever a feed asks for
    (["feed", "run", "--every", "soon"], 2, "--every soon is no time; write it as 90s, 15m, 2h or 1d."),
    (["collect", "--every", "1s"], 2, "--every 1s is not between a minute and 31 days."),
    (["feed", "run", "--allow-host", "localhost"], 1, "give an address in numbers, such as 127.0.0.1."),
    (["feed", "run", "http://nowhere.example/"], 2, "There is no feed 'http://nowhere.example/' in the store"),
    (["feed", "add", "herald.example/feed"], 1, "is no address of a feed; give one that begins with https://."),
])
def test_what_is_wrong_is_told_in_one_sentence(site, place, arguments, status, sentence):
    run(place, "feed", "add", f"{site.root}/feed")
    site.feed(1, etag='"1"')
    records, said = run(place, *arguments, status=status)
    assert sentence in said
    assert not [record for record in records if record["kind"] != "failed"]
    assert site.since() == []


def test_watches_from_the_command_line(place, tmp_path):
    """A condition that a report states becomes a watch; the deed meets it, once; a feed tells of it."""
    told = tmp_path / "told.jsonl"
    told.write_text("".join(json.dumps(one) + "\n" for one in (
        {"text": "Iran will attack Israel if the United States imposes new sanctions on Tehran, an official said.",
         "url": "https://herald.example/1", "published": "2016-11-02"},
        {"text": "The United States imposed sanctions on Iran on Friday, officials said.",
         "url": "https://post.example/2", "published": "2016-11-05"})))
    run(place, "add", str(told), "--models", "none")
    form = ("--format", "jsonl")
    proposed, _ = run(place, "watch", "propose", *form)
    assert [p["part"] for p in proposed] == ["condition", "consequence"]
    accepted, _ = run(place, "watch", "propose", "--accept", proposed[0]["watch"]["name"], "--who", "me", *form)
    assert [p["part"] for p in accepted] == ["condition"]
    assert "There is no proposal 'x'" in run(place, "watch", "propose", "--accept", "x", status=2)[1]
    run(place, "watch", "add", "strikes", "--type", "assault", "--country", "Israel", "--sources", "2", *form)
    assert "There is a watch 'strikes' already" in run(place, "watch", "add", "strikes", "--type", "aid", status=1)[1]
    assert "Every claim would meet this watch" in run(place, "watch", "add", "all", status=2)[1]
    met, _ = run(place, "watch", "run", *form)
    assert [(m["watch"], m["claim"]["type"]) for m in met] == [(accepted[0]["watch"]["name"], "COERCE")]
    assert run(place, "watch", "run", *form)[0] == []
    assert "https://post.example/2" in run(place, "watch", "feed")[1]
    json_feed = tmp_path / "feed.json"
    run(place, "watch", "feed", accepted[0]["watch"]["name"], "--format", "json", "--output", str(json_feed))
    assert json.loads(json_feed.read_text())["items"][0]["url"] == "https://post.example/2"
    run(place, "watch", "remove", "strikes")
    assert len(run(place, "watch", "list", *form)[0]) == 1
    assert len(run(place, "watch", "list", "--ended", *form)[0]) == 2
    assert "There is no watch 'x'" in run(place, "watch", "remove", "x", status=2)[1]
