"""What one version of the reader found in an article, in layers.

READING in docs/reading.md is the JSON form of these types. A layer is None before its stage has run, `()` when the
stage found nothing. `counts`, `acts` and `certainties` are working layers: stages build the events from them.
"""
import msgspec

from sayso.records.article import Article
from sayso.records.span import Span


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """One mention of somebody or something that can act or be acted upon; mentions of one thing share `ref`."""

    id: str
    span: Span
    kind: str  # person organisation government military armed_group party people place role other
    ref: str | None
    name: str | None
    code: str | None = None  # CAMEO/PLOVER actor code held on the day of publication, such as IRQGOV
    country: str | None = None  # ISO 3166-1 alpha-3, or IGO, NGO, MNC, IMG
    sector: str | None = None  # PLOVER sector, such as GOV
    form: str = "name"  # name | nominal | pronoun: how the text mentions it


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """A time expression with its TIMEX3 type and value, and the closed interval of days that it covers."""

    id: str
    span: Span
    type: str  # DATE TIME DURATION SET
    value: str
    start: str | None = None
    end: str | None = None


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place mention. `lat` and `lon` in degrees (WGS 84), None only for a region or where nothing was found."""

    id: str
    span: Span
    name: str
    geonames: int | None = None
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str = "region"  # city admin2 admin1 country region


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Whose statement it is, as the text names it."""

    span: Span
    entity: str | None
    named: bool


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is reported to say, write, believe, intend, judge or refuse. `within` is the chain of sources."""

    id: str
    kind: str  # direct indirect mixed
    act: str  # speech document belief intent judgement refusal
    cue: Span | None
    content: tuple[Span, ...]
    sources: tuple[Source, ...] = ()
    within: str | None = None
    factuality: float = 3.0  # of the act of stating itself: "did not say" is -3


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """A number of things or people, with the bounds that the wording gives it (None: open)."""

    span: Span
    what: str  # occurrences killed wounded detained displaced participants other
    low: int | None
    high: int | None


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """An actor or recipient of an event."""

    span: Span
    entity: str | None
    code: str | None


class When(msgspec.Struct, frozen=True, kw_only=True):
    """The days between which an event lies, and the time expression that says so."""

    start: str | None
    end: str | None
    time: str | None


class Option(msgspec.Struct, frozen=True):
    """A type that was considered for a trigger, "NONE" for no event, with its probability."""

    type: str
    probability: float


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """A trigger with its type and its parties, before anything is known of when, where and whether."""

    trigger: Span
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    why: str  # the lexicon entry or model that typed it, for `sayso explain`
    host: int = -1  # the token that heads the trigger
    weight: float = 0.0  # how closely the lexicon's row describes what stands around the word
    acled: str | None = None
    probability: float | None = None
    considered: tuple[Option, ...] = ()


class Certainty(msgspec.Struct, frozen=True, kw_only=True):
    """Status and factuality of what a word (`span`) reports, with the cues that decided it."""

    span: Span
    status: str  # happened ongoing planned requested conditional hypothetical historical
    factuality: float  # -3 (certainly not) .. 0 (unknown) .. +3 (certainly), as the author has it
    why: str = ""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Who did what to whom, when, where, how many, in what status, on whose say-so.

    `probability` that it is an event at all, `considered` the likeliest types and `acled` its ACLED sub-type come from
    the trained model; without it they are null and empty.
    """

    id: str
    trigger: Span
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str
    quad: str
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    when: When | None
    where: str | None
    counts: tuple[Count, ...]
    status: str
    factuality: float
    said_by: str | None
    why: str = ""
    probability: float | None = None
    acled: str | None = None
    considered: tuple[Option, ...] = ()


class ReaderInfo(msgspec.Struct, frozen=True, kw_only=True):
    """Which reader made a reading: `lexicon` is a hash of the tables, `stages` the version of each layer's stage.

    `models`: name and version of the trained model and the least probability of an event; None: rules alone.
    """

    name: str
    version: str
    language_model: str
    lexicon: str
    stages: dict[str, str] = {}
    models: str | None = None


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one version of the reader found in one article."""

    reader: ReaderInfo
    article: Article
    removed: tuple[Span, ...] | None = None
    times: tuple[Moment, ...] | None = None
    places: tuple[Place, ...] | None = None
    entities: tuple[Entity, ...] | None = None
    statements: tuple[Statement, ...] | None = None
    counts: tuple[Count, ...] | None = None
    acts: tuple[Act, ...] | None = None
    certainties: tuple[Certainty, ...] | None = None
    events: tuple[Event, ...] | None = None

    @property
    def text(self) -> str:
        """The article's text, on which every span stands."""
        return self.article.text
