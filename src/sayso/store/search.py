"""Full text, and what a report has to do with others."""
from collections import defaultdict

from sqlalchemy import Connection, select

from sayso.errors import StoreError
from sayso.store.claims import links_of
from sayso.store.database import Database, Found
from sayso.store.events import shown
from sayso.store.pack import unpack_text
from sayso.store.questions import checked_limit
from sayso.store.rows import Hit, Related
from sayso.store.schema import AnyRow, articles, event_parties, events, stories, story_reports, versions
from sayso.store.session import report_ids
from sayso.store.words import Term, fold, snippet, terms

_V = versions.c
SPARE = 3  # hits taken for each one wanted: versions of one article are shown once, and old readings' events not at all
SAME_STORY, LINKED, MOST_FOR_ACTORS, MOST_FOR_WORDS = 1.0, 0.8, 0.6, 0.4
COMMON = 400  # a party of more events than that says nothing about what a report is about
TITLE_WORDS = 12


def search(connection: Connection, database: Database, question: str, within: str, limit: int) -> tuple[Hit, ...]:
    """See `View.search`."""
    checked_limit(limit)
    if within not in ("reports", "evidence"):
        raise StoreError(f"{within!r} cannot be searched; search within reports or evidence.")
    asked = terms(question)
    if not asked:
        return ()
    if within == "evidence":
        return _evidence(connection, asked, database.find_events(connection, asked, limit * SPARE), limit)
    return _reports(connection, asked, database.find_reports(connection, asked, limit * SPARE), limit)


def see_also(connection: Connection, database: Database, report: str, limit: int) -> tuple[Related, ...]:
    """See `View.see_also`. A score is a sum: story 1, link .8, actors up to .6, words of the title up to .4."""
    checked_limit(limit)
    mine = report_ids(connection, (report,))[report]
    found: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for part in (_by_story(connection, mine), _by_link(connection, report), _by_actors(connection, mine),
                 _by_words(connection, database, mine)):
        for id_, reason in part.items():
            found[id_].append(reason)
    rows = _rows(connection, list(found))
    own = rows.pop(mine, None) or _rows(connection, [mine])[mine]
    scored = sorted(((sum(s for s, _ in found[id_]), row) for id_, row in rows.items()
                     if row.article_id != own.article_id), key=lambda pair: (-pair[0], pair[1].id))
    once: dict[int, Related] = {}
    for score, row in scored:
        once.setdefault(row.article_id, Related(
            report=row.key, title=row.title, source=row.source, published=row.published, score=round(score, 3),
            reasons=tuple(why for _, why in found[row.id])))
    return tuple(once.values())[:limit]


def _reports(connection: Connection, asked: tuple[Term, ...], found: list[Found], limit: int) -> tuple[Hit, ...]:
    rows = _rows(connection, [id_ for id_, _ in found])
    best: dict[int, Found] = {}
    for id_, score in found:
        best.setdefault(rows[id_].article_id, (id_, score))
    kept = list(best.values())[:limit]
    texts = {row.id: row.text for row in connection.execute(
        select(_V.id, _V.text).where(_V.id.in_([id_ for id_, _ in kept])))}
    hits = []
    for id_, score in kept:
        row = rows[id_]
        passage, marks = snippet(unpack_text(texts[id_]), asked)
        hits.append(Hit(report=row.key, article=row.article, event=None, title=row.title, source=row.source,
                        published=row.published, snippet=passage, marks=marks, score=score))
    return tuple(hits)


def _evidence(connection: Connection, asked: tuple[Term, ...], found: list[Found], limit: int) -> tuple[Hit, ...]:
    current = set(connection.execute(select(events.c.id).where(
        events.c.id.in_([id_ for id_, _ in found]), events.c.current)).scalars())
    kept = [(id_, score) for id_, score in found if id_ in current][:limit]
    rows = shown(connection, [id_ for id_, _ in kept])
    hits = []
    for id_, score in kept:
        row = rows[id_]
        passage, marks = snippet(row.quote, asked)
        hits.append(Hit(report=row.report, article=row.article, event=row.key, title=row.title, source=row.source,
                        published=row.published, snippet=passage, marks=marks, score=score))
    return tuple(hits)


def _rows(connection: Connection, ids: list[int]) -> dict[int, AnyRow]:
    asked = select(_V.id, _V.key, _V.article_id, _V.title, _V.published, articles.c.key.label("article"),
                   articles.c.source).join(articles, articles.c.id == _V.article_id)
    return {row.id: row for row in connection.execute(asked.where(_V.id.in_(ids)))}


def _by_story(connection: Connection, mine: int) -> dict[int, tuple[float, str]]:
    told = story_reports.alias()
    rows = connection.execute(
        select(story_reports.c.version_id, stories.c.title).join(stories, stories.c.id == story_reports.c.story_id)
        .join(told, told.c.story_id == story_reports.c.story_id).where(told.c.version_id == mine)
        .order_by(story_reports.c.position.desc()).limit(200))
    return {row.version_id: (SAME_STORY, f"It tells the same story, “{row.title}”.") for row in rows}


def _by_link(connection: Connection, report: str) -> dict[int, tuple[float, str]]:
    found = links_of(connection, report)
    others = {link.earlier if link.later == report else link.later: link for link in found}
    ids = report_ids(connection, others)
    return {ids[key]: (LINKED, link.why) for key, link in others.items()}


def _by_actors(connection: Connection, mine: int) -> dict[int, tuple[float, str]]:
    """Reports that name the same parties; each party counts the more the fewer events it is in."""
    p = event_parties.c
    names = {row.folded: row.name for row in connection.execute(
        select(p.folded, p.name).join(events, events.c.id == p.event_id)
        .where(events.c.version_id == mine, events.c.current, p.ref.is_not(None), p.folded != "").limit(100))}
    shared: dict[int, set[str]] = defaultdict(set)
    weights: dict[str, float] = {}
    for folded in sorted(names):
        same = connection.execute(select(events.c.version_id).join(event_parties, p.event_id == events.c.id).where(
            p.folded == folded, events.c.current).limit(COMMON + 1)).scalars().all()
        if len(same) <= COMMON:
            weights[folded] = 1 / len(same)
            for version in same:
                shared[version].add(folded)
    whole = sum(weights.values())
    return {version: (MOST_FOR_ACTORS * sum(weights[f] for f in who) / whole,
                      f"It is about {', '.join(sorted(names[f] for f in who)[:4])} too.")
            for version, who in shared.items()}


def _by_words(connection: Connection, database: Database, mine: int) -> dict[int, tuple[float, str]]:
    """Reports that have words of the title, by the index's own rank."""
    title = connection.execute(select(_V.title).where(_V.id == mine)).scalar()
    words = [word for word in dict.fromkeys(fold(title or "").split()) if len(word) > 3][:TITLE_WORDS]
    if not words:
        return {}
    found = [(id_, score) for id_, score in database.find_any(connection, words, 50) if id_ != mine]
    best = max((score for _, score in found), default=0)
    return {id_: (MOST_FOR_WORDS * score / best, "It has words of the title.") for id_, score in found if best > 0}
