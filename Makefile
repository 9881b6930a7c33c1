# The words that people, the README and CI use. `make help` lists them.
# What they need: a C compiler, Rust and Node for `demo`, `dist` and `bench`; Go as well for `test`.

.DEFAULT_GOAL := help
.PHONY: help demo test check e2e bench bench-before compare bench-detectors bench-query bench-budget bench-names bench-cold bench-ordinary bench-recurring bench-panel card dist model contract clean
.DELETE_ON_ERROR:

# Where the installers of Rust and Go put what no PATH names yet: see tests/run/tools.sh.
export PATH := $(PATH):$(or $(CARGO_HOME),$(HOME)/.cargo)/bin:/usr/local/go/bin

# `make demo PORT=3030 ARGS="--prometheus http://localhost:9090"`
PORT ?= 0
ARGS ?=
# Labelled data, and the half of it that `bench-budget` looks at: `make bench-budget DATA=../other HALF=all`
DATA ?= ../shared/data
HALF ?= tune
# An earlier commit, to measure beside: the last with the first version of auto
BEFORE ?= 9e7efb8
# What made-up series are scored by: `make bench-ordinary PRESET=classic`
PRESET ?= auto

help: ## List these words
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-15s  %s\n", $$1, $$2 }' Makefile

demo: page ## Show anomalies in the sample fleet: build what that needs, start the plugin, print a URL
	cargo build --release -p seismo-plugin -p seismo-cli
	target/release/seismo try --port $(PORT) $(ARGS)

test: ## Set up what is missing, then run every check and test; the last line has the counts
	@tests/run/all.sh

check: node_modules/.package-lock.json frontend/grafana13/node_modules/.package-lock.json ## The checks without the tests: formats, lints, types, texts
	cargo fmt --check
	cargo clippy --release --workspace --all-targets -- -D warnings
	npm run --silent typecheck
	npm run --silent typecheck:13
	npm run --silent lint
	npm run --silent knip
	npm run --silent i18n:check
	npm run --silent contract:check

e2e: page binaries ## Try the built programs in a browser; GRAFANA_URL adds a Grafana
	npm run --silent e2e

bench: binaries ## Measure what detection costs, beside others in the same run (about a minute)
	target/release/bench_detection

bench-before: ## Measure what auto costs beside an earlier commit: BEFORE=9e7efb8
	tests/bench/before.sh $(BEFORE)

compare: ## Ask an earlier commit's plugin and today's 5,000 queries, and tell where they differ: BEFORE=9e7efb8
	tests/bench/compare.sh $(BEFORE)

bench-detectors: ## Measure every detector, with criterion
	cargo bench --workspace

bench-query: binaries ## Measure panels from a real Prometheus through the plugin, and through an earlier one: BEFORE=9e7efb8
	tests/bench/query.sh $(BEFORE)

bench-budget: binaries ## Measure false alarms a week against the alarm budget
	target/release/seismo evaluate --data $(DATA) --preset auto --half $(HALF) --budgets .25,1,4

bench-names: binaries ## Measure how far accuracy moves when the same series have ten other names
	target/release/seismo evaluate --data $(DATA) --preset auto --half $(HALF) --names 10

bench-cold: binaries ## Measure how soon new series are served
	target/release/seismo evaluate --preset auto --cold

bench-ordinary: binaries ## Measure false alarms on ordinary series of many kinds; PRESET=classic
	target/release/seismo evaluate --preset $(PRESET) --ordinary

bench-recurring: binaries ## Measure what is found of incidents that recur
	target/release/seismo evaluate --preset auto --recurring

bench-panel: node_modules/.package-lock.json ## Measure the panel's drawing beside plain uPlot; GRAFANA_URL adds Grafana's own
	node tests/bench/run.mjs

card: binaries ## Write docs/accuracy.md: every preset and detector on labelled data
	git show $(BEFORE):docs/accuracy.md > target/before.md
	target/release/seismo evaluate --data $(DATA) --card docs/accuracy.md --before target/before.md

dist: modules binaries ## Build dist/, the folder that Grafana loads
	@tests/run/dist.sh

model: ## Train the model that the plugin holds
	cargo run --release -p seismo-trainer

contract: node_modules/.package-lock.json binaries ## Write what is generated from Rust for the front end: types, limits, judged queries
	target/release/seismo-contract
	npm run --silent contract:write

clean: ## Remove everything that was built
	rm -rf target dist node_modules frontend/grafana13/node_modules frontend/workbench/dist tests/.run

.PHONY: needs page modules binaries

# Says what is missing before a compiler does.
needs:
	@tests/run/needs.sh

# The page goes into the command line program, so it is built first.
page: node_modules/.package-lock.json
	npm run --silent build:workbench

modules: node_modules/.package-lock.json
	rm -rf dist
	npm run --silent build:plugin

# After the page where both are asked for, also with -j; `dist` needs no page.
binaries: $(if $(filter e2e,$(MAKECMDGOALS)),page) | needs
	cargo build --release --workspace

# npm writes this file last.
node_modules/.package-lock.json: package-lock.json package.json | needs
	npm ci --no-audit --no-fund
	@touch $@

frontend/grafana13/node_modules/.package-lock.json: frontend/grafana13/package-lock.json frontend/grafana13/package.json
	cd frontend/grafana13 && npm ci --no-audit --no-fund
	@touch $@
