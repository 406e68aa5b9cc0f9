"""Sayso reads news reports into sourced event records: who did what to whom, and on whose say-so.

    import sayso
    reading = sayso.read_article(text, published="2015-10-23")
    for event in reading.events:
        print(event.type, reading.text[slice(*event.trigger)], event.status, event.said_by)

Everything here is imported on first use, so that `import sayso` costs nothing.
"""
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.errors import RecordError, SaysoError, SourceError
    from sayso.pipeline import read_article
    from sayso.read.english import Reader
    from sayso.records import (
        Article,
        Count,
        Entity,
        Event,
        Moment,
        Party,
        Place,
        ReaderInfo,
        Reading,
        Source,
        Span,
        Statement,
        When,
    )
    from sayso.records.codec import decode_reading, encode_reading

_HOMES = {
    "read_article": "sayso.pipeline", "Reader": "sayso.read.english",
    "decode_reading": "sayso.records.codec", "encode_reading": "sayso.records.codec",
    **dict.fromkeys(("RecordError", "SaysoError", "SourceError"), "sayso.errors"),
    **dict.fromkeys(("Article", "Count", "Entity", "Event", "Moment", "Party", "Place", "ReaderInfo", "Reading",
                     "Source", "Span", "Statement", "When"), "sayso.records"),
}

__all__ = [
    "Article", "Count", "Entity", "Event", "Moment", "Party", "Place", "Reader", "ReaderInfo", "Reading", "RecordError",
    "SaysoError", "Source", "SourceError", "Span", "Statement", "When", "decode_reading", "encode_reading",
    "read_article",
]


def __getattr__(name: str) -> object:
    """The public name, imported now; `__version__` from the installed package."""
    if name == "__version__":
        from importlib.metadata import version

        return version("sayso")
    if name in _HOMES:
        found = getattr(import_module(_HOMES[name]), name)
        globals()[name] = found
        return found
    raise AttributeError(f"module 'sayso' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
