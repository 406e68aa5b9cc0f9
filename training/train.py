"""`python -m training.train`: from the sentences to models/src/sayso_models and docs/model-card.md, with fixed seeds.

Parses all sentences, trains the network on two cores, exports it to ONNX with int8 weights, and measures what was
exported on the sentences held out. Takes about half an hour.
"""
import argparse
import hashlib
import json
import random
import shutil
import time
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from sayso.read.typing.candidates import Vocabulary
from sayso.read.typing.network import FORMAT, Item, feed_of
from sayso.records.codec import PLOVER
from training import card
from training.export import export
from training.instances import NONE, OPEN, Example, Sentence, Tools, prepare, telling
from training.net import Net, base_folder, rate_at
from training.sentences import DATA, load

ROOT = Path(__file__).parent.parent
RECIPE = Path(__file__).parent / "recipe.toml"
OUT = ROOT / "models" / "src" / "sayso_models"
TYPES = (NONE, *PLOVER)
STATUSES = ("happened", "ongoing", "planned", "requested", "conditional", "hypothetical", "historical")
STYLES = {"main": 1, "all": 2}  # word pieces that BERT's vocabulary leaves unused
IGNORED = -100


class Labels:
    """The classes of each head, in a fixed order."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        examples = [e for s in sentences for e in s.examples if e.type not in (NONE, OPEN)]
        self.types = TYPES
        self.modes = tuple(sorted({mode_name(e) for e in examples}))
        self.acled = tuple(sorted({e.acled for e in examples if e.acled}))


def mode_name(example: Example) -> str:
    """Type and mode as one label; the mode may be empty."""
    return f"{example.type}/{example.mode or ''}"


def held_out(sentence: Sentence, share: int) -> bool:
    """Whether a text is kept for measuring: decided by its id alone, so that new texts move no old ones."""
    return int(hashlib.sha256(sentence.id.encode()).hexdigest()[:8], 16) % 100 < share


def main() -> None:
    """Trains, exports, measures and writes the card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=OUT, help="where the model goes")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of sentences")
    parser.add_argument("--epochs", type=int, help="another number than the recipe's, for a trial")
    parser.add_argument("--keep", type=Path, help="also keep the whole network, with the heads that are not shipped")
    options = parser.parse_args()
    recipe = tomllib.loads(RECIPE.read_text(encoding="utf-8"))
    recipe["epochs"] = options.epochs or recipe["epochs"]
    begun = time.monotonic()
    written = load(options.data)
    sentences, broad = prepare(written, Tools())
    vocabulary = telling(sentences, broad)  # it learns from all words, and is asked about those that tell
    print(f"{len(written)} texts, {len(sentences)} sentences, {time.monotonic() - begun:.0f} s", flush=True)
    labels = Labels(sentences)
    seen = [s for s in sentences if s.examples and not held_out(s, recipe["held_out"])]
    kept = [s for s in sentences if held_out(s, recipe["held_out"])]
    net = train(seen, labels, recipe, begun)
    if options.keep:
        torch.save(net.state_dict(), options.keep)
    options.out.mkdir(parents=True, exist_ok=True)
    export(net, options.out / "typer.onnx")
    shutil.copyfile(base_folder() / "tokenizer.json", options.out / "tokenizer.json")
    write_meta(options.out, labels, vocabulary, recipe, temperature=1.0)
    results = card.results(options.out, kept)
    write_meta(options.out, labels, vocabulary, recipe, temperature=card.temperature(results))
    size = (options.out / "typer.onnx").stat().st_size
    card.write(written, sentences, kept, results, recipe, minutes=(time.monotonic() - begun) / 60, size=size)


def write_meta(folder: Path, labels: Labels, vocabulary: Vocabulary, recipe: dict[str, Any],
               temperature: float) -> None:
    """meta.json, as sayso.read.typing.network.Meta has it."""
    version = tomllib.loads((ROOT / "models" / "pyproject.toml").read_text())["project"]["version"]
    meta = {"format": FORMAT, "name": "sayso-models", "version": version, "types": labels.types, "modes": labels.modes,
            "acled": labels.acled, "verbs": sorted(vocabulary.verbs), "nouns": sorted(vocabulary.nouns),
            "styles": STYLES,
            "temperature": round(temperature, 3), "weights": recipe["weights"], "longest": recipe["longest"]}
    (folder / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")


def train(sentences: list[Sentence], labels: Labels, recipe: dict[str, Any], begun: float) -> Net:
    """The network after all epochs."""
    torch.manual_seed(recipe["seed"])
    rng = random.Random(recipe["seed"])
    torch.set_num_threads(2)
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(recipe["longest"])
    net = Net(len(labels.types), len(labels.modes), len(labels.acled), len(STATUSES))
    body = list(net.encoder.parameters())
    heads = [p for name, p in net.named_parameters() if not name.startswith("encoder")]
    rates = (recipe["rate"], recipe["head_rate"])
    optimizer = torch.optim.AdamW([{"params": body}, {"params": heads}], weight_decay=0.01)
    steps, step = recipe["epochs"] * -(-len(sentences) // recipe["batch"]), 0
    net.train()
    for epoch in range(recipe["epochs"]):
        total = 0.0
        for batch in batches(sentences, recipe["batch"], rng):
            step += 1
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * rate_at(step, steps)
            feed, examples = encode(batch, tokenizer, rng, recipe["forget_parties"])
            if not examples:
                continue
            loss = loss_of(net(**feed), examples, labels, recipe)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total * recipe['epochs'] / steps:.3f}, {time.monotonic() - begun:.0f} s",
              flush=True)
    return net.eval()


def batches(sentences: list[Sentence], size: int, rng: random.Random) -> Iterator[list[Sentence]]:
    """All sentences once, those of like length together, in a random order."""
    order = sorted(range(len(sentences)), key=lambda n: len(sentences[n].text) + rng.random() * 40)
    cut = [order[n:n + size] for n in range(0, len(order), size)]
    rng.shuffle(cut)
    for some in cut:
        yield [sentences[n] for n in some]


def encode(batch: Sequence[Sentence], tokenizer: Tokenizer, rng: random.Random,
           forget: float) -> tuple[dict[str, Tensor], list[Example]]:
    """The network's inputs and the examples that its rows stand for; some parties hidden."""
    items = [Item(s.text, tuple((e.spans[0], *(() if rng.random() < forget else p for p in e.spans[1:]))
                                for e in s.examples), STYLES[s.style]) for s in batch]
    encoded = [(e.ids, e.offsets) for e in tokenizer.encode_batch([s.text for s in batch])]
    feed, places = feed_of(items, encoded)
    return {k: torch.from_numpy(v) for k, v in feed.items()}, [batch[n].examples[k] for n, k in places]


def loss_of(out: tuple[Tensor, ...], examples: Sequence[Example], labels: Labels, recipe: dict[str, Any]) -> Tensor:
    """The sum of all heads' losses; a head without a label in the batch has none."""
    types, modes, acled, statuses, factuality = out
    weigh = recipe["losses"]
    loss = _entropy(types, [_index(labels.types, e.type) for e in examples], recipe["smoothing"])
    loss = loss + weigh["modes"] * _entropy(modes, [_index(labels.modes, mode_name(e)) for e in examples])
    loss = loss + weigh["acled"] * _entropy(acled, [_index(labels.acled, e.acled) for e in examples])
    loss = loss + weigh["status"] * _entropy(statuses, [_index(STATUSES, e.status) for e in examples])
    known = torch.tensor([e.factuality is not None for e in examples])
    if known.any():
        gold = torch.tensor([e.factuality or 0.0 for e in examples])
        loss = loss + weigh["factuality"] * (factuality - gold).abs()[known].mean()
    return loss


def _index(names: Sequence[str], name: str | None) -> int:
    return names.index(name) if name in names else IGNORED


def _entropy(logits: Tensor, gold: list[int], smoothing: float = 0.0) -> Tensor:
    target = torch.tensor(gold)
    if not (target >= 0).any():
        return logits.sum() * 0
    return nn.functional.cross_entropy(logits, target, ignore_index=IGNORED, label_smoothing=smoothing)


if __name__ == "__main__":
    np.random.seed(0)
    main()
