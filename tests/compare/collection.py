"""The test collection of clusters: short reports written for it, with what is true of them marked in their texts.

A mark `{ambush-army|killed}` says: the word "killed" tells of the act `ambush`, denied (`+` supported, `-` denied, `?`
only asked, planned or doubted), and the army says so; an outlet that says so in its own voice is named by its host. The
number of independent sources on a side is the number of names on it. tests/compare/clusters/README.md says more.
"""
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from sayso.records import Article
from sayso.records.span import Span

FOLDER = Path(__file__).parent / "clusters"
MARK = re.compile(r"\{(?P<claim>[a-z0-9]+)(?P<sign>[+?-])(?P<origin>[a-z0-9.-]+)\|(?P<words>[^{}|]+)\}")
STANCES = {"+": "supports", "-": "denies", "?": "open"}


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A report as the file has it, marks and all."""

    id: str
    source: str
    published: str
    title: str
    text: str


class Tie(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which report copies or cites which."""

    kind: str
    later: str
    earlier: str


class Count(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An act, and how many independent sources support and deny it."""

    name: str
    supporting: int
    denying: int


class Conflict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A contradiction over an act, and two reports that show it."""

    kind: str
    claim: str
    reports: tuple[str, str]


class Cluster(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Reports about one happening, with the truth."""

    id: str
    what: str
    reports: tuple[Written, ...]
    links: tuple[Tie, ...]
    claims: tuple[Count, ...]
    contradictions: tuple[Conflict, ...]


class Marked(msgspec.Struct, frozen=True):
    """One mark, as it stands on the text without marks."""

    report: str
    claim: str
    stance: str
    origin: str
    span: Span


def clusters() -> tuple[Cluster, ...]:
    """All of them, by name."""
    return tuple(msgspec.json.decode(path.read_bytes(), type=Cluster) for path in sorted(FOLDER.glob("*.json")))


def article(report: Written) -> Article:
    """The article that a reader gets to see."""
    return Article(id=report.id, text=MARK.sub(lambda m: m["words"], report.text), source=report.source,
                   title=report.title, published=report.published, language="en")


def marks(report: Written) -> Iterator[Marked]:
    """What is marked in a report."""
    removed = 0
    for match in MARK.finditer(report.text):
        start = match.start() - removed
        removed += len(match[0]) - len(match["words"])
        yield Marked(report.id, match["claim"], STANCES[match["sign"]], match["origin"],
                     (start, start + len(match["words"])))
