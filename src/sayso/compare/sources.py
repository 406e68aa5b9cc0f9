"""Whose word it is: the origin of each mention, how many of them are independent, and who cites whom.

The origin is the innermost link of the chain of sources that has a name: an outlet that cites Reuters citing deputies
rests on Reuters, for nobody can ask "deputies". The chain is the outlet, the agency that the text is credited to, and
the statements around the event from without inwards. Bodies that a text names by a noun ("police", "the army") are
named where the reader knows their country.

Counting, in `independence`:
- mentions with one origin are one source, whatever the number of reports;
- a copy and its original are one source where one of them names none, or both have the same words;
- an outlet that tells in its own voice what it also has from somebody by name is not a second source;
- an outlet nearly all of whose account is another's (a citation of `LEANS` and more) is not independent of it.
"""
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import msgspec

from sayso.compare.outlets import Agencies, built_in, is_generic, outlet_medium, outlet_name, plain
from sayso.errors import RecordError
from sayso.records import Entity, Event, Reading, Source, Statement
from sayso.records.claim import Link, Mention, Origin, Report

TELLS = frozenset({"speech", "document", "belief", "judgement", "refusal"})  # an intent is no telling
STATE = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD"})
BODIES = frozenset({"government", "military", "armed_group", "organisation", "party"})
REPORTER = ("reporter", "correspondent", "journalist", "photographer", "stringer")
LEANS = 0.75  # the share of a report's events that hang on another outlet, from which on all of it does
SAME_WORDS = 0.5  # the share of the shorter quote's words


class Voice(msgspec.Struct, frozen=True):
    """A link of a chain: `key` None where it has no name of its own."""

    name: str
    key: str | None
    kind: str


def origin(report: Report, event_id: str, agencies: Agencies | None = None) -> Origin:
    """Where an event of a report comes from. RecordError if the report has no such event."""
    reading = report.reading
    for event in reading.events or ():
        if event.id == event_id:
            return _origin(voices(reading, event, agencies or built_in()))
    raise RecordError(f"{event_id!r} is none of the events of {report.id!r}", "events")


def voices(reading: Reading, event: Event, agencies: Agencies) -> tuple[Voice, ...]:
    """The links of an event's chain, from the outlet inwards."""
    article = reading.article
    own = outlet_medium(article, agencies)
    found = [Voice(outlet_name(article), f"medium:{own}", "agency" if agencies.known(own) else "outlet")]
    credits = [name for name in agencies.credits(article) if agencies.medium(name) != own]
    if len(credits) == 1:  # of two agencies nobody can tell which has it
        medium = agencies.medium(credits[0])
        found.append(Voice(agencies.names.get(medium, credits[0]), f"medium:{medium}", "agency"))
    entities = {e.id: e for e in reading.entities or ()}
    for said in _chain(reading, event):
        voice = _voice(reading, said, entities, agencies)
        if voice is not None and (voice.key is None or voice.key not in [v.key for v in found]):
            found.append(voice)
    return tuple(found)


def _origin(chain: tuple[Voice, ...]) -> Origin:
    """The innermost named link; `unnamed` where an unnamed one stands within the outlet alone."""
    at = max(k for k, voice in enumerate(chain) if voice.key is not None)
    held, inner = chain[at], chain[at + 1:]
    names = tuple(voice.name for voice in chain)
    if not inner:
        why = f"{held.name} says so." if at else f"{held.name} says so in its own voice."
    else:
        hidden = " and ".join(voice.name for voice in inner)
        why = f"{held.name} has it from {hidden}, who cannot be told apart from others, so it counts as {held.name}."
    kind = "unnamed" if inner and held.kind in ("outlet", "agency") else held.kind
    return Origin(key=held.key or "", kind=kind, name=held.name, chain=names, why=why)


def _chain(reading: Reading, event: Event) -> list[Statement]:
    """The statements around an event, outermost first; what somebody did not say, or means to do, is no source."""
    statements = {said.id: said for said in reading.statements or ()}
    found: list[Statement] = []
    at = event.said_by
    while at in statements and len(found) <= len(statements):
        found.append(statements[at])
        at = statements[at].within
    return [said for said in reversed(found) if said.act in TELLS and said.factuality > 0]


def _voice(reading: Reading, said: Statement, entities: Mapping[str, Entity], agencies: Agencies) -> Voice | None:
    """Who makes a statement; None where the text does not say, or it is the outlet's own reporter."""
    if not said.sources:
        return None
    source = said.sources[0]
    words = " ".join(reading.text[slice(*source.span)].split())
    entity = entities.get(source.entity or "")
    if any(word in words.lower() for word in REPORTER):
        return _employer(source, words, entities, agencies)
    if (voice := _titled(words, source, entity, agencies)) is not None:
        return voice
    if words.lower() in ("i", "we") and (entity is None or not _known_as(entity, entities)):
        return None
    if entity is None:
        if said.act == "document" and source.named:
            return Voice(words, f"document:{plain(words)}", "document")
        return Voice(words, f"medium:{agencies.medium(words)}" if agencies.known(agencies.medium(words)) else None,
                     "agency" if agencies.known(agencies.medium(words)) else "unnamed")
    named = _known_as(entity, entities)
    if named is not None:
        return _named(named, words, agencies)
    return _nominal(source, entity, words, entities, agencies)


def _titled(words: str, source: Source, entity: Entity | None, agencies: Agencies) -> Voice | None:
    """A medium by its shape: capitals from end to end and more than the entity in it ("the Cyprus Leaf", Cyprus), or
    capitals before a word for media ("the Meridian agency").
    """
    name = words.removeprefix("The ").removeprefix("the ")
    medium, parts = agencies.medium(name), name.split()
    if not agencies.known(medium) and not _capital(parts[0]):  # whether the tagger takes it for a name matters not
        return None
    by_word = len(parts) > 1 and is_generic(parts[-1]) and all(map(_capital, parts[:-1]))
    part = entity is None or (entity.kind != "person" and (entity.form != "name" or entity.span[1] < source.span[1]))
    by_capitals = len(parts) > 1 and name != words and all(map(_capital, parts)) and part
    if not (agencies.known(medium) or by_word or by_capitals):
        return None
    kind = "agency" if agencies.known(medium) or parts[-1].lower() == "agency" else "outlet"
    return Voice(agencies.names.get(medium, name), f"medium:{medium}", kind)


def _capital(word: str) -> bool:
    return word[:1].isupper()


def _named(name: Entity, words: str, agencies: Agencies) -> Voice:
    """Somebody with a name of his own."""
    shown = name.name or words
    medium = agencies.medium(shown)
    if agencies.known(medium) and name.kind in ("organisation", "other"):
        return Voice(agencies.names[medium], f"medium:{medium}", "agency")
    if name.kind == "person":
        return Voice(shown, f"person:{plain(shown)}", "official" if name.sector in STATE else "person")
    if name.kind in ("people", "place", "role"):
        return Voice(words, None, "unnamed")
    if name.sector == "MED" or name.kind == "organisation":
        return Voice(shown, f"medium:{medium}", _kind(name, words))
    return Voice(shown, f"body:{plain(shown)}", _kind(name, words))


def _nominal(source: Source, entity: Entity, words: str, entities: Mapping[str, Entity], agencies: Agencies) -> Voice:
    """Somebody called by a noun: a body of a known country, or the spokesman of a body that is named with him."""
    if entity.kind in BODIES and entity.code and entity.country:
        return Voice(words, f"code:{entity.code}", _kind(entity, words))
    if "spokes" in words.lower() or "statement" in words.lower():
        for other in entities.values():
            if other is not entity and other.kind in BODIES and _inside(other, source):
                named = _known_as(other, entities)
                if named is not None:
                    return msgspec.structs.replace(_named(named, words, agencies), name=words)
    return Voice(words, None, "unnamed")


def _employer(source: Source, words: str, entities: Mapping[str, Entity], agencies: Agencies) -> Voice | None:
    """The medium whose reporter it is: that medium; the outlet's own where none is named."""
    for entity in entities.values():
        named = _known_as(entity, entities)
        if _inside(entity, source) and named is not None and named.kind == "organisation":
            return _named(named, words, agencies)
    return None


def _known_as(entity: Entity, entities: Mapping[str, Entity]) -> Entity | None:
    """The mention by name of what an entity mentions, the longest name first; None if the text never names it."""
    same = [e for e in entities.values()
            if e.form == "name" and e.name and (e is entity or (e.ref and e.ref == entity.ref))]
    return max(same, key=lambda e: len(e.name or ""), default=None)


def _inside(entity: Entity, source: Source) -> bool:
    return source.span[0] <= entity.span[0] and entity.span[1] <= source.span[1]


def _kind(entity: Entity, words: str) -> str:
    if entity.sector == "MED":
        return "agency" if "agency" in f"{entity.name} {words}".lower() else "outlet"
    if entity.sector in STATE or entity.kind in ("government", "military"):
        return "official"
    return "group"


def citations(reports: Iterable[Report], agencies: Agencies | None = None) -> tuple[Link, ...]:
    """A link from each report that names another's outlet in its chains to that outlet's own report among them.

    Of several reports of an outlet, the one that shares most words with the later, not published after it.
    """
    table = agencies or built_in()
    held = list({report.id: report for report in reports}.values())
    by_medium: dict[str, list[Report]] = {}
    for report in held:
        by_medium.setdefault(f"medium:{outlet_medium(report.reading.article, table)}", []).append(report)
    links = []
    for report in held:
        chains = [voices(report.reading, event, table) for event in report.reading.events or ()]
        for key in sorted({voice.key for chain in chains for voice in chain[1:] if voice.key in by_medium}):
            earlier = _own_report(by_medium[key], report)
            if earlier is None:
                continue
            hanging = sum(any(voice.key == key for voice in chain[1:]) for chain in chains)
            name = outlet_name(earlier.reading.article)
            links.append(Link(
                kind="citation", later=report.id, earlier=earlier.id, score=round(hanging / len(chains), 4),
                why=f"{hanging} of its {len(chains)} events {'hangs' if hanging == 1 else 'hang'} on {name}."))
    return tuple(links)


def _own_report(candidates: Sequence[Report], later: Report) -> Report | None:
    """The report that the later one may have read: before it or on its day, the most alike first."""
    day = later.reading.article.published
    words = _content(later.reading.text)
    fit = [c for c in candidates if c.id != later.id and c.article != later.article and (
        day is None or c.reading.article.published is None or c.reading.article.published <= day)]
    return max(fit, key=lambda c: len(words & _content(c.reading.text)), default=None)


def independence(mentions: Sequence[Mention], links: Iterable[Link]) -> tuple[int, tuple[str, ...]]:
    """How many independent sources some mentions have, and a sentence for each source that says what it gathers."""
    group = list(range(len(mentions)))
    because: dict[int, set[str]] = {}
    for a, b in combinations(range(len(mentions)), 2):
        if mentions[a].origin.key == mentions[b].origin.key:
            _unite(group, a, b)
    for link in links:
        _by_link(mentions, link, group, because)
    for a, mention in enumerate(mentions):
        if _own_voice(mention):
            named = [b for b, other in enumerate(mentions) if other.report == mention.report and not _own_voice(other)]
            # with the first, whatever it is tied to by now: otherwise a link could add a source
            if named and _root(group, a) != _root(group, named[0]):
                because.setdefault(a, set()).add(f"{mention.report} also tells it in its own voice")
                _unite(group, named[0], a)
    roots: dict[int, list[int]] = {}
    for n in range(len(mentions)):
        roots.setdefault(_root(group, n), []).append(n)
    return len(roots), tuple(
        _sentence([mentions[n] for n in members], sorted({why for n in members for why in because.get(n, ())}))
        for members in roots.values())


def _by_link(mentions: Sequence[Mention], link: Link, group: list[int], because: dict[int, set[str]]) -> None:
    """Unites what one report has from the other."""
    later = [n for n, m in enumerate(mentions) if m.report == link.later]
    earlier = [n for n, m in enumerate(mentions) if m.report == link.earlier]
    for a in later:
        for b in earlier:
            one, other = mentions[a], mentions[b]
            if link.kind == "copy":
                tied = (_own_voice(one) and _own_voice(other)) or _same_words(one.quote, other.quote)
                why = f"{link.later} copies {link.earlier}"
            else:
                tied = link.score >= LEANS and _own_voice(one) and _own_voice(other)
                why = f"{link.later} has nearly all of its account from {link.earlier}"
            if tied:
                _unite(group, b, a)
                because.setdefault(a, set()).add(why)


def _own_voice(mention: Mention) -> bool:
    """Whether a mention rests on an outlet, or on somebody whom it does not name."""
    return mention.origin.name == mention.origin.chain[0]


def _same_words(one: str, other: str) -> bool:
    a, b = _content(one), _content(other)
    return bool(a and b) and len(a & b) / min(len(a), len(b)) >= SAME_WORDS


def _content(text: str) -> frozenset[str]:
    return frozenset(word for word in (w.strip(".,;:!?\"'“”‘’()").lower() for w in text.split()) if len(word) > 3)


def _root(group: list[int], n: int) -> int:
    while group[n] != n:
        group[n] = group[group[n]]
        n = group[n]
    return n


def _unite(group: list[int], a: int, b: int) -> None:
    """The lower number becomes the root, so that groups come in the order of their first mention."""
    one, other = sorted((_root(group, a), _root(group, b)))
    group[other] = one


def _sentence(members: Sequence[Mention], reasons: Sequence[str]) -> str:
    """"Reuters: 3 reports (a, b, c) count once, as all have it from Reuters; c copies a"."""
    reports = list(dict.fromkeys(m.report for m in members))
    origins = list(dict.fromkeys(m.origin.name for m in members))
    if len(reports) == 1 and not reasons:
        return f"{origins[0]}: {members[0].origin.why}"
    listed = ", ".join(reports[:5]) + (f" and {len(reports) - 5} more" if len(reports) > 5 else "")
    first = f"{len(reports)} reports ({listed}) count once" if len(reports) > 1 else f"{listed} counts once"
    if len({m.origin.key for m in members}) == 1 and len(reports) > 1:
        reasons = [f"all have it from {origins[0]}", *reasons]
    return f"{origins[0]}: {first}: {'; '.join(reasons[:6])}."
