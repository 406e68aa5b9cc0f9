"""Capitals that stand for governments: "Washington rejected the offer", "Moscow's decision", "ties with Ankara".

A name stands for those who rule there when it says, decides or is told something, when what it possesses is an act or
a quality of a government, or when it is a party to relations. A name that a preposition of place governs never does.
The classes of verbs and nouns follow the "place for people" pattern of Markert and Nissim's work on metonymy
(SemEval-2007 task 8).
"""
from sayso.read.parse import Parsed, Token


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


ACTS = _words("""
say tell announce state declare insist claim argue assert add note warn urge demand ask request call appeal reject
refuse deny dismiss accept agree approve welcome praise condemn denounce criticize criticise accuse blame protest
object oppose support back endorse recognize recognise vow pledge promise threaten offer propose suggest want wish hope
fear worry believe think consider regard view expect intend plan seek try decide choose order impose lift sanction
ban expel recall summon withdraw pull send dispatch deploy supply provide arm fund finance sign ratify
negotiate mediate broker retaliate respond react reply reiterate repeat confirm admit acknowledge concede hint signal
indicate press push pressure lobby side ally align cut sever restore resume suspend freeze halt block veto abstain vote
maintain hold stress emphasize emphasise contend suspect allege complain hail applaud invite promise counter fail
succeed act intervene continue stop help let allow permit authorize authorise grant engage persuade convince force
pursue distance
""")
LIGHT = _words("have make take give put get lose keep show")
TOLD = _words("urge warn accuse ask tell blame criticize criticise condemn denounce persuade press pressure call "
              "lobby convince force allow expect want anger infuriate irritate alarm please reassure isolate "
              "support back sanction oppose thank praise invite challenge embarrass help notify inform")
OWNED = _words("""
offer decision policy position stance support backing proposal plan demand call refusal rejection response reaction
reply claim denial warning threat request insistence willingness reluctance interest ally influence role intervention
involvement strategy approach commitment promise pledge effort attempt aim goal intention ambition concern fear envoy
ambassador minister spokesman spokeswoman diplomat negotiator aid assistance pressure sanction relation tie
relationship view opinion hope expectation acceptance recognition condemnation criticism accusation allegation adviser
leader rival foe enemy partner failure agreement assurance objection opposition veto consent initiative statement
announcement diplomacy behaviour behavior move help leadership military army force troop missile programme program
""")
RELATIONS = _words("relation relationship tie talk negotiation agreement deal accord dispute tension treaty pact "
                   "alliance cooperation rift row war conflict dialogue rapprochement understanding friendship "
                   "diplomacy consultation summit contact standoff partnership confrontation")
DEALINGS = _words("negotiate talk cooperate side ally agree deal meet consult coordinate break quarrel clash align "
                  "compete discuss")
BY_WHOM = _words("back support approve reject impose send arm fund finance call recognize recognise condemn accuse "
                 "broker mediate lead accept propose offer sponsor control supply train see view regard")
BEFORE_PARTICIPLE = _words("backed led brokered sponsored funded supported imposed approved installed controlled "
                           "trained armed mediated friendly appointed")


def acts_as_government(parsed: Parsed, first: int, last: int) -> bool:
    """Whether the name on tokens `first` to `last`, a capital or seat of government, acts or is treated as one."""
    head = next((t for t in parsed.tokens[first:last + 1] if not first <= t.head <= last or t.head == t.i),
                parsed.tokens[last])
    after = parsed.tokens[last + 1:last + 3]
    if len(after) == 2 and after[0].text in "-‐‑" and after[1].lower in BEFORE_PARTICIPLE:
        return True
    while head.dep == "conj" and head.head != head.i:  # "Washington and Moscow agreed": both do what the first does
        head = parsed.head(head)
    governor = parsed.head(head)
    if head.dep == "nsubj":
        return _does(parsed, governor)
    if head.dep in ("nsubjpass", "dobj", "iobj", "dative"):
        return governor.lemma in TOLD
    if head.dep == "poss":
        return governor.lemma in OWNED
    if head.dep == "pobj":
        return _party(parsed, governor)
    return False


def _does(parsed: Parsed, verb: Token) -> bool:
    """Whether a subject of this verb acts, by the verb itself or by what it takes with it."""
    if verb.lemma in ACTS:
        return True
    if verb.lemma in LIGHT:  # "Ankara took the decision", but "Ankara has five million people"
        return any(t.lemma in OWNED for t in parsed.kids(verb, "dobj"))
    if verb.lemma == "be":  # "Moscow is willing to …", but "Moscow is a cold city"
        state = parsed.kid(verb, "acomp")
        return state is not None and parsed.kid(state, "xcomp", "ccomp") is not None
    return False


def _party(parsed: Parsed, preposition: Token) -> bool:
    """Whether the object of this preposition is a party to relations, or the agent of a government's act."""
    over = parsed.head(preposition)
    match preposition.lower:
        case "by":
            return over.lemma in BY_WHOM
        case "between":
            return over.lemma in RELATIONS
        case "with":
            return over.lemma in RELATIONS or over.lemma in DEALINGS
        case "to":
            return over.lemma in ("ally", "ambassador", "envoy", "message", "appeal", "letter", "signal", "loyal")
        case "against":
            return over.lemma in ("accusation", "sanction", "charge", "complaint")
        case _:
            return False
