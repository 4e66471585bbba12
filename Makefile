# Two commands for everyone: `make serve` and `make test`; `make check` is the quick one for each edit.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .ci/lock.txt
SERVE  := $(VENV)/.serve-ready
DEV    := $(VENV)/.dev-ready
WEB    := $(VENV)/.browser-ready
PO     := $(wildcard framegen/language/*/LC_MESSAGES/*.po)
MO     := $(PO:.po=.mo)

.PHONY: help serve test check docs bench load screenshots image-check format words lock

help:
	@echo "make serve   start the web service on http://127.0.0.1:8000"
	@echo "make test    everything: format, lint, types, all tests"
	@echo "make check   the quick part of it, under two minutes"
	@echo "make docs    build the documentation as a site into out/docs"
	@echo "make bench   print the performance and face-placing table of docs/project/benchmarks.md"
	@echo "make load    the same of the service: crowds, hostile files, killed workers; 10 minutes"
	@echo "make screenshots  draw every state of the page into out/page"
	@echo "make image-check  build the container image without an engine and try it (Linux, root)"
	@echo "make words   bring the catalogues of words up to the code"
	@echo "make format  put the code into the house style"
	@echo "make lock    renew .ci/lock.txt, the versions that CI runs"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Error: framegen needs Python 3.11 or newer; $(PYTHON) is older or missing."; \
	    echo "Hint: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 2; }
	@echo "Making the environment in $(VENV), once; this takes a minute or two."
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Hint: on Debian and Ubuntu: sudo apt install python3-venv"; exit 2; }

$(SERVE): $(BIN)/python pyproject.toml .ci/lock.txt $(PO)
	@$(PIP) --editable '.[cli,office,service]'
	@touch $@

$(DEV): $(BIN)/python pyproject.toml .ci/lock.txt
	@$(PIP) --editable '.[dev]'
	@touch $@

$(WEB): .ci/browser tests/service/page/browser/package.json $(DEV)
	@.ci/browser
	@touch $@

%.mo: %.po $(DEV)
	@$(BIN)/python .ci/words.py compile

serve: $(SERVE)
	$(BIN)/python -m service

check: $(DEV) $(MO)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/complexipy framegen service --max-complexity-allowed 15 --quiet
	$(BIN)/python .ci/words.py check
	$(BIN)/python -m pytest -q -n auto --dist loadfile -m "not slow and not corpus"

test: $(DEV) $(WEB) $(MO)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/complexipy framegen service --max-complexity-allowed 15 --quiet
	$(BIN)/python .ci/words.py check
	$(BIN)/python -m pytest -n 2 --dist loadfile --durations 20

docs: $(DEV) $(MO)
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --quiet -b html docs out/docs
	@echo "out/docs/index.html"

bench: $(DEV)
	$(BIN)/python -m tests.bench.bench

screenshots: $(DEV) $(WEB)
	$(BIN)/python -m tests.bench.screenshots out/page

load: $(DEV)
	$(BIN)/python -m tests.bench.load

image-check:
	.ci/container $(IMAGE_WORK)

format: $(DEV)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

words: $(DEV)
	$(BIN)/python .ci/words.py renew
	$(BIN)/python .ci/words.py compile

lock:
	rm -rf $(VENV)-lock && $(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(VENV)-lock/bin/python -m pip freeze --exclude-editable > .ci/lock.txt
	rm -rf $(VENV)-lock
