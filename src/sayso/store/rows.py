"""What the store gives and takes beside the records. Times of day are `YYYY-MM-DDTHH:MM:SSZ`, days `YYYY-MM-DD`.

A report's key is its article's key, a hyphen and the number of the version; an event's key is its report's, a colon and
the event's id in the reading.
"""
import msgspec

from sayso.records import Article, Span
from sayso.records.claim import Claim, Side, Spot
from sayso.store.filters import ClaimFilter


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an article that was added. `outcome`: new | version (a changed text) | known."""

    article: str
    report: str
    outcome: str


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """A version as it was added: `content.id` is the input's own id, `report` and `article` are the store's keys."""

    report: str
    article: str
    number: int
    fetched: str
    content: Article


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """A version without its text. `readers` are the stamps of the readers that read it, oldest first."""

    report: str
    number: int
    sha256: str
    title: str | None
    published: str | None
    fetched: str
    readers: tuple[str, ...]


class ArticleRow(msgspec.Struct, frozen=True, kw_only=True):
    """An article: `url` in canonical form, `urls` all under which it was found, in the form they were given."""

    key: str
    url: str | None
    source: str | None
    first_seen: str
    last_seen: str
    urls: tuple[str, ...]
    versions: tuple[Version, ...]


class EventRow(msgspec.Struct, frozen=True, kw_only=True):
    """An event as filters and exports see it, corrections applied; `corrected` names the fields that were.

    `quote` equals `text[span]` of the report. `say_so` is the chain of sources, outlet first, innermost last.
    `goldstein` is None where the code has no value. `first_day` and `last_day` are always there: the event's interval,
    else the report's publication, else the day when it was fetched.
    """

    key: str
    report: str
    article: str
    event: str
    reader: str
    title: str | None
    url: str | None
    source: str | None
    published: str | None
    type: str
    mode: str | None
    quad: str
    cameo: str | None
    goldstein: float | None
    contexts: tuple[str, ...]
    status: str
    factuality: float
    start: str | None
    end: str | None
    first_day: str
    last_day: str
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    place: Spot | None
    probability: float | None
    trigger: Span
    span: Span
    quote: str
    say_so: tuple[str, ...]
    corrected: tuple[str, ...] = ()


class EventPage(msgspec.Struct, frozen=True):
    """`cursor` leads to the next page; None: this was the last."""

    events: tuple[EventRow, ...]
    cursor: str | None


class ClaimPage(msgspec.Struct, frozen=True):
    """`cursor` leads to the next page; None: this was the last."""

    claims: tuple[Claim, ...]
    cursor: str | None


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A passage that a search found. `marks` are spans of `snippet`; `event` is set where the evidence was searched."""

    report: str
    article: str
    event: str | None
    title: str | None
    source: str | None
    published: str | None
    snippet: str
    marks: tuple[Span, ...]
    score: float


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """What two actors did to each other in a month (`YYYY-MM`), in the direction `actor` ► `recipient`.

    Mentions that are reported to have happened or to go on are counted, by quad class. `goldstein` is the sum over the
    `scaled` of them whose code has a value on the scale.
    """

    actor: str
    recipient: str
    month: str
    count: int
    cooperation: int
    conflict: int
    goldstein: float
    scaled: int


class Related(msgspec.Struct, frozen=True, kw_only=True):
    """A report that has to do with another, and why, a sentence for each reason."""

    report: str
    title: str | None
    source: str | None
    published: str | None
    score: float
    reasons: tuple[str, ...]


class Reliability(msgspec.Struct, frozen=True, kw_only=True):
    """The reliability A–F (NATO AJP-2.1) that an analyst gave a source."""

    source: str
    reliability: str
    who: str
    at: str
    why: str


class SourceCard(msgspec.Struct, frozen=True, kw_only=True):
    """A source with all its grades, newest first; `reliability` is the newest, F where nobody has set one."""

    source: str
    reliability: str
    history: tuple[Reliability, ...]
    articles: int


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """An analyst's change of one field of an event. `old` and `new` are JSON."""

    event: str
    field: str
    old: str
    new: str
    who: str
    at: str
    why: str


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """A saved question. `event` is the key of the event whose condition proposed it, `quote` the condition's words."""

    name: str
    query: ClaimFilter
    who: str
    why: str = ""
    event: str | None = None
    quote: str | None = None
    created: str = ""
    ended: str | None = None


class Met(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that met a watch. `number` grows with each, over all watches; `claim` is as it was then."""

    number: int
    watch: str
    at: str
    claim: Claim


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed with its health. `failures` are those since the last success, `items` the entries ever taken from it."""

    url: str
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    added: str | None = None
    last_tried: str | None = None
    last_success: str | None = None
    last_item: str | None = None
    items: int = 0
    failures: int = 0
    last_error: str | None = None
