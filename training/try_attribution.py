"""Would a model beat the rules for attribution? An upper bound: a tagger that is trained on PolNeAR itself.

    python -m training.try_attribution [--epochs N]

Trains the base encoder on the training third of PolNeAR in ../shared/gold to tag words of content, and scores it on the
development part. PolNeAR states no licence for that, so nothing of it is kept. docs/decisions/0007 has the figures.
"""
import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from tasks.scoring import Gold, find_gold
from training.net import base_folder, rate_at

OUTSIDE, FIRST, INSIDE, IGNORED = 0, 1, 2, -100
RATE, BATCH, LONGEST = 1e-4, 16, 200
Tagged = tuple[list[int], list[int]]


class Tagger(nn.Module):
    """Word pieces ► outside, first or inside of a content."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base_folder())
        self.head = nn.Linear(self.encoder.config.hidden_size, 3)

    def forward(self, ids: Tensor, attention: Tensor) -> Tensor:
        """Logits, sentences × tokens × 3."""
        logits: Tensor = self.head(self.encoder(input_ids=ids, attention_mask=attention).last_hidden_state)
        return logits


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Each with its place."""
    at = 0
    for part in text.split("\n"):
        if part.strip():
            yield at, part
        at += len(part) + 1


def tagged(row: dict[str, Any], tokenizer: Tokenizer) -> Iterator[Tagged]:
    """The paragraphs of an article as pieces and tags."""
    spans = [sorted((x[0], x[1]) for x in a["content"]) for a in row["attributions"]]
    firsts = {own[0][0] for own in spans if own}
    inside = {i for own in spans for a, b in own for i in range(a, b)}
    for at, part in paragraphs(row["text"]):
        encoding, tags = tokenizer.encode(part), []
        for start, end in encoding.offsets:
            if end <= start:
                tags.append(IGNORED)
            elif at + start not in inside:
                tags.append(OUTSIDE)
            else:
                tags.append(FIRST if firsts & set(range(at + start, at + end)) else INSIDE)
        yield encoding.ids, tags


def contents(net: Tagger, tokenizer: Tokenizer, text: str) -> list[tuple[int, int]]:
    """The stretches of content that the tagger finds."""
    found: list[tuple[int, int]] = []
    for at, part in paragraphs(text):
        encoding = tokenizer.encode(part)
        ids = torch.tensor([encoding.ids])
        with torch.no_grad():
            tags = net(ids, torch.ones_like(ids))[0].argmax(-1).tolist()
        going = False
        for (start, end), tag in zip(encoding.offsets, tags, strict=True):
            if end <= start:
                continue
            if tag == INSIDE and going:
                found[-1] = found[-1][0], at + end
            elif tag != OUTSIDE:
                found.append((at + start, at + end))
            going = tag != OUTSIDE
    return found


def padded(batch: Sequence[Tagged]) -> tuple[Tensor, Tensor, Tensor]:
    """Pieces, attention and tags of equal length."""
    width = max(len(ids) for ids, _ in batch)
    ids = torch.zeros(len(batch), width, dtype=torch.long)
    attention, tags = torch.zeros_like(ids), torch.full_like(ids, IGNORED)
    for n, (own, marks) in enumerate(batch):
        ids[n, :len(own)], attention[n, :len(own)], tags[n, :len(own)] = torch.tensor(own), 1, torch.tensor(marks)
    return ids, attention, tags


def train(data: list[Tagged], epochs: int) -> Tagger:
    """The tagger, trained with a fixed seed."""
    torch.manual_seed(1)
    torch.set_num_threads(2)
    rng = random.Random(1)
    net = Tagger()
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE)
    steps, step = epochs * -(-len(data) // BATCH), 0
    for epoch in range(epochs):
        order = sorted(range(len(data)), key=lambda n: len(data[n][0]) + rng.random() * 20)
        cut = [order[n:n + BATCH] for n in range(0, len(order), BATCH)]
        rng.shuffle(cut)
        for some in cut:
            step += 1
            optimizer.param_groups[0]["lr"] = RATE * rate_at(step, steps)
            ids, attention, tags = padded([data[n] for n in some])
            loss = nn.functional.cross_entropy(net(ids, attention).flatten(0, 1), tags.flatten(), ignore_index=IGNORED)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
        print(f"epoch {epoch + 1}: loss {loss.item():.3f}", flush=True)
    return net.eval()


def main() -> int:
    """Trains, scores and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=2)
    options = parser.parse_args()
    folder = find_gold()
    if folder is None:
        print("no gold: lay it at ../shared/gold with the scoring package beside it", file=sys.stderr)
        return 2
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    articles = {row["id"]: row for row in rows(folder / "reading" / "polnear_train.jsonl")}  # one annotator's copy each
    net = train([part for row in articles.values() for part in tagged(row, tokenizer)], options.epochs)
    held, gold = list(rows(folder / "reading" / "polnear_dev.jsonl")), Gold(folder)
    readings = [{"statements": [{"content": [list(span)], "sources": [], "cue": None}
                                for span in contents(net, tokenizer, row["text"])]} for row in held]
    for row in gold.sets.quotes.score(gold.sets.quotes.load(held), readings):
        if row["measure"] in ("content, IoU >= .5", "characters of content"):
            print(f"{row['measure']}: P {row['p']:.3f}, R {row['r']:.3f}, F1 {row['f1']:.3f}")
    return 0


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file."""
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


if __name__ == "__main__":
    sys.exit(main())
