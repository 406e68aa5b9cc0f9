"""What becomes of a candidate when the rules say one thing and the network gives probabilities.

A log-linear pool (Genest & Zidek 1986): to the network's log-probabilities come a bonus for the type that the rules
say, and one for "no event" where they say nothing. The two weights and the temperature are chosen on development sets
(docs/accuracy.md, docs/decisions/0006) and can be given by the user, as can the least probability of an event.
"""
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
import numpy as np

from sayso.read.frames import Frames
from sayso.read.parse import Parsed
from sayso.read.parties import Cast
from sayso.read.typing.candidates import Candidate, Vocabulary, candidates
from sayso.read.typing.network import Item, Network, Scores, Weights
from sayso.records import Act, Option, Party, Span

NONE = "NONE"
NEEDS_SOMEBODY = frozenset("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST REJECT ACCUSE THREATEN "
                           "SANCTION MOBILIZE COERCE".split())
SHOWN = 3      # types that an event keeps with their probabilities
FAINT = 0.01   # and none less probable
HOLDING = 0.05  # what is less probable than the threshold, but not less than this, still holds its content back


class Opinion(msgspec.Struct, frozen=True):
    """The act that a candidate became, None where it is no event; the network's say alone and with the rules."""

    candidate: Candidate
    act: Act | None
    alone: tuple[Option, ...] = ()
    pooled: tuple[Option, ...] = ()


class Judge:
    """The network beside the rules: acts in, acts out."""

    def __init__(self, network: Network, frames: Frames, weights: Weights) -> None:
        meta = network.meta
        self.name = f"{meta.name} {meta.version}, least {weights.least:g}"
        self._network, self._frames, self.weights = network, frames, weights
        self._types = meta.types
        self._modes = [tuple(m.split("/")) for m in meta.modes]
        self._acled = meta.acled
        self._temperature = meta.temperature
        self._style = meta.styles.get(weights.style)
        self._vocabulary = Vocabulary(frozenset(meta.verbs), frozenset(meta.nouns))
        self._cameo = frames.usual_codes()

    @classmethod
    def load(cls, folder: Path, frames: Frames, threshold: float | None = None) -> "Judge":
        """The model in a folder with its own weights; `threshold` takes the place of its least probability."""
        network = Network(folder)
        weights = network.meta.weights
        if threshold is not None:
            weights = msgspec.structs.replace(weights, least=threshold)
        return cls(network, frames, weights)

    def judge(self, parsed: Parsed, cast: Cast, acts: Sequence[Act], skipped: Iterable[int] = ()) -> list[Act]:
        """What rules and network together do not rule out, in reading order; `likely` says what is printed of it.

        "Lifted the ban" with a doubtful "lifted" is no reason to print the ban.
        """
        return [o.act for o in self.opinions(parsed, cast, acts, skipped) if o.act is not None]

    def likely(self, act: Act) -> bool:
        """Whether an act is probable enough to be printed."""
        return act.probability is None or act.probability >= self.weights.least

    def opinions(self, parsed: Parsed, cast: Cast, acts: Sequence[Act], skipped: Iterable[int] = ()) -> list[Opinion]:
        """What was made of every candidate, in reading order."""
        found = candidates(parsed, cast, self._frames, acts, self._vocabulary, skipped)
        scores = self._scores(parsed, found)
        # beyond the longest sentence the rules stand alone
        return [self._decide(one, score) if (score := scores.get(one.host)) is not None else Opinion(one, one.act)
                for one in found]

    def _scores(self, parsed: Parsed, found: Sequence[Candidate]) -> dict[int, Scores]:
        by_sentence: dict[int, list[Candidate]] = defaultdict(list)
        for one in found:
            by_sentence[parsed.tokens[one.host].sent].append(one)
        items = [item_of(parsed, sentence, some, self._style) for sentence, some in by_sentence.items()]
        told = self._network.scores(items) if items else []
        return {one.host: score for some, rows in zip(by_sentence.values(), told, strict=True)
                for one, score in zip(some, rows, strict=True) if score is not None}

    def _decide(self, one: Candidate, score: Scores) -> Opinion:
        alone = softmax(np.asarray(score.types, np.float64) / self._temperature)
        chances = self._chances(one, score)
        kind = self._types[int(np.argmax(chances[1:])) + 1]  # 0 is no event
        nobody = one.act is None and kind in NEEDS_SOMEBODY and not one.actors and not one.recipients
        act = None
        if 1 - chances[0] >= min(HOLDING, self.weights.least) and not nobody:
            act = self._act(one, kind, score, self._named(chances), round(float(1 - chances[0]), 3))
        return Opinion(one, act, self._named(alone), self._named(chances))

    def _named(self, chances: np.ndarray) -> tuple[Option, ...]:
        """The likeliest types."""
        order = sorted(range(len(chances)), key=lambda n: -chances[n])[:SHOWN]
        return tuple(Option(type=self._types[n], probability=round(float(chances[n]), 3)) for n in order
                     if chances[n] >= FAINT)

    def _chances(self, one: Candidate, score: Scores) -> np.ndarray:
        """Probabilities of no event and the 16 types."""
        logits = np.asarray(score.types, np.float64) / self._temperature
        weights = self.weights
        if one.act is not None:
            own = self._types.index(one.act.type)
            logits[own] += weights.for_rule(one.act.weight) + weights.other
            logits[1:] -= weights.other
        else:
            logits[0] += weights.silent
        return softmax(logits)

    def _act(self, one: Candidate, kind: str, score: Scores, considered: tuple[Option, ...],
             probability: float) -> Act:
        rule = one.act
        mode = self._mode(kind, score)
        acled = self._acled[int(np.argmax(score.acled))] if self._acled else None
        if rule is not None and rule.type == kind:
            if rule.mode is None and mode is not None and rule.cameo.endswith("0"):
                rule = msgspec.structs.replace(rule, mode=mode, cameo=self._cameo.get((kind, mode), rule.cameo))
            return msgspec.structs.replace(rule, probability=probability, considered=considered, acled=acled)
        why = f"model {self.name}" + (f", against {rule.why} ({rule.type})" if rule is not None else "")
        cameo = self._cameo.get((kind, mode)) or self._cameo[kind, None]
        if rule is not None:
            return msgspec.structs.replace(rule, type=kind, mode=mode, cameo=cameo, contexts=(), why=why, acled=acled,
                                           probability=probability, considered=considered)
        return Act(trigger=one.trigger, type=kind, mode=mode, contexts=(), cameo=cameo, actors=one.actors,
                   recipients=one.recipients, why=why, host=one.host, probability=probability, considered=considered,
                   acled=acled)

    def _mode(self, kind: str, score: Scores) -> str | None:
        """The mode among those of a type, if it is probable enough."""
        own = [n for n, (of, _) in enumerate(self._modes) if of == kind]
        if not own:
            return None
        chances = softmax(np.asarray(score.modes, np.float64)[own])
        best = int(np.argmax(chances))
        return (self._modes[own[best]][1] or None) if chances[best] >= self.weights.mode else None


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities of logits."""
    powers = np.exp(logits - logits.max())
    found: np.ndarray = powers / powers.sum()
    return found


def item_of(parsed: Parsed, sentence: int, found: Sequence[Candidate], style: int | None = None) -> Item:
    """A sentence and its candidates as the network takes them."""
    own = parsed.sentences[sentence]

    def moved(parts: Iterable[Span]) -> tuple[Span, ...]:
        return tuple((a - own.start, b - own.start) for a, b in parts)

    def of(parties: tuple[Party, ...]) -> tuple[Span, ...]:
        return moved(p.span for p in parties)

    return Item(parsed.text[own.start:own.end],
                tuple((moved((c.trigger,)), of(c.actors), of(c.recipients)) for c in found), style)
