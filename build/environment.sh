#!/usr/bin/env bash
# Makes .venv-build, where models are converted and trained. torch lives here and never in what runs. Does nothing that is done.
set -euo pipefail
cd "$(dirname "$0")/.."
stamp=$(cat requirements/build.lock requirements/build-cuda.lock | sha256sum | cut -d' ' -f1)
[ "$(cat .venv-build/.stamp 2>/dev/null)" = "$stamp" ] && exit 0
[ -x .venv-build/bin/python ] || python3 -m venv .venv-build
echo "installing what requirements/build.lock names" >&2
install() { .venv-build/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$1"; }
install requirements/build.lock
# An index may give a torch that was built for CUDA; it does not even load without CUDA's packages.
if .venv-build/bin/python -c 'import importlib.metadata as m, sys; sys.exit(not any(r.startswith(("nvidia-", "cuda-")) and "extra" not in r for r in m.requires("torch") or []))'; then
  install requirements/build-cuda.lock
fi
echo "$stamp" >.venv-build/.stamp
