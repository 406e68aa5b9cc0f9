"""A small store: two outlets tell of a strike, one of them by copying, a third denies it; talks are planned; one page is hostile."""
from datetime import UTC, datetime, timedelta

from sayso.records import Article, Count, Entity, Event, Party, Place, ReaderInfo, Reading, Source, Statement, When
from sayso.records.claim import Claim, Contradiction, Grade, Link, Mention, Origin, Side, Spot, Story
from sayso.store.open import open_store

READER = ReaderInfo(name="sayso", version="0.1.0", language_model="none", lexicon="0" * 12, stages={"events": "1"})
EVIL = "\x1b]0;owned\x07[red]\u202eevil[/red] =cmd|x"
STRIKE = ("Warplanes of Iraq struck a depot near Sarmin on Monday, killing 4 soldiers, the Kestrel agency said. "
          "Turkey plans talks with Iraq in Ankara.")
COPY = STRIKE.partition(" Turkey")[0] + " It was the second raid."
DENIAL = "Iraq denied that its warplanes struck a depot near Sarmin on Monday."
THANKS = "Turkey thanked Iraq for its help with the pipeline."
POINTS = {"Sarmin": (168000, "SYR", 35.9, 36.72), "Ankara": (323786, "TUR", 39.92, 32.85)}
CODES = {"Iraq": ("IRQ", "IRQGOV"), "Warplanes of Iraq": ("IRQ", "IRQMIL"), "Turkey": ("TUR", "TURGOV"),
         "soldiers": ("SYR", "SYRMIL"), "its warplanes": ("IRQ", "IRQMIL")}


class Clock:
    """A minute passes each time that somebody looks."""

    def __init__(self):
        self.at = datetime(2017, 2, 20, tzinfo=UTC)

    def __call__(self):
        self.at += timedelta(minutes=1)
        return self.at


def reading(id_, text, acts, *, source, published, title, url=None, said=None, name=None):
    """What is read of a text: `acts` are (trigger, type, cameo, quad, by, upon, place, day, more)."""
    entities, places, found = [], [], []

    def span(words):
        at = text.index(words)
        return at, at + len(words)

    def party(words):
        if words is None:
            return ()
        country, code = CODES[words]
        entities.append(Entity(id=f"e{len(entities)}", span=span(words), kind="government", ref=words.lower(),
                               name=name or words, code=code, country=country))
        return (Party(span=span(words), entity=entities[-1].id, code=code),)

    statements = ()
    if said:
        entities.append(Entity(id="e0", span=span(said), kind="organisation", ref=said.lower(), name=said))
        statements = (Statement(id="s1", kind="indirect", act="speech", cue=None, content=((0, 10),),
                                sources=(Source(span=span(said), entity="e0", named=True),)),)
    for n, (trigger, type_, cameo, quad, who, whom, place, day, more) in enumerate(acts, 1):
        if place:
            geonames, country, lat, lon = POINTS[place]
            places.append(Place(id=f"p{n}", span=span(place), name=place, geonames=geonames, country=country, lat=lat,
                                lon=lon, precision="city"))
        held = {"mode": None, "contexts": (), "counts": (), "status": "happened", "factuality": 3.0, "said_by": None, **more}
        found.append(Event(id=f"v{n}", trigger=span(trigger), type=type_, cameo=cameo, quad=quad, actors=party(who),
                           recipients=party(whom), when=When(start=day, end=day, time=None) if day else None,
                           where=f"p{n}" if place else None, **held))
    return Reading(
        reader=READER, removed=(), times=(), entities=tuple(entities), places=tuple(places), statements=statements,
        events=tuple(found), article=Article(id=id_, text=text, url=url or f"https://{source}/{id_}", source=source,
                                             title=title, published=published, language="en"))


def readings():
    """The reports, in order."""
    strike = ("struck", "ASSAULT", "195", "material conflict", "Warplanes of Iraq", "soldiers", "Sarmin", "2017-02-13",
              {"mode": "aerial", "said_by": "s1", "probability": 0.9,
               "counts": (Count(span=(STRIKE.index("4"), STRIKE.index("4") + 1), what="killed", low=4, high=4),)})
    talks = ("talks", "CONSULT", "036", "verbal cooperation", "Turkey", "Iraq", "Ankara", None,
             {"status": "planned", "factuality": 2.0})
    denied = ("struck", "ASSAULT", "195", "material conflict", "its warplanes", None, "Sarmin", "2017-02-13",
              {"mode": "aerial", "factuality": -3.0})
    thanked = ("thanked", "SUPPORT", "051", "verbal cooperation", "Turkey", "Iraq", None, "2017-03-02", {})
    return (
        reading("a", STRIKE, [strike, talks], source="herald.example", published="2017-02-14", title="Strike near Sarmin",
                said="the Kestrel agency"),
        reading("b", COPY, [strike], source="courier.example", published="2017-02-14", title="Raid", said="the Kestrel agency"),
        reading("c", DENIAL, [denied], source="gazette.example", published="2017-02-15", title="Iraq denies strike"),
        reading("d", THANKS, [thanked], source="herald.example", published="2017-03-02", title="Thanks"),
    )


def claim(keys):
    """The strike: two reports of one source for it, one against; the grade has its reasons."""
    def mention(report, text, stance, origin, factuality, published):
        quote = text.partition(".")[0] + "."
        return Mention(report=report, event="v1", stance=stance, origin=origin, quote=quote, span=(0, len(quote)),
                       factuality=factuality, status="happened", published=published)

    def kestrel(outlet):
        return Origin(key="medium:kestrel", kind="agency", name="the Kestrel agency", chain=(outlet, "the Kestrel agency"),
                      why="the Kestrel agency says so.")

    iraq = Origin(key="body:iraq", kind="official", name="Iraq", chain=("gazette.example", "Iraq"), why="Iraq says so.")
    mentions = (mention(keys["a"], STRIKE, "supports", kestrel("herald.example"), 3.0, "2017-02-14"),
                mention(keys["b"], COPY, "supports", kestrel("courier.example"), 3.0, "2017-02-14"),
                mention(keys["c"], DENIAL, "denies", iraq, -3.0, "2017-02-15"))
    return Claim(
        id="c1", type="ASSAULT", mode="aerial", cameo="195", start="2017-02-13", end="2017-02-13",
        actors=(Side(ref="warplanes of iraq", name="Warplanes of Iraq", code="IRQMIL", country="IRQ"),),
        recipients=(Side(ref="soldiers", name="soldiers", code="SYRMIL", country="SYR"),),
        place=Spot(geonames=168000, name="Sarmin", country="SYR", lat=35.9, lon=36.72, precision="city"), status="happened",
        mentions=mentions, supporting=1, denying=1, story="s1",
        contradictions=(Contradiction(
            kind="factuality", one=(keys["a"], "v1"), other=(keys["c"], "v1"), why="The Kestrel agency reports it, Iraq denies it.",
            one_quote=mentions[0].quote, other_quote=mentions[2].quote),),
        grade=Grade(reliability="F", credibility=4, reasons=("Reliability F: nobody judged them.", "Credibility 4: one against one.")))


def agreed(keys):
    """The thanks: one source, nothing against it, no place."""
    origin = Origin(key="medium:herald", kind="outlet", name="herald.example", chain=("herald.example",), why="It says so.")
    return Claim(
        id="c2", type="SUPPORT", mode=None, cameo="051", start="2017-03-02", end="2017-03-02", place=None, status="happened",
        actors=(Side(ref="turkey", name="Turkey", code="TURGOV", country="TUR"),),
        recipients=(Side(ref="iraq", name="Iraq", code="IRQGOV", country="IRQ"),), supporting=1, denying=0, contradictions=(),
        mentions=(Mention(report=keys["d"], event="v1", stance="supports", origin=origin, quote=THANKS, span=(0, len(THANKS)),
                          factuality=3.0, status="happened", published="2017-03-02"),),
        grade=Grade(reliability="F", credibility=3, reasons=("One source.",)))


def hostile(keys):
    """A claim in which every word of strangers acts."""
    return Claim(
        id="evil", type="PROTEST", mode=EVIL, cameo=EVIL, start=None, end=None, status=EVIL,
        actors=(Side(ref=EVIL, name=EVIL, code=EVIL, country=EVIL),), recipients=(), supporting=1, denying=0,
        place=Spot(geonames=None, name=EVIL, country=EVIL, lat=None, lon=None, precision="region"), story=None,
        mentions=(Mention(report=keys["e"], event="v1", stance="supports", quote=EVIL, span=(0, 5), factuality=3.0, status=EVIL,
                          published=EVIL, origin=Origin(key=EVIL, kind=EVIL, name=EVIL, chain=(EVIL, EVIL), why=EVIL)),),
        contradictions=(Contradiction(kind=EVIL, one=(keys["e"], EVIL), other=("nowhere", EVIL), why=EVIL, one_quote=EVIL,
                                      other_quote=EVIL),),
        grade=Grade(reliability="F", credibility=6, reasons=(EVIL,)))


def make(place):
    """The store, and the keys of its reports by the articles' own ids."""
    from sayso.lexicon.load import BUILT_IN, read_table
    from sayso.lexicon.tables import Goldstein

    scale = {row.cameo: row.value for row in read_table(Goldstein, "goldstein", (BUILT_IN,))}
    with open_store(place, scale=scale, now=Clock()) as store:
        held = readings()
        keys = {one.article.id: added.report for one, added in zip(held, store.writer.add_readings(held), strict=True)}
        changed = Article(id="d", text=THANKS + " More soon.", url="https://herald.example/d", source="herald.example",
                          title="Thanks, again", published="2017-03-02")
        keys["d2"] = store.writer.add_articles([changed])[0].report
        store.writer.put_links([Link(kind="copy", later=keys["b"], earlier=keys["a"], score=0.97, why="They share 40 words.")])
        store.writer.put_stories([Story(id="s1", title="Strike near Sarmin", reports=(keys["a"], keys["b"], keys["c"]),
                                        start="2017-02-14", end="2017-02-15")])
        store.writer.put_claims([claim(keys), agreed(keys)])
    return keys


def spoil(place):
    """Adds what a hostile page could leave in every field that is text; the key of its report."""
    text = f"Iraq marched. {EVIL} " * 2
    with open_store(place, now=Clock()) as store:
        told = reading("e", text, [("marched", "PROTEST", "141", "material conflict", "Iraq", None, None, None,
                                    {"mode": EVIL, "contexts": (EVIL,)})],
                       source=EVIL, published=None, title=EVIL, url=f"https://evil.example/{EVIL}", name=EVIL)
        key = store.writer.add_readings([told])[0].report
        store.writer.put_claims([hostile({"e": key})])
        store.writer.put_stories([Story(id="evil", title=EVIL, reports=(key,), start=None, end=None)])
        store.writer.grade_source("medium:evil", "E", who=EVIL, why=EVIL)
        store.writer.correct(f"{key}:v1", {"mode": EVIL + "!"}, who=EVIL, why=EVIL)
    return key

