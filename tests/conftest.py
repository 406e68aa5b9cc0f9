"""What all tests share: the parser and the reader, loaded once a process."""
import os
from collections.abc import Callable

import pytest

from sayso.read.english import INSTALLED, Reader
from sayso.read.parse import Parser, load_parser
from sayso.records import Article, Reading

# As the command does, before numpy is first imported: with more threads the same work took ten times the CPU time on a
# machine that had something else to do.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@pytest.fixture(scope="session")
def parse() -> Parser:
    """Text ► Parsed."""
    return load_parser()


@pytest.fixture(scope="session")
def reader(parse: Parser) -> Reader:
    """The reader by rules alone: what the tables of text ► expected are about."""
    return Reader(parse)


@pytest.fixture(scope="session")
def shipped(parse: Parser) -> Reader:
    """The reader that Sayso ships with, trained models and all."""
    return Reader(parse, models=INSTALLED)


@pytest.fixture(scope="session")
def read(reader: Reader) -> Callable[..., Reading]:
    """Text ► Reading, by default of an article of Wednesday, 2 November 2016."""

    def run(text: str, published: str | None = "2016-11-02") -> Reading:
        return reader.read(Article(id="a", text=text, published=published))

    return run
