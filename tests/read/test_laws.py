"""Laws of all stages: same input, same output; the input unchanged; spans are slices; only `needs` is read.

And of the whole reader: any text at all yields a reading that keeps the contract (tests/contract.py).
"""
import json
import random

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sayso.gazetteer import Gazetteer, ensure
from sayso.lexicon.load import BUILT_IN
from sayso.read.english import english_stages
from sayso.read.stage import Stage, run
from sayso.records import Article, Reading
from sayso.records.codec import decode_reading, encode_reading
from tests.contract import breaches, every_span

ARTICLE = """KARACHI, Nov 1 (Reuters) - Gunmen killed at least 12 people in Karachi on Monday, police said.

Prime Minister Nawaz Sharif condemned the attack and vowed to punish the militants. “We will not retreat,” he told
deputies in Islamabad on Tuesday.

The Herald, citing Reuters, reported that India had denied that it supported the group. If the talks with the Taliban
fail, the army could deploy 5,000 troops along the Afghan border. In 2008 militants attacked Mumbai.
"""
FILLS = ("times", "places", "entities", "statements", "counts", "acts", "certainties", "events")
LAYERS = (*FILLS, "removed")


@pytest.fixture(scope="session")
def stages() -> dict[str, Stage]:
    return {s.fills: s for s in english_stages((BUILT_IN,), Gazetteer.open(ensure()))}


@pytest.fixture(scope="session")
def parsed(parse):
    return parse(ARTICLE)


@pytest.fixture(scope="session")
def whole(reader) -> Reading:
    return reader.read(Article(id="a", text=ARTICLE, published="2016-11-02"))


def test_every_layer_has_one_stage(stages):
    """Each layer but `removed` is filled once, after all that it needs."""
    assert sorted(stages) == sorted(FILLS)
    filled = set()
    for stage in stages.values():
        assert set(stage.needs) <= filled
        filled.add(stage.fills)


def test_the_sample_fills_every_layer(whole):
    """The laws below would hold of empty layers too: there are none."""
    assert all(getattr(whole, layer) for layer in FILLS)


@pytest.mark.parametrize("fills", FILLS)
def test_same_input_same_output(stages, parse, parsed, whole, fills):
    """A stage has no memory, and neither has the parser."""
    once = stages[fills].find(parsed, whole)
    stages[fills].find(parse("Troops left Goma on Friday, Ban Ki-moon said."), msgspec.structs.replace(
        whole, article=Article(id="b", text="Troops left Goma on Friday, Ban Ki-moon said.", published="2015-01-01"),
        **dict.fromkeys(LAYERS, ())))
    assert stages[fills].find(parsed, whole) == once == getattr(whole, fills)
    assert stages[fills].find(parse(ARTICLE), whole) == once


@pytest.mark.parametrize("fills", FILLS)
def test_input_unchanged(stages, parsed, whole, fills):
    """A stage changes neither the reading nor the parse that it is given."""
    before = msgspec.json.encode(whole)
    tokens = [msgspec.structs.astuple(t) for t in parsed.tokens]
    stages[fills].find(parsed, whole)
    assert msgspec.json.encode(whole) == before
    assert [msgspec.structs.astuple(t) for t in parsed.tokens] == tokens


@pytest.mark.parametrize("fills", FILLS)
def test_needs(stages, parsed, whole, fills):
    """Blanking a layer that a stage does not need changes nothing."""
    stage = stages[fills]
    for layer in set(LAYERS) - set(stage.needs):
        for value in (None, ()):
            found = stage.find(parsed, msgspec.structs.replace(whole, **{layer: value}))
            assert found == getattr(whole, fills), layer


@pytest.mark.parametrize("fills", FILLS)
def test_needs_are_needed(stages, parsed, whole, fills):
    """Without a layer that it needs, a stage is not run."""
    for name in stages[fills].needs:
        with pytest.raises(AssertionError, match=name):
            run([stages[fills]], parsed, msgspec.structs.replace(whole, **{name: None}))


def test_only_known_fields_of_the_article_count(reader, whole):
    """Id, title and authors do not decide what is read."""
    other = reader.read(Article(id="b", text=ARTICLE, published="2016-11-02", title="Kings", authors=("A",)))
    assert all(getattr(other, layer) == getattr(whole, layer) for layer in FILLS)


def test_spans_are_slices(whole):
    """Every piece of evidence is a piece of the text."""
    printed = json.loads(encode_reading(whole))
    assert printed["text"] == ARTICLE
    spans = list(every_span(printed))
    assert len(spans) > 40
    assert all(ARTICLE[a:b].strip() for _, (a, b) in spans)


def test_the_sample_keeps_the_contract(whole):
    """The sample as printed, and as read back."""
    line = encode_reading(whole)
    assert breaches(line) == []
    assert encode_reading(decode_reading(line)) == line


def test_paragraphs_before_change_no_spans_but_move_them(reader, whole):
    """Offsets are code points, also behind characters outside the first plane."""
    before = "🙂🙂 The harvest was good.\n\n"
    moved = reader.read(Article(id="a", text=before + "Gunmen killed a judge.", published="2016-11-02"))
    plain = reader.read(Article(id="a", text="Gunmen killed a judge.", published="2016-11-02"))
    assert [(e.trigger[0] - len(before), e.trigger[1] - len(before)) for e in moved.events] == [
        e.trigger for e in plain.events]


@pytest.mark.parametrize("text", [
    # a closing mark opens, an opening one closes
    "’A‘",
    # and so on an ordinary page
    "’Tis an “odd” tale.",
    "He said ’no’ twice.",
    "›Nein‹, sagte er.",
    # text that is no Unicode is read; that it cannot be printed is for the codec to say
    "Gunmen killed \ud800 a judge.",
])
def test_no_text_breaks_the_reader(reader, text):
    """What hypothesis found once."""
    assert reader.read(Article(id="a", text=text, published="2016-11-02")).text == text


PIECES = [
    "Gunmen", "killed", "12", "people", "in", "Karachi", ",", ".", "\n\n", "“", "”", '"', "'", "said", "Obama", "the",
    "prime minister", "he", "who", "on Monday", "and", "attack", "if", "not", "would", "to", "of", "accused", "Moscow",
    "at least", "dozens", "tens of", "thousands", "-", "—", "(", ")", "US", "IS", ":", "?", "agreed", "talks", "with",
    "ü", "\u2029", "\u200b", "🙂", "0", "1,2,3", "20-30", "twenty-", "hundred", "1.5", "million", "%", "$", "\t",
    "a", "no", "one", "held", "launched", "by", "http://x.org", "al-", "’s", "Mr.", "\ufeff", "e\u0301", "%s", "{}",
    "September 31", "2016-13-45", "24:61", "the 1990s",
]
TEXTS = st.one_of(st.text(max_size=200),
                  st.integers(0, 10**9).map(lambda seed: " ".join(random.Random(seed).choices(PIECES, k=seed % 60))))


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, st.sampled_from(["2016-11-02", None, "0001-01-01", "9999-12-31"]))
@example("", "2016-11-02")
@example(" \n ", None)
@example("-" * 400, None)
@example("1" * 5000, None)
@example("(" * 300 + "Gunmen killed a judge" + ")" * 300, "2016-11-02")
@example("ten thousand million billion trillion " * 20, "2016-11-02")
@example("a\x00b killed c\x85d\x0ce", "2016-11-02")
def test_any_text(reader, text, published):
    """Any text at all yields a reading that keeps the contract and that is read back as it was."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    article = Article(id="a", text=text, published=published)
    line = encode_reading(reader.read(article))
    assert breaches(line) == []
    assert encode_reading(decode_reading(line)) == line


WORDS = ARTICLE.replace("\n\n", " ¶ ").split()


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(WORDS)), st.integers(0, len(WORDS)), st.booleans())
def test_cuts_of_an_article(reader, first, size, shout):
    """Any cut of real reporting, also in capitals, keeps the contract."""
    text = " ".join(WORDS[first:first + size]).replace(" ¶ ", "\n\n")
    line = encode_reading(reader.read(Article(id="a", text=text.upper() if shout else text, published="2016-11-02")))
    assert breaches(line) == []
