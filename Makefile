# `make run` and `make test` need nothing but this folder, Python 3.11, git, gcc and make.
.PHONY: help run engines cluster test proofs unit check lint generated golden baseline screenshots bench bench-run \
	bench-warehouse bench-cluster hostile kills schedules lock setup setup-dev setup-bench clean
.DEFAULT_GOAL := help

BIN := .venv/bin
BENCH := .venv-bench/bin/python -m tests.bench
# Hashes for every platform, and no registry's address.
LOCK := --quiet --no-header --universal --python-version 3.11 --generate-hashes
# The tests that fail when a generated file is not what its source gives.
GENERATED := tests/load/test_schema.py tests/infra/test_samples.py tests/flows/test_errors.py

help:  ## Say what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile

run: setup  ## Set up, ingest the bundled samples, and query the warehouse
	infra/run-samples.sh

engines:  ## Add the optional OCR engines, tesserocr and RapidOCR, to what `make run` sets up
	@infra/setup.sh engines

cluster:  ## Add what a Dask cluster and an S3 object store take to what `make run` sets up
	@infra/setup.sh cluster

# One process a core; the tests of a module stay together, for they share what is dear to make.
EACH_CORE := -n logical --dist loadscope
# What a suite of ten minutes on two cores has no room for; `make proofs` runs it.
WITHOUT_PROOFS := -m "not proof"

# Images often set this. Then each of some hundred processes of the tests compiles the house anew.
test unit check lint: export PYTHONDONTWRITEBYTECODE =

# The checks, most of them one process, run beside the tests and are told of after them; either makes
# this fail. The suite has the tests of the generated files.
test: setup-dev  ## Set up, then every check and the whole test suite
	@mkdir -p build; $(MAKE) --no-print-directory lint >build/lint.txt 2>&1 & checking=$$!; \
	$(BIN)/pytest $(EACH_CORE) $(WITHOUT_PROOFS); tested=$$?; \
	wait $$checking; checked=$$?; cat build/lint.txt; exit $$((tested || checked))

proofs: setup-dev  ## The proofs in small: a kill, a week of nights, hostile files, a lost machine of a cluster
	$(BIN)/pytest -m proof

unit: setup-dev  ## The tests that take no OCR engine and no server: under a minute
	$(BIN)/pytest $(EACH_CORE) -m "not ocr and not slow"

check: lint  ## Style, types, import rules, and whether the generated files are current
	$(BIN)/pytest --quiet $(GENERATED)

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

generated: setup-dev  ## Write the generated files anew: schema, dictionary, samples, results in the docs
	$(BIN)/python -m load.dictionary
	$(BIN)/python -m tests.synthetic.samples
	$(BIN)/python -m tests.handbook record

golden: setup-dev  ## Make the golden cables anew with the generator and OCR; review the diff
	$(BIN)/python -m tests.golden cables

baseline: setup-dev  ## Accept what the parser makes of the golden cables; review the diff
	$(BIN)/python -m tests.golden baseline

screenshots: setup-dev run  ## Take the screenshots of docs/ anew; look at them
	$(BIN)/python -m tests.infra.dashboard.screenshots

# Other seeds with `make bench SEEDS=900-905`; more with ARGS, e.g. ARGS="--ways cablehouse,tutorial".
bench: setup-bench  ## This pipeline beside the tutorial way and OCRmyPDF: docs/benchmark.md and its plot
	$(BENCH) compare $(if $(SEEDS),--seeds $(SEEDS)) $(ARGS)

bench-run: setup-bench  ## What of a run of 200 scanned pages is not reading: docs/benchmark-run.md
	$(BENCH) run $(if $(SEEDS),--first-seed $(SEEDS)) $(ARGS)

# One part with `make bench-cluster PART=overhead`; others are throughput and outage.
bench-cluster: setup-dev  ## Try a Dask cluster and an object store on this machine: docs/scaling.md
	$(BIN)/python -m tests.cluster $(or $(PART),throughput) $(ARGS)

# Takes an hour and 60 GB for a million cables. Smaller: ARGS="--cables 100000 --page build/page.md".
bench-warehouse: setup-dev  ## Invent a warehouse of a million cables and ask it: docs/benchmark-warehouse.md
	$(BIN)/python -m tests.scale $(ARGS)

# Hours on a busy machine. Fewer: ARGS="--count 200"; others: ARGS="--seed 2".
hostile: setup-dev  ## Make 2,000 broken and harmful PDFs, ingest them, check what is promised of it
	$(BIN)/python -m tests.hostile $(ARGS)

# Half an hour on two idle cores. Fewer: ARGS="--trials 10"; other moments: ARGS="--seed 2".
kills: setup-dev  ## Kill an ingest of 30 documents at 100 random moments, and look at what is left
	$(BIN)/python -m tests.faults $(ARGS)

# An hour. A part: ARGS="weekly turns"; pictures of Prefect's pages: ARGS="--pictures build/pictures".
schedules: setup-dev  ## Try docs/scheduling.md: Prefect's server with its pages, a worker, losses of either
	$(BIN)/python -m tests.scheduling $(ARGS)

setup:
	@infra/setup.sh run

setup-dev:
	@infra/setup.sh dev

setup-bench:
	@infra/setup.sh bench

# Written anew instead of updated: a version that is already in the file would be preferred. What is
# in several files is in all of them in one version: each is a constraint of the next.
lock: setup-dev  ## Pin the newest packages that requirements*.in, pyproject.toml and infra/setup.in allow
	rm -f requirements.lock requirements-engines.lock requirements-cluster.lock requirements-dev.lock \
		requirements-bench.lock infra/setup.lock
	$(BIN)/uv pip compile $(LOCK) requirements.in -o requirements.lock
	$(BIN)/uv pip compile $(LOCK) -c requirements.lock --extra tesserocr --extra rapidocr \
		pyproject.toml -o requirements-engines.lock
	$(BIN)/uv pip compile $(LOCK) -c requirements-engines.lock --all-extras pyproject.toml \
		-o requirements-cluster.lock
	$(BIN)/uv pip compile $(LOCK) -c requirements-cluster.lock --all-extras pyproject.toml \
		requirements-dev.in -o requirements-dev.lock
	$(BIN)/uv pip compile $(LOCK) -c requirements-dev.lock --extra tesserocr --extra rapidocr \
		pyproject.toml requirements-bench.in -o requirements-bench.lock
	$(BIN)/uv pip compile $(LOCK) infra/setup.in -o infra/setup.lock

clean:  ## Remove what was made here, but no warehouse and no store
	rm -rf .venv .venv-bench build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
