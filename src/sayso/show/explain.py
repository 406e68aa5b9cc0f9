"""Explanations in words: by which rule or with which probabilities an event was typed, and what else was considered."""
from collections.abc import Iterator, Sequence

from sayso.records import Explanation, FrameFit, Option, Reading
from sayso.show import words
from sayso.show.neutral import one_line
from sayso.show.words import ARROW, LINK, OWN_VOICE, Index

NONE = "NONE"
WORTH = 0.05  # a word is shown among those considered and left if it was this likely to tell of an event


def chosen(explanations: Sequence[Explanation], wanted: str | None) -> list[Explanation]:
    """That of the event `wanted`; without a wish all events and what nearly was one."""
    if wanted is not None:
        return [e for e in explanations if e.event == wanted]
    return [e for e in explanations if e.event is not None or e.rule_type is not None or _event_chance(e) >= WORTH]


def _event_chance(one: Explanation) -> float:
    none = next((o.probability for o in one.pooled if o.type == NONE), None)
    return 0.0 if not one.pooled else 1 - (none or 0.0)


def lines(reading: Reading, one: Explanation) -> Iterator[str]:
    """An explanation as lines of text, the first its head."""
    index = Index.of(reading)
    event = next((e for e in reading.events or () if e.id == one.event), None)
    trigger = one_line(index.words(one.trigger))
    yield f"{one.event}  {one.type} “{trigger}”" if event else f"–   no event: “{trigger}”"
    yield f"    sentence   {_marked(reading.text, one)}"
    if event is not None:
        yield f"    who ► whom {words.parties(index, event.actors)}{ARROW}{words.parties(index, event.recipients)}"
    yield from _typed(one)
    if event is not None:
        mode = f"mode {event.mode}, " if event.mode else ""
        acled = f", ACLED {event.acled}" if event.acled else ""
        yield f"    also       {mode}CAMEO {event.cameo}{acled}"
        yield f"    status     {event.status}, {words.certainty(event)} ({event.factuality:+g})"
        yield f"    say-so of  {one_line(LINK.join(words.chain(index, event)) or OWN_VOICE)}"
        yield f"    read by    {one_line(one.why)}"


def _typed(one: Explanation) -> Iterator[str]:
    best = next((f for f in one.rules if f.fits), None)
    if best is not None:
        said = "no event" if best.type == NONE else f"{best.type} {best.cameo or ''}".strip()
        yield f"    rule       {best.word} [{_conditions(best)}] says {said}"
    elif one.rules:
        yield "    rule       none of the lexicon's rows fits"
    else:
        yield "    rule       the word is not in the lexicon"
    others = [f for f in one.rules if f is not best][:5]
    for other in others:
        held = "fits too, asks for less" if other.fits else f"lacks {', '.join(other.missing)}"
        yield f"               not {other.type} [{_conditions(other)}]: {held}"
    if one.model is None:
        return
    yield f"    model      {_chances(one.alone)}   ({one.model})"
    if one.rule_type and one.rule_weight is not None:
        yield f"    together   {_chances(one.pooled)}   (the rule weighs {one.rule_weight:.1f} nats)"
    else:
        yield f"    together   {_chances(one.pooled)}   (no rule speaks for an event)"
    if one.event is None:
        yield f"    left       {one.dropped or one.why}"


def _conditions(frame: FrameFit) -> str:
    return "anywhere" if frame.frame == "-" else frame.frame


def _chances(options: Sequence[Option]) -> str:
    return ", ".join(f"{'no event' if o.type == NONE else o.type} {o.probability:.2f}" for o in options) or "not asked"


def _marked(text: str, one: Explanation) -> str:
    """The sentence with its trigger in brackets."""
    (start, end), (a, b) = one.sentence, one.trigger
    return one_line(f"{text[start:a]}[{text[a:b]}]{text[b:end]}", 500)
