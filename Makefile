# Cierre: every everyday command. `make help` lists them.
#
# dev/setup puts what Debian lacks (mongod, a current Node) into build/tools/bin; nothing is there when PATH already has it.

SHELL := /bin/bash
JOBS ?= 2
PYTHON := build/venv/bin/python
export PATH := $(CURDIR)/build/tools/bin:$(PATH)

PORT ?= 8480
VAR ?= var
COLLEAGUES ?=
SECONDS ?=
SEEDS ?= 1,2,3
ROWS ?= 500000
MONGODB_URI ?=
export MONGODB_URI

BACKEND := $(MAKE) --no-print-directory -j$(JOBS) -f backend/build.mk
run_options := --port $(PORT) --var $(VAR) $(if $(COLLEAGUES),--colleagues $(COLLEAGUES))
spa_inputs = $(wildcard frontend/package.json frontend/*.ts frontend/*.js frontend/*.mjs frontend/index.html) \
	$(shell find frontend/src frontend/public frontend/scripts frontend/build -type f 2>/dev/null) \
	$(wildcard backend/api/openapi.yaml)
c_sources = $(shell find backend tests -name node_modules -prune -o -name '*.[ch]' -print 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help run reload build spa test check unit flow browser hostile property format layers hook goals load-leads clean \
	setup-run setup-check setup-test

help: ## this list
	@echo 'Cierre. Two commands are enough: make run, make test.'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo 'Variables of run: PORT=8480 VAR=var MONGODB_URI=… (another replica set) COLLEAGUES=0 (no simulated colleagues)'

run: setup-run ## installs what is missing, builds, starts everything, prints the address; Ctrl-C stops it
	@$(MAKE) --no-print-directory build
	@exec $(PYTHON) dev/run.py $(run_options)

reload: ## replaces the workers of the running copy (VAR=…) without losing a request
	@$(PYTHON) dev/run.py --var $(VAR) --reload

build: ## backend programs and SPA
	@$(BACKEND) programs
	@$(MAKE) --no-print-directory spa

spa: $(if $(wildcard frontend/index.html),frontend/dist/index.html) ## the single-page app
	@:

frontend/dist/index.html: $(spa_inputs)
	cd frontend && npm run --silent build

test: setup-test ## unit, flow and browser tests; ends in one line: N passed, N failed
	@$(MAKE) --no-print-directory build
	@$(BACKEND) tests
	@$(PYTHON) tests/run unit spa flow browser

unit: ## the backend's unit tests alone
	@$(BACKEND) tests
	@$(PYTHON) tests/run unit

flow: build ## real nginx, workers and mongod; every reply against the API description
	@$(PYTHON) tests/run flow

browser: build ## the SPA in a real browser
	@$(PYTHON) tests/run browser

goals: build ## measures the SPA against its goals (long)
	@$(PYTHON) tests/run goals

load-leads: build ## imports a list of ROWS=500000 rows: rows a second and peak memory (long)
	@$(PYTHON) tests/load/leads.py $(ROWS)

hostile: setup-test build ## wrong input on every operation, for longer (SECONDS=180 for each role); reports in build/hostile
	@CIERRE_HOSTILE_SECONDS=$(or $(SECONDS),180) $(PYTHON) -m pytest -q -s tests/flow/test_hostile_input.py tests/flow/test_hostile_schemathesis.py

property: setup-test build ## random operations of all roles, for longer (SECONDS=120 for each of SEEDS=1,2,3)
	@CIERRE_PROPERTY_SECONDS=$(or $(SECONDS),120) CIERRE_PROPERTY_SEEDS=$(SEEDS) $(PYTHON) -m pytest -q -s tests/flow/test_property.py

check: setup-check ## the gate of every commit: format, warnings (gcc and clang), layers, unit tests under sanitizers, SPA
	@clang-format --dry-run --Werror $(c_sources)
	@dev/layers
	@$(BACKEND) objects
	@$(BACKEND) CC=clang objects
	@$(BACKEND) SAN=1 tests
	@$(PYTHON) tests/run --sanitizers unit
	@$(MAKE) --no-print-directory spa
	@cd frontend && npm run --silent check
	@echo 'check: all good'

format: ## lays out the C sources
	clang-format -i $(c_sources)

layers: ## who includes whom
	@dev/layers

hook: ## a git pre-commit hook that runs make check
	@hooks=$$(git rev-parse --git-path hooks) && mkdir -p "$$hooks" && \
		printf '#!/bin/sh\n# Installed by make hook.\nexec make check\n' >"$$hooks/pre-commit" && \
		chmod +x "$$hooks/pre-commit"
	@echo 'hook: installed; git commit --no-verify skips it'

clean: ## removes built output; tools and data stay
	rm -rf build/obj build/bin build/test build/san build/clang build/lib*.a frontend/dist

setup-run setup-check setup-test:
	@dev/setup $(@:setup-%=%)
