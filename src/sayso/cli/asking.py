"""`sayso search`, `events`, `stories`, `story`, `claims`, `claim`, `actors`, `article`: what is asked of a store."""
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from sayso.cli import filtering as by
from sayso.cli.app import UsageError, app
from sayso.cli.stored import STORE, Form, Output, StorePlace, answering, opened
from sayso.store.filters import ClaimFilter, EventFilter

if TYPE_CHECKING:
    from sayso.records import Article
    from sayso.records.claim import Link
    from sayso.store.base import View


class Within(StrEnum):
    """What is searched."""

    REPORTS = "reports"
    EVIDENCE = "evidence"


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", show_default=False, help=(
        "All of them must be there; '\"two words\"' stand together, word* begins one, '-word' must not be there."))],
    within: Annotated[Within, typer.Option(help="Search whole reports, or the sentences that report events.")] = (
        Within.REPORTS),
    limit: by.Limit = 20,
    format: Form = None,
    store: StorePlace = STORE,
) -> None:
    """Find reports, or evidence, by their words."""
    from sayso.show import asked

    with answering(format) as out, opened(store) as held:
        found = held.view.search(" ".join(words), within=within.value, limit=_page(limit))
        out.records(found, lambda width: asked.hits(found, width))


@app.command()
@by.choosing(by.ACTS)
def events(
    where: by.Where,
    mode: by.Modes = None,
    geonames: Annotated[int | None, typer.Option(metavar="ID", help="The place by its GeoNames id.")] = None,
    source: Annotated[list[str] | None, typer.Option(metavar="OUTLET", show_default=False, help=(
        "The outlet, as herald.example; may be given again."))] = None,
    least_factuality: Annotated[float | None, typer.Option(min=-3, max=3, metavar="F", help=(
        "From -3, certainly not, to 3, certainly."))] = None,
    most_factuality: Annotated[float | None, typer.Option(min=-3, max=3, metavar="F", help=(
        "The same from above: -1 for what is denied."))] = None,
    least_probability: Annotated[float | None, typer.Option(min=0, max=1, metavar="P", help=(
        "The least probability that it is an event at all; passes over events read without a model."))] = None,
    report: Annotated[str | None, typer.Option(metavar="ID", help="Those of one report.")] = None,
    limit: by.Limit = 50,
    cursor: by.Cursor = None,
    format: Form = None,
    store: StorePlace = STORE,
) -> None:
    """List events: who did what to whom, on whose say-so; the latest first."""
    from sayso.show import asked

    wanted = EventFilter(
        **where, modes=tuple(mode or ()), geonames=geonames, sources=tuple(source or ()),
        least_factuality=least_factuality, most_factuality=most_factuality, least_probability=least_probability,
        report=report, limit=limit, cursor=cursor)
    with answering(format) as out, opened(store) as held:
        found, more = by.all_events(held.view, wanted)
        out.records(found, lambda width: asked.events(found, width))
        _more(out, "events", more)


@app.command()
def stories(
    report: Annotated[str | None, typer.Option(metavar="ID", help="Those that a report belongs to.")] = None,
    limit: by.Limit = 50,
    format: Form = None,
    store: StorePlace = STORE,
) -> None:
    """List stories: reports about one unfolding matter; the latest first."""
    from sayso.show import asked

    with answering(format) as out, opened(store) as held:
        found = held.view.stories(report=report, limit=_page(limit))
        out.records(found, lambda width: asked.stories(found, width))


@app.command()
def story(
    id: Annotated[str, typer.Argument(metavar="ID", show_default=False, help="The story; `sayso stories` names it.")],
    format: Form = None,
    store: StorePlace = STORE,
) -> None:
    """Show a story: its reports, who copies or cites whom, and what is claimed in it."""
    from sayso.show import asked_one

    with answering(format) as out, opened(store) as held:
        found = held.view.story(id)
        if found is None:
            raise UsageError(f"There is no story {id!r} in the store; `sayso stories` names those that there are.")
        reports = _articles(held.view, found.reports)
        links = _links(held.view, found.reports)
        claims, _ = by.all_claims(held.view, ClaimFilter(story=id, limit=10**9))
        told = {**msgspec.structs.asdict(found), "reports": [_told(key, reports[key]) for key in found.reports],
                "links": links, "claims": claims}
        out.records([told], lambda width: asked_one.story(asked_one.Told(found, reports, links, claims), width))


@app.command()
@by.choosing(by.CLAIMS)
def claims(
    where: by.Where,
    story: Annotated[str | None, typer.Option(metavar="ID", help="Those of one story.")] = None,
    limit: by.Limit = 50,
    cursor: by.Cursor = None,
    format: Form = None,
    store: StorePlace = STORE,
) -> None:
    """List claims: what independent sources say of one act; the latest first."""
    from sayso.show import asked

    wanted = ClaimFilter(**where, story=story, limit=limit, cursor=cursor)
    with answering(format) as out, opened(store) as held:
        found, more = by.all_claims(held.view, wanted)
        out.records(found, lambda width: asked.claims(found, width))
        _more(out, "claims", more)


@app.command()
def claim(
    id: Annotated[str, typer.Argument(metavar="ID", show_default=False, help="The claim; `sayso claims` names it.")],
    format: Form = None,
    store: StorePlace = STORE,
) -> None:
    """Show a claim: who holds each side, through which sources, what contradicts what, and how it is graded."""
    from sayso.show import asked_one

    with answering(format) as out, opened(store) as held:
        found = held.view.claim(id)
        if found is None:
            raise UsageError(f"There is no claim {id!r} in the store; `sayso claims` names those that there are.")
        reports = _articles(held.view, (mention.report for mention in found.mentions))
        told = {**{name: getattr(found, name) for name in found.__struct_fields__},
                "reports": [_told(key, article) for key, article in reports.items()]}
        out.records([told], lambda width: asked_one.claim(found, reports, width))


@app.command()
def actors(
    one: Annotated[str, typer.Argument(metavar="A", show_default=False, help="A country, a code or a name.")],
    other: Annotated[str, typer.Argument(metavar="B", show_default=False, help="Another.")],
    since: Annotated[str | None, typer.Option(metavar="MONTH", help="From this month on, YYYY-MM.")] = None,
    until: Annotated[str | None, typer.Option(metavar="MONTH", help="Up to this month, included.")] = None,
    format: Form = None,
    store: StorePlace = STORE,
) -> None:
    """Show how two actors dealt with each other, month by month and in each direction."""
    from sayso.show import asked

    start, end = by.first_day(since), by.last_day(until)
    with answering(format) as out, opened(store) as held:
        found = held.view.actors(by.who(one) or one, by.who(other) or other, since=start and start[:7],
                                 until=end and end[:7])
        out.records(found, lambda width: asked.months(found, width))


@app.command()
def article(
    id: Annotated[str, typer.Argument(metavar="ID", show_default=False, help=(
        "An article's or a report's key, or the article's URL."))],
    limit: Annotated[int, typer.Option(min=1, max=by.PAGE, metavar="N", help=(
        "The most reports that are named under \"see also\"."))] = 10,
    format: Form = None,
    store: StorePlace = STORE,
) -> None:
    """Show an article: its versions, its copies and citations, its stories and claims, and what to see beside it."""
    from sayso.show import asked_one

    with answering(format) as out, opened(store) as held:
        view = held.view
        found = view.article(id)
        if found is None:
            raise UsageError(f"There is no article {id!r} in the store; `sayso search` finds articles by their words.")
        own = tuple(version.report for version in found.versions)
        links = _links(view, own)
        others = _articles(view, {key for link in links for key in (link.later, link.earlier)} - {*own})
        seen = {one.id: one for key in own for one in view.stories(report=key)}
        held_by = view.claims_of(own)
        read = [version.report for version in found.versions if version.readers]
        also = view.see_also(read[-1] if read else own[-1], limit=limit)
        told = {**{name: getattr(found, name) for name in found.__struct_fields__}, "links": links,
                "linked": [_told(key, one) for key, one in others.items()], "see_also": also,
                "stories": [{"id": one.id, "title": one.title} for one in seen.values()],
                "claims": [one.id for one in held_by]}
        page = asked_one.Page(found, links, others, tuple(seen.values()), held_by, also)
        out.records([told], lambda width: asked_one.article(page, width))


def _page(limit: int) -> int:
    """A number of rows that one question may ask for. UsageError for more: these questions have no next page."""
    if limit > by.PAGE:
        raise UsageError(f"--limit {limit} is too many; ask for at most {by.PAGE}.")
    return limit


def _more(out: Output, what: str, cursor: str | None) -> None:
    """A list that was cut says so, and how to go on."""
    if cursor is not None:
        out.aside(f"there are more {what}; go on with --cursor '{cursor}'")


def _articles(view: "View", reports: Iterable[str]) -> "dict[str, Article]":
    """Reports with what was published, in order."""
    keys = list(dict.fromkeys(reports))
    return {one.report: one.content for one in view.versions(keys)}


def _links(view: "View", reports: tuple[str, ...]) -> "tuple[Link, ...]":
    """All links from and to some reports, each once."""
    found = {(link.kind, link.later, link.earlier): link for key in reports for link in view.links(key)}
    return tuple(found[key] for key in sorted(found))


def _told(report: str, content: "Article") -> dict[str, str | None]:
    """A report as others name it."""
    return {"report": report, "title": content.title, "source": content.source, "published": content.published,
            "url": content.url}
