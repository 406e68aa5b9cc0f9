"""JSON lines: claims as compared, or rows with every telling. Nothing is lost but half surrogate pairs.

One object a line, UTF-8, keys in the order of the records (docs/export.md).
"""
from typing import IO, Any

import msgspec

from sayso.export.base import Batch, Row
from sayso.export.text import whole


def told(batch: Batch) -> tuple[Row, ...]:
    """All rows."""
    return batch.rows


def claimed(batch: Batch) -> tuple[Row, ...]:
    """The rows that are claims."""
    return tuple(row for row in batch.rows if row.kind == "claim")


def write(batch: Batch, stream: IO[bytes]) -> None:
    """A line for each row: a claim with its mentions, or an event of no claim."""
    for row in told(batch):
        stream.write(line(row))


def write_claims(batch: Batch, stream: IO[bytes]) -> None:
    """A line for each claim, as records.claim has it."""
    for claim in batch.claims:
        stream.write(line(claim))


def line(value: object) -> bytes:
    """Anything of records, tuples, strings and numbers as a line."""
    try:
        return msgspec.json.encode(value) + b"\n"
    except UnicodeEncodeError:
        return msgspec.json.encode(mended(msgspec.to_builtins(value))) + b"\n"


def mended(value: Any) -> Any:
    """The same with every string whole."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, dict):
        return {whole(key): mended(held) for key, held in value.items()}
    return [mended(held) for held in value] if isinstance(value, list | tuple) else value
