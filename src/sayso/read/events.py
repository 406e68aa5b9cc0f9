"""Events: acts put together with when, where, how many, in what status and on whose say-so."""
from sayso.read.layers import Layers
from sayso.read.parse import Parsed, Token
from sayso.read.recurrence import Told, place_again, retold, scene, time_again
from sayso.read.stage import Stage
from sayso.read.when import closeness, has_clock, long_ago, when_of
from sayso.read.where import where_of
from sayso.records import Act, Count, Event, Party, Reading, When
from sayso.records.span import overlap

QUADS = {kind: quad for quad, kinds in (
    ("verbal cooperation", "AGREE CONSULT SUPPORT CONCEDE"), ("material cooperation", "COOPERATE AID RETREAT"),
    ("verbal conflict", "REQUEST REJECT ACCUSE THREATEN"),
    ("material conflict", "PROTEST SANCTION MOBILIZE COERCE ASSAULT")) for kind in kinds.split()}
SPEAKERS = frozenset({"i", "we", "me", "us"})
REAL = frozenset({"happened", "ongoing"})


def events_stage() -> Stage:
    """A stage that fills `events` from the acts and all other layers."""

    def find(parsed: Parsed, reading: Reading) -> tuple[Event, ...]:
        layers = Layers(parsed, reading)
        told: list[Told] = []
        found = []
        for n, act in enumerate(reading.acts or (), 1):
            status = certainty.status if (certainty := layers.certainties.get(act.trigger)) else "happened"
            telling = tell(layers, act, status, told)
            found.append(event(layers, n, telling, status))
            if status in REAL:
                told.append(telling)
        return tuple(found)

    return Stage(fills="events", version="2", find=find,
                 needs=("acts", "certainties", "counts", "times", "places", "statements", "entities"))


def tell(layers: Layers, act: Act, status: str, told: list[Told]) -> Told:
    """The act with its time and place: those that its clause says, else those of the act that it takes up."""
    token = layers.parsed.tokens[act.host]
    refs = frozenset(ref for p in (*act.actors, *act.recipients) if (ref := _individual(layers, p)) is not None)
    when, where = when_of(layers, token), where_of(layers, token, act)
    if status in REAL and (when is None or where is None):
        earlier = retold(layers, token, act, told)
        when = when or time_again(earlier)
        if when is None and has_clock(layers, token):
            when = _day_before(told)
        where = where or place_again(earlier) or scene(token, act, refs, told)
    return Told(act, token, when, where, refs)


def _individual(layers: Layers, party: Party) -> str | None:
    """What a party stands for, if it is somebody or some group; states are in many places."""
    held = layers.entities.get(party.entity or "")
    return held.ref if held is not None and held.kind not in ("government", "people", "place", "organisation") else None


def _day_before(told: list[Told]) -> When | None:
    """The day of the last act told, for an hour that names none."""
    last = next((t.when for t in reversed(told) if t.when is not None), None)
    return last if last is not None and last.start == last.end else None


def event(layers: Layers, n: int, told: Told, status: str) -> Event:
    """The act as an event."""
    act, when, where = told.act, told.when, told.where
    certainty = layers.certainties.get(act.trigger)
    if when is not None and status in REAL and long_ago(layers, when):
        status = "historical"
    said_by = said(layers, act)
    return Event(id=f"v{n}", trigger=act.trigger, type=act.type, mode=act.mode, contexts=act.contexts,
                 cameo=act.cameo, quad=QUADS[act.type], actors=voiced(layers, act.actors, said_by),
                 recipients=voiced(layers, act.recipients, said_by), when=when,
                 where=where.id if where else None, counts=counts_of(layers, told.token, act), status=status,
                 factuality=certainty.factuality if certainty else 3.0, said_by=said_by,
                 why="; ".join(filter(None, (act.why, certainty.why if certainty else ""))),
                 probability=act.probability, acled=act.acled, considered=act.considered)


def voiced(layers: Layers, parties: tuple[Party, ...], said_by: str | None) -> tuple[Party, ...]:
    """"I" and "we" in somebody's words are whoever says them."""
    text = layers.reading.text
    source = next((s.sources[0] for _, s in layers.statements if s.id == said_by and s.sources), None)
    speaker = layers.entities.get(source.entity or "") if source is not None else None
    if speaker is None:
        return parties
    return tuple(Party(span=p.span, entity=speaker.id, code=speaker.code)
                 if p.entity is None and text[p.span[0]:p.span[1]].lower() in SPEAKERS else p for p in parties)


def counts_of(layers: Layers, token: Token, act: Act) -> tuple[Count, ...]:
    """The counts of an act's parties and occurrences, and of the dead and wounded near an assault."""
    spans = [act.trigger, *(p.span for p in act.actors), *(p.span for p in act.recipients)]
    here = layers.counts.get(token.sent, ())
    found = [c for c in here if any(overlap(c.span, s) for s in spans)]
    if act.type == "ASSAULT":  # "an attack that killed 12", "12 people died in the attack"
        found += [c for c in here if c.what in ("killed", "wounded") and c not in found
                  and closeness(layers.parsed, token, c.span) < 5]
    return tuple(dict.fromkeys(found))


def said(layers: Layers, act: Act) -> str | None:
    """The innermost statement whose content the trigger stands in."""
    own = [(span[1] - span[0], s) for span, s in layers.statements
           if any(overlap(act.trigger, c) for c in s.content) and not (s.cue and overlap(s.cue, act.trigger))]
    depth = {s.id: s.within for _, s in layers.statements}
    return min(own, key=lambda x: (x[0], -_links(depth, x[1].id)))[1].id if own else None


def _links(within: dict[str, str | None], name: str) -> int:
    """How many statements a statement stands within."""
    count, at = 0, within.get(name)
    while at is not None and count < 20:
        count, at = count + 1, within.get(at)
    return count
