"""Who publishes and who is cited: outlets and agencies by one key, whatever they are called; credits in a text.

"kestrel-agency.example", "Kestrel" and "the Kestrel News Agency" have one key, `medium:kestrel`: articles, "news",
"agency" and the like and what stands after the host's own name are dropped, the rest is written together.
"""
import re
import unicodedata
from functools import cache
from urllib.parse import urlsplit

from sayso.lexicon.load import BUILT_IN, read_table
from sayso.lexicon.tables import Agency
from sayso.records import Article

HEAD, TAIL = 400, 300  # characters of a text in which datelines and bylines, and credit lines, stand
_GENERIC = frozenset(
    "news newspaper agency service press daily online website site tv television radio channel network".split())
_POSSESSIVE = re.compile(r"['’]s\b")
_SECOND = frozenset("co com org net gov ac edu or ne go gob gouv".split())
_WORD = re.compile(r"[^\W_]+")
_LATE = re.compile(r"^\s*(?:\(?reporting|\(?additional reporting|\(?writing) by [^\n]{2,200}?editing by ", re.I | re.M)
_NAME = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}"
_CITY = r"[A-Z][A-Z.'’/ -]{2,40}"
# BEIRUT (Reuters) - | TUNIS, Oct 11 (Kestrel). | MOSCOW, February 9. /TASS/. | the city in capitals tells a dateline
_DATELINE = re.compile(rf"^\W{{0,3}}{_CITY}(?:,[^\n()/]{{0,60}})?[ .,]*[(/](?P<name>{_NAME})[)/]", re.M)


class Agencies:
    """The table of agencies, looked up by name, credit and host."""

    def __init__(self, rows: tuple[Agency, ...]) -> None:
        self._keys = {plain(name): squash(row.name) for row in rows for name in (row.name, *row.aliases, *row.marks)}
        self._hosts = {host: squash(row.name) for row in rows for host in row.hosts}
        self.names = {squash(row.name): row.name for row in rows}
        marks = sorted({mark for row in rows for mark in row.marks}, key=lambda mark: (-len(mark), mark))
        any_mark = "|".join(re.escape(mark) for mark in marks)
        # "(Reuters) -", "/TASS/", and lines that are only "AFP", "By Reuters", "Source: Xinhua", "© 2017 AFP"
        self._opening = re.compile(rf"[(/](?P<name>{any_mark})[)/]\W{{0,4}}(?:[-–—.:]|$)", re.M)
        self._line = re.compile(rf"^\W{{0,3}}(?:[Bb]y |[Ss]ource: ?|[Cc]opyright |©|\(c\) ?)?(?:\d{{4}} )?"
                                rf"(?P<name>{any_mark})\W{{0,3}}$", re.M)
        self._author = re.compile(rf"(?<!\w)(?P<name>{any_mark})(?!\w)")

    def medium(self, name: str) -> str:
        """What is the same for all names of an outlet or agency; "" for no name."""
        words = _words(name)
        for end in range(len(words), 0, -1):  # "Reuters news agency" is Reuters, "Jordan" is not "Jordan News Agency"
            if (found := self._keys.get("".join(words[:end]))) is not None:
                return found
            if words[end - 1] not in _GENERIC:
                break
        return squash(name)

    def host(self, host: str) -> str:
        """The same of a host name."""
        plain = host.lower().removeprefix("www.")
        parts = plain.split(".")
        for k in range(len(parts) - 1):
            if (found := self._hosts.get(".".join(parts[k:]))) is not None:
                return found
        return self.medium(_label(parts))

    def known(self, medium: str) -> bool:
        """Whether it is an agency of the table."""
        return medium in self.names

    def credits(self, article: Article) -> tuple[str, ...]:
        """The names of the agencies that a text's dateline, byline and credit lines give it to, each once."""
        text = article.text
        tail = text[max(len(text) - TAIL, 0):]
        found = [m["name"] for pattern, part in (
            (_DATELINE, text[:HEAD]), (self._opening, text[:HEAD]), (self._line, text[:HEAD]), (self._line, tail))
            for m in pattern.finditer(part)]
        found += [m["name"] for author in article.authors for m in self._author.finditer(author)]
        if _LATE.search(tail):  # the agency's own closing line; no other prints it in these words
            found.append("Reuters")
        return tuple({self.medium(name): name for name in reversed(found)}.values())[::-1]


@cache
def built_in() -> Agencies:
    """The table that comes with Sayso."""
    return Agencies(read_table(Agency, "agencies", [BUILT_IN]))


def is_generic(word: str) -> bool:
    """Whether a word names a sort of medium: "agency", "news", "television"."""
    return word.lower() in _GENERIC


def plain(name: str) -> str:
    """A name without case, accents, punctuation and leading article: "The Associated Press" ► "associatedpress"."""
    return "".join(_words(name))


def squash(name: str) -> str:
    """The same without generic words at the end: "the Kestrel News Agency" ► "kestrel"."""
    words = _words(name)
    kept = list(words)
    while kept and kept[-1] in _GENERIC:
        kept.pop()
    return "".join(kept or words)


def _words(name: str) -> list[str]:
    # twice: "𝓐" is a letter with a small form only once it is "A"
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    letters = (c for c in folded if not unicodedata.combining(c))
    words = _WORD.findall(_POSSESSIVE.sub("", "".join(letters)))
    return words[1:] if len(words) > 1 and words[0] in ("the", "a", "an") else words


def outlet_name(article: Article) -> str:
    """What an article's outlet is called: its source, else its host, else "an unnamed outlet"."""
    return article.source or (urlsplit(article.url).hostname if article.url else None) or "an unnamed outlet"


def outlet_medium(article: Article, agencies: Agencies) -> str:
    """The medium of an article's outlet. Articles without any are each their own."""
    name = article.source or (urlsplit(article.url).hostname if article.url else None)
    if not name:
        return f"article {article.id}"
    return agencies.host(name) if re.fullmatch(r"[\w-]+(\.[\w-]+)+", name) else agencies.medium(name)


def _label(parts: list[str]) -> str:
    """The label of a host that names its owner: "bbc" of news.bbc.co.uk."""
    if len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in _SECOND:
        return parts[-3]
    return parts[-2] if len(parts) > 1 else parts[0]
