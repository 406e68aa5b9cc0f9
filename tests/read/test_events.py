"""Events: acts put together with when, where, how many and on whose say-so. Sentences are our own; one trap a line."""
import pytest

from tests.tables import wrong

QUAD_OF = {"AGREE": "verbal cooperation", "AID": "material cooperation", "REJECT": "verbal conflict",
           "ASSAULT": "material conflict", "RETREAT": "material cooperation", "PROTEST": "material conflict"}


def event_at(reading, word: str):
    """The event whose trigger holds a word ("#2": its second trigger)."""
    word, _, nth = word.partition("#")
    held = [e for e in reading.events if word in reading.text[slice(*e.trigger)]]
    assert len(held) >= int(nth or 1), [reading.text[slice(*e.trigger)] for e in reading.events]
    return held[int(nth or 1) - 1]


@pytest.mark.parametrize(("text", "word", "start", "end"), [
    # the day of the week before publication (a Wednesday)
    ("Rebels attacked a convoy on Monday.", "attacked", "2016-10-31", "2016-10-31"),
    # no time, no guess
    ("Rebels attacked a convoy.", "attacked", None, None),
    # a month
    ("In June rebels attacked a convoy.", "attacked", "2016-06-01", "2016-06-30"),
    # the time of saying is not the time of the act
    ("The general said on Tuesday that rebels had attacked the convoy on Sunday.", "attacked", "2016-10-30", "2016-10-30"),
    # nor does the act take it
    ("Rebels attacked the convoy on Sunday, the general said on Tuesday.", "attacked", "2016-10-30", "2016-10-30"),
    # two acts, two days
    ("Police arrested the editor on Friday and released him on Sunday.", "arrested", "2016-10-28", "2016-10-28"),
    ("Police arrested the editor on Friday and released him on Sunday.", "released", "2016-10-30", "2016-10-30"),
    # a time in the other sentence
    ("Rebels attacked a convoy. The harvest begins on Friday.", "attacked", None, None),
    # a birthday is no day of the killing
    ("The bishop, born in 1940, was killed by gunmen on Monday.", "killed", "2016-10-31", "2016-10-31"),
    # the time of a noun
    ("Monday's attack on the convoy angered nobody.", "attack", "2016-10-31", "2016-10-31"),
    # a noun and a verb with a day each
    wrong("when: the day of a possessor (Monday's attack) goes to the verb, not to the noun",
          "On Tuesday the pope condemned Monday's attack on the convoy.", "attack", "2016-10-31", "2016-10-31"),
    wrong("when: the day of a possessor (Monday's attack) goes to the verb, not to the noun",
          "On Tuesday the pope condemned Monday's attack on the convoy.", "condemned", "2016-11-01", "2016-11-01"),
    # a plan's day lies ahead
    ("The king will visit Oman on Friday.", "visit", "2016-11-04", "2016-11-04"),
    # fronted
    ("Last week, soldiers killed a priest.", "killed", "2016-10-24", "2016-10-30"),
    # a duration is no date
    ("Rebels have shelled the town for three days.", "shelled", None, None),
    # the law's date is not the arrest's
    wrong("when: the date of another noun",
          "Police arrested the editor under a law of 1998.", "arrested", None, None),
    # today
    ("Rebels attacked a convoy today.", "attacked", "2016-11-02", "2016-11-02"),
])
def test_when(read, text, word, start, end):
    """The days of the act itself."""
    when = event_at(read(text), word).when
    assert ((when.start, when.end) if when else (None, None)) == (start, end)


@pytest.mark.parametrize(("text", "word", "place"), [
    # behind "in"
    ("Gunmen killed a judge in Karachi.", "killed", "Karachi"),
    # the smaller of two
    ("Gunmen killed a judge in Karachi, Pakistan.", "killed", "Karachi"),
    # no place, no guess
    ("Gunmen killed a judge.", "killed", None),
    # the place of speaking is not the place of the act
    ("Speaking in Geneva, the envoy condemned the attack in Aleppo.", "attack", "Aleppo"),
    # a government is no place
    ("Moscow condemned the attack on the embassy.", "condemned", None),
    # a nationality is no place
    ("Kenyan soldiers killed a priest.", "killed", None),
    # two acts, two places
    ("Gunmen killed a judge in Karachi and police arrested a priest in Lahore.", "killed", "Karachi"),
    ("Gunmen killed a judge in Karachi and police arrested a priest in Lahore.", "arrested", "Lahore"),
    # the place of a party is not that of the act, but the only one told
    ("Soldiers shelled the town of Idlib.", "shelled", "Idlib"),
    # visits happen where they go
    ("The premier visited Berlin.", "visited", "Berlin"),
    # a dateline places the first sentences
    ("KARACHI (Reuters) - Gunmen killed a judge.", "killed", "KARACHI"),
    # fronted
    ("In Karachi, gunmen killed a judge.", "killed", "Karachi"),
    # noun with its place
    ("The bombing in Karachi killed a judge.", "killed", "Karachi"),
    # "near"
    ("Rebels ambushed soldiers near Goma.", "ambushed", "Goma"),
    # "from" is where they left
    ("Soldiers withdrew from Goma.", "withdrew", "Goma"),
    # where somebody comes from is not where he was killed
    ("Gunmen killed a judge from Lahore.", "killed", None),
    # a place in a name
    ("The University of Nairobi condemned the minister.", "condemned", None),
])
def test_where(read, text, word, place):
    """The place of the act itself."""
    reading = read(text)
    where = event_at(reading, word).where
    span = next((p.span for p in reading.places if p.id == where), None)
    assert (text[slice(*span)] if span else None) == place


@pytest.mark.parametrize(("text", "word", "expected"), [
    # of the recipient
    ("Gunmen killed 12 soldiers.", "killed", [("killed", 12, 12)]),
    # of the actor
    ("Some 3,000 students marched in Rabat.", "marched", [("participants", 2700, 3300)]),
    # of the act itself
    ("The army carried out 16 air strikes on the rebels.", "strikes", [("occurrences", 16, 16)]),
    # a relative clause of the noun
    ("The attack on the market killed 12 people.", "killed", [("killed", 12, 12)]),
    # each act its own
    ("Police killed two rebels and arrested 30 others.", "killed", [("killed", 2, 2)]),
    ("Police killed two rebels and arrested 30 others.", "arrested", [("detained", 30, 30)]),
    # killed and wounded of one attack
    ("A suicide bomber killed 14 people and wounded 20.", "killed", [("killed", 14, 14), ("wounded", 20, 20)]),
    # a number of something else
    ("Gunmen killed a judge and stole 40 sheep.", "killed", []),
    # the other sentence's number
    ("Gunmen killed a judge. There were 40 protesters.", "killed", []),
])
def test_counts(read, text, word, expected):
    """An event holds the counts of its parties and of itself."""
    assert [(c.what, c.low, c.high) for c in event_at(read(text), word).counts] == expected


@pytest.mark.parametrize(("text", "word", "chain"), [
    # the article's own voice
    ("Rebels attacked a convoy.", "attacked", []),
    # one link
    ("Rebels attacked a convoy, the general said.", "attacked", ["general"]),
    # an accusation is the accuser's own act
    ("The general accused the rebels of attacking a convoy.", "accused", []),
    # and what he accuses them of is on his say-so
    ("The general said that the rebels had attacked a convoy.", "attacked", ["general"]),
    # two links
    ("The general said that villagers had reported that rebels attacked a convoy.", "attacked", ["villagers", "general"]),
    # an outlet quoting an agency
    ("The Herald, citing Reuters, reported that rebels attacked a convoy.", "attacked", ["Reuters", "Herald"]),
    # "according to"
    ("According to Reuters, rebels attacked a convoy.", "attacked", ["Reuters"]),
    # inside quotation marks
    ("“Rebels attacked a convoy,” said the general.", "attacked", ["general"]),
    # behind the quote, the article's voice again
    ("“It was a dark day,” said the general. Rebels attacked a convoy.", "attacked", []),
    # a quote over two sentences
    ("“The road is closed,” the general said. “Rebels attacked a convoy.”", "attacked", ["general"]),
    # a denial is still his say-so
    ("The rebels denied that they had attacked a convoy.", "attacked", ["rebels"]),
    # a relative clause outside the statement
    ("The general, who arrested the mayor, said that the town was calm.", "arrested", []),
    # belief
    ("Diplomats believe that rebels attacked the convoy.", "attacked", ["Diplomats"]),
])
def test_said_by(read, text, word, chain):
    """The chain of sources, innermost first."""
    reading = read(text)
    held = {s.id: s for s in reading.statements}
    at, found = event_at(reading, word).said_by, []
    while at is not None:
        found.append(" & ".join(text[slice(*x.span)] for x in held[at].sources))
        at = held[at].within
    assert len(found) == len(chain), found
    assert all(word in source for word, source in zip(chain, found, strict=True)), found


@pytest.mark.parametrize("text", [
    "Kenya agreed to reopen the crossing.", "The Red Cross delivered food to the villagers.", "Iran rejected the offer.",
    "Gunmen killed a judge.", "The minister resigned.", "Students protested against the president.",
])
def test_quads(read, text):
    """The quad class follows from the type."""
    for event in read(text).events:
        assert event.quad == QUAD_OF[event.type]


def test_parties_name_their_entities(read):
    """A party's entity is one of the reading's, with the same code, and pronouns stand for who they stand for."""
    reading = read("Haider al-Abadi met Angela Merkel. He accused Hezbollah of fraud.")
    entities = {e.id: e for e in reading.entities}
    accused = event_at(reading, "accused")
    assert entities[accused.actors[0].entity].ref == "haider-al-abadi"
    assert [p.code for p in (*accused.actors, *accused.recipients)] == ["IRQGOV", "LBNREB"]


def test_an_event_tells_why(read):
    """Type and certainty are explained by the entries that decided them."""
    event = event_at(read("The rebels failed to attack the convoy."), "attack")
    assert "attack" in event.why
    assert "fail" in event.why
