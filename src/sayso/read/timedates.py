"""Rules for dates of the calendar: days, months, years, quarters, seasons, feasts, decades, centuries.

A date that lacks its year, or a season or quarter without one, takes the nearest that fits the tense around it.
"""
import re
from datetime import date

from sayso.read import timex
from sayso.read.timelex import BREAK
from sayso.read.timerules import Found, Here, rule, step


def _iso(here: Here) -> Found | None:
    text = here.items[here.match.start()].value
    if found := re.match(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?))?", text):
        value, type_ = found[1] + (f"T{found[2]}" if found[2] else ""), "TIME" if found[2] else "DATE"
        return here.found(type_, value, "day" if type_ == "DATE" else "") if timex.day_of(value) else None
    if text.isdigit():
        a, b, c = int(text[:4]), int(text[4:6]), int(text[6:])
    else:
        a, b, c = (int(part) for part in re.split(r"[/.]", text))
    # day and month are told apart by their size; where both would do, "." is European and "/" American
    tries = [(a, b, c)] if a > 31 else [(c, b, a), (c, a, b)] if "." in text else [(c, a, b), (c, b, a)]
    day = next((d for d in (timex.make(*t) for t in tries) if d and 1000 <= d.year < 2200), None)
    return here.found("DATE", day.isoformat(), "day") if day else None


def _year_after(here: Here) -> str:
    """The year of the other end of a range: "between March and June 2012"."""
    found = re.compile(r"[&T-](?:M[1d]?,?|[1d]M)Y").match(here.codes, here.match.end())
    return here.items[found.end() - 1].value if found else ""


def _day(here: Here) -> Found | None:
    """Month and day, with or without weekday and year, in either order."""
    month, day = int(here.value("m")), int(here.value("d"))
    if "r" in here.match.group() and "o" not in here.match.group():  # "second May" is none, "second of May" is
        return None
    year = here.value("y") or _year_after(here)
    if not year and re.match(r"attack|terror|hijack", here.near(1).lower) and (month, day) == (9, 11):
        year = "2001"
    if not year and here.published is None:
        known = timex.make(2000, month, day)
        return here.found("DATE", f"XXXX-{month:02}-{day:02}", "day") if known else None
    found = timex.make(int(year), month, day) if year else _nearest_day(here, month, day)
    if not found:
        return None
    last = here.value("d2")
    until = timex.make(found.year, month, int(last)) if last else None
    if last and (not until or until <= found):
        return None
    return here.found("DATE", found.isoformat(), "day")._replace(start=found if until else None, end=until)


def _nearest_day(here: Here, month: int, day: int) -> date | None:
    published = here.published
    if published is None:
        return None
    days = [d for y in (-1, 0, 1) if (d := timex.make(published.year + y, month, day))]
    way = here.way("m")
    past, coming = [d for d in days if d <= published], [d for d in days if d >= published]
    if way > 0 and coming:
        return coming[0]
    if way == 0 and coming and (coming[0] - published).days <= 31:  # no verb: a month ahead is nearer than a year
        return coming[0]
    return past[-1] if past else None


def _month(here: Here) -> Found | None:
    month, year, published = int(here.value("m")), here.value("y") or _year_after(here), here.published
    if year:
        return here.found("DATE", f"{year}-{month:02}", "date")
    if published is None:
        return here.found("DATE", f"XXXX-{month:02}", "date")
    if of := here.item("of"):  # "March of last year"
        year = f"{published.year + step(of):04}"
        return here.found("DATE", f"{year}-{month:02}", "date") if here.value("u") == "Y" else None
    rel = here.item("rel")
    code = rel.code if rel else ""
    past = published.year if month <= published.month else published.year - 1
    coming = published.year if month >= published.month else published.year + 1
    if code == "l":
        at = past if month != published.month else past - 1
    elif code == "x":
        at = coming if month != published.month else coming + 1
    elif code == "i":
        at = published.year
    elif code in ("k", "s"):
        at = (here.base("M") or published).year
    else:
        at = coming if here.way("m") > 0 else past
    return here.found("DATE", f"{at:04}-{month:02}", "date")


def _week_of(here: Here) -> Found | None:
    found = _day(here)
    if not found or found.value.startswith("X") or here.value("u") != "W":
        return None
    return found._replace(value=timex.at_grain(timex.day_of(found.value), "W"), kind="date", start=None, end=None)


def _fiscal(here: Here) -> Found | None:
    if year := here.value("y"):
        return here.found("DATE", year, "date")
    moved = timex.move(here.published, step(here.item("rel")), "Y") if here.published else None
    return here.found("DATE", timex.at_grain(moved, "Y"), "date")


def _part_of_year(here: Here) -> Found | None:
    """Quarters and halves of a year: "the third quarter", "Q3 2014", "the first half of last year"."""
    nth, half = here.item("r"), here.item("q")
    if nth is None:
        return None
    if nth.code in "lxi":
        letter, number = "Q", 0
    elif nth.code == "4":
        letter, number = nth.value[0], int(nth.value[1])
    else:
        letter, number = "H" if half and half.code == "h" else "Q", int(nth.value or 0)
    if number > (2 if letter == "H" else 4):
        return None
    if number == 0:  # last, this or next quarter
        moved = timex.move(here.published, step(nth), "Q") if here.published else None
        return here.found("DATE", timex.at_grain(moved, "Q"), "date")
    if year := here.value("y"):
        return here.found("DATE", f"{year}-{letter}{number}", "date")
    if here.published is None:
        return here.found("DATE", f"XXXX-{letter}{number}", "date")
    if here.item("u"):
        return here.found("DATE", f"{here.published.year + step(here.item('rel'))}-{letter}{number}", "date")
    value = _nearest_part(here, f"-{letter}{number}", "r")
    return here.found("DATE", value, "date")


def _nearest_part(here: Here, tail: str, group: str, *, ended: bool = False, coming: bool = False) -> str:
    """The year before `tail` ("-Q3", "-SU") that tense and day of publication ask for; `ended`: the last one over."""
    published = here.published
    if published is None:
        return "XXXX" + tail
    values = [f"{published.year + k:04}{tail}" for k in (-2, -1, 0, 1, 2)]
    spans = [(value, days) for value in values if (days := timex.bounds(value))]
    if coming or (not ended and here.way(group) > 0):
        return next((v for v, days in spans if (days[0] if coming else days[1]) >= published), values[2])
    return next((v for v, days in reversed(spans) if (days[1] if ended else days[0]) <= published), values[2])


def _season(here: Here) -> Found | None:
    rel, tail, published = here.item("rel"), "-" + here.value("s"), here.published
    if year := here.value("y"):
        return here.found("DATE", year + tail, "date")
    if here.item("of") and published:
        return here.found("DATE", f"{published.year + step(here.item('of'))}{tail}", "date")
    if rel and rel.code == "i" and published:
        now = timex.season_of(published)
        year = str(now[0] if "-" + now[1] == tail else published.year)
        return here.found("DATE", year + tail, "date")
    code = rel.code if rel else ""
    return here.found("DATE", _nearest_part(here, tail, "s", ended=code == "l", coming=code == "x"), "date")


def _feast(here: Here) -> Found | None:
    rule, year, published = here.value("h"), here.value("y"), here.published
    if year or re.match(r"\d{4}-", rule):
        day = timex.feast(rule, int(year or 2000))
        return here.found("DATE", day.isoformat(), "day") if day else None
    if published is None:
        fixed = re.fullmatch(r"\d\d-\d\d", rule)
        return here.found("DATE", f"XXXX-{rule}" if fixed else "XXXX-XX-XX", "day")
    days = [d for k in (-1, 0, 1) if (d := timex.feast(rule, published.year + k))]
    rel = here.item("rel")
    code = rel.code if rel else ""
    if code == "i":
        return here.found("DATE", days[1].isoformat(), "day") if len(days) > 1 else None
    coming = code == "x" or (code != "l" and here.way("h") > 0)
    fits = [d for d in days if d >= published] if coming else [d for d in reversed(days) if d <= published]
    fits = [d for d in fits if not code or d != published] or fits
    return here.found("DATE", fits[0].isoformat(), "day") if fits else None


def _decade(here: Here) -> Found | None:
    """"the 1990s"; an age ("in his 60s") is none, nor is a word without "the" before it."""
    found, before = here.item("d"), here.near(-1)
    digits, written = (found.value, found.lower) if found else ("", "")
    short = len(written.strip("'‘s")) == 2 or written[:1].isalpha()
    token = here.token(before) if before.code != BREAK else None
    if token and token.tag == "PRP$":
        return None
    if short and not here.match.group().startswith("t") and before.code not in "em-":
        return None
    return here.found("DATE", digits, "date")


def _century(here: Here) -> Found | None:
    number = int(here.value("r"))
    if here.item("era"):
        return here.found("DATE", f"BC{number - 1:02}", "date")
    return here.found("DATE", f"{number - 1:02}", "date") if 0 < number < 30 else None


def _era(here: Here) -> Found | None:
    number = here.value("n")
    return here.found("DATE", f"BC{int(number):04}", "date") if number.isdigit() else None


def _year(here: Here) -> Found | None:
    """A number of four digits, or two of them, where the words around it make it a year."""
    value, second = here.value("y"), here.item("y2")
    before, after = here.near(-1), here.near(1)
    year, cued = int(value), before.code in "j<!o&TtlgemBaE" or before.lower in ("(", "year", "circa")
    if before.code in "#b/" or (before.code == "-" and here.near(-2).code != "m"):
        return None
    if not (1900 <= year <= 2100 or (cued and year >= 1200)) or after.code in "uU6%/":
        return None
    token = here.token(here.items[here.match.start("y")])
    noun = here.parsed.head(token) if token else None
    counts = token and noun and token.dep == "nummod" and noun.tag in ("NNS", "NNPS") and token.i <= noun.left
    dated = before.code in "ta" or (year >= 1900 and (before.code in "j!" or before.lower in ("by", "until", "during")))
    if counts and not dated:
        return None  # "sent 1952 troops", but "in 2011 prices rose"
    if here.items[here.match.start("y")].lower.startswith("'") and before.code not in "j!<MS":
        return None  # a number after a quotation mark
    if second is None:
        return here.found("DATE", value, "date")
    last = int(second.value if second.code == "Y" else value[:2] + second.value.rjust(2, "0"))
    if last <= year or last - year > 120:
        return None
    return here.found("DATE", value, "date")._replace(start=date(year, 1, 1), end=date(last, 12, 31))


WEEKDAY = r"(?:(?P<wd>W),?t?)?"
YEAR = r"(?:,?o?(?P<y>Y))?"
OF_LAST = r"(?P<of>[lxi])(?P<u>u)"  # "of last year"
DATES = (
    rule(r"I", _iso),
    rule(WEEKDAY + r"(?P<m>M)t?(?P<d>[1d])(?:[-T&](?P<d2>[1d])(?=,?Y|[;,|<j]|$))?(?:,?(?P<y>Y))?", _day),
    rule(WEEKDAY + r"(?P<d>[1dr])(?:[-T&](?P<d2>[1d]))?(?:t?o)?(?P<m>M)" + YEAR, _day),
    rule(r"t(?P<d>[dr])(?:t?o)?(?P<m>M)" + YEAR, _day),
    rule(r"(?P<rel>i[lx]|[lxiks])?(?P<m>M)(?:,?o?(?P<y>Y)|o?" + OF_LAST + ")?", _month),
    rule(r"t(?P<u>u)o(?P<m>M)(?P<d>[1d])" + YEAR, _week_of),
    rule(r"t(?P<u>u)o(?P<d>[1d])(?P<m>M)" + YEAR, _week_of),
    rule(r"t?fu?(?P<y>Y)|(?P<rel>[ilx])fu", _fiscal),
    rule(r"t?(?P<y>Y)fu", _fiscal),
    rule(r"t?(?P<r>[rd])-?(?P<q>[Q])(?:,?-?o?f?(?P<y>Y)|o?(?P<rel>[lxi])(?P<u>u)|ot(?:u))?", _part_of_year),
    rule(r"t?(?P<r>r)-?(?P<q>h)o?(?:f?(?P<y>Y)|(?P<rel>[lxit])(?P<u>u))", _part_of_year),
    rule(r"(?P<r>[lxi])Q", _part_of_year),
    rule(r"(?P<r>4)(?:,?o?(?P<y>Y))?", _part_of_year),
    rule(r"(?P<y>Y)(?P<r>4)", _part_of_year),
    rule(r"(?P<rel>t|i[lx]|[lxi])?(?P<s>S)(?:,?o?(?P<y>Y)(?:-[Y1])?|o" + OF_LAST + ")?", _season),
    rule(r"(?P<rel>[lxi])?(?P<h>H)" + YEAR, _feast),
    rule(r"t?(?P<d>D)", _decade),
    rule(r"t?(?P<r>[rd])-?Z(?P<era>6)?", _century),
    rule(r"(?P<n>[1NY])6", _era),
    rule(r"(?:t(?:u))?(?P<y>Y)(?:[-/](?P<y2>[Y1]))?", _year),
)
