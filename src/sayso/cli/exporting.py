"""`sayso export`: acts, chosen as `sayso claims` and `sayso events` choose them, in the forms of other tools."""
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from sayso.cli import filtering as by
from sayso.cli.app import UsageError, app, stream
from sayso.cli.stored import STORE, StorePlace, answering, is_terminal, opened, today
from sayso.errors import RecordError
from sayso.store.filters import ClaimFilter, EventFilter

if TYPE_CHECKING:
    from sayso.export.base import Batch, Row
    from sayso.export.index import Format
    from sayso.records.claim import Claim, Side
    from sayso.store.base import View
    from sayso.store.rows import EventRow

ALL = 10**9  # an export has no next page
OF_CLAIMS = ("least_supporting", "least_denying", "contradicted")  # what only claims can be asked for


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """What is exported: claims, and the events of no claim; None where the options leave none of them."""

    claims: ClaimFilter | None
    events: EventFilter | None
    about: str | None = None  # events have no such filter of their own


@app.command()
@by.choosing(by.CLAIMS)
def export(
    where: by.Where,
    form: Annotated[str, typer.Argument(metavar="FORMAT", show_default=False, help=(
        "jsonl, claims, acled, gdelt, icews, parquet, geojson, stix, ftm or statements."))],
    story: Annotated[str | None, typer.Option(metavar="ID", help="The claims of one story.")] = None,
    mentions: Annotated[bool, typer.Option("--mentions", help=(
        "A row for each event of each report, not one for each act."))] = False,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write to FILE, not to standard output.")] = None,
    store: StorePlace = STORE,
) -> None:
    """Write acts in the form of another tool."""
    chosen_form = _form(form)
    if chosen_form.name == "parquet" and output is None and is_terminal():
        raise UsageError("Parquet is no text for a terminal; give --output FILE.")
    only_claims = (story is not None or where["contradicted"] is not None
                   or where["least_supporting"] > 0 or where["least_denying"] > 0)
    if mentions and (only_claims or form == "claims"):
        raise UsageError("--mentions leaves claims aside; --sources, --denying, --contradicted, --story and the form "
                         "claims ask for them.")
    common = {name: value for name, value in where.items() if name not in (*OF_CLAIMS, "about")}
    chosen = Chosen(
        claims=None if mentions else ClaimFilter(**where, story=story, limit=ALL),
        events=None if only_claims else EventFilter(**common, limit=ALL), about=where["about"])
    with answering(None) as out, opened(store) as held:
        batch = make(held.view, chosen, today())
        told = len(chosen_form.told(batch))
        written = BytesIO()  # whole before a file is opened: a form that fails leaves an older file as it was
        chosen_form.write(batch, written)
        with stream(output, [store]) as opened_:
            opened_.write(written.getbuffer())
            opened_.flush()
        left = len(batch.rows) - told
        if output is not None or left:
            out.aside(f"{told:,} of {len(batch.rows):,} rows written as {form}" + (
                f"; {left:,} left out, which this form cannot tell (docs/export.md says which)" if left else ""))


def make(view: "View", chosen: Chosen, day: str) -> "Batch":
    """What is chosen: claims with all their mentions, then events that no claim holds, corrections applied."""
    from sayso.export.base import Batch, make_batch
    from sayso.records.claim import Report

    claims = by.all_claims(view, chosen.claims)[0] if chosen.claims is not None else ()
    events = _events(view, chosen, alone=chosen.claims is not None)
    keys = dict.fromkeys(mention.report for claim in claims for mention in claim.mentions)
    keys |= dict.fromkeys(event.report for event in events.values())
    reports = [Report(id=key, article=key.rpartition("-")[0], reading=reading) for key in keys
               if (reading := view.reading(key)) is not None]
    whole = make_batch(reports, claims, made=day)
    rows = tuple(_corrected(row, events.get(row.id)) for row in whole.rows if row.kind == "claim" or row.id in events)
    return Batch(rows=rows, reports=whole.reports, claims=whole.claims, made=day)


def _form(name: str) -> "Format":
    from sayso.export.index import by_name

    try:
        return by_name(name)
    except RecordError as error:
        raise UsageError(f"{error.message}.") from error


def _events(view: "View", chosen: Chosen, *, alone: bool) -> "dict[str, EventRow]":
    """The events that are chosen, by the ids of their rows; with `alone` those that no claim holds."""
    if chosen.events is None:
        return {}
    asked = [chosen.events]
    if chosen.about is not None:
        here = chosen.events.countries
        at_home = msgspec.structs.replace(chosen.events, countries=(chosen.about,))
        asked = [at_home] if not here or chosen.about in here else []
        # one party can be asked for at a time: where the options name another, both must hold
        asked.append(msgspec.structs.replace(chosen.events, party=chosen.about))
    found = {event.key: event for wanted in asked for event in by.all_events(view, wanted)[0]}
    if chosen.about is not None and chosen.events.party is not None:
        named = {event.key for event in by.all_events(view, chosen.events)[0]}
        found = {key: event for key, event in found.items() if key in named}
    told = _told(view.claims_of({event.report for event in found.values()})) if alone else set()
    return {f"{event.report}/{event.event}": event for event in found.values()
            if (event.report, event.event) not in told}


def _told(claims: "Iterable[Claim]") -> set[tuple[str, str]]:
    return {(mention.report, mention.event) for claim in claims for mention in claim.mentions}


def _corrected(row: "Row", event: "EventRow | None") -> "Row":
    """The row with what analysts corrected of its event."""
    from sayso.export.base import Who

    if event is None or not event.corrected:
        return row

    def people(sides: "Iterable[Side]") -> tuple[Who, ...]:
        return tuple(Who(name=s.name, ref=s.ref, code=s.code, country=s.country) for s in sides)

    told = tuple(msgspec.structs.replace(one, status=event.status, factuality=event.factuality) for one in row.told)
    return msgspec.structs.replace(
        row, type=event.type, mode=event.mode, cameo=event.cameo or "", status=event.status,
        factuality=(event.factuality, event.factuality), start=event.start, end=event.end, place=event.place,
        acled=None if "type" in event.corrected else row.acled, told=told,
        admin1=None if "place" in event.corrected else row.admin1,
        actors=people(event.actors) if "actors" in event.corrected else row.actors,
        recipients=people(event.recipients) if "recipients" in event.corrected else row.recipients)
