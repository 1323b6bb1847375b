package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// In a browser go-app uses little more than half of what it brings: the rest
// is its web server, encrypted states and regular-expression routes. The wasm
// is therefore built with a copy of the module that lacks them. Native builds
// and tests use the untouched module, so nothing here changes what go-app does
// for the screens.
//
// Measured on an empty page, brotli 11: 1,421,610 B with the untouched module,
// 905,999 B with the copy.
const (
	goAppModule  = "github.com/maxence-charriere/go-app/v9"
	goAppVersion = "v9.8.0"
)

// goAppPackages are the folders of the module that the app needs.
var goAppPackages = []string{"pkg/app", "pkg/errors"}

// goAppLeftOut are files that matter only outside a browser.
var goAppLeftOut = []string{
	"pkg/app/cache.go",
	"pkg/app/crypto.go",
	"pkg/app/http.go",
	"pkg/app/js_nowasm.go",
	"pkg/app/resource.go",
	"pkg/app/scripts.go",
	"pkg/app/scripts_wasm.go",
	"pkg/app/static.go",
	"pkg/app/wasm.go",
	"pkg/app/wasmexec.go",
}

// edit replaces a text that must occur exactly once in the file.
type edit struct{ file, old, new string }

var goAppEdits = []edit{
	// The two helpers behind this test live in http.go.
	{"pkg/app/app.go", `isRemoteLocation(path) || !isStaticResourcePath(path)`,
		`!strings.HasPrefix(strings.TrimPrefix(path, "/"), "web/")`},

	{"pkg/app/context.go", "\t\"github.com/google/uuid\"\n", ""},
	{"pkg/app/context.go", "uuid.NewString()", "newID()"},
	{"pkg/app/state.go", "\t\"github.com/google/uuid\"\n", ""},
	{"pkg/app/state.go", "uuid.NewString()", "newID()"},

	{"pkg/app/context.go", "encrypt(ctx.cryptoKey(), b)", "b, errNoEncryption"},
	{"pkg/app/context.go", "decrypt(ctx.cryptoKey(), crypted)", "crypted, errNoEncryption"},
	{"pkg/app/context.go", `
func (ctx uiContext) cryptoKey() string {
	return strings.ReplaceAll(ctx.DeviceID(), "-", "")
}
`, ""},
	{"pkg/app/context.go", "\t\"strings\"\n", ""},

	{"pkg/app/route.go", "\t\"regexp\"\n", ""},
	{"pkg/app/route.go", "\troutesWithRegexp []regexpRoute\n", ""},
	{"pkg/app/route.go", `	r.mu.Lock()
	defer r.mu.Unlock()

	r.routesWithRegexp = append(r.routesWithRegexp, regexpRoute{
		regexp:       regexp.MustCompile(pattern),
		newComponent: newComponent,
	})
`, "\tpanic(\"routes with regular expressions are left out of the browser build: use app.Route\")\n"},
	{"pkg/app/route.go", `	if !isRouted {
		for _, rwr := range r.routesWithRegexp {
			if rwr.regexp.MatchString(path) {
				newComponent = rwr.newComponent
				isRouted = true
				break
			}
		}
	}
`, ""},
	{"pkg/app/route.go", `
type regexpRoute struct {
	regexp       *regexp.Regexp
	newComponent func() Composer
}
`, ""},
}

// goAppAdded is what the edits call. getRandomValues, unlike randomUUID, also
// exists on pages served without TLS.
const goAppAdded = `package app

import (
	"encoding/hex"
	"errors"
)

var errNoEncryption = errors.New("encryption is left out of the browser build")

func newID() string {
	random := Window().Get("Uint8Array").New(16)
	Window().Get("crypto").Call("getRandomValues", random)
	id := make([]byte, 16)
	CopyBytesToGo(id, random)
	return hex.EncodeToString(id)
}
`

// trimGoApp makes dst a copy of the go-app module in src, trimmed for the
// browser. It does nothing when dst is already that copy.
func trimGoApp(src, dst string) error {
	stamp := filepath.Join(dst, ".stamp")
	want := trimStamp()
	if have, err := os.ReadFile(stamp); err == nil && string(have) == want {
		return nil
	}
	if err := os.RemoveAll(dst); err != nil {
		return err
	}
	files, err := readGoApp(src)
	if err != nil {
		return err
	}
	if err := applyEdits(files, goAppEdits); err != nil {
		return err
	}
	files["pkg/app/trimmed.go"] = []byte(goAppAdded)
	if err := writeFiles(dst, files); err != nil {
		return err
	}
	return os.WriteFile(stamp, []byte(want), 0o644)
}

// trimStamp changes when another version of go-app or another trimming is
// wanted.
func trimStamp() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", []any{goAppVersion, goAppPackages, goAppLeftOut, goAppEdits, goAppAdded}))
	return fmt.Sprintf("%s %x\n", goAppVersion, sum)
}

// readGoApp reads the parts of the module that the browser needs.
func readGoApp(src string) (map[string][]byte, error) {
	paths := []string{"go.mod", "LICENSE"}
	leftOut := 0
	for _, pkg := range goAppPackages {
		found, err := filepath.Glob(filepath.Join(src, filepath.FromSlash(pkg), "*.go"))
		if err != nil {
			return nil, err
		}
		for _, path := range found {
			name := pkg + "/" + filepath.Base(path)
			switch {
			case slices.Contains(goAppLeftOut, name):
				leftOut++
			case !strings.HasSuffix(name, "_test.go"):
				paths = append(paths, name)
			}
		}
	}
	if leftOut != len(goAppLeftOut) {
		return nil, fmt.Errorf("go-app in %s has only %d of the %d files that goAppLeftOut names: adapt build/goapp.go to this version",
			src, leftOut, len(goAppLeftOut))
	}
	files := map[string][]byte{}
	for _, path := range paths {
		content, err := os.ReadFile(filepath.Join(src, filepath.FromSlash(path)))
		if err != nil {
			return nil, fmt.Errorf("reading go-app: %w", err)
		}
		files[path] = content
	}
	return files, nil
}

// applyEdits changes files in place and reports every edit that does not fit.
func applyEdits(files map[string][]byte, edits []edit) error {
	var problems []error
	for _, e := range edits {
		text := string(files[e.file])
		if n := strings.Count(text, e.old); n != 1 {
			problems = append(problems, fmt.Errorf("build/goapp.go: %s should have this text exactly once, found %d times:\n%s", e.file, n, e.old))
			continue
		}
		files[e.file] = []byte(strings.Replace(text, e.old, e.new, 1))
	}
	return errors.Join(problems...)
}

// writeFiles writes files, named by slash paths, under dir.
func writeFiles(dir string, files map[string][]byte) error {
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, fs.FileMode(0o644)); err != nil {
			return err
		}
	}
	return nil
}
