"""Acts: triggers with their PLOVER type, mode, contexts and CAMEO code, and with their parties.

Typing is a function of the trigger and what stands around it (`Typer`), so that a model can take the rules' place.
"""
from collections.abc import Callable, Iterable

import msgspec

from sayso.read.clause import Clause, clause_of, core
from sayso.read.contexts import Contexts
from sayso.read.frames import Frame, Frames, hyphened, noun_phrase, noun_test, verb_test
from sayso.read.held import held_hosts, one_assault
from sayso.read.intents import intended
from sayso.read.means import HARMED, Means, with_means
from sayso.read.parse import Parsed, Token
from sayso.read.parties import Cast, of_noun, of_verb
from sayso.read.stage import Stage
from sayso.read.topics import mishap, public_acts, topic, unharmed
from sayso.read.typing.decide import Judge
from sayso.records import Act, Party, Reading
from sayso.records.span import overlap

NEEDS_PARTY = frozenset("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST REJECT ACCUSE THREATEN SANCTION "
                        "MOBILIZE COERCE".split())
DYING = frozenset({"die", "perish", "succumb"})
# Verbs that the model reduces to another word's lemma ("rap", "stag").
MISREAD = {"raped": "rape", "rapes": "rape", "raping": "rape", "staged": "stage"}
Screen = Callable[[Parsed, Reading], bool]


def acts_stage(frames: Frames, contexts: Contexts | None = None, screen: Screen | None = None,
               judge: Judge | None = None) -> Stage:
    """A stage that fills `acts`. `screen` says of an article whether it is about public affairs at all.

    `judge`: a trained model that has its say on what the frames found and did not find; None: the rules alone.
    """

    def find(parsed: Parsed, reading: Reading) -> tuple[Act, ...]:
        if screen is not None and not screen(parsed, reading):
            return ()
        entities, places = reading.entities or (), reading.places or ()
        dated = skipped_tokens(parsed, reading)
        cast = Cast(parsed, entities, places)
        found = rule_acts(parsed, cast, frames, dated)
        if judge is not None:
            found = judge.judge(parsed, cast, found, dated)
        acts = settled(parsed, cast, frames, found)
        if judge is not None:
            acts = [a for a in acts if judge.likely(a)]
        return tuple(contexts.fill(parsed, acts) if contexts is not None else acts)

    return Stage(fills="acts", version="1", needs=("times", "entities", "places"), find=find)


def skipped_tokens(parsed: Parsed, reading: Reading) -> frozenset[int]:
    """Words that are part of a date: "March" the month is no march."""
    return frozenset(t.i for m in reading.times or () for t in parsed.within(m.span))


def rule_acts(parsed: Parsed, cast: Cast, frames: Frames, skipped: Iterable[int] = ()) -> list[Act]:
    """What the frames take for acts, none on the tokens `skipped`; verbs and adjectives first, then nouns."""
    used: set[int] = set(skipped)
    found = []
    for token in parsed.tokens:
        if token.i in used:
            continue
        act = None
        if token.pos in ("VERB", "AUX") and token.dep not in ("aux", "auxpass", "amod", "compound"):
            act = _verb_act(parsed, cast, frames, token, used)
        elif token.pos == "ADJ" and token.dep in ("acomp", "ROOT", "conj", "oprd"):
            act = _adjective_act(parsed, cast, frames, token)
        if act is not None:
            found.append(act)
    for token in parsed.tokens:
        if token.pos in ("NOUN", "PROPN") and token.i not in used:
            act = _noun_act(parsed, cast, frames, token)
            if act is not None:
                found.append(act)
    return found


def settled(parsed: Parsed, cast: Cast, frames: Frames, found: list[Act]) -> list[Act]:
    """The acts that are events of their own, in reading order, assaults with their means."""
    held = held_hosts(parsed, found)
    kept = one_assault(parsed, [a for a in found if a.host not in held])
    kept = with_means(parsed, kept, Means.of(frames.classes))
    kept = [_warlike(cast, a) for a in kept]
    if topic(parsed, frames.classes) is not None:
        kept = public_acts(kept, cast.by_id)
    if any(a.type in ("ASSAULT", "ACCUSE", "THREATEN") for a in kept) and mishap(parsed, frames.classes):
        kept = unharmed(kept, cast.by_id)
    return sorted(kept, key=lambda a: a.trigger)


def _make(parsed: Parsed, token: Token, frame: Frame, parties: tuple[tuple, tuple]) -> Act:  # type: ignore[type-arg]
    row = frame.row
    first = token.i - (len(row.lemmas[0].split()) - 1 if " " in row.lemmas[0] and token.pos != "VERB" else 0)
    return Act(trigger=parsed.span(first, token.i), type=row.type, mode=row.mode or None, contexts=row.contexts,
               cameo=row.cameo, actors=parties[0], recipients=parties[1], why=frame.why, host=token.i,
               weight=frame.weight)


def _verb_act(parsed: Parsed, cast: Cast, frames: Frames, token: Token, used: set[int]) -> Act | None:
    lemma = MISREAD.get(token.lower, token.lemma)
    if not frames.of("v", lemma):
        return None
    clause = clause_of(parsed, token)
    frame = frames.choose("v", lemma, verb_test(parsed, clause, cast, frames.classes["OFFICIALWORDS"]))
    if frame is None:
        return None
    actors, recipients = of_verb(cast, clause, frame.row.whom, _reciprocal(frame))
    if lemma in DYING:  # who dies has suffered it
        actors, recipients = (), actors or recipients
    if not actors and lemma in HARMED | DYING:
        actors = _behind(parsed, cast, frames, clause)
    if not _plausible(frame, actors, recipients, clause) or not _violent_cause(cast, frames, frame, clause):
        return None
    if _business(cast, actors, recipients):
        return None
    if token.lemma in HARMED and not actors and _accidental(parsed, frames, token):
        return None
    carried = _carried(frames, token, clause, frame)
    if any("obj" in c.slots and c.words for c in frame.conditions):
        used.update(t.i for t in clause.objects)
    act = intended(_make(parsed, token, frame, (actors, recipients)), parsed, token)
    if carried is None:
        return act
    test = noun_test(parsed, noun_phrase(parsed, carried), cast.kind_of, frames.classes)
    own = frames.choose("n", carried.lemma, test)
    if act.mode is None and own is not None and own.row.type == act.type == "ASSAULT":  # "launched an invasion"
        act = msgspec.structs.replace(act, mode=own.row.mode or None, cameo=own.row.cameo)
    return msgspec.structs.replace(act, trigger=carried.span)


def _carried(frames: Frames, token: Token, clause: Clause, frame: Frame) -> Token | None:
    """The noun that carries the event of a light verb: "made 130 bombings" is told by "bombings"."""
    if MISREAD.get(token.lower, token.lemma) not in frames.classes["light"]:
        return None
    return next((t for t in clause.objects if any(f.row.type == frame.row.type for f in frames.of("n", t.lemma))), None)


def _reciprocal(frame: Frame) -> bool:
    """Whether the act is done with each other: meetings, talks, agreements, exchanges."""
    return "with" in frame.row.whom and frame.row.type in ("CONSULT", "AGREE", "COOPERATE", "SUPPORT")


def _plausible(frame: Frame, actors: tuple, recipients: tuple, clause: Clause) -> bool:  # type: ignore[type-arg]
    """An act needs somebody: acts of words and states an actor, acts of force an actor or a victim.

    What a thing does ("extremism imprisons us") is none, unless it is a weapon's work.
    """
    kind = frame.row.type
    if kind in ("ASSAULT", "PROTEST"):
        return bool(actors or recipients) or bool(clause.objects)
    if clause.subjects and not actors and not clause.negated and clause.token.dep != "acl":
        return False
    if kind == "COERCE" and frame.row.mode not in ("arrest", "deport", "seize", "curfew", "martial-law", "destroy"):
        return bool(actors)
    if kind == "COERCE" and frame.row.mode == "seize" and clause.passive:
        return bool(clause.objects)
    if kind in ("COERCE", "SANCTION", "AID", "RETREAT", "CONCEDE", "MOBILIZE"):
        return bool(actors or recipients)
    return bool(actors) or bool(clause.passive and recipients)


def _behind(parsed: Parsed, cast: Cast, frames: Frames, clause: Clause) -> tuple[Party, ...]:
    """Who made the attack in which somebody was killed: "killed in a U.S. air strike", "died in shelling by rebels"."""
    for prep, noun in clause.preps:
        if prep == "in" and cast.acts(noun) and any(k.lower == "firing" for k in parsed.kids(noun, "acl")):
            return (cast.party(noun),)  # "killed in police firing", read as "police who fire"
        if prep in ("in", "during", "by", "from") and any(f.row.type == "ASSAULT" for f in frames.of("n", noun.lemma)):
            hurt = of_noun(cast, noun_phrase(parsed, noun), None, ("on", "against", "of"))[0]
            if hurt:
                return hurt
    return ()


def _violent_cause(cast: Cast, frames: Frames, frame: Frame, clause: Clause) -> bool:
    """Whether what does harm is somebody, a weapon or an act of violence; an earthquake's work is no assault."""
    if frame.row.type != "ASSAULT" or not clause.subjects or any("subj" in c.slots for c in frame.conditions):
        return True
    return any(cast.acts(t) or t.lemma in frames.violent or bool(frames.violent & {k.lemma for k in _near(cast, t)})
               or (cast.holds_actor(t) and t.lemma not in frames.classes["disaster"]) for t in clause.subjects)


def _near(cast: Cast, token: Token) -> list[Token]:
    """The words that a compound or a quantity hides: "air strikes", "a series of blasts"."""
    return [core(cast.parsed, token), *cast.parsed.kids(token, "compound", "amod", "nmod")]


def _warlike(cast: Cast, act: Act) -> Act:
    """An assault by soldiers, or between armed men, is CAMEO's conventional force (190), no matter how it is worded."""
    if act.type != "ASSAULT" or act.cameo not in ("180", "186") or act.mode is not None:
        return act
    sides = [{e.sector for p in side if (e := cast.by_id.get(p.entity or "")) is not None}
             for side in (act.actors, act.recipients)]
    if "MIL" in sides[0] or (sides[0] & {"REB", "UAF"} and "MIL" in sides[1]):
        return msgspec.structs.replace(act, cameo="190")
    return act


def _business(cast: Cast, actors: tuple[Party, ...], recipients: tuple[Party, ...]) -> bool:
    """Whether only firms have to do with it: their deals and suits are no public affairs."""
    held = [cast.by_id.get(p.entity or "") for p in (*actors, *recipients)]
    sectors = [e.sector if e is not None else None for e in held]
    public = any(e is not None and e.kind in ("government", "military", "armed_group") for e in held)
    return bool(sectors) and not public and sectors[0] == "BUS" and all(s in ("BUS", None) for s in sectors)


def _accidental(parsed: Parsed, frames: Frames, token: Token) -> bool:
    """Whether a sentence tells of a mishap: a word for one, and none for violence."""
    sentence = parsed.sentence(token)
    words = {w for t in parsed.tokens[sentence.first:sentence.last + 1] for w in (t.lower, t.lemma)}
    return bool(words & frames.classes["accidents"]) and not words & frames.classes["violent"]


def _adjective_act(parsed: Parsed, cast: Cast, frames: Frames, token: Token) -> Act | None:
    if not frames.of("a", token.lemma):
        return None
    clause = clause_of(parsed, token)
    verb = parsed.head(token)
    if not clause.subjects:
        clause = Clause(token, clause_of(parsed, verb).subjects, clause.objects, clause.indirect, clause.preps,
                        clause.particles, clause.clauses, clause.predicates)
    frame = frames.choose("a", token.lemma, verb_test(parsed, clause, cast, frames.classes["OFFICIALWORDS"]))
    if frame is None:
        return None
    parties = of_verb(cast, clause, frame.row.whom)
    act = _make(parsed, token, frame, parties) if parties[0] else None
    if act is not None and act.type == "AGREE" and parsed.kid(verb, "neg") is not None:
        act = msgspec.structs.replace(act, type="REJECT", cameo="120", why=act.why + "; not")
    return act


def _noun_act(parsed: Parsed, cast: Cast, frames: Frames, token: Token) -> Act | None:
    lemma = token.lemma
    for words in frames.phrases.get(lemma, ()):
        before = [parsed.tokens[i].lemma for i in range(max(0, token.i - len(words) + 1), token.i + 1)]
        if tuple(before) == words:
            lemma = " ".join(words)
            break
    if (whole := hyphened(parsed, token)) and frames.of("n", whole):
        lemma = whole
    if not frames.of("n", lemma):
        return None
    if (entity := cast.by_token.get(token.i)) is not None and entity.form == "name":
        return None
    phrase = noun_phrase(parsed, token)
    frame = frames.choose("n", lemma, noun_test(parsed, phrase, cast.kind_of, frames.classes))
    if frame is None:
        return None
    light = phrase.verb is not None and phrase.verb.lemma in frames.classes["light"]
    # who launches an attack attacks; who condemns one does not
    verb_clause = clause_of(parsed, phrase.verb) if light and phrase.verb is not None else None
    actors, recipients = of_noun(cast, phrase, verb_clause, frame.row.whom, _reciprocal(frame))
    if frame.row.type in NEEDS_PARTY and not (actors or recipients):
        return None
    return _make(parsed, token, frame, (actors, recipients))


def overlaps(a: Act, b: Act) -> bool:
    """Whether two acts have triggers in common."""
    return overlap(a.trigger, b.trigger) > 0
