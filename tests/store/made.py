"""Articles, readings and claims for the tests of the store."""
import msgspec

from sayso.records import Article, Reading
from sayso.records.claim import Claim, Contradiction, Grade, Mention, Origin, Side, Spot
from tasks.store_bench import READER, Told, reading_of, sentences

SECOND_READER = msgspec.structs.replace(READER, version="2")


def article(text="Norland attacked Sudmark near Marlena.", **changes):
    held = {"id": "a1", "text": text, "url": "https://herald.example/1", "source": "herald.example",
            "title": "Border", "published": "2024-05-09", "language": "en"}
    return Article(**{**held, **changes})


def report(*told, number=1, reader=READER, tail="", **changes):
    """A reading that finds these events, of an article that tells them."""
    told = told or (Told(),)
    held = {"id": f"a{number}", "url": f"https://herald.example/{number}", **changes}
    return reading_of(article(sentences(told) + tail, **held), told, reader)


def read_again(reading, *told, reader=SECOND_READER):
    """What another reader finds in the same text."""
    found = reading_of(reading.article, told, reader)
    return found if told else Reading(reader=reader, article=reading.article, removed=(), times=(), places=(),
                                      entities=(), statements=(), events=())


def claim(id_="c1", *, reports=(), **changes):
    """A claim that the first event of each report supports."""
    held = {
        "type": "ASSAULT", "mode": None, "cameo": "190", "start": "2024-05-09", "end": "2024-05-09",
        "actors": (Side(ref="norland", name="Norland", code="NRLGOV", country="NRL"),),
        "recipients": (Side(ref="sudmark", name="Sudmark", code="SDMMIL", country="SDM"),),
        "place": Spot(geonames=1, name="Marlena", country="VEL", lat=1.5, lon=2.5, precision="city"),
        "status": "happened", "supporting": len(reports), "denying": 0, "contradictions": (),
        "grade": Grade(reliability="F", credibility=3, reasons=("Nobody else says so.",)),
        "mentions": tuple(
            Mention(report=key, event="v1", stance="supports", quote="attacked", span=(8, 16), factuality=3.0,
                    status="happened", published="2024-05-09",
                    origin=Origin(key=f"outlet:{key}", kind="outlet", name="Herald", chain=("Herald",), why="its own"))
            for key in reports)}
    return Claim(id=id_, **{**held, **changes})


def contradiction(one, other):
    return Contradiction(kind="place", one=(one, "v1"), other=(other, "v1"), why="Two places.", one_quote="attacked",
                         other_quote="attacked")
