"""See also: reports that bear on a report, by story, actors and content, each with its reasons.

The score is a sum of three named parts, each between 0 and 1, with the weights of `WEIGHTS`. Content is the cosine of
TF-IDF vectors (Salton and Buckley 1988: 1 + log tf, times the log of the inverse share of reports with the word); for
actors it is the share of named parties that both have, rarer ones counting more. Copies of the report and its own
versions are left out: they are linked to it already and say nothing that it does not.
"""
import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from sayso.compare.facts import facts, stems
from sayso.records.claim import Link, Report, Story

WEIGHTS = {"story": 1.0, "actors": 1.0, "content": 1.0}
LEAST = 0.15      # a report that scores no more has nothing to do with the other
_WORD = re.compile(r"[^\W\d_]{3,}")


class Related(msgspec.Struct, frozen=True, kw_only=True):
    """A report to see beside another: `score` is 0 to 3, `why` says in a sentence each what they share."""

    report: str
    score: float
    why: tuple[str, ...]


class Profile(msgspec.Struct, frozen=True):
    """What of a report is compared: its stems with their numbers, and its named parties.

    `shown`: a word of each stem.
    """

    words: Mapping[str, int]
    shown: Mapping[str, str]
    actors: Mapping[str, str]  # key ► as shown


def related(report: Report, others: Iterable[Report], stories: Iterable[Story], links: Sequence[Link],
            limit: int = 10) -> tuple[Related, ...]:
    """The reports among `others` to see beside `report`, best first, equal ones by id."""
    skipped = {report.id, *(link.later for link in links if link.kind == "copy" and link.earlier == report.id),
               *(link.earlier for link in links if link.kind == "copy" and link.later == report.id)}
    others = [other for other in others if other.id not in skipped and other.article != report.article]
    profiles = {r.id: profile(r) for r in (report, *others)}
    words = Counter(word for p in profiles.values() for word in p.words)
    actors = Counter(key for p in profiles.values() for key in p.actors)
    together = {other: story.title for story in stories if report.id in story.reports for other in story.reports}
    found = []
    for other in others:
        parts = (_story(together.get(other.id)),
                 _actors(profiles[report.id], profiles[other.id], actors, len(profiles)),
                 _content(profiles[report.id], profiles[other.id], words, len(profiles)))
        score = sum(WEIGHTS[name] * points for name, points, _ in parts)
        if score > LEAST:
            why = tuple(reason for _, points, reason in parts if points >= 0.05)
            found.append(Related(report=other.id, score=round(score, 4), why=why))
    return tuple(sorted(found, key=lambda r: (-r.score, r.report))[:limit])


def profile(report: Report) -> Profile:
    """What of a report is compared: computed once for each report."""
    shown: dict[str, str] = {}
    words: Counter[str] = Counter()
    for word in _WORD.findall(report.reading.text):
        for stem in stems(word):
            words[stem] += 1
            shown.setdefault(stem, word)
    actors = {}
    for fact in facts(report):
        for who in (*fact.actors, *fact.recipients):
            if who.name:
                actors[who.country if who.state and who.country else " ".join(who.name)] = who.shown
    return Profile(words, shown, actors)


Part = tuple[str, float, str]


def _story(title: str | None) -> Part:
    return "story", 0.0 if title is None else 1.0, f"In the same story, “{title}”."


def _actors(a: Profile, b: Profile, known: Mapping[str, int], reports: int) -> Part:
    both = sorted(set(a.actors) & set(b.actors), key=lambda key: (known[key], key))
    points = _weight(both, known, reports) / (_weight({*a.actors, *b.actors}, known, reports) or 1.0)
    return "actors", points, f"Both tell of {_listed([a.actors[key] for key in both])}."


def _weight(keys: Collection[str], known: Mapping[str, int], reports: int) -> float:
    return math.fsum(math.log((reports + 1) / known[key]) for key in keys)


def _content(a: Profile, b: Profile, known: Mapping[str, int], reports: int) -> Part:
    one, other = _vector(a, known, reports), _vector(b, known, reports)
    shared = {word: one[word] * other[word] for word in one.keys() & other.keys()}
    norm = math.sqrt(math.fsum(x * x for x in one.values()) * math.fsum(x * x for x in other.values()))
    best = sorted(shared, key=lambda word: (-shared[word], word))[:5]
    reason = f"Both have {_listed([a.shown[stem] for stem in best])}."
    return "content", math.fsum(shared.values()) / norm if norm else 0.0, reason


def _vector(of: Profile, known: Mapping[str, int], reports: int) -> dict[str, float]:
    return {word: (1 + math.log(n)) * math.log((reports + 1) / known[word]) for word, n in of.words.items()}


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
