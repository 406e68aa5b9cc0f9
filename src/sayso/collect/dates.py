"""Dates of publication ► `YYYY-MM-DD`. Only the day is kept; what names no day is an error, never a guess."""
import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from sayso.errors import SourceError

MONTHS = {name: number for number, names in enumerate((
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
    "september sept sep", "october oct", "november nov", "december dec"), 1) for name in names.split()}
_DAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_CLOCK = r"(?:,?\s*(?:at\s+)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?(?:\s*\(?[A-Z]{2,5}\)?)?)?"
_WORDED = tuple(re.compile(rf"{_DAY}{form},?\s+(?P<year>\d{{4}}){_CLOCK}", re.IGNORECASE) for form in (
    rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?", rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}"))
_ISO = re.compile(r"\d{4}-?\d{2}-?\d{2}(?!\d)")
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[ T].*)?")
_MAIL = re.compile(r"(?:[a-z]{3},\s+)?\d{1,2}\s+[a-z]{3}\s+\d{4}\s+\d{2}:\d{2}", re.IGNORECASE)
_LABEL = re.compile(r"(?:first\s+)?(?:published|posted|updated|last updated|date)(?:\s+on)?\s*:?\s+", re.IGNORECASE)
EARLIEST = 1000  # a year of three figures is a misread one
LOOKED_AT = 600  # characters of a text in which a leading date line may stand


def parse_date(text: str) -> str:
    """The day that a date or time names: ISO 8601, RFC 2822, "2009-03-20 12:24:52.002364-05", "May 3, 2016".

    The day is the one in the text's own time zone. SourceError "date" for anything else.
    """
    found = _read(text.strip())
    if found is None or found.year < EARLIEST:
        shown = text if len(text) <= 40 else text[:40] + "…"
        raise SourceError("date", f"{shown!r} is no date; write it as YYYY-MM-DD.")
    return found.isoformat()


def leading_date(text: str) -> str | None:
    """The day from a line of its own at the top of a text ("Wednesday, September 11, 2019"); None where none is.

    Only the first three lines that are not blank are looked at: a date further down is about something else.
    """
    lines = [line.strip() for line in text[:LOOKED_AT].splitlines()]
    whole = len(text) <= LOOKED_AT
    for line in [line for line in (lines if whole else lines[:-1]) if line][:3]:
        found = _worded(_LABEL.sub("", line, count=1)) or (_read(line) if _ISO.match(line) else None)
        if found and found.year >= EARLIEST:
            return found.isoformat()
    return None


def _read(text: str) -> date | None:
    try:
        if _ISO.match(text):
            return datetime.fromisoformat(text).date()
        if slashed := _SLASHED.fullmatch(text):
            year, month, day = map(int, slashed.groups())
            return date(year, month, day)
        if _MAIL.match(text):
            return parsedate_to_datetime(text).date()
    except (ValueError, OverflowError):
        return None
    return _worded(text)


def _worded(text: str) -> date | None:
    for form in _WORDED:
        if found := form.fullmatch(text):
            try:
                return date(int(found["year"]), MONTHS[found["month"].lower()], int(found["day"]))
            except ValueError:  # February 30
                return None
    return None
