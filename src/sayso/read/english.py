"""The reader of English: which stages there are, in reading order, and what they are made from."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import msgspec

from sayso.errors import SourceError
from sayso.gazetteer import Gazetteer, ensure
from sayso.lexicon.load import BUILT_IN, content_hash, read_table
from sayso.lexicon.tables import Country, Cue, Furnishing, PlacePoint, PlaceWord, Region, WordClass
from sayso.read.actors import Actors
from sayso.read.acts import acts_stage
from sayso.read.atlas import Tables
from sayso.read.certainty import Cues, certainty_stage
from sayso.read.contexts import Contexts
from sayso.read.counts import counts_stage
from sayso.read.entities import entities_stage
from sayso.read.events import events_stage
from sayso.read.explain import explain
from sayso.read.frames import Frames
from sayso.read.furniture import Furnishings, find_furniture
from sayso.read.parse import Parsed, Parser, load_parser
from sayso.read.places import places_stage
from sayso.read.stage import Stage, run
from sayso.read.statements import statements_stage
from sayso.read.times import times_stage
from sayso.read.typing.decide import Judge
from sayso.read.typing.network import installed
from sayso.records import Article, Explanation, ReaderInfo, Reading

INSTALLED = "installed"


def english_stages(folders: Sequence[Path], gazetteer: Gazetteer, frames: Frames | None = None,
                   judge: Judge | None = None) -> tuple[Stage, ...]:
    """The stages that fill a reading's layers from an English parse, in the order in which they run.

    `judge`: a trained model beside the rules of event typing; None: the rules alone.
    """
    tables = Tables(
        read_table(Country, "countries", folders),
        read_table(Region, "regions", folders),
        read_table(PlaceWord, "place_words", folders),
        read_table(PlacePoint, "place_points", folders),
    )
    return (
        times_stage(folders),
        places_stage(gazetteer, tables),
        entities_stage(Actors(folders)),
        statements_stage(read_table(Cue, "cues", folders)),
        counts_stage(folders),
        acts_stage(frames or Frames(folders), Contexts(read_table(WordClass, "contexts", folders)), judge=judge),
        certainty_stage(Cues(folders)),
        events_stage(),
    )


class Reader:
    """Reads articles. Loading one takes a second; reading with it keeps no state from one article to the next."""

    def __init__(
        self, parser: Parser | None, lexicon: str | Path | None = None, gazetteer: Gazetteer | None = None,
        models: str | Path | None = None, threshold: float | None = None,
    ) -> None:
        """`parser` None: only ready parses are read. `lexicon`: a folder whose tables come before the built-in ones.

        `models`: the folder of a trained model, "installed" for that which is installed, if any, None for the rules
        alone. `threshold`: the least probability with which its events are printed; None: the model's own.
        """
        folders = (*((_folder(lexicon),) if lexicon else ()), BUILT_IN)
        self._parser = parser
        self._furnishings = Furnishings(read_table(Furnishing, "furniture", folders))
        self._frames = Frames(folders)
        folder = installed() if models == INSTALLED else models
        self._judge = Judge.load(Path(folder), self._frames, threshold) if folder is not None else None
        self._stages = english_stages(folders, gazetteer or Gazetteer.open(ensure()), self._frames, self._judge)
        self.info = ReaderInfo(
            name="sayso",
            version=version("sayso"),
            language_model=parser.name if parser else "given",
            lexicon=content_hash(folders),
            stages={s.fills: s.version for s in self._stages},
            models=self._judge.name if self._judge else None,
        )

    @classmethod
    def load(cls, lexicon: str | Path | None = None, models: str | Path | None = INSTALLED,
             threshold: float | None = None) -> "Reader":
        """A reader with the language model that Sayso ships with, and with the trained models that are installed.

        `models`: a folder, or None for the rules alone.
        """
        return cls(load_parser(), lexicon, models=models, threshold=threshold)

    @property
    def threshold(self) -> float | None:
        """The least probability of an event that it prints; None by rules alone."""
        return self._judge.weights.least if self._judge else None

    def read(self, article: Article) -> Reading:
        """Everything that the reader finds in an article."""
        parsed, removed = self._parse(article)
        return self._run(parsed, article, removed)

    def explain(self, article: Article) -> tuple[Reading, tuple[Explanation, ...]]:
        """The same, and why each word of it was read as an event or as none."""
        parsed, removed = self._parse(article)
        reading = self._run(parsed, article, removed)
        return reading, tuple(explain(parsed, reading, self._frames, self._judge))

    def read_parsed(self, parsed: Parsed, published: str | None = None) -> Reading:
        """What the reader finds in a text that is parsed already, furniture and all."""
        return self._run(parsed, Article(id="text", text=parsed.text, published=published, language="en"), ())

    def _parse(self, article: Article) -> tuple[Parsed, tuple[tuple[int, int], ...]]:
        if self._parser is None:
            raise AssertionError("this reader was made without a parser: give it parses")
        removed = find_furniture(article.text, self._furnishings, cleaned=article.cleaned)
        return self._parser(article.text, removed), removed

    def _run(self, parsed: Parsed, article: Article, removed: tuple[tuple[int, int], ...]) -> Reading:
        article = msgspec.structs.replace(article, language=article.language or "en")
        return run(self._stages, parsed, Reading(reader=self.info, article=article, removed=removed))


def _folder(lexicon: str | Path) -> Path:
    folder = Path(lexicon)
    if not folder.is_dir():
        raise SourceError(
            "lexicon", f"The lexicon folder {folder} does not exist; name a folder that holds .tsv tables."
        )
    return folder
