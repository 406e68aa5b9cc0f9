"""Which of a name's candidates a text means: all names of a text at once, by relaxation labelling.

Each candidate has a prior (population, kind) and gains from what lies with it: other names' candidates in the same
district, state or country, or in the neighbourhood on the map, each weighted by how probable it is itself. Three
rounds, each surer than the last. Stated containment ("Paris, Texas") admits only candidates inside; a name keeps one
meaning through a text. The method is that of spatial minimality (Leidner 2007) with an administrative hierarchy.
"""
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from sayso.gazetteer import Candidate, key
from sayso.read.surroundings import KINDS
from sayso.read.toponyms import Mention, within

MOST = 80  # candidates of one name that are weighed; the rest are hamlets
ROUNDS = (0.6, 1.2, 2.4)  # how sharply scores are told apart, round by round
CELL = 1.0  # degrees; a neighbourhood is three by three cells
ROW = 1000  # cells are numbered row by row
NEIGHBOURS = tuple(row * ROW + column for row in (-1, 0, 1) for column in (-1, 0, 1))
LEAST = 0.01  # probability under which a candidate is no company
Area = tuple[str, int | str | None]


class Weights(msgspec.Struct, frozen=True):
    """What speaks for a candidate, in powers of ten of population."""

    country: float = 1.6  # company in the same country
    admin1: float = 1.2
    admin2: float = 1.2
    near: float = 0.8  # company within a degree or so
    alternate: float = 1.0  # against names that are not the entry's own
    stated: float = 2.5  # "Paris in Texas"
    same: float = 2.0  # "Paris, Texas" elsewhere in the text
    nation: float = 9.3  # a country's prior
    region: float = 8.0
    state: float = 0.6  # for states and provinces, whose population the gazetteer's places do not add up to
    district: float = -0.5
    capital: float = 0.6
    shadowed: float = -0.3  # a state whose capital has its name and a fifth of its people: New York is the city


WEIGHTS = Weights()


class Group(msgspec.Struct):
    """Mentions of one name with the same stated surroundings; `chances` are its candidates' probabilities."""

    name: str
    members: list[int]
    found: tuple[Candidate, ...]
    prior: tuple[float, ...]
    places: tuple[tuple[Area, ...], ...]
    chances: tuple[float, ...] = ()


def geocode(mentions: Sequence[Mention], hints: Mapping[str, float],
            weights: Weights = WEIGHTS) -> tuple[Candidate | None, ...]:
    """The candidate meant by each mention, None where there is none or no reason to choose.

    `hints` are countries that the text speaks of otherwise ("Iraqi"), with how often.
    """
    groups = _groups(mentions, weights)
    for sharpness in ROUNDS:
        company = _company(groups, hints)
        for group in groups:
            group.chances = _softmax(_scores(group, company, weights), sharpness)
    chosen: list[Candidate | None] = [None] * len(mentions)
    company = _company(groups, hints)
    for group in groups:
        best = _best(group, _scores(group, company, weights))
        for n in group.members:
            chosen[n] = best
    return tuple(chosen)


def prior(c: Candidate, found: Sequence[Candidate], weights: Weights) -> float:
    """How likely a candidate among those found is before anything else is known, as a power of ten."""
    if c.kind in ("country", "region"):
        return weights.nation if c.kind == "country" else weights.region
    size = math.log10(max(c.population, 300)) + weights.capital * c.capital - weights.alternate * (not c.main)
    if c.kind == "admin1":
        cities = [d for d in found if d.kind == "city" and d.main and d.country == c.country]
        if any(d.capital and not within(d, c) for d in cities):  # Washington is the capital, unless called a state
            return size + 3 * weights.shadowed
        if any(d.population > c.population / 5 and within(d, c) for d in cities):
            return size + weights.shadowed
    return size + {"admin1": weights.state, "admin2": weights.district}.get(c.kind, 0.0)


def fitting(mention: Mention, mentions: Sequence[Mention]) -> tuple[Candidate, ...]:
    """The candidates that agree with what the text states of kind and surroundings; all of them if none does."""
    found = tuple(c for c in mention.found if c.lat is not None or c.kind == "country")
    if mention.kind in KINDS:
        found = tuple(c for c in found if c.kind in KINDS[mention.kind]) or found
    if mention.inside is not None:
        around = fitting(mentions[mention.inside], mentions)
        found = tuple(c for c in found if any(within(c, d) for d in around)) or found
    return found[:MOST]


def _groups(mentions: Sequence[Mention], weights: Weights) -> list[Group]:
    members: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for n, m in enumerate(mentions):
        around = key(mentions[m.inside].name) if m.inside is not None else ""
        if m.found and m.kind not in ("road", "feature"):
            members[key(m.name), m.kind, around].append(n)
    groups = []
    stated: dict[str, Counter[int]] = defaultdict(Counter)
    for (name, _, around), held in members.items():
        if around:
            stated[name].update(c.id for c in fitting(mentions[held[0]], mentions) if c.id)
    for (name, _, around), held in members.items():
        found = fitting(mentions[held[0]], mentions)
        soft = [c for n in held if (k := mentions[n].near) is not None for c in mentions[k].found]
        if not found:
            continue
        priors = tuple(prior(c, found, weights) + weights.stated * any(within(c, d) for d in soft)
                       + weights.same * (not around and c.id in stated[name]) for c in found)
        group = Group(name, held, found, priors, tuple(_places(c) for c in found))
        group.chances = _softmax(priors, ROUNDS[0])
        groups.append(group)
    return groups


def _places(c: Candidate) -> tuple[Area, ...]:
    """The company that a candidate keeps: its country, areas and cell."""
    found: list[Area] = [("country", c.country)] if c.country else []
    if c.kind == "admin1":
        found.append(("admin1", c.id))
    elif c.kind == "admin2":
        found += [("admin2", c.id), *(("admin1", i) for i in c.within[:1])]
    elif c.kind == "city" and c.within:
        found += [("admin1", c.within[-1]), *(("admin2", i) for i in c.within[:-1])]
    if c.kind in ("city", "admin2") and c.lat is not None and c.lon is not None:
        found.append(("near", math.floor(c.lat / CELL) * ROW + math.floor(c.lon / CELL)))
    return tuple(found)


def _company(groups: Sequence[Group], hints: Mapping[str, float]) -> dict[Area, float]:
    """How much of the text lies in each country, area and neighbourhood."""
    mass: dict[Area, float] = defaultdict(float)
    for iso3, weight in hints.items():
        mass["country", iso3] += weight
    for group in groups:
        _add(group, mass)
    return mass


def _add(group: Group, mass: dict[Area, float]) -> None:
    """Adds a name's candidates, each by its probability, to the areas that they lie in."""
    for places, chance in zip(group.places, group.chances, strict=True):
        if chance < LEAST:
            continue
        for place in places:
            kind, where = place
            if kind == "near" and isinstance(where, int):
                for step in NEIGHBOURS:
                    mass[kind, where + step] += chance
            else:
                mass[place] += chance


def _scores(group: Group, company: Mapping[Area, float], weights: Weights) -> tuple[float, ...]:
    own: dict[Area, float] = defaultdict(float)
    _add(group, own)
    worth = {"country": weights.country, "admin1": weights.admin1, "admin2": weights.admin2, "near": weights.near}
    scores = []
    for base, places in zip(group.prior, group.places, strict=True):
        score = base
        for place in places:
            mass = company.get(place)
            if mass is not None:
                score += worth[place[0]] * _lift(mass - own.get(place, 0.0))
        scores.append(score)
    return tuple(scores)


def _lift(mass: float) -> float:
    """Company counts by its order of magnitude: the second neighbour says less than the first."""
    return math.log2(1 + 10 * max(mass, 0.0)) / math.log2(11)


def _softmax(scores: Sequence[float], sharpness: float) -> tuple[float, ...]:
    top = max(scores)
    raw = [math.exp(sharpness * (s - top) * math.log(10)) for s in scores]
    total = sum(raw)
    return tuple(r / total for r in raw)


def _best(group: Group, scores: Sequence[float]) -> Candidate | None:
    """The candidate of the highest score; None when another one elsewhere is as good to the last digit."""
    ranked = sorted(zip(scores, range(len(scores)), strict=True), key=lambda x: (-x[0], x[1]))
    first = group.found[ranked[0][1]]
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0] and _apart(first, group.found[ranked[1][1]]):
        return None
    return first


def _apart(a: Candidate, b: Candidate) -> bool:
    """Whether two entries lie more than about a degree from each other."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return True
    return abs(a.lat - b.lat) + abs(a.lon - b.lon) > 1
