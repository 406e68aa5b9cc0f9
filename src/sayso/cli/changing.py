"""`sayso correct` and `sayso grade`: what analysts say of events and sources. No reading is changed."""
import re
from enum import StrEnum
from typing import Annotated, Any

import msgspec
import typer

from sayso.cli import filtering as by
from sayso.cli.app import UsageError, app
from sayso.cli.stored import STORE, Form, StorePlace, Who, analyst, answering, opened
from sayso.records.claim import Side

_PARTY = re.compile(r"\s*([^\[\]]+?)\s*(?:\[([A-Z]{3,15})\])?\s*")


class Letter(StrEnum):
    """Reliability of a source after NATO AJP-2.1."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


@app.command()
def correct(
    event: Annotated[str, typer.Argument(metavar="EVENT", show_default=False, help=(
        "The event, as `sayso events` names it: REPORT:EVENT."))],
    fields: Annotated[list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", show_default=False, help=(
        "The field and its right value, null for none; may be given again for another field."))] = None,
    why: Annotated[str | None, typer.Option(metavar="SENTENCE", show_default=False, help="Why it is wrong.")] = None,
    who: Who = None,
    history: Annotated[bool, typer.Option("--history", help="Show all corrections of it, and what was read.")] = False,
    format: Form = None,
    store: StorePlace = STORE,
) -> None:
    """Correct an event, with who, when and why; the reading stays as it is."""
    from sayso.show import asked

    if not fields and not history:
        raise UsageError("Nothing to correct was named; give --set FIELD=VALUE, or --history to see what was.")
    if fields and not (why or "").strip():
        raise UsageError("A correction needs its reason; give --why SENTENCE.")
    changes = _changes(fields or [])
    with answering(format) as out, opened(store) as held:
        if held.view.event(event) is None:
            raise UsageError(f"There is no event {event!r} in the store; `sayso events` names those that there are.")
        made = held.writer.correct(event, changes, who=analyst(who), why=why or "") if changes else ()
        if changes and not made:
            out.aside("nothing to correct: the event says so already")
        row = held.view.event(event)
        assert row is not None
        told = held.view.corrections(event) if history else made
        out.records(told, lambda width: asked.corrections(told, row, width))


@app.command()
def grade(
    source: Annotated[str, typer.Argument(metavar="SOURCE", show_default=False, help=(
        "An outlet or agency by its host or name, or any source by the key that `sayso claim` shows."))],
    reliability: Annotated[Letter | None, typer.Argument(
        metavar="[A-F]", case_sensitive=False, show_default=False, help=(
            "From A, completely reliable, to E, unreliable; F: cannot be judged. Without it: show them."))] = None,
    why: Annotated[str | None, typer.Option(metavar="SENTENCE", show_default=False, help="Why this grade.")] = None,
    who: Who = None,
    format: Form = None,
    store: StorePlace = STORE,
) -> None:
    """Say how reliable a source is, or show what was said of it."""
    from sayso.pipeline.asked import source_key
    from sayso.pipeline.grading import regrade
    from sayso.show import asked

    if reliability is not None and not (why or "").strip():
        raise UsageError("A grade needs its reason; give --why SENTENCE.")
    if reliability is None and why is not None:
        raise UsageError("--why gives the reason of a grade; give a letter from A to F too.")
    key = source_key(source)
    with answering(format) as out, opened(store) as held:
        if reliability is not None:
            made = held.writer.grade_source(key, reliability.value, who=analyst(who), why=why or "")
            if changed := regrade(held, key):
                out.aside(f"{changed:,} {'claim rests' if changed == 1 else 'claims rest'} on it and took the grade up")
        told = (made,) if reliability is not None else held.view.source(key).history
        out.records(told, lambda width: asked.grades(told, key, width))


def _changes(given: list[str]) -> dict[str, Any]:
    """Fields with their values. UsageError for what is no FIELD=VALUE, and for a field that is named twice."""
    found: dict[str, Any] = {}
    for one in given:
        field, equals, value = one.partition("=")
        field = field.strip()
        if not equals or not field:
            raise UsageError(f"--set {one} names no value; write FIELD=VALUE, such as status=planned.")
        if field in found:
            raise UsageError(f"--set {field} is given twice; give one value.")
        found[field] = _value(field, value.strip())
    return found


def _value(field: str, text: str) -> Any:
    """A value as people write it; JSON where it begins like that. The store checks what a field takes."""
    if text in ("", "null"):
        return [] if field in ("actors", "recipients") else None
    if text[0] in "[{":
        try:
            return msgspec.json.decode(text.encode("utf-8", "surrogateescape"))
        except (msgspec.DecodeError, UnicodeError) as error:
            raise UsageError(f"--set {field}: the value begins like JSON and is none ({error}).") from error
    if field == "factuality":
        try:
            return float(text)
        except ValueError as error:
            raise UsageError(f"--set {field}={text} is no number; it takes one from -3 to 3.") from error
    if field in ("actors", "recipients"):
        return [_party(field, part) for part in text.split(";")]
    return by.place_named(text) if field == "place" else text


def _party(field: str, text: str) -> Side:
    """A party as "Name [CODE]"; its country is that of the code."""
    found = _PARTY.fullmatch(text)
    if found is None:
        raise UsageError(f"--set {field}: {text.strip()!r} is no party; write \"Name [CODE]; Name\".")
    code = found[2]
    country = code[:3] if code and by.is_country(code[:3]) else None
    return Side(ref=None, name=found[1], code=code, country=country)
