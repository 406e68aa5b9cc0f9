"""The formats by name."""
from collections.abc import Callable
from typing import IO

import msgspec

from sayso.errors import RecordError
from sayso.export import acled, ftm, gdelt, geojson, lines, parquet, stix
from sayso.export.base import Batch, Row


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A form in which a batch can be written to a binary stream, which stays open.

    `told` are the rows that it can tell: the writer passes over the others. `extra`: what must be installed too.
    """

    name: str
    title: str
    suffix: str
    media: str
    write: Callable[[Batch, IO[bytes]], None]
    told: Callable[[Batch], tuple[Row, ...]]
    extra: str | None = None


FORMATS = (
    Format(name="jsonl", title="JSON lines, one an act", suffix=".jsonl", media="application/jsonl", write=lines.write,
           told=lines.told),
    Format(name="claims", title="JSON lines, one a claim", suffix=".jsonl", media="application/jsonl",
           write=lines.write_claims, told=lines.claimed),
    Format(name="acled", title="CSV with ACLED's columns and HXL tags", suffix=".csv", media="text/csv",
           write=acled.write, told=acled.told),
    Format(name="gdelt", title="GDELT 1.0 event table", suffix=".tsv", media="text/tab-separated-values",
           write=gdelt.write, told=gdelt.told),
    Format(name="icews", title="event table in the manner of ICEWS", suffix=".tsv", media="text/tab-separated-values",
           write=gdelt.write_icews, told=gdelt.told),
    Format(name="parquet", title="Apache Parquet", suffix=".parquet", media="application/vnd.apache.parquet",
           write=parquet.write, told=parquet.told, extra="analysis"),
    Format(name="geojson", title="GeoJSON", suffix=".geojson", media="application/geo+json", write=geojson.write,
           told=geojson.told),
    Format(name="stix", title="STIX 2.1 bundle", suffix=".json", media="application/stix+json;version=2.1",
           write=stix.write, told=stix.told),
    Format(name="ftm", title="FollowTheMoney entities", suffix=".ftm.jsonl", media="application/jsonl", write=ftm.write,
           told=ftm.told, extra="ftm"),
    Format(name="statements", title="FollowTheMoney statements", suffix=".statements.jsonl", media="application/jsonl",
           write=ftm.write_statements, told=ftm.told, extra="ftm"),
)


def by_name(name: str) -> Format:
    """The format of that name. RecordError names those that there are."""
    for one in FORMATS:
        if one.name == name:
            return one
    names = ", ".join(one.name for one in FORMATS)
    raise RecordError(f"{name!r} is no form of export; choose one of {names}", "format")
