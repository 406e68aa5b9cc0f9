"""Full text: what is found, and that no question is more than words."""
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import StoreError
from sayso.records.claim import Link, Story
from sayso.store.open import open_store
from sayso.store.words import MOST_BYTES, fold, snippet, terms
from tasks.store_bench import Told
from tests.store.made import article, report

TEXTS = {
    "cease": ("Ceasefire talks", "The rebels agreed to a ceasefire near Québec. Fighting had lasted nine weeks."),
    "trade": ("Grain exports", "Traders exported grain; the talks on tariffs failed. Talks go on, officials said."),
    "night": ("A quiet night", "Nothing was reported from the front, where fighters of the F16 wing wait to talk."),
}


@pytest.fixture(scope="module")
def filled(shared):
    shared.writer.add_articles(article(text, title=title, url=f"https://herald.example/{name}")
                              for name, (title, text) in TEXTS.items())
    return shared.view


@pytest.mark.parametrize("question, expected", [
    ("ceasefire", "cease"), ("CEASEFIRE", "cease"), ("quebec", "cease"), ("Québec", "cease"),
    ("fights", "cease"), ("exporting", "trade"),                             # stems
    ("talks grain", "trade"), ("talk", "cease trade night"),                 # all words; a title counts most
    ('"grain the talks"', "trade"), ('"talks grain"', ""),                   # a phrase
    ("talk -grain", "cease night"), ("-grain", ""),                          # nothing but what is unwanted
    ("fig*", "cease night"), ("f16", "night"), ("the", "cease trade night"), # no word is too common
    ("", ""), ("  ", ""), ('"', ""), ("'; DROP TABLE articles; --", ""), ("a AND", ""), ("grain OR", ""), ("title:grain", ""),
    ("grain)", "trade"), ("NEAR(grain talks)", ""), ("grain & !talks | x", ""), ("grain:*", "trade"), ("^grain", "trade"),
    ("{title} : grain", ""), ('"grain', "trade"), ("\0grain", "trade"), ("grain\ud800", "trade"), ("*", ""), ("-", ""), ("$1", ""),
    ("grain " * 5000, "trade"),
])
def test_search(filled, question, expected):
    """The same in both databases; whatever looks like syntax is words or nothing."""
    assert sorted(hit.report for hit in filled.search(question)) == sorted(
        filled.article(f"https://herald.example/{name}").versions[0].report for name in expected.split())


def test_best_first(filled):
    """A word of the title counts more than one of the text."""
    assert filled.search("talks")[0].title == "Ceasefire talks"


def test_snippets(filled):
    """The passage is the text's own, with the words marked."""
    hit, = filled.search("export tariff")
    assert hit.snippet in TEXTS["trade"][1]
    assert [hit.snippet[a:b] for a, b in hit.marks] == ["exported", "tariffs"]


@pytest.mark.parametrize("text, question, marked", [
    ("x " * 400 + "the Café burned", "cafe", ["Café"]),                      # far in, with an accent
    ("Attacks, attacked, attacking; attackers attract.", "attack", ["Attacks", "attacked", "attacking", "attackers"]),
    ("No such word.", "zebra", []), ("", "zebra", []), ("y" * 900, "zebra", []),
    ("İstanbul’da görüşme", "gorusme", ["görüşme"]),                          # lowering its capital would move what follows
])
def test_snippet(text, question, marked):
    """Marks are spans of the passage."""
    passage, marks = snippet(text, terms(question))
    assert [passage[a:b] for a, b in marks] == marked
    assert passage in text and len(passage) <= 200


@given(st.text(max_size=400), st.text(max_size=60))
def test_snippets_are_of_the_text(text, question):
    """For whatever text and question."""
    passage, marks = snippet(text, terms(question))
    assert passage in text
    assert all(0 <= a < b <= len(passage) for a, b in marks)


def test_long_texts(store):
    """A text is indexed up to a limit that PostgreSQL can hold, whatever it is made of."""
    different = " ".join(f"{n:x}q" for n in range(200_000))
    assert len(fold(different).encode()) <= MOST_BYTES
    assert len(fold("語" * 300_000).encode()) <= MOST_BYTES
    added = store.writer.add_articles([article(different, url=None), article("語" * 300_000, url=None, id="b"),
                                       article("x" * 2_000_000, url=None, id="c")])
    assert store.view.search("1f4q")[0].report == added[0].report


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    with open_store(tmp_path_factory.mktemp("s") / "s.db") as opened:
        opened.writer.add_readings([report()])
        yield opened.view


@given(question=st.text())
@settings(max_examples=100, deadline=None)
def test_any_text_is_a_question(full, question):
    """None breaks the index."""
    for within in ("reports", "evidence"):
        assert len(full.search(question, within=within)) <= 1


def test_evidence(store):
    """Hits are events, with their passages; a later version's take the place of an earlier one's."""
    store.writer.add_readings([report(Told(), Told(verb="met", type="CONSULT", cameo="042", place=("Östervik", "SDM", 1, 1)))])
    hit, = store.view.search("ostervik", within="evidence")
    assert hit.event.endswith("-1:v2")
    assert hit.snippet == "Norland met Sudmark near Östervik."
    store.writer.add_readings([report(Told(), tail="More.")])
    assert store.view.search("ostervik", within="evidence") == ()
    assert [h.report[-2:] for h in store.view.search("norland")] == ["-2"] or len(store.view.search("norland")) == 1
    with pytest.raises(StoreError, match="'titles' cannot be searched; search within reports or evidence"):
        store.view.search("x", within="titles")


def test_see_also(store):
    """By story, link, actors and words, each with its reason; never another version of the same article."""
    readings = [
        report(number=1, title="Shells fall on Marlena"), report(Told(place=None), number=2, title="Unrelated"),
        report(Told(actor=("Kestria", "KES"), recipient=("Osmia", "OSM"), place=None), number=3, title="Marlena shelled again"),
        report(Told(actor=("Kestria", "KES"), recipient=("Osmia", "OSM"), place=None), number=4, title="Sport"),
        report(number=1, title="Shells fall on Marlena", tail="Corrected."),
    ]
    keys = [a.report for a in store.writer.add_readings(readings)]
    store.writer.put_stories([Story(id="s1", title="Siege", reports=(keys[4], keys[3]), start=None, end=None)])
    store.writer.put_links([Link(kind="copy", later=keys[3], earlier=keys[4], score=0.97, why="It has 97% of its text.")])
    found = {related.report: related.reasons for related in store.view.see_also(keys[4])}
    assert list(found) == [keys[3], keys[1], keys[2]]
    assert found[keys[3]] == ("It tells the same story, “Siege”.", "It has 97% of its text.")
    assert found[keys[1]] == ("It is about Norland, Sudmark too.",)
    assert found[keys[2]] == ("It has words of the title.",)
    with pytest.raises(StoreError, match="There is no report 'x'"):
        store.view.see_also("x")
