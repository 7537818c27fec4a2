#!/usr/bin/env bash
# Prepares this machine: Debian packages, the virtual environment, the plugin, the console's translations. Does nothing that is done.
# Usage: ./setup.sh [run|dev]    run: what the appliance needs; dev: what checking and testing needs as well.
set -euo pipefail
cd "$(dirname "$0")"
kind=${1:-run}
stamps=.venv/.stamps

debian_packages() {
  command -v dpkg-query >/dev/null || return 0
  local wanted=(g++ libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libxcb-cursor0 libxcb-icccm4 libxcb-image0
    libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1 fonts-noto-cjk)
  python3 -c 'import ensurepip, venv' 2>/dev/null || wanted+=(python3-venv)
  [ -e "$(python3 -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h" ] || wanted+=(python3-dev)
  [ "$kind" = dev ] && wanted+=(chromium xvfb xauth git)
  local missing=()
  for package in "${wanted[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  if [ "$(id -u)" -eq 0 ]; then
    echo "installing ${missing[*]}" >&2
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  else
    echo "These Debian packages are missing. Run this line, then try again:" >&2
    echo "  sudo apt-get install -y --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
}

# done_before NAME FILE…: whether the step NAME was done with these very files.
stamp() { cat "${@:2}" | sha256sum | cut -d' ' -f1; }
done_before() { [ "$(cat "$stamps/$1" 2>/dev/null)" = "$(stamp "$@")" ]; }
remember() { mkdir -p "$stamps"; stamp "$@" >"$stamps/$1"; }

environment() {
  local lock=requirements/$kind.lock
  done_before "$kind" "$lock" && return 0
  [ -x .venv/bin/python ] || python3 -m venv .venv
  echo "installing what $lock names" >&2
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/package.lock
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
  if [ -e /proc/driver/nvidia/version ]; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check 'onnxruntime-gpu[cuda,cudnn]' || echo "CUDA's libraries could not be installed; the CPU is used" >&2
  fi
  remember "$kind" "$lock"
  [ "$kind" = dev ] && remember run requirements/run.lock
  return 0
}

plugin() {
  local sources
  mapfile -t sources < <(find appliance/plugin/src -type f | sort; ls appliance/plugin/package-lock.json appliance/plugin/*.ts appliance/plugin/*.json)
  [ -e appliance/plugin/dist/guitai.js ] && done_before plugin "${sources[@]}" && return 0
  appliance/plugin/build.sh
  remember plugin "${sources[@]}"
}

translations() {
  local sources
  mapfile -t sources < <(ls gui/translations/*.ts)
  [ -e gui/translations/guitai_zh_CN.qm ] && done_before translations "${sources[@]}" && return 0
  for source in "${sources[@]}"; do
    .venv/bin/pyside6-lrelease -silent "$source" -qm "${source%.ts}.qm"
  done
  remember translations "${sources[@]}"
}

debian_packages
environment
plugin
translations
