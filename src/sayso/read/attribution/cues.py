"""The cue table as look-ups: which frames a word takes, and what kind of act each of them reports."""
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from sayso.lexicon.tables import Cue
from sayso.read.parse import Token

PARTS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective", "ADV": "adverb"}
NONE: Mapping[str, str] = MappingProxyType({})


class CueBook:
    """Made once from the rows; the first row for a word and frame decides."""

    def __init__(self, rows: Iterable[Cue]) -> None:
        self._acts: dict[tuple[str, str], dict[str, str]] = {}
        self._verbs: dict[str, str] = {}
        documents, speakers, records = set(), set(), set()
        for row in rows:
            if row.part == "document":
                documents.add(row.lemma)
            elif row.part == "speaker":
                speakers.add(row.lemma)
            else:
                part = "verb" if row.part == "record" else row.part
                if row.part == "record":
                    records.add(row.lemma)
                acts = self._acts.setdefault((row.lemma, part), {})
                for frame in row.frames:
                    acts.setdefault(frame, row.act)
                if part == "verb":
                    self._verbs |= {form: row.lemma for form in inflected(row.lemma) if form not in self._verbs}
        self.documents = frozenset(documents)
        self.speakers = frozenset(speakers)
        self._records = frozenset(records)

    def only_documents(self, cue: Token) -> bool:
        """Whether it reports only where something written is its subject: "the poll shows that"."""
        return cue.pos in ("VERB", "AUX") and self.lemma(cue) in self._records

    def lemma(self, token: Token) -> str:
        """The lemma, mended where the model's is no word of the table but the form is ("hoping": hope, not hop)."""
        if token.pos in ("VERB", "AUX") and (token.lemma, "verb") not in self._acts:
            return self._verbs.get(token.lower, token.lemma)
        return token.lemma

    def is_document(self, noun: Token) -> bool:
        """Whether a source is something written rather than somebody."""
        return noun.lemma in self.documents or noun.lower in self.documents

    def frames(self, token: Token) -> Mapping[str, str]:
        """Act by frame for a token that is a cue; empty for any other."""
        part = PARTS.get(token.pos)
        if token.lower in ("says", "said"):
            part = "verb"  # mistaken for names in headlines
        if part is None:
            return NONE
        lemma = self.lemma(token) if part != "adverb" else token.lower
        if part == "verb" and token.lower in ("says", "said"):
            lemma = "say"
        found = self._acts.get((lemma, part))
        if found is None and part == "adjective" and token.tag in ("VBN", "VBG"):
            found = self._acts.get((lemma, "verb"))
        if found is None and part == "verb" and token.tag in ("VBN", "VBD"):
            found = self._acts.get((token.lower, "adjective"))
        return found or NONE


def inflected(lemma: str) -> tuple[str, ...]:
    """The regular forms of a verb: hope, hopes, hoped, hoping."""
    if lemma.endswith("e"):
        return lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    plural = "es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return lemma, lemma + plural, lemma + "ed", lemma + "ing"
