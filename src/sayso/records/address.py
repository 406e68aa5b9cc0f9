"""A URL ► the form under which the same article is found again.

The result is a key to compare by, not an address to fetch: http becomes https, "www." and "m." go, and a server need
not answer there. What changes, in this order: blanks; address of an AMP cache ► the publisher's; scheme and host in
lower case, IDNA for other scripts; passwords and default ports; "www", "m", "mobile", "amp" before the host; path with
its dots resolved, its escapes in one form (RFC 3986, 6.2.2), "amp" steps, session numbers, index pages and the last
slash gone; query without what only says where the reader came from (`TRACKING`), sorted; no fragment.

canonical(canonical(url)) == canonical(url). What is no address of the web comes back as it is, blanks aside.
"""
import re
from urllib.parse import quote, unquote_to_bytes, urlsplit, urlunsplit

# name of a parameter, or how it begins if it ends in "*" ► pattern of the values that say nothing; "" for any value.
# From the parameters' owners' documentation (Google, Meta, Microsoft, Matomo, HubSpot, Mailchimp, Adobe, Piano) and
# from the addresses in outlets' own feeds. A name with a second use is bound to the values that are tracking ("ref").
TRACKING = {
    "utm_*": "", "mtm_*": "", "matomo_*": "", "pk_*": "", "piwik_*": "", "hsa_*": "", "_hs*": "", "hsctatracking": "",
    "gclid": "", "gclsrc": "", "dclid": "", "gbraid": "", "wbraid": "", "gad_source": "", "gad_campaignid": "",
    "srsltid": "", "_ga": "", "_gl": "", "fbclid": "", "fb_*": "", "msclkid": "", "twclid": "", "ttclid": "",
    "li_fat_id": "", "usqp": "", "igshid": "", "yclid": "", "ysclid": "", "_openstat": "", "mc_cid": "", "mc_eid": "",
    "mkt_tok": "", "igsh": "", "vero_id": "", "oly_enc_id": "", "oly_anon_id": "", "wickedid": "", "s_cid": "",
    "cmpid": "", "ncid": "", "icid": "", "ocid": "", "intcid": "", "wt_mc": "", "wt.*": "", "xtor": "", "at_*": "",
    "ns_*": "", "sref": "",
    "spm": "", "ftag": "", "srnd": "", "smid": "", "smtyp": "", "guccounter": "", "guce_*": "", "cmp": "", "ito": "",
    "__twitter_impression": "", "__source": "", "ref_src": "", "ref_url": "", "traffic_source": "", "feedtype": "",
    "feedname": "", "rssfeed": "", "virtualbrandchannel": "", "taid": "", "sharetype": "", "echobox": "",
    "ref": r"[a-z_.-]*", "source": r".*rss.*|twitter|facebook|email|feed", "src": r".*rss.*|twitter|facebook|email",
    "from": r".*rss.*", "cid": r".*rss.*", "mod": r"rss.*", "partner": r"rss.*", "rss": r"(?:1|yes|true)?",
    "outputtype": r"amp", "amp": r"(?:1|true)?", "m": "1", "mobile": r"(?:1|true)?", "print": r"(?:1|true)?",
}
_ANY = re.compile("|".join(re.escape(name.rstrip("*")) + (".*" if name.endswith("*") else "")
                           for name, values in TRACKING.items() if not values))
_BOUND = {name: re.compile(values) for name, values in TRACKING.items() if values}
_BEFORE = frozenset(("www", "m", "mobile", "amp", "wap"))
_SECOND = frozenset("ac co com edu go gov gob mil ne net nom or org".split())  # "co.uk" is no host of its own
_INDEX = frozenset(f"{name}.{end}" for name in ("index", "default") for end in ("html", "htm", "php", "asp", "aspx"))
_CACHED = re.compile(r"/(?:[a-z]/)?(?:(s)/)?([^/]+\.[^/]+(?:/.*)?)", re.DOTALL)  # /c/s/host/path
_AMP_END = re.compile(r"(?:\.amp)+(\.html?)?$|[-_]amp(\.html?)$")
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_.-]+|\[[0-9a-f:.]+\]")
_ROUNDS = 20  # each takes something away or changes nothing; an address in a cache in a cache … is nobody's


def canonical(url: str) -> str:
    """The form of an address that all its spellings share. Pure, never an error."""
    seen = re.sub(r"[\t\r\n]", "", url).strip()
    for _ in range(_ROUNDS):
        formed = _formed(seen)
        if formed == seen:
            return seen
        seen = formed
    return re.sub(r"[\t\r\n]", "", url).strip()


def _formed(url: str) -> str:
    """One round."""
    try:
        parts = urlsplit(url)
        host, port = _host(parts.hostname or ""), parts.port
        query, path = _query(parts.query), _spelled(parts.path, "/=")
    except ValueError:  # brackets that do not close, a port that is none
        return url
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return url
    if inner := _cached(host, path):
        return inner + (f"?{query}" if query else "")
    if port in (None, 80, 443):  # a port of its own is a server of its own
        port, scheme = (None, "https") if port != (80 if scheme == "https" else 443) else (port, scheme)
    fragment = parts.fragment if parts.fragment.startswith("!") else ""  # "#!/a/1" names a page, "#comments" a place
    shown = _bare(host) + (f":{port}" if port else "")
    return urlunsplit((scheme, shown, _path(path), query, _spelled(fragment, "/!=&?")))


def _host(name: str) -> str:
    name = name.lower().rstrip(".")
    if name.isascii():
        return f"[{name}]" if ":" in name else name
    return name.encode("idna").decode("ascii").lower().rstrip(".")  # UnicodeError is a ValueError


def _bare(host: str) -> str:
    """The host without what says for which screen it is: "m.herald.example", "en.m.wiki.example"."""
    labels = host.split(".")
    while labels[0] in _BEFORE and _stands_alone(labels[1:]):
        del labels[0]
    while len(labels) > 3 and labels[1] == "m" and _stands_alone(labels[2:]):
        del labels[1]
    return ".".join(labels)


def _stands_alone(labels: list[str]) -> bool:
    """Whether labels are somebody's host, and not a registry's ("co.uk") or a number's end."""
    return len(labels) >= 2 and not (len(labels) == 2 and labels[0] in _SECOND and len(labels[1]) == 2) and (
        not labels[-1].isdigit())


def _cached(host: str, path: str) -> str | None:
    """The publisher's address inside that of an AMP cache."""
    if host.endswith(".cdn.ampproject.org") or host == "cdn.ampproject.org":
        found = _CACHED.fullmatch(path)
    elif re.fullmatch(r"(?:www\.)?google\.[a-z.]+", host) and path.startswith("/amp/"):
        found = _CACHED.fullmatch(path.removeprefix("/amp"))
    else:
        return None
    return f"http{found[1] or ''}://{found[2]}" if found else None


def _path(path: str) -> str:
    steps: list[str] = []
    for step in _SESSION.sub("", path).split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    if steps and steps[-1].lower() in _INDEX:
        del steps[-1]
    steps = [step for step in steps if step != "amp"] or steps
    if steps:
        shorter = _AMP_END.sub(lambda found: found[1] or found[2] or "", steps[-1])
        steps[-1] = shorter if shorter.partition(".")[0] else steps[-1]
    return "/" + "/".join(steps)


def _query(query: str) -> str:
    kept = []
    for piece in query.split("&"):
        name, equals, value = piece.partition("=")
        name, value = _spelled(name.replace("+", "%20"), "/:"), _spelled(value.replace("+", "%20"), "/:=")
        if (name or value) and not _tracks(name.lower(), value.lower()):
            kept.append(name + equals + value)
    return "&".join(sorted(kept, key=lambda piece: piece.partition("=")[0]))  # stable: "a=2&a=1" keeps its order


def _tracks(name: str, value: str) -> bool:
    bound = _BOUND.get(name)
    return bool(_ANY.fullmatch(name) or (bound and bound.fullmatch(value)))


def _spelled(text: str, safe: str) -> str:
    """Escapes in one form: what needs none has none, the rest is upper case; escaped delimiters stay escaped."""
    return "".join(_escape(piece, safe) for piece in re.split(r"(%[0-9A-Fa-f]{2})", text))


def _escape(piece: str, safe: str) -> str:
    if len(piece) == 3 and piece[0] == "%" and re.fullmatch(r"%[0-9A-Fa-f]{2}", piece):
        plain = unquote_to_bytes(piece)
        return plain.decode("ascii") if re.fullmatch(rb"[A-Za-z0-9._~-]", plain) else piece.upper()
    return quote(piece, safe=safe + "!$'()*,;:@", errors="replace")
