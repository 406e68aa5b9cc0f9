"""Why each word was read as the event that it is, or as none: the lexicon's rows, the model's probabilities.

What is explained is read anew from the parse, by the same functions that read the article, so that an explanation
cannot tell another story than the reading.
"""
from collections.abc import Callable, Iterator

import msgspec

from sayso.read.acts import MISREAD, rule_acts, settled, skipped_tokens
from sayso.read.clause import clause_of
from sayso.read.frames import Condition, Frames, noun_phrase, noun_test, verb_test
from sayso.read.parse import Parsed, Token
from sayso.read.parties import Cast
from sayso.read.typing.candidates import Candidate
from sayso.read.typing.decide import Judge, Opinion
from sayso.records import Event, Explanation, FrameFit, Reading

PARTS = {"VERB": "v", "AUX": "v", "NOUN": "n", "PROPN": "n", "ADJ": "a"}
HELD = "it is the content, the ground or a repetition of another event of the sentence, and no event besides"


def explain(parsed: Parsed, reading: Reading, frames: Frames, judge: Judge | None) -> Iterator[Explanation]:
    """An explanation of every event of a reading and of every word that was considered and left, in reading order."""
    cast = Cast(parsed, reading.entities or (), reading.places or ())
    skipped = skipped_tokens(parsed, reading)
    acts = rule_acts(parsed, cast, frames, skipped)
    if judge is not None:
        opinions = judge.opinions(parsed, cast, acts, skipped)
    else:
        opinions = [Opinion(Candidate(a.host, a.trigger, a.actors, a.recipients, a), a) for a in acts]
    kept = settled(parsed, cast, frames, [o.act for o in opinions if o.act is not None])
    events = {e.trigger: e for e in reading.events or ()}
    by_host = {a.host: events.get(a.trigger) for a in kept if judge is None or judge.likely(a)}
    for opinion in opinions:
        host = parsed.tokens[opinion.candidate.host]
        yield _one(parsed, cast, frames, judge, opinion, by_host.get(host.i))


def _one(parsed: Parsed, cast: Cast, frames: Frames, judge: Judge | None, opinion: Opinion,
         event: Event | None) -> Explanation:
    one, act = opinion.candidate, opinion.act
    host = parsed.tokens[one.host]
    sentence = parsed.sentences[host.sent]
    return Explanation(
        event=event.id if event else None, trigger=one.trigger, sentence=(sentence.start, sentence.end),
        type=event.type if event else None, why=event.why if event else _why_not(opinion, judge),
        rules=tuple(fits(parsed, cast, frames, host)), rule_type=one.act.type if one.act else None,
        model=judge.name if judge else None, alone=opinion.alone, pooled=opinion.pooled,
        rule_weight=judge.weights.for_rule(one.act.weight) if judge and one.act else None,
        least=judge.weights.least if judge else None,
        dropped=HELD if act is not None and event is None and (judge is None or judge.likely(act)) else None)


def _why_not(opinion: Opinion, judge: Judge | None) -> str:
    if opinion.act is not None and (judge is None or judge.likely(opinion.act)):
        return opinion.act.why
    none = next((o.probability for o in opinion.pooled if o.type == "NONE"), 0.0)
    if judge is not None and 1 - none >= judge.weights.least:
        return "nobody was found who did it or to whom it was done"
    return "the model takes it for no event"


def fits(parsed: Parsed, cast: Cast, frames: Frames, token: Token) -> Iterator[FrameFit]:
    """The lexicon's rows for a word, those that ask for most first, and which of their conditions do not hold."""
    part = PARTS.get(token.pos, "")
    lemma = MISREAD.get(token.lower, token.lemma)
    rows = frames.of(part, lemma)
    if not rows:
        return
    holds = _test(parsed, cast, frames, token, part)
    for frame in rows:
        asked = [p for p in frame.row.frame.split() if p != "-"]
        missing = tuple(text for text, c in zip(asked, frame.conditions, strict=True) if holds(c) == c.negated)
        yield FrameFit(word=lemma, frame=frame.row.frame, type=frame.row.type, mode=frame.row.mode or None,
                       cameo=frame.row.cameo or None, fits=not missing, missing=missing)


def _test(parsed: Parsed, cast: Cast, frames: Frames, token: Token, part: str) -> Callable[[Condition], bool]:
    if part == "n":
        return noun_test(parsed, noun_phrase(parsed, token), cast.kind_of, frames.classes)
    clause = clause_of(parsed, token)
    if part == "a" and not clause.subjects:
        clause = msgspec.structs.replace(clause, subjects=clause_of(parsed, parsed.head(token)).subjects)
    return verb_test(parsed, clause, cast, frames.classes["OFFICIALWORDS"])
