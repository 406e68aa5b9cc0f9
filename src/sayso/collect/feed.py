"""The bytes of a feed ► what it lists: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1.

Feeds are judged by their content; the type that the server gives is not asked. What is wrong in one is mended and said
in `mended`: entities that nobody declared, missing namespaces, markup that does not close, stray control characters.

Feeds are hostile. The prolog with its document type is cut off before anything is parsed, so that no entity is ever
declared: bombs and external entities stay the letters that they are. Nothing is loaded from anywhere. Tags, the
attributes of one tag and bytes are counted first, because libxml2 takes time that grows with their square.

Why lxml and not feedparser: feedparser 6.0.14 takes 2 s for an author's name of 20 kB ("a.a.a.…"), 9 s for 40 kB and
36 s for 80 kB, and as its regular expressions look at many elements, no measure from outside bounds that.
"""
import hashlib
import html as markup
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import msgspec
from lxml import etree  # type: ignore[import-untyped]
from lxml.html import HTMLParser, document_fromstring  # type: ignore[import-untyped]

from sayso.collect.dates import parse_date
from sayso.collect.language import primary
from sayso.collect.plain import decode
from sayso.errors import SourceError

MOST_TAGS = 200_000       # some 20,000 items
MOST_ATTRIBUTES = 2_000   # of one tag
MOST_ITEMS = 5_000        # what stands further down is left out, and `mended` says so
LONGEST_WORD = 4_000      # characters of an address; ids, names and dates that are longer are none
_NAMESPACES = {           # in lower case ► the prefix that the fields below are written with
    "http://www.w3.org/2005/atom": "", "http://purl.org/atom/ns#": "", "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "", "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "", "http://backend.userland.com/rss": "",
    "http://blogs.law.harvard.edu/tech/rss": "", "http://www.w3.org/1999/xhtml": "html:",
    "http://purl.org/dc/elements/1.1/": "dc:", "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:", "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:"}
_ROOTS = {"rss": "rss", "rdf:rdf": "rss10", "rdf": "rss10", "feed": "atom", "channel": "rss"}
_PROLOG = re.compile(r"<\?[^>]*(?:>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_DECLARED = re.compile(r"\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z)|<!--.*?(?:-->|\Z)|[\[\]<>]", re.DOTALL)
_ROOT = re.compile(r"<[A-Za-z_]")
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOOSE = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};|([A-Za-z][A-Za-z0-9]{0,30});)?"
                     r"|<(?:br|hr|img)\b[^<>]*>", re.DOTALL | re.IGNORECASE)
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_LONG_TAG = re.compile(r"<[A-Za-z][^>]{8000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_MARKED = re.compile(r"<[A-Za-z/!]|&(?:#[0-9xX]|[A-Za-z])")
_BLOCKS = ("address", "article", "blockquote", "br", "dd", "div", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4",
           "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul")
_WITH_NAME = re.compile(r"[^\s()]+@[^\s()]+\s*\((.+)\)")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_UNSET = ("1970-01-01T00:00", "0001-01-01")  # what programs write that know no date
_ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class FeedItem(msgspec.Struct, frozen=True, kw_only=True):
    """One item. Dates are ISO 8601 in the feed's own time zone: "2016-05-03T21:14:00-04:00", "2016-05-03".

    `id` is the feed's, else the address, else a hash of what the item says; unique in the feed. `url` is absolute,
    http or https. `title` and `summary` are plain text. The content is `html` or `text`, as published: `html` is a
    stranger's and must never be shown as it is. `language` is an ISO 639-1 code.
    """

    id: str
    url: str | None = None
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    authors: tuple[str, ...] = ()
    summary: str | None = None
    html: str | None = None
    text: str | None = None
    language: str | None = None


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed as it was at one moment. `kind`: rss, rss10, atom or json. `home`: the page that it belongs to.

    `mended`: what was wrong and was read all the same, as a sentence; None where nothing was.
    """

    kind: str
    items: tuple[FeedItem, ...]
    title: str | None = None
    home: str | None = None
    language: str | None = None
    mended: str | None = None


def parse_feed(data: bytes, *, url: str | None = None, charset: str | None = None) -> Feed:
    """The feed in some bytes. `url` is where they came from, for relative links; `charset` what the server declared.

    SourceError "empty", "binary", "encoding", "too-large", or "format" where it is no feed.
    """
    text = decode(data, charset=charset, html=True)
    return _json_feed(text, url) if text.lstrip("\ufeff \t\r\n").startswith("{") else _xml_feed(text, url)


def feed_date(text: str | None) -> str | None:
    """A feed's date as ISO 8601, to the second where it names one; None for what is no date."""
    given = " ".join((text or "")[:LONGEST_WORD].split())
    if not given or len(given) > 100:
        return None
    try:
        if _ISO.match(given):
            found = datetime.fromisoformat(given.upper().removesuffix(" UTC") + ("Z" if given[-4:] == " UTC" else ""))
            shown = found.date().isoformat() if len(given) == 10 else found.isoformat(timespec="seconds")
        elif ":" in given:
            shown = parsedate_to_datetime(given).isoformat(timespec="seconds")
        else:
            shown = parse_date(given)
    except SourceError:
        return None
    except (ValueError, OverflowError, IndexError, TypeError):  # the last two: the library's own, on odd dates
        try:
            shown = parse_date(given)
        except SourceError:
            return None
    return None if shown.startswith(_UNSET) or shown < "1000" else shown


def plain_text(text: str | None) -> str | None:
    """HTML, or text with a stray entity, as plain text in one line; None where nothing is left."""
    if text is not None and _MARKED.search(text):
        _refuse_monsters(text)
        parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        try:
            tree = document_fromstring(f"<div>{text}</div>".encode("utf-8", "replace"), parser=parser)
        except (etree.LxmlError, ValueError, AssertionError):
            tree = None
        if tree is not None:
            etree.strip_elements(tree, "script", "style", "template", "noscript", with_tail=False)
            for block in tree.iter(*_BLOCKS):
                block.text, block.tail = " " + (block.text or ""), " " + (block.tail or "")
            text = str(tree.text_content())
    return _line(text)


def _line(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None


def _xml_feed(text: str, url: str | None) -> Feed:
    begun = _without_prolog(text)
    _refuse_monsters(begun)
    legal = _ILLEGAL.sub("", begun)
    known = _LOOSE.sub(_known, legal)
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, load_dtd=False, no_network=True, dtd_validation=False,
        attribute_defaults=False, huge_tree=False, remove_comments=True, remove_pis=True, strip_cdata=True)
    try:
        root = etree.fromstring(known.encode("utf-8", "replace"), parser, base_url=_web(url))
    except (etree.LxmlError, ValueError) as error:
        raise SourceError("format", f"It is no feed ({_short(str(error))}); give the address of a feed.") from error
    kind = _ROOTS.get(_name(root)) if root is not None else None
    if kind is None:
        page = root is None or re.match(r"<(?:html|head|body|div|p)\b", begun, re.IGNORECASE)
        raise SourceError("format", f"It is no feed but {'a page' if page else 'other XML'}; look there for the "
                                    "address of its feed, often a link called RSS.")
    faults = [f"its XML is broken ({_short(entry.message)})" for entry in list(parser.error_log)[:1]]
    faults += ["it holds characters that XML forbids"] if legal != begun else []
    faults += ["it holds entities or tags that are none in XML"] if known != legal else []
    return _read_xml(root, kind, url, faults)


def _without_prolog(text: str) -> str:
    """From the first tag on: declaration, comments and document type with all its entities are gone."""
    at = 0
    while (at := text.find("<", at)) >= 0:
        if _ROOT.match(text, at):
            return text[at:]
        if found := _PROLOG.match(text, at):
            at = found.end()
        elif text.startswith("<!", at):
            at = _declaration_end(text, at + 2)
        else:
            at += 1
    return ""


def _declaration_end(text: str, at: int) -> int:
    """Where a declaration ends: at its ">" outside of quotes and brackets; the text's end if it never does."""
    depth = 0
    for found in _DECLARED.finditer(text, at):
        mark = found.group()
        if mark in ("[", "<"):
            depth += 1
        elif mark in ("]", ">"):
            depth -= 1
            if mark == ">" and depth < 0:
                return found.end()
    return len(text)


def _known(found: re.Match[str]) -> str:
    """An entity of HTML as its character, of nobody as its letters, an "&" alone as itself, "<br>" closed.

    Entities of XML stay, and so does what stands in CDATA.
    """
    name = found[1]
    if found[0] == "&":
        return "&amp;"
    if found[0][0] == "<" and found[0][1] != "!":
        closed = found[0].endswith("/>") or found.string.startswith("</", found.end())
        return found[0] if closed else found[0][:-1] + "/>"
    if name is None or name in _XML_ENTITIES:
        return found[0]
    known = markup.unescape(f"&{name};")
    return known if len(known) <= 2 and not known.startswith("&") else f"&amp;{name};"


def _refuse_monsters(text: str) -> None:
    if (tags := text.count("<")) > MOST_TAGS:
        raise SourceError("too-large", f"The feed has {tags:,} tags, the limit is {MOST_TAGS:,}.")
    for found in _LONG_TAG.finditer(text):
        bare = _QUOTED.sub("", found.group())
        if max(bare.count("="), len(bare.split())) > MOST_ATTRIBUTES:
            raise SourceError("too-large", f"A tag of the feed has more than {MOST_ATTRIBUTES:,} attributes.")


def _read_xml(root: Any, kind: str, url: str | None, faults: list[str]) -> Feed:
    channel = root if kind == "atom" else next((node for node in root.iter() if _name(node) == "channel"), root)
    about = _fields(channel)
    language = _language(channel) or _text(about, "language", "dc:language")
    # not only the channel's children: RSS 1.0 has its items beside it, and an item that does not close holds the next
    nodes = [node for node in root.iter() if _name(node) in ("item", "entry")]
    items = [_xml_item(node, url, language, _authors(about) if kind == "atom" else ()) for node in nodes[:MOST_ITEMS]]
    if len(nodes) > MOST_ITEMS:
        faults.append(f"it lists {len(nodes):,} items, of which {MOST_ITEMS:,} were read")
    return Feed(kind=kind, items=_distinct(items), title=plain_text(_text(about, "title")), home=_link(about, url),
                language=_code(language), mended=_sentence(faults))


def _name(node: Any) -> str:
    """An element's name with the prefix of `_NAMESPACES`, in lower case; "?" before it if its namespace is unknown."""
    if not isinstance(node.tag, str):  # an entity that nobody declared
        return ""
    space, _, local = node.tag.rpartition("}")
    if not space:
        return str(local.lower()).removeprefix("atom:")  # "dc:creator": nobody declared the prefix
    space = space[1:].lower()
    return _NAMESPACES.get(space, _NAMESPACES.get(space.rstrip("/#") + "/", "?")) + str(local.lower())


def _fields(node: Any) -> dict[str, list[Any]]:
    """The children of an element by name."""
    found: dict[str, list[Any]] = {}
    for child in node:
        found.setdefault(_name(child), []).append(child)
    return found


def _xml_item(node: Any, url: str | None, language: str | None, authors: tuple[str, ...]) -> FeedItem:
    fields = _fields(node)
    address = _link(fields, url)
    html, text = _content(fields)
    summary = next(iter(fields.get("summary", []) + fields.get("description", [])), None)
    title = next(iter(fields.get("title", []) + fields.get("dc:title", [])), None)
    about = next((value for key, value in node.attrib.items() if key.endswith("}about") or key == "rdf:about"), None)
    return _item(
        id=_word(_text(fields, "guid", "id") or about), url=address or _web(about), title=_plain(title),
        published=_date(fields, "published", "pubdate", "dc:date", "issued", "dcterms:issued", "dcterms:created"),
        updated=_date(fields, "updated", "modified", "dcterms:modified"), authors=_authors(fields) or authors,
        summary=_plain(summary), html=html, text=text,
        language=_code(_text(fields, "dc:language") or _language(node) or language))


def _content(fields: dict[str, list[Any]]) -> tuple[str | None, str | None]:
    """The full text, as HTML or as plain text."""
    if encoded := fields.get("content:encoded"):
        return _markup(encoded[0]) or None, None
    for node in fields.get("content", []):
        kind = (node.get("type") or "text").lower()
        if kind in ("html", "xhtml", "text/html", "application/xhtml+xml") or len(node):
            return _markup(node) or None, None
        if kind in ("text", "text/plain"):
            return None, "".join(node.itertext()).strip() or None
    return None, None


def _markup(node: Any) -> str:
    """What an element holds, as HTML: escaped in it, or standing in it as elements."""
    if not len(node):
        return (node.text or "").strip()
    for inner in node.iter():
        if isinstance(inner.tag, str):
            inner.tag = inner.tag.rpartition("}")[2]
    parts = [markup.escape(node.text or "", quote=False)]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in node]
    return "".join(parts).strip()


def _plain(node: Any) -> str | None:
    """A title or summary as plain text. Atom says which of them are markup, RSS does not."""
    if node is None:
        return None
    kind = (node.get("type") or ("text" if _ATOM in node.tag else "")).lower()
    if len(node):
        return plain_text(_markup(node))
    return _line(node.text) if kind in ("text", "text/plain") else plain_text(node.text)


def _text(fields: dict[str, list[Any]], *names: str) -> str | None:
    """The text of the first of these fields that has one."""
    return next((held for name in names for node in fields.get(name, []) if (held := "".join(node.itertext()).strip())),
                None)


def _date(fields: dict[str, list[Any]], *names: str) -> str | None:
    return next((date for name in names if (date := feed_date(_text(fields, name)))), None)


def _authors(fields: dict[str, list[Any]]) -> tuple[str, ...]:
    nodes = [node for name in ("author", "dc:creator") for node in fields.get(name, [])]
    return _names(_text(_fields(node), "name") if len(node) else node.text for node in nodes)


def _names(found: Any) -> tuple[str, ...]:
    """Names of people without addresses of theirs: "jane@herald.example (Jane Roe)" is "Jane Roe"."""
    names = [plain_text(name[:200]) if isinstance(name, str) else None for name in found]
    named = [(inner[1] if (inner := _WITH_NAME.fullmatch(name)) else name).strip() for name in names if name]
    return tuple(dict.fromkeys(name for name in named if name and "@" not in name))


def _link(fields: dict[str, list[Any]], url: str | None) -> str | None:
    """Where an item is to be read: the address before a counting service, a link, a guid that is an address."""
    links = fields.get("link", [])
    written = [(node, node.text) for node in fields.get("feedburner:origlink", [])]
    written += [(node, node.get("href")) for node in links if node.get("rel", "alternate") == "alternate"]
    written += [(node, node.text) for node in links if not node.get("href")]
    written += [(node, node.text) for node in fields.get("guid", []) if node.get("isPermaLink", "true") != "false"
                and re.match(r"\s*https?:", node.text or "", re.IGNORECASE)]
    return next((found for node, text in written if text and (found := _absolute(text, node, url))), None)


def _absolute(text: str, node: Any, url: str | None) -> str | None:
    try:
        return _web(urljoin(node.base or url or "", text.strip()))
    except ValueError:
        return _web(text)


def _web(url: str | None) -> str | None:
    """An address of the web, or None: "javascript:" is none."""
    given = (url or "").strip()
    try:
        parts = urlsplit(given)
        good = parts.scheme in ("http", "https") and parts.hostname and len(given) <= LONGEST_WORD
    except ValueError:
        return None
    return given if good and given.isprintable() else None


def _language(node: Any) -> str | None:
    """The nearest xml:lang."""
    return next((outer.get(XML_LANG) for outer in (node, *node.iterancestors()) if outer.get(XML_LANG)), None)


def _code(language: str | None) -> str | None:
    code = primary(language) if language and language.strip() else ""
    return code if re.fullmatch("[a-z]{2,3}", code) else None


def _word(text: str | None) -> str | None:
    return text if text and len(text) <= LONGEST_WORD else None


def _item(*, id: str | None, url: str | None, **held: Any) -> FeedItem:
    said = "\n".join(str(held.get(key) or "") for key in ("title", "published", "summary", "text", "html"))
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
    return FeedItem(id=id or url or f"sha256:{digest}", url=url, **held)


def _distinct(items: list[FeedItem]) -> tuple[FeedItem, ...]:
    """Items that say something, each once; where an id stands for two addresses, the address takes its place."""
    addresses: dict[str, set[str | None]] = {}
    for item in items:
        addresses.setdefault(item.id, set()).add(item.url)
    found: dict[str, FeedItem] = {}
    for item in items:
        if item.url or item.title or item.summary or item.html or item.text:
            own = item if len(addresses[item.id]) == 1 else msgspec.structs.replace(item, id=item.url or item.id)
            found.setdefault(own.id, own)
    return tuple(found.values())


def _json_feed(text: str, url: str | None) -> Feed:
    try:
        held = msgspec.json.decode(text.lstrip("\ufeff").encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError) as error:
        why = _short(str(error))
        raise SourceError("format", f"It is no JSON feed ({why}); give the address of a feed.") from error
    listed = held.get("items")
    if not isinstance(listed, list) or not (isinstance(held.get("version"), str) or listed):
        raise SourceError("format", "It is JSON but no feed: it lists no items; give the address of a feed.")
    objects = [entry for entry in listed[:MOST_ITEMS] if isinstance(entry, dict)]
    left = len(listed) - len(objects)
    faults = [f"{left:,} of {len(listed):,} items were left out"] if left else []
    language, authors = _string(held, "language"), _json_authors(held)
    items = [_json_item(entry, url, language, authors) for entry in objects]
    return Feed(kind="json", items=_distinct(items), title=_line(_string(held, "title")),
                home=_joined(_string(held, "home_page_url"), url), language=_code(language), mended=_sentence(faults))


def _json_item(held: dict[str, Any], url: str | None, language: str | None, authors: tuple[str, ...]) -> FeedItem:
    number = held.get("id")
    name = str(number) if isinstance(number, int | float) and not isinstance(number, bool) else _string(held, "id")
    html = _string(held, "content_html")
    return _item(
        id=_word(name), url=_joined(_string(held, "url"), url) or _joined(_string(held, "external_url"), url),
        title=_line(_string(held, "title")), published=feed_date(_string(held, "date_published")),
        updated=feed_date(_string(held, "date_modified")), authors=_json_authors(held) or authors,
        summary=_line(_string(held, "summary")), html=html, text=None if html else _string(held, "content_text"),
        language=_code(_string(held, "language") or language))


def _json_authors(held: dict[str, Any]) -> tuple[str, ...]:
    listed = held.get("authors") or [held.get("author")]  # 1.1, and 1.0
    found = listed if isinstance(listed, list) else ()
    return _names(author.get("name") for author in found if isinstance(author, dict))


def _string(held: dict[str, Any], key: str) -> str | None:
    value = held.get(key)
    return value.strip() or None if isinstance(value, str) else None


def _joined(text: str | None, url: str | None) -> str | None:
    try:
        return _web(urljoin(url or "", text)) if text else None
    except ValueError:
        return None


def _sentence(faults: list[str]) -> str | None:
    return "; ".join(faults) if faults else None


def _short(message: str) -> str:
    return " ".join(message.split())[:120]
