"""Events: acts put together with when, where, how many, in what status and on whose say-so."""
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from sayso.read.parse import Parsed, Token
from sayso.read.stage import Stage
from sayso.records import Act, Certainty, Count, Event, Moment, Party, Place, Reading, Span, Statement, When
from sayso.records.span import hull, inside, overlap

QUADS = {kind: quad for quad, kinds in (
    ("verbal cooperation", "AGREE CONSULT SUPPORT CONCEDE"), ("material cooperation", "COOPERATE AID RETREAT"),
    ("verbal conflict", "REQUEST REJECT ACCUSE THREATEN"),
    ("material conflict", "PROTEST SANCTION MOBILIZE COERCE ASSAULT")) for kind in kinds.split()}
HISTORY_DAYS = 450  # what lies further back than that is background, not news
WORDY = frozenset({"REQUEST", "REJECT", "ACCUSE", "THREATEN", "AGREE"})


def events_stage() -> Stage:
    """A stage that fills `events` from the acts and all other layers."""

    def find(parsed: Parsed, reading: Reading) -> tuple[Event, ...]:
        scene = Scene(parsed, reading)
        return tuple(scene.event(n, act) for n, act in enumerate(reading.acts or (), 1))

    return Stage(fills="events", version="1", find=find,
                 needs=("acts", "certainties", "counts", "times", "places", "statements", "entities"))


class Scene:
    """The layers of one reading by where they stand in the text."""

    def __init__(self, parsed: Parsed, reading: Reading) -> None:
        self.parsed, self.reading = parsed, reading
        self.published = reading.article.published
        self.certainties: dict[Span, Certainty] = {c.span: c for c in reading.certainties or ()}
        self.starts = [s.start for s in parsed.sentences]
        self.times = self._by_sentence(reading.times or ())
        self.places = self._by_sentence(reading.places or ())
        self.counts = self._by_sentence(reading.counts or ())
        self.entities = {e.id: e for e in reading.entities or ()}
        self.statements = [(hull(s.content), s) for s in reading.statements or () if s.content]

    def _by_sentence(self, things: Sequence) -> dict[int, list]:  # type: ignore[type-arg]
        found: dict[int, list] = {}  # type: ignore[type-arg]
        for thing in things:
            found.setdefault(bisect_right(self.starts, thing.span[0]) - 1, []).append(thing)
        return found

    def event(self, n: int, act: Act) -> Event:
        """The act as an event."""
        token = self.parsed.tokens[act.host]
        certainty = self.certainties.get(act.trigger)
        status = certainty.status if certainty else "happened"
        when = self._when(token, status)
        if when is not None and status in ("happened", "ongoing") and self._long_ago(when):
            status = "historical"
        where = self._where(token, act)
        said_by = self._said_by(act)
        return Event(id=f"v{n}", trigger=act.trigger, type=act.type, mode=act.mode, contexts=act.contexts,
                     cameo=act.cameo, quad=QUADS[act.type], actors=self._voiced(act.actors, said_by),
                     recipients=self._voiced(act.recipients, said_by), when=when,
                     where=where.id if where else None, counts=self._counts(token, act), status=status,
                     factuality=certainty.factuality if certainty else 3.0, said_by=said_by,
                     why="; ".join(filter(None, (act.why, certainty.why if certainty else ""))))

    def _voiced(self, parties: tuple[Party, ...], said_by: str | None) -> tuple[Party, ...]:
        """"I" and "we" in somebody's words are whoever says them."""
        text = self.reading.text
        source = next((s.sources[0] for _, s in self.statements if s.id == said_by and s.sources), None)
        speaker = self.entities.get(source.entity or "") if source is not None else None
        if speaker is None:
            return parties
        return tuple(Party(span=p.span, entity=speaker.id, code=speaker.code)
                     if p.entity is None and text[p.span[0]:p.span[1]].lower() in SPEAKERS else p for p in parties)

    # -- when -----------------------------------------------------------------------------------------------------

    def _when(self, token: Token, status: str) -> When | None:
        moments = [m for m in self.times.get(token.sent, ()) if m.type in ("DATE", "TIME") and m.start]
        best: tuple[float, Moment] | None = None
        for moment in moments:
            if self._elsewhere(token, moment.span):
                continue
            score = self._closeness(token, moment.span)
            if best is None or score < best[0]:
                best = (score, moment)
        if best is not None and best[0] < 60:
            moment = best[1]
            return When(start=moment.start, end=moment.end, time=moment.id)
        if status in ("happened",) and self.published and not moments:
            return None
        return None

    def _closeness(self, token: Token, span: Span) -> float:
        """Distance in the parse (then in the text) between a word and a phrase; less is nearer."""
        inner = self.parsed.within(span)
        if not inner:
            return 99.0
        tops = [t for t in inner if self.parsed.head(t) not in inner] or [inner[0]]
        steps = min(tree_distance(self.parsed, token, t) for t in tops)
        return steps + abs(token.i - inner[0].i) / 50 + (6 if self._apart(token, tops[0]) else 0)

    def _elsewhere(self, token: Token, span: Span) -> bool:
        """Whether a time belongs to another clause, or to the saying of what the word stands in."""
        inner = self.parsed.within(span)
        if not inner:
            return True
        top = next((t for t in inner if self.parsed.head(t) not in inner), inner[0])
        if self._apart(token, top):
            return True
        verb = next((t for t in self.parsed.ancestors(top) if t.pos in ("VERB", "AUX")), None)
        return verb is not None and verb.i != token.i and any(
            s.cue and s.cue[0] <= verb.start < s.cue[1] and within_statement(s, token.span) for _, s in self.statements)

    def _apart(self, token: Token, other: Token) -> bool:
        """Whether the phrase hangs on another verb below the word's own clause or beside it."""
        up = {token.i, *(t.i for t in self.parsed.ancestors(token))}
        for t in self.parsed.ancestors(other):
            if t.i in up:
                return False
            if t.pos == "VERB":
                return True
        return False

    def _long_ago(self, when: When) -> bool:
        if not (self.published and when.end):
            return False
        try:
            return (date.fromisoformat(self.published) - date.fromisoformat(when.end)).days > HISTORY_DAYS
        except ValueError:
            return False

    # -- where ----------------------------------------------------------------------------------------------------

    def _where(self, token: Token, act: Act) -> Place | None:
        best: tuple[float, Place] | None = None
        for place in self.places.get(token.sent, ()):
            tokens = self.parsed.within(place.span)
            if not tokens:
                continue
            head = next((t for t in tokens if self.parsed.head(t) not in tokens), tokens[-1])
            if head.dep not in ("pobj", "appos", "conj", "npadvmod", "dobj", "nmod", "advmod") and not (
                    place.precision == "city" and head.dep in ("ROOT", "dep")):
                continue
            if head.dep == "dobj" and act.mode not in ("visit", "restrict") and act.cameo != "192":
                continue
            if head.dep == "pobj" and not self._locates(self.parsed.head(head).lower, act):
                continue
            if place.precision == "country" and self.parsed.text[place.span[1]:place.span[1] + 1] in ("-", "–"):
                continue
            score = self._closeness(token, place.span) - {"city": .4, "admin2": .3, "admin1": .2}.get(place.precision, 0)
            if best is None or score < best[0]:
                best = (score, place)
        if best is not None and best[0] < 12:
            return best[1]
        return self._dateline(token)

    def _locates(self, preposition: str, act: Act) -> bool:
        """Whether a preposition says where such an act happens: movements alone happen "to" and "from" places."""
        if preposition in ("to", "from", "into", "through"):
            return act.mode in ("visit", "withdraw", "troops", "deport") or act.type in ("AID", "RETREAT", "MOBILIZE")
        return preposition in LOCATIVE

    def _dateline(self, token: Token) -> Place | None:
        """The place of the article's dateline, for events of its first two sentences."""
        if token.sent > 1:
            return None
        for place in self.places.get(0, ()):
            after = self.parsed.text[place.span[1]:place.span[1] + 40]
            if place.span[0] < 3 and ("(" in after[:25] or " - " in after or "—" in after or "–" in after or "--" in after):
                return place
        return None

    # -- how many, who says ---------------------------------------------------------------------------------------

    def _counts(self, token: Token, act: Act) -> tuple[Count, ...]:
        spans = [act.trigger, *(p.span for p in act.actors), *(p.span for p in act.recipients)]
        here = self.counts.get(token.sent, ())
        found = [c for c in here if any(overlap(c.span, s) for s in spans)]
        if act.type == "ASSAULT":  # "an attack that killed 12", "12 people died in the attack"
            found += [c for c in here if c.what in ("killed", "wounded") and c not in found
                      and self._closeness(token, c.span) < 5]
        return tuple(dict.fromkeys(found))

    def _said_by(self, act: Act) -> str | None:
        """The innermost statement whose content the trigger stands in."""
        holding = [(span[1] - span[0], s) for span, s in self.statements
                   if any(overlap(act.trigger, c) for c in s.content)]
        own = [(size, s) for size, s in holding if not (s.cue and overlap(s.cue, act.trigger))]
        depth = {s.id: s.within for _, s in self.statements}
        return min(own, key=lambda x: (x[0], -_links(depth, x[1].id)))[1].id if own else None


SPEAKERS = frozenset({"i", "we", "me", "us"})
LOCATIVE = frozenset("in at near around outside inside on across throughout into to within along over above of from "
                     "through north south east west off".split())


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


def _links(within: dict[str, str | None], name: str) -> int:
    """How many statements a statement stands within."""
    count, at = 0, within.get(name)
    while at is not None and count < 20:
        count, at = count + 1, within.get(at)
    return count


def within_statement(statement: Statement, span: Span) -> bool:
    """Whether a span lies in what somebody is reported to say."""
    return any(inside(span, part) for part in statement.content)
