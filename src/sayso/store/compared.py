"""What comparing computed: signatures, links, stories and claims follow the newest word."""
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select

from sayso.errors import StoreError
from sayso.records.claim import Claim, Link, Story
from sayso.store.database import Database
from sayso.store.flatten import party_row
from sayso.store.pack import pack_claim
from sayso.store.schema import (
    claim_parties,
    claims,
    contradictions,
    links,
    mentions,
    signatures,
    stories,
    story_reports,
)
from sayso.store.session import chunks, report_ids
from sayso.store.words import fold


def put_signatures(connection: Connection, database: Database, method: str, given: Mapping[str, bytes]) -> None:
    """See `Writer.put_signatures`."""
    ids = report_ids(connection, given)
    if rows := [{"method": method, "version_id": ids[key], "bytes": value} for key, value in given.items()]:
        connection.execute(database.upsert(signatures, ("method", "version_id"), ("bytes",)), rows)


def put_links(connection: Connection, database: Database, given: Iterable[Link]) -> int:
    """See `Writer.put_links`."""
    found = {(link.later, link.earlier, link.kind): link for link in given}
    ids = report_ids(connection, (key for link in found.values() for key in (link.later, link.earlier)))
    rows = [{"later_id": ids[link.later], "earlier_id": ids[link.earlier], "kind": link.kind, "score": link.score,
             "why": link.why} for link in found.values()]
    if not rows:
        return 0
    before = connection.execute(select(func.count()).select_from(links)).scalar_one()
    connection.execute(database.upsert(links, ("later_id", "earlier_id", "kind"), ("score", "why")), rows)
    return int(connection.execute(select(func.count()).select_from(links)).scalar_one() - before)


def put_stories(connection: Connection, database: Database, given: Iterable[Story], gone: Iterable[str]) -> None:
    """See `Writer.put_stories`."""
    held = {story.id: story for story in given}
    ids = report_ids(connection, (key for story in held.values() for key in story.reports))
    members: dict[int, dict[str, Any]] = {}  # the story that was given last has a report that two of them claim
    for story in held.values():
        members.update((ids[key], {"version_id": ids[key], "story_id": story.id, "position": position})
                       for position, key in enumerate(story.reports))
    if held:
        connection.execute(
            database.upsert(stories, ("id",), ("title", "start", "end")),
            [{"id": s.id, "title": s.title, "start": s.start, "end": s.end} for s in held.values()])
    left = tuple(dict.fromkeys(id_ for id_ in gone if id_ not in held))
    for part in chunks((*held, *left)):
        connection.execute(delete(story_reports).where(story_reports.c.story_id.in_(part)))
    for few in chunks(members):
        connection.execute(delete(story_reports).where(story_reports.c.version_id.in_(few)))
    if members:
        connection.execute(insert(story_reports), list(members.values()))
    for part in chunks(left):
        connection.execute(delete(stories).where(stories.c.id.in_(part)))


def put_claims(connection: Connection, database: Database, given: Iterable[Claim], gone: Iterable[str]) -> None:
    """See `Writer.put_claims`."""
    held = {claim.id: claim for claim in given}
    ids = report_ids(connection, (mention.report for claim in held.values() for mention in claim.mentions))
    for part in chunks(dict.fromkeys(id_ for id_ in gone if id_ not in held)):
        connection.execute(delete(claims).where(claims.c.id.in_(part)))
    for part in chunks(held):
        for table in (claim_parties, mentions, contradictions):
            connection.execute(delete(table).where(table.c.claim_id.in_(part)))
    if held:
        kept = [name for name in claims.c.keys() if name != "id"]  # noqa: SIM118 (no dict)
        connection.execute(database.upsert(claims, ("id",), kept), [_claim_row(claim) for claim in held.values()])
    for table, rows in _parts(held.values(), ids):
        if rows:
            connection.execute(insert(table), rows)


def _claim_row(claim: Claim) -> dict[str, Any]:
    place = claim.place
    return {
        "id": claim.id, "type": claim.type, "start": claim.start, "end": claim.end,
        "country": place.country if place else None, "place_folded": fold(place.name) if place else None,
        "lat": place.lat if place else None, "lon": place.lon if place else None, "status": claim.status,
        "story": claim.story, "supporting": claim.supporting, "denying": claim.denying,
        "contradicted": len(claim.contradictions), "credibility": claim.grade.credibility,
        "reliability": claim.grade.reliability, "sort_day": claim.start or claim.end or "", "claim": pack_claim(claim)}


def _parts(held: Iterable[Claim], ids: Mapping[str, int]) -> tuple[tuple[Table, list[dict[str, Any]]], ...]:
    """The rows that hang on claims."""
    taking_part, told, opposed = [], [], []
    for claim in held:
        for role, sides in (("actor", claim.actors), ("recipient", claim.recipients)):
            taking_part += [{**party_row(role, k, side), "claim_id": claim.id} for k, side in enumerate(sides)]
        once = {(mention.report, mention.event): mention for mention in claim.mentions}
        if len(once) < len(claim.mentions):
            raise StoreError(f"The claim {claim.id!r} mentions an event twice; give each mention once.")
        told += [{"claim_id": claim.id, "version_id": ids[m.report], "event": m.event, "stance": m.stance,
                  "origin": m.origin.key} for m in claim.mentions]
        opposed += [{"claim_id": claim.id, "position": k, "kind": c.kind, "one": ":".join(c.one),
                     "other": ":".join(c.other), "why": c.why} for k, c in enumerate(claim.contradictions)]
    return (claim_parties, taking_part), (mentions, told), (contradictions, opposed)
