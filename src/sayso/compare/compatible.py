"""Whether two mentions can be of one act, and how much speaks for it.

Each test gives points and a reason, or a veto: the two are different acts, whatever else is alike. What is unknown on
one side speaks neither for nor against. The points were set on tests/compare/clusters, and docs/claims.md lists them.
"""
import datetime
import math
from collections.abc import Callable, Iterable

import msgspec

from sayso.compare.facts import Fact, Tally, Who
from sayso.records.claim import Spot

MERGE = 3.0        # points from which two mentions are taken for one act
WEAK = 2.5         # the most for a pair without enough anchors
NEAR_KM = 30.0     # towns as near as this are one place: a town and its suburb, a base and the town it is named after
WITHIN_KM = 165.0  # a town may lie in a province whose centre is as near as this
APART_KM = 100.0   # provinces with centres farther apart are two
CLOSE_DAYS = 4     # an act without a date is of the days before its report
PLAN_DAYS = 45     # a plan without a date may be carried out as late as this
STRAY_DAYS = 2     # accounts of one act differ by no more in their days
ALIKE = 0.6        # share of common words from which accounts may differ in day or place and still be of one act
VERY_ALIKE = 0.8   # the same, where nobody is named upon whom it was done
_EARTH_KM = 6371.0

# Types under which one act is told, beside the same type. Written for Sayso, from PLOVER's definitions.
KIN: dict[frozenset[str], str] = {
    frozenset(("ASSAULT", "COERCE")): "a seizure of people is an arrest to one side and an abduction to the other",
    frozenset(("SANCTION", "COERCE")): "a restriction is a sanction where a state is under it",
    frozenset(("AGREE", "COOPERATE")): "the signing of an agreement is agreeing and cooperating",
    frozenset(("AGREE", "SUPPORT")): "the signing of an agreement supports it",
    frozenset(("COOPERATE", "SUPPORT")): "the signing of an agreement supports it",
    frozenset(("AGREE", "CONCEDE")): "a ceasefire is an agreement and a concession",
    frozenset(("RETREAT", "CONCEDE")): "a withdrawal and a release are both",
    frozenset(("AID", "COOPERATE")): "military aid is cooperation in some codings",
}
MUTUAL = frozenset(("CONSULT", "AGREE", "COOPERATE"))  # who is named first says nothing
TELLING = frozenset(("REQUEST", "REJECT", "ACCUSE", "THREATEN", "SUPPORT", "CONSULT", "AGREE"))
_STATE = frozenset(("", "GOV", "MIL", "COP", "SPY", "JUD", "LEG"))
_ARMED = frozenset(("REB", "SEP", "INS", "UAF"))
_FINE = ("city", "admin2")
_OTHER_MODES = frozenset(("COERCE", "PROTEST", "SANCTION", "RETREAT"))  # of these, other modes are other acts


class Verdict(msgspec.Struct, frozen=True):
    """`points` None: they are of different acts. `reasons`: what was compared, and how it came out.

    `stray`: it is only the day or the place that rules it out.
    """

    points: float | None
    reasons: tuple[str, ...]
    stray: bool = False

    @property
    def joins(self) -> bool:
        """Whether the two are taken for one act where nothing else forbids it."""
        return self.points is not None and self.points >= MERGE


Score = tuple[float | None, str]


def compare(a: Fact, b: Fact) -> Verdict:
    """Whether two mentions can be of one act. Symmetric.

    Points alone do not join what stands apart: chance likenesses add up where little is said. At least two anchors must
    hold (who, when, where, how many, in what words), three where a date is missing or the act is one of words.
    """
    if b.key < a.key:
        a, b = b, a
    found: list[Score] = []
    held = 0
    for test in TESTS:
        points, reason = test(a, b)
        if points is None:
            return Verdict(None, (reason,), stray=test in (times, places))
        if reason:
            found.append((points, reason))
        held += sum(points >= least for least in ANCHORS.get(test, ()))
    reasons = tuple(f"{reason} ({points:+.1f})" for points, reason in found)
    total = sum(points or 0.0 for points, _ in found)
    hard = day_gap(a, b) is None or a.type in TELLING
    near = (nearness(a, b)[0] or 0.0) >= 1.0
    if not near and held < (3 if hard else 2) and alike(a, b) < VERY_ALIKE:
        return Verdict(min(total, WEAK), (*reasons, "too little to go by"))
    return Verdict(total, reasons)


def types(a: Fact, b: Fact) -> Score:
    """The same PLOVER type, or two under which one act is told."""
    if a.type == b.type:
        if a.mode and b.mode and a.mode != b.mode:
            return (None if a.type in _OTHER_MODES else 0.0), f"{a.mode} and {b.mode}"
        return (1.5 if a.mode and a.mode == b.mode else 1.0), "same type"
    reason = KIN.get(frozenset((a.type, b.type)))
    if reason and {a.type, b.type} == {"ASSAULT", "COERCE"} and not ({a.mode, b.mode} & {"arrest", "abduct"}):
        return None, "an assault and a restriction"
    return (0.0, reason) if reason else (None, f"{a.type} and {b.type}")


def parties(a: Fact, b: Fact) -> Score:
    """Compatible actors, and compatible recipients."""
    if a.type in MUTUAL or b.type in MUTUAL:
        return _mutual(a, b)
    by, upon = sides(a.actors, b.actors), sides(a.recipients, b.recipients)
    if by is None or upon is None:
        return None, f"other {'actors' if by is None else 'recipients'}"
    points = by + upon - 0.5 * sum(_unlike(x, y, score) for x, y, score in (
        (a.actors, b.actors, by), (a.recipients, b.recipients, upon)))
    return points, "compatible parties" if points else ""


def times(a: Fact, b: Fact) -> Score:
    """Overlapping time, or unknown but close; another day only for accounts that are alike in all else."""
    gap = day_gap(a, b)
    if gap is None:
        return _undated(a, b)
    if gap == 0:
        same = a.start == b.start and a.end == b.end and _width(a) <= 1
        return (1.5, "same day") if same else (0.5, "overlapping time")
    if a.report != b.report and gap <= STRAY_DAYS and _one_story(a, b) and place_score(a.place, b.place) is not None:
        return -1.5, f"{gap} days apart but otherwise alike"
    return None, f"{gap} days apart"


def places(a: Fact, b: Fact) -> Score:
    """A compatible place; another only for accounts that are alike in all else."""
    points = place_score(a.place, b.place)
    if points is not None:
        return points, "compatible place" if points else ""
    if a.report != b.report and day_gap(a, b) == 0 and _one_story(a, b):
        return -1.5, "other places but otherwise alike"
    return None, "other places"


def counts(a: Fact, b: Fact) -> Score:
    """Counts that fit speak for one act; those that do not speak against it, and rule it out within one report."""
    pairs = shared(a, b)
    if not pairs:
        return 0.0, ""
    if all(fit(x, y) for x, y in pairs):
        exact = any((x.low, x.high) == (y.low, y.high) for x, y in pairs)
        return (1.5, "same count") if exact else (0.5, "counts that fit")
    if a.report == b.report:
        return None, "other counts in one report"
    return -1.0, "other counts"


def wording(a: Fact, b: Fact) -> Score:
    """The share of words that both accounts have, at most two points."""
    share = alike(a, b)
    return round(2 * share, 2), f"{share:.0%} of words shared"


def nearness(a: Fact, b: Fact) -> Score:
    """The same report, in one sentence or the next: the second most often takes up the first."""
    if a.report != b.report:
        return 0.0, ""
    if a.sentence == b.sentence:
        return (None, "one word twice in one sentence") if a.word == b.word else (1.0, "one sentence")
    if b.sentence[0] - a.sentence[1] > 3 or a.type != b.type:
        return 0.0, ""
    upon = sides(a.recipients, b.recipients)
    if upon is None or _unlike(a.recipients, b.recipients, upon):
        return 0.0, ""
    bare = not b.actors and b.start is None and b.place is None and (a.mode == b.mode or not a.mode or not b.mode)
    return (2.0, "its sequel in the next sentence") if bare else (1.0, "next sentence")


TESTS: tuple[Callable[[Fact, Fact], Score], ...] = (types, times, parties, places, counts, wording, nearness)


# Points from which a test is an anchor, something that two acts seldom share by chance; two parties are two.
ANCHORS: dict[Callable[[Fact, Fact], Score], tuple[float, ...]] = {
    parties: (1.0, 2.0), times: (1.5,), places: (1.0,), counts: (1.5,), wording: (0.8,)}


def alike(a: Fact, b: Fact) -> float:
    """The common words as a share of the shorter account's, which counts as five words at least."""
    return len(a.words & b.words) / max(5, min(len(a.words), len(b.words)))


def day_gap(a: Fact, b: Fact) -> int | None:
    """Days between two dated acts, 0 where they overlap, None where one is not dated at all."""
    if (a.start or a.end) is None or (b.start or b.end) is None:
        return None
    later, earlier = max(a.start or "", b.start or ""), min(a.end or "9999-12-31", b.end or "9999-12-31")
    return max(0, days_between(earlier, later)) if later and earlier < "9999" else 0


def place_score(a: Spot | None, b: Spot | None) -> float | None:
    """Points for two places, None where both cannot be: the same, near, one within the other, or unknown."""
    if a is None or b is None:
        return 0.0
    if a.name == b.name or (a.geonames is not None and a.geonames == b.geonames):
        return 1.5 if a.precision in _FINE else 0.5
    coarse = [spot.precision for spot in (a, b)].count("admin1")
    km = distance(a, b)
    if km is not None and {a.precision, b.precision} <= {*_FINE, "admin1"}:
        abroad = a.country is not None and b.country is not None and a.country != b.country
        if (coarse and abroad) or km > (NEAR_KM, WITHIN_KM, APART_KM)[coarse]:
            return None
        return (1.0, 0.5, 0.0)[coarse]
    if "region" in (a.precision, b.precision) or a.country is None or b.country is None:
        return 0.0
    if a.country != b.country:
        return None
    return 0.5 if "country" in (a.precision, b.precision) else 0.0


def distance(a: Spot, b: Spot) -> float | None:
    """Kilometres on the sphere (haversine), None without coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    north, south = math.radians(a.lat), math.radians(b.lat)
    half = (math.sin((north - south) / 2) ** 2
            + math.cos(north) * math.cos(south) * math.sin(math.radians(a.lon - b.lon) / 2) ** 2)
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


def shared(a: Fact, b: Fact) -> list[tuple[Tally, Tally]]:
    """Counts of the same kind."""
    return [(x, y) for x in a.tallies for y in b.tallies if x.what == y.what]


def fit(a: Tally, b: Tally) -> bool:
    """Whether one number can be meant by both."""
    low, high = max(a.low or 0, b.low or 0), min((x for x in (a.high, b.high) if x is not None), default=None)
    return high is None or low <= high


def sides(a: Iterable[Who], b: Iterable[Who]) -> float | None:
    """Points for the parties in one role: the best pair; None where no pair can be the same."""
    found = [same(x, y) for x in a for y in b]
    possible = [points for points in found if points is not None]
    return max(possible) if possible else (None if found else 0.0)


def _unlike(a: Iterable[Who], b: Iterable[Who], points: float) -> bool:
    """Both sides say who, and nothing says that it is the same. A place stands for whoever is in it."""
    ours, theirs = list(a), list(b)
    return bool(ours and theirs) and points == 0 and not any(
        who.kind == "place" or who.state or who.head in ("people", "person") for who in (*ours, *theirs))


def same(a: Who, b: Who) -> float | None:
    """Points for two parties being one, or one acting for the other; None: they are not."""
    if a.name and b.name and not (a.state or b.state):
        if _one_name(a, b):
            return 1.5
        if "person" in (a.kind, b.kind) and a.kind == b.kind:
            return None
    if a.country and b.country and a.country != b.country:
        return None if a.certain and b.certain else 0.0
    if a.state and b.state:
        return 1.5
    if {a.sector, b.sector} & _ARMED and (a.sector in _STATE or b.sector in _STATE) and a.code and b.code:
        return None
    if a.code and a.code == b.code:
        return 1.0 if a.head == b.head or a.sector in _STATE else 0.5
    if a.country and a.country == b.country and a.sector in _STATE and b.sector in _STATE and a.code and b.code:
        return 1.0 if a.state or b.state else 0.5
    return 0.5 if a.head and a.head == b.head else 0.0


def _one_name(a: Who, b: Who) -> bool:
    """"Odeh" is "Karim Odeh"; "Karim Odeh" is not "Karim Haddad"."""
    short, long = sorted((a.name, b.name), key=len)
    return short == long or (short[-1] == long[-1] and set(short) <= set(long))


def _mutual(a: Fact, b: Fact) -> Score:
    """Parties of an act that has no direction: those of one account that the other does not have must be extra."""
    ours, theirs = (*a.actors, *a.recipients), (*b.actors, *b.recipients)
    if not ours or not theirs:
        return 0.0, ""
    best = [sides((one,), theirs) for one in ours]
    if all(points is None for points in best):
        return None, "other parties"
    lonely = [who for who, points in zip(ours, best, strict=True) if points is None]
    strangers = [who for who in theirs if sides((who,), ours) is None]
    if lonely and strangers:
        return None, "one party in common and one not"
    found = sorted((points for points in best if points), reverse=True)
    if len(found) == 1 and len(ours) > 1 and len(theirs) > 1:
        return found[0] - 1.0, "one party in common"
    return sum(found[:2]), "compatible parties"


def _one_story(a: Fact, b: Fact) -> bool:
    """Accounts that differ in day or place and are still of one act: the same parties and words, no other counts.

    Both must be on somebody's say-so, and not on the same body's: two reporters who saw for themselves, or one
    spokesman on two days, tell of two acts.
    """
    if not a.speakers or not b.speakers or (sides(a.speakers, b.speakers) or 0) > 0:
        return False
    share = alike(a, b)
    if a.type != b.type or share < ALIKE or not all(fit(x, y) for x, y in shared(a, b)):
        return False
    if a.type in MUTUAL:
        return (_mutual(a, b)[0] or 0) >= 2
    by, upon = sides(a.actors, b.actors), sides(a.recipients, b.recipients)
    return by is not None and upon is not None and by >= 1 and (upon >= 0.5 or share >= VERY_ALIKE)


def _undated(a: Fact, b: Fact) -> Score:
    """At least one without a date: the reports must be near each other, or the dated act near the other's report."""
    first, second = (_day(a), _day(b))
    if first is None or second is None:
        return 0.0, ""
    gap = abs(days_between(first, second))
    plan = a.stance == "open" and a.status != "happened"  # a is the one that was published earlier
    allowed = PLAN_DAYS if plan else CLOSE_DAYS
    if gap > allowed:
        return None, f"reports {gap} days apart, an act without a date"
    return (0.3, "reports close in time") if gap <= CLOSE_DAYS else (0.0, "")


def _day(fact: Fact) -> str | None:
    """The day of the act, else of the report."""
    return fact.end or fact.start or fact.published


def _width(fact: Fact) -> int:
    return days_between(fact.start, fact.end) if fact.start and fact.end else 999


def days_between(start: str, end: str) -> int:
    """Days from one to another; dates of a reading are ISO, or nothing can be said: 0."""
    try:
        return (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days
    except ValueError:
        return 0
