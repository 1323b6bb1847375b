package host

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
)

// coding is one way a file's bytes lie on disk. The zero coding is the file
// itself.
type coding struct {
	name   string // token of Accept-Encoding and Content-Encoding
	suffix string // what the precompressed file's name ends in
}

// codings lists what the build writes beside a file, the smallest first.
var codings = []coding{{"br", ".br"}, {"gzip", ".gz"}}

// openBest opens the representation of a file that the client likes best. When
// it refuses everything there is, it gets the file itself: bytes it may be able
// to use are better than an error.
func openBest(root *os.Root, name string, h http.Header) (*os.File, coding, error) {
	accepted := parseAcceptEncoding(h.Values("Accept-Encoding"))
	best, bestQ := coding{}, accepted.plain()
	for _, c := range codings {
		q := accepted.of(c.name)
		// Among equals every coding beats the plain file, and the first, being
		// the smallest, the others.
		better := q > bestQ || (q == bestQ && best == coding{})
		if q > 0 && better && isFile(root, name+c.suffix) {
			best, bestQ = c, q
		}
	}
	file, err := root.Open(name + best.suffix)
	return file, best, err
}

// isVariant reports a precompressed file that stands for another one. It is a
// representation and has no address of its own.
func isVariant(root *os.Root, name string) bool {
	for _, c := range codings {
		if plain, ok := strings.CutSuffix(name, c.suffix); ok && isFile(root, plain) {
			return true
		}
	}
	return false
}

// weights maps the codings of an Accept-Encoding header to their q-values.
type weights map[string]float64

// parseAcceptEncoding reads the header after RFC 9110, section 12.5.3. An item
// whose q-value cannot be read counts as refused.
func parseAcceptEncoding(values []string) weights {
	accepted := weights{}
	for item := range strings.SplitSeq(strings.Join(values, ","), ",") {
		name, params, _ := strings.Cut(item, ";")
		name = strings.ToLower(strings.TrimSpace(name))
		if name == "" {
			continue
		}
		accepted[name] = parseQ(params)
	}
	return accepted
}

// parseQ reads "q=0.5"; no parameter means 1, and anything odd means 0.
func parseQ(params string) float64 {
	if strings.TrimSpace(params) == "" {
		return 1
	}
	key, value, _ := strings.Cut(params, "=")
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || !strings.EqualFold(strings.TrimSpace(key), "q") || !(q >= 0 && q <= 1) {
		return 0
	}
	return q
}

// of returns the weight of a compressed coding: its own, else that of "*".
func (w weights) of(name string) float64 {
	if q, listed := w[name]; listed {
		return q
	}
	return w["*"]
}

// plain returns the weight of the file as it is. Not being listed, it is
// acceptable but liked less than whatever was asked for.
func (w weights) plain() float64 { return w["identity"] }

// tagCache remembers ETags, so that a file is hashed once and not per request.
// The zero tagCache is empty and ready.
type tagCache struct {
	mu   sync.Mutex
	tags map[string]taggedFile
}

type taggedFile struct {
	info os.FileInfo // of the file as it was when hashed
	tag  string
}

// of returns the strong ETag of an open file, a hash of the bytes that would
// be sent. Each representation has its own file and so its own tag.
func (c *tagCache) of(file *os.File, info os.FileInfo, name string) (string, error) {
	c.mu.Lock()
	known, ok := c.tags[name]
	c.mu.Unlock()
	// SameFile as well as time and size: a reproducible build may give every
	// file one fixed time, and pages that name other hashes are equally long.
	if ok && os.SameFile(known.info, info) && known.info.ModTime().Equal(info.ModTime()) && known.info.Size() == info.Size() {
		return known.tag, nil
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	tag := `"` + hex.EncodeToString(hash.Sum(nil)[:16]) + `"`
	c.mu.Lock()
	if c.tags == nil {
		c.tags = map[string]taggedFile{}
	}
	c.tags[name] = taggedFile{info, tag}
	c.mu.Unlock()
	return tag, nil
}
