"""Every format: read back by the field's own tool, whatever stands in the fields, and with no row lost or made up."""
import csv
import io
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.errors import RecordError
from sayso.export.base import Batch, Row, Told, Who
from sayso.export.index import FORMATS, by_name
from sayso.records import Count
from sayso.records.claim import Contradiction, Grade, Spot
from sayso.records.codec import PLOVER
from tests.export import readers
from tests.export.batches import batch, claim

NAMES = [one.name for one in FORMATS]
HOSTILE = {
    "formula": '=HYPERLINK("http://evil.example","click")', "formula behind a space": "  +1+1", "at": "@SUM(A1)",
    "formula behind a mark": "\u200f=1+1", "wide equals sign": "＝1+1", "line feeds": "a\r\nb\nc\rd",
    "line separators": "a\u2028b\u2029c\u0085d\x0be", "tabs": "\ta\tb\t", "quotes": '"a" "b""', "a lone quote": '"',
    "control characters": "a\x00b\x1b[31mc\x07\x9f", "turned line": "\u202egnp.exe\u2066", "half a surrogate": "a\ud800b",
    "beyond the basic plane": "𝒜😀", "long": "x" * 70_000, "blanks": " \n\t ", "empty": "", "markup": "<script>&amp;]]>",
    "commas": "a,b;c|d", "backslashes": "\\N\\", "a number": "1e999", "null": "NULL"}


def hostile(text: str) -> Batch:
    """A batch that has the string wherever a stranger could put one; type, country, day and stance are our own."""
    who = Who(name=text, ref=text, code=text, country="SYR", kind=text)
    told = Told(report=text, event=text, quote=text, span=(0, len(text)), chain=(text, text + "x"), stance="supports",
                status=text, factuality=3.0, published="2017-02-14", outlet=text, url=text, title=text, origin=text,
                counts=(Count(span=(0, 1), what=text, low=1, high=10**15),), lead=True, reader=text)
    links = tuple(msgspec.structs.replace(told, url=prefix + text) for prefix in ("http://a.example/", "https://", "javascript:"))
    row = Row(id="1" + text, kind="claim", type="ASSAULT", mode=None, cameo="190", status="happened", factuality=(1.0, 3.0),
              told=(told, *links), actors=(who, who), recipients=(who,), start="2017-02-13", end="2017-02-13", admin1=text,
              place=Spot(geonames=1, name=text, country="SYR", lat=1.0, lon=2.0, precision="city"), contexts=(text, text),
              supporting=1, denying=0, story=text, grade=Grade(reliability=text, credibility=2, reasons=(text,)),
              contradictions=(Contradiction(kind=text, one=(text, text), other=(text, text), why=text, one_quote=text,
                                            other_quote=text),))
    other = msgspec.structs.replace(row, id="2" + text, mode=text, acled=text)
    loose = msgspec.structs.replace(row, id="3" + text, status=text, start=text, end=text, told=(), place=None)
    return Batch(rows=(row, other, loose), reports=(), claims=(msgspec.structs.replace(claim(), id=text, story=text),),
                 made="2024-06-01")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_in_a_field_breaks_a_format(name: str, text: str) -> None:
    """The field's tool reads as many rows as the format can tell."""
    made = hostile(text)
    told = 1 if name == "claims" else len(by_name(name).told(made))
    assert readers.count(name, made) == told
    assert told >= (1 if name in ("claims", "acled", "gdelt", "icews") else 3)


@pytest.mark.parametrize("name", ["ftm", "statements"])
@pytest.mark.parametrize("text", ['"' * 301, "\xad", "'\"e\xad\u0301\u0958\"'", "2017-W07-1"])
def test_values_are_as_the_library_would_write_them(name: str, text: str) -> None:
    """Quotation marks in a nest, what is not seen, what composes only after cleaning, a day of a week."""
    assert readers.count(name, hostile(text)) == 3


@pytest.mark.parametrize("name", ["acled", "gdelt", "icews"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_cell_acts(name: str, text: str) -> None:
    """No cell is a formula, none holds a line feed, a tab, a control or a mark that turns the line, none is too long."""
    header = {"acled": 2, "gdelt": 0, "icews": 1}[name]
    for row in readers.table(name, hostile(text), header):
        for cell in row:
            number = cell.lstrip("-").replace(".", "", 1).isdecimal()
            assert number or not cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
            assert not set(cell) & set("\t\n\r\x00\x07\x1b\u2028\u2029\u0085\u202e\u2066\u200f")
            assert len(cell) <= 32_767


@pytest.mark.parametrize("name", ["jsonl", "geojson", "stix", "parquet"])
def test_evidence_is_kept_to_the_character(name: str) -> None:
    """Formats that can hold any text do not tidy it: a span must go on to fit."""
    made = hostile("=a\n\t\u202eb\x1b \"")
    found = {
        "jsonl": lambda: readers.lines("jsonl", made)[0]["told"][0]["quote"],
        "geojson": lambda: readers.geojson(made)[0]["properties"]["told"][0]["quote"],
        "parquet": lambda: readers.parquet(made)[0]["told"][0]["quote"],
        "stix": lambda: next(one for one in readers.stix(made) if one["type"] == "note")["content"],
    }[name]()
    assert found == made.rows[0].told[0].quote


TEXT = st.text(st.characters(exclude_categories=()), max_size=12)
SMALL = st.one_of(st.none(), TEXT)
DAYS = st.one_of(st.none(), TEXT, st.dates().map(str), st.sampled_from(["2017-02-13", "2017-02-20"]))
REALS = st.one_of(st.none(), st.floats(), st.floats(-180, 180))
WHOLES = st.one_of(st.none(), st.integers(-1, 2**53))
PARTIES = st.lists(st.builds(Who, name=TEXT, ref=SMALL, code=st.one_of(SMALL, st.sampled_from(["SYRMIL", "CVL", "SYRalaCVL"])),
                             country=st.one_of(SMALL, st.just("SYR")), kind=st.one_of(SMALL, st.just("person"))),
                   max_size=3).map(tuple)
TOLD = st.builds(
    Told, report=TEXT, event=TEXT, quote=TEXT, span=st.tuples(st.integers(0, 9), st.integers(0, 9)),
    chain=st.lists(TEXT, max_size=3).map(tuple), stance=st.sampled_from(["supports", "denies", "open"]), status=TEXT,
    factuality=st.floats(-3, 3), published=DAYS, outlet=SMALL, url=SMALL, title=SMALL, origin=SMALL,
    counts=st.lists(st.builds(Count, span=st.just((0, 1)), what=st.just("killed"), low=WHOLES, high=WHOLES),
                    max_size=2).map(tuple), lead=st.one_of(st.none(), st.booleans()), reader=SMALL)
ROWS = st.builds(
    Row, id=TEXT, kind=st.sampled_from(["claim", "event"]), type=st.sampled_from(PLOVER), mode=SMALL,
    cameo=st.one_of(TEXT, st.sampled_from(["190", "042", "9", "141", "1831"])),
    status=st.sampled_from(["happened", "ongoing", "planned", "historical"]),
    factuality=st.tuples(st.floats(-3, 3), st.floats(-3, 3)).map(lambda pair: (min(pair), max(pair))),
    told=st.lists(TOLD, max_size=3).map(tuple), actors=PARTIES, recipients=PARTIES, start=DAYS, end=DAYS,
    place=st.one_of(st.none(), st.builds(Spot, geonames=WHOLES, name=TEXT, country=st.one_of(SMALL, st.just("USA")), lat=REALS,
                                         lon=REALS, precision=st.sampled_from(["city", "admin1", "country", "region"]))),
    admin1=SMALL, contexts=st.lists(TEXT, max_size=2).map(tuple), acled=st.one_of(SMALL, st.just("ARMED_CLASH")),
    supporting=WHOLES, denying=WHOLES, story=SMALL,
    grade=st.one_of(st.none(), st.builds(Grade, reliability=TEXT, credibility=st.integers(1, 6),
                                         reasons=st.lists(TEXT, max_size=2).map(tuple))))
BATCHES = st.builds(Batch, rows=st.lists(ROWS, max_size=4, unique_by=lambda row: row.id).map(tuple), reports=st.just(()),
                    claims=st.just(()), made=st.sampled_from(["2024-06-01", "1999-12-31"]))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "claims"])
def test_as_many_rows_as_the_format_can_tell(name: str) -> None:
    """Whatever a batch holds, each row that `told` names is there once, and no other; twice the same bytes."""

    @settings(max_examples=8 if name in ("ftm", "statements", "stix") else 40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(BATCHES)
    def law(made: Batch) -> None:
        assert readers.count(name, made) == len(by_name(name).told(made))
        assert readers.written(name, made) == readers.written(name, made)

    law()


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_batch(name: str) -> None:
    """A whole file that holds nothing."""
    assert readers.count(name, Batch(rows=(), reports=(), claims=(), made="2024-06-01")) == 0


def test_the_planned_and_the_denied_are_in_no_table_of_deeds() -> None:
    """The tables that know no status leave them out; the others keep them with it."""
    ids = {name: {row.id for row in by_name(name).told(batch())} for name in NAMES}
    assert ids["acled"] == {"c1", "r1/v3", "r2/v3", "r3/v2"}  # nor is a visit (r1/v1) anything to ACLED
    assert ids["gdelt"] == ids["icews"] == {"c1", "r1/v1", "r1/v3", "r2/v3", "r3/v2"}
    for name in ("jsonl", "parquet", "geojson", "stix", "ftm", "statements"):
        assert ids[name] == {"c1", "r1/v1", "r1/v2", "r1/v3", "r2/v2", "r2/v3", "r3/v2"}
    assert ids["claims"] == {"c1"}


def test_an_unknown_format() -> None:
    with pytest.raises(RecordError) as caught:
        by_name("xls")
    assert str(caught.value) == ("'xls' is no form of export; choose one of jsonl, claims, acled, gdelt, icews, parquet, "
                                 "geojson, stix, ftm, statements in 'format'")


@pytest.mark.parametrize(("name", "library", "extra"), [("parquet", "pyarrow", "analysis"), ("ftm", "followthemoney", "ftm")])
def test_a_library_that_is_not_installed(name: str, library: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names what to install, and nothing was written."""
    monkeypatch.setitem(__import__("sys").modules, library, None)
    stream = io.BytesIO()
    with pytest.raises(RecordError) as caught:
        by_name(name).write(batch(), stream)
    assert str(caught.value) == f"{library} is not installed; say pip install 'sayso[{extra}]' in '{name}'"
    assert not stream.getvalue()
    assert by_name(name).extra == extra


def cells(name: str, header: int, columns: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """A golden table as its ids with the cells that are not empty."""
    at = columns.index({"acled": "sayso_id", "gdelt": "GLOBALEVENTID", "icews": "Sayso ID"}[name])
    return {row[at]: {k: v for k, v in zip(columns, row, strict=True) if v} for row in readers.table(name, batch(), header)}


def test_golden_acled() -> None:
    """The claim that is denied too, and the battle of which only the month is known."""
    text = readers.written("acled", batch()).decode()
    names, tags = list(csv.reader(io.StringIO(text, newline="")))[:2]
    assert len(names) == len(tags) == 48
    found = cells("acled", 2, tuple(names))
    quote = "Warplanes of the Syrian air force struck a market in Sarmin on Monday, killing at least 4 civilians, the Kestrel agency reported"
    assert found["c1"] == {
        "event_id_cnty": "SYR7528638574156960877", "event_date": "2017-02-13", "year": "2017", "time_precision": "1",
        "disorder_type": "Political violence", "event_type": "Explosions/Remote violence", "sub_event_type": "Air/drone strike",
        "actor1": "Syrian air force", "inter1": "State forces", "actor2": "civilians", "inter2": "Civilians",
        "interaction": "State forces-Civilians", "civilian_targeting": "Civilian targeting", "iso": "760", "region": "Middle East",
        "country": "Syria", "admin1": "Idlib", "location": "Sarmin", "latitude": "35.9028", "longitude": "36.7261",
        "geo_precision": "1", "source": "gazette.example; courier.example",
        "notes": f"ASSAULT aerial: Syrian air force ► civilians, Sarmin. {quote}", "fatalities": "4", "tags": "military",
        "timestamp": "1717200000", "fatalities_low": "4", "date_from": "text", "status": "happened", "factuality_low": "-3",
        "factuality_high": "3", "supporting": "1", "denying": "1", "contradicted": "One says it was struck.", "grade": "F3",
        "source_chain": "gazette.example ‹ Kestrel agency | courier.example ‹ Damascus",
        "evidence": f"{quote} | Damascus denies that its air force struck Sarmin on Monday",
        "url": "https://gazette.example/b1", "plover": "ASSAULT/aerial", "cameo": "195", "sayso_id": "c1", "story": "st1"}
    battle = found["r3/v2"]
    assert (battle["event_date"], battle["time_precision"], battle["fatalities"], battle["fatalities_high"]) == (
        "2017-02-01", "3", "7", "9")
    assert (found["r2/v3"]["date_from"], found["r2/v3"]["time_precision"]) == ("publication", "2")


def test_golden_gdelt() -> None:
    """The 58 columns; of two tellings that which denies is no mention."""
    from sayso.export.gdelt import GDELT

    assert len(GDELT) == 58
    found = cells("gdelt", 0, GDELT)
    assert found["7528638574156960877"] == {
        "GLOBALEVENTID": "7528638574156960877", "SQLDATE": "20170213", "MonthYear": "201702", "Year": "2017",
        "FractionDate": "2017.2000", "Actor1Code": "SYRMIL", "Actor1Name": "SYRIAN AIR FORCE", "Actor1CountryCode": "SYR",
        "Actor1Type1Code": "MIL", "Actor2Code": "CVL", "Actor2Name": "CIVILIANS", "Actor2Type1Code": "CVL",
        "IsRootEvent": "1", "EventCode": "195", "EventBaseCode": "195", "EventRootCode": "19", "QuadClass": "4",
        "GoldsteinScale": "-10.0", "NumMentions": "1", "NumSources": "1", "NumArticles": "1", "ActionGeo_Type": "4",
        "ActionGeo_FullName": "Sarmin, Idlib, Syria", "ActionGeo_CountryCode": "SY", "ActionGeo_ADM1Code": "SY",
        "ActionGeo_Lat": "35.9028", "ActionGeo_Long": "36.7261", "DATEADDED": "20240601",
        "SOURCEURL": "https://gazette.example/b1"}


def test_golden_icews() -> None:
    """ICEWS's columns under its names, and what hangs on whom behind them."""
    from sayso.export.gdelt import ICEWS, ICEWS_MORE

    found = cells("icews", 1, (*ICEWS, *ICEWS_MORE))
    assert readers.table("icews", batch(), 0)[0] == [*ICEWS, *ICEWS_MORE]
    assert found["r1/v1"] == {
        "Event ID": "4813676173416164271", "Event Date": "2024-05-07", "Source Name": "Ana Brod", "Source Sectors": "GOV",
        "Event Text": "Make a visit", "CAMEO Code": "042", "Intensity": "1.9", "Target Name": "Velian officials",
        "Target Sectors": "GOV", "Story ID": "r1", "Publisher": "news.example", "City": "Marlena", "Latitude": "1.5000",
        "Longitude": "2.5000", "Status": "happened", "Factuality Low": "3", "Factuality High": "3",
        "Source Chain": "news.example ‹ The Herald ‹ the Kestrel agency ‹ deputies",
        "Evidence": "The Herald, citing the Kestrel agency, reported that deputies said Foreign Minister Ana Brod had met Velian "
                    "officials in Marlena on Tuesday.", "URL": "https://news.example/1", "Sayso ID": "r1/v1"}


def test_golden_stix() -> None:
    """Incident, parties, place, notes with their chains, opinions of both sides and the grade; ids stay what they were."""
    found = readers.stix(batch())
    incident = next(one for one in found if one["type"] == "incident" and "Syrian air force" in one["name"])
    assert incident["id"] == "incident--31ceccfb-bed5-5ffd-87f0-4f1f9add20f4"
    assert (incident["created"], incident["modified"]) == ("2017-02-14T00:00:00.000Z", "2024-06-01T00:00:00.000Z")
    assert incident["confidence"] == 50  # 3 of the Admiralty code
    (held,) = incident["extensions"].values()
    assert (held["plover"], held["status"], held["grade"], held["supporting"], held["denying"]) == ("ASSAULT", "happened", "F3", 1, 1)
    assert held["contradictions"][0]["why"] == "One says it was struck."
    by_id = {one["id"]: one for one in found}
    related = {(one["relationship_type"], by_id[one["target_ref"]]["name"]) for one in found
               if one["type"] == "relationship" and one["source_ref"] == incident["id"]}
    assert related == {("performed-by", "Syrian air force"), ("directed-at", "civilians"), ("located-at", "Sarmin")}
    notes = [one for one in found if one["type"] == "note" and incident["id"] in one["object_refs"]]
    assert {one["authors"][0] for one in notes} == {"Kestrel agency", "Damascus"}
    opinions = {(one["authors"][0], one["opinion"]) for one in found
                if one["type"] == "opinion" and incident["id"] in one["object_refs"]}
    assert opinions == {("Kestrel agency", "strongly-agree"), ("Damascus", "strongly-disagree"), ("Sayso", "neutral")}
    told = {one["name"]: one for one in found if one["type"] == "report"}
    assert incident["id"] in told["Air strike kills civilians in Sarmin"]["object_refs"]
    assert all(ref in by_id for one in found for ref in [*one.get("object_refs", ()), one.get("created_by_ref", incident["id"])])


def test_stix_ids_do_not_change_between_exports() -> None:
    """Another day, another order, fewer rows: the same thing has the same id, and no two things have one."""
    whole, part = batch(), msgspec.structs.replace(batch(), rows=batch().rows[2:0:-1], made="2025-01-01")
    first, again = ({one["id"]: one for one in readers.stix(made)} for made in (whole, part))
    assert len(first) == len(readers.stix(whole))
    assert set(again) <= set(first)
    for id_, one in again.items():
        same = {k: v for k, v in one.items() if k not in ("created", "modified", "published", "object_refs")}
        assert same == {k: v for k, v in first[id_].items() if k in same}


def test_golden_ftm() -> None:
    """An event with its parties and proofs; each statement with its wording, its telling and its day."""
    entities = {one.caption: one for one in readers.ftm(batch())}
    event = entities["ASSAULT aerial: Syrian air force ► civilians, Sarmin"]
    assert (event.get("startDate"), event.get("country"), event.get("location")) == (["2017-02-13"], ["sy"], ["Sarmin"])
    names = {one.id: one.caption for one in entities.values()}
    assert {names[id_] for id_ in event.get("involved")} == {"Syrian air force", "civilians"}
    assert {names[id_] for id_ in event.get("proof")} == {"Air strike kills civilians in Sarmin", "r3"}
    assert entities["Syrian air force"].schema.name == "PublicBody"
    assert any("contradiction (factuality): One says it was struck." in note for note in event.get("notes"))
    held = [one for one in readers.statements(batch()) if one.entity_id == event.id and one.prop == "country"]
    assert [(one.value, one.original_value, one.origin, one.first_seen) for one in held] == [
        ("sy", "SYR", "r2/v1", "2017-02-14")]
    denied = [one for one in readers.statements(batch()) if one.value.startswith("Damascus denies")]
    assert [one.origin for one in denied] == ["r3/v1"]


def test_golden_geojson() -> None:
    """Longitude first; what has no place has no geometry."""
    found = {one["id"]: one for one in readers.geojson(batch())}
    assert found["c1"]["geometry"] == {"type": "Point", "coordinates": [36.7261, 35.9028]}
    assert found["r2/v2"]["geometry"] is None
    assert found["r2/v2"]["properties"]["title"] == "ASSAULT: The army ► ? (planned)"
    assert [one["chain"] for one in found["c1"]["properties"]["told"]] == ["gazette.example ‹ Kestrel agency",
                                                                           "courier.example ‹ Damascus"]


def test_golden_parquet() -> None:
    """Days are dates, parties and tellings nested."""
    found: dict[str, Any] = {one["id"]: one for one in readers.parquet(batch())}
    assert str(found["c1"]["start"]) == "2017-02-13"
    assert found["c1"]["actors"] == [
        {"name": "Syrian air force", "ref": "syrian air force", "code": "SYRMIL", "country": "SYR", "kind": "military"}]
    assert [one["counts"] for one in found["c1"]["told"]] == [[{"what": "killed", "low": 4, "high": None}], []]
    assert found["c1"]["contradictions"][0]["other_report"] == "r3"


def test_golden_lines() -> None:
    """Claims are as records.claim has them; rows hold every telling."""
    from sayso.records.claim import Claim

    (line,) = readers.written("claims", batch()).splitlines()
    assert msgspec.json.decode(line, type=Claim) == claim()
    rows = [msgspec.json.decode(line, type=Row) for line in readers.written("jsonl", batch()).splitlines()]
    assert tuple(rows) == batch().rows
