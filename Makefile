# Naik Kelas. `make run` and `make test` are all that a new machine needs; `make help` lists the rest.
# Prerequisites: git, make, Python >= 3.11 with venv (Debian: apt install git make python3 python3-venv).

PYTHON ?= python3
VENV := .venv
VENDOR := naikkelas/activities/static/activities/vendor/idb.js
PY := $(VENV)/bin/python

# Where a machine forbids bytecode, each of the many processes would compile all of it anew.
export PYTHONDONTWRITEBYTECODE :=
# npm comes by pip where the machine has none, and waits for an environment then.
NPM_NEEDS := $(if $(shell command -v npm),,$(VENV)/.runtime)

.DEFAULT_GOAL := help
.PHONY: tools help run test test-long outside test-fast test-postgres soak lint format bench lighthouse wheel check-wheel requirements pictures clean

help:  ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.runtime $(VENDOR)  ## install, create the database, load the Tanah Laut example, serve
	@exec $(PY) -m naikkelas demo

test: tools  ## linters, types, tests on SQLite and on PostgreSQL
	@exec $(PY) -m scripts.test

test-long: tools  ## what `make test` leaves out: walks through everything, the longest tests on the other database
	@exec $(PY) -m scripts.test long

test-fast: tools  ## tests on SQLite without browser and slow ones
	@exec $(PY) -m scripts.test fast

test-postgres: tools  ## tests on PostgreSQL only
	@exec $(PY) -m scripts.test postgres

outside: tools  ## clients and checkers that others wrote, alone: ODK's engines, schemathesis, kills, W3C
	@exec $(PY) -m scripts.test sqlite -m outside

soak: tools  ## 10,000 hostile requests, 500 kills, phones of 30 days (FUZZ_SEED=37, SOAK_KILLS=37)
	@FUZZ_REQUESTS=10000 SOAK=1 $(PY) -m pytest -q -s tests/security/test_fuzzing.py tests/soak
	@CONTRACT_EXAMPLES=100 $(PY) -m pytest -q -n 0 tests/api/v1/test_contract.py
	@SOAK=1 exec $(PY) -m scripts.test postgres tests/browser/phone/test_soak.py -n 0 -s

lint: $(VENV)/.dev  ## ruff, mypy, templates, import contracts, migrations
	@exec $(PY) -m scripts.test lint

format: $(VENV)/.dev  ## let ruff, djade and djhtml rewrite what they would complain about
	@$(PY) -m scripts.format

bench: $(VENV)/.dev  ## the numbers of docs/benchmarks.md, measured here
	@exec $(PY) -m benches

wheel: $(VENV)/.dev $(VENDOR)  ## dist/naikkelas-*.whl
	@$(PY) -m build --no-isolation --wheel --outdir dist

check-wheel: wheel  ## the wheel, installed in a fresh environment without Node
	@exec scripts/check_wheel.sh

requirements: $(VENV)/.dev  ## write requirements*.txt anew from requirements*.in (UPGRADE=1: newest releases)
	@for name in requirements requirements-dev requirements-npm requirements-uv; do \
	  $(VENV)/bin/uv pip compile $$name.in -o $$name.txt $(if $(UPGRADE),--upgrade) --quiet \
	    --universal --python-version 3.11 --fork-strategy fewest \
	    --generate-hashes --no-annotate --no-header || exit 1; \
	done

lighthouse: tools node_modules/.lighthouse  ## public pages as Lighthouse judges them (needs npm's lighthouse)
	@exec $(PY) -m scripts.lighthouse

pictures: tools  ## make the pictures of docs/panduan anew, from a fresh example
	@exec $(PY) -m scripts.screenshots

clean:  ## remove what make has made (the data of `make run` stays)
	rm -rf $(VENV) node_modules build dist naikkelas/*/static/*/vendor .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find naikkelas tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

# Side by side where npm is the machine's own; else two installers would meet in one environment.
tools:
	@$(MAKE) --no-print-directory --jobs=$(if $(NPM_NEEDS),1,2) $(VENV)/.dev node_modules/.installed
	@$(MAKE) --no-print-directory $(VENDOR)

# --- the environment; each stamp is made anew only when its list has changed ---

$(PY):
	@PYTHON=$(PYTHON) sh scripts/prerequisites.sh
	@echo "Making the Python environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt pyproject.toml | $(PY)
	@echo "Installing Naik Kelas (requirements.txt) ..."
	@$(PY) -m scripts.install --no-deps --require-hashes -r requirements.txt
	@$(PY) -m scripts.install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	@echo "Installing the tools for tests (requirements-dev.txt) ..."
	@$(PY) -m scripts.install --no-deps --require-hashes -r requirements-dev.txt
	@touch $@

node_modules/.installed: package.json package-lock.json | $(NPM_NEEDS)
	@echo "Installing JavaScript for the phone app and for tests (package-lock.json) ..."
	@sh scripts/npm.sh ci --omit=optional --loglevel=error >/dev/null
	@touch node_modules/.runtime $@

node_modules/.lighthouse: node_modules/.installed
	@echo "Installing lighthouse (package-lock.json) ..."
	@sh scripts/npm.sh ci --loglevel=error >/dev/null
	@touch node_modules/.runtime node_modules/.installed $@

# What the product takes from npm lies in the package from here on; a wheel carries it.
# Whoever only runs the product needs idb alone.
node_modules/.runtime: package.json package-lock.json | $(NPM_NEEDS)
	@echo "Installing JavaScript for the phone app: idb (package-lock.json) ..."
	@sh scripts/npm.sh ci --omit=dev --loglevel=error >/dev/null
	@touch $@

$(VENDOR): node_modules/.runtime | $(PY)
	@$(PY) -m scripts.vendor
