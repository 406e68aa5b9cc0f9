"""`sayso add` and `sayso reread` as a user runs them: whole processes, the real reader."""
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).parent / "sayso"
TEXT = "The rebels attacked the village of Hama on Tuesday and killed three soldiers, the army said.\n"
NEXT = "Police in Lima arrested two students on Friday after a protest.\n"


def sayso(folder, *arguments, **environment):
    done = subprocess.run([PROGRAM, *arguments], cwd=folder, capture_output=True, text=True, check=False,
                          env={**os.environ, "OPENBLAS_NUM_THREADS": "1", **environment})
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def test_add_and_reread(tmp_path):
    """Added once, known again, read again by another reader with what changed, and then no more."""
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text("")
    code, out, err = sayso(tmp_path, "add", "a.txt", "b.txt", "--published", "2024-05-09", "--models", "none", SAYSO_STORE="s.db")
    assert (code, err) == (1, "")
    assert out.splitlines()[0] == "✗ b.txt  There is nothing in it. (empty)"
    assert out.splitlines()[1].startswith("1 article: 1 new, 0 changed, 0 known; 1 read, 1 could not be read. Compared: 1 story")
    (tmp_path / "words").mkdir()
    code, out, err = sayso(tmp_path, "reread", "--show", "--store", "s.db", "--models", "none", "--lexicon", "words")
    assert (code, err) == (0, "")   # an empty folder changes no table: it is the same reader
    assert out == "0 reports read again, 0 could not be read. Events: 0 changed, 0 new, 0 gone. Compared: 0 stories and 0 claims written.\n"
    (tmp_path / "words" / "counted.tsv").write_text("# Nothing yet.\n")   # but a table that is there makes another reader
    code, out, err = sayso(tmp_path, "reread", "--show", "--store", "s.db", "--models", "none", "--lexicon", "words")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1].startswith("1 report read again, 0 could not be read. Events: 0 changed, 0 new, 0 gone.")
    code, out, _ = sayso(tmp_path, "claims", "--store", "s.db", "--format", "jsonl")
    assert (code, out.count('"type":"ASSAULT"') > 0) == (0, True)


@pytest.mark.parametrize("arguments, said", [
    (["add", "a.txt", "--workers", "2", "--engine", "tcp://127.0.0.1:9"],
     "sayso: --workers and --engine exclude each other; the cluster's workers are its own."),
    (["add", "a.txt", "--published", "soon"], "sayso: 'soon' is no date"),
    (["add", "a.txt", "--lexicon", "none"], "sayso: --lexicon none is no folder; name a folder that holds .tsv tables."),
    (["reread", "--store", "none.db"], "sayso: There is no store at none.db; `sayso add INPUT --store none.db` makes one, and"),
])
def test_a_wrong_command(tmp_path, arguments, said):
    """Status 2, a sentence, and no article in a store."""
    (tmp_path / "a.txt").write_text(NEXT)
    code, out, err = sayso(tmp_path, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(said)


def test_no_scheduler_and_no_folder(tmp_path):
    """An address that is none, and a store that cannot be."""
    (tmp_path / "a.txt").write_text(NEXT)
    code, _, err = sayso(tmp_path, "add", "a.txt", "--engine", "127.0.0.1:9")
    assert (code, err) == (1, "sayso: --engine 127.0.0.1:9 is no address of a Dask scheduler; write tcp://HOST:PORT.\n")
    code, _, err = sayso(tmp_path, "add", "a.txt", "--store", "none/s.db")
    assert (code, err) == (1, "sayso: There is no folder none for the store; make it first.\n")
