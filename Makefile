# The project's commands. `make pack` and `make test` do their own set-up.
# Without make (Windows), see docs/for-another-council.md.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PYTHON ?= python3
# one process a core and one more (tests/conftest.py); the tests of a file, and those that read
# the one demo pack, stay together; in the order of their folders, so that the pack is built while
# the others run
PARALLEL := -n auto --dist loadgroup --no-loadscope-reorder

# some machines forbid Python to keep what it compiled; hundreds of processes of the tests would then
# compile the same libraries
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup pack test test-all check fix bench lock

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP)  ## install into .venv (the other commands do so by themselves)

pack: $(STAMP)  ## build the demonstration pack and print the address of its first page
	$(BIN)/jsna demo

test: $(STAMP)  ## run the tests, all but the slow ones
	$(BIN)/python -m pytest -m "not slow" $(PARALLEL)

test-all: $(STAMP)  ## run every test
	$(BIN)/python -m pytest $(PARALLEL)

check: $(STAMP)  ## style, types, layers, spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell

fix: $(STAMP)  ## mend style, strip notebooks of outputs
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/nbstripout --keep-id notebooks/*.ipynb

bench: $(STAMP)  ## measure each stage against the plain way, and the methods against PHStatsMethods
	$(BIN)/python benchmarks/stages.py
	$(BIN)/python benchmarks/methods.py
	$(BIN)/python benchmarks/sources.py

lock: $(STAMP)  ## write requirements.lock anew from pyproject.toml
	{ sed -n '/^#/p' requirements.lock; \
	  $(BIN)/uv pip compile pyproject.toml --extra test --universal --python-version 3.11 \
	    --no-header --no-annotate --generate-hashes --quiet; } > requirements.lock.new
	mv requirements.lock.new requirements.lock

# uv installs in seconds what takes pip two minutes; where it can't (a registry that only pip
# is set up for), pip does it. Nothing happens while the lock is unchanged.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or later is needed; $(PYTHON) is older or missing." \
	       "Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 5; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
	  echo "No virtual environment could be made. On Debian or Ubuntu:" \
	       "apt-get install python3-venv" >&2; rm -rf $(VENV); exit 5; }
	@echo "Installing into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet uv || true
	@$(BIN)/python -m uv pip install --quiet --python $(BIN)/python -r requirements.lock || { \
	  echo "uv could not; pip does it instead, which takes a few minutes."; \
	  $(BIN)/python -m pip install --quiet -r requirements.lock; }
	@$(BIN)/python -m uv pip install --quiet --python $(BIN)/python --no-deps --editable . \
	  || $(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $@
