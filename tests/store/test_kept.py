"""What comparing computed and people said: claims, corrections, grades, watches, feeds."""
import msgspec
import pytest

from sayso.errors import StoreError
from sayso.records.claim import Link, Report, Side, Spot, Story
from sayso.records.codec import PLOVER
from sayso.store.base import Circle, ClaimFilter, EventFilter, Feed, Watch
from sayso.store.corrections import QUAD
from tasks.store_bench import Told
from tests.store.made import claim, contradiction, read_again, report


@pytest.fixture
def keys(store):
    """Four reports of one event each."""
    return [a.report for a in store.writer.add_readings([report(number=n, title=f"Border {n}") for n in range(4)])]


def test_links(store, keys):
    """One a pair and kind; the newer score stands."""
    link = Link(kind="copy", later=keys[1], earlier=keys[0], score=0.9, why="Nine tenths.")
    assert store.writer.put_links([link, link]) == 1
    newer = msgspec.structs.replace(link, score=0.8)
    assert store.writer.put_links([newer, msgspec.structs.replace(link, kind="citation")]) == 1
    assert store.view.links(keys[0])[1] == newer
    assert store.view.links(keys[0]) == store.view.links(keys[1])
    with pytest.raises(StoreError, match="There is no report 'x' in the store; add its article first"):
        store.writer.put_links([msgspec.structs.replace(link, later="x")])


def test_signatures(store, keys):
    """Of these reports or of all, by method."""
    store.writer.put_signatures("minhash", {keys[0]: b"\0a", keys[1]: b"b"})
    store.writer.put_signatures("minhash", {keys[1]: b"c"})
    assert store.view.signatures("minhash") == {keys[0]: b"\0a", keys[1]: b"c"}
    assert store.view.signatures("minhash", [keys[1], keys[2]]) == {keys[1]: b"c"}
    assert store.view.signatures("other") == store.view.signatures("minhash", []) == {}


def test_stories(store, keys):
    """A report is in one story; a merged story is gone; order is kept."""
    story = Story(id="s1", title="One", reports=(keys[2], keys[0]), start="2024-05-01", end="2024-05-02")
    other = Story(id="s2", title="Two", reports=(keys[1],), start=None, end="2024-05-03")
    store.writer.put_stories([story, other])
    assert store.view.stories() == (other, story)
    assert store.view.stories(report=keys[0]) == (store.view.story("s1"),) == (story,)
    joined = msgspec.structs.replace(story, reports=(keys[1], *story.reports))
    store.writer.put_stories([joined], gone=["s2", "s9"])
    assert store.view.stories() == (joined,)
    assert store.view.story("s2") is None


@pytest.fixture
def claims(store, keys):
    """Three claims: twice supported, contradicted and elsewhere, without a day."""
    made = (
        claim("c1", reports=keys[:2], story="s1"),
        claim("c2", reports=keys[2:3], contradictions=(contradiction(keys[2], keys[3]),), denying=1, type="COERCE",
              place=Spot(geonames=2, name="Kestria", country="KES", lat=60.0, lon=2.5, precision="city"), start="2024-04-30"),
        claim("c3", reports=keys[3:], start=None, end=None, place=None, status="planned"))
    store.writer.put_claims(made)
    return made


@pytest.mark.parametrize("wanted, expected", [
    ({}, "c1 c2 c3"), ({"least_supporting": 2}, "c1"), ({"least_denying": 1}, "c2"), ({"contradicted": True}, "c2"),
    ({"contradicted": False}, "c1 c3"), ({"types": ("COERCE",)}, "c2"), ({"countries": ("VEL",)}, "c1"),
    ({"about": "NRL"}, "c1 c2 c3"), ({"about": "KES"}, "c2"), ({"about": "kestria"}, ""),   # a place is no party
    ({"party": "SDM"}, "c1 c2 c3"), ({"actor": "SDM"}, ""), ({"recipient": "SDMMIL"}, "c1 c2 c3"),
    ({"since": "2024-05-09", "until": "2024-05-09"}, "c1 c2"), ({"until": "2024-05-01"}, "c2"),
    ({"since": "2024-05-10"}, ""), ({"statuses": ("planned",)}, "c3"), ({"story": "s1"}, "c1"),
    ({"near": Circle(lat=60, lon=2, km=50)}, "c2"), ({"place": "MARLENA"}, "c1"), ({"words": "attack"}, "c1 c2 c3"),
    ({"words": "peace"}, ""), ({"words": "-"}, ""), ({"limit": 1}, "c1"),
])
def test_claim_filters(store, claims, wanted, expected):
    """Each narrows; a claim without a day is in no interval, and comes last."""
    found = store.view.claims(ClaimFilter(**wanted)).claims
    assert [c.id for c in found] == expected.split()
    assert set(found) <= set(claims)


def test_claim_pages(store, claims):
    """The cursor leads on to the end."""
    first = store.view.claims(ClaimFilter(limit=2))
    rest = store.view.claims(ClaimFilter(limit=2, cursor=first.cursor))
    assert (*first.claims, *rest.claims) == claims
    assert rest.cursor is None


def test_claims_change(store, keys, claims):
    """The newest word stands, with all that hangs on it; a merged claim goes with its mentions."""
    joined = claim("c1", reports=keys, actors=(Side(ref=None, name="Osmia", code=None, country=None),))
    store.writer.put_claims([joined], gone=["c2", "c1"])
    assert store.view.claim("c1") == joined
    assert store.view.claim("c2") is None
    assert [c.id for c in store.view.claims(ClaimFilter(actor="osmia")).claims] == ["c1"]
    assert [c.id for c in store.view.claims_of([keys[3]])] == ["c1", "c3"]
    twice = msgspec.structs.replace(joined, mentions=joined.mentions[:1] * 2)
    with pytest.raises(StoreError, match="The claim 'c1' mentions an event twice; give each mention once"):
        store.writer.put_claims([twice])
    assert store.view.claim("c1") == joined


def test_grades(store, keys):
    """The newest counts, all are kept."""
    store.writer.grade_source("herald.example", "B", who="ana", why="Right nine times in ten.")
    store.writer.grade_source("herald.example", "C", who="ben", why="Two corrections.")
    card = store.view.source("herald.example")
    assert (card.reliability, card.articles, [g.who for g in card.history]) == ("C", 4, ["ben", "ana"])
    assert card.history[0].at > card.history[1].at
    assert store.view.source("nobody").reliability == "F"
    assert store.view.reliabilities() == {"herald.example": "C"}
    for values in (("herald.example", "G", "ana", "why"), ("", "A", "ana", "why"), ("x", "A", " ", "why"), ("x", "A", "ana", "")):
        with pytest.raises(StoreError):
            store.writer.grade_source(values[0], values[1], who=values[2], why=values[3])


def months(store):
    return [(m.actor, m.recipient, m.count, m.conflict, m.goldstein, m.scaled) for m in store.view.actors("NRL", "SDM")]


def test_corrections(store, keys):
    """Change every view, keep the original, and outlive a reading."""
    key = f"{keys[0]}:v1"
    made = store.writer.correct(key, {"type": "AID", "cameo": "042", "start": "2024-05-02", "end": "2024-05-03",
                                      "place": None, "status": "happened"}, who="ana", why="Misread.")
    assert [(c.field, c.old, c.new) for c in made] == [
        ("end", "null", '"2024-05-03"'), ("place", made[1].old, "null"), ("start", "null", '"2024-05-02"'),
        ("type", '"ASSAULT"', '"AID"'), ("cameo", "null", '"042"')]           # what was so already is no correction
    row = store.view.event(key)
    assert (row.type, row.quad, row.goldstein, row.place, row.first_day) == ("AID", "material cooperation", 1.9, None, "2024-05-02")
    assert row.corrected == ("cameo", "end", "place", "start", "type")
    assert months(store) == [("NRL", "SDM", 4, 3, -28.1, 4)]
    assert store.view.reading(keys[0]).events[0].type == "ASSAULT"
    assert store.view.corrections(key) == made
    again = store.writer.correct(key, {"actors": [Side(ref=None, name="Osmia", code="OSM", country="OSM")]}, who="ben", why="No.")
    assert months(store) == [("NRL", "SDM", 3, 3, -30.0, 3)]
    assert [e.key for e in store.view.events(EventFilter(actor="osmia")).events] == [key]
    reading = read_again(store.view.reading(keys[0]), Told(factuality=1.0))
    store.writer.put_readings([Report(id=keys[0], article="", reading=reading)])
    row = store.view.event(key)
    assert (row.type, row.factuality, row.actors[0].name, row.first_day) == ("AID", 1.0, "Osmia", "2024-05-02")
    assert months(store) == [("NRL", "SDM", 3, 3, -30.0, 3)]
    assert store.view.corrections(key) == (*made, *again)
    assert store.writer.correct(key, {"type": "AID"}, who="ana", why="Again.") == ()


@pytest.mark.parametrize("changes, says", [
    ({"colour": "red"}, "'colour' is no field that can be corrected; those are actors, cameo,"),
    ({"type": "assault"}, "'assault' is no value for 'type'; it takes one of AGREE,"), ({"type": None}, "None is no value"),
    ({"start": "yesterday"}, "it takes a day as YYYY-MM-DD, or null"), ({"start": "20240501"}, "it takes a day"),
    ({"factuality": 4}, "it takes a number from -3 to 3"), ({"factuality": float("nan")}, "it takes a number"),
    ({"actors": ["Osmia"]}, "it takes a list of parties"), ({"place": {"name": "x"}}, "it takes a place"),
    ({"start": "2024-05-02", "end": "2024-05-01"}, "would begin on 2024-05-02 and end before, on 2024-05-01; correct both"),
    ({}, "Nothing to correct was named"),
])
def test_corrections_that_cannot_be(store, keys, changes, says):
    """Are refused, and nothing of them is kept."""
    with pytest.raises(StoreError) as caught:
        store.writer.correct(f"{keys[0]}:v1", {"status": "planned", **changes} if changes else {}, who="ana", why="So.")
    assert says in str(caught.value)
    assert store.view.event(f"{keys[0]}:v1").corrected == ()


def test_corrections_need_a_person_and_an_event(store, keys):
    """Who, why, and of what."""
    with pytest.raises(StoreError, match="A correction needs who made it and why"):
        store.writer.correct(f"{keys[0]}:v1", {"type": "AID"}, who=" ", why="So.")
    with pytest.raises(StoreError, match="There is no event 'v1' in the store; events are named REPORT:EVENT"):
        store.writer.correct("v1", {"type": "AID"}, who="ana", why="So.")


def test_two_events_of_one_word(store):
    """A correction is of the event that it names, though another has the same trigger."""
    one = report()
    twin = msgspec.structs.replace(one.events[0], id="v2", type="COERCE")
    added, = store.writer.add_readings([msgspec.structs.replace(one, events=(*one.events, twin))])
    store.writer.correct(f"{added.report}:v2", {"status": "planned"}, who="ana", why="So.")
    assert [len(store.view.corrections(f"{added.report}:{v}")) for v in ("v1", "v2")] == [0, 1]
    again = read_again(one, Told())
    store.writer.put_readings([Report(id=added.report, article="", reading=msgspec.structs.replace(
        again, events=(*again.events, twin)))])
    assert [store.view.event(f"{added.report}:{v}").status for v in ("v1", "v2")] == ["happened", "planned"]


def test_quads():
    """PLOVER's types in their quad classes."""
    assert set(QUAD) == set(PLOVER)
    assert [QUAD[t] for t in ("AGREE", "CONCEDE", "COOPERATE", "RETREAT", "REQUEST", "THREATEN", "PROTEST", "ASSAULT")] == [
        q for q in ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict") for _ in range(2)]


def test_watches(store, claims):
    """What met a watch is told once, and kept as it was."""
    watch = store.writer.add_watch(Watch(name="siege", query=ClaimFilter(about="VEL"), who="ana", quote="if it fails"))
    assert store.view.watches() == (watch,)
    found = store.view.claims(store.view.watches()[0].query).claims
    first = store.writer.meet_watch("siege", found)
    assert [m.claim.id for m in first] == ["c1"]
    assert store.writer.meet_watch("siege", found) == ()
    assert store.view.met("siege") == store.view.met() == first
    assert store.view.met(after=first[-1].number) == ()
    store.writer.end_watch("siege")
    ended = store.view.watches()[0].ended
    store.writer.end_watch("siege")
    assert ended is not None and store.view.watches()[0].ended == ended
    with pytest.raises(StoreError, match="There is a watch 'siege' already; give this one another name"):
        store.writer.add_watch(watch)
    with pytest.raises(StoreError, match="There is no watch 'x'"):
        store.writer.meet_watch("x", [])


def test_feeds(store):
    """A feed's state is the last that was told; its first day stays."""
    store.writer.put_feed(Feed(url="https://b.example/rss"))
    held = store.view.feeds()[0]
    changed = msgspec.structs.replace(held, etag='"1"', items=3, failures=1, last_error="It answers 500.")
    store.writer.put_feed(changed)
    store.writer.put_feed(Feed(url="https://a.example/rss"))
    assert [f.url for f in store.view.feeds()] == ["https://a.example/rss", "https://b.example/rss"]
    assert store.view.feeds()[1] == changed
    assert store.writer.remove_feed("https://a.example/rss")
    assert not store.writer.remove_feed("https://a.example/rss")
