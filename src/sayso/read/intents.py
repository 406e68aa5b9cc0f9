"""What a negated future makes of an act: who "will not" release them refuses to (CAMEO 12), whatever else he does.

A plain future changes no type, only the status (docs/decisions/0004).
"""
import msgspec

from sayso.read.parse import Parsed, Token
from sayso.records import Act

WILL = frozenset({"will", "wo", "would", "'ll", "shall"})
CERTAIN = 2.0  # a negated future is grammar: it weighs like two conditions of a frame
YIELDING = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})


def intended(act: Act, parsed: Parsed, token: Token) -> Act:
    """The act, or the refusal that its negated future makes of it."""
    if act.type not in YIELDING or not act.actors or parsed.kid(token, "neg") is None:
        return act
    if not any(t.lower in WILL for t in auxiliaries(parsed, token)):
        return act
    return msgspec.structs.replace(act, type="REJECT", mode=None, cameo="120", weight=act.weight + CERTAIN,
                                   why=act.why + "; will not")


def auxiliaries(parsed: Parsed, token: Token) -> list[Token]:
    """The auxiliaries of a verb, or of the verb that it is conjoined with and that shares its subject."""
    found = parsed.kids(token, "aux")
    while not found and token.dep == "conj" and parsed.kid(token, "nsubj", "nsubjpass") is None:
        token = parsed.head(token)
        found = parsed.kids(token, "aux")
    return found
