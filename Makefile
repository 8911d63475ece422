# What the README and CI call. A bare Debian 12 with python3 and make is enough: `make setup` brings the rest, and
# costs nothing when nothing changed.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:

BIN := .venv/bin
# Named after the folder too: an environment copied along with its tree would still run the old tree's code.
STAMP := .venv/.complete-$(shell printf %s "$(CURDIR)" | cksum | cut -d ' ' -f 1)
PAGES := docs/generated/policies
WORKERS ?= 2
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadscope
# A run that hangs must end by itself.
IN_TIME := timeout --foreground --signal=INT --kill-after=30 22m

.PHONY: help setup demo examples test check docs messages bench lock

help:
	@cat <<'END'
	make demo    open a demo city in the browser; PORT=8000
	make examples  decide the example rosters and print the tables
	make test    make check, then every test
	make check   style, types, layers, policy packs, rule pages
	make bench   measure every speed claim beside its peer
	make docs    write the rule pages in $(PAGES) again
	make messages  bring the English texts up to date, and name those still to be written
	make setup   build .venv from the locks; PYTHON=/path/to/python3 picks the interpreter
	make lock    work out requirements*.txt again; UPGRADE=1 takes newer versions
	END

setup: $(STAMP)

$(STAMP): requirements-dev.txt pyproject.toml tools/setup.sh
	@bash tools/setup.sh $(STAMP) $(PYTHON)

demo: setup
	@$(BIN)/yunpei demo $(if $(PORT),--port $(PORT))

examples: setup
	@$(BIN)/python examples/demo.py

check: setup
	@echo '── style'
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --output-format concise . || { echo 'To mend it: $(BIN)/ruff format .' >&2; exit 1; }
	echo '── types'
	$(BIN)/mypy $(wildcard src tests bench examples)
	echo '── layers'
	$(BIN)/lint-imports
	echo '── policy packs'
	$(BIN)/yunpei policy check
	echo '── rule pages'
	$(BIN)/yunpei policy pages $(PAGES) --check || { echo 'The rule pages differ from the packs. To mend it: make docs' >&2; exit 1; }

# Everything on PostgreSQL, and what touches the database once more on SQLite, but for the pages: they only ask the rooms,
# and journeys run SQLite sites of their own. One time limit for both.
test: check
	@bash tools/packages.sh
	$(IN_TIME) bash -euo pipefail <<'END'
	echo '── tests on PostgreSQL'
	$(BIN)/python -m tests.postgres $(PYTEST)
	echo '── tests of the database on SQLite'
	env -u DATABASE_URL $(PYTEST) -m database --ignore=tests/portals --ignore=tests/matrix/test_urls.py --ignore=tests/demo
	END

bench: setup
	@$(IN_TIME) $(BIN)/python -m bench

docs: setup
	@$(BIN)/yunpei policy pages $(PAGES)
	@$(BIN)/python tools/state_diagrams.py
	@$(BIN)/python tools/threats.py

messages: setup
	@$(BIN)/python tools/messages.py

# The locks name versions and hashes, never a host: any mirror can serve them.
lock: setup
	@export UV_CUSTOM_COMPILE_COMMAND='make lock'
	compile() { $(BIN)/uv pip compile --quiet pyproject.toml --universal --generate-hashes --python-version 3.11 $(if $(UPGRADE),--upgrade) "$$@"; }
	compile --output-file requirements.txt
	compile --group dev --constraint requirements.txt --output-file requirements-dev.txt
