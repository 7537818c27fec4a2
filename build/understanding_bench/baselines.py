"""Makes the untuned encoders that ours is measured beside, once, from the very weights that ours is made from.

    PYTHONPATH=.:build .venv-build/bin/python -m understanding_bench.baselines

All have the whole vocabulary of 250,002 rows and multilingual-e5-small's own tokenizer: float32 as exported; int8 as onnxruntime's
`quantize_dynamic` gives it; and the network as transformers keeps it, for what is trained with torch.
"""

import json
import shutil
import sys
from pathlib import Path

from encoder import OPSET, SentenceEncoder, SentenceEncoderExport, load_encoder
from fetch import FetchError, fetch
from onnxruntime.quantization import QuantType, quantize_dynamic
from optimum.exporters.onnx import export
from progress import report
from sources import ENCODER_TOKENIZER, ENCODER_WEIGHTS
from transformers import PreTrainedTokenizerFast

from appliance.base.atomic import write_text
from appliance.base.paths import models_dir
from understanding_bench.places import FLOAT, INT8, MADE, TOKENIZER, TORCH, bench_dir

# Changed with what is made from the same sources, so that it is made anew.
RECIPE = 1
# XLM-RoBERTa's, in transformers' terms.
SPECIAL = {"bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "sep_token": "</s>"}
SPECIAL |= {"pad_token": "<pad>", "unk_token": "<unk>", "mask_token": "<mask>"}
STEPS = 4


def main() -> int:
    """Make what is missing; returns the exit status."""
    folder = bench_dir()
    wanted = {"recipe": RECIPE, "weights": ENCODER_WEIGHTS.sha256, "tokenizer": ENCODER_TOKENIZER.sha256}
    made = folder / MADE
    if made.exists() and json.loads(made.read_text(encoding="utf-8")) == wanted:
        return 0
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    work = models_dir() / ".work"
    try:
        weights, tokenizer = fetch(ENCODER_WEIGHTS, work), fetch(ENCODER_TOKENIZER, work)
    except FetchError as error:
        print(f"The encoders to measure beside ours could not be made: {error}", file=sys.stderr)
        return 1
    shutil.copyfile(tokenizer, folder / TOKENIZER)
    report("baselines: read weights", 0, STEPS)
    model = load_encoder(weights)
    report("baselines: the network for torch", 1, STEPS)
    save_for_torch(model, tokenizer, folder / TORCH)
    report("baselines: export float32", 2, STEPS)
    export(model, SentenceEncoderExport(model.config, task="feature-extraction"), folder / FLOAT, opset=OPSET)
    report("baselines: quantise to int8", 3, STEPS)
    quantize_dynamic(folder / FLOAT, folder / INT8, weight_type=QuantType.QInt8, per_channel=True)
    write_text(made, json.dumps(wanted))
    report("baselines", STEPS, STEPS)
    return 0


def save_for_torch(model: SentenceEncoder, tokenizer: Path, target: Path) -> None:
    """Network and tokenizer as `from_pretrained` reads them."""
    model.save_pretrained(target)
    positions = model.config.max_position_embeddings
    PreTrainedTokenizerFast(tokenizer_file=str(tokenizer), model_max_length=positions, **SPECIAL).save_pretrained(
        target
    )


if __name__ == "__main__":
    sys.exit(main())
