"""The command `sayso`: parses, calls, prints; no logic.

Exit status: 0 all was read; 1 something could not be read; 2 the command was wrong; 70 a fault of Sayso's own;
130 stopped with Ctrl-C; 141 whoever read the output went away.
"""
import logging
import os
import sys
import warnings
from typing import Annotated

import typer

from sayso.cli import adding, asking, changing, exporting, feeds, reading, watching
from sayso.cli.app import UsageError, app, say
from sayso.errors import SaysoError

__all__ = ["adding", "asking", "changing", "exporting", "feeds", "main", "reading", "watching"]


def main() -> int:
    """Runs the command line; the exit status. No traceback ever reaches the user."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    logging.getLogger().addHandler(logging.NullHandler())  # what libraries log is not for this command's users
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the products are small: threads only wait for each other
    try:
        status: int = app(standalone_mode=False) or 0
        return say("stopped", status) if status == 130 else status  # typer makes this status of Ctrl-C
    except UsageError as error:
        return say(str(error), 2)
    except SaysoError as error:
        return say(str(error), 1)
    except typer.TyperException as error:
        return say(f"{error.format_message().rstrip('.')}; `sayso --help` tells more.", error.exit_code)
    except (KeyboardInterrupt, typer.Abort):  # outside of what typer sees
        return say("stopped", 130)
    except Exception as error:  # noqa: BLE001 (the last line before a traceback)
        from sayso.pipeline import internal

        return say(internal(error), 70)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"sayso {version('sayso')}")
        raise typer.Exit


@app.callback()
def _common(version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help=(
        "Print the version and stop."))] = False) -> None:
    """What is common to all commands."""
