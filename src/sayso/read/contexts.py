"""PLOVER contexts of acts whose lexicon row names none: from the words of the sentence (lexicon/en/contexts.tsv)."""
from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec

from sayso.lexicon.tables import WordClass
from sayso.read.parse import Parsed
from sayso.records import Act

MOST = 2  # contexts of one act


class Contexts:
    """Which contexts a word tells of. Built once, never changed."""

    def __init__(self, rows: Iterable[WordClass]) -> None:
        self._order: dict[str, int] = {}  # among equals the one that the table names first
        found: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            self._order.setdefault(row.class_, len(self._order))
            for word in row.words:
                found[word].append(row.class_)
        self._of = {word: tuple(names) for word, names in found.items()}

    def fill(self, parsed: Parsed, acts: Iterable[Act]) -> list[Act]:
        """The acts, those without a context with up to two of their sentence's, the more often told one first."""
        return [act if act.contexts else msgspec.structs.replace(act, contexts=self._told(parsed, act)) for act in acts]

    def _told(self, parsed: Parsed, act: Act) -> tuple[str, ...]:
        sentence = parsed.sentence(parsed.tokens[act.host])
        counts: Counter[str] = Counter()
        for token in parsed.tokens[sentence.first:sentence.last + 1]:
            counts.update(self._of.get(token.lemma, ()))
        return tuple(sorted(counts, key=lambda name: (-counts[name], self._order[name]))[:MOST])
