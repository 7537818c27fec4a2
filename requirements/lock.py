"""Locks the `.in` files with hashes: `make lock`, or `python3 requirements/lock.py NAME…` for some of them. No lock names a host.

torch's wheels differ by place: an index may give a CPU build or one that wants CUDA's packages. The locks with torch take either, and
CUDA's packages stand in a lock of their own (`NAME-cuda.lock`) that is installed only where torch asks for them.
"""

import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
PLAIN = ("run", "dev", "package")
WITH_TORCH = ("build", "bench")
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
    """Write the locks that are asked for, or all."""
    wanted = sys.argv[1:] or [*PLAIN, *WITH_TORCH]
    if unknown := set(wanted) - {*PLAIN, *WITH_TORCH}:
        sys.exit(f"no such lock: {', '.join(sorted(unknown))}; there are {', '.join([*PLAIN, *WITH_TORCH])}")
    for name in wanted:
        lock = FOLDER / f"{name}.lock"
        _compile(name, lock)
        if name in WITH_TORCH:
            _split(lock, FOLDER / f"{name}-cuda.lock")


def _split(lock: Path, cuda_lock: Path) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", lock.read_text(encoding="utf-8").strip())
    cuda_lock.write_text("\n".join(block for block in blocks if CUDA.match(block)) + "\n", encoding="utf-8")
    rest = [_with_cpu_hash(block) for block in blocks if not CUDA.match(block)]
    lock.write_text("\n".join(rest) + "\n", encoding="utf-8")


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
