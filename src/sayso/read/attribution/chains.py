"""Links of a chain that share one content: "Reuters, citing officials, said …", "was quoted by Interfax as saying …".

The one who cites speaks; those cited are within: what they say is what he passes on.
"""
from collections.abc import Iterable

from sayso.read.attribution.cues import CueBook
from sayso.read.attribution.drafts import Draft
from sayso.read.attribution.speakers import joined, subject
from sayso.read.parse import Parsed, Token

CITING = frozenset({"cite", "quote"})
SHORT = 12  # tokens into a content; a "he said" stands near its start
PEOPLE = frozenset({"PERSON", "ORG", "NORP", "GPE"})


def chained(parsed: Parsed, book: CueBook, found: Iterable[Draft], actors: frozenset[int]) -> list[Draft]:
    """The drafts with those of citing verbs made links of the statements that they belong to.

    `actors` are the tokens known to name somebody who can speak.
    """
    held = {d.cue.i: d for d in found}
    for token in parsed.tokens:
        if token.pos == "VERB" and token.lemma in CITING:
            _as_saying(parsed, held, token)
            _citing(parsed, book, held, token, actors)
    for i in [d.cue.i for d in held.values() if any(_crossed(d, held[k]) for a, b in d.content
                                                    for k in range(a, min(b, a + SHORT) + 1) if k in held)]:
        del held[i]
    return [held[i] for i in sorted(held)]


def _crossed(draft: Draft, other: Draft) -> bool:
    """Whether a content is another's "he said" whose own content holds this cue: hung on the wrong verb."""
    return draft.cue.i != other.cue.i and any(a <= draft.cue.i <= b for a, b in other.content)


def _as_saying(parsed: Parsed, held: dict[int, Draft], cite: Token) -> None:
    """"X quoted Y as saying Z", "Y was quoted by X as saying Z": Z is Y's, within X's; X's only if X is named."""
    for prep in parsed.kids(cite, "prep"):
        saying = parsed.kid(prep, "pcomp")
        if prep.lower != "as" or saying is None or saying.i not in held:
            continue
        held.pop(cite.i, None)
        outer = subject(parsed, cite, set())
        if outer is not None:
            inner = held[saying.i]
            held[cite.i] = Draft(cite, "speech", "quote", (), joined(parsed, outer), same_as=saying.i)
            held[saying.i] = inner._replace(within=cite.i)


def _citing(parsed: Parsed, book: CueBook, held: dict[int, Draft], cite: Token, actors: frozenset[int]) -> None:
    """"Reuters said, citing officials", "a report that cited deputies": who is cited says what the other passes on."""
    cited = parsed.kid(cite, "dobj")
    if cited is None or not (cited.i in actors or _people(parsed, book, cited)):
        return
    host = next((d for d in held.values() if d.cue.i != cite.i and d.within is None and d.same_as is None
                 and d.cue.sent == cite.sent and _hangs_on(parsed, cite, d)), None)
    if host is not None:
        held[cite.i] = Draft(cite, "speech", "quote", (), joined(parsed, cited), within=host.cue.i, same_as=host.cue.i)


def _people(parsed: Parsed, book: CueBook, noun: Token) -> bool:
    """Whether those cited can speak: a name of people, or a noun for them."""
    name = parsed.name_of.get(noun.i)
    return noun.lemma in book.speakers or (name is not None and name.label in PEOPLE)


def _hangs_on(parsed: Parsed, cite: Token, host: Draft) -> bool:
    """Whether the citing verb belongs to the host's cue, or to one of its sources."""
    if host.frame not in ("clause", "quote", "according"):
        return False
    above = {t.i for t in parsed.ancestors(cite)}
    inside = any(first <= cite.i <= last for first, last in host.content)
    return not inside and (any(s.i in above for s in host.sources) or parsed.head(cite).i == host.cue.i
                           or (cite.head == host.cue.head and cite.dep in ("advcl", "prep", "acl")))
