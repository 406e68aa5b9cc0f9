"""What a reading says, in words for people."""
import pytest

from sayso.records import Count, When
from sayso.show.words import Index, certainty, chain, days, how_many, parties, where
from tests.samples import reading, span


@pytest.mark.parametrize(("start", "end", "said"), [
    ("2015-10-20", "2015-10-20", "2015-10-20"),
    ("2015-10-01", "2015-10-31", "2015-10"),
    ("2024-02-01", "2024-02-29", "2024-02"),                   # a leap year's February
    ("2024-02-01", "2024-02-28", "2024-02-01 to 2024-02-28"),
    ("2015-01-01", "2015-12-31", "2015"),
    ("2015-12-01", "2015-12-31", "2015-12"),                   # the month that ends a year
    ("2015-08-01", "2015-10-22", "2015-08-01 to 2015-10-22"),
    ("2015-08-01", None, "since 2015-08-01"),
    (None, "2015-08-01", "until 2015-08-01"),
    (None, None, ""),
    ("9999-12-01", "9999-12-31", "9999-12-01 to 9999-12-31"),  # no day after the last
    ("soon", "later", "soon to later"),
])
def test_days(start: str | None, end: str | None, said: str) -> None:
    """An interval is said as shortly as it can be."""
    assert days(When(start=start, end=end, time=None)) == said


@pytest.mark.parametrize(("low", "high", "what", "said"), [
    (130, None, "occurrences", "at least 130 times"),
    (None, 40, "killed", "at most 40 killed"),
    (12, 12, "wounded", "12 wounded"),
    (900, 1100, "participants", "900 to 1,100 participants"),
    (2, 2, "other", "2"),
    (None, None, "killed", "some killed"),
])
def test_counts(low: int | None, high: int | None, what: str, said: str) -> None:
    """A count is said with its bounds."""
    event = reading().events[2]
    counted = type(event)(**{f: getattr(event, f) for f in event.__struct_fields__} | {
        "counts": (Count(span=span("At least 12"), what=what, low=low, high=high),)})
    assert how_many(counted) == (said,)


def test_the_chain_of_sources_begins_outside() -> None:
    """The outlet, the agency it cites, the people the agency heard; () is the report itself."""
    index = Index.of(reading())
    assert chain(index, reading().events[0]) == ("The Herald", "the Kestrel agency", "deputies")
    assert chain(index, reading().events[1]) == ("Brod",)
    assert chain(index, reading().events[2]) == ()


def test_a_pronoun_is_said_with_its_meaning() -> None:
    """The text's words stay; whom they mean stands beside them."""
    index = Index.of(reading())
    assert parties(index, reading().events[1].actors) == "she (Ana Brod) [XXXGOV]"
    assert parties(index, ()) == "?"
    assert where(index, reading().events[0]) == "Marlena (VEL)"


@pytest.mark.parametrize(("factuality", "word"), [
    (3.0, "certain"), (2.0, "probable"), (1.0, "possible"), (0.5, "possible"), (0.0, "unknown"), (-1.0, "doubtful"),
    (-2.0, "improbable"), (-3.0, "not so")])
def test_certainty(factuality: float, word: str) -> None:
    """The scale has a word for each step."""
    event = reading().events[0]
    assert certainty(type(event)(**{f: getattr(event, f) for f in event.__struct_fields__} | {
        "factuality": factuality})) == word
