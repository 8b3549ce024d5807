# Two commands matter: `make run` and `make test`. Both need python3, python3-venv, make and a package index.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run
DEV := $(VENV)/.dev
PO := locale/zh_Hans/LC_MESSAGES/django.po
MO := $(PO:.po=.mo)
PIP := $(BIN)/pip --disable-pip-version-check --quiet
OFFLINE := $(if $(WHEELS),--no-index -f "$(WHEELS)")
PYTEST := $(BIN)/pytest
WORKERS ?= 2

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help install wheels run test check check-static test-postgresql format e2e nightly bench-breakdown bench-drift bench-due bench-issuing bench-reading bench-verify bench-analysis bench-load bench-sampling seal verify clean

help: ## Show what can be made
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do printf '  make %-16s %s\n' "$$name" "$$text"; done

run: $(RUN) $(MO) ## Install, prepare and start on 127.0.0.1:8000 (REPORT=FILE reads that report, PORT=N another port)
	@exec $(BIN)/luoshi run $(if $(REPORT),--report "$(REPORT)") $(if $(PORT),--port "$(PORT)")

install: $(RUN) $(MO) ## Only install (WHEELS=FOLDER installs from what `make wheels` made, without a network)

wheels: | $(BIN)/python ## Put every package into wheels/, for a machine without a network
	$(PIP) download --require-hashes --only-binary :all: -r requirements/run.txt -d wheels

test: $(DEV) $(MO) ## Every test that needs neither a browser nor PostgreSQL
	$(PYTEST) -n $(WORKERS)

check: check-static test test-postgresql ## What has to hold before a change is handed in

check-static: $(DEV) $(MO) ## Lint, types, import contracts, migrations, translations, settings for a public server
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/mypy
	PYTHONWARNINGS=ignore::RuntimeWarning DJANGO_SETTINGS_MODULE=luoshi.config.settings.test $(BIN)/django-admin makemigrations --check --dry-run
	$(BIN)/luoshi messages check
	LUOSHI_HTTPS=1 LUOSHI_SECRET=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
		DJANGO_SETTINGS_MODULE=luoshi.config.settings.run $(BIN)/django-admin check --deploy --fail-level WARNING

test-postgresql: $(DEV) $(MO) ## The same tests on a PostgreSQL that is started for them
	$(BIN)/python tests/postgresql.py $(PYTEST) -n $(WORKERS)

format: $(DEV) ## Bring the code into its form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

e2e: $(DEV) $(MO) ## Journeys in Debian's chromium (LUOSHI_SHOTS=FOLDER keeps pictures)
	$(PYTEST) -m e2e

nightly: $(DEV) $(MO) ## Long property and fault tests
	$(PYTEST) -m nightly -n $(WORKERS) --hypothesis-profile=nightly
	$(BIN)/python tests/postgresql.py $(PYTEST) -m nightly tests/test_killed_while_issuing.py

bench-breakdown: $(DEV) ## Measure the breakdown against annotated reports
	$(BIN)/python benchmarks/breakdown.py

bench-drift: $(DEV) ## Measure how many planted changes between two levels are found
	$(BIN)/python benchmarks/drift.py $(ARGS)

bench-issuing: $(DEV) ## Measure one request to 50,000 villages (ARGS=--all for every village; LUOSHI_DATABASE as it is set)
	$(BIN)/python benchmarks/issuing.py $(ARGS)

bench-reading: $(DEV) ## Measure pages of a country of 125,000 matters (ARGS="--scale 16" for two million; LUOSHI_DATABASE as it is set)
	$(BIN)/python benchmarks/reading.py $(ARGS)

bench-due: $(DEV) ## Measure what is due among two million matters (ARGS="--cards N")
	$(BIN)/python benchmarks/due.py $(ARGS)

bench-verify: $(DEV) ## Measure sealing and verifying
	$(BIN)/python benchmarks/verify.py $(ARGS)

bench-analysis: $(DEV) ## Measure near copies among a million texts, here and on a cluster of two processes
	$(BIN)/python benchmarks/analysis.py $(ARGS)

bench-load: $(DEV) $(MO) ## Measure a city of 500 posts at work, and three basic steps beside django-helpdesk (needs PostgreSQL; ARGS=--alone without it)
	$(BIN)/python benchmarks/load.py $(ARGS)
bench-sampling: $(DEV) ## Measure how often the estimate of true completion holds what is true, on simulated worlds
	$(BIN)/python benchmarks/sampling.py $(ARGS)

seal: $(RUN) ## Seal what the journal holds now and print the seals
	@$(BIN)/luoshi seal

verify: $(RUN) ## Look for any change to journal, seals and record files (SEALS=FILE compares with seals kept outside)
	@$(BIN)/luoshi verify $(if $(SEALS),--against "$(SEALS)")

clean: ## Remove what can be made again; never var/
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis $(MO)
	find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Luoshi needs Python 3.11 or later: make PYTHON=/path/to/python3.'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo 'python3-venv is missing: apt-get install python3-venv.'; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN): requirements/run.txt pyproject.toml | $(BIN)/python
	$(PIP) install $(OFFLINE) --require-hashes -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): requirements/dev.txt $(RUN)
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(MO): $(PO) | $(RUN)
	$(BIN)/luoshi messages compile
