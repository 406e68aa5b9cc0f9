"""Where a text names places: the spans, and what the words around them say of the kind and of the area around it.

A capitalised name that the atlas knows, or that the parser's name finder takes for a place, is judged by its
surroundings: "in", "near", "city of" and "County" speak for a place; a title, a surname used elsewhere in the text,
"Herald" or "Drive" against it. A name taken for a place once is one wherever nothing speaks against it.
"""
import re

import msgspec

from sayso.gazetteer import Candidate, key
from sayso.read.atlas import Atlas
from sayso.read.parse import Name, Parsed
from sayso.read.surroundings import Spot, Surroundings, capital

PLACES = frozenset({"GPE", "LOC", "FAC"})
OTHERS = frozenset({"PERSON", "ORG", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "LANGUAGE", "NORP"})
LISTS = frozenset({",", "and", "or", "&", "/", ", and", ", or", "-", "–"})
RANKS = {"country": 3, "admin1": 2, "region": 2, "admin2": 1, "city": 0}


class Mention(msgspec.Struct, frozen=True):
    """Tokens `first` to `last`. `name` is what to look up, `kind` what the words around it say that it is, or "".

    `inside` is the index of the mention that states the area around it ("Paris, Texas"), `near` of one that probably
    does ("Paris in Texas"). `found` are the candidates of the name.
    """

    first: int
    last: int
    name: str
    kind: str = ""
    inside: int | None = None
    near: int | None = None
    found: tuple[Candidate, ...] = ()


def spot(parsed: Parsed, atlas: Atlas) -> tuple[Mention, ...]:
    """All mentions of places, in reading order, without those that overlap earlier ones."""
    return Spotter(parsed, atlas).run()


class Spotter(Surroundings):
    """The judging of one text's names."""

    def run(self) -> tuple[Mention, ...]:
        """Two passes: what is a place by itself, then the other uses of those names."""
        taken = self._pass(frozenset())
        names = frozenset(key(m.name) for m in taken if m.found)
        return self._relate(self._pass(names))

    def _pass(self, names: frozenset[str]) -> list[Mention]:
        taken: list[Mention] = []
        free = 0  # the first token that is not taken yet
        labelled = {n.first for n in self.label.values() if n.label in PLACES}
        for i in sorted({*self.longest, *self.introduced, *labelled}):
            if i < free:
                continue
            best, name = self.longest.get(i), self.label.get(i)
            if name and name.first == i and name.label in PLACES and (best is None or best.last < name.last):
                mention = self._named(name, taken)
            elif best is None:
                mention = self._introduced(i)
            else:
                mention = self._judge(best, taken, names)
            if mention:
                taken.append(mention)
            free = max(mention.last if mention else i, best.last if best else i) + 1
        return taken

    def _listed(self, first: int, taken: list[Mention]) -> bool:
        """Whether only a comma or "and" parts it from the place before."""
        if not taken:
            return False
        return self.parsed.text[self.tokens[taken[-1].last].end:self.tokens[first].start].strip() in LISTS

    def _named(self, name: Name, taken: list[Mention]) -> Mention | None:
        """A mention for a span of the name finder that is longer than any name the atlas has at its start."""
        first, last = name.first, name.last
        if not capital(self.tokens[last]) or self._refused(first, last):
            return None
        ends = self.tokens[last].text
        if ends in self.atlas.role("road") or name.label == "FAC":
            return Mention(first, last, self._text(first, last), "road")
        start = first
        while start < last and self.tokens[start].lower in (*self.atlas.role("direction"), "-"):
            start += 1
        inner = self.longest.get(start)
        if inner and (inner.last == last or (inner.last < last and self._goes_on(inner.last))):
            return self._judge(inner, taken, frozenset())
        if ends in self.atlas.role("feature") or ends in self.atlas.role("after"):
            return Mention(first, last, self._text(first, last), "feature")
        sure = self._located(first, sure=True) or self._contained(last) or self._listed(first, taken)
        return Mention(first, last, self._text(first, last)) if sure else None

    def _introduced(self, first: int) -> Mention | None:
        """A mention for an unknown name after "the village of"."""
        last = first
        while (after := self._after(last)) and capital(after) and after.i not in self.longest:
            last += 1
        return None if self._refused(first, last) else Mention(first, last, self._text(first, last), "city")

    def _goes_on(self, last: int) -> bool:
        """Whether what follows a place's name inside a longer one leaves it a place: "Lyon Police", "Iraq – Iran"."""
        after = self._after(last)
        if after is None or after.text in self.atlas.role("feature"):
            return False
        return after.text in self.atlas.role("public") or after.text in self.atlas.role("after") or not capital(after)

    def _judge(self, s: Spot, taken: list[Mention], names: frozenset[str]) -> Mention | None:
        """A mention, if the span names a place."""
        first, last = s.first, s.last
        if self._refused(first, last):
            return None
        if (road := self._road(last)) is not None:
            return Mention(first, road, self._text(first, road), "road")
        mention = self._mention(first, last)
        if s.name in self.atlas.shorts and s.name not in self.atlas.countries:
            return mention if self._short(s, taken) else None
        common = s.name in self.atlas.role("common")
        kind = mention.kind
        if (kind and not (common and kind != "admin2")) or self._contained(last) or self._dateline(first, last):
            return mention
        label = self.label.get(first)
        short = len(s.name) < 4 or (s.name.isupper() and len(s.name) < 5)
        if short and not self._country(s) and not (label and label.label in PLACES and self._located(first)):
            return None
        if self._legislator(first):
            return mention
        if label and label.label in PLACES:
            return mention if self._placed(s, label, taken, names) else None
        if label and label.label in OTHERS:
            return mention if self._despite(s, label, taken, names) else None
        if common or s.name in self.atlas.role("namesake"):
            return None
        if self._country(s):
            return mention
        if not any(c.main or c.population > 50_000 for c in self.known[s.name]) or self._joined(first, last):
            return None
        return mention if self._located(first) or self._listed(first, taken) or key(s.name) in names else None

    def _country(self, s: Spot) -> bool:
        return s.name in self.atlas.countries or s.name in self.atlas.regions

    def _placed(self, s: Spot, label: Name, taken: list[Mention], names: frozenset[str]) -> bool:
        """Whether to believe the name finder that it is a place: of common words and small towns not without reason."""
        before = self._before(s.first)
        if s.first > label.first and before and capital(before) and before.lower not in self.atlas.role("direction"):
            return False
        if s.name in self.atlas.role("common"):
            return self._located(s.first, sure=True) and s.name not in self.surnames
        if s.name in self.surnames and s.name in self.atlas.role("namesake"):
            return False
        if s.last > s.first or self._country(s) or any(
                c.kind == "admin1" or c.population > 100_000 for c in self.known[s.name]):
            return True
        return (self._located(s.first, sure=True) or key(s.name) in names or self._listed(s.first, taken)
                or self._of_things(s.last))

    def _refused(self, first: int, last: int) -> bool:
        """Whether something says that it is no place: a people's name, a title before it, "Herald" after it."""
        name = self._text(first, last)
        if (name in self.atlas.peoples or name in self.atlas.folk) and name not in self.atlas.countries:
            return True
        if any(c.isdigit() or c == "$" for c in name) or name.lower() in self.atlas.role("direction"):
            return True
        before, after = self._before(first), self._after(last)
        titles = self.atlas.role("title")
        if name in titles or (before and before.text in titles and not self._contained(last)):
            return True
        if after and after.text in self.atlas.role("bars"):
            return True
        if name not in self.surnames or name in self.atlas.countries:
            return False
        return not self._located(first, sure=True) and not self._contained(last)

    def _short(self, s: Spot, taken: list[Mention]) -> bool:
        """Whether a short form is used as one: with a full stop inside a sentence, or after a place and a comma."""
        if taken and taken[-1].last == s.first - 2 and self.tokens[s.first - 1].text == ",":
            return True
        label = self.label.get(s.first)
        return len(s.name) > 2 and ("." in s.name[:-1] or s.name.isupper()
                                    or bool(label and label.label == "GPE" and "." in s.name))

    def _road(self, last: int) -> int | None:
        """The last token of a street's or a building's name that goes on from here."""
        after = self._after(last)
        if after and after.text in self.atlas.role("road") and after.text not in self.atlas.role("public"):
            return after.i
        return None

    def _despite(self, s: Spot, label: Name, taken: list[Mention], names: frozenset[str]) -> bool:
        """Whether a name that the name finder took for something else is a place all the same."""
        first, last = s.first, s.last
        common = s.name in self.atlas.role("common") or s.name in self.atlas.role("namesake")
        if label.label == "NORP" and s.name in self.atlas.role("common"):
            return False
        main = any(c.main for c in self.known[s.name])
        if label.first >= first and label.last <= last:
            person = label.label == "PERSON"
            if self._located(first, sure=person or common):
                return main or self._country(s)
            if common:
                return False
            near = self._country(s) or key(s.name) in names or (
                main and (self._listed(first, taken) or self._of_things(last)))
            return near and not (person and s.name in self.surnames)
        if s.name in ("America", "Union"):
            return False
        return self._in_organisation(s, label, common, names)

    def _in_organisation(self, s: Spot, label: Name, common: bool, names: frozenset[str]) -> bool:
        """Whether an organisation's name says where it is: "Lyon Police Department", "University of Mosul"."""
        large = self._country(s) or any(c.kind == "admin1" and c.main for c in self.known[s.name])
        start, after, before = label.first, self._after(s.last), self._before(s.first)
        while start < s.first and self.tokens[start].lower in self.atlas.role("direction"):
            start += 1
        if s.first == start and after and s.last < label.last:
            if after.text in self.atlas.role("public") or self.tokens[s.last].text in self.atlas.role("after"):
                return True
            if label.label == "PERSON" or common:
                return False
            return (large or key(s.name) in names) and (capital(after) or after.text in ("'s", "’s"))
        if label.label != "ORG" or not before or s.first == label.first:
            return False
        return before.lower in ("of", "in", "at") and (s.last == label.last or large) and (large or not common)

    def _mention(self, first: int, last: int) -> Mention:
        """A mention of a known name, with a capitalised "County" and the like taken into its span."""
        name, kind = self._text(first, last), self._kind(first, last)
        after, found = self._after(last), self.known.get(name, ())
        if after and kind and capital(after) and after.text in self.atlas.role("after") and after.text != "City":
            return Mention(first, last + 1, self._text(first, last + 1), kind, found=found)
        if last > first and not kind:
            kind = self.atlas.role("after").get(self.tokens[last].text, "")
            kind = kind if kind in ("admin1", "admin2") and any(c.kind == kind for c in found) else ""
        return Mention(first, last, name, kind, found=found)

    def _relate(self, taken: list[Mention]) -> tuple[Mention, ...]:
        """The mentions with the areas that the text states around them."""
        return tuple(self._inside(taken, n) for n in range(len(taken)))

    def _inside(self, taken: list[Mention], n: int) -> Mention:
        mention = taken[n]
        if n + 1 == len(taken) or mention.kind == "road" or not taken[n + 1].found:
            return mention
        between = self.parsed.text[self.tokens[mention.last].end:self.tokens[taken[n + 1].first].start].strip()
        if not mention.found:  # all that is known of it is the area after the comma
            area = between == "," and taken[n + 1].found[0].kind != "city"
            return msgspec.structs.replace(mention, inside=n + 1) if area else mention
        if between in (",", "(") and self._holds(mention, taken[n + 1]) and not self._row(taken, n):
            return msgspec.structs.replace(mention, inside=n + 1)
        if re.fullmatch(r"(?:,? (?:a|the) [\w ]{,30})?,? ?(?:in|of)(?: the)?(?: [\w-]+)?", between):
            return msgspec.structs.replace(mention, near=n + 1)
        return mention

    def _holds(self, inner: Mention, outer: Mention) -> bool:
        """Whether some candidate of one lies within some candidate of the other."""
        return any(within(c, d) for d in outer.found for c in inner.found)

    def _row(self, taken: list[Mention], n: int) -> bool:
        """Whether the two are equals in an enumeration: "Ohio, Kentucky and Indiana"."""
        inner, outer = taken[n].found[0], taken[n + 1].found[0]
        if taken[n + 1].name in self.atlas.shorts:
            return False
        if inner.kind == "city" or not inner.main or inner.name == outer.name:
            return False
        return RANKS[inner.kind] >= RANKS[outer.kind]


def within(inner: Candidate, outer: Candidate) -> bool:
    """Whether one entry lies in the other, by the areas around it."""
    if outer.kind == "country":
        return inner.kind != "country" and inner.country == outer.country
    return outer.id is not None and outer.id in inner.within
