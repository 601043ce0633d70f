# Everything a person does with this repository. `make` alone lists it.
.DEFAULT_GOAL := help
.SILENT:
SHELL := /bin/bash
BIN := .venv/bin
MADE := .venv/.made
PO := $(wildcard src/gyoryu/locale/*/LC_MESSAGES/*.po)
PYTEST := $(BIN)/pytest -n 2 --dist worksteal

.PHONY: help setup demo serve test test-sqlite test-postgres test-journeys check format lock messages docs bench

help: ## Show this list
	sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

setup: $(MADE) $(PO:.po=.mo) ## Install everything into .venv (nothing happens when nothing changed)

$(MADE): requirements.lock pyproject.toml scripts/uv.txt scripts/bootstrap.sh
	scripts/bootstrap.sh
	touch $@

%.mo: %.po $(MADE)
	$(BIN)/python scripts/messages.py compile $<

demo: setup ## Serve an invented world on http://127.0.0.1:8000
	$(BIN)/gyoryu demo

serve: setup ## Serve what is in var/ (or GYORYU_HOME)
	$(BIN)/gyoryu serve

test: test-sqlite test-postgres ## Run every test, on SQLite and again on PostgreSQL

test-sqlite: setup ## Run every test on SQLite
	scripts/system_parts.sh
	$(PYTEST)

test-postgres: setup ## Run every test on a PostgreSQL of its own, but how pages look, which no database changes
	scripts/system_parts.sh
	scripts/postgres.sh with $(PYTEST) -m "not looks"

test-journeys: setup ## Run the browser journeys alone, on SQLite
	scripts/system_parts.sh
	$(BIN)/pytest tests/journeys

check: setup ## Format, lint, types, imports, migrations, translations
	scripts/check.sh

format: setup ## Format the code and sort its imports
	$(BIN)/ruff check --quiet --fix-only .
	$(BIN)/ruff format --quiet .

lock: setup ## Take newer versions into requirements.lock
	scripts/lock.sh

messages: setup ## Bring the translation files up to date with the code
	$(BIN)/python scripts/messages.py update

docs: setup ## Redraw the generated pages (states, OpenAPI)
	$(BIN)/python scripts/generated_docs.py write

bench: setup ## Measure; bench/README.md says what
	bench/run.sh
