"""`make bench-faq`: finding entries at any size, printed as tables and kept as docs/figures/faq.json.

PYTHONPATH=.:build .venv-bench/bin/python -m faq_bench [--million] [--only dense|fused] [--quick]
"""

import argparse
import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from machine import machine

from appliance.base.atomic import write_text
from appliance.base.errors import GuitaiError
from appliance.base.paths import models_dir
from faq_bench import dense, fused
from faq_bench.made import real
from faq_bench.timing import growth
from models_onnx.encoder import Encoder

FIGURES = Path(__file__).resolve().parents[2] / "docs" / "figures" / "faq.json"
WORLD_READABLE = 0o644
SIZES, MILLION, QUICK_SIZES = [1_000, 10_000, 100_000], 1_000_000, [1_000, 4_000]
GROUPS, QUICK_GROUPS = 855, 60
QUESTIONS, QUICK_QUESTIONS = 500, 50
PACKAGES = ("annoy", "faiss-cpu", "hnswlib", "numpy", "usearch")


def main() -> int:
    """Measure, print, keep; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--million", action="store_true", help="dense search over 1,000,000 vectors as well (8 GB, 30 min)"
    )
    parser.add_argument("--only", choices=["dense", "fused"], help="this part alone")
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that all works; nothing is kept")
    arguments = parser.parse_args()
    questions = QUICK_QUESTIONS if arguments.quick else QUESTIONS
    sizes = QUICK_SIZES if arguments.quick else SIZES
    try:
        encoder = Encoder.open(models_dir())
        source = real(encoder, QUICK_GROUPS if arguments.quick else GROUPS)
        parts: dict[str, Any] = {}
        if arguments.only != "fused":
            more = [MILLION] if arguments.million else []
            parts["dense"] = list(dense.measure(source, sizes + more, questions))
            print(table(parts["dense"]), end="\n\n", flush=True)
        if arguments.only != "dense":
            parts["fused"] = list(fused.measure(source, encoder, sizes, questions))
            counts = [row["entries"] for row in parts["fused"]]
            parts["growth"] = {name: growth(counts, [row[name] for row in parts["fused"]]) for name in fused.GROWING}
            print(table(parts["fused"]), end="\n\n")
            print("grows with the number of entries to the power of:", json.dumps(parts["growth"]), flush=True)
        if not arguments.quick:
            keep(parts)
    except (GuitaiError, OSError) as error:
        print(f"The bench could not be finished: {error}", file=sys.stderr)
        return 1
    return 0


def keep(parts: dict[str, Any]) -> None:
    """Write what was measured beside what was kept of the other part."""
    kept = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    versions = {name: version(name) for name in PACKAGES}
    document = kept | {"machine": machine(), "versions": versions} | parts
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    write_text(FIGURES, json.dumps(document, ensure_ascii=False, indent=2) + "\n", mode=WORLD_READABLE)


def table(rows: list[dict[str, Any]]) -> str:
    """Rows as a Markdown table."""
    lines = [[str(value) if not isinstance(value, int) else f"{value:,}" for value in row.values()] for row in rows]
    head = list(rows[0])
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [head, ["---"] * len(head), *lines])


if __name__ == "__main__":
    sys.exit(main())
