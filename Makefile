# The commands people and CI type. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
-include .build/toolchain.mk
export PATH := $(CURDIR)/node_modules/.bin:$(or $(CARGO_HOME),$(HOME)/.cargo)/bin:$(PATH)

WASM := --target wasm32-unknown-unknown --target-dir target/front
NATIVE := --workspace --exclude icosa-frontend
# The optimised site lies beside the one of development builds, so that neither overwrites the other.
SITE := target/release-site
BUILT := target/release/.icosa-built
SOURCES := Cargo.toml Cargo.lock src style public migrations
EDITOR_SOURCES := $(wildcard src/ui/editor/*.ts)

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | column -t -s "$$(printf '\t')"

# --- run -----------------------------------------------------------------------------------------
run: setup build ## install what is missing, build, start on http://localhost:3000
	@LEPTOS_SITE_ROOT=$(SITE) exec target/release/icosa serve

build: public/editor/editor.js ## the optimised server and browser bundle
	@if [ ! -e $(BUILT) ] || [ -n "$$(find $(SOURCES) -newer $(BUILT) -print -quit)" ]; then \
	  echo "==> Building Icosa (the first time takes about ten minutes)"; \
	  LEPTOS_SITE_ROOT=$(SITE) cargo leptos build --release --split -P && touch $(BUILT); fi

build-dev: public/editor/editor.js
	@cargo leptos build --split

dev: setup public/editor/editor.js ## watch: rebuild and reload on every change
	cargo leptos watch --split -- serve

public/editor/editor.js: $(EDITOR_SOURCES) package.json
	@echo "==> Bundling the rich-text editor"
	@npm run --silent editor

dist: setup build ## dist/: binary, site and Leptos.toml, ready to copy to a server or into an image
	@rm -rf dist && mkdir -p dist
	@cp target/release/icosa dist/ && cp -r $(SITE) dist/site && cp Leptos.toml dist/
	@sed -i 's|^site-root = .*|site-root = "site"|' dist/Leptos.toml
	@if [ -e target/release/hash.txt ]; then cp target/release/hash.txt dist/; fi
	@du -sh dist | sed 's/\t/  /'

# --- check ---------------------------------------------------------------------------------------
check: setup ## format, lints for both targets, crate edges, sizes
	cargo fmt --all --check
	.ci/check-edges
	.ci/check-sizes
	.ci/check-leptos-options
	cargo clippy $(NATIVE) --all-targets --features icosa-app/ssr -- -D warnings
	cargo clippy -p icosa-frontend $(WASM) --profile wasm-dev -- -D warnings

# --- test ----------------------------------------------------------------------------------------
test: setup-test test-rust test-editor e2e sdk ## every test

test-rust:
	cargo nextest run $(NATIVE) --features icosa-app/ssr

test-editor: public/editor/editor.js
	npm run --silent test:editor

e2e: build-dev ## end-to-end tests in Chromium (after make setup-test)
	npm run --silent e2e

sdk: build-dev ## the published clients and the command line's against our server
	npm run --silent sdk

bench: setup-test build ## speed against the floors of the design; figures go to docs/benchmarks.md
	benches/run

# --- set-up --------------------------------------------------------------------------------------
setup: ## install what building needs
	@.ci/setup build

setup-test:
	@.ci/setup test

.PHONY: help run build build-dev dev dist check test test-rust test-editor e2e sdk bench setup setup-test
