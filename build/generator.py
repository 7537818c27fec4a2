"""The generator: Qwen2.5-Coder-0.5B-Instruct from its GGUF file to ONNX int4 for onnxruntime-genai.

Input and output embeddings are the same matrix up to quantisation, so they are tied and stored once: 862 MB become 317.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import torch
from progress import report
from transformers import AutoModelForCausalLM, AutoTokenizer

STEPS = 3
# Customer service is short: what is reserved for a conversation is memory that the shop's PC does not have twice.
CONTEXT_TOKENS = 2048
# Weights that share a scale. Against 32, blocks of 64 save 30 MB on disk and 60 MB resident at the same speed.
BLOCK_SIZE = 64
# Threads sleep between tokens: the other models and the bridge share the cores. Two threads without spinning also read prompts
# faster than the default here.
SESSION_OPTIONS = {
    "intra_op_num_threads": 2,
    "enable_cpu_mem_arena": False,
    "enable_mem_pattern": False,
    "session.intra_op.allow_spinning": "0",
}
MAX_BYTES = 340_000_000


def build_generator(gguf: Path, work: Path, target: Path) -> None:
    """Convert `gguf` and put the finished folder at `target`.

    Raises:
        RuntimeError: the converter failed, or the result is larger than the budget.
    """
    plain, made = work / "plain", work / "onnx"
    for folder in (plain, made):
        shutil.rmtree(folder, ignore_errors=True)
    report("generator: read GGUF", 0, STEPS)
    _save_plain(gguf, plain)
    report("generator: quantise to int4", 1, STEPS)
    command = [sys.executable, "-m", "onnxruntime_genai.models.builder", "-i", str(plain), "-o", str(made)]
    command += ["-p", "int4", "-e", "cpu", "-c", str(work / "cache"), "--extra_options", "shared_embeddings=true"]
    command += ["int4_accuracy_level=4", "int4_algo_config=rtn", f"int4_block_size={BLOCK_SIZE}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"the converter failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    _set_context(made / "genai_config.json")
    shutil.rmtree(plain)
    size = sum(file.stat().st_size for file in made.iterdir())
    if size > MAX_BYTES:
        raise RuntimeError(f"the generator has {size:,} bytes, more than {MAX_BYTES:,}")
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    made.replace(target)
    report(f"generator: {size / 1e6:.0f} MB", STEPS, STEPS)


def _save_plain(gguf: Path, folder: Path) -> None:
    name = {"pretrained_model_name_or_path": str(gguf.parent), "gguf_file": gguf.name}
    tokenizer = AutoTokenizer.from_pretrained(**name)
    model = AutoModelForCausalLM.from_pretrained(**name, dtype=torch.float32)
    config = model.config
    config.tie_word_embeddings = True
    config.dtype = torch.float32
    # A plain model of the same shape sheds whatever the GGUF reader left attached to this one.
    plain = AutoModelForCausalLM.from_config(config)
    plain.load_state_dict(model.state_dict(), strict=False)
    plain.tie_weights()
    plain.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def _set_context(path: Path) -> None:
    config = json.loads(path.read_text(encoding="utf-8"))
    config["search"]["max_length"] = CONTEXT_TOKENS
    config["search"]["do_sample"] = False
    config["search"]["past_present_share_buffer"] = True
    config["model"]["context_length"] = CONTEXT_TOKENS
    config["model"]["decoder"]["session_options"].update(SESSION_OPTIONS)
    path.write_text(json.dumps(config, indent=2), encoding="utf-8")
