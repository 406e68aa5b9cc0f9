"""See also: what bears on a report, best first, with reasons."""
from sayso.compare.related import related
from sayso.records.claim import Story
from tests.compare.made import act, copy, report

BASE = {"by": "rebels", "upon": "people", "place": "Homs", "words": "near the old bakery"}
ONE = report("one", act(**BASE))


def names(*others: object, **more: object) -> list[str]:
    return [r.report for r in related(ONE, others, more.get("stories", ()), more.get("links", ()))]  # type: ignore[arg-type]


def test_content() -> None:
    """Rare words in common count, and nothing in common leaves a report out."""
    near = report("near", act(by="soldiers", upon="people", words="near the old bakery"))
    far = report("far", act(trigger="signed", type="AGREE", by="Iraq", words="a treaty on fish"))
    assert names(near, far) == ["near"]


def test_actors() -> None:
    """A named party in common is a reason, and says whom."""
    ours = report("ours", act(by="Karim Odeh", upon="Iraq", words="yellow melons"))
    theirs = report("theirs", act(trigger="met", type="CONSULT", by="Karim Odeh", words="harbour dues"))
    other = report("other", act(trigger="signed", type="AGREE", by="Russia", words="railway law"))
    found = related(ours, (theirs, other), (), ())
    assert [r.report for r in found] == ["theirs"]
    assert "Both tell of Karim Odeh." in found[0].why


def test_story() -> None:
    """The same story outweighs likeness."""
    alike = report("alike", act(**BASE, by2=""))
    told = report("told", act(trigger="signed", type="AGREE", by="Iraq", words="a treaty on fish"))
    story = Story(id="s", title="The siege", reports=("one", "told"), start=None, end=None)
    assert sorted(names(told, alike, stories=(story,))) == ["alike", "told"]
    assert related(ONE, (told,), (story,), ())[0].why[0] == "In the same story, “The siege”."


def test_copies_and_versions_are_left_out() -> None:
    """They are linked already; and a report is not related to itself."""
    twin, earlier = report("twin", act(**BASE)), report("earlier", act(**BASE))
    version = report("version", act(**BASE), article="one")
    assert names(ONE, twin, earlier, version, links=(copy("twin", "one"), copy("one", "earlier"))) == []
    assert names(twin) == ["twin"]


def test_limit_and_order() -> None:
    """Equal ones by id, no more than asked for."""
    others = [report(name, act(**BASE)) for name in "dcba"]
    assert [r.report for r in related(ONE, others, (), (), limit=3)] == ["a", "b", "c"]


def test_nothing() -> None:
    """An empty report has nothing to share."""
    assert related(report("empty"), (ONE,), (), ()) == ()
    assert related(ONE, (), (), ()) == ()
