"""Readings as JSON lines, each written whole and flushed, and what every printer of readings can do."""
from typing import IO, Protocol

from sayso.records import Reading
from sayso.records.codec import encode_failure, encode_reading


class Failed(Protocol):
    """What stands in the place of an article that could not be read."""

    @property
    def id(self) -> str:
        """The id that the article would have had."""

    @property
    def code(self) -> str:
        """A stable word for programs."""

    @property
    def message(self) -> str:
        """A sentence for people."""

    @property
    def url(self) -> str | None:
        """Where it came from."""

    @property
    def source(self) -> str | None:
        """The outlet."""

    @property
    def title(self) -> str | None:
        """The title, where one was found."""


class Printer(Protocol):
    """Prints outcomes, one after another, in the order in which they come."""

    def reading(self, reading: Reading) -> None:
        """Prints a reading."""

    def failure(self, failed: Failed) -> None:
        """Prints what stands in the place of an article."""

    def close(self) -> None:
        """Prints what ends the output."""


class LinePrinter:
    """The contract of docs/reading.md, on a binary stream."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def reading(self, reading: Reading) -> None:
        """One line."""
        self._write(encode_reading(reading))

    def failure(self, failed: Failed) -> None:
        """One line with an `error`."""
        self._write(encode_failure(id=failed.id, code=failed.code, message=failed.message, url=failed.url,
                                   source=failed.source, title=failed.title))

    def close(self) -> None:
        """JSON lines need no end."""

    def _write(self, line: bytes) -> None:
        self._stream.write(line)
        self._stream.flush()
