"""Reports made by hand, one sentence an act: no model is needed for them."""
from typing import Any

from sayso.records import Article, Count, Entity, Event, Party, Place, ReaderInfo, Reading, Source, Statement, When
from sayso.records.claim import Link, Report

INFO = ReaderInfo(name="made", version="0", language_model="none", lexicon="0")
PLACES = {"Homs": (169577, "SYR", 34.7, 36.7, "city"), "Aleppo": (170063, "SYR", 36.2, 37.2, "city"),
          "Hama": (170017, "SYR", 35.1, 36.8, "city"), "Syria": (163843, "SYR", 35.0, 38.0, "country"),
          "Talbiseh": (163345, "SYR", 34.8, 36.7, "city"), "Latakia": (173578, "SYR", 35.5, 35.8, "city")}
CODES = {"Russia": ("RUS", "government", "RUS"), "Syria": ("SYR", "government", "SYR"),
         "Iraq": ("IRQ", "government", "IRQ"), "soldiers": ("SYRMIL", "military", "SYR"),
         "rebels": ("SYRREB", "armed_group", "SYR"), "Karim Odeh": ("SYRGOV", "person", "SYR"),
         "Odeh": ("SYRGOV", "person", "SYR"), "Karim Haddad": ("SYRGOV", "person", "SYR"),
         "people": (None, "people", None)}


def act(trigger: str = "killed", type: str = "ASSAULT", **more: Any) -> dict[str, Any]:
    """What one sentence tells: by, upon, day, place, count, factuality, status, said (by whom), mode."""
    return {"trigger": trigger, "type": type, **more}


def report(id_: str, *acts: dict[str, Any], published: str | None = "2016-05-04", source: str | None = None,
           article: str | None = None) -> Report:
    """A report that tells these acts, one in a sentence."""
    held: dict[str, list[Any]] = {"entities": [], "places": [], "statements": [], "events": []}
    text = ""
    for n, told in enumerate(acts, 1):
        text = _tell(text, n, told, held)
    reading = Reading(reader=INFO, times=(), article=Article(id=id_, text=text, source=source or f"{id_}.example",
                                                             published=published, language="en"),
                      **{name: tuple(layer) for name, layer in held.items()})
    return Report(id=id_, article=article or id_, reading=reading)


def _tell(text: str, n: int, told: dict[str, Any], held: dict[str, list[Any]]) -> str:
    words: list[tuple[str, str]] = []
    if told.get("said"):
        words += [("said", told["said"]), ("", "denied that" if told.get("factuality", 3) < 0 else "said that")]
    words += [("by", told.get("by", "")), ("trigger", told["trigger"]), ("upon", told.get("upon", "")),
              *(("", w) for w in told.get("words", "").split())]
    if told.get("place"):
        words += [("", "in"), ("place", told["place"])]
    spans, at = {}, len(text)
    content = None
    for name, word in words:
        if not word:
            continue
        if name in ("by", "trigger") and content is None:
            content = at
        spans[name] = (at, at + len(word))
        text, at = f"{text}{word} ", at + len(word) + 1
    text = text[:-1] + ". "
    said_by = _said(n, told, spans, content or 0, len(text) - 2, held)
    low, high = told.get("count", (None, None))
    held["events"].append(Event(
        id=f"v{n}", trigger=spans["trigger"], type=told["type"], mode=told.get("mode"), contexts=(),
        cameo="190", quad="material conflict", actors=_party(n, "by", told, spans, held),
        recipients=_party(n, "upon", told, spans, held), when=_when(told.get("day")), where=_place(n, told, spans, held),
        counts=() if low is None and high is None else (Count(span=spans["trigger"], what="killed", low=low, high=high),),
        status=told.get("status", "happened"), factuality=told.get("factuality", 3.0), said_by=said_by))
    return text


def _party(n: int, role: str, told: dict[str, Any], spans: dict[str, Any], held: dict[str, list[Any]]) -> tuple[Party, ...]:
    name = told.get(role)
    if not name:
        return ()
    code, kind, country = CODES.get(name, (None, "other", None))
    id_ = f"e{n}{role}"
    held["entities"].append(Entity(id=id_, span=spans[role], kind=kind, ref=name.lower().replace(" ", "-"), name=name,
                                   code=code, country=country, form="name" if name[0].isupper() else "nominal"))
    return (Party(span=spans[role], entity=id_, code=code),)


def _said(n: int, told: dict[str, Any], spans: dict[str, Any], start: int, end: int, held: dict[str, list[Any]]) -> str | None:
    if not told.get("said"):
        return None
    (source,) = _party(n, "said", told, spans, held)
    held["statements"].append(Statement(
        id=f"s{n}", kind="indirect", act="speech", cue=None, content=((start, end),),
        sources=(Source(span=source.span, entity=source.entity, named=told["said"][0].isupper()),)))
    return f"s{n}"


def _place(n: int, told: dict[str, Any], spans: dict[str, Any], held: dict[str, list[Any]]) -> str | None:
    name = told.get("place")
    if not name:
        return None
    geonames, country, lat, lon, precision = PLACES[name]
    held["places"].append(Place(id=f"p{n}", span=spans["place"], name=name, geonames=geonames, country=country, lat=lat,
                                lon=lon, precision=precision))
    return f"p{n}"


def _when(day: str | tuple[str, str] | None) -> When | None:
    if day is None:
        return None
    start, end = (day, day) if isinstance(day, str) else day
    return When(start=start, end=end, time=None)


def copy(later: str, earlier: str) -> Link:
    """`later` is a copy of `earlier`."""
    return Link(kind="copy", later=later, earlier=earlier, score=1.0, why="")
