"""One version of a text as published."""
import hashlib

import msgspec


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """One version of an article. A changed text is another `Article` with the same `url` or `id`.

    `published` is `YYYY-MM-DD` or None; `language` an ISO 639-1 code; `source` the outlet, usually a host name.
    `cleaned` says that `text` came out of a web page from which the furniture is gone already.
    """

    id: str
    text: str
    url: str | None = None
    source: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None
    cleaned: bool = False

    @property
    def sha256(self) -> str:
        """The hash of the text alone, as hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
