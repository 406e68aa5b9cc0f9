"""What the tables know of actors: names by their words, offices by date."""
import pytest

from sayso.read.actors import Actors, covers
from sayso.read.words import Pieces
from tests.tables import wrong


@pytest.fixture(scope="session")
def actors() -> Actors:
    return Actors()


@pytest.fixture
def refs(actors, parse):
    """Text and word ► what the tables hold for the name that begins there, and how many pieces it has."""

    def run(text: str, word: str) -> tuple[int, set[str]]:
        pieces = Pieces(parse(text).tokens)
        at = next(i for i, t in enumerate(pieces.tokens) if t.text == word)
        count, known = actors.match(pieces, at, lower_case=False)
        return count, {k.ref for k in known}

    return run


@pytest.mark.parametrize(("since", "until", "day", "expected"), [
    ("2014-09-08", "2018-10-25", "2016-01-01", True),
    ("2014-09-08", "2018-10-25", "2014-09-07", False),   # the day before
    ("2014-09-08", "2018-10-25", "2018-10-25", True),    # the last day counts
    ("2014", "2018", "2018-12-31", True),                # years alone cover the whole year
    ("2014-09", "", "2030-01-01", True),                 # open end
    ("", "", "1800-01-01", True),                        # always
])
def test_covers(since, until, day, expected):
    """Dates that are years or months only stand for all of their days."""
    assert covers(since, until, day) is expected


@pytest.mark.parametrize(("country", "role", "day", "ref"), [
    ("IRQ", "prime minister", "2016-11-02", "haider-al-abadi"),
    ("IRQ", "prime minister", "2012-11-02", "nouri-al-maliki"),          # the one before
    ("USA", "president", "2016-11-02", "barack-obama"),
    ("USA", "president", "2017-01-21", "donald-trump"),                  # the day after the handover
    ("DEU", "chancellor", "2016-11-02", "angela-merkel"),
    ("USA", "president", None, None),                                    # no day, no holder
    ("USA", "astronomer royal", "2016-11-02", None),                     # no such office
])
def test_holder(actors, country, role, day, ref):
    """Who held an office on a day."""
    held = actors.holder(country, role, day)
    assert (held.ref if held else None) == ref


@pytest.mark.parametrize(("ref", "day", "role"), [
    ("hillary-clinton", "2010-05-01", "secretary of state"),
    ("hillary-clinton", "2005-05-01", "senator"),
    ("hillary-clinton", "2014-05-01", "secretary of state"),  # between two: the last one before
    ("barack-obama", "2016-05-01", "president"),
])
def test_term(actors, ref, day, role):
    """The office that a person held on a day, or the last one before it."""
    assert actors.term(ref, day).role == role


@pytest.mark.parametrize("name", [
    "al-Abadi", "al Abadi", "Al-Abadi", "Al Abadi", "Abadi",
    wrong("actors.fits: a token with a hyphen that does not break (U+2011) and a small first letter", "al‑Abadi"),
])
def test_one_name_many_spellings(actors, parse, name):
    """Hyphen, space, capital and article do not tell a name apart."""
    pieces = Pieces(parse(f"{name} spoke.").tokens)
    _, known = actors.match(pieces, 0, lower_case=False)
    found = {k.ref for k in known}
    assert found == {"haider-al-abadi"}


@pytest.mark.parametrize(("text", "word", "ref"), [
    ("The US agreed.", "US", "united-states"),
    ("He told us nothing.", "us", None),                          # a pronoun
    ("IS fighters fled.", "IS", "islamic-state"),
    ("It is late.", "is", None),                                  # a verb
    ("The WHO agreed.", "WHO", "world-health-organization"),
    ("Who agreed?", "Who", None),                                 # a question at the head of a sentence
    ("The UN agreed.", "UN", "united-nations"),
    ("The EU agreed.", "EU", "european-union"),
    ("NATO agreed.", "NATO", "nato"),
    ("The U.N. agreed.", "U.N.", "united-nations"),               # full stops
])
def test_acronyms(refs, text, word, ref):
    """An acronym counts in capitals only."""
    _, found = refs(text, word)
    assert found == ({ref} if ref else set())


@pytest.mark.parametrize(("text", "word", "count", "ref"), [
    ("South Sudan agreed.", "South", 2, "south-sudan"),           # not Sudan
    ("The Democratic Republic of Congo agreed.", "Democratic", 4, None),
    ("North Korean troops left.", "North", 2, "north-korea"),     # an adjective of two words
    ("French troops left.", "French", 1, "france"),
    ("The Kremlin agreed.", "Kremlin", 1, "russia"),              # a seat
    ("The White House agreed.", "White", 2, None),
    ("Downing Street agreed.", "Downing", 2, "united-kingdom"),
])
def test_longest(refs, text, word, count, ref):
    """The longest name wins."""
    size, found = refs(text, word)
    assert size == count
    assert ref is None or ref in found


def test_forms(actors, parse):
    """Names, adjectives and seats of a country are one thing in three forms."""
    found = {}
    for word in ("Russia", "Russian", "Kremlin"):
        _, known = actors.match(Pieces(parse(word).tokens), 0, lower_case=False)
        found[word] = {(k.ref, k.form, k.code) for k in known if k.ref == "russia"}
    assert found == {"Russia": {("russia", "name", "RUS")}, "Russian": {("russia", "adjective", "RUS")},
                     "Kremlin": {("russia", "seat", "RUSGOV")}}
