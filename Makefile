# make demo   set everything up, render a small labelled set and show it
# make test   set everything up and run the tests
# make check  the slow tests as well
# make bench  what labels and batches cost
.DEFAULT_GOAL := demo
.PHONY: setup demo test check bench lint constraints clean

PYTHON := .venv/bin/python
FACINGS := .venv/bin/facings
DEMO := demo

setup: .venv/.ready

.venv/.ready: pyproject.toml constraints.txt scripts/setup_environment.sh
	@bash scripts/setup_environment.sh
	@touch $@

demo: setup
	$(PYTHON) scripts/demo.py --out $(DEMO)

test: setup
	$(PYTHON) -m pytest -m "not slow"

check: setup lint
	@bash scripts/install_readers.sh
	$(PYTHON) -m pytest

bench: setup
	$(PYTHON) scripts/benchmark.py
	$(PYTHON) scripts/benchmark_batch.py shelf --frames 10
	$(PYTHON) scripts/benchmark_coco.py

lint: setup
	.venv/bin/ruff check pipeline tests scripts

constraints: setup
	.venv/bin/uv pip compile -q --no-emit-index-url --no-header --extra dev -o constraints.txt pyproject.toml

clean:
	rm -rf .venv .tools demo build
