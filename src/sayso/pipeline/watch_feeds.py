"""What met watches, as an Atom feed (RFC 4287) or a JSON feed (version 1.1), for readers of feeds and other programs.

The ids are made of the watch's name and the claim's id, so that a reader tells each once however often the file is made
anew. Every word is a stranger's: it is escaped, and characters that XML forbids are left out.
"""
import re
import uuid
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

import msgspec

from sayso.records.claim import Claim, Side
from sayso.store.base import Met, Store

_ATOM = "http://www.w3.org/2005/Atom"
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER = "1970-01-01T00:00:00Z"  # Atom wants a time of change of a feed in which nothing is yet
NOBODY = "?"


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that met a watch, for people. `links`: addresses of the reports that mention it, in their order."""

    id: str
    watch: str
    at: str
    title: str
    text: str
    links: tuple[str, ...]


def shown(store: Store, found: Sequence[Met]) -> tuple[Shown, ...]:
    """What met watches, with the addresses of the reports."""
    reports = {mention.report for met in found for mention in met.claim.mentions}
    rows = {report: store.view.article(report) for report in reports}
    # what came from a file names any address: a reader of feeds is to open no "javascript:"
    urls = {report: row.url for report, row in rows.items()
            if row is not None and row.url and row.url.startswith(("https://", "http://"))}
    return tuple(_shown(met, urls) for met in found)


def atom(found: Sequence[Shown], name: str | None) -> bytes:
    """The Atom feed of one watch, or of all."""
    feed = ET.Element("feed", xmlns=_ATOM)
    _add(feed, "title", _title(name))
    _add(feed, "id", _id("watch", name or ""))
    _add(feed, "updated", max((one.at for one in found), default=_NEVER))
    _add(_add(feed, "author"), "name", "Sayso")
    for one in found:
        entry = _add(feed, "entry")
        _add(entry, "title", one.title)
        _add(entry, "id", one.id)
        _add(entry, "updated", one.at)
        _add(entry, "category", term=one.watch)
        for n, link in enumerate(one.links):
            _add(entry, "link", rel="alternate" if n == 0 else "related", href=link)
        _add(entry, "content", one.text, type="text")
    ET.indent(feed)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def json_feed(found: Sequence[Shown], name: str | None) -> bytes:
    """The same as a JSON feed."""
    items = [{"id": one.id, "title": one.title, "content_text": one.text, "date_published": one.at, "tags": [one.watch],
              **({"url": one.links[0]} if one.links else {}), "_sayso": {"watch": one.watch, "links": one.links}}
             for one in found]
    return msgspec.json.format(msgspec.json.encode({
        "version": "https://jsonfeed.org/version/1.1", "title": _title(name), "items": items})) + b"\n"


def headline(claim: Claim) -> str:
    """A claim in one line: who, whom, what, when, where, and how many independent sources say so."""
    about = ", ".join(part for part in (_days(claim), claim.place.name if claim.place else None) if part)
    sources = f"{claim.supporting} independent source{'' if claim.supporting == 1 else 's'}"
    return (f"{_sides(claim.actors)} ► {_sides(claim.recipients)}: {claim.type}{f' ({about})' if about else ''}, "
            f"{claim.status}; {sources}{f', {claim.denying} against' if claim.denying else ''}")


def _shown(met: Met, urls: Mapping[str, str]) -> Shown:
    claim = met.claim
    lines = [f"“{' '.join(m.quote.split())}” ({' ‹ '.join(m.origin.chain) or 'unnamed'}, {m.stance})"
             for m in claim.mentions]
    lines += [f"Contradicted: {c.why}" for c in claim.contradictions] + list(claim.grade.reasons)
    links = dict.fromkeys(urls[m.report] for m in claim.mentions if m.report in urls)
    return Shown(id=_id("met", met.watch, claim.id), watch=_whole(met.watch), at=met.at, title=_whole(headline(claim)),
                 text=_whole("\n".join(lines)), links=tuple(_whole(link) for link in links))


def _id(*parts: str) -> str:
    told = "sayso:" + "\0".join(parts)
    return uuid.uuid5(uuid.NAMESPACE_URL, told.encode("utf-8", "backslashreplace").decode()).urn


def _title(name: str | None) -> str:
    return _whole(f"Sayso: {name}" if name else "Sayso: all watches")


def _add(outer: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    inner = ET.SubElement(outer, name, attributes)
    inner.text = text
    return inner


def _whole(text: str) -> str:
    """Without what neither XML nor UTF-8 can hold."""
    return _ILLEGAL.sub("", text)


def _sides(sides: Sequence[Side]) -> str:
    return ", ".join(side.name for side in sides) or NOBODY


def _days(claim: Claim) -> str | None:
    if claim.start == claim.end:
        return claim.start
    return f"{claim.start or ''}–{claim.end or ''}"
