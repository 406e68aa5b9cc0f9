"""Strangers' strings made fit for a cell, a line, a link. What they mean stays; what would act on a reader's tool goes.

Rules:
- `whole` keeps every character that JSON can hold; half a surrogate pair becomes U+FFFD;
- `flat` is one line without control characters or marks that turn the line round, cut where it is too long;
- `cell` is flat, and no spreadsheet takes it for a formula (OWASP, "CSV Injection"): = + - @ at the start
  get an apostrophe before them;
- `web` is an address of http or https in the characters of RFC 3986, or nothing.
"""
import math
import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

LONGEST = 32_000  # characters; a cell of Excel holds 32,767
_FORMULA = tuple("=+-@＝＋－＠|%")
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd")  # embeddings, overrides, isolates
_UNSEEN = dict.fromkeys([0x200B, 0x200E, 0x200F, 0x061C, 0x2060, 0xFEFF, *range(0xE0000, 0xE0080)])
_SPACES = dict.fromkeys([0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], " ")
_CONTROLS: dict[int, str | None] = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], "\ufffd")
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_FLAT: dict[int, str | None] = {**_CONTROLS, **_SPACES, **_BIDI, **_UNSEEN, **_SURROGATES}
_RUN = re.compile(r"\s+")
_SURROGATE = re.compile("[\ud800-\udfff]")


def whole(text: str) -> str:
    """The text as it is, but for half surrogate pairs."""
    return _SURROGATE.sub("\ufffd", text)


def flat(text: str | None, longest: int = LONGEST) -> str:
    """The text on one line, at most `longest` characters; "" for None."""
    found = _RUN.sub(" ", (text or "").translate(_FLAT)).strip()
    return found if len(found) <= longest else found[:longest - 2].rstrip() + " …"


def cell(text: str | None, longest: int = LONGEST) -> str:
    """`flat`, and never a formula."""
    found = flat(text, longest - 1)
    return "'" + found if found.startswith(_FORMULA) else found


def listed(values: Iterable[str | None], separator: str = "; ") -> str:
    """The distinct strings in one cell, in their order, empty ones left out."""
    return cell(separator.join(dict.fromkeys(filter(None, (flat(value) for value in values)))))


def web(url: str | None) -> str | None:
    """The address with what RFC 3986 does not allow percent-encoded; None if it is none of the web's."""
    if not url or len(url) > 2000:
        return None
    try:
        parts = urlsplit(whole(url).strip())
        host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
        port = parts.port
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9])?", host):
        return None
    path, query = (quote(part, safe="/:@!$&'()*+,;=~%?-._") for part in (parts.path, parts.query))
    path, query = (re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", part) for part in (path, query))
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}{path}{f'?{query}' if query else ''}"


def degrees(lat: float | None, lon: float | None) -> tuple[float, float] | None:
    """A latitude and a longitude if they are a point on the Earth."""
    if lat is None or lon is None or not (math.isfinite(lat) and math.isfinite(lon)):
        return None
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None
