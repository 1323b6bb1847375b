package host

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// These tests are the clients one does not wish for: slow ones, greedy ones, and a
// thousand at a time.

// started serves the small site with some limits until stop, which tells how that ended.
func started(t *testing.T, l limits) (address string, stop func() error) {
	t.Helper()
	_, handler := newSite(t)
	ln, err := Listen("127.0.0.1:0")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, ln, handler, l) }()
	stop = sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	t.Cleanup(func() { stop() }) //nolint:errcheck // told to whoever asks
	return ln.Addr().String(), stop
}

// impatient are the limits of the server with everything that takes time cut short.
func impatient() limits {
	l := usual
	l.header, l.read, l.write, l.drain = 100*time.Millisecond, 200*time.Millisecond, 300*time.Millisecond, 500*time.Millisecond
	return l
}

// served fails the test unless the server answers somebody else at once.
func served(t *testing.T, address string) {
	t.Helper()
	client := &http.Client{Timeout: 5 * time.Second}
	res, err := client.Get("http://" + address + "/sw.js")
	require.NoError(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.Equal(t, "worker", string(body))
}

func dial(t *testing.T, address string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	require.NoError(t, err)
	require.NoError(t, conn.SetDeadline(time.Now().Add(20*time.Second)))
	t.Cleanup(func() { conn.Close() })
	return conn
}

// TestSlowClientsAreCutOff connects and says nothing, half a header, a header without an
// end, or a body without an end. Each is cut off, and others are served meanwhile.
func TestSlowClientsAreCutOff(t *testing.T) {
	for name, say := range map[string]func(io.Writer) error{
		"nothing":       func(io.Writer) error { return nil },
		"half a header": func(w io.Writer) error { _, err := io.WriteString(w, "GET / HTTP/1.1\r\nHost: x\r\nX-"); return err },
		"a header line now and then": func(w io.Writer) error {
			if _, err := io.WriteString(w, "GET / HTTP/1.1\r\nHost: x\r\n"); err != nil {
				return err
			}
			for {
				if _, err := io.WriteString(w, "X: y\r\n"); err != nil {
					return err // as it should
				}
				<-time.After(time.Millisecond)
			}
		},
		"a body without an end": func(w io.Writer) error {
			if _, err := io.WriteString(w, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n"); err != nil {
				return err
			}
			for {
				if _, err := w.Write(make([]byte, 1<<10)); err != nil {
					return err
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address, _ := started(t, impatient())
			conn := dial(t, address)
			go say(conn) //nolint:errcheck // ends with the connection
			served(t, address)
			_, err := io.Copy(io.Discard, conn)
			if timeout, ok := err.(net.Error); ok {
				require.False(t, timeout.Timeout(), "the server should have ended this")
			}
		})
	}
}

// TestSlowReaderIsCutOff asks for much and reads nothing.
func TestSlowReaderIsCutOff(t *testing.T) {
	ln, err := Listen("127.0.0.1:0")
	require.NoError(t, err)
	ended := make(chan error, 1)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	written := make(chan error, 1)
	endless := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for {
			if _, err := w.Write(make([]byte, 1<<16)); err != nil {
				written <- err
				return
			}
		}
	})
	go func() { ended <- serve(ctx, ln, endless, impatient()) }()
	conn := dial(t, ln.Addr().String())
	_, err = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	require.NoError(t, err)
	require.ErrorIs(t, <-written, os.ErrDeadlineExceeded)
	cancel()
	require.NoError(t, <-ended)
}

func TestHugeHeadersAreRefused(t *testing.T) {
	address, _ := started(t, usual)
	for name, header := range map[string]string{
		"one long line":  "X: " + strings.Repeat("a", 64<<10) + "\r\n",
		"many lines":     strings.Repeat("X: y\r\n", 16<<10),
		"a long address": "",
	} {
		t.Run(name, func(t *testing.T) {
			target := "/"
			if header == "" {
				target += strings.Repeat("a", 64<<10)
			}
			conn := dial(t, address)
			go fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\n%s\r\n", target, header) //nolint:errcheck // may be cut off
			res, err := http.ReadResponse(bufio.NewReader(conn), nil)
			require.NoError(t, err)
			require.Equal(t, http.StatusRequestHeaderFieldsTooLarge, res.StatusCode)
			served(t, address)
		})
	}
}

// TestPathTricks sends addresses as they are, which clients of good manners would not.
func TestPathTricks(t *testing.T) {
	address, _ := started(t, usual)
	for _, target := range []string{
		"/../host.go", "/%2e%2e/host.go", "/..%2fhost.go", "/..%5chost.go", "/demo/%2e%2e/%2e%2e/host.go", "/%2e%2e%2f%2e%2e%2fetc/passwd",
		"/.env", "/%2eenv", "/demo/%2ehidden.html", "/.git/config", "//etc/passwd", "/%00", "/index.html%00.js", "/demo//index.html", "/demo/./index.html",
		"http://evil.example/../.env", "/con", "/index.html::$DATA", "/INDEX.HTML/", "/index.html.br", "/%69ndex.html.gz", "*",
	} {
		t.Run(target, func(t *testing.T) {
			conn := dial(t, address)
			_, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", target)
			require.NoError(t, err)
			res, err := http.ReadResponse(bufio.NewReader(conn), nil)
			require.NoError(t, err)
			body, err := io.ReadAll(res.Body)
			require.NoError(t, err)
			require.Contains(t, []int{400, 404}, res.StatusCode)
			require.NotContains(t, string(body), "secret")
		})
	}
}

// TestRangeAbuse asks for the same bytes again and again: the answer is never more than
// the file and a little.
func TestRangeAbuse(t *testing.T) {
	_, handler := newSite(t)
	for name, value := range map[string]string{
		"the whole, a thousand times": "bytes=" + strings.Repeat("0-,", 1000) + "0-",
		"every byte by itself":        "bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8,9-9",
		"a thousand bytes":            "bytes=" + strings.TrimSuffix(strings.Repeat("0-0,", 1000), ","),
		"overlapping":                 "bytes=0-9,1-9,2-9,3-9,4-9",
		"beyond everything":           "bytes=99999999999999999999-",
		"negative":                    "bytes=--5",
	} {
		t.Run(name, func(t *testing.T) {
			res := ask(handler, "GET", "/"+wasm, "Range: "+value)
			require.Contains(t, []int{200, 206, 416}, res.StatusCode)
			require.LessOrEqual(t, len(bodyOf(t, res)), 64)
		})
	}
}

// TestAThousandConnections are all open at once, and each asks three times.
func TestAThousandConnections(t *testing.T) {
	address, stop := started(t, usual)
	const clients = 1000
	conns := make([]net.Conn, clients)
	for i := range conns {
		conns[i] = dial(t, address)
	}
	var all sync.WaitGroup
	failed := make(chan error, clients)
	for _, conn := range conns {
		all.Go(func() {
			reader := bufio.NewReader(conn)
			for range 3 {
				if _, err := io.WriteString(conn, "GET /"+wasm+" HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
					failed <- err
					return
				}
				res, err := http.ReadResponse(reader, nil)
				if err != nil {
					failed <- err
					return
				}
				body, err := io.ReadAll(res.Body)
				if err != nil || string(body) != "0123456789" {
					failed <- fmt.Errorf("%q %w", body, err)
					return
				}
			}
		})
	}
	all.Wait()
	close(failed)
	require.Empty(t, failed)
	require.NoError(t, stop(), "open and idle connections do not hold up the end")
	for _, conn := range conns {
		_, err := conn.Read(make([]byte, 1))
		require.ErrorIs(t, err, io.EOF)
	}
}

// TestOtherTongues speaks what is not HTTP/1.
func TestOtherTongues(t *testing.T) {
	address, _ := started(t, usual)
	_, err := tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true}) //nolint:gosec // there is no TLS to verify
	require.Error(t, err)
	for _, words := range []string{"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\x00\x01\x02\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nGET /"} {
		conn := dial(t, address)
		_, err := io.WriteString(conn, words)
		require.NoError(t, err)
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		require.NoError(t, err, words)
		require.GreaterOrEqual(t, res.StatusCode, 400, words)
	}
	served(t, address)
}
