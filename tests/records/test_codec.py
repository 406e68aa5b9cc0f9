"""The JSON form of a reading: its keys, the way back, and what is said of lines that break it."""
import json
from typing import Any

import msgspec
import pytest

from sayso.errors import RecordError
from sayso.records.codec import VOCABULARY, decode_reading, encode_failure, encode_reading, schema
from tests.samples import TEXT, reading

KEYS = {
    "line": "schema reader article text removed entities times places statements events",
    "article": "id url source title authors published language sha256",
    "entities": "id span kind ref name code country sector",
    "times": "id span type value start end",
    "places": "id span geonames name country admin1 lat lon precision",
    "statements": "id kind act cue content sources within",
    "events": "id trigger type mode contexts cameo quad actors recipients when where counts status factuality said_by",
}


def test_the_keys_stand_in_the_order_of_the_contract() -> None:
    """Every key of docs/reading.md, in its order; what was added stands behind."""
    line = json.loads(encode_reading(reading()))
    assert list(line) == KEYS["line"].split()
    assert list(line["article"])[:8] == KEYS["article"].split()
    for layer in ("entities", "times", "places", "statements", "events"):
        keys = KEYS[layer].split()
        assert list(line[layer][0])[:len(keys)] == keys, layer


def test_one_reading_is_one_line() -> None:
    """Line feeds and line separators in a text do not break the line."""
    text = "One.\nTwo.\u2028Three.\r\nFour."
    line = encode_reading(reading(article=msgspec.structs.replace(reading().article, text=text), removed=None,
                                  entities=(), times=(), places=(), statements=(), events=()))
    assert line.count(b"\n") == 1
    assert line.endswith(b"}\n")
    assert json.loads(line)["text"] == text
    assert "removed" not in json.loads(line)


def test_there_and_back() -> None:
    """A reading comes back as it went, without its working layers."""
    whole = reading()
    assert decode_reading(encode_reading(msgspec.structs.replace(whole, counts=(), acts=()))) == whole
    empty = reading(removed=None, entities=None, times=None, places=None, statements=None, events=None)
    assert decode_reading(encode_reading(empty)) == empty


def test_unknown_keys_are_passed_over() -> None:
    """A later version may add keys."""
    line = json.loads(encode_reading(reading()))
    line["later"] = line["events"][0]["later"] = {"a": 1}
    assert decode_reading(json.dumps(line)) == reading()


def change(path: str, value: Any) -> str:
    """The sample line with one value changed."""
    line = json.loads(encode_reading(reading()))
    at: Any = line
    *outer, last = [int(key) if key.isdigit() else key for key in path.split(".")]
    for key in outer:
        at = at[key]
    at[last] = value
    return json.dumps(line)


@pytest.mark.parametrize(("path", "value", "sentence"), [
    ("schema", 2, "schema 2 is unknown, this version reads schema 1 in 'schema'"),
    ("schema", "1", "Expected int, got str in 'schema'"),
    ("events.0.trigger.1", "x", "Expected int, got str in 'events[0].trigger[1]'"),
    ("events.0.trigger", [5, 5], "[5, 5) is no span of a text of 244 characters in 'events[0].trigger'"),
    ("events.2.counts.0.span", [0, 9999], "[0, 9999) is no span of a text of 244 characters in "
                                          "'events[2].counts[0].span'"),
    ("events.0.actors.0.entity", "e99", "'e99' is none of the entities in 'events[0].actors[0].entity'"),
    ("events.1.said_by", "v1", "'v1' is none of the statements in 'events[1].said_by'"),
    ("events.0.type", "WAVE", "'WAVE' is none of " + ", ".join(VOCABULARY["events", "type"]) + " in 'events[0].type'"),
    ("events.0.factuality", 4, "4.0 is not between -3 and 3 in 'events[0].factuality'"),
    ("entities.1.id", "e1", "'e1' is used twice in 'entities[1].id'"),
    ("statements.0.within", "s3", "'s1' stands within itself in 'statements[0].within'"),
    ("article.sha256", "00", "not the SHA-256 of the text, which is " + reading().article.sha256
     + " in 'article.sha256'"),
    ("error", {"code": "empty", "message": "There is no text in it."},
     "no reading but an error (empty: There is no text in it.) in 'error'"),
])
def test_what_is_said_of_a_line_that_breaks_the_contract(path: str, value: Any, sentence: str) -> None:
    """One sentence that names the place."""
    with pytest.raises(RecordError) as raised:
        decode_reading(change(path, value).replace("[5, 5]", "[5, 5]"))
    assert str(raised.value) == sentence.replace("244", str(len(TEXT)))


@pytest.mark.parametrize("line", [b"", b"{", b"[]", b"nonsense", b"\xff\xfe", b"[" * 100_000, b'{"schema": 1}'])
def test_what_is_no_reading_at_all(line: bytes) -> None:
    """Garbage is a RecordError, whatever it is."""
    with pytest.raises(RecordError):
        decode_reading(line)


def test_half_a_surrogate_pair_is_refused() -> None:
    """JSON in UTF-8 cannot hold it, so the error comes before anything is written."""
    article = msgspec.structs.replace(reading().article, text="a\ud800b")
    with pytest.raises(RecordError, match="half of a surrogate pair at character"):
        encode_reading(reading(article=article))


def test_failures() -> None:
    """An error stands in the place of its article, and file names that are no Unicode do not break it."""
    line = json.loads(encode_failure(id="a\udcff.txt", code="empty", message="There is nothing in it."))
    assert line == {"schema": 1, "article": {"id": "a\\udcff.txt", "url": None, "source": None, "title": None},
                    "error": {"code": "empty", "message": "There is nothing in it."}}


def test_the_schema_knows_the_vocabulary() -> None:
    """The JSON Schema holds every closed list of words."""
    found = json.dumps(schema())
    assert all(f'"{word}"' in found for words in VOCABULARY.values() for word in words)
