# Two commands for everyone: `make serve` and `make test`; `make check` is the quick one for each edit.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: help serve test check bench format

help:
	@echo "make serve   start the web service on http://127.0.0.1:8000"
	@echo "make test    everything: format, lint, types, all tests"
	@echo "make check   the quick part of it, under two minutes"
	@echo "make bench   print the performance and face-placing tables of the README"
	@echo "make format  put the code into the house style"

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Error: framegen needs Python 3.11 or newer, $(PYTHON) is older."; \
	    echo "Hint: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

serve: $(READY)
	$(BIN)/python -m service

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -m "not slow and not corpus"

test: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

bench: $(READY)
	$(BIN)/python -m tests.bench

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
