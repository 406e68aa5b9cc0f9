"""Readings in the store ► links, stories and claims in the store.

What comes out depends on which reports there are and on the order in which they came on each day, not on when or how
often comparing was run: in one run or in many, killed or not, the result is the same. That holds because every span of
14 days (`sayso.pipeline.marks`) is compared as a whole, in order of publication, from the reports of that span and of
the one before it alone (or goes on from where it was, if all that is new comes after the last report):
- copies: a report is compared with those of its own span and the one before;
- stories: a report joins a story that a report of those two spans is in, or begins one;
- claims: those of a story are made of all its reports, whenever any of them, or of their links, changed.
A span is compared anew when a report comes into it, is read again or is replaced by a newer version; so is the span
after it, and further ones as long as reports change their stories. So the cost of a report depends on how much was
published in its month and on the size of its story, not on how much the store holds.

Everything is written before the marks that say so. Whoever is killed in between writes the same again; whoever finds
that another process has set marks meanwhile does it all again.
"""
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from sayso.compare.claims import Board
from sayso.compare.copies import CopyIndex, Kept, signature_of
from sayso.compare.shingles import VERSION
from sayso.compare.sources import citations
from sayso.compare.stories import Filed, StoryIndex
from sayso.pipeline.asked import source_key
from sayso.pipeline.marks import LEFT_OUT, Calendar, Mark, article_of, marks, put_marks
from sayso.records import Reading
from sayso.records.claim import Claim, Link, Report, Story
from sayso.store.base import Store, reader_stamp

SHINGLES = f"shingles-{VERSION}"
MOST_READINGS, MOST_BRIEFS, MOST_BOARDS, MOST_PASSES = 200, 4_000, 50, 2  # held in memory
STORIES_AT_ONCE = 20  # whose claims are written in one transaction
Progress = Callable[[str, int, int], None]
K = TypeVar("K")
T = TypeVar("T")


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """What a comparison did: reports gone through, and how many links are new, stories and claims were written.

    `held`: all reports that there are. Looking through their marks takes some 6 µs each.
    """

    reports: int = 0
    held: int = 0
    links: int = 0
    stories: int = 0
    claims: int = 0


class Brief(msgspec.Struct, frozen=True):
    """What copies and stories need of a report."""

    text: str
    title: str | None
    published: str | None
    names: tuple[str, ...]
    stamp: str


class _Pass(msgspec.Struct):
    """A span as far as it was gone through. What comes after the last of `given` can go on from here."""

    before: list[tuple[str, str]]  # the reports of the span before, with their stories
    copies: CopyIndex
    stories: StoryIndex
    given: dict[str, Mark] = {}
    links: list[Link] = []


class _Kept(OrderedDict[K, T]):
    """The things used last, at most so many."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def of(self, key: K, make: Callable[[], T]) -> T:
        """What is kept, made if it is not."""
        if key not in self:
            self[key] = make()
            if len(self) > self._most:
                self.popitem(last=False)
        self.move_to_end(key)
        return self[key]


class Comparer:
    """Compares what is to be compared. Keeps nothing but copies of what the store has: a new one gives the same."""

    def __init__(self, store: Store, tell: Progress = lambda *_: None) -> None:
        self._view, self._writer, self._tell = store.view, store.writer, tell
        self._seen: dict[str, Mark] = {}
        self._readings: _Kept[str, Reading] = _Kept(MOST_READINGS)
        self._briefs: _Kept[str, Brief] = _Kept(MOST_BRIEFS)
        self._signatures: dict[str, bytes] = {}
        self._suspect: set[str] = set()  # stories that were written, or begun to be, and not marked
        self._passes: _Kept[int, _Pass] = _Kept(MOST_PASSES)
        self._boards: _Kept[str, tuple[Board, dict[str, str]]] = _Kept(MOST_BOARDS)

    def compare(self) -> Compared:
        """Brings links, stories and claims up to date with the readings."""
        before = self._held()
        if all(mark.digest for mark in before.values()):
            return Compared(held=len(before))
        calendar = Calendar(before, self._is_read)
        spans, gone_through, copies = set(calendar.spans), 0, list[Link]()
        while spans:
            span = min(spans)
            spans.remove(span)
            given, found, number = self._span(calendar, span)
            gone_through += number
            changed = {report for report, mark in given.items() if mark != before[report]}
            copies += [link for link in found if link.later in changed or link.earlier in changed]
            moved = any(given[report].story != calendar.marks[report].story for report in given)
            for report, mark in given.items():
                calendar.give(report, mark)
            if (span in calendar.spans or moved) and calendar.of_span(span + 1):
                spans.add(span + 1)
            self._tell("compared", gone_through, gone_through)
        changes = {report: mark for report, mark in calendar.marks.items() if mark != before[report]}
        changes |= {report: Mark(before[report].day, "", LEFT_OUT) for report in calendar.to_clear}
        if not changes:
            return Compared(reports=gone_through, held=len(before))
        told = self._write(calendar, before, changes, copies)
        if overtaken := self._overtaken(before):  # what was written here rests on what is no more
            put_marks(self._writer, {report: Mark(mark.day, mark.story) for report, mark in overtaken.items()
                                     if report in changes})
            return self.compare()
        put_marks(self._writer, changes)
        self._suspect.clear()
        self._seen = before | changes
        return msgspec.structs.replace(told, reports=gone_through, held=len(before))

    def _held(self) -> dict[str, Mark]:
        """All marks. What is kept of reports whose mark this comparer does not know is dropped: they are read anew."""
        held = marks(self._view)
        changed = {report for report, mark in held.items() if self._seen.get(report) != mark}
        for report in changed:
            self._readings.pop(report, None)
            self._briefs.pop(report, None)
        for span, one in list(self._passes.items()):
            if not changed.isdisjoint((*one.given, *(report for report, _ in one.before))):
                del self._passes[span]
        self._seen = held
        return held

    def _is_read(self, report: str) -> bool:
        reading = self._view.reading(report)
        if reading is not None:
            self._briefs.of(report, lambda: _brief(reading))
        return reading is not None

    def _span(self, calendar: Calendar, span: int) -> tuple[dict[str, Mark], list[Link], int]:
        """The marks that the reports of a span get, their links with one another and the span before, and how many
        reports had to be gone through.
        """
        earlier, mine = calendar.of_span(span - 1), calendar.of_span(span)
        before = [(report, calendar.marks[report].story) for report in earlier]
        held, gone_through = self._passes.pop(span, None), 0
        if held is None or held.before != before or list(held.given) != mine[:len(held.given)]:
            held, gone_through = self._begun(calendar, before), len(before)
        rest = mine[len(held.given):]
        signatures = self._signed(rest)
        for report in rest:
            brief = self._brief(report)
            found = held.copies.add_signature(Kept(report, brief.published, signatures[report]))
            story = held.stories.add(report, brief.text, brief.published, title=brief.title, names=brief.names)
            held.links += found
            held.given[report] = Mark(calendar.marks[report].day, story, _digest(brief, found))
        self._passes.of(span, lambda: held)
        return dict(held.given), list(held.links), gone_through + len(rest)

    def _begun(self, calendar: Calendar, before: list[tuple[str, str]]) -> "_Pass":
        """A span before its first report: what the span before it leaves to it."""
        begun = _Pass(before=before, copies=CopyIndex(), stories=StoryIndex())
        signatures = self._signed([report for report, _ in before])
        for report, _ in before:
            begun.copies.add_signature(Kept(report, self._brief(report).published, signatures[report]))
        begun.stories.load(self._filed(calendar, signatures))
        return begun

    def _filed(self, calendar: Calendar, reports: Iterable[str]) -> Iterator[Filed]:
        for report in reports:
            brief = self._brief(report)
            yield Filed(report=report, story=calendar.marks[report].story, text=brief.text, published=brief.published,
                        title=brief.title, names=brief.names)

    def _signed(self, reports: Sequence[str]) -> dict[str, bytes]:
        """The shingles of reports, from the store; what is not there yet is made and put there."""
        missing = [report for report in reports if report not in self._signatures]
        held = self._view.signatures(SHINGLES, missing) if missing else {}
        made = {report: signature_of(self._brief(report).text) for report in missing if report not in held}
        if made:
            self._writer.put_signatures(SHINGLES, made)
        known = self._signatures | held | made
        self._signatures = {report: known[report] for report in reports}  # the next span needs the half of them
        return self._signatures

    def _write(self, calendar: Calendar, before: dict[str, Mark], changes: dict[str, Mark],
               copies: list[Link]) -> Compared:
        """Writes what follows from changed marks, but for the marks."""
        links = self._writer.put_links(copies) if copies else 0
        self._suspect |= {m.story for report in changes for m in (before[report], changes[report]) if m.story}
        self._suspect |= self._written(changes)
        touched = sorted(self._suspect)
        members = {story: calendar.of_story(story) for story in touched}
        left: dict[str, list[str]] = {}
        for report in changes:
            left.setdefault(before[report].story, []).append(report)
        gone = [story for story in touched if not members[story]]
        self._writer.put_stories([self._story(story, held) for story, held in members.items() if held], gone)
        links_more = claims = 0
        for at in range(0, len(touched), STORIES_AT_ONCE):
            part = touched[at:at + STORIES_AT_ONCE]
            made, cited = self._claims({story: members[story] for story in part})
            links_more += self._writer.put_links(cited) if cited else 0
            about = {report for story in part for report in (*members[story], *left.get(story, ()))}
            about |= {report for story in part for report in members[story] if report in changes}
            old = {claim.id for claim in self._view.claims_of(about)}
            self._writer.put_claims(made, sorted(old - {claim.id for claim in made}))
            claims += len(made)
            self._tell("stories", at + len(part), len(touched))
        return Compared(links=links + links_more, stories=sum(map(bool, members.values())), claims=claims)

    def _written(self, changes: Iterable[str]) -> set[str]:
        """The stories in which the store has these reports, and of whose claims they are: not those of their marks if
        somebody was killed, or overtaken, after he had written them.
        """
        stories = {story.id for report in changes for story in self._view.stories(report=report)}
        return stories | {claim.story for claim in self._view.claims_of(changes) if claim.story}

    def _overtaken(self, before: dict[str, Mark]) -> dict[str, Mark]:
        """All marks as they are now, if another process has compared something since; else nothing."""
        now = marks(self._view)
        return now if any(mark.digest and before.get(report) != mark for report, mark in now.items()) else {}

    def _story(self, story: str, members: Sequence[str]) -> Story:
        briefs = [self._brief(report) for report in members]
        days = [brief.published for brief in briefs if brief.published]
        return Story(id=story, title=next((b.title for b in briefs if b.title), ""), reports=tuple(members),
                     start=min(days, default=None), end=max(days, default=None))

    def _claims(self, stories: dict[str, list[str]]) -> tuple[list[Claim], list[Link]]:
        """The claims of stories, and the citations in them."""
        reliability = {source_key(source): grade for source, grade in self._view.reliabilities().items()}
        found, cited = list[Claim](), list[Link]()
        for story, members in stories.items():
            if not members:
                continue
            inside = set(members)
            mine = citations(self._reports(members)) if len(members) > 1 else ()
            copied = {link for report in (members if len(members) > 1 else ()) for link in self._view.links(report)
                      if link.kind == "copy" and link.later in inside and link.earlier in inside}
            links = [*sorted(copied, key=lambda link: (link.later, link.earlier)), *mine]
            found += self._board(story, members).claims(links, reliability, story)
            cited += mine
        return found, cited

    def _board(self, story: str, members: Sequence[str]) -> Board:
        """The board of a story; the one that is kept, if all that is on it still holds."""
        stamps = {report: self._brief(report).stamp for report in members}
        kept = self._boards.get(story)
        if kept is not None and any(stamps.get(report) != stamp for report, stamp in kept[1].items()):
            del self._boards[story]
        board, there = self._boards.of(story, lambda: (Board(), {}))
        for report in self._reports(report for report in members if report not in there):
            board.add(report)
            there[report.id] = stamps[report.id]
        return board

    def _reports(self, keys: Iterable[str]) -> Iterator[Report]:
        for key in keys:
            yield Report(id=key, article=article_of(key), reading=self._reading(key))

    def _brief(self, report: str) -> Brief:
        return self._briefs.of(report, lambda: _brief(self._reading(report)))

    def _reading(self, report: str) -> Reading:
        return self._readings.of(report, lambda: _there(self._view.reading(report)))


def _there(reading: Reading | None) -> Reading:
    if reading is None:
        raise AssertionError("a calendar holds only reports that were read")
    return reading


def _brief(reading: Reading) -> Brief:
    article = reading.article
    names = {entity.name for entity in reading.entities or () if entity.form == "name" and entity.name}
    names |= {place.name for place in reading.places or ()}
    return Brief(article.text, article.title, article.published, tuple(sorted(names)), reader_stamp(reading.reader))


def _digest(brief: Brief, links: Sequence[Link]) -> bytes:
    """What of a report its story's claims rest on, beside the text, which never changes."""
    told = msgspec.json.encode((brief.stamp, sorted((link.later, link.earlier, link.score) for link in links)))
    return hashlib.sha256(told).digest()[:16]
