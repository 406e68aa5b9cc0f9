"""Places: "a blast in Mingora, Pakistan" ► GeoNames 1170395, 34.78 N 72.36 E, and the country.

`sayso.read.toponyms` finds the names, `sayso.read.geocode` decides which places they mean. Peoples' names and
adjectives ("Iraqi") are no places, but hint at countries. A capital that acts as a government ("Washington said") is
none either. A place that the gazetteer does not know stands where the area that the text states around it does.
"""
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from urllib.parse import urlsplit

import msgspec

from sayso.gazetteer import Candidate, Gazetteer
from sayso.read.atlas import Atlas, Tables
from sayso.read.geocode import geocode
from sayso.read.metonym import acts_as_government
from sayso.read.parse import Parsed
from sayso.read.stage import Stage
from sayso.read.toponyms import Mention, spot
from sayso.records import Article, Place, Reading, Span

HOME = 0.5  # how often an outlet's own country counts as spoken of
# Endings that outlets of any country take for their sound.
FOR_ALL = frozenset({"ai", "am", "cc", "co", "fm", "gg", "io", "la", "ly", "me", "nu", "sh", "to", "tv", "ws"})


def places_stage(gazetteer: Gazetteer, tables: Tables, *, adjectives: bool = False,
                 governments: bool = False) -> Stage:
    """A stage that fills `places`, by an open gazetteer (`find` raises SourceError when its file is damaged).

    `adjectives` also takes peoples and adjectives of countries ("Iraqi") for places, `governments` capitals that act as
    governments: both as some annotations of place names have it.
    """
    atlas = Atlas(gazetteer, tables)

    def find(parsed: Parsed, reading: Reading) -> tuple[Place, ...]:
        mentions = spot(parsed, atlas)
        spoken_of = hints(parsed, atlas)
        if home := publisher_country(reading.article, atlas.nations):
            spoken_of[home] = spoken_of.get(home, 0.0) + HOME
        chosen = geocode(mentions, spoken_of)
        kept = [_place(parsed, mentions, chosen, n) for n, m in enumerate(mentions) if governments
                or m.name not in atlas.seats or not acts_as_government(parsed, m.first, m.last)]
        if adjectives:
            kept = sorted([*kept, *_adjectives(parsed, atlas, kept)], key=lambda p: p.span)
        return tuple(msgspec.structs.replace(p, id=f"p{n}") for n, p in enumerate(kept, 1))

    return Stage(fills="places", version="1", find=find)


def hints(parsed: Parsed, atlas: Atlas) -> dict[str, float]:
    """The countries of the adjectives and peoples in a text; the second mention says less than the first."""
    tokens = parsed.tokens
    words = [t.text for t in tokens] + [f"{a.text} {b.text}" for a, b in pairwise(tokens)
                                        if a.text[0].isupper() and b.text[0].isupper()]
    counted = Counter(iso3 for w in words if w[0].isupper() and (iso3 := atlas.peoples.get(w)))
    return {iso3: n ** 0.5 for iso3, n in counted.items()}


def publisher_country(article: Article, nations: Mapping[str, str]) -> str | None:
    """The ISO 3166-1 alpha-3 country of the outlet, as the end of its host name gives it; None where it gives none."""
    host = urlsplit(article.url or "").hostname or article.source or ""
    end = host.rstrip(".").rpartition(".")[2].lower()
    if "." not in host or end in FOR_ALL:
        return None
    return nations.get({"uk": "GB"}.get(end, end.upper()))


def _place(parsed: Parsed, mentions: tuple[Mention, ...], chosen: tuple[Candidate | None, ...], n: int) -> Place:
    mention, candidate = mentions[n], chosen[n]
    span = parsed.span(mention.first, mention.last)
    if candidate is not None:
        return _at(span, candidate, candidate.name)
    around = chosen[mention.inside] if mention.inside is not None else None
    if around is not None:  # "Sabit village, Diyala province": where the province is, and no surer than that
        return msgspec.structs.replace(_at(span, around, mention.name), geonames=None)
    return Place(id="", span=span, name=mention.name)


def _at(span: Span, c: Candidate, name: str) -> Place:
    return Place(id="", span=span, name=name, geonames=c.id, country=c.country, admin1=c.admin1, lat=c.lat, lon=c.lon,
                 precision=c.kind)


def _adjectives(parsed: Parsed, atlas: Atlas, places: list[Place]) -> list[Place]:
    """The places of peoples' names and adjectives that no place covers yet."""
    by_iso3 = {c.country: c for found in atlas.countries.values() for c in found}
    covered = {char for p in places for char in range(*p.span)}
    return [_at(t.span, by_iso3[iso3], by_iso3[iso3].name) for t in parsed.tokens
            if t.start not in covered and t.text[0].isupper() and (iso3 := atlas.peoples.get(t.text))]
