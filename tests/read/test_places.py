"""The places layer, over a gazetteer of a few dozen places."""
from itertools import pairwise

import pytest

from sayso.gazetteer import Gazetteer, build
from sayso.gazetteer.sources import Area, City, Progress, Sources
from sayso.read.atlas import Tables
from sayso.read.parse import Parser
from sayso.read.places import places_stage, publisher_country
from sayso.read.stage import Stage
from sayso.records import Article, Place, ReaderInfo, Reading

READER = ReaderInfo(name="sayso", version="0", language_model="test", lexicon="test")
TABLES = Tables.read()


def small_world(progress: Progress) -> Sources:
    """Places whose names are shared by others, rounded to a tenth of a degree."""
    progress("reading", 1, 1)
    areas = {10: ("Texas", 1, None, "US"), 11: ("Lamar County", 2, 10, "US"), 12: ("Louisiana", 1, None, "US"),
             13: ("Rapides Parish", 2, 12, "US"), 14: ("Georgia", 1, None, "US"), 15: ("Washington", 1, None, "US"),
             16: ("Lamar County", 2, 14, "US"), 17: ("Virginia", 1, None, "US"), 18: ("Barrow County", 2, 14, "US"),
             19: ("Jackson County", 2, 14, "US"), 30: ("Helmand", 1, None, "AF"), 31: ("Kandahar", 1, None, "AF"),
             32: ("Diyala", 1, None, "IQ"), 33: ("Nineveh", 1, None, "IQ"), 34: ("Khyber Pakhtunkhwa", 1, None, "PK")}
    places = (
        City(1, "Paris", 48.9, 2.3, "FR", 2_100_000), City(2, "Paris", 33.7, -95.6, "US", 25_000),
        City(3, "Alexandria", 31.2, 29.9, "EG", 5_200_000), City(4, "Alexandria", 31.3, -92.4, "US", 48_000),
        City(5, "Alexandria", 38.8, -77.0, "US", 159_000), City(6, "Washington", 38.9, -77.0, "US", 690_000),
        City(7, "Seattle", 47.6, -122.3, "US", 740_000), City(8, "Atlanta", 33.7, -84.4, "US", 6_000_000),
        City(9, "Tbilisi", 41.7, 44.8, "GE", 1_100_000), City(40, "Mingora", 34.8, 72.4, "PK", 360_000),
        City(41, "Mosul", 36.3, 43.1, "IQ", 1_700_000), City(42, "Baqubah", 33.7, 44.6, "IQ", 280_000),
        City(43, "Kandahar", 31.6, 65.7, "AF", 610_000), City(44, "Lashkar Gah", 31.6, 64.4, "AF", 270_000),
        City(45, "Bar", 42.1, 19.1, "ME", 17_000), City(46, "Lyon", 45.7, 4.8, "FR", 510_000),
        City(47, "Boston", 42.4, -71.1, "US", 650_000), City(48, "Moscow", 55.8, 37.6, "RU", 10_000_000),
        City(49, "Winder", 34.0, -83.7, "US", 18_000), City(50, "Jefferson", 34.1, -83.6, "US", 13_000),
        City(51, "Barnesville", 33.1, -84.2, "US", 6_000), City(52, "Houston", 29.8, -95.4, "US", 2_300_000),
        City(53, "Baghdad", 33.3, 44.4, "IQ", 7_200_000), City(54, "Springfield", 40.0, -83.8, "US", 60_000),
    )
    within = {2: (10, 11), 4: (12, 13), 5: (17,), 7: (15,), 8: (14,), 40: (34,), 41: (33,), 42: (32,), 43: (31,),
              44: (30,), 49: (14, 18), 50: (14, 19), 51: (14, 16), 52: (10,)}
    iso3 = {"US": "USA", "FR": "FRA", "EG": "EGY", "GE": "GEO", "PK": "PAK", "IQ": "IRQ", "AF": "AFG", "ME": "MNE",
            "RU": "RUS", "GB": "GBR"}
    return Sources(places, tuple(Area(i, name, (), level, parent, country, iso3[country])
                                 for i, (name, level, parent, country) in areas.items()), within, iso3)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    path = tmp_path_factory.mktemp("gazetteer") / "places.sqlite"
    build(path, read=small_world)
    return places_stage(Gazetteer.open(path), TABLES)


def places(parse: Parser, stage: Stage, text: str, url: str | None = None) -> tuple[Place, ...]:
    return stage.find(parse(text), Reading(reader=READER, article=Article(id="a", text=text, url=url)))


@pytest.mark.parametrize(("text", "expected"), [
    # Which of several.
    ("The fair opened in Paris, Texas, on Monday.", ["Paris 2", "Texas 10"]),
    ("The fair opened in Paris on Monday.", ["Paris 1"]),                           # the most people, for want of more
    ("A man from Alexandria, La., was arrested.", ["Alexandria 4", "La. 12"]),      # AP style
    ("A man from Alexandria, VA, was arrested.", ["Alexandria 5", "VA 17"]),        # the post's
    ("Rapides Parish deputies searched a house in Alexandria.", ["Rapides Parish 13", "Alexandria 4"]),  # next to it
    ("The storm hit Texas. In Paris, in Lamar County, roofs were torn off.",
     ["Texas 10", "Paris 2", "Lamar County 11"]),                                   # two Lamar Counties, two Parises
    ("Egyptian police closed the port of Alexandria.", ["Alexandria 3"]),           # an adjective is a hint, no place
    ("Protesters marched in Tbilisi, where Georgia's parliament sits.", ["Tbilisi 9", "Georgia 614540"]),
    ("The flight left Atlanta. Georgia state police closed a road.", ["Atlanta 8", "Georgia 14"]),
    # What is a place.
    ("MINGORA, Pakistan (AFP) - A bomb went off near a school.", ["MINGORA 40", "Pakistan 1168579"]),
    ("Fighting spread to Helmand and Kandahar provinces.", ["Helmand 30", "Kandahar 31"]),  # no city here
    ("Schools in Barrow and Jackson counties were closed in Georgia.",
     ["Barrow 18", "Jackson 19", "Georgia 14"]),                                    # names that are persons' too
    ("Lyon Police said the suspect had fled to Mosul.", ["Lyon 46", "Mosul 41"]),   # an office says where it is
    ("The Boston Herald reported the talks.", []),                                  # a paper does not
    ("Mr. Houston said he would appeal.", []),                                      # a title
    ("Anna Houston sued the city. Houston said she would appeal.", []),             # a surname, used alone later
    ("The victim lived on Boston Street in Seattle.", ["Boston Street ?", "Seattle 7"]),  # a street is no city
    ("They met at a bar in Lyon. Bar owners complained.", ["Lyon 46"]),             # a word that is a town somewhere
    ("The Iraqi army advanced.", []),
    # Governments.
    ("Moscow rejected the offer.", []),
    ("A bomb exploded in Moscow.", ["Moscow 48"]),
    ("France rejected the offer.", ["France 3017382"]),                             # a country is always a place
    # What the gazetteer does not know.
    ("Gunmen attacked the village of Zarmandi, Diyala, on Sunday.", ["Zarmandi =32", "Diyala 32"]),
])
def test_places(parse: Parser, stage: Stage, text: str, expected: list[str]) -> None:
    """Names become GeoNames ids; "=" has the coordinates of the area stated around it, "?" has none."""
    found = places(parse, stage, text)
    by_id = {p.geonames: (p.lat, p.lon) for p in found}
    told = []
    for p in found:
        name = text[slice(*p.span)]
        if p.geonames is not None:
            told.append(f"{name} {p.geonames}")
        elif p.lat is None:
            told.append(f"{name} ?")
        else:
            told.append(f"{name} ={next(i for i, c in by_id.items() if i and c == (p.lat, p.lon))}")
    assert told == expected


def test_capital_before_state(parse: Parser, stage: Stage) -> None:
    """Washington is the capital, and the state where the text says so."""
    assert places(parse, stage, "WASHINGTON (AP) - The vote was close.")[0].geonames == 6
    assert places(parse, stage, "The fires spread in Washington state near Seattle.")[0].geonames == 15


@pytest.mark.parametrize(("url", "source", "expected"), [
    ("https://www.example.co.uk/a", None, "GBR"),      # uk, although ISO has GB
    (None, "example.pk", "PAK"),
    ("https://example.com/a", "example.pk", None),     # the address before the name
    ("https://example.tv/", None, None),               # taken for its sound
    (None, "The Daily Example", None),
    (None, None, None),
])
def test_publisher_country(url: str | None, source: str | None, expected: str | None) -> None:
    """The end of a host name tells the outlet's country, except where it tells none."""
    article = Article(id="a", text="", url=url, source=source)
    assert publisher_country(article, {"GB": "GBR", "PK": "PAK", "TV": "TUV"}) == expected


TEXT = ("ALEXANDRIA, Egypt (Reuters) - Police in Paris, Texas, and Lamar County said Mosul's mayor had left Baghdad "
        "for Washington.\n\nThe Kandahar governor said Moscow had refused. “Lyon” was unmentioned, but U.S. officials "
        "were.")


def test_laws(parse: Parser, stage: Stage) -> None:
    """Spans lie inside the text, in order and apart; ids are unique; the same text gives the same places."""
    parsed, reading = parse(TEXT), Reading(reader=READER, article=Article(id="a", text=TEXT))
    found = stage.find(parsed, reading)
    assert found == stage.find(parsed, reading) == stage.find(parse(TEXT), reading)
    assert len({p.id for p in found}) == len(found) > 6
    assert all(a.span[1] <= b.span[0] for a, b in pairwise(found))
    assert all(TEXT[slice(*p.span)].strip() == TEXT[slice(*p.span)] != "" for p in found)
    assert all((p.lat is None) == (p.lon is None) for p in found)
    assert reading.places is None


@pytest.mark.parametrize("text", ["", "\n\n", "In", "—", "In, of and near.", "THE END", "A" * 300, "ﬁ İstanbul ’s"])
def test_odd_texts(parse: Parser, stage: Stage, text: str) -> None:
    """Texts without sense are read without error."""
    assert isinstance(places(parse, stage, text), tuple)
