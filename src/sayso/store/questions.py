"""What events and claims are asked for by alike: parties, days, circles, cursors."""
import math
import re
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, false, func, or_, select

from sayso.errors import StoreError
from sayso.store.filters import Circle
from sayso.store.words import fold

MOST = 1000  # rows of one page
EARTH = 6371.0088  # kilometres: the mean radius (IUGG)
_CODE = re.compile(r"[A-Z]{3,15}")
Where = ColumnElement[bool]


def checked_limit(limit: int) -> int:
    """A number of rows that can be asked for."""
    if not 1 <= limit <= MOST:
        raise StoreError(f"{limit} rows cannot be asked for; ask for 1 to {MOST}, and use the cursor for more.")
    return limit


def checked_day(day: str | None) -> str | None:
    """A day, or None."""
    if day is None:
        return None
    try:
        if date.fromisoformat(day).isoformat() == day:
            return day
    except ValueError:
        pass
    raise StoreError(f"{day!r} is no day; write it as YYYY-MM-DD.")


def checked_month(month: str | None) -> str | None:
    """A month, or None."""
    if month is None or re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
        return month
    raise StoreError(f"{month!r} is no month; write it as YYYY-MM.")


def is_who(table: Table, who: str) -> Where:
    """Whether a party is the one asked for: by ref, by name, and, in capitals, by country or code."""
    name = fold(who)
    ways: list[Where] = [table.c.ref == who, table.c.folded == name] if name else [false()]
    if _CODE.fullmatch(who):
        ways.append(table.c.state == who[:3] if len(who) == 3 else
                    and_(table.c.state == who[:3], func.substr(table.c.code, 1, len(who)) == who))
        if len(who) == 3:
            ways.append(table.c.country == who)
    return or_(*ways)


def party_in(table: Table, owner: Any, key: Any, who: str, role: str | None) -> Where:
    """Whether an event or a claim has that party, in that role or in any."""
    found = select(owner).where(is_who(table, who))
    return key.in_(found.where(table.c.role == role) if role else found)  # type: ignore[no-any-return]


def near(lat: Any, lon: Any, circle: Circle) -> Where:
    """The box around a circle: what lies in the circle lies in it, over the date line and at the poles too."""
    if not (-90 <= circle.lat <= 90 and -180 <= circle.lon <= 180 and 0 <= circle.km <= 20_038):
        raise StoreError("A circle needs a latitude from -90 to 90, a longitude from -180 to 180, and a radius from 0 "
                         "to 20,038 km.")
    angle = circle.km / EARTH
    south, north = circle.lat - math.degrees(angle) - 1e-9, circle.lat + math.degrees(angle) + 1e-9
    band = and_(lat >= south, lat <= north)
    if north >= 90 or south <= -90:
        return and_(band, lon.is_not(None))
    # the meridians that touch a circle are farther out than its centre's parallel says (J. P. Matuschek, "Finding
    # points within a distance of a latitude/longitude using bounding coordinates")
    reach = math.degrees(math.asin(min(1.0, math.sin(angle) / math.cos(math.radians(circle.lat))))) + 1e-9
    west, east = circle.lon - reach, circle.lon + reach
    if west < -180:
        return and_(band, or_(lon >= west + 360, lon <= east))
    if east > 180:
        return and_(band, or_(lon >= west, lon <= east - 360))
    return and_(band, lon >= west, lon <= east)


def within(circle: Circle, lat: float, lon: float) -> bool:
    """Whether a point lies in a circle."""
    return distance(circle.lat, circle.lon, lat, lon) <= circle.km


def distance(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres between two points on a sphere (R. W. Sinnott, "Virtues of the Haversine", 1984)."""
    a, b = math.radians(lat), math.radians(other_lat)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(h)))


def cursor(day: str, id_: object) -> str:
    """Where a page ended."""
    return f"{day}~{id_}"


def after(held: str) -> tuple[str, str]:
    """Where to go on. StoreError for what no page gave."""
    day, tilde, id_ = held.partition("~")
    if not tilde or not re.fullmatch(r"(\d{4}-\d{2}-\d{2})?", day) or not id_:
        raise StoreError(f"{held[:80]!r} is no cursor; give the one that the last page ended with.")
    return day, id_
