"""The first schema.

A migration says what it does in its own words and imports nothing of schema.py, which will go on to other versions.
"""
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes every table and the full-text indexes."""
    _reports()
    _events()
    _comparisons()
    _claims()
    _analysts()
    lines = SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRES
    for line in lines:
        op.execute(line)


SQLITE = (
    "CREATE VIRTUAL TABLE report_words USING fts5(title, text, content='', tokenize='porter unicode61')",
    "INSERT INTO report_words(report_words, rank) VALUES('rank', 'bm25(8.0, 1.0)')",
    "CREATE VIRTUAL TABLE event_words USING fts5(quote, content='', tokenize='porter unicode61')",
)
POSTGRES = (
    "CREATE TEXT SEARCH DICTIONARY sayso_porter (TEMPLATE = snowball, LANGUAGE = porter)",
    "CREATE TEXT SEARCH CONFIGURATION sayso (COPY = simple)",
    "ALTER TEXT SEARCH CONFIGURATION sayso ALTER MAPPING FOR asciiword, word, numword WITH sayso_porter",
    "CREATE TABLE report_words (id BIGINT PRIMARY KEY REFERENCES versions(id), words tsvector NOT NULL)",
    "CREATE INDEX ix_report_words ON report_words USING gin(words)",
    "CREATE TABLE event_words (id BIGINT PRIMARY KEY REFERENCES events(id), words tsvector NOT NULL)",
    "CREATE INDEX ix_event_words ON event_words USING gin(words)",
)


def told(name: str) -> "sa.Column[str]":
    """A text that is always there."""
    return sa.Column(name, sa.Text(), nullable=False)


def maybe(name: str) -> "sa.Column[str]":
    """A text that may be unknown."""
    return sa.Column(name, sa.Text())

def _reports() -> None:
    """What was collected and read."""
    op.create_table(
        "articles", sa.Column("id", NUMBER, nullable=False), told("key"), maybe("url"), maybe("source"),
        told("first_seen"), told("last_seen"), maybe("given"), sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"))
    op.create_index("ix_articles_given", "articles", ["given"])
    op.create_index("ix_articles_source", "articles", ["source"])
    op.create_table(
        "urls", told("canonical"), told("url"), sa.Column("article_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"]), sa.PrimaryKeyConstraint("canonical"))
    op.create_index("ix_urls_article", "urls", ["article_id"])
    op.create_table(
        "versions", sa.Column("id", NUMBER, nullable=False), told("key"),
        sa.Column("article_id", NUMBER, nullable=False), sa.Column("number", sa.Integer(), nullable=False),
        told("sha256"), sa.Column("text", sa.LargeBinary(), nullable=False), maybe("title"), maybe("published"),
        told("fetched"), told("given"), maybe("url"), maybe("language"), told("authors"),
        sa.Column("cleaned", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"]), sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("article_id", "number"), sa.UniqueConstraint("article_id", "sha256"),
        sa.UniqueConstraint("key"))
    op.create_index("ix_versions_sha256", "versions", ["sha256"])
    op.create_table(
        "readers", sa.Column("id", NUMBER, nullable=False), told("stamp"), told("info"),
        sa.PrimaryKeyConstraint("id"), sa.UniqueConstraint("stamp"))
    op.create_table(
        "readings", sa.Column("id", NUMBER, nullable=False), sa.Column("version_id", NUMBER, nullable=False),
        sa.Column("reader_id", NUMBER, nullable=False), told("read_at"),
        sa.Column("line", sa.LargeBinary(), nullable=False), sa.ForeignKeyConstraint(["reader_id"], ["readers.id"]),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"]), sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("version_id", "reader_id"))


def _events() -> None:
    """What was found, flattened for filters, and summed."""
    op.create_table(
        "events", sa.Column("id", NUMBER, nullable=False), sa.Column("reading_id", NUMBER, nullable=False),
        sa.Column("version_id", NUMBER, nullable=False), sa.Column("article_id", NUMBER, nullable=False),
        told("event"), sa.Column("current", sa.Boolean(), nullable=False), told("type"), maybe("mode"), told("quad"),
        maybe("cameo"), sa.Column("goldstein", sa.Integer()), told("contexts"), told("status"),
        sa.Column("factuality", sa.Float(), nullable=False), maybe("start"), maybe("end"), told("first_day"),
        told("last_day"), maybe("source"), maybe("country"), sa.Column("geonames", NUMBER), maybe("place"),
        maybe("place_folded"), maybe("precision"), sa.Column("lat", sa.Float()), sa.Column("lon", sa.Float()),
        told("actors"), told("recipients"), sa.Column("probability", sa.Float()),
        sa.Column("trigger_start", sa.Integer(), nullable=False),
        sa.Column("trigger_end", sa.Integer(), nullable=False),
        sa.Column("quote_start", sa.Integer(), nullable=False), sa.Column("quote_end", sa.Integer(), nullable=False),
        told("quote"), told("say_so"), told("corrected"), sa.ForeignKeyConstraint(["article_id"], ["articles.id"]),
        sa.ForeignKeyConstraint(["reading_id"], ["readings.id"]),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"]), sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reading_id", "event"))
    op.create_index("ix_events_article", "events", ["article_id"])
    op.create_index("ix_events_country", "events", ["country", "first_day", "id"])
    op.create_index("ix_events_day", "events", ["current", "first_day", "id"])
    op.create_index("ix_events_place", "events", ["place_folded", "first_day"])
    op.create_index("ix_events_point", "events", ["lat", "lon"])
    op.create_index("ix_events_source", "events", ["source", "first_day", "id"])
    op.create_index("ix_events_type", "events", ["type", "first_day", "id"])
    op.create_index("ix_events_version", "events", ["version_id", "event"])
    op.create_table(
        "event_parties", sa.Column("event_id", NUMBER, nullable=False), told("role"),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False), maybe("ref"), told("name"),
        told("folded"), maybe("code"), maybe("state"), maybe("country"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"]),
        sa.PrimaryKeyConstraint("event_id", "role", "position"))
    op.create_index("ix_event_parties_country", "event_parties", ["country"])
    op.create_index("ix_event_parties_folded", "event_parties", ["folded"])
    op.create_index("ix_event_parties_ref", "event_parties", ["ref"])
    op.create_index("ix_event_parties_state", "event_parties", ["state"])
    op.create_table(
        "corrections", sa.Column("id", NUMBER, nullable=False), sa.Column("version_id", NUMBER, nullable=False),
        sa.Column("trigger_start", sa.Integer(), nullable=False),
        sa.Column("trigger_end", sa.Integer(), nullable=False), told("event"), told("field"), told("old"),
        told("new"), told("who"), told("at"), told("why"), sa.ForeignKeyConstraint(["version_id"], ["versions.id"]),
        sa.PrimaryKeyConstraint("id"))
    op.create_index("ix_corrections_version", "corrections", ["version_id"])
    op.create_table(
        "rollups", told("actor"), told("recipient"), told("month"), sa.Column("states", sa.Boolean(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False), sa.Column("cooperation", sa.Integer(), nullable=False),
        sa.Column("conflict", sa.Integer(), nullable=False), sa.Column("goldstein", sa.Integer(), nullable=False),
        sa.Column("scaled", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("actor", "recipient", "month"))
    op.create_index("ix_rollups_month", "rollups", ["states", "month"])


def _comparisons() -> None:
    """How reports hang together."""
    op.create_table(
        "signatures", told("method"), sa.Column("version_id", NUMBER, nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"]), sa.PrimaryKeyConstraint("method", "version_id"))
    op.create_table(
        "links", sa.Column("later_id", NUMBER, nullable=False), sa.Column("earlier_id", NUMBER, nullable=False),
        told("kind"), sa.Column("score", sa.Float(), nullable=False), told("why"),
        sa.ForeignKeyConstraint(["earlier_id"], ["versions.id"]),
        sa.ForeignKeyConstraint(["later_id"], ["versions.id"]),
        sa.PrimaryKeyConstraint("later_id", "earlier_id", "kind"))
    op.create_index("ix_links_earlier", "links", ["earlier_id"])
    op.create_table(
        "stories", told("id"), told("title"), maybe("start"), maybe("end"), sa.PrimaryKeyConstraint("id"))
    op.create_index("ix_stories_end", "stories", ["end"])
    op.create_table(
        "story_reports", sa.Column("version_id", NUMBER, nullable=False), told("story_id"),
        sa.Column("position", sa.Integer(), nullable=False), sa.ForeignKeyConstraint(["story_id"], ["stories.id"]),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"]), sa.PrimaryKeyConstraint("version_id"))
    op.create_index("ix_story_reports_story", "story_reports", ["story_id", "position"])


def _claims() -> None:
    """What is claimed, and by whom."""
    op.create_table(
        "claims", told("id"), told("type"), maybe("start"), maybe("end"), maybe("country"), maybe("place_folded"),
        sa.Column("lat", sa.Float()), sa.Column("lon", sa.Float()), told("status"), maybe("story"),
        sa.Column("supporting", sa.Integer(), nullable=False), sa.Column("denying", sa.Integer(), nullable=False),
        sa.Column("contradicted", sa.Integer(), nullable=False),
        sa.Column("credibility", sa.Integer(), nullable=False), told("reliability"), told("sort_day"),
        sa.Column("claim", sa.LargeBinary(), nullable=False), sa.PrimaryKeyConstraint("id"))
    op.create_index("ix_claims_country", "claims", ["country", "sort_day"])
    op.create_index("ix_claims_day", "claims", ["sort_day", "id"])
    op.create_index("ix_claims_story", "claims", ["story"])
    op.create_index("ix_claims_type", "claims", ["type", "sort_day"])
    op.create_table(
        "claim_parties", told("claim_id"), told("role"),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False), maybe("ref"), told("name"),
        told("folded"), maybe("code"), maybe("state"), maybe("country"),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("claim_id", "role", "position"))
    op.create_index("ix_claim_parties_country", "claim_parties", ["country"])
    op.create_index("ix_claim_parties_folded", "claim_parties", ["folded"])
    op.create_index("ix_claim_parties_ref", "claim_parties", ["ref"])
    op.create_index("ix_claim_parties_state", "claim_parties", ["state"])
    op.create_table(
        "mentions", told("claim_id"), sa.Column("version_id", NUMBER, nullable=False), told("event"), told("stance"),
        told("origin"), sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"]),
        sa.PrimaryKeyConstraint("claim_id", "version_id", "event"))
    op.create_index("ix_mentions_origin", "mentions", ["origin"])
    op.create_index("ix_mentions_version", "mentions", ["version_id", "event"])
    op.create_table(
        "contradictions", told("claim_id"), sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        told("kind"), told("one"), told("other"), told("why"),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("claim_id", "position"))


def _analysts() -> None:
    """What people say of sources, ask for and collect from."""
    op.create_table(
        "grades", sa.Column("id", NUMBER, nullable=False), told("source"), told("reliability"), told("who"),
        told("at"), told("why"), sa.PrimaryKeyConstraint("id"))
    op.create_index("ix_grades_source", "grades", ["source"])
    op.create_table(
        "watches", sa.Column("id", NUMBER, nullable=False), told("name"), told("query"), told("who"), told("why"),
        maybe("event"), maybe("quote"), told("created"), maybe("ended"), sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"))
    op.create_table(
        "met", sa.Column("id", NUMBER, nullable=False), sa.Column("watch_id", NUMBER, nullable=False),
        told("claim_id"), told("at"), sa.Column("claim", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["watch_id"], ["watches.id"]), sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("watch_id", "claim_id"))
    op.create_table(
        "feeds", told("url"), maybe("title"), maybe("etag"), maybe("last_modified"), maybe("added"),
        maybe("last_tried"), maybe("last_success"), maybe("last_item"), maybe("last_error"),
        sa.Column("items", sa.Integer(), nullable=False), sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("url"))
