"""The tuned layers of the encoder as an artefact: int8 with one scale per output, everything but the vocabulary's rows."""

import io
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from appliance.base.atomic import replacing

ARTEFACT = Path(__file__).resolve().parent.parent / "models_onnx" / "artefacts" / "encoder-layers.npz"
ROWS = "embeddings.word_embeddings.weight"
SCALE = ".scale"
LARGEST = 127
# Matrices of this many weights are stored as int8; vectors and small tables keep float16.
MATRIX_WEIGHTS = 100_000


def save_layers(path: Path, weights: dict[str, Tensor]) -> None:
    """Write every tensor but the vocabulary's rows."""
    arrays: dict[str, np.ndarray] = {}
    for name, tensor in weights.items():
        if name == ROWS or not tensor.is_floating_point():
            continue
        values = tensor.detach().numpy().astype(np.float32)
        if values.ndim == 2 and values.size >= MATRIX_WEIGHTS:  # noqa: PLR2004 - a matrix
            scale = np.abs(values).max(axis=1, keepdims=True) / LARGEST
            arrays[name] = np.rint(values / scale).astype(np.int8)
            arrays[name + SCALE] = scale.astype(np.float32)
        else:
            arrays[name] = values.astype(np.float16)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write(buffer.getvalue())


def apply_layers(model: torch.nn.Module, path: Path) -> None:
    """Put the tuned layers into the network.

    Raises:
        ValueError: the artefact belongs to another network.
    """
    with np.load(path, allow_pickle=False) as arrays:
        state = model.state_dict()
        tuned = {name for name in arrays.files if not name.endswith(SCALE)}
        if unknown := tuned - state.keys():
            raise ValueError(f"{path}: tensors that the network has not: {sorted(unknown)[:3]}")
        for name in tuned:
            values = arrays[name].astype(np.float32)
            if name + SCALE in arrays.files:
                values *= arrays[name + SCALE]
            state[name] = torch.from_numpy(values)
    model.load_state_dict(state)
