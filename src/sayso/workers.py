"""Articles ► outcomes in several processes, in order, with flat memory.

Rules:
- a worker holds one article at a time, so that when it dies (the system was out of memory, somebody killed it) that
  article, and no other, becomes the error "worker-died"; another worker takes its place and the run goes on;
- no more than `AHEAD` articles per worker are taken from the input before the oldest of them is handed on;
- a worker whose parent is gone ends at its next message; it never outlives the article it holds.
`concurrent.futures` is not used because one dead process breaks its whole pool and hides whose article it was.
"""
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from sayso.collect.make import Failure
from sayso.errors import SaysoError, SourceError
from sayso.records import Article, Reading

AHEAD = 4
Outcome = Reading | Failure
Work = Callable[[Article], Outcome]
Load = Callable[[], Work]


class Worker:
    """One process: `ready` once it has loaded, `held` the number and article that it works on."""

    def __init__(self, load: Load) -> None:
        context = get_context("spawn")  # a fork would copy the locks of the parent's threads in whatever state they are
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs, load), daemon=True)
        self.process.start()
        theirs.close()
        self.ready = False
        self.held: tuple[int, Article] | None = None

    def give(self, number: int, article: Article) -> None:
        """Hands it an article; should it be dead, `take` will tell."""
        self.held = number, article
        try:
            self.connection.send(article)
        except OSError:
            self.process.join(5)

    def take(self) -> Outcome | None:
        """Its next message: an outcome, None when it has loaded. EOFError or OSError when it is dead."""
        kind, value = self.connection.recv()
        if kind == "broken":
            raise SourceError(*value)
        self.ready = True
        if kind == "ready":
            return None
        self.held = None
        outcome: Outcome = value
        return outcome

    def stop(self) -> None:
        """Ends it, whatever it is doing."""
        self.connection.close()
        self.process.kill()
        self.process.join()


def read_in_workers(found: Iterable[Article | Failure], load: Load, count: int) -> Iterator[Outcome]:
    """The outcome of each article, in order; failures pass through. SourceError when no worker can be loaded."""
    # one thread for each worker's arithmetic: N processes with N threads each only get into each other's way
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    crew = _Crew(load, count)
    try:
        yield from crew.run(iter(found))
    finally:
        crew.stop()


class _Crew:
    """The workers and what is under way: `done` holds outcomes that wait for an earlier one."""

    def __init__(self, load: Load, count: int) -> None:
        self._load, self._most = load, count * AHEAD
        self._workers = [Worker(load) for _ in range(count)]
        self._done: dict[int, Outcome] = {}
        self._taken = self._given_on = 0

    def run(self, found: Iterator[Article | Failure]) -> Iterator[Outcome]:
        more = True
        while more or self._given_on < self._taken:
            while (outcome := self._done.pop(self._given_on, None)) is not None:
                self._given_on += 1
                yield outcome
            idle = next((w for w in self._workers if w.ready and w.held is None), None)
            if more and idle and self._taken - self._given_on < self._most:
                more = self._next(found, idle)
            elif any(w.held or not w.ready for w in self._workers):
                self._listen(None if self._given_on < self._taken or not idle else 0)

    def stop(self) -> None:
        for worker in self._workers:
            worker.stop()

    def _next(self, found: Iterator[Article | Failure], idle: Worker) -> bool:
        """Takes one from the input; False when there is none."""
        item = next(found, None)
        if item is None:
            return False
        if isinstance(item, Failure):
            self._done[self._taken] = item
        else:
            idle.give(self._taken, item)
        self._taken += 1
        return True

    def _listen(self, seconds: float | None) -> None:
        """Takes what the workers have to say."""
        spoken = wait([w.connection for w in self._workers], seconds)
        for worker in [w for w in self._workers if w.connection in spoken]:
            held = worker.held
            try:
                outcome = worker.take()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            if outcome is not None and held is not None:
                self._done[held[0]] = outcome

    def _bury(self, dead: Worker) -> None:
        """Puts an error in the place of its article and another worker in its own, unless it could not even load."""
        dead.stop()
        self._workers.remove(dead)
        how = f"exit code {dead.process.exitcode}"
        if dead.held:
            number, article = dead.held
            self._done[number] = Failure(
                id=article.id, url=article.url, source=article.source, title=article.title, code="worker-died",
                message=f"The process that read it died ({how}), as it does when memory runs out; "
                        "read it alone, or with fewer workers.")
        if dead.ready:
            self._workers.append(Worker(self._load))
        elif not self._workers:
            raise SourceError("worker-died", f"No worker process could be started ({how}); try fewer workers.")


def _serve(connection: "Connection[object, Article]", load: Load) -> None:
    """What a worker does: load once, then answer each article with its outcome until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides what it means
    try:
        try:
            work = load()
        except SaysoError as error:
            connection.send(("broken", (getattr(error, "code", "lexicon"), str(error))))
            return
        except Exception as error:  # noqa: BLE001 (it must reach the parent as a message, or it would be a traceback)
            connection.send(("broken", ("internal", f"internal error ({type(error).__name__}: {error}) on loading")))
            return
        connection.send(("ready", None))
        while True:
            connection.send(("done", work(connection.recv())))
    except (EOFError, OSError):
        return
