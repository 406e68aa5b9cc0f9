"""The trained network, run by onnxruntime: the one place that knows it and the tokenizer.

One encoder pass for each sentence with candidates; the heads read the mean of the trigger's, the sentence's, the
actors' and the recipients' word vectors. Method: BERT encoder (Devlin et al. 2019) distilled to six layers (MiniLM,
Wang et al. 2020), span pooling. int8 weights, dynamic quantisation.
"""
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from sayso.errors import RecordError

FORMAT = 1
FILES = ("typer.onnx", "tokenizer.json", "meta.json")


def installed() -> Path | None:
    """The folder of the models that are installed beside Sayso (the package sayso-models), None where none are."""
    spec = importlib.util.find_spec("sayso_models")
    return Path(spec.origin).parent if spec is not None and spec.origin else None


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """How the network and the rules are pooled, in nats.

    `rule`: against no event, for the type that the rules say; `close`: more of it for each condition of the lexicon's
    row that fits; `other`: against every other type than the rules'; `silent`: for no event where they say nothing.
    `least`: the least probability with which an event is printed; `mode`: that with which a mode of the network's is;
    `style`: the manner of annotation that the network is asked for.
    """

    rule: float = 2.0
    close: float = 0.0
    other: float = 0.0
    silent: float = 1.0
    least: float = 0.5
    mode: float = 0.5
    style: str = "main"

    def for_rule(self, conditions: float) -> float:
        """What a rule whose row has so many conditions weighs against no event."""
        return self.rule + self.close * conditions


class Meta(msgspec.Struct, frozen=True, kw_only=True):
    """What a model says of itself. `modes` are "TYPE/mode"; `temperature` divides the logits of the types.

    `styles`: manners of annotation that it learned, each with the word piece that asks for it: "main", the events that
    a sentence is there to tell, as PLOVER and CAMEO code them; "all", every mention of an event.
    """

    format: int
    name: str
    version: str
    types: tuple[str, ...]
    modes: tuple[str, ...]
    acled: tuple[str, ...]
    verbs: tuple[str, ...]
    nouns: tuple[str, ...]
    styles: dict[str, int]
    temperature: float
    weights: Weights
    longest: int


class Item(msgspec.Struct, frozen=True):
    """A sentence and the candidates in it: spans of its own characters for trigger, actors and recipients.

    `style`: the word piece that stands at its head and tells in which manner it is to be annotated (`Meta.styles`).
    """

    text: str
    spans: tuple[tuple[tuple[tuple[int, int], ...], ...], ...]
    style: int | None = None


class Scores(msgspec.Struct, frozen=True):
    """The logits of one candidate for the types, the modes and the ACLED sub-types, each a row of floats."""

    types: Any
    modes: Any
    acled: Any


class Network:
    """A loaded model; it keeps no state from one call to the next."""

    def __init__(self, folder: Path) -> None:
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise RecordError("onnxruntime and tokenizers are not installed; say pip install 'sayso[models]'",
                              "models") from error
        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise RecordError(f"{', '.join(missing)} is not there; name a folder with a trained model", str(folder))
        try:
            self.meta = msgspec.json.decode((folder / "meta.json").read_bytes(), type=Meta)
        except msgspec.DecodeError as error:
            raise RecordError(f"meta.json is none of ours ({error})", str(folder)) from error
        if self.meta.format != FORMAT:
            raise RecordError(f"the model has format {self.meta.format}, this Sayso reads {FORMAT}; install the models "
                              "of the same version", str(folder))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(self.meta.longest)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # workers are the way to use more cores
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(folder / "typer.onnx"), options,
                                                     providers=["CPUExecutionProvider"])

    def scores(self, items: Sequence[Item]) -> list[list[Scores | None]]:
        """The logits of every candidate of every sentence; None for one beyond the longest sentence."""
        encodings = self._tokenizer.encode_batch([item.text for item in items])
        return [self._run(item, encoding.ids, encoding.offsets)
                for item, encoding in zip(items, encodings, strict=True)]

    def _run(self, item: Item, ids: Sequence[int], offsets: Sequence[tuple[int, int]]) -> list[Scores | None]:
        """One sentence with all its candidates.

        Sentences are not computed together: the scale of quantised activations is that of all that is computed at once,
        so that a sentence's neighbours would change its scores, and a tenth of the time is all that it would save.
        """
        feed, places = feed_of([item], [(ids, offsets)])
        out: list[Scores | None] = [None] * len(item.spans)
        if places:
            types, modes, acled = self._session.run(["types", "modes", "acled"], feed)
            for row, (_, k) in enumerate(places):
                out[k] = Scores(types[row], modes[row], acled[row])
        return out


def feed_of(items: Sequence[Item], encoded: Sequence[tuple[Sequence[int], Sequence[tuple[int, int]]]],
            ) -> tuple[dict[str, Any], list[tuple[int, int]]]:
    """The network's inputs, and for each row of `masks` the sentence and candidate that it stands for.

    ids, attention: sentences × tokens (int64); owner: candidates (int64, the sentence); masks: candidates × 3 × tokens
    (float32; trigger, actors, recipients).
    """
    width = max(len(ids) for ids, _ in encoded)
    ids = np.zeros((len(items), width), np.int64)
    attention = np.zeros((len(items), width), np.int64)
    owner, rows, places = [], [], []
    for n, (item, (own, offsets)) in enumerate(zip(items, encoded, strict=True)):
        ids[n, :len(own)] = own
        if item.style is not None:
            ids[n, 0] = item.style
        attention[n, :len(own)] = 1
        for k, parts in enumerate(item.spans):
            mask = np.zeros((3, width), np.float32)
            for part, spans in enumerate(parts):
                for j, (start, end) in enumerate(offsets):
                    if end > start and any(start < b and end > a for a, b in spans):
                        mask[part, j] = 1
            if mask[0].any():
                owner.append(n)
                rows.append(mask)
                places.append((n, k))
    masks = np.stack(rows) if rows else np.zeros((0, 3, width), np.float32)
    return {"ids": ids, "attention": attention, "owner": np.array(owner, np.int64), "masks": masks}, places
