"""Texts, readings and claims ► fewer bytes, and back."""
import zlib

import msgspec

from sayso.records import Reading
from sayso.records.claim import Claim
from sayso.records.codec import decode_reading, encode_reading

WINDOW = 32_768  # as far as zlib looks back


def pack_text(text: str) -> bytes:
    """A text in UTF-8, compressed; whatever the string holds comes back."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def unpack_text(packed: bytes) -> str:
    """What `pack_text` was given."""
    return zlib.decompress(packed).decode("utf-8", "surrogatepass")


def pack_reading(reading: Reading) -> bytes:
    """The JSON line of a reading, compressed against its own text, which the store has already.

    The line repeats the text and its quotes; with the text as zlib's preset dictionary that costs next to nothing.
    """
    packer = zlib.compressobj(6, zdict=_dictionary(reading.text))
    return packer.compress(encode_reading(reading)) + packer.flush()


def unpack_reading(packed: bytes, text: str) -> Reading:
    """What `pack_reading` was given, without its working layers. `text` is the version's."""
    return decode_reading(zlib.decompressobj(zdict=_dictionary(text)).decompress(packed))


def pack_claim(claim: Claim) -> bytes:
    """A claim as JSON, compressed."""
    return zlib.compress(msgspec.json.encode(claim), 6)


def unpack_claim(packed: bytes) -> Claim:
    """What `pack_claim` was given."""
    return _CLAIM.decode(zlib.decompress(packed))


def json(value: object) -> str:
    """Any record as JSON text."""
    return msgspec.json.encode(value).decode()


_CLAIM = msgspec.json.Decoder(Claim)


def _dictionary(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")[:WINDOW]
