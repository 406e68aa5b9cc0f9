"""What came out of a training: measured on the sentences held out, written to docs/model-card.md."""
import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sayso.read.typing.decide import softmax
from sayso.read.typing.network import Item, Network
from tasks.calibration import bins
from training.instances import NONE, OPEN, Example, Sentence
from training.sentences import Written

PAGE = Path(__file__).parent.parent / "docs" / "model-card.md"


class Result(NamedTuple):
    """An example held out, and the logits that the exported network gives it."""

    example: Example
    types: Any
    modes: Any
    acled: Any
    names: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]

    @property
    def type(self) -> str:
        """The likeliest type."""
        return self.names[0][int(np.argmax(self.types))]

    @property
    def mode(self) -> str:
        """The likeliest mode of the gold type, as TYPE/mode."""
        own = [n for n, name in enumerate(self.names[1]) if name.startswith(self.example.type + "/")]
        return self.names[1][max(own, key=lambda n: self.modes[n])] if own else f"{self.example.type}/"


def results(folder: Path, kept: Sequence[Sentence]) -> list[Result]:
    """The exported network's answers."""
    network = Network(folder)
    names = (network.meta.types, network.meta.modes, network.meta.acled)
    found = []
    items = [Item(s.text, tuple(e.spans for e in s.examples), network.meta.styles[s.style]) for s in kept]
    for sentence, rows in zip(kept, network.scores(items), strict=True):
        for example, score in zip(sentence.examples, rows, strict=True):
            if score is not None and example.type != OPEN:
                found.append(Result(example, score.types, score.modes, score.acled, names))
    return found


def temperature(found: Sequence[Result]) -> float:
    """The divisor of the logits under which the held-out labels are likeliest (Guo et al. 2017)."""
    grid = np.arange(0.5, 3.01, 0.05)
    return float(min(grid, key=lambda t: _loss(found, float(t))))


def _loss(found: Sequence[Result], divisor: float) -> float:
    return -float(np.mean([np.log(softmax(np.asarray(r.types, np.float64) / divisor)[r.names[0].index(r.example.type)])
                           for r in found]))


def table(pairs: Iterable[tuple[str, str]], classes: Sequence[str]) -> list[str]:
    """Rows of precision, recall and F1 per class."""
    counted = Counter(pairs)
    rows = []
    for name in classes:
        hit = counted[name, name]
        gold = sum(n for (g, _), n in counted.items() if g == name)
        told = sum(n for (_, p), n in counted.items() if p == name)
        if gold or told:
            rows.append(f"| {name} | {hit / told if told else 0:.2f} | {hit / gold if gold else 0:.2f} | "
                        f"{2 * hit / (gold + told):.2f} | {gold} |")
    return ["| class | P | R | F1 | n |", "|---|--:|--:|--:|--:|", *rows]


def macro(pairs: Sequence[tuple[str, str]], but: str = "") -> float:
    """F1 averaged over the gold classes."""
    counted = Counter(pairs)
    values = []
    for name in sorted({g for g, _ in pairs} - {but}):
        gold = sum(n for (g, _), n in counted.items() if g == name)
        told = sum(n for (_, p), n in counted.items() if p == name)
        values.append(2 * counted[name, name] / (gold + told))
    return float(np.mean(values)) if values else 0.0


def write(written: Sequence[Written], sentences: Sequence[Sentence], kept: Sequence[Sentence],  # noqa: PLR0913, PLR0917
          found: Sequence[Result], recipe: dict[str, Any], minutes: float, size: int) -> None:
    """The whole page."""
    types = [(r.example.type, r.type) for r in found]
    rules = [(r.example.type, r.example.rule or NONE) for r in found]
    heat = temperature(found)
    events = [r for r in found if r.example.type != NONE]
    modes = [(f"{r.example.type}/{r.example.mode or ''}", r.mode) for r in events]
    acled = [(r.example.acled, r.names[2][int(np.argmax(r.acled))]) for r in events if r.example.acled]
    parts = [
        "# Model card: sayso-models",
        f"Written by `python -m training.train` on {datetime.datetime.now(tz=datetime.UTC):%Y-%m-%d}; do not edit.",
        "**What it is.** A sentence encoder (all-MiniLM-L6-v2, 22 M parameters, Apache-2.0) fine-tuned to say of a "
        "word in a sentence, with its actors and recipients, which PLOVER type of event it tells of, or none; its "
        "mode; and its ACLED sub-type. int8 ONNX, "
        f"{size / 1e6:.1f} MB. It is used beside the rules, not in their place "
        "([decision](decisions/0006-a-model-beside-the-rules.md)).",
        "**What went in.** "
        f"{len(written):,} texts written for Sayso (`training/data`), {sum(len(w.text.split()) for w in written):,} "
        f"words, {sum(len(w.marks) for w in written):,} marked events, {sum(not w.marks for w in written):,} texts "
        f"without any. Nothing else: no sentence of a gold set or of a news archive. {len(kept):,} of "
        f"{len(sentences):,} sentences ({recipe['held_out']} % of the texts) were held out.",
        f"**How.** `training/recipe.toml`: {recipe['epochs']} epochs, batches of {recipe['batch']} sentences, learning "
        f"rate {recipe['rate']}, seed {recipe['seed']}. {minutes:.0f} minutes on two cores, parsing and measuring "
        "included.",
        "**What it is not for.** English only. It learned from sentences that were written for it, by the same hands "
        "that wrote the lexicons, and news differs: what it is worth on news stands in [accuracy](accuracy.md). It "
        "knows no world beyond the sentence: whether a report is true, staged or satire is not its matter.",
        "## Types, on the sentences held out",
        f"Accuracy {_share(types):.3f} (rules alone on the same words: {_share(rules):.3f}); macro-F1 over the 16 "
        f"types {macro(types, NONE):.3f} (rules alone: {macro(rules, NONE):.3f}).",
        "\n".join(table(types, found[0].names[0] if found else ())),
        "The rules alone:", "\n".join(table(rules, found[0].names[0] if found else ())),
        "## Do the probabilities mean what they say?",
        f"The likeliest type of each word held out, with the logits divided by {heat:.2f}.",
        bins([(float(softmax(np.asarray(r.types, np.float64) / heat).max()), r.type == r.example.type) for r in found]),
        "## Modes, on the events held out", f"Accuracy {_share(modes):.3f}.",
        "\n".join(table(modes, sorted({g for g, _ in modes}))),
        "## ACLED sub-types, on the main events held out",
        f"Accuracy {_share(acled):.3f}, macro-F1 {macro(acled):.3f}.",
        "\n".join(table(acled, sorted({g for g, _ in acled}))),
        "## What went in, per class", "\n".join(_counts(sentences, lambda e: e.type)),
    ]
    PAGE.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _share(pairs: Sequence[tuple[Any, Any]]) -> float:
    return sum(g == p for g, p in pairs) / max(1, len(pairs))


def _counts(sentences: Sequence[Sentence], of: Callable[[Example], str]) -> list[str]:
    counted = Counter(of(e) for s in sentences for e in s.examples)
    return ["| class | words |", "|---|--:|", *(f"| {name} | {n} |" for name, n in sorted(counted.items()))]
