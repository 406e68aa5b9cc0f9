"""What comparing makes of readings: links between reports, stories, claims with who holds them, and grades.

A report is one version of an article that was read. Mentions are its events. Nothing here is averaged: a claim keeps
every mention, and a contradiction keeps both passages.
"""
import msgspec

from sayso.records.reading import Reading
from sayso.records.span import Span


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A version of an article with its reading. `id` is the version's, `article` is common to all its versions."""

    id: str
    article: str
    reading: Reading


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """`later` has its text, or its account, from `earlier`.

    kind "copy": the text itself, `score` the share of the shorter text that both have; "citation": it names the other's
    outlet as its source, `score` the share of its events that hang on it. `why` is a sentence for people.
    """

    kind: str  # copy | citation
    later: str
    earlier: str
    score: float
    why: str


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """Reports about one unfolding matter, in order of publication. `id` never changes while reports join it."""

    id: str
    title: str
    reports: tuple[str, ...]
    start: str | None
    end: str | None


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Where a mention comes from: the innermost link of its chain of sources that is named, else the outlet.

    `kind`: outlet | agency | official | group | person | document | unnamed. `key` is equal for equal origins: two
    mentions with one key are one source. `chain` has the links from the outlet inwards, as people read them.
    """

    key: str
    kind: str
    name: str
    chain: tuple[str, ...]
    why: str


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """An event of a report, as a claim holds it. `stance`: supports | denies | open (asked, planned, unknown)."""

    report: str
    event: str
    stance: str
    origin: Origin
    quote: str
    span: Span
    factuality: float
    status: str
    published: str | None


class Contradiction(msgspec.Struct, frozen=True, kw_only=True):
    """Two mentions that cannot both hold. `kind`: factuality | count | place | time | denied-request."""

    kind: str
    one: tuple[str, str]  # report and event
    other: tuple[str, str]
    why: str
    one_quote: str
    other_quote: str


class Grade(msgspec.Struct, frozen=True, kw_only=True):
    """The Admiralty code (NATO AJP-2.1): reliability of the source A–F, credibility of the information 1–6.

    `reliability` is the best among the claim's independent sources, as analysts set it (F where nobody has);
    `credibility` is computed. `reasons`: a sentence for each, naming the links they rest on.
    """

    reliability: str
    credibility: int
    reasons: tuple[str, ...]


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """A party of a claim: what its mentions agree on. `ref` is an entity's ref, `code` a CAMEO/PLOVER actor code."""

    ref: str | None
    name: str
    code: str | None
    country: str | None


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A place of a claim: the most precise of its mentions'. Degrees north and east."""

    geonames: int | None
    name: str
    country: str | None
    lat: float | None
    lon: float | None
    precision: str


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """The same act, by and upon compatible actors, in overlapping time and compatible place, as reports have it.

    `supporting` and `denying` count independent sources, not reports. `start`, `end`: the closed interval in which
    all dated mentions allow it, YYYY-MM-DD.
    """

    id: str
    type: str
    mode: str | None
    cameo: str
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    start: str | None
    end: str | None
    place: Spot | None
    status: str
    mentions: tuple[Mention, ...]
    supporting: int
    denying: int
    contradictions: tuple[Contradiction, ...]
    grade: Grade
    story: str | None = None
