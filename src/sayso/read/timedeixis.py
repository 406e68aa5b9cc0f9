"""Rules for dates that count from the day of publication or from the day told of: "Tuesday", "last week", "a year ago",
"the next day", "recently".

"Last" and "next" count from publication, "previous", "following", "same" and "that" from the last date in the text.
"""
from datetime import timedelta

from sayso.read import timex
from sayso.read.timerules import Found, Here, rule, step

NUMBER = r"(?:[1Nnv]|Y(?=-?[uUZ]))(?:-?[n1N])*(?:-?&-?[nh])?"


def number_of(here: Here, group: str) -> str:
    """The number that a stretch of lexemes says, "X" for a vague one: "twenty - five", "two and a half", "1,500"."""
    total = 0.0
    items = here.items[here.match.start(group):here.match.end(group)]
    if all(item.code == "v" for item in items):  # "some 10 years" has a number, "some years" has none
        return "X"
    for item in items:
        if item.code == "&" and total < 100 and items[-1].value != "0.5" and items[-1].code != "h":
            break  # "between two and three weeks": the lower
        if item.code in "1NYn":
            value = float(item.value)
            times = (item.code == "n" and value >= 100) or (item.value == "12" and total > 0)
            total = max(1, total) * value if times else total + value
        elif item.code == "h":
            total += 0.5
    return timex.plain(total)


def _weekday(here: Here) -> Found | None:
    number, published = int(here.value("w")), here.published
    if published is None:
        return here.found("DATE", f"XXXX-WXX-{number}", "day")
    if of := here.item("of"):
        monday = published - timedelta(days=published.weekday()) + timedelta(days=7 * step(of))
        day = monday + timedelta(days=number - 1)
        return here.found("DATE", day.isoformat(), "day") if here.value("u") == "W" else None
    rel = here.match.group("rel") or ""
    back = timedelta(days=(published.isoweekday() - number) % 7)
    on = timedelta(days=(number - published.isoweekday()) % 7)
    week = timedelta(days=7)
    way = here.way("w")
    if rel.endswith("l"):
        day = published - (back or week)
    elif rel.endswith("x"):
        day = published + (on or week)
    elif rel == "i":
        day = published - back if way < 0 else published + on
    elif rel in ("k", "s", "ts") and (base := here.base("D")):
        day = timex.move(base, (number - base.isoweekday()) % 7, "D") or base
    else:
        day = published + on if way > 0 else published - back
    return here.found("DATE", day.isoformat(), "day")


def _named_day(here: Here) -> Found | None:
    offset, _, part = here.value("r").partition("T")
    day = here.published + timedelta(days=int(offset)) if here.published else None
    value = timex.at_grain(day, "D")
    if not part:
        return here.found("DATE", value, "day")
    found = here.found("TIME", f"{value}T{part}", "daypart")
    if day and here.match.group() == "R" and here.items[here.match.start()].lower == "overnight" and here.way("r") <= 0:
        return found._replace(start=day - timedelta(days=1), end=day)  # the night that ended on the day of the report
    return found


def _weekend(here: Here) -> Found | None:
    rel, published = here.match.group("rel") or "", here.published
    if published is None:
        return here.found("DATE", timex.UNKNOWN["WE"], "date")
    weeks = 0
    if rel.endswith("l"):
        weeks = -1
    elif rel.endswith("x"):
        weeks = 1
    elif here.way("w") <= 0 and published.isoweekday() < (3 if rel == "i" else 6):
        weeks = -1
    return here.found("DATE", timex.at_grain(published + timedelta(days=7 * weeks), "WE"), "date")


def _unit(here: Here) -> Found | None:
    """Last, this, next, previous, following, same, that … with a unit; "the last week" is a duration."""
    rel, unit = here.match.group("rel"), here.value("u")
    if unit[:1] in "T2":
        if rel not in ("tl", "l") or unit == "TM":
            return None
        return here.found("DURATION", timex.duration("1", unit), "back")
    if rel in ("tl", "tx") and unit != "D":
        return here.found("DURATION", timex.duration("1", unit), "back" if rel == "tl" else "on")
    if rel in ("k", "s", "ts", "ks"):
        return here.found("DATE", timex.at_grain(here.base(unit), unit), "day" if unit == "D" else "date")
    told = rel[-1] in "LX" or (unit == "D" and rel in ("tx", "x", "tl", "l"))
    base = here.base(unit) if told else here.published
    count = {"l": -1, "L": -1, "x": 1, "X": 1}.get(rel[-1], 0)
    moved = timex.move(base, count, unit) if base else None
    return here.found("DATE", timex.at_grain(moved, unit), "day" if unit == "D" else "date")


def _offset(here: Here) -> Found | None:
    """"two days ago", "a year from now", "three weeks later", "a year earlier"."""
    how, unit = here.item("how"), here.value("u")
    number = number_of(here, "n") if here.item("n") else "1" if here.item("a") else "X"
    if here.item("half"):
        number = "1.5"
    if how is None:
        return None
    if number == "X":
        if how.code == "A":
            return here.found("DATE", "PAST_REF" if how.value == "-1" else "FUTURE_REF")
        return here.found("DURATION", timex.duration("X", unit))
    fine, count = unit, float(number)
    while count != int(count) and fine in ("CE", "DE", "Y", "W"):  # half a century is five decades
        count *= {"CE": 10, "DE": 10, "Y": 12, "W": 7}[fine]
        fine = {"CE": "DE", "DE": "Y", "Y": "M", "W": "D"}[fine]
    if fine.startswith("2"):
        fine, count = "W", count * 2
    base = here.published if how.code == "A" else here.base("D" if fine.startswith("T") else fine)
    moved = timex.move(base, int(how.value) * int(count), fine) if base else None
    if unit.startswith("T"):
        return here.found("TIME", timex.at_grain(moved, "D") + "TXX:XX")
    fine = unit if float(number) > 1 and len(unit) < 3 and not unit.startswith("2") else fine
    return here.found("DATE", timex.at_grain(moved, fine), "day" if fine == "D" else "date")


def _beside(here: Here) -> Found | None:
    """"the day before" and "two years after" where nothing follows that they would be before or after of."""
    how = here.item("how")
    token = here.token(how) if how else None
    if here.near(1).code not in ";,|&j@<" or (token and token.kids and token.dep in ("prep", "mark")):
        return None
    return _offset(here)


def _edge(here: Here) -> Found | None:
    """"the end of the year", "later in the day", "year-end": the unit of the calendar that is told of or running."""
    unit = here.value("u")
    if unit[:1] in "T2":
        return None
    base = here.base(unit) if unit == "D" else here.published
    return here.found("DATE", timex.at_grain(base, unit), "day" if unit == "D" else "date")


def _vague(here: Here) -> Found | None:
    word = here.item("v")
    if word is None:
        return None
    if unit := here.item("u"):
        if word.lower == "current" and unit.code in "uQ":
            return _edge(here)
        if word.lower not in ("recent", "current"):
            return None
    if word.value.isdigit():  # "the turn of the century"
        return here.found("DATE", word.value, "date")
    found = here.found("DATE", word.value)
    return found._replace(start=here.published, end=here.published) if word.value == "PRESENT_REF" else found


def _past(here: Here) -> Found | None:
    word = here.item("l")
    token = here.token(word) if word else None
    if word is None or token is None or word.lower != "past" or token.tag != "NN":
        return None
    return here.found("DATE", "PAST_REF")


def _around(here: Here) -> Found | None:
    """"the coming weeks", "recent years": vague, as no number bounds them."""
    return here.found("DATE", "FUTURE_REF") if here.value("u")[:1] != "T" else None


OF_LAST = r"(?:o?(?P<of>[lxi])(?P<u>u))?"
DEIXIS = (
    rule(r"(?P<rel>i[lx]|ts|[lxiks])?(?P<w>W)" + OF_LAST, _weekday),
    rule(r"(?P<r>R)", _named_day),
    rule(r"(?P<rel>t[lx]|i[lx]|[tlxi])(?P<w>K)", _weekend),
    rule(r"(?P<rel>t[lxLXs]|ks|i[lx]|[lxikLXs])(?P<u>[uQZ])", _unit),
    rule(r"b*(?P<n>" + NUMBER + r")-?(?P<u>[uUQZ])(?P<how>[AE])", _offset),
    rule(r"b*(?P<a>a)(?P<u>[uZQ])(?:&(?P<half>[nh]))?(?P<how>[AE])", _offset),
    rule(r"(?P<u>U)(?P<how>[AE])", _offset),
    rule(r"b*(?P<n>" + NUMBER + r")(?P<u>[uU])(?P<how>B)", _beside),
    rule(r"(?P<a>[at])(?P<u>[u])(?P<how>B)", _beside),
    rule(r"t?got?(?P<u>[uQZK])", _edge),
    rule(r"[eE]jt(?P<u>u)", _edge),
    rule(r"(?P<u>u)-g", _edge),
    rule(r"(?P<v>V)", _vague),
    rule(r"t?(?P<v>V)(?P<u>[uUQ])", _vague),
    rule(r"t(?P<l>l)(?![nN1vuUQKMWSPZr8b])", _past),
    rule(r"t?x(?P<u>U)", _around),
)
