# 数字龙港. Type `make` to see what there is.
PYTHON ?= python3
RUN = .venv/bin/python
CATALOGUES = $(wildcard longgang/*/locale/*/LC_MESSAGES/django.po)
LOCK = uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11
.DEFAULT_GOAL = help
# What one process has compiled the next one finds: a start and a test run are many processes.
unexport PYTHONDONTWRITEBYTECODE
.NOTPARALLEL:
.PHONY: help install demo test check coverage fix docs bench lock

help:
	@echo "make demo   the whole product with a demo district at http://127.0.0.1:8000 (PORT=8001 changes the port)"
	@echo "make test   every check and every test       make check   without the slow tests     make fix   format, fix what can be fixed"
	@echo "make install  what the product runs on, and no more       make coverage   how much of the code the tests run"
	@echo "make docs   the generated pages of docs/     make bench   every benchmark (LARGE=1: hours)   make lock  pin the requirements anew"

install: .venv/.messages

demo: .venv/.messages
	@exec .venv/bin/longgang serve --demo

test: .venv/.ready-dev .venv/.messages
	@$(RUN) scripts/check.py --tests

check: .venv/.ready-dev .venv/.messages
	@$(RUN) scripts/check.py

coverage: .venv/.ready-dev .venv/.messages
	@$(RUN) scripts/check.py --coverage

fix: .venv/.ready-dev
	@$(RUN) scripts/check.py --fix

docs: .venv/.ready-dev .venv/.messages
	@$(RUN) -m tests.manage write_docs

bench: .venv/.ready-dev .venv/.messages
	@for name in $(basename $(notdir $(filter-out bench/__init__.py bench/table.py,$(wildcard bench/*.py)))); do $(RUN) -m bench.$$name || exit 1; done

lock:
	@command -v uv >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv/"; exit 2; }
	@$(LOCK) requirements/runtime.in -o requirements/runtime.txt
	@for kind in cluster dev; do $(LOCK) -c requirements/runtime.txt requirements/runtime.in requirements/$$kind.in -o requirements/$$kind.txt || exit 1; done

.venv/.ready: requirements/runtime.txt
	@$(PYTHON) scripts/bootstrap.py runtime

.venv/.ready-dev: requirements/dev.txt
	@$(PYTHON) scripts/bootstrap.py dev

.venv/.messages: $(CATALOGUES) | .venv/.ready
	@$(RUN) scripts/messages.py compile && touch $@
