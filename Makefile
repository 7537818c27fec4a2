# Guitai 柜台. `make run` opens the desk, `make test` tests it; both do all the set-up on a fresh machine.
SHELL := /bin/bash
PYTHON := .venv/bin/python
export PYTHONPATH := $(CURDIR)
.DEFAULT_GOAL := help
.PHONY: help run test check format bench bench-understanding faults models package lock setup setup-dev screenshots

help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 22

run: setup models ## Start the engine with the demo shop and open the console
	@exec $(PYTHON) -m appliance.cli.main run

test: setup-dev models ## Every test
	@$(PYTHON) -m pytest -q tests --ignore=tests/faults $(ARGS)

check: setup-dev ## Format, lint, types, import contracts
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports

format: setup-dev ## Format and mend what can be mended
	@$(PYTHON) -m ruff format .
	@$(PYTHON) -m ruff check --fix .

bench: setup-dev models ## The figures of this machine, as a table and as JSON
	@$(PYTHON) build/bench.py

bench-understanding: setup models ## What the models understand beside others, as tables and as JSON; ARGS='--only latency'
	@build/environment.sh && build/environment.sh bench
	@PYTHONPATH=$(CURDIR):$(CURDIR)/build .venv-build/bin/python -m understanding_bench.baselines
	@PYTHONPATH=$(CURDIR):$(CURDIR)/build .venv-bench/bin/python -m understanding_bench $(ARGS)

faults: setup-dev models ## The long fault tests
	@$(PYTHON) -m pytest -q tests/faults $(ARGS)

models: setup ## Build the models, once
	@$(PYTHON) -m models_onnx.presence || { build/environment.sh && .venv-build/bin/python build/models.py; }

package: setup-dev ## The wheel and the plugin's bundle, into dist/
	@$(PYTHON) -m build --no-isolation --wheel --outdir dist .
	@cp appliance/plugin/dist/guitai.js dist/

screenshots: setup-dev models ## The demo desk's pictures, into dist/screenshots
	@$(PYTHON) build/screenshots.py

lock: ## Lock the requirements anew
	@python3 requirements/lock.py

setup:
	@./setup.sh run

setup-dev:
	@./setup.sh dev
