"""Tables of words ► frozen rows.

A table is a UTF-8 file of tab-separated columns: comment lines begin with `#`, the first other line names the columns.
Which columns a table has, and of what type, its row type in `sayso.lexicon.tables` says. `NAME.tsv` and every
`NAME_*.tsv` are read as one table. A user's folder adds rows to the tables of the same name, before the built-in ones,
so that his word is found first.
"""
import hashlib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast, get_args, get_type_hints

import msgspec

from sayso.errors import RecordError

BUILT_IN = Path(__file__).parent / "en"
Row = TypeVar("Row", bound=msgspec.Struct)
KEYWORDS = {"from": "from_", "class": "class_"}  # a column that cannot be a field under its own name


def read_rows(row: type[Row], path: Path) -> tuple[Row, ...]:
    """The rows of one file. RecordError names file, line and column of what does not fit."""
    names: list[str] = []
    found = []
    columns: list[tuple[str, int, Callable[[str], Any]]] = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise RecordError(f"not UTF-8 ({error.reason})", path.name) from error
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not names:
            names = [KEYWORDS.get(cell.strip(), cell.strip()) for cell in cells]
            if missing := [n for n in row.__struct_fields__ if n not in names and n not in _optional(row)]:
                raise RecordError(f"no column {missing[0]!r}", f"{path.name}, line {number}")
            columns = [(name, names.index(name) if name in names else len(names), value)
                       for name, value in _values(row).items()]
            continue
        if len(cells) > len(names):
            raise RecordError(f"{len(cells)} cells for {len(names)} columns", f"{path.name}, line {number}")
        values = []
        for name, at, value in columns:
            try:
                values.append(value(cells[at].strip() if at < len(cells) else ""))
            except ValueError as error:
                raise RecordError(str(error), f"{path.name}, line {number}, column {name}") from error
        found.append(row(*values))
    return tuple(found)


def read_table(row: type[Row], name: str, folders: Iterable[Path]) -> tuple[Row, ...]:
    """All rows of table `name` from `folders`, in their order."""
    files = [path for folder in folders
             for path in sorted([*folder.glob(f"{name}.tsv"), *folder.glob(f"{name}_*.tsv")])]
    return tuple(found for path in files for found in read_rows(row, path))


def content_hash(folders: Iterable[Path]) -> str:
    """Twelve hexadecimal digits over the names and bytes of all tables."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.glob("*.tsv")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


@cache
def _values(row: type[msgspec.Struct]) -> dict[str, Callable[[str], Any]]:
    """How the cells of each column become values."""
    hints = get_type_hints(row)
    return {name: _value(hints[name]) for name in row.__struct_fields__}


@cache
def _optional(row: type[msgspec.Struct]) -> frozenset[str]:
    return frozenset(f.name for f in msgspec.structs.fields(row) if not f.required)


def _value(kind: Any) -> Callable[[str], Any]:
    """What makes of a cell a str, tuple of str ("|" between), int, float or bool; None where it may be empty."""
    if kind is str:
        return str
    if kind == tuple[str, ...]:
        return _parts
    if type(None) in get_args(kind):
        inner = _value(next(k for k in get_args(kind) if k is not type(None)))
        return lambda cell: inner(cell) if cell else None
    return _yes if kind is bool else cast(Callable[[str], Any], kind)


def _parts(cell: str) -> tuple[str, ...]:
    if not cell:
        return ()
    if "|" not in cell:
        return (cell,)
    return tuple(stripped for part in cell.split("|") if (stripped := part.strip()))


def _yes(cell: str) -> bool:
    if cell not in ("", "yes", "no"):
        raise ValueError(f"{cell!r} is neither yes nor no")
    return cell == "yes"
