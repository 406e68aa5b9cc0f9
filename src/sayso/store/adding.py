"""Articles ► articles, versions and the index of reports."""
import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, func, insert, select, update

from sayso.records import Article
from sayso.records.address import canonical
from sayso.store.database import Database
from sayso.store.pack import json, pack_text
from sayso.store.rows import Added
from sayso.store.schema import AnyRow, articles, urls, versions
from sayso.store.words import fold

KEY = 16  # hexadecimal digits of an article's key: 64 bits, far more than articles need

# Statements are made once: making them anew for every report took more time than the database did.
_HELD = select(articles.c.id, articles.c.key, articles.c.source)
_BY_URL = _HELD.join(urls, urls.c.article_id == articles.c.id).where(urls.c.canonical == bindparam("url"))
_BY_TEXT = _HELD.add_columns(versions.c.title).join(versions, versions.c.article_id == articles.c.id).where(
    versions.c.sha256 == bindparam("sha256")).order_by(articles.c.id)
_SAME = select(versions.c.key).where(
    versions.c.article_id == bindparam("article"), versions.c.sha256 == bindparam("sha256"))
_SEEN = update(articles).where(articles.c.id == bindparam("article")).values(last_seen=bindparam("now"))
_NEW_ARTICLE = insert(articles).returning(articles.c.id)
_NEW_VERSION = insert(versions).returning(versions.c.id)


def add_articles(connection: Connection, database: Database, given: Iterable[Article], now: str) -> tuple[Added, ...]:
    """See `Writer.add_articles`."""
    return tuple(_add(connection, database, article, now) for article in given)


def _add(connection: Connection, database: Database, article: Article, now: str) -> Added:
    url = canonical(article.url) if article.url and article.url.strip() else None
    sha256 = article.sha256
    held = _known(connection, article, url, sha256)
    if held is None:
        key, id_, number = *_new(connection, article, url, now), 0
    else:
        key, id_ = held.key, held.id
        connection.execute(_SEEN, {"article": id_, "now": now})
        if same := connection.execute(_SAME, {"article": id_, "sha256": sha256}).scalar():
            _found_at(connection, database, id_, article.url, url)
            return Added(article=key, report=same, outcome="known")
        number = connection.execute(
            select(func.max(versions.c.number)).where(versions.c.article_id == id_)).scalar_one()
    _found_at(connection, database, id_, article.url, url)
    report = f"{key}-{number + 1}"
    _add_version(connection, database, article, now, {"key": report, "article_id": id_, "number": number + 1,
                                                      "sha256": sha256})
    return Added(article=key, report=report, outcome="version" if number else "new")


def _known(connection: Connection, article: Article, url: str | None, sha256: str) -> AnyRow | None:
    """The article that this is a version of: by URL; by text, source and title; by its id where it has no URL."""
    source = article.source or None
    if url is not None and (found := connection.execute(_BY_URL, {"url": url}).first()):
        return found
    for row in connection.execute(_BY_TEXT, {"sha256": sha256}):
        # a page that only asks for a subscription has one text at many addresses: its titles tell the articles apart
        if row.source == source and (not row.title or not article.title or row.title == article.title):
            return row
    if url is None:
        return connection.execute(_HELD.where(
            articles.c.given == article.id, articles.c.url.is_(None),
            articles.c.source == source)).first()
    return None


def _new(connection: Connection, article: Article, url: str | None, now: str) -> tuple[str, int]:
    """Its key is a hash of what it is known by, so that two stores that added the same article agree on it."""
    known_by = ("url", url) if url is not None else ("id", article.source or "", article.id)
    key = hashlib.sha256("\0".join(known_by).encode("utf-8", "surrogatepass")).hexdigest()[:KEY]
    id_ = connection.execute(_NEW_ARTICLE, {
        "key": key, "url": url, "source": article.source or None, "given": None if url else article.id,
        "first_seen": now, "last_seen": now}).scalar_one()
    return key, id_


def _found_at(connection: Connection, database: Database, id_: int, url: str | None, canonical: str | None) -> None:
    if canonical is not None:
        connection.execute(database.upsert(urls, ("canonical",), ()),
                           [{"canonical": canonical, "url": (url or "").strip(), "article_id": id_}])


def _add_version(connection: Connection, database: Database, article: Article, now: str, row: dict[str, Any]) -> None:
    id_ = connection.execute(_NEW_VERSION, {
        **row, "text": pack_text(article.text), "title": article.title, "published": article.published, "fetched": now,
        "given": article.id, "url": article.url, "language": article.language, "authors": json(article.authors),
        "cleaned": article.cleaned}).scalar_one()
    database.index_reports(connection, [(id_, fold(article.title or ""), fold(article.text))])


def authors(held: str) -> tuple[str, ...]:
    """The authors of a version, as its row holds them."""
    return msgspec.json.decode(held, type=tuple[str, ...])
