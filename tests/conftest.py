"""What all tests share: the parser, loaded once a process."""
import pytest

from sayso.read.parse import Parser, load_parser


@pytest.fixture(scope="session")
def parse() -> Parser:
    """Text ► Parsed."""
    return load_parser()
