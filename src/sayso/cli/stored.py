"""What the commands that ask a store share: where it is, how records are printed, and who may go away."""
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.app import UsageError, abandon_output, say

if TYPE_CHECKING:
    from sayso.show.asked import Parts
    from sayso.store.base import Store


class Format(StrEnum):
    """How records are printed."""

    TABLE = "table"
    JSONL = "jsonl"


StorePlace = Annotated[str, typer.Option("--store", envvar="SAYSO_STORE", metavar="PATH|URL", show_envvar=False, help=(
    "The store: a file, or postgresql://USER@HOST/DATABASE. Default: the environment's SAYSO_STORE, else sayso.db."),
    show_default=False)]
Form = Annotated[Format | None, typer.Option("--format", help=(
    "table for people, jsonl for programs. Default: table on a terminal, else jsonl."), show_default=False)]
Who = Annotated[str | None, typer.Option(metavar="NAME", help="Who says so. Default: your login name.",
                                         show_default=False)]
STORE = "sayso.db"


def opened(where: str) -> "Store":
    """The store, open. UsageError where there is none: to ask or to correct makes none."""
    if "://" not in where and not Path(where).exists():
        raise UsageError(f"There is no store at {where}; `sayso add INPUT --store {where}` makes one, and --store "
                         "names another.")
    return made_at(where)


def made_at(where: str) -> "Store":
    """The store, open; made where there is none. Other processes can be given this function by its name."""
    from sayso.lexicon.load import BUILT_IN, read_table
    from sayso.lexicon.tables import Goldstein
    from sayso.store.open import open_store

    return open_store(where, scale={row.cameo: row.value for row in read_table(Goldstein, "goldstein", (BUILT_IN,))})


class Output:
    """Standard output, in the form that is asked for."""

    def __init__(self, wanted: Format | None) -> None:
        self.format = wanted or (Format.TABLE if sys.stdout.isatty() else Format.JSONL)

    def records(self, values: Iterable[object], shown: "Callable[[int], Parts]") -> None:
        """A line of JSON for each value; or what `shown` makes for a screen of so many columns."""
        if self.format is Format.TABLE:
            from sayso.show.asked import Screen

            Screen(sys.stdout.buffer, terminal=sys.stdout.isatty()).show(shown)
            return
        from sayso.export.lines import line

        for value in values:
            sys.stdout.buffer.write(line(value))
        sys.stdout.buffer.flush()

    def aside(self, sentence: str) -> None:
        """What is to be known beside the records; standard output stays theirs."""
        say(sentence, 0)


@contextmanager
def answering(wanted: Format | None) -> Iterator[Output]:
    """An output whose reader may go away: `sayso events | head` ends quietly."""
    try:
        yield Output(wanted)
    except BrokenPipeError:
        abandon_output()
        raise typer.Exit(141) from None


def analyst(given: str | None) -> str:
    """Who grades or corrects. UsageError where nobody can be named."""
    if given is not None and given.strip():
        return given.strip()
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise UsageError("Nobody knows who you are; say it with --who NAME.") from error


def today() -> str:
    """The day in UTC, YYYY-MM-DD."""
    return datetime.now(UTC).date().isoformat()


def is_terminal() -> bool:
    """Whether somebody sees what is written."""
    return os.isatty(sys.stdout.fileno())
