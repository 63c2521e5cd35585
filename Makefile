# Two commands matter: `make try` (play the whole product) and `make test`.
PYTHON ?= python3
PORT ?= 8080
BIN := .venv/bin

.PHONY: help try run test check bench scale crash lock clean
.DEFAULT_GOAL := help

help:  ## what can be made
	@sed -n 's/^\([.a-z]*\):.*## /\1\t/p' Makefile | expand -t 10

.venv: .venv/ready  ## the set-up alone
.venv/ready: requirements.lock
	@echo "安装依赖（只需一次，约半分钟）… / Installing, once, about half a minute …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新版本 / Python 3.11 or newer is needed"; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/ready-for-tests: .venv/ready tests/requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.lock
	@touch $@

try: .venv  ## the sandbox on http://127.0.0.1:8080 (PORT=…): both plans, a cast to play, a clock to move
	@PORT=$(PORT) $(BIN)/python -m bot try

run: .venv  ## the bot on Telegram; needs TELEGRAM_BOT_TOKEN
	@$(BIN)/python -m bot

test: .venv/ready-for-tests  ## every test, PostgreSQL and Chromium included
	@$(BIN)/python -m pytest -n 2 --dist loadfile

check: .venv/ready-for-tests  ## ruff, mypy, and that imports go the way the house says
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q tests/test_house.py

crash: .venv/ready-for-tests  ## kill -9 at random points, 200 times (minutes)
	@$(BIN)/python -m tests.crash

bench: .venv/ready-for-tests  ## ours beside a bare bot, in one run (minutes)
	@$(BIN)/python -m tests.bench

scale: .venv/ready-for-tests  ## the clock among 100,000 measures and a million reports, on both databases (ten minutes)
	@$(BIN)/python -m tests.bench scale

lock:  ## renew the two lock files from pyproject.toml; needs uv
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links -c requirements.lock --group test -o tests/requirements.lock

clean:  ## forget the set-up and the try database
	rm -rf .venv .try
