"""Wires collect ► read; it alone knows the order.

Whatever happens to one article stays with that article: it becomes a `Failure` in its place. Only what concerns the
whole run (a date that is none, a lexicon that cannot be read) is raised, before the first article.
"""
import traceback
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Protocol

import msgspec

from sayso.collect.inputs import Options as InputOptions
from sayso.collect.inputs import articles
from sayso.collect.make import Failure, Given, failure, make_article
from sayso.errors import SaysoError, SourceError
from sayso.gazetteer import ensure
from sayso.read.english import Reader
from sayso.records import Article, Reading
from sayso.workers import Outcome, Work, read_in_workers

__all__ = ["Failure", "Options", "Outcome", "internal", "load_reader", "prepare", "read_article", "read_inputs"]

Progress = Callable[[str, int, int], None]


class Reads(Protocol):
    """Whatever turns an article into a reading."""

    def read(self, article: Article) -> Reading:
        """Everything that is found in an article."""


LoadReader = Callable[[Path | None], Reads]


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """`published` overrides what the inputs say; `lexicon` is a folder whose tables come before the built-in ones."""

    published: str | None = None
    lexicon: Path | None = None
    workers: int = 1


def prepare(progress: Progress) -> Path:
    """Builds the gazetteer's index where there is none yet, and says where it lies."""
    return ensure(progress)


def load_reader(lexicon: Path | None) -> Reads:
    """The reader of English."""
    return Reader.load(lexicon)


def read_inputs(inputs: Sequence[str], options: Options, load: LoadReader = load_reader) -> Iterator[Outcome]:
    """The outcome of each article of all inputs, in order. SaysoError at once for what concerns the whole run."""
    found = articles(inputs, InputOptions(published=options.published))
    if options.workers > 1:
        return read_in_workers(found, partial(_worker, load, options.lexicon), options.workers)
    return _read_here(found, load(options.lexicon))


def read_article(text: str, *, published: str | None = None, title: str | None = None, url: str | None = None,
                 source: str | None = None, lexicon: str | Path | None = None) -> Reading:
    """The reading of one text. SourceError where it cannot be read (empty, too long, another language, no date).

    `published` (YYYY-MM-DD) is what "last week" is counted from. The model is loaded at the first call and kept; to say
    when it is loaded and let go, keep a `Reader` of your own.
    """
    given = Given(id="text", published=published, title=title, url=url, source=source)
    return _kept_reader(Path(lexicon) if lexicon else None).read(make_article(text, given))


@cache
def _kept_reader(lexicon: Path | None) -> Reads:
    return load_reader(lexicon)


def _worker(load: LoadReader, lexicon: Path | None) -> Work:
    return partial(_read_one, load(lexicon))


def _read_here(found: Iterator[Article | Failure], reader: Reads) -> Iterator[Outcome]:
    for item in found:
        yield item if isinstance(item, Failure) else _read_one(reader, item)


def _read_one(reader: Reads, article: Article) -> Outcome:
    try:
        article.text.encode()
        return reader.read(article)
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
