"""Watches: what meets them, which are proposed, and the feeds of what met them."""
import json
from xml.etree import ElementTree as ET

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.collect.feed import parse_feed
from sayso.pipeline.watch_feeds import Shown, atom, headline, json_feed, shown
from sayso.pipeline.watching import PAGE, narrows, newest, proposals, run
from sayso.records.claim import Report
from sayso.store.base import ClaimFilter, Watch
from sayso.store.open import open_store
from tests.store.made import claim, contradiction, report

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "sayso.db") as opened:
        yield opened


def watch(name="border", **query):
    return Watch(name=name, query=ClaimFilter(**query), who="me")


def met(store, *watches):
    return [(one.watch, one.claim.id) for one in run(store, watches or store.view.watches())]


def added(store, *claims):
    keys = [one.report for one in store.writer.add_readings(report(number=n, tail=f" Note {n}.") for n in range(1, 4))]
    store.writer.put_claims(claims or [claim("c1", reports=keys[:1]), claim("c2", reports=keys[1:], type="AID")])
    return keys


def test_a_claim_meets_a_watch_once(store):
    """And a second watch for itself; an ended watch meets nothing."""
    added(store)
    first = store.writer.add_watch(watch(types=("ASSAULT",)))
    assert met(store) == [("border", "c1")]
    assert met(store) == []
    store.writer.add_watch(watch("any source", least_supporting=1))
    assert sorted(met(store)) == [("any source", "c1"), ("any source", "c2")]
    store.writer.put_claims([claim("c3", type="ASSAULT")])
    store.writer.end_watch(first.name)
    assert met(store) == []


def test_a_claim_that_comes_to_meet_a_watch_later(store):
    """A second source, a contradiction: the question is asked anew of all claims."""
    keys = added(store)
    store.writer.add_watch(watch("two sources", types=("ASSAULT",), least_supporting=2))
    store.writer.add_watch(watch("disputed", contradicted=True))
    assert met(store) == []
    store.writer.put_claims([claim("c1", reports=keys[:2])])
    assert met(store) == [("two sources", "c1")]
    store.writer.put_claims([claim("c1", reports=keys[:2], contradictions=(contradiction(*keys[:2]),))])
    assert met(store) == [("disputed", "c1")]


def test_many_claims_meet_a_watch(store):
    """More than one page of them."""
    store.writer.put_claims(claim(f"c{n:04}") for n in range(PAGE + 3))
    store.writer.add_watch(watch(types=("ASSAULT",)))
    assert len(met(store)) == PAGE + 3
    latest = newest(store, "border", limit=5)
    assert [one.number for one in latest] == sorted((one.number for one in latest), reverse=True)
    assert len(newest(store, limit=10_000)) == PAGE + 3


@pytest.mark.parametrize(("query", "narrow"), [
    ({}, False), ({"limit": 7}, False), ({"cursor": "x"}, False),
    ({"types": ("AID",)}, True), ({"contradicted": False}, True), ({"least_supporting": 1}, True),
])
def test_a_watch_must_ask_for_something(query, narrow):
    assert narrows(ClaimFilter(**query)) is narrow


SINCE = {"since": "2016-11-02", "statuses": ("happened", "ongoing")}


@pytest.mark.parametrize(("text", "expected"), [
    ("Iran will attack Israel if the United States imposes new sanctions on Tehran.", {
        ("condition", "USA", "IRN", "COERCE"), ("consequence", "IRN", "ISR", "ASSAULT")}),
    ("If the United States imposes new sanctions on Tehran, Iran will attack Israel, the minister said.", {
        ("condition", "USA", "IRN", "COERCE"), ("consequence", "IRN", "ISR", "ASSAULT")}),
    # the act that the condition is about is itself no conditional one
    ("If the rebel offensive on Homs fails, Turkey will send troops to Syria.", {
        ("condition", None, "Homs", "ASSAULT"), ("consequence", "TUR", "SYR", "MOBILIZE")}),
    ("Unless Serbia withdraws its forces from Kosovo, Russia will impose sanctions on Serbia.", {
        ("condition", "SRB", "XKX", "RETREAT"), ("consequence", "RUS", "SRB", "COERCE")}),
    ("If Israel had attacked Iran, the United States would have sent troops.", set()),   # cannot come true any more
    ("Police asked if the rebels had attacked the town of Homs.", set()),                # a question
    ("It is unclear if Russia will impose sanctions on Turkey.", set()),                # "whether"
    ("Iran will attack Israel if necessary, the minister said.", set()),                 # says nothing of when
    ("Even if Iran attacks Israel, Jordan will not send troops.", set()),                # no condition
    ("Iran attacked Israel. The United States imposed sanctions on Iran.", set()),
])
def test_conditions_propose_watches(read, text, expected):
    """One for the condition's act and one for what is to follow, with the sentence as evidence."""
    reading = read(f"Norland shelled Marlena on Tuesday. {text} Nothing else was said.")
    found = list(proposals([Report(id="r-1", article="r", reading=reading)], who="me"))
    assert {(p.part, p.watch.query.actor, p.watch.query.recipient, p.watch.query.types[0]) for p in found} == expected
    for proposal in found:
        assert reading.text[slice(*proposal.span)] == proposal.watch.quote == text
        assert proposal.watch.event in {f"r-1:{event.id}" for event in reading.events}
        assert (proposal.watch.query.since, proposal.watch.query.statuses) == tuple(SINCE.values())
        assert {other.watch.event for other in found if other.part != proposal.part} == set(proposal.others)


def test_a_copied_sentence_proposes_once(read):
    """Names are made of the report and the event, so that they are the same tomorrow."""
    reading = read("Iran will attack Israel if the United States imposes new sanctions on Tehran.")
    reports = [Report(id=f"{key}-1", article=key, reading=reading) for key in ("one", "two")]
    names = [p.watch.name for p in proposals(reports, who="me")]
    assert len(names) == 2
    assert all("-one-1-v" in name for name in names)


def test_a_proposed_watch_is_met_by_the_deed(read, store):
    """The whole way: a report that states a condition, and a later one that tells that it came true."""
    from sayso.compare.claims import claims

    first = read("Iran will attack Israel if the United States imposes new sanctions on Tehran.", "2016-11-02")
    later = read("The United States imposed sanctions on Iran on Friday, officials said.", "2016-11-05")
    reports = []
    for n, reading in enumerate((first, later)):
        placed = msgspec.structs.replace(reading, article=msgspec.structs.replace(
            reading.article, id=f"a{n}", url=f"https://herald.example/{n}", source="herald.example"))
        one, = store.writer.add_readings([placed])
        reports.append(Report(id=one.report, article=one.article, reading=placed))
    for proposal in proposals(reports, who="me"):
        store.writer.add_watch(proposal.watch)
    store.writer.put_claims(claims(reports[:1], (), {}))
    assert run(store, store.view.watches()) == ()  # stating a condition does not meet it
    store.writer.put_claims(claims(reports, (), {}))
    found = run(store, store.view.watches())
    assert [one.watch.split("-")[0] for one in found] == ["condition"]
    assert {m.report for m in found[0].claim.mentions} >= {reports[1].id}


def test_the_feeds_say_what_met_a_watch(store):
    """Both formats, with the reports' addresses; ids that stay, as readers of feeds need them."""
    keys = added(store)
    store.writer.put_claims([claim("c1", reports=keys[:2], denying=1, contradictions=(contradiction(*keys[:2]),))])
    store.writer.add_watch(watch("border <&> x", types=("ASSAULT",)))
    run(store, store.view.watches())
    found = shown(store, newest(store))
    feed = parse_feed(atom(found, "border <&> x"))
    entry, = feed.items
    assert (feed.kind, feed.title, feed.mended) == ("atom", "Sayso: border <&> x", None)
    assert entry.title == "Norland ► Sudmark: ASSAULT (2024-05-09, Marlena), happened; 2 independent sources, 1 against"
    assert entry.url == "https://herald.example/1"
    assert "“attacked” (Herald, supports)" in entry.text
    assert "Contradicted: Two places." in entry.text
    also, = parse_feed(json_feed(found, "border <&> x")).items
    assert (also.id, also.title, also.url) == (entry.id, entry.title, entry.url)
    assert entry.id == shown(store, newest(store))[0].id != ""
    root = ET.fromstring(atom(found, None))
    assert [link.get("href") for link in root.iter(f"{ATOM}link")] == [f"https://herald.example/{n}" for n in (1, 2)]


def test_a_feed_of_nothing_is_a_feed():
    """Atom wants a time of change all the same."""
    assert ET.fromstring(atom((), None)).find(f"{ATOM}updated").text == "1970-01-01T00:00:00Z"
    assert json.loads(json_feed((), "x"))["items"] == []


def test_no_address_that_acts_gets_into_a_feed(store):
    """An article from a file may say that its address is a script."""
    one, = store.writer.add_readings([report(number=1, url="javascript:alert(1)")])
    store.writer.put_claims([claim("c1", reports=[one.report])])
    store.writer.add_watch(watch(types=("ASSAULT",)))
    run(store, store.view.watches())
    assert shown(store, newest(store))[0].links == ()


@given(st.text(), st.text(), st.text())
def test_any_text_makes_a_whole_feed(title, text, name):
    """Whatever characters strangers send."""
    from sayso.pipeline.watch_feeds import _whole

    one = Shown(id="urn:x", watch=_whole(name), at="2024-05-09T00:00:00Z", title=_whole(title), text=_whole(text), links=())
    root = ET.fromstring(atom((one,), name))
    assert len(root.findall(f"{ATOM}entry")) == 1
    assert len(json.loads(json_feed((one,), name))["items"]) == 1


@pytest.mark.parametrize(("changes", "line"), [
    ({"place": None, "start": None, "end": None, "supporting": 1},
     "Norland ► Sudmark: ASSAULT, happened; 1 independent source"),
    ({"actors": (), "start": "2024-05-08"}, "? ► Sudmark: ASSAULT (2024-05-08–2024-05-09, Marlena), happened; "
                                           "0 independent sources"),
])
def test_a_headline_says_what_is_known(changes, line):
    assert headline(claim(**changes)) == line
