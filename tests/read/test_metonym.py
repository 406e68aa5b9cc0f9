"""Capitals that stand for governments."""
import pytest

from sayso.read.metonym import acts_as_government
from sayso.read.parse import Parser


@pytest.mark.parametrize(("text", "name", "expected"), [
    ("Ankara rejected the proposal on Friday.", "Ankara", True),
    ("Ankara has five million inhabitants.", "Ankara", False),               # a light verb with no act
    ("Officials in Ankara rejected the proposal.", "Ankara", False),         # the officials did
    ("The minister welcomed Moscow's offer.", "Moscow", True),
    ("They walked through Moscow's parks.", "Moscow", False),                # parks are no government's act
    ("Relations between Cairo and Tehran have cooled.", "Tehran", True),     # the second of two
    ("The road between Cairo and Alexandria was closed.", "Cairo", False),
    ("Critics accused Beijing of delay.", "Beijing", True),
    ("The delegation left Beijing on Monday.", "Beijing", False),
    ("The Damascus-backed militia withdrew.", "Damascus", True),
    ("A Damascus hospital was hit.", "Damascus", False),
    ("Talks with Kabul will resume.", "Kabul", True),
    ("The plane landed in Kabul.", "Kabul", False),
    ("Tokyo is willing to negotiate.", "Tokyo", True),
    ("Tokyo is a large city.", "Tokyo", False),
])
def test_acts_as_government(parse: Parser, text: str, name: str, expected: bool) -> None:
    """A capital that decides, is told, owns an act or is party to relations is a government."""
    parsed = parse(text)
    token = next(t for t in parsed.tokens if t.text == name)
    assert acts_as_government(parsed, token.i, token.i) is expected
