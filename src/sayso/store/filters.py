"""What a question to the store may ask for. Every field narrows; an empty one lets everything through."""
import msgspec


class Circle(msgspec.Struct, frozen=True, kw_only=True):
    """All points within `km` kilometres of a point, in degrees (WGS 84)."""

    lat: float
    lon: float
    km: float


class EventFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which events: those of the newest reading of the newest version of each article, unless `report` names another.

    `actor` did it, `recipient` suffered it, `party` did either: a country ("IRQ"), a CAMEO code or its beginning
    ("IRQGOV"), an entity's ref, or a name. `country` is that of the place. `since` and `until` are days, both
    included, and must touch the event's interval (its report's publication where it has none). `source` is an outlet.
    `words` are searched in the evidence. `cursor` is the one that the last page gave.
    """

    party: str | None = None
    actor: str | None = None
    recipient: str | None = None
    types: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    place: str | None = None
    geonames: int | None = None
    near: Circle | None = None
    since: str | None = None
    until: str | None = None
    statuses: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    least_factuality: float | None = None
    most_factuality: float | None = None
    least_probability: float | None = None
    report: str | None = None
    words: str | None = None
    limit: int = 50
    cursor: str | None = None


class ClaimFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which claims. `about` is a country of the place or of a party; `countries` are those of the place alone.

    `least_supporting`, `least_denying`: independent sources. `contradicted`: True, those with a contradiction; False,
    those without. `words` are searched in the evidence of the mentions.
    """

    party: str | None = None
    actor: str | None = None
    recipient: str | None = None
    about: str | None = None
    types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    place: str | None = None
    near: Circle | None = None
    since: str | None = None
    until: str | None = None
    statuses: tuple[str, ...] = ()
    least_supporting: int = 0
    least_denying: int = 0
    contradicted: bool | None = None
    story: str | None = None
    words: str | None = None
    limit: int = 50
    cursor: str | None = None
