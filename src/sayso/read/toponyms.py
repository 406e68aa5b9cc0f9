"""Where a text names places: the spans, and what the words around them say of the kind and of the area around it.

A capitalised name that the atlas knows, or that the parser's name finder takes for a place, is judged by its
surroundings: "in", "near", "city of" and "County" speak for a place; a title, a surname used elsewhere in the text,
"Herald" or "Drive" against it. A name taken for a place once is one wherever nothing speaks against it.
"""
import re
from collections import Counter
from collections.abc import Iterator

import msgspec

from sayso.gazetteer import Candidate, key
from sayso.read.atlas import Atlas
from sayso.read.parse import Name, Parsed, Token

LONGEST = 6  # tokens of a name
JOINTS = frozenset("- ‐ ‑ ' ’ of de del la las los el al ad an ar as ash at az du da do di des den der van von sur "
                   "upon on under and the e y i ul 's ’s".split())
ARTICLES = frozenset("al ad an ar as ash at az el ed es esh et".split())
PLACES = frozenset({"GPE", "LOC", "FAC"})
OTHERS = frozenset({"PERSON", "ORG", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "LANGUAGE", "NORP"})
DASHES = re.compile(r"[-‐‑–—]+|\(")
KINDS = {"admin1": ("admin1", "admin2", "region", "country"), "admin2": ("admin2", "admin1"), "city": ("city",)}
LISTS = frozenset({",", "and", "or", "&", "/", ", and", ", or", "-", "–"})


class Mention(msgspec.Struct, frozen=True):
    """Tokens `first` to `last`. `name` is what to look up, `kind` what the words around it say that it is ("": nothing).

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


class Spot(msgspec.Struct, frozen=True):
    """A span with the name to look it up by, before it is judged."""

    first: int
    last: int
    name: str


def capital(token: Token) -> bool:
    """Whether a word is written with a capital, as names are."""
    return token.text[0].isupper() and token.text != "I"


def spot(parsed: Parsed, atlas: Atlas) -> tuple[Mention, ...]:
    """All mentions of places, in reading order, without those that overlap earlier ones."""
    return Spotter(parsed, atlas).run()


class Spotter:
    """The judging of one text's names. Holds what the text as a whole says: persons, surnames, names taken for places."""

    def __init__(self, parsed: Parsed, atlas: Atlas) -> None:
        self.parsed, self.atlas = parsed, atlas
        self.tokens = parsed.tokens
        self.label: dict[int, Name] = {i: n for name in parsed.names if (n := self._trimmed(name))
                                       for i in range(n.first, n.last + 1)}
        spans = list(self._spans())
        self.known = atlas.find_all({s.name for s in spans})
        self.starts: dict[int, list[Spot]] = {}
        for s in spans:
            if self.known[s.name]:
                self.starts.setdefault(s.first, []).append(s)
        self.longest = {i: max(found, key=lambda s: s.last) for i, found in self.starts.items()}
        self.surnames = frozenset(self._surnames())

    def _trimmed(self, name: Name) -> Name | None:
        """A name without "the" before it and "'s" behind it."""
        first, last = name.first, name.last
        while first < last and not capital(self.tokens[first]) and self.tokens[first].lower not in ARTICLES:
            first += 1
        while first < last and self.tokens[last].lower in ("'s", "’s", "'", "’", ".", "-", ","):
            last -= 1
        if first < last and self.tokens[first].lower in ("the", "a", "an", "this"):
            first += 1
        return Name(first, last, name.label) if capital(self.tokens[first]) or first < last else None

    def _surnames(self) -> Iterator[str]:
        """Words that follow a first name somewhere, more often than a word of place."""
        seen: Counter[str] = Counter()
        for token in self.tokens[1:]:
            before = self.tokens[token.i - 1]
            if not (capital(token) and capital(before) and before.sent == token.sent and token.text.isalpha()):
                continue
            label = self.label.get(token.i)
            person = label is not None and label.label == "PERSON" and label.first < token.i == label.last
            joined = before.dep == "compound" and before.head == token.i and before.lower.isalpha()
            if (person or joined) and self._first_name(before, token) and not self.known.get(
                    self._text(before.i, token.i)):
                seen[token.text] += 1
        for token in self.tokens:
            if token.text in seen and self._located(token.i, sure=True):
                seen[token.text] -= 1
        return (word for word, n in seen.items() if n > 0)

    def _first_name(self, before: Token, token: Token) -> bool:
        """Whether two capitalised words look like first name and surname: nothing else is known of either."""
        label = self.label.get(token.i)
        if label is not None and label.label in ("ORG", "FAC", "LOC", "GPE"):
            return False
        roles = ("public", "feature", "after", "road", "bars")
        if any(token.text in self.atlas.role(r) or before.text in self.atlas.role(r) for r in roles):
            return False
        return before.lower not in self.atlas.role("direction") and before.text not in self.atlas.peoples \
            and not any(c.kind in ("country", "admin1") for c in self.known.get(before.text, ()))

    def run(self) -> tuple[Mention, ...]:
        """Two passes: what is a place by itself, then the other uses of those names."""
        taken = self._pass(frozenset())
        names = frozenset(key(m.name) for m in taken if m.found)
        return self._relate(self._pass(names))

    def _pass(self, names: frozenset[str]) -> list[Mention]:
        taken: list[Mention] = []
        free = 0  # the first token that is not taken yet
        for i in sorted({*self.longest, *(n.first for n in self.label.values() if n.label in PLACES)}):
            if i < free:
                continue
            best, name = self.longest.get(i), self.label.get(i)
            if name and name.first == i and name.label in PLACES and (best is None or best.last < name.last):
                mention = self._named(name, best, taken)
            else:
                mention = self._judge(best, taken, names) if best else None
            if mention:
                taken.append(mention)
            free = max(mention.last if mention else i, best.last if best else i) + 1
        return taken

    def _spans(self) -> Iterator[Spot]:
        """Every stretch of up to LONGEST tokens of one sentence that begins and ends as a name does."""
        text, tokens = self.parsed.text, self.tokens
        for first, token in enumerate(tokens):
            if not (capital(token) or token.lower in ARTICLES and first + 1 < len(tokens)
                    and tokens[first + 1].text[0] in "-‐‑ "):
                continue
            for last in range(first, min(first + LONGEST, len(tokens))):
                end = tokens[last]
                if end.sent != token.sent or (last > first and end.start - tokens[last - 1].end > 1):
                    break
                if capital(end) and any(c.isalpha() for c in end.text):
                    if last > first or capital(token):
                        yield Spot(first, last, text[token.start:end.end])
                elif end.lower not in JOINTS and last > first:
                    break

    # What stands around a span.

    def _before(self, i: int, n: int = 1) -> Token | None:
        return self.tokens[i - n] if i >= n and self.tokens[i - n].sent == self.tokens[i].sent else None

    def _after(self, i: int, n: int = 1) -> Token | None:
        return self.tokens[i + n] if i + n < len(self.tokens) and self.tokens[i + n].sent == self.tokens[i].sent else None

    def _located(self, first: int, sure: bool = False) -> bool:
        """Whether a word of place leads to the name, with nothing but directions, "the" and the like between.

        `sure` leaves out words that lead to persons and organisations as often ("to", "of").
        """
        near, direction = self.atlas.role("near"), self.atlas.role("direction")
        toward = {} if sure else self.atlas.role("toward")
        for n in range(1, 5):
            word = self._before(first, n)
            if word is None:
                return False
            if word.lower in near or word.lower in toward:
                before = self._before(first, n + 1)
                return not (before and before.lower in ("according", "thanks", "close"))
            if word.lower not in direction and word.lower not in ("the", "-", "and", "both", "as", "far"):
                return False
        return False

    def _kind(self, first: int, last: int) -> str:
        """What the words beside the name say that it is."""
        after, one, two = self._after(last), self._before(first), self._before(first, 2)
        if after and after.text in self.atlas.role("after"):
            kind = self.atlas.role("after")[after.text]
            then = self._after(last, 2)
            found = self.known.get(self._text(first, last), ())
            goes_on = after.text == "State" and then is not None and capital(then)  # "Ohio State University"
            if not goes_on and (kind == "city" or any(c.kind in KINDS[kind] for c in found)):
                return kind
        phrase = f"{two.text} {one.text}" if one and two else ""
        return self.atlas.role("before").get(phrase) or self._kind_of_list(first, last)

    def _kind_of_list(self, first: int, last: int) -> str:
        """What the plural at the end of a list says of its members: "Barrow, Jackson and Madison counties"."""
        found = self.known.get(self._text(first, last), ())
        for n in range(1, 16):
            word = self._after(last, n)
            if word is None:
                return ""
            kind = self.atlas.role("after").get(word.text, "")
            if kind and word.text[-1] == "s":
                return kind if n > 1 and any(c.kind in KINDS[kind] for c in found) else ""
            if not capital(word) and word.lower not in (",", "and", "or"):
                return ""
        return ""

    def _contained(self, last: int) -> bool:
        """Whether ", Texas" or ", Tex." follows."""
        comma, then = self._after(last), self._after(last, 2)
        return bool(comma and then and comma.text == "," and capital(then)
                    and (then.text in self.atlas.shorts or any(self._large(s) for s in self.starts.get(then.i, ()))))

    def _large(self, s: Spot) -> bool:
        return any(c.kind in ("country", "admin1") and c.main for c in self.known[s.name][:3])

    def _dateline(self, first: int, last: int) -> bool:
        """Whether it opens a paragraph in capitals and a dash or an agency follows soon: "MINGORA, Pakistan (Reuters)"."""
        start = self.tokens[first].start
        if self.parsed.text[:start].rstrip(" \t\"“")[-1:] not in ("", "\n", ".") or not self.tokens[last].text.isupper():
            return False
        return any(DASHES.fullmatch(t.text) for t in self.tokens[last + 1:last + 9])

    def _listed(self, first: int, taken: list[Mention]) -> bool:
        """Whether only a comma or "and" parts it from the place before."""
        if not taken:
            return False
        return self.parsed.text[self.tokens[taken[-1].last].end:self.tokens[first].start].strip() in LISTS

    # The judgement.

    def _named(self, name: Name, best: Spot | None, taken: list[Mention]) -> Mention | None:
        """A mention for a span of the name finder that is longer than any name the atlas has at its start."""
        first, last = name.first, name.last
        if not capital(self.tokens[last]) or self._refused(first, last):
            return None
        ends = self.tokens[last].text
        if ends in self.atlas.role("road") or name.label == "FAC":
            return Mention(first, last, self._text(first, last), "road")
        start = first
        while start < last and (self.tokens[start].lower in self.atlas.role("direction") or self.tokens[start].text == "-"):
            start += 1
        inner = self.longest.get(start)
        if inner and (inner.last == last or inner.last < last and self._goes_on(inner.last)):
            return self._judge(inner, taken, frozenset())
        if ends in self.atlas.role("feature") or ends in self.atlas.role("after"):
            return Mention(first, last, self._text(first, last), "feature")
        sure = self._located(first, sure=True) or self._contained(last) or self._listed(first, taken)
        return Mention(first, last, self._text(first, last)) if sure else None

    def _goes_on(self, last: int) -> bool:
        """Whether what follows a place's name inside a longer one leaves it a place: "Lyon Police", "Iraq – Iran"."""
        after = self._after(last)
        return bool(after and (after.text in self.atlas.role("public") or after.text in self.atlas.role("after")
                               or not capital(after)) and after.text not in self.atlas.role("feature"))

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
        if kind and not (common and kind != "admin2") or self._contained(last) or self._dateline(first, last):
            return mention
        label = self.label.get(first)
        if not self._country(s) and (len(s.name) < 4 or s.name.isupper() and len(s.name) < 5) and not (
                label and label.label in PLACES and self._located(first)):
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
        """Whether to believe the name finder that it is a place: not of common words and lone doers without a reason."""
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
        return self._located(s.first, sure=True) or key(s.name) in names or self._listed(s.first, taken) or self._of_things(s.last)

    def _legislator(self, first: int) -> bool:
        """Whether a party's letter stands before it: "R-Maine"."""
        dash, party = self._before(first), self._before(first, 2)
        return bool(dash and party and dash.text == "-" and party.text in ("R", "D", "I"))

    def _refused(self, first: int, last: int) -> bool:
        """Whether something says that it is no place: a people's name, a title before it, "Herald" after it."""
        name = self._text(first, last)
        if (name in self.atlas.peoples or name in self.atlas.folk) and name not in self.atlas.countries:
            return True
        if any(c.isdigit() or c == "$" for c in name) or name.lower() in self.atlas.role("direction"):
            return True
        before, after = self._before(first), self._after(last)
        titles = self.atlas.role("title")
        if name in titles or before and before.text in titles and not self._contained(last):
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
            near = self._country(s) or key(s.name) in names or main and (
                self._listed(first, taken) or self._of_things(last))
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

    def _of_things(self, last: int) -> bool:
        """Whether a common noun follows that it qualifies, as places do: "a Mosul hospital", "the Lyon-based firm"."""
        token, after = self.tokens[last], self._after(last)
        if token.dep == "compound" and token.head > last:
            return not capital(self.tokens[token.head])
        then = self._after(last, 2)
        return bool(after and then and after.text == "-" and then.lower in ("based", "area", "born", "bound"))

    def _joined(self, first: int, last: int) -> bool:
        """Whether the name goes on before or after the span with words that make it another name."""
        before, after = self._before(first), self._after(last)
        if after and capital(after) and after.start - self.tokens[last].end <= 1:
            return after.text not in self.atlas.role("public") and after.text not in self.atlas.role("after")
        if before and capital(before) and before.tag.startswith("NNP") and before.dep == "compound":
            return before.lower not in self.atlas.role("direction")
        return False

    def _text(self, first: int, last: int) -> str:
        return self.parsed.text[self.tokens[first].start:self.tokens[last].end]

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
        if n + 1 == len(taken) or not mention.found or not taken[n + 1].found:
            return mention
        between = self.parsed.text[self.tokens[mention.last].end:self.tokens[taken[n + 1].first].start].strip()
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
        rank = {"country": 3, "admin1": 2, "region": 2, "admin2": 1, "city": 0}
        inner, outer = taken[n].found[0], taken[n + 1].found[0]
        if taken[n + 1].name in self.atlas.shorts:
            return False
        return rank[inner.kind] >= rank[outer.kind] and inner.main and inner.kind != "city" and inner.name != outer.name


def within(inner: Candidate, outer: Candidate) -> bool:
    """Whether one entry lies in the other, by the areas around it."""
    if outer.kind == "country":
        return inner.kind != "country" and inner.country == outer.country
    return outer.id is not None and outer.id in inner.within
