"""Entities: who and what the article speaks of, mention by mention, with codes held on the day of publication."""
from collections import Counter

import msgspec

from sayso.read.actors import Actors
from sayso.read.coreference import Resolver
from sayso.read.mentions import Mention, find_mentions
from sayso.read.metonym import acts_as_government
from sayso.read.parse import Parsed
from sayso.read.stage import Stage
from sayso.read.things import STATE, Thing
from sayso.records import Entity, Reading

CODELESS = frozenset({"place", "other"})


def entities_stage(actors: Actors) -> Stage:
    """A stage that fills `entities` from the tables in `actors` and the parser's name finder."""

    def find(parsed: Parsed, reading: Reading) -> tuple[Entity, ...]:
        day = reading.article.published
        lands = {t.i: p.country for p in reading.places or () if p.country for t in parsed.within(p.span)}
        mentions = settled(parsed, find_mentions(parsed, actors, day, lands), lands)
        things = Resolver(parsed, actors, day, mentions).run()
        land = home(mentions, lands)
        return tuple(entity(parsed, n, mention, things.get(n), land) for n, mention in enumerate(mentions)
                     if mention.form != "pronoun" or n in things)

    return Stage(fills="entities", version="1", needs=("places",), find=find)


def _lands_of(mentions: list[Mention], lands: dict[int, str]) -> Counter[str]:
    """How often each state is named, by its name, its people or its places."""
    counted = Counter(m.country for m in mentions if len(m.country) == 3 and m.country.isupper() and m.form != "nominal"
                      and m.country not in BODIES and m.sector not in ("MED", "BUS", "NGO"))
    counted.update(lands.values())
    return counted


def home(mentions: list[Mention], lands: dict[int, str]) -> str:
    """The state that the article is about: the one named half as often again as any other; "" where there is none."""
    top = _lands_of(mentions, lands).most_common(2)
    return top[0][0] if top and (len(top) == 1 or top[0][1] >= 1.5 * top[1][1]) else ""


def settled(parsed: Parsed, mentions: list[Mention], lands: dict[int, str]) -> list[Mention]:
    """Nominals and bodies of state without a country take that of the country named before them in their sentence, else
    the article's own.

    CAMEO codes "police", "workers" or "the Supreme Court" by the state that the report is about. Sides, nations and
    countries themselves are nobody's.
    """
    counted = _lands_of(mentions, lands)
    own = home(mentions, lands)
    named = {m.head: m.country for m in mentions if m.form != "nominal" and m.country}
    done, near, sentence = [], "", -1
    for mention in mentions:
        sent = parsed.tokens[mention.head].sent
        if sent != sentence:
            near, sentence = "", sent
        if of := _of(parsed, mention, named, lands):
            done.append(msgspec.structs.replace(mention, country=of))
        elif _homeless(mention) and (near or own):
            found = near or own if mention.sector != "REB" else own if len(counted) == 1 else ""
            done.append(msgspec.structs.replace(mention, country=found, guessed=True))
        else:
            if mention.country and mention.country in counted and mention.form != "nominal" and not near:
                near = mention.country
            done.append(mention)
    return done


def _homeless(mention: Mention) -> bool:
    """Whether a mention belongs to some country but does not say to which."""
    if mention.country:
        return False
    if mention.form == "nominal":
        return mention.agent is not None and mention.agent.lemma not in NOBODYS
    return mention.form == "name" and not mention.known and mention.kind != "person" and mention.sector in STATE


def _of(parsed: Parsed, mention: Mention, named: dict[int, str], lands: dict[int, str]) -> str:
    """The country of "the Ministry of Justice of Ukraine" or "Iraqi Sunnis", by what stands beside the name."""
    if mention.country or mention.form == "nominal" or (mention.kind != "people" and mention.sector not in STATE):
        return ""
    token = parsed.tokens[mention.head]
    near = parsed.kids(token, "amod", "compound", "poss")
    near += [k for prep in parsed.kids(token, "prep") if prep.lower in ("of", "in") for k in parsed.kids(prep, "pobj")]
    return next((land for t in near if (land := named.get(t.i) or lands.get(t.i))), "")


BODIES = frozenset({"IGO", "NGO", "MNC", "IMG"})
NOBODYS = frozenset("country nation side state world community power party neighbor neighbour ally partner bloc union "
                    "reporter journalist analyst expert observer agency company firm person people man woman child "
                    "leader official source".split())


def entity(parsed: Parsed, n: int, mention: Mention, thing: Thing | None, land: str = "") -> Entity:
    """One mention as the record that is printed."""
    span = parsed.span(mention.first, mention.last)
    if thing is None:
        return Entity(id=f"e{n + 1}", span=span, kind=mention.kind, ref=None, name=mention.name, form="nominal")
    country, sector = thing.country or mention.country, thing.sector or mention.sector
    if not country and sector and thing.kind == "person" and (not thing.named or sector in {*STATE, "ELI"}):
        country = land  # "President Moreau" of the state that the article is about
    kind = thing.kind if thing.kind != "role" or mention.form != "pronoun" else "person"
    if mention.form == "adjective":
        kind = "people"
    elif mention.form == "seat" and not acts_as_government(parsed, mention.first, mention.last):
        kind, sector = "place", ""
    code = country + sector if country and kind not in CODELESS else None
    text = parsed.text[span[0]:span[1]]
    name = thing.name if kind != "place" and (thing.named or mention.form == "pronoun") else text
    return Entity(id=f"e{n + 1}", span=span, kind=kind, ref=thing.ref, name=name, code=code, country=country or None,
                  sector=sector or None, form={"adjective": "name", "seat": "name"}.get(mention.form, mention.form))
