"""Readings as one page that needs nothing else: the article with its evidence marked, the events beside it.

Rules: every string of an article, a reading or a message goes through `_text` or `_attribute`; the page's own style and
script are the only ones that the content security policy, which names their hashes, lets run; nothing is loaded.
Without its script the page still shows text, marks, layers and events.
"""
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from importlib.resources import files
from itertools import count
from typing import IO
from urllib.parse import urlsplit

from sayso.records import Event, Reading
from sayso.show import words
from sayso.show.lines import Failed
from sayso.show.neutral import harmless, one_line
from sayso.show.records import records
from sayso.show.segments import Piece, marks, pieces
from sayso.show.words import ARROW, LINK, OWN_VOICE, Index

LAYERS = (("who", "who"), ("what", "did what"), ("when", "when, how many"), ("where", "where"), ("said", "said"),
          ("removed", "furniture"))


class PagePrinter:
    """Writes a page to a binary stream, one article after another; `close` ends it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._numbers = stream, count(1)
        self._write(_head())

    def reading(self, reading: Reading) -> None:
        """A section with the article, its marks and its events."""
        self._write("".join(section(reading, f"a{next(self._numbers)}")))

    def failure(self, failed: Failed) -> None:
        """A section that says what could not be read, and why."""
        self._write(
            f'<section id="a{next(self._numbers)}"><header><h2>{_text(one_line(failed.id))}</h2></header>\n'
            f'<p class="error">{_text(one_line(failed.message))} <span class="faint">({_text(failed.code)})</span></p>'
            "</section>\n")

    def close(self) -> None:
        """The page's end."""
        self._write('</main>\n<aside id="card" aria-live="polite" hidden></aside>\n'
                    f"<script>{_asset('page.js')}</script>\n</body>\n</html>\n")

    def _write(self, markup: str) -> None:
        self._stream.write(markup.encode())
        self._stream.flush()


def section(reading: Reading, name: str) -> Iterator[str]:
    """The markup of one article; `name` is its id in the page."""
    index = Index.of(reading)
    title = one_line(reading.article.title or reading.article.id)
    yield f'<section id="{_attribute(name)}">\n<header><h2>{_text(title)}</h2>\n'
    yield f'<p class="meta">{_text(" · ".join(words.summary(reading)))}{_link(reading.article.url)}</p></header>\n'
    yield '<div class="text" dir="auto">'
    for piece in pieces(len(reading.text), marks(reading)):
        yield _piece(reading.text, piece)
    yield '</div>\n<div class="side">\n<h3>Events</h3>\n'
    for event in reading.events or ():
        yield _event(index, event)
    if not reading.events:
        yield "<p>No events of the kinds that Sayso records.</p>\n"
    yield '</div>\n<div class="records">\n'
    for id_, title, rows in records(index):
        yield (f'<div class="rec" id="{_attribute(name)}-{_attribute(id_)}"><p class="type">{_text(title)}</p><dl>'
               + "".join(f"<dt>{_text(key)}</dt><dd>{_text(value)}</dd>" for key, value in rows) + "</dl></div>\n")
    yield "</div>\n</section>\n"


def _head() -> str:
    style, script = _asset("page.css"), _asset("page.js")
    policy = (f"default-src 'none'; style-src 'sha256-{_hash(style)}'; script-src 'sha256-{_hash(script)}'; "
              "base-uri 'none'; form-action 'none'")
    toggles = "".join(f'<label><input type="checkbox" id="l-{layer}" checked><span class="key-{layer}">{_text(label)}'
                      "</span></label>\n" for layer, label in LAYERS)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Sayso reading</title>
<style>{style}</style>
</head>
<body>
<header class="bar"><strong>Sayso: who did what to whom, and on whose say-so</strong>
{toggles}</header>
<main>
"""


def _piece(text: str, piece: Piece) -> str:
    shown = _text(harmless(text[slice(*piece.span)]))
    if not piece.marks:
        return shown
    if any(mark.layer == "removed" for mark in piece.marks):
        return f'<span class="removed" title="page furniture: not read">{shown}</span>'
    layers = " ".join(dict.fromkeys(mark.layer for mark in piece.marks))
    own = " ".join(dict.fromkeys(mark.id for mark in piece.marks if mark.layer != "said"))
    said = " ".join(dict.fromkeys(mark.id for mark in piece.marks if mark.layer == "said"))
    ids = "".join(f' data-{key}="{_attribute(value)}"' for key, value in (("ids", own), ("said", said)) if value)
    # one stop of the tab key for each trigger, name, time or place, none for the long stretches around them
    stop = ' tabindex="0"' if any(m.layer != "said" and m.span[0] == piece.span[0] for m in piece.marks) else ""
    return f'<mark class="{_attribute(layers)}"{ids}{stop}>{shown}</mark>'


def _event(index: Index, event: Event) -> str:
    kind, trigger = words.what(index, event)
    quality = ("verbal" if event.quad.startswith("verbal") else "") + (" not" if event.factuality < -0.5 else "")
    around = " · ".join(filter(None, [words.when(event), words.where(index, event), *words.how_many(event)]))
    said = LINK.join(words.chain(index, event)) or OWN_VOICE
    degree = "no" if event.factuality < -0.5 else "yes"
    lines = [
        f'<span class="type">{_text(kind)}</span> <span class="act">“{_text(trigger)}”</span>',
        _text(words.parties(index, event.actors) + ARROW + words.parties(index, event.recipients)),
        _text(around),
        f'{_text(event.status)}, <span class="{degree}">{_text(words.certainty(event))}</span> '
        f'<span class="faint">{event.factuality:+g}</span>',
        f'<span class="faint">on the say-so of</span> {_text(said)}',
    ]
    return (f'<div class="event {quality.strip()}" tabindex="0" data-ids="{_attribute(event.id)}" '
            f'data-lights="{_attribute(" ".join(_lights(index, event)))}">'
            + "".join(f"<p>{line}</p>" for line in lines if line) + "</div>\n")


def _lights(index: Index, event: Event) -> Iterator[str]:
    """The ids of everything that an event rests on, itself first."""
    yield event.id
    yield from (party.entity for party in (*event.actors, *event.recipients) if party.entity)
    yield from filter(None, (event.when.time if event.when else None, event.where))
    yield from (said.id for said in words.links(index, event))


def _link(url: str | None) -> str:
    """A link to the article where its address is one of the web's; nothing else is made clickable."""
    if not url:
        return ""
    try:
        web = urlsplit(url).scheme in ("http", "https")
    except ValueError:
        web = False
    return f' · <a href="{_attribute(url)}" rel="noopener noreferrer">source page</a>' if web else ""


def _text(value: str) -> str:
    return escape(harmless(value), quote=False)


def _attribute(value: str) -> str:
    return escape(one_line(value, 4000), quote=True)


def _asset(name: str) -> str:
    return files("sayso.show").joinpath("static", name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return b64encode(sha256(content.encode()).digest()).decode()
