package host

import (
	"context"
	"io"
	"net"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestServeFinishesWhatIsUnderWay(t *testing.T) {
	arrived, release := make(chan struct{}), make(chan struct{})
	slow := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(arrived)
		<-release
		io.WriteString(w, "whole answer")
	})
	ln, err := Listen("127.0.0.1:0")
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, ln, slow) }()

	type answer struct {
		body string
		err  error
	}
	answered := make(chan answer, 1)
	go func() {
		res, err := http.Get("http://" + ln.Addr().String())
		if err != nil {
			answered <- answer{err: err}
			return
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		answered <- answer{string(body), err}
	}()

	<-arrived
	stop()
	require.Eventually(t, func() bool {
		conn, err := net.Dial("tcp", ln.Addr().String())
		if err == nil {
			conn.Close()
		}
		return err != nil
	}, usual.drain, usual.drain/1000, "new callers are turned away")
	select {
	case err := <-ended:
		require.FailNow(t, "stopped before the answer was out", "%v", err)
	default:
	}
	close(release)
	require.Equal(t, answer{body: "whole answer"}, <-answered)
	require.NoError(t, <-ended)
}

func TestServeTellsWhenTheListenerBreaks(t *testing.T) {
	ln, err := Listen("127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, ln.Close())
	err = Serve(context.Background(), ln, http.NotFoundHandler())
	require.ErrorIs(t, err, net.ErrClosed)
	require.ErrorContains(t, err, "the server on "+ln.Addr().String()+" stopped")
}

func TestListenOnABusyPort(t *testing.T) {
	first, err := Listen("127.0.0.1:0")
	require.NoError(t, err)
	defer first.Close()
	addr := first.Addr().String()
	_, err = Listen(addr)
	require.EqualError(t, err, addr+" is in use by another program: stop that one, or choose another port, as in --addr 127.0.0.1:8081")
}
