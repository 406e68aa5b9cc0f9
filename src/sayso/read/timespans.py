"""Rules for durations, sets and times of the day."""
import re

from sayso.read import timex
from sayso.read.timedeixis import NUMBER, number_of
from sayso.read.timerules import Found, Here, rule

RATE_TAGS = ("NNS", "CD", "NN", "$")


def _duration(here: Here) -> Found | None:
    """"three days", "the past two weeks", "five-year-old", "more than 20 years"."""
    number, unit = number_of(here, "n"), here.value("u")
    first = here.match.start("n")
    if number == "0" or unit == "WE" or (number == "X" and here.match.group().endswith("u")):  # "some day"
        return None
    found = here.found("DURATION", timex.duration(number, unit))
    if here.codes[first:here.match.end()].find("-", here.match.end("n") - first) >= 0:
        while first > here.match.start() and here.codes[first - 1] == "b":
            first -= 1
        return found._replace(first=first)  # "a two-day visit", "the nearly two-day visit"
    rel = (here.match.group("det") or "").strip("tb")
    return found._replace(kind={"l": "back", "x": "on"}.get(rel, ""))


def _one(here: Here) -> Found | None:
    """"a month" is a duration, "400 cars a month" a rate."""
    unit = here.value("u")
    before = here.near(-1)
    token = here.token(here.items[here.match.end() - 1])
    above = here.parsed.head(token) if token else None
    rate = token is not None and token.dep in ("npadvmod", "nmod") and above is not None and above.tag in RATE_TAGS
    if (rate or before.code in "1N") and not here.match.group().startswith("b") and unit != "CE":
        return here.found("SET", timex.duration("1", unit))
    return here.found("DURATION", timex.duration("1.5" if here.item("half") else "1", unit))


def _bare(here: Here) -> Found | None:
    """"for years", "weeks of silence": a unit in the plural without a number."""
    unit, before = here.value("u"), here.near(-1)
    if unit == "WE":
        return here.found("SET", "XXXX-WXX-WE") if before.code in "j@" else None
    token = here.token(here.items[here.match.start("u")])
    above = here.parsed.head(token) if token else None
    of = here.near(1).code in "oB"
    if long := here.item("u") if here.item("long") else None:
        return here.found("DURATION", timex.duration("1" if long.code == "u" else "X", unit))
    governed = above is not None and above.pos in ("ADP", "SCONJ") and token is not None and token.left >= token.i
    if here.match.group() == "tU":
        return here.found("DURATION", timex.duration("X", unit)) if of else None
    return here.found("DURATION", timex.duration("X", unit)) if governed or of else None


def _past(here: Here) -> Found | None:
    return here.found("DURATION", timex.duration("X", here.value("u")))


def _whole(here: Here) -> Found | None:
    return here.found("DURATION", timex.duration("1", here.value("u")))


def _stretch(here: Here) -> Found | None:
    return here.found("DURATION", here.items[here.match.start()].value)


def _every(here: Here) -> Found | None:
    """"every day", "every two weeks", "each Tuesday", "every other month"."""
    item, word = here.item("u"), here.item("v")
    if item is None or (word and word.lower != "once"):
        return None
    if item.code in "uUQZ":
        number = number_of(here, "n") if here.item("n") else "2" if "q" in here.match.group() else "1"
        return here.found("SET", timex.duration(number, item.value))
    forms = {"W": f"XXXX-WXX-{item.value}", "P": f"XXXX-XX-XXT{item.value}", "S": f"XXXX-{item.value}",
             "M": f"XXXX-{item.value:0>2}", "K": "XXXX-WXX-WE"}
    if item.code == "W" and here.item("part"):
        return here.found("SET", f"XXXX-WXX-{item.value}T{here.value('part')}")
    if item.code == "H":
        return here.found("SET", f"XXXX-{item.value}") if re.fullmatch(r"\d\d-\d\d", item.value) else None
    return here.found("SET", forms[item.code])


def _often(here: Here) -> Found | None:
    """"twice a week", "three times a year", "per month", "once a day"."""
    word = here.item("v")
    if here.match.group()[0] == "~" and here.value("u").startswith("T"):
        return None  # a speed, "60 miles per hour", is no set of times
    if word and word.lower != "once":
        return None
    return here.found("SET", timex.duration("1", here.value("u")))


def _frequency(here: Here) -> Found | None:
    return here.found("SET", here.items[here.match.start()].value)


def _weekdays(here: Here) -> Found | None:
    part = f"T{here.value('part')}" if here.item("part") else ""
    return here.found("SET", f"XXXX-WXX-{here.value('w')}{part}")


# times of the day ---------------------------------------------------------------------------------------------------

def _clock(here: Here) -> Found | None:
    """"9:30 a.m.", "0600 GMT", "8 o'clock", "noon": of the day of publication until joined with another."""
    item = here.item("c")
    if item is None:
        return None
    meridiem = here.value("m")
    parts = re.split(r"[:.]", item.value)
    if item.code in "0Y":
        parts = [item.value[:2], item.value[2:]]
    if item.code == "n" and meridiem:  # "nine a.m." is no house's style; "four o'clock" is
        return None
    if not all(p.isdigit() for p in parts):
        return None
    hour, rest = int(parts[0]), parts[1:]
    if meridiem and hour > 12:
        return None
    if here.match.group() == "C" and here.near(-1).code not in "@<j&T!;b":  # "3:45" may be a result
        return None
    hour = hour % 12 + (12 if meridiem == "pm" else 0) if meridiem else hour
    minutes = ":".join(rest) if rest else "00"
    if hour > 24 or int(minutes[:2]) > 59 or len(minutes) < 2:
        return None
    clock = f"T{hour:02}:{minutes}"
    day = here.published.isoformat() if here.published else ""
    return here.found("TIME", day + clock, "clock")


def _part(here: Here) -> Found | None:
    """"last night", "this morning", "the next evening"; a part alone ("the morning of") counts only if joined."""
    rel, part = here.match.group("rel") or "", here.value("p")
    if rel == "" or (rel == "t" and here.near(-1).code not in "jb" and not here.item("how")):
        return here.found("TIME", f"T{part}", "part")._replace(held=False)
    told = rel in ("t", "tx", "tX", "tL", "X", "L", "k", "s", "ts", "ks")
    base = here.base("D") if told else here.published
    count = -1 if rel in ("l", "il", "tL", "L") else 1 if rel[-1:] in ("x", "X") else 0
    if here.item("how"):
        count = int(here.value("how"))
    day = timex.move(base, count, "D") if base else None
    return here.found("TIME", f"{timex.at_grain(day, 'D')}T{part}", "part" if rel == "t" else "daypart")


DURATIONS = (
    rule(r"(?:(?P<det>(?:t?[lxrLX]|t)b?)|(?P<b>b*))(?P<n>" + NUMBER + r")(?:[-T&](?:" + NUMBER
         + r"))?-?(?P<u>[uUQZ])(?:-?[OG])?", _duration),
    rule(r"b*a(?P<u>[uZ])(?:&(?P<half>[nh])|O)?(?!-)", _one),
    rule(r"t?(?P<u>U)", _bare),
    rule(r"(?P<u>[uU])-?(?P<long>G)", _bare),
    rule(r"t?l(?P<u>U)", _past),
    rule(r"(?:t|a|n)?y-?(?P<u>u)", _whole),
    rule(r"=", _stretch),
)
SETS = (
    rule(r"8q?(?P<n>" + NUMBER + r")?(?P<u>[uUQZ])", _every),
    rule(r"(?:7|(?P<v>V))8q?(?P<n>" + NUMBER + r")?(?P<u>[uUQZ])", _every),
    rule(r"8q?(?P<u>[WPSMKH])(?P<part>P)?", _every),
    rule(r"(?:7|(?P<v>V)|[n1v]%)[a~8](?P<u>u)", _often),
    rule(r"(?:[1Nnv]U)[a8~](?P<u>u)", _often),
    rule(r"~(?P<u>u)", _often),
    rule(r"F", _frequency),
    rule(r"(?P<w>w)(?P<part>[Pp])?", _weekdays),
    rule(r"(?P<w>W)(?P<part>p)", _weekdays),
)
TIMES = (
    rule(r"(?P<c>[C1n])(?P<m>c)z?", _clock),
    rule(r"(?P<c>[0YC])z", _clock),
    rule(r"(?P<c>C)", _clock),
    rule(r"1?(?P<c>5)z?", _clock),
    rule(r"(?P<rel>t[LXxls]|ks|i[lx]|[tlxikLXs])?(?P<p>P)(?P<how>B)?", _part),
)
