"""`sayso correct` and `sayso grade`: what analysts say, with who, when and why; what was read stays."""
import json

import pytest

CASES = [  # --set, what the event then says
    ("status=happened", {"status": "happened"}),
    ("factuality=-2", {"factuality": -2.0}),
    ("type=AGREE", {"type": "AGREE", "cameo": None}),       # a code of another type would be wrong
    ("mode=null", {"mode": None}),
    ("start=2017-02-20", {"start": "2017-02-20"}),
    ("actors=Turkey [TURGOV]; Ana Brod", {"actors": [
        {"ref": None, "name": "Turkey", "code": "TURGOV", "country": "TUR"},
        {"ref": None, "name": "Ana Brod", "code": None, "country": None}]}),
    ("actors=Rebels [REB]", {"actors": [{"ref": None, "name": "Rebels", "code": "REB", "country": None}]}),  # no country
    ("recipients=", {"recipients": []}),
    ('recipients=[{"ref":"x","name":"X","code":null,"country":null}]', {
        "recipients": [{"ref": "x", "name": "X", "code": None, "country": None}]}),
    ("place=null", {"place": None}),
    ('place={"geonames":null,"name":"The port","country":"TUR","lat":1,"lon":2,"precision":"city"}', {
        "place": {"geonames": None, "name": "The port", "country": "TUR", "lat": 1.0, "lon": 2.0, "precision": "city"}}),
]


@pytest.mark.parametrize(("given", "expected"), CASES)
def test_a_field_is_corrected(sayso, here, keys, given, expected):
    """The events say it at once; who and why are kept."""
    event = f"{keys['a']}:v2"
    done = sayso("correct", event, "--set", given, "--why", "It is so.", "--who", "Ana Brod")
    assert done.status == 0
    changes = given != "mode=null"  # it has none: nothing to correct
    assert bool(done.records) == changes
    assert all((one["who"], one["why"]) == ("Ana Brod", "It is so.") for one in done.records)
    assert ("nothing to correct" in done.err) != changes
    row = next(one for one in sayso("events", "--report", keys["a"]).records if one["key"] == event)
    assert {name: row[name] for name in expected} == expected


def test_a_place_by_its_name(sayso, here, keys):
    """With its coordinates, from the index of places."""
    sayso("correct", f"{keys['a']}:v2", "--set", "place=Aleppo", "--why", "w", "--who", "me")
    (found,) = sayso("events", "--place", "Aleppo").records
    assert (found["place"]["country"], found["place"]["geonames"], round(found["place"]["lat"])) == ("SYR", 170063, 36)


def test_the_history_has_the_original(sayso, here, keys):
    """The first `old` of a field is what was read."""
    event = f"{keys['a']}:v2"
    sayso("correct", event, "--set", "status=happened", "--set", "factuality=3", "--why", "It took place.", "--who", "one")
    sayso("correct", event, "--set", "status=ongoing", "--why", "It goes on.", "--who", "two")
    told = sayso("correct", event, "--history").records
    assert [(one["field"], json.loads(one["old"]), json.loads(one["new"]), one["who"]) for one in told] == [
        ("factuality", 2.0, 3.0, "one"), ("status", "planned", "happened", "one"), ("status", "happened", "ongoing", "two")]
    shown = sayso("correct", event, "--history", "--format", "table", "--store", here / "sayso.db").out
    for wanted in ("planned", "ongoing", "It goes on.", "corrected", "Turkey [TURGOV]"):
        assert wanted in shown


def test_who_is_the_login_name_by_default(sayso, here, keys, monkeypatch):
    """As the system has it."""
    monkeypatch.setenv("LOGNAME", "brod")
    assert sayso("correct", f"{keys['a']}:v2", "--set", "status=happened", "--why", "w").records[0]["who"] == "brod"


@pytest.mark.parametrize(("name", "key"), [
    ("herald.example", "medium:herald"), ("www.reuters.com", "medium:reuters"), ("Reuters", "medium:reuters"),
    ("body:iraq", "body:iraq"), ("medium:kestrel", "medium:kestrel"), ("the Kestrel agency", "medium:kestrel")])
def test_a_source_is_graded_under_the_key_of_its_claims(sayso, here, name, key):
    """By host, name or key; a later grade stands before the earlier, which stays."""
    sayso("grade", name, "c", "--why", "new to us", "--who", "me")
    assert sayso("grade", key, "B", "--why", "its record", "--who", "me").records[0]["reliability"] == "B"
    told = sayso("grade", name).records
    assert [(one["source"], one["reliability"], one["why"]) for one in told] == [(key, "B", "its record"), (key, "C", "new to us")]
    assert "its record" in sayso("grade", name, "--format", "table", "--store", "sayso.db").out


def test_claims_take_a_grade_up_at_once(sayso, here):
    """Those that rest on the source, with the reason; the best of a claim's sources counts, and credibility stays."""
    done = sayso("grade", "kestrel", "C", "--why", "new to us", "--who", "me")
    assert done.err == "sayso: 1 claim rests on it and took the grade up\n"
    held = sayso("claim", "c1").records[0]
    assert held["grade"] == {"reliability": "C", "credibility": 4, "reasons": [
        "Reliability C: an analyst set it for the Kestrel agency, the best among its sources.",
        "Credibility 4: one against one."]}
    assert sayso("claim", "c2").records[0]["grade"]["reliability"] == "F"
    assert sayso("grade", "body:iraq", "D", "--why", "a party to it", "--who", "me").err == ""   # C is better
    assert sayso("claim", "c1").records[0] == held
    assert [one["id"] for one in sayso("claims").records] == ["c2", "c1"]


def test_nobody_graded_it(sayso, here):
    """Is an answer."""
    assert sayso("grade", "nobody.example", "--format", "jsonl") == (0, "", "")
    assert "F, reliability cannot be judged" in sayso("grade", "nobody.example", "--format", "table").out


@pytest.mark.parametrize(("arguments", "sentence"), [
    (["correct", "{a}:v2"], "Nothing to correct was named; give --set FIELD=VALUE"),
    (["correct", "{a}:v2", "--set", "status=happened"], "A correction needs its reason; give --why SENTENCE."),
    (["correct", "{a}:v2", "--set", "status", "--why", "w"], "--set status names no value; write FIELD=VALUE"),
    (["correct", "{a}:v2", "--set", "mode=a", "--set", "mode=b", "--why", "w"], "--set mode is given twice"),
    (["correct", "{a}:v2", "--set", "place={", "--why", "w"], "--set place: the value begins like JSON and is none"),
    (["correct", "{a}:v2", "--set", "factuality=much", "--why", "w"], "--set factuality=much is no number"),
    (["correct", "{a}:v2", "--set", "actors=A;;B", "--why", "w"], "--set actors: '' is no party"),
    (["correct", "{a}:v9", "--set", "mode=x", "--why", "w"], ":v9' in the store; `sayso events` names"),
    (["grade", "x.example", "B"], "A grade needs its reason; give --why SENTENCE."),
    (["grade", "x.example", "--why", "w"], "give a letter from A to F too"),
    (["grade", "x.example", "G", "--why", "w"], "'G' is not one of"),
])
def test_a_wrong_command_changes_nothing(sayso, here, keys, arguments, sentence):
    """Status 2, one sentence."""
    done = sayso(*(one.format(**keys) if one.startswith("{a}") else one for one in arguments))
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert sentence in done.err
    assert sayso("correct", f"{keys['a']}:v2", "--history").out == ""


@pytest.mark.parametrize(("given", "sentence"), [
    ("colour=red", "'colour' is no field that can be corrected; those are actors"),
    ("type=WAR", "'WAR' is no value for 'type'"), ("factuality=7", "7.0 is no value for 'factuality'"),
    ("start=soon", "'soon' is no value for 'start'")])
def test_what_a_field_does_not_take(sayso, here, keys, given, sentence):
    """The store says what it takes; status 1."""
    done = sayso("correct", f"{keys['a']}:v2", "--set", given, "--why", "w")
    assert (done.status, done.out) == (1, "")
    assert sentence in done.err
