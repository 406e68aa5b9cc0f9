"""The trained network ► ONNX with int8 weights (dynamic quantisation, per channel)."""
import tempfile
from pathlib import Path

import torch

from training.net import Exported, Net

INPUTS = ("ids", "attention", "owner", "masks")
OUTPUTS = ("types", "modes", "acled")
AXES = {"ids": {0: "s", 1: "t"}, "attention": {0: "s", 1: "t"}, "owner": {0: "c"}, "masks": {0: "c", 2: "t"},
        **{name: {0: "c"} for name in OUTPUTS}}


def export(net: Net, path: Path) -> None:
    """Writes the shipped part of a network."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    ids = torch.ones(2, 9, dtype=torch.long)
    example = (ids, torch.ones_like(ids), torch.tensor([0, 1, 1]), torch.ones(3, 3, 9))
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "float.onnx"
        torch.onnx.export(Exported(net), example, str(whole), input_names=list(INPUTS), output_names=list(OUTPUTS),
                          dynamic_axes=AXES, opset_version=17, dynamo=False)
        # seven bits of range: without it 16-bit sums overflow on processors that have no VNNI
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
