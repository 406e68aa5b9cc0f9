"""Everything that a store holds of articles, readings and what was compared, to be set beside another store's."""
from datetime import UTC, datetime

from sayso.store.base import ClaimFilter
from sayso.store.open import open_store


def at_noon():
    return datetime(2024, 6, 1, 12, tzinfo=UTC)


def opened(place):
    """A store in which it is always the same moment, so that undated articles are of one day."""
    return open_store(place, now=at_noon)


def reports(store):
    found, last = [], None
    while page := store.view.unread("nobody", after=last, limit=500):
        found += page
        last = page[-1].report
    return found


def claims(store):
    found, cursor = [], None
    while True:
        page = store.view.claims(ClaimFilter(limit=500, cursor=cursor))
        found += page.claims
        cursor = page.cursor
        if cursor is None:
            return {claim.id: claim for claim in found}


def stories(store):
    return {story.id: story for story in store.view.stories(limit=1000)}


def links(store):
    return {(link.kind, link.later, link.earlier): link for one in reports(store) for link in store.view.links(one.report)}


def readers(store):
    """Each report ► who read it."""
    return {version.report: version.readers for one in reports(store)
            for version in store.view.article(one.article).versions if version.report == one.report}


def compared(store):
    return {"stories": stories(store), "claims": claims(store), "copies": {
        key: link for key, link in links(store).items() if key[0] == "copy"}}
