"""Text ► the hashes of its word shingles, as bytes that a store can keep.

A shingle is four words in a row, lower-cased, without punctuation. Signatures are the sorted 32-bit hashes of a text's
shingles, behind a header of two bytes: the form's version and the sampling level. A text of more than `MOST` shingles
keeps those whose hash is divisible by 2**level, for the least level at which they fit (FracMinHash: Irber et al. 2022,
"Lightweight compositional analysis of metagenomes"): two texts are compared at the coarser of their levels, so a book
and a paragraph of it still compare, in bounded memory.
"""
import array
import re
import sys
import unicodedata
from collections.abc import Sequence

import msgspec
import numpy as np
from rensa import RMinHash

from sayso.errors import RecordError

SIZE = 4
MOST = 2048
VERSION = 1
_WORD = re.compile(r"\w+")
_PRIMES = tuple(np.uint64(p) for p in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5))
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_DOWN = np.uint64(32)


class Shared(msgspec.Struct, frozen=True):
    """What two texts have in common: shingles, share of the shorter and of the longer text."""

    count: int
    of_shorter: float
    of_longer: float


def signature_of(text: str) -> bytes:
    """The signature of a text; of a text of less than four words, a header without hashes."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    words = _WORD.findall(plain.lower())
    if len(words) < SIZE:
        return bytes((VERSION, 0))
    hashes = _combined(np.array(RMinHash.hash_token_sets([words])[0], dtype=np.uint64))
    level = 0
    while len(hashes) > MOST:
        level += 1
        hashes = hashes[hashes & np.uint32((1 << level) - 1) == 0]
    return bytes((VERSION, level)) + hashes.astype("<u4").tobytes()


def _combined(words: "np.ndarray[tuple[int], np.dtype[np.uint64]]") -> "np.ndarray[tuple[int], np.dtype[np.uint32]]":
    """The distinct shingles' hashes, sorted: a polynomial of the words' hashes modulo 2**64, its bits then mixed."""
    many = len(words) - SIZE + 1
    total = np.zeros(many, dtype=np.uint64)
    for k, prime in enumerate(_PRIMES):
        total += words[k:k + many] * prime
    total = (total ^ (total >> _DOWN)) * _MIX
    return np.unique((total >> _DOWN).astype(np.uint32))


def shingles(signature: bytes) -> "array.array[int]":
    """The hashes of a signature. RecordError if the bytes are none."""
    if len(signature) % 4 != 2 or signature[0] != VERSION or signature[1] > 32:
        raise RecordError("not a signature of this version; compute it again with signature_of", "signature")
    found = array.array("I", signature[2:])
    if sys.byteorder == "big":
        found.byteswap()
    return found


def level(signature: bytes) -> int:
    """The sampling level of a signature: it keeps one shingle in 2**level."""
    return signature[1]


class Shingled:
    """A text's shingles made ready to be compared with many others."""

    def __init__(self, signature: bytes) -> None:
        self.level = level(signature)
        self._all = frozenset(shingles(signature))

    def __len__(self) -> int:
        return len(self._all)

    def shared(self, other: bytes) -> Shared:
        """What this text and another's signature have in common. Counts are scaled up where shingles were sampled."""
        theirs: Sequence[int] = shingles(other)
        mine = self._all
        coarse = max(self.level, level(other))
        if self.level < coarse:
            mine = frozenset(h for h in mine if not h & ((1 << coarse) - 1))
        elif level(other) < coarse:
            theirs = [h for h in theirs if not h & ((1 << coarse) - 1)]
        if not mine or not theirs:
            return Shared(0, 0.0, 0.0)
        common = len(mine.intersection(theirs))
        few, many = sorted((len(mine), len(theirs)))
        return Shared(common << coarse, common / few, common / many)
