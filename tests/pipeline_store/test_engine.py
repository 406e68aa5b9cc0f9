"""Adding by tasks: one a file, each done once, whoever dies on the way."""
import builtins
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from sayso.errors import SaysoError
from sayso.pipeline.adding import add
from sayso.pipeline.engine import Job, add_files, cluster, compare
from sayso.pipeline.reading import Options
from tests.pipeline_store import held
from tests.pipeline_store.telling import article, load_told, world
from tests.pipeline_store.test_adding import lines

ROOT = Path(__file__).parent.parent.parent


def job(place):
    return Job(open=partial(held.opened, place), options=Options(), load=load_told)


def files(folder, articles, each=6):
    folder.mkdir()
    return [lines(folder / f"{at:03}.jsonl", articles[at:at + each]) for at in range(0, len(articles), each)]


def test_each_file_once(place, tmp_path):
    """All is there as if one process had added it; what is done is left out of the next run, what changed is not."""
    names = files(tmp_path / "in", WORLD)
    with ThreadPoolExecutor(1) as executor:
        done = list(add_files([str(tmp_path / "in")], job(place), executor))
        assert sorted(one.input for one in done) == names
        assert sum(one.summary.new for one in done) == len(WORLD)
        compare(job(place))
        again = list(add_files([*names, names[0]], job(place), executor))
        assert [(one.input, one.before) for one in again] == [(name, True) for name in names]
        lines(Path(names[0]), [article(900)])
        again = [one for one in add_files(names, job(place), executor) if not one.before]
        assert [(one.input, one.summary.new) for one in again] == [(names[0], 1)]


def test_as_in_one_process(place, tmp_path):
    """The claims are those of a run without an engine."""
    names = files(tmp_path / "in", WORLD)
    with ThreadPoolExecutor(1) as executor:
        list(add_files(names, job(place), executor))
    compare(job(place))
    with held.opened(str(tmp_path / "one.db")) as one, held.opened(place) as other:
        add(names, one, Options(), load=load_told)
        assert held.compared(one) == held.compared(other)


WORLD = world(30)


class Losing(Executor):
    """Its tasks are done but for the second, whose machine is lost."""

    def __init__(self):
        self._count = 0

    def submit(self, call, /, *arguments, **more):
        self._count += 1
        task = Future()
        if self._count == 2:
            task.set_exception(RuntimeError("the worker is gone"))
        else:
            task.set_result(call(*arguments, **more))
        return task


def test_a_task_that_is_lost(place, tmp_path):
    """It is a failure of its file, and the next run does that file."""
    names = files(tmp_path / "in", WORLD)
    done = {one.input: one for one in add_files(names, job(place), Losing())}
    lost = [name for name, one in done.items() if one.summary.failed]
    assert lost == [names[1]]
    assert done[names[1]].failures[0].code == "worker-died"
    with ThreadPoolExecutor(1) as executor:
        assert [one.input for one in add_files(names, job(place), executor) if not one.before] == [names[1]]


def test_failures_of_a_file(place, tmp_path):
    """What cannot be read in it is told; the file is done all the same. One that is not there is not."""
    file = lines(tmp_path / "in.jsonl", [article(1), article(2, "wrong")])
    with ThreadPoolExecutor(1) as executor:
        done = list(add_files([file, "none.txt"], job(place), executor))
        assert {one.input: [f.code for f in one.failures] for one in done} == {file: ["language"], "none.txt": ["fetch"]}
        assert {one.input: one.before for one in add_files([file, "none.txt"], job(place), executor)} == {
            file: True, "none.txt": False}


@pytest.mark.parametrize("address, said", [
    ("localhost:8786", "--engine localhost:8786 is no address of a Dask scheduler; write tcp://HOST:PORT."),
    ("http://localhost:8786", "--engine http://localhost:8786 is no address"),
])
def test_no_address(address, said):
    with pytest.raises(SaysoError, match=said), cluster(address):
        pass


def test_without_dask(monkeypatch):
    """It says what to install, and where."""
    real = builtins.__import__

    def without(name, *more, **others):
        if name == "distributed":
            raise ImportError(name)
        return real(name, *more, **others)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SaysoError, match=r"--engine needs Dask, which is not installed; install sayso\[dask\], here and"), \
            cluster("tcp://127.0.0.1:1"):
        pass


def test_standard_input_stays_here(place):
    with pytest.raises(SaysoError, match="Standard input cannot be carried"):
        list(add_files(["-"], job(place), ThreadPoolExecutor(1)))


@pytest.mark.full
def test_a_cluster_that_loses_a_worker(place, tmp_path):
    """A scheduler and two worker processes; one is killed in the middle of a file, and every file is done once."""
    pytest.importorskip("distributed")
    slow = [article(n, f"slow Norland attacked Sudmark near Marlena on 2024-05-{1 + n % 28:02}. Report {n}.",
                    day=f"2024-05-{1 + n % 28:02}") for n in range(240)]
    names = files(tmp_path / "in", slow, each=20)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    address_file = tmp_path / "scheduler.json"
    run = partial(subprocess.Popen, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    started = [run([sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
                    "--no-dashboard", "--scheduler-file", str(address_file)])]
    try:
        started += [run([sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(address_file),
                         "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(tmp_path / "dask")])
                    for _ in range(2)]
        deadline = time.monotonic() + 60
        while not address_file.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        import json

        with cluster(json.loads(address_file.read_text())["address"]) as executor:
            executor._client.wait_for_workers(2, timeout=60)
            done = []
            for one in add_files(names, job(place), executor):
                if not done:   # the first file is done: both workers are in the middle of another
                    started[1].send_signal(signal.SIGKILL)
                done.append(one)
    finally:
        for process in started:
            process.kill()
            process.wait()
    assert started[1].returncode == -signal.SIGKILL
    assert sorted(one.input for one in done) == names
    assert not [one for one in done if one.failures]
    compare(job(place))
    with held.opened(place) as store:
        assert len(held.reports(store)) == len(slow)
        assert {len(stamps) for stamps in held.readers(store).values()} == {1}
        assert sum(len(story.reports) for story in held.stories(store).values()) == len(slow)
    with ThreadPoolExecutor(1) as executor:
        assert all(one.before for one in add_files(names, job(place), executor))
