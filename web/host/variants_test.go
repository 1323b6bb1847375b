package host

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAcceptEncoding(t *testing.T) {
	_, handler := newSite(t)
	const br, gz, plain = "br", "gzip", ""
	cases := []struct{ accept, want string }{
		{"gzip, deflate, br, zstd", br},
		{"br", br},
		{"BR", br},
		{"gzip", gz},
		{"gzip, br", br},
		{"gzip;q=1.0, br;q=0.5", gz},
		{"br;q=0, gzip", gz},
		{"br ; q = 0.1", br},
		{"*", br},
		{"br;q=0, *", gz},
		{"*;q=0.5, gzip", gz},
		{"br;q=0.000, gzip;q=0", plain},
		{"identity", plain},
		{"identity, br;q=0.5", plain},
		{"identity, br", br},
		{"identity;q=0.5, gzip;q=0.5", gz},
		{"identity;q=0, br;q=0", plain}, // nothing suits: send what there is
		{"*;q=0", plain},
		{"deflate, zstd", plain},
		{"br;q=2", plain},
		{"br;q=-1", plain},
		{"br;q=NaN", plain},
		{"br;q=", plain},
		{"br;x=1", plain},
		{"brotli, xbr", plain},
		{",, ;q=1,", plain},
		{"", plain},
	}
	bodies := map[string]string{br: "abcdefg", gz: "ABCDEFGH", plain: "0123456789"}
	for _, c := range cases {
		t.Run(c.accept, func(t *testing.T) {
			res := ask(handler, "GET", "/"+wasm, "Accept-Encoding: "+c.accept)
			require.Equal(t, 200, res.StatusCode)
			require.Equal(t, c.want, res.Header.Get("Content-Encoding"))
			require.Equal(t, bodies[c.want], bodyOf(t, res))
			require.Equal(t, fmt.Sprint(len(bodies[c.want])), res.Header.Get("Content-Length"))
			require.Equal(t, "application/wasm", res.Header.Get("Content-Type"))
			require.Equal(t, "Accept-Encoding", res.Header.Get("Vary"))
		})
	}
}

func TestOnlyWhatLiesThereIsOffered(t *testing.T) {
	_, handler := newSite(t)
	for path, want := range map[string]string{
		"/" + boot:            "gzip", // no .br beside it
		"/sw.js":              "",
		"/objection-coach.js": "br",
		"/archive.gz":         "",
	} {
		res := ask(handler, "GET", path, "Accept-Encoding: br, gzip")
		require.Equal(t, want, res.Header.Get("Content-Encoding"), path)
	}
}

func TestETags(t *testing.T) {
	_, handler := newSite(t)
	tag := func(accept string) string {
		return ask(handler, "HEAD", "/"+wasm, "Accept-Encoding: "+accept).Header.Get("ETag")
	}
	br, gz, plain := tag("br"), tag("gzip"), tag("identity")
	require.NotEqual(t, br, gz)
	require.NotEqual(t, br, plain)
	require.NotEqual(t, gz, plain)

	cases := []struct {
		name    string
		headers []string
		status  int
	}{
		{"same", []string{"Accept-Encoding: br", "If-None-Match: " + br}, 304},
		{"same, weakly", []string{"Accept-Encoding: br", "If-None-Match: W/" + br}, 304},
		{"one of several", []string{"Accept-Encoding: gzip", `If-None-Match: "x", ` + gz}, 304},
		{"anything", []string{"If-None-Match: *"}, 304},
		{"of another representation", []string{"Accept-Encoding: br", "If-None-Match: " + gz}, 200},
		{"older", []string{"Accept-Encoding: br", `If-None-Match: "x"`}, 200},
		{"must be this one, is", []string{"Accept-Encoding: br", "If-Match: " + br}, 200},
		{"must be this one, is not", []string{"Accept-Encoding: br", "If-Match: " + gz}, 412},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			res := ask(handler, "GET", "/"+wasm, c.headers...)
			require.Equal(t, c.status, res.StatusCode)
			require.Equal(t, "Accept-Encoding", res.Header.Get("Vary"))
			if c.status == 200 {
				require.NotEmpty(t, bodyOf(t, res))
				return
			}
			require.Empty(t, bodyOf(t, res))
			require.Empty(t, res.Header.Get("Content-Length"))
		})
	}
}

func TestHeadIsGetWithoutBody(t *testing.T) {
	_, handler := newSite(t)
	server := httptest.NewServer(handler)
	defer server.Close()
	// The standard client asks for gzip by itself, but only with GET.
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}}
	for _, path := range []string{"/", "/" + wasm, "/none", "/demo/bank.css"} {
		get, err := client.Get(server.URL + path)
		require.NoError(t, err)
		get.Body.Close()
		head, err := client.Head(server.URL + path)
		require.NoError(t, err)
		require.Equal(t, get.StatusCode, head.StatusCode, path)
		require.Equal(t, get.Header.Get("ETag"), head.Header.Get("ETag"), path)
		require.Equal(t, get.Header.Get("Content-Type"), head.Header.Get("Content-Type"), path)
		require.Empty(t, bodyOf(t, head), path)
	}
}

func TestRanges(t *testing.T) {
	_, handler := newSite(t)
	tag := func(accept string) string {
		return ask(handler, "HEAD", "/"+wasm, "Accept-Encoding: "+accept).Header.Get("ETag")
	}
	const plain, br = "Accept-Encoding: identity", "Accept-Encoding: br"
	cases := []struct {
		name    string
		headers []string
		status  int
		body    string
		ranges  string // Content-Range
		coding  string
	}{
		{"start", []string{plain, "Range: bytes=0-3"}, 206, "0123", "bytes 0-3/10", ""},
		{"middle to end", []string{plain, "Range: bytes=7-"}, 206, "789", "bytes 7-9/10", ""},
		{"last", []string{plain, "Range: bytes=-2"}, 206, "89", "bytes 8-9/10", ""},
		{"beyond", []string{plain, "Range: bytes=10-"}, 416, "invalid range: failed to overlap\n", "bytes */10", ""},
		{"nonsense", []string{plain, "Range: bytes=b-a"}, 416, "invalid range\n", "", ""},
		{"of the brotli bytes", []string{br, "Range: bytes=2-4"}, 206, "cde", "bytes 2-4/7", "br"},
		{"resumed", []string{br, "Range: bytes=5-", "If-Range: " + tag("br")}, 206, "fg", "bytes 5-6/7", "br"},
		{"resumed with the other tag", []string{br, "Range: bytes=5-", "If-Range: " + tag("identity")}, 200, "abcdefg", "", "br"},
		{"resumed by date", []string{br, "Range: bytes=5-", "If-Range: Sat, 21 Nov 2026 08:00:00 GMT"}, 200, "abcdefg", "", "br"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			res := ask(handler, "GET", "/"+wasm, c.headers...)
			require.Equal(t, c.status, res.StatusCode)
			require.Equal(t, c.body, bodyOf(t, res))
			require.Equal(t, c.ranges, res.Header.Get("Content-Range"))
			require.Equal(t, c.coding, res.Header.Get("Content-Encoding"))
			if c.status != 416 {
				require.Equal(t, fmt.Sprint(len(c.body)), res.Header.Get("Content-Length"))
				require.Equal(t, tag(c.headers[0][len("Accept-Encoding: "):]), res.Header.Get("ETag"))
			}
		})
	}
}

func TestSeveralRangesGetTheWhole(t *testing.T) {
	_, handler := newSite(t)
	res := ask(handler, "GET", "/"+wasm, "Accept-Encoding: br", "Range: bytes=0-1,4-5")
	require.Equal(t, 200, res.StatusCode)
	require.Equal(t, "br", res.Header.Get("Content-Encoding"))
	require.Equal(t, "abcdefg", bodyOf(t, res))
}
