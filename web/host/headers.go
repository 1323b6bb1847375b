package host

import (
	"fmt"
	"net/http"
	"path"
	"regexp"
	"strings"
)

// DefaultFrameAncestors lets only pages of this machine show the coach.
const DefaultFrameAncestors = "'self' http://127.0.0.1:* http://localhost:*"

// CSP returns the Content-Security-Policy of the site's own pages.
// frameAncestors lists, separated by spaces, the origins of the host pages
// that may show the coach in a frame, as in "'self' https://crm.bank.example".
func CSP(frameAncestors string) string {
	return policy(
		"default-src 'none'",
		"script-src 'self' 'wasm-unsafe-eval'",
		"style-src 'self'",
		"connect-src 'self'",
		"img-src 'self'",
		"manifest-src 'self'",
		"worker-src 'self'",
		"frame-src 'self'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors "+frameAncestors,
		"require-trusted-types-for 'script'",
		// The one place that needs a trusted URL is registering the worker.
		"trusted-types objection-coach-sw",
	)
}

// DemoCSP returns the Content-Security-Policy of the pages under demo/. They
// play a host page, so they get what a careful host would allow: the loader,
// and the frame it makes. That the loader needs nothing more is the point.
func DemoCSP() string {
	return policy(
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"img-src 'self'",
		"frame-src 'self'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'self'",
		"require-trusted-types-for 'script'",
		"trusted-types 'none'",
	)
}

// EngineDemoCSP returns the Content-Security-Policy of demo/headless.html, a page with an
// interface of its own around engine.js. It allows the worker, and with Trusted Types
// the policy that makes the worker's address. That it needs neither connect-src nor
// 'wasm-unsafe-eval' is the point: the worker's own headers have both.
func EngineDemoCSP() string {
	return policy(
		"default-src 'none'",
		"script-src 'self'",
		"worker-src 'self'",
		"style-src 'self'",
		"img-src 'self'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'self'",
		"require-trusted-types-for 'script'",
		"trusted-types objection-coach-engine",
	)
}

func policy(directives ...string) string { return strings.Join(directives, "; ") }

// checkSources refuses what would end the directive or the header early.
func checkSources(frameAncestors string) error {
	for _, r := range frameAncestors {
		if r == ';' || r == ',' || r < ' ' || r > '~' {
			return fmt.Errorf("--frame-ancestors %q holds %q: list origins separated by spaces, as in \"'self' https://crm.bank.example\"", frameAncestors, r)
		}
	}
	return nil
}

// setPolicy sets the headers that say who may do what with a response.
func (s *site) setPolicy(h http.Header, urlPath string) {
	h.Set("Content-Security-Policy", s.csp)
	switch {
	case strings.HasPrefix(urlPath, "/demo/headless."):
		h.Set("Content-Security-Policy", EngineDemoCSP())
	case strings.HasPrefix(urlPath, "/demo/"):
		h.Set("Content-Security-Policy", DemoCSP())
	}
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")

	// Other origins load three kinds of file: the loader with its types, the
	// page in the frame, and the engine with what it fetches. A host page that
	// is itself cross-origin isolated (Cross-Origin-Embedder-Policy:
	// require-corp) may only do so when they say "cross-origin", and when the
	// framed page is isolated too, which costs it nothing as it loads from its
	// own origin alone. Who may frame the page is decided by frame-ancestors,
	// not here. All other files are fetched by our own page, so no other site
	// may pull them in.
	h.Set("Cross-Origin-Embedder-Policy", "require-corp")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	switch name := strings.TrimPrefix(urlPath, "/"); {
	case forHosts(name):
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		// Modules, fetches and subresource integrity on another origin work only
		// through CORS.
		h.Set("Access-Control-Allow-Origin", "*")
	case name == "" || strings.HasSuffix(name, "/") || path.Ext(name) == ".html":
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	}
}

// forHosts reports the files that host pages load themselves: the loader, and the
// engine with its worker, its program and the knowledge it fetches.
func forHosts(name string) bool {
	switch path.Ext(name) {
	case ".pack", ".lang", ".rules":
		return true
	}
	return name == "objection-coach.js" || name == "objection-coach.d.ts" ||
		name == "engine.js" || name == "engine.d.ts" || name == "engine-worker.js" ||
		strings.HasPrefix(name, "assets/engine.")
}

// contentTypes is our own table, because the system's differs between machines
// (.ts is a video for many) and a wrong type stops wasm and workers.
var contentTypes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".csv":         "text/csv; charset=utf-8",
	".gif":         "image/gif",
	".html":        "text/html; charset=utf-8",
	".ico":         "image/x-icon",
	".jpg":         "image/jpeg",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".jsonl":       "application/jsonl",
	".map":         "application/json",
	".md":          "text/markdown; charset=utf-8",
	".mjs":         "text/javascript; charset=utf-8",
	".pack":        "application/octet-stream",
	".lang":        "application/octet-stream",
	".rules":       "application/octet-stream",
	".signed":      "application/octet-stream",
	".png":         "image/png",
	".svg":         "image/svg+xml; charset=utf-8",
	".ts":          "text/plain; charset=utf-8",
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
	".webp":        "image/webp",
	".woff2":       "font/woff2",
	".xml":         "application/xml",
	".yaml":        "application/yaml",
}

// contentType returns the type for a file name; unknown files are bytes.
func contentType(name string) string {
	if t := contentTypes[strings.ToLower(path.Ext(name))]; t != "" {
		return t
	}
	return "application/octet-stream"
}

// hashedName matches assets whose name carries the hash of their content.
var hashedName = regexp.MustCompile(`^assets/.+\.[0-9a-f]{12}\.[^/]+$`)

// cacheControl lets hashed names be kept for good and all others be asked for
// again, which the ETag makes cheap.
func cacheControl(name string) string {
	if hashedName.MatchString(name) {
		return "public, max-age=31536000, immutable"
	}
	return "no-cache"
}
