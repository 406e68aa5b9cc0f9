"""Explanations in words, on values of the tests' own."""
import pytest

from sayso.records import Explanation, FrameFit, Option
from sayso.show.explain import chosen, lines
from tests.samples import reading

READ = reading()
EVENT = (READ.events or ())[0]
FIT = FrameFit(word="hit", frame="obj:ship !by", type="ASSAULT", mode=None, cameo="180", fits=True)
UNFIT = FrameFit(word="hit", frame="obj:song", type="NONE", mode=None, cameo=None, fits=False, missing=("obj:song",))


def explanation(**more: object) -> Explanation:
    made = {"event": EVENT.id, "trigger": EVENT.trigger, "sentence": (0, len(READ.text)), "type": EVENT.type, "why": EVENT.why}
    return Explanation(**{**made, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(("one", "phrases"), [
    # by rule alone: the row that fits and what the other lacks
    (explanation(rules=(FIT, UNFIT)), ["says ASSAULT 180", "not NONE [obj:song]: lacks obj:song"]),
    # no row fits
    (explanation(rules=(UNFIT,)), ["none of the lexicon's rows fits"]),
    # a word that the lexicon does not have, found by the model
    (explanation(model="m 1", alone=(Option("ASSAULT", 0.9),), pooled=(Option("ASSAULT", 0.8), Option("NONE", 0.2))),
     ["the word is not in the lexicon", "model      ASSAULT 0.90", "together   ASSAULT 0.80, no event 0.20", "no rule speaks"]),
    # both: the rule's weight is told
    (explanation(model="m 1", rules=(FIT,), rule_type="ASSAULT", rule_weight=3.0), ["the rule weighs 3.0 nats"]),
    # no event: the reason
    (explanation(event=None, type=None, model="m 1", why="the model takes it for no event"),
     ["no event:", "left       the model takes it for no event"]),
    (explanation(event=None, type=None, model="m 1", dropped="part of another"), ["left       part of another"]),
])
def test_lines(one: Explanation, phrases: list[str]) -> None:
    text = "\n".join(lines(READ, one))
    for phrase in phrases:
        assert phrase in text


def test_chosen() -> None:
    """One event; or all, and the words that a rule or a twentieth of the probability speaks for."""
    event = explanation()
    near = explanation(event=None, pooled=(Option("NONE", 0.9), Option("ASSAULT", 0.1)))
    far = explanation(event=None, pooled=(Option("NONE", 0.99),))
    ruled = explanation(event=None, rule_type="ASSAULT")
    assert chosen([event, near, far, ruled], None) == [event, near, ruled]
    assert chosen([event, near], EVENT.id) == [event]
    assert chosen([event, near], "v99") == []


def test_no_control_character_reaches_the_terminal() -> None:
    """The sentence and the reasons are strangers' text."""
    text = "\n".join(lines(READ, explanation(why="\x1b[2J")))
    assert "\x1b" not in text
