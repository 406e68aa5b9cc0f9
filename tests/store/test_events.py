"""What events are asked for by, and how two actors dealt with each other."""
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, literal, select

from sayso.errors import StoreError
from sayso.store.base import Circle, EventFilter
from sayso.store.open import open_store
from sayso.store.questions import distance, near, within
from tasks.store_bench import Told
from tests.store.conftest import SCALE
from tests.store.made import report

NAMES = ("attack", "meeting", "arrest", "threat", "denied")
EVENTS = dict(zip(NAMES, (
    Told(day="2024-05-01", place=("Marlena", "VEL", 10.0, 179.9)),
    Told(actor=("Ana Brod", "VELGOV"), verb="met", recipient=("Norland", "NRL"), type="CONSULT", cameo="042",
         place=("Östervik", "SDM", 10.0, -179.9), day="2024-05-20"),
    Told(actor=("Sudmark", "SDMGOV"), verb="arrested", recipient=("protesters", "CVL"), type="COERCE", cameo="173", place=None,
         probability=None),
    Told(verb="threatened", type="THREATEN", cameo="138", status="conditional", factuality=1.0, day="2024-06-02",
         place=("Polaris", "NRL", 89.5, 0.0), probability=0.4),
    Told(verb="shelled", factuality=-3.0, day="2024-04-01", place=("Marlena", "VEL", 10.0, 179.9), cameo="194"),
), strict=True))


@pytest.fixture(scope="module")
def filled(shared):
    """Five events of two outlets."""
    told = list(EVENTS.values())
    shared.writer.add_readings([report(*told[:3], number=1), report(*told[3:], number=2, source="other.example")])
    return shared.view


def names(page):
    """Which of the events a page has."""
    return [next(name for name, told in EVENTS.items() if told.verb in event.quote) for event in page.events]


@pytest.mark.parametrize("wanted, expected", [
    ({}, "threat meeting arrest attack denied"),                             # the latest first; an arrest on its report's day
    ({"party": "NRL"}, "threat meeting attack denied"),                      # a country: its government too
    ({"actor": "NRL"}, "threat attack denied"), ({"recipient": "NRL"}, "meeting"),
    ({"party": "NRLGOV"}, "threat attack denied"), ({"party": "NRLMIL"}, ""),
    ({"party": "SDMG"}, "arrest"),                                           # the beginning of a code
    ({"party": "ana brod"}, "meeting"), ({"party": "ANA BROD"}, "meeting"), ({"party": "ana-brod"}, "meeting"),
    ({"party": "Ana"}, ""),                                                  # half a name is no name
    ({"party": "CVL"}, "arrest"), ({"party": ""}, ""), ({"party": "%"}, ""), ({"party": "NR_"}, ""),
    ({"types": ("ASSAULT", "COERCE")}, "arrest attack denied"), ({"types": ("assault",)}, ""),
    ({"countries": ("VEL",)}, "attack denied"), ({"modes": ("x",)}, ""),
    ({"place": "ostervik"}, "meeting"), ({"place": "OSTERVIK"}, "meeting"), ({"geonames": 2}, "meeting denied"),
    ({"since": "2024-05-09"}, "threat meeting arrest"), ({"until": "2024-05-01"}, "attack denied"),
    ({"since": "2024-05-01", "until": "2024-05-09"}, "arrest attack"),       # both days included
    ({"statuses": ("conditional",)}, "threat"), ({"sources": ("other.example",)}, "threat denied"),
    ({"least_factuality": 1.0}, "threat meeting arrest attack"), ({"most_factuality": -1.0}, "denied"),
    ({"least_probability": 0.5}, "meeting attack denied"),                   # unknown is not enough
    ({"words": "arrests"}, "arrest"), ({"words": "-arrested"}, ""), ({"words": "norland -met"}, "threat attack denied"),
    ({"near": Circle(lat=10, lon=179.95, km=25)}, "meeting attack denied"),  # over the date line
    ({"near": Circle(lat=10, lon=-179.95, km=10)}, "meeting"),
    ({"near": Circle(lat=89.9, lon=180, km=80)}, "threat"),                  # over the pole
    ({"near": Circle(lat=89.9, lon=180, km=60)}, ""),
    ({"near": Circle(lat=10, lon=179.95, km=25), "types": ("CONSULT",)}, "meeting"),
    ({"near": Circle(lat=0, lon=0, km=20038)}, "threat meeting attack denied"),   # everywhere, but somewhere
])
def test_filters(filled, wanted, expected):
    """Each narrows."""
    assert names(filled.events(EventFilter(**wanted))) == expected.split()


@pytest.mark.parametrize("circle", [None, Circle(lat=0, lon=0, km=20038)])
def test_cursors(filled, circle):
    """Pages follow each other without gap or repeat; the last has no cursor."""
    found, cursor = [], None
    for _ in range(5):
        page = filled.events(EventFilter(limit=2, cursor=cursor, near=circle))
        found += names(page)
        cursor = page.cursor
        if cursor is None:
            break
    assert cursor is None
    assert found == names(filled.events(EventFilter(near=circle)))


@pytest.mark.parametrize("wanted, says", [
    ({"since": "May"}, "'May' is no day; write it as YYYY-MM-DD."), ({"until": "2024-13-01"}, "'2024-13-01' is no day"),
    ({"since": "20240501"}, "is no day"), ({"limit": 0}, "0 rows cannot be asked for; ask for 1 to 1000"),
    ({"limit": 1001}, "1001 rows cannot be asked for"),
    ({"cursor": "x"}, "'x' is no cursor; give the one that the last page ended with."),
    ({"cursor": "2024-05-01~1 OR 1=1"}, "is no cursor"), ({"cursor": "2024-05-01~" + "9" * 30}, "is no cursor"),
    ({"near": Circle(lat=91, lon=0, km=1)}, "A circle needs a latitude from -90 to 90"),
    ({"near": Circle(lat=0, lon=0, km=float("nan"))}, "A circle needs"),
])
def test_questions_that_make_no_sense(filled, wanted, says):
    """Are refused with a way out."""
    with pytest.raises(StoreError) as caught:
        filled.events(EventFilter(**wanted))
    assert says in str(caught.value)


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    with open_store(tmp_path_factory.mktemp("s") / "s.db") as opened:
        opened.writer.add_readings([report()])
        yield opened.view


@given(text=st.text())
@settings(max_examples=60, deadline=None)
def test_hostile_filters(full, text):
    """No text in any field is more than a text."""
    for name in ("party", "actor", "place", "report", "words"):
        assert len(full.events(EventFilter(**{name: text})).events) <= 1
    assert full.events(EventFilter(types=(text,), sources=(text,))).events == ()


NOWHERE = create_engine("sqlite://")
degrees = st.floats(-90, 90), st.floats(-180, 180)


@given(*degrees, *degrees, st.floats(0, 20_000))
@settings(deadline=None)
def test_the_box_holds_the_circle(lat, lon, other_lat, other_lon, km):
    """Whatever lies in a circle lies in its box; distance is symmetric and nowhere above half the globe."""
    circle = Circle(lat=lat, lon=lon, km=km)
    assert distance(lat, lon, other_lat, other_lon) == pytest.approx(distance(other_lat, other_lon, lat, lon), abs=1e-6)
    if within(circle, other_lat, other_lon):
        points = select(literal(other_lat).label("lat"), literal(other_lon).label("lon")).subquery()
        with NOWHERE.connect() as connection:
            assert connection.execute(select(near(points.c.lat, points.c.lon, circle))).scalar()


@pytest.mark.parametrize("points, km", [((51.5, 0, 51.5, 0), 0), ((0, 0, 0, 180), 20015.1), ((0, 0, 0, 1), 111.195),
                                        ((36.12, -86.67, 33.94, -118.40), 2886.4)])   # Nashville to Los Angeles
def test_distances(points, km):
    """Kilometres on a sphere of the mean radius."""
    assert distance(*points) == pytest.approx(km, rel=1e-3)


def test_one_event(filled):
    """By its key; no key, no event."""
    first = filled.events(EventFilter()).events[0]
    assert filled.event(first.key) == first
    assert [filled.event(key) for key in ("", "x", ":v1", first.report, f"{first.report}:v9")] == [None] * 5
    assert (first.goldstein, first.title, first.place.name, first.source) == (None, "Border", "Polaris", "other.example")


def test_goldstein(filled):
    """The value of the code, else of the code above it, else none."""
    found = {name: event.goldstein for event in filled.events(EventFilter()).events for name in names_of(event)}
    assert found == {"threat": None, "meeting": 1.9, "arrest": -5.0, "attack": -10.0, "denied": None}
    assert "194" not in SCALE and "19" not in SCALE


def names_of(event):
    return [name for name, told in EVENTS.items() if told.verb in event.quote]


def months(found):
    return [(m.actor, m.recipient, m.month, m.count, m.cooperation, m.conflict, m.goldstein, m.scaled) for m in found]


def test_actors(filled):
    """Month by month, in each direction; what was denied, asked for or planned is no act."""
    assert months(filled.actors("NRL", "SDM")) == [("NRL", "SDM", "2024-05", 1, 0, 1, -10.0, 1)]
    assert months(filled.actors("NRL", "VEL")) == [("VEL", "NRL", "2024-05", 1, 1, 0, 1.9, 1)]
    assert months(filled.actors("VELGOV", "NRL")) == [("VELGOV", "NRL", "2024-05", 1, 1, 0, 1.9, 1)]
    assert months(filled.actors("Ana Brod", "norland")) == [("Ana Brod", "norland", "2024-05", 1, 1, 0, 1.9, 1)]   # by name
    assert months(filled.actors("NRL", "SDM", since="2024-06")) == months(filled.actors("NRL", "SDM", until="2024-04")) == []
    assert months(filled.actors("Norland", "Sudmark", until="2024-05")) == [
        ("Norland", "Sudmark", "2024-05", 1, 0, 1, -10.0, 1)]
    assert [m[:4] for m in months(filled.pairs("2024-05", "2024-06"))] == [
        ("NRL", "SDM", "2024-05", 1), ("SDM", "CVL", "2024-05", 1), ("VEL", "NRL", "2024-05", 1)]
    with pytest.raises(StoreError, match="'2024' is no month; write it as YYYY-MM"):
        filled.pairs("2024", "2025")
    with pytest.raises(StoreError, match="'%' names no actor"):
        filled.actors("%", "NRL")
