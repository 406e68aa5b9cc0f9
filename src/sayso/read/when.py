"""When an act happened: the time expression of its own clause, else of the clause that it is joined to.

"Between Tuesday and Thursday" and "from May to July" are one interval; "since …" runs to the day of publication, and so
does "later" from the time of the act before. A clock without a day ("at 10:39 a.m.") names no day by itself.
"""
import re
from collections.abc import Sequence
from datetime import date

from sayso.read.layers import Layers
from sayso.read.parse import Parsed, Token
from sayso.records import Moment, When
from sayso.records.span import Span

FAR = 60.0  # a time expression further away than that is not the word's
CLOCK = re.compile(r"(?:at\s+|around\s+|about\s+)?[\d:.]+\s*(?:[ap]\.?\s?m\.?)?(?:\s*\(?(?:local time|local|time|hours|"
                   r"GMT|UTC|EST|EDT|ET|BST|CET|CEST|PST)\)?)*\.?", re.IGNORECASE)
AFTERWARDS = frozenset("later afterwards afterward subsequently since".split())
RANGES = {("between", "and"), ("from", "to"), ("from", "until"), ("from", "till"), ("from", "through")}
HISTORY_DAYS = 450  # what lies further back than that is background, not news


def when_of(layers: Layers, token: Token) -> When | None:
    """The days in which an act, by its word, lies; None where its sentence does not say."""
    moments = [m for m in layers.times.get(token.sent, ()) if m.type in ("DATE", "TIME") and m.start]
    here = [(closeness(layers.parsed, token, m.span), m) for m in moments if not _elsewhere(layers, token, m.span)]
    best = min(here, key=lambda x: x[0], default=None)
    if best is None or best[0] >= FAR:
        return None
    moment = best[1]
    if is_clock(layers, moment):
        return None
    start, end = _interval(layers, moment, moments)
    if _afterwards(layers.parsed, token, moment) and layers.published and (start or "") <= layers.published:
        return When(start=start, end=layers.published, time=moment.id)
    return When(start=start, end=end, time=moment.id)


def is_clock(layers: Layers, moment: Moment) -> bool:
    """Whether a time expression names an hour but no day."""
    return moment.type == "TIME" and CLOCK.fullmatch(layers.reading.text[slice(*moment.span)]) is not None


def has_clock(layers: Layers, token: Token) -> bool:
    """Whether the nearest time expression of a word is a clock without a day."""
    return any(is_clock(layers, m) and not _elsewhere(layers, token, m.span) for m in layers.times.get(token.sent, ()))


def long_ago(layers: Layers, when: When) -> bool:
    """Whether days lie so far before publication that they are background."""
    if not (layers.published and when.end):
        return False
    try:
        return (date.fromisoformat(layers.published) - date.fromisoformat(when.end)).days > HISTORY_DAYS
    except ValueError:
        return False


def _interval(layers: Layers, moment: Moment, moments: Sequence[Moment]) -> tuple[str | None, str | None]:
    """The days of a moment, with the moment at the other end of "between … and …", "from … to …"; "since" to today."""
    text = layers.reading.text
    before = text[max(0, moment.span[0] - 16):moment.span[0]].lower().split()
    if before[-1:] == ["since"] and layers.published and (moment.end or "") < layers.published:
        return moment.start, layers.published
    for other in moments:
        first, second = sorted((moment, other), key=lambda m: m.span)
        between = text[first.span[1]:second.span[0]].lower().split()
        opening = text[max(0, first.span[0] - 16):first.span[0]].lower().split()[-1:]
        if tuple(opening + between) in RANGES and (first.start or "") <= (second.end or ""):
            return first.start, second.end
    return moment.start, moment.end


def _afterwards(parsed: Parsed, token: Token, moment: Moment) -> bool:
    """Whether the act came "later" than the one before it in its sentence, whose time the moment is."""
    inner = parsed.within(moment.span)
    return token.dep == "conj" and bool(inner) and inner[-1].i < token.i and any(
        k.lower in AFTERWARDS for k in parsed.kids(token, "advmod"))


def closeness(parsed: Parsed, token: Token, span: Span, *, scene: bool = False) -> float:
    """Distance in the parse (then in the text) between a word and a phrase; less is nearer.

    `scene`: participles go with their verb ("protested, firing into the air in Adiake").
    """
    inner = parsed.within(span)
    if not inner:
        return 99.0
    tops = [t for t in inner if parsed.head(t) not in inner] or [inner[0]]
    steps = min(tree_distance(parsed, token, t) for t in tops)
    return steps + abs(token.i - inner[0].i) / 50 + (6 if apart(parsed, token, tops[0], scene=scene) else 0)


def _elsewhere(layers: Layers, token: Token, span: Span) -> bool:
    """Whether a time belongs to another clause, or to the saying of what the word stands in."""
    parsed = layers.parsed
    inner = parsed.within(span)
    if not inner:
        return True
    top = next((t for t in inner if parsed.head(t) not in inner), inner[0])
    if apart(parsed, token, top):
        return True
    verb = next((t for t in parsed.ancestors(top) if t.pos in ("VERB", "AUX")), None)
    return verb is not None and verb.i != token.i and any(
        s.cue and s.cue[0] <= verb.start < s.cue[1] and layers.says(s, token.span) for _, s in layers.statements)


def apart(parsed: Parsed, token: Token, other: Token, *, scene: bool = False) -> bool:
    """Whether the phrase hangs on another verb below the word's own clause or beside it."""
    up = {token.i, *(t.i for t in parsed.ancestors(token))}
    for t in parsed.ancestors(other):
        if t.i in up:
            return False
        clause = t.pos == "VERB" or (t.pos == "AUX" and parsed.kid(t, "nsubj") is not None)
        if clause and not (scene and t.tag == "VBG" and t.dep == "advcl"):
            return True
    return False


def tree_distance(parsed: Parsed, a: Token, b: Token) -> int:
    """Number of arcs between two tokens of one sentence."""
    depth = {a.i: 0}
    for n, t in enumerate(parsed.ancestors(a), 1):
        depth[t.i] = n
    if b.i in depth:
        return depth[b.i]
    for n, t in enumerate(parsed.ancestors(b), 1):
        if t.i in depth:
            return n + depth[t.i]
    return 40
