"""Wires collect ► read ► compare ► store; it alone knows the order."""
from sayso.pipeline.reading import (
    Explained,
    Failure,
    LoadReader,
    Options,
    Outcome,
    With,
    encode_explanation,
    explain_inputs,
    internal,
    load_reader,
    prepare,
    read_article,
    read_inputs,
)

__all__ = [
    "Explained", "Failure", "LoadReader", "Options", "Outcome", "With", "encode_explanation", "explain_inputs",
    "internal", "load_reader", "prepare", "read_article", "read_inputs",
]
