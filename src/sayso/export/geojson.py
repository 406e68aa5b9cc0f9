"""GeoJSON (RFC 7946): a feature for each row, a point where it has one, null where it has none (section 3.2).

Coordinates are longitude, latitude in WGS 84, those of the named place: `precision` says of what.
"""
from itertools import chain
from typing import IO, Any

from sayso.export.base import LINK, Batch, Row, killed, label
from sayso.export.lines import line
from sayso.export.text import degrees, flat, web


def told(batch: Batch) -> tuple[Row, ...]:
    """All rows."""
    return batch.rows


def write(batch: Batch, stream: IO[bytes]) -> None:
    """A FeatureCollection, a feature a line."""
    stream.write(b'{"type":"FeatureCollection","features":[')
    for between, row in zip(chain([b"\n"], iter(lambda: b",\n", None)), told(batch), strict=False):
        stream.write(between + line(feature(row)).rstrip(b"\n"))
    stream.write(b"\n]}\n")


def feature(row: Row) -> dict[str, Any]:
    """A row as a feature; its properties are flat but for lists of strings and `told`."""
    place = row.place
    point = degrees(place.lat, place.lon) if place else None
    low, high = killed(row)
    return {
        "type": "Feature", "id": row.id,
        "geometry": {"type": "Point", "coordinates": [point[1], point[0]]} if point else None,
        "properties": {
            "title": flat(label(row), 500), "kind": row.kind, "type": row.type, "mode": row.mode, "cameo": row.cameo,
            "contexts": list(row.contexts), "status": row.status, "factuality_low": row.factuality[0],
            "factuality_high": row.factuality[1], "actors": [who.name for who in row.actors],
            "actor_codes": [who.code for who in row.actors], "recipients": [who.name for who in row.recipients],
            "recipient_codes": [who.code for who in row.recipients], "start": row.start, "end": row.end,
            "place": place.name if place else None, "country": place.country if place else None, "admin1": row.admin1,
            "geonames": place.geonames if place else None, "precision": place.precision if place else None,
            "killed_low": low, "killed_high": high, "supporting": row.supporting, "denying": row.denying,
            "contradictions": [held.why for held in row.contradictions],
            "grade": f"{row.grade.reliability}{row.grade.credibility}" if row.grade else None, "story": row.story,
            "told": [{"report": one.report, "event": one.event, "span": list(one.span), "quote": one.quote,
                      "chain": LINK.join(one.chain), "stance": one.stance, "status": one.status,
                      "factuality": one.factuality, "published": one.published, "url": web(one.url)}
                     for one in row.told]}}
