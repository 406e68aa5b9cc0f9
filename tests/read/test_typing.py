"""The trained model beside the rules: the pool's laws on a network of the tests' own, and whole promises on the shipped one."""
import itertools
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import RecordError
from sayso.read.english import Reader
from sayso.read.frames import Frames
from sayso.read.parse import Parser
from sayso.read.parties import Cast
from sayso.read.typing.candidates import candidates
from sayso.read.typing.decide import Judge, softmax
from sayso.read.typing.network import FORMAT, Item, Meta, Network, Scores, Weights, feed_of, installed
from sayso.records import Act, Article, Reading
from sayso.records.codec import PLOVER, decode_reading, encode_reading
from tests.tables import wrong

TYPES = ("NONE", *PLOVER)
FRAMES = Frames()


class FakeNetwork:
    """Gives every candidate the same logits; None for sentences that hold the word "long"."""

    def __init__(self, said: dict[str, float], modes: dict[str, float] | None = None) -> None:
        names = tuple(modes or {"ASSAULT/": 0.0})
        self.meta = Meta(format=FORMAT, name="fake", version="1", types=TYPES, modes=names, acled=("ATTACK",),
                         verbs=("storm", "agree", "praise", "frobnicate"), nouns=("attack",), temperature=1.0, styles={"main": 1},
                         weights=Weights(), longest=128)
        logits = np.array([said.get(name, 0.0) for name in TYPES])
        self._scores = Scores(logits, np.array([(modes or {}).get(m, 0.0) for m in names]), np.array([1.0]))

    def scores(self, items: Sequence[Item]) -> list[list[Scores | None]]:
        return [[None if "long" in i.text else self._scores for _ in i.spans] for i in items]


def acts_of(parse: Parser, text: str, network: FakeNetwork, rules: list[Act], **weights: float) -> list[Act]:
    """What becomes of the rules' acts in a text where every proper noun is nobody."""
    parsed = parse(text, ())
    judge = Judge(network, FRAMES, Weights(**weights))  # type: ignore[arg-type]
    return [a for a in judge.judge(parsed, Cast(parsed, (), ()), rules) if judge.likely(a)]


def rule_act(parse: Parser, text: str, word: str, kind: str, mode: str | None = None) -> Act:
    parsed = parse(text, ())
    token = next(t for t in parsed.tokens if t.text == word)
    return Act(trigger=token.span, type=kind, mode=mode, contexts=(), cameo="000", actors=(), recipients=(), why="v:test [-]",
               host=token.i)


STORM = "Gunmen storm the prison."


@pytest.mark.parametrize(("said", "rule", "weights", "kind"), [
    ({"ASSAULT": 9}, None, {"silent": 2}, "ASSAULT"),                  # what the rules missed and the model is sure of
    ({"ASSAULT": 4}, None, {"silent": 9}, None),                       # not sure enough against the rules' silence
    ({"NONE": 9}, "ASSAULT", {"rule": 2}, None),                       # a veto
    ({"NONE": 4}, "ASSAULT", {"rule": 9}, "ASSAULT"),                  # overruled by a heavy rule
    ({"PROTEST": 9}, "ASSAULT", {"rule": 2}, "PROTEST"),               # another type than the rules'
    ({"PROTEST": 3}, "ASSAULT", {"rule": 6}, "ASSAULT"),               # the rules' type
    ({"NONE": 3, "ASSAULT": 3}, "ASSAULT", {"rule": 1, "least": 0.9}, None),  # below the threshold
    ({"NONE": 3, "ASSAULT": 3}, "ASSAULT", {"rule": 1, "least": 0.5}, "ASSAULT"),
])
def test_pool(parse: Parser, said: dict[str, float], rule: str | None, weights: dict[str, float], kind: str | None) -> None:
    rules = [rule_act(parse, STORM, "storm", rule)] if rule else []
    found = acts_of(parse, STORM, FakeNetwork(said), rules, **weights)
    assert [a.type for a in found] == ([kind] if kind else [])


def test_an_agreement_needs_somebody_who_agrees(parse: Parser) -> None:
    assert acts_of(parse, "Rain will storm the coast.", FakeNetwork({"AGREE": 30}), [], silent=0) == []
    assert acts_of(parse, STORM, FakeNetwork({"AGREE": 30}), [], silent=0) != []


def test_a_sentence_beyond_the_network_is_left_to_the_rules(parse: Parser) -> None:
    text = "The long column of gunmen will storm the prison."
    rule = rule_act(parse, text, "storm", "ASSAULT")
    assert acts_of(parse, text, FakeNetwork({"NONE": 99}), [rule]) == [rule]


@pytest.mark.parametrize(("said", "modes", "rule_mode", "mode", "cameo"), [
    ("ASSAULT", {"ASSAULT/": 0, "ASSAULT/aerial": 9}, "firearms", "firearms", "000"),  # the rules' own mode stays
    ("ASSAULT", {"ASSAULT/": 0, "ASSAULT/aerial": 9}, None, "aerial", "195"),          # theirs is open
    ("ASSAULT", {"ASSAULT/": 0.0, "ASSAULT/aerial": 0.1, "ASSAULT/beat": 0.0}, None, None, "000"),  # none is probable
    ("PROTEST", {"PROTEST/riot": 9, "ASSAULT/aerial": 20}, "aerial", "riot", "145"),  # a mode of the new type
])
def test_modes(parse: Parser, said: str, modes: dict[str, float], rule_mode: str | None, mode: str | None, cameo: str) -> None:
    rules = [rule_act(parse, STORM, "storm", "ASSAULT", rule_mode)]
    found = acts_of(parse, STORM, FakeNetwork({said: 30}, modes), rules)
    assert [(a.mode, a.cameo) for a in found] == [(mode, cameo)]


def test_words_that_cannot_be_triggers_are_not_asked_about(parse: Parser) -> None:
    """An auxiliary, a name, a word outside the vocabulary, part of a compound."""
    parsed = parse("The attack dog has agreed with Storm, and they praise him.", ())
    vocabulary = Judge(FakeNetwork({}), FRAMES, Weights())._vocabulary  # type: ignore[arg-type]
    found = candidates(parsed, Cast(parsed, (), ()), FRAMES, [], vocabulary)
    assert [parsed.tokens[c.host].text for c in found] == ["agreed", "praise"]


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=17))
def test_softmax_is_a_distribution(logits: list[float]) -> None:
    found = softmax(np.array(logits))
    assert abs(found.sum() - 1) < 1e-9
    assert (found >= 0).all()
    assert list(np.argsort(found, kind="stable")) == list(np.argsort(np.exp(np.array(logits) - max(logits)), kind="stable"))


def test_masks_cover_the_words_of_their_spans() -> None:
    """Special tokens have empty offsets; a span that cuts a word takes it whole; a trigger beyond the cut gives no row."""
    offsets = [(0, 0), (0, 5), (6, 9), (10, 14), (0, 0)]
    item = Item("Rebel men flee x", (((( 6, 9),), ((0, 3),), ()), (((15, 16),), (), ())))
    feed, places = feed_of([item], [([101, 1, 2, 3, 102], offsets)])
    assert places == [(0, 0)]
    assert feed["masks"].tolist() == [[[0, 0, 1, 0, 0], [0, 1, 0, 0, 0], [0, 0, 0, 0, 0]]]
    assert feed["owner"].tolist() == [0]


@pytest.mark.parametrize(("change", "sentence"), [
    (lambda d: (d / "typer.onnx").unlink(), "typer.onnx is not there"),
    (lambda d: (d / "meta.json").write_text("{"), "meta.json is none of ours"),
    (lambda d: (d / "meta.json").write_text(json.dumps(json.loads((d / "meta.json").read_text()) | {"format": 99})),
     "the model has format 99, this Sayso reads 1"),
])
def test_a_broken_model_says_what_is_wrong(tmp_path: Path, change: Callable[[Path], object], sentence: str) -> None:
    folder = installed()
    assert folder is not None
    for name in ("typer.onnx", "tokenizer.json", "meta.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes() if name != "typer.onnx" else b"x")
    change(tmp_path)
    with pytest.raises(RecordError, match=sentence):
        Network(tmp_path)


# -- the model that is shipped ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def trained(parse: Parser) -> Reader:
    folder = installed()
    assert folder is not None, "sayso-models is not installed: pip install ./models"
    return Reader(parse, models=folder)


def read(reader: Reader, text: str) -> Reading:
    return reader.read(Article(id="a", text=text, published="2023-05-04"))


QUIET = [
    "The striker beat two defenders and fired a shot past the goalkeeper to seal the victory for Leeds.",
    "Twelve people were killed when a coach overturned on an icy bend near Graz, the fire service said.",
    "Shares in the brewer fell after the board charged ahead with its plan to retreat from Asia.",
    wrong("a tight row of the lexicon outweighs the model's .82 for no event",
          "Shares in the brewer were hammered after analysts attacked its plan to retreat from Asia."),
    wrong("and so does a row for any object",
          "The novelist's latest assault on good taste has been embraced by readers and condemned by nobody."),
    "A cold front will invade the north on Sunday, threatening farmers who demanded rain all spring.",
]
LOUD = [
    ("Gunmen raided two villages near Djibo overnight and slaughtered at least nine farmers, the governor said.", "ASSAULT"),
    ("Quito expelled the Venezuelan ambassador on Friday, giving him three days to leave the country.", "SANCTION"),
    ("Thousands of nurses marched through Manila to demand safer wards.", "PROTEST"),
    wrong("the model's .60 is not enough where no rule speaks",
          "Thousands of nurses walked off the job in Manila to demand safer wards.", "PROTEST"),
    ("The foreign ministers of Chile and Peru met in Arica on Monday.", "CONSULT"),
    ("The army chief urged the militia to lay down its arms.", "REQUEST"),
]


@pytest.mark.parametrize("text", QUIET)
def test_what_is_no_public_act_is_no_event(trained: Reader, text: str) -> None:
    """Sport, accidents, business, the arts, weather: words of conflict that tell of none."""
    assert [e.type for e in read(trained, text).events or ()] == []


@pytest.mark.parametrize(("text", "kind"), LOUD)
def test_what_is_one_keeps_its_probability(trained: Reader, text: str, kind: str) -> None:
    found = [e for e in read(trained, text).events or () if e.type == kind]
    assert found
    for event in found:
        assert event.probability is not None
        assert (trained.threshold or 0) <= event.probability <= 1
        assert event.considered[0].type == kind
        assert sum(o.probability for o in event.considered) <= 1.002


def test_a_higher_threshold_only_takes_events_away(parse: Parser) -> None:
    text = " ".join([QUIET[0], QUIET[1], *(t for t, _ in LOUD[:3])])
    found = [{(e.trigger, e.type) for e in read(Reader(parse, models=installed(), threshold=p), text).events or ()}
             for p in (0.01, 0.5, 0.9, 0.9999)]
    assert all(more >= fewer for more, fewer in itertools.pairwise(found))
    assert len(found[0]) > len(found[-1])


def test_what_the_model_adds_survives_the_line(trained: Reader) -> None:
    """Probability, alternatives and ACLED sub-type come back from JSON; rules alone leave them empty."""
    reading = read(trained, LOUD[0][0])
    again = decode_reading(encode_reading(reading))
    assert again.events == reading.events
    assert again.reader.models == reading.reader.models
    assert again.reader.models is not None


def test_rules_alone_say_so(parse: Parser) -> None:
    reading = read(Reader(parse), LOUD[1][0])
    assert reading.reader.models is None
    assert all(e.probability is None and e.considered == () and e.acled is None for e in reading.events or ())


def test_the_neighbours_of_a_sentence_do_not_change_it(trained: Reader) -> None:
    """Quantised activations are scaled by what is computed together: every sentence is computed alone."""
    alone = read(trained, LOUD[1][0]).events or ()
    among = read(trained, " ".join([LOUD[1][0], QUIET[0], QUIET[1], LOUD[2][0]])).events or ()
    assert alone[0].considered == among[0].considered


def test_explanations_tell_of_every_event(trained: Reader) -> None:
    """Each event of the reading has one, with the reading's own probabilities; words that were left have a reason."""
    article = Article(id="a", text=" ".join([LOUD[1][0], QUIET[0], LOUD[4][0]]), published="2023-05-04")
    reading, explanations = trained.explain(article)
    assert [e.id for e in reading.events or ()] == [x.event for x in explanations if x.event]
    events = {e.id: e for e in reading.events or ()}
    for one in explanations:
        if one.event is not None:
            assert (one.type, one.pooled) == (events[one.event].type, events[one.event].considered)
        else:
            assert one.why
    assert msgspec.json.encode(explanations)
