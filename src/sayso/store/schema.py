"""The tables, for queries. What makes them in a database are the migrations; a test holds the two together.

Inside, rows are named by whole numbers; outside, by text keys. Full-text indexes differ between databases: sqlite.py
and postgres.py know them.
"""
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData()
AnyRow = Row[*tuple[Any, ...]]
Number = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows only where the type is INTEGER


class Words(TypeDecorator[str]):
    """Text that every database can hold: PostgreSQL has no NUL, and neither takes half of a surrogate pair."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 (SQLAlchemy's)
        """The text with what cannot be kept made U+FFFD, one for one, so that spans stay where they are."""
        if value is None or (value.isascii() and "\0" not in value):
            return value
        return value.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _key(name: str = "id") -> Column[int]:
    return Column(name, Number, primary_key=True)


def _of(name: str, target: str, **more: Any) -> Column[int]:
    return Column(name, Number, ForeignKey(target), nullable=False, **more)


def _text(name: str, **more: Any) -> Column[str]:
    return Column(name, Words, **{"nullable": False, **more})


def _maybe(name: str) -> Column[str]:
    return Column(name, Words)


articles = Table(
    "articles", metadata, _key(), _text("key", unique=True), _maybe("url"), _maybe("source"), _text("first_seen"),
    _text("last_seen"), _maybe("given"), Index("ix_articles_given", "given"), Index("ix_articles_source", "source"))

urls = Table(
    "urls", metadata, _text("canonical", primary_key=True), _text("url"), _of("article_id", "articles.id"),
    Index("ix_urls_article", "article_id"))

versions = Table(
    "versions", metadata, _key(), _text("key", unique=True), _of("article_id", "articles.id"),
    Column("number", Integer, nullable=False), _text("sha256"), Column("text", LargeBinary, nullable=False),
    _maybe("title"), _maybe("published"), _text("fetched"), _text("given"), _maybe("url"), _maybe("language"),
    _text("authors"), Column("cleaned", Boolean, nullable=False),
    UniqueConstraint("article_id", "number"), UniqueConstraint("article_id", "sha256"),
    Index("ix_versions_sha256", "sha256"))

readers = Table("readers", metadata, _key(), _text("stamp", unique=True), _text("info"))

readings = Table(
    "readings", metadata, _key(), _of("version_id", "versions.id"), _of("reader_id", "readers.id"), _text("read_at"),
    Column("line", LargeBinary, nullable=False), UniqueConstraint("version_id", "reader_id"))

events = Table(
    "events", metadata, _key(), _of("reading_id", "readings.id"), _of("version_id", "versions.id"),
    _of("article_id", "articles.id"), _text("event"), Column("current", Boolean, nullable=False), _text("type"),
    _maybe("mode"), _text("quad"), _maybe("cameo"), Column("goldstein", Integer), _text("contexts"), _text("status"),
    Column("factuality", Float, nullable=False), _maybe("start"), _maybe("end"), _text("first_day"), _text("last_day"),
    _maybe("source"), _maybe("country"), Column("geonames", Number), _maybe("place"), _maybe("place_folded"),
    _maybe("precision"), Column("lat", Float), Column("lon", Float), _text("actors"), _text("recipients"),
    Column("probability", Float), Column("trigger_start", Integer, nullable=False),
    Column("trigger_end", Integer, nullable=False), Column("quote_start", Integer, nullable=False),
    Column("quote_end", Integer, nullable=False), _text("quote"), _text("say_so"), _text("corrected"),
    UniqueConstraint("reading_id", "event"), Index("ix_events_day", "current", "first_day", "id"),
    Index("ix_events_type", "type", "first_day", "id"), Index("ix_events_country", "country", "first_day", "id"),
    Index("ix_events_source", "source", "first_day", "id"), Index("ix_events_place", "place_folded", "first_day"),
    Index("ix_events_point", "lat", "lon"), Index("ix_events_version", "version_id", "event"),
    Index("ix_events_article", "article_id"))


def _parties(name: str, owner: Column[int] | Column[str]) -> Table:
    """Who takes part in an event or a claim. `state`: the code's first three letters."""
    return Table(
        name, metadata, owner, _text("role", primary_key=True),
        Column("position", Integer, primary_key=True, autoincrement=False), _maybe("ref"),
        _text("name"), _text("folded"), _maybe("code"), _maybe("state"), _maybe("country"),
        Index(f"ix_{name}_ref", "ref"), Index(f"ix_{name}_folded", "folded"), Index(f"ix_{name}_state", "state"),
        Index(f"ix_{name}_country", "country"))


event_parties = _parties("event_parties", _of("event_id", "events.id", primary_key=True))

corrections = Table(
    "corrections", metadata, _key(), _of("version_id", "versions.id"), Column("trigger_start", Integer, nullable=False),
    Column("trigger_end", Integer, nullable=False), _text("event"), _text("field"), _text("old"), _text("new"),
    _text("who"), _text("at"), _text("why"), Index("ix_corrections_version", "version_id"))

rollups = Table(
    "rollups", metadata, _text("actor", primary_key=True), _text("recipient", primary_key=True),
    _text("month", primary_key=True), Column("states", Boolean, nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("count", "cooperation", "conflict", "goldstein", "scaled")),
    Index("ix_rollups_month", "states", "month"))

signatures = Table(
    "signatures", metadata, _text("method", primary_key=True), _of("version_id", "versions.id", primary_key=True),
    Column("bytes", LargeBinary, nullable=False))

links = Table(
    "links", metadata, _of("later_id", "versions.id", primary_key=True),
    _of("earlier_id", "versions.id", primary_key=True), _text("kind", primary_key=True),
    Column("score", Float, nullable=False), _text("why"), Index("ix_links_earlier", "earlier_id"))

stories = Table(
    "stories", metadata, _text("id", primary_key=True), _text("title"), _maybe("start"), _maybe("end"),
    Index("ix_stories_end", "end"))

story_reports = Table(
    "story_reports", metadata, _of("version_id", "versions.id", primary_key=True),
    Column("story_id", Words, ForeignKey("stories.id"), nullable=False), Column("position", Integer, nullable=False),
    Index("ix_story_reports_story", "story_id", "position"))

claims = Table(
    "claims", metadata, _text("id", primary_key=True), _text("type"), _maybe("start"), _maybe("end"), _maybe("country"),
    _maybe("place_folded"), Column("lat", Float), Column("lon", Float), _text("status"), _maybe("story"),
    *(Column(name, Integer, nullable=False) for name in ("supporting", "denying", "contradicted", "credibility")),
    _text("reliability"), _text("sort_day"), Column("claim", LargeBinary, nullable=False),
    Index("ix_claims_day", "sort_day", "id"), Index("ix_claims_type", "type", "sort_day"),
    Index("ix_claims_country", "country", "sort_day"), Index("ix_claims_story", "story"))


def _of_claim(**more: Any) -> Column[str]:
    return Column("claim_id", Words, ForeignKey("claims.id", ondelete="CASCADE"), nullable=False, **more)


claim_parties = _parties("claim_parties", _of_claim(primary_key=True))

mentions = Table(
    "mentions", metadata, _of_claim(primary_key=True), _of("version_id", "versions.id", primary_key=True),
    _text("event", primary_key=True), _text("stance"), _text("origin"),
    Index("ix_mentions_version", "version_id", "event"), Index("ix_mentions_origin", "origin"))

contradictions = Table(
    "contradictions", metadata, _of_claim(primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False), _text("kind"), _text("one"), _text("other"),
    _text("why"))

grades = Table(
    "grades", metadata, _key(), _text("source"), _text("reliability"), _text("who"), _text("at"), _text("why"),
    Index("ix_grades_source", "source"))

watches = Table(
    "watches", metadata, _key(), _text("name", unique=True), _text("query"), _text("who"), _text("why"),
    _maybe("event"), _maybe("quote"), _text("created"), _maybe("ended"))

met = Table(
    "met", metadata, _key(), _of("watch_id", "watches.id"), _text("claim_id"), _text("at"),
    Column("claim", LargeBinary, nullable=False), UniqueConstraint("watch_id", "claim_id"))

feeds = Table(
    "feeds", metadata, _text("url", primary_key=True), *(_maybe(name) for name in (
        "title", "etag", "last_modified", "added", "last_tried", "last_success", "last_item", "last_error")),
    Column("items", Integer, nullable=False), Column("failures", Integer, nullable=False))
