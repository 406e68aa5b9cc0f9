"""Strangers' text cannot act on what shows it."""
import pytest

from sayso.show.neutral import harmless, one_line


@pytest.mark.parametrize(("text", "shown"), [
    ("plain “text”, naïve, 中文, 🙂", "plain “text”, naïve, 中文, 🙂"),
    ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),          # colour
    ("\x9b2J", "\ufffd2J"),                           # the one-character form of ESC [
    ("a\x07b\x00c\x7f", "a␇b␀c␡"),                    # bell, zero, delete
    ("a\u202egnp.exe", "a\ufffdgnp.exe"),             # right-to-left override
    ("\u2066x\u2069", "\ufffdx\ufffd"),               # isolates
    ("a\u200bb\u00adc\ufeff", "abc"),                 # invisible and honest
    ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
    ("half \ud800 pair", "half \ufffd pair"),
    ("tag\U000e0041s", "tags"),                       # invisible tag characters
])
def test_harmless(text: str, shown: str) -> None:
    """Each character that acts becomes a sign, or goes where honest text is full of it."""
    assert harmless(text) == shown


def test_one_line() -> None:
    """Line breaks become spaces, and a long text is cut at a word."""
    assert one_line(" a\n\n b\tc ") == "a b c"
    assert one_line("word " * 100, 20) == "word word word word …"
    assert len(one_line("x" * 1000, 20)) <= 22
