"""Batches made by hand: a strike that two reports tell and one denies, a plan, a protest, and the reading of tests.samples."""
from sayso.export.base import Batch, make_batch
from sayso.records import Article, Count, Entity, Event, Party, Place, Reading, Source, Statement, When
from sayso.records.claim import Claim, Contradiction, Grade, Mention, Origin, Report, Side, Spot
from tests import samples

STRIKE = (
    "Air strike kills civilians in Sarmin\n\n"
    "Warplanes of the Syrian air force struck a market in Sarmin on Monday, killing at least 4 civilians, the Kestrel "
    "agency reported. \"It was hit twice\", it said. The army plans to attack Binnish.\n\n"
    "Residents protested in Sarmin.")
DENIAL = "Damascus denies that its air force struck Sarmin on Monday. Rebels shelled Hama, killing 7 to 9 soldiers."
SARMIN = Spot(geonames=168000, name="Sarmin", country="SYR", lat=35.9028, lon=36.7261, precision="city")


def at(text: str, words: str, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def event(text: str, id_: str, words: str, type_: str, cameo: str, **more: object) -> Event:
    held: dict[str, object] = {
        "mode": None, "contexts": ("military",), "quad": "material conflict", "actors": (), "recipients": (), "when": None,
        "where": None, "counts": (), "status": "happened", "factuality": 3.0, "said_by": None, **more}
    return Event(id=id_, trigger=at(text, words), type=type_, cameo=cameo, **held)  # type: ignore[arg-type]


def strike() -> Reading:
    """Three acts in an outlet that cites an agency: done, planned, undated."""
    def entity(id_: str, words: str, kind: str, code: str | None, country: str | None) -> Entity:
        return Entity(id=id_, span=at(STRIKE, words), kind=kind, ref=words.lower(), name=words, code=code, country=country)

    def party(id_: str, words: str, code: str | None) -> Party:
        return Party(span=at(STRIKE, words), entity=id_, code=code)

    return Reading(
        reader=samples.READER,
        article=Article(id="b1", text=STRIKE, url="https://gazette.example/b1", source="gazette.example",
                        title="Air strike kills civilians in Sarmin", published="2017-02-14", language="en"),
        entities=(entity("e1", "Syrian air force", "military", "SYRMIL", "SYR"),
                  entity("e2", "civilians", "people", "CVL", None), entity("e3", "Kestrel agency", "organisation", None, None),
                  entity("e4", "The army", "military", "SYRMIL", "SYR"), entity("e5", "Residents", "people", "SYRCVL", "SYR")),
        places=(Place(id="p1", span=at(STRIKE, "Sarmin"), name="Sarmin", geonames=168000, country="SYR", admin1="Idlib",
                      lat=35.9028, lon=36.7261, precision="city"),),
        statements=(Statement(id="s1", kind="indirect", act="speech", cue=at(STRIKE, "reported"),
                              content=(at(STRIKE, "Warplanes"),),
                              sources=(Source(span=at(STRIKE, "the Kestrel agency"), entity="e3", named=True),)),),
        times=(),
        events=(
            event(STRIKE, "v1", "struck", "ASSAULT", "195", mode="aerial", said_by="s1", where="p1",
                  actors=(party("e1", "Syrian air force", "SYRMIL"),), recipients=(party("e2", "civilians", "CVL"),),
                  when=When(start="2017-02-13", end="2017-02-13", time=None),
                  counts=(Count(span=at(STRIKE, "at least 4"), what="killed", low=4, high=None),)),
            event(STRIKE, "v2", "attack", "ASSAULT", "190", status="planned", factuality=0.0,
                  actors=(party("e4", "The army", "SYRMIL"),)),
            event(STRIKE, "v3", "protested", "PROTEST", "141", mode="demo", where="p1", contexts=(),
                  actors=(party("e5", "Residents", "SYRCVL"),))))


def denial() -> Reading:
    """The strike denied, and a battle whose parties have no codes."""
    return Reading(
        reader=samples.READER, article=Article(id="b2", text=DENIAL, source="courier.example", published="2017-02-15"),
        entities=(), times=(), places=(), statements=(),
        events=(event(DENIAL, "v1", "struck", "ASSAULT", "195", mode="aerial", factuality=-3.0),
                event(DENIAL, "v2", "shelled", "ASSAULT", "194", mode="heavy-weapons",
                      actors=(Party(span=at(DENIAL, "Rebels"), entity=None, code="SYRREB"),),
                      when=When(start="2017-02-01", end="2017-02-28", time=None),
                      counts=(Count(span=at(DENIAL, "7 to 9"), what="killed", low=7, high=9),))))


def claim() -> Claim:
    """The strike: one source for it, one against."""
    def mention(report: str, reading: Reading, stance: str, key: str, chain: tuple[str, ...]) -> Mention:
        told = (reading.events or ())[0]
        quote = reading.text[:reading.text.index(".", told.trigger[0])].rpartition("\n")[2]
        return Mention(report=report, event="v1", stance=stance, quote=quote, span=at(reading.text, quote),
                       origin=Origin(key=key, kind="agency", name=key, chain=chain, why="It is named."),
                       factuality=told.factuality, status="happened", published=reading.article.published)

    mentions = (mention("r2", strike(), "supports", "kestrel", ("gazette.example", "Kestrel agency")),
                mention("r3", denial(), "denies", "damascus", ("courier.example", "Damascus")))
    return Claim(
        id="c1", type="ASSAULT", mode="aerial", cameo="195", start="2017-02-13", end="2017-02-13", place=SARMIN,
        actors=(Side(ref="syrian air force", name="Syrian air force", code="SYRMIL", country="SYR"),),
        recipients=(Side(ref="civilians", name="civilians", code="CVL", country=None),), status="happened",
        mentions=mentions, supporting=1, denying=1,
        contradictions=(Contradiction(kind="factuality", one=("r2", "v1"), other=("r3", "v1"), why="One says it was struck.",
                                      one_quote=mentions[0].quote, other_quote=mentions[1].quote),),
        grade=Grade(reliability="F", credibility=3, reasons=("One source tells it.", "One denies it.")), story="st1")


def reports() -> tuple[Report, ...]:
    return (Report(id="r1", article="a1", reading=samples.reading()), Report(id="r2", article="b1", reading=strike()),
            Report(id="r3", article="b2", reading=denial()))


def batch() -> Batch:
    """A claim, and six events of no claim."""
    return make_batch(reports(), (claim(),), made="2024-06-01")
