"""The app, and what its commands share: options, errors of usage, output."""
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from sayso.errors import RecordError, SaysoError, SourceError
from sayso.show.neutral import one_line

if TYPE_CHECKING:
    from sayso.pipeline import With

app = typer.Typer(name="sayso", add_completion=False, rich_markup_mode=None,
                  pretty_exceptions_enable=False,
                  help="Read news reports into sourced event records: who did what to whom, and on whose say-so.")

Lexicon = Annotated[Path | None, typer.Option(metavar="FOLDER", help=(
    "A folder of tables of your own, which come before the built-in ones."))]
Models = Annotated[str | None, typer.Option(metavar="FOLDER", help=(
    "A trained model's folder; none for the rules alone. Default: the models that are installed."), show_default=False)]
Threshold = Annotated[float | None, typer.Option(min=0, max=1, metavar="P", help=(
    "The least probability with which an event is printed: higher for fewer false ones, lower for fewer missed ones. "
    "Default: the model's own."), show_default=False)]


class UsageError(SaysoError):
    """The command was wrong."""


def prepare() -> Path:
    """The index of places, built with a bar where it is not there."""
    from sayso import pipeline
    from sayso.show.progress import Steps

    steps = Steps("building the index of places, once; it takes about 20 seconds")
    try:
        return pipeline.prepare(steps)
    finally:
        steps.close()


def made(lexicon: Path | None, models: str | None, threshold: float | None) -> "With":
    """How the reader is to be made; UsageError where a folder is none."""
    from sayso import pipeline

    if lexicon is not None and not lexicon.is_dir():
        raise UsageError(f"--lexicon {lexicon} is no folder; name a folder that holds .tsv tables.")
    if models not in (None, "none") and not Path(models).is_dir():
        raise UsageError(f"--models {models} is no folder; name one that holds a trained model, or none.")
    folder = Path(models) if models not in (None, "none") else None
    return pipeline.With(lexicon=lexicon, models=folder, rules_only=models == "none", threshold=threshold)


@contextmanager
def user_errors() -> Iterator[None]:
    """Turns what is wrong with the options into an error of usage."""
    try:
        yield
    except SourceError as error:
        if error.code in ("date", "lexicon"):
            raise UsageError(error.message) from error
        raise
    except RecordError as error:
        what = "the models" if error.path.startswith("models") else "the lexicon"
        raise UsageError(f"{what} cannot be read: {error}") from error


@contextmanager
def stream(output: Path | None, inputs: list[str]) -> Iterator[IO[bytes]]:
    """Standard output or a file, which must be none of the inputs."""
    if output is None:
        yield sys.stdout.buffer
        return
    if any(output.exists() and Path(name).exists() and output.samefile(name) for name in inputs):
        raise UsageError(f"--output {output} is one of the inputs; name another file.")
    try:
        opened = output.open("wb")
    except OSError as error:
        raise UsageError(f"--output {output} cannot be written ({error.strerror}).") from error
    with opened:
        yield opened


def abandon_output() -> None:
    """What is still buffered goes nowhere: whoever should read it is gone, or may never read on while we wait."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(sentence: str, status: int) -> int:
    """Tells the user on standard error; gives the status back."""
    print(f"sayso: {one_line(sentence)}", file=sys.stderr)
    return status
