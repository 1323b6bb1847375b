package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRunPrintsAddressesAndServesUntilStopped(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "index.html"), []byte("coach"), 0o600))
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"--addr", "127.0.0.1:0", "--dir", dir}, in)
		in.Close()
	}()

	lines := bufio.NewScanner(out)
	require.True(t, lines.Scan())
	title, base, _ := strings.Cut(lines.Text(), "  ")
	require.Equal(t, "Objection Coach", title)
	require.True(t, lines.Scan())
	require.Equal(t, "Demo host pages  "+base+"demo/", lines.Text())
	require.True(t, lines.Scan())

	res, err := http.Get(base)
	require.NoError(t, err)
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	require.Equal(t, "coach", string(body))

	stop()
	require.NoError(t, <-ended)
}

func TestRunSaysWhatToDo(t *testing.T) {
	dir := t.TempDir()
	missing := filepath.Join(dir, "dist")
	cases := []struct {
		name string
		args []string
		want string
	}{
		{"no site yet", []string{"--dir", missing}, "there is no folder \"" + missing + "\" to serve: run `go run ./build site` first, or name another with --dir"},
		{"a stray word", []string{"build/dist"}, "unexpected \"build/dist\": everything is set by flags, see --help"},
		{"no such address", []string{"--dir", dir, "--addr", "nowhere"}, `cannot listen on --addr "nowhere": listen tcp: address nowhere: missing port in address`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.EqualError(t, run(context.Background(), c.args, io.Discard), c.want)
		})
	}
}
