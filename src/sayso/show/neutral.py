"""Strangers' text made safe to show: nothing in it can move the cursor, colour the screen or turn the line around.

Characters that act instead of showing are replaced by a visible sign each (so that a reader sees that there was one),
or left out where they are invisible by nature and frequent in honest text.
"""
import re

_SIGNS = {n: 0x2400 + n for n in range(32)} | {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), "\ufffd")
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd")  # embeddings, overrides, isolates
_MARKS = dict.fromkeys([0x200B, 0x200E, 0x200F, 0x061C, 0x2060, 0xFEFF, 0x00AD, *range(0xE0000, 0xE0080)])
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_BREAKS = {0x2028: "\n", 0x2029: "\n", 0x0A: "\n", 0x0D: "\n", 0x0B: "\n", 0x0C: "\n", 0x85: "\n", 0x09: " "}
_TABLE: dict[int, int | str | None] = {**_SIGNS, **_BIDI, **_MARKS, **_SURROGATES, **_BREAKS}
_SPACE = re.compile(r"\s+")


def harmless(text: str) -> str:
    """The text with its lines, without anything that acts on what shows it."""
    return text.replace("\r\n", "\n").translate(_TABLE)


def one_line(text: str, longest: int = 400) -> str:
    """The same on one line, cut at a word where it is long."""
    text = _SPACE.sub(" ", harmless(text)).strip()
    if len(text) <= longest:
        return text
    return text[:longest].rpartition(" ")[0].rstrip(" ,;:") + " …"
