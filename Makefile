# Every command of the project. They need Rust, Node and make, and install what else they need by themselves.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help play check test prove client bench netcheck fuzz clean tools fences units client-test browser chromium

CLIENT := game-client
MODULES := $(CLIENT)/node_modules/.stamp
DIST := $(CLIENT)/dist/index.html
CLIENT_SOURCES := $(shell find $(CLIENT) -path '*/node_modules' -prune -o -path '*/dist' -prune -o -type f -print 2>/dev/null)

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

play: $(DIST) ## build what is stale, start the server and print its address
	cargo build --release
	target/release/fray serve

check: tools $(MODULES) ## format, lints, fences, types, docs, generated files: for every save
	cargo fmt --check
	cargo clippy --all-targets -- -D warnings
	cargo test --quiet --test proofs house::
	RUSTDOCFLAGS='-D warnings' cargo doc --no-deps --quiet
	cargo run --quiet -- protocol --check
	cargo run --quiet -- maps build --check
	cargo run --quiet -- maps check
	cargo run --quiet -- config check assets/tuning/default.toml
	npm --prefix $(CLIENT) run --silent check

test: check units client-test browser ## every check that gates a commit

units: tools $(DIST)
	cargo test

client-test: $(MODULES)
	cargo build
	npm --prefix $(CLIENT) test

browser: $(DIST) chromium
	cargo build
	npm --prefix $(CLIENT) run browser

prove: $(DIST) chromium ## the long forms of all proofs, or one with ONLY=name; writes tests/PROOFS.md
	cargo test --release --test prove -- --long $(ONLY)

bench: $(DIST) ## the budgets alone: time, memory and bytes, as ratios within one run
	cargo test --release --test prove -- --long cpu punctual memory flat headless keyframe

netcheck: $(MODULES) ## the real client over modelled lines, judged against budgets; ARGS="--only 4g --seconds 60", "--help"
	cargo build --release
	FRAY_BIN=$(CURDIR)/target/release/fray npm --prefix $(CLIENT) run --silent netcheck -- $(ARGS)

# One after the other, on one core; what is found to be new is kept in fuzz/corpus, which is not in the repository.
RUNS ?= 10000000
FUZZ = RUSTC_BOOTSTRAP=1 cargo fuzz
# Comparisons are not traced: most are of words, letter by letter, and would take half of the time.
FUZZ_FLAGS = --fuzz-dir fuzz --sanitizer none --no-trace-compares
fuzz: tools ## feed each reader of unchecked bytes 10 million inputs; RUNS=100000 ONLY=name
	@cargo fuzz --version >/dev/null 2>&1 || cargo install --locked cargo-fuzz || { \
		echo 'cargo-fuzz is missing and could not be installed from crates.io: cargo install --locked cargo-fuzz'; exit 1; }
	$(FUZZ) build $(FUZZ_FLAGS) $(ONLY)
	for target in $(or $(ONLY),$$(cargo fuzz list --fuzz-dir fuzz)); do \
		mkdir -p fuzz/corpus/$$target; \
		$(FUZZ) run $(FUZZ_FLAGS) $$target fuzz/corpus/$$target fuzz/seeds/$$target -- \
			-runs=$(RUNS) -timeout=10 -rss_limit_mb=2048 -print_final_stats=1; \
	done

client: $(DIST) ## build the browser client

clean: ## remove everything that was built
	rm -rf target $(CLIENT)/dist $(CLIENT)/node_modules

tools:
	@command -v cargo >/dev/null || { echo 'cargo is missing: install Rust 1.95 or newer'; exit 1; }
	@command -v npm >/dev/null || { echo 'npm is missing: install Node 20.19 or newer'; exit 1; }
	@command -v python3 >/dev/null || { \
		echo 'python3 is missing: installing it from the packages of this system'; \
		if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq --no-install-recommends python3; \
		else sudo apt-get update -qq && sudo apt-get install -y -qq --no-install-recommends python3; fi; }

$(MODULES): $(CLIENT)/package-lock.json | tools
	npm --prefix $(CLIENT) ci --no-audit --no-fund
	@touch $@

$(DIST): $(MODULES) $(CLIENT_SOURCES)
	npm --prefix $(CLIENT) run build
	@touch $@

chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { \
		echo 'chromium is missing: installing it from the packages of this system'; \
		if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; \
		else sudo apt-get update -qq && sudo apt-get install -y -qq --no-install-recommends chromium; fi; }
