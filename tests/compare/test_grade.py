"""Grades: every row of the table in docs/claims.md, and the sentences that explain it."""
import re
from pathlib import Path

import pytest

from sayso.compare.grade import RULES, Weighed, credibility, firm, grade
from sayso.errors import RecordError
from sayso.records.claim import Mention, Origin

PAGE = Path(__file__).parents[2] / "docs" / "claims.md"


def mention(key: str = "herald", kind: str = "outlet", chain: tuple[str, ...] = ("The Herald",), stance: str = "supports",
            factuality: float = 3.0, report: str = "a") -> Mention:
    return Mention(report=report, event="v1", stance=stance, quote="q", span=(0, 1), factuality=factuality,
                   status="happened", published=None, origin=Origin(key=key, kind=kind, name=chain[-1], chain=chain, why=""))


@pytest.mark.parametrize("weighed, expected", [
    (Weighed(0, 0, 0), 6),                                              # asked or planned only
    (Weighed(0, 1, 0), 5),
    (Weighed(1, 2, 1), 5),
    (Weighed(2, 1, 2, accused=True, hostile=True), 2),                  # of course they deny it
    (Weighed(1, 1, 1, accused=True, hostile=True), 4),                  # word against word
    (Weighed(2, 1, 2, accused=True), 3),                                # who is said to have asked knows whether he did
    (Weighed(2, 1, 2), 3),
    (Weighed(2, 2, 2), 4),
    (Weighed(3, 0, 2, differs=True), 2),                                # they agree that, not how many
    (Weighed(2, 0, 1), 1),
    (Weighed(2, 0, 0), 2),                                              # two unnamed
    (Weighed(1, 0, 1, admitted=True), 2),
    (Weighed(1, 0, 0, admitted=True), 2),
    (Weighed(1, 0, 1), 3),
    (Weighed(1, 0, 0), 4),
])
def test_credibility(weighed: Weighed, expected: int) -> None:
    """Independent support, denial, chain and factuality decide."""
    assert credibility(weighed).credibility == expected


def test_every_rule_is_met() -> None:
    """No row of the table stands behind one that is always met before it."""
    met = {credibility(Weighed(s, d, f, a, c, h, x)).name for s in range(4) for d in range(4) for f in range(s + 1)
           for a in (False, True) for c in (False, True) for h in (False, True) for x in (False, True)}
    assert met == {rule.name for rule in RULES}


def test_the_page_has_the_same_table() -> None:
    """docs/claims.md is what the code does."""
    rows = re.findall(r"^\| (\d) \| ([^|]+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [(str(rule.credibility), rule.name) for rule in RULES]


@pytest.mark.parametrize("kind, chain, factuality, expected", [
    ("outlet", ("The Herald",), 3.0, True),
    ("person", ("The Herald", "Ana Brod"), 2.5, True),
    ("unnamed", ("The Herald", "officials"), 3.0, False),
    ("person", ("The Herald", "Kestrel", "Ana Brod"), 3.0, False),      # hearsay of hearsay
    ("person", ("The Herald", "Ana Brod"), 1.0, False),                 # "possibly"
    ("person", ("The Herald", "Ana Brod"), -2.0, True),                 # a plain denial is no hedge
])
def test_firm(kind: str, chain: tuple[str, ...], factuality: float, expected: bool) -> None:
    """Named, near, and without a hedge."""
    assert firm(mention(kind=kind, chain=chain, factuality=factuality)) is expected


def test_a_grade_explains_itself() -> None:
    """A sentence for each part, with the chains that it rests on."""
    mentions = (mention(), mention("brod", "person", ("The Post", "Ana Brod"), "denies", -2.0, "b"))
    found = grade(Weighed(1, 1, 1), mentions, ("The Post is no copy of The Herald.",), {"herald": "C", "brod": "B"})
    assert (found.reliability, found.credibility) == ("B", 4)
    assert found.reasons == (
        "Reliability B: an analyst set it for Ana Brod, the best among its sources.",
        "Credibility 4: as many independent sources deny it as support it.",
        "1 independent source supports it (The Herald), 1 denies it (The Post ► Ana Brod).",
        "The Post is no copy of The Herald.")


@pytest.mark.parametrize("reliability", [{}, {"other": "A"}, {"herald": "F"}])
def test_unjudged(reliability: dict[str, str]) -> None:
    """F where nobody has judged, or has judged that he cannot."""
    found = grade(Weighed(1, 0, 1), (mention(),), (), reliability)
    assert (found.reliability, found.reasons[0]) == ("F", "Reliability F: no analyst has judged any of its sources.")


@pytest.mark.parametrize("letter", ["G", "", "AB", "a"])
def test_wrong_letters(letter: str) -> None:
    """A letter that is none of the six is an error with its place."""
    with pytest.raises(RecordError, match=r"none of A, B, C, D, E, F"):
        grade(Weighed(1, 0, 1), (mention(),), (), {"herald": letter})
