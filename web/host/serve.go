package host

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"syscall"
	"time"
)

// limits are how long the server waits, and for how much.
type limits struct {
	header, read, write time.Duration // for a request's header, for all of it, and for the answer to be taken
	idle                time.Duration // between requests
	drain               time.Duration // at the end, for answers under way
	headerBytes         int
}

// usual gives writing minutes, because a first load over a poor mobile line takes that
// long.
var usual = limits{
	header:      5 * time.Second,
	read:        10 * time.Second,
	write:       5 * time.Minute,
	idle:        2 * time.Minute,
	drain:       5 * time.Second,
	headerBytes: 16 << 10,
}

// Listen opens addr ("127.0.0.1:8080"; port 0 picks a free one). Its error says
// what to do when the port is taken.
func Listen(addr string) (net.Listener, error) {
	ln, err := net.Listen("tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s is in use by another program: stop that one, or choose another port, as in --addr 127.0.0.1:8081", addr)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot listen on --addr %q: %w", addr, err)
	}
	return ln, nil
}

// Serve answers on ln until ctx ends; then it takes no new requests, lets those
// under way finish for up to five seconds, and returns nil. It closes ln.
func Serve(ctx context.Context, ln net.Listener, handler http.Handler) error {
	return serve(ctx, ln, handler, usual)
}

func serve(ctx context.Context, ln net.Listener, handler http.Handler, l limits) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: l.header,
		ReadTimeout:       l.read,
		WriteTimeout:      l.write,
		IdleTimeout:       l.idle,
		MaxHeaderBytes:    l.headerBytes,
	}
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(ln) }()

	select {
	case err := <-stopped:
		return fmt.Errorf("the server on %s stopped: %w", ln.Addr(), err)
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.Background(), l.drain)
	defer cancel()
	if server.Shutdown(drain) != nil {
		// Whoever is still reading after that long is cut off.
		return server.Close()
	}
	return nil
}
