"""What a modal makes of an act: who "will not" refuses, who "will" has undertaken or threatens.

PLOVER has no plans: what somebody announces that he is going to do is coded as the announcement, AGREE for friendly
acts (CAMEO 03, "express intent to cooperate") and THREATEN for hostile ones (CAMEO 13). The status stays "planned".
"""
import msgspec

from sayso.read.clause import is_passive
from sayso.read.parse import Parsed, Token
from sayso.records import Act

WILL = frozenset({"will", "wo", "would", "'ll", "shall"})
INTENT = {"CONSULT": "036", "AID": "033", "COOPERATE": "031", "RETREAT": "035", "CONCEDE": "035", "SUPPORT": "032"}
MENACE = {"ASSAULT": ("violence", "138"), "COERCE": ("restrict", "1312"), "SANCTION": ("restrict", "1312"),
          "MOBILIZE": ("", "137"), "PROTEST": ("", "133")}
YIELDING = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})


def intended(act: Act, parsed: Parsed, token: Token) -> Act:
    """The act, or the refusal, undertaking or threat that its modal makes of it."""
    if not act.actors or not any(t.lower in WILL for t in auxiliaries(parsed, token)):
        return act
    if parsed.kid(token, "neg") is not None:
        if act.type not in YIELDING:
            return act
        return msgspec.structs.replace(act, type="REJECT", mode=None, cameo="120", why=act.why + "; will not")
    if is_passive(parsed, token) or not _announces(parsed, token):
        return act
    if act.type in INTENT:
        return msgspec.structs.replace(act, type="AGREE", mode=None, cameo=INTENT[act.type], why=act.why + "; will")
    if act.type in MENACE:
        mode, cameo = MENACE[act.type]
        return msgspec.structs.replace(act, type="THREATEN", mode=mode or None, cameo=cameo, why=act.why + "; will")
    return act


def auxiliaries(parsed: Parsed, token: Token) -> list[Token]:
    """The auxiliaries of a verb, or of the verb that it is conjoined with and that shares its subject."""
    found = parsed.kids(token, "aux")
    while not found and token.dep == "conj" and parsed.kid(token, "nsubj", "nsubjpass") is None:
        token = parsed.head(token)
        found = parsed.kids(token, "aux")
    return found


def _announces(parsed: Parsed, token: Token) -> bool:
    """Whether a clause is a main clause or what somebody says, not a condition, a relative clause or a thought."""
    while token.dep == "conj":
        token = parsed.head(token)
    if token.dep == "ROOT":
        return True
    return token.dep == "ccomp" and all(k.lower == "that" for k in parsed.kids(token, "mark"))
