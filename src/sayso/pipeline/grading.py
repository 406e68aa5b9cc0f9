"""What an analyst's grade of a source changes: the reliability of the claims that rest on it, at once."""
from collections.abc import Iterator

import msgspec

from sayso.compare.grade import Weighed, grade
from sayso.pipeline.asked import source_key
from sayso.records.claim import Claim
from sayso.store.base import Store, View
from sayso.store.filters import ClaimFilter

PAGE = 500  # claims written in one transaction


def regrade(store: Store, source: str) -> int:
    """Gives the claims that rest on a source the reliability that comparing would give them now; how many changed.

    `source` is the key of an origin. Credibility does not depend on it, and stays.
    """
    reliability = {source_key(name): letter for name, letter in store.view.reliabilities().items()}
    changed = [new for old in _claims_of(store.view, source) if (new := _regraded(old, reliability)) != old]
    for at in range(0, len(changed), PAGE):
        store.writer.put_claims(changed[at:at + PAGE])
    return len(changed)


def _regraded(claim: Claim, reliability: dict[str, str]) -> Claim:
    # of this only the letter and its reason, which is the first, are taken: what is weighed decides the credibility
    found = grade(Weighed(claim.supporting, claim.denying, 0), claim.mentions, (), reliability)
    reasons = (found.reasons[0], *claim.grade.reasons[1:])
    return msgspec.structs.replace(
        claim, grade=msgspec.structs.replace(claim.grade, reliability=found.reliability, reasons=reasons))


def _claims_of(view: View, source: str) -> Iterator[Claim]:
    cursor = None
    while True:
        page = view.claims(ClaimFilter(limit=PAGE, cursor=cursor))
        yield from (claim for claim in page.claims if any(m.origin.key == source for m in claim.mentions))
        if (cursor := page.cursor) is None:
            return
