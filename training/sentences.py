"""The sentences written for Sayso: two forms, one value.

data/*.jsonl   {"text", "events": [{"trigger", "type", "mode", "status", "factuality", …}], "kind"}
data/*.txt     LABEL<TAB>text with {trigger|TYPE:mode:status:factuality}; LABEL is an ACLED sub-type or "-"
"""
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data"
MARK = re.compile(r"\{([^{}|]+)\|([^{}]+)\}")


class Mark(NamedTuple):
    """An event word: characters `start` to `end` of the text."""

    start: int
    end: int
    type: str
    mode: str | None
    status: str
    factuality: float


class Written(NamedTuple):
    """A text with its event words, and the ACLED sub-type of its main event where it has one.

    `style`: "main" where only the events are marked that the sentence is there to tell, "all" where every mention is.
    """

    id: str
    text: str
    marks: tuple[Mark, ...]
    acled: str | None
    style: str


def load(folder: Path = DATA) -> list[Written]:
    """All sentences, each once, in the order of the files' names."""
    found: dict[str, Written] = {}
    for path in sorted(folder.glob("sentences_*.jsonl")):
        for row in _rows(path):
            found.setdefault(row.text, row)
    for path in sorted(folder.glob("*.txt")):
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                row = marked(f"{path.stem}:{n}", line)
                found.setdefault(row.text, row)
    return list(found.values())


def _rows(path: Path) -> Iterator[Written]:
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row, marks, at = json.loads(line), [], {}
        for event in row["events"]:
            start = row["text"].find(event["trigger"], at.get(event["trigger"], 0))
            if start < 0:
                raise ValueError(f"{path.name}:{n}: no {event['trigger']!r} in the text")
            end = at[event["trigger"]] = start + len(event["trigger"])
            marks.append(Mark(start, end, event["type"], event["mode"] or None, event["status"], event["factuality"]))
        yield Written(f"{path.stem}:{n}", row["text"], tuple(marks), None, "main")


def marked(name: str, line: str) -> Written:
    """A line of a .txt file. ValueError names the fault."""
    label, _, rest = line.partition("\t")
    text, marks, at = "", [], 0
    for found in MARK.finditer(rest):
        text += rest[at:found.start()]
        kind, mode, status, factuality, *_ = (*found[2].split(":"), "", "", "")
        marks.append(Mark(len(text), len(text) + len(found[1]), kind, mode or None, status or "happened",
                          float(factuality or 3)))
        text += found[1]
        at = found.end()
    text += rest[at:]
    if "{" in text or "}" in text or not text.strip():
        raise ValueError(f"{name}: a brace is left over, or nothing is there")
    return Written(name, text, tuple(marks), None if label == "-" else label, "all")
