"""Statements: who says what, and within whose words. Sentences are our own; one trap a line."""
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.lexicon.load import BUILT_IN, read_table
from sayso.lexicon.tables import Cue
from sayso.read.attribution.quotes import find_quotes
from sayso.read.stage import Stage
from sayso.read.statements import statements_stage
from sayso.records import Article, Entity, Reading
from sayso.records.reading import ReaderInfo, Statement


@pytest.fixture(scope="module")
def stage() -> Stage:
    return statements_stage(read_table(Cue, "cues", [BUILT_IN]))


@pytest.fixture
def read(parse, stage):
    """Text ► statements, with the entities given."""

    def run(text: str, entities: tuple[Entity, ...] = ()) -> tuple[Statement, ...]:
        reading = Reading(reader=ReaderInfo(name="t", version="0", language_model="", lexicon=""),
                          article=Article(id="a", text=text), entities=entities)
        return stage.find(parse(text), reading)

    return run


def shown(text: str, s: Statement) -> tuple[str, str, str, str, str]:
    sources = " & ".join(text[slice(*x.span)] for x in s.sources)
    return s.kind, s.act, text[slice(*s.cue)], sources, " … ".join(text[a:b] for a, b in s.content)


@pytest.mark.parametrize(("text", "expected"), [
    # after the content, a cue of one word
    ("Three men were arrested, police said.", ("indirect", "speech", "said", "police", "Three men were arrested")),
    # inverted, with an apposition that is no part of the name
    ("“We shall stay here,” said Amina Diallo, a nurse at the clinic.",
     ("direct", "speech", "said", "Amina Diallo", "“We shall stay here,”")),
    # split by the speaker
    ('"The bridge," Captain Osei said, "was blown up at dawn."',
     ("direct", "speech", "said", "Captain Osei", '"The bridge," … "was blown up at dawn."')),
    # goes on in the next sentence
    ('"The dam is safe," the minister said. "Nobody should leave."',
     ("direct", "speech", "said", "the minister", '"The dam is safe," … "Nobody should leave."')),
    # split without quote marks
    ("The report, a deputy added, was false.", ("indirect", "speech", "added", "a deputy", "The report … was false")),
    # part of it quoted
    ('The envoy said the talks were "a waste of time".',
     ("mixed", "speech", "said", "The envoy", 'the talks were "a waste of time"')),
    # headline with an inverted cue and no finite verb
    ("Syria ready to talk, says Lavrov", ("indirect", "speech", "says", "Lavrov", "Syria ready to talk")),
    # headline with a colon
    ("Minister: talks with rebels have failed",
     ("indirect", "speech", ":", "Minister", "talks with rebels have failed")),
    # a preposition as cue, before and after
    ("According to police, three men were arrested.",
     ("indirect", "speech", "According", "police", "three men were arrested")),
    ("Sales rose by a tenth, according to data from the ministry.",
     ("indirect", "document", "according", "data from the ministry", "Sales rose by a tenth")),
    ('In the words of one aide, "the talks are dead."',
     ("direct", "speech", "In", "one aide", '"the talks are dead."')),
    # "as" makes it a comment on the main clause
    ("As the ministry announced on Monday, the bridge is open.",
     ("indirect", "speech", "announced", "the ministry", "the bridge is open")),
    # a noun as cue, its possessor the source
    ("The rebels' claim that the village was shelled could not be checked.",
     ("indirect", "speech", "claim", "The rebels", "that the village was shelled")),
    ("There is a conviction among traders that prices will fall.",
     ("indirect", "belief", "conviction", "traders", "that prices will fall")),
    # a document speaks, and only a document "shows"
    ('The statement read: "All sides must stop firing."',
     ("direct", "document", "read", "The statement", '"All sides must stop firing."')),
    ("The law forbids carrying weapons in public.",
     ("indirect", "document", "forbids", "The law", "carrying weapons in public")),
    # belief whose holder the text does not name; the content has the raised subject
    ("Kamara is believed to have fled the capital.",
     ("indirect", "belief", "believed", "", "Kamara … to have fled the capital")),
    ("It was reported that the rebels had taken the airport.",
     ("indirect", "speech", "reported", "", "that the rebels had taken the airport")),
    # intent; the lemmatiser's "hop" is hope
    ("He promised to withdraw the troops by June.",
     ("indirect", "intent", "promised", "He", "to withdraw the troops by June")),
    ("She was hoping that the truce would hold.",
     ("indirect", "intent", "hoping", "She", "that the truce would hold")),
    # judgement with its predicate
    ("The envoy accused the army of burning crops.",
     ("indirect", "judgement", "accused", "The envoy", "the army of burning crops")),
    # refusal
    ("The army spokesman declined to comment.",
     ("indirect", "refusal", "declined", "The army spokesman", "to comment")),
    # the possessor's apostrophe closes no quotation
    ("'We cannot go back,' said Fatou, whose brother's house was burnt.",
     ("direct", "speech", "said", "Fatou", "'We cannot go back,'")),
    # marks of other typewriters
    ("`` No one was hurt, '' the guard said.", ("direct", "speech", "said", "the guard", "`` No one was hurt, ''")),
    ("„Wir sind bereit“, said the chancellor.", ("direct", "speech", "said", "the chancellor", "„Wir sind bereit“")),
    # never closed, closed by nothing
    ("“The road is mined, the driver said.", ("indirect", "speech", "said", "the driver", "The road is mined")),
    # paragraphs of one quotation, each opened, the last one closed
    ("The colonel said: “We will fight.\n\n“We will never give up the valley.”",
     ("direct", "speech", "said", "The colonel", "“We will fight.\n\n“We will never give up the valley.”")),
    # quick to say: the subject is the adjective's
    ("The mayor was quick to declare that the market is safe.",
     ("indirect", "speech", "declare", "The mayor", "that the market is safe")),
])
def test_one_statement(read, text, expected):
    """Kind, act, cue, sources and content of a text's only statement."""
    assert [shown(text, s) for s in read(text)] == [expected]


@pytest.mark.parametrize("text", [
    'The so-called "safe zone" was shelled again.',  # a term, not something said
    "The network called off the broadcast.",         # a particle makes it another verb
    "The device that supports video costs little.",  # only people support a cause
    "Do you want to share this page?",               # the reader is no source
    "Source: News agencies",                         # a label, not a speaker with something to say
])
def test_nothing_is_stated(read, text):
    """Words that look like cues and are none."""
    assert read(text) == ()


@pytest.mark.parametrize(("text", "links"), [
    # the verb of the inner link lies in the outer content
    ("Okello told the BBC that soldiers had assured him the road was open.",
     [("Okello", None), ("soldiers", "Okello")]),
    # citing: one content, two links
    ("Reuters, citing two officials, reported that the port had closed.",
     [("two officials", "Reuters"), ("Reuters", None)]),
    ("Fuel ran out last week, according to a newspaper report that cited officials.",
     [("a newspaper report", None), ("officials", "a newspaper report")]),
    # quoted by somebody else
    ("The envoy was quoted by Interfax as saying the border would open.",
     [("Interfax", None), ("The envoy", "Interfax")]),
    # side by side, not one within the other
    ("The minister ruled out an amnesty and vowed to punish deserters.",
     [("The minister", None), ("The minister", None)]),
    # what a speaker fears in his own words is a link; what he thinks aloud is none
    ('"I fear that the dam will break," said Marta. "I think we should go."', [("Marta", None), ("I", "Marta")]),
])
def test_chain_of_sources(read, text, links):
    """Each statement's source, and the source of the one that it stands within."""
    found = {s.id: s for s in read(text)}

    def source(s):
        return text[slice(*s.sources[0].span)]

    assert [(source(s), s.within and source(found[s.within])) for s in found.values()] == links


@pytest.mark.parametrize(("text", "factuality"), [
    ("The general said that the city had fallen.", 3.0),
    ("The general did not say that the city had fallen.", -3.0),
    ("The general may say that the city has fallen.", 1.0),
    ("The general would say that the city has fallen.", 0.0),
])
def test_whether_it_was_said(read, text, factuality):
    """Factuality is that of the stating, not of what is stated."""
    assert [s.factuality for s in read(text)] == [factuality]


def test_source_is_an_entity(read):
    """The entity at the head of the source, and whether the text gives a name."""
    text = "A deputy of Karim Said said that rain was near, and she hoped for more."
    mentions = tuple(Entity(id=f"e{n}", span=(text.index(w), text.index(w) + len(w)), kind="person", ref=w, name=w)
                     for n, w in enumerate(["A deputy", "Karim Said"]))
    said, hoped = read(text, mentions)
    assert (said.sources[0].entity, said.sources[0].named) == ("e0", True)
    assert (hoped.sources[0].entity, hoped.sources[0].named) == (None, False)


@pytest.mark.parametrize(("text", "quoted"), [
    ('He said "yes" and "no".', ['"yes"', '"no"']),
    ("It's the deputies' vote.", []),                                  # apostrophes
    ("“He told us ‘never again’.”", ["“He told us ‘never again’.”"]),  # the inner quote is part of the outer
    ("the 5\" gun and the 7\" gun", []),                               # inches
    ("«Nous partons», dit-il.", ["«Nous partons»"]),
    ("“It lasts for a long term “.", ["“It lasts for a long term “"]),  # closed by an opening mark
    ("They stay”. This will help.", []),                               # closes nothing
])
def test_quotes(text, quoted):
    """Quoted stretches with their marks."""
    assert [text[q.start:q.end] for q in find_quotes(text)] == quoted


PIECES = [
    "said", "police", '"', "“", "”", "'", "that", "he", "the minister", "denied", ",", ".", ":", "\n\n", "according",
    "to", "citing", "as saying", "quoted", "by", "Reuters", "claims", "who", "will go", "was told", "“No", "—", "(",
    "Lavrov:", "wants", "accused", "of", "fraud", "''", "``", "reportedly", "in the words of", "hope", "ü", "\u2029",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=120), st.integers(0, 10**6).map(
    lambda seed: " ".join(random.Random(seed).choices(PIECES, k=seed % 40)))))
def test_any_text(read, text):
    """Spans lie in the text, contents are in order, and the chain of sources has an end."""
    found = {s.id: s for s in read(text)}
    for statement in found.values():
        s = statement
        spans = [s.cue, *s.content, *(x.span for x in s.sources)]
        assert s.content
        assert all(0 <= a < b <= len(text) for a, b in spans)
        assert list(s.content) == sorted(s.content)
        seen = set()
        while s.within is not None:
            assert s.id not in seen
            seen.add(s.id)
            s = found[s.within]
