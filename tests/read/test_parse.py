"""The parser's boundary: offsets, paragraphs, and answers that are spaCy's own."""
import pytest
import spacy

from sayso.read.parse import MODEL, Parser, assemble, stretches

TEXTS = [
    "The ministers' talks didn't go well, and they're leaving; there's no deal, he's said, but who's to blame?",
    "Rebels have seized the town of Ardesh. It was the worst fighting in years! Troops are being sent, officials said.",
    "KARAT (Agency) -- Protesters got angry. She'd gone; let's see what gets done. I can't, won't, and shouldn't.",
    "Ain't nobody leaving. Gonna meet 'em at 5 p.m. in St. Orlo; the U.S. envoy gave $3.5bn... \"Yes,\" he said.",
]


@pytest.mark.parametrize("text", TEXTS)
def test_attributes_are_spacys(parse: Parser, text: str) -> None:
    """Lemmas and parts of speech that are worked out once a kind of word are those of the model's own components."""
    mine = parse(text)
    theirs = assemble(text, [(spacy.load(MODEL)(text), 0)])
    assert [(t.text, t.lemma, t.pos, t.tag, t.dep, t.head) for t in mine.tokens] == [
        (t.text, t.lemma, t.pos, t.tag, t.dep, t.head) for t in theirs.tokens]


@pytest.mark.parametrize("text, parts", [
    ("One line.\n\nAnother line.", ["One line.", "Another line."]),  # a blank line ends a paragraph
    ("Headline without a stop\nThe body begins here.", ["Headline without a stop", "The body begins here."]),  # short line
    ("This line is long enough to have been wrapped by somebody's\neditor in the middle of it.",  # wrapped: one sentence
     ["This line is long enough to have been wrapped by somebody's\neditor in the middle of it."]),
    ("   \n \n", []),  # nothing but space
])
def test_stretches(text: str, parts: list[str]) -> None:
    """Paragraphs are parsed apart, wrapped lines together."""
    assert [text[a:b] for a, b in stretches(text, ())] == parts


def test_removed_is_not_parsed(parse: Parser) -> None:
    """No token stands in a removed stretch, and offsets stay those of the whole text."""
    text = "Rebels attacked Ardesh. READ MORE: Something else. Troops answered."
    start, end = text.index("READ"), text.index("Troops")
    parsed = parse(text, [(start, end)])
    assert [t.text for t in parsed.within((start, end))] == []
    assert all(text[t.start:t.end] == t.text for t in parsed.tokens)


def test_long_text_without_breaks(parse: Parser) -> None:
    """A text of one endless line is cut where the parser's memory stays flat, and no word is lost."""
    text = "The minister met the rebels in the town and they talked. " * 400
    assert sum(t.text == "minister" for t in parse(text).tokens) == 400
