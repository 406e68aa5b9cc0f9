"""`make bench`: Sayso's reading against the bare language model, on the same texts in the same run.

    python -m tasks.bench [--articles N] [--rounds N] [--write]

Prints, and with --write puts into docs/speed.md: articles and tokens a second of both, alternating (A B A B …); the
ratio of the medians; the peak memory of `sayso read` as a process of its own; the time from the command to its first
line; and each stage's share. The texts are a fixed sample of ../shared/corpus, or samples/ where that is not there.
Arithmetic is held to one thread on both sides. CPU time stands beside wall time: on a busy machine only it is steady.
"""
import argparse
import datetime
import gzip
import importlib
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
PAGE = ROOT / "docs" / "speed.md"
SHARES = {"newsarticles": 8, "wikinews": 4, "meantime": 3}  # parts of the sample that come from each file
MOST_RATIO, MOST_MEGABYTES, MOST_SECONDS = 1.5, 900, 3.0  # the ratio with the trained models
STARTS = 5
PUBLISHED = "2016-11-02"  # of articles that do not say


class Round(NamedTuple):
    """One pass over all texts."""

    wall: float
    cpu: float


class Sample(NamedTuple):
    """The texts, where they come from, and the file that the command is given."""

    texts: list[str]
    origin: str
    file: Path


def main() -> int:
    """Measures; exit status 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=150, metavar="N", help="size of the sample (default 150)")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="passes of each side (default 3)")
    parser.add_argument("--write", action="store_true", help="write docs/speed.md")
    options = parser.parse_args()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before anything imports numpy
    with tempfile.TemporaryDirectory() as folder:
        sample = take(options.articles, Path(folder) / "sample.jsonl")
        megabytes, whole = peak(sample.file)
        started = [first_line(sample.file) for _ in range(STARTS)]
        tokens, bare, ours, shares = speeds(sample, options.rounds)
    reached = (median(ours) / median(bare) <= MOST_RATIO and megabytes < MOST_MEGABYTES
               and median(started) <= MOST_SECONDS)
    lines = report(sample, tokens, bare, ours) + process_lines(megabytes, whole, started) + share_lines(shares)
    print("\n".join(lines))
    if options.write:
        PAGE.write_text("\n".join(["# How fast it is", "", *head(), "", *lines]) + "\n", encoding="utf-8")
    return 0 if reached else 1


def take(count: int, file: Path) -> Sample:
    """Every so-manieth article of each file of the corpus, written as JSON lines to `file`."""
    rows: list[dict[str, Any]] = []
    if CORPUS.is_dir():
        origin = f"{count} articles of ../shared/corpus"
        for name, share in SHARES.items():
            with gzip.open(CORPUS / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
                found = [msgspec.json.decode(line) for line in lines]
            wanted = count * share // sum(SHARES.values())
            rows += found[::max(1, len(found) // max(1, wanted))][:wanted]
    else:
        origin = "samples/, eight times over: there is no ../shared/corpus here"
        rows = [{"id": path.name, "text": path.read_text(encoding="utf-8")}
                for path in sorted((ROOT / "samples").glob("*.txt"))] * 8
    file.write_bytes(b"".join(msgspec.json.encode(
        {"id": f"{n}", "text": row["text"], "published": (row.get("date") or PUBLISHED)[:10]}) + b"\n"
        for n, row in enumerate(rows)))
    return Sample([row["text"] for row in rows], origin, file)


@contextmanager
def timed(into: list[Round]) -> Iterator[None]:
    """Adds the time that the block takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    into.append(Round(time.perf_counter() - wall, time.process_time() - cpu))


def speeds(sample: Sample, rounds: int) -> tuple[int, list[Round], list[Round], dict[str, float]]:
    """Tokens of the sample; the rounds of the bare model and ours, in turn; ours by stage, in CPU seconds."""
    import spacy

    from sayso.read.english import Reader
    from sayso.read.parse import MODEL

    nlp, reader, shares = spacy.load(MODEL), Reader.load(), dict[str, float]()
    few = Sample(sample.texts[:8], "", sample.file)
    tokens = sum(len(doc) for doc in nlp.pipe(few.texts))  # a start that is not measured, for both
    read_all(reader, sample.file, 8)
    bare, ours = list[Round](), list[Round]()
    for _ in range(rounds):
        with timed(bare):
            tokens = sum(len(doc) for doc in nlp.pipe(sample.texts))
        with timed(ours):
            read_all(reader, sample.file)
    watch(reader, shares)
    read_all(reader, sample.file)
    return tokens, bare, ours, shares


def read_all(reader: Any, file: Path, most: int | None = None) -> None:
    """What `sayso read FILE --format jsonl` does between start and end, but for the writing."""
    from sayso import pipeline
    from sayso.records import Reading
    from sayso.records.codec import encode_reading

    for n, outcome in enumerate(pipeline.read_inputs([str(file)], pipeline.Options(), load=lambda _: reader)):
        if isinstance(outcome, Reading):
            encode_reading(outcome)
        if most and n >= most:
            return


def watch(reader: Any, shares: dict[str, float]) -> None:
    """Makes a reader note how long its parser and each of its stages take."""
    def noting(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any, **named: Any) -> Any:
            start = time.process_time()
            found = work(*given, **named)
            shares[name] = shares.get(name, 0.0) + time.process_time() - start
            return found
        return run

    english: Any = importlib.import_module("sayso.read.english")
    reader._parser = noting("parse", reader._parser)
    reader._stages = tuple(msgspec.structs.replace(s, find=noting(s.fills, s.find)) for s in reader._stages)
    english.find_furniture = noting("furniture", english.find_furniture)


def command(file: Path) -> list[str]:
    """`sayso read` on a file, in one process and an environment that nothing has been set in for it."""
    return ["env", "-u", "OPENBLAS_NUM_THREADS", str(Path(sys.executable).with_name("sayso")), "read", str(file),
            "--format", "jsonl", "--workers", "1"]


def peak(file: Path) -> tuple[float, Round]:
    """Megabytes that the command needs at most, and how long it takes from start to end."""
    start = time.perf_counter()
    with subprocess.Popen(command(file), stdout=subprocess.DEVNULL) as process:
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return usage.ru_maxrss / unit, Round(time.perf_counter() - start, usage.ru_utime + usage.ru_stime)


def first_line(file: Path) -> Round:
    """Seconds from the command to the first line that it prints."""
    start = time.perf_counter()
    with subprocess.Popen(command(file), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        process.stdout.readline()
        seconds = time.perf_counter() - start
        process.kill()
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return Round(seconds, usage.ru_utime + usage.ru_stime)


def median(rounds: Sequence[Round]) -> float:
    """The middle of the wall times."""
    return statistics.median(r.wall for r in rounds)


def report(sample: Sample, tokens: int, bare: list[Round], ours: list[Round]) -> list[str]:
    """Both sides, and their ratio."""
    lines = [f"{sample.origin}, {tokens} tokens; {len(bare)} rounds of each in turn; medians.", "",
             "| | articles/s | tokens/s | seconds | CPU seconds |", "|---|--:|--:|--:|--:|"]
    for name, rounds in (("bare spaCy", bare), ("sayso read, in process", ours)):
        wall, cpu = median(rounds), statistics.median(r.cpu for r in rounds)
        lines.append(f"| {name} | {len(sample.texts) / wall:.1f} | {tokens / wall:,.0f} | {wall:.2f} | {cpu:.2f} |")
    ratio = median(ours) / median(bare)
    cpu = statistics.median(r.cpu for r in ours) / statistics.median(r.cpu for r in bare)
    each = ", ".join(f"{b.wall:.1f}/{o.wall:.1f}" for b, o in zip(bare, ours, strict=True))
    return [*lines, "", f"Time of sayso over time of bare spaCy: **{ratio:.2f}** (goal: at most {MOST_RATIO:g}); "
                        f"in CPU time {cpu:.2f}. Rounds, bare/sayso: {each} s.", ""]


def process_lines(megabytes: float, whole: Round, started: list[Round]) -> list[str]:
    """The command as a process of its own."""
    each = ", ".join(f"{seconds:.2f}" for seconds, _ in sorted(started))
    cpu = statistics.median(r.cpu for r in started)
    return ["| `sayso read FILE --format jsonl --workers 1` | | goal |", "|---|--:|--:|",
            f"| peak memory | {megabytes:.0f} MB | < {MOST_MEGABYTES} MB |",
            f"| command to first line, median of {len(started)} | {median(started):.2f} s, {cpu:.2f} s CPU | "
            f"≤ {MOST_SECONDS:g} s |",
            f"| the whole sample | {whole.wall:.1f} s, {whole.cpu:.1f} s CPU | |", "", f"First lines: {each} s.", ""]


def share_lines(shares: dict[str, float]) -> list[str]:
    """Each stage's part of the time spent in all of them."""
    total = sum(shares.values())
    return ["| stage | share of the reading | CPU seconds |", "|---|--:|--:|",
            *(f"| {name} | {seconds / total:.1%} | {seconds:.2f} |"
              for name, seconds in sorted(shares.items(), key=lambda item: -item[1]))]


def head() -> list[str]:
    """When and where it was measured."""
    return [f"Written by `make bench` with `--write` (`python -m tasks.bench --write`), "
            f"{datetime.datetime.now(tz=datetime.UTC):%Y-%m-%d}: Python {platform.python_version()}, {os.cpu_count()} "
            f"cores ({platform.machine()}), load of the machine {os.getloadavg()[0]:.1f}. Bare spaCy is "
            "`spacy.load(MODEL)` with its default components and `nlp.pipe`; ours is all of `sayso read` from the "
            "file to the encoded line."]


if __name__ == "__main__":
    sys.exit(main())
