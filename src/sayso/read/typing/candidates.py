"""Which words a model is asked about: what the rules take for an act, and words that could tell of one."""
from collections.abc import Iterable, Sequence

import msgspec

from sayso.read.clause import clause_of
from sayso.read.frames import Frames, noun_phrase
from sayso.read.parse import Parsed, Token
from sayso.read.parties import Cast, of_noun, of_verb
from sayso.records import Act, Party, Span

NOMINAL = ("NOUN", "PROPN")
UPON = ("against", "on", "to", "with")


class Candidate(msgspec.Struct, frozen=True):
    """A word that may tell of an act; `act` is what the rules make of it, None where they make nothing."""

    host: int
    trigger: Span
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    act: Act | None = None


class Vocabulary(msgspec.Struct, frozen=True):
    """Lemmas that can be triggers, by part of speech: those of the lexicon and those that training met."""

    verbs: frozenset[str]
    nouns: frozenset[str]

    def holds(self, token: Token) -> bool:
        """Whether a word can be a trigger."""
        if token.pos in ("VERB", "AUX"):
            return token.lemma in self.verbs and token.dep not in ("aux", "auxpass", "compound")
        return token.pos in NOMINAL and token.lemma in self.nouns and token.dep != "compound"


def candidates(parsed: Parsed, cast: Cast, frames: Frames, acts: Sequence[Act], vocabulary: Vocabulary,
               skipped: Iterable[int] = ()) -> list[Candidate]:
    """The acts of the rules and all other words of the vocabulary, in reading order."""
    taken = set(skipped) | {a.host for a in acts} | {t.i for a in acts for t in parsed.within(a.trigger)}
    found = [Candidate(a.host, a.trigger, a.actors, a.recipients, a) for a in acts]
    found += [proposal(parsed, cast, frames, t) for t in parsed.tokens
              if t.i not in taken and vocabulary.holds(t) and not _name(cast, t)]
    return sorted(found, key=lambda c: c.trigger)


def _name(cast: Cast, token: Token) -> bool:
    entity = cast.by_token.get(token.i)
    return entity is not None and entity.form == "name"


def proposal(parsed: Parsed, cast: Cast, frames: Frames, token: Token) -> Candidate:
    """A word with whoever stands where the parties of such a word usually do."""
    if token.pos in NOMINAL:
        phrase = noun_phrase(parsed, token)
        light = phrase.verb is not None and phrase.verb.lemma in frames.classes["light"]
        clause = clause_of(parsed, phrase.verb) if light and phrase.verb is not None else None
        actors, recipients = of_noun(cast, phrase, clause, UPON)
    else:
        actors, recipients = of_verb(cast, clause_of(parsed, token), ())
    return Candidate(token.i, token.span, actors, recipients)
