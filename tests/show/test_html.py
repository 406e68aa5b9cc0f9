"""The page: whole in itself, everything escaped, every span marked, the text as it was."""
import base64
import hashlib
import io
import re
from html import unescape
from html.parser import HTMLParser

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.collect.make import Failure
from sayso.records import Reading
from sayso.show.html import PagePrinter
from sayso.show.segments import Mark, marks, pieces
from tests.samples import TEXT, reading

EVIL = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'&lt;\u202e"


def page(*found: Reading | Failure) -> str:
    stream = io.BytesIO()
    printer = PagePrinter(stream)
    for one in found:
        if isinstance(one, Failure):
            printer.failure(one)
        else:
            printer.reading(one)
    printer.close()
    return stream.getvalue().decode()


class Tags(HTMLParser):
    """Every tag with its attributes, and whether all that opened closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_needs_nothing_else() -> None:
    """No address is loaded, and the policy lets only the page's own style and script run."""
    text = page(reading())
    tags = Tags(text)
    assert not tags.open
    assert not [attrs for tag, attrs in tags.found if tag in ("link", "img", "iframe", "object")]
    assert not [attrs for _, attrs in tags.found if "src" in attrs or "style" in attrs
                or any(name.startswith("on") for name in attrs)]
    policy = next(attrs["content"] for tag, attrs in tags.found if attrs.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    for tag in ("style", "script"):
        body = text.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
        assert f"{tag}-src 'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'" in policy
    assert "url(" not in text
    assert "@import" not in text


def test_everything_is_escaped() -> None:
    """Whatever a stranger wrote, the page has the same tags."""
    base = reading()
    evil = reading(
        article=msgspec.structs.replace(base.article, id=EVIL, title=EVIL, source=EVIL, url="javascript:alert(1)"),
        entities=tuple(msgspec.structs.replace(e, name=EVIL, code=EVIL, ref=EVIL) for e in base.entities or ()),
        places=tuple(msgspec.structs.replace(p, name=EVIL, country=EVIL) for p in base.places or ()),
        events=tuple(msgspec.structs.replace(v, mode=EVIL, why=EVIL, cameo=EVIL) for v in base.events or ()))
    text = page(evil, Failure(id=EVIL, code="x", message=EVIL))
    tags = Tags(text)
    assert not tags.open
    assert [tag for tag, _ in tags.found].count("script") == 1
    assert "img" not in [tag for tag, _ in tags.found]
    assert "javascript:" not in text
    assert "\u202e" not in text


def test_the_text_is_whole() -> None:
    """The marks take nothing away from the article and add nothing to it."""
    text = page(reading()).partition('<div class="text" dir="auto">')[2].partition("</div>")[0]
    assert unescape(re.sub(r"<[^>]+>", "", text)) == TEXT


def test_several_articles_share_a_page() -> None:
    """Each has a section of its own, errors too, and no id stands twice."""
    text = page(reading(), Failure(id="b", code="empty", message="There is nothing in it."), reading())
    ids = [attrs["id"] for _, attrs in Tags(text).found if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert text.count("<section") == 3
    assert "There is nothing in it." in text


def test_evidence_is_marked_by_layer() -> None:
    """A trigger inside a statement is both; furniture is greyed and nothing else."""
    text = page(reading())
    assert re.search(r'<mark class="what said" data-ids="v1" data-said="s3 s\d s\d" tabindex="0">met</mark>', text)
    assert '<span class="removed" title="page furniture: not read">Subscribe to our newsletter</span>' in text


@given(st.lists(st.tuples(st.integers(-2, 22), st.integers(-2, 22)), max_size=12))
def test_pieces_tile_the_text(spans: list[tuple[int, int]]) -> None:
    """However spans overlap, the pieces follow each other without a gap, and each has just the marks that cover it."""
    held = [Mark(span, "who", f"e{k}") for k, span in enumerate(spans)]
    found = list(pieces(20, held))
    assert [p.span[0] for p in found[1:]] == [p.span[1] for p in found[:-1]]
    assert (found[0].span[0], found[-1].span[1]) == (0, 20)
    for piece in found:
        covering = {m.id for m in held if 0 <= m.span[0] <= piece.span[0] and piece.span[1] <= m.span[1] <= 20}
        assert {m.id for m in piece.marks} == covering


def test_every_span_of_a_reading_is_marked() -> None:
    """Entities, times, places, cues, contents, sources, triggers, counts and furniture."""
    assert {mark.layer for mark in marks(reading())} == {"who", "what", "when", "where", "many", "said", "cue", "removed"}


def test_an_empty_text_makes_no_trouble() -> None:
    """Nothing to mark, nothing marked."""
    assert list(pieces(0, [])) == []


@pytest.mark.parametrize("url", ["ftp://a.example/", "data:text/html,x", "http://[::1", "//a.example/x"])
def test_only_web_addresses_become_links(url: str) -> None:
    """Anything else is not made clickable."""
    assert "<a " not in page(reading(article=msgspec.structs.replace(reading().article, url=url)))
