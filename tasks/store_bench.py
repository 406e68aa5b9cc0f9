"""How fast the store answers: fills one with N synthetic reports, four events each, and prints each p95.

    python -m tasks.store_bench [--reports N] [--store PATH|URL] [--questions N]

Goals at 50,000 reports and 200,000 events: search 5 ms, filtered events 20 ms, a month's aggregates 20 ms, one report's
commit (its text and its reading) 5 ms. Texts are drawn from an invented vocabulary whose words are as unequal in
frequency as English ones (Zipf), so that the index has common and rare words; questions are drawn alike.
"""
import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec

from sayso.lexicon.load import BUILT_IN, read_table
from sayso.lexicon.tables import Goldstein
from sayso.records import Article, Entity, Event, Moment, Party, Place, ReaderInfo, Reading, When
from sayso.store.base import Circle, EventFilter, View, Writer
from sayso.store.corrections import QUAD
from sayso.store.open import open_store

READER = ReaderInfo(name="synthetic", version="1", language_model="none", lexicon="none")
STATES = ("NRL", "SDM", "VEL", "KAR", "OST", "TYR", "BRE", "LUN", "MOR", "PEL", "QUA", "RHO")
SECTORS = ("", "GOV", "MIL", "REB", "OPP", "CVL")
ACTS = (("met", "CONSULT", "042"), ("praised", "SUPPORT", "051"), ("armed", "AID", "072"), ("accused", "ACCUSE", "112"),
        ("threatened", "THREATEN", "138"), ("arrested", "COERCE", "173"), ("attacked", "ASSAULT", "190"))
GOALS = {"search": 5.0, "search evidence": 5.0, "events": 20.0, "events near": 20.0, "month, two actors": 20.0,
         "month, all pairs": 20.0, "commit": 5.0}
BATCH = 100


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One event to tell: parties and place by name and code, in a sentence of its own."""

    actor: tuple[str, str | None] = ("Norland", "NRLGOV")
    verb: str = "attacked"
    recipient: tuple[str, str | None] = ("Sudmark", "SDMMIL")
    place: tuple[str, str, float, float] | None = ("Marlena", "VEL", 1.5, 2.5)
    day: str | None = None
    type: str = "ASSAULT"
    cameo: str = "190"
    status: str = "happened"
    factuality: float = 3.0
    probability: float | None = 0.9


def reading_of(article: Article, told: tuple[Told, ...], reader: ReaderInfo = READER) -> Reading:
    """The reading of an article whose text begins with `sentences(told)`."""
    entities: list[Entity] = []
    places: list[Place] = []
    times: list[Moment] = []
    events: list[Event] = []
    at = 0
    for k, one in enumerate(told, 1):
        sentence = sentences((one,))
        found = {"actor": at + 0, "verb": at + len(one.actor[0]) + 1}
        found["recipient"] = found["verb"] + len(one.verb) + 1
        parties = []
        for role, (name, code) in (("actor", one.actor), ("recipient", one.recipient)):
            span = found[role], found[role] + len(name)
            entities.append(Entity(id=f"e{len(entities) + 1}", span=span, kind="government", name=name, code=code,
                                   ref=name.lower().replace(" ", "-"), country=code[:3] if code else None))
            parties.append(Party(span=span, entity=entities[-1].id, code=code))
        where = None
        if one.place:
            start = at + sentence.index(one.place[0], found["recipient"] - at + len(one.recipient[0]))
            where = f"p{len(places) + 1}"
            places.append(Place(id=where, span=(start, start + len(one.place[0])), name=one.place[0], geonames=k,
                                country=one.place[1], lat=one.place[2], lon=one.place[3], precision="city"))
        events.append(Event(
            id=f"v{k}", trigger=(found["verb"], found["verb"] + len(one.verb)), type=one.type, mode=None, contexts=(),
            cameo=one.cameo, quad=QUAD[one.type], actors=(parties[0],), recipients=(parties[1],),
            when=When(start=one.day, end=one.day, time=None) if one.day else None, where=where, counts=(),
            status=one.status, factuality=one.factuality, said_by=None, probability=one.probability))
        at += len(sentence)
    return Reading(reader=reader, article=article, removed=(), times=tuple(times), places=tuple(places),
                   entities=tuple(entities), statements=(), events=tuple(events))


def sentences(told: tuple[Told, ...]) -> str:
    """What tells the events."""
    return "".join(f"{one.actor[0]} {one.verb} {one.recipient[0]}{f' near {one.place[0]}' if one.place else ''}. "
                   for one in told)


class World:
    """Invented reports, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "or")]
        self.words = ["".join(self.chance.choices(syllables, k=self.chance.choice((1, 2, 2, 3))))
                      for _ in range(30_000)]
        self.weights = [1 / rank for rank in range(1, len(self.words) + 1)]
        self.sums = [sum(self.weights[:1])]
        for weight in self.weights[1:]:
            self.sums.append(self.sums[-1] + weight)
        self.places = [("".join(self.chance.choices(syllables, k=3)).title(), self.chance.choice(STATES),
                        self.chance.uniform(-60, 70), self.chance.uniform(-180, 180)) for _ in range(2_000)]

    def text(self, count: int) -> str:
        """So many words."""
        return " ".join(self.chance.choices(self.words, cum_weights=self.sums, k=count))

    def report(self, number: int) -> tuple[Article, tuple[Told, ...]]:
        """A report of four events and some 300 words."""
        day = date(2016, 1, 1) + timedelta(days=self.chance.randrange(1_500))
        told = []
        for _ in range(4):
            verb, type_, cameo = self.chance.choice(ACTS)
            parties = [(f"{state} {sector or 'STATE'}".title(), state + sector) for state, sector in
                       ((self.chance.choice(STATES), self.chance.choice(SECTORS)) for _ in range(2))]
            told.append(Told(actor=parties[0], verb=verb, recipient=parties[1], place=self.chance.choice(self.places),
                             day=day.isoformat(), type=type_, cameo=cameo))
        text = f"{sentences(tuple(told))}\n\n{self.text(300)}"
        outlet = f"outlet{self.chance.randrange(80)}.example"
        return Article(id=str(number), text=text, url=f"https://{outlet}/{number}", source=outlet, title=self.text(8),
                       published=day.isoformat(), language="en"), tuple(told)


def add(writer: Writer, reports: list[tuple[Article, tuple[Told, ...]]]) -> None:
    """A batch, in one transaction."""
    writer.add_readings([reading_of(article, told) for article, told in reports])


def questions(world: World, view: View, writer: Writer, first: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """One question of each kind."""
    words = " ".join(world.chance.choices(world.words, cum_weights=world.sums, k=2))
    states = world.chance.sample(STATES, 2)
    month = f"{world.chance.choice((2016, 2017, 2018, 2019))}-{world.chance.randrange(1, 13):02}"
    near = world.chance.choice(world.places)
    report = world.report(first)
    yield "search", lambda: view.search(words)
    yield "search evidence", lambda: view.search(near[0], within="evidence")
    yield "events", lambda: view.events(EventFilter(
        party=states[0], types=(world.chance.choice(ACTS)[1],), since=f"{month}-01", until=f"{month}-28"))
    yield "events near", lambda: view.events(EventFilter(near=Circle(lat=near[2], lon=near[3], km=300)))
    yield "month, two actors", lambda: view.actors(states[0], states[1])
    yield "month, all pairs", lambda: view.pairs(month, month)
    yield "commit", lambda: add(writer, [report])


def main() -> int:
    """Fills, asks, prints; exit status 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=50_000, metavar="N")
    parser.add_argument("--questions", type=int, default=200, metavar="N", help="of each kind (default 200)")
    parser.add_argument("--store", metavar="PATH|URL", help="a new store (default: a file that is deleted again)")
    options = parser.parse_args()
    scale = {row.cameo: row.value for row in read_table(Goldstein, "goldstein", (BUILT_IN,))}
    world = World(1)
    with tempfile.TemporaryDirectory() as folder:
        path = options.store or str(Path(folder) / "sayso.db")
        with open_store(path, scale=scale) as store:
            begun = time.perf_counter()
            for first in range(0, options.reports, BATCH):
                add(store.writer, [world.report(n) for n in range(first, min(first + BATCH, options.reports))])
            filled = time.perf_counter() - begun
            taken: dict[str, list[float]] = {kind: [] for kind in GOALS}
            for n in range(options.questions):
                for kind, ask in questions(world, store.view, store.writer, options.reports + n):
                    begun = time.perf_counter()
                    ask()
                    taken[kind].append((time.perf_counter() - begun) * 1000)
        size = Path(path).stat().st_size if Path(path).exists() else 0
    print(f"{options.reports:,} reports, {options.reports * 4:,} events, filled in {filled:.0f} s, "
          f"{size / 1e6:.0f} MB, peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    missed = False
    for kind, times in taken.items():
        p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
        missed |= p95 > GOALS[kind]
        print(f"{kind:20} median {statistics.median(times):7.2f} ms   p95 {p95:7.2f} ms   goal {GOALS[kind]:4.0f} ms")
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
