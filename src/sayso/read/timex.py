"""TIMEX3 values and the days that they cover.

Values are those of the TimeML annotation guidelines 1.2.1, as TempEval-3 uses them: "2015-10-20", "2015-W42",
"2015-W42-WE", "2015-Q3", "2015-H1", "2015-SU", "199" for the 1990s, "19" for the 20th century. Seasons are the
meteorological ones of the northern half, and the winter of a year is the one that begins in it. Computed feasts follow
the Gregorian calendar; Easter is found by the anonymous algorithm of Meeus, "Astronomical Algorithms", chapter 8.
"""
import calendar
import re
from datetime import date, timedelta

Days = tuple[date, date]

UNKNOWN = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX", "Y": "XXXX",
           "DE": "XXX", "CE": "XX"}
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # each with its first month
_MONTH = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?(?:T(NI)?.*)?$")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?$")
_PART = re.compile(r"(\d{4})-(?:([QH])(\d)|(SP|SU|FA|WI))$")


def day_of(text: str | None) -> date | None:
    """The day of "2015-10-22…"; None for anything that is no date, or is far from any time told in news."""
    try:
        found = date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
    return found if 1000 <= found.year < 2200 else None  # no day of news, and no room to count from it


def make(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def move(day: date, count: int, unit: str) -> date | None:
    """The day `count` units on (back, if negative); the 31st becomes the last of a shorter month. None if no day."""
    days = {"D": 1, "W": 7, "WE": 7}.get(unit)
    months = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}.get(unit)
    if abs(count) > 100_000:
        return None
    try:
        if days:
            return day + timedelta(days=count * days)
        if months:
            year, month = divmod(day.year * 12 + day.month - 1 + count * months, 12)
            return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError, calendar.IllegalMonthError):
        return None
    return day  # hours and less: the same day


def at_grain(day: date | None, unit: str) -> str:
    """The value of the unit of the calendar that the day lies in; with X where the day is not known."""
    if day is None:
        return UNKNOWN.get(unit, "XXXX-XX-XX")
    if unit in ("W", "WE"):
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}" + ("-WE" if unit == "WE" else "")
    return {"M": f"{day:%Y-%m}" if day.year > 999 else f"{day.year:04}-{day.month:02}",
            "Q": f"{day.year:04}-Q{(day.month + 2) // 3}", "Y": f"{day.year:04}", "DE": f"{day.year // 10:03}",
            "CE": f"{day.year // 100:02}"}.get(unit, day.isoformat())


def grain(value: str) -> str:
    """The unit of a value that `at_grain` could have made; "" for others, such as seasons and XXXX forms."""
    for unit, pattern in (("D", r"\d{4}-\d\d-\d\d"), ("M", r"\d{4}-\d\d"), ("W", r"\d{4}-W\d\d"), ("Q", r"\d{4}-Q\d"),
                          ("WE", r"\d{4}-W\d\d-WE"), ("Y", r"\d{4}"), ("DE", r"\d{3}"), ("CE", r"\d\d")):
        if re.fullmatch(pattern + (r"(?:T.*)?" if unit == "D" else ""), value):
            return unit
    return ""


def bounds(value: str) -> Days | None:
    """First and last day of a DATE or TIME value; None where it names no stretch of the calendar."""
    try:
        return _bounds(value)
    except (ValueError, OverflowError):
        return None


def _bounds(value: str) -> Days | None:
    if value.isdigit() and len(value) in (2, 3, 4):
        size = 10 ** (4 - len(value))
        year = int(value) * size
        return date(max(1, year), 1, 1), date(year + size - 1, 12, 31)
    if found := _MONTH.match(value):
        year, month = int(found[1]), int(found[2])
        if found[3]:
            day = date(year, month, int(found[3]))
            return day, day + timedelta(days=1 if found[4] else 0)  # a night ends on the next day
        return _months(year, month, 1)
    if found := _WEEK.match(value):
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return monday + timedelta(days=5 if found[3] else 0), monday + timedelta(days=6)
    if found := _PART.match(value):
        size = {"Q": 3, "H": 6}.get(found[2] or "", 3)
        month = SEASONS[found[4]] if found[4] else (int(found[3]) - 1) * size + 1
        return _months(int(found[1]), month, size)
    return None


def _months(year: int, month: int, size: int) -> Days:
    year_after, month_after = divmod(year * 12 + month - 1 + size, 12)
    return date(year, month, 1), date(year_after, month_after + 1, 1) - timedelta(days=1)


def season_of(day: date) -> tuple[int, str]:
    """The season that a day lies in, with the year in which it began."""
    name = {1: "SP", 2: "SU", 3: "FA"}.get(day.month // 3, "WI")
    return day.year - (1 if day.month < 3 else 0), name


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def feast(rule: str, year: int) -> date | None:
    """The day of a feast: "12-25", "easter-2", or "11/4/4+1" (a day after the fourth Thursday of November).

    A rule that begins with a year, such as "2001-09-11", names one day for ever. Week -1 is the last of the month.
    """
    if re.fullmatch(r"\d{4}-\d\d-\d\d", rule):
        return date.fromisoformat(rule)
    if found := re.fullmatch(r"(\d\d)-(\d\d)", rule):
        return make(year, int(found[1]), int(found[2]))
    if not 1583 <= year <= 9998:  # before the Gregorian calendar the rules say nothing
        return None
    if found := re.fullmatch(r"easter([+-]\d+)?", rule):
        return easter(year) + timedelta(days=int(found[1] or 0))
    if found := re.fullmatch(r"(\d+)/(-?\d)/(\d)([+-]\d+)?", rule):
        month, nth, weekday = int(found[1]), int(found[2]), int(found[3])
        if nth < 0:
            last = date(year, month, calendar.monthrange(year, month)[1])
            day = last - timedelta(days=(last.isoweekday() - weekday) % 7)
        else:
            first = date(year, month, 1)
            day = first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
        return day + timedelta(days=int(found[4] or 0))
    return None


def duration(number: str, unit: str) -> str:
    """P3D, PT6H, PXW. Units are TIMEX3 letters; "T" marks those below a day, a leading number multiplies ("2W")."""
    times = int(unit[0]) if unit[0].isdigit() else 1
    unit = unit.lstrip("0123456789")
    if number != "X" and times > 1:
        number = plain(float(number) * times)
    if number == "0.5" and unit == "TH":
        number, unit = "30", "TM"
    return f"PT{number}{unit[1:]}" if unit.startswith("T") and len(unit) == 2 else f"P{number}{unit}"


def plain(number: float) -> str:
    """A number without an empty fraction."""
    return str(int(number)) if number == int(number) else f"{number:g}"
