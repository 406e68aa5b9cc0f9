"""One story, claim or article of a store, for a terminal: all that hangs on it, with the ids that lead on."""
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.records import Article
from sayso.records.claim import Claim, Contradiction, Link, Mention, Story
from sayso.show import asked
from sayso.show.asked import Parts, certainty, key, kind, line, listing, number, parties, when, where
from sayso.show.neutral import one_line
from sayso.show.table import WIDE
from sayso.show.words import LINK

if TYPE_CHECKING:
    from sayso.store.rows import ArticleRow, Related, Version

STANCES = (("supports", "Supported by"), ("denies", "Denied by"), ("open", "Asked for, planned or doubted by"))
Reports = Mapping[str, Article]


class Told(NamedTuple):
    """A story with its reports' articles, the links between them, and its claims."""

    story: Story
    reports: Reports
    links: Sequence[Link]
    claims: Sequence[Claim]


class Page(NamedTuple):
    """An article, its links with the articles at their other ends, its stories and claims, what to see beside it."""

    article: "ArticleRow"
    links: Sequence[Link]
    others: Reports
    stories: Sequence[Story]
    claims: Sequence[Claim]
    also: "Sequence[Related]"


def story(told: Told, width: int) -> Parts:
    """Its reports in order of publication, who has it from whom, and what is claimed."""
    found, copied = told.story, {link.later for link in told.links if link.kind == "copy"} & set(told.story.reports)
    yield Text(one_line(found.title, 300), style="bold underline")
    about = [when(found.start, found.end), number(len(found.reports), "report"),
             f"{len(copied)} of them copied" if copied else "", one_line(found.id)]
    yield Text(" · ".join(part for part in about if part), style="dim")
    yield from _head("Reports")
    yield listing((("when", 12), ("report", 60), ("from", 28)),
                  [[Text(one_line(_day(told.reports.get(id_)))), _title(id_, told.reports),
                    _had_from(id_, told.links, told.reports)] for id_ in found.reports], width)
    yield from _head(number(len(told.claims), "claim"))
    yield from asked.claims(told.claims, width)


def _had_from(report: str, links: Sequence[Link], reports: Reports) -> Text:
    """What a report copies or cites."""
    verbs = {"copy": "copies", "citation": "cites"}
    return Text("\n").join(Text(f"{verbs.get(link.kind, link.kind)} {_short(link.earlier, reports)}")
                           for link in links if link.later == report)


def claim(found: Claim, reports: Reports, width: int) -> Parts:
    """Each side with its sources and their words, the contradictions side by side, and the grade with its reasons."""
    yield Text.assemble((one_line(kind(found.type, found.mode)), "bold underline"), "  ",
                        parties(found.actors, found.recipients))
    about = [when(found.start, found.end), where(found.place), found.status, f"CAMEO {found.cameo}", found.id,
             f"story {found.story}" if found.story else ""]
    yield Text(" · ".join(one_line(part) for part in about if part), style="dim")
    yield from _head(f"Grade {found.grade.reliability}{found.grade.credibility}")
    for reason in found.grade.reasons:
        yield Padding(Text(f"- {line(reason)}"), (0, 0, 0, 2))
    counts = {"supports": found.supporting, "denies": found.denying}
    for stance, words in STANCES:
        held = [mention for mention in found.mentions if mention.stance == stance]
        if held:
            sources = counts.get(stance)
            yield from _head(words + (f" {number(sources, 'independent source')}" if sources is not None else ""))
            yield from _side(held, reports)
    if found.contradictions:
        yield from _head(number(len(found.contradictions), "contradiction"))
    for one in found.contradictions:
        yield from _contradiction(one, found, reports, width)


def _side(held: Sequence[Mention], reports: Reports) -> Parts:
    """Sources in order, each with its mentions."""
    order = {mention.origin.key: n for n, mention in reversed(list(enumerate(held)))}
    for _, same in groupby(sorted(held, key=lambda m: order[m.origin.key]), key=lambda m: m.origin.key):
        mentions = list(same)
        origin = mentions[0].origin
        yield Padding(Text.assemble((one_line(origin.name, 120), "bold"),
                                    (f"  {one_line(origin.kind)}, {one_line(origin.key)}", "dim")), (0, 0, 0, 2))
        for mention in mentions:
            yield Padding(Text("\n").join(_mention(mention, reports)), (0, 0, 0, 4))


def _mention(mention: Mention, reports: Reports) -> Iterator[Text]:
    yield Text(f"“{line(mention.quote)}”", style="italic")
    about = Text(LINK.join(one_line(name, 80) for name in mention.origin.chain))
    about.append_text(Text.assemble(" · ", certainty(mention.status, mention.factuality)))
    yield about
    yield Text(f"{_short(mention.report, reports)} · {one_line(mention.report)}:{one_line(mention.event)}", style="dim")
    yield Text(f"why: {line(mention.origin.why)}", style="dim")


def _contradiction(one: Contradiction, claim: Claim, reports: Reports, width: int) -> Parts:
    """Both passages side by side; one above the other on a narrow screen."""
    yield Padding(Text.assemble((one_line(one.kind), "bold red"), f"  {line(one.why)}"), (0, 0, 0, 2))
    names = {(m.report, m.event): LINK.join(one_line(name, 80) for name in m.origin.chain) for m in claim.mentions}
    cells = [Text.assemble((names.get(at, one_line(at[0])), "bold"), f"\n“{line(quote)}”\n",
                           (f"{_short(at[0], reports)} · {one_line(at[0])}:{one_line(at[1])}", "dim"))
             for at, quote in ((one.one, one.one_quote), (one.other, one.other_quote))]
    table = Table(box=None, expand=True, pad_edge=False, padding=(0, 2), show_header=False)
    if width >= WIDE:
        table.add_column(ratio=1, overflow="fold")
        table.add_column(ratio=1, overflow="fold")
        table.add_row(*cells)
    else:
        table.add_column(ratio=1, overflow="fold")
        table.add_row(cells[0])
        table.add_row(Text("against", style="bold red"))
        table.add_row(cells[1])
    yield table


def article(page: Page, width: int) -> Parts:
    """Its versions, copies and citations in both directions, stories, claims, and what to see beside it."""
    found = page.article
    yield Text(one_line(found.versions[-1].title or found.url or found.key, 300), style="bold underline")
    about = [found.source, f"first seen {found.first_seen}", f"last seen {found.last_seen}", found.key]
    yield Text(" · ".join(one_line(part) for part in about if part), style="dim")
    for url in found.urls:
        yield Text(one_line(url, 2000), style="dim")
    yield from _head(number(len(found.versions), "version"))
    yield listing((asked.Head("report", width=asked.KEY), ("when", 30), ("title", 35), ("read by", 25)),
                  [_version(version) for version in found.versions], width)
    yield from _head("Copies and citations")
    if page.links:
        own = {version.report for version in found.versions}
        yield listing((("what", 16), ("report", 44), ("why", 40)),
                      [_link(link, own, page.others) for link in page.links], width)
    else:
        yield Text("None is known.")
    for one in page.stories:
        yield from _head("Story")
        yield Text.assemble(one_line(one.title, 300), "  ", key(one.id))
    yield from _head(number(len(page.claims), "claim"))
    yield from asked.claims(page.claims, width)
    yield from _head("See also")
    if not page.also:
        yield Text("Nothing else in the store has to do with it.")
        return
    yield listing((("report", 50), ("why", 50)),
                  [[_related(one), Text("\n").join(Text(line(why)) for why in one.reasons)] for one in page.also],
                  width)


def _related(one: "Related") -> Text:
    about = " · ".join(one_line(part, 80) for part in (one.source, one.published) if part)
    return Text("\n").join([Text(one_line(one.title or "without a title", 200), style="bold"), Text(about, style="dim"),
                            key(one.report)])


def _version(held: "Version") -> list[Text]:
    when_ = f"published {one_line(held.published)}" if held.published else "no date of publication"
    return [key(held.report), Text(f"{when_}\nfetched {one_line(held.fetched)}"),
            Text(one_line(held.title or "without a title", 200)),
            Text("\n").join(Text(one_line(reader)) for reader in held.readers) if held.readers
            else Text("not read yet", style="yellow")]


def _link(link: Link, own: set[str], others: Reports) -> list[Text]:
    outwards = link.later in own
    verb = {("copy", True): "copies", ("copy", False): "copied by", ("citation", True): "cites",
            ("citation", False): "cited by"}.get((link.kind, outwards), link.kind)
    return [Text(f"{one_line(verb)} ({link.score:.2f})", style="bold"),
            _title(link.earlier if outwards else link.later, others), Text(line(link.why))]


def _title(report: str, reports: Reports) -> Text:
    held = reports.get(report)
    title = one_line((held.title if held else None) or "without a title", 200)
    source = one_line((held.source if held else None) or "an unnamed outlet", 80)
    return Text("\n").join([Text(title, style="bold"), Text(source, style="dim"), key(report)])


def _short(report: str, reports: Reports) -> str:
    """A report as "herald.example, 2024-05-09"."""
    held = reports.get(report)
    return ", ".join(one_line(part, 80) for part in (held.source, held.published) if part) if held else one_line(report)


def _day(held: Article | None) -> str:
    return held.published if held and held.published else "no date"


def _head(title: str) -> Parts:
    yield Text()
    yield Text(one_line(title), style="bold")
