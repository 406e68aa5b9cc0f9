"""Would a model beat the rules for status and factuality? The measurement behind docs/decisions/0007.

    python -m training.try_heads NETWORK      a file that `python -m training.train --keep NETWORK` wrote

Prints both on the sentences held out, and the factuality of UDS-IH2 and MEANTIME where ../shared/gold lies beside the
project. Nothing of it is shipped.
"""
import argparse
import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from sayso.read.english import Reader
from sayso.read.parse import load_parser
from sayso.read.typing.network import Item, feed_of
from sayso.records import Article, Event, Reading
from tasks.scoring import find_gold
from training.net import Net, base_folder
from training.sentences import load
from training.train import OUT, RECIPE, STATUSES, STYLES, TYPES, held_out

SETS = ("fact_udsih2_dev", "fact_meantime_dev")


class Heads:
    """The heads that are not exported."""

    def __init__(self, path: Path, longest: int) -> None:
        meta = json.loads((OUT / "meta.json").read_text(encoding="utf-8"))
        self._net = Net(len(TYPES), len(meta["modes"]), len(meta["acled"]), len(STATUSES))
        self._net.load_state_dict(torch.load(path))
        self._net.eval()
        self._tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(longest)

    def told(self, item: Item) -> list[tuple[str, float] | None]:
        """Status and factuality of each candidate; None for one beyond the longest sentence."""
        encoding = self._tokenizer.encode(item.text)
        feed, places = feed_of([item], [(encoding.ids, encoding.offsets)])
        found: list[tuple[str, float] | None] = [None] * len(item.spans)
        if places:
            with torch.no_grad():
                out = self._net(**{name: torch.from_numpy(value) for name, value in feed.items()})
            for row, (_, n) in enumerate(places):
                found[n] = STATUSES[int(out[3][row].argmax())], float(out[4][row].clamp(-3, 3))
        return found


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", type=Path)
    recipe = tomllib.loads(RECIPE.read_text(encoding="utf-8"))
    heads = Heads(parser.parse_args().network, recipe["longest"])
    rules = Reader(load_parser())
    own(heads, rules, recipe["held_out"])
    folder = find_gold()
    for name in SETS if folder is not None else ():
        gold(heads, rules, name, folder / "reading" / f"{name}.jsonl")


def read(rules: Reader, text: str) -> Reading:
    """What the rules read in a text."""
    return rules.read(Article(id="t", text=text, published="2020-01-01", language="en"))


def own(heads: Heads, rules: Reader, share: int) -> None:
    """The sentences held out, where the rules see an event that is marked."""
    right: Counter[tuple[str, str]] = Counter()
    errors: list[tuple[float, float]] = []
    parse = load_parser()
    for written in (w for w in load() if w.marks and held_out(w, share)):
        reading, parsed = read(rules, written.text), parse(written.text, ())
        for event in reading.events or ():
            mark = next((m for m in written.marks if m.start < event.trigger[1] and event.trigger[0] < m.end), None)
            sentence = next(s for s in parsed.sentences if s.start <= event.trigger[0] < s.end)
            text = parsed.text[sentence.start:sentence.end]
            told = heads.told(Item(text, (_spans(event, sentence.start),), STYLES[written.style]))[0]
            if mark is None or told is None:
                continue
            for who, status in (("gold", mark.status), ("rules", event.status), ("network", told[0])):
                right[who, mark.status] += status == mark.status
            errors.append((abs(event.factuality - mark.factuality), abs(told[1] - mark.factuality)))
    for who in ("rules", "network"):
        other = sum(n for (w, s), n in right.items() if w == who and s != "happened")
        print(f"{who}: status {sum(n for (w, _), n in right.items() if w == who) / len(errors):.3f} of {len(errors)}, "
              f"{other} of {sum(n for (w, s), n in right.items() if w == 'gold' and s != 'happened')} that are not "
              "“happened”")
    print("factuality, mean absolute error, rules and network:", np.mean(errors, axis=0).round(3))


def _spans(event: Event, start: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    parts = ((event.trigger,), tuple(p.span for p in event.actors), tuple(p.span for p in event.recipients))
    return tuple(tuple((a - start, b - start) for a, b in part) for part in parts)


def gold(heads: Heads, rules: Reader, name: str, path: Path) -> None:
    """A set of factuality: over all its words, and over those that the rules answer too."""
    alone: list[float] = []
    both: list[tuple[float, float, float]] = []
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        marked: list[dict[str, Any]] = row["events"]
        reading = read(rules, row["text"]) if marked else None
        spans = tuple((((e["start"], e["end"]),), (), ()) for e in marked)
        for event, told in zip(marked, heads.told(Item(row["text"], spans, STYLES["all"])), strict=True):
            own_event = next((v for v in reading.events or () if v.trigger[0] < event["end"]
                              and event["start"] < v.trigger[1]), None) if reading else None
            if told is None:
                continue
            alone.append(abs(told[1] - event["value"]))
            if own_event is not None:
                both.append((abs(own_event.factuality - event["value"]), abs(told[1] - event["value"]),
                             3 - event["value"]))
    print(f"{name}: network alone {np.mean(alone):.3f} of {len(alone)}; where both answer ({len(both)}), rules, "
          f"network, always +3: {np.mean(both, axis=0).round(3)}")


if __name__ == "__main__":
    main()
