# Two commands on a fresh machine: `make demo` and `make test`. Both use .venv, which they make when it is not there.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
# the model's products are small: with more threads they only wait for each other
export OPENBLAS_NUM_THREADS ?= 1
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-header --annotation-style line pyproject.toml

.PHONY: demo setup test test-all bench accuracy train lock clean

demo: .venv/installed  ## read a sample and print what it reports
	@$(BIN)/sayso read samples/grain-corridor.txt --published 2024-03-14 --format table

setup: .venv/installed  ## install, and build the index of places
	$(BIN)/sayso setup

test: .venv/tools  ## what CI runs: lint, types, the import rule, and all tests but the slow ones
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/sayso setup
	$(BIN)/python -m pytest -n 2 --dist loadfile

test-all: .venv/tools  ## all tests, the whole gold sets too where they are there
	$(BIN)/python -m pytest -n 2 --dist loadfile -m ""

bench: .venv/tools  ## articles a second and peak memory against the bare parser
	$(BIN)/python -m tasks.bench

accuracy: .venv/tools  ## read the development sets beside the project, write docs/accuracy.md, tell gains and losses
	$(BIN)/python -m tasks.accuracy

# torch is large and only training needs it: an environment of its own, the processor build (training/README.md)
train: .venv-train/installed  ## train the models from training/data, about half an hour; writes models/ and the card
	.venv-train/bin/python -m training.train

.venv-train/installed: requirements.txt training/requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv-train
	.venv-train/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --require-hashes \
		-r requirements.txt -r training/requirements.txt
	.venv-train/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation -e .
	@touch $@

lock: .venv/tools  ## pin what pyproject.toml asks for
	$(PIP) uv
	$(COMPILE) --extra build --extra models -o requirements.txt
	$(COMPILE) --extra build --extra models --extra dev -c requirements.txt -o requirements-dev.txt

clean:  ## take away what the other targets made
	rm -rf .venv .venv-train .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Sayso needs Python 3.11 or later; say make PYTHON=python3.11") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv

.venv/installed: requirements.txt pyproject.toml models/pyproject.toml | .venv/bin/python
	$(PIP) --require-hashes -r requirements.txt
	$(PIP) --no-deps --no-build-isolation -e . -e ./models
	@touch $@

.venv/tools: requirements-dev.txt .venv/installed
	$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@
