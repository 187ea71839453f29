# `make serve` runs the site, `make test` checks everything. README.md says the rest.

PYTHON ?= python3
BIN := .venv/bin
# Quiet twice: pip warns of every place that it looks at in vain.
INSTALL := $(BIN)/pip install --quiet --quiet --disable-pip-version-check --require-hashes --requirement
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

# What Python has compiled is kept, even where the environment says not to: a start takes a sixth less time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: serve test faults bench check check-lock format lock

# HOST, PORT, DATABASE_URL, DEMO, … reach the server through the environment.
serve: .venv/site
	@exec $(BIN)/flask serve

test: check
	$(BIN)/pytest --numprocesses=logical

# What `make test` tries for a moment, for minutes: workers killed, disk full, database locked or away, told to stop.
faults: .venv/development
	FAULTS=full $(BIN)/pytest --override-ini=faulthandler_timeout=3600 tests/faults

# How fast it is, beside Flask's "hello world" on the same server; BENCH=quick takes less than a minute.
bench: .venv/development
	@$(BIN)/python -m tests.bench

check: .venv/development check-lock
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

# The lock files are what their own versions compile to: nothing was added to pyproject.toml alone.
check-lock: .venv/development
	@fresh=$$(mktemp -d) && trap 'rm -rf "$$fresh"' EXIT && cp .lock/*.txt "$$fresh" \
	&& $(COMPILE) pyproject.toml --output-file "$$fresh/site.txt" \
	&& $(COMPILE) pyproject.toml --group dev --output-file "$$fresh/development.txt" \
	&& diff --recursive --brief .lock "$$fresh" \
	|| { echo "The lock is not in step with pyproject.toml. Run: make lock" >&2; exit 1; }

format: .venv/development
	$(BIN)/ruff check --fix --quiet
	$(BIN)/ruff format --quiet

lock: .venv/development
	$(COMPILE) pyproject.toml --output-file .lock/site.txt
	$(COMPILE) pyproject.toml --group dev --output-file .lock/development.txt

# Empty files that are newer than the lock once what it names is installed.
.venv/site: .lock/site.txt | $(BIN)/pip
	@echo "Installing what the site needs (once)"
	@$(INSTALL) $< && touch $@

.venv/development: .lock/development.txt | $(BIN)/pip
	@echo "Installing what the tests need (once)"
	@$(INSTALL) $< && touch $@

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "Python 3.11 or later is needed. Name one: make serve PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
