"""Stories: what joins, what does not, and what the index promises. The reports are invented."""
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.compare.stories import Filed, Settings, StoryIndex
from sayso.errors import RecordError

FLOOD = "The river Orlo burst its banks in Brenna on Monday and flooded 400 houses, the mayor of Brenna said."
FLOOD_2 = "Rescuers in Brenna brought families from flooded houses by boat as the Orlo rose again, the mayor said."
STRIKE = "Dockers in Port Savel walked out on Monday over wages, and 30 ships waited off the harbour of Savel."
OTHER_FLOOD = "A dam near Quarra broke on Monday and flooded 90 farms in the Teline valley, a governor announced."


def matter(k: int) -> str:
    """A report whose names no other number has; digits would be words of their own."""
    own = "".join(chr(ord("a") + int(digit)) for digit in f"{k:03}")
    return f"Town{own} and River{own} met Mayor{own} of Land{own}"


@pytest.mark.parametrize("one, other, day, together", [
    (FLOOD, FLOOD_2, "2021-06-02", True),        # the same river and town in other words
    (FLOOD, FLOOD, "2021-06-01", True),          # a copy
    (FLOOD, STRIKE, "2021-06-02", False),        # another matter on the same days
    (FLOOD, OTHER_FLOOD, "2021-06-02", False),   # another flood: the same words, other names
    (FLOOD, FLOOD_2, "2021-09-02", False),       # the same town months later is another story
    (FLOOD, FLOOD_2, None, True),                # no date: the words decide
    (FLOOD, FLOOD_2, "2021-05-25", True),        # an archive out of order, within the window
    (FLOOD, "", "2021-06-02", False),            # nothing to go by
    (FLOOD, "the of and", "2021-06-02", False),
])
def test_what_joins(one: str, other: str, day: str | None, together: bool) -> None:
    """A report joins the story whose names and words it shares, while that is live."""
    index = StoryIndex()
    assert (index.add("a", one, "2021-06-01") == index.add("b", other, day)) is together


def test_names_of_the_reader_weigh() -> None:
    """A name that the text writes small is a name all the same when the reader says so."""
    one = "the orlo rose by two metres overnight and nobody in the valley slept while engineers opened gates"
    other = "a bridge over the orlo was shut to lorries and a school nearby sent its children home at noon today"
    without, with_names = StoryIndex(), StoryIndex()
    assert without.add("a", one, None) != without.add("b", other, None)
    assert with_names.add("a", one, None, title="Orlo", names=("Orlo",)) == \
        with_names.add("b", other, None, title="Orlo", names=("Orlo",))


def test_the_record_of_a_story() -> None:
    """Reports in the order they came, first title, first and last day, and an id that never changes."""
    index = StoryIndex()
    id_ = index.add("a", FLOOD, "2021-06-01", title="Flood in Brenna")
    before = index.story(id_)
    assert index.add("b", FLOOD_2, "2021-06-03", title="Boats in Brenna") == id_
    index.add("c", STRIKE, "2021-06-03")
    assert before.reports == ("a",)
    after = index.story(id_)
    assert (after.id, after.title, after.reports) == (id_, "Flood in Brenna", ("a", "b"))
    assert (after.start, after.end) == ("2021-06-01", "2021-06-03")
    assert [story.reports for story in index.stories()] == [("a", "b"), ("c",)]


def test_the_same_report_again() -> None:
    """Adding a report twice changes nothing."""
    index = StoryIndex()
    assert index.add("a", FLOOD, None) == index.add("a", STRIKE, None)
    assert [story.reports for story in index.stories()] == [("a",)]


def test_loaded_is_as_added() -> None:
    """An index made again from the store gives the next report the same story."""
    texts = {"a": FLOOD, "b": STRIKE, "c": FLOOD_2}
    added, loaded = StoryIndex(), StoryIndex()
    filed = [Filed(report=name, story=added.add(name, text, "2021-06-01"), text=text, published="2021-06-01")
             for name, text in texts.items()]
    loaded.load(filed)
    assert list(loaded.stories()) == list(added.stories())
    more = "The mayor of Brenna asked for boats and sandbags as the Orlo flooded more houses."
    assert loaded.add("d", more, "2021-06-02") == added.add("d", more, "2021-06-02") == filed[0].story
    with pytest.raises(RecordError, match="'a' is filed already; load each report once in 'report'"):
        loaded.load(filed)


def test_an_unknown_story() -> None:
    with pytest.raises(RecordError, match="'x' is no story of this index in 'story'"):
        StoryIndex().story("x")


def test_work_does_not_grow_with_what_came_before() -> None:
    """After a hundred closed stories the index holds no more terms than after two."""
    index = StoryIndex(Settings(window=1))
    sizes = []
    for k in range(100):
        index.add(f"r{k}", matter(k), (date(2021, 1, 1) + timedelta(days=k)).isoformat())
        sizes.append((len(index._live), len(index._postings)))
    assert len(list(index.stories())) == 100
    assert max(sizes[50:]) <= max(sizes[:5])


def test_one_wrong_date_closes_nothing() -> None:
    """A report dated in the year 9999 leaves the live stories open; two in a row are a new day."""
    index = StoryIndex()
    first = index.add("a", FLOOD, "2021-06-01")
    index.add("wrong", STRIKE, "9999-01-01")
    assert index.add("b", FLOOD_2, "2021-06-02") == first
    index.add("c", matter(1), "2021-08-01")
    index.add("d", matter(2), "2021-08-01")
    assert index.add("e", FLOOD_2, "2021-06-03") != first


def test_undated_stories_close_too() -> None:
    """A story without any date does not hold the others open."""
    index = StoryIndex(Settings(window=1))
    for k in range(40):
        index.add(f"r{k}", matter(k), f"2021-05-{k // 2 + 1:02}" if k % 2 else None)
    assert len(index._live) <= 6


def test_without_dates_the_stories_joined_longest_ago_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports without dates cannot be told old; the number of live stories is bounded instead."""
    monkeypatch.setattr("sayso.compare.stories.LIVE", 3)
    index = StoryIndex()
    for k in range(20):
        index.add(f"r{k}", matter(k), None)
    assert len(index._live) <= 4
    assert len(list(index.stories())) == 20
    assert index.add("again", matter(19), None) == index.add("r19", "", None)
    assert index.add("late", matter(0), None) != index.add("r0", "", None)


@given(st.lists(st.text(max_size=80), max_size=12))
@settings(max_examples=60, deadline=None)
def test_laws(texts: list[str]) -> None:
    """Every report is in exactly one story, and the same reports in the same order give the same stories."""
    first, second = StoryIndex(), StoryIndex()
    ids = [first.add(f"r{k}", text, None) for k, text in enumerate(texts)]
    assert ids == [second.add(f"r{k}", text, None) for k, text in enumerate(texts)]
    assert sorted(r for story in first.stories() for r in story.reports) == sorted(f"r{k}" for k in range(len(texts)))
    assert all(f"r{k}" in first.story(id_).reports for k, id_ in enumerate(ids))
