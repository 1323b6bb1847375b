package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// wasmFlags are what every program for the browser is compiled with. Sizes are brotli
// 11, times are of an utterance of 20 characters through the engine in V8.
var wasmFlags = []string{
	// No path of the building machine and no state of its checkout in the
	// result, so that every machine builds the same bytes.
	"-trimpath",
	"-buildvcs=false",
	// No function names and no debug information: 918,421 → 905,999 B (-1 %)
	// on an empty page.
	"-ldflags=-s -w",
	// No inlining but in recognition: 1,114,974 → 1,023,617 B (-8 %), and 0.14 →
	// 0.27 ms. Inlining in the runtime too would give 1,070,215 B and 0.16 ms.
	"-gcflags=all=-l",
	"-gcflags=objectioncoach/coach/classify=",
	"-gcflags=objectioncoach/coach/text=",
	"-gcflags=objectioncoach/coach/casebook=", // which only the desk has
}

var browserEnv = []string{"GOOS=js", "GOARCH=wasm", "GOWORK=off"}

// engineEnv adds what only the engine is compiled with: the older collector of
// garbage, which is as fast on a heap of some megabytes: 800,075 → 789,242 B (-1 %).
var engineEnv = append(slices.Clone(browserEnv), "GOEXPERIMENT=nogreenteagc")

// buildApp compiles ./app for the browser and returns the wasm. It leaves the
// rest to Go's build cache, so it is quick when nothing changed.
func buildApp(p project) ([]byte, error) {
	if err := trimGoApp(p.goApp, filepath.Join(p.work, "go-app")); err != nil {
		return nil, err
	}
	modFile, err := writeModFile(p)
	if err != nil {
		return nil, err
	}
	wasm, err := compile(p, browserEnv, "./app", "-modfile="+modFile)
	if err != nil {
		return nil, err
	}
	return joinSegments(wasm)
}

// buildDesk compiles ./app/desk, with go-app trimmed as for the app, which is built before.
func buildDesk(p project) ([]byte, error) {
	return compile(p, browserEnv, "./app/desk", "-modfile="+filepath.Join(p.work, "browser.mod"), "-gcflags=all=")
}

// buildStudio compiles ./app/studio as the desk, but with inlining: it runs test sets of
// thousands of lines, and who writes packs waits for its download once.
func buildStudio(p project) ([]byte, error) {
	return compile(p, browserEnv, "./app/studio", "-modfile="+filepath.Join(p.work, "browser.mod"), "-gcflags=all=")
}

// buildEngine compiles ./app/headless, the engine without screens. A fault in it is an
// error with a code for the page, so it does without what traces of a crash need.
func buildEngine(p project) ([]byte, error) {
	wasm, err := compile(p, engineEnv, "./app/headless")
	if err != nil {
		return nil, err
	}
	return dropTraces(wasm)
}

// compile builds a program for the browser.
func compile(p project, env []string, program string, flags ...string) ([]byte, error) {
	out := filepath.Join(p.work, filepath.Base(program)+".wasm")
	args := slices.Concat([]string{"build", "-o", out}, wasmFlags, flags, []string{program})
	if _, err := goCommand(p.root, env, args...); err != nil {
		return nil, err
	}
	wasm, err := os.ReadFile(out)
	if err != nil {
		return nil, err
	}
	return joinSegments(wasm)
}

// clocks are what is changed in the script that Go brings for browsers, so that a program
// runs whatever the clock of the device says. The script counts the nanoseconds of timers
// from 1970 by that clock: where it stands beyond 2262, or before 1970, no timer ends and
// the program waits for ever. They can as well be counted from when the page was opened,
// but not from 0. And a moment before 1970 becomes one of any year, since a part of it is
// negative that never should be; so it is taken for the first of 1970.
var clocks = [][2]string{
	{"(timeOrigin + performance.now())", "(1 + performance.now())"},
	{"const msec = (new Date).getTime();", "const msec = Math.max(0, (new Date).getTime());"},
}

// steadyClock makes these changes.
func steadyClock(wasmExec []byte) ([]byte, error) {
	for _, change := range clocks {
		if bytes.Count(wasmExec, []byte(change[0])) != 1 {
			return nil, fmt.Errorf("the browser support file of this Go toolchain has no %q: see clocks", change[0])
		}
		wasmExec = bytes.Replace(wasmExec, []byte(change[0]), []byte(change[1]), 1)
	}
	return wasmExec, nil
}

// writeModFile writes build/cache/browser.mod, the project's go.mod with go-app
// replaced by the trimmed copy, and the go.sum that belongs to it. The copy is
// named relative to the repository, because the wasm records the name.
func writeModFile(p project) (string, error) {
	mod, err := os.ReadFile(filepath.Join(p.root, "go.mod"))
	if err != nil {
		return "", err
	}
	sum, err := os.ReadFile(filepath.Join(p.root, "go.sum"))
	if err != nil {
		return "", err
	}
	mod = fmt.Appendf(mod, "\nreplace %s => ./build/cache/go-app\n", goAppModule)
	name := filepath.Join(p.work, "browser.mod")
	if err := writeIfChanged(name, mod); err != nil {
		return "", err
	}
	return name, writeIfChanged(filepath.Join(p.work, "browser.sum"), sum)
}

// writeIfChanged leaves a file alone that already holds content.
func writeIfChanged(name string, content []byte) error {
	if have, err := os.ReadFile(name); err == nil && bytes.Equal(have, content) {
		return nil
	}
	return os.WriteFile(name, content, 0o644)
}
