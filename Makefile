# Needs Python 3.11 or newer and make; everything else is put into .venv and node_modules.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
INSTALL := $(BIN)/python -m pip install --quiet
# The texts in the code are English. A language added here gets its catalogue from `make strings`.
LANGUAGES := ar fr
CATALOGUES := $(wildcard translations/*/LC_MESSAGES/messages.po)
EXTRACT := $(BIN)/pybabel -q extract -F pyproject.toml --add-location=file --sort-by-file --project=Consult \
	--copyright-holder=Consult -c "Translators:" -c "NOTE:" -k _l -k lazy_gettext -k "lazy_ngettext:1,2" \
	-k "lazy_pgettext:1c,2" -o build/messages.pot .
UPDATE := $(BIN)/pybabel -q update -i build/messages.pot --no-fuzzy-matching --ignore-obsolete \
	--ignore-pot-creation-date

.DEFAULT_GOAL := help
.PHONY: help setup run dev test test-quick soak bench check lock strings strings-check clean front-end secret \
	lint types contracts

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.runtime front-end $(CATALOGUES:.po=.mo) ## Everything that running needs: .venv, front end, translations

run: setup secret ## Set up, load the demo once, serve http://127.0.0.1:8000 (PORT=8001 for another port)
	@$(BIN)/consult init
	@$(BIN)/consult demo
	@exec $(BIN)/consult serve --port $(PORT)

dev: setup secret .venv/.tests ## The same site, restarted whenever a source changes
	@$(BIN)/consult init
	@$(BIN)/watchfiles "sh -c '$(BIN)/python static/build.py && exec $(BIN)/consult serve --port $(PORT)'" \
		consult templates static/src translations

test: setup .venv/.tests ## Every test and check, with real PostgreSQL, Redis and Chromium
	@$(BIN)/python tests/run.py

test-quick: setup .venv/.tests ## Unit tests on SQLite, in under two minutes
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal -m "not (slow or postgres or browser or fault or soak)"

soak: setup .venv/.tests ## The long fault and load tests
	@$(BIN)/python tests/run.py soak

bench: setup .venv/.tests ## Measure; BENCH=name for one row; writes build/bench.json
	@mkdir -p build
	@$(BIN)/python -m tests.bench $(BENCH)

check: lint types contracts strings-check ## Lint, format, types, import contracts, translations up to date

lint: .venv/.tests
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --diff --quiet .

types: .venv/.tests
	$(BIN)/mypy

contracts: .venv/.tests
	$(BIN)/lint-imports

strings: .venv/.runtime ## Bring the catalogues up to date with the sources, and compile them
	@mkdir -p build
	@$(EXTRACT)
	@for language in $(LANGUAGES); do test -f translations/$$language/LC_MESSAGES/messages.po || \
		$(BIN)/pybabel -q init -i build/messages.pot -d translations -l $$language; done
	@$(UPDATE) -d translations
	@$(MAKE) --no-print-directory setup

# Babel's own --check finds every catalogue with a context out of date; so a copy is updated, and compared.
strings-check: .venv/.runtime
	@mkdir -p build
	@$(EXTRACT)
	@rm -rf build/translations && cp -r translations build/translations
	@$(UPDATE) -d build/translations
	@diff -r -x '*.mo' translations build/translations >build/strings.log || \
		{ echo "The catalogues in translations/ are out of date: run 'make strings'"; exit 1; }

lock: ## Lock the newest allowed versions in requirements*.txt and package-lock.json
	@test -x .venv-lock/bin/uv || { $(PYTHON) -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv; }
	$(LOCK) pyproject.toml --group build -o requirements.txt
	$(LOCK) pyproject.toml --group build --group dev -c requirements.txt -o requirements-dev.txt
	$(LOCK) --group node -o requirements-node.txt
	npm update --package-lock-only
LOCK := .venv-lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock"

clean: ## Remove what was built and installed; data/ stays
	rm -rf .venv .venv-lock node_modules build static/dist static/dist.new $(CATALOGUES:.po=.mo)

# Below: what the commands above stand on. The stamps lie inside what they vouch for, so that removing it is enough.

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Consult needs Python 3.11 or newer; name one with PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null; \
		else \
			echo "Python's venv is missing. On Debian or Ubuntu: sudo apt-get install python3-venv"; exit 1; \
		fi
	@$(PYTHON) -m venv .venv

.venv/.runtime: requirements.txt pyproject.toml | .venv/bin/python
	@echo "Installing what Consult needs"
	@$(INSTALL) --require-hashes -r requirements.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.tests: requirements-dev.txt .venv/.runtime
	@echo "Installing what the tests need"
	@$(INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@

front-end: .venv/.runtime
	@$(BIN)/python static/build.py

%.mo: %.po .venv/.runtime
	@$(BIN)/pybabel -q compile -i $< -o $@

# A secret of its own for each local site; a real one is set by whoever runs it.
DATA := $(or $(CONSULT_DATA_DIR),data)
secret:
	@test -n "$$CONSULT_SECRET_KEY" || test -s $(DATA)/secret-key || { mkdir -p $(DATA) && umask 077 && \
		$(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(48))' > $(DATA)/secret-key; }
run dev: export CONSULT_SECRET_KEY ?= $(shell cat $(DATA)/secret-key 2>/dev/null)
run dev: export CONSULT_BASE_URL ?= http://127.0.0.1:$(PORT)
run dev: export CONSULT_SITE_NAME ?= Isthmus Commission on Human Rights
