"""Days of publication."""
import pytest

from sayso.collect.dates import leading_date, parse_date
from sayso.errors import SourceError


@pytest.mark.parametrize("text, day", [
    ("2016-05-03", "2016-05-03"),
    (" 2016-05-03\n", "2016-05-03"),
    ("2016-05-03T23:59:59Z", "2016-05-03"),
    ("2009-03-20 12:24:52.002364-05", "2009-03-20"),       # an offset of hours alone
    ("2016-05-03T23:30:00-07:00", "2016-05-03"),           # the day where it was written, not in UTC
    ("20160503", "2016-05-03"),
    ("20160503T101112Z", "2016-05-03"),
    ("2016/5/3", "2016-05-03"),                            # year first: no doubt which is the month
    ("Tue, 03 May 2016 21:14:00 GMT", "2016-05-03"),       # RFC 2822
    ("3 May 2016 21:14 +0200", "2016-05-03"),
    ("May 3, 2016", "2016-05-03"),
    ("Tuesday, 3 May 2016", "2016-05-03"),
    ("Sept. 1st, 2016", "2016-09-01"),
])
def test_dates(text, day):
    """Only the day is kept, in the text's own time zone."""
    assert parse_date(text) == day


@pytest.mark.parametrize("text", [
    "2015-13-45", "2015-02-30", "yesterday", "", "2015", "2015-10", "03/05/2016", "12345", "0016-05-03",
    "February 30, 2016", "2016-05-03x", "99999999999", "Tue, 99 May 2016 21:14:00 GMT", "2016-05-03 25:00",
])
def test_no_dates(text):
    """What names no day is an error that shows the text and the way out."""
    with pytest.raises(SourceError, match="write it as YYYY-MM-DD") as caught:
        parse_date(text)
    assert caught.value.code == "date"


@pytest.mark.parametrize("text, day", [
    ("Tuesday, May 3, 2016\u00a0\n\n\nGuards stopped lorries.", "2016-05-03"),
    ("Lorries stopped\n\nPublished: 3 May 2016, 12:30 GMT\n\nGuards stopped lorries.", "2016-05-03"),
    ("2016-05-03\nGuards stopped lorries.", "2016-05-03"),
    ("On May 3, 2016 guards stopped lorries.\nMore.", None),       # a sentence, no line of its own
    ("A\nB\nC\nMay 3, 2016\nD", None),                             # too far down
    ("", None),
])
def test_leading_date(text, day):
    """A date line at the top dates a text that came without a date."""
    assert leading_date(text) == day
