"""Where an act happened: a place that its clause says, "the city" for the one named last, or the dateline's."""
from sayso.read.layers import Layers
from sayso.read.parse import Parsed, Token
from sayso.read.when import closeness
from sayso.records import Act, Place

FAR = 12.0  # a place further away than that is not the word's
NEARER = {"city": .4, "admin2": .3, "admin1": .2}  # of places at one distance the smaller
LOCATIVE = frozenset("in at near around outside inside on across throughout within along over above of from north "
                     "south east west off beside behind opposite between".split())
MOVING = frozenset("to from into through toward towards".split())
HANGING = frozenset("pobj npadvmod dobj nmod advmod".split())
SIZES = {"city": ("city",), "town": ("city",), "village": ("city",), "capital": ("city",), "neighbourhood": ("city",),
         "neighborhood": ("city",), "suburb": ("city",), "district": ("admin2", "city"), "county": ("admin2",),
         "province": ("admin1", "admin2"), "region": ("admin1", "region", "admin2"), "state": ("admin1",),
         "country": ("country",), "nation": ("country",), "island": ("region", "admin1", "city"),
         "camp": ("city",), "enclave": ("region", "city", "admin1")}
DATELINE = 2  # sentences that the dateline's place holds for


def where_of(layers: Layers, token: Token, act: Act) -> Place | None:
    """The place of an act, by its word; None where the text does not say."""
    best: tuple[float, Place] | None = None
    for place in layers.places.get(token.sent, ()):
        if not _offers(layers, token, place, act):
            continue
        score = closeness(layers.parsed, token, place.span, scene=True) - NEARER.get(place.precision, 0)
        if best is None or score < best[0]:
            best = (score, place)
    if best is not None and best[0] < FAR:
        return best[1]
    return _taken_up(layers, token) or _dateline(layers, token)


def _offers(layers: Layers, token: Token, place: Place, act: Act) -> bool:
    """Whether a place stands in its sentence as the place of an act can stand."""
    parsed = layers.parsed
    tokens = parsed.within(place.span)
    inside = any(a <= place.span[0] and place.span[1] <= b and (a, b) != place.span for a, b in layers.bodies)
    if not tokens or inside or place.span in layers.persons:
        return False  # "the Bank of England" is no place in England
    if place.precision == "country" and parsed.text[place.span[1]:place.span[1] + 1] in ("-", "–"):
        return False
    head = next((t for t in tokens if parsed.head(t) not in tokens), tokens[-1])
    while head.dep in ("appos", "conj") and head.head != head.i:  # "in El Paso, Texas", "in Kabul and Herat"
        head = parsed.head(head)
    if head.dep in ("compound", "poss", "amod") and act.type in ("ASSAULT", "PROTEST", "CONSULT"):
        return head.head == token.i and place.precision != "country"  # "the Brussels bombings"
    if head.dep in ("ROOT", "dep"):
        return place.precision == "city"
    if head.dep == "dobj":
        return act.mode in ("visit", "restrict") or act.cameo == "192"
    if head.dep == "pobj":
        return locates(parsed.head(head).lower, act)
    return head.dep in HANGING and (head.dep != "nmod" or place.precision != "country")


def locates(preposition: str, act: Act) -> bool:
    """Whether a preposition says where such an act happens: movements alone happen "to" and "from" places."""
    if preposition in MOVING:
        return act.mode in ("visit", "withdraw", "troops", "deport") or act.type in ("AID", "RETREAT", "MOBILIZE")
    return preposition in LOCATIVE


def _taken_up(layers: Layers, token: Token) -> Place | None:
    """The place that "in the city" or "there" in the act's clause takes up: the last one named of that size."""
    parsed = layers.parsed
    for kid in parsed.kids(token, "prep", "advmod"):
        if kid.lower == "there" and kid.dep == "advmod":
            return _last(layers, kid, ("city", "admin2", "admin1", "country"))
        for noun in parsed.kids(kid, "pobj"):
            sizes = SIZES.get(noun.lemma)
            if sizes and kid.lower in LOCATIVE and _definite(parsed, noun):
                return _last(layers, noun, sizes)
    return None


def _definite(parsed: Parsed, noun: Token) -> bool:
    """Whether nothing but an article or demonstrative says which one is meant."""
    before = [k for k in parsed.kids(noun) if k.i < noun.i]
    return bool(before) and all(k.lower in ("the", "this", "that") for k in before) and parsed.kid(noun, "prep") is None


def _last(layers: Layers, token: Token, sizes: tuple[str, ...]) -> Place | None:
    before = [p for p in layers.reading.places or () if p.span[1] <= token.start and p.precision in sizes]
    return before[-1] if before else None


def _dateline(layers: Layers, token: Token) -> Place | None:
    """The place of the article's dateline, for events of its first sentences."""
    if token.sent >= DATELINE:
        return None
    for place in layers.places.get(0, ()):
        after = layers.parsed.text[place.span[1]:place.span[1] + 40]
        if place.span[0] < 3 and ("(" in after[:25] or " - " in after or "—" in after or "–" in after or "--" in after):
            return place
    return None
