#!/bin/sh
# The wheel must work by itself: a fresh environment, an empty data folder, no Node on the PATH.
set -eu
cd "$(dirname "$0")/.."
wheel=$(ls -t dist/naikkelas-*.whl | head -n 1)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

sed '/--hash=/d; s/ \\$//' requirements.txt > "$place/constraints.txt"
"${PYTHON:-python3}" -m venv "$place/venv"
"$place/venv/bin/pip" --quiet --disable-pip-version-check install -c "$place/constraints.txt" "$wheel"

# Only the new environment and the plain tools of the system; a Node that lies there is hidden.
mkdir "$place/bin"
for tool in sh env uname dirname basename; do ln -s "$(command -v $tool)" "$place/bin/$tool"; done
run() { (cd "$place" && env -i HOME="$place" LANG=C.UTF-8 PATH="$place/venv/bin:$place/bin" \
    NAIKKELAS_DATA="$place/data" "$@"); }

if run sh -c 'command -v node' >/dev/null; then echo "Node is still on the PATH" >&2; exit 1; fi
run naikkelas --help >/dev/null
run naikkelas demo --no-serve
# The phone app is whole: what comes from npm lies in the wheel, as its worker promises.
run python - <<'CHECK'
from naikkelas.activities.rules import app
paths = {part.path for part in app.parts()}
assert "activities/vendor/idb.js" in paths, "idb is not in the wheel"
assert all(script in paths for script in app.scripts())
CHECK
printf 'The wheel %s works by itself (%s bytes).\n' "$(basename "$wheel")" "$(wc -c < "$wheel")"
