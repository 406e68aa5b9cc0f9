"""Questions for articles, their versions and readings."""
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, func, or_, select

from sayso.errors import StoreError
from sayso.records import Article, Reading
from sayso.records.address import canonical
from sayso.records.claim import Report
from sayso.store.adding import authors
from sayso.store.pack import unpack_reading, unpack_text
from sayso.store.questions import checked_limit
from sayso.store.rows import ArticleRow, Stored, Version
from sayso.store.schema import AnyRow, articles, readers, readings, signatures, urls, versions
from sayso.store.session import chunks, report_ids

_V = versions.c
_STORED = select(versions, articles.c.key.label("article"), articles.c.source).join(
    articles, articles.c.id == _V.article_id)


def article(connection: Connection, key: str) -> ArticleRow | None:
    """See `View.article`."""
    by_url = select(urls.c.article_id).where(urls.c.canonical == canonical(key))
    by_report = select(_V.article_id).where(_V.key == key)
    row = connection.execute(select(articles).where(
        or_(articles.c.key == key, articles.c.id.in_(by_report), articles.c.id.in_(by_url)))).first()
    if row is None:
        return None
    found_at = connection.execute(select(urls.c.url).where(urls.c.article_id == row.id).order_by(urls.c.canonical))
    stamps: dict[int, list[str]] = {}
    for read in connection.execute(select(readings.c.version_id, readers.c.stamp).join(
            readers, readers.c.id == readings.c.reader_id).join(versions, _V.id == readings.c.version_id)
            .where(_V.article_id == row.id).order_by(readings.c.id)):
        stamps.setdefault(read.version_id, []).append(read.stamp)
    held = connection.execute(select(_V.id, _V.key, _V.number, _V.sha256, _V.title, _V.published, _V.fetched)
                              .where(_V.article_id == row.id).order_by(_V.number))
    return ArticleRow(
        key=row.key, url=row.url, source=row.source, first_seen=row.first_seen, last_seen=row.last_seen,
        urls=tuple(found_at.scalars()), versions=tuple(
            Version(report=v.key, number=v.number, sha256=v.sha256, title=v.title, published=v.published,
                    fetched=v.fetched, readers=tuple(stamps.get(v.id, ()))) for v in held))


def stored(connection: Connection, reports: Iterable[str]) -> tuple[Stored, ...]:
    """See `View.versions`."""
    keys = tuple(reports)
    ids = report_ids(connection, keys)
    found = {row.key: _stored(row) for part in chunks(ids.values())
             for row in connection.execute(_STORED.where(_V.id.in_(part)))}
    return tuple(found[key] for key in keys)


def reading(connection: Connection, report: str, stamp: str | None) -> Reading | None:
    """See `View.reading`."""
    asked = select(readings.c.line, _V.text).join(versions, _V.id == readings.c.version_id).where(_V.key == report)
    if stamp is not None:
        asked = asked.join(readers, readers.c.id == readings.c.reader_id).where(readers.c.stamp == stamp)
    row = connection.execute(asked.order_by(readings.c.id.desc()).limit(1)).first()
    return None if row is None else unpack_reading(row.line, unpack_text(row.text))


def unread(connection: Connection, stamp: str, after: str | None, limit: int) -> tuple[Stored, ...]:
    """See `View.unread`."""
    reader = connection.execute(select(readers.c.id).where(readers.c.stamp == stamp)).scalar()
    asked = _STORED.where(_V.id > _number(connection, after)).order_by(_V.id).limit(checked_limit(limit))
    if reader is not None:
        asked = asked.where(~select(readings.c.id).where(
            readings.c.version_id == _V.id, readings.c.reader_id == reader).exists())
    return tuple(_stored(row) for row in connection.execute(asked))


def reports(connection: Connection, after: str | None, limit: int) -> tuple[Report, ...]:
    """See `View.reports`."""
    last = select(func.max(readings.c.id)).where(readings.c.version_id == _V.id).correlate(versions).scalar_subquery()
    rows = connection.execute(
        select(_V.key, _V.text, articles.c.key.label("article"), readings.c.line)
        .join(articles, articles.c.id == _V.article_id).join(readings, readings.c.id == last)
        .where(_V.id > _number(connection, after)).order_by(_V.id).limit(checked_limit(limit)))
    return tuple(Report(id=row.key, article=row.article, reading=unpack_reading(row.line, unpack_text(row.text)))
                 for row in rows)


def held_signatures(connection: Connection, method: str, of: Iterable[str] | None) -> dict[str, bytes]:
    """See `View.signatures`."""
    asked = select(_V.key, signatures.c.bytes).join(versions, _V.id == signatures.c.version_id) \
        .where(signatures.c.method == method).order_by(_V.id)
    parts: Iterable[Sequence[int] | None] = [None] if of is None else chunks(report_ids(connection, of).values())
    return {row.key: row.bytes for part in parts
            for row in connection.execute(asked if part is None else asked.where(_V.id.in_(part)))}


def _number(connection: Connection, report: str | None) -> int:
    if report is None:
        return 0
    found = connection.execute(select(_V.id).where(_V.key == report)).scalar()
    if found is None:
        raise StoreError(f"There is no report {report!r} in the store to go on from.")
    return int(found)


def _stored(row: AnyRow) -> Stored:
    content = Article(
        id=row.given, text=unpack_text(row.text), url=row.url, source=row.source, title=row.title,
        authors=authors(row.authors), published=row.published, language=row.language, cleaned=row.cleaned)
    return Stored(report=row.key, article=row.article, number=row.number, fetched=row.fetched, content=content)
