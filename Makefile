# make demo   set everything up, render a small labelled set and show it
# make test   set everything up and run the tests
# make check  the slow tests as well
# make proof  train small models on rendered pictures alone and try them on photographs of yours (hours; goes on where it was)
# make bench  what labels and batches cost
# make wheel  dist/facings-*.whl, with recipes, templates and assets inside
.DEFAULT_GOAL := demo
.PHONY: setup demo test check proof bench lint imports wheel constraints clean

PYTHON := .venv/bin/python
FACINGS := .venv/bin/facings
DEMO := demo

setup: .venv/.ready

.venv/.ready: pyproject.toml constraints.txt scripts/setup_environment.sh
	@bash scripts/setup_environment.sh
	@touch $@

.venv/.ready-proof: .venv/.ready
	@bash scripts/setup_environment.sh proof
	@touch $@

demo: setup
	$(PYTHON) scripts/demo.py --out $(DEMO)

test: setup
	$(PYTHON) -m pytest -m "not slow" -n 2 --dist loadfile

check: setup lint .venv/.ready-proof
	@bash scripts/install_readers.sh
	$(PYTHON) -m pytest

proof: .venv/.ready-proof
	PYTHONPATH=scripts $(PYTHON) -m proof --out proof $(PROOF)

bench: setup
	$(PYTHON) scripts/benchmark.py
	$(PYTHON) scripts/benchmark_batch.py shelf --frames 10
	$(PYTHON) scripts/benchmark_coco.py

lint: setup imports
	.venv/bin/ruff check pipeline tests scripts
	.venv/bin/pyright

imports: setup
	.venv/bin/lint-imports --no-cache

wheel: setup
	$(PYTHON) -m hatchling build -t wheel

constraints: setup
	@command -v uv >/dev/null || { python3 -m venv .tools && .tools/bin/pip install -q uv; }
	PATH="$$PATH:$(CURDIR)/.tools/bin" uv pip compile -q --python-version 3.13 --no-emit-index-url --no-header \
	  --extra render --extra ray --extra dev --extra proof -o constraints.txt pyproject.toml

clean:
	rm -rf .venv .tools demo build dist
