"""Sayso among other tools: the spaCy component, and the names that `import sayso` offers."""
import subprocess
import sys

import pytest
import spacy

import sayso
from sayso.read.parse import MODEL

TEXT = "Turkey condemned the attack on Monday. Its foreign minister visited Baghdad last week."


def test_the_component_reads_the_docs_own_analysis() -> None:
    """`nlp.add_pipe("sayso")`, results on `doc._.sayso`, spans on the doc's own text."""
    nlp = spacy.load(MODEL)
    nlp.add_pipe("sayso", config={"published": "2015-10-23"})
    reading = nlp(TEXT)._.sayso
    assert isinstance(reading, sayso.Reading)
    assert reading.text == TEXT
    assert "condemned" in [TEXT[slice(*event.trigger)] for event in reading.events or ()]
    assert "2015-W42" in [moment.value for moment in reading.times or ()]


@pytest.mark.parametrize(("config", "trained"), [({}, True), ({"models": None}, False)])
def test_the_component_reads_with_the_models_too(config: dict[str, object], trained: bool) -> None:
    """As `sayso read` does, unless it is told not to; the reading says which."""
    nlp = spacy.load(MODEL)
    nlp.add_pipe("sayso", config=config)
    reading = nlp(TEXT)._.sayso
    assert (reading.reader.models is not None) == trained
    assert all((event.probability is not None) == trained for event in reading.events)


def test_a_doc_may_carry_its_own_date() -> None:
    """`doc.user_data["published"]` wins over the component's date."""
    nlp = spacy.load(MODEL)
    nlp.add_pipe("sayso", config={"published": "2015-10-23"})
    doc = nlp.make_doc(TEXT)
    doc.user_data["published"] = "2020-01-15"
    assert "2020-W02" in [moment.value for moment in nlp(doc)._.sayso.times or ()]


def test_reading_an_article_from_python() -> None:
    """One call; the reader is kept for the next."""
    reading = sayso.read_article(TEXT, published="2015-10-23", source="tern.example")
    assert reading.article.source == "tern.example"
    assert reading.events
    assert sayso.decode_reading(sayso.encode_reading(reading)).events == reading.events


@pytest.mark.parametrize(("text", "published", "code"), [
    ("", None, "empty"), ("x", "soon", "date"),
    ("Der Minister hat den Angriff auf die Stadt am Montag in Berlin scharf verurteilt. " * 3, None, "language")])
def test_what_cannot_be_read(text: str, published: str | None, code: str) -> None:
    """A SourceError with a code, as from the command."""
    with pytest.raises(sayso.SourceError) as raised:
        sayso.read_article(text, published=published)
    assert raised.value.code == code


def test_every_public_name_is_there() -> None:
    """`__all__` holds what it says, and nothing else can be had."""
    assert all(getattr(sayso, name) is not None for name in sayso.__all__)
    assert set(sayso.__all__) <= set(dir(sayso))
    assert sayso.__version__.startswith("0.")
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = sayso.nothing


def test_importing_sayso_is_quick() -> None:
    """Nothing heavy is imported before it is used."""
    code = "import sys, sayso; print(sorted({'spacy', 'trafilatura', 'numpy', 'msgspec', 'rich'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
