"""Sentences ► what the network learns from: each candidate word with its parties as the reader finds them, and a label.

The same code picks candidates and parties here and when an article is read (sayso.read.typing.candidates), so that the
network never meets at work what it did not meet in training.
"""
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sayso.gazetteer import Gazetteer, ensure
from sayso.lexicon.load import BUILT_IN
from sayso.read.acts import rule_acts
from sayso.read.english import english_stages
from sayso.read.frames import Frames
from sayso.read.parse import Parsed, Parser, Token, load_parser
from sayso.read.parties import Cast
from sayso.read.stage import run
from sayso.read.typing.candidates import Candidate, Vocabulary, candidates, proposal
from sayso.records import Article, ReaderInfo, Reading
from training.sentences import Mark, Written

NONE = "NONE"
OPEN = ""  # a type that nobody has said
WORDS = ("VERB", "AUX", "NOUN", "PROPN", "ADJ")
SAYING = frozenset("say tell state declare announce add".split())
BEFORE = ("times", "places", "entities")


class Example(NamedTuple):
    """One candidate: spans of the sentence's characters; type NONE with mode None where it is no event.

    Type OPEN: nothing is known of it but the ACLED sub-type of the text.
    """

    spans: tuple[tuple[tuple[int, int], ...], ...]
    lemma: str
    type: str
    mode: str | None
    acled: str | None
    status: str | None
    factuality: float | None
    rule: str


class Sentence(NamedTuple):
    """A sentence with its candidates; `id` is that of the text written."""

    id: str
    text: str
    examples: tuple[Example, ...]
    style: str


# Which PLOVER types the main event of an ACLED sub-type can have; other events of such a text keep their own counsel.
MAIN = {"AGREEMENT": "AGREE CONSULT SUPPORT RETREAT COOPERATE CONCEDE", "DIPLO": (
            "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID REQUEST REJECT ACCUSE THREATEN SANCTION"),
        "ATTRIB": "ACCUSE REJECT CONCEDE SUPPORT ASSAULT AGREE", "ARREST": "COERCE",
        "DISR_WEAP": "COERCE ASSAULT MOBILIZE",
        "PEACE_PROTEST": "PROTEST REQUEST", "VIOL_DEMONSTR": "PROTEST ASSAULT",
        "PROTEST_WITH_INTER": "PROTEST COERCE ASSAULT", "FORCE_AGAINST_PROTEST": "ASSAULT PROTEST COERCE",
        "NON_VIOL_TERRIT_TRANSFER": "RETREAT COERCE MOBILIZE ASSAULT CONCEDE COOPERATE AGREE",
        "CHANGE_TO_GROUP_ACT": "MOBILIZE RETREAT AGREE COOPERATE SANCTION CONCEDE SUPPORT COERCE REJECT",
        "HQ_ESTABLISHED": "MOBILIZE COOPERATE COERCE AID", "ORG_CRIME": "COERCE ASSAULT", "OTHER": (
            "COERCE ASSAULT RETREAT MOBILIZE COOPERATE AID ACCUSE")}


class Tools:
    """The parser, the lexicon and the reader's own stages up to the entities."""

    def __init__(self) -> None:
        self.parser: Parser = load_parser()
        self.frames = Frames()
        self._stages = [s for s in english_stages((BUILT_IN,), Gazetteer.open(ensure())) if s.fills in BEFORE]
        self._info = ReaderInfo(name="training", version="0", language_model=self.parser.name, lexicon="")

    def parse(self, text: str) -> tuple[Parsed, Cast]:
        """A text's grammar and who is in it."""
        parsed = self.parser(text, ())
        article = Article(id="t", text=text, published="2020-01-01", language="en")
        reading = run(self._stages, parsed, Reading(reader=self._info, article=article, removed=()))
        return parsed, Cast(parsed, reading.entities or (), reading.places or ())


def prepare(written: Sequence[Written], tools: Tools) -> tuple[list[Sentence], Vocabulary]:
    """The sentences with their candidates, and the words that can be triggers."""
    parsed = [(w, *tools.parse(w.text)) for w in written]
    vocabulary = vocabulary_of(((p, w.marks) for w, p, _ in parsed), tools.frames)
    return [s for w, p, c in parsed for s in sentences_of(w, p, c, tools.frames, vocabulary)], vocabulary


def vocabulary_of(parsed: Iterable[tuple[Parsed, Sequence[Mark]]], frames: Frames) -> Vocabulary:
    """The lexicon's words and those marked at least once."""
    verbs = {lemma for pos, lemma in frames.words() if pos == "v"}
    nouns = {lemma for pos, lemma in frames.words() if pos == "n" and " " not in lemma}
    for grammar, marks in parsed:
        for mark in marks:
            head = head_of(grammar, mark)
            if head is not None and head.pos in ("VERB", "AUX"):
                verbs.add(head.lemma)
            elif head is not None and head.pos in ("NOUN", "PROPN"):
                nouns.add(head.lemma)
    return Vocabulary(frozenset(verbs), frozenset(nouns))


def telling(sentences: Iterable[Sentence], vocabulary: Vocabulary) -> Vocabulary:
    """The words that told of an event at least twice, and in half of the places where they stood.

    The others cost time and give nothing: where no rule speaks, the network would have to be nearly certain.
    """
    told, met = Counter[str](), Counter[str]()
    for example in (e for s in sentences for e in s.examples if e.type != OPEN):
        met[example.lemma] += 1
        told[example.lemma] += example.type != NONE
    kept = {lemma for lemma, n in told.items() if n >= 2 and n >= 0.5 * met[lemma]}
    return Vocabulary(vocabulary.verbs & kept, vocabulary.nouns & kept)


def head_of(parsed: Parsed, mark: Mark) -> Token | None:
    """The word of a mark that the others hang on."""
    inside = [t for t in parsed.within((mark.start, mark.end)) if t.pos in WORDS]
    own = {t.i for t in inside}
    return next((t for t in inside if t.head not in own or t.head == t.i), None)


def sentences_of(written: Written, parsed: Parsed, cast: Cast, frames: Frames,
                 vocabulary: Vocabulary) -> list[Sentence]:
    """The sentences of one text, those without candidates too."""
    acts = rule_acts(parsed, cast, frames)
    found = candidates(parsed, cast, frames, acts, vocabulary)
    known = {c.host for c in found} | {t.i for c in found for t in parsed.within(c.trigger)}
    for mark in written.marks:
        head = head_of(parsed, mark)
        if head is not None and head.i not in known:
            found.append(proposal(parsed, cast, frames, head))
    examples: dict[int, list[Example]] = {s.i: [] for s in parsed.sentences}
    for one in sorted(found, key=lambda c: c.trigger):
        example = _example(written, parsed, one, frames)
        if example is not None:
            examples[parsed.tokens[one.host].sent].append(example)
    return [Sentence(written.id, parsed.text[s.start:s.end], tuple(examples[s.i]), written.style)
            for s in parsed.sentences]


def _example(written: Written, parsed: Parsed, one: Candidate, frames: Frames) -> Example | None:
    """A candidate with its label; None where the marks leave it open."""
    host = parsed.tokens[one.host]
    mark = _mark_on(written, one.trigger) or _mark_on(written, host.span)
    if mark is None and one.act is not None and host.lemma in SAYING:
        return None  # "said that they must …" is a request to the rules and unmarked by those who wrote the sentences
    if mark is None and host.lemma in frames.classes["light"] and any(
            _mark_on(written, k.span) for k in parsed.kids(host, "dobj", "nsubjpass")):
        return None  # "held {talks}": the noun tells it
    start = parsed.sentences[host.sent].start
    spans = ((one.trigger,), tuple(p.span for p in one.actors), tuple(p.span for p in one.recipients))
    rule = one.act.type if one.act else ""
    moved = tuple(tuple((a - start, b - start) for a, b in part) for part in spans)
    if mark is None and written.acled and rule in MAIN.get(written.acled, "ASSAULT").split():
        # whoever wrote it did not mark it ("mines were found"), and yet it may be the sub-type's own event
        return Example(moved, host.lemma, OPEN, None, written.acled, None, None, rule)
    if mark is None:
        return Example(moved, host.lemma, NONE, None, None, None, None, rule)
    main = written.acled and mark.type in MAIN.get(written.acled, "ASSAULT").split()
    return Example(moved, host.lemma, mark.type, mark.mode, written.acled if main else None, mark.status,
                   mark.factuality, rule)


def _mark_on(written: Written, span: tuple[int, int]) -> Mark | None:
    return next((m for m in written.marks if m.start < span[1] and span[0] < m.end), None)
