"""`sayso events`, `claims`, `search`, `stories`, `story`, `claim`, `actors`, `article`: whole commands on a small store."""
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from sayso.cli.app import app
from tests.asking.test_exports import ROWS

MINE = ("search", "events", "stories", "story", "claims", "claim", "actors", "article", "correct", "grade", "export")
ASKED = {"search": "depot", "events": "", "stories": "", "story": "s1", "claims": "", "claim": "c1", "actors": "IRQ SYR",
         "article": "{a}"}
OPTION = r"--[a-z][a-z-]*"
ACTING = "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
# what a report is called in the tables below ► what stands for it in a result
EVENTS = [   # arguments, events
    ("", "d:v1 a:v2 c:v1 b:v1 a:v1"),                   # the latest first; an undated one by its day of publication
    ("--actor IRQ", "c:v1 b:v1 a:v1"),                  # a country does what its army does
    ("--actor Iraq", "c:v1 b:v1 a:v1"),                 # its name means the country, not the word
    ("--actor IRQMIL", "c:v1 b:v1 a:v1"),
    ("--actor soldiers", ""),                           # they suffered it
    ("--recipient soldiers", "b:v1 a:v1"),
    ("--party soldiers", "b:v1 a:v1"),
    ("--type assault", "c:v1 b:v1 a:v1"),               # in any case
    ("--type ASSAULT --type SUPPORT", "d:v1 c:v1 b:v1 a:v1"),
    ("--mode aerial --source gazette.example", "c:v1"),
    ("--country Turkey", "a:v2"),                       # of the place, not of a party
    ("--country TUR --country SYR", "a:v2 c:v1 b:v1 a:v1"),
    ("--place sarmin", "c:v1 b:v1 a:v1"),
    ("--geonames 323786", "a:v2"),
    ("--near 35.9,36.7 --radius 5", "c:v1 b:v1 a:v1"),
    ("--near 35.9,36.7 --radius 1", ""),                # 1.8 km away
    ("--near -35.9,-36.7", ""),                         # a number that begins like an option
    ("--since 2017-02-14", "d:v1 a:v2"),
    ("--since 2017-03", "d:v1"),                        # a month from its first day
    ("--until 2017-02", "a:v2 c:v1 b:v1 a:v1"),         # to its last
    ("--since 2017 --until 2017", "d:v1 a:v2 c:v1 b:v1 a:v1"),
    ("--status planned", "a:v2"),
    ("--least-factuality 2.5", "d:v1 b:v1 a:v1"),
    ("--most-factuality -1", "c:v1"),                   # denied
    ("--least-probability 0.5", "b:v1 a:v1"),
    ("--words pipeline", "d:v1"),
    ("--limit 2", "d:v1 a:v2"),
]
CLAIMS = [
    ("", "c2 c1"),
    ("--about Syria", "c1"), ("--about TUR", "c2"),     # of the place or of a party
    ("--country SYR", "c1"), ("--country IRQ", ""),     # of the place alone
    ("--type SUPPORT", "c2"), ("--actor IRQ", "c1"), ("--recipient IRQ", "c2"), ("--party Iraq", "c2 c1"),
    ("--place Sarmin", "c1"), ("--near 35.9,36.7 --radius 5", "c1"),
    ("--since 2017-02 --until 2017-02", "c1"), ("--status planned", ""), ("--status happened", "c2 c1"),
    ("--sources 1", "c2 c1"), ("--sources 2", ""),      # two reports of one agency are one source
    ("--denying 1", "c1"), ("--contradicted", "c1"), ("--uncontradicted", "c2"),
    ("--story s1", "c1"), ("--words depot", "c1"), ("--limit 1", "c2"),
]
SEARCHES = [
    (["depot"], "abc"), (["depot", "soldiers"], "ab"), (["depot -raid"], "ac"), (['"second raid"'], "b"),
    (["warplane*", "--within", "evidence"], "abc"), (["nowhere"], ""), (["--limit", "1", "depot"], None)]


@pytest.mark.parametrize(("arguments", "expected"), EVENTS)
def test_events_are_chosen_by_every_option(sayso, here, keys, arguments, expected):
    """Each option narrows."""
    done = sayso("events", *arguments.split())
    assert done.status == 0
    names = {key: name for name, key in keys.items()}
    assert " ".join(f"{names[one['report']]}:{one['event']}" for one in done.records) == expected


def test_events_of_a_report(sayso, here, keys):
    """--report names it; the latest version of "d" has not been read, and so tells nothing."""
    assert [one["event"] for one in sayso("events", "--report", keys["a"]).records] == ["v2", "v1"]
    assert sayso("events", "--report", keys["d2"]).out == ""


@pytest.mark.parametrize(("arguments", "expected"), CLAIMS)
def test_claims_are_chosen_by_every_option(sayso, here, arguments, expected):
    """Each option narrows."""
    done = sayso("claims", *arguments.split())
    assert done.status == 0
    assert " ".join(one["id"] for one in done.records) == expected


@pytest.mark.parametrize("what", ["events", "claims"])
def test_a_list_that_is_cut_says_how_to_go_on(sayso, here, what):
    """The cursor on standard error leads through everything, once."""
    whole, found, more = sayso(what).records, [], []
    while True:
        done = sayso(what, "--limit", "1", *more)
        found += done.records
        cursor = re.search(r"--cursor '(.+)'", done.err)
        if cursor is None:
            break
        more = ["--cursor", cursor[1]]
    assert found == whole
    assert done.err == ""


def test_near_a_place_by_its_name(sayso, here):
    """The place that is meant is told; a name of several places asks which."""
    done = sayso("events", "--near", "Aleppo", "--radius", "60")
    assert len(done.records) == 3
    assert re.fullmatch(r"sayso: within 60 km of Aleppo \(SYR\), 36\.\d+,37\.\d+\n", done.err)
    assert len(sayso("events", "--near", "Aleppo, Syria", "--radius", "60").records) == 3
    assert sayso("events", "--near", "Aleppo", "--radius", "10").out == ""
    several = sayso("events", "--near", "Springfield")
    assert several.status == 2
    assert "Several places are called 'Springfield': Springfield, USA (" in several.err


@pytest.mark.parametrize(("arguments", "expected"), SEARCHES)
def test_search(sayso, here, keys, arguments, expected):
    """All the words, phrases, words that must not be there, beginnings; reports or evidence."""
    found = sayso("search", *arguments).records
    names = {key: name for name, key in keys.items()}
    assert len(found) == 1 if expected is None else "".join(sorted({names[one["report"]] for one in found})) == expected


def test_a_search_shows_the_words_in_their_passage(sayso, here):
    """With title, outlet and day."""
    shown = sayso("search", "pipeline", "--format", "table").out
    assert "Thanks" in shown
    assert "its help with the pipeline" in shown


def test_stories(sayso, here, keys):
    """All, or those of a report."""
    assert [one["id"] for one in sayso("stories").records] == ["s1"]
    assert [one["id"] for one in sayso("stories", "--report", keys["b"], "--limit", "5").records] == ["s1"]
    assert sayso("stories", "--report", keys["d"]).records == []


def test_a_story_has_its_reports_links_and_claims(sayso, here, keys):
    """In one object; the table says who copies whom."""
    (found,) = sayso("story", "s1").records
    assert [one["report"] for one in found["reports"]] == [keys["a"], keys["b"], keys["c"]]
    assert [one["kind"] for one in found["links"]] == ["copy"]
    assert [one["id"] for one in found["claims"]] == ["c1"]
    shown = sayso("story", "s1", "--format", "table", width=80).out
    assert "3 reports · 1 of them copied" in shown
    assert "copies herald.example, 2017-02-14" in shown


@pytest.mark.parametrize("width", [60, 120])
def test_a_claim_shows_who_holds_it(sayso, here, keys, width):
    """Sides, sources with their chains, both passages of each contradiction, the grade with its reasons."""
    (found,) = sayso("claim", "c1").records
    assert (found["supporting"], found["denying"], len(found["mentions"]), len(found["reports"])) == (1, 1, 3, 3)
    shown = sayso("claim", "c1", "--format", "table", width=width).out
    text = squeezed(shown)
    for wanted in ("Grade F4", "Credibility 4: one against one.", "Supported by 1 independent source",
                   "Denied by 1 independent source", "courier.example ‹ the Kestrel agency", "medium:kestrel",
                   "gazette.example ‹ Iraq", f"{keys['c']}:v1", "The Kestrel agency reports it, Iraq denies it."):
        assert wanted in text
    passages = shown.partition("1 contradiction")[2]
    side_by_side = [row for row in passages.splitlines() if "“Warplanes" in row and "“Iraq denied" in row]
    assert bool(side_by_side) == (width == 120)
    assert "“Iraq denied" in passages
    assert max(map(len, shown.splitlines())) <= width


def test_two_actors_month_by_month(sayso, here):
    """Cooperation, conflict and Goldstein's scale; what is only planned does not count."""
    (found,) = sayso("actors", "Turkey", "IRQ").records
    assert (found["actor"], found["recipient"], found["month"]) == ("TUR", "IRQ", "2017-03")
    assert (found["cooperation"], found["conflict"], found["scaled"]) == (1, 0, 1)
    assert sayso("actors", "Turkey", "IRQ", "--since", "2017-04").records == []
    assert sayso("actors", "Turkey", "IRQ", "--until", "2017-02").records == []
    shown = squeezed(sayso("actors", "IRQ", "SYR", "--format", "table").out)
    assert "2017-02 IRQ ► SYR 0 2" in shown
    assert "all IRQ ► SYR 0 2" in shown


def test_an_article_by_key_report_and_url(sayso, here, keys):
    """Versions, links, stories, claims, and what to see beside it."""
    (found,) = sayso("article", keys["a"]).records
    assert [one["kind"] for one in found["links"]] == ["copy"]
    assert [one["report"] for one in found["linked"]] == [keys["b"]]
    assert found["claims"] == ["c1"]
    assert {one["report"] for one in found["see_also"]} == {keys["b"], keys["c"], keys["d"]}
    assert len(sayso("article", keys["a"], "--limit", "1").records[0]["see_also"]) == 1
    assert sayso("article", "http://www.herald.example/a?utm_source=x").records == [found]
    changed = sayso("article", keys["d"].rpartition("-")[0], "--format", "table").out
    assert "2 versions" in changed
    assert "not read yet" in changed
    assert "copied by (0.97)" in squeezed(sayso("article", keys["a"], "--format", "table").out)


@pytest.mark.parametrize("width", [40, 80, 100, 160])
def test_nothing_hostile_gets_through(sayso, here, hostile, width):
    """Escape sequences, overrides and markup arrive as characters, wherever they stand, and no line is too wide."""
    for command in (["events"], ["claims"], ["claim", "evil"], ["story", "evil"], ["stories"], ["article", hostile],
                    ["search", "marched"], ["grade", "medium:\x1b]0;owned\x07[red]\u202eevil[/red] =cmd|x"],
                    ["correct", f"{hostile}:v1", "--history"]):
        done = sayso(*command, "--format", "table", width=width)
        assert done.status == 0, done.err
        assert not re.search(ACTING, done.out + done.err)
        assert "[red]" in done.out.replace("\n", "").replace(" ", "") or command == ["search", "marched"]
        assert max(map(len, done.out.splitlines())) <= width


def test_json_keeps_hostile_text_to_the_character(sayso, here, hostile):
    """One object a line, whatever is in it."""
    found = [one for one in sayso("events").records if one["report"] == hostile]
    assert found[0]["title"] == "\x1b]0;owned\x07[red]\u202eevil[/red] =cmd|x"


@pytest.mark.parametrize(("arguments", "sentence"), [
    ("events --type WAR", "--type WAR is none of AGREE, CONSULT"),
    ("events --status done", "--status done is none of happened"),
    ("events --country Narnia", "'Narnia' is no country; give its English name or its code"),
    ("events --since yesterday", "'yesterday' is no day; write it as YYYY-MM-DD, YYYY-MM or YYYY."),
    ("events --since 2017-02-30", "'2017-02-30' is no day"),
    ("events --radius 5", "--radius says how far around --near; give that too."),
    ("events --near 91,0", "--near 91,0 is no point"),
    ("events --near 1,1 --radius -1", "--radius is from 0 to 20,038 km."),
    ("events --near Nowhereatall", "No place is called 'Nowhereatall'"),
    ("events --least-probability 2", "--least-probability"),
    ("events --limit 0", "--limit"),
    ("search x --limit 1001", "--limit 1001 is too many; ask for at most 1000."),
    ("stories --limit 1001", "--limit 1001 is too many"),
    ("story nope", "There is no story 'nope' in the store; `sayso stories` names"),
    ("claim nope", "There is no claim 'nope' in the store; `sayso claims` names"),
    ("article nope", "There is no article 'nope' in the store; `sayso search` finds"),
])
def test_a_wrong_question_is_told_in_one_sentence(sayso, here, arguments, sentence):
    """Status 2, nothing on standard output."""
    done = sayso(*arguments.split())
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert sentence in done.err


@pytest.mark.parametrize(("arguments", "sentence"), [
    ("events --cursor nonsense", "'nonsense' is no cursor"),
    ("stories --report nope", "There is no report 'nope' in the store"),
    ("actors ? TUR", "'?' names no actor"),
])
def test_what_the_store_refuses(sayso, here, arguments, sentence):
    """Status 1, in the store's words."""
    done = sayso(*arguments.split())
    assert (done.status, done.out) == (1, "")
    assert sentence in done.err


@pytest.mark.parametrize("arguments", [
    "search x", "events", "stories", "story s1", "claims", "claim c1", "actors A B", "article a", "correct a:v1 --history",
    "grade x.example", "export jsonl"])
def test_no_store(sayso, tmp_path, monkeypatch, arguments):
    """An error that tells how to make one, and none is made."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAYSO_STORE", raising=False)
    done = sayso(*arguments.split())
    assert (done.status, done.out) == (2, "")
    assert done.err == ("sayso: There is no store at sayso.db; `sayso add INPUT --store sayso.db` makes one, and --store "
                        "names another.\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("arguments", "shown"), [
    ("search x", "Nothing has all of these words."), ("events", "No event is like that."),
    ("stories", "No story is like that."), ("claims", "No claim is like that."),
    ("actors A B", "Nothing between them has been reported.")])
def test_an_empty_store(sayso, tmp_path, monkeypatch, arguments, shown):
    """Nothing found is an answer; --store and the environment say where."""
    from sayso.store.open import open_store

    with open_store(tmp_path / "other.db"):
        pass
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAYSO_STORE", "other.db")
    assert sayso(*arguments.split()) == (0, "", "")
    monkeypatch.setenv("SAYSO_STORE", "nowhere.db")
    assert sayso(*arguments.split(), "--store", "other.db", "--format", "table").out.strip() == shown


def test_whoever_reads_may_go_away(here):
    """`sayso events | head`: quiet, status 141."""
    run = "import sys; from sayso.cli import main; sys.exit(main())"
    with subprocess.Popen([sys.executable, "-c", run, "events"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.wait(60) == 141
        assert process.stderr.read() == b""


@pytest.mark.parametrize("name", ASKED)
def test_every_command_takes_a_store_and_a_format(sayso, made, tmp_path, monkeypatch, name):
    """From another folder, as a table and as lines of JSON."""
    monkeypatch.chdir(tmp_path)
    given = [name, *ASKED[name].format(**made[1]).split(), "--store", made[0]]
    assert sayso(*given, "--format", "table").out.strip()
    assert sayso(*given, "--format", "jsonl").records


def test_every_option_is_used_in_these_tests():
    """With its command: an option that no test gives could do anything."""
    used = {("events", option) for arguments, _ in EVENTS for option in re.findall(OPTION, arguments)}
    used |= {("claims", option) for arguments, _ in CLAIMS for option in re.findall(OPTION, arguments)}
    used |= {("export", option) for arguments, _ in ROWS for option in re.findall(OPTION, arguments)}
    used |= {("search", option) for arguments, _ in SEARCHES for option in arguments}
    used |= {(name, option) for name in ASKED for option in ("--store", "--format")}
    for path in Path(__file__).parent.glob("test_*.py"):
        for call in re.findall(r"sayso\(((?:[^()]|\([^()]*\))*)\)", path.read_text()):
            used |= {(call.split('"')[1], option) for option in re.findall(OPTION, call) if '"' in call}
    used |= {(what, "--cursor") for what in ("events", "claims")}  # one test for both
    commands = typer.main.get_command(app).commands
    options = {(name, option) for name in MINE for held in commands[name].params
               for option in (*held.opts, *held.secondary_opts) if option.startswith("--")}
    assert len(options) > 80
    assert not sorted(options - used - {(name, "--help") for name in MINE})


def squeezed(text):
    return re.sub(r"\s+", " ", text)
