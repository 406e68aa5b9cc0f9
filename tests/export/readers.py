"""Each format read back by the field's own tool, down to what it says of each row."""
import csv
import io
import json
from typing import Any

from sayso.export.base import Batch
from sayso.export.index import by_name

DISABLED = ["uuid-check", "relationship-types", "extref-hashes"]


def written(name: str, batch: Batch) -> bytes:
    """What a writer writes; the stream stays open."""
    stream = io.BytesIO()
    by_name(name).write(batch, stream)
    assert not stream.closed
    return stream.getvalue()


def table(name: str, batch: Batch, header: int) -> list[list[str]]:
    """The lines of a table after its header, by csv; a tab separated one reads alike with quoting and without."""
    text = written(name, batch).decode()
    if name == "acled":
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))[header:]
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert rows == list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))
    return rows[header:]


def lines(name: str, batch: Batch) -> list[Any]:
    return [json.loads(line) for line in written(name, batch).decode().split("\n")[:-1]]


def stix(batch: Batch) -> list[dict[str, Any]]:
    """The objects of a bundle that stix2-validator finds nothing against, and that stix2 can read.

    Of its recommendations three are not heeded, each named in docs/export.md: random ids, relationships of the names that
    STIX has for intrusions, and hashes of pages that a link leads to.
    """
    from stix2 import parse
    from stix2validator import ValidationOptions, validate_string

    text = written("stix", batch).decode()
    result = validate_string(text, ValidationOptions(version="2.1", strict=True, disabled=DISABLED))
    assert result.is_valid, [str(error) for error in result.errors][:5]
    read = parse(text, version="2.1")
    assert len(read.objects) == len(json.loads(text)["objects"])
    return json.loads(text)["objects"]  # type: ignore[no-any-return]


def geojson(batch: Batch) -> list[dict[str, Any]]:
    """The features of a collection that keeps RFC 7946."""
    def no_constant(value: str) -> None:
        raise AssertionError(value)  # NaN and Infinity are no JSON

    found = json.loads(written("geojson", batch), parse_constant=no_constant)
    assert set(found) == {"type", "features"}
    assert found["type"] == "FeatureCollection"
    for feature in found["features"]:
        assert {"type", "geometry", "properties"} <= set(feature)
        assert feature["type"] == "Feature"
        assert isinstance(feature["id"], str)
        if feature["geometry"] is not None:
            lon, lat = feature["geometry"]["coordinates"]
            assert feature["geometry"]["type"] == "Point"
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90
    return found["features"]  # type: ignore[no-any-return]


def ftm(batch: Batch) -> list[Any]:
    """Entities that followthemoney reads and validates, every value of which it would have written so itself."""
    from followthemoney import ValueEntity, model

    found = []
    for line in lines("ftm", batch):
        entity = model.get_proxy(line)
        strict = ValueEntity.from_dict(line, cleaned=False)
        assert {name: set(strict.get(name)) for name in strict.properties} == {
            name: set(values) for name, values in line["properties"].items()}
        entity.schema.validate({"properties": line["properties"]})
        found.append(entity)
    return found


def statements(batch: Batch) -> list[Any]:
    """Statements that followthemoney reads, each under the id that it would give it."""
    from followthemoney.statement.serialize import read_json_statements

    found = list(read_json_statements(io.BytesIO(written("statements", batch))))
    assert all(one.id == one.generate_key() for one in found)
    return found


def parquet(batch: Batch) -> list[dict[str, Any]]:
    from pyarrow.parquet import read_table

    return read_table(io.BytesIO(written("parquet", batch))).to_pylist()  # type: ignore[no-any-return]


def count(name: str, batch: Batch) -> int:
    """How many rows are told by what a format wrote."""
    match name:
        case "acled":
            return len(table(name, batch, 2))
        case "gdelt":
            return len(table(name, batch, 0))
        case "icews":
            return len(table(name, batch, 1))
        case "jsonl" | "claims":
            return len(lines(name, batch))
        case "geojson":
            return len(geojson(batch))
        case "parquet":
            return len(parquet(batch))
        case "stix":
            return sum(one["type"] == "incident" for one in stix(batch))
        case "ftm":
            return sum(one.schema.name == "Event" for one in ftm(batch))
        case "statements":
            return len({one.entity_id for one in statements(batch) if one.schema == "Event"})
    raise AssertionError(name)
