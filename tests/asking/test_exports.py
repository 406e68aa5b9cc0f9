"""`sayso export`: what is chosen, in each form, and how many rows a form cannot tell."""
import json

import pytest

from sayso.export.index import FORMATS

ROWS = [  # arguments, ids of rows: claims, and REPORT/EVENT of what no claim holds
    ("", "c2 c1 a/v2"),                         # the strike's three mentions are one row
    ("--about Syria", "c1"),
    ("--about TUR", "c2 a/v2"),                 # a party of both
    ("--about TUR --country TUR", "a/v2"),
    ("--about TUR --party soldiers", ""),       # both must hold
    ("--party TUR", "c2 a/v2"), ("--actor TUR", "c2 a/v2"), ("--recipient soldiers", "c1"),
    ("--type CONSULT", "a/v2"), ("--country SYR", "c1"), ("--place Ankara", "a/v2"),
    ("--near 39.9,32.8 --radius 20", "a/v2"), ("--since 2017-03", "c2"), ("--until 2017-02-13", "c1"),
    ("--status planned", "a/v2"), ("--words pipeline", "c2"),
    ("--sources 1", "c2 c1"), ("--denying 1", "c1"), ("--contradicted", "c1"), ("--uncontradicted", "c2"), ("--story s1", "c1"),
    ("--mentions", "d/v1 a/v1 a/v2 b/v1 c/v1"), ("--mentions --about SYR", "a/v1 b/v1 c/v1"),
]


@pytest.mark.parametrize(("arguments", "expected"), ROWS)
def test_rows_are_chosen_by_every_option(sayso, here, keys, arguments, expected):
    """Acts as claims, and events of no claim."""
    done = sayso("export", "jsonl", *arguments.split())
    assert (done.status, done.err) == (0, "")
    names = {key: name for name, key in keys.items()}
    found = ["/".join([names.get(one["id"].partition("/")[0], one["id"].partition("/")[0]), *one["id"].split("/")[1:]])
             for one in done.records]
    assert sorted(found) == sorted(expected.split())


@pytest.mark.parametrize("form", [form.name for form in FORMATS if form.extra != "ftm"])
def test_every_form_is_written_whole(sayso, here, form):
    """To a file, with the number of rows that it tells."""
    done = sayso("export", form, "--output", "out", "--store", "sayso.db")
    assert (done.status, done.out) == (0, "")
    told = {"jsonl": 3, "parquet": 3, "geojson": 3, "stix": 3, "claims": 2, "acled": 1, "gdelt": 2, "icews": 2}[form]
    left = f"; {3 - told} left out, which this form cannot tell (docs/export.md says which)" if told < 3 else ""
    assert done.err == f"sayso: {told} of 3 rows written as {form}{left}\n"
    assert (here / "out").stat().st_size > 100


def test_what_is_left_out_is_told_on_standard_error(sayso, here):
    """Standard output stays the form's own."""
    done = sayso("export", "claims")
    assert [one["id"] for one in done.records] == ["c2", "c1"]
    assert done.err == "sayso: 2 of 3 rows written as claims; 1 left out, which this form cannot tell (docs/export.md says which)\n"


def test_corrections_are_exported(sayso, here, keys):
    """An event that no claim holds is told as analysts corrected it."""
    sayso("correct", f"{keys['a']}:v2", "--set", "status=happened", "--set", "actors=Ana Brod [TURGOV]", "--set", "type=AGREE",
          "--set", "place=null", "--why", "It took place.", "--who", "me")
    (found,) = [one for one in sayso("export", "jsonl").records if one["kind"] == "event"]
    assert (found["status"], found["type"], found["cameo"], found["place"]) == ("happened", "AGREE", "", None)
    assert [(who["name"], who["code"]) for who in found["actors"]] == [("Ana Brod", "TURGOV")]
    assert [who["name"] for who in found["recipients"]] == ["Iraq"]
    assert found["told"][0]["status"] == "happened"


def test_hostile_text(sayso, here, hostile):
    """No cell of a table acts; JSON keeps it to the character."""
    done = sayso("export", "icews", "--mentions")
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out
    assert any("\x1b" in json.dumps(one, ensure_ascii=False) or "\\u001b" in json.dumps(one)
               for one in sayso("export", "jsonl").records)


@pytest.mark.parametrize(("arguments", "sentence"), [
    ("export excel", "'excel' is no form of export; choose one of jsonl, claims, acled"),
    ("export jsonl --output sayso.db", "--output sayso.db is one of the inputs; name another file."),
    ("export jsonl --output nowhere/out", "--output nowhere/out cannot be written"),
    ("export jsonl --mentions --sources 2", "--mentions leaves claims aside"),
    ("export claims --mentions", "--mentions leaves claims aside"),
    ("export jsonl --about Narnia", "'Narnia' is no country"),
])
def test_a_wrong_export_writes_nothing(sayso, here, arguments, sentence):
    """Status 2, one sentence, and the store is what it was."""
    before = (here / "sayso.db").read_bytes()
    done = sayso(*arguments.split())
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert sentence in done.err
    assert (here / "sayso.db").read_bytes() == before


def test_an_empty_store_has_nothing_to_export(sayso, tmp_path, monkeypatch):
    """Not even an error."""
    from sayso.store.open import open_store

    monkeypatch.chdir(tmp_path)
    with open_store("sayso.db"):
        pass
    assert sayso("export", "jsonl") == (0, "", "")
