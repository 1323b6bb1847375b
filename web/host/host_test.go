package host

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	wasm = "assets/app.0123456789ab.wasm"
	boot = "assets/boot.ba9876543210.js"
)

// newSite writes a small site. The "compressed" files hold telling words, as
// the host never looks inside them.
func newSite(t *testing.T) (dir string, handler http.Handler) {
	t.Helper()
	dir = t.TempDir()
	for name, content := range map[string]string{
		"index.html":                  "the page",
		"index.html.br":               "br of the page",
		"index.html.gz":               "gz of the page",
		"sw.js":                       "worker",
		"manifest.webmanifest":        "{}",
		"objection-coach.js":          "loader",
		"objection-coach.js.br":       "br of loader",
		"objection-coach.d.ts":        "types",
		"icons/icon.svg":              "<svg/>",
		"icons/icon-192.png":          "png",
		wasm:                          "0123456789",
		wasm + ".br":                  "abcdefg",
		wasm + ".gz":                  "ABCDEFGH",
		boot:                          "boot",
		boot + ".gz":                  "gz of boot",
		"assets/app.css":              "no hash in the name",
		"assets/bank.00ff00ff00.pack": "hash too short",
		"demo/index.html":             "demos",
		"demo/bank.css":               "bank",
		"notes.GZ":                    "capital letters",
		"archive.gz":                  "stands for itself",
		"empty/keep.json":             "[]",
		".env":                        "secret",
		".git/config":                 "secret",
		"demo/.hidden.html":           "secret",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
		require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
	}
	handler, err := New(Options{Dir: dir})
	require.NoError(t, err)
	return dir, handler
}

// ask sends one request; headers come as "Name: value".
func ask(handler http.Handler, method, target string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, "http://coach.example/", nil)
	r.URL.Path, r.URL.RawQuery, _ = strings.Cut(target, "?")
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w.Result()
}

func bodyOf(t *testing.T, res *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return string(body)
}

func TestPaths(t *testing.T) {
	_, handler := newSite(t)
	cases := []struct {
		name   string
		method string
		target string
		status int
		body   string // what the body contains
	}{
		{"root", "GET", "/", 200, "the page"},
		{"page by name", "GET", "/index.html", 200, "the page"},
		{"query is ignored", "GET", "/sw.js?v=1", 200, "worker"},
		{"folder", "GET", "/demo/", 200, "demos"},
		{"folder without slash", "GET", "/demo", 301, ""},
		{"folder without page", "GET", "/assets", 404, "没有这个页面"},
		{"no listing", "GET", "/empty/", 404, "There is no such page."},
		{"missing file", "GET", "/none.js", 404, "没有这个页面"},
		{"file is no folder", "GET", "/sw.js/", 404, ""},
		{"beneath a file", "GET", "/sw.js/x", 404, ""},
		{"dot file", "GET", "/.env", 404, ""},
		{"dot folder", "GET", "/.git/config", 404, ""},
		{"dot file in a folder", "GET", "/demo/.hidden.html", 404, ""},
		{"up and out", "GET", "/../host.go", 404, ""},
		{"up inside", "GET", "/demo/../index.html", 404, ""},
		{"double slash", "GET", "//index.html", 404, ""},
		{"double slash, another host", "GET", "//evil.example/demo", 404, ""},
		{"double slash inside", "GET", "/demo//index.html", 404, ""},
		{"backslash", "GET", `/demo\index.html`, 404, ""},
		{"null byte", "GET", "/index.html\x00", 404, ""},
		{"not from the root", "GET", "index.html", 404, ""},
		{"empty path", "GET", "", 404, ""},
		{"very long", "GET", "/" + strings.Repeat("a", 5000), 404, ""},
		{"precompressed file by name", "GET", "/index.html.br", 404, ""},
		{"archive of its own", "GET", "/archive.gz", 200, "stands for itself"},
		{"names are exact", "GET", "/notes.GZ", 200, "capital letters"},
		{"post", "POST", "/", 405, "This address can only be read."},
		{"options", "OPTIONS", "/objection-coach.js", 405, ""},
		{"delete what is missing", "DELETE", "/none", 405, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			res := ask(handler, c.method, c.target)
			require.Equal(t, c.status, res.StatusCode)
			require.Contains(t, bodyOf(t, res), c.body)
			require.NotContains(t, bodyOf(t, res), "secret")
			require.Equal(t, "nosniff", res.Header.Get("X-Content-Type-Options"))
			if c.status >= 400 {
				require.Equal(t, "no-store", res.Header.Get("Cache-Control"))
				require.Equal(t, "text/html; charset=utf-8", res.Header.Get("Content-Type"))
			}
			if c.status == 405 {
				require.Equal(t, "GET, HEAD", res.Header.Get("Allow"))
			}
		})
	}
}

func TestMissingSlashKeepsTheQueryAndStaysRelative(t *testing.T) {
	_, handler := newSite(t)
	res := ask(handler, "GET", "/demo?x=1")
	require.Equal(t, "./demo/?x=1", res.Header.Get("Location"))
}

func TestLinksDoNotLeadOutside(t *testing.T) {
	dir, handler := newSite(t)
	outside := filepath.Join(t.TempDir(), "outside.txt")
	require.NoError(t, os.WriteFile(outside, []byte("secret"), 0o600))
	require.NoError(t, os.Symlink(outside, filepath.Join(dir, "link.txt")))
	require.Equal(t, 404, ask(handler, "GET", "/link.txt").StatusCode)
}

func TestTypeAndCaching(t *testing.T) {
	_, handler := newSite(t)
	const forGood, askAgain = "public, max-age=31536000, immutable", "no-cache"
	cases := []struct{ path, contentType, caching string }{
		{"/", "text/html; charset=utf-8", askAgain},
		{"/sw.js", "text/javascript; charset=utf-8", askAgain},
		{"/manifest.webmanifest", "application/manifest+json", askAgain},
		{"/objection-coach.js", "text/javascript; charset=utf-8", askAgain},
		{"/objection-coach.d.ts", "text/plain; charset=utf-8", askAgain},
		{"/icons/icon.svg", "image/svg+xml; charset=utf-8", askAgain},
		{"/icons/icon-192.png", "image/png", askAgain},
		{"/demo/bank.css", "text/css; charset=utf-8", askAgain},
		{"/empty/keep.json", "application/json", askAgain},
		{"/archive.gz", "application/octet-stream", askAgain},
		{"/" + wasm, "application/wasm", forGood},
		{"/" + boot, "text/javascript; charset=utf-8", forGood},
		{"/assets/app.css", "text/css; charset=utf-8", askAgain},
		{"/assets/bank.00ff00ff00.pack", "application/octet-stream", askAgain},
	}
	for _, c := range cases {
		t.Run(c.path, func(t *testing.T) {
			res := ask(handler, "GET", c.path, "Accept-Encoding: br, gzip")
			require.Equal(t, 200, res.StatusCode)
			require.Equal(t, c.contentType, res.Header.Get("Content-Type"))
			require.Equal(t, c.caching, res.Header.Get("Cache-Control"))
			require.Regexp(t, `^"[0-9a-f]{32}"$`, res.Header.Get("ETag"))
		})
	}
}

func TestSecurityHeaders(t *testing.T) {
	_, handler := newSite(t)
	app, demo, engineDemo := CSP(DefaultFrameAncestors), DemoCSP(), EngineDemoCSP()
	cases := []struct{ path, csp, corp, cors string }{
		{"/", app, "cross-origin", ""},
		{"/index.html", app, "cross-origin", ""},
		{"/none", app, "same-origin", ""},
		{"/" + wasm, app, "same-origin", ""},
		{"/sw.js", app, "same-origin", ""},
		{"/objection-coach.js", app, "cross-origin", "*"},
		{"/objection-coach.d.ts", app, "cross-origin", "*"},
		{"/demo/", demo, "cross-origin", ""},
		{"/demo/bank.css", demo, "same-origin", ""},
		{"/demo/headless.html", engineDemo, "cross-origin", ""},
		{"/demo/headless.js", engineDemo, "same-origin", ""},
		{"/engine.js", app, "cross-origin", "*"},
		{"/engine.d.ts", app, "cross-origin", "*"},
		{"/engine-worker.js", app, "cross-origin", "*"},
		{"/assets/engine.0123456789ab.wasm", app, "cross-origin", "*"},
		{"/assets/bank.0123456789ab.pack", app, "cross-origin", "*"},
		{"/assets/bank.en.0123456789ab.lang", app, "cross-origin", "*"},
		{"/assets/base.0123456789ab.rules", app, "cross-origin", "*"},
	}
	for _, c := range cases {
		t.Run(c.path, func(t *testing.T) {
			h := ask(handler, "GET", c.path).Header
			require.Equal(t, c.csp, h.Get("Content-Security-Policy"))
			require.Equal(t, c.corp, h.Get("Cross-Origin-Resource-Policy"))
			require.Equal(t, c.cors, h.Get("Access-Control-Allow-Origin"))
			require.Equal(t, "require-corp", h.Get("Cross-Origin-Embedder-Policy"))
			require.Equal(t, "no-referrer", h.Get("Referrer-Policy"))
			require.Contains(t, h.Get("Permissions-Policy"), "camera=()")
		})
	}
}

func TestPolicyIsStrict(t *testing.T) {
	const bank = "'self' https://crm.bank.example"
	require.Equal(t, "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; "+
		"img-src 'self'; manifest-src 'self'; worker-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "+
		"frame-ancestors 'self' https://crm.bank.example; require-trusted-types-for 'script'; trusted-types objection-coach-sw", CSP(bank))
	require.NotContains(t, DemoCSP(), "unsafe")
	require.NotContains(t, EngineDemoCSP(), "unsafe")
	require.NotContains(t, EngineDemoCSP(), "connect-src")

	dir, _ := newSite(t)
	handler, err := New(Options{Dir: dir, FrameAncestors: bank})
	require.NoError(t, err)
	require.Equal(t, CSP(bank), ask(handler, "GET", "/").Header.Get("Content-Security-Policy"))

	for _, bad := range []string{"'self'; script-src *", "'self', https://a.example", "'self'\r\nX-Evil: 1", "https://银行.example"} {
		_, err := New(Options{Dir: dir, FrameAncestors: bad})
		require.ErrorContains(t, err, "list origins separated by spaces", bad)
	}
}

func TestNewRefusesAFile(t *testing.T) {
	dir, _ := newSite(t)
	file := filepath.Join(dir, "sw.js")
	_, err := New(Options{Dir: file})
	require.EqualError(t, err, `cannot serve "`+file+`": it is a file, and --dir wants the site's folder`)
}

func TestARebuiltFolderIsServedAtOnce(t *testing.T) {
	dir, handler := newSite(t)
	before := ask(handler, "GET", "/").Header.Get("ETag")
	page := filepath.Join(dir, "index.html")
	old, err := os.Stat(page)
	require.NoError(t, err)

	// As long, with the same time, but another file: what a reproducible build
	// leaves when only a hash inside the page has changed.
	next := filepath.Join(dir, "next.html")
	require.NoError(t, os.WriteFile(next, []byte("THE PAGE"), 0o600))
	require.NoError(t, os.Chtimes(next, old.ModTime(), old.ModTime()))
	require.NoError(t, os.Rename(next, page))
	res := ask(handler, "GET", "/")
	require.Equal(t, "THE PAGE", bodyOf(t, res))
	require.NotEqual(t, before, res.Header.Get("ETag"))

	require.NoError(t, os.RemoveAll(dir))
	require.Equal(t, 404, ask(handler, "GET", "/").StatusCode)
	require.NoError(t, os.Mkdir(dir, 0o700))
	require.NoError(t, os.WriteFile(page, []byte("new folder"), 0o600))
	require.Equal(t, "new folder", bodyOf(t, ask(handler, "GET", "/")))
}
