"""A reading made by hand, with something in every layer and one chain of three sources: no model is needed for it."""
from sayso.records import (
    Article,
    Count,
    Entity,
    Event,
    Moment,
    Party,
    Place,
    ReaderInfo,
    Reading,
    Source,
    Span,
    Statement,
    When,
)

TEXT = (
    "Talks resume in Marlena\n\n"
    "The Herald, citing the Kestrel agency, reported that deputies said Foreign Minister Ana Brod had met Velian "
    "officials in Marlena on Tuesday. Brod denied that she asked them for troops. At least 12 protesters were "
    "arrested near the port.\n\nSubscribe to our newsletter")
READER = ReaderInfo(name="sayso", version="0.1.0", language_model="none", lexicon="0" * 12, stages={"events": "1"})


def span(words: str, nth: int = 0) -> Span:
    """Where some words stand in `TEXT`."""
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return at, at + len(words)


def entity(id_: str, words: str, kind: str, code: str | None = None, nth: int = 0, **more: str) -> Entity:
    return Entity(id=id_, span=span(words, nth), kind=kind, ref=words.lower().replace(" ", "-"),
                  name=more.pop("name", words), code=code, **more)


def party(words: str, entity_id: str | None, code: str | None = None, nth: int = 0) -> Party:
    return Party(span=span(words, nth), entity=entity_id, code=code)


def reading(**changes: object) -> Reading:
    """The reading, with fields replaced."""
    held: dict[str, object] = {
        "reader": READER,
        "article": Article(id="a1", text=TEXT, url="https://news.example/1", source="news.example",
                           title="Talks resume in Marlena", authors=("I. Doe",), published="2024-05-09", language="en"),
        "removed": (span("Subscribe to our newsletter"),),
        "entities": (
            entity("e1", "The Herald", "organisation"), entity("e2", "the Kestrel agency", "organisation"),
            entity("e3", "deputies", "role", "GOV"), entity("e4", "Ana Brod", "person", "XXXGOV"),
            entity("e5", "Velian officials", "government", "VELGOV"),
            entity("e6", "she", "person", "XXXGOV", name="Ana Brod", form="pronoun"),
            entity("e7", "Brod", "person", "XXXGOV", nth=1, name="Ana Brod"),
            entity("e8", "protesters", "people", "CVL"), entity("e9", "them", "government", name="Velian officials",
                                                                  form="pronoun")),
        "times": (Moment(id="t1", span=span("Tuesday"), type="DATE", value="2024-05-07", start="2024-05-07",
                         end="2024-05-07"),),
        "places": (Place(id="p1", span=span("Marlena", 1), name="Marlena", geonames=7, country="VEL", lat=1.5, lon=2.5,
                         precision="city"),),
        "statements": (
            Statement(id="s1", kind="indirect", act="document", cue=span("citing"),
                      content=(span("deputies said Foreign Minister Ana Brod had met Velian officials in Marlena on "
                                    "Tuesday"),),
                      sources=(Source(span=span("The Herald"), entity="e1", named=True),)),
            Statement(id="s2", kind="indirect", act="speech", cue=span("reported"),
                      content=(span("deputies said Foreign Minister Ana Brod had met Velian officials in Marlena on "
                                    "Tuesday"),),
                      sources=(Source(span=span("the Kestrel agency"), entity="e2", named=True),), within="s1"),
            Statement(id="s3", kind="indirect", act="speech", cue=span("said"),
                      content=(span("Foreign Minister Ana Brod had met Velian officials in Marlena on Tuesday"),),
                      sources=(Source(span=span("deputies"), entity="e3", named=False),), within="s2"),
            Statement(id="s4", kind="indirect", act="speech", cue=span("denied"),
                      content=(span("that she asked them for troops"),),
                      sources=(Source(span=span("Brod", 1), entity="e7", named=True),))),
        "events": (
            Event(id="v1", trigger=span("met"), type="CONSULT", mode="visit", contexts=("diplomatic",), cameo="042",
                  quad="verbal cooperation", actors=(party("Ana Brod", "e4", "XXXGOV"),),
                  recipients=(party("Velian officials", "e5", "VELGOV"),),
                  when=When(start="2024-05-07", end="2024-05-07", time="t1"), where="p1", counts=(), status="happened",
                  factuality=3.0, said_by="s3", why="meet"),
            Event(id="v2", trigger=span("asked"), type="REQUEST", mode="assist", contexts=("military",), cameo="023",
                  quad="verbal cooperation", actors=(party("she", "e6", "XXXGOV"),),
                  recipients=(party("them", "e9"),), when=None, where=None, counts=(), status="happened",
                  factuality=-3.0, said_by="s4", why="ask"),
            Event(id="v3", trigger=span("arrested"), type="COERCE", mode="arrest", contexts=(), cameo="173",
                  quad="material conflict", actors=(), recipients=(party("protesters", "e8", "CVL"),),
                  when=When(start="2024-05-01", end="2024-05-09", time=None), where=None,
                  counts=(Count(span=span("At least 12"), what="detained", low=12, high=None),), status="happened",
                  factuality=3.0, said_by=None, why="arrest")),
    }
    return Reading(**{**held, **changes})  # type: ignore[arg-type]
