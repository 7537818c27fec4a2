"""Where the bench keeps what it makes and writes."""

from pathlib import Path

from appliance.base.paths import models_dir

ROOT = Path(__file__).resolve().parent.parent.parent
FIGURES = ROOT / "docs" / "figures" / "understanding.json"
FOLDS = ROOT / "docs" / "figures" / "jddc_folds.json"
# Below `bench_dir()`.
MADE, TOKENIZER, FLOAT, INT8, TORCH = "made.json", "tokenizer.json", "float32.onnx", "int8.onnx", "torch"


def bench_dir() -> Path:
    """The baselines' folder, beside the models."""
    return models_dir() / ".bench"
