"""Words as keys: which spellings meet."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.read.words import Pieces, key, keys, slug


@pytest.mark.parametrize(("word", "expected"), [
    ("Baghdad", "baghdad"),
    ("Córdoba", "cordoba"),          # accents
    ("Sh'ia", "shia"),               # straight apostrophe
    ("Sh’ia", "shia"),               # typographic apostrophe
    ("U.S.", "us"),                  # full stops
    ("STRASSE", "strasse"),
    ("Straße", "strasse"),           # casefold, not lower
    ("İstanbul", "istanbul"),        # a capital with a dot above
    ("'", ""),                       # nothing is left
])
def test_key(word, expected):
    """Case, accents, apostrophes and full stops do not tell words apart."""
    assert key(word) == expected


@pytest.mark.parametrize(("phrase", "expected"), [
    ("al-Abadi", ("al", "abadi")),                     # a hyphen is a space
    ("al Abadi", ("al", "abadi")),
    ("al‑Abadi", ("al", "abadi")),                     # the hyphen that does not break
    ("Israeli/Palestinian", ("israeli", "palestinian")),
    ("  United   Nations ", ("united", "nations")),    # white space of any length
    ("Lord's Resistance Army", ("lords", "resistance", "army")),
    ("- -", ()),                                       # joints alone
    ("", ()),
])
def test_keys(phrase, expected):
    """Hyphens, slashes and spaces part words."""
    assert keys(phrase) == expected


def test_slug_of_nothing():
    """A name without letters still has an identifier."""
    assert (slug("Haider al-Abadi"), slug("'")) == ("haider-al-abadi", "unnamed")


@given(st.text(max_size=40))
def test_keys_are_stable(phrase):
    """Keys of keys are the same keys."""
    once = keys(phrase)
    assert keys(" ".join(once)) == once


def test_pieces_know_their_tokens(parse):
    """A hyphenated token gives several pieces, each with the token it came from."""
    parsed = parse("Haider al-Abadi spoke.")
    pieces = Pieces(parsed.tokens)
    assert pieces.keys[:4] == ["haider", "al", "abadi", "spoke"]
    assert len(pieces.keys) == len(pieces.tokens)
    assert all(k in {key(p) for p in [t.text, *t.text.split("-")]} for k, t in
               zip(pieces.keys, pieces.tokens, strict=True))
