"""Claims: which mentions are of one act, and what they say against each other."""
import itertools
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.compare.claims import Board, claims
from sayso.compare.compatible import compare, fit, place_score, same
from sayso.compare.facts import Tally, facts, sentence, stance, stems
from sayso.records.claim import Claim, Spot
from tests.compare import made
from tests.compare.collection import MARK, clusters, marks
from tests.compare.made import act, copy, report

MONDAY, TUESDAY, WEDNESDAY = "2016-05-02", "2016-05-03", "2016-05-04"
BASE = {"by": "rebels", "upon": "people", "day": TUESDAY, "place": "Homs", "mode": "explosives"}


def together(one: dict[str, Any], other: dict[str, Any], first: str = WEDNESDAY, second: str = WEDNESDAY) -> bool:
    """Whether two acts of two reports stand in one claim."""
    return len(claims([report("a", one, published=first), report("b", other, published=second)], (), {})) == 1


@pytest.mark.parametrize("one, other, expected", [
    ({}, {}, True),
    ({}, {"by": ""}, True),                                     # one side does not say who did it
    ({}, {"by": "soldiers"}, False),                            # the army is not the rebels
    ({"by": "Syria"}, {"by": "soldiers"}, True),                # a state's soldiers act for it
    ({"by": "Russia"}, {"by": "Syria"}, False),                 # two states
    ({"by": "Russia", "upon": "Syria"}, {"by": "Syria", "upon": "Russia"}, False),   # the other way round
    ({}, {"day": MONDAY}, False),                               # a day apart in one town: two acts
    ({}, {"day": None}, True),                                  # no date, reports of one day
    ({}, {"day": (MONDAY, WEDNESDAY)}, True),                   # "this week" takes in Tuesday
    ({}, {"place": "Aleppo"}, False),                           # another town
    ({}, {"place": "Talbiseh"}, True),                          # 12 km off: a suburb
    ({}, {"place": "Syria"}, True),                             # the country around it
    ({}, {"place": None}, True),
    ({"count": (12, None)}, {"count": (15, 15)}, True),         # "at least 12" may be 15
    ({"count": (5, 5)}, {"count": (40, 40)}, True),             # all else alike: they contradict each other
    ({"count": (5, 5), "by": "", "mode": None}, {"count": (40, 40), "by": "", "place": None, "mode": None}, False),  # little else
    ({}, {"type": "COERCE", "mode": "arrest", "trigger": "arrested"}, True),    # seized, says one; arrested, the other
    ({}, {"type": "COERCE", "mode": "restrict", "trigger": "closed"}, False),
    ({}, {"type": "PROTEST", "mode": None}, False),
    ({}, {"factuality": -2.0, "said": "Syria"}, True),          # a denial is of the act that it denies
    ({}, {"status": "planned", "factuality": 2.0}, True),       # the plan and the deed
    ({"day": None, "place": None, "upon": ""}, {"day": None, "place": None, "upon": ""}, False),   # rebels kill: when, where, whom?
    ({"type": "ACCUSE", "by": "Russia", "upon": "", "day": None, "place": None, "mode": None},
     {"type": "ACCUSE", "by": "Russia", "upon": "", "day": None, "place": None, "mode": None}, False),   # one accuses daily
    ({"words": "in a raid on the old mill"}, {"upon": "soldiers", "by": "", "words": "by mortar at noon", "place": None}, False),
])
def test_two_mentions(one: dict[str, Any], other: dict[str, Any], expected: bool) -> None:
    """Two mentions are of one act where nothing rules it out and enough speaks for it."""
    assert together(act(**{**BASE, **one}), act(**{**BASE, **other})) is expected
    assert together(act(**{**BASE, **other}), act(**{**BASE, **one})) is expected


@pytest.mark.parametrize("one, other, expected", [
    ({"said": "Russia"}, {"said": "Syria", "day": MONDAY}, True),   # two governments differ in the day
    ({"said": "Syria"}, {"said": "Syria", "day": MONDAY}, False),   # one government on two days: two acts
    ({}, {"said": "Syria", "day": MONDAY}, False),                  # a reporter saw his own: two acts
    ({"said": "Russia"}, {"said": "Syria", "place": "Aleppo"}, True),
    ({}, {"place": "Aleppo"}, False),
    ({"said": "Russia"}, {"said": "Syria", "place": "Aleppo", "day": MONDAY}, False),  # neither day nor place
    ({"said": "Russia", "count": (3, 3)}, {"said": "Syria", "day": MONDAY, "count": (5, 5)}, False),
])
def test_astray(one: dict[str, Any], other: dict[str, Any], expected: bool) -> None:
    """Accounts may differ in day or place only where two bodies stand for them and all else is alike."""
    assert together(act(**{**BASE, **one}), act(**{**BASE, **other})) is expected


@pytest.mark.parametrize("first, second, status, expected", [
    ("2016-05-01", "2016-05-04", "happened", True),
    ("2016-05-01", "2016-05-09", "happened", False),   # a week between two reports without a date
    ("2016-05-01", "2016-06-01", "planned", True),     # a plan may take a month
    ("2016-05-01", "2016-08-01", "planned", False),
])
def test_undated(first: str, second: str, status: str, expected: bool) -> None:
    """An act without a date is of the days before its report; a plan reaches further."""
    told = {**BASE, "day": None}
    assert together(act(**{**told, "status": status}), act(**told), first, second) is expected


def test_no_chain_joins_incompatible_ends() -> None:
    """A vague report between two dated ones joins one of them, and does not join the two."""
    found = claims([report("a", act(**BASE)), report("b", act(**{**BASE, "day": None})),
                    report("c", act(**{**BASE, "day": MONDAY}))], (), {})
    assert sorted(len(claim.mentions) for claim in found) == [1, 2]


def test_two_acts_in_one_sentence_stay_two() -> None:
    """A sentence that uses one word twice tells of two acts."""
    text = "Rebels killed people in Homs and killed people there again."
    first = text.index("killed")
    base = report("a", act(**BASE))
    event = base.reading.events[0]
    reading = _replace(base.reading, article=_replace(base.reading.article, text=text), entities=(), places=(),
                       events=tuple(_replace(event, id=f"v{n}", trigger=(at, at + 6), actors=(), recipients=(), where=None)
                                    for n, at in enumerate((first, text.index("killed", first + 1)))))
    assert len(claims([_replace(base, reading=reading)], (), {})) == 2


def test_what_a_claim_says() -> None:
    """The widest names and the finest place, the days that all allow, the mentions in the order of publication."""
    found, = claims([
        report("b", act(**{**BASE, "day": (MONDAY, WEDNESDAY), "place": "Syria"}), published="2016-05-05"),
        report("a", act(**BASE)),
        report("c", act(**{**BASE, "factuality": -2.0, "said": "rebels"}), published="2016-05-06")], (), {}, story="s1")
    assert [m.report for m in found.mentions] == ["a", "b", "c"]
    assert [m.stance for m in found.mentions] == ["supports", "supports", "denies"]
    assert (found.type, found.start, found.end, found.status, found.story) == ("ASSAULT", TUESDAY, TUESDAY, "happened", "s1")
    assert found.place is not None and found.place.name == "Homs"
    assert [(side.name, side.code) for side in found.actors] == [("rebels", "SYRREB")]
    assert (found.supporting, found.denying) == (2, 1)
    assert [(c.kind, c.one[0], c.other[0]) for c in found.contradictions] == [("factuality", "a", "c"), ("factuality", "b", "c")]
    assert found.mentions[0].quote == "rebels killed people in Homs."


def test_a_plan_becomes_a_deed() -> None:
    """Open while it is planned; done when one says so."""
    plan = report("a", act(**{**BASE, "status": "planned"}), published=MONDAY)
    before, = claims([plan], (), {})
    after, = claims([plan, report("b", act(**BASE))], (), {})
    assert (before.status, before.supporting, before.grade.credibility) == ("planned", 0, 6)
    assert (after.status, after.supporting, after.id) == ("happened", 1, before.id)
    assert after.contradictions == ()


def test_copies_are_one_source() -> None:
    """What the links say of copies reaches the count."""
    found, = claims([report("a", act(**BASE)), report("b", act(**BASE))], (copy("b", "a"),), {})
    assert (found.supporting, found.grade.credibility) == (1, 3)


def test_a_copy_contradicts_nobody_twice() -> None:
    """A report and its copy are one side of a contradiction."""
    denial = report("c", act(**{**BASE, "factuality": -2.0, "said": "Russia"}))
    found, = claims([report("a", act(**BASE)), report("b", act(**BASE)), denial], (copy("b", "a"),), {})
    assert [(c.one[0], c.other[0]) for c in found.contradictions] == [("a", "c")]


@pytest.mark.parametrize("one, other, first, second, kinds", [
    ({}, {"factuality": -2.0, "said": "Russia"}, WEDNESDAY, WEDNESDAY, ["factuality"]),
    ({}, {"factuality": 0.5, "status": "hypothetical"}, WEDNESDAY, WEDNESDAY, []),      # doubt is no denial
    ({"count": (5, 5)}, {"count": (40, 40)}, WEDNESDAY, WEDNESDAY, ["count"]),
    ({"count": (12, None)}, {"count": (15, 15)}, WEDNESDAY, "2016-05-05", []),          # bounds that fit
    ({"count": (12, 12)}, {"count": (15, 15)}, WEDNESDAY, "2016-05-05", []),            # a toll that grew
    ({"count": (15, 15)}, {"count": (12, 12)}, WEDNESDAY, "2016-05-05", ["count"]),     # another source has fewer
    ({"count": (15, 15), "said": "Syria"}, {"count": (12, 12), "said": "Syria"}, WEDNESDAY, "2016-05-05", []),  # its own correction
    ({"said": "Russia"}, {"said": "Syria", "day": MONDAY}, WEDNESDAY, WEDNESDAY, ["time"]),
    ({"said": "Russia"}, {"said": "Syria", "place": "Aleppo"}, WEDNESDAY, WEDNESDAY, ["place"]),
    ({"status": "planned", "day": TUESDAY}, {}, MONDAY, WEDNESDAY, []),
])
def test_contradictions(one: dict[str, Any], other: dict[str, Any], first: str, second: str, kinds: list[str]) -> None:
    """What cannot both hold, and what only looks like it."""
    found, = claims([report("a", act(**{**BASE, **one}), published=first),
                     report("b", act(**{**BASE, **other}), published=second)], (), {})
    assert [c.kind for c in found.contradictions] == kinds
    for contradiction in found.contradictions:
        assert contradiction.one[0] == "a" and contradiction.other[0] == "b"
        assert "killed" in contradiction.one_quote and "killed" in contradiction.other_quote


@pytest.mark.parametrize("speaker, kind", [
    ("Iraq", "denied-request"),       # the one said to have asked
    ("Russia", "factuality"),         # the one said to have been asked
])
def test_denied_requests(speaker: str, kind: str) -> None:
    """A denial of a request counts as such where it is the asker's own."""
    asked = {"trigger": "asked", "type": "REQUEST", "by": "Iraq", "upon": "Russia"}
    found, = claims([report("a", act(**asked, said="Syria")), report("b", act(**asked, said=speaker, factuality=-2.0))], (), {})
    assert [(c.kind, c.why) for c in found.contradictions] == [
        (kind, "Iraq is said to have asked, and Iraq denies it." if kind == "denied-request"
         else "Reported here, denied there by Russia.")]


@pytest.mark.parametrize("one, other, expected", [
    ("Karim Odeh", "Odeh", 1.5),          # the surname alone
    ("Karim Odeh", "Karim Haddad", None),
    ("Karim Odeh", "Syria", 1.0),         # an official acts for his state
    ("Russia", "Syria", None),
    ("rebels", "soldiers", None),
    ("people", "rebels", 0.0),            # one side's people are the other's rebels: nothing speaks for or against
])
def test_same(one: str, other: str, expected: float | None) -> None:
    """Whether two parties can be one."""
    a, b = (facts(report("a", act(by=name)))[0].actors[0] for name in (one, other))
    assert same(a, b) == same(b, a) == expected


@pytest.mark.parametrize("one, other, expected", [
    ((5, 5), (5, 5), True), ((5, 5), (6, 6), False), ((5, None), (6, 6), True), ((7, None), (6, 6), False),
    ((None, 5), (6, None), False), ((None, None), (6, 6), True), ((4, 6), (6, 8), True), ((0, 0), (1, None), False)])
def test_fit(one: tuple[int | None, int | None], other: tuple[int | None, int | None], expected: bool) -> None:
    """Whether one number satisfies both."""
    assert fit(Tally("killed", *one), Tally("killed", *other)) is fit(Tally("killed", *other), Tally("killed", *one)) is expected


def spot(name: str, precision: str | None = None, **more: Any) -> Spot:
    geonames, country, lat, lon, fine = made.PLACES[name]
    return Spot(**{"geonames": geonames, "name": name, "country": country, "lat": lat, "lon": lon,
                   "precision": precision or fine, **more})


@pytest.mark.parametrize("one, other, expected", [
    (spot("Homs"), spot("Homs"), 1.5), (spot("Homs"), spot("Talbiseh"), 1.0), (spot("Homs"), spot("Aleppo"), None),
    (spot("Homs"), spot("Syria"), 0.5), (spot("Homs"), None, 0.0),
    (spot("Homs"), spot("Hama", "admin1"), 0.5),                       # 45 km to the middle of a province
    (spot("Homs"), spot("Latakia", "admin1", country="TUR"), None),    # near, but across the border
    (spot("Aleppo", "admin1"), spot("Homs", "admin1"), None),
    (spot("Homs", lat=None, lon=None), spot("Aleppo"), 0.0),           # nobody knows where
    (spot("Homs"), spot("Syria", country="IRQ"), None),
])
def test_place_score(one: Spot, other: Spot | None, expected: float | None) -> None:
    """The same place, a near one, one within another, or two."""
    assert place_score(one, other) == place_score(other, one) == expected


@pytest.mark.parametrize("status, factuality, expected", [
    ("happened", 3.0, "supports"), ("historical", 1.0, "supports"), ("happened", -2.0, "denies"), ("planned", -3.0, "denies"),
    ("planned", 3.0, "open"), ("requested", 2.0, "open"), ("happened", 0.5, "open"), ("hypothetical", 0.0, "open")])
def test_stance(status: str, factuality: float, expected: str) -> None:
    """What is asked, planned or doubtful is open; what is certainly not so is denied, whatever its status."""
    assert stance(status, factuality) == expected


def test_sentence_and_stems() -> None:
    """A sentence ends at its stop, not at a stop within a number; stems meet over endings."""
    text = "One. He said 3.5 men were killed. Two"
    at = text.index("killed")
    assert text[slice(*sentence(text, (at, at + 6)))] == "He said 3.5 men were killed."
    assert stems("bombing the towns") == stems("bombed a town")


ACTS = st.builds(
    lambda by, upon, day, place, count, factuality, said, trigger: act(
        by=by, upon=upon, day=day, place=place, count=count, factuality=factuality, said=said, trigger=trigger),
    st.sampled_from(["", "rebels", "soldiers", "Syria", "Russia"]), st.sampled_from(["", "people", "Syria"]),
    st.sampled_from([None, MONDAY, TUESDAY, (MONDAY, WEDNESDAY)]), st.sampled_from([None, "Homs", "Aleppo", "Syria"]),
    st.sampled_from([(None, None), (5, 5), (12, None)]), st.sampled_from([3.0, -2.0, 0.5]),
    st.sampled_from([None, "Russia", "Karim Odeh"]), st.sampled_from(["killed", "attacked"]))
REPORTS = st.lists(st.lists(ACTS, min_size=1, max_size=3), min_size=1, max_size=5).map(
    lambda held: [report(f"r{n}", *acts, published=f"2016-05-0{4 + n % 2}") for n, acts in enumerate(held)])


@settings(max_examples=60, deadline=None)
@given(REPORTS, st.randoms(use_true_random=False))
def test_order_changes_nothing(reports: list[Any], chance: Any) -> None:
    """The same claims whatever the order in which reports come, at once or one by one, and however often."""
    expected = claims(reports, (), {})
    shuffled = reports[:]
    chance.shuffle(shuffled)
    board = Board()
    for some in shuffled:
        board.add(some)
        board.claims((), {})          # what was asked for on the way leaves no trace
        board.add(some)
    assert board.claims((), {}) == expected == claims(shuffled, (), {})


@settings(max_examples=60, deadline=None)
@given(REPORTS)
def test_laws(reports: list[Any]) -> None:
    """Each event is in one claim; the evidence is in the text; nothing that is ruled out for its parties is joined."""
    found = claims(reports, (), {})
    held = {(f.report, f.event): f for r in reports for f in facts(r)}
    assert sorted((m.report, m.event) for c in found for m in c.mentions) == sorted(held)
    texts = {r.id: r.reading.text for r in reports}
    for claim in found:
        assert claim.supporting + claim.denying <= len(claim.mentions)
        assert all(texts[m.report][slice(*m.span)] == m.quote for m in claim.mentions)
        for a, b in itertools.combinations([held[m.report, m.event] for m in claim.mentions], 2):
            verdict = compare(a, b)
            assert verdict == compare(b, a)
            assert verdict.points is not None or verdict.stray
    assert len({claim.id for claim in found}) == len(found)


def test_empty() -> None:
    """No reports, no claims; a report without events has none."""
    assert claims([], (), {}) == ()
    assert claims([report("a")], (), {}) == ()


def test_the_collection() -> None:
    """At least 40 clusters of 3 to 6 reports; every mark is whole, every count is that of the marked sources."""
    found = clusters()
    assert len(found) >= 40
    for cluster in found:
        assert 3 <= len(cluster.reports) <= 6, cluster.id
        ids = {r.id for r in cluster.reports}
        assert len(ids) == len(cluster.reports)
        assert {tie.later for tie in cluster.links} | {tie.earlier for tie in cluster.links} <= ids
        assert {r for c in cluster.contradictions for r in c.reports} <= ids
        marked = [mark for r in cluster.reports for mark in marks(r)]
        assert all("{" not in MARK.sub("", r.text) for r in cluster.reports), cluster.id
        for count in cluster.claims:
            sides = [{m.origin for m in marked if m.claim == count.name and m.stance == s} for s in ("supports", "denies")]
            assert [len(s) for s in sides] == [count.supporting, count.denying], (cluster.id, count.name)
        assert {m.claim for m in marked} == {c.name for c in cluster.claims}


def test_worth_on_the_collection(reader: Any) -> None:
    """The floors below which a change may not sink: tasks/claim_scores.py prints the figures and what is wrong."""
    from tasks import claim_scores
    chosen = clusters()
    readings = claim_scores.read_all(chosen, reader)
    scores = claim_scores.measure(chosen, readings)
    pairs, conflicts = scores.pairs, scores.conflicts
    assert pairs["right"] / pairs["found"] >= 0.98, scores.wrong
    assert pairs["right"] / pairs["gold read"] >= 0.90, scores.wrong
    assert sum(n for (_, name), n in conflicts.items() if name == "right") >= 0.85 * sum(
        n for (_, name), n in conflicts.items() if name == "gold"), scores.wrong
    assert conflicts["factuality", "found"] == conflicts["factuality", "right"], scores.wrong
    assert claim_scores.strangers(chosen, readings) == []


def _replace(value: Any, **changes: Any) -> Any:
    return msgspec.structs.replace(value, **changes)


def test_a_claim_survives_json() -> None:
    """What is stored is what was computed."""
    found = claims([report("a", act(**BASE)), report("b", act(**{**BASE, "factuality": -2.0, "said": "Russia"}))], (), {})
    assert msgspec.json.decode(msgspec.json.encode(found), type=tuple[Claim, ...]) == found
