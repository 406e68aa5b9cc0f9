"""Adding on many machines: one task per input file, through `concurrent.futures.Executor`.

Rules:
- a task adds and reads one file, and may be run again at any time, wholly or after it was stopped in the middle: what
  is in the store is not added or read a second time;
- when a file is done, the store is told so, under what identifies the file (path, size, time of its last change); a
  run that is started again leaves out what is done. The list is an economy, never what correctness rests on;
- comparing is done by the process that hands out the tasks, when the files are done.

The machines need this package, the files under the same paths, and the store: PostgreSQL, or a SQLite file while all of
them are processes of one machine.
"""
import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, as_completed
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

import msgspec

from sayso.collect.make import Failure
from sayso.errors import SaysoError
from sayso.pipeline.adding import Adder, Load, Reads, Step, Summary, Telling, files_of, found_in
from sayso.pipeline.comparing import Compared, Comparer, Progress
from sayso.pipeline.reading import Options, With, load_reader
from sayso.store.base import Store

SCHEME = "tcp://"
Open = Callable[[], Store]


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What a task needs: how to open the store (it is carried to other processes, so a store itself cannot be)."""

    open: Open
    options: Options
    load: Load = load_reader


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is done. `before`: by an earlier run."""

    input: str
    summary: Summary = Summary()
    failures: tuple[Failure, ...] = ()
    before: bool = False


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """A Dask cluster by its scheduler's address, `tcp://HOST:PORT`. SaysoError where there is none."""
    if not address.startswith((SCHEME, "tls://")):
        raise SaysoError(f"--engine {address} is no address of a Dask scheduler; write tcp://HOST:PORT.")
    try:
        from distributed import Client
    except ImportError as error:
        raise SaysoError("--engine needs Dask, which is not installed; install sayso[dask], here and on the "
                         "workers.") from error
    try:
        made: Any = Client  # its functions are untyped
        client = made(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise SaysoError(f"No Dask scheduler answers at {address} ({' '.join(str(error).split())[:100]}); see that it "
                         "runs and that the address is right.") from error
    try:
        # a worker that died took no more than the time of its task with it; four in a row are the file's fault
        yield client.get_executor(pure=False)
    finally:
        client.close()


def add_files(inputs: Sequence[str], job: Job, executor: Executor) -> Iterator[Done]:
    """Adds and reads each input file by a task, and says which is done, as they come. Comparing is left to `compare`.

    A task that could not be finished (its workers died each time) is a failure of its file.
    """
    found_in((), job.options.published)
    names = list(dict.fromkeys(files_of(inputs)))
    if "-" in names:
        raise SaysoError("Standard input cannot be carried to other machines; save it as a file.")
    with job.open() as store:
        left = [name for name in names if not _is_done(store, name)]
    yield from (Done(input=name, before=True) for name in names if name not in set(left))
    tasks = {executor.submit(add_file, name, job): name for name in left}
    for task in as_completed(tasks):
        error = task.exception()
        if error is None:
            yield task.result()
        elif isinstance(error, SaysoError):
            raise error
        else:
            said = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
            yield Done(input=tasks[task], summary=Summary(failed=1), failures=(Failure(
                id=tasks[task], code="worker-died",
                message=f"The task that read it was not finished ({said}); add it again, or without --engine."),))


def add_file(name: str, job: Job) -> Done:
    """The task: adds and reads one file, and notes that it is done. It may run twice, or twice at a time."""
    failures: list[Failure] = []
    reports: list[str] = []

    def note(step: Step) -> None:
        if step.failure is not None:
            failures.append(step.failure)
        if step.report is not None and step.outcome != "left":
            reports.append(step.report)

    identity = _identity(name)  # of before: whatever changes while it is read is read again
    with job.open() as store:
        adder = Adder(store, job.options, Telling(step=note), partial(_loaded, job.load))
        summary = adder.run(found_in((name,), job.options.published), compare=False, left=False)
        if identity and reports and not any(failure.code in ("worker-died", "internal") for failure in failures):
            store.writer.put_signatures(identity, {reports[-1]: str(summary.read).encode()})
    return Done(input=name, summary=summary, failures=tuple(failures))


def compare(job: Job, tell: Progress = lambda *_: None) -> Compared:
    """Compares what the tasks have added."""
    with job.open() as store:
        Adder(store, job.options, load=job.load).run((), compare=False)
        return Comparer(store, tell).compare()


@cache
def _loaded(load: Load, made: With) -> Reads:
    """A process reads many files with one reader."""
    return load(made)


def _is_done(store: Store, name: str) -> bool:
    identity = _identity(name)
    return identity is not None and bool(store.view.signatures(identity))


def _identity(name: str) -> str | None:
    """What a file is known by in the list of those that are done; None for what is no file."""
    path = Path(name)
    try:
        held = path.stat()
    except (OSError, ValueError):
        return None
    told = f"{path.resolve()}\0{held.st_size}\0{held.st_mtime_ns}"
    return f"done-1 {hashlib.sha256(told.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}"
