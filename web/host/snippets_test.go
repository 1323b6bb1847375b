package host

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// These tests run the ready-made configurations of other servers and compare what they
// answer with what this package answers, header by header.

// freeAddress gives an address that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	return ln.Addr().String()
}

// runServer starts another server and waits until it answers.
func runServer(t *testing.T, address, program string, args ...string) {
	t.Helper()
	command := exec.Command(program, args...)
	var said strings.Builder
	command.Stdout, command.Stderr = &said, &said
	command.Env = append(os.Environ(), "HOME="+t.TempDir())
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		command.Process.Signal(os.Interrupt) //nolint:errcheck // it may have ended
		command.Wait()                       //nolint:errcheck // an interrupt is an error to it
	})
	require.Eventually(t, func() bool {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			conn.Close()
		}
		return err == nil
	}, 10*time.Second, 10*time.Millisecond, "%s %v", program, &said)
}

// replaced changes texts in a configuration, each of which must be there.
func replaced(t *testing.T, file string, pairs ...string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	text := string(content)
	for i := 0; i < len(pairs); i += 2 {
		require.Contains(t, text, pairs[i])
		text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
	}
	return text
}

func TestNginx(t *testing.T) {
	program, err := exec.LookPath("nginx")
	if err != nil {
		t.Skip("nginx is not installed here: on Debian, apt-get install nginx-light")
	}
	dir, handler := servedSite(t)
	work, address := t.TempDir(), freeAddress(t)
	site := replaced(t, "nginx.conf", "listen 8080;", "listen "+address+";", "/srv/objection-coach", dir)
	require.NoError(t, os.WriteFile(filepath.Join(work, "site.conf"), []byte(site), 0o600))
	main := "daemon off; master_process off; pid " + work + "/pid; error_log stderr;\nevents {}\nhttp {\naccess_log off;\n"
	for _, name := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		main += name + "_temp_path " + filepath.Join(work, name) + ";\n"
	}
	file := filepath.Join(work, "main.conf")
	require.NoError(t, os.WriteFile(file, []byte(main+"include site.conf;\n}\n"), 0o600))
	checked, err := exec.Command(program, "-t", "-c", file, "-p", work, "-e", "stderr").CombinedOutput()
	require.NoError(t, err, string(checked))
	require.NotContains(t, string(checked), "[warn]")
	runServer(t, address, program, "-c", file, "-p", work, "-e", "stderr")
	answersAlike(t, "http://"+address, handler, "gzip")
}

func TestCaddy(t *testing.T) {
	program, err := exec.LookPath("caddy")
	if err != nil {
		t.Skip("caddy is not installed here: on Debian, apt-get install caddy")
	}
	dir, handler := servedSite(t)
	address := freeAddress(t)
	site := replaced(t, "Caddyfile", "http://coach.bank.example:8080", "http://"+address, "/srv/objection-coach", dir)
	file := filepath.Join(t.TempDir(), "Caddyfile")
	require.NoError(t, os.WriteFile(file, []byte("{\n\tadmin off\n}\n\n"+site), 0o600))
	runServer(t, address, program, "run", "--config", file, "--adapter", "caddyfile")
	answersAlike(t, "http://"+address, handler, "br")
}

// servedSite is the small site of the other tests, framed by the page that the
// configurations name.
func servedSite(t *testing.T) (dir string, handler http.Handler) {
	t.Helper()
	dir, _ = newSite(t)
	for name, content := range map[string]string{
		"demo/headless.html":              "headless",
		"demo/headless.js":                "headless",
		"engine.js":                       "engine",
		"engine.d.ts":                     "types",
		"engine-worker.js":                "worker",
		"release.json":                    "{}",
		"assets/engine.0123456789ab.wasm": "engine",
		"assets/bank.0123456789ab.pack":   "pack",
		"assets/bank.0123456789ab.lang":   "lang",
		"assets/base.0123456789ab.rules":  "rules",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(content), 0o600))
	}
	handler, err := New(Options{Dir: dir, FrameAncestors: "'self' https://crm.bank.example"})
	require.NoError(t, err)
	return dir, handler
}

// answersAlike compares the answers of a server with those of handler. Both know the
// given coding.
func answersAlike(t *testing.T, address string, handler http.Handler, coding string) {
	t.Helper()
	client := &http.Client{
		Transport:     &http.Transport{DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	headers := []string{
		"Content-Security-Policy", "Cache-Control", "Cross-Origin-Resource-Policy", "Cross-Origin-Embedder-Policy",
		"Access-Control-Allow-Origin", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy", "Content-Type", "Content-Encoding",
	}
	for _, path := range []string{
		"/", "/index.html", "/sw.js", "/release.json", "/manifest.webmanifest", "/objection-coach.js", "/objection-coach.d.ts",
		"/icons/icon.svg", "/icons/icon-192.png", "/" + wasm, "/" + boot, "/assets/app.css", "/assets/bank.00ff00ff00.pack",
		"/assets/bank.0123456789ab.pack", "/assets/bank.0123456789ab.lang", "/assets/base.0123456789ab.rules", "/assets/engine.0123456789ab.wasm",
		"/engine.js", "/engine.d.ts", "/engine-worker.js", "/demo/", "/demo/bank.css", "/demo/headless.html", "/demo/headless.js",
	} {
		for _, accept := range []string{coding, "identity"} {
			t.Run(path+" "+accept, func(t *testing.T) {
				want := ask(handler, "GET", path, "Accept-Encoding: "+accept)
				request, err := http.NewRequest("GET", address+path, nil)
				require.NoError(t, err)
				request.Header.Set("Accept-Encoding", accept)
				got, err := client.Do(request)
				require.NoError(t, err)
				defer got.Body.Close()
				require.Equal(t, want.StatusCode, got.StatusCode)
				for _, name := range headers {
					require.Equal(t, want.Header.Get(name), got.Header.Get(name), name)
				}
				body, err := io.ReadAll(got.Body)
				require.NoError(t, err)
				require.Equal(t, bodyOf(t, want), string(body))
				require.NotEmpty(t, got.Header.Get("ETag"))
			})
		}
	}
	for _, c := range []struct{ method, path string }{
		{"GET", "/none.js"},
		{"GET", "/assets/"},
		{"GET", "/.env"},
		{"GET", "/.git/config"},
		{"GET", "/demo/.hidden.html"},
		{"GET", "/index.html.br"},
		{"GET", "/index.html.gz"},
		{"GET", "/%2e%2e/%2e%2e/etc/passwd"},
		{"GET", "/..%2f..%2fetc%2fpasswd"},
		{"POST", "/"},
		{"DELETE", "/index.html"},
		{"OPTIONS", "/objection-coach.js"},
	} {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			request, err := http.NewRequest(c.method, address+c.path, nil)
			require.NoError(t, err)
			got, err := client.Do(request)
			require.NoError(t, err)
			defer got.Body.Close()
			body, err := io.ReadAll(got.Body)
			require.NoError(t, err)
			require.NotContains(t, string(body), "secret")
			require.NotContains(t, string(body), "root:")
			// Servers differ in how they refuse: that they do is what counts.
			require.GreaterOrEqual(t, got.StatusCode, 400, fmt.Sprint(got.StatusCode))
			require.Less(t, got.StatusCode, 500)
			require.NotContains(t, got.Header.Get("Cache-Control"), "max-age")
			require.Equal(t, "nosniff", got.Header.Get("X-Content-Type-Options"))
		})
	}
}
