"""Copies: which report has its text from which.

A copy may be verbatim, cut short, dressed in page furniture, edited, given a local lead or another headline (the
headline is not compared, so one in another language does not matter), or merged from several reports. All of these
share runs of words with what they were made of.

The rule: two texts are a copy and its original if they share at least `Rule.least` shingles of four words (or nine
tenths of a shorter text) and
- are published within `near` days: `near_share` of the shorter text's shingles;
- within `week` days: `week_share` of them;
- further apart, or one has no date: `far_share` of the longer text's, for old background paragraphs come back for
  months, but a whole text does not come back unless it is published again.

The method: MinHash of the shingles (Broder 1997; `rensa`), with locality-sensitive bands to find candidates and the
exact overlap of the kept shingles to judge them. Bands of two rows, one index a day, find what shares a fifth and more;
only the days near the report's own are asked. Bands of six, one index for all time, find whole texts. So the cost of a
report depends on how much is published in a week, not on how much is stored. What passes leads to what it was linked
with before: a clipped and an edited copy of one report, which share little, are found through it.
"""
import datetime
from collections import OrderedDict
from collections.abc import Iterable, Iterator

import msgspec
from rensa import RMinHash, RMinHashLSH

from sayso.compare.shingles import Shared, Shingled, level, shingles, signature_of
from sayso.errors import RecordError
from sayso.records.claim import Link

__all__ = ["CopyIndex", "Kept", "Rule", "signature_of"]

PERMUTATIONS, SEED = 120, 1
LOOSE_BANDS, STRICT_BANDS = 60, 20
MOST_CANDIDATES = 256  # a report copied more often than this is compared with its first copies only
MOST_INDEXED = 100_000  # reports in the indices of days at once; the days used longest ago are indexed again when asked


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """When shared text is a copy. Shares are of shingles, 0 to 1; days are calendar days between publications."""

    least: int = 35
    near: int = 2
    near_share: float = 0.3
    week: int = 7
    week_share: float = 0.7
    far_share: float = 0.7

    def holds(self, shared: Shared, shorter: int, days: int | None) -> bool:
        """Whether texts that share this much, the shorter of `shorter` shingles, `days` apart, are copies."""
        if shared.count < min(self.least, 0.9 * shorter):
            return False
        if days is not None and days <= self.near:
            return shared.of_shorter >= self.near_share
        if days is not None and days <= self.week:
            return shared.of_shorter >= self.week_share
        return shared.of_longer >= self.far_share


class Kept(msgspec.Struct, frozen=True):
    """A row that a store keeps of a report: its id, day of publication (YYYY-MM-DD or None) and signature."""

    id: str
    published: str | None
    signature: bytes


class CopyIndex:
    """The reports seen so far. `add` compares and remembers; `load` only remembers.

    Not for several threads at once. Memory: the signature (4 bytes a distinct shingle, 8 KB at most) and about 3 KB of
    index a report, of which the larger part only for the days in use.
    """

    def __init__(self, rule: Rule | None = None) -> None:
        self._rule = rule or Rule()
        self._kept: list[Kept] = []
        self._ids: dict[str, int] = {}
        self._linked: dict[int, list[int]] = {}
        self._days: dict[int | None, list[int]] = {}
        self._indexed: OrderedDict[int | None, RMinHashLSH] = OrderedDict()
        self._entries = 0
        self._strict = RMinHashLSH(0.8, PERMUTATIONS, STRICT_BANDS)

    def __len__(self) -> int:
        return len(self._kept)

    def load(self, rows: Iterable[Kept], links: Iterable[Link] = ()) -> None:
        """Remembers reports without comparing them, with the copy links that are known. RecordError on a bad row."""
        for row in rows:
            shingles(row.signature)  # refuses what is no signature
            self._remember(row, _hashed(row.signature))
        for link in links:
            if link.kind == "copy" and link.later in self._ids and link.earlier in self._ids:
                self._join(self._ids[link.later], self._ids[link.earlier])

    def add(self, id: str, text: str, published: str | None) -> tuple[Link, ...]:
        """The links between this report and those before it, best first; one seen before under its id has none."""
        return self.add_signature(Kept(id, published, signature_of(text)))

    def add_signature(self, row: Kept) -> tuple[Link, ...]:
        """As `add`, with a signature made elsewhere."""
        if row.id in self._ids:
            return ()
        hashed = _hashed(row.signature)
        mine = Shingled(row.signature)
        found = self._matches(row, mine, self._candidates(row, hashed)) if len(mine) else {}
        number = self._remember(row, hashed)
        links = []
        for other, shared in sorted(found.items(), key=lambda item: (-item[1].of_shorter, item[0])):
            self._join(number, other)
            links.append(_link(row, self._kept[other], shared))
        return tuple(links)

    def signature(self, id: str) -> bytes:
        """The signature of a report that was added or loaded. RecordError if it was not."""
        if id not in self._ids:
            raise RecordError(f"{id!r} is no report of this index; add it first", "id")
        return self._kept[self._ids[id]].signature

    def _candidates(self, row: Kept, hashed: RMinHash) -> list[int]:
        """Reports that may share enough with this one, earliest added first."""
        found = set(self._strict.query(hashed))
        day = _day(row.published)
        for near in [None] if day is None else range(day - self._rule.week, day + self._rule.week + 1):
            if near in self._days:
                members = self._days[near]
                found.update(members[k] for k in self._index(near).query(hashed))
        return sorted(found)[:MOST_CANDIDATES]

    def _matches(self, row: Kept, mine: Shingled, candidates: list[int]) -> dict[int, Shared]:
        """Those of the candidates, and of what was linked with them, that the rule holds for."""
        found: dict[int, Shared] = {}
        seen = set(candidates)
        queue = list(candidates)
        while queue:
            other = queue.pop()
            shared = self._judged(row, mine, self._kept[other])
            if shared is None:
                continue
            found[other] = shared
            for linked in self._linked.get(other, ()):
                if linked not in seen and len(seen) < 2 * MOST_CANDIDATES:
                    seen.add(linked)
                    queue.append(linked)
        return found

    def _judged(self, row: Kept, mine: Shingled, other: Kept) -> Shared | None:
        shared = mine.shared(other.signature)
        shorter = min(len(mine) << mine.level, (len(other.signature) - 2) // 4 << level(other.signature))
        held = self._rule.holds(shared, shorter, _apart(row.published, other.published))
        return shared if held else None

    def _remember(self, row: Kept, hashed: RMinHash) -> int:
        number = len(self._kept)
        self._kept.append(row)
        self._ids[row.id] = number
        if len(row.signature) > 2:
            self._strict.insert(number, hashed)
            day = _day(row.published)
            members = self._days.setdefault(day, [])
            members.append(number)
            if day in self._indexed:
                self._indexed[day].insert(len(members) - 1, hashed)
                self._entries += 1
        return number

    def _join(self, one: int, other: int) -> None:
        """Keeps both ways of a link, bounded: the first of a report's many copies lead to all."""
        for a, b in ((one, other), (other, one)):
            held = self._linked.setdefault(a, [])
            if len(held) < MOST_CANDIDATES:
                held.append(b)

    def _index(self, day: int | None) -> RMinHashLSH:
        """The index of one day, made when it is first asked; those used longest ago give way."""
        found = self._indexed.get(day)
        if found is None:
            found = RMinHashLSH(0.2, PERMUTATIONS, LOOSE_BANDS)
            members = self._days[day]
            found.insert_pairs([(k, _hashed(self._kept[number].signature)) for k, number in enumerate(members)])
            self._indexed[day] = found
            self._entries += len(members)
            while self._entries > MOST_INDEXED and len(self._indexed) > 2 * self._rule.week + 1:
                gone, _ = self._indexed.popitem(last=False)
                self._entries -= len(self._days[gone])
        self._indexed.move_to_end(day)
        return found


def _hashed(signature: bytes) -> RMinHash:
    """The MinHash of a signature's shingles."""
    made = RMinHash(PERMUTATIONS, SEED)
    made.update(list(_tokens(signature)))
    return made


def _tokens(signature: bytes) -> Iterator[bytes]:
    return (signature[k:k + 4] for k in range(2, len(signature), 4))


def _day(published: str | None) -> int | None:
    """The number of a day of publication; None if there is none, or it is no date."""
    try:
        return None if published is None else datetime.date.fromisoformat(published[:10]).toordinal()
    except ValueError:
        return None


def _apart(one: str | None, other: str | None) -> int | None:
    a, b = _day(one), _day(other)
    return None if a is None or b is None else abs(a - b)


def _link(new: Kept, old: Kept, shared: Shared) -> Link:
    """Which of two has it from the other: the one published later; on one day, or undated, the one added later."""
    a, b = _day(new.published), _day(old.published)
    later, earlier = (old, new) if a is not None and b is not None and a < b else (new, old)
    whole = "word for word" if shared.of_longer >= 0.99 else f"{shared.of_longer:.0%} of the longer"
    return Link(kind="copy", later=later.id, earlier=earlier.id, score=round(shared.of_shorter, 4),
                why=f"{shared.of_shorter:.0%} of the shorter text stands in both ({whole}).")
