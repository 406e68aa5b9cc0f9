"""One form for all the ways to write an article's address.

Kept: host, path, and the query that chooses the article. Dropped: the scheme's s, "www.", a default port, the fragment,
a slash at the end, and the parameters by which sites follow readers about. Parameters are sorted, as caches do.
"""
import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

FOLLOWING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|mc_[ce]id|igshid|ito|cmpid?|ocid|ns_\w+|smid|smtyp|"
    r"_ga|spm|at_(?:medium|campaign|custom\d+)", re.IGNORECASE)
_PATH = "/:@!$&'()*+,;=~-._"


def canonical_url(url: str) -> str:
    """The form that all addresses of one page share; what is no http(s) address comes back as it is, stripped."""
    url = url.strip().encode("utf-8", "replace").decode()
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return url
    if parts.scheme.lower() not in ("http", "https") or not host:
        return url
    host = host.rstrip(".").removeprefix("www.")
    where = f"{host}:{port}" if port not in (None, 80, 443) else host
    path = quote(unquote(parts.path, errors="surrogateescape"), safe=_PATH, errors="surrogateescape") \
        if "%2f" not in parts.path.lower() and "%25" not in parts.path else parts.path
    given = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    kept = sorted((name, value) for name, value in given if not FOLLOWING.fullmatch(name))
    query = f"?{urlencode(kept, errors='surrogateescape')}" if kept else ""
    return f"https://{where}{path.rstrip('/')}{query}"
