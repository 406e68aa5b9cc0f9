"""What a text says around its capitalised names: the words of place before them, the kinds after them, the surnames.

Facts for `sayso.read.toponyms`, which judges by them what is a place.
"""
import re
from collections import Counter
from collections.abc import Iterator

import msgspec

from sayso.read.atlas import Atlas
from sayso.read.parse import Name, Parsed, Token


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


LONGEST = 6  # tokens of a name
JOINTS = _words("- ‐ ‑ ' ’ of de del la las los el al ad an ar as ash at az du da do di des den der van von sur "
                "upon on under and the e y i ul 's ’s")
ARTICLES = _words("al ad an ar as ash at az el ed es esh et")
DASHES = re.compile(r"[-‐‑–—]+|\(")
# The kinds of entry that a word for a kind admits: a "province" may be of the first or the second level.
KINDS = {"admin1": ("admin1", "admin2", "region", "country"), "admin2": ("admin2", "admin1"), "city": ("city",)}


class Spot(msgspec.Struct, frozen=True):
    """A span with the name to look it up by, before it is judged."""

    first: int
    last: int
    name: str


def capital(token: Token) -> bool:
    """Whether a word is written with a capital, as names are."""
    return token.text[0].isupper() and token.text != "I"


class Surroundings:
    """One text's names that the atlas knows (`known`, `longest` from each token), and what stands around them."""

    def __init__(self, parsed: Parsed, atlas: Atlas) -> None:
        self.parsed, self.atlas = parsed, atlas
        self.tokens = parsed.tokens
        self.label: dict[int, Name] = {i: n for name in parsed.names for part in self._parts(name)
                                       if (n := self._trimmed(part)) for i in range(n.first, n.last + 1)}
        self.capitals = {t.i for t in self.tokens if capital(t)}
        spans = list(self._spans())
        self.known = atlas.find_all({s.name for s in spans})
        self.starts: dict[int, list[Spot]] = {}
        for s in spans:
            if self.known[s.name]:
                self.starts.setdefault(s.first, []).append(s)
        self.longest = {i: max(found, key=lambda s: s.last) for i, found in self.starts.items()}
        before = self.atlas.role("before")
        self.introduced = {c.i for a, b, c in zip(self.tokens, self.tokens[1:], self.tokens[2:], strict=False)
                           if b.lower == "of" and c.tag.startswith("NNP") and capital(c) and f"{a.text} of" in before}
        self.surnames = frozenset(self._surnames())

    def _parts(self, name: Name) -> Iterator[Name]:
        """A name cut at its commas: "Pandi, Bulacan" is two."""
        first = name.first
        for i in range(name.first, name.last + 1):
            if self.tokens[i].text == "," and i > first:
                yield Name(first, i - 1, name.label)
                first = i + 1
        if first <= name.last:
            yield Name(first, name.last, name.label)

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
        for i in sorted(self.capitals):
            token, before = self.tokens[i], self.tokens[i - 1]
            if i - 1 not in self.capitals or before.sent != token.sent or not token.text.isalpha():
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

    def _spans(self) -> Iterator[Spot]:
        """Every stretch of up to LONGEST tokens of one sentence that begins and ends as a name does."""
        text, tokens = self.parsed.text, self.tokens
        for first, token in enumerate(tokens):
            article = token.lower in ARTICLES and first + 1 < len(tokens) and tokens[first + 1].text[0] in "-‐‑"
            if first not in self.capitals and not article:
                continue
            for last in range(first, min(first + LONGEST, len(tokens))):
                end = tokens[last]
                if end.sent != token.sent or (last > first and end.start - tokens[last - 1].end > 1):
                    break
                if last in self.capitals:
                    if last > first or not article:
                        yield Spot(first, last, text[token.start:end.end])
                elif end.lower not in JOINTS and last > first:
                    break

    # What stands around a span.

    def _before(self, i: int, n: int = 1) -> Token | None:
        return self.tokens[i - n] if i >= n and self.tokens[i - n].sent == self.tokens[i].sent else None

    def _after(self, i: int, n: int = 1) -> Token | None:
        then = self.tokens[i + n] if i + n < len(self.tokens) else None
        return then if then and then.sent == self.tokens[i].sent else None

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
        """Whether it opens a paragraph in capitals and a dash or an agency follows soon: "MINGORA (Reuters)"."""
        before = self.parsed.text[:self.tokens[first].start].rstrip(" \t\"“")[-1:]
        if before not in ("", "\n", ".") or not self.tokens[last].text.isupper():
            return False
        return any(DASHES.fullmatch(t.text) for t in self.tokens[last + 1:last + 9])

    def _legislator(self, first: int) -> bool:
        """Whether a party's letter stands before it: "R-Maine"."""
        dash, party = self._before(first), self._before(first, 2)
        return bool(dash and party and dash.text == "-" and party.text in ("R", "D", "I"))

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
