"""Why an event was read as it was: what `sayso explain` prints."""
import msgspec

from sayso.records.reading import Option
from sayso.records.span import Span


class FrameFit(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the lexicon for the trigger: `fits` says whether what it asks for stands in the sentence."""

    word: str
    frame: str
    type: str
    mode: str | None
    cameo: str | None
    fits: bool
    missing: tuple[str, ...] = ()  # the conditions that do not hold


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """`event` None: the word was considered and is no event. `rules`: what the lexicon says of the word, best first.

    `model` None: read by rules alone; `alone` are the model's own probabilities, `pooled` those with the rules' say.
    """

    event: str | None
    trigger: Span
    sentence: Span
    type: str | None
    why: str
    rules: tuple[FrameFit, ...] = ()
    rule_type: str | None = None
    model: str | None = None
    alone: tuple[Option, ...] = ()
    pooled: tuple[Option, ...] = ()
    rule_weight: float | None = None
    least: float | None = None
    dropped: str | None = None  # what took away an act that rules or model had found
