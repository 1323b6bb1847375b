# A short script runner: `make run` and `make test` are the two to know.

GO ?= go
ADDR ?= 127.0.0.1:8080
WASM_EXEC = $$($(GO) env GOROOT)/lib/wasm/go_js_wasm_exec

NPM = build/cache/npm/node_modules/.package-lock.json

.PHONY: frameworks run test check site train eval golden bench bench-browser size fuzz tools

## run: build what is missing and serve the app and its demo pages
run: site
	$(GO) run ./web --addr $(ADDR)

## test: everything that must hold before a change is kept
test: check tools $(NPM)
	$(GO) run ./build train --check
	$(GO) run ./build site
	$(GO) run ./build size
	$(GO) test -timeout 40m ./...
	GOOS=js GOARCH=wasm $(GO) test -exec "$(WASM_EXEC)" ./coach/... ./app/headless

## frameworks: the site with the demo pages in Vue and React
frameworks: $(NPM)
	$(GO) run ./build site --frameworks

# What only the tests need: the accessibility checker that they run in pages, the
# TypeScript compiler, and the frameworks of two demo pages.
$(NPM): build/npm.txt
	npm install --silent --no-save --prefix build/cache/npm $$(cat build/npm.txt)
	touch $(NPM)

## check: what can be said without running anything
check:
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$unformatted" || { echo "gofmt would change: $$unformatted"; exit 1; }
	@! grep -nE '@[A-Z]+@' README.md
	$(GO) vet ./...
	GOOS=js GOARCH=wasm $(GO) vet ./app/... ./coach/...

## site: the website in build/dist
site:
	$(GO) run ./build site

## train: the models and compiled packs in coach/packs, and the answers that change with them
train:
	$(GO) run ./build train
	UPDATE_GOLDEN=1 $(GO) test ./coach

## eval: how well labelled lines are recognised (FILES=… to choose), what is
## underlined, how well drafts are reviewed, and how far two passes of labelling agree
FILES ?= $(wildcard ../shared/data/written.jsonl ../shared/data/real.jsonl)
eval:
	@for file in $(FILES); do echo "== $$file"; $(GO) run ./coach/cmd/coach eval $$file || exit 1; done
	@echo "== words underlined, against coach/eval/testdata/marked.txt"
	@$(GO) run ./coach/cmd/coach evidence coach/eval/testdata/marked.txt
	@echo "== replies of employees, held out: coach/eval/testdata/replies.jsonl"
	@$(GO) run ./coach/cmd/coach eval --replies coach/eval/testdata/replies.jsonl
	@echo "== two passes of labelling over the same lines of the corpus"
	@$(GO) run ./coach/cmd/coach agreement coach/packs/second-pass/first.jsonl coach/packs/second-pass/second.jsonl

## bench: how long an analysis takes natively, as WebAssembly, and through the widget in Chromium
bench: site
	$(GO) test -run '^$$' -bench . -benchmem ./coach/...
	GOOS=js GOARCH=wasm $(GO) test -exec "$(WASM_EXEC)" -run '^$$' -bench . ./coach
	$(GO) test -run TestAnalysesInChromium -v ./build

## bench-browser: starts, typing and memory in Chromium, with slow processors and networks;
## leave the machine alone meanwhile
bench-browser: site
	BENCH_BROWSER=1 $(GO) test -run TestBenchBrowser -count 1 -timeout 1h -v ./build

## size: the built site against its budgets
size:
	$(GO) run ./build size

## fuzz: a minute of each fuzz target
fuzz:
	$(GO) test -run '^$$' -fuzz FuzzPrepare -fuzztime 1m ./coach/text
	$(GO) test -run '^$$' -fuzz FuzzAnalyze -fuzztime 1m ./coach
	$(GO) test -run '^$$' -fuzz FuzzForm -fuzztime 1m ./coach/studio

## tools: Chromium, Chinese fonts and Node, which the tests need
tools:
	@build/tools.sh
