"""Copies: what counts as one, in which direction, and that the index keeps its promises. Texts are made of word lists."""
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.compare.copies import CopyIndex, Kept, Rule
from sayso.compare.shingles import MOST, Shingled, signature_of
from sayso.errors import RecordError
from sayso.records.claim import Link

DAY = "2020-05-10"


def prose(seed: int, words: int = 200) -> str:
    """A text of its own: no two seeds share a run of words but by chance."""
    chance = random.Random(seed)
    return " ".join(f"w{chance.randrange(4000)}" for _ in range(words))


def edited(text: str) -> str:
    """Every tenth word replaced."""
    return " ".join(f"changed{k}" if k % 10 == 5 else word for k, word in enumerate(text.split()))


WIRE = prose(1)
FIRST = " ".join(WIRE.split()[:100])


@pytest.mark.parametrize("text, published, copied", [
    (WIRE, DAY, True),                                           # verbatim
    (WIRE.upper().replace(" ", ",  "), DAY, True),               # case, commas and spaces are no difference
    (" ".join(WIRE.split()[:60]), DAY, True),                    # cut short: little of the longer, all of the shorter
    (f"{prose(2, 40)} {WIRE} {prose(3, 60)}", DAY, True),        # furniture around it
    (edited(WIRE), DAY, True),                                   # edited: four shingles break at each change
    (f"{FIRST} {prose(4, 100)}", DAY, True),                     # merged with another
    (f"Un titre traduit dans une autre langue\n\n{WIRE}", DAY, True),  # the headline is not what is compared
    (prose(5), DAY, False),                                      # another text
    (f"{' '.join(WIRE.split()[:30])} {prose(6)}", DAY, False),   # a paragraph of background is no copy
    (f"{' '.join(WIRE.split()[:50])} {prose(7, 20)}", "2020-05-12", True),   # two days are near
    (f"{FIRST} {prose(4, 100)}", "2020-05-16", False),           # half of it, days later: background comes back
    (" ".join(WIRE.split()[:60]), "2020-05-16", True),           # but a clipped copy may appear within the week
    (" ".join(WIRE.split()[:60]), "2020-09-10", False),          # months later a part of it is background
    (WIRE, "2020-09-10", True),                                  # the whole of it is not
    (WIRE, None, True),                                          # no date: the whole is a copy
    (FIRST, None, False),                                        # no date: half of it is not
    (WIRE, "10 May 2020", True),                                 # a date that is none counts as none
    ("", DAY, False), ("two words", DAY, False),                 # nothing to compare
])
def test_what_is_a_copy(text: str, published: str | None, copied: bool) -> None:
    """Shared runs of words make a copy, the fewer the nearer in time."""
    index = CopyIndex()
    assert index.add("wire", WIRE, DAY) == ()
    links = index.add("other", text, published)
    assert [(link.kind, link.later, link.earlier) for link in links] == ([("copy", "other", "wire")] if copied else [])


def test_both_parents_of_a_merged_text() -> None:
    """A text made of two reports is a copy of both."""
    index = CopyIndex()
    index.add("one", WIRE, DAY)
    index.add("two", prose(2), DAY)
    links = index.add("both", f"{FIRST} {' '.join(prose(2).split()[:100])}", DAY)
    assert {link.earlier for link in links} == {"one", "two"}


@pytest.mark.parametrize("first, second, later", [
    ("2020-05-10", "2020-05-11", "second"),
    ("2020-05-11", "2020-05-10", "first"),    # the one added first was published later
    ("2020-05-10", "2020-05-10", "second"),   # one day: the order in which they came
    (None, "2020-05-10", "second"),           # no date says nothing
    ("2020-05-10T09:00:00Z", "2020-05-10", "second"),
])
def test_direction(first: str | None, second: str | None, later: str) -> None:
    """The later has it from the earlier, whichever was added first."""
    index = CopyIndex()
    index.add("first", WIRE, first)
    (link,) = index.add("second", WIRE, second)
    assert link.later == later
    assert {link.later, link.earlier} == {"first", "second"}


def test_links_lead_to_candidates_that_the_bands_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clipped and edited copies of one report share little with each other: they are found through the report."""
    index = CopyIndex()
    index.add("wire", WIRE, DAY)
    index.add("cut", " ".join(WIRE.split()[:70]), DAY)
    monkeypatch.setattr(CopyIndex, "_candidates", lambda *_: [0])
    assert {link.earlier for link in index.add("edited", edited(WIRE), DAY)} == {"wire", "cut"}


def test_score_and_sentence() -> None:
    """The score is the share of the shorter text, and the sentence says so."""
    index = CopyIndex()
    index.add("wire", WIRE, DAY)
    (link,) = index.add("cut", FIRST, DAY)
    assert link.score == 1.0
    assert link.why == "100% of the shorter text stands in both (49% of the longer)."


def test_the_same_id_again() -> None:
    """A report added twice is no copy of itself and counts once."""
    index = CopyIndex()
    index.add("wire", WIRE, DAY)
    assert index.add("wire", WIRE, DAY) == ()
    assert len(index) == 1


def test_loaded_signatures_find_what_added_texts_find() -> None:
    """An index made again from what a store kept gives the same links, known links included."""
    texts = {"wire": WIRE, "cut": FIRST, "else": prose(8)}
    added, loaded = CopyIndex(), CopyIndex()
    links: list[Link] = []
    for name, text in texts.items():
        links += added.add(name, text, DAY)
    loaded.load([Kept(name, DAY, added.signature(name)) for name in texts], links)
    assert loaded.add("new", edited(WIRE), DAY) == added.add("new", edited(WIRE), DAY) != ()


def test_days_that_were_closed_are_opened_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounded memory loses nothing: a day whose index was dropped is indexed again when something near it comes."""
    monkeypatch.setattr("sayso.compare.copies.MOST_INDEXED", 3)
    index = CopyIndex(Rule(week=1, near=1))
    index.add("wire", WIRE, "2020-01-01")
    for day in range(10, 28):
        index.add(f"r{day}", prose(100 + day), f"2020-01-{day}")
    assert [link.earlier for link in index.add("cut", FIRST, "2020-01-01")] == ["wire"]


@pytest.mark.parametrize("signature", [b"", b"\x01", b"\x09\x00", b"\x01\x00abc", b"\x01\xff"])
def test_a_signature_that_is_none(signature: bytes) -> None:
    """Broken rows are refused with a way out."""
    with pytest.raises(RecordError, match="not a signature of this version; compute it again with signature_of"):
        CopyIndex().load([Kept("a", DAY, signature)])


def test_an_unknown_id() -> None:
    with pytest.raises(RecordError, match="'x' is no report of this index; add it first in 'id'"):
        CopyIndex().signature("x")


def test_a_huge_text_has_a_bounded_signature_and_still_compares() -> None:
    """A book keeps a sample; a long part of it is still seen to be within it."""
    book = prose(9, 30_000)
    part = " ".join(book.split()[5_000:12_000])
    assert len(signature_of(book)) <= 2 + 4 * MOST
    assert Shingled(signature_of(part)).shared(signature_of(book)).of_shorter > 0.95


@given(st.text(), st.text())
@settings(max_examples=60, deadline=None)
def test_laws(one: str, other: str) -> None:
    """Any text has a signature, always the same; what two share is symmetrical and at most all."""
    assert signature_of(one) == signature_of(one)
    there, back = (Shingled(signature_of(a)).shared(signature_of(b)) for a, b in ((one, other), (other, one)))
    assert there == back
    assert 0 <= there.of_longer <= there.of_shorter <= 1
