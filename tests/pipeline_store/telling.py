"""A reader of invented sentences, and reports that consist of them. "Norland attacked Sudmark near Marlena on 2024-05-09."

It is as deterministic as the real one and needs no model; what it finds is enough for stories, citations and claims.
"""
import os
import random
import re
import signal
import time

import msgspec

from sayso.errors import SourceError
from sayso.pipeline import With
from sayso.records import Article, Entity, Event, Party, Place, ReaderInfo, Reading, Source, Statement, When

INFO = ReaderInfo(name="told", version="1", language_model="none", lexicon="0")
VERBS = {"attacked": ("ASSAULT", "190", "material conflict"), "met": ("CONSULT", "040", "verbal cooperation"),
         "arrested": ("COERCE", "173", "material conflict"), "denounced": ("ACCUSE", "111", "verbal conflict")}
PLACES = {name: (n, "VEL", 1.0 + 3 * n, 2.0 + 3 * n) for n, name in enumerate(
    ("Marlena", "Orsk", "Tavira", "Quell", "Brenna", "Savel"))}
_TOLD = re.compile(r"(?P<by>[A-Z]\w+) (?P<not>did not )?(?P<verb>attacked|met|arrested|denounced) (?P<upon>[A-Z]\w+) near "
                   r"(?P<place>[A-Z]\w+) on (?P<day>\d{4}-\d\d-\d\d)(?:, (?P<said>[A-Z]\w+) said)?\.")


class ToldReader:
    """Finds the sentences of the form above. A text may also say how its reading ends: "die", "slow", "wrong"."""

    def __init__(self, info=INFO, *, recipients=True):
        self.info, self._recipients = info, recipients

    def read(self, article: Article) -> Reading:
        if article.text.startswith("die"):
            os.kill(os.getpid(), signal.SIGKILL)
        if article.text.startswith("slow"):
            time.sleep(0.05)
        if article.text.startswith("wrong"):
            raise SourceError("language", "The text is in Klingon.")
        held = {"entities": [], "places": [], "statements": [], "events": []}
        for found in _TOLD.finditer(article.text):
            self._tell(found, held)
        return Reading(reader=self.info, article=article, removed=(), times=(),
                       **{name: tuple(layer) for name, layer in held.items()})

    def _tell(self, found, held):
        def entity(group, kind="government"):
            name, state = found[group], found[group][:3].upper() if kind == "government" else None
            held["entities"].append(Entity(
                id=f"e{len(held['entities']) + 1}", span=found.span(group), kind=kind, ref=name.lower(), name=name,
                code=f"{state}GOV" if state else None, country=state, sector="GOV" if state else None))
            return held["entities"][-1]

        by, upon = entity("by"), entity("upon")
        number, country, lat, lon = PLACES[found["place"]]
        held["places"].append(Place(id=f"p{len(held['places']) + 1}", span=found.span("place"), name=found["place"],
                                    geonames=number, country=country, lat=lat, lon=lon, precision="city"))
        said = None
        if found["said"]:
            speaker = entity("said", "organisation")
            said = Statement(id=f"s{len(held['statements']) + 1}", kind="indirect", act="speech", cue=None,
                             content=((found.start(), found.end("day")),),
                             sources=(Source(span=speaker.span, entity=speaker.id, named=True),))
            held["statements"].append(said)
        kind, cameo, quad = VERBS[found["verb"]]
        held["events"].append(Event(
            id=f"v{len(held['events']) + 1}", trigger=found.span("verb"), type=kind, mode=None, contexts=(), cameo=cameo,
            quad=quad, actors=(Party(span=by.span, entity=by.id, code=by.code),),
            recipients=(Party(span=upon.span, entity=upon.id, code=upon.code),) if self._recipients else (),
            when=When(start=found["day"], end=found["day"], time=None), where=held["places"][-1].id, counts=(),
            status="happened", factuality=-3.0 if found["not"] else 3.0, said_by=said.id if said else None))


SECOND = msgspec.structs.replace(INFO, version="2")


def load_told(_made: With) -> ToldReader:
    return ToldReader()


def load_second(_made: With) -> ToldReader:
    """A newer reader, which finds no recipients."""
    return ToldReader(SECOND, recipients=False)


def article(number, *sentences, day="2024-05-09", **more):
    text = " ".join(sentences) or f"Norland attacked Sudmark near Marlena on {day}."
    return Article(**{"id": f"a{number}", "url": f"https://site{number}.example/{number}", "source": f"site{number}.example",
                      "title": f"Report {number}", "published": day, "language": "en", "text": text, **more})


STATES = ("Norland", "Sudmark", "Velmar", "Karsia", "Ostrava", "Tyrus")
FILLER = ("talks resumed while traders watched the border market and drivers queued for fuel at dawn in the cold rain "
          "as officials counted ballots and schools stayed shut across the northern valley until the roads were cleared "
          "of snow and the river ferry ran again between both banks under guard").split()


def world(count, seed=1):
    """Articles over some weeks: matters that several sites report, copies, denials, undated ones, none of it in order."""
    chance = random.Random(seed)
    found = []
    for n in range(count):
        matter = chance.randrange(max(2, count // 4))
        own = random.Random(matter)
        by, upon = own.sample(STATES, 2)
        place, verb, day = own.choice(list(PLACES)), own.choice(list(VERBS)), 9 + own.randrange(45)
        on = f"2024-{5 + day // 31:02}-{1 + day % 31 % 30:02}"
        deny = "did not " if chance.random() < 0.2 else ""
        said = f", {chance.choice(STATES)} said" if chance.random() < 0.4 else ""
        words = " ".join(own.sample(FILLER, 30)) if chance.random() < 0.7 else " ".join(chance.sample(FILLER, 30))
        told = f"{by} {deny}{verb} {upon} near {place} on {on}{said}. In {place} {words}. Matter{matter} of {place} and {by}."
        late = min(28, int(on[8:]) + chance.randrange(4))
        found.append(article(n, told, day=f"{on[:8]}{late:02}" if chance.random() < 0.9 else None))
    chance.shuffle(found)
    return found
