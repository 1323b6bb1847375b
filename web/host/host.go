// Package host serves a built site from a folder, with the headers the site
// relies on: precompressed files, caching by content, and a strict policy.
// It keeps no state but file hashes and runs nothing of its own, so any static
// server with the same headers can take its place.
package host

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"
	"time"
)

// Options says what to serve and who may frame it.
type Options struct {
	// Dir is the site's folder, as `go run ./build site` writes it.
	Dir string
	// FrameAncestors is the value of the frame-ancestors directive: the host
	// pages that may show the coach. Empty means [DefaultFrameAncestors].
	FrameAncestors string
}

// New returns the handler for the site in o.Dir. It fails when the folder is
// not there or when o.FrameAncestors could not stand inside a policy. The
// folder may be rebuilt while the handler runs.
func New(o Options) (http.Handler, error) {
	if o.FrameAncestors == "" {
		o.FrameAncestors = DefaultFrameAncestors
	}
	if err := checkSources(o.FrameAncestors); err != nil {
		return nil, err
	}
	info, err := os.Stat(o.Dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no folder %q to serve: run `go run ./build site` first, or name another with --dir", o.Dir)
	case err != nil:
		return nil, fmt.Errorf("cannot serve %q: %w", o.Dir, err)
	case !info.IsDir():
		return nil, fmt.Errorf("cannot serve %q: it is a file, and --dir wants the site's folder", o.Dir)
	}
	return &site{dir: o.Dir, csp: CSP(o.FrameAncestors)}, nil
}

// site is the handler. One site serves any number of requests at once.
type site struct {
	dir  string
	csp  string
	tags tagCache
}

// ServeHTTP answers GET and HEAD for one file of the folder.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.setPolicy(w.Header(), r.URL.Path)
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		sayPlainly(w, http.StatusMethodNotAllowed, "这里只能读取。", "This address can only be read.")
		return
	}
	// The folder is opened anew each time, because a build may replace it. A
	// Root keeps symbolic links from leading outside.
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		sayNotFound(w)
		return
	}
	defer root.Close()

	name, ok := fileName(r.URL.Path)
	if !ok {
		sayNotFound(w)
		return
	}
	if isFolder(root, name) {
		name = path.Join(name, "index.html")
		if !strings.HasSuffix(r.URL.Path, "/") && isFile(root, name) {
			redirectToFolder(w, r)
			return
		}
	} else if strings.HasSuffix(r.URL.Path, "/") {
		sayNotFound(w)
		return
	}
	if !isFile(root, name) || isVariant(root, name) {
		sayNotFound(w)
		return
	}
	s.serveFile(w, r, root, name)
}

// serveFile sends the representation of a file that suits the request best.
func (s *site) serveFile(w http.ResponseWriter, r *http.Request, root *os.Root, name string) {
	file, coding, err := openBest(root, name, r.Header)
	if err != nil {
		sayNotFound(w)
		return
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		sayNotFound(w)
		return
	}
	tag, err := s.tags.of(file, info, name+coding.suffix)
	if err != nil {
		sayPlainly(w, http.StatusInternalServerError, "文件读不出来。", "The file could not be read.")
		return
	}

	h := w.Header()
	h.Set("Content-Type", contentType(name))
	h.Set("Cache-Control", cacheControl(name))
	h.Set("ETag", tag)
	h.Add("Vary", "Accept-Encoding")
	if coding.name != "" {
		h.Set("Content-Encoding", coding.name)
		// ServeContent leaves the length of an encoded body out, in case the
		// encoding happens later; ours is on disk already. A failed
		// precondition sends no body, so it must not promise one.
		if r.Header.Get("If-Match") == "" && r.Header.Get("If-Unmodified-Since") == "" {
			h.Set("Content-Length", fmt.Sprint(info.Size()))
		}
	}
	// Several ranges at once are of use to nobody here, and a way to ask for much: they get
	// the whole.
	if strings.Contains(r.Header.Get("Range"), ",") {
		r = r.Clone(r.Context())
		r.Header.Del("Range")
	}
	// No modification time: a rebuilt file may carry an older one, and the ETag
	// says all there is to say.
	http.ServeContent(w, r, "", time.Time{}, file)
}

// fileName turns a URL path into a name inside the folder ("." for the folder
// itself). It refuses, rather than repairs, a path that is not in plain form
// and every name that starts with a dot.
func fileName(urlPath string) (name string, ok bool) {
	name = strings.TrimSuffix(strings.TrimPrefix(urlPath, "/"), "/")
	if name == "" {
		return ".", urlPath == "/"
	}
	if !strings.HasPrefix(urlPath, "/") || !fs.ValidPath(name) || strings.ContainsAny(name, "\\\x00") {
		return "", false
	}
	if strings.HasPrefix(name, ".") || strings.Contains(name, "/.") {
		return "", false
	}
	return name, true
}

func isFolder(root *os.Root, name string) bool {
	info, err := root.Stat(name)
	return err == nil && info.IsDir()
}

func isFile(root *os.Root, name string) bool {
	info, err := root.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// redirectToFolder adds the missing slash. The address stays relative, so that
// it also holds behind a proxy that serves the site under a sub-path.
func redirectToFolder(w http.ResponseWriter, r *http.Request) {
	to := url.URL{Path: "./" + path.Base(r.URL.Path) + "/", RawQuery: r.URL.RawQuery}
	w.Header().Set("Location", to.String())
	w.Header().Set("Cache-Control", "no-cache")
	w.WriteHeader(http.StatusMovedPermanently)
}

func sayNotFound(w http.ResponseWriter) {
	sayPlainly(w, http.StatusNotFound, "没有这个页面。", "There is no such page.")
}

// sayPlainly answers with a page of two sentences. It is never stored: a file
// that is missing during a build must not stay missing.
func sayPlainly(w http.ResponseWriter, status int, zh, en string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	fmt.Fprintf(w, "<!doctype html>\n<html lang=\"zh-CN\">\n<meta name=\"viewport\" content=\"width=device-width\">\n"+
		"<title>%d</title>\n<p>%s</p>\n<p lang=\"en\">%s</p>\n", status, zh, en)
}
