"""What a person at a terminal sees while a command works. Nothing is shown where standard error is no terminal."""
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from sayso.show.neutral import one_line


class Steps:
    """A bar for work in named steps; where there is no terminal, one line at the first step."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._progress = Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
                                  TimeElapsedColumn(), console=Console(stderr=True), transient=True)
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, what: str, done: int, total: int) -> None:
        """Says that of `total` parts of `what`, `done` are done."""
        if not self._tasks:
            if self._progress.console.is_terminal:
                self._progress.start()
            else:
                print(f"sayso: {self._title}", file=sys.stderr)
        if what not in self._tasks:
            self._tasks[what] = self._progress.add_task(what, total=total)
        self._progress.update(self._tasks[what], completed=done, total=total)

    def close(self) -> None:
        """Takes the bar away."""
        if self._progress.live.is_started:
            self._progress.stop()


class Counter:
    """How many articles were read, and how fast; shown from the second article on."""

    def __init__(self) -> None:
        self._progress = Progress(
            SpinnerColumn(), TextColumn("{task.completed} articles, {task.fields[failed]} errors, {task.fields[rate]}"),
            TimeElapsedColumn(), TextColumn("{task.description}"), console=Console(stderr=True), transient=True)
        self._failed = 0
        self._task: TaskID | None = None
        self._shared = sys.stdout.isatty()  # the bar must make way for what is printed on the same screen
        self._shown = self._progress.console.is_terminal

    def step(self, name: str, *, failed: bool) -> None:
        """One more article is done."""
        if not self._shown:
            return
        self._failed += failed
        if self._task is None:  # a single article needs no bar
            self._task = self._progress.add_task("", total=None, failed=0, rate="")
        elif not self._progress.live.is_started:
            self._progress.start()
        task = self._progress.tasks[0]
        speed = (task.completed + 1) / task.elapsed if task.elapsed else 0.0
        self._progress.update(self._task, advance=1, failed=self._failed, rate=f"{speed:.1f}/s",
                              description=one_line(name, 40))

    @contextmanager
    def aside(self) -> Iterator[None]:
        """While something is printed on the same terminal, the bar is away."""
        if not (self._shared and self._progress.live.is_started):
            yield
            return
        self._progress.stop()
        yield
        self._progress.start()

    def close(self) -> None:
        """Takes the bar away."""
        if self._progress.live.is_started:
            self._progress.stop()
