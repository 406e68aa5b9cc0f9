"""Parquet, by pyarrow: a record for each row, parties and tellings nested, days as dates.

A day that is no date of the calendar is null, half a surrogate pair U+FFFD; everything else is as in the JSON lines.
"""
from typing import IO, Any

import msgspec

from sayso.errors import RecordError
from sayso.export.base import Batch, Row, day
from sayso.export.lines import mended

GROUP = 5_000  # rows of a row group: what is held twice in memory at a time


def told(batch: Batch) -> tuple[Row, ...]:
    """All rows."""
    return batch.rows


def write(batch: Batch, stream: IO[bytes]) -> None:
    """One Parquet file, zstd, row groups of `GROUP`. RecordError where pyarrow is not installed."""
    try:
        import pyarrow
        from pyarrow.parquet import ParquetWriter
    except ImportError as error:
        raise RecordError("pyarrow is not installed; say pip install 'sayso[analysis]'", "parquet") from error
    schema = _schema(pyarrow)
    rows = told(batch)
    with ParquetWriter(stream, schema, compression="zstd") as writer:
        for start in range(0, len(rows), GROUP):
            records = [_record(row) for row in rows[start:start + GROUP]]
            writer.write_table(pyarrow.Table.from_pylist(records, schema=schema))


def _record(row: Row) -> dict[str, Any]:
    """A row as plain values, in the columns of the schema."""
    found: dict[str, Any] = mended(msgspec.to_builtins(row))
    found |= {"start": day(row.start), "end": day(row.end), "factuality_low": row.factuality[0],
              "factuality_high": row.factuality[1]}
    for plain, one in zip(found["told"], row.told, strict=True):
        plain |= {"start": one.span[0], "end": one.span[1], "published": day(one.published)}
    for plain, held in zip(found["contradictions"], row.contradictions, strict=True):
        plain |= {f"{side}_{key}": value for side, ids in (("one", held.one), ("other", held.other))
                  for key, value in zip(("report", "event"), mended(list(ids)), strict=True)}
    return found


def _schema(pyarrow: Any) -> Any:
    """The columns. Wide integers, because a text may state any number."""
    text, whole, real, date = pyarrow.string(), pyarrow.int64(), pyarrow.float64(), pyarrow.date32()

    def struct(**fields: Any) -> Any:
        return pyarrow.struct(list(fields.items()))

    who = pyarrow.list_(struct(name=text, ref=text, code=text, country=text, kind=text))
    counts = pyarrow.list_(struct(what=text, low=whole, high=whole))
    told = struct(
        report=text, event=text, outlet=text, title=text, url=text, published=date, quote=text, start=whole, end=whole,
        chain=pyarrow.list_(text), origin=text, stance=text, status=text, factuality=real, counts=counts,
        lead=pyarrow.bool_(), reader=text)
    contradiction = struct(kind=text, why=text, one_report=text, one_event=text, one_quote=text, other_report=text,
                           other_event=text, other_quote=text)
    return pyarrow.schema({
        "id": text, "kind": text, "type": text, "mode": text, "cameo": text, "acled": text,
        "contexts": pyarrow.list_(text), "status": text, "factuality_low": real, "factuality_high": real, "actors": who,
        "recipients": who, "start": date, "end": date,
        "place": struct(geonames=whole, name=text, country=text, lat=real, lon=real, precision=text), "admin1": text,
        "supporting": whole, "denying": whole,
        "grade": struct(reliability=text, credibility=whole, reasons=pyarrow.list_(text)), "story": text,
        "told": pyarrow.list_(told), "contradictions": pyarrow.list_(contradiction)}.items())
