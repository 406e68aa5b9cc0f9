"""Which way a time without a year or a week points: "on Tuesday" is past beside "attacked", to come beside "will meet".

The nearest verb above the expression decides. Reports tell of what has been, so whatever leaves it open is past; the
caller sees 0 for that, +1 for what is to come, -1 for what is past.
"""
from sayso.read.parse import Parsed, Token

PLANNED = frozenset({"schedule", "slate", "plan", "expect", "set", "postpone", "delay", "adjourn", "due", "tentatively",
                     "propose", "reschedule", "target"})
DONE = frozenset({"fail", "manage", "refuse", "decline", "begin", "start", "continue", "help", "try", "force", "use",
                  "go", "come", "get", "attempt", "happen", "seem", "appear"})  # "failed to meet on Friday" is past
FUTURATE = frozenset({"meet", "begin", "start", "open", "close", "end", "travel", "leave", "arrive", "expire", "vote",
                      "hold", "take", "resume", "visit", "host", "play", "face", "return"})
_FAR = 12  # governors climbed; further up nothing bears on the expression


def direction(parsed: Parsed, token: Token | None) -> int:
    """-1, 0 or +1 for the expression that has `token` in it."""
    if token is None:
        return 0
    if beside := _beside(parsed, token):
        return beside
    for n, above in enumerate(parsed.ancestors(token)):
        if n > _FAR:
            break
        if above.tag[:2] == "VB" or above.tag == "MD" or above.lemma == "due":
            found = _of_verb(parsed, above, 0)
            return found or _by(parsed, token)
    return _by(parsed, token)


def _beside(parsed: Parsed, token: Token) -> int:
    """-1 next to a verb in the past ("said Monday", "on Monday called"), 1 after "ahead of": nearer than any parse."""
    k = token.i - 1
    while k >= 0 and parsed.tokens[k].lower in ("on", "late", "early", "earlier", "in"):
        k -= 1
    if [t.lower for t in parsed.tokens[max(0, token.i - 2):token.i]] == ["ahead", "of"]:
        return 1
    after = parsed.tokens[token.i + 1:token.i + 2]
    near = [t for t in (*parsed.tokens[max(k, 0):k + 1], *after) if t.sent == token.sent]
    return -1 if any(t.tag == "VBD" and t.lemma not in PLANNED for t in near) else 0


def _by(parsed: Parsed, token: Token) -> int:
    """1 under "by", "until", "through", which look ahead where no verb says otherwise."""
    for n, above in enumerate(parsed.ancestors(token)):
        if above.pos == "ADP":
            return 1 if above.lower in ("by", "until", "till", "through") else 0
        if n > 2 or above.tag[:2] == "VB":
            break
    return 0


def _of_verb(parsed: Parsed, verb: Token, depth: int) -> int:
    helpers = parsed.kids(verb, "aux", "auxpass")
    tags = {t.tag for t in helpers}
    perfect = any(t.lemma in ("have", "'ve") for t in helpers)
    if "MD" in tags or verb.tag == "MD":
        return -1 if perfect else 1
    above = parsed.head(verb)
    if "TO" in tags:
        return -1 if perfect or (above.lemma in DONE and above.tag in ("VBD", "VBN")) else 1
    if verb.lemma in PLANNED and verb.tag in ("VBN", "VBD", "JJ", "IN"):
        return 1
    if verb.tag in ("VBN", "VBG"):
        return _of_participle(parsed, verb, tags, depth)
    if verb.tag == "VBD":
        return -1
    if verb.tag == "VB" and verb.dep == "conj" and depth < _FAR:
        return _of_verb(parsed, above, depth + 1)
    return 1 if verb.lemma in FUTURATE and verb.tag in ("VBZ", "VBP", "VB") else 0


def _of_participle(parsed: Parsed, verb: Token, tags: set[str], depth: int) -> int:
    above = parsed.head(verb)
    if tags & {"VBD", "VBN"}:
        return -1
    if verb.tag == "VBN":
        return 0 if tags & {"VBZ", "VBP"} and not parsed.kids(verb, "aux") else -1
    if tags & {"VBZ", "VBP"}:
        return 1
    if above.i != verb.i and above.tag[:2] == "VB" and depth < _FAR:
        return _of_verb(parsed, above, depth + 1)
    return 0
