"""The command as a process: what it prints where, its exit status, and what happens when it is cut off or killed."""
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from sayso.records.codec import decode_reading

ROOT = Path(__file__).parent.parent
SAYSO = [sys.executable, "-c", "import sys; from sayso.cli import main; sys.exit(main())"]
SHORT = "Russian forces attacked Ukraine on Monday, the governor said."
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and /proc")


def run(*arguments: str, given: bytes = b"", **changed: str) -> subprocess.CompletedProcess[bytes]:
    """The finished command."""
    return subprocess.run([*SAYSO, *arguments], input=given, capture_output=True, timeout=120, check=False, cwd=ROOT,
                          env={**os.environ, **changed})


def start(*arguments: str, **more: Any) -> "subprocess.Popen[bytes]":
    """The running command, in a process group of its own."""
    return subprocess.Popen([*SAYSO, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            cwd=ROOT, start_new_session=True, **more)


def line(id_: str, text: str = SHORT) -> bytes:
    return json.dumps({"id": id_, "text": text, "published": "2022-03-02"}).encode() + b"\n"


def ids(output: bytes) -> list[str]:
    return [json.loads(one)["article"]["id"] for one in output.splitlines()]


@pytest.mark.parametrize(("arguments", "sentence"), [
    ([], "Missing command"),
    (["nope"], "No such command 'nope'"),
    (["read"], "Missing argument"),
    (["read", "x", "--workers", "0"], "--workers"),
    (["read", "x", "--format", "xml"], "--format"),
    (["read", "x", "--published", "soon"], "'soon' is no date; write it as YYYY-MM-DD."),
    (["read", "x", "--published", "2015-02-30"], "'2015-02-30' is no date"),
    (["read", "x", "--lexicon", "nowhere"], "--lexicon nowhere is no folder"),
    (["read", "x", "--output", "nowhere/out"], "--output nowhere/out cannot be written"),
    (["read", "samples/briefs.jsonl", "--output", "samples/briefs.jsonl"], "is one of the inputs"),
])
def test_a_wrong_command_is_told_in_one_sentence(arguments: list[str], sentence: str) -> None:
    """Exit status 2, one line on standard error, nothing on standard output."""
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == b""
    assert sentence in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_a_wrong_lexicon_names_the_place(tmp_path: Path) -> None:
    """File and line."""
    (tmp_path / "countries.tsv").write_text("nonsense\n")
    done = run("read", "-", "--lexicon", str(tmp_path), given=line("a"))
    assert done.returncode == 2
    assert "countries.tsv, line 1" in done.stderr.decode()


def test_version_and_help() -> None:
    """Both are quick to come and end well."""
    assert run("--version").stdout.startswith(b"sayso 0.")
    began = time.monotonic()
    assert b"Commands:" in run("--help").stdout
    assert time.monotonic() - began < 5


def test_bad_inputs_become_errors_in_their_places(tmp_path: Path) -> None:
    """Empty, binary, missing, another language, broken JSON, a refused address: the rest goes on, and the status is 1."""
    for name, content in {
        "a.txt": SHORT.encode(), "b.txt": b"", "c.txt": b"\x7fELF\0\0\0", "d.html": b"<html><p>", "e.warc": b"WARC/1.0\r",
        "f.txt": b"Der Minister hat den Angriff auf die Stadt am Montag in Berlin scharf verurteilt." * 3,
        "g.jsonl": line("g1") + b"{\n" + b"[1]\n" + line("g4"), "h.txt.gz": b"\x1f\x8b\x08\0", "i.txt": b"\xff\xfe",
        "j.txt": ("\u202e" + SHORT + "\u200f").encode(),
    }.items():
        (tmp_path / name).write_bytes(content)
    done = run("read", str(tmp_path), "no such file.txt", "http://127.0.0.1/", "--format", "jsonl")
    assert done.returncode == 1
    found = [json.loads(one) for one in done.stdout.splitlines()]
    assert [one["article"]["id"] for one in found] == [
        "a.txt", "b.txt", "c.txt", "d.html", "e.warc", "f.txt", "g1", "g.jsonl:2", "g.jsonl:3", "g4", "h.txt.gz", "i.txt",
        "j.txt", "no such file.txt", "http://127.0.0.1/"]
    good = [one["article"]["id"] for one in found if "error" not in one]
    assert good == ["a.txt", "g1", "g4", "j.txt"]
    assert all(one["error"]["code"] and one["error"]["message"] for one in found if "error" in one)
    assert b"Traceback" not in done.stderr + done.stdout


def test_what_is_printed_keeps_the_contract() -> None:
    """Each line can be read back; the same input gives the same bytes in one process and in two."""
    one = run("read", "samples/briefs.jsonl", "samples/road-accident.txt")
    two = run("read", "samples/briefs.jsonl", "samples/road-accident.txt", "--workers", "2")
    assert one.returncode == two.returncode == 1  # one of the briefs is in French
    assert one.stdout == two.stdout
    readings = [decode_reading(found) for found in one.stdout.splitlines() if b'"error":' not in found]
    assert [r.article.id for r in readings] == ["brief-1", "brief-2", "brief-3", "brief-5", "road-accident.txt"]
    assert all(r.events for r in readings[:4])


def test_an_accident_yields_no_events() -> None:
    """Nobody does anything to anybody in it."""
    assert decode_reading(run("read", "samples/road-accident.txt").stdout).events == ()


def test_each_line_comes_as_soon_as_it_is_ready() -> None:
    """A program may hold a conversation with the command: a line in, a line out."""
    with start("read", "-") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for id_ in ("one", "two"):
            process.stdin.write(line(id_))
            process.stdin.flush()
            if id_ == "two":  # the first bytes of a stream decide what it is, and so must be many or all
                process.stdin.close()
            else:
                continue
            assert ids(process.stdout.readline()) == ["one"]
            assert ids(process.stdout.readline()) == ["two"]
        assert process.wait(60) == 0


@pytest.mark.parametrize("form", ["jsonl", "table", "html"])
def test_whoever_reads_the_output_may_go_away(form: str) -> None:
    """`| head`: quiet, and at once."""
    with start("read", "-", "--format", form) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write(line("a") * 50)
        process.stdin.close()
        assert process.wait(60) == 141
        assert process.stderr.read() == b""


@pytest.mark.parametrize("workers", ["1", "2"])
def test_stopping_it(workers: str) -> None:
    """Ctrl-C: status 130, no traceback, and no worker is left behind."""
    with start("read", "-", "--workers", workers) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(line("a") * 300)
        process.stdin.flush()
        assert process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(60) == 130
        assert process.stderr.read() == b"sayso: stopped\n"
        with pytest.raises(ProcessLookupError):
            for _ in range(50):
                os.killpg(process.pid, 0)
                time.sleep(0.1)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_a_killed_worker_costs_one_article(tmp_path: Path) -> None:
    """As the system does when memory runs out: one error "worker-died", everything else is read, in order."""
    names = [f"n{k}" for k in range(8)]
    (tmp_path / "in.jsonl").write_bytes(b"".join(line(name, " ".join([SHORT] * 100)) for name in names))
    with start("read", str(tmp_path / "in.jsonl"), "--workers", "2") as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        os.kill(_busiest(process.pid), signal.SIGKILL)
        found = [json.loads(one) for one in [first, *process.stdout.read().splitlines()]]
        assert [one["article"]["id"] for one in found] == names
        assert [one["error"]["code"] for one in found if "error" in one] == ["worker-died"]
        assert process.wait(60) == 1


def _busiest(parent: int) -> int:
    """The child process with the most processor time: a worker, not Python's helper."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return max(map(int, children), key=lambda pid: sum(map(int, Path(f"/proc/{pid}/stat").read_text().split()[13:15])))


def test_killing_it_leaves_whole_lines(tmp_path: Path) -> None:
    """What was written before the kill is whole."""
    output = tmp_path / "out.jsonl"
    with start("read", "-", "--output", str(output)) as process:
        assert process.stdin is not None
        process.stdin.write(line("a") * 400)
        process.stdin.flush()
        while not output.exists() or output.stat().st_size < 20_000:
            time.sleep(0.05)
        process.kill()
    *whole, last = output.read_bytes().split(b"\n")
    assert len(whole) > 2
    assert all(decode_reading(one) for one in whole)
    assert last == b""


def test_html_and_table_to_a_file(tmp_path: Path) -> None:
    """`--output` writes whatever format is asked for, without colours."""
    for form, begins in (("html", b"<!doctype html>"), ("table", b"Moldova")):
        output = tmp_path / f"out.{form}"
        done = run("read", "samples/grain-corridor.txt", "--format", form, "--output", str(output), FORCE_COLOR="")
        assert (done.returncode, done.stdout) == (0, b"")
        assert output.read_bytes().startswith(begins)
        assert b"\x1b" not in output.read_bytes()


def test_a_terminal_that_knows_only_ascii_is_no_reason_to_stop() -> None:
    """Arrows become question marks."""
    done = run("read", "samples/grain-corridor.txt", "--format", "table", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.returncode == 0
    assert done.stderr == b""


def test_on_a_terminal_the_default_is_the_table() -> None:
    """In a pseudo-terminal: a table in colours, and a bar for more than one article that leaves nothing behind."""
    import pty

    master, slave = pty.openpty()
    with subprocess.Popen([*SAYSO, "read", "samples/briefs.jsonl"], stdin=slave, stdout=slave, stderr=slave, cwd=ROOT,
                          env={**os.environ, "TERM": "xterm", "COLUMNS": "80"}) as process:
        os.close(slave)
        shown = b""
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        assert process.wait(60) == 1
    os.close(master)
    assert b"CONSULT" in shown
    assert b"\x1b[1" in shown
    assert b"articles" in shown
    assert b"{" not in shown
