# Everything a person or the CI needs. `make demo` and `make test` set themselves up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up

.PHONY: help setup demo test check fmt clean
help:
	@echo "make demo   set up, start the demo hall, print where to look and how to log in"
	@echo "make test   set up, run every check and every test"
	@echo "make check  lint, types, architecture and rules; no browser, no database"
	@echo "make setup  create $(VENV) with the pinned dependencies"

setup: $(STAMP)
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=…"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . 
	@$(BIN)/python -m compileall -q yichuang
	@touch $(STAMP)

demo: setup
	$(BIN)/yichuang demo

check: setup ## no browser, no database
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m tests.tidy_templates
	$(BIN)/lint-imports
	$(BIN)/mypy yichuang tests
	$(BIN)/pytest tests/rules -q -n auto

test: setup
	bash tests/run

fmt: setup
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format . ; $(BIN)/python -m tests.tidy_templates --write

clean:
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache
