"""Entities: who and what the article speaks of, mention by mention, with codes held on the day of publication."""
from sayso.read.actors import Actors
from sayso.read.coreference import Known_, Resolver
from sayso.read.mentions import Mention, find_mentions
from sayso.read.metonym import acts_as_government
from sayso.read.parse import Parsed
from sayso.read.stage import Stage
from sayso.records import Entity, Reading

CODELESS = frozenset({"place", "other"})


def entities_stage(actors: Actors) -> Stage:
    """A stage that fills `entities` from the tables in `actors` and the parser's name finder."""

    def find(parsed: Parsed, reading: Reading) -> tuple[Entity, ...]:
        day = reading.article.published
        mentions = find_mentions(parsed, actors, day)
        things = Resolver(parsed, actors, day, mentions).run()
        return tuple(entity(parsed, n, mention, things.get(n)) for n, mention in enumerate(mentions)
                     if mention.form != "pronoun" or n in things)

    return Stage(fills="entities", version="1", find=find)


def entity(parsed: Parsed, n: int, mention: Mention, thing: Known_ | None) -> Entity:
    """One mention as the record that is printed."""
    span = parsed.span(mention.first, mention.last)
    if thing is None:
        return Entity(id=f"e{n + 1}", span=span, kind=mention.kind, ref=None, name=mention.name, form="nominal")
    country, sector = thing.country or mention.country, thing.sector or mention.sector
    kind = thing.kind if thing.kind != "role" or mention.form != "pronoun" else "person"
    if mention.form == "adjective":
        kind = "people"
    elif mention.form == "seat" and not acts_as_government(parsed, mention.first, mention.last):
        kind, sector = "place", ""
    code = (country + sector or None) if country or sector else None
    return Entity(id=f"e{n + 1}", span=span, kind=kind, ref=thing.ref,
                  name=parsed.text[span[0]:span[1]] if kind == "place" else thing.name if thing.named or mention.form == "pronoun" else parsed.text[span[0]:span[1]],
                  code=None if kind in CODELESS else code, country=country or None, sector=sector or None,
                  form={"adjective": "name", "seat": "name"}.get(mention.form, mention.form))
