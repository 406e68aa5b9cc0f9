"""Sources: whose word a mention is, how many are independent, who cites whom. Readings are made by hand."""
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.compare.outlets import built_in, squash
from sayso.compare.sources import citations, independence, origin
from sayso.errors import RecordError
from sayso.records import Article, Entity, Event, ReaderInfo, Reading, Source, Statement
from sayso.records.claim import Link, Mention, Origin, Report

READER = ReaderInfo(name="sayso", version="0", language_model="none", lexicon="0")
ACT = "shelled"
Said = tuple[str, str, dict[str, str] | None]  # the source's words, the act, its entity (None: none was found)


def report(text: str, said: Sequence[Said] = (), *, id_: str = "r", source: str | None = "daily.example",
           published: str | None = "2020-05-10", authors: tuple[str, ...] = (), factuality: float = 3.0) -> Report:
    """A report of one event, "shelled", within statements given from without inwards."""
    at = text.index(ACT)
    statements, entities = [], []
    for k, (words, act, entity) in enumerate(said, 1):
        start = text.index(words)
        span = (start, start + len(words))
        if entity is not None:
            found = entity.get("covers", words)
            low = text.index(found)
            entities.append(Entity(
                id=f"e{k}", span=(low, low + len(found)), kind=entity["kind"], ref=f"x{k}", name=entity.get("name"),
                code=entity.get("code"), country=entity.get("country"), sector=entity.get("sector"),
                form=entity.get("form", "name")))
        statements.append(Statement(
            id=f"s{k}", kind="indirect", act=act, cue=None, content=((at, at + len(ACT)),), factuality=factuality,
            sources=(Source(span=span, entity=f"e{k}" if entity is not None else None, named=True),),
            within=f"s{k - 1}" if k > 1 else None))
    event = Event(id="v1", trigger=(at, at + len(ACT)), type="ASSAULT", mode=None, contexts=(), cameo="19", quad="",
                  actors=(), recipients=(), when=None, where=None, counts=(), status="happened", factuality=3.0,
                  said_by=f"s{len(said)}" if said else None)
    article = Article(id=id_, text=text, source=source, published=published, authors=authors)
    return Report(id=id_, article=id_, reading=Reading(
        reader=READER, article=article, entities=tuple(entities), statements=tuple(statements), events=(event,)))


REUTERS: Said = ("Reuters", "speech", {"kind": "organisation", "name": "Reuters", "sector": "MED"})
DEPUTIES: Said = ("deputies", "speech", {"kind": "role", "form": "nominal", "code": "XXXLEG"})
BROD: Said = ("Ana Brod", "speech", {"kind": "person", "name": "Ana Brod", "sector": "GOV"})
ARMY: Said = ("the army", "speech", {"kind": "military", "form": "nominal", "code": "SYRMIL", "country": "SYR"})


@pytest.mark.parametrize("text, said, key, kind, chain", [
    ("They shelled it.", (), "medium:daily", "outlet", ("daily.example",)),
    ("They shelled it, Reuters said.", (REUTERS,), "medium:reuters", "agency", ("daily.example", "Reuters")),
    # the innermost link with a name
    ("Reuters reported that Ana Brod said they shelled it.", (REUTERS, BROD), "person:anabrod", "official",
     ("daily.example", "Reuters", "Ana Brod")),
    # nobody can ask "deputies": the agency that has it from them is the source
    ("Reuters, citing deputies, said they shelled it.", (REUTERS, DEPUTIES), "medium:reuters", "unnamed",
     ("daily.example", "Reuters", "deputies")),
    # an unnamed source of an outlet is that outlet
    ("They shelled it, deputies said.", (DEPUTIES,), "medium:daily", "unnamed", ("daily.example", "deputies")),
    # a body of a known country is named by its noun
    ("They shelled it, the army said.", (ARMY,), "code:SYRMIL", "official", ("daily.example", "the army")),
    # a medium whose name begins like a country, and one that the reader took for a ministry
    ("They shelled it, the Cyprus Leaf said.", (("the Cyprus Leaf", "speech", {"kind": "place", "name": "Cyprus",
     "covers": "Cyprus"}),), "medium:cyprusleaf", "outlet", ("daily.example", "Cyprus Leaf")),
    ("They shelled it, the Kestrel News Agency said.", (("the Kestrel News Agency", "speech", {
     "kind": "government", "name": "Kestrel News Agency"}),), "medium:kestrel", "agency",
     ("daily.example", "Kestrel News Agency")),
    # a minister is no medium, capitals or not
    ("They shelled it, the President Ana Brod said.", (("the President Ana Brod", "speech", {
     "kind": "person", "name": "Ana Brod", "covers": "Ana Brod"}),), "person:anabrod", "person",
     ("daily.example", "Ana Brod")),
    # the outlet's own reporter is the outlet; another's is that other
    ("They shelled it, our correspondent saw.", (("our correspondent", "speech", {"kind": "role", "form": "nominal"}),),
     "medium:daily", "outlet", ("daily.example",)),
    ("They shelled it, a Reuters correspondent saw.", (("a Reuters correspondent", "speech", {
     "kind": "organisation", "name": "Reuters", "covers": "Reuters", "sector": "MED"}),), "medium:reuters", "agency",
     ("daily.example", "Reuters")),
    # the outlet citing itself is no second link
    ("They shelled it, the Daily said.", (("the Daily", "speech", {"kind": "organisation", "name": "Daily"}),),
     "medium:daily", "outlet", ("daily.example",)),
    # what somebody means to do is no telling
    ("Ana Brod plans to have it shelled.", (("Ana Brod", "intent", BROD[2]),), "medium:daily", "outlet",
     ("daily.example",)),
    # a document without an entity
    ("A UN Report says they shelled it.", (("A UN Report", "document", None),), "document:unreport", "document",
     ("daily.example", "A UN Report")),
])
def test_origin(text: str, said: tuple[Said, ...], key: str, kind: str, chain: tuple[str, ...]) -> None:
    """The innermost named link of the chain, else the outlet."""
    found = origin(report(text, said), "v1")
    assert (found.key, found.kind, found.chain) == (key, kind, chain)


@pytest.mark.parametrize("text, key", [
    ("BEIRUT (Reuters) - They shelled it.", "medium:reuters"),
    ("GENEVA, Feb 23 (Xinhua) -- They shelled it.", "medium:xinhua"),
    ("MOSCOW, February 9. /TASS/. They shelled it.", "medium:tass"),
    ("TUNIS, Oct 11 (Kestrel). They shelled it.", "medium:kestrel"),          # an agency of no table
    ("By The Associated Press\nThey shelled it.", "medium:associated"),
    ("They shelled it.\n\nSource: Anadolu Agency", "medium:anadolu"),
    ("They shelled it.\n\n© 2020 AFP", "medium:agencefrancepresse"),
    ("They shelled it.\n(Reporting by A. Writer; Editing by B. Reader)", "medium:reuters"),
    ("They shelled it (AP photo).", "medium:daily"),                          # a credit of a picture
    ("The army (SAA) said so. They shelled it.", "medium:daily"),             # an acronym is no dateline
    ("They shelled it near AP Town and AFP Hill.", "medium:daily"),
    ("BEIRUT (Reuters) - They shelled it.\n\nSource: AFP", "medium:daily"),   # two agencies: nobody can tell
])
def test_credits(text: str, key: str) -> None:
    """Datelines, bylines and credit lines give a text to an agency."""
    assert origin(report(text), "v1").key == key


def test_authors_and_hosts() -> None:
    """An agency may be the author, and its own pages are its own."""
    assert origin(report("They shelled it.", authors=("AFP",)), "v1").key == "medium:agencefrancepresse"
    assert origin(report("They shelled it.", source="www.reuters.com"), "v1").kind == "agency"
    assert origin(report("BEIRUT (Reuters) - They shelled it.", source="uk.reuters.com"), "v1").chain == \
        ("uk.reuters.com",)
    nameless = [origin(report("They shelled it.", source=None, id_=id_), "v1").key for id_ in "ab"]
    assert nameless == ["medium:article a", "medium:article b"]


def test_what_was_not_said_is_no_source() -> None:
    """"Did not say" leaves the outlet."""
    assert origin(report("Ana Brod did not say that they shelled it.", (BROD,), factuality=-3.0), "v1").key == \
        "medium:daily"


def test_no_such_event() -> None:
    with pytest.raises(RecordError, match="'v9' is none of the events of 'r' in 'events'"):
        origin(report("They shelled it."), "v9")


@pytest.mark.parametrize("name, medium", [
    ("kestrel-agency.example", "kestrel"), ("news.bbc.co.uk", "bbc"), ("www.aa.com.tr", "anadolu"),
    ("edition.thetimes.example", "thetimes"),
])
def test_hosts(name: str, medium: str) -> None:
    """The label of the owner, without generic words."""
    assert built_in().host(name) == medium


@pytest.mark.parametrize("name, medium", [
    ("the Kestrel News Agency", "kestrel"), ("Kestrel", "kestrel"), ("Reuters news agency", "reuters"),
    ("AFP", "agencefrancepresse"), ("Jordan", "jordan"), ("Jordan News Agency", "petra"),  # a state is no agency
    ("The News", "news"), ("Anadolu Ajansı", "anadolu"), ("", ""),
])
def test_names(name: str, medium: str) -> None:
    """All names of a medium have one key."""
    assert built_in().medium(name) == medium


def mention(report_: str, key: str, kind: str = "outlet", chain: tuple[str, ...] | None = None,
            quote: str = "They shelled the town.") -> Mention:
    shown = chain or (key.partition(":")[2],)
    name = shown[-1] if kind not in ("unnamed",) else shown[0]
    return Mention(report=report_, event="v1", stance="supports", quote=quote, span=(0, 5), factuality=3.0,
                   status="happened", published=None, origin=Origin(
                       key=key, kind=kind, name=name, chain=shown, why=f"{name} says so in its own voice."))


COPY = Link(kind="copy", later="b", earlier="a", score=1.0, why="")


@pytest.mark.parametrize("mentions, links, count", [
    ((), (), 0),
    ((mention("a", "medium:x"), mention("b", "medium:y")), (), 2),
    ((mention("a", "medium:x"), mention("b", "medium:y")), (COPY,), 1),                     # a copy counts once
    # all that hang on one origin count once, whatever their number
    (tuple(mention(r, "medium:reuters", "agency", (r, "Reuters")) for r in "abcdefghij"), (), 1),
    # two named people in a copy and its original, in other words: two sources, though the pages are copies
    ((mention("a", "person:x", "person", ("o", "x"), "X saw smoke over Douma."),
      mention("b", "person:y", "person", ("p", "y"), "Nothing happened, according to Y.")), (COPY,), 2),
    # the copy lost "the army said"
    ((mention("a", "code:SYRMIL", "official", ("o", "the army")), mention("b", "medium:y")), (COPY,), 1),
    # an outlet that says it once itself and once by name is one source
    ((mention("a", "medium:x"), mention("a", "person:p", "person", ("x", "p"))), (), 1),
    # nearly all of the account is the other's
    ((mention("a", "medium:x"), mention("b", "medium:y")),
     (Link(kind="citation", later="b", earlier="a", score=0.8, why=""),), 1),
    ((mention("a", "medium:x"), mention("b", "medium:y")),                                  # one citation is not all
     (Link(kind="citation", later="b", earlier="a", score=0.2, why=""),), 2),
    ((mention("a", "medium:x"), mention("b", "medium:y")),                                  # a link of others
     (Link(kind="copy", later="q", earlier="a", score=1.0, why=""),), 2),
])
def test_independence(mentions: tuple[Mention, ...], links: tuple[Link, ...], count: int) -> None:
    """Copies, common origins and own voices beside a named source count once; a sentence for each source."""
    found, sentences = independence(mentions, links)
    assert found == count == len(sentences)


def test_sentences() -> None:
    """Each count says what it gathers and why."""
    wired = [mention(r, "medium:reuters", "agency", (r, "Reuters")) for r in "ab"]
    assert independence([*wired, mention("c", "medium:z")], [COPY])[1] == (
        "Reuters: 2 reports (a, b) count once: all have it from Reuters; b copies a.",
        "z: z says so in its own voice.")


KEYS = st.sampled_from(["medium:x", "medium:y", "person:p", "code:q"])


@given(st.lists(st.tuples(st.sampled_from("abcd"), KEYS), max_size=8),
       st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), max_size=4))
def test_laws(held: list[tuple[str, str]], tied: list[tuple[str, str]]) -> None:
    """Never more sources than origins, at least one where there is a mention; a link never adds one."""
    mentions = [mention(r, key, "outlet" if key.startswith("medium") else "person",
                        None if key.startswith("medium") else ("o", key)) for r, key in held]
    links = [Link(kind="copy", later=a, earlier=b, score=1.0, why="") for a, b in tied]
    alone, linked = independence(mentions, [])[0], independence(mentions, links)[0]
    assert (linked > 0) == bool(mentions)
    assert linked <= alone <= len({m.origin.key for m in mentions})


def test_citations() -> None:
    """A report that cites an outlet is linked with that outlet's own report, not with one that came after."""
    kestrel: Said = ("the Kestrel agency", "speech", {"kind": "organisation", "name": "Kestrel"})
    own = report("They shelled Douma.", id_="own", source="kestrel-agency.example")
    late = report("They shelled Douma again, late.", id_="late", source="kestrel-agency.example",
                  published="2020-05-12")
    citing = report("They shelled Douma, the Kestrel agency said.", (kestrel,), id_="citing", published="2020-05-11")
    silent = report("They shelled Douma.", id_="silent", source="post.example", published="2020-05-11")
    assert citations([own, late, citing, silent]) == (Link(
        kind="citation", later="citing", earlier="own", score=1.0,
        why="1 of its 1 events hangs on kestrel-agency.example."),)


@given(st.text())
def test_squash_is_stable(name: str) -> None:
    """A key's key is itself."""
    assert squash(squash(name)) == squash(name)
