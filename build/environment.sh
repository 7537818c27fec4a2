#!/usr/bin/env bash
# Makes an environment with torch, which never lives in what runs. Does nothing that is done.
# Usage: build/environment.sh [build|bench]    build: .venv-build, where models are converted and trained; bench: .venv-bench, where
# our understanding is measured beside others'.
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:-build}
environment=.venv-$name lock=requirements/$name.lock cuda_lock=requirements/$name-cuda.lock
stamp=$(cat "$lock" "$cuda_lock" | sha256sum | cut -d' ' -f1)
[ "$(cat "$environment/.stamp" 2>/dev/null)" = "$stamp" ] && exit 0
[ -x "$environment/bin/python" ] || python3 -m venv "$environment"
echo "installing what $lock names" >&2
install() { "$environment/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$1"; }
install "$lock"
# An index may give a torch that was built for CUDA; it does not even load without CUDA's packages.
if "$environment/bin/python" -c 'import importlib.metadata as m, sys; sys.exit(not any(r.startswith(("nvidia-", "cuda-")) and "extra" not in r for r in m.requires("torch") or []))'; then
  install "$cuda_lock"
fi
echo "$stamp" >"$environment/.stamp"
