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

// How long the server waits, and for how much. Writing gets minutes because a
// first load over a poor mobile line takes that long.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 10 * time.Second
	writeTimeout  = 5 * time.Minute
	idleTimeout   = 2 * time.Minute
	drainTimeout  = 5 * time.Second
	maxHeader     = 16 << 10 // bytes
)

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
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
	}
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(ln) }()

	select {
	case err := <-stopped:
		return fmt.Errorf("the server on %s stopped: %w", ln.Addr(), err)
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.Background(), drainTimeout)
	defer cancel()
	if server.Shutdown(drain) != nil {
		// Whoever is still reading after that long is cut off.
		return server.Close()
	}
	return nil
}
