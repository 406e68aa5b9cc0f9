"""The central types: frozen, made of tuples, and knowing nothing of the rest of Sayso but its errors."""
from sayso.records.article import Article
from sayso.records.explanation import Explanation, FrameFit
from sayso.records.reading import (
    Act,
    Certainty,
    Count,
    Entity,
    Event,
    Moment,
    Option,
    Party,
    Place,
    ReaderInfo,
    Reading,
    Source,
    Statement,
    When,
)
from sayso.records.span import Span

__all__ = [
    "Act", "Article", "Certainty", "Count", "Entity", "Event", "Explanation", "FrameFit", "Moment", "Option", "Party",
    "Place", "ReaderInfo", "Reading", "Source", "Span", "Statement", "When",
]
