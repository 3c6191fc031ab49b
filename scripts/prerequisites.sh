#!/bin/sh
# Says plainly what is missing before anything is installed.
set -eu
python=${PYTHON:-python3}

fail() {
    printf 'Naik Kelas needs %s.\n' "$1" >&2
    printf 'On Debian or Ubuntu, as root:  apt update && apt install git make python3 python3-venv\n' >&2
    printf 'Another interpreter is named with:  make run PYTHON=python3.12\n' >&2
    exit 1
}

command -v "$python" >/dev/null 2>&1 || fail "Python 3.11 or newer; there is no \"$python\" here"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "Python 3.11 or newer; \"$python\" is $("$python" -V 2>&1)"
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
    fail "Python's venv module, which Debian packs apart (python3-venv)"
