# Two commands: `make site` writes the briefing to build/site/, `make test` runs every check.
# GNU make 3.81 or newer. Each recipe line is one plain command, so that sh and cmd.exe read it alike;
# what needs more than that is in tools/set_up.py.

ifeq ($(OS),Windows_NT)
PYTHON ?= python
VENV_PYTHON := .venv/Scripts/python.exe
else
PYTHON ?= python3
VENV_PYTHON := .venv/bin/python
endif

READY := .venv/.ready
READY_DEV := .venv/.ready-dev
RUN := "$(VENV_PYTHON)" -m
ARGS ?=

# Hundreds of processes that compile what they import cost minutes.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := site
.PHONY: site check test test-full style lint format bench lock clean distclean help

site: $(READY)
	@$(RUN) digitrend build $(ARGS)

check: $(READY)
	@$(RUN) digitrend check $(ARGS)

# pytest comes last, so that its closing line ends the output.
PYTEST := pytest -n auto --maxprocesses 8 --dist worksteal
test: style
	@$(RUN) $(PYTEST) -m "not full" $(ARGS)

test-full: export DIGITREND_FULL := 1
test-full: style
	@"$(VENV_PYTHON)" tools/lowest_versions.py
	@$(RUN) $(PYTEST) $(ARGS)

# The types are one of the tests.
style: $(READY_DEV)
	@$(RUN) ruff check
	@$(RUN) ruff format --check

lint: style
	@$(RUN) mypy

format: $(READY_DEV)
	@$(RUN) ruff check --fix
	@$(RUN) ruff format

bench: $(READY_DEV)
	@"$(VENV_PYTHON)" benchmarks/run.py $(ARGS)

# Keeps what is locked where it still fits; `make lock ARGS=--upgrade` takes the newest of all. The developers' lock is
# made first and holds the other: so both have the same versions.
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet --group install
lock: $(READY_DEV)
	@$(RUN) $(LOCK) --group dev --all-extras --output-file requirements-dev.txt $(ARGS)
	@$(RUN) $(LOCK) --constraint requirements-dev.txt --no-annotate --output-file requirements.txt $(ARGS)

clean:
	@$(PYTHON) -c "import shutil; [shutil.rmtree(name, ignore_errors=True) for name in ('build', 'dist', '.hypothesis', '.mypy_cache', '.pytest_cache', '.ruff_cache')]"

distclean: clean
	@$(PYTHON) -c "import shutil; shutil.rmtree('.venv', ignore_errors=True)"

# A .venv whose Python has gone (a new one was installed) is made again, whatever its stamp says.
ifeq ($(realpath $(VENV_PYTHON)),)
.PHONY: $(READY) $(READY_DEV)
endif

$(READY): requirements.txt pyproject.toml tools/set_up.py
	@$(PYTHON) tools/set_up.py

$(READY_DEV): requirements-dev.txt requirements.txt pyproject.toml tools/set_up.py
	@$(PYTHON) tools/set_up.py dev

help:
	$(info make site       set up, then write the briefing to build/site/)
	$(info make check      set up, then check the content only)
	$(info make test       set up, then style, types and the tests: five minutes on two cores)
	$(info make test-full  the same with every page, every fault, the wheel and the lowest versions)
	$(info make lint       ruff and mypy only)
	$(info make format     let ruff mend what it can)
	$(info make bench      time the builds)
	$(info make lock       lock the dependencies of pyproject.toml again)
	$(info make clean      remove build/, dist/ and the tools' caches)
	$(info make distclean  the same, and .venv)
	$(info )
	$(info ARGS=... is passed on: make test ARGS="-k charts". PYTHON=... names another Python.)
	@cd .
