# The only build steps there are. Each says what it does and how long it took; what they make is described in scripts/.

.DEFAULT_GOAL := help
.PHONY: help setup run test test-faults lint build dist bench soak size deps shots clean
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

setup: ## get what Cargo does not get itself: Rust for WASM, glue maker, wasm-opt, esbuild
	@scripts/setup.sh

run: ## build and run the panel; a demo, unless WPP_API_KEY or WPP_SECRET is set
	@exec scripts/run.sh

test: ## all tests: Rust's, the calls for a CRM, then in Chromium
	@scripts/test.sh

test-faults: ## everything around the server fails, and it is killed at each step; part of test
	@scripts/faults.sh

lint: ## format, Clippy, documentation, types, unused dependencies
	@scripts/lint.sh

build: ## the release: target/release/wpp-panel, with what browsers load within it
	@scripts/build.sh

dist: ## what is passed on: an archive of one file, its SHA-256, licences; starts it once
	@scripts/dist.sh

bench: ## figures beside their goals, into target/bench; ONLY=click,scan for some
	@scripts/bench.sh

soak: ## ten minutes of everything at once: memory, open files, lost events (SOAK_MINUTES=n for others)
	@ONLY=soak scripts/bench.sh

size: ## what the main page loads beside its goal, and which crate brings what
	@scripts/size.sh

deps: ## how old the last release of each dependency is, and what was taken back; asks the registries
	@scripts/deps.sh

shots: ## pictures of every screen and state into target/shots, contact sheets into docs
	@scripts/e2e-shots.sh

clean: ## remove what was built
	@scripts/clean.sh
