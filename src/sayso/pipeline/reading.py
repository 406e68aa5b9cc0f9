"""Articles ► readings: collect ► read.

Whatever happens to one article stays with that article: it becomes a `Failure` in its place. Only what concerns the
whole run (a date that is none, a lexicon that cannot be read) is raised, before the first article.
"""
import traceback
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from sayso.collect.inputs import Options as InputOptions
from sayso.collect.inputs import articles
from sayso.collect.make import Failure, Given, failure, make_article
from sayso.errors import SaysoError, SourceError
from sayso.gazetteer import ensure
from sayso.read.english import INSTALLED, Reader
from sayso.records import Article, Explanation, Reading
from sayso.workers import Outcome, Work, read_in_workers

__all__ = [
    "Explained", "Failure", "Options", "Outcome", "With", "encode_explanation", "explain_inputs", "internal",
    "load_reader", "prepare", "read_article", "read_inputs",
]

Progress = Callable[[str, int, int], None]
T = TypeVar("T")


class Reads(Protocol):
    """Whatever turns an article into a reading."""

    def read(self, article: Article) -> Reading:
        """Everything that is found in an article."""


class Explained(msgspec.Struct, frozen=True):
    """A reading, and why each word of it was read as an event or as none."""

    reading: Reading
    explanations: tuple[Explanation, ...]


class With(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader is made with: tables that come before the built-in ones; a trained model's folder, None for the one
    that is installed; whether it is read by rules alone; the least probability of an event, None for the model's own.
    """

    lexicon: Path | None = None
    models: Path | None = None
    rules_only: bool = False
    threshold: float | None = None


LoadReader = Callable[[With], Reads]


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """`published` overrides what the inputs say."""

    published: str | None = None
    reader: With = With()
    workers: int = 1


def prepare(progress: Progress) -> Path:
    """Builds the gazetteer's index where there is none yet, and says where it lies."""
    return ensure(progress)


def load_reader(made: With) -> Reader:
    """The reader of English."""
    models = None if made.rules_only else made.models or INSTALLED
    return Reader.load(made.lexicon, models, made.threshold)


def read_inputs(inputs: Sequence[str], options: Options, load: LoadReader = load_reader) -> Iterator[Outcome]:
    """The outcome of each article of all inputs, in order. SaysoError at once for what concerns the whole run."""
    found = articles(inputs, InputOptions(published=options.published))
    if options.workers > 1:
        return read_in_workers(found, partial(_worker, load, options.reader), options.workers)
    return _read_here(found, load(options.reader))


def explain_inputs(inputs: Sequence[str], options: Options) -> Iterator[Explained | Failure]:
    """Each article of all inputs, with why its words were read as they were."""
    reader = load_reader(options.reader)
    for item in articles(inputs, InputOptions(published=options.published)):
        if isinstance(item, Failure):
            yield item
            continue
        yield _safely(item, lambda article: Explained(*reader.explain(article)))


def encode_explanation(reading: Reading, one: Explanation) -> bytes:
    """An explanation as one line of JSON, with the id of its article."""
    return msgspec.json.encode({"article": reading.article.id, **msgspec.structs.asdict(one)}) + b"\n"


def read_article(text: str, *, published: str | None = None, title: str | None = None, url: str | None = None,
                 source: str | None = None, lexicon: str | Path | None = None) -> Reading:
    """The reading of one text. SourceError where it cannot be read (empty, too long, another language, no date).

    `published` (YYYY-MM-DD) is what "last week" is counted from. The model is loaded at the first call and kept; to say
    when it is loaded and let go, keep a `Reader` of your own.
    """
    given = Given(id="text", published=published, title=title, url=url, source=source)
    return _kept_reader(With(lexicon=Path(lexicon) if lexicon else None)).read(make_article(text, given))


@cache
def _kept_reader(made: With) -> Reads:
    return load_reader(made)


def _worker(load: LoadReader, made: With) -> Work:
    return partial(_read_one, load(made))


def _read_here(found: Iterator[Article | Failure], reader: Reads) -> Iterator[Outcome]:
    for item in found:
        yield item if isinstance(item, Failure) else _read_one(reader, item)


def _read_one(reader: Reads, article: Article) -> Outcome:
    return _safely(article, reader.read)


def _safely(article: Article, work: Callable[[Article], T]) -> T | Failure:
    """What becomes of one article: what `work` makes of it, or why it could not."""
    try:
        article.text.encode()
        return work(article)
    except UnicodeEncodeError as error:
        return _failed(article, SourceError("encoding", f"The text holds half of a surrogate pair at character "
                                                        f"{error.start}; save it as UTF-8."))
    except SourceError as error:
        return _failed(article, error)
    except SaysoError as error:
        return _failed(article, SourceError("format", str(error)))
    except Exception as error:  # noqa: BLE001 (our own fault must not cost the user the articles that follow)
        return _failed(article, SourceError("internal", internal(error)))


def internal(error: BaseException) -> str:
    """What a user is told of a fault of ours: enough to report it, and no traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    at = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    said = " ".join(str(error).split())[:200]
    name = type(error).__name__
    return f"internal error ({f'{name}: {said}' if said else name}{at}); please report it with the article."


def _failed(article: Article, error: SourceError) -> Failure:
    return failure(Given(id=article.id, url=article.url, source=article.source, title=article.title), error)
