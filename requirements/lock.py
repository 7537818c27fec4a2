"""Locks run.in, dev.in and build.in with hashes: `make lock`. No lock names a host.

torch's wheels differ by place: an index may give a CPU build or one that wants CUDA's packages. The build lock takes either, and
CUDA's packages stand in a lock of their own that is installed only where torch asks for them.
"""

import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
CUDA = re.compile(r"(nvidia-|cuda-|triton)")
# The CPU build of torch 2.13.0 for CPython 3.11 on x86-64, as machines without a GPU carry it.
CPU_TORCH = {"torch==2.13.0": "6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b"}
COMMAND = [
    "uv",
    "pip",
    "compile",
    "--quiet",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
]


def main() -> None:
    """Write the locks."""
    for name in ("run", "dev", "package"):
        _compile(name, FOLDER / f"{name}.lock")
    _compile("build", FOLDER / "build.lock")
    everything = (FOLDER / "build.lock").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[a-z0-9])", everything.strip())
    (FOLDER / "build-cuda.lock").write_text("\n".join(b for b in blocks if CUDA.match(b)) + "\n", encoding="utf-8")
    rest = [_with_cpu_hash(block) for block in blocks if not CUDA.match(block)]
    (FOLDER / "build.lock").write_text("\n".join(rest) + "\n", encoding="utf-8")


def _compile(name: str, lock: Path) -> None:
    command = [*COMMAND, "--python-version", "3.11", str(FOLDER / f"{name}.in"), "-o", str(lock)]
    if subprocess.run(command, check=False).returncode != 0:
        sys.exit(f"{name}.in could not be locked")


def _with_cpu_hash(block: str) -> str:
    for requirement, digest in CPU_TORCH.items():
        if block.startswith(requirement) and digest not in block:
            return f"{block} \\\n    --hash=sha256:{digest}"
    return block


if __name__ == "__main__":
    main()
