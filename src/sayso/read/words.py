"""Words as keys: how names and table entries are compared, whatever their accents, hyphens and apostrophes."""
import re
import unicodedata
from functools import lru_cache

from sayso.read.parse import Token

JOINTS = re.compile(r"[\s\-‐‑–/]+")
DROPPED = re.compile(r"['’‘`´ʼ.\"“”]")


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """A word in lower case without accents, apostrophes and full stops: "Sh'ia" and "shia" meet, "U.S." is "us"."""
    plain = word
    if not word.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return DROPPED.sub("", plain).casefold()


@lru_cache(maxsize=65536)
def keys(phrase: str) -> tuple[str, ...]:
    """The keys of a phrase's words, hyphens and slashes between them taken as spaces."""
    return tuple(k for part in JOINTS.split(phrase.strip()) if (k := key(part)))


def slug(name: str) -> str:
    """A name as an identifier: "Haider al-Abadi" is "haider-al-abadi"."""
    return "-".join(keys(name)) or "unnamed"


class Pieces:
    """The keys of a text's tokens in a row, each with its token: what tables of names are matched against."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self.keys: list[str] = []
        self.tokens: list[Token] = []
        for token in tokens:
            for part in keys(token.text):
                self.keys.append(part)
                self.tokens.append(token)
