"""False events where there should be none: sport and accident articles of ../shared/corpus.

    python -m tasks.quiet [--articles N] [--skip N] [--show]

Picks N articles of each kind by their words alone, in a fixed order, reads them by rules and with the model, and
prints the events for every fifty sentences. Every event counts as false, also the minister's order after a crash and
the arrest of a player, so the figures are upper bounds; --show prints each with its sentence, for a reader to judge.
"""
import argparse
import gzip
import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from sayso.read.english import Reader
from sayso.read.frames import Frames
from sayso.read.parse import load_parser
from sayso.read.typing.network import installed
from sayso.records import Article

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus" / "newsarticles.jsonl.gz"
SENTENCES = 50
LEAST_WORDS, MOST_WORDS = 150, 900


class Kind(NamedTuple):
    """A kind of article: enough different words of a class of the lexicon, few of another."""

    name: str
    words: str
    different: int
    share: float
    against: str
    at_most: int


KINDS = (Kind("sport", "topic_sport", 10, 0.04, "violent", 6), Kind("accident", "accidents", 3, 0.012, "violent", 8))


def pick(kind: Kind, count: int, skip: int) -> list[Article]:
    """The articles, in the order of a hash of their texts."""
    classes = Frames().classes
    mine, against = classes[kind.words], classes[kind.against] - classes[kind.words]
    found = []
    for article in articles():
        words = Counter(re.findall(r"[a-z]+", article.text.lower()))
        total = sum(words.values())
        own = {w: words[w] for w in mine if words[w]}
        if (LEAST_WORDS <= total <= MOST_WORDS and len(own) >= kind.different
                and sum(own.values()) >= kind.share * total and sum(words[w] for w in against) <= kind.at_most):
            found.append(article)
    found.sort(key=lambda a: hashlib.sha256(a.text.encode()).hexdigest())
    return found[skip:skip + count]


def articles() -> Iterator[Article]:
    """The corpus."""
    with gzip.open(CORPUS, "rb") as file:
        for n, line in enumerate(file):
            held = msgspec.json.decode(line)
            yield Article(id=str(held.get("id", n)), text=held["text"], published=held.get("published"), language="en")


def main() -> int:
    """Reads and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=40, metavar="N", help="of each kind (default 40)")
    parser.add_argument("--skip", type=int, default=0, metavar="N", help="leave out the first N of each kind")
    parser.add_argument("--show", action="store_true", help="print every event with its sentence")
    options = parser.parse_args()
    if not CORPUS.exists():
        print("no corpus: lay it at ../shared/corpus", file=sys.stderr)
        return 2
    parse = load_parser()
    readers = {"rules": Reader(parse), "with model": Reader(parse, models=installed())}
    for kind in KINDS:
        some = pick(kind, options.articles, options.skip)
        total = sum(len(parse(a.text, ()).sentences) for a in some)
        for name, reader in readers.items():
            events = [(a, e) for a in some for e in reader.read(a).events or ()]
            print(f"{kind.name}, {name}: {len(events)} events in {total} sentences of {len(some)} articles, "
                  f"{SENTENCES * len(events) / max(1, total):.2f} in fifty")
            if options.show:
                for article, event in events:
                    start = max(0, event.trigger[0] - 110)
                    around = " ".join(article.text[start:event.trigger[1] + 90].split())
                    trigger = article.text[slice(*event.trigger)]
                    print(f"    {event.type} “{trigger}” {event.probability or ''} … {around}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
