# Two commands set everything up: `make demo` and `make test`. Both need Python >= 3.11, make and a package index.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
TREEBANKS ?= treebanks
SAMPLE = samples/strait.txt
FUZZ_SECONDS ?= 60
STAGES = read feeds settings dictionaries annotate resolve extract code imports

.PHONY: help demo test check lint types contracts unit gate gold bench fuzz locked lock sbom audit train clean

help:
	@echo "make demo    install, code a sample report, show the brief"
	@echo "make test    install, then lint, types, import contracts, tests and the gate"
	@echo "make gold    measure on the development sets (where present)"
	@echo "make bench   speed and memory, as ratios"
	@echo "make fuzz    try to break every stage, a minute each (Python 3.11; FUZZ_SECONDS=1800 for longer)"
	@echo "make locked  install the versions of requirements.lock, with hashes; make lock writes it anew"
	@echo "make sbom    what ships, as CycloneDX JSON; make audit looks it up among known weaknesses"
	@echo "make train   train the reader anew (two cores or a GPU)"

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check -e ".[dev]"
	@touch $@

demo: $(VENV)/.installed
	$(BIN)/detente brief $(SAMPLE)

test: check unit gate

check: lint types contracts

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

unit: $(VENV)/.dev
	$(BIN)/pytest -n 2

gate: $(VENV)/.dev
	$(BIN)/python -m gold.gate

gold: $(VENV)/.dev
	$(BIN)/python -m gold.measure

bench: $(VENV)/.dev
	$(BIN)/python -m bench.speed
	$(BIN)/python -m bench.imports

# The versions of requirements.lock with their hashes, and nothing else: for a build that must be the same again.
locked:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(VENV)/.installed $(VENV)/.dev

lock: $(VENV)/.installed
	$(BIN)/python -m docs.lock

sbom: $(VENV)/.installed
	mkdir -p dist
	$(BIN)/python -m docs.licences --sbom dist/detente.cdx.json

audit: $(VENV)/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check pip-audit
	$(BIN)/pip-audit --skip-editable

fuzz: $(VENV)/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check -e ".[fuzz]"
	for stage in $(STAGES); do $(BIN)/python -m fuzz.run $$stage $(FUZZ_SECONDS) || exit 1; done
	$(BIN)/python -m fuzz.api $(FUZZ_SECONDS)

train: $(VENV)/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check -e ".[training]"
	$(BIN)/python -m training.make --treebanks $(TREEBANKS)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
